"""The report of a municipality: what is its own, the figures of its province, and the way to the report of that."""

import html
import re

import leading
import pandas as pd
import pytest

_ROW = re.compile(r'<tr[^>]*><th scope="row"><a href="([^"]*)">(.*?)</a></th>(.*?)</tr>')
_SPINE = re.compile(r'<table class="answers spine".*?</table>', re.DOTALL)
PAGES = {"gemeente-gm0363.html": "provincie-noord-holland.html", "gemeente-gm0184.html": "provincie-flevoland.html"}


@pytest.fixture(scope="module")
def texts(town_release):
    return {name: (town_release.folder / name).read_text("utf-8") for pair in PAGES.items() for name in pair}


@pytest.mark.parametrize("name", PAGES)
def test_its_key_figures_are_those_of_its_province_and_lead_to_their_questions_there(texts, name):
    own, of_province = (_ROW.findall(_SPINE.search(texts[each])[0]) for each in (name, PAGES[name]))
    assert [row[1:] for row in own] == [row[1:] for row in of_province]
    assert [address for address, *_ in own] == [f"{PAGES[name]}{address}" for address, *_ in of_province]
    assert len(own) > 15


@pytest.mark.parametrize("name", PAGES)
def test_no_link_leads_nowhere(town_release, texts, name):
    assert leading.nowhere(town_release.folder / name) == []
    assert f'<a href="{PAGES[name]}">het rapport van de provincie' in texts[name]


def test_it_opens_with_its_own_initiatives_and_shows_nobody_elses(town_release, texts):
    sections = re.findall(r'<section id="deel-([^"]+)"(.*?)</section>', texts["gemeente-gm0363.html"], re.DOTALL)
    assert [name for name, _ in sections][:2] == ["in-de-gemeente", "in-de-provincie"]
    public = pd.read_parquet(town_release.initiatives)
    own = (public["municipality_name"] == "Amsterdam") & (public["province"] == "PV27")
    told = re.findall(r'<tr><th scope="row">(.*?)</th>', sections[0][1])
    assert sorted(map(html.unescape, told)) == sorted(public.loc[own, "name"])
    assert own.sum() > 3


def test_of_a_municipality_without_initiatives_it_says_so_and_why_the_figures_are_the_provinces(texts):
    told = re.sub(r"<[^>]+>", " ", texts["gemeente-gm0184.html"])
    assert "In de gemeente Urk staat nog geen initiatief op de lijsten van de netwerken." in told
    assert "In Urk staan nog geen initiatieven op de kaart." in told
    assert "Cijfers uit de vragenlijst tonen we niet per gemeente" in told
    assert "Van Flevoland zijn er geen eigen cijfers te tonen." in told

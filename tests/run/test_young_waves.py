"""A wave that has just begun is published like any other, and says of what is not there that it is not there."""

import html
import re

import pandas as pd
import pytest
import young_waves
from runs import places_of, run_wave

from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.text.reasons import EMPTY, NO_ANSWERS, NONE_LISTED

WAVE = "voorbeeld2"
WAVES = {
    "three provinces": (
        {"groninger-dorpen": ("Groningen", 30), "bokd": ("Drenthe", 26), "zeelandbruist": ("Zeeland", 20)},
        52,
    ),
    "no answers": ({"bokd": ("Drenthe", 24), "zeelandbruist": ("Zeeland", 20)}, 0),
    "one initiative": ({"bokd": ("Drenthe", 1)}, 1),
    "a province of one": ({"bokd": ("Drenthe", 24), "zeelandbruist": ("Zeeland", 1)}, 12),
}
# What no person writes: a number that is none, a plural of one, a share of nothing.
UNWRITTEN = re.compile(
    r"\bNaN\b|\bnan\b|None:|(?<![\d.,])1 (?:initiatieven|antwoorden|daarvan vulden|vulden|initiatives|answers)\b"
    r"|(?<![\d.,])0 van (?:de )?0\b|van de 1 initiatie|\{\w+\}"
)


@pytest.fixture(scope="module", params=WAVES, ids=lambda name: name.replace(" ", "_"))
def young(request, tmp_path_factory, book):
    places = places_of(WAVE, tmp_path_factory.mktemp("young"))
    lists, answers = WAVES[request.param]
    young_waves.write(places.delivered, lists, answers, as_asked(book, book.wave(WAVE)))
    languages = ("--language", "en") if answers in (1, 52) else ()
    run = run_wave(places, *languages, wave=WAVE)
    assert run.code == 0, run.said
    return request.param, run.release


def told(page) -> str:
    """The words of a page that a reader sees."""
    text = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_every_page_is_there_and_reads_as_a_person_writes(young, book):
    _, release = young
    pages = [*release.folder.glob("*.html"), *(release.folder / "en").glob("*.html")]
    assert len(list(release.folder.glob("provincie-*.html"))) == len(book.provinces)
    assert {f"{page.parent.name} {page.name}": hits for page in pages if (hits := UNWRITTEN.findall(told(page)))} == {}


def test_what_nobody_could_answer_is_a_state_of_its_own(young):
    name, release = young
    figures = pd.read_parquet(release.figures)
    own = figures[figures["kind"] != "change"]
    nobody = own[(own["population"] == 0) & (own["kind"] != "count")]
    assert (nobody["reason"] == NONE_LISTED).all()
    assert nobody["hidden"].all()
    assert len(nobody) > 0
    silent = own[(own["population"] > 0) & (own["respondents"] == 0) & own["hidden"]]
    assert set(silent["reason"]) <= {NO_ANSWERS}
    assert (len(silent) > 0) or name != "no answers"
    shown = own[~own["hidden"]]
    assert shown["value"].notna().all()
    assert not shown["reason"].isin(EMPTY).any()


def test_a_province_that_no_list_is_of_says_so_once_per_chapter(young):
    name, release = young
    words = told(release.folder / "provincie-flevoland.html")
    assert "Op de lijst staan nog geen initiatieven in Flevoland." in words
    assert "Er zijn nog geen antwoorden uit Flevoland." in words
    if name == "no answers":
        assert words.count("Geen initiatieven op de lijst in Flevoland.") == 8


def test_the_country_names_the_provinces_that_its_figures_do_not_hold(young):
    _, release = young
    words = told(release.folder / "nederland.html")
    assert re.search(r"Van [^.]*Limburg staat nog geen initiatief op de lijst", words)

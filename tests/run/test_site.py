"""The landing page and the pages of words: everything has its place, and no link leads nowhere."""

import datetime as dt
import json
import re
import struct

import leading
import pytest

from monitor_lib import paths
from monitor_lib.publishing.pages import landing_page, texts
from monitor_lib.publishing.run import release
from monitor_lib.reference.known_errors import known_errors
from monitor_lib.reference.records import CodebookError

WORDS = (texts.METHOD, texts.PROOF, texts.ERRORS, texts.CHANGES, texts.COLOPHON, texts.ACCESSIBILITY)


@pytest.fixture(scope="module")
def pages(example_run):
    return {path.name: path.read_text("utf-8") for path in example_run.release.folder.glob("*.html")}


def test_the_landing_page_has_a_place_for_everything(pages, book):
    page = pages["index.html"]
    for heading in (
        "Wat opvalt",
        "Waar ze zijn",
        "De initiatieven per provincie",
        "Heel Nederland",
        "Wat is een zorgzame gemeenschap?",
        "Eerder geteld",
        "Trots op mijn initiatief",
        "Data",
        "Uitleg en verantwoording",
    ):
        assert f">{heading}</h" in page
    assert all(f"<li>{line}</li>" in page for line in book.monitor.definition.splitlines())
    assert all(f"<li>{line}</li>" in page for line in book.monitor.beyond.splitlines())
    assert "1.471, waarvan er 323 antwoordden" in page
    for name in ("initiatievenkaart.html", "leeswijzer.html", "nederland.html", "wie-deden-mee.html", *WORDS):
        assert f'href="{name}"' in page, name
    assert f'href="mailto:{book.monitor.contact}"' in page


def test_what_stands_out_is_what_the_national_report_opens_with(pages):
    def listed(page, before):
        (part,) = re.findall(rf"{before}(.*?)</ul>", page, re.DOTALL)
        return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", part, re.DOTALL)]

    told = listed(pages["index.html"], '<h2 id="opvalt">.*?<ul[^>]*>')
    assert len(told) > 3
    assert told == listed(pages["nederland.html"], r"In het kort</h2>\s*<ul>")[1:]


def test_every_download_is_offered_once_with_its_size(pages, example_run):
    made = json.loads(example_run.release.manifest.read_text("utf-8"))["steps"]["Downloads"]["files"]
    (part,) = re.findall(r'<ul class="files">(.*?)</section>', pages["index.html"], re.DOTALL)
    offered = re.findall(r'<a href="([^"]+)" download>.*?</a> <span class="small">[\d,]+ [kM]B</span>', part)
    assert sorted(offered) == sorted(name for name in made if not name.startswith("data/cijfers/"))


def test_the_map_of_counts_has_a_table_that_says_the_same(pages, book):
    page = pages["index.html"]
    told = re.search(r'<title id="count-map-title">[^:]*: (.*?)</title>', page)[1]
    rows = re.findall(r'<tr><th scope="row"[^>]*><a href="([^"]+)">([^<]+)</a></th><td>([\d.]+)</td>', page)
    assert "; ".join(f"{name} {count}" for _, name, count in rows) == told
    assert len(rows) == len(book.provinces)
    assert all(page.count(f'<a href="{address}"') == 2 for address, _, _ in rows)


def test_the_landing_page_lists_the_reports_of_municipalities_that_are_there(example_run, tmp_path):
    shown, folder = release.published("voorbeeld", example_run.release.folder), paths.Release(tmp_path)
    assert "gemeente-gm" not in landing_page.index(shown, folder, [])
    for code in ("gm0307", "gm0344", "gm0355", "gm0034"):  # not Zeist's neighbour Soest, gm0342
        (tmp_path / f"gemeente-{code}.html").touch()
    page = landing_page.index(shown, folder, [])
    (part,) = re.findall(r"<h3>Rapporten van gemeenten</h3>(.*?)</section>", page, re.DOTALL)
    provinces = re.findall(r"<summary>(.*?)</summary>(.*?)</details>", part, re.DOTALL)
    told = {name: re.findall(r'href="gemeente-(gm\d+)\.html">([^<]+)<', links) for name, links in provinces}
    assert told == {
        "Flevoland": [("gm0034", "Almere")],
        "Utrecht": [("gm0307", "Amersfoort"), ("gm0344", "Utrecht"), ("gm0355", "Zeist")],
    }


def test_no_link_of_the_site_leads_nowhere(pages, example_run):
    assert {name: found for name in pages if (found := leading.nowhere(example_run.release.folder / name))} == {}


def test_a_link_that_leads_nowhere_would_be_found(tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html#deel"></a><a href="b.html#weg"></a><img src="c.png">')
    (tmp_path / "b.html").write_text('<h2 id="deel"></h2>')
    assert leading.nowhere(tmp_path / "a.html") == ["b.html#weg", "c.png"]


def test_pages_of_words_say_what_they_should(pages, book):
    assert "0,00997" in pages[texts.METHOD]
    assert "Van deze meting zijn geen fouten bekend." in pages[texts.ERRORS]
    assert "interval van Wilson" in pages[texts.CHANGES]
    assert book.monitor.licence in pages[texts.COLOPHON]
    for word in ("EN 301 549", "WCAG 2.1", "Concept", "toetsenbord"):
        assert word in pages[texts.ACCESSIBILITY]
    for name in WORDS:
        assert book.monitor.example_notice in pages[name]
        assert pages[name].count("<h1>") == 1


def test_only_what_is_said_of_the_method_is_told_of_the_changes():
    changes = "# Changes\n\n## 2 (x)\n\n### Method\n- A.\n\n### Software\n- B.\n\n## 1\n\n### Software\n- C.\n"
    assert texts.method_changes(changes) == "## 2 (x)\n\n- A."


def test_the_changes_in_dutch_are_those_in_english():
    dutch, english = (texts.method_changes(path.read_text("utf-8")) for path in paths.CHANGES.values())
    headings, points = (re.compile(pattern, re.MULTILINE) for pattern in (r"^## .*", r"^- (?:.|\n  )*"))
    versions = [heading.replace("Nog niet verschenen", "Unreleased") for heading in headings.findall(dutch)]
    assert versions == headings.findall(english) != []
    numbers = [[re.findall(r"\d+", point) for point in points.findall(told)] for told in (dutch, english)]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) >= 10


def test_the_method_in_dutch_has_the_numbers_that_are_recomputed():
    dutch, english = (re.findall(r"\*\*(-?[\d.,]+%?)\*\*", path.read_text("utf-8")) for path in paths.METHODS.values())
    assert len(dutch) == 13
    assert [number.replace(",", ".") for number in dutch] == english


ERROR = """
[[error]]
wave = "voorbeeld"
date = 2026-12-01
what = "Een <b>fout</b>."
figures = "Alle van Drenthe"
"""


def test_known_errors_are_those_of_the_wave_the_last_first(tmp_path, book):
    path = tmp_path / "errors.toml"
    later = ERROR.replace("2026-12-01", "2026-12-09") + "mended = 2026-12-10\n"
    path.write_text(ERROR + later + ERROR.replace("voorbeeld", "2020"), "utf-8")
    found = known_errors(book.wave("voorbeeld"), path)
    assert [error.date.day for error in found] == [9, 1]
    assert [error.mended for error in found] == [dt.date(2026, 12, 10), None]


def test_a_register_of_errors_that_cannot_be_read_says_all_that_is_wrong(tmp_path, book):
    path = tmp_path / "errors.toml"
    path.write_text('[[error]]\nwave = "voorbeeld"\ndate = "gisteren"\nwat = "x"\n[other]\n', "utf-8")
    with pytest.raises(CodebookError) as caught:
        known_errors(book.wave("voorbeeld"), path)
    for said in (
        "'what' is missing",
        "'figures' is missing",
        "unknown key 'wat'",
        "date: 'gisteren' is no date",
        "other",
    ):
        assert said in str(caught.value)


def test_a_known_error_stands_on_its_page_as_text(monkeypatch, tmp_path, example_run):
    path = tmp_path / "errors.toml"
    path.write_text(ERROR, "utf-8")
    monkeypatch.setattr(texts, "known_errors", lambda wave: known_errors(wave, path))
    page = texts.pages(release.published("voorbeeld", str(example_run.release.folder)), example_run.release)[
        texts.ERRORS
    ]
    assert "Een &lt;b&gt;fout&lt;/b&gt;." in page
    assert "1 december 2026" in page
    assert "nog niet" in page


def test_every_page_has_a_card_that_is_there_and_a_description_of_its_own(example_run):
    told = {}
    for page in sorted(example_run.release.folder.glob("*.html")):
        said = dict(re.findall(r'<meta property="og:(\S+?)" content="([^"]*)">', page.read_text("utf-8")))
        card = page.parent / said["image"]
        size = struct.unpack(">II", card.read_bytes()[16:24])
        assert size == (int(said["image:width"]), int(said["image:height"])) == (1200, 630), page.name
        assert said["title"], page.name
        told[page.name] = (said["description"], said["image"])
    assert len(told) >= 20
    assert told["provincie-zeeland.html"][1] == "infographics/zeeland-breed.png"
    assert told["methode.html"][1] == told["index.html"][1] == "infographics/nederland-breed.png"
    words = [description for name, (description, _) in told.items() if not name.startswith(("provincie", "rapport"))]
    assert len(set(words)) == len(words)

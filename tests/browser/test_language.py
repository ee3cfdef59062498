"""English pages: every text is translated, no Dutch is left on them, and Dutch pages and downloads stay as they are."""

import ast
import html
import json
import re
import shutil
from html.parser import HTMLParser

import marked
import pikepdf
import pytest
import runs
from accessible import violations
from listening import listen

from monitor_lib import paths
from monitor_lib.pictures.paper import infographic
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import quoting, trends
from monitor_lib.publishing.pages import other_language
from monitor_lib.publishing.run import release
from monitor_lib.reference.text.language import say, say_many, speaking
from monitor_lib.reference.translation import in_language

OTHERS = ("en",)
_SLOT = re.compile(r"\{\w+\}|%\(\w+\)s|%%")
_TAG = re.compile(r"</?\w+|\]\(")


# ---- the message file ----


@pytest.fixture(scope="module")
def texts():
    return marked.texts()


@pytest.mark.parametrize("language", OTHERS)
def test_every_marked_text_has_its_translation_and_nothing_else_has(texts, language):
    known = {message.id: message.string for message in marked.catalog(language) if message.id}
    missing = [text for text in texts if not all([known.get(text), *_forms(known.get(text, ""))])]
    assert missing == []
    assert [text for text in known if text not in texts] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_same_placeholders_and_markup(language):
    for message in marked.catalog(language):
        if message.id:
            for text, form in zip(_forms(message.id), _forms(message.string), strict=True):
                assert set(_SLOT.findall(form)) == set(_SLOT.findall(text)), text
                assert _TAG.findall(form) == _TAG.findall(text), text


@pytest.mark.parametrize("language", OTHERS)
def test_the_message_file_is_as_its_tool_writes_it(language):
    assert paths.messages(language).read_bytes() == marked.renewed(language)


def test_only_whole_texts_are_marked():
    """A text that is put together first can be neither found nor translated."""
    for path in sorted(paths.LIBRARY.rglob("*.py")):
        for call in marked.marked_calls(path):
            assert not isinstance(call.args[0], ast.JoinedStr | ast.BinOp), f"{path.name}:{call.lineno}"


def _forms(text):
    return [text] if isinstance(text, str) else list(text)


# ---- numbers, dates and words ----


def test_numbers_and_dates_are_written_as_the_language_has_them(book):
    day = book.wave("voorbeeld2").released
    with speaking("en"):
        assert (style.number(1471), style.number(2.5, 1), style.amount(2014, "year")) == ("1,471", "2.5", "2014")
        assert style.between(0.52, 0.62) == "between 52% and 62%"
        assert style.percent(0.002) == "less than 1%"
        assert style.separators() == ".,"
        assert style.date(day) == "2 November 2026"
        assert style.together(["A", "B", "C"]).replace(",", "") == "A B and C"
    assert (style.number(1471), style.date(day), style.separators()) == ("1.471", "2 november 2026", ",.")


def test_a_language_is_spoken_for_as_long_as_it_is_asked():
    assert say("te weinig antwoorden") == "te weinig antwoorden"
    with pytest.raises(ZeroDivisionError), speaking("en"):
        assert say("te weinig antwoorden") == "too few answers"
        assert say_many("{count}\u00a0antwoord", "{count}\u00a0antwoorden", 1, count=1) == "1\u00a0answer"
        assert say_many("{count}\u00a0antwoord", "{count}\u00a0antwoorden", 0, count=0) == "0\u00a0answers"
        assert (say(""), say("wat niemand vertaalde")) == ("", "wat niemand vertaalde")
        raise ZeroDivisionError
    assert say("te weinig antwoorden") == "te weinig antwoorden"


def test_braces_in_a_name_are_a_name():
    with speaking("en"):
        assert say("in {area}", area="{share}") == "in {share}"


# ---- the pages ----


@pytest.fixture(scope="module")
def english(example_run, tmp_path_factory):
    """The example with English pages beside the Dutch ones that were there."""
    run = runs.run_wave(runs.copied(example_run, tmp_path_factory.mktemp("english")), "--language", "en")
    assert run.code == 0, run.said
    return paths.Release(run.release.folder, "en")


def names(made):
    return sorted(path.name for path in made.pages.glob("*.html"))


class Reader(HTMLParser):
    """What a page says in its own language: its texts and the attributes that are read out."""

    def __init__(self, page):
        super().__init__()
        self.said, self.open, self.silent = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in ("meta", "link", "img", "input", "br", "path", "rect", "line", "option"):
            self.open.append((tag, language))
        if language == "en":
            self.said += [text for name, text in attrs if self._is_read(name) and text]

    @staticmethod
    def _is_read(name):
        return name in ("aria-label", "alt", "title", "placeholder") or name.startswith("data-")

    def handle_endtag(self, tag):
        while tag in [each for each, _ in self.open] and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, language = self.open[-1] if self.open else ("", "")
        if language == "en" and tag not in ("script", "style") and data.strip():
            self.said.append(" ".join(data.split()))


def scripted(page):
    """The words in the JSON of a page's charts and map, but for codes and for what initiatives said."""
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL):
        content = json.loads(block)
        content.pop("rows", None)
        content.pop("places", None)
        content["facets"] = [facet for facet in content.get("facets", []) if facet["id"] != "gemeente"]
        yield from strings(content)


def strings(content):
    if isinstance(content, str) and not re.fullmatch(r"[a-z_]+", content):
        yield " ".join(html.unescape(content.replace("<br>", " ")).split())
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from strings(each)


@pytest.fixture(scope="module")
def dutch(book):
    """Every Dutch text that is another in English: whole, or a piece of two words or more between its placeholders."""
    whole = {text: english for message in marked.catalog("en") for text, english in _said(message) if text != english}
    whole |= dict(_codebook_texts(book))
    for network in book.networks:
        whole.pop(network.name, None)
    parted = [piece for text in whole for piece in re.split(r"\{\w+\}|%\(\w+\)s|\n|<[^>]+>", text)]
    pieces = [piece.strip(" .,:;()“”*#") for piece in parted]
    return set(whole), {piece for piece in pieces if piece.count(" ") >= 2}


def _said(message):
    return zip(_forms(message.id), _forms(message.string), strict=True) if message.id else ()


def _codebook_texts(book):
    """The labels of the codebook that are others in English."""
    other = in_language(book, "en")
    for kept, told in zip(book.scales, other.scales, strict=True):
        yield from ((label, told.labels[code]) for code, label in kept.labels.items() if label != told.labels[code])
    for kind in ("questions", "indicators", "themes", "areas"):
        for kept, told in zip(getattr(book, kind), getattr(other, kind), strict=True):
            for name in kept.texts:
                one, two = getattr(kept, name), getattr(told, name)
                if isinstance(one, str) and one != two:
                    yield one, two


_WORDS = re.compile(r"\b(het|niet|wordt|zijn|deze|geen|initiatieven|antwoorden|provincies|rest van|tussen \d)\b")
_FILES = re.compile(r"[\w/.-]+\.(html|csv|geojson|pdf|png|xlsx)\b")


def left_over(said, dutch):
    whole, pieces = dutch
    for text in said:
        plain = _FILES.sub("", text)
        if text in whole or any(piece in plain for piece in pieces) or _WORDS.search(plain):
            yield text


def test_no_dutch_is_left_on_english_pages(english, dutch):
    found = {}
    for name in names(english):
        page = (english.pages / name).read_text("utf-8")
        maps = [html.unescape(frame) for frame in re.findall(r'srcdoc="([^"]*)"', page)]
        assert all(text.count('<html lang="en"') == 1 for text in (page, *maps)), name
        said = [text for each in (page, *maps) for text in (*Reader(each).said, *scripted(each))]
        assert len(said) > 20, name
        if left := sorted(set(left_over(said, dutch))):
            found[name] = left
    assert found == {}


def test_dutch_would_be_found(english, dutch, example_run):
    page = (example_run.release.folder / "nederland.html").read_text("utf-8").replace('lang="nl"', 'lang="en"')
    assert len(set(left_over(Reader(page).said, dutch))) > 300


@pytest.mark.parametrize("run", ["example_run", "second_run"])
def test_infographics_say_nothing_in_dutch(request, run, dutch):
    held = request.getfixturevalue(run)
    with speaking("en"):
        data = release.published(held.wave, str(held.release.folder))
        past = trends.history(data.table, data.codebook, data.wave)
        assert (past is None) == (run == "example_run")
        for area in (data.book.area("NL"), *data.book.provinces):
            told = infographic.specifications(data.figures, data.book, data.wave, area, past)
            assert list(left_over(strings(told), dutch)) == [], area.name
            assert {page["spoken"] for page in told} == {"en"}


def test_english_paper_says_that_it_is_english(english):
    for name in ("noord-brabant.pdf", "leeswijzer.pdf"):
        with pikepdf.open(english.infographics / name) as document:
            assert str(document.Root.Lang) == "en"
            assert str(document.docinfo["/Title"]).startswith("Caring Communities Monitor 2021: ")


def test_what_initiatives_said_themselves_is_marked_as_dutch(english):
    said = quoting.Quotes((("Onze soep <b>", "De Brug"),))
    assert '<blockquote class="quote"><p>Onze soep' in said._repr_html_()
    with speaking("en"):
        assert '<blockquote class="quote" lang="nl"><p>Onze soep' in said._repr_html_()
    assert '<b class="name" lang="nl">' in (english.pages / "initiatievenkaart.html").read_text("utf-8")
    assert "Fryslân" not in Reader((english.pages / "index.html").read_text("utf-8")).said


def test_english_pages_have_the_same_figures_in_english_form(english):
    index = (english.pages / "index.html").read_text("utf-8")
    initiatives = release.published("voorbeeld", str(english.folder)).figures.set_index(["indicator", "area"])
    count = int(initiatives.loc[("initiatives", "NL"), "value"])
    assert f"<dd>{count:,}</dd>" in index
    assert "1 November 2021" in index
    page = (english.pages / "nederland.html").read_text("utf-8")
    assert '"separators":".,"' in page
    assert re.search(r"<td[^>]*>(?:<span.*?</span>)?\d+% \(\d+–\d+%\)</td>", page)
    assert f"of the {count:,} initiatives in the Netherlands" in page


def test_dutch_pages_and_downloads_are_the_same_but_for_the_way_to_english(english, example_run):
    ways = re.compile(r'<link rel="alternate"[^>]*>|<nav class="languages".*?</nav>')
    dutch = paths.Release(english.folder)
    for path in sorted(example_run.release.folder.rglob("*")):
        made = dutch.folder / path.relative_to(example_run.release.folder)
        if path.suffix == ".html":
            text = made.read_text("utf-8")
            assert len(ways.findall(text)) == 2, path.name
            assert ways.sub("", text) == path.read_text("utf-8"), path.name
        elif path.is_file() and path != example_run.release.manifest:
            assert made.read_bytes() == path.read_bytes(), path.name
    assert not list(english.pages.glob("data"))


def test_every_page_and_its_twin_link_to_each_other_and_nothing_is_missing(english):
    dutch = paths.Release(english.folder)
    assert names(english) == names(dutch)
    for name in names(english):
        page = (english.pages / name).read_text("utf-8")
        assert f'hreflang="nl" lang="nl" href="../{name}"' in page, name
        assert f'hreflang="en" lang="en" href="en/{name}"' in (dutch.pages / name).read_text("utf-8"), name
        for address in re.findall(r'(?:href|src)="([^"#?:]+)[^":]*"', page):
            assert (english.pages / address).exists(), f"{name}: {address}"


def test_a_page_without_a_twin_has_no_way_to_one_and_loses_the_one_it_had(tmp_path):
    room = "<!--alternates--><!--/alternates--><h1>Kaart</h1><!--languages--><!--/languages-->"
    (tmp_path / "en").mkdir()
    for page in ("a.html", "b.html", "en/a.html"):
        (tmp_path / page).write_text(room, "utf-8")
    other_language.link(tmp_path, ("nl", "en"))
    told = (tmp_path / "a.html").read_text("utf-8")
    assert '<link rel="alternate" hreflang="en" href="en/a.html">' in told
    assert (
        '<nav class="languages" aria-label="Taal"><a hreflang="en" lang="en" href="en/a.html">English</a></nav>' in told
    )
    assert 'aria-label="Language"><a hreflang="nl" lang="nl" href="../a.html">Nederlands</a>' in (
        tmp_path / "en" / "a.html"
    ).read_text("utf-8")
    assert (tmp_path / "b.html").read_text("utf-8") == room
    (tmp_path / "en" / "a.html").unlink()
    other_language.link(tmp_path, ("nl", "en"))
    assert (tmp_path / "a.html").read_text("utf-8") == room


def test_a_run_without_english_takes_it_away_with_the_way_to_it(english, tmp_path):
    folder = tmp_path / "whole"
    shutil.copytree(english.folder.parents[1], folder)
    run = runs.run_wave(runs.places_of("voorbeeld", folder))
    assert run.code == 0, run.said
    assert not (run.release.folder / "en").exists()
    assert all("hreflang" not in page.read_text("utf-8") for page in run.release.folder.glob("*.html"))


# ---- in a browser ----


@pytest.fixture
def reader(browser):
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = listen(context.new_page())
    yield page
    context.close()


def test_the_english_map_tells_what_it_found_in_english(reader, english):
    reader.goto((english.pages / "initiatievenkaart.html").as_uri())
    found = reader.locator("output")
    assert re.fullmatch(r"[\d,]+ initiatives found(, of which \d+ without a place on the map)?", found.inner_text())
    reader.locator("#zoek").fill("zzzz")
    assert found.inner_text() == "No initiatives found. Clear a filter or search for another word."
    reader.locator("#zoek").fill("")
    reader.locator("#provincie").select_option("PV21")
    assert reader.locator("[data-active]").inner_text() == ": 1 selected"
    assert "Friesland" in reader.locator("#provincie").inner_text()
    assert reader.locator("button.more").inner_text().startswith("Show more (")
    assert reader.locator(".leaflet-control-zoom-in").get_attribute("title") == "Zoom in"
    assert reader.complaints == []


@pytest.mark.parametrize("name", ["nederland.html", "provincie-noord-brabant.html"])
def test_an_english_report_prints_on_few_pages(reader, english, tmp_path, name):
    reader.goto((english.pages / name).as_uri())
    reader.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "report.pdf") as printed:
        assert len(printed.pages) <= 9


def test_a_reader_goes_to_english_and_back(reader, english):
    reader.goto((english.folder / "provincie-fryslan.html").as_uri())
    reader.get_by_role("link", name="English").click()
    assert reader.evaluate("document.documentElement.lang") == "en"
    assert reader.locator("h1").inner_text() == "Friesland"
    reader.get_by_role("link", name="Nederlands").click()
    assert reader.locator("h1").inner_text() == "Fryslân"


def test_tables_and_the_other_province_speak_english(reader, english):
    reader.goto((english.pages / "provincie-groningen.html").as_uri())
    reader.locator("#andere-provincie").select_option("PV21")
    reader.locator("figure .beside").first.wait_for(state="attached")
    assert "Friesland now stands beside Groningen" in reader.locator(".picker [role=status]").inner_text()
    assert reader.locator("p.beside.note").first.inner_text().endswith("differ has not been tested.")
    figure = reader.locator("figure.count-map").first
    figure.locator(".more > summary").click()
    with reader.expect_download() as waiting:
        figure.locator("button.download").click()
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == 'Province,Initiatives on the list,"Per 10,000 inhabitants",source'
    assert lines[1].startswith('Groningen,95,1.6,"EXAMPLE DATA: invented figures. Number of inhabitants on 1 January')
    assert ". Source: Caring Communities Monitor" in lines[1]
    assert reader.complaints == []


def test_the_map_in_an_english_report_speaks_english(reader, english):
    reader.goto((english.pages / "provincie-groningen.html").as_uri())
    reader.locator("iframe").scroll_into_view_if_needed()
    frame = reader.frame_locator("iframe").first
    frame.locator("canvas").wait_for()
    assert re.fullmatch(r"\d+ initiatives found.*", frame.locator("output").inner_text())
    assert reader.complaints == []


@pytest.mark.parametrize(("area", "title"), [("fryslân", "Friesland"), ("gm0363", "Municipality of Amsterdam")])
def test_one_report_in_english_as_a_single_file(english, dutch, tmp_path, area, title):
    target = tmp_path / "report.html"
    where = ("--outputs", english.folder.parent, "--to", target)
    done = runs.monitor("report", "voorbeeld", area, "--language", "en", *where)
    assert done.returncode == 0, done.stdout + done.stderr
    page = target.read_text("utf-8")
    assert '<html lang="en">' in page
    assert f"<h1>{title}</h1>" in page
    assert "hreflang" not in page
    said = Reader(page).said
    assert len(said) > 20
    assert list(left_over(said, dutch)) == []


def test_english_numbers_sort_as_numbers(reader, english):
    reader.goto((english.pages / "nederland.html").as_uri())
    reader.evaluate(
        """() => {
          const table = document.querySelector("figure.count-map table");
          const words = ["1,471", "22", "too few answers", "3.5", "between 12% and 40%"];
          words.forEach((text, at) => (table.tBodies[0].rows[at].cells[1].textContent = text));
          while (table.tBodies[0].rows.length > words.length) table.tBodies[0].deleteRow(-1);
          table.dispatchEvent(new CustomEvent("monitor:changed", { bubbles: true }));
        }"""
    )
    figure = reader.locator("figure.count-map").first
    figure.locator("summary").first.click()
    figure.locator("thead button").nth(1).click()
    told = [row.locator("td").first.inner_text() for row in figure.locator("tbody tr").all()]
    assert told == ["3.5", "between 12% and 40%", "22", "1,471", "too few answers"]


@pytest.mark.parametrize("width", (1280, 390))
def test_english_pages_are_for_everyone(reader, english, width):
    reader.set_viewport_size({"width": width, "height": 900})
    for name in ("index.html", "provincie-groningen.html", "initiatievenkaart.html", "leeswijzer.html"):
        reader.goto((english.pages / name).as_uri())
        assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert violations(reader) == [], name

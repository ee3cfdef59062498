"""What a reader does with a report, in a real browser from disk: sort, download, compare, print, on any screen."""

import csv
import io
import json
import re
import shutil
import subprocess

import pandas as pd
import pytest
from listening import listen

PROVINCES = ("provincie-noord-brabant.html", "provincie-flevoland.html")
REPORTS = ("nederland.html", *PROVINCES)
LIMIT = 400_000
A4 = 726  # px wide, without its margins


@pytest.fixture
def opened(browser, example_run):
    """Opens a report with the network closed; gives the page with all that it complained of."""
    contexts = []

    def page_of(name, width=1280, height=900, scale=1):
        context = browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale, offline=True, accept_downloads=True
        )
        contexts.append(context)
        page = listen(context.new_page())
        page.goto((example_run.release.folder / name).resolve().as_uri())
        return page

    yield page_of
    for context in contexts:
        context.close()


def chart(page, name):
    return page.locator(f"figure:has(#kop-{name})")


def column(figure, number):
    cells = figure.locator(f"tbody tr > :nth-child({number})")
    return cells.evaluate_all("cells => cells.map(cell => cell.textContent)")


def test_no_report_is_heavy(example_run):
    sizes = {path.name: path.stat().st_size for path in example_run.release.folder.glob("*.html")}
    reports = {name: size for name, size in sizes.items() if name.startswith(("nederland", "provincie"))}
    assert len(reports) == 13
    assert {name: size for name, size in reports.items() if size > LIMIT} == {}


def test_a_chart_tells_its_sense_interval_base_and_source(opened, book):
    page = opened("nederland.html")
    for figure in page.locator("figure.chart").all():
        assert figure.locator("h3").text_content()
        assert figure.locator(".spine, .sense").first.text_content()
        source = figure.locator(".source").text_content()
        assert re.search(r"Bron: Monitor Zorgzame Gemeenschappen, voorbeeldmeting 2021, cijfers? \w+", source)
        assert book.monitor.licence in source
    figure = chart(page, "q12-nl")
    assert "Interval: 95%" in figure.locator(".source").text_content()
    assert "Gebaseerd op" in figure.locator(".source").text_content()
    assert "Vraag: " in figure.locator("figcaption").inner_text()


def test_a_table_sorts_by_mouse_and_keyboard_and_tells_how(opened):
    page = opened("nederland.html")
    figure = chart(page, "q12-nl")
    delivered = column(figure, 1)
    heading = figure.locator("thead th").nth(1)
    assert heading.get_attribute("aria-sort") == "none"
    heading.locator("button").click()
    shares = [int(words.split("%")[0]) for words in column(figure, 2)]
    assert shares == sorted(shares)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.locator("button").press("Enter")
    assert [int(words.split("%")[0]) for words in column(figure, 2)] == shares[::-1]
    assert heading.get_attribute("aria-sort") == "descending"
    heading.locator("button").press("Space")
    assert column(figure, 1) == delivered
    assert page.complaints == []


def test_dutch_numbers_sort_as_numbers_and_what_is_hidden_comes_last(opened):
    page = opened("nederland.html")
    page.evaluate(
        """() => {
          const body = document.querySelector("figure.count-map tbody");
          const words = ["1.471", "22", "te weinig antwoorden", "3,5", "tussen 12% en 40%"];
          words.forEach((text, at) => (body.rows[at].cells[1].textContent = text));
          while (body.rows.length > words.length) body.deleteRow(-1);
          document.querySelector("figure.count-map table").dispatchEvent(
            new CustomEvent("monitor:changed", { bubbles: true }));
        }"""
    )
    figure = page.locator("figure.count-map").first
    figure.locator("summary").first.click()
    button = figure.locator("thead button").nth(1)
    button.click()
    assert column(figure, 2) == ["3,5", "tussen 12% en 40%", "22", "1.471", "te weinig antwoorden"]
    button.click()
    assert column(figure, 2) == ["1.471", "22", "tussen 12% en 40%", "3,5", "te weinig antwoorden"]


def downloaded(page, figure):
    figure.locator(".more").evaluate("more => (more.open = true)")
    with page.expect_download() as waiting:
        figure.locator("button.download").click()
    text = waiting.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return waiting.value.suggested_filename, list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


def test_the_rows_of_a_figure_download_for_excel_with_numbers_and_source(opened, example_run, book):
    page = opened("nederland.html")
    name, (head, *rows) = downloaded(page, chart(page, "q12-nl"))
    assert name == "q12-nl.csv"
    figures = pd.read_parquet(example_run.release.figures)
    known = figures[(figures["area"] == "NL") & (figures["indicator"] == "q12")]
    place = next(at for at, name in enumerate(head) if re.fullmatch(r"Nederland \(\d+\): waarde", name))
    values = [float(row[place].replace(",", ".")) for row in rows]
    assert sorted(values) == [pytest.approx(100 * value, abs=0.051) for value in sorted(known["value"])]
    assert all(book.monitor.example_notice in row[-1] and "CC BY 4.0" in row[-1] for row in rows)


def test_a_cell_that_is_a_formula_is_harmless_in_the_download(opened):
    page = opened("nederland.html")
    figure = chart(page, "q12-nl")
    figure.evaluate("figure => (figure.querySelector('tbody th').textContent = '=HYPERLINK(\"x\";\"y\")')")
    _, (_, first, *_) = downloaded(page, figure)
    assert first[0] == '\'=HYPERLINK("x";"y")'


def test_links_under_a_figure_lead_to_its_files(opened, example_run):
    page = opened("nederland.html")
    links = chart(page, "q12-nl").locator("a[download]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == ["data/cijfers/q12.xlsx", "data/cijfers/q12.csv"]
    assert all((example_run.release.folder / link).exists() for link in links)


def test_another_province_comes_beside_this_one_in_charts_and_tables(opened, example_run):
    page = opened("provincie-noord-brabant.html")
    figure = chart(page, "q12-pv30")
    figure.locator("summary").click()
    assert not figure.locator(".key").is_visible()
    figure.locator("button.interactive").click()
    figure.locator("svg.main-svg").first.wait_for()
    assert figure.locator(".key li").count() >= 2
    plain = figure.locator(".scatterlayer .point").count()
    page.select_option("#andere-provincie", label="Noord-Holland")
    page.get_by_role("status").filter(has_text="niet getoetst").wait_for()
    figures = pd.read_parquet(example_run.release.figures)
    known = figures[(figures["area"] == "PV27") & (figures["indicator"] == "q12")]
    assert figure.locator("thead th.beside").text_content() == "Noord-Holland"
    cells = figure.locator("td.beside")
    assert cells.count() == len(known)
    shown = cells.evaluate_all("cells => cells.map(cell => cell.style.getPropertyValue('--v'))")
    firm = known["quality"].isin(["A", "B"])
    assert sorted(bool(value) for value in shown) == sorted(firm)
    points = "document.querySelectorAll('figure:has(#kop-q12-pv30) .scatterlayer .point').length"
    page.wait_for_function(f"n => {points} > n", arg=plain)
    assert "Niet getoetst is of Noord-Holland en Noord-Brabant verschillen" in figure.inner_text()
    page.select_option("#andere-provincie", "")
    assert page.locator("figure .beside").count() == 0
    assert page.complaints == []


def test_what_is_hidden_stays_hidden_beside_another_province(opened, example_run):
    page = opened("provincie-noord-brabant.html")
    page.select_option("#andere-provincie", label="Flevoland")
    page.get_by_role("status").filter(has_text="Flevoland").wait_for()
    figure = chart(page, "q12-pv30")
    cells = figure.locator("td.beside").evaluate_all("cells => cells.map(c => [c.textContent, c.style.length])")
    assert set(map(tuple, cells)) == {("te weinig antwoorden", 0)}
    script = example_run.release.shared_figures.read_text("utf-8")
    told = json.loads(script.removeprefix("window.monitorFigures = ").strip().removesuffix(";"))
    answers = told["figures"]["q12"]["PV24"][2]
    assert set(map(tuple, answers.values())) == {("te weinig antwoorden",)}


def test_compared_tables_sort_and_download_too(opened):
    page = opened("provincie-noord-brabant.html")
    page.select_option("#andere-provincie", label="Noord-Holland")
    page.get_by_role("status").filter(has_text="Noord-Holland").wait_for()
    figure = chart(page, "q12-pv30")
    figure.locator("thead th.beside button").click()
    values = figure.locator("td.beside").evaluate_all("all => all.map(c => c.style.getPropertyValue('--v'))")
    numbers = [float(value) for value in values if value]
    assert numbers == sorted(numbers)
    _, (head, *_) = downloaded(page, figure)
    assert "Noord-Holland: waarde" in head
    median = chart(page, "q17-pv30")
    assert "Noord-Holland" in column(median, 1)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_on_a_small_phone_and_at_twice_the_size(opened, name):
    for width in (320, 640):
        page = opened(name, width, scale=2 if width == 640 else 1)
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, width)


def on_paper(page, target):
    page.pdf(path=target, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True).stdout
    return text.count("\f"), text.split("\f")


def filled(target):
    """How far down the first page its last word stands, as a part of its height."""
    told = ["pdftotext", "-bbox", "-f", "1", "-l", "1", target, "-"]
    boxes = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    return max(map(float, re.findall(r' yMax="([\d.]+)"', boxes))) / float(re.search(r' height="([\d.]+)"', boxes)[1])


def feet(target):
    """The last line of each half of each page."""
    boxes = subprocess.run(["pdftotext", "-bbox", target, "-"], capture_output=True, text=True, check=True).stdout
    for page in boxes.split("<page ")[1:]:
        middle = float(re.search(r'width="([\d.]+)"', page)[1]) / 2
        found = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page)
        words = [(float(x), float(y), word) for x, y, word in found]
        for half in ([one for one in words if one[0] < middle], [one for one in words if one[0] >= middle]):
            lowest = max((y for _, y, _ in half), default=0)
            yield " ".join(word for _, y, word in sorted(half) if y > lowest - 4)


def squeezed(pages):
    """The text of some pages without any space, as a line may end where another begins."""
    return re.sub(r"[\s\u2060]", "", "".join(pages))


def essence(page):
    """The headings before the first chapter of questions, and every key figure."""
    headings = page.locator("main h2").all_text_contents()
    chapters = set(page.locator(".spine tbody td:last-child").all_text_contents())
    first = next(at for at, heading in enumerate(headings) if heading in chapters)
    return headings[:first] + page.locator(".spine tbody :is(th, td:nth-child(2))").all_text_contents()


@pytest.mark.parametrize("name", [*PROVINCES, "provincie-utrecht.html", "nederland.html"])
@pytest.mark.parametrize("wave", ["voorbeeld", "voorbeeld2"])
def test_on_paper_a_page_is_filled_the_essence_on_four_and_every_question_follows(
    opened, second_run, tmp_path, wave, name
):
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext found")
    page = opened(second_run.places.outputs / wave / name)
    wanted = page.locator("figure.chart h3").all_text_contents()
    first = essence(page)
    assert len(first) > 40
    pages, text = on_paper(page, tmp_path / "report.pdf")
    assert pages <= 9
    assert filled(tmp_path / "report.pdf") > 0.75
    heads = tuple(set(page.locator("thead tr > :first-child").all_text_contents()) - {""})
    assert [line for line in feet(tmp_path / "report.pdf") if line.startswith(heads)] == []
    folded = page.locator(".whole > summary").all_text_contents()
    assert not [words for words in folded for each in text if squeezed([each]).endswith(squeezed([words]))]
    opening = squeezed(text[:4])
    assert [words for words in first if squeezed([words]) not in opening] == []
    whole = squeezed(text)
    assert len(wanted) > 35
    assert [words for words in wanted if squeezed([words]) not in whole and ":" not in words] == []


SMALL_ON_PAPER = """all => all
  .filter(e => e.checkVisibility() && !e.closest(".unseen"))
  .filter(e => Array.from(e.childNodes).some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(e => {
    const drawn = e instanceof SVGGraphicsElement ? e.getScreenCTM().d : 1;
    return { e, points: (parseFloat(getComputedStyle(e).fontSize) * drawn * 72) / 96 };
  })
  .filter(({ points }) => points < 7.99)
  .map(({ e, points }) => `${e.tagName} ${points} ${e.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("name", [*REPORTS, "index.html", "leeswijzer.html", "toegankelijkheid.html"])
def test_nothing_on_paper_is_smaller_than_eight_points(opened, name):
    page = opened(name, width=A4)
    page.emulate_media(media="print")
    assert page.locator("body *").evaluate_all(SMALL_ON_PAPER) == []


@pytest.mark.parametrize("name", ["provincie-noord-brabant.html", "nederland.html"])
def test_nothing_on_paper_sticks_out_of_its_column(opened, name):
    page = opened(name, width=A4)
    page.emulate_media(media="print")
    wide = page.locator("figure.chart td, figure.chart th, .scroll").evaluate_all(
        "all => all.filter(e => e.offsetWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert wide == []


def test_without_the_library_the_table_stays_and_a_reader_may_try_again(opened, example_run, tmp_path):
    name, without = "provincie-noord-brabant.html", shutil.ignore_patterns("plotly.min.js")
    shutil.copy(example_run.release.folder / name, tmp_path)
    shutil.copytree(example_run.release.folder / "assets", tmp_path / "assets", ignore=without)
    page = opened(tmp_path / name)
    figure = chart(page, "q12-pv30")
    figure.locator("summary").click()
    figure.locator("button.interactive").click()
    page.wait_for_function("() => document.querySelectorAll('.plot').length === 0")
    assert figure.locator("button.interactive").is_visible()
    assert figure.locator("tbody tr").count() > 5

"""What a run of the example puts on paper: every number is one of the table, and a screen reader misses none."""

import re
import shutil
import subprocess

import pandas as pd
import pikepdf
import pytest

from monitor_lib.pictures.figure import words
from monitor_lib.pictures.maps.density import density
from monitor_lib.pictures.style import style

SLUGS = ["nederland-1", "nederland-2", "groningen", "fryslan", "drenthe", "overijssel", "flevoland", "gelderland"]
SLUGS += ["utrecht", "noord-holland", "zuid-holland", "zeeland", "noord-brabant", "limburg"]
PAINTS = {"f", "f*", "S", "s", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh"}


@pytest.fixture(scope="module")
def folder(example_run):
    return example_run.release.infographics


def found_in(node, key):
    """The nodes of a structure tree that have this key, or are of this type."""
    if not isinstance(node, pikepdf.Dictionary):
        return []
    children = node.get("/K", [])
    children = list(children) if isinstance(children, pikepdf.Array) else [children]
    own = [node] if str(node.get("/S", "")) == key or key in node else []
    return own + [each for child in children for each in found_in(child, key)]


@pytest.mark.parametrize("slug", [*SLUGS, "leeswijzer"])
def test_a_page_is_tagged_dutch_and_has_a_title(folder, slug):
    with pikepdf.open(folder / f"{slug}.pdf") as document:
        assert len(document.pages) == 1 or slug == "leeswijzer"
        assert str(document.Root.Lang) == "nl-NL"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]).startswith("Monitor Zorgzame Gemeenschappen 2021: ")
        assert document.open_metadata()["pdfuaid:part"] == "1"
        drawings = found_in(document.Root.StructTreeRoot, "/Figure")
        assert len(drawings) >= (1 if slug == "leeswijzer" else 5)
        assert all(str(figure.get("/Alt", "")).strip() for figure in drawings)
        assert len(found_in(document.Root.StructTreeRoot, "/H1")) == 1
        fonts = {str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()}
        assert fonts and all("SourceSansPro" in name for name in fonts)


@pytest.mark.parametrize("slug", [*SLUGS, "leeswijzer"])
def test_nothing_is_painted_outside_the_tags(folder, slug):
    with pikepdf.open(folder / f"{slug}.pdf") as document:
        for page in document.pages:
            depth, loose = 0, []
            for operands, operator in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                if depth == 0 and str(operator) in PAINTS:
                    loose.append((str(operator), [str(each) for each in operands][:2]))
            assert depth == 0
            assert loose == []


def letters(page):
    """How high the letters are, in points, of every text that is painted on a page."""
    scales, drawn, line, size, found = [], 1.0, 1.0, 0.0, set()
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                scales.append(drawn)
            case "Q":
                drawn = scales.pop()
            case "cm":
                drawn *= abs(float(operands[3]))
            case "Tm":
                line = abs(float(operands[3]))
            case "Tf":
                size = float(operands[1])
            case "Tj" | "TJ":
                found.add(round(drawn * line * size, 2))
    return found


@pytest.mark.parametrize("slug", [*SLUGS, "leeswijzer"])
def test_no_letter_on_paper_is_smaller_than_eight_points(folder, slug):
    with pikepdf.open(folder / f"{slug}.pdf") as document:
        found = set().union(*(letters(page) for page in document.pages))
    assert len(found) > 5
    assert {size for size in found if size < 7.99} == set()


def printed(path):
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext found")
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def numbers_in(text):
    """The numbers in a Dutch text: 1.248 is one, 52–62 are two."""
    return {int(each.replace(".", "")) for each in re.findall(r"\d{1,3}(?:\.\d{3})+|\d+", text)}


def of_the_table(figures, book, area):
    """Every number that the table lets stand on a page of this area, its own, or its landsdeel's or the country's."""
    near = figures[figures["area"].isin([area.code, area.parent, "NL"])]
    shares, totals = near[near["kind"] == "share"], near[near["kind"] == "total"]
    fractions = pd.concat([shares[name] for name in ("value", "low", "high", "reference")]).dropna()
    people = pd.concat([totals[name] for name in ("value", "low", "high")]).dropna()
    provinces = figures[
        (figures["indicator"] == "initiatives") & figures["area"].isin(each.code for each in book.provinces)
    ]
    return {
        *(int(style.number(100 * each)) for each in fractions),
        *(int(words.rounded(each).replace(".", "")) for each in people),
        *near[near["kind"] == "count"]["value"].dropna().astype(int),
        *provinces["value"].astype(int),
        *(near["respondents"]),
        *(near["population"]),
        *(
            squares
            for _, group in shares[shares["indicator"] == "list_form"].groupby("area")
            for squares in parts(group)
        ),
    }


def parts(group):
    """A waffle's squares: a share rounded down or up, and all small names together."""
    named = group[group["answer"] != "anders"]["value"].dropna().nlargest(5)
    return {int(100 * each) + up for each in (*named, 1 - named.sum()) for up in (-1, 0, 1)}


# Axes and tens, the confidence and the limit of what is shown, CC BY 4.0, the day and the year.
FIXED = {*range(11), 50, 95, 100, 2021}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_on_paper_is_one_of_the_table(folder, example_run, book, slug):
    figures = pd.read_parquet(example_run.release.figures)
    area = next(each for each in book.areas if slug.startswith(each.slug))
    labels = [label for entry in (*book.indicators, *book.questions) for label in book.answers_of(entry.id).values()]
    named = {number for label in labels for number in numbers_in(label)} | numbers_in(density(figures, book).source)
    found = numbers_in(printed(folder / f"{slug}.pdf"))
    assert found - of_the_table(figures, book, area) - FIXED - named == set()
    assert len(found) > 30


@pytest.mark.parametrize("slug", ["noord-brabant", "flevoland"])
def test_the_report_of_a_province_shows_its_infographic(example_run, slug):
    page = (example_run.release.folder / f"provincie-{slug}.html").read_text("utf-8")
    for ending in (".pdf", ".png", "-klein.png", "-vierkant.png", "-breed.png"):
        assert f'"infographics/{slug}{ending}"' in page


def test_the_reading_guide_on_paper_has_every_heading_of_its_page(example_run, folder):
    page = (example_run.release.folder / "leeswijzer.html").read_text("utf-8")
    headings = re.findall(r"<h2 id=[^>]*>(.*?)</h2>", page)
    text = " ".join(printed(folder / "leeswijzer.pdf").split())
    assert len(headings) > 6
    assert [each for each in headings if each not in text] == []

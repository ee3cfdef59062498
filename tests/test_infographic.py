"""Infographics: the numbers of the table on one accessible page, for a large and a tiny province."""

import io

import pikepdf
import pytest
from drawn import count, question, row, table

from monitor_lib.pictures import infographic


def figures_of(book, province="A", n=60):
    """A whole table: every area counted, one province and its landsdeel with answers of these classes."""
    rows = []
    for area in book.areas:
        rows += [count(area.code, name, 1471 if area.code == "NL" else 100) for name in ("initiatives", "responses")]
        rows.append(count(area.code, "responses_part2", 50))
        rows.append(row(area.code, "participation", "", 0.4))
        rows += question(book, "q09", area.code)
        rows += [[area.code, "list_form", *entry[2:]] for entry in question(book, "q09", area.code)]
        for asked in (each for each in book.published if each.finding):
            quality, answers = (province, n) if area.level == "province" else ("A", 200)
            rows += question(book, asked.id, area.code, quality=quality, n=answers)
    return table(*rows)


@pytest.fixture(scope="module")
def large(book):
    return infographic.infographic(figures_of(book), book, book.wave("voorbeeld"), "Noord-Brabant")


@pytest.fixture(scope="module")
def tiny(book):
    return infographic.infographic(figures_of(book, "D", 3), book, book.wave("voorbeeld"), "Flevoland")


def words(node):
    """All text and all alternative texts of a tagged PDF's structure."""
    found = [str(node["/Alt"])] if "/Alt" in node else []
    children = node.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    return found + [each for child in children if isinstance(child, pikepdf.Dictionary) for each in words(child)]


@pytest.mark.parametrize("name", ["large", "tiny"])
def test_the_pdf_is_one_tagged_dutch_page_with_alternative_texts(request, book, name):
    specification = request.getfixturevalue(name)
    with pikepdf.open(io.BytesIO(infographic.pdf(specification))) as document:
        assert len(document.pages) == 1
        assert str(document.Root.Lang).startswith("nl")
        alternatives = words(document.Root.StructTreeRoot)
        assert str(document.docinfo["/Title"]) == f"Monitor Zorgzame Gemeenschappen 2026: {specification['name']}"
    assert len(alternatives) == 4
    numbers = " ".join(alternatives)
    assert all(f"{area.name} 100" in numbers for area in book.provinces)


def test_a_tiny_province_shows_its_landsdeel_and_says_so(tiny):
    lines = tiny["lines"]
    assert lines["borrowed"]
    assert lines["title"] == "Hoe het gaat in heel Oost-Nederland"
    assert "Te weinig antwoorden in Flevoland voor percentages" in lines["subtitle"]
    assert tiny["findings"][0] == "Er zijn te weinig antwoorden voor percentages over Flevoland."


def test_a_large_province_shows_its_own(large):
    assert not large["lines"]["borrowed"]
    assert {item["quality"] for item in large["lines"]["items"]} == {"A"}
    assert large["lines"]["items"][0]["words"] == "20% (15–25%)"
    assert [each["value"] for each in large["numbers"]] == ["100", "100", "50"]


def test_the_hundred_squares_are_a_hundred(large, tiny):
    for specification in (large, tiny):
        assert sum(part["squares"] for part in specification["names"]["parts"]) == 100
    assert infographic._squares([1 / 3, 1 / 3, 1 / 3]) == [34, 33, 33]
    assert infographic._squares([0.996, 0.004]) == [100, 0]


def test_it_bears_the_mark_on_example_data_and_the_licence(book, large):
    assert large["notice"] == book.monitor.example_notice
    assert book.monitor.licence in large["foot"]["source"]


def test_a_second_run_gives_the_same_bytes(large):
    assert infographic.pdf(large) == infographic.pdf(large)
    assert infographic.png(large, 40) == infographic.png(large, 40)


def test_a_page_that_would_overflow_is_refused(large):
    overfull = large | {"findings": [" ".join(["woorden"] * 300)] * 3}
    with pytest.raises(Exception, match="does not fit on A4"):
        infographic.pdf(overfull)

"""The table of all provinces: what it says of a figure is what that figure's class allows."""

import pytest
from drawn import table, whole

from monitor_lib.pictures.charts import overview
from monitor_lib.reference.translation import in_language

COHESION = "Werkt aan sociale cohesie"


@pytest.fixture
def figures(book):
    classes = {"PV24": "D", "PV29": "C", "PV26": "B"}
    areas = [*book.provinces, book.area("NL")]
    return table(*(row for area in areas for row in whole(book, area.code, classes.get(area.code, "A"))))


def plain(cell):
    return cell.replace("\u2060", "")


def test_each_class_of_figure_is_told_in_its_own_way(book, figures):
    north, south = overview.provinces(figures, book)
    assert plain(north.loc[COHESION, "Groningen"]) == "20% (15–25%)"
    assert north.loc[COHESION, "Flevoland"] == overview.FEW
    assert plain(south.loc[COHESION, "Utrecht"]) == "15–25%"
    assert south.loc[COHESION, "Zeeland"] == overview.UNSURE
    assert plain(south.loc[COHESION, "Nederland"]) == "20% (15–25%)"


def test_every_province_stands_in_it_once_beside_the_country_in_the_order_of_the_codebook(book, figures):
    north, south = overview.provinces(figures, book)
    assert [*north.columns[:-1], *south.columns[:-1]] == [area.name for area in book.provinces]
    assert north.columns[-1] == south.columns[-1] == "Nederland"
    assert list(north.index) == list(south.index) == list(overview.told_apart(book))
    assert len(north) == sum(question.finding is not None for question in book.published)


def test_its_headings_tell_questions_apart_in_each_language(book):
    for language in ("nl", "en"):
        told = overview.told_apart(in_language(book, language))
        assert len(told) == sum(question.finding is not None for question in book.published)
        assert {answer for _, answer in told.values()} == {answer for _, answer in overview.told_apart(book).values()}

"""What a mirror report opens with: only where the whole interval of the others says that an initiative is apart."""

import dataclasses
import re

import pytest
from drawn import question, table

from monitor_lib.pictures.charts.mirror import Own, apart, tables

FEW = {"value": 0.2, "low": 0.16, "high": 0.249}
NEARLY_ALL = {"value": 0.8, "low": 0.751, "high": 0.85}


def told(book, rows, **own):
    return apart(table(*rows), book, dataclasses.replace(Own(province="PV26"), **own))


@pytest.mark.parametrize(
    ("figure", "ticked", "said"),
    [
        (FEW, ["vervoer"], "u antwoordt “Vervoer”, net als 20% (tussen 16% en 25%) van de initiatieven in Utrecht."),
        (FEW | {"high": 0.25}, ["vervoer"], ""),
        (FEW, [], ""),
        (NEARLY_ALL, [], "u antwoordt niet “Vervoer”; 80% (tussen 75% en 85%) van de initiatieven in Utrecht wel."),
        (NEARLY_ALL | {"low": 0.75}, [], ""),
        (NEARLY_ALL, ["vervoer"], ""),
        (FEW | {"quality": "C"}, ["vervoer"], ""),
        (FEW | {"quality": "D"}, ["vervoer"], ""),
    ],
)
def test_an_answer_is_apart_where_the_whole_interval_of_the_others_says_so(book, figure, ticked, said):
    middle = {code: {"value": 0.5, "low": 0.4, "high": 0.6} for code in book.scale("activiteiten").codes}
    rows = question(book, "q13", "PV26", **middle | {"vervoer": figure})
    found = told(book, rows, answers={"q13": ticked}, beside={"q13": ["PV26"]})
    assert found == (f"- **Activiteiten**: {said}" if said else found)
    assert bool(said) == found.startswith("- ")


def test_where_the_province_may_not_be_shown_it_is_told_of_the_country_and_else_not_at_all(book):
    rows = [*question(book, "q13", "PV26", vervoer=FEW), *question(book, "q13", "NL", vervoer=FEW)]
    own = {"answers": {"q13": ["vervoer"]}}
    assert "in Nederland" in told(book, rows, **own, beside={"q13": ["NL"]})
    assert told(book, rows, **own, beside={}).startswith("Uw antwoorden lijken op")


def test_of_an_opinion_only_the_positive_answers_together_count(book):
    rows = question(book, "q30", "NL", eens=NEARLY_ALL, **dict.fromkeys(("e1", "e2", "e3", "e4", "e5"), FEW))
    beside = {"q30": ["NL"]}
    assert told(book, rows, answers={"q30": ["e4"]}, beside=beside).startswith("Uw antwoorden lijken op")
    assert "u antwoordt niet “Eens of helemaal eens”" in told(book, rows, answers={"q30": ["e2"]}, beside=beside)


def test_what_weighs_most_comes_first_and_what_was_not_answered_is_not_told(book):
    rows = [
        *question(book, "q13", "NL", vervoer=FEW),
        *question(book, "q38", "NL", regels=FEW),
        *question(book, "q12", "NL", zorg=FEW),
    ]
    answers = {"q13": ["vervoer"], "q38": ["regels"]}
    beside = {name: ["NL"] for name in ("q13", "q38", "q12")}
    lines = told(book, rows, answers=answers, beside=beside).splitlines()
    assert [line.split("**")[1] for line in lines] == ["Knelpunten", "Activiteiten"]


def test_in_a_table_a_figure_is_told_in_few_words_and_is_not_broken_at_its_dash(book):
    figures = {"vervoer": FEW, "cultuur": FEW | {"quality": "C", "low": 0.02, "high": 0.55}}
    rows = question(book, "q13", "NL", **figures)
    own = Own(answers={"q13": ["vervoer"]}, beside={"q13": ["NL"]})
    theme = next(each for each in book.themes if "q13" in {asked.id for asked in book.questions_of(each)})
    shown = "\n".join(tables(table(*rows), book, theme, own))
    assert "| Vervoer | ● ja | 20% (16\u2060–\u206025%) |" in shown
    assert re.search(r"\| Cultuur \| +\| onzeker \|", shown)

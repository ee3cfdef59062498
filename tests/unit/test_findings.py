"""What a report opens with: in which order, how firmly, and what it says of where it knows too little."""

import dataclasses
import re

import pytest
from drawn import count, question, row, table

from monitor_lib.pictures.text import findings
from monitor_lib.reference.records import BOTTLENECK, FACT, NEED, SUCCESS

DIFFERS = {"value": 0.6, "low": 0.5, "high": 0.7, "compared": "higher", "reference": 0.3}


def whole(book, area, quality="A", n=60, but=()):
    """Every question with a finding, in one class, but those that are named."""
    asked = [each for each in book.published if each.finding and each.id not in but]
    return [entry for each in asked for entry in question(book, each.id, area, quality=quality, n=n)]


def counts(area, listed=90, answered=40):
    return [count(area, "initiatives", listed), count(area, "responses", answered)]


def told(book, area, *rows):
    return findings.notable(table(*counts(area), *rows), book, book.area(area), None)


def heaviest(book, kind):
    return max((each for each in book.key_figures if each.kind == kind), key=lambda each: each.weight)


def test_of_each_kind_the_heaviest_question_is_told_and_then_facts(book):
    found = told(book, "PV26", *whole(book, "PV26"))
    assert [each.kind for each in found] == [SUCCESS, BOTTLENECK, NEED, FACT, FACT]
    assert [each.question for each in found[:4]] == [heaviest(book, kind) for kind in (SUCCESS, BOTTLENECK, NEED, FACT)]
    assert all(each.base == "60\u00a0antwoorden" for each in found)


def test_a_demonstrable_difference_stands_first_whatever_its_weight(book):
    light = next(each for each in book.published if not each.weight and each.kind == FACT and each.phrase)
    answer = book.scale(light.scale).codes[0]
    rows = [*whole(book, "PV26", but=[light.id]), *question(book, light.id, "PV26", **{answer: DIFFERS})]
    first, *rest = told(book, "PV26", *rows)
    assert (first.kind, first.question) == (findings.DIFFERS, light)
    assert first.words.endswith("In de rest van Nederland is dat 30%: een aantoonbaar verschil.")
    assert [each.kind for each in rest] == [SUCCESS, BOTTLENECK, NEED, FACT]


def test_what_something_is_called_never_opens_a_report(book):
    rows = [*whole(book, "PV26"), *question(book, "q09", "PV26", zorgcooperatie=DIFFERS)]
    kinds = [(each.kind, each.question.id) for each in told(book, "PV26", *rows)]
    assert kinds.index((findings.DIFFERS, "q09")) == 3


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.50, 0.75, "60% van de initiatieven in Utrecht (tussen 50% en 75%)"),
        (0.50, 0.76, "Meer dan de helft van de initiatieven in Utrecht werkt"),
        (0.45, 0.76, ""),
    ],
)
def test_a_wide_interval_opens_a_report_in_words_or_not_at_all(book, low, high, said):
    asked = book.question("q12")
    figure = {"value": 0.6, "low": low, "high": high}
    rows = table(*question(book, "q12", "PV26", cohesie=figure))
    found = findings.rows(rows, book, "q12", book.area("PV26"))
    words = findings.sentence(book, asked, findings.finding_row(asked, found))
    assert words.startswith(said)
    assert bool(words) == bool(said)


@pytest.mark.parametrize(
    ("value", "low", "high", "quality", "rest"),
    [
        (0.6, 0.4, 0.8, "B", "30%"),  # no words fit
        (0.25, 0.1, 0.45, "C", "2%"),  # less than half, but so it is elsewhere
    ],
)
def test_a_difference_that_no_words_tell_says_which_way_and_not_how_far(book, value, low, high, quality, rest):
    differs = {"compared": "higher", "reference": float(rest.strip("%")) / 100, "quality": quality}
    wide = {"value": value, "low": low, "high": high, **differs}
    rows = [*whole(book, "PV26", but=["q25"]), *question(book, "q25", "PV26", gemeente=wide)]
    assert told(book, "PV26", *rows)[0].words == (
        "Een groter deel van de initiatieven in Utrecht werkt samen met de gemeente dan in de rest van Nederland, waar "
        f"het {rest} is. Dat is aantoonbaar; hoe groot het verschil is, is onzeker."
    )


def test_a_difference_is_told_in_words_that_hold_for_one_of_the_two_only(book):
    most = {"value": 0.7, "low": 0.55, "high": 0.85, "compared": "higher", "reference": 0.3, "quality": "C"}
    rows = [*whole(book, "PV26", but=["q25"]), *question(book, "q25", "PV26", gemeente=most)]
    assert told(book, "PV26", *rows)[0].words.startswith("Meer dan de helft van de initiatieven in Utrecht werkt samen")


def test_a_tiny_province_gets_no_percentage_of_its_own_and_says_what_is_missing(book):
    list_ = row("PV24", "list_form", "stadsdorp", 0.4, n=27)
    found = told(book, "PV24", list_, *whole(book, "PV24", "D", 3), *whole(book, "LD02", n=90))
    assert [each.words for each in found[:2]] == [
        "Er zijn te weinig antwoorden voor percentages over Flevoland.",
        "De naam die op de lijst in Flevoland het vaakst voorkomt: stadsdorp.",
    ]
    assert [each.kind for each in found[2:]] == [SUCCESS, BOTTLENECK, NEED, FACT]
    assert all(each.words.startswith("Ter vergelijking: ") and "Oost-Nederland" in each.words for each in found[2:])


def test_an_uncertain_province_says_so_before_it_tells_of_a_larger_area(book):
    unsure = row("PV29", "q10", "iedereen", 0.5, 0.2, 0.8, n=12, quality="C")
    found = told(book, "PV29", unsure, *whole(book, "LD03", n=90))
    assert found[0].words == "De antwoorden uit Zeeland zijn te onzeker voor percentages."


def test_a_kind_that_an_area_cannot_tell_is_told_by_its_landsdeel(book):
    needs = [each.id for each in book.published if each.kind == NEED]
    found = told(book, "PV26", *whole(book, "PV26", but=needs), *whole(book, "LD03"))
    assert [each.kind for each in found if each.words.startswith("Ter vergelijking: ")] == [NEED]


def test_what_its_landsdeel_cannot_tell_either_the_country_tells(book):
    needs = [each.id for each in book.published if each.kind == NEED]
    rows = [*whole(book, "PV24", "D", 3), *whole(book, "LD02", n=90, but=needs), *whole(book, "NL", n=300)]
    found = {each.kind: each.words for each in told(book, "PV24", *rows) if each.kind}
    assert "Nederland" in found.pop(NEED).replace("Oost-Nederland", "")
    assert found.keys() == {SUCCESS, BOTTLENECK, FACT}
    assert all("Oost-Nederland" in words for words in found.values())


def test_every_number_in_an_opening_is_in_the_table(book):
    figures = table(*counts("NL", 1250, 280), *whole(book, "NL", n=280))
    said = findings.opening(figures, book, book.country, None).replace(".", "")
    assert {int(number) for number in re.findall(r"\d+", said)} == {1250, 280, 20, 15, 25}


def test_without_weights_whatever_has_a_finding_may_be_told(book):
    plain = dataclasses.replace(
        book, questions=tuple(dataclasses.replace(each, weight=0, headline=()) for each in book.questions)
    )
    assert [each.kind for each in told(plain, "PV26", *whole(plain, "PV26"))][:3] == [SUCCESS, BOTTLENECK, NEED]


def test_a_questionnaire_without_findings_is_not_called_uncertain(book):
    plain = dataclasses.replace(
        book, questions=tuple(dataclasses.replace(each, finding=None, weight=0) for each in book.questions)
    )
    (note, *_) = told(plain, "NL", *whole(book, "NL"))
    assert note.words == "Wat de antwoorden uit Nederland zeggen, staat bij elke vraag apart."

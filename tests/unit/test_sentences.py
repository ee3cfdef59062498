"""Sentences: as firm as the figure, and not a bit firmer."""

import dataclasses
import re

import pytest
from drawn import question, row, table

from monitor_lib.pictures.charts import charts
from monitor_lib.pictures.figure import words
from monitor_lib.pictures.figure.rows import named, rows
from monitor_lib.pictures.text import guide, sentences
from monitor_lib.reference.translation import in_language


def the_row(book, **figure):
    figures = table(row("PV26", "q12", "cohesie", **figure))
    return rows(figures, book, "q12", book.area("PV26"))[0]


def test_the_rows_of_one_table_have_the_labels_and_the_area_that_are_asked_for(book):
    figures, english, place = table(*question(book, "q12", "PV26")), in_language(book, "en"), book.area("PV26")
    for spoken in (book, english, book):
        told = rows(figures, spoken, "q12", place)
        assert [each.label for each in told] == [spoken.answers_of("q12")[each.answer] for each in told]
    renamed = dataclasses.replace(place, name="Sticht")
    assert {each.area.name for each in rows(figures, book, "q12", renamed)} == {"Sticht"}


@pytest.mark.parametrize(
    ("figure", "long", "short"),
    [
        ({"value": 0.57, "low": 0.52, "high": 0.62}, "57% (tussen 52% en 62%)", "57% (52–62%)"),
        ({"value": 0.55, "low": 0.40, "high": 0.70, "quality": "B"}, "tussen 40% en 70%", "40–70%"),
        ({"value": 0.5, "low": 0.41, "high": 0.59, "quality": "C"}, "ongeveer de helft van de initiatieven", None),
        ({"value": 0.8, "low": 0.51, "high": 0.95, "quality": "C"}, "meer dan de helft van de initiatieven", None),
        (
            {"value": 0.7, "low": 0.49, "high": 0.9, "quality": "C"},
            "het beeld is te onzeker voor een percentage",
            "onzeker",
        ),
        ({"value": 0.7, "quality": "D", "n": 4}, "te weinig antwoorden", None),
        ({"value": 0.123}, "12%", "12%"),
    ],
)
def test_a_share_is_said_as_firmly_as_its_class_allows(book, figure, long, short):
    said = the_row(book, **figure)
    assert words.share_words(said) == long
    assert words.short_words(said) == (short or words.short_words(said))
    if said.quality in "CD":
        assert not re.search(r"\d", words.share_words(said) + words.short_words(said))


def test_a_word_is_used_only_when_the_whole_interval_lies_within_it():
    limits = [(low / 100, high / 100) for low in range(0, 101, 5) for high in range(low, 101, 5)]
    said = {(low, high): words.in_words(low, high) for low, high in limits}
    assert all(low >= 0.5 for (low, _), word in said.items() if word.startswith("meer dan de helft"))
    assert all(high <= 0.1 for (_, high), word in said.items() if "geen enkel" in word)
    assert said[0.3, 0.7] == ""


def test_a_demonstrable_difference_is_said_and_no_other(book):
    special = {"value": 0.57, "low": 0.52, "high": 0.62, "reference": 0.36}
    for compared, expected in (
        ("higher", "Dat is aantoonbaar meer dan in de rest van Nederland: daar is het 36%."),
        ("lower", "Dat is aantoonbaar minder dan in de rest van Nederland: daar is het 36%."),
        ("no_difference", "werkt aan sociale cohesie."),
        ("not_tested", "werkt aan sociale cohesie."),
    ):
        figures = table(*question(book, "q12", "PV26", cohesie=special | {"compared": compared}))
        assert sentences.question_sentence(figures, book, "q12", "Utrecht").endswith(expected)


def test_too_few_answers_are_answered_by_the_landsdeel_and_so_marked(book):
    firm = {"value": 0.57, "low": 0.52, "high": 0.62}
    figures = table(*question(book, "q12", "PV24", quality="D", n=4), *question(book, "q12", "LD02", cohesie=firm))
    assert sentences.question_sentence(figures, book, "q12", "PV24") == (
        "Te weinig antwoorden in Flevoland (4). Ter vergelijking: 57% van de initiatieven in Oost-Nederland "
        "(tussen 52% en 62%) werkt aan sociale cohesie."
    )


def test_an_uncertain_figure_gives_no_percentage_and_looks_wider(book):
    wide = {"value": 0.57, "low": 0.3, "high": 0.8, "quality": "C", "n": 14}
    firm = {"value": 0.61, "low": 0.55, "high": 0.68}
    figures = table(
        *question(book, "q12", "PV26", cohesie=wide, n=14),
        *question(book, "q12", "LD03", cohesie=wide, n=14),
        *question(book, "q12", "NL", cohesie=firm),
    )
    said = sentences.question_sentence(figures, book, "q12", "PV26")
    assert said.startswith(
        "In Utrecht is het beeld te onzeker voor een percentage (14\u00a0antwoorden). Ter vergelijking: 61%"
    )


def test_a_median_stands_in_its_unit_and_a_year_is_no_amount(book):
    figures = table(row("NL", "q17", "", 24, 22, 27), row("NL", "q05", "", 2014, 2012, 2016))
    assert sentences.question_sentence(figures, book, "q17", "NL") == (
        "Het middelste initiatief in Nederland telt 24 vrijwilligers (tussen 22 en 27)."
    )
    assert "is 2014 (tussen 2012 en 2016)" in sentences.question_sentence(figures, book, "q05", "NL")


def test_of_a_follow_up_it_says_of_whom_the_share_is(book):
    figures = table(*question(book, "q11", "NL", ouderen={"value": 0.8, "low": 0.72, "high": 0.86}))
    assert sentences.question_sentence(figures, book, "q11", "NL") == (
        "Van wie deze vraag kreeg, is het vaakst gegeven antwoord in Nederland “Ouderen”: 80% (tussen 72% en 86%)."
    )
    note = charts.question_chart(figures, book, "q11", "NL").note
    assert "Gevraagd aan wie bij “Doelgroep” “Specifieke groepen” antwoordde." in note


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        ("A", " Alle initiatieven op de lijst in Nederland samen, naar schatting: ongeveer 160.000 leden (tussen "),
        ("B", " Alle initiatieven op de lijst in Nederland samen, naar schatting: tussen 140.000 en 180.000 leden."),
        ("C", ""),
        ("D", ""),
    ],
)
def test_a_total_is_told_with_the_middle_as_far_as_its_class_allows(book, quality, said):
    median = row("NL", "q16", "", 40, 35, 45)
    total = row("NL", "q16", "total", 160_000, 140_000, 180_000, quality=quality)
    median[3], total[3] = "median", "total"
    told = sentences.question_sentence(table(median, total), book, "q16", "NL")
    middle = "Het middelste initiatief in Nederland telt 40 leden (tussen 35 en 45)."
    assert told.startswith(middle + said)
    assert said or told == middle


@pytest.mark.parametrize(("label", "said"), [("Ja", "ja"), ("Nederland Zorgt", "Nederland Zorgt")])
def test_an_answer_keeps_the_capitals_of_a_name(book, label, said):
    answer = rows(table(row("NL", "q35", "ja", 0.5, 0.4, 0.6)), book, "q35", book.area("NL"))[0]
    asked = book.question("q35")
    assert named(asked, dataclasses.replace(answer, label=label)) == f"{asked.label}: {said}"


@pytest.mark.parametrize(
    ("asked", "answer", "said"),
    [
        ("q09", "anders", "In Utrecht antwoordt 20% van de initiatieven (tussen 15% en 25%) “anders” op de vraag “Hoe"),
        ("q08", "gemeente", "In Utrecht is 20% van de initiatieven (tussen 15% en 25%) er voor de hele gemeente."),
        ("q21", "huur", "In Utrecht is de accommodatie bij 20% van de initiatieven (tussen 15% en 25%): “gehuurd”."),
        ("q11", "ouderen", "In Utrecht is 20% van de initiatieven die deze vraag kregen (tussen 15% en 25%) er voor o"),
        ("q24", "nlzve", "In Utrecht is 20% van de initiatieven (tussen 15% en 25%) aangesloten bij Nederland Zorgt"),
        ("q12", "cohesie", "20% van de initiatieven in Utrecht (tussen 15% en 25%) werkt aan sociale cohesie."),
    ],
)
def test_a_figure_is_said_in_dutch_whatever_was_asked(book, asked, answer, said):
    found = rows(table(*question(book, asked, "PV26")), book, asked, book.area("PV26"))
    told = next(row for row in found if row.answer == answer)
    assert sentences.finding_sentence(book.question(asked), told).startswith(said)


def test_a_question_of_which_another_answer_differs_does_not_end_in_no_difference(book):
    special = {
        "cohesie": {"value": 0.57, "low": 0.52, "high": 0.62, "compared": "no_difference", "reference": 0.55},
        "wonen": {"value": 0.4, "low": 0.35, "high": 0.45, "compared": "higher", "reference": 0.2},
    }
    figures = table(*question(book, "q12", "PV26", **special))
    said = sentences.question_sentence(figures, book, "q12", "Utrecht")
    assert "geen aantoonbaar verschil" not in said
    assert said.endswith(
        "In Utrecht wel aantoonbaar meer dan in de rest van Nederland: “Wonen”, 40% (tussen 35% en 45%); daar 20%."
    )


def test_the_reading_guide_names_the_provinces_of_every_landsdeel(book):
    told = guide.parts(book)
    assert "- Oost-Nederland: Overijssel, Flevoland en Gelderland" in told
    assert all(told.count(province.name) == 1 for province in book.provinces)

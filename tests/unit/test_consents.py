"""Consent fails closed: only a clear yes is one, whatever stands around it, and a no of any of them counts."""

from dataclasses import replace

import pandas as pd
import pytest
from consenting import ACTIVE, ASKED, BOOK, ENDED, NO, OPEN, PHASE, TICKS, YES, export, lists

from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.matching.inventory import linked_inventory
from monitor_lib.intake.matching.respondents import matched_responses, with_answered_consent
from monitor_lib.intake.survey import consents
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.responses import without_doubles
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Asked, OptionChange
from monitor_lib.reference.roles import CONSENTS, MAP


def said(*answers, book=BOOK, **how):
    return [one.agreed[MAP] for one in cleaned_survey([export(*answers, **how)], book).rows]


def test_only_the_answer_that_agrees_is_a_yes():
    assert said(("Een", ACTIVE, *YES), ("Twee", ACTIVE, *NO), ("Drie", ACTIVE, *YES[::-1])) == [True, False, False]


def test_whoever_saw_the_question_and_left_it_open_said_no_also_half_way():
    assert said(("Een", ACTIVE, *OPEN)) == [False]
    assert said(("Een", ACTIVE, *OPEN), sent="", pages=9) == [False]
    assert said(("Een", ACTIVE, *OPEN), sent="", pages=0) == [None]


def test_what_the_tool_calls_not_shown_is_a_no_where_everyone_is_asked():
    assert said(("Een", ACTIVE, *["N/A"] * len(TICKS))) == [False]


def follow_up(book=BOOK):
    asked = Asked(PHASE, (ACTIVE,))
    return replace(book, questions=tuple(replace(q, asked=asked) if q.id == ASKED.id else q for q in book.questions))


@pytest.mark.parametrize(
    ("lead", "cells", "agreed"),
    [
        (ACTIVE, YES, True),
        (ACTIVE, OPEN, False),
        (ENDED, YES, None),
        (ENDED, ["N", "Y", *["N"] * (len(TICKS) - 2)], False),
        ("", ["N", "Y", *["N"] * (len(TICKS) - 2)], False),
        (ENDED, OPEN, None),
    ],
)
def test_routing_takes_away_a_yes_and_never_a_no(lead, cells, agreed):
    assert said(("Een", lead, *cells), book=follow_up()) == [agreed]


def test_an_export_without_the_question_gives_nobodys_yes_and_says_so():
    found = cleaned_survey([export(("Een", ACTIVE), ticks=[])], BOOK)
    assert found.rows[0].agreed == dict.fromkeys(CONSENTS, False)
    told = [fault.message for fault in found.faults if fault.column == ASKED.id.upper()]
    assert ["telt zij als ja" in message for message in told] == [True]


def test_an_export_without_the_column_of_one_consent_says_so():
    found = cleaned_survey([export(("Een", ACTIVE, *NO[1:]), ticks=TICKS[1:])], BOOK)
    assert found.rows[0].agreed[MAP] is False
    assert [fault.column for fault in found.faults if "telt zij als ja" in fault.message] == [TICKS[0].upper()]


def test_a_no_in_any_of_two_questionnaires_counts_whichever_is_kept():
    full, empty = cleaned_survey([export(("Een", ACTIVE, *YES), ("Een", "", *NO))], BOOK).rows
    for order in ([full, empty], [empty, full]):
        (kept,), (remark,) = without_doubles(order, lambda _: "een", "van hetzelfde initiatief")
        assert kept.agreed[MAP] is False
        assert kept.answers == full.answers
        assert "het nee geldt" in remark.message


def test_two_that_agree_are_a_yes():
    several = [dict.fromkeys(CONSENTS, True), dict.fromkeys(CONSENTS, None)]
    assert consents.together(several) == dict.fromkeys(CONSENTS, True)


def test_an_answer_that_a_wave_did_not_offer_is_no_consent_in_it():
    wave = BOOK.waves[-1]
    dropped = OptionChange(scale=ASKED.scale, since=wave.id, dropped=(BOOK.consent(MAP).answer,))
    asked = as_asked(replace(BOOK, option_changes=(*BOOK.option_changes, dropped)), wave)
    assert asked.consent(MAP) is None


@pytest.mark.parametrize(
    ("cell", "consent"),
    [("ja", True), ("X", True), ("", None), ("-", None), ("onbekend", None), ("nvt", None)]
    + [(no, False) for no in ("nee", "Neen", "geen", "liever niet", "Nee, alleen na overleg", "nog vragen", "ja mits")],
)
def test_whatever_a_list_says_but_a_clear_yes_is_a_no(cell, consent):
    assert [row.values["map_consent"] for row in lists(("a", "De Brug", "Norg", cell)).rows] == [consent]


def test_a_no_of_one_list_counts_for_more_than_a_yes_of_another():
    inventory = linked_inventory(lists(("a", "De Brug", "Norg", "ja"), ("b", "De Brug", "Norg", "liever niet")), BOOK)
    assert inventory.initiatives["map_consent"].tolist() == [False]


def on_the_map(listed, *answers, before=()):
    """The names with a yes, and all remarks, of lists and answers together."""
    inventory = linked_inventory(listed, BOOK)
    matched = matched_responses(cleaned_survey([export(*answers)] if answers else [], BOOK), Cleaned(), inventory, BOOK)
    initiatives, torn = with_answered_consent(inventory, matched, before)
    agreed = initiatives["map_consent"].fillna(False).astype(bool)
    return set(initiatives.loc[agreed, "name"]), [*matched.faults, *torn]


def test_an_own_answer_wins_from_the_list():
    names, _ = on_the_map(lists(("a", "De Vlinder", "Norg", "nee")), ("De Vlinder", ACTIVE, *YES))
    assert names == {"De Vlinder"}
    names, _ = on_the_map(lists(("a", "De Vlinder", "Norg", "ja")), ("De Vlinder", ACTIVE, *NO))
    assert names == set()


@pytest.mark.parametrize("name", ["Weigerhof", "Burenkring Weigerhof aan de Maas"])
def test_a_refusal_that_could_not_be_matched_keeps_its_namesakes_off_the_map_and_asks(name):
    listed = lists(
        ("a", "Burenkring Weigerhof", "Norg", "ja"),
        ("a", "Burenkring Weigerhof", "Middelburg", "ja"),
        ("a", "De Vlinder", "Norg", "ja"),
    )
    answer = export((name, ACTIVE, *NO), place="Venlo")
    inventory = linked_inventory(listed, BOOK)
    matched = matched_responses(cleaned_survey([answer], BOOK), Cleaned(), inventory, BOOK)
    initiatives, _ = with_answered_consent(inventory, matched)
    assert set(initiatives.loc[initiatives["map_consent"], "name"]) == {"De Vlinder"}
    (remark,) = [fault for fault in matched.faults if fault.code == "unmatched_refusal"]
    assert "2 initiatieven die zo heten" in remark.message
    assert "Weigerhof" not in remark.message


def test_while_two_may_be_one_a_no_of_either_is_a_no_of_both():
    listed = lists(("a", "De Vlinder", "Norg", "ja"), ("b", "De Brug", "Assen", "nee"))
    inventory = linked_inventory(listed, BOOK)
    torn = replace(inventory, possible_doubles=[tuple(inventory.initiatives["initiative_id"])])
    matched = matched_responses(cleaned_survey([], BOOK), Cleaned(), torn, BOOK)
    initiatives, remarks = with_answered_consent(torn, matched)
    assert not initiatives["map_consent"].any()
    assert ["Beslis in pairs.csv" in fault.message for fault in remarks] == [True]


def test_a_no_of_an_earlier_wave_holds_until_its_initiative_answers_again():
    listed = lists(("a", "De Vlinder", "Norg", "ja"), ("a", "De Brug", "Assen", "ja"))
    ids = linked_inventory(listed, BOOK).initiatives.set_index("name")["initiative_id"]
    column = consents.column(MAP)
    no, yes = (pd.DataFrame({"initiative_id": [ids["De Vlinder"]], column: [agreed]}) for agreed in (False, True))
    assert on_the_map(listed, before=[no])[0] == {"De Brug"}
    assert on_the_map(listed, before=[yes, no])[0] == {"De Brug"}
    assert on_the_map(listed, ("De Vlinder", ACTIVE, *YES), before=[no])[0] == {"De Vlinder", "De Brug"}


def test_a_yes_of_an_earlier_wave_is_none_now():
    listed = lists(("a", "De Vlinder", "Norg", ""))
    ids = linked_inventory(listed, BOOK).initiatives["initiative_id"]
    yes = pd.DataFrame({"initiative_id": ids, consents.column(MAP): [True]})
    assert on_the_map(listed, before=[yes])[0] == set()

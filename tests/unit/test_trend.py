"""Change between two waves, against arithmetic done by hand; the agreement with R stands in test_golden."""

from dataclasses import replace

import numpy as np
import pytest
from answered import tables
from hypothesis import given
from hypothesis import strategies as st

from monitor_lib.figures import aggregation, history
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.respondents.design import raked, stratified
from monitor_lib.reference.interval import Interval
from monitor_lib.reference.question_map import NOT_ASKED, REWORDED, as_asked
from monitor_lib.reference.text.reasons import TOO_FEW

MANY = 10**9


def wave(answers, population=MANY):
    design = stratified(np.full(len(answers), "NL"), {"NL": population})
    return history.Domain(design, np.array([answers], dtype=bool), np.ones(len(answers), bool))


def changed(then, now, ids=None, population=MANY):
    """The change between two waves of answers; `ids` are the initiatives of each, by default all different."""
    waves = wave(then, population), wave(now, population)
    names = ids or ([f"t{n}" for n in range(len(then))], [f"n{n}" for n in range(len(now))])
    every = {name: "NL" for side in names for name in side}
    made = history.panel(*map(np.array, names), every, {"NL": population})
    estimates = tuple(estimation.shares(side.design, side.given, side.inside, 0.95) for side in waves)
    return history.changes(made, waves, estimates)[0]


def test_the_same_initiatives_with_the_same_answers_did_not_change():
    answers, ids = [True] * 30 + [False] * 20, [f"i{n}" for n in range(50)]
    change = changed(answers, answers, (ids, ids))
    assert (change.value, change.error) == pytest.approx((0, 0), abs=1e-7)
    # What is left of the interval is the difference between the two margins of a Wilson interval
    margins = estimation.shares(*vars(wave(answers)).values(), 0.95)[0]
    low, high = margins.interval
    assert change.interval.high == pytest.approx(margins.value - low - (high - margins.value), abs=1e-9)
    assert change.p_value == 1


def test_without_a_panel_the_interval_joins_those_of_both_waves():
    # Zou & Donner without correlation: 0.7 - 0.5 -+ sqrt of the squares of the inner and of the outer margins
    then, now = Estimate(0.5, Interval(0.4, 0.6), 100), Estimate(0.7, Interval(0.61, 0.78), 100)
    waves = wave([True] * 50 + [False] * 50), wave([True] * 70 + [False] * 30)
    names = [np.array([f"{side}{n}" for n in range(100)]) for side in "tn"]
    made = history.panel(*names, {name: "NL" for side in names for name in side}, {"NL": MANY})
    change = history.changes(made, waves, ([then], [now]))[0]
    # Nothing joins the waves, but centring on all units leaves a correlation of about nothing
    assert change.interval.low == pytest.approx(0.2 - np.hypot(0.09, 0.1), abs=0.03)
    assert change.interval.high == pytest.approx(0.2 + np.hypot(0.08, 0.1), abs=0.03)


def test_those_who_answer_twice_make_a_change_surer():
    then, now = [True] * 40 + [False] * 60, [True] * 50 + [False] * 50
    ids = [f"i{n}" for n in range(100)]
    together, apart = changed(then, now, (ids, ids)), changed(then, now)
    assert together.error < 0.6 * apart.error
    assert together.interval.width < apart.interval.width
    assert together.p_value < apart.p_value


def test_the_test_agrees_with_arithmetic():
    # 40/100 and 60/100, other initiatives: pooled 0.5, error sqrt(0.25 * 0.02) = 0.0707, z = 2.83, p = 0.0047
    assert changed([True] * 40 + [False] * 60, [True] * 60 + [False] * 40).p_value == pytest.approx(0.0047, abs=3e-3)


def test_small_numbers_are_tested_exactly():
    # 1 of 12 and 4 of 12: Fisher's exact test, two-sided: 0.3168
    assert changed([True] + [False] * 11, [True] * 4 + [False] * 8).p_value == pytest.approx(0.3168, abs=1e-4)


def test_nobody_then_and_nobody_now_is_no_change():
    change = changed([False] * 20, [False] * 25)
    assert (change.value, change.p_value) == (0, 1)
    assert change.interval.low < 0 < change.interval.high


@given(st.lists(st.booleans(), min_size=2, max_size=40), st.lists(st.booleans(), min_size=2, max_size=40))
def test_a_change_lies_in_its_interval_and_turns_with_the_waves(then, now):
    forth, back = changed(then, now), changed(now, then)
    assert -1 <= forth.interval.low <= forth.value + 1e-12
    assert forth.value - 1e-12 <= forth.interval.high <= 1
    assert forth.value == pytest.approx(-back.value)
    assert forth.interval == pytest.approx((-back.interval.high, -back.interval.low), abs=1e-9)
    assert forth.p_value == pytest.approx(back.p_value)


def test_the_whole_list_answered_twice_leaves_no_uncertainty():
    ids = [f"i{n}" for n in range(20)]
    change = changed([True] * 5 + [False] * 15, [True] * 10 + [False] * 10, (ids, ids), population=20)
    assert change.value == change.interval.low == change.interval.high == 0.25


@pytest.mark.parametrize("calibrated", [(True, True), (True, False), (False, True)])
def test_what_was_calibrated_to_the_list_in_either_wave_is_not_tested(calibrated):
    kinds = np.array(["a"] * 30 + ["b"] * 30)
    sides = []
    for share, known in zip((0.2, 0.5), calibrated, strict=True):
        design = stratified(np.full(60, "NL"), {"NL": 1000})
        totals = {"a": round(1000 * share), "b": round(1000 * (1 - share))}
        made = raked(design, [kinds], [totals]) if known else design
        sides.append(history.Domain(made, (kinds == "a")[None, :], np.ones(60, bool)))
    ids = np.array([f"i{n}" for n in range(60)])
    panel = history.panel(ids, ids, dict.fromkeys(ids, "NL"), {"NL": 1000})
    estimates = tuple(estimation.shares(side.design, side.given, side.inside, 0.95) for side in sides)
    change = history.changes(panel, tuple(sides), estimates)[0]
    if all(calibrated):
        assert change.value == pytest.approx(0.3)
    assert np.isnan(change.p_value)


def test_who_is_alone_in_a_group_adds_no_variance():
    # The three others scored 1, 0 and 2 of 30: (1 - 3/30) 3/2 x 2 = 2.7
    groups = {"a": "NL", "b": "NL", "c": "NL", "d": "elsewhere"}
    made = history.panel(np.array(["a", "b"]), np.array(["c", "d"]), groups, {"NL": 30, "elsewhere": 5})
    then, now, together = history.covariances(made, np.array([[1.0], [0.0]]), np.array([[2.0], [9.0]]))
    # then 1, 0, 0: squares from the mean 1/3 come to 2/3; now 0, 0, 2: to 8/3; together -2/3
    assert np.concatenate([then, now, together]) == pytest.approx([0.9, 3.6, -0.9])


# ---- the table of two waves ----


def held(book, name, answers):
    """A wave with these answers to q07, and to q31 one of all, and its figures."""
    wave, asked = book.wave(name), as_asked(book, book.wave(name))
    initiatives, responses = tables(asked, answers)
    responses = responses.assign(q31="e5", q31_state="answered")
    return history.Held(wave, initiatives, responses, aggregation.figures(initiatives, responses, asked, wave), book)


@pytest.fixture(scope="module")
def two_waves(book):
    """Of 40 in Noord-Brabant 10 and then 30 are a cooperative; in Gelderland 4 and 4; in Zeeland 9 answer at first."""
    book = replace(
        book, questions=[replace(q, first="voorbeeld2" if q.id == "q16" else q.first) for q in book.questions]
    )
    few = ["stichting"] * 36 + ["cooperatie"] * 4
    then = {"PV30": ["cooperatie"] * 10 + ["stichting"] * 30, "PV25": few, "PV29": ["geen"] * 9}
    now = {"PV30": ["cooperatie"] * 30 + ["stichting"] * 10, "PV25": few, "PV29": ["geen"] * 12}
    return held(book, "voorbeeld", then), held(book, "voorbeeld2", now)


@pytest.fixture(scope="module")
def together(two_waves):
    return history.with_history(*reversed(two_waves))


def row_of(table, *key):
    rows = table[(table[["wave", "kind", "area", "indicator", "answer"]] == list(key)).all(axis=1)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_change_stands_beside_the_share_of_then_with_its_verdict(together):
    found = row_of(together, "voorbeeld2", "change", "PV30", "q07", "cooperatie")
    assert (found["value"], found["reference"], found["respondents"]) == (0.5, 0.25, 40)
    assert (found["compared"], found["hidden"], found["reason"]) == ("higher", False, "")
    assert row_of(together, "voorbeeld2", "change", "PV30", "q07", "stichting")["compared"] == "lower"
    still = row_of(together, "voorbeeld2", "change", "PV25", "q07", "cooperatie")
    assert still["value"] == pytest.approx(0)
    assert still["compared"] == "no_difference"


def test_a_change_is_as_firm_as_the_less_firm_of_both_shares(together):
    for area in ("PV30", "PV25", "NL"):
        classes = [
            row_of(together, wave, "share", area, "q07", "cooperatie")["quality"]
            for wave in ("voorbeeld", "voorbeeld2")
        ]
        assert row_of(together, "voorbeeld2", "change", area, "q07", "cooperatie")["quality"] == max(classes)


def test_a_change_is_hidden_where_the_share_of_then_was(together):
    found = row_of(together, "voorbeeld2", "change", "PV29", "q07", "geen")
    assert (found["quality"], found["hidden"], found["reason"], found["compared"]) == ("D", True, TOO_FEW, "not_tested")
    assert np.isnan(found[["value", "low", "high", "reference", "p_adjusted"]].astype(float)).all()


def test_what_was_asked_otherwise_is_no_change_however_firm_both_shares_are(together):
    shares = [row_of(together, wave, "share", "PV30", "q31", "e5") for wave in ("voorbeeld", "voorbeeld2")]
    assert {share["quality"] for share in shares} == {"A"}
    found = row_of(together, "voorbeeld2", "change", "PV30", "q31", "e5")
    assert (found["quality"], found["hidden"], found["reason"]) == ("D", True, REWORDED)


def test_an_earlier_wave_says_what_it_did_not_ask_and_only_that(together, two_waves):
    before, now = two_waves
    keys = ["wave", "kind", "area", "indicator", "answer"]
    assert not together.duplicated(keys).any()
    told = together[(together["wave"] == "voorbeeld") & (together["reason"] == NOT_ASKED)]
    new = {key[1:] for key in now.own} - {key[1:] for key in before.own}
    assert ("q40", "digitaal") in new and ("q16", "") not in new  # of a number that it did not ask it says nothing
    assert {tuple(each) for each in told[["indicator", "answer"]].to_numpy()} == new
    assert len(told) == len(new) * len(now.book.areas)
    assert set(told["kind"]) == {"share"} and set(told["quality"]) == {"D"} and set(told["respondents"]) == {0}
    assert set(told.loc[told["area"] == "NL", "population"]) == {600}

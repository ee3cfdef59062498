"""Where the number of answers leads: classes by hand, borders of what is needed, and intervals that are right."""

import numpy as np
import pytest
from invented_answers import KINDS, invented

from monitor_lib.figures.fieldwork.forecast import class_with, outlooks
from monitor_lib.reference import codebook

RULES = codebook.load().publication


def outlook(days, listed, elapsed, left):
    return outlooks({"x": np.array(days, dtype=int)}, {"x": listed}, elapsed, left, RULES)["x"]


@pytest.mark.parametrize(
    ("answers", "listed", "found"),
    [
        (0, 50, "D"),
        (1, 50, "D"),
        (9, 50, "D"),
        (10, 50, "C"),
        (19, 20, "C"),  # nearly all answered, yet too few for B
        (20, 40, "B"),
        (24, 1000, "C"),
        (30, 30, "A"),
        (30, 1000, "C"),
        (31, 1000, "B"),
        (29, 40, "B"),
        (30, 40, "A"),
        (20, 50, "B"),  # n_eff = 19 / 0.6, t(19) = 2.093: wide 2.093 / sqrt(31.67 + 4.38) = 0.349
        (50, 100, "A"),  # n_eff = 49 / 0.5, t(49) = 2.010: wide 2.010 / sqrt(98 + 4.04) = 0.199
        (1000, 10_000, "A"),
    ],
)
def test_the_class_of_a_half_follows_from_how_many_of_how_many_answered(answers, listed, found):
    assert class_with(answers, listed, RULES) == found


def test_more_answers_never_make_a_lower_class():
    for listed in (12, 25, 60, 150, 400):
        classes = [class_with(answers, listed, RULES) for answers in range(listed + 1)]
        assert classes == sorted(classes, reverse=True)


@pytest.mark.parametrize(("answers", "listed"), [(0, 40), (7, 40), (12, 60), (25, 200), (35, 90)])
def test_what_is_needed_is_the_first_number_with_a_better_class(answers, listed):
    one = outlook([0] * answers, listed, 1, 0)
    goal = answers + one.needed
    assert class_with(goal, listed, RULES) == one.following < one.now
    assert class_with(goal - 1, listed, RULES) == one.now


def test_nothing_is_needed_where_nothing_helps():
    small, firm = outlook([0] * 4, 8, 1, 5), outlook([0] * 300, 400, 1, 5)
    assert (small.now, small.needed, small.following) == ("D", None, "")
    assert (firm.now, firm.needed, firm.following) == ("A", None, "")


def test_on_the_last_day_nothing_is_uncertain_and_more_days_give_more_answers():
    days = [0, 0, 1, 2, 2, 3, 5, 6, 6, 6]
    ended = outlook(days, 80, 7, 0)
    assert (ended.low, ended.likely, ended.high) == (10, 10, 10)
    ends = [outlook(days, 80, 7, left) for left in (1, 7, 30, 400)]
    for column in ("low", "likely", "high"):
        numbers = [getattr(one, column) for one in ends]
        assert numbers == sorted(numbers)
    assert all(10 <= one.low <= one.likely <= one.high <= 80 for one in ends)
    assert ends[1].likely == pytest.approx(20, abs=3)  # ten in a week, so about ten in the next
    assert ends[-1].high == 80


def test_the_last_days_are_three():
    """Of 100 twelve answered on one day, and it is the tenth: four days back is as slow as five, three is not."""
    highest = [outlook([day] * 12, 100, 10, 7).high for day in (5, 6, 7)]
    assert highest[0] == highest[1] < highest[2] - 10


def test_a_province_without_answers_leans_on_the_country():
    days = {"many": np.repeat(np.arange(10), 8), "none": np.array([], dtype=int)}
    found = outlooks(days, {"many": 200, "none": 40}, 10, 10, RULES)
    assert 0 < found["none"].likely < found["many"].likely - 80
    alone = outlook([], 40, 10, 10)
    assert (alone.low, alone.likely) == (0, 0)
    assert alone.high > 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_interval_holds_in_nine_of_ten_surveys_of_every_kind(kind):
    dice, right = np.random.default_rng(4), []
    for cut in (7, 14, 21, 25):
        for _ in range(3):
            days, listed = invented(kind, 28, dice)
            found = outlooks({name: own[own < cut] for name, own in days.items()}, listed, cut, 28 - cut, RULES)
            right += [one.low <= len(days[name]) <= one.high for name, one in found.items()]
    assert len(right) == 144
    assert np.mean(right) >= 0.9


def test_the_interval_says_something():
    days, listed = invented("even", 28, np.random.default_rng(5))
    found = outlooks({name: own[own < 21] for name, own in days.items()}, listed, 21, 7, RULES)
    assert np.mean([one.high - one.low for one in found.values()]) < 0.25 * np.mean(list(listed.values()))

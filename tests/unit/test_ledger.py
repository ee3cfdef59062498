"""No sequence of questions gives a figure of fewer respondents than may be shown, by sums and differences."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib.figures.secrecy.ledger import Ledger, tells_of_few

LEAST = 10


def group(*spans, size=60):
    """A group of respondents, by from where to where they sit in a row."""
    made = np.zeros(size, dtype=bool)
    for begin, end in spans:
        made[begin:end] = True
    return made


EVERYBODY = group((0, 60))


def test_a_group_of_six_is_not_shown_and_neither_is_all_but_six():
    ledger = Ledger(LEAST)
    assert ledger.admitted("q", np.array([EVERYBODY])).tolist() == [True]
    assert ledger.admitted("q", np.array([group((0, 6)), group((6, 60))])).tolist() == [False, False]


def test_another_question_has_a_ledger_of_its_own():
    ledger = Ledger(LEAST)
    ledger.admitted("q", np.array([EVERYBODY]))
    assert ledger.admitted("other", np.array([group((6, 60))])).tolist() == [True]


def test_what_was_shown_is_shown_again():
    ledger = Ledger(LEAST)
    both = np.array([group((0, 40)), EVERYBODY])
    assert ledger.admitted("q", both).all()
    assert ledger.admitted("q", both).all()


def test_two_that_each_may_be_shown_and_differ_by_three_are_not_both():
    """All since 2019 and all since 2020: taken off each other they tell of the three that began in 2019."""
    ledger = Ledger(LEAST)
    assert ledger.admitted("q", np.array([EVERYBODY, group((0, 23))])).tolist() == [True, True]
    assert ledger.admitted("q", np.array([group((0, 20))])).tolist() == [False]


def test_three_filters_that_together_leave_out_all_but_three():
    """A - AB - AC + ABC is about who is in neither B nor C: three, though every part and remainder has ten or more."""
    b, c = group((0, 37)), group((20, 57))
    parts = [EVERYBODY, b, c, b & c]
    for one, other in itertools.combinations(parts, 2):
        assert (one & ~other).sum() in (0, *range(LEAST, 61))
    assert Ledger(LEAST).admitted("q", np.array(parts[:3])).all()
    assert Ledger(LEAST).admitted("q", np.array(parts)).tolist() == [True, True, True, False]


def test_the_second_smallest_of_a_split_goes_with_the_smallest():
    """Parts of 6, 12 and 42: with the whole and the others shown, the smallest would follow."""
    parts = np.array([EVERYBODY, group((0, 6)), group((6, 18)), group((18, 60))])
    assert Ledger(LEAST).admitted("q", parts).tolist() == [True, False, False, True]


def test_what_was_published_closes_no_other_question():
    """Nothing new follows from a group that says the same once more, whatever follows from the release itself."""
    ledger = Ledger(LEAST)
    ledger.note("q", np.array([EVERYBODY, group((4, 60))]))
    assert ledger.admitted("q", np.array([group((20, 60))])).tolist() == [True]
    assert ledger.admitted("q", np.array([group((5, 60))])).tolist() == [False]


def attacker(shown: np.ndarray) -> int:
    """The fewest respondents that a sum of up to four shown groups is about, each of them added or taken off."""
    left = {0}
    for count in range(1, min(5, len(shown) + 1)):
        signs = np.array(list(itertools.product((-1, 1), repeat=count)))
        for chosen in itertools.combinations(shown.astype(int), count):
            left |= set(np.count_nonzero(signs @ np.array(chosen), axis=1).tolist())
    return min(left - {0})


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_no_sequence_of_filters_is_worked_out(seed):
    """Facts that hang together, as real ones do, asked one by one and two by two, in any order."""
    rng = np.random.default_rng(seed)
    first = rng.random((3, 60)) < rng.uniform(0.3, 0.9, (3, 1))
    alike = [fact ^ (rng.random(60) < 0.06) for fact in first]  # nearly the same fact, by another name
    facts = [*first, *alike, np.arange(60) < rng.integers(10, 50)]
    asked = [EVERYBODY, *facts, *(one & other for one, other in itertools.combinations(facts, 2))]
    ledger, shown = Ledger(LEAST), []
    for at in [0, *rng.permutation(np.arange(1, len(asked)))][:14]:
        if ledger.admitted("q", asked[at][None])[0]:
            shown.append(asked[at])
    assert attacker(np.array(shown)) >= LEAST
    assert len(shown) >= 2


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_a_difference_of_few_that_was_planted_is_found(seed):
    """Random groups, and one that differs from a sum of two of them by fewer than ten respondents."""
    rng = np.random.default_rng(seed)
    many = rng.random((12, 200)) < 0.5
    apart = many[0] & ~many[1]
    planted = (many[0] & many[1]) ^ (np.arange(200) < rng.integers(1, LEAST))
    assert tells_of_few(np.vstack([many, apart]), planted[None], LEAST)


@pytest.mark.parametrize("groups", [2, 8, 25])
def test_groups_by_chance_are_not_refused(groups):
    rng = np.random.default_rng(groups)
    many = rng.random((groups, 280)) < 0.5
    assert Ledger(LEAST).admitted("q", many).all()

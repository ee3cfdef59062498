"""Model values against a published example, and what they may never do."""

import numpy as np
import pandas as pd
import pytest
from answered import tables

from monitor_lib.figures import aggregation, exploring
from monitor_lib.figures.estimates import pooling
from monitor_lib.figures.secrecy import disclosure

EFFECTS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_the_eight_schools():
    """Rubin (1981); Gelman et al. (2013), Bayesian Data Analysis, table 5.3, of 200 draws."""
    published = {0.025: (-2, -5, -11, -7, -9, -7, -1, -6), 0.975: (31, 23, 19, 21, 18, 28, 26, 33)}
    quartiles = {0.25: (7, 3, 2, 4, 1, 2, 7, 3), 0.75: (16, 12, 11, 11, 10, 10, 15, 13)}
    wide, narrow = (pooling.pooled(EFFECTS, ERRORS, 60, level, np.zeros(8)) for level in (0.95, 0.5))
    assert wide.low == pytest.approx(published[0.025], abs=2)
    assert np.median(np.abs(wide.high - published[0.975])) < 2  # the ends of 200 draws differ by chance
    assert narrow.low == pytest.approx(quartiles[0.25], abs=1.5)
    assert narrow.high == pytest.approx(quartiles[0.75], abs=1.5)
    assert 5 < wide.middle < 10


def test_alike_areas_are_drawn_together_and_different_ones_left():
    sizes = np.full(12, 30.0)
    alike = pooling.pooled_shares(np.full(12, 0.4) + np.resize([0.05, -0.05], 12), sizes, 0.95, np.full(12, 0.4))
    apart = pooling.pooled_shares(np.resize([0.1, 0.9], 12), sizes, 0.95, np.full(12, 0.5))
    assert np.ptp(alike.value) < 0.05
    assert np.ptp(apart.value) > 0.7
    assert (alike.high - alike.low).max() < 0.35


def test_chances_to_lie_higher():
    made = pooling.pooled_shares(np.array([0.2, 0.5, 0.8]), np.full(3, 60.0), 0.95, np.full(3, 0.5))
    assert made.higher == pytest.approx([0, 0.5, 1], abs=0.02)
    assert made.low[1] < 0.5 < made.high[1]


def test_benchmarked_to_the_whole():
    made = pooling.pooled_shares(np.array([0.3, 0.5, 0.4]), np.array([20.0, 30, 40]), 0.95, np.full(3, 0.4))
    lists = np.array([80.0, 100, 120])
    moved = pooling.benchmarked(made, lists, 50, 0.45)
    shift = moved.value - made.value
    assert shift == pytest.approx(shift[0])
    assert (lists @ moved.value + 50 * (made.middle + shift[0])) / 350 == pytest.approx(0.45)
    assert moved.low == pytest.approx(made.low + shift[0])


def test_medians_are_pooled_on_their_logarithm():
    limits = np.array([[20.0, 80], [60, 110], [100, 400], [70, 70]])
    made = pooling.pooled_medians(np.array([40.0, 80, 200, 70]), limits, 0.95, 90)
    assert 40 < made.value[0] < made.value[1] < made.value[2] < 200
    assert (made.low < made.value).all() and (made.value < made.high).all()


def test_a_hidden_province_takes_no_part_and_gets_no_value(book):
    answers = {"PV30": ["cooperatie"] * 20 + ["geen"] * 10, "PV25": ["cooperatie"] * 10 + ["geen"] * 30}
    few = {"PV24": ["cooperatie"] * 5, "PV23": ["geen"] * 4}
    public = disclosure.published(aggregation.figures(*tables(book, answers | few), book, book.wave("voorbeeld")), book)
    told = exploring.modelled(public, book, "q07")
    named = {area.name for area in book.provinces if area.code in answers}
    assert set(told.index.get_level_values("provincie")) == named
    hidden = public[public["hidden"]].assign(value=0.99, low=0.9, high=1.0)
    other = pd.concat([public[~public["hidden"]], hidden])
    pd.testing.assert_frame_equal(exploring.modelled(other, book, "q07"), told)
    assert "model_value" not in public.columns
    assert exploring.modelled(public, book, "q16").empty

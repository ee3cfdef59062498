"""Model values against the same posterior computed otherwise, and what they may never do."""

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
    """The data of Rubin (1981), against the same posterior by draws from the prior, weighted by their likelihood."""
    draw = np.random.default_rng(1981)
    middle, spread = draw.uniform(-60, 80, (400_000, 1)), draw.uniform(0, 60, (400_000, 1))
    variance = spread**2 + ERRORS**2
    fits = -(np.log(variance) + (EFFECTS - middle) ** 2 / variance).sum(axis=1) / 2
    chance = np.exp(fits - fits.max()) / np.exp(fits - fits.max()).sum()
    shrunk = ERRORS**2 / variance
    true = EFFECTS - shrunk * (EFFECTS - middle) + np.sqrt(ERRORS**2 * (1 - shrunk)) * draw.normal(size=variance.shape)
    made = pooling.pooled(EFFECTS, ERRORS, 60, 0.95, np.full(8, 5.0))
    assert made.value == pytest.approx(chance @ true, abs=0.4)
    assert made.middle == pytest.approx(float(chance @ middle[:, 0]), abs=0.4)
    assert made.higher == pytest.approx(chance @ (true > 5), abs=0.02)
    assert chance @ (true < made.low) == pytest.approx(np.full(8, 0.025), abs=0.006)
    assert chance @ (true > made.high) == pytest.approx(np.full(8, 0.025), abs=0.006)


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
    medians, sizes = np.array([40.0, 80, 200, 70]), np.array([12, 40, 20, 15])
    made = pooling.pooled_medians(medians, limits, sizes, 0.95, 90)
    assert 40 < made.value[0] < made.value[1] < made.value[2] < 200
    assert (made.low < made.value).all() and (made.value < made.high).all()


def test_the_scale_and_the_error_of_shares_by_hand():
    # 2 and 6 of 10: arcsin sqrt(2.375 / 10.75) and arcsin sqrt(6.375 / 10.75), with error 1 / (2 sqrt(10.5)).
    made = pooling.pooled_shares(np.array([0.2, 0.6]), np.full(2, 10.0), 0.95, np.array([0.2, 0.6]))
    scaled, errors = np.array([0.4893272, 0.8789666]), np.full(2, 0.1543034)
    found = pooling.pooled(scaled, errors, np.pi / 4, 0.95, np.arcsin(np.sqrt([0.2, 0.6])))
    assert made.value == pytest.approx(np.sin(found.value) ** 2, abs=1e-5)
    assert made.high == pytest.approx(np.sin(found.high) ** 2, abs=1e-5)


def test_the_error_of_medians_by_hand():
    """Widths of 0.8 at 10 answers and 0.4 at 40 are one variance per answer: 6.4."""
    logs, sizes = np.array([3.0, 4.0]), np.array([10, 40])
    half = np.array([0.4, 0.2])
    limits = np.expm1(np.column_stack([logs - half, logs + half]))
    made = pooling.pooled_medians(np.expm1(logs), limits, sizes, 0.95, 30)
    errors = np.array([0.8, 0.4]) / (2 * 1.959964)
    found = pooling.pooled(logs, errors, 3.0, 0.95, np.full(2, np.log(31)))
    assert made.value == pytest.approx(np.expm1(found.value), rel=1e-4)
    assert made.low == pytest.approx(np.expm1(found.low), rel=1e-4)


def test_a_median_without_an_interval_takes_no_part_and_spoils_no_other():
    limits = np.array([[20.0, 80], [60, 110], [np.nan, np.nan], [100, 400]])
    medians, sizes = np.array([40.0, 80, 65, 200]), np.array([12, 40, 11, 20])
    made = pooling.pooled_medians(medians, limits, sizes, 0.95, 90)
    kept = [0, 1, 3]
    alone = pooling.pooled_medians(medians[kept], limits[kept], sizes[kept], 0.95, 90)
    for name in ("value", "low", "high", "higher"):
        assert getattr(made, name)[kept] == pytest.approx(getattr(alone, name))
        assert np.isnan(getattr(made, name)[2])
    assert made.middle == alone.middle


def test_the_error_of_a_median_is_that_of_all_intervals_together():
    """One interval that happens to be narrow makes its median no surer than the number of its answers does."""
    medians, sizes = np.array([30.0, 50, 80, 120]), np.full(4, 20)
    wide = np.column_stack([medians / 1.5, medians * 1.5])
    narrow = wide.copy()
    narrow[3] = 119, 121
    widths = [
        np.log(made.high / made.low)
        for made in (pooling.pooled_medians(medians, limits, sizes, 0.95, 60) for limits in (wide, narrow))
    ]
    assert np.ptp(widths[0]) < 0.1 * widths[0].mean()
    assert np.ptp(widths[1]) < 0.1 * widths[1].mean()
    assert (widths[1] < widths[0]).all()


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

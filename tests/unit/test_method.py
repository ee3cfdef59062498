"""The worked example of docs/method.md, recomputed: every bold number of it, from the functions that it explains."""

import re

import numpy as np
import pytest

from monitor_lib import paths
from monitor_lib.figures import history
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.respondents import design

TEXT = (paths.ROOT / "docs" / "method.md").read_text("utf-8")
BOLD = re.findall(r"\*\*(-?[\d.]+)%?\*\*", TEXT)


@pytest.fixture(scope="module")
def example():
    answers, parts = {"PV20": 20, "PV21": 22, "PV22": 8}, dict.fromkeys(["PV20", "PV21", "PV22"], "LD01")
    groups = design.response_groups(answers, parts, 10)
    provinces = np.repeat([*answers], [*answers.values()])
    labels = np.array([groups[province] for province in provinces])
    made = design.stratified(labels, {"PV20": 95, "PV21+PV22": 185})
    given = (np.arange(50) < 12)[None, :]
    return made, estimation.shares(made, given, provinces == "PV20", 0.95)[0]


@pytest.fixture(scope="module")
def change():
    """Twelve answered both times, four of them yes and then seven; the others 4 of 8, and then 8 of 12."""
    then, now = np.zeros(20, bool), np.zeros(24, bool)
    then[[0, 1, 2, 3, 8, 9, 10, 11]] = True
    now[:7], now[12:20] = True, True
    ids = [np.array([f"i{n}" for n in numbers]) for numbers in (range(20), range(8, 32))]
    designs = [design.stratified(np.full(len(side), "PV20"), {"PV20": 95}) for side in (then, now)]
    waves = tuple(
        history.Domain(made, side[None, :], np.full(len(side), True))
        for made, side in zip(designs, (then, now), strict=True)
    )
    panel = history.panel(*ids, {one: "PV20" for side in ids for one in side}, {"PV20": 95})
    estimates = tuple(estimation.shares(wave.design, wave.given, wave.inside, 0.95) for wave in waves)
    made = [estimation.ratios(wave.design, wave.given.T.astype(float), wave.inside)[1] for wave in waves]
    scores = [design.scores(wave.design, influence) for wave, influence in zip(waves, made, strict=True)]
    before, after, together = (float(part[0]) for part in history.covariances(panel, *scores))
    return history.changes(panel, waves, estimates)[0], together / np.sqrt(before * after)


def test_every_number_of_the_example(example, change):
    made, estimate = example
    found, correlation = change
    recomputed = [
        f"{made.weights[0]:.3f}",
        f"{made.weights[-1]:.3f}",
        f"{100 * estimate.value:.0f}",
        f"{estimate.error**2:.5f}",
        f"{100 * estimate.error:.2f}",
        f"{estimate.effective:.2f}",
        f"{100 * estimate.interval.low:.1f}",
        f"{100 * estimate.interval.high:.1f}",
        f"{100 * found.value:.1f}",
        f"{correlation:.2f}",
        f"{100 * found.interval.low:.1f}",
        f"{100 * found.interval.high:.1f}",
        f"{100 * found.p_value:.1f}",
    ]
    assert recomputed == BOLD


def test_the_quantile_and_the_degrees_of_freedom(example):
    made, _ = example
    assert made.degrees == 48
    assert "t(48) = 2.0106" in TEXT
    assert round(estimation.quantile(made, 0.95), 4) == 2.0106

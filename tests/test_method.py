"""The worked example of docs/method.md, recomputed: every bold number of it, from the functions that it explains."""

import re

import numpy as np
import pytest

from monitor_lib import paths
from monitor_lib.figures import design, estimation

TEXT = (paths.ROOT / "docs" / "method.md").read_text("utf-8")
BOLD = re.findall(r"\*\*([\d.]+)%?\*\*", TEXT)


@pytest.fixture(scope="module")
def example():
    answers, parts = {"PV20": 20, "PV21": 22, "PV22": 8}, dict.fromkeys(["PV20", "PV21", "PV22"], "LD01")
    groups = design.response_groups(answers, parts, 10)
    provinces = np.repeat([*answers], [*answers.values()])
    labels = np.array([groups[province] for province in provinces])
    made = design.stratified(labels, {"PV20": 95, "PV21+PV22": 185})
    given = (np.arange(50) < 12)[None, :]
    return made, estimation.shares(made, given, provinces == "PV20", 0.95)[0]


def test_every_number_of_the_example(example):
    made, estimate = example
    recomputed = [
        f"{made.weights[0]:.3f}",
        f"{made.weights[-1]:.3f}",
        f"{100 * estimate.value:.0f}",
        f"{estimate.error**2:.5f}",
        f"{100 * estimate.error:.2f}",
        f"{estimate.effective:.2f}",
        f"{100 * estimate.low:.1f}",
        f"{100 * estimate.high:.1f}",
    ]
    assert [number for number in BOLD if number != "Example."] == recomputed


def test_the_quantile_and_the_degrees_of_freedom(example):
    made, _ = example
    assert made.degrees == 48
    assert "t(48) = 2.0106" in TEXT
    assert round(estimation.quantile(made, 0.95), 4) == 2.0106

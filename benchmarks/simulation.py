"""Are the intervals wide enough, and how often does a monitor claim a difference that is not there?

Synthetic monitors in which the truth is known: an inventory, responses at random within provinces, one answer.
Use: .venv/bin/python benchmarks/simulation.py [MONITORS]
"""

import sys

import numpy as np

from monitor_lib.figures.differences import comparison, significance
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.respondents.design import response_groups, stratified
from monitor_lib.reference import codebook

POPULATIONS = np.array([95, 105, 80, 129, 28, 190, 85, 150, 115, 62, 149, 60])
RATES = np.array([0.2, 0.2, 0.1, 0.27, 0.2, 0.21, 0.21, 0.25, 0.19, 0.24, 0.28, 0.15])
SHARES = (0.05, 0.2, 0.5, 0.8)
ANSWERS = 40


def monitors(count: int, shares: np.ndarray, draw: np.random.Generator):
    """Yields, per monitor, the province of each respondent, the answers given, and the true share per province."""
    provinces = np.repeat(np.arange(12), POPULATIONS)
    for _ in range(count):
        truth = draw.random((len(shares), provinces.size)) < shares[:, None]
        answered = draw.random(provinces.size) < RATES[provinces]
        real = np.array([[truth[a, provinces == p].mean() for p in range(12)] for a in range(len(shares))])
        yield provinces[answered], truth[:, answered], real


def design_of(provinces: np.ndarray):
    areas = codebook.load().provinces
    counts = np.bincount(provinces, minlength=12).tolist()
    groups = response_groups(
        dict(zip([a.code for a in areas], counts, strict=True)), {a.code: a.parent for a in areas}, 10
    )
    labels = np.array([groups[area.code] for area in areas])
    population = {name: int(POPULATIONS[labels == name].sum()) for name in set(labels)}
    return stratified(labels[provinces], population)


def coverage(count: int, draw: np.random.Generator) -> dict[str, list[bool]]:
    """By size of the province's response: whether each interval held the province's true share."""
    held = {"5-9": [], "10-19": [], "20-29": [], "30+": []}
    for provinces, given, real in monitors(count, np.array(SHARES), draw):
        design = design_of(provinces)
        for province in range(12):
            inside = provinces == province
            size = int(inside.sum())
            if size < 5:
                continue
            name = "5-9" if size < 10 else "10-19" if size < 20 else "20-29" if size < 30 else "30+"
            estimates = estimation.shares(design, given, inside, 0.95)
            pairs = zip((each.interval for each in estimates), real[:, province], strict=True)
            held[name] += [low <= truth <= high for (low, high), truth in pairs]
    return held


def false_claims(count: int, draw: np.random.Generator) -> float:
    """The share of monitors with at least one false claim, when all provinces are equal, over 12 x ANSWERS tests."""
    claimed = 0
    shares = np.tile(SHARES, ANSWERS // len(SHARES))
    for provinces, given, _ in monitors(count, shares, draw):
        design = design_of(provinces)
        p_values = [
            comparison.p_values(design, given, provinces == province, provinces != province)
            for province in range(12)
            if (provinces == province).sum() >= 10
        ]
        claimed += (significance.adjusted(np.concatenate(p_values)) < 0.05).any()
    return claimed / count


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    draw = np.random.default_rng(2026)
    for name, held in coverage(count, draw).items():
        print(f"n {name:>5}: {np.mean(held):.1%} of {len(held)} intervals hold the truth")
    claims = false_claims(count, draw)
    print(f"{claims:.1%} of {count} monitors without differences make a claim (12 x {ANSWERS} tests)")


if __name__ == "__main__":
    main()

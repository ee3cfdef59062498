"""Do model values of provinces hold the truth, and do they err less than the direct ones?

Synthetic provinces whose true shares, or the logarithms of whose medians, lie so far apart (a standard deviation), and
lists of known answers.
Use: .venv/bin/python benchmarks/pooling.py [MONITORS]
"""

import sys
from collections.abc import Callable

import numpy as np
from simulation import POPULATIONS, RATES

from monitor_lib.figures.estimates import pooling, quantities
from monitor_lib.figures.respondents.design import stratified


def answered(draw: np.random.Generator) -> np.ndarray:
    """How many answer in each province."""
    return np.maximum(draw.binomial(POPULATIONS, RATES), 1)


def of_shares(draw: np.random.Generator, spread: float, centre: float):
    """One monitor: of the provinces that are shown the model, the truth and the direct figures."""
    truth = np.clip(centre + spread * draw.normal(size=12), 0.01, 0.99)
    real = draw.binomial(POPULATIONS, truth) / POPULATIONS
    sizes = answered(draw)
    yes = (real * POPULATIONS).round().astype(int)
    given = draw.hypergeometric(yes, POPULATIONS - yes, sizes)
    shown = sizes >= 10
    shares, listed = given[shown] / sizes[shown], POPULATIONS[shown]
    whole = float(np.average(shares, weights=listed))
    made = pooling.pooled_shares(shares, sizes[shown], 0.95, shares)
    return pooling.benchmarked(made, listed, POPULATIONS[~shown].sum(), whole), real[shown], shares


def of_medians(draw: np.random.Generator, spread: float, width: float):
    """The same of a number such as volunteers: whole, and lognormal within a province with this width."""
    truth, sizes = 20 * np.exp(spread * draw.normal(size=12)), answered(draw)
    real, direct, limits, behind = [], [], [], []
    for median, listed, count in zip(truth, POPULATIONS, sizes, strict=True):
        if count < 10:
            continue
        amounts = np.round(median * np.exp(width * draw.normal(size=listed)))
        design = stratified(np.zeros(count, int), {0: int(listed)})
        found = quantities.median(design, draw.choice(amounts, count, replace=False), np.ones(count, bool), 0.95)
        real.append(np.median(amounts))
        direct.append(found.value)
        limits.append(found.interval)
        behind.append(count)
    direct = np.array(direct)
    made = pooling.pooled_medians(direct, np.array(limits, float), np.array(behind), 0.95, float(np.median(direct)))
    return made, np.array(real), direct


def told(monitors: list, scale: Callable[[np.ndarray], np.ndarray]) -> str:
    """How many intervals hold the truth, and the errors of the model and of the direct figures on a scale."""
    held = np.concatenate([(made.low <= real) & (real <= made.high) for made, real, _ in monitors])
    own = np.concatenate([scale(made.value) - scale(real) for made, real, _ in monitors])
    direct = np.concatenate([scale(shares) - scale(real) for _, real, shares in monitors])
    errors = (100 * np.sqrt(np.mean(each**2)) for each in (own, direct))
    return f"{held.mean():.1%} hold the truth; error " + "{:.1f}, direct {:.1f}".format(*errors)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    draw = np.random.default_rng(2026)
    for spread in (0.0, 0.04, 0.08, 0.15):
        for centre in (0.2, 0.5):
            made = [of_shares(draw, spread, centre) for _ in range(count)]
            print(f"shares, spread {spread:.0%} around {centre:.0%}: {told(made, lambda share: share)} points")
    for spread in (0.0, 0.1, 0.25, 0.5):
        for width in (0.5, 1.0):
            made = [of_medians(draw, spread, width) for _ in range(count)]
            print(f"medians, spread {spread:.0%}, within {width:.0%}: {told(made, np.log1p)} percent")


if __name__ == "__main__":
    main()

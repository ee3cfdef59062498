"""Do model values of provinces hold the truth, and do they err less than the direct ones?

Synthetic provinces whose true shares lie so many points apart (one standard deviation), and lists of known answers.
Use: .venv/bin/python benchmarks/pooling.py [MONITORS]
"""

import sys

import numpy as np
from simulation import POPULATIONS, RATES

from monitor_lib.figures.estimates import pooling


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    draw = np.random.default_rng(2026)
    for spread in (0.0, 0.04, 0.08, 0.15):
        for centre in (0.2, 0.5):
            held, own, direct, width = [], [], [], []
            for _ in range(count):
                truth = np.clip(centre + spread * draw.normal(size=12), 0.01, 0.99)
                real = draw.binomial(POPULATIONS, truth) / POPULATIONS
                answered = np.maximum(draw.binomial(POPULATIONS, RATES), 1)
                yes = (real * POPULATIONS).round().astype(int)
                given = draw.hypergeometric(yes, POPULATIONS - yes, answered)
                shown = answered >= 10
                shares, listed = given[shown] / answered[shown], POPULATIONS[shown]
                whole = float(np.average(shares, weights=listed))
                made = pooling.benchmarked(
                    pooling.pooled_shares(shares, answered[shown], 0.95, shares),
                    listed,
                    POPULATIONS[~shown].sum(),
                    whole,
                )
                held += list((made.low <= real[shown]) & (real[shown] <= made.high))
                own += list((made.value - real[shown]) ** 2)
                direct += list((shares - real[shown]) ** 2)
                width += list(made.high - made.low)
            words = f"{np.mean(held):.1%} hold the truth, {100 * np.mean(width):.0f} points wide"
            errors = (100 * np.sqrt(np.mean(each)) for each in (own, direct))
            print(
                f"spread {spread:.0%} around {centre:.0%}: {words}; error "
                + "{:.1f} points, direct {:.1f}".format(*errors)
            )


if __name__ == "__main__":
    main()

"""How often the interval of `monitor response` holds the number of answers at the end, over invented surveys.

Use: .venv/bin/python benchmarks/forecast.py [REPEATS]
Every kind of survey is cut off on several days; per kind and day the share of provinces whose final number lies within,
and the mean width. It should nowhere be under 90%.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from invented_answers import KINDS, invented

from monitor_lib.figures.fieldwork.forecast import outlooks
from monitor_lib.reference import codebook

_LENGTHS = {21: (5, 10, 15, 19), 28: (7, 12, 17, 21, 25), 42: (7, 14, 21, 28, 38)}


def main(repeats: int) -> None:
    """Prints a table, and ends with 1 where an interval is right too seldom."""
    rules, dice, worst = codebook.load().publication, np.random.default_rng(2026), 1.0
    for kind in KINDS:
        for length, cuts in _LENGTHS.items():
            for cut in cuts:
                right, widths = [], []
                for _ in range(repeats):
                    days, listed = invented(kind, length, dice)
                    now = {name: own[own < cut] for name, own in days.items()}
                    for name, one in outlooks(now, listed, cut, length - cut, rules).items():
                        right.append(one.low <= len(days[name]) <= one.high)
                        widths.append(one.high - one.low)
                worst = min(worst, np.mean(right))
                print(f"{kind:16} {length:3} days, cut on {cut:2}: {np.mean(right):6.1%}, width {np.mean(widths):5.1f}")
    print(f"worst {worst:.1%}")
    sys.exit(worst < 0.9)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)

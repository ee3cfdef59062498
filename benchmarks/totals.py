"""Do the totals that are told hold the truth, however skewed the amounts, and if larger initiatives answer more often?

Synthetic provinces in which the truth is known; only what would be told counts: what is hidden (few answers, one that
dominates) is left out. Use: .venv/bin/python benchmarks/totals.py [MONITORS]
"""

import sys

import numpy as np
from scipy import special
from simulation import POPULATIONS, RATES, design_of

from monitor_lib.figures.estimates import quantities
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.reference import codebook

SPREADS = (0.5, 1.0, 1.5)  # standard deviation of the logarithm
PULLS = (0.0, 0.2, -0.2)  # log-odds of answering per standard deviation of the logarithm
CLASSES = {"10-19": (10, 20), "20-29": (20, 30), "30+": (30, 1000)}


def totals(spread: float, pull: float, draw: np.random.Generator):
    """Per province with ten answers or more: how many, whether its total is told, its interval, and the true total."""
    rules, provinces = codebook.load().publication, np.repeat(np.arange(12), POPULATIONS)
    sizes = draw.normal(size=provinces.size)
    amounts = np.exp(3 + spread * sizes)
    answered = draw.random(provinces.size) < special.expit(special.logit(RATES[provinces]) + pull * sizes)
    design, given = design_of(provinces[answered]), amounts[answered]
    for province, population in enumerate(POPULATIONS):
        inside = provinces[answered] == province
        if inside.sum() >= 10:
            mean = quantities.mean(design, given, inside, rules.confidence)
            total = quantities.scaled(mean, int(population))
            told = disclosure.total_class(total, given[inside], rules)[0] != "D"
            band = quantities.scenario_band(design, given, inside, rules.size_bias)
            interval = quantities.widened(total, band).interval
            yield int(inside.sum()), told, interval, amounts[provinces == province].sum()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    draw = np.random.default_rng(2026)
    for pull in PULLS:
        for spread in SPREADS:
            found = [each for _ in range(count) for each in totals(spread, pull, draw)]
            words = []
            for name, (least, under) in CLASSES.items():
                own = [each for each in found if least <= each[0] < under]
                held = [low <= truth <= high for _, told, (low, high), truth in own if told]
                wide = np.median([high / low for _, told, (low, high), _ in own if told])
                words.append(
                    f"n {name}: {np.mean(held):.1%} of {len(held)} ({len(held) / len(own):.0%} told, x{wide:.1f})"
                )
            print(f"spread {spread}, pull {pull:+.1f}: " + "; ".join(words))


if __name__ == "__main__":
    main()

"""What chance alone would do: p-values, and their correction when there are many.

`scipy.stats` has Fisher's test and the correction too, but every run would wait while it is loaded; the tests compare
with it.
"""

import math

import numpy as np
from scipy import special

SMALLEST_EXPECTED = 5  # where an expected count is under it, the normal approximation does not hold
_ROUNDING = 1e-7  # as in R's fisher.test: outcomes that are as likely but for rounding


def two_sided(z: float) -> float:
    """The chance of a standard normal value at least this far from nothing, on either side."""
    return math.erfc(z / math.sqrt(2))


def is_small(here: np.ndarray, there: np.ndarray) -> bool:
    """Whether an expected count of the two groups is too small for the normal approximation.

    In whole numbers: at a count of exactly the smallest neither rounding nor which group comes first may decide.

    Args:
        here: whether each respondent of the one group gave the answer.
        there: the same of the other.

    Source: Cochran (1954).
    """
    respondents, given = len(here) + len(there), int(here.sum()) + int(there.sum())
    return min(len(here), len(there)) * min(given, respondents - given) < SMALLEST_EXPECTED * respondents


def fisher_exact(here: np.ndarray, there: np.ndarray) -> float:
    """The two-sided p-value that two groups give an answer equally often, whatever their sizes.

    The sum of the chances of all outcomes that are no likelier than this one, with as many answers in all.

    Args:
        here: whether each respondent of the one group gave the answer.
        there: the same of the other.

    Source: Fisher (1935).
    """
    seen, given = int(here.sum()), int(here.sum() + there.sum())
    possible = np.arange(max(0, given - len(there)), min(len(here), given) + 1)
    ways = _log_choices(len(here), possible) + _log_choices(len(there), given - possible)
    chances = np.exp(ways - _log_choices(len(here) + len(there), given))
    no_likelier = chances <= chances[possible == seen] * (1 + _ROUNDING)
    return min(1.0, float(chances[no_likelier].sum()))


def _log_choices(among: int, chosen: np.ndarray | int) -> np.ndarray:
    """The logarithm of the number of ways to choose so many."""
    return -np.log1p(among) - special.betaln(among - chosen + 1, chosen + 1)


def adjusted(p_values: np.ndarray) -> np.ndarray:
    """The p-values after Benjamini-Hochberg; missing ones stay missing and do not count as tests.

    Source: Benjamini & Hochberg (1995).
    """
    result, tested = np.full(len(p_values), np.nan), np.flatnonzero(~np.isnan(p_values))
    falling = tested[np.argsort(p_values[tested])[::-1]]
    spread = p_values[falling] * len(falling) / np.arange(len(falling), 0, -1)
    result[falling] = np.minimum.accumulate(spread)  # never above the largest p-value
    return result

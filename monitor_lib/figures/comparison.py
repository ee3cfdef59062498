"""A province against the rest of the country: one test per answer, and one correction over all of them."""

import numpy as np
from scipy import stats

_SMALLEST_EXPECTED = 5


def p_value(successes: tuple[int, int], respondents: tuple[int, int]) -> float:
    """The two-sided p-value that two separate groups have the same share.

    The pooled score test, and Fisher's exact test where an expected count is under 5: a linearised t-test would find
    false differences in most monitors when all provinces are equal.

    Source: Newcombe (1998); Fisher (1935).
    """
    pooled = sum(successes) / sum(respondents)
    if pooled in (0, 1):
        return 1.0
    expected = [n * share for n in respondents for share in (pooled, 1 - pooled)]
    if min(expected) < _SMALLEST_EXPECTED:
        table = [[k, n - k] for k, n in zip(successes, respondents, strict=True)]
        return float(stats.fisher_exact(table).pvalue)
    difference = successes[0] / respondents[0] - successes[1] / respondents[1]
    error = np.sqrt(pooled * (1 - pooled) * (1 / respondents[0] + 1 / respondents[1]))
    return float(2 * stats.norm.sf(abs(difference) / error))


def adjusted(p_values: np.ndarray) -> np.ndarray:
    """The p-values after Benjamini-Hochberg; missing ones stay missing and do not count as tests.

    Source: Benjamini & Hochberg (1995).
    """
    result = np.full(len(p_values), np.nan)
    tested = ~np.isnan(p_values)
    if tested.any():
        result[tested] = stats.false_discovery_control(p_values[tested])
    return result

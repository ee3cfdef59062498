"""A province against the rest of the country: one test per answer."""

from dataclasses import replace

import numpy as np

from monitor_lib.figures.differences.significance import fisher_exact, is_small, two_sided
from monitor_lib.figures.estimates.estimation import effective_size, ratios
from monitor_lib.figures.respondents.design import Design, covariance


def p_values(design: Design, given: np.ndarray, here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Per answer, the two-sided p-value that two separate domains have the same share.

    The pooled score test z = (p_d - p_r) / sqrt(pbar (1 - pbar) (1 / n_eff,d + 1 / n_eff,r)), without the correction
    for a finite population: the question is whether the domains differ by more than chance, not whether these lists do.
    Fisher's exact test on the answers as given where an expected count is under 5. A linearised t-test would find false
    differences in most monitors when all provinces are equal.

    Args:
        design: the design.
        given: a row per answer, a column per respondent.
        here: respondents in the one domain and in the base.
        there: respondents in the other.

    Source: Newcombe (1998); Fisher (1935); Korn & Graubard (1998) for n_eff.
    """
    endless = replace(design, sizes=np.full_like(design.sizes, np.inf))
    shares, sizes = zip(*(_shares_and_sizes(endless, given, inside) for inside in (here, there)), strict=True)
    return np.array(
        [
            _p_value(np.array([one, other]), np.array([n, m]), answer[here], answer[there])
            for one, other, n, m, answer in zip(*shares, *sizes, given, strict=True)
        ]
    )


def _shares_and_sizes(design: Design, given: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, list[float]]:
    values, influence = ratios(design, given.T.astype(float), inside)
    variances = np.diag(covariance(design, influence))
    return values, [effective_size(design, *pair, inside) for pair in zip(values, variances, strict=True)]


def _p_value(shares: np.ndarray, sizes: np.ndarray, here: np.ndarray, there: np.ndarray) -> float:
    pooled = float(shares @ sizes / sizes.sum())
    if pooled <= 0 or pooled >= 1:
        return 1.0
    if is_small(here, there):
        return fisher_exact(here, there)
    error = np.sqrt(pooled * (1 - pooled) * (1 / sizes).sum())
    return two_sided(abs(shares[0] - shares[1]) / error)

"""Shares with their uncertainty: intervals that hold at small n.

An estimate is about a domain: the respondents for whom `inside` is true. The others stay in the variance.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from monitor_lib.figures.respondents.design import Design, covariance, kish
from monitor_lib.reference.interval import Interval


@dataclass(frozen=True)
class Estimate:
    """A value with its interval and its standard error; nan where there is nothing to estimate from.

    A count of everything known has no interval. `effective` is the size of the simple random sample that would be as
    precise (shares only).
    """

    value: float
    interval: Interval | None
    respondents: int
    error: float = np.nan
    effective: float = np.nan

    @property
    def variation(self) -> float:
        """The coefficient of variation: standard error over value."""
        return self.error / self.value if self.value else np.nan


# What rounding leaves of nothing.
_EVERYONE = 1e-9
NOTHING = Estimate(np.nan, None, 0)


def shares(design: Design, given: np.ndarray, inside: np.ndarray, confidence: float) -> list[Estimate]:
    """The share of the domain that gave each answer, as a fraction, with its Wilson interval.

    A ratio of two estimated totals with influence z_i = d_i (y_i - p) / N_d. The interval is Wilson's with
    n_eff = p (1 - p) / V and t(df) for z, so weights and the finite population are inside. At p = 0 or 1, where V is 0,
    n_eff = (n_d - 1) / ((1 - f_d) deff_d): "5 van de 5" is no certainty. When the whole domain answered it is exact.

    Args:
        design: the design.
        given: a row per answer, a column per respondent: whether it was given.
        inside: whether each respondent is in the domain and in the question's base.
        confidence: of the interval.

    Source: Korn & Graubard (1998); Wilson (1927); R survey 4.5, svyciprop(method = "wilson").
    """
    respondents = int(inside.sum())
    if respondents == 0:
        return [NOTHING for _ in given]
    values, influence = ratios(design, given.T.astype(float), inside)
    variances = np.clip(np.diag(covariance(design, influence)), 0, None)
    t = quantile(design, confidence)
    estimates = []
    for value, variance in zip(values, variances, strict=True):
        effective = effective_size(design, value, variance, inside)
        interval = wilson(value, effective, t)
        estimates.append(Estimate(float(value), interval, respondents, float(np.sqrt(variance)), effective))
    return estimates


def answered_otherwise(shares: np.ndarray, bias: float) -> tuple[np.ndarray, np.ndarray]:
    """What shares would be if those who gave the answer had responded a part more often than others, and less often.

    p / (1 + b) over p / (1 + b) + 1 - p, and the same with 1 - b: each of them then stands for fewer, or for more. No
    weight can repair it, as the list does not tell who would have given the answer.
    """
    lower, higher = (shares / (shares + (1 - shares) * (1 + side * bias)) for side in (1, -1))
    return lower, higher


def ratios(design: Design, amounts: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean over the domain of each column of amounts, and each respondent's influence on it."""
    population = design.weights @ inside
    values = design.weights @ (amounts * inside[:, None]) / population
    return values, inside[:, None] * (amounts - values) / population


def effective_size(design: Design, value: float, variance: float, inside: np.ndarray) -> float:
    """The size of the simple random sample that is as precise about a share; infinite when all of a domain answered."""
    weights = design.weights[inside]
    open_fraction = 1.0 if np.isinf(design.sizes).all() else 1 - min(1.0, len(weights) / weights.sum())
    if open_fraction < _EVERYONE:
        return np.inf
    if value <= _EVERYONE or value >= 1 - _EVERYONE:
        return (len(weights) - 1) / (open_fraction * kish(weights))
    return value * (1 - value) / variance if variance > 0 else np.inf


def quantile(design: Design, confidence: float) -> float:
    """The t-quantile of a two-sided interval, with the design's degrees of freedom."""
    return float(special.stdtrit(max(design.degrees, 1), (1 + confidence) / 2))


def wilson(value: float, effective: float, t: float) -> Interval:
    """Wilson's score interval around a share. Source: Wilson (1927)."""
    if np.isinf(effective):
        return Interval(value, value)
    if effective <= 0:
        return Interval(0.0, 1.0)
    shrink = 1 + t**2 / effective
    centre = (value + t**2 / (2 * effective)) / shrink
    half = t * np.sqrt(value * (1 - value) / effective + t**2 / (4 * effective**2)) / shrink
    low = 0.0 if value == 0 else max(0.0, float(centre - half))
    high = 1.0 if value == 1 else min(1.0, float(centre + half))
    return Interval(low, high)

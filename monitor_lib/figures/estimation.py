"""Estimates with their uncertainty: shares and medians, with intervals that hold at small n."""

from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Estimate:
    """A value with the limits of its interval; all missing (nan) where there is nothing to estimate from."""

    value: float
    low: float
    high: float
    respondents: int

    @property
    def width(self) -> float:
        """High minus low, in the unit of the value."""
        return self.high - self.low


def share(successes: int, respondents: int, confidence: float) -> Estimate:
    """The share of respondents who gave an answer, as a fraction, with its Wilson score interval.

    At 0 of n and n of n the interval keeps its width: "5 van de 5" is no certainty.

    Source: Wilson (1927); Newcombe (1998), method 3.
    """
    if respondents == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    z2 = stats.norm.ppf((1 + confidence) / 2) ** 2
    p = successes / respondents
    centre = (p + z2 / (2 * respondents)) / (1 + z2 / respondents)
    half = np.sqrt(z2 * (p * (1 - p) + z2 / (4 * respondents)) / respondents) / (1 + z2 / respondents)
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == respondents else centre + half
    return Estimate(p, float(low), float(high), respondents)


def median(values: np.ndarray, confidence: float) -> Estimate:
    """The median of the values, in their unit, with the Woodruff interval.

    The interval of the share below the median (one half) is read back through the distribution of the values, so that
    both limits are values that somebody gave.

    Source: Woodruff (1952); Sarndal, Swensson & Wretman (1992), section 5.11.
    """
    if values.size == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    half = stats.norm.ppf((1 + confidence) / 2) * np.sqrt(0.25 / values.size)
    levels = np.clip([0.5 - half, 0.5 + half], 0, 1)
    low, high = np.quantile(values, levels, method="inverted_cdf")
    return Estimate(float(np.median(values)), float(low), float(high), int(values.size))

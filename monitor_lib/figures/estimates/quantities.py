"""Numbers with their uncertainty: medians, means and totals of what initiatives count, which is skewed.

An estimate is about a domain: the respondents for whom `inside` is true. The others stay in the variance.
"""

from dataclasses import replace

import numpy as np
from scipy import special

from monitor_lib.figures.estimates.estimation import NOTHING, Estimate, quantile, ratios, wilson
from monitor_lib.figures.respondents.design import Design, covariance, kish
from monitor_lib.reference.interval import Interval


def mean(design: Design, amounts: np.ndarray, inside: np.ndarray, confidence: float) -> Estimate:
    """The mean over the domain, in the unit of the amounts; its interval cannot fall below nothing.

    The interval is as wide as two ask together: the log-t one, value * exp(-+ t SE / value), and that of a mean of
    amounts whose logarithms are normal. Of skewed amounts the first is too narrow, as the standard error is too small
    just when the largest ones did not answer; of others the second may be. None around nothing.

    Source: Sarndal, Swensson & Wretman (1992), section 5.7, for the ratio; delta method on the logarithm.
    """
    if not inside.any():
        return NOTHING
    values, influence = ratios(design, np.where(inside, amounts, 0.0)[:, None], inside)
    value, error = float(values[0]), float(np.sqrt(covariance(design, influence)[0, 0]))
    interval = None
    if value > 0:
        spread = float(np.exp(quantile(design, confidence) * error / value))
        skewed = _lognormal(design, amounts, inside, confidence)
        interval = Interval(min(value / spread, skewed.low), max(value * spread, skewed.high))
    return Estimate(value, interval, int(inside.sum()), error)


def _lognormal(design: Design, amounts: np.ndarray, inside: np.ndarray, confidence: float) -> Interval:
    """The interval of the mean of amounts of which some are nothing and the logarithms of the others are normal.

    The logarithm of that mean is log p + m + s^2 / 2: the share of the others, the mean and the variance of their
    logarithms. The limits of the three (Wilson's, Student's, and that of a variance) are joined as those of a sum.
    Weights count by the size of the simple random sample that would be as precise, and every limit lies nearer as more
    of the domain answered.

    Source: Zou, Taleban & Huo (2009), Statistics in Medicine 28; Cox in Land (1972) for the mean.
    """
    weights, filled = design.weights[inside], amounts[inside] > 0
    logs, own = np.log(amounts[inside][filled]), weights[filled]
    if len(logs) < 2:
        return Interval(np.inf, -np.inf)
    size, freedom = len(logs) / kish(own), len(logs) - 1
    centre = float(np.average(logs, weights=own))
    variance = float(np.average((logs - centre) ** 2, weights=own)) * len(logs) / freedom
    share = float(own.sum() / weights.sum())
    t = float(special.stdtrit(freedom, (1 + confidence) / 2))
    chances = wilson(share, len(weights) / kish(weights), t)
    ends = (freedom / special.chdtri(freedom, (1 + side * confidence) / 2) for side in (-1, 1))
    low, high = (variance * end / 2 for end in ends)
    middle, half = np.log(share) + centre + variance / 2, t * np.sqrt(variance / size)
    below = np.log(share / max(chances.low, np.finfo(float).tiny)), half, variance / 2 - low
    above = np.log(chances.high / share), half, high - variance / 2
    root = np.sqrt(1 - min(1.0, len(weights) / weights.sum()))
    lower, upper = (float(np.hypot.reduce(sides)) for sides in (below, above))
    return Interval(float(np.exp(middle - root * lower)), float(np.exp(middle + root * upper)))


def scaled(estimate: Estimate, population: int) -> Estimate:
    """The total over a domain of this many initiatives, from their mean.

    Whoever did not fill in the amount is taken to be like those who did: without that, an estimated total would be that
    of the initiatives that filled it in.
    """
    interval = estimate.interval and Interval(*(population * limit for limit in estimate.interval))
    return Estimate(population * estimate.value, interval, estimate.respondents, population * estimate.error)


def widened(estimate: Estimate, band: tuple[float, float]) -> Estimate:
    """The same with each limit of its interval moved by its factor of a band, down and up.

    Chance and who answered may err the same way: the one does not stand in for the other.
    """
    if estimate.interval is None:
        return estimate
    (low, high), (lower, higher) = estimate.interval, band
    return replace(estimate, interval=Interval(low * lower, high * higher))


def scenario_band(design: Design, amounts: np.ndarray, inside: np.ndarray, bias: float) -> tuple[float, float]:
    """How a mean would change if size had a say in who answered, as factors: (if larger ones answered more, if less).

    Each respondent's weight is multiplied by exp(-+ bias z), z its standardised logarithm of size: what weighting would
    have to do if the log-odds of answering rose, or fell, by `bias` per standard deviation. No weight by province or
    type can repair it, and the data cannot show it.
    """
    sizes = np.log1p(amounts[inside])
    spread = sizes.std() if sizes.size else 0.0
    if spread == 0:
        return 1.0, 1.0
    standard, weights = (sizes - sizes.mean()) / spread, design.weights[inside]
    asis = np.average(amounts[inside], weights=weights)
    lower, higher = (
        float(np.average(amounts[inside], weights=weights * np.exp(sign * bias * standard)) / asis) for sign in (-1, 1)
    )
    return lower, higher


def median(design: Design, amounts: np.ndarray, inside: np.ndarray, confidence: float) -> Estimate:
    """The median over the domain, in the unit of the amounts, with the Woodruff interval.

    The interval of the share at or below the median is read back through the weighted distribution, so that both limits
    are amounts that somebody gave.

    Source: Woodruff (1952); Sarndal, Swensson & Wretman (1992), section 5.11.
    """
    if not inside.any():
        return NOTHING
    order = np.argsort(amounts[inside], kind="stable")
    values, weights = amounts[inside][order], design.weights[inside][order]
    value = _weighted_quantile(values, weights, 0.5)
    below = (np.where(inside, amounts, np.inf) <= value).astype(float)
    levels, influence = ratios(design, below[:, None], inside)
    half = quantile(design, confidence) * float(np.sqrt(covariance(design, influence)[0, 0]))
    limits = (_weighted_quantile(values, weights, np.clip(levels[0] + side * half, 0, 1)) for side in (-1, 1))
    return Estimate(value, Interval(*limits), int(inside.sum()))


def _weighted_quantile(values: np.ndarray, weights: np.ndarray, level: float) -> float:
    """The smallest value at or below which at least this share of the weight lies."""
    reached = np.cumsum(weights) / weights.sum() >= level - 1e-12
    return float(values[np.argmax(reached)])

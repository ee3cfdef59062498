"""Partial pooling ("modelschatting"): figures of areas drawn to one another as far as the data say.

For researchers only, and made of published figures alone: a group that is hidden takes no part and gets no value.

Literature: Fay & Herriot (1979); Rao & Molina (2015), chapters 6 and 10; Gelman (2006) for a uniform prior on a spread;
Freeman & Tukey (1950) and Anscombe (1948) for the scale of shares.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

_SPREADS, _STEPS = 200, 400
_ON_SCALE = ("value", "low", "high", "middle")


@dataclass(frozen=True)
class Pooled:
    """What the model says, per area: its value, the limits of its interval, and the chance to lie above a reference.

    `middle` is what it expects of an area of which nothing is known.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    higher: np.ndarray
    middle: float


def pooled(direct: np.ndarray, errors: np.ndarray, widest: float, confidence: float, beside: np.ndarray) -> Pooled:
    """The true figures of areas, normal around one middle with a spread that the data tell.

    Middle and spread are integrated out: the middle exactly, the spread over a grid with a uniform prior, so that the
    intervals hold what is not known of them either.

    Args:
        direct: the figure of each area.
        errors: its standard error.
        widest: the largest spread that is thought of.
        confidence: of the intervals.
        beside: per area, what the chance to lie above it is asked of.

    Source: Gelman et al. (2013), Bayesian Data Analysis, section 5.4; Rubin (1981).
    """
    spread = np.linspace(0, widest, _SPREADS + 1)[1:, None]
    sure = 1 / (spread**2 + errors**2)
    middle = (sure @ direct / sure.sum(axis=1))[:, None]
    fits = (np.log(sure) - sure * (direct - middle) ** 2).sum(axis=1) - np.log(sure.sum(axis=1))
    chance = np.exp((fits - fits.max()) / 2)
    chance /= chance.sum()
    drawn = errors**2 * sure
    means = direct - drawn * (direct - middle)
    deviations = np.sqrt(errors**2 * (1 - drawn) + drawn**2 / sure.sum(axis=1)[:, None])
    low, high = (means + side * 6 * deviations for side in (-1, 1))
    steps = np.linspace(low.min(axis=0), high.max(axis=0), _STEPS)
    below = np.einsum("s,ksa->ka", chance, special.ndtr((steps[:, None] - means) / deviations))
    low, high = (
        np.array([np.interp(level, below[:, area], steps[:, area]) for area in range(len(direct))])
        for level in ((1 - confidence) / 2, (1 + confidence) / 2)
    )
    higher = 1 - chance @ special.ndtr((beside - means) / deviations)
    return Pooled(chance @ means, low, high, higher, float(chance @ middle[:, 0]))


def pooled_shares(shares: np.ndarray, sizes: np.ndarray, confidence: float, beside: np.ndarray) -> Pooled:
    """Shares, pooled on the scale arcsin sqrt, on which their error depends on the number of answers alone.

    Args:
        shares: the figure of each area, as a fraction.
        sizes: how many answers it rests on. That part of a list answered is left out of account, which makes up for
            the scale being no exact one: without it intervals cover 92.6% at worst (`benchmarks/pooling.py`).
        confidence: of the intervals.
        beside: per area, the share that the chance to lie above it is asked of.
    """
    scaled = np.arcsin(np.sqrt((shares * sizes + 3 / 8) / (sizes + 3 / 4)))
    errors = 1 / (2 * np.sqrt(sizes + 1 / 2))
    found = pooled(scaled, errors, np.pi / 4, confidence, np.arcsin(np.sqrt(beside)))
    back = {name: np.sin(np.clip(getattr(found, name), 0, np.pi / 2)) ** 2 for name in _ON_SCALE}
    return replace(found, **back)


def pooled_medians(
    medians: np.ndarray, limits: np.ndarray, sizes: np.ndarray, confidence: float, beside: float
) -> Pooled:
    """Medians, pooled on their logarithm (plus one, as a median may be nothing).

    The width of one interval tells the error badly, so that of all together does, by the number of answers: a
    generalised variance function, as is usual for the model.

    Args:
        medians: the figure of each area, in its unit.
        limits: a row per area: its interval, of which the width tells the error. An area without one takes no part, and
            gets nan.
        sizes: how many answers each rests on.
        confidence: of that interval, and of those of the model.
        beside: the median of the whole, which the chance to lie above it is asked of.

    Source: Wolter (2007), chapter 7; Rao & Molina (2015), section 6.4.1.
    """
    known = ~np.isnan(limits).any(axis=1)
    logs, (low, high) = np.log1p(medians[known]), np.log1p(limits[known].T)
    widths = np.maximum(high - low, np.exp(-logs))  # an interval of one number is no certainty
    smooth = np.sqrt((widths**2 * sizes[known]).mean() / sizes[known])
    errors = smooth / (2 * special.ndtri((1 + confidence) / 2))
    found = pooled(logs, errors, 2 * float(np.ptp(logs)) + 1, confidence, np.full(len(logs), np.log1p(beside)))
    back = {name: np.expm1(getattr(found, name)) for name in _ON_SCALE}
    return _among(replace(found, **back), known)


def _among(made: Pooled, known: np.ndarray) -> Pooled:
    """The model of the areas that are known as one of all, with nan for the others."""
    columns = np.full((4, len(known)), np.nan)
    columns[:, known] = made.value, made.low, made.high, made.higher
    value, low, high, higher = columns
    return Pooled(value, low, high, higher, made.middle)


def benchmarked(made: Pooled, populations: np.ndarray, others: float, whole: float) -> Pooled:
    """Shares moved by one amount, so that all areas weighted by their populations give the share of the whole.

    Args:
        made: the model.
        populations: of its areas.
        others: population of the areas that take no part: they stand at the middle.
        whole: the share of all together.

    Source: Rao & Molina (2015), section 6.4.6.
    """
    every = np.append(made.value, made.middle)
    moved = whole - float(np.average(every, weights=np.append(populations, others)))
    return replace(made, **{name: np.clip(getattr(made, name) + moved, 0, 1) for name in ("value", "low", "high")})

"""The survey design: for how many initiatives each respondent stands, and what that does to uncertainty.

The inventory is the frame of N initiatives, all invited. Within a response group the respondents are treated as a
simple random sample without replacement, conditional on their number: missing at random, an assumption.

Literature: Holt & Smith (1979); Sarndal, Swensson & Wretman (1992); Deville & Sarndal (1992); Lumley (2010).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

_TOLERANCE = 1e-12
_ROUNDS = 1000


@dataclass(frozen=True)
class Design:
    """Weights of respondents, and the groups within which they count as a random sample.

    Per respondent: `weights` (initiatives stood for), `base` (the same before calibration), `groups` (number of its
    group) and `margins` (a 0/1 column per category calibrated on; no columns when not calibrated). Per group: `sizes`
    (initiatives on the list).
    """

    weights: np.ndarray
    base: np.ndarray
    groups: np.ndarray
    sizes: np.ndarray
    margins: np.ndarray

    @property
    def degrees(self) -> int:
        """Degrees of freedom: respondents minus groups."""
        return len(self.weights) - len(self.sizes)

    @property
    def effect(self) -> float:
        """The design effect of unequal weights. Source: Kish (1965)."""
        return kish(self.weights)


def kish(weights: np.ndarray) -> float:
    """How many times the variance grows because the weights differ, at least 1. Source: Kish (1965)."""
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def stratified(labels: np.ndarray, population: Mapping[str, int]) -> Design:
    """Every respondent stands for N_h / n_h initiatives of its group.

    Args:
        labels: the group of each respondent.
        population: initiatives on the list, per group.
    """
    names, groups, counts = np.unique(labels, return_inverse=True, return_counts=True)
    sizes = np.array([population[name] for name in names], dtype=float)
    weights = (sizes / counts)[groups]
    return Design(weights, weights, groups, sizes, np.empty((len(weights), 0)))


def raked(design: Design, categories: Sequence[np.ndarray], totals: Sequence[Mapping[str, int]]) -> Design:
    """The design with its weights raked until they add up to the list's totals in every category.

    Args:
        design: where the weights start.
        categories: per margin, the category of each respondent; every category of the list must occur.
        totals: per margin, the initiatives on the list per category.

    Raises:
        ValueError: when the totals cannot all be met.

    Source: Deming & Stephan (1940); the variance as in Deville & Sarndal (1992).
    """
    coded = [np.unique(column, return_inverse=True) for column in categories]
    targets = [_ordered(total, names) for (names, _), total in zip(coded, totals, strict=True)]
    margins = np.column_stack([np.eye(len(names))[codes] for names, codes in coded])
    weights, goal = design.base.copy(), np.concatenate(targets)
    for _ in range(_ROUNDS):
        for (_, codes), target in zip(coded, targets, strict=True):
            weights *= (target / np.bincount(codes, weights))[codes]
        if np.abs(margins.T @ weights - goal).max() <= _TOLERANCE * goal.max():
            return replace(design, weights=weights, margins=margins)
    raise ValueError("the margins contradict each other: raking does not end")


def _ordered(total: Mapping[str, int], names: np.ndarray) -> np.ndarray:
    return np.array([total[name] for name in names], dtype=float)


def covariance(design: Design, influence: np.ndarray) -> np.ndarray:
    """The covariance of estimates, from the influence of each respondent on each.

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_i (u_hi - mean u_h)(u_hi - mean u_h)', with u = w e and e what remains of
    the influence after weighted least squares on the calibrated margins, with the weights before calibration. A group
    with one respondent adds nothing: groups are collapsed beforehand.

    Args:
        design: the design.
        influence: a row per respondent, a column per estimate.

    Source: Deville & Sarndal (1992); Sarndal, Swensson & Wretman (1992), section 6.6.
    """
    own_scores = scores(design, influence)
    result = np.zeros((influence.shape[1], influence.shape[1]))
    for group, size in enumerate(design.sizes):
        own = own_scores[design.groups == group]
        if len(own) > 1:
            centred = own - own.mean(axis=0)
            result += (1 - len(own) / size) * len(own) / (len(own) - 1) * centred.T @ centred
    return result


def scores(design: Design, influence: np.ndarray) -> np.ndarray:
    """What each respondent adds to each estimate, weight included: the u of `covariance`, in the shape of influence."""
    return design.weights[:, None] * _residual(design, influence)


def _residual(design: Design, influence: np.ndarray) -> np.ndarray:
    if design.margins.shape[1] == 0:
        return influence
    root = np.sqrt(design.base)[:, None]
    fitted, *_ = np.linalg.lstsq(design.margins * root, influence * root, rcond=None)
    return influence - design.margins @ fitted


def response_groups(answers: Mapping[str, int], parts: Mapping[str, str], smallest: int) -> dict[str, str]:
    """The response group of each province: itself, or with neighbours of its landsdeel when its answers are too few.

    Provinces next to each other in CBS order within a landsdeel are neighbours on the map too. A landsdeel that has too
    few answers as a whole goes with the one beside it.

    Args:
        answers: respondents per province, in CBS order, provinces without any included.
        parts: the landsdeel of each province.
        smallest: respondents that a group needs.
    """
    merged = []
    for part in dict.fromkeys(parts[code] for code in answers):
        merged += _merged([(code,) for code in answers if parts[code] == part], answers, smallest)
    return {code: "+".join(group) for group in _merged(merged, answers, smallest) for code in group}


def _merged(groups: list[tuple[str, ...]], answers: Mapping[str, int], smallest: int) -> list[tuple[str, ...]]:
    """The groups, each that is too small joined to the smaller of its neighbours."""
    groups = list(groups)
    while len(groups) > 1:
        sizes = [sum(answers[code] for code in group) for group in groups]
        at = sizes.index(min(sizes))
        if sizes[at] >= smallest:
            break
        first = at - 1 if at and (at + 1 == len(groups) or sizes[at - 1] <= sizes[at + 1]) else at
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    return groups

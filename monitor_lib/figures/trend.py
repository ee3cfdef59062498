"""A wave against the wave before it: how far the answers changed, and whether by more than chance.

An initiative is the unit, with up to one row a wave. Those that answered both times answer alike, which makes a change
surer than two separate samples would: their covariance counts.

Literature: Zou & Donner (2008) for the interval; Newcombe (1998); Lumley (2010), chapter 2, for units over time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from monitor_lib.figures.design import Design, scores
from monitor_lib.figures.estimation import Estimate, effective_size, ratios
from monitor_lib.figures.significance import SMALLEST_EXPECTED, fisher_exact, two_sided


@dataclass(frozen=True)
class Panel:
    """Initiatives that answered in either wave, each once.

    `then` and `now`: per respondent of a wave, the position of its initiative. `groups`: per initiative, the number of
    its response group. `sizes`: per group, the initiatives on either list.
    """

    then: np.ndarray
    now: np.ndarray
    groups: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True)
class Domain:
    """The respondents of one wave that a figure is about: a row of `given` per answer, `inside` and in its base."""

    design: Design
    given: np.ndarray
    inside: np.ndarray


@dataclass(frozen=True)
class Change:
    """How far a share changed, as a fraction, with its interval; the p-value of no change at all."""

    value: float
    low: float
    high: float
    error: float
    p_value: float


def panel(then: np.ndarray, now: np.ndarray, group_of: Mapping[str, str], sizes: Mapping[str, int]) -> Panel:
    """The panel of two waves.

    Args:
        then: the initiative of each respondent of the earlier wave.
        now: of each respondent of the later one.
        group_of: the response group of every initiative among them.
        sizes: initiatives on either list, per group.
    """
    units, positions = np.unique(np.concatenate([then, now]), return_inverse=True)
    names, groups = np.unique([group_of[unit] for unit in units], return_inverse=True)
    counts = np.array([sizes[name] for name in names], dtype=float)
    return Panel(positions[: len(then)], positions[len(then) :], groups, counts)


def covariances(made: Panel, then: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per estimate its variance in the earlier and the later wave, and the covariance of the two.

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_i (u_hi - mean u_h)(u_hi - mean u_h)', where n_h counts initiatives that
    answered in either wave, f_h is their part of the lists, and u holds an initiative's scores in both (nothing where
    it did not answer).

    Args:
        made: the panel.
        then: scores of the earlier wave, a row per respondent and a column per estimate.
        now: of the later one.
    """
    before, after = (np.zeros((len(made.groups), then.shape[1])) for _ in range(2))
    before[made.then], after[made.now] = then, now
    sums = np.zeros((3, then.shape[1]))
    for group, size in enumerate(made.sizes):
        own = made.groups == group
        n = int(own.sum())
        if n > 1:
            one, other = (side[own] - side[own].mean(axis=0) for side in (before, after))
            factor = (1 - min(1.0, n / size)) * n / (n - 1)
            sums += factor * np.array([(one**2).sum(axis=0), (other**2).sum(axis=0), (one * other).sum(axis=0)])
    return sums[0], sums[1], sums[2]


def changes(
    made: Panel, waves: tuple[Domain, Domain], estimates: tuple[list[Estimate], list[Estimate]]
) -> list[Change]:
    """Per answer how far its share changed from the earlier wave to the later.

    The interval is that of Zou and Donner: from the intervals of both shares, so that it holds at small numbers too,
    with the correlation that the panel brings. The test is the pooled score test of the comparison of areas with that
    correlation, without the correction for a finite population. A share that is known better than a count of the whole
    list would tell was calibrated to the list: its change is that of the list, and is not tested (nan).

    Args:
        made: the panel.
        waves: the earlier and the later wave.
        estimates: the shares of both, with their intervals.

    Source: Zou & Donner (2008), section 2.3, for limits of correlated estimates.
    """
    endless = replace(made, sizes=np.full_like(made.sizes, np.inf))
    influences = [ratios(wave.design, wave.given.T.astype(float), wave.inside) for wave in waves]
    own_scores = [scores(wave.design, influence) for wave, (_, influence) in zip(waves, influences, strict=True)]
    finite, infinite = (covariances(each, *own_scores) for each in (made, endless))
    return [
        _change((then, now), *(_Spread(*(float(part[at]) for part in each)) for each in (finite, infinite)), waves, at)
        for at, (then, now) in enumerate(zip(*estimates, strict=True))
    ]


@dataclass(frozen=True)
class _Spread:
    then: float
    now: float
    together: float

    @property
    def correlation(self) -> float:
        """Of the two estimates; nothing where one of them does not vary."""
        both = self.then * self.now
        return float(np.clip(self.together / np.sqrt(both), -1, 1)) if both > 0 else 0.0


def _change(
    pair: tuple[Estimate, Estimate], finite: _Spread, infinite: _Spread, waves: tuple[Domain, Domain], at: int
) -> Change:
    then, now = pair
    correlation, difference = finite.correlation, now.value - then.value
    low = difference - _root(now.value - now.low, then.high - then.value, correlation)
    high = difference + _root(now.high - now.value, then.value - then.low, correlation)
    error = np.sqrt(max(0.0, finite.then + finite.now - 2 * finite.together))
    return Change(difference, max(-1.0, low), min(1.0, high), float(error), _p_value(pair, infinite, waves, at))


def _root(one: float, other: float, correlation: float) -> float:
    return float(np.sqrt(max(0.0, one**2 + other**2 - 2 * correlation * one * other)))


def _p_value(pair: tuple[Estimate, Estimate], spread: _Spread, waves: tuple[Domain, Domain], at: int) -> float:
    """The chance of a change as large as this when nothing changed: Fisher's where an expected count is small."""
    answers = [wave.given[at][wave.inside] for wave in waves]
    sides = zip(pair, (spread.then, spread.now), waves, strict=True)
    sizes = np.array([_endless_size(estimate.value, variance, wave) for estimate, variance, wave in sides])
    if any(size > wave.design.sizes.sum() for size, wave in zip(sizes, waves, strict=True)):
        return np.nan
    shares = np.array([estimate.value for estimate in pair])
    pooled = float(shares @ sizes / sizes.sum())
    if pooled <= 0 or pooled >= 1:
        return 1.0
    if min(map(len, answers)) * min(pooled, 1 - pooled) < SMALLEST_EXPECTED:
        return fisher_exact(*answers)
    shared = 2 * spread.correlation / np.sqrt(sizes.prod())
    variance = pooled * (1 - pooled) * ((1 / sizes).sum() - shared)
    return two_sided(abs(shares[1] - shares[0]) / np.sqrt(variance)) if variance > 0 else 1.0


def _endless_size(value: float, variance: float, wave: Domain) -> float:
    design = replace(wave.design, sizes=np.full_like(wave.design.sizes, np.inf))
    return effective_size(design, value, variance, wave.inside)

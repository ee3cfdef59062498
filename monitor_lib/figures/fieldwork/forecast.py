"""How many answers each province will have when the survey closes, at the pace so far, and in which class that is.

Whoever has not answered does so each day with a chance that is the same for all of a province. That chance is known
from the answers of a window of days, together with those of the whole country where a province has few (a gamma prior
that weighs as much as `_PRIOR` answers). The answers still to come are a mixture of binomial distributions over what
the chance may be. Real answers come in bursts, after a reminder and not at weekends: counts vary `_DISPERSION` times as
much as this says, and the pace itself changes. So the interval runs from the slowest to the fastest of three paces: of
the whole time, of the last week and of the last days, of which the slowest fades as it does when nobody is reminded.
`benchmarks/forecast.py` measures how often it is right: in 20 invented surveys of each of six kinds, cut off on 14
days, for no kind and day in less than 95% of the provinces.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy import special

from monitor_lib.figures.estimates.estimation import Estimate, wilson
from monitor_lib.figures.secrecy.disclosure import share_class
from monitor_lib.reference.records import Publication

_WINDOWS = (None, 7, 3)  # days before now; None is all of them
_PRIOR = 2.0
_DISPERSION = 2.0
_HALVED = 7.0  # days in which a pace that fades is halved
_CONFIDENCE = 0.95
_PLACES = 400  # of the distribution of the chance
_EVEN = 0.5  # the share that needs the most answers


class Outlook(NamedTuple):
    """Where one province stands and will stand: numbers of answers, with the class of a share of a half.

    `low` and `high` hold the final number in at least nine of ten surveys, `likely` is its middle. `needed` are the
    answers still to come until `following`, the next class up; None where no number of answers reaches one.
    """

    answers: int
    listed: int
    low: int
    likely: int
    high: int
    now: str
    expected: str
    lowest: str
    highest: str
    needed: int | None
    following: str


def outlooks(
    days: Mapping[str, np.ndarray], listed: Mapping[str, int], elapsed: int, left: int, rules: Publication
) -> dict[str, Outlook]:
    """The outlook of each province.

    Args:
        days: by province the day of each answer, counted from 0, the day on which the survey opened.
        listed: by province the initiatives on the list, at least as many as its answers.
        elapsed: days so far, the last of the answers included.
        left: days still to come.
        rules: what each class asks.
    """
    found = {}
    for name, own in days.items():
        paces = [_pace(days, listed, first, elapsed) for first in _windows(elapsed)]
        faded = [_to_come(own, listed[name], pace, _faded(left))[0] for pace in paces]
        steady = [_to_come(own, listed[name], pace, left) for pace in paces]
        ends = min(faded), steady[0][1], max(high for *_, high in steady)
        found[name] = _outlook(len(own), listed[name], ends, rules)
    return found


def class_with(answers: int, listed: int, rules: Publication) -> str:
    """The class of a share of a half among this many answers of this many initiatives: of other shares it is no lower.

    The province is taken as a response group of its own, so every answer weighs the same.
    """
    if answers < 2:
        return share_class(Estimate(_EVEN, None, answers), rules)
    unseen = 1 - answers / listed
    effective = (answers - 1) / unseen if unseen > 0 else np.inf
    t = float(special.stdtrit(answers - 1, (1 + rules.confidence) / 2))
    return share_class(Estimate(_EVEN, wilson(_EVEN, effective, t), answers), rules)


def _outlook(answers: int, listed: int, to_come: tuple[int, int, int], rules: Publication) -> Outlook:
    low, likely, high = (answers + count for count in to_come)
    now, *classes = (class_with(count, listed, rules) for count in (answers, likely, low, high))
    better = (count for count in range(answers + 1, listed + 1) if class_with(count, listed, rules) < now)
    first = next(better, None)
    following = class_with(first, listed, rules) if first is not None else ""
    needed = first - answers if first is not None else None
    expected, lowest, highest = classes
    return Outlook(answers, listed, low, likely, high, now, expected, lowest, highest, needed, following)


def _faded(left: float) -> float:
    """As many days at the pace of now as give what a pace that fades gives in these days."""
    return float(_HALVED / np.log(2) * (1 - 0.5 ** (left / _HALVED)))


class _Pace(NamedTuple):
    """The days of a window, and the chance a day in the whole country that one who did not answer yet does."""

    first: int
    last: int
    chance: float


def _windows(elapsed: int) -> list[int]:
    """The first day of each window."""
    return [max(0, elapsed - length) if length else 0 for length in _WINDOWS]


def _pace(days: Mapping[str, np.ndarray], listed: Mapping[str, int], first: int, elapsed: int) -> _Pace:
    came = sum(int((own >= first).sum()) for own in days.values())
    waited = sum(_waited(own, listed[name], first, elapsed) for name, own in days.items())
    return _Pace(first, elapsed, max(came, _EVEN) / max(waited, 1))  # none at all is no proof that none will come


def _waited(own: np.ndarray, listed: int, first: int, elapsed: int) -> int:
    """Days in a window, summed over all who had not answered at the beginning of each."""
    return sum(listed - int((own < day).sum()) for day in range(first, elapsed))


def _to_come(own: np.ndarray, listed: int, pace: _Pace, left: float) -> tuple[int, int, int]:
    """The low end, the middle and the high end of the number of answers still to come, at one pace."""
    shape = (_PRIOR + int((own >= pace.first).sum())) / _DISPERSION
    rate = (_PRIOR / pace.chance + _waited(own, listed, pace.first, pace.last)) / _DISPERSION
    levels = (np.arange(_PLACES) + 0.5) / _PLACES
    chances = -np.expm1(-special.gammaincinv(shape, levels) / rate * left)[:, None]
    waiting = listed - len(own)
    counts = np.arange(waiting + 1)
    ways = special.gammaln(waiting + 1) - special.gammaln(counts + 1) - special.gammaln(waiting - counts + 1)
    known = np.exp(ways + special.xlogy(counts, chances) + special.xlog1py(waiting - counts, -chances))
    reached = np.cumsum(known.mean(axis=0))
    ends = ((1 - _CONFIDENCE) / 2, 0.5, (1 + _CONFIDENCE) / 2)
    low, middle, high = (min(int(np.searchsorted(reached, end)), waiting) for end in ends)
    return low, middle, high

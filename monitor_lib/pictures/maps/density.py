"""How many initiatives there are for every 10,000 inhabitants of a province: what colours a map, beside the count."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures.figure.rows import value
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.sentences import inhabitants_source
from monitor_lib.reference.areas.inhabitants import inhabitants
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.language import say

_TENTH = 100_000  # inhabitants of whom one initiative is a tenth for every 10,000
_UNKNOWN = 1  # the class of a province where it is not known how many people live in one of them


@dataclass(frozen=True)
class Density:
    """Initiatives for every 10,000 inhabitants, in whole tenths by area code, and the lower limits of their classes.

    `source` says who counted the inhabitants, and when. All are empty where it is not known how many people live in
    one of the provinces.
    """

    tenths: dict[str, int]
    limits: tuple[int, ...]
    source: str

    def class_of(self, code: str) -> int:
        """The number of the class that a province falls in."""
        own = self.tenths.get(code)
        return _UNKNOWN if own is None else max(at for at, limit in enumerate(self.limits) if own >= limit)

    def words(self, code: str) -> str:
        """The density of a province in words."""
        return _words(self.tenths[code]) if code in self.tenths else "–"

    @property
    def legend(self) -> tuple[str, ...]:
        """The classes in words; none holds the end of another."""
        ranges = (_range(low, above - 1) for low, above in itertools.pairwise(self.limits))
        return (*ranges, say("{low} of meer", low=_words(self.limits[-1]))) if self.limits else ()


def density(figures: pd.DataFrame, book: Codebook) -> Density:
    """The density in every province, of one wave."""
    known = inhabitants(book.wave(figures["wave"].iloc[0]).year)
    people = known.counts
    if not all(people.get(area.code) for area in book.provinces):
        return Density({}, (), "")
    listed = {area.code: value(figures, "initiatives", area) or 0 for area in book.provinces}
    tenths = {code: round(count / people[code] * _TENTH) for code, count in listed.items()}
    return Density(
        tenths, class_limits(tenths.values()), say("Aantal {source}.", source=inhabitants_source(known.year))
    )


def class_limits(tenths: Iterable[int]) -> tuple[int, ...]:
    """The lower limits of the classes, evenly spread in round steps; the first is 0."""
    number = len(style.load().classes)
    step = max(tenths, default=0) / number
    size = 10 ** math.floor(math.log10(step)) if step >= 1 else 1
    nice = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= step)
    return tuple(nice * at for at in range(number))


def _range(low: int, high: int) -> str:
    return _words(low) if low == high else f"{_words(low)}–{_words(high)}"


def _words(tenths: int) -> str:
    return style.number(tenths / 10, 1)

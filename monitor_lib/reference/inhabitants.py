"""How many people live in the country and each province."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from monitor_lib import paths

SOURCE = "CBS StatLine, Regionale kerncijfers Nederland (70072ned)"


@dataclass(frozen=True)
class Inhabitants:
    """People per area, by CBS code, on 1 January of a year."""

    year: int
    counts: dict[str, int]


@lru_cache
def inhabitants(year: int) -> Inhabitants:
    """The inhabitants in a year; where that is not known, of the year nearest to it."""
    known = _known()
    nearest = min(known, key=lambda other: (abs(other - year), other))
    return Inhabitants(nearest, known[nearest])


def _known() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    with paths.INHABITANTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[int(row["year"])][row["area"]] = int(row["inhabitants"])
    return found

"""How many people live in the country and each province."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.areas.tables import rows

SOURCE = "CBS StatLine, Regionale kerncijfers Nederland (70072ned)"


@dataclass(frozen=True)
class Inhabitants:
    """People per area of the codebook, on 1 January of a year."""

    year: int
    counts: dict[str, int]


@lru_cache
def inhabitants(year: int) -> Inhabitants:
    """The inhabitants in a year; where that is not known, of the year nearest to it.

    Those of the whole are those of its provinces: a monitor need not be about a whole country.
    """
    known, book = _known(), codebook.load()
    nearest = min(known, key=lambda other: (abs(other - year), other), default=year)
    counts = known.get(nearest, {})
    people = {area.code: counts[area.code] for area in book.provinces if area.code in counts}
    whole = {book.country.code: sum(people.values())} if len(people) == len(book.provinces) else {}
    return Inhabitants(nearest, people | whole)


def _known() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows(paths.project().geography.inhabitants):
        found[int(row["year"])][row["area"]] = int(row["inhabitants"])
    return found

"""The postcodes and places that are known, each with its municipality and whether that is certain."""

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import place_names
from monitor_lib.reference.areas.tables import rows

_KM_PER_DEGREE = 111.2
NARROWING = math.cos(math.radians(52.2))
# Of one name in one province: the postcodes of Zeewolde lie 9.7 km apart, the two nearest villages 10.0.
_ONE_VILLAGE = 9.8
# The ways in which a municipality was estimated that are right in 99 of 100 postcodes; the others are in 77.
_BY_NAME = ("municipality name", "place name")


@dataclass(frozen=True)
class Place:
    """A place, or the part of it with one postcode: province and municipality by code, centre in degrees.

    A province that is none of the codebook's is there by its name: what lies in it is known, and is not counted.
    The municipality is an estimate; it is `certain` where it follows from a name that no other village of the province
    bears, and not from what lies nearest.
    """

    name: str
    province: str
    municipality: str
    municipality_name: str
    latitude: float
    longitude: float
    certain: bool


def distance(one: Place, other: Place) -> float:
    """How far two places lie apart, in kilometres, as if the country were flat."""
    north, east = one.latitude - other.latitude, (one.longitude - other.longitude) * NARROWING
    return math.hypot(north, east) * _KM_PER_DEGREE


@lru_cache
def parts() -> tuple[tuple[str, Place], ...]:
    """Every postcode with every place that it is a part of."""
    found = [(row["postcode4"], _place(row)) for row in rows(paths.project().geography.postcodes)]
    shared = {name for name, group in _namesakes(place for _, place in found) if len(_villages(group)) > 1}
    certain = [place for _, place in found if place.certain and _bears(place) not in shared]
    return tuple(
        (postcode, _as_nearest(place, certain) if _bears(place) in shared else place) for postcode, place in found
    )


def places() -> list[Place]:
    """Every village and town, whole; of one name in a province there are several where they lie apart."""
    groups = _namesakes(place for _, place in parts())
    return [_whole(village) for _, group in groups for village in _villages(group)]


def _namesakes(found: Iterable[Place]) -> Iterable[tuple[tuple[str, str], list[Place]]]:
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in found:
        groups.setdefault(_bears(place), []).append(place)
    return groups.items()


def _bears(place: Place) -> tuple[str, str]:
    return place_names.key(place.name), place.province


def _as_nearest(place: Place, certain: list[Place]) -> Place:
    """The place in the municipality of what lies nearest: its name may be that of a village elsewhere."""
    nearest = min(certain, key=lambda other: distance(place, other))
    found, name = nearest.municipality, nearest.municipality_name
    return replace(place, municipality=found, municipality_name=name, certain=False)


def _villages(group: list[Place]) -> list[list[Place]]:
    """The parts of one name that lie together."""
    villages: list[list[Place]] = []
    for part in group:
        here = [one for one in villages if any(distance(part, other) <= _ONE_VILLAGE for other in one)]
        villages = [one for one in villages if one not in here] + [[*itertools.chain.from_iterable(here), part]]
    return villages


def _whole(village: list[Place]) -> Place:
    """A village out of its parts: their median point, and the municipality that most of them are in."""
    municipality, _ = Counter(part.municipality for part in village).most_common(1)[0]
    return replace(
        next(part for part in village if part.municipality == municipality),
        latitude=statistics.median(part.latitude for part in village),
        longitude=statistics.median(part.longitude for part in village),
        certain=all(part.certain and part.municipality == municipality for part in village),
    )


def _place(row: dict[str, str]) -> Place:
    return Place(
        row["plaats"],
        _province(row["provincie"]),
        row["gemeentecode"],
        row["gemeente"],
        float(row["latitude"]),
        float(row["longitude"]),
        row["gemeente_method"] in _BY_NAME,
    )


@lru_cache
def _province(name: str) -> str:
    """Its code in the codebook; a province that this monitor is not about goes by its name."""
    area = codebook.load().area_or_none(name)
    return area.code if area and area.level == "province" else name

"""Where a postcode, a place or a municipality lies, and how the provinces are drawn.

A province is always found by name or postcode; the outlines are schematic and serve drawings only.
"""

import json
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import gazetteer, place_names
from monitor_lib.reference.areas.gazetteer import Place, distance

WIDTH, HEIGHT = 850, 1000  # of a drawing, at most

Ring = tuple[tuple[float, float], ...]


class Outline(NamedTuple):
    """An area as it is drawn: its name, and rings of (longitude, latitude)."""

    name: str
    rings: tuple[Ring, ...]


class Municipality(NamedTuple):
    """A municipality of 2025: GM code, name, PV code of its province."""

    code: str
    name: str
    province: str


Named = TypeVar("Named", Place, Municipality)


@lru_cache
def postcodes() -> dict[str, Place]:
    """The place of every known postcode; where places share one, the first of them."""
    return dict(reversed(gazetteer.parts()))


def by_postcode(postcode: str) -> Place | None:
    """The place with these four digits, or None."""
    return postcodes().get(postcode)


def sharing_postcode(postcode: str) -> tuple[Place, ...]:
    """All places with these four digits."""
    return _sharing().get(postcode, ())


def by_place(name: str, province: str | None = None) -> tuple[Place, ...]:
    """All places so called, within the province with this PV code if one is given.

    More than one means that the name alone does not tell where it is, also within one province.
    """
    found = _places().get(place_names.key(name), ())
    return tuple(place for place in found if province in (None, place.province))


def distance_to(municipality: str, place: Place) -> float:
    """How far a place lies from the nearest postcode in a municipality (GM code), in kilometres."""
    return min((distance(place, other) for other in _by_municipality().get(municipality, ())), default=math.inf)


def by_municipality(name: str) -> Municipality | None:
    """The municipality so called; None for a name that is unknown, or that two of them bear."""
    found = municipalities_named(name)
    return found[0] if len(found) == 1 else None


def municipalities_named(name: str) -> tuple[Municipality, ...]:
    """All municipalities so called."""
    return _municipalities().get(place_names.key(without_title(name)), ())


def without_title(name: str) -> str:
    """The name of a municipality without the word "gemeente" before it."""
    return re.sub(r"^gem(?:eente\b|\.|\b)\s*", "", name.strip(), flags=re.IGNORECASE)


def municipalities() -> tuple[Municipality, ...]:
    """All municipalities, by code."""
    return tuple(sorted({found for entries in _municipalities().values() for found in entries}))


@lru_cache
def province_rings() -> dict[str, tuple[Ring, ...]]:
    """The outlines of the monitor's provinces by code, as rings of (longitude, latitude); for drawing only.

    Islands and lakes are rings of their own: filled by the even-odd rule the lakes stay open.
    """
    outlines = drawn_areas(paths.project().geography.outlines)
    return {area.code: outlines[area.code].rings for area in codebook.load().provinces if area.code in outlines}


def drawn_areas(path: Path) -> dict[str, Outline]:
    """The outlines in a GeoJSON file by the official code of the area, embedded or fetched; none without the file."""
    if not path.exists():
        return {}
    features = json.loads(path.read_text("utf-8"))["features"]
    named = [(feature["properties"], tuple(_rings(feature["geometry"]))) for feature in features]
    return {about["statcode"]: Outline(about.get("statnaam", ""), rings) for about, rings in named}


class _Sheet(NamedTuple):
    """How the country lies on a drawing: its north-western corner in degrees, and units per degree of both."""

    west: float
    north: float
    across: float
    down: float


@lru_cache
def _sheet() -> _Sheet:
    points = [point for rings in province_rings().values() for ring in rings for point in ring] or [(0, 0), (1, 1)]
    (west, east), (south, north) = ((min(each), max(each)) for each in zip(*points, strict=True))
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = min(HEIGHT / (north - south), WIDTH / ((east - west) * narrowing))
    return _Sheet(west, north, scale * narrowing, scale)


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """The point on a drawing of the country, at most 1000 units high and 850 wide: x to the east, y down.

    Equirectangular, true to scale in the middle.
    """
    sheet = _sheet()
    return (longitude - sheet.west) * sheet.across, (sheet.north - latitude) * sheet.down


def drawn_height() -> float:
    """How high the drawing of the country is, in its units."""
    points = [point for rings in province_rings().values() for ring in rings for point in ring]
    return max((projected(*point)[1] for point in points), default=0)


def _rings(geometry: dict):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from (tuple((longitude, latitude) for longitude, latitude, *_ in ring) for ring in polygon)


@lru_cache
def _places() -> dict[str, tuple[Place, ...]]:
    return _by_key(gazetteer.places())


@lru_cache
def _sharing() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for postcode, place in gazetteer.parts():
        found[postcode] = (*found.get(postcode, ()), place)
    return found


@lru_cache
def _municipalities() -> dict[str, tuple[Municipality, ...]]:
    homes = {code: places[0] for code, places in _by_municipality().items()}
    return _by_key(sorted(Municipality(code, home.municipality_name, home.province) for code, home in homes.items()))


@lru_cache
def _by_municipality() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for _, place in gazetteer.parts():
        found.setdefault(place.municipality, []).append(place)
    return found


def _by_key(named: Iterable[Named]) -> dict[str, tuple[Named, ...]]:
    """What is named by every way to look it up; without a qualifier where no other of the province is so called."""
    found: dict[str, list[Named]] = {}
    for each in (named := list(named)):
        for key in place_names.keys(each.name, each.province):
            found.setdefault(key, []).append(each)
    taken = {(key, each.province) for key, bearers in found.items() for each in bearers}
    for each in named:
        key = place_names.unqualified(each.name)
        if (key, each.province) not in taken:
            found.setdefault(key, []).append(each)
    return {key: tuple(bearers) for key, bearers in found.items()}

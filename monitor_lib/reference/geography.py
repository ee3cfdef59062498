"""Where a postcode, a place or a municipality lies, and how the provinces are drawn.

A province is always found by name or postcode; the outlines are schematic and serve drawings only.
"""

import csv
import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.wording import folded

WIDTH, HEIGHT = 850, 1000  # of a drawing, at most
_QUALIFIER = re.compile(r"\s*(\(.*\)| gem\.? .*| (L|NB|NH|GN|Gld|Ut))$", re.IGNORECASE)
_SPOKEN_NAMES = {"den haag": "s gravenhage", "den bosch": "s hertogenbosch"}

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Place:
    """A place, or the part of it with one postcode: province and municipality by code, centre in degrees."""

    name: str
    province: str
    municipality: str
    municipality_name: str
    latitude: float
    longitude: float


class Outline(NamedTuple):
    """An area as it is drawn: its name, and rings of (longitude, latitude)."""

    name: str
    rings: tuple[Ring, ...]


class Municipality(NamedTuple):
    """A municipality of 2025: GM code, name, PV code of its province."""

    code: str
    name: str
    province: str


@lru_cache
def postcodes() -> dict[str, Place]:
    """The place of every known postcode; where places share one, the first of them."""
    rows = reversed(table(paths.project().geography.postcodes))
    return {row["postcode4"]: _place(row, row["latitude"], row["longitude"]) for row in rows}


def by_postcode(postcode: str) -> Place | None:
    """The place with these four digits, or None."""
    return postcodes().get(postcode)


def by_place(name: str, province: str | None = None) -> tuple[Place, ...]:
    """All places so called, within the province with this PV code if one is given.

    Places in more than one province mean that the name alone does not tell where it is.
    """
    found = _places().get(_key(name), ())
    return tuple(place for place in found if province in (None, place.province))


def by_municipality(name: str) -> Municipality | None:
    """The municipality so called; None for a name that is unknown, or that two of them bear."""
    found = municipalities_named(name)
    return found[0] if len(found) == 1 else None


def municipalities_named(name: str) -> tuple[Municipality, ...]:
    """All municipalities so called."""
    return _municipalities().get(_key(without_title(name)), ())


def without_title(name: str) -> str:
    """The name of a municipality without the word "gemeente" before it."""
    return re.sub(r"^gem(eente|\.)\s+", "", name.strip(), flags=re.IGNORECASE)


def municipalities() -> tuple[Municipality, ...]:
    """All municipalities, by code."""
    return tuple(sorted({found for entries in _municipalities().values() for found in entries}))


@lru_cache
def province_rings() -> dict[str, tuple[Ring, ...]]:
    """The outlines of every province by PV code, as rings of (longitude, latitude); for drawing only.

    Islands and lakes are rings of their own: filled by the even-odd rule the lakes stay open.
    """
    return {code: outline.rings for code, outline in drawn_areas(paths.project().geography.outlines).items()}


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


def _key(name: str) -> str:
    """The name as it is looked up: St. and Sint are the same word."""
    key = re.sub(r"^st ", "sint ", folded(name))
    return _SPOKEN_NAMES.get(key, key)


def _keys(name: str) -> set[str]:
    """The ways to look up a name: "Bergen (NH)" and "Bergen L" are also found as Bergen."""
    return {_key(name), _key(_QUALIFIER.sub("", name))}


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none where it is not there."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def _places() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for row in table(paths.project().geography.places):
        place = _place(row, row["lat"], row["lon"])
        for key in _keys(place.name):
            found[key] = (*found.get(key, ()), place)
    return found


@lru_cache
def _municipalities() -> dict[str, tuple[Municipality, ...]]:
    known = {
        Municipality(place.municipality, place.municipality_name, place.province) for place in postcodes().values()
    }
    found: dict[str, tuple[Municipality, ...]] = {}
    for municipality in sorted(known):
        for key in _keys(municipality.name):
            found[key] = (*found.get(key, ()), municipality)
    return found


def _place(row: dict[str, str], latitude: str, longitude: str) -> Place:
    province = _province(row["provincie"])
    return Place(row["plaats"], province, row["gemeentecode"], row["gemeente"], float(latitude), float(longitude))


@lru_cache
def _province(name: str) -> str:
    return codebook.load().area(name).code

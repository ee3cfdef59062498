"""Places in the municipality whose official outline lies around them, where outlines were fetched."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.areas import boundaries, geography
from monitor_lib.reference.areas.gazetteer import Place
from monitor_lib.reference.areas.geography import Outline, Ring
from monitor_lib.reference.areas.municipalities import NEWEST

_Box = tuple[float, float, float, float]


@lru_cache(maxsize=20_000)
def surveyed(place: Place, folder: paths.Boundaries | None) -> Place:
    """The place in the municipality around its point; as it was estimated without outlines, and outside all of them.

    Args:
        place: with its estimate.
        folder: outlines of a year from which on municipalities are those of today, as `newest` gives them.
    """
    code = municipality_at(place.longitude, place.latitude, folder) if folder else None
    town = _today().get(code)
    if town is None:
        return place
    return replace(place, province=town.province, municipality=town.code, municipality_name=town.name, certain=True)


def newest() -> paths.Boundaries | None:
    """The latest outlines that were fetched of the municipalities of today."""
    return _newest(paths.project().geography.official)


@lru_cache
def _newest(folder: Path) -> paths.Boundaries | None:
    """Looked for once: every row of every list asks."""
    years = (year for year in sorted(boundaries.MUNICIPALITIES, reverse=True) if year >= NEWEST)
    fetched = (paths.boundaries(year, folder / str(year)) for year in years)
    return next((outlines for outlines in fetched if boundaries.available(outlines)), None)


def municipality_at(longitude: float, latitude: float, folder: paths.Boundaries) -> str | None:
    """The GM code of the outline around a point in degrees; None outside all of them."""
    for code, (west, south, east, north), outline in _outlines(folder):
        if west <= longitude <= east and south <= latitude <= north and _surrounds(outline, longitude, latitude):
            return code
    return None


@lru_cache
def _outlines(folder: paths.Boundaries) -> list[tuple[str, _Box, Outline]]:
    areas = geography.drawn_areas(folder.municipalities)
    return [(code, _box(outline), outline) for code, outline in areas.items()]


def _box(outline: Outline) -> _Box:
    east, north = zip(*(point for ring in outline.rings for point in ring), strict=True)
    return min(east), min(north), max(east), max(north)


def _surrounds(outline: Outline, longitude: float, latitude: float) -> bool:
    """Whether a ray to the east from the point crosses the rings an odd number of times: holes are rings too."""
    return sum(_crossings(ring, longitude, latitude) for ring in outline.rings) % 2 == 1


def _crossings(ring: Ring, longitude: float, latitude: float) -> int:
    return sum(
        (south > latitude) != (north > latitude)
        and longitude < (east - west) * (latitude - south) / (north - south) + west
        for (west, south), (east, north) in pairwise(ring)
    )


@lru_cache
def _today() -> dict[str | None, geography.Municipality]:
    return {town.code: town for town in geography.municipalities()}

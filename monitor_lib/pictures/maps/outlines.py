"""The provinces' outlines with no more points than a drawing shows."""

import itertools
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.geography import Ring


@lru_cache
def outlines(tolerance: float) -> dict[str, tuple[Ring, ...]]:
    """The rings of every province by PV code, as (longitude, latitude), true to `tolerance` degrees.

    Islands and lakes smaller than the tolerance are left out. Fill by the even-odd rule, so that lakes stay open.
    """
    return {
        code: tuple(thin for ring in rings if len(thin := simplified(ring, tolerance)) > 3)
        for code, rings in geography.province_rings().items()
    }


def bounds(rings: tuple[Ring, ...]) -> tuple[float, float, float, float]:
    """West, south, east and north of these rings, in degrees."""
    longitudes, latitudes = zip(*(point for ring in rings for point in ring), strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def path(rings: Iterable[Ring]) -> str:
    """The rings as the `d` of an SVG path, as SVG writes it shortest, on the drawing of `geography.projected`.

    In whole units; what is too small to draw so is left out, but never all of it.
    """
    rings = tuple(rings)
    seen = [points for points in map(_whole_units, rings) if len(points) > 2]
    return "".join(map(_steps, seen or [_whole_units(max(rings, key=len))]))


def _whole_units(ring: Ring) -> list[tuple[int, int]]:
    """The corners on the drawing, without the last that closes the ring and repetitions."""
    points = [(round(x), round(y)) for x, y in (geography.projected(*point) for point in ring[:-1])]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _steps(points: list[tuple[int, int]]) -> str:
    """The ring from each point to the next."""
    steps = [(x - a, y - b) for (a, b), (x, y) in itertools.pairwise(points)]
    return f"M{points[0][0]},{points[0][1]}l{' '.join(f'{x},{y}' for x, y in steps)}z"


def simplified(ring: Ring, tolerance: float) -> Ring:
    """The ring without the points that lie within `tolerance` of the line between those that stay.

    Source: Douglas & Peucker (1973), without recursion.
    """
    points = np.array(ring)
    farthest = int(((points - points[0]) ** 2).sum(axis=1).argmax())
    kept, spans = {0, farthest, len(ring) - 1}, [(0, farthest), (farthest, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first > 1:
            distances = _squared_distances(points[first + 1 : last], points[first], points[last])
            worst = first + 1 + int(distances.argmax())
            if distances.max() > tolerance**2:
                kept.add(worst)
                spans += [(first, worst), (worst, last)]
    return tuple(ring[at] for at in sorted(kept))


def _squared_distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """From each point to the segment between the others, in degrees, squared."""
    line = end - start
    length = line @ line
    along = np.clip((points - start) @ line / length, 0, 1) if length else np.zeros(len(points))
    return ((points - start - along[:, None] * line) ** 2).sum(axis=1)

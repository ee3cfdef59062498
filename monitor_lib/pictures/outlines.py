"""The provinces' outlines with no more points than a drawing shows."""

from functools import lru_cache

from monitor_lib.reference import geography
from monitor_lib.reference.geography import Ring


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


def path(rings: tuple[Ring, ...]) -> str:
    """The rings as the `d` of an SVG path, on the drawing of `geography.projected`, to a tenth of a unit."""
    return "".join(
        "M" + "L".join("{:.1f},{:.1f}".format(*geography.projected(*point)) for point in ring[:-1]) + "Z"
        for ring in rings
    )


def simplified(ring: Ring, tolerance: float) -> Ring:
    """The ring without the points that lie within `tolerance` of the line between those that stay.

    Source: Douglas & Peucker (1973), without recursion.
    """
    farthest = max(range(len(ring)), key=lambda at: _squared(ring[0], ring[at]))
    kept, spans = {0, farthest, len(ring) - 1}, [(0, farthest), (farthest, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        worst = max(between, key=lambda at: _distance(ring[at], ring[first], ring[last]), default=None)
        if worst is not None and _distance(ring[worst], ring[first], ring[last]) > tolerance:
            kept.add(worst)
            spans += [(first, worst), (worst, last)]
    return tuple(ring[at] for at in sorted(kept))


def _squared(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From the point to the segment between the others, in degrees."""
    length = _squared(start, end)
    along = 0.0
    if length:
        dot = (point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])
        along = min(1.0, max(0.0, dot / length))
    foot = (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]))
    return _squared(point, foot) ** 0.5

"""The map beneath the initiatives, drawn by folium and Leaflet on our own outlines: no request to anyone.

No word of an initiative passes through folium: those go to our own script, as JSON (`explorer`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import cast

import branca.element
import folium

from monitor_lib.pictures.maps.outlines import bounds, outlines
from monitor_lib.pictures.style import style
from monitor_lib.pictures.style.templates import esc
from monitor_lib.reference.records import Area

_WORLD = (-170.0, -55.0, 170.0, 75.0)
FINE, COARSE = 0.0015, 0.006  # degrees; about 100 and 400 metres


@dataclass(frozen=True)
class BaseMap:
    """folium's map in two parts: the element it stands in, and the script that draws it there.

    `frame` is what it shows at first: the south-west and north-east corner, latitude first.
    """

    body: str
    script: str
    frame: tuple[tuple[float, float], tuple[float, float]]


def base_map(area: Area, tiles: style.Tiles | None = None) -> BaseMap:
    """The outlines of the provinces, with this area in view; above the pictures of a tile server if there is one."""
    tiles = tiles or style.load().tiles
    with _counted_ids():
        drawing = folium.Map(
            tiles=None, minZoom=5, maxZoom=14, zoom_snap=0.25, prefer_canvas=False, attribution_control=bool(tiles)
        )
        drawing.default_js, drawing.default_css = [], []
        if tiles:
            folium.TileLayer(tiles.address, attr=esc(tiles.credit), max_zoom=19).add_to(drawing)
        _outlines(area, bool(tiles)).add_to(drawing)
        frame = _frame(area)
        drawing.fit_bounds(frame, padding=(12, 12))
        return _rendered(drawing, frame)


def _outlines(area: Area, over_tiles: bool) -> folium.GeoJson:
    """The provinces, the area's own in more detail and lighter; all rings of one in one shape keep its lakes open."""
    shapes = outlines(COARSE) | {code: rings for code, rings in outlines(FINE).items() if _is_own(area, code)}
    features = [
        {
            "type": "Feature",
            "properties": {"own": _is_own(area, code)},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, rings in sorted(shapes.items(), key=lambda entry: (entry[0] == area.code, entry[0]))
    ]
    colours = style.load().colours
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": colours["paper" if feature["properties"]["own"] else "sand"],
            "fillOpacity": 0 if over_tiles else 1,
            "color": colours["grey" if feature["properties"]["own"] else "line"],
            "weight": 1.2,
        },
        smooth_factor=0.5,
        interactive=False,
    )


def _is_own(area: Area, code: str) -> bool:
    """Whether the province with this code is the area, or lies in it."""
    return area.level == "country" or area.code == code


def _frame(area: Area) -> tuple[tuple[float, float], tuple[float, float]]:
    shapes = outlines(COARSE)
    rings = tuple(ring for code, rings in shapes.items() for ring in rings if _is_own(area, code))
    west, south, east, north = bounds(rings) if rings else _WORLD
    return (south, west), (north, east)


@contextmanager
def _counted_ids() -> Iterator[None]:
    """Within it, folium's elements are numbered, not named at random: a second run gives the same bytes."""
    numbers, random = count(), branca.element.Element._generate_id
    branca.element.Element._generate_id = lambda *_: f"{next(numbers):04d}"  # type: ignore[method-assign]  # on purpose
    try:
        yield
    finally:
        branca.element.Element._generate_id = random  # type: ignore[method-assign]  # as above


def _rendered(drawing: folium.Map, frame: tuple) -> BaseMap:
    """The parts, without the head of folium's own page, which would forbid a reader to zoom."""
    root = cast(branca.element.Figure, drawing.get_root())  # of a map, the root is one
    root.render()
    return BaseMap(root.html.render().strip(), root.script.render().strip(), frame)

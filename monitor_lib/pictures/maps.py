"""The map of initiatives, drawn by folium and Leaflet on our own outlines: no tiles, no request to anyone."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import branca.element
import folium
import pandas as pd

from monitor_lib import paths
from monitor_lib.pictures import packages, places, style
from monitor_lib.pictures.escaping import esc
from monitor_lib.pictures.outlines import bounds, outlines
from monitor_lib.pictures.rows import area_of
from monitor_lib.reference.codebook_records import Area, Codebook

MIME = "application/vnd.monitor.map+json"
_COLOURS = style.load().colours
FINE, COARSE = 0.0015, 0.006  # degrees; about 100 and 400 metres
_FRAME = "width:100%;height:34rem;border:0"
_SCRIPT = '<script src="assets/leaflet.js"></script>'
_STYLE = '<link rel="stylesheet" href="assets/page.css"><link rel="stylesheet" href="assets/leaflet.css">'


@dataclass(frozen=True)
class InitiativesMap:
    """The initiatives that agreed to be on the map, in one area, with the list that is the map's equal."""

    id: str
    title: str
    sentence: str
    note: str
    table: pd.DataFrame
    drawing: folium.Map

    def page(self, shared: bool) -> str:
        """The map as a page: with links to shared files in `assets/`, or with everything in it."""
        if shared:
            return self._page
        script = packages.leaflet_script().read_text("utf-8").replace("</script", "<\\/script")
        sheet = packages.leaflet_style().read_text("utf-8")
        alone = self._page.replace(_SCRIPT, f"<script>{script}</script>")
        return alone.replace(_STYLE, f"<style>{sheet}</style>")

    @cached_property
    def _page(self) -> str:
        return _rendered(self.drawing, self.title)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        table = {"columns": list(self.table.columns), "rows": self.table.to_numpy().tolist()}
        words = {name: getattr(self, name) for name in ("id", "title", "sentence", "note")}
        alone = html.escape(self.page(shared=False))
        return {
            MIME: words | {"page": self.page(shared=True), "table": table},
            "text/html": f'<iframe title="{html.escape(self.title)}" style="{_FRAME}" srcdoc="{alone}"></iframe>',
            "text/plain": f"{self.title}. {self.sentence}",
        }


def initiatives_map(initiatives: pd.DataFrame, book: Codebook, area: Area | str) -> InitiativesMap:
    """The initiatives of an area at the centre of their place; those of one place share a point.

    Args:
        initiatives: the public table, one row per initiative that agreed to be shown.
        book: the codebook.
        area: the country, a province or a municipality.
    """
    area = area_of(book, area)
    inside = initiatives[_inside(initiatives, area)]
    placed = inside.dropna(subset=["latitude", "longitude"]).sort_values(["place", "name"])
    labels = book.scale(book.field("form").scale).labels
    return InitiativesMap(
        id=f"kaart-{area.code.lower()}",
        title=f"Initiatieven in {area.name}",
        sentence=_sense(len(placed), placed["place"].nunique(), area),
        note="Elk punt is het midden van een plaats. Hoe groter het punt, hoe meer initiatieven. "
        "Alleen initiatieven die daarmee instemden staan op de kaart.",
        table=places.listed(placed, labels),
        drawing=_drawing(placed, labels, book.area(area.parent) if area.level == "municipality" else area),
    )


def _inside(initiatives: pd.DataFrame, area: Area) -> pd.Series:
    if area.level == "municipality":
        return (initiatives["municipality_name"] == area.name) & (initiatives["province"] == area.parent)
    return (initiatives["province"] == area.code) | (area.level == "country")


def _sense(initiatives: int, spots: int, area: Area) -> str:
    if not initiatives:
        return f"In {area.name} staan nog geen initiatieven op de kaart."
    where = "één plaats" if spots == 1 else f"{style.number(spots)} plaatsen"
    them = "één initiatief" if initiatives == 1 else f"{style.number(initiatives)} initiatieven"
    return f"Op de kaart: {them} in {where} in {area.name}."


def _drawing(placed: pd.DataFrame, labels: dict[str, str], area: Area) -> folium.Map:
    """The map: outlines below, one layer of points above, in view what the area needs."""
    with _counted_ids():
        drawing = folium.Map(
            tiles=None, min_zoom=6, max_zoom=13, zoom_snap=0.25, prefer_canvas=False, attribution_control=False
        )
        drawing.default_js, drawing.default_css = [], []
        _outlines(area).add_to(drawing)
        points = places.features(placed, labels)
        if points:
            _layer(points).add_to(drawing)
        drawing.fit_bounds(_frame(area), padding=(12, 12))
    return drawing


def _outlines(area: Area) -> folium.GeoJson:
    """The provinces, the area's own in more detail and lighter; all rings of one in one shape keep its lakes open."""
    shapes = outlines(COARSE) | {code: outlines(FINE)[code] for code in outlines(FINE) if code == area.code}
    features = [
        {
            "type": "Feature",
            "properties": {"own": area.code in ("NL", code)},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for code, rings in sorted(shapes.items(), key=lambda entry: (entry[0] == area.code, entry[0]))
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": _COLOURS["paper" if feature["properties"]["own"] else "sand"],
            "fillOpacity": 1,
            "color": _COLOURS["grey" if feature["properties"]["own"] else "line"],
            "weight": 1.2,
        },
        smooth_factor=0.5,
        interactive=False,
    )


def _layer(points: list[dict]) -> folium.GeoJson:
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": points},
        marker=folium.CircleMarker(fill=True),
        style_function=lambda feature: {
            "radius": feature["properties"]["radius"],
            "fillColor": _COLOURS["teal"],
            "fillOpacity": 0.85,
            "color": _COLOURS["paper"],
            "weight": 1.5,
        },
        popup=folium.GeoJsonPopup(fields=["words"], labels=False, max_width=300, max_height=260),
    )


def _frame(area: Area) -> list[tuple[float, float]]:
    """What must be in view: the south-west and north-east corner, latitude first."""
    shapes = outlines(COARSE)
    rings = tuple(ring for code, rings in shapes.items() for ring in rings if area.code in ("NL", code))
    west, south, east, north = bounds(rings)
    return [(south, west), (north, east)]


@contextmanager
def _counted_ids() -> Iterator[None]:
    """Within it, folium's elements are numbered, not named at random: a second run gives the same bytes."""
    numbers, random = count(), branca.element.Element._generate_id
    branca.element.Element._generate_id = classmethod(lambda _: f"{next(numbers):04d}")
    try:
        yield
    finally:
        branca.element.Element._generate_id = random


def _rendered(drawing: folium.Map, title: str) -> str:
    """The map as a page of our own: in Dutch, with a title, zoomable, and without what folium's page would fetch."""
    root = drawing.get_root()
    with _counted_ids():
        root.render()
        head, body, script = (part.render() for part in (root.header, root.html, root.script))
    head = re.sub(r"<meta name=\"viewport\"[^>]*>", "", head)
    return (
        f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>{esc(title)}</title>{_STYLE}{_SCRIPT}'
        f"{head}<style>{_sheet()}</style></head><body>{body}<script>{script}</script></body></html>"
    )


def _sheet() -> str:
    return style.load().css + (paths.ASSETS / "map.css").read_text("utf-8")

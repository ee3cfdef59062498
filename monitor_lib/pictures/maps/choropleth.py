"""Initiatives per province as a map in SVG, coloured by density: without a script, as good on paper as on a page."""

import html
import textwrap
from collections.abc import Callable

import pandas as pd

from monitor_lib.pictures.charts.charts import source
from monitor_lib.pictures.figure.rows import rows as figure_rows
from monitor_lib.pictures.figure.rows import value
from monitor_lib.pictures.maps.density import Density, density
from monitor_lib.pictures.maps.drawn import DrawnMap
from monitor_lib.pictures.maps.legend import LETTERS, legend
from monitor_lib.pictures.maps.outlines import bounds, outlines, path
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.sentences import listed_words
from monitor_lib.reference.areas import geography
from monitor_lib.reference.records import Area, Codebook
from monitor_lib.reference.text.language import say, say_many

INDICATOR = "initiatives"
DETAIL = 0.004
_NUMBER = 48  # how high
_SIGNS, _SIGN = 14, 0.55  # of a name on one line; how wide one is, in its height


def count_map(figures: pd.DataFrame, book: Codebook, highlight: str = "") -> DrawnMap:
    """The map of counts for a report, with one province outlined if its code is given."""
    counts = _counts(figures, book)
    total = value(figures, INDICATOR, book.country) or 0
    told = [listed_words(counts[area], book.area(area)) for area in filter(None, (highlight,))]
    told.insert(0, listed_words(total, book.country))
    dense = density(figures, book)
    return DrawnMap(
        id="provincies",
        title=say("Initiatieven per provincie"),
        sentence=" ".join(told),
        svg=count_map_svg(figures, book, highlight=highlight),
        note=dense.source,
        source=source(figures, book, figure_rows(figures, book, INDICATOR, book.country)[0]),
        columns=(say("Provincie"), say("Initiatieven op de lijst"), say("Per 10.000 inwoners")),
        rows=tuple((area.name, style.number(counts[area.code]), dense.words(area.code)) for area in book.provinces),
    )


def count_map_svg(
    figures: pd.DataFrame, book: Codebook, link: Callable[[Area], str | None] | None = None, highlight: str = ""
) -> str:
    """The map of counts as one `<svg>`.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        link: the address of a province's page, or None for a province that has none.
        highlight: the code of a province to outline, or "".

    Returns:
        Nothing where not every province has an outline.
    """
    if not {area.code for area in book.provinces} <= outlines(DETAIL).keys():
        return ""
    counts, dense = _counts(figures, book), density(figures, book)
    ordered = sorted(book.provinces, key=lambda area: area.code == highlight)
    lands = [_land(area, counts[area.code], dense, link(area) if link else None) for area in ordered]
    outline = [_outline(highlight)] if highlight else []
    names = [_label(area, counts[area.code], dense.class_of(area.code)) for area in book.provinces]
    told = "; ".join(f"{area.name} {style.number(counts[area.code])}" for area in book.provinces)
    keys = list(zip(style.load().classes, dense.legend, strict=False))
    key, box = legend(say("Per 10.000 inwoners"), keys)
    title = html.escape(say("Aantal initiatieven per provincie: {counts}", counts=told))
    role = 'role="group"' if link else 'role="img"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {role} aria-labelledby="count-map-title">'
        f'<title id="count-map-title">{title}</title>'
        f"{''.join((*lands, *outline, *names))}{key}</svg>"
    )


def label_point(area: Area) -> tuple[float, float]:
    """Where a province's name and number stand on the drawing: where the codebook says, or in its middle."""
    if area.map_label:
        return geography.projected(*area.map_label)
    west, south, east, north = bounds(outlines(DETAIL)[area.code])
    return geography.projected((west + east) / 2, (south + north) / 2)


def _counts(figures: pd.DataFrame, book: Codebook) -> dict[str, float]:
    return {area.code: value(figures, INDICATOR, area) or 0 for area in book.provinces}


def _land(area: Area, count: float, dense: Density, address: str | None) -> str:
    colour = style.load().classes[dense.class_of(area.code)]
    told = {"area": area.name, "count": style.number(count)}
    words = html.escape(say_many("{area}: {count} initiatief", "{area}: {count} initiatieven", count, **told))
    shape = (
        f'<path class="land" d="{path(outlines(DETAIL)[area.code])}" fill="{colour}" fill-rule="evenodd" '
        f'stroke="{style.colour("paper")}" stroke-width="2.5" stroke-linejoin="round"/>'
    )
    if address is None:
        return f"<g><title>{words}</title>{shape}</g>"
    return f'<a href="{html.escape(address)}" aria-label="{words}"><title>{words}</title>{shape}</a>'


def _outline(code: str) -> str:
    return (
        f'<path d="{path(outlines(DETAIL)[code])}" fill="none" stroke="{style.colour("ink")}" stroke-width="6" '
        'stroke-linejoin="round"/>'
    )


def _label(area: Area, count: float, level: int) -> str:
    x, y = label_point(area)
    beside = area.map_label_beside
    colour = style.load().colours["paper" if level >= style.load().white_from and not beside else "ink"]
    lines = textwrap.wrap(area.name, _SIGNS)
    x = x if beside else _within(x, lines)
    look = f'font-size="{LETTERS}" font-weight="600"'
    names = [
        f'<text x="{x:.0f}" y="{y + LETTERS * at:.0f}" {look}>{html.escape(line)}</text>'
        for at, line in enumerate(lines, 1)
    ]
    halo = style.colour("paper") if beside else style.load().classes[level]
    return (
        f'<g fill="{colour}" text-anchor="{"start" if beside else "middle"}" pointer-events="none" aria-hidden="true" '
        f'stroke="{halo}" stroke-width="6" stroke-linejoin="round" paint-order="stroke" '
        f'font-family="{html.escape(style.load().fonts["fallback"])}">'
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{_NUMBER}" font-weight="700">{style.number(count)}</text>'
        f"{''.join(names)}</g>"
    )


def _within(x: float, lines: list[str]) -> float:
    """The middle of a name, moved as far as its longest line needs to lie on the drawing."""
    half = max(map(len, lines)) * LETTERS * _SIGN / 2
    return max(min(x, geography.WIDTH - half), half)

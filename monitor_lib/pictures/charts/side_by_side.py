"""Figures as a page's own scripts read them: what a table is sorted, downloaded and drawn by, and other provinces'."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures.figure import lines as chart_lines
from monitor_lib.pictures.figure.lines import Line
from monitor_lib.pictures.figure.rows import Row, rows
from monitor_lib.pictures.style.templates import json_block
from monitor_lib.reference.records import Area, Codebook, Indicator, Question
from monitor_lib.reference.text.language import say

MIME = "application/vnd.monitor.beside+json"
_DECIMALS = 1


def marks(row: Row, earlier: float | None = None, other: bool = False) -> dict:
    """The numbers of a figure that its class allows to be read off: value, limits, and what it is compared with.

    Shares are percentages. Of an uncertain figure (C) only the limits are given, of a hidden one nothing. `earlier` is
    the same figure in the wave before; `other` says that it is compared with something else than the rest of the
    country.
    """
    scale = 100 if row.kind == "share" else 1
    low, high = row.interval or (None, None)
    told = {"l": low, "h": high, "o" if other else "r": row.beside, "e": earlier} | (
        {} if row.quality == "C" else {"v": row.value}
    )
    known = {name: round(value * scale, _DECIMALS) for name, value in told.items() if value is not None}
    return {} if row.hidden else known | {"q": row.quality, "kind": row.kind, "differs": row.differs}


def axis(lines: Sequence[Line], ends: Sequence[float]) -> dict:
    """From where to where the tracks of a table run; `ends` are those of the chart's own axis, for medians."""
    first = lines[0].row
    if first.kind == "share":
        return {"from": 0, "to": 100}
    if first.kind in ("median", "mean", "change"):
        return {"from": ends[0], "to": ends[1]}
    return {"from": 0, "to": max(line.row.size for line in lines) or 1}


def places(lines: tuple[Line, ...]) -> dict:
    """The figure and answer of each line of a chart; `figure` where all are of one, `byArea` where each is an area."""
    if not lines:
        return {"figure": "", "figures": [], "answers": [], "byArea": False}
    own = [line.row for line in lines if line.row.area == lines[0].row.area]
    figures, answers = [row.indicator for row in own], [row.answer for row in own]
    one = figures[0] if len(set(figures)) == 1 else ""
    return {"figure": one, "figures": figures, "answers": answers, "byArea": len(own) < len(lines)}


@dataclass(frozen=True)
class Picker:
    """The provinces whose figures a reader may put beside those of this one; a page gets them from `script`."""

    own: Area
    others: tuple[Area, ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        others = [{"code": area.code, "name": area.name} for area in self.others]
        told = f"Op de pagina kiest een lezer hier wat naast {self.own.name} staat."
        return {MIME: {"others": others}, "text/plain": told}


def picker(book: Codebook, own: Area) -> Picker:
    """The choice of another province for the report of this one."""
    return Picker(own, tuple(area for area in book.provinces if area != own))


def script(figures: pd.DataFrame, book: Codebook) -> str:
    """The figures of all provinces as a script, which a page can load from disk where it may not read a file."""
    return f"window.monitorFigures = {json_block(provinces(figures, book))};\n"


def provinces(figures: pd.DataFrame, book: Codebook) -> dict:
    """The figures of all provinces by indicator, area and answer, as they may be shown beside those of another.

    An area has its number of answers and of initiatives, and per answer the figure in few words and its `marks`. Where
    a figure is hidden its words are the reason.
    """
    classed = (entry for entry in book.indicators if entry.classes)
    entries: list[Question | Indicator] = [*book.published, *classed]
    found = {entry.id: {area.code: rows(figures, book, entry.id, area) for area in book.provinces} for entry in entries}
    units = {entry.id: _unit(entry) for entry in entries}
    return {
        "areas": {area.code: area.name for area in book.provinces},
        "kinds": {name: kind for name, areas in found.items() if (kind := _kind(areas))},
        "figures": {
            name: {code: _area(own, units[name]) for code, own in areas.items() if own} for name, areas in found.items()
        },
    }


def _kind(areas: dict[str, tuple[Row, ...]]) -> str:
    return next((own[0].kind for own in areas.values() if own), "")


def _unit(entry: Question | Indicator) -> str:
    return chart_lines.unit_of(entry) if isinstance(entry, Question) else ""


def _area(own: tuple[Row, ...], unit: str) -> list:
    answers = {row.answer: _figure(row, unit) for row in own if row.kind != "total"}
    return [own[0].respondents, own[0].population, answers]


def _figure(row: Row, unit: str) -> list:
    if row.hidden:
        return [say(row.reason)]
    line = chart_lines.area_line(row, unit)
    found = marks(row)
    return [line.short.replace("\n", " "), row.quality, *(found.get(name) for name in ("v", "l", "h"))]

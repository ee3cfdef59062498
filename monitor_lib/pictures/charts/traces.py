"""The strokes of a chart as plotly reads them: plain dicts, without importing plotly (33 ms a figure saved).

One row of a chart has its label above its line, so that it reads as well on a phone as on paper. How firm a figure is
shows in the stroke as it does in the tables of pages: A a dark band, B a pale one with a rim, each with a mark at the
figure, and C a line alone.
"""

from collections.abc import Sequence
from html import escape
from typing import TypedDict

from monitor_lib.pictures.figure.lines import Line
from monitor_lib.pictures.figure.rows import Row
from monitor_lib.pictures.style import style
from monitor_lib.reference.text.language import later, say

_LABEL, _LINE = 0.22, -0.16  # where in its row a label and a line stand
_STEP = 0.2  # how far an earlier wave stands below a later one


class _Stroke(TypedDict):
    bands: list[tuple[int, str]]
    mark: str


def dots(lines: list[Line], name: str, reference: str, other: bool = False) -> list[dict]:
    """Dots with their interval per line, with a mark for the reference value of those lines that have one.

    Args:
        lines: what they stand for.
        name: what they are called in the legend.
        reference: what the marks are called there.
        other: whether that is something else than the rest of the country.
    """
    placed = [(line.row, _LINE - at, line.hover) for at, line in enumerate(lines) if not line.row.hidden]
    traces = []
    for quality, stroke in _STROKES.items():
        chosen = [entry for entry in placed if entry[0].quality == quality]
        if chosen:
            strokes = [_bands(chosen, width, colour) for width, colour in stroke["bands"]]
            strokes.append(_marks(chosen, stroke["mark"]))
            # In a legend stands what is seen of them: the mark, or where that is not drawn the line.
            seen = -1 if stroke["mark"] else -2
            strokes[seen] |= _named(chosen, name)
            traces += strokes
    marked = [(row.beside, y) for row, y, _ in placed if row.beside is not None]
    if marked:
        traces.append(_references(marked, reference, _OTHER if other else _REFERENCE))
    return [*traces, *labels(lines)]


_BAND = 12  # pixels
# By class, its bands as width and colour, each over the one before, and the colour of its mark. A pointer finds the
# place of an uncertain figure, and an eye does not.
_STROKES: dict[str, _Stroke] = {
    "A": {"bands": [(_BAND, "middle")], "mark": "deep"},
    "B": {"bands": [(_BAND, "middle"), (_BAND - 3, "soft")], "mark": "teal"},
    "C": {"bands": [(2, "ink")], "mark": ""},
}
_NAMES = {"A": later("{name}, met interval"), "B": later("{name}, indicatief"), "C": later("{name}, onzeker")}
_REFERENCE, _OTHER, _EARLIER, _EXACT = "reference", "other", "earlier", "exact"
_PART = "part"


_Placed = tuple[Row, float, str]
"""A row, how high it stands, and what a pointer reads."""


def earlier(
    then: Sequence[Sequence[Row | None]], now: Sequence[Row], joined: Sequence[bool], names: list[str]
) -> list[dict]:
    """Shares of earlier waves under those of now, per line; a slope joins the last two that may be compared.

    What may not is a diamond instead of a dot.

    Args:
        then: per line its rows in the earlier waves, oldest first, None where there is none.
        now: per line its row now.
        joined: per line whether the last of those and now may be compared.
        names: what the earlier waves are called.
    """
    strokes = []
    for at, name in enumerate(names):
        step = (len(names) - at) * _STEP
        drawn = enumerate(zip(then, joined, strict=True))
        shown = [(row, _LINE - n - step, whole) for n, (rows, whole) in drawn if (row := rows[at]) and row.interval]
        if shown:
            spans = [(*row.interval, y, y) for row, y, _ in shown if row.interval]
            strokes += [_thin(spans), _hollow(shown, name)]
    ends = zip(then, now, joined, strict=True)
    slopes = [
        (last.size, row.size, _LINE - line - _STEP, _LINE - line)
        for line, (rows, row, whole) in enumerate(ends)
        if whole and (last := rows[-1]) and last.interval and not row.hidden
    ]
    return [_thin(slopes), *strokes] if slopes else strokes


def _thin(strokes: list[tuple[float, float, float, float]]) -> dict:
    """Thin lines, each from one point to another: x, x, y, y."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for one, other, _, _ in strokes for x in (round(one, 4), round(other, 4), None)],
        "y": [y for _, _, one, other in strokes for y in (one, other, None)],
        "line": {"width": 1.5, "color": style.colour("grey")},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _hollow(shown: list[tuple[Row, float, bool]], name: str) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": text(name),
        "meta": _EARLIER,
        "x": [round(row.size, 4) for row, *_ in shown],
        "y": [y for _, y, _ in shown],
        "marker": {
            "size": 8,
            "color": style.colour("paper"),
            "line": {"color": style.colour("grey"), "width": 2},
            "symbol": ["circle" if whole else "diamond" for *_, whole in shown],
        },
        "hoverinfo": "skip",  # what a pointer reads is the line of now, and the words behind it hold the earlier share
    }


def labels(lines: list[Line], first: int = 0) -> list[dict]:
    """The texts of the lines from this row on: the label above, the figure in words behind."""
    above = [_LABEL - at for at in range(first, first + len(lines))]
    behind = [_LINE - at for at in range(first, first + len(lines))]
    return [
        _texts(0, above, [text(line.label) for line in lines], 14),
        _texts(1, behind, [_strong(line) for line in lines], 14),
    ]


def _strong(line: Line) -> str:
    """The figure behind a line: in bold where it is one, and not a word for it."""
    value, bracket, rest = text(line.short).partition(" (")
    return f"<b>{value}</b>{bracket}{rest}" if value[:1].isdigit() else value


def columns(lines: list[Line]) -> dict:
    """A column per line, for counts over time; what is hidden has no column."""
    return {
        "type": "bar",
        "x": [text(line.label) for line in lines],
        "y": [line.row.value for line in lines],
        "text": [text(line.short) for line in lines],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": style.colour("middle")},
        "hovertext": [text(line.hover) for line in lines],
        "hoverinfo": "text",
        "showlegend": False,
    }


def side_by_side(parts: list[Line], at: int, label: str) -> list[dict]:
    """The parts of a whole as one bar in their own colours, on the row with this number."""
    drawn = [_part(part.row, at, part.colour, part.label) for part in parts]
    return [*drawn, _texts(0, [_LABEL - at], [text(label)], 14)]


def bars(lines: list[Line]) -> list[dict]:
    """A bar per line, for counts of which nothing is uncertain."""
    most = max((line.row.size for line in lines), default=0) or 1
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": [round(line.row.size / most, 4) for line in lines],
        "y": [_LINE - at for at in range(len(lines))],
        "width": 0.26,
        "marker": {"color": style.colour("middle")},
        "hovertext": [text(line.hover) for line in lines],
        "hoverinfo": "text",
        "showlegend": False,
    }
    return [bar, *labels(lines)]


def stack(rows: tuple[Row, ...], at: int, label: str, colours: list[str]) -> list[dict]:
    """One stacked bar of all answers to an opinion question in these colours, on the line with this number."""
    parts = [_part(row, at, colour, row.label) for row, colour in zip(rows, colours, strict=True)]
    return [*parts, _texts(0, [_LABEL - at], [text(label)], 14)]


def _part(row: Row, at: int, colour: str, label: str) -> dict:
    """One answer of a stacked bar; its percentage is written in it where it fits."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(row.size, 4)],
        "y": [_LINE - at],
        "width": 0.4,
        "name": text(label),
        "meta": _PART,
        "marker": {"color": colour, "line": {"color": style.colour("paper"), "width": 1}},
        "text": [style.percent(row.size) if row.size >= 0.1 else ""],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": 12, "color": style.readable_on(colour)},
        "hovertext": [text(f"{label}: {style.percent(row.size)}")],
        "hoverinfo": "text",
        "showlegend": at == 1,
    }


def text(words: str) -> str:
    """Text as plotly shows it literally, line feeds included: it reads `<b>` and entities in what it is given."""
    return escape(words, quote=False).replace("\n", "<br>")


def _bands(chosen: list[_Placed], width: int, colour: str) -> dict:
    known = [(row.interval, y) for row, y, _ in chosen if row.interval]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for (low, high), _ in known for x in (round(low, 4), round(high, 4), None)],
        "y": [each for _, y in known for each in (y, y, None)],
        "line": {"width": width, "color": style.colour(colour)},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _named(chosen: list[_Placed], name: str) -> dict:
    """What the legend says of rows of one class."""
    quality, exact = chosen[0][0].quality, all(row.interval is None for row, *_ in chosen)
    words = name if exact else say(_NAMES[quality], name=name)
    return {"name": text(words), "meta": _EXACT if exact else quality, "showlegend": True}


def _marks(chosen: list[_Placed], colour: str) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(row.size, 4) for row, _, _ in chosen],
        "y": [y for _, y, _ in chosen],
        "marker": {
            "symbol": "line-ns",
            "size": _BAND,
            "opacity": 1 if colour else 0,
            "line": {"color": style.colour(colour or "ink"), "width": 5},
        },
        "hovertext": [text(hover) for _, _, hover in chosen],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _references(marked: list, name: str, mark: str) -> dict:
    stroke = {"symbol": "line-ns", "size": 13, "line": {"color": style.colour("accent"), "width": 3.5}}
    ink, paper = style.colour("ink"), style.colour("paper")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": text(name),
        "meta": mark,
        "x": [round(x, 4) for x, _ in marked],
        "y": [y for _, y in marked],
        "marker": stroke
        if mark == _REFERENCE
        else {"symbol": "square", "size": 8, "color": paper, "line": {"color": ink, "width": 2}},
        "hoverinfo": "skip",
    }


# What every text beside or above a line has; a page says it once.
TEXT = {
    "type": "scatter",
    "mode": "text",
    "xaxis": "x2",
    "textposition": "middle right",
    "cliponaxis": False,
    "hoverinfo": "skip",
    "showlegend": False,
}


def _texts(x: float, ys: list[float], texts: list[str], size: int) -> dict:
    return {**TEXT, "x": [x] * len(ys), "y": ys, "text": texts, "textfont": {"size": size}}

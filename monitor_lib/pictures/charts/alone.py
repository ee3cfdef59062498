"""A chart that stands alone: with its words in a notebook, without a script, and as a file to take along."""

import hashlib
import os
import textwrap
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import jinja2

from monitor_lib import disk
from monitor_lib.mistake import Mistake
from monitor_lib.pictures.charts import layouts
from monitor_lib.pictures.charts.traces import text
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.style import packages, style, templates
from monitor_lib.reference.text.language import spoken

_TEMPLATE = "chart.html.j2"
_PAGE = "chart.typ"
_WIDTH = 130  # letters on a line of the words around a chart
_TITLE, _SMALL = 22, 17  # pixels that a line of the heading, and of the words, takes
_PPI = 200
_IN_LAB = "JPY_SESSION_NAME"  # the variable of the environment by which a server of Jupyter names a notebook
_WORDS = "words"  # the name of what `untitled` takes out


@dataclass(frozen=True)
class Words:
    """What stands around a chart: heading, question, sense, base and source, and the mark on invented answers."""

    title: str
    note: str
    sentence: str
    source: str
    notice: str


def titled(figure: dict, words: Words) -> dict:
    """The figure as a notebook draws it: with its heading and question above, and under it its base and source."""
    above, below = _wrapped(words.note), _wrapped(" ".join(filter(None, (words.sentence, words.source))))
    layout, lines = figure["layout"], above.count("<br>") + 1 if above else 0
    margin = layout["margin"]
    head, foot = _TITLE + _SMALL * lines + 24, _SMALL * (below.count("<br>") + 1) + 6
    height = layout["height"] + head + foot
    small = f'<span style="font-size:12px">{above}</span>'
    title = {"text": f"<b>{text(words.title)}</b><br>{small}", "font": {"size": 16}, "x": 0, "xanchor": "left"}
    under = {"text": below, "align": "left", "xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 0}
    under |= {"yanchor": "top", "yshift": -margin["b"], "showarrow": False, "font": {"size": 12}, "name": _WORDS}
    return figure | {
        "layout": layout
        | {
            "title": title | {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 20, "l": margin["l"]}},
            "height": height,
            "margin": margin | {"t": margin["t"] + head, "b": margin["b"] + foot},
            "legend": layouts.legend() | {"y": foot / height},
            "annotations": [*layout.get("annotations", []), under],
        }
    }


def untitled(layout: dict) -> dict:
    """The layout as a page draws it, that has those words around it."""
    kept = {name: value for name, value in layout.items() if name not in ("title", "legend")}
    margin = layout["margin"]
    bare = margin | {"t": layouts.TOP, "b": layouts.FOOT}
    height = layout["height"] - margin["t"] - margin["b"] + bare["t"] + bare["b"]
    marks = [mark for mark in layout.get("annotations", []) if mark.get("name") != _WORDS]
    return kept | {"margin": bare, "height": height, "annotations": marks}


def html(words: Words, table: dict, picture: Picture) -> str:
    """The chart as HTML that asks for nothing.

    Args:
        words: what stands around it.
        table: its columns, rows and the numbers of their tracks.
        picture: says what the reference marks stand for.
    """
    known = style.load()
    look = {"colours": known.colours, "letters": known.fonts["fallback"]}
    return _template().render(chart=words, table=table, picture=picture, **look)


@dataclass(frozen=True)
class Plotted:
    """A figure that somebody made with plotly, shown wherever a notebook is: with the script that draws it.

    JupyterLab draws it itself, so there the script (4 MB) stays away.
    """

    figure: dict

    def _repr_mimebundle_(self, **_: object) -> dict:
        shown = {"application/vnd.plotly.v1+json": self.figure, "text/plain": "Een grafiek van plotly."}
        return shown if _IN_LAB in os.environ else shown | {"text/html": self._page()}

    def _page(self) -> str:
        content = templates.json_block(self.figure)
        name = f"plotly-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
        script = packages.plotly_script().read_text("utf-8").replace("</script", "<\\/script")
        draw = f'const figure = {content}; Plotly.newPlot("{name}", figure.data, figure.layout);'
        return f'<div id="{name}"></div><script>{script}</script><script>{{{draw}}}</script>'


def save(words: Words, picture: Picture, axis: dict, path: Path | str) -> Path:
    """Writes the chart with all its words to a file, as the end of its name says: `.png` or `.svg`.

    Raises:
        Mistake: for another ending, or a folder that is not there.
    """
    from monitor_lib.pictures.style import typesetting  # only who saves a chart has need of it

    target = Path(path)
    if not target.parent.is_dir():
        raise Mistake(f"De map {target.parent} is er niet. Maak die eerst, of kies een andere.")
    if target.suffix.lower() == ".svg":
        made = typesetting.svg(_PAGE, _specification(words, picture, axis))
    elif target.suffix.lower() == ".png":
        made = typesetting.png(_PAGE, _specification(words, picture, axis), _PPI)
    else:
        raise Mistake(f'Een grafiek kan naar .png of .svg, niet naar "{target.name}".')
    return disk.handed_on(target, made)


def _specification(words: Words, picture: Picture, axis: dict) -> dict:
    told = vars(words) | {"name": words.title, "spoken": spoken(), "other": bool(picture.marked)}
    if any(line.row.kind == "count" for line in picture.lines):  # the whole beside its parts would leave them no room
        below = tuple(line for line in picture.lines if line.row.area.level != "country")
        return told | {"picture": replace(picture, lines=below).json, "counts": True}
    drawn, ends = _scaled(picture.json, axis)
    return told | {"picture": drawn, "counts": False, "ends": ends}


def _scaled(picture: dict, axis: dict) -> tuple[dict, list[str]]:
    """The picture with its figures as parts of the axis, and what stands at the ends and in the middle of that."""
    first, last = axis.get("range", (0, 1))
    for line in picture["lines"]:
        known = [name for name in ("value", "low", "high", "reference") if line[name] is not None]
        line |= {name: (line[name] - first) / (last - first) for name in known}
    return picture, [_tick(axis, value) for value in (first, (first + last) / 2, last)]


def _tick(axis: dict, value: float) -> str:
    """The words of an axis at a value: those it has there, or the number."""
    named = dict(zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True))
    return named.get(value) or (str(round(value)) if axis.get("tickformat") == "d" else style.number(value))


def _wrapped(words: str) -> str:
    return "<br>".join(text(line) for line in textwrap.wrap(words, _WIDTH))


@lru_cache
def _template() -> jinja2.Template:
    return templates.environment().get_template(_TEMPLATE)

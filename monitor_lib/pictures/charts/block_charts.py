"""The pictures of infographics as charts on a page: the same lines, words, order and colours, drawn by plotly."""

from collections.abc import Callable

import pandas as pd

from monitor_lib.pictures import blocks
from monitor_lib.pictures.charts import layouts, traces
from monitor_lib.pictures.charts.charts import Chart, marked, source
from monitor_lib.pictures.figure import lines
from monitor_lib.pictures.figure.lines import rest
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import area_of, label_of
from monitor_lib.reference.infographics import COLUMNS, Block
from monitor_lib.reference.records import Area, Codebook
from monitor_lib.reference.text.language import say


def block_chart(figures: pd.DataFrame, book: Codebook, block: Block, area: Area | str) -> Chart:
    """A block of an infographic as a chart.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        block: a block that draws figures (not `findings`).
        area: the area it is about, or its code or name.
    """
    area = area_of(book, area)
    picture = blocks.picture(figures, book, block, area)
    data, layout = _DRAWN.get(picture.kind, _dots)(picture)
    return Chart(
        id="-".join((picture.kind, *block.figures, area.code.lower())),
        title=picture.title,
        sentence=" ".join(filter(None, (picture.badge and f"{picture.badge}.", *picture.sentences))),
        alt=picture.alt,
        note=f"{picture.subtitle[:1].upper()}{picture.subtitle[1:]}.",
        figure={"data": data, "layout": marked(layout, figures, book)},
        columns=lines.picture_twin(list(picture.lines)),
        picture=picture,
        source=source(figures, book, picture.lines[0].row) if picture.lines else "",
    )


def growth_chart(figures: pd.DataFrame, book: Codebook, indicator: str, area: Area | str) -> Chart:
    """The counts of an indicator with classes of years, as columns over time."""
    block = Block("columns", label_of(book, indicator), COLUMNS, (indicator,))
    return block_chart(figures, book, block, area)


def _dots(picture: Picture) -> tuple[list[dict], dict]:
    data = traces.dots(list(picture.lines), say("aandeel"), rest())
    return data, layouts.layout(len(picture.lines), layouts.PERCENTS, data)


def _bars(picture: Picture) -> tuple[list[dict], dict]:
    """Bars of counts; shares keep their interval and so are drawn as dots."""
    if picture.lines and picture.lines[0].row.kind == "share":
        return _dots(picture)
    return traces.bars(list(picture.lines)), layouts.layout(len(picture.lines), {"visible": False}, [])


def _columns(picture: Picture) -> tuple[list[dict], dict]:
    if picture.lines and picture.lines[0].row.kind == "share":
        return _dots(picture)
    data = [traces.columns(list(picture.lines)), *traces.labels([])]  # the mark of the example hangs on their axis
    names = data[0]["x"]
    ticks = {"tickvals": names, "ticktext": [name.replace(" ", "<br>") for name in names], "tickangle": 0}
    layout = layouts.layout(5, {"type": "category", "range": None, "showgrid": False, **ticks}, data)
    whole_width = layout["margin"] | {"r": 10, "t": 24, "b": layouts.FOOT + 16}  # no column of figures beside it
    return data, layout | {"yaxis": {"visible": False, "rangemode": "tozero"}, "margin": whole_width}


def _whole(picture: Picture) -> tuple[list[dict], dict]:
    """The parts of a whole side by side on one bar, with a line of words for each."""
    data = [*traces.side_by_side(list(picture.lines), 0, picture.title), *traces.labels(list(picture.lines), 1)]
    return data, layouts.layout(len(picture.lines) + 1, layouts.PERCENTS, data)


def _stack(picture: Picture) -> tuple[list[dict], dict]:
    """A bar of answers per question; a question of which not all answers are firm keeps its dot."""
    data = traces.labels(list(picture.lines))
    for at, line in enumerate(picture.lines):
        data += traces.side_by_side(list(line.parts), at, line.label) if line.parts else []
    return data, layouts.layout(len(picture.lines), layouts.PERCENTS, data)


def _words(picture: Picture) -> tuple[list[dict], dict]:
    return traces.labels(list(picture.lines)), layouts.layout(len(picture.lines), {"visible": False}, [])


_DRAWN: dict[str, Callable[[Picture], tuple[list[dict], dict]]] = {
    "numbers": _words,
    "map": _bars,
    "bars": _bars,
    "columns": _columns,
    "waffle": _whole,
    "donut": _whole,
    "stack": _stack,
}

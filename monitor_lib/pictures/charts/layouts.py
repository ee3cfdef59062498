"""The frame of a chart as plotly reads it: letters, axes, margins, legend and the mark on example data."""

from monitor_lib.pictures.charts.traces import text
from monitor_lib.pictures.style import style

ROW = 52  # height of a row in pixels
FOOT = 46  # pixels below the lines, for the axis and the mark on example data
TOP = 6  # pixels above them
_MARGIN = {"l": 10, "r": 118, "t": TOP, "pad": 0}
_LEGEND = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 0,
    "yref": "container",
    "yanchor": "bottom",
    "font": {"size": 13},
    "itemclick": False,
    "itemdoubleclick": False,
}
PERCENTS = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0%", "25%", "50%", "75%", "100%"]}

# What every chart has; a page says it once.
_FRAME = {
    "barmode": "stack",
    "hovermode": "closest",
    "dragmode": False,
    "xaxis2": {"range": [0, 1], "overlaying": "x", "visible": False, "fixedrange": True},
}


def template() -> dict:
    """Letters, colours and axes of every chart; a page says it once."""
    ours = style.load()
    return {
        "layout": {
            "font": {"family": ours.fonts["fallback"], "size": 14, "color": ours.colours["ink"]},
            "paper_bgcolor": ours.colours["paper"],
            "plot_bgcolor": ours.colours["paper"],
            "hoverlabel": {
                "bgcolor": ours.colours["deep"],
                "font": {"color": ours.colours["paper"], "size": 14},
                "align": "left",
            },
            "xaxis": {
                "gridcolor": ours.colours["line"],
                "zeroline": False,
                "fixedrange": True,
                "tickfont": {"size": 12, "color": ours.colours["grey"]},
            },
            "yaxis": {"visible": False, "fixedrange": True},
            "legend": _LEGEND,
        }
    }


def legend() -> dict:
    """Where the legend of every chart stands."""
    return dict(_LEGEND)


def frame() -> dict:
    """What every chart has, in the language that is spoken."""
    return {"separators": style.separators(), **_FRAME}


def layout(lines: int, ticks: dict, data: list[dict]) -> dict:
    """The layout of a chart with this many lines; `ticks` are plotly's settings of the x axis."""
    names = [trace["name"] for trace in data if trace.get("showlegend", True)]
    legend_rows = -(-sum(len(name) + 7 for name in names) // 50)
    margin = _MARGIN | {"b": FOOT + 26 * legend_rows}
    return {
        "template": template(),
        "height": ROW * lines + margin["t"] + margin["b"],
        "margin": margin,
        **frame(),
        "xaxis": {"range": [0, 1], **ticks},
        "yaxis": {"range": [0.5 - lines, 0.5]},
    }


def mark_on_examples() -> dict:
    """What the mark on example data is in every chart; a page says it once."""
    return {
        "xref": "x2 domain",
        "x": 1,
        "xanchor": "right",
        "yref": "y domain",
        "y": 0,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 10, "color": style.colour("grey")},
    }


def mark(words: str, frame: dict) -> dict:
    """A mark at the foot of a chart with this layout, on the right, below the words of its axis."""
    tick_rows = 1 + max((words.count("<br>") for words in frame["xaxis"].get("ticktext", [])), default=0)
    return {**mark_on_examples(), "text": text(words), "xshift": frame["margin"]["r"], "yshift": -10 - 16 * tick_rows}


def key(data: list[dict]) -> list[dict]:
    """The legend of these strokes, for pages that draw it themselves: mark, colour and words per entry."""
    named = [trace for trace in data if trace.get("showlegend", True)]
    return [{"mark": t["meta"], "colour": t.get("marker", {}).get("color", ""), "words": t["name"]} for t in named]

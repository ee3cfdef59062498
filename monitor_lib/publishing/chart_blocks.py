"""Charts as the script of a page reads them: what the page or its tables say, and what charts share, is left out."""

from monitor_lib.pictures import layouts, traces
from monitor_lib.pictures.escaping import json_block

_LEGEND = ("showlegend", "name", "meta")  # the page draws its own
_OWN = ("x", "y", "text", "hovertext")  # of one trace; what else it has is how it looks


def shared() -> dict:
    """What all charts of one page have in common; `looks` fills as they are written: how traces look, each once."""
    frame = {**layouts.frame(), "template": layouts.TEMPLATE, "showlegend": False}
    return {"frame": frame, "text": traces.TEXT, "mark": layouts.MARK, "looks": []}


def block(figure: dict, page: dict, comparable: bool) -> str:
    """One chart as JSON for its place in the page.

    Args:
        figure: as the notebook showed it.
        page: what the charts of its page share.
        comparable: whether a reader may put another province beside it.
    """
    common = ("meta", "template", *layouts.frame())
    layout = {key: value for key, value in figure["layout"].items() if key not in common}
    margin = layout["margin"]
    height = layout["height"] - margin["b"] + layouts.FOOT
    marks = [{name: mark[name] for name in mark if name not in layouts.MARK} for mark in layout.pop("annotations", [])]
    layout |= {"height": height, "margin": margin | {"b": layouts.FOOT}, "annotations": marks}
    beside = {"beside": figure["layout"]["meta"]["beside"]} if comparable else {}
    return json_block({"data": [_lean(trace, page["looks"]) for trace in figure["data"]], "layout": layout, **beside})


def _lean(trace: dict, looks: list[dict]) -> dict:
    """A trace with the number of its look, without what its table or all such traces say; one `x` stands for equals."""
    said = {"text": traces.TEXT, "markers": ("hovertext",)}.get(trace.get("mode"), ())
    kept = {key: value for key, value in trace.items() if key not in (*_LEGEND, *said)}
    look = {key: kept.pop(key) for key in list(kept) if key not in _OWN}
    if look not in looks:
        looks.append(look)
    places = set(kept["x"])
    return kept | {"look": looks.index(look)} | ({"x": places.pop()} if len(places) == 1 else {})

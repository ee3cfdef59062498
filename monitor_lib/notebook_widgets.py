"""The bench by mouse: choose a question, an area, a split and a filter; what stands below is the call that was made."""

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets

from monitor_lib.figures.bench import catalogue
from monitor_lib.figures.bench.session import Session
from monitor_lib.mistake import Mistake

_NONE = ("geen", "")
_WIDE = {"layout": {"width": "44rem"}, "style": {"description_width": "7rem"}}


class Explorer:
    """Four choices, the call that they make, and what it gives; where no script runs the call and its table alone."""

    def __init__(self, session: Session, asked: Callable[..., Any], question: str) -> None:
        """With a question chosen; `asked` makes a table of a question and what goes with it."""
        self._asked = asked
        questions, areas, facts = (catalogue.rows(kind, session) for kind in ("questions", "areas", "facts"))
        splits = [
            row for row in (*facts, *questions) if row["soort"] not in ("getal",) and "gevoelig" not in row["soort"]
        ]
        self._question = _choice("Vraag", _named(questions), question)
        self._area = _choice("Gebied", _named(areas), areas[0]["id"])
        self._split = _choice("Splits naar", [_NONE, *_named(splits)], "")
        self._only = ipywidgets.Text(description="Alleen", placeholder="bijvoorbeeld: start >= 2015", **_WIDE)
        self._call, self._shown = ipywidgets.HTML(), ipywidgets.Output()
        self._only.continuous_update = False
        choices = (self._question, self._area, self._split, self._only)
        for each in choices:
            each.observe(self._show, "value")
        self._box = ipywidgets.VBox([*choices, self._call, self._shown])
        self._show()

    def _show(self, _: object = None) -> None:
        """Asks what is chosen, and shows it; a mistake is its sentence."""
        given = {"areas": self._area.value, "by": self._split.value, "only": self._only.value}
        call, self._html = "", ""
        try:
            table = self._asked(self._question.value, **{name: value for name, value in given.items() if value})
            call, self._html = table.call, table._repr_html_()
            self._shown.outputs = ()
            self._shown.append_display_data(table)
            self._shown.append_display_data(table.chart())
        except Mistake as mistake:
            call, self._shown.outputs = str(mistake), ()
        self._call.value = f"<pre>{escape(call)}</pre>"

    def _repr_mimebundle_(self, **_: object) -> dict:
        return {**self._box._repr_mimebundle_(), "text/html": f"{self._call.value}{self._html}"}


def _named(rows: list[catalogue.Row]) -> list[tuple[str, str]]:
    return [(f"{row['naam']} ({row['id']})", row["id"]) for row in rows]


def _choice(words: str, options: list[tuple[str, str]], chosen: str) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(description=words, options=options, value=chosen, **_WIDE)

"""A map in SVG with the words and the table that belong to it: what a report makes a figure of."""

import html
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from monitor_lib.reference.text.language import say

MIME = "application/vnd.monitor.drawing+json"


@dataclass(frozen=True)
class DrawnMap:
    """The map with its heading, its sense, its note, where its figures come from, and its table.

    `svg` is empty where there is nothing to draw, and `rows` is where there is no table.
    """

    id: str
    title: str
    sentence: str
    svg: str
    note: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {MIME: asdict(self), "text/html": self.html, "text/plain": f"{self.title}. {self.sentence}"}

    @property
    def html(self) -> str:
        """The map where no page of ours stands around it."""
        told = f"<h3>{html.escape(self.title)}</h3><p>{html.escape(self.sentence)}</p>"
        below = html.escape(" ".join(filter(None, (self.note, self.source))))
        return f"<figure>{told}{self.svg}<figcaption>{below}</figcaption>{self._table() if self.rows else ''}</figure>"

    def _table(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.columns)
        body = "".join(
            f'<tr><th scope="row">{html.escape(name)}</th>{_cells(cells)}</tr>' for name, *cells in self.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<details><summary>{say('Bekijk als tabel')}</summary>{table}</details>"


def _cells(texts: Iterable[str]) -> str:
    return "".join(f"<td>{html.escape(text)}</td>" for text in texts)

"""Published figures beside computed ones, for the wave they were published of."""

import pandas as pd

from monitor_lib.pictures.figure.rows import value
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.markdown import table
from monitor_lib.reference import published
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.text.language import later, say

_HEADING = later("## Gepubliceerd en berekend\n\nWat er over deze meting gepubliceerd is, naast wat hier berekend is.")


def beside_computed(figures: pd.DataFrame, book: Codebook, wave: Wave) -> list[str]:
    """The published figures beside the computed ones, as a section in Markdown; nothing for another wave.

    A list, so that a report shows the section where there is one and no empty heading where there is none.
    """
    if wave.year != published.year() or wave.example:
        return []
    heads = (say("wat er stond"), say("gepubliceerd"), say("berekend"), say("bron"))
    lines = []
    for entry in published.figures():
        computed = value(figures, entry.indicator, book.area(entry.area), entry.answer) if entry.indicator else None
        lines.append((entry.words, _written(entry.value, entry.kind), _written(computed, entry.kind), entry.source))
    return [f"{say(_HEADING)}\n\n{table(heads, lines)}"]


def _written(number: float | None, kind: str) -> str:
    if number is None:
        return "–"
    return style.percent(number) if kind == "share" else style.number(number)

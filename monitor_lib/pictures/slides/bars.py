"""The rows of a chart of bars: never firmer than a figure is, and nothing that is not in the figures table."""

from dataclasses import dataclass

from monitor_lib.pictures.figure.lines import Line
from monitor_lib.pictures.figure.picture import Picture


@dataclass(frozen=True)
class Bar:
    """A row of a chart: a firm value, the interval of one that is an indication, or what it is compared with.

    One that may not be drawn has words in its label; `words` are a figure with its interval. All as fractions.
    """

    label: str
    value: float | None = None
    beside: float | None = None
    high: float | None = None
    low: float | None = None
    words: str = ""


def bars(picture: Picture) -> list[Bar]:
    """The rows of a chart, each figure followed by what it is compared with, where the two may be compared."""
    return [bar for line in picture.lines for bar in (_bar(line), *_beside(line, picture.reference))]


def drawable(line: Line) -> bool:
    """Whether a figure is firm enough to be drawn at all."""
    return line.row.kind == "share" and not line.row.hidden and line.row.quality in ("A", "B")


def _bar(line: Line) -> Bar:
    if not drawable(line):
        return Bar(f"{line.label}: {line.brief}")
    if line.row.quality == "B" and line.row.interval:
        return Bar(line.label, high=line.row.interval.high, low=line.row.interval.low, words=line.brief)
    return Bar(line.label, line.row.value, words=line.brief if line.row.interval else "")


def _beside(line: Line, reference: str) -> list[Bar]:
    return [] if line.row.beside is None else [Bar(reference, beside=line.row.beside)]

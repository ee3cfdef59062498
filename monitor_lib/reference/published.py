"""What others published of an earlier round, each figure with its source. Shown beside figures, never mixed in."""

import tomllib
from dataclasses import dataclass

from monitor_lib import paths
from monitor_lib.reference import codebook


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure; a share is a fraction. `indicator` and `answer` are the codebook's, where it has them.

    `when` is the year, or the year and the month, of a count from before."""

    id: str
    area: str
    kind: str
    value: float
    unit: str
    source: str
    words: str
    indicator: str = ""
    answer: str = ""
    remark: str = ""
    when: str = ""


def year() -> int | None:
    """The year of the round that was published, None where the project has none."""
    return _document().get("year")


def figures() -> tuple[PublishedFigure, ...]:
    """The published figures that the codebook names, in the file's order; none where it names none."""
    return tuple(PublishedFigure(**entry) for entry in _document().get("figure", ()))


def _document() -> dict:
    name = codebook.load().monitor.earlier
    return tomllib.loads((paths.project().data / name).read_text("utf-8")) if name else {}

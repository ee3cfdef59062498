"""What was published about the monitor of 2020, each figure with its source. Shown beside figures, never mixed in."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import paths

YEAR = 2020


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


def figures(path: Path | None = None) -> tuple[PublishedFigure, ...]:
    """The published figures in this file or that of the project, in the file's order; none where there is none."""
    path = path or paths.project().earlier_publication
    if not path.exists():
        return ()
    return tuple(PublishedFigure(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["figure"])

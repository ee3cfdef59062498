"""What was published about the monitor of 2020, each figure with its source. Shown beside figures, never mixed in."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from monitor_lib import paths

YEAR = 2020


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure; a share is a fraction. `indicator` and `answer` are the codebook's, where it has them."""

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


@lru_cache
def figures(path: Path = paths.PUBLISHED) -> tuple[PublishedFigure, ...]:
    """The published figures, in the file's order."""
    return tuple(PublishedFigure(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["figure"])

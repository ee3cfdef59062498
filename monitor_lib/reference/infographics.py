"""What the codebook says of infographics: which blocks stand on one, in which order and how wide."""

from dataclasses import dataclass, replace
from typing import Self

from monitor_lib.reference.text.translated import Translated

COLUMNS = 12  # a row of blocks is this wide
KINDS = (
    "numbers",
    "hero",
    "findings",
    "differences",
    "changes",
    "map",
    "columns",
    "waffle",
    "donut",
    "pictograms",
    "bars",
    "dots",
    "stack",
)
PICTOGRAMS = ("house", "person", "heart", "cup", "list")
# Kinds that draw figures, and those that draw exactly one indicator or question.
DRAWS = ("numbers", "map", "columns", "waffle", "donut", "pictograms", "bars", "dots", "stack")
DRAWS_ONE = ("map", "columns", "waffle", "donut", "pictograms", "bars")


@dataclass(frozen=True)
class Block(Translated):
    """One picture on an infographic; of several `figures` each gives the one figure that tells it.

    `most` is how many answers are shown, the largest first (0: all, in the codebook's order), or how many changes, the
    surest first; `below` puts it under the block before it, in the same column. A `hero` is the figure of the first
    finding, large.
    """

    texts = ("title", "subtitle")

    kind: str
    title: str
    width: int
    figures: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    subtitle: str = ""
    most: int = 0
    below: bool = False
    pictograms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Infographic(Translated):
    """One page for an area of this level (`country` or `province`)."""

    texts = ("title", "headline")

    id: str
    title: str
    level: str
    headline: str
    block: tuple[Block, ...]

    def in_language(self, language: str) -> Self:
        """The page with its own texts and those of its blocks in another language."""
        return replace(super().in_language(language), block=tuple(each.in_language(language) for each in self.block))

    @property
    def rows(self) -> list[list[list[Block]]]:
        """The page as rows of columns of blocks."""
        rows: list[list[list[Block]]] = []
        for block in self.block:
            if block.below and rows:
                rows[-1][-1].append(block)
            elif rows and _width(rows[-1]) < COLUMNS:
                rows[-1].append([block])
            else:
                rows.append([[block]])
        return rows


def _width(row: list[list[Block]]) -> int:
    return sum(column[0].width for column in row)

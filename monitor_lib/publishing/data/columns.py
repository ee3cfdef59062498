"""What stands in the downloads: their tables and columns, as `data/downloads.toml` lists them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

import pandas as pd

from monitor_lib import paths

_SEVERAL = "|"  # between the codes in one cell
_YES_NO = {True: "ja", False: "nee"}


@dataclass(frozen=True)
class Column:
    """One column: its name for programs, its heading for who opens it in Excel, its type and meaning.

    `tells`: of which hidden figures a cell is a function. `values`: the codes that a cell can hold, with the Dutch
    words for them; none where that cannot be listed.
    """

    name: str
    heading: str
    type: str
    description: str
    tells: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table of the downloads; `dutch` is its name for who opens it in Excel."""

    name: str
    title: str
    description: str
    dutch: str
    columns: tuple[Column, ...]

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The columns that are listed, in the order of the list."""
        return frame[[column.name for column in self.columns]]

    def in_dutch(self, frame: pd.DataFrame, labels: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
        """The same with Dutch headings, and Dutch words for codes.

        Args:
            frame: the table by code.
            labels: by column, the words for codes that are the codebook's and not this list's.
        """
        told = {
            column.name: frame[column.name].map(partial(_worded, words=words))
            for column in self.columns
            if (words := _words(column, labels))
        }
        return self.of(frame).assign(**told).rename(columns={column.name: column.heading for column in self.columns})

    def in_codes(self, cells: Mapping[str, list]) -> dict[str, list]:
        """The cells of a file by column and in codes, whether they stood there in those or in Dutch."""
        known = {column.heading: column for column in self.columns}
        found = {}
        for heading, told in cells.items():
            column = known.get(heading)
            codes = {word: code for code, word in column.values.items()} if column else {}
            found[column.name if column else heading] = [codes.get(cell, cell) for cell in told] if codes else told
        return found


def _words(column: Column, labels: Mapping[str, Mapping[str, str]]) -> Mapping:
    return _YES_NO if column.type == "boolean" else column.values or labels.get(column.name, {})


def _worded(cell: object, words: Mapping) -> object:
    if not isinstance(cell, str):
        return words.get(cell, cell)
    return f" {_SEVERAL} ".join(words.get(code, code) for code in cell.split(_SEVERAL))


@lru_cache
def tables() -> dict[str, Table]:
    """The tables by name."""
    document = tomllib.loads(paths.DOWNLOADS.read_text("utf-8"))
    return {entry["name"]: _table(entry) for entry in document["table"]}


def _table(entry: dict) -> Table:
    columns = tuple(Column(**column) for column in entry.pop("column"))
    return Table(**entry, columns=columns)

"""What stands in the downloads: their tables and columns, as `data/downloads.toml` lists them."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from monitor_lib import paths


@dataclass(frozen=True)
class Column:
    """One column: its name for programs, its heading for who opens it in Excel, its type and meaning.

    `values`: all that a cell can say; none where that cannot be listed.
    """

    name: str
    heading: str
    type: str
    description: str
    values: tuple[str, ...] = ()


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

    def in_dutch(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The same with Dutch headings, and yes and no in words."""
        switches = [column.name for column in self.columns if column.type == "boolean"]
        words = {name: frame[name].map({True: "ja", False: "nee"}) for name in switches}
        return self.of(frame).assign(**words).rename(columns={column.name: column.heading for column in self.columns})


@lru_cache
def tables() -> dict[str, Table]:
    """The tables by name."""
    document = tomllib.loads(paths.DOWNLOADS.read_text("utf-8"))
    return {entry["name"]: _table(entry) for entry in document["table"]}


def _table(entry: dict) -> Table:
    columns = tuple(Column(**column | {"values": tuple(column.get("values", ()))}) for column in entry.pop("column"))
    return Table(**entry, columns=columns)

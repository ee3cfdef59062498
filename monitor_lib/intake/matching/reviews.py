"""The pairs that wait for a person, field by field: what speaks for their being one initiative, and what against."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from monitor_lib.intake.lists.cleaning import ListRow
from monitor_lib.intake.matching.clustering import Pair
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.pairs import Evidence
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

FOR, AGAINST = "voor", "tegen"


class Compared(NamedTuple):
    """One field of two rows side by side; a contact is only ever told to be the same."""

    pair: int
    field: str
    one: str
    other: str
    speaks: str


def reviews(
    waiting: Mapping[Pair, Evidence], rows: list[ListRow], entries: list[Entry], book: Codebook
) -> pd.DataFrame:
    """One row per pair and field that either of the two has, the strongest pair first, with its evidence on top."""
    ordered = sorted(waiting.items(), key=lambda item: (-item[1].points, -item[1].name, item[0]))
    lines = [
        line
        for number, ((i, j), found) in enumerate(ordered, 1)
        for line in (*_where(number, entries[i], entries[j], found), *_fields(number, rows[i], rows[j], book))
    ]
    return pd.DataFrame(lines, columns=Compared._fields).astype({"pair": "int64", "field": "str"})


def _where(number: int, one: Entry, other: Entry, found: Evidence) -> Iterator[Compared]:
    here, there = (f"{entry.key[0]} rij {entry.key[2]}" for entry in (one, other))
    yield Compared(number, "Rij", here, there, f"{found.points:g} punten: {found}")
    if one.contacts and other.contacts:
        same = bool(one.contacts & other.contacts)
        yield Compared(number, "Contact", "", "zelfde" if same else "ander", FOR if same else "")


def _fields(number: int, one: ListRow, other: ListRow, book: Codebook) -> Iterator[Compared]:
    for field in book.fields:
        here, there = (str(row.values.get(field.id) or "") for row in (one, other))
        if here or there:
            same = folded(here) == folded(there)
            yield Compared(number, field.label, here, there, (FOR if same else AGAINST) if here and there else "")

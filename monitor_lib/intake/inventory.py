"""The lists of all networks made one: rows placed, compared and merged, and every row accounted for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from monitor_lib.intake import linkage, merging
from monitor_lib.intake.cleaning import Cleaned, Contact, ListRow
from monitor_lib.intake.deliveries import Fault
from monitor_lib.intake.linkage import Entry, Evidence
from monitor_lib.intake.names import compared_name, kinds_of_initiative
from monitor_lib.intake.placing import Location, location
from monitor_lib.reference.codebook_records import Codebook

Key = tuple[str, str, int]


@dataclass(frozen=True)
class Inventory:
    """The lists as one.

    `initiatives` has one row per initiative, `rows` one per delivered row. `entries` are the usable rows as they were
    compared, `owners` the id of each one's initiative.
    """

    initiatives: pd.DataFrame
    rows: pd.DataFrame
    faults: list[Fault]
    entries: list[Entry]
    owners: list[str]


def linked_inventory(listed: Cleaned, book: Codebook) -> Inventory:
    """One row per initiative out of the rows of all lists; no row is lost, the account says what became of each."""
    rows, spots, reasons, faults = _placed(listed.rows, book)
    entries = _entries(rows, spots, contact_keys(listed.contacts), book)
    weighed = linkage.pairs(entries)
    found = merging.initiatives(entries, linkage.clusters(entries, weighed))
    owner_of = {n: initiative.id for initiative in found for n in initiative.positions}
    owners = [owner_of[n] for n in range(len(entries))]
    order = {row.place: n for n, row in enumerate(listed.rows)}
    account = [*merging.account(found, entries), *merging.unusable(reasons)]
    return Inventory(
        merging.initiative_table(found, rows, entries, book),
        merging.account_table(sorted(account, key=lambda line: order[line.key])),
        [*faults, *_to_review(entries, weighed, owners)],
        entries,
        owners,
    )


def contact_keys(contacts: list[Contact]) -> dict[Key, frozenset[str]]:
    """E-mail addresses and phone numbers of each row, as they are compared."""
    values: dict[Key, list[str]] = defaultdict(list)
    for contact in contacts:
        values[contact.file, contact.sheet, contact.row].append(contact.value)
    return {key: linkage.contact_keys(found) for key, found in values.items()}


def _placed(rows: list[ListRow], book: Codebook) -> tuple[list[ListRow], list[Location], dict[Key, str], list[Fault]]:
    """The rows with a name and a location, those locations, why the others are unusable, and remarks."""
    usable, spots, reasons, faults = [], [], {}, []
    for row in rows:
        spot, remarks = location(row.values, book)
        if row.values["name"] is None:
            reasons[row.place] = "geen naam. Vul de naam van het initiatief in."
        elif spot is None:
            reasons[row.place] = remarks.pop()
        else:
            usable.append(row)
            spots.append(spot)
        faults += [Fault(row.file, "placing", remark, row.sheet, row.row, severity="remark") for remark in remarks]
    return usable, spots, reasons, faults


def _entries(rows: list[ListRow], spots: list[Location], contacts: Mapping, book: Codebook) -> list[Entry]:
    kinds = kinds_of_initiative(book)
    return linkage.without_shared_domains(
        Entry(
            row.place,
            compared_name(row.values["name"], spot.place, kinds),
            spot,
            linkage.web_domain(row.values.get("website")),
            contacts.get(row.place, frozenset()),
        )
        for row, spot in zip(rows, spots, strict=True)
    )


def _to_review(entries: list[Entry], weighed: Mapping[tuple[int, int], Evidence], owners: list[str]) -> Iterator[Fault]:
    """A remark per pair that looks alike but was not joined."""
    for (i, j), found in weighed.items():
        if owners[i] != owners[j]:
            file, _, row = entries[i].key
            message = f"lijkt op {file} rij {row} ({found}), maar is niet samengevoegd. Beoordeel of het dezelfde zijn."
            twin_file, sheet, number = entries[j].key
            yield Fault(twin_file, "possible_double", message, sheet, number, severity="remark")

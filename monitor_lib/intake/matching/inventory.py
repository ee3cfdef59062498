"""The lists of all networks made one: rows placed, compared and merged, and every row accounted for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.lists.cleaning import Cleaned, Contact, ListRow
from monitor_lib.intake.lists.endings import told
from monitor_lib.intake.matching import clustering, definition, identity, merging, pairs, relations
from monitor_lib.intake.matching.account import Judged, account, covered, reach
from monitor_lib.intake.matching.clustering import Pair
from monitor_lib.intake.matching.entries import Entry, compared_contacts, web_domain, without_shared_domains
from monitor_lib.intake.matching.identity import Known
from monitor_lib.intake.matching.names import Name, compared_name, kinds_of_initiative
from monitor_lib.intake.matching.pairs import Evidence
from monitor_lib.intake.matching.reviews import reviews
from monitor_lib.intake.matching.rulings import NOTHING_DECIDED, Rulings
from monitor_lib.intake.places.addresses import HIGH, UNKNOWN, Location
from monitor_lib.intake.places.placing import location
from monitor_lib.reference.areas.municipalities import NEWEST
from monitor_lib.reference.records import Codebook

Key = tuple[str, str, int]


@dataclass(frozen=True)
class Inventory:
    """The lists as one.

    `initiatives` has one row per initiative within the definition, `rows` one per delivered row, of which `provinces`
    has the PV code, `merges` one per row that was joined to another, `relations` one per umbrella and member.
    `entries` are the rows of those initiatives as they were compared, `owners` the id of each one's initiative.
    `waiting` are the pairs to decide on, `reviews` the same ones field by field, `possible_doubles` their ids; `known`
    is every id ever given; `ended` is why an initiative, by its id, may be no more.
    `year` is the one whose municipalities hold.
    """

    initiatives: pd.DataFrame
    rows: pd.DataFrame
    provinces: Mapping[Key, str | None]
    merges: pd.DataFrame
    relations: pd.DataFrame
    reviews: pd.DataFrame
    faults: list[Fault]
    entries: list[Entry]
    owners: list[str]
    waiting: list[Line]
    possible_doubles: list[tuple[str, str]]
    known: tuple[Known, ...]
    ended: Mapping[str, str]
    year: int


def linked_inventory(
    listed: Cleaned, book: Codebook, rulings: Rulings = NOTHING_DECIDED, year: int = NEWEST
) -> Inventory:
    """One row per initiative out of the rows of all lists; no row is lost, the account says what became of each."""
    rows, spots, reasons, faults = _placed(listed.rows, book, year)
    entries = _entries(rows, spots, contact_keys(listed.contacts), book)
    weighed, ended = _weighed(rows, entries, book)
    decided = clustering.verdicts(entries, rulings.pairs)
    clusters, joins = clustering.clusters(entries, weighed, decided)
    found = merging.initiatives(entries, clusters, rulings.known, rulings.secret)
    owners, waiting = _owners(found), clustering.to_review(weighed, decided, _owners(found))
    outside = definition.outside(rulings.definition)
    initiatives = merging.initiative_table([one for one in found if one.id not in outside], rows, entries, book)
    lines = [*merging.account(found, entries, outside), *merging.unusable(reasons)]
    kept = [n for n, owner in enumerate(owners) if owner not in outside]
    return Inventory(
        initiatives,
        _understood(merging.account_table(_as_delivered(lines, listed.rows)), listed.rows, entries),
        _provinces(listed.rows, entries),
        merging.merge_table(joins, entries, owners, rulings.known),
        relations.relations(entries, owners, decided),
        reviews(waiting, rows, entries, book),
        [*faults, *clustering.idle(entries, rulings.pairs), *_doubts(found, rows, entries, waiting)],
        [entries[n] for n in kept],
        [owners[n] for n in kept],
        clustering.proposals(entries, [row.text("name") for row in rows], waiting),
        [(owners[i], owners[j]) for i, j in waiting],
        identity.grown(rulings.known, entries, owners),
        {owners[n]: reason for n, reason in sorted(ended.items(), reverse=True)},
        year,
    )


def _weighed(
    rows: list[ListRow], entries: list[Entry], book: Codebook
) -> tuple[dict[Pair, Evidence], Mapping[int, str]]:
    """The evidence of all pairs, also of those that a list calls one, and why an entry may be no more."""
    compared = partial(_compared, kinds=kinds_of_initiative(book))
    said, weighed = relations.endings(rows, entries, compared, book.lists), pairs.pairs(entries)
    more = {pair: own for pair, own in said.pairs.items() if pair not in weighed or own.points > weighed[pair].points}
    return weighed | more, said.reasons


def _compared(name: str, own: Entry, kinds: Mapping[str, str]) -> Name:
    """A name as it is compared, in the place of an entry."""
    return compared_name(name, own.location.place, kinds)


def accounted(inventory: Inventory, judged: Judged, book: Codebook) -> pd.DataFrame:
    """The account of an inventory, with the municipalities and people that it reaches."""
    counted = account(inventory.rows, inventory.provinces, judged, book)
    return reach(covered(counted, inventory.initiatives, inventory.year), inventory.year)


def contact_keys(contacts: list[Contact]) -> dict[Key, frozenset[str]]:
    """E-mail addresses and phone numbers of each row, as they are compared."""
    values: dict[Key, list[str]] = defaultdict(list)
    for contact in contacts:
        values[contact.file, contact.sheet, contact.row].append(contact.value)
    return {key: compared_contacts(found) for key, found in values.items()}


def _placed(
    rows: list[ListRow], book: Codebook, year: int
) -> tuple[list[ListRow], list[Location], dict[Key, str], list[Fault]]:
    """The rows with a name and a location, those locations, why the others are unusable, and remarks."""
    usable, spots, reasons, faults = [], [], {}, []
    for row in rows:
        spot, remarks = location(row.values, book, year)
        if row.refused:
            reasons[row.place], remarks = row.refused, []
        elif row.values["name"] is None:
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
    return without_shared_domains(
        Entry(
            row.place,
            compared_name(told(row.text("name"), book.lists).rest, spot.place, kinds),
            spot,
            web_domain(row.text("website")),
            contacts.get(row.place, frozenset()),
        )
        for row, spot in zip(rows, spots, strict=True)
    )


def _owners(found: list[merging.Initiative]) -> list[str]:
    """The id of the initiative of every entry, by its position."""
    owner_of = {n: initiative.id for initiative in found for n in initiative.positions}
    return [owner_of[n] for n in range(len(owner_of))]


def _as_delivered(lines: list[merging.Account], rows: list[ListRow]) -> list[merging.Account]:
    """The lines in the order of the delivered rows."""
    order = {row.place: n for n, row in enumerate(rows)}
    return sorted(lines, key=lambda line: order[line.key])


def _understood(table: pd.DataFrame, rows: list[ListRow], entries: list[Entry]) -> pd.DataFrame:
    """The account of every row with its name, and where it was placed, how, and how sure that is."""
    known, spots = {row.place: row for row in rows}, {entry.key: entry.location for entry in entries}
    keys = list(zip(table["file"], table["sheet"], table["row"], strict=True))
    found = [spots.get(key, UNKNOWN) for key in keys]
    told = {
        "name": [known[key].text("name") for key in keys],
        "place": [spot.place for spot in found],
        "municipality_code": [spot.municipality for spot in found],
        "province_code": [spot.province or None for spot in found],
        "placed_by": [spot.placed_by or None for spot in found],
        "confidence": [spot.confidence if spot.province else None for spot in found],
        "network": [known[key].list for key in keys],
    }
    return table.assign(**{name: pd.Series(values, table.index, dtype="str") for name, values in told.items()})


def _provinces(rows: list[ListRow], entries: list[Entry]) -> dict[Key, str | None]:
    """The PV code of every delivered row; of an unusable one as the row itself names it."""
    named = {row.place: row.text("province") or None for row in rows}
    return named | {entry.key: entry.location.province for entry in entries}


def _doubts(
    found: list[merging.Initiative], rows: list[ListRow], entries: list[Entry], waiting: Mapping[Pair, Evidence]
) -> Iterator[Fault]:
    """What a person has to look at: rows that are one and disagree, and rows that may be one."""
    yield from _disagreeing(found, entries)
    yield from _torn(found, rows)
    yield from _to_review(entries, waiting)


def _disagreeing(found: list[merging.Initiative], entries: list[Entry]) -> Iterator[Fault]:
    """A remark per initiative of which a row lies, for sure or as it says itself, in another municipality."""
    for initiative in found:
        spots = [entries[n].location for n in initiative.positions]
        sure = [spot.municipality_name for spot in spots if spot.named or spot.confidence == HIGH]
        towns = {town for town in sure if town}
        (file, sheet, row), *others = (entries[n].key for n in initiative.positions)
        if len(towns) > 1:
            twins = ", ".join(f"{other} rij {number}" for other, _, number in others)
            message = f"één initiatief met {twins}, maar in verschillende gemeenten: {', '.join(sorted(towns))}."
            yield Fault(file, "other_municipality", message, sheet, row, severity="remark")


def _torn(found: list[merging.Initiative], rows: list[ListRow]) -> Iterator[Fault]:
    """A remark per row that agrees to a place on the map where another of its initiative does not: the no counts."""
    for initiative in found:
        said = {n: rows[n].values.get("map_consent") for n in initiative.positions}
        against = ", ".join(f"{rows[n].file} rij {rows[n].row}" for n, value in said.items() if value is False)
        message = f"deze rij zegt ja tegen een plaats op de kaart, maar {against}, van hetzelfde initiatief, zegt nee."
        for row in (rows[n] for n, value in said.items() if value and against):
            yield Fault(
                row.file, "consent_apart", f"{message} Het geldt als nee.", row.sheet, row.row, severity="remark"
            )


def _to_review(entries: list[Entry], waiting: Mapping[Pair, Evidence]) -> Iterator[Fault]:
    """A remark per pair that looks alike but was not joined."""
    for (i, j), found in waiting.items():
        file, _, row = entries[i].key
        message = f"lijkt op {file} rij {row} ({found}), maar is niet samengevoegd. Beslis erover in pairs.csv."
        twin_file, sheet, number = entries[j].key
        yield Fault(twin_file, "possible_double", message, sheet, number, severity="remark")

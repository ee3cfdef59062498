"""One row per initiative out of the rows that are it, its stable id, and the account of every delivered row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from monitor_lib.intake.lists.cleaning import ListRow
from monitor_lib.intake.matching import clustering, identity
from monitor_lib.intake.matching.clustering import Join
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.identity import Known
from monitor_lib.intake.matching.pairs import evidence
from monitor_lib.intake.places.addresses import Location
from monitor_lib.reference.needs import FACTS, NAME, PLACING
from monitor_lib.reference.records import Codebook, Field

_SUREST_FIRST = ("postcode", "place", "municipality", "province")
_DTYPES = {"map_consent": "boolean", "rows": "Int64", "latitude": "float64", "longitude": "float64"}
_FIELD_DTYPES = {"year": "Int64", "yesno": "boolean"}
_OF_THEIR_OWN = (NAME, *PLACING, "map_consent")


@dataclass(frozen=True)
class Initiative:
    """The rows that are one initiative, by their positions; the first is the canonical one."""

    id: str
    positions: tuple[int, ...]


def initiatives(
    entries: list[Entry], clusters: list[list[int]], known: tuple[Known, ...], secret: bytes = b""
) -> list[Initiative]:
    """The initiatives, in order of id.

    Args:
        entries: the usable rows.
        clusters: the positions of the rows that are one initiative.
        known: the ids that were given before.
        secret: what new ones are made with.
    """
    inside = [tuple(sorted(part, key=lambda n: (entries[n].mark, entries[n].key))) for part in clusters]
    parts = sorted(inside, key=lambda part: (entries[part[0]].mark, entries[part[0]].key))
    ids = identity.ids(parts, entries, known, secret)
    found = [Initiative(name, part) for name, part in zip(ids, parts, strict=True)]
    return sorted(found, key=lambda initiative: initiative.id)


def initiative_table(
    found: list[Initiative], rows: list[ListRow], entries: list[Entry], book: Codebook
) -> pd.DataFrame:
    """One row per initiative, its fields merged over the rows that are it.

    Args:
        found: the initiatives.
        rows: the delivered rows.
        entries: the same rows as they were compared, with their locations.
        book: gives the fields; the landsdeel follows from the province. Of FACTS the others have an empty column.
    """
    parts = {area.code: area.parent for area in book.provinces}
    facts = [field for field in book.fields if not field.personal and field.id not in _OF_THEIR_OWN]
    records = []
    for initiative in found:
        own = [rows[n].values for n in initiative.positions]
        files = sorted({rows[n].list for n in initiative.positions})
        location = _location([entries[n].location for n in initiative.positions])
        records.append(
            {
                "initiative_id": initiative.id,
                "name": _most_common([values["name"] for values in own]),
                **_location_columns(location, parts[location.province]),
                **{field.id: _merged([values[field.id] for values in own], field, book) for field in facts},
                "networks": "|".join(files),
                "map_consent": _consent([values.get("map_consent") for values in own]),
                "rows": len(own),
            }
        )
    kinds = {field.id: field.type for field in facts}
    kinds |= {name: kind for name, kind in FACTS.items() if name not in kinds}
    names = ["initiative_id", "name", *_LOCATION, *kinds, "networks", "map_consent", "rows"]
    types = _DTYPES | {name: _FIELD_DTYPES.get(kind, "str") for name, kind in kinds.items()}
    return pd.DataFrame(records, columns=names).astype({name: types.get(name, "str") for name in names})


_LOCATION = (
    "place",
    "postcode",
    "municipality",
    "municipality_name",
    "province",
    "part",
    "latitude",
    "longitude",
    "placed_by",
    "confidence",
)


def _location_columns(location: Location, part: str) -> dict[str, object]:
    return {name: part if name == "part" else getattr(location, name) for name in _LOCATION}


def _location(locations: list[Location]) -> Location:
    """The location found in the surest way, in the municipality that most rows name; of equals the most common."""
    named = _most_common([spot.municipality for spot in locations if spot.named])
    count = Counter(spot for spot in locations if named in (None, spot.municipality))
    return min(count, key=lambda spot: (_SUREST_FIRST.index(spot.placed_by), -count[spot], str(spot)))


def _merged(values: list, field: Field, book: Codebook) -> str | int | bool | None:
    """The value that most rows give; of several choices all that any row gives, in the scale's order."""
    if field.type != "choices":
        return _most_common(values)
    chosen = {code for value in values if value for code in value.split("|")}
    return "|".join(code for code in book.scale(field.scale).codes if code in chosen) or None


def _most_common(values: list) -> str | int | bool | None:
    """The most common of the known values; of equally common ones the longest, then the first of the alphabet."""
    count = Counter(value for value in values if value is not None)
    return min(count, key=lambda value: (-count[value], -len(str(value)), str(value)), default=None)


def _consent(values: Sequence[str | int | bool | None]) -> bool | None:
    """No counts for more than yes."""
    return False if False in values else True if True in values else None


@dataclass(frozen=True)
class Account:
    """What became of one delivered row."""

    file: str
    sheet: str
    row: int
    initiative_id: str | None
    status: str
    reason: str

    @property
    def key(self) -> tuple[str, str, int]:
        """Where the row stands: file, sheet and row."""
        return self.file, self.sheet, self.row


def account(found: list[Initiative], entries: list[Entry], outside: Mapping[str, str]) -> Iterator[Account]:
    """What became of each row that is part of an initiative: the canonical one is used, the others are its doubles.

    Args:
        found: the initiatives.
        entries: the usable rows.
        outside: why an initiative, by its id, is outside the definition; then all its rows are.
    """
    for initiative in found:
        first, *others = initiative.positions
        if initiative.id in outside:
            yield from (
                Account(*entries[n].key, initiative.id, "outside", outside[initiative.id]) for n in initiative.positions
            )
            continue
        yield Account(*entries[first].key, initiative.id, "used", "")
        for n in others:
            file, _, row = entries[first].key
            reason = f"dubbel met {file} rij {row} ({evidence(entries[first], entries[n])})"
            yield Account(*entries[n].key, initiative.id, "double", reason)


def unusable(reasons: Mapping[tuple[str, str, int], str]) -> Iterator[Account]:
    """What became of the rows that could not be used, with the reason of each."""
    return (Account(*key, None, "unusable", reason) for key, reason in reasons.items())


def account_table(lines: list[Account]) -> pd.DataFrame:
    """One row per delivered row."""
    types = {"row": "int64"}
    names = [slot.name for slot in fields(Account)]
    frame = pd.DataFrame([asdict(line) for line in lines], columns=names)
    return frame.astype({name: types.get(name, "str") for name in names})


def merge_table(joins: list[Join], entries: list[Entry], owners: list[str], known: tuple[Known, ...]) -> pd.DataFrame:
    """The log of what was joined: one row per delivered row joined to another, why, and the id it gave up, if any."""
    was = {(entry.list, entry.mark): entry.id for entry in reversed(known)}
    lines = []
    for join in joins:
        one, other = sorted((entries[join.one], entries[join.other]), key=lambda entry: entry.key)
        owner = owners[join.one]
        before = {was.get(identity.seen(entry), owner) for entry in (one, other)} - {owner}
        keys = clustering.identity(other), clustering.identity(one)
        lines.append((owner, *other.key, *one.key, str(join.why), "|".join(sorted(before)), *keys))
    names = ["initiative_id", "file", "sheet", "row", "with_file", "with_sheet", "with_row", "reason", "earlier_id"]
    names += ["key", "with_key"]
    frame = pd.DataFrame(sorted(lines), columns=names)
    return frame.astype({name: "int64" if name in ("row", "with_row") else "str" for name in names})

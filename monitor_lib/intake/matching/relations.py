"""What initiatives are to each other: umbrella and member, and what a list says to be no more, or another's double."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from monitor_lib.intake.lists.cleaning import ListRow
from monitor_lib.intake.lists.endings import state, told
from monitor_lib.intake.matching.clustering import FIRST_IS_UMBRELLA, SECOND_IS_UMBRELLA, Pair, Verdict
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.likeness import SAME, likeness
from monitor_lib.intake.matching.names import CARRIER_KINDS, Name
from monitor_lib.intake.matching.pairs import REVIEWED, Evidence
from monitor_lib.reference.records import ListWords

_TOLD = 1  # points above what a review needs: who made the list says it
_NAME, _NOTE = "de naam", "een opmerking"
_ENDED, _DOUBLE = "zegt dat het is gestopt", "zegt dat het dubbel is; met wie, staat op geen lijst"


class Relation(NamedTuple):
    """That one initiative is under the umbrella of another, and how we know: "voorstel" or a person's decision."""

    umbrella_id: str
    member_id: str
    basis: str


def relations(entries: list[Entry], owners: list[str], decided: Mapping[Pair, Verdict]) -> pd.DataFrame:
    """One row per umbrella and member; what a person decided stands for what the names suggest.

    Proposed is every carrier, such as a dorpsbelang, with an initiative of the same own name in the same place.
    """
    judged = {frozenset(owners[n] for n in pair) for pair in decided}
    proposed = (
        found for found in _proposed(entries, owners) if frozenset((found.umbrella_id, found.member_id)) not in judged
    )
    found = sorted({*_decided(owners, decided), *proposed})
    return pd.DataFrame(found, columns=Relation._fields).astype("str")


def _decided(owners: list[str], decided: Mapping[Pair, Verdict]) -> Iterator[Relation]:
    for (one, other), verdict in decided.items():
        if verdict.word == FIRST_IS_UMBRELLA:
            yield Relation(owners[one], owners[other], str(verdict))
        elif verdict.word == SECOND_IS_UMBRELLA:
            yield Relation(owners[other], owners[one], str(verdict))


def _proposed(entries: list[Entry], owners: list[str]) -> Iterator[Relation]:
    like: dict[tuple, list[int]] = defaultdict(list)
    for n, entry in enumerate(entries):
        if entry.place and entry.name.kinds:
            like[entry.place, entry.location.province, tuple(sorted(entry.name.own))].append(n)
    for group in like.values():
        umbrellas = [n for n in group if entries[n].name.kinds <= CARRIER_KINDS]
        members = [n for n in group if entries[n].name.kinds.isdisjoint(CARRIER_KINDS)]
        yield from (Relation(owners[u], owners[m], "voorstel") for u in umbrellas for m in members)


@dataclass(frozen=True)
class Endings:
    """Per entry, by its position, why it may be no more; and the pairs that a list calls one, with their evidence."""

    reasons: Mapping[int, str]
    pairs: Mapping[tuple[int, int], Evidence]


def endings(
    rows: Sequence[ListRow], entries: Sequence[Entry], compared: Callable[[str, Entry], Name], words: ListWords
) -> Endings:
    """What the lists say of their own rows, in the name or in a remark.

    Args:
        rows: the usable rows.
        entries: the same rows as they are compared.
        compared: takes a name apart as those of the entries are, in the place of one.
        words: by which such things are said.
    """
    reasons: dict[int, str] = {}
    pairs: dict[tuple[int, int], Evidence] = {}
    for n, row in enumerate(rows):
        said = [(_NAME, told(row.text("name"), words)), *((_NOTE, state(note, words)) for note in row.notes)]
        found = [(where, one) for where, one in said if one and (one.ended or one.double)]
        others = (other for _, one in found for other in one.others)
        twins = set(_called(others, n, entries, compared))
        pairs |= {pair: _called_one(pair, entries) for twin in twins if (pair := (min(n, twin), max(n, twin)))}
        ended = [f"{where} {_ENDED}" for where, one in found if one.ended]
        double = [f"{where} {_DOUBLE}" for where, one in found if one.double and where == _NOTE]
        if (ended or double) and not twins:
            reasons[n] = (ended or double)[0]
    return Endings(reasons, pairs)


def _called(
    names: Iterable[str], own: int, entries: Sequence[Entry], compared: Callable[[str, Entry], Name]
) -> Iterator[int]:
    """The position of an entry in the same province for each that bears one of these names, however often listed."""
    for name in names:
        meant = compared(name, entries[own])
        near = [n for n, entry in enumerate(entries) if entry.location.province == entries[own].location.province]
        alike = [n for n in near if n != own and likeness(meant, entries[n].name) >= SAME]
        yield from {entries[n].mark: n for n in reversed(alike)}.values()


def _called_one(pair: tuple[int, int], entries: Sequence[Entry]) -> Evidence:
    one, other = (entries[n].name for n in pair)
    return Evidence(REVIEWED + _TOLD, round(likeness(one, other)), ("de lijst zegt dat zij één zijn of werden",))

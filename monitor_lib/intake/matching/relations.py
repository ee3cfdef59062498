"""Umbrella and member, such as a zorgcoöperatie under a dorpsbelang: two initiatives with a relation, no doubles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from monitor_lib.intake.matching.clustering import FIRST_IS_UMBRELLA, SECOND_IS_UMBRELLA, Pair, Verdict
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.names import CARRIER_KINDS


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

"""From pairs to initiatives: what is joined, in which order, and what a person decided about it."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.pairs import (
    ACCEPTED,
    Evidence,
    are_listed_together,
    are_reached_otherwise,
    contradictions,
)

SAME, APART, FIRST_IS_UMBRELLA, SECOND_IS_UMBRELLA = "zelfde", "anders", "eerste is koepel", "tweede is koepel"
WORDS = (SAME, APART, FIRST_IS_UMBRELLA, SECOND_IS_UMBRELLA)
PAIRS = Ledger(
    told=("one", "other", "one_row", "one_name", "other_row", "other_name", "points", "evidence"),
    keys=("one", "other"),
    asked=("decision",),
)

Pair = tuple[int, int]
Pairs = set[frozenset[int]]


@dataclass(frozen=True)
class Verdict:
    """What a person decided about two rows."""

    word: str
    who: str
    when: str

    def __str__(self) -> str:
        """As it stands in a log."""
        return f"besluit: {self.word} ({self.who}, {self.when})"


@dataclass(frozen=True)
class Join:
    """Two rows (by their positions) through which two clusters became one, and why."""

    one: int
    other: int
    why: Evidence | Verdict


def identity(entry: Entry) -> str:
    """By what a row is known in decisions about it: its list and what it says, not where it stands there."""
    return f"{PurePath(entry.key[0]).stem}|{entry.mark}"


def verdicts(entries: list[Entry], made: Decided) -> dict[Pair, Verdict]:
    """What was decided about which two entries, by their positions in the order of the decision."""
    positions: dict[str, list[int]] = defaultdict(list)
    for n, entry in enumerate(entries):
        positions[identity(entry)].append(n)
    return {
        pair: Verdict(line["decision"], line["who"], line["when"])
        for _, line in made.lines
        for pair in itertools.product(positions[line["one"]], positions[line["other"]])
        if pair[0] != pair[1] and line["decision"]
    }


def idle(entries: list[Entry], made: Decided) -> Iterator[Fault]:
    """A remark per decision about a row that is on no list now."""
    known = set(map(identity, entries))
    for row, line in made.lines:
        if row and not {line["one"], line["other"]} <= known:
            message = "dit besluit gaat over een rij die nu op geen lijst staat of iets anders zegt; het doet niets."
            yield Fault("pairs.csv", "idle_decision", message, row=row, severity="remark")


def clusters(
    entries: list[Entry], weighed: Mapping[Pair, Evidence], decided: Mapping[Pair, Verdict]
) -> tuple[list[list[int]], list[Join]]:
    """The positions of the entries that are one initiative, every entry in one cluster, and how they were joined.

    Decisions come first and win; then pairs are joined from strong to weak. Two clusters are not joined where members
    contradict each other or have other contacts altogether, or where two of them are so little alike that nobody would
    have to look at them. Two rows of one list are joined by what they say themselves, and never through a third.
    """
    apart = {frozenset(pair) for pair, verdict in decided.items() if verdict.word != SAME}
    same = [Join(*pair, verdict) for pair, verdict in decided.items() if verdict.word == SAME]
    same.sort(key=lambda join: (entries[join.one].key, entries[join.other].key))
    cluster_of = {position: [position] for position in range(len(entries))}
    made = list(_made(same, cluster_of, apart.isdisjoint))
    # What a person joined is one from here on: alike to it is what is alike to any part of it.
    first = {position: cluster[0] for position, cluster in cluster_of.items()}
    alike = {frozenset((first[i], first[j])) for i, j in weighed}
    accepted = {frozenset((first[i], first[j])) for (i, j), found in weighed.items() if found.points >= ACCEPTED}

    def are_one(between: Pairs) -> bool:
        if not apart.isdisjoint(between) or not alike.issuperset({frozenset(map(first.get, pair)) for pair in between}):
            return False
        together = {pair for pair in between if are_listed_together(*(entries[n] for n in pair))}
        if not accepted.issuperset({frozenset(map(first.get, pair)) for pair in together}):
            return False
        found = [tuple(entries[n] for n in pair) for pair in between]
        return not any(contradictions(*pair) or are_reached_otherwise(*pair) for pair in found)

    made += _made(_accepted(entries, weighed), cluster_of, are_one)
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values()), made


def _made(joins: Iterable[Join], cluster_of: dict[int, list[int]], are_one: Callable[[Pairs], bool]) -> Iterator[Join]:
    """The joins that bring two clusters together, each made in `cluster_of`, where all pairs between them allow it."""
    for join in joins:
        left, right = cluster_of[join.one], cluster_of[join.other]
        if left is not right and are_one({frozenset(pair) for pair in itertools.product(left, right)}):
            left += right
            cluster_of |= dict.fromkeys(right, left)
            yield join


def _accepted(entries: list[Entry], weighed: Mapping[Pair, Evidence]) -> Iterator[Join]:
    ordered = sorted(
        (
            -found.points,
            -found.name,
            sorted([_told(entries[i]), _told(entries[j])]),
            entries[i].key,
            entries[j].key,
            i,
            j,
        )
        for (i, j), found in weighed.items()
        if found.points >= ACCEPTED
    )
    return (Join(i, j, weighed[i, j]) for *_, i, j in ordered)


def _told(entry: Entry) -> tuple:
    """What an entry says, so that of equally good joins not the place in a list decides."""
    return entry.mark, entry.domain or "", entry.location.postcode or "", sorted(entry.contacts)


def to_review(
    weighed: Mapping[Pair, Evidence], decided: Mapping[Pair, Verdict], owners: list[str]
) -> dict[Pair, Evidence]:
    """The pairs that look alike, were not joined, and that nobody decided about."""
    judged = {frozenset(pair) for pair in decided}
    return {
        pair: found
        for pair, found in weighed.items()
        if owners[pair[0]] != owners[pair[1]] and frozenset(pair) not in judged
    }


def proposals(entries: list[Entry], names: list[str], waiting: Mapping[Pair, Evidence]) -> list[Line]:
    """One line per pair that waits for a decision, the strongest first; two rows with one identity are one line."""
    lines: dict[tuple[str, str], Line] = {}
    for pair, found in sorted(waiting.items(), key=lambda item: (-item[1].points, -item[1].name, item[0])):
        i, j = sorted(pair, key=lambda n: (identity(entries[n]), entries[n].key))
        one, other = identity(entries[i]), identity(entries[j])
        line = {"one": one, "other": other, "points": f"{found.points:g}", "evidence": str(found)}
        line |= {"one_row": _row(entries[i]), "one_name": names[i]}
        lines.setdefault((one, other), line | {"other_row": _row(entries[j]), "other_name": names[j]})
    return list(lines.values())


def _row(entry: Entry) -> str:
    return f"{entry.key[0]} rij {entry.key[2]}"

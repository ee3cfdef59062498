"""From pairs to initiatives: what is joined, in which order, and what a person decided about it."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from monitor_lib.intake.decisions import Decided, Ledger, Line
from monitor_lib.intake.entries import Entry
from monitor_lib.intake.linkage import ACCEPTED, Evidence, contradictions

LARGEST = 5
SAME, APART, FIRST_IS_UMBRELLA, SECOND_IS_UMBRELLA = "zelfde", "anders", "eerste is koepel", "tweede is koepel"
WORDS = (SAME, APART, FIRST_IS_UMBRELLA, SECOND_IS_UMBRELLA)
PAIRS = Ledger(
    told=("one", "other", "one_row", "one_name", "other_row", "other_name", "points", "evidence"),
    keys=("one", "other"),
    asked=("decision",),
)

Pair = tuple[int, int]


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


def clusters(
    entries: list[Entry], weighed: Mapping[Pair, Evidence], decided: Mapping[Pair, Verdict]
) -> tuple[list[list[int]], list[Join]]:
    """The positions of the entries that are one initiative, every entry in one cluster, and how they were joined.

    Decisions come first and win; then pairs are joined from strong to weak. Two clusters with members that contradict
    each other are not joined. A cluster of more than LARGEST falls apart, but for what a person joined: it has to be
    seen first.
    """
    apart = {frozenset(pair) for pair, verdict in decided.items() if verdict.word != SAME}
    same = [Join(*pair, verdict) for pair, verdict in decided.items() if verdict.word == SAME]
    same.sort(key=lambda join: (entries[join.one].key, entries[join.other].key))
    accepted = list(_accepted(entries, weighed))
    found, joins = _joined(entries, [*same, *accepted], apart)
    large = {n for cluster in found if len(cluster) > LARGEST for n in cluster}
    if large:
        found, joins = _joined(entries, [*same, *(join for join in accepted if join.one not in large)], apart)
    return found, joins


def _accepted(entries: list[Entry], weighed: Mapping[Pair, Evidence]) -> Iterator[Join]:
    ordered = sorted(
        (-found.points, -found.name, entries[i].key, entries[j].key, i, j)
        for (i, j), found in weighed.items()
        if found.points >= ACCEPTED
    )
    return (Join(i, j, weighed[i, j]) for *_, i, j in ordered)


def _joined(entries: list[Entry], joins: Iterable[Join], apart: set[frozenset[int]]) -> tuple[list, list[Join]]:
    cluster_of = {position: [position] for position in range(len(entries))}
    made = []
    for join in joins:
        left, right = cluster_of[join.one], cluster_of[join.other]
        between = list(itertools.product(left, right))
        if left is right or any(frozenset(pair) in apart for pair in between):
            continue
        if isinstance(join.why, Evidence) and any(contradictions(entries[a], entries[b]) for a, b in between):
            continue
        left += right
        cluster_of |= dict.fromkeys(right, left)
        made.append(join)
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values()), made


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

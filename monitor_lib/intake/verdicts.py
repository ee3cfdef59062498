"""Whether what people decided about pairs can all be so: A is B and B is C, but A is not C, cannot."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from monitor_lib.intake.clustering import APART, FIRST_IS_UMBRELLA, SAME
from monitor_lib.intake.decisions import Decided, Line
from monitor_lib.intake.deliveries import Fault

_ONE_OF_THEM = "Verander een van deze regels."
_Joined = dict[str, list[tuple[str, int]]]


def consistent(made: Decided, file: str) -> Decided:
    """The decisions, with an error for each that contradicts others: it names the lines to choose between."""
    lines = [(row, line) for row, line in made.lines if line["decision"]]
    faults = (
        Fault(file, "decisions", f"{message} {_ONE_OF_THEM}", row=row, column="decision")
        for row, message in (*_decided_otherwise(lines), *_joined_by_others(lines))
    )
    return replace(made, faults=(*made.faults, *faults))


def _decided_otherwise(lines: list[tuple[int, Line]]) -> Iterator[tuple[int, str]]:
    """The lines about a pair of which an earlier line says something else."""
    known: dict[frozenset[str], tuple[int, Line]] = {}
    for row, line in lines:
        first, earlier = known.setdefault(frozenset((line["one"], line["other"])), (row, line))
        if _meant(line) != _meant(earlier):
            yield row, f"regel {first} zegt over deze twee iets anders."


def _meant(line: Line) -> str:
    """What a line says of its pair, whichever of the two stands first: one, two, or two under this umbrella."""
    if line["decision"] in (SAME, APART):
        return line["decision"]
    return f"koepel {line['one' if line['decision'] == FIRST_IS_UMBRELLA else 'other']}"


def _joined_by_others(lines: list[tuple[int, Line]]) -> Iterator[tuple[int, str]]:
    """The lines that keep apart what several others make one together."""
    joined: _Joined = {}
    for row, line in lines:
        if line["decision"] == SAME:
            joined.setdefault(line["one"], []).append((line["other"], row))
            joined.setdefault(line["other"], []).append((line["one"], row))
    for row, line in lines:
        rows = [] if line["decision"] == SAME else _way(joined, line["one"], line["other"])
        if len(rows) > 1:
            several = f"{', '.join(map(str, rows[:-1]))} en {rows[-1]}"
            yield row, f'de regels {several} maken samen één van wat hier "{line["decision"]}" is.'


def _way(joined: _Joined, start: str, end: str) -> list[int]:
    """The rows of the fewest lines that make two ends one; none when no lines do."""
    ways: dict[str, list[int]] = {start: []}
    waiting = deque([start])
    while waiting and end not in ways:
        here = waiting.popleft()
        for there, row in joined.get(here, ()):
            if there not in ways:
                ways[there] = [*ways[here], row]
                waiting.append(there)
    return sorted(ways.get(end, ()))

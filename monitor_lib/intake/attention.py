"""What a run leaves to people: decisions to make, and remarks on the deliveries to read."""

from pathlib import Path

from monitor_lib import paths
from monitor_lib.intake.files import delimited, safety
from monitor_lib.intake.files.decisions import WHO


def to_decide(places: paths.Decisions) -> dict[str, int]:
    """How many lines of a file wait for a decision, by its name; a file where none does is left out."""
    files = (places.headings, places.pairs, places.definition, places.quotes)
    waiting = {path.name: _undecided(path) for path in files if path.exists()}
    return {name: lines for name, lines in waiting.items() if lines}


def remarks(clean: paths.Clean) -> int:
    """How many remarks there are on the deliveries."""
    return len(_rows(clean.faults)) - 1


def _undecided(path: Path) -> int:
    """The lines under which nobody put a name."""
    head, *lines = _rows(path)
    return sum(not line[head.index(WHO)] for line in lines if any(line))


def _rows(path: Path) -> list[list[str]]:
    return delimited.records(delimited.decoded(safety.checked_bytes(path)), frozenset([WHO]))

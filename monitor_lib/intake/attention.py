"""What a run leaves to people: decisions to make, and remarks on the deliveries to read."""

from pathlib import Path

from monitor_lib import paths
from monitor_lib.intake.files import decisions, delimited, safety
from monitor_lib.intake.files.decisions import Ledger
from monitor_lib.intake.lists.choices import LISTS
from monitor_lib.intake.lists.headings import HEADINGS
from monitor_lib.intake.matching.clustering import PAIRS
from monitor_lib.intake.matching.definition import DEFINITION
from monitor_lib.intake.quotes import QUOTES
from monitor_lib.intake.survey.others import OTHERS


def to_decide(places: paths.Decisions) -> dict[str, int]:
    """How many lines of a file wait for a decision, by its name; a file where none does is left out."""
    ledgers = {
        places.lists: LISTS,
        places.headings: HEADINGS,
        places.pairs: PAIRS,
        places.definition: DEFINITION,
        places.others: OTHERS,
        places.quotes: QUOTES,
    }
    waiting = {path.name: _undecided(path, ledger) for path, ledger in ledgers.items()}
    return {name: lines for name, lines in waiting.items() if lines}


def counting(places: paths.Decisions) -> bool:
    """Whether a decision waits that changes who is counted."""
    counted = {path.name for path in (places.lists, places.headings, places.pairs, places.definition)}
    return not counted.isdisjoint(to_decide(places))


def remarks(clean: paths.Clean) -> int:
    """How many remarks there are on the deliveries."""
    return len(delimited.records(delimited.decoded(safety.checked_bytes(clean.faults)), frozenset(["file"]))) - 1


def _undecided(path: Path, ledger: Ledger) -> int:
    return sum(not ledger.is_decided(line) for _, line in decisions.listed(path, ledger).lines)

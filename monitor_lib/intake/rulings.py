"""All that was decided about one wave, read at the start of a run, and all that waits for a decision at its end."""

from dataclasses import dataclass

from monitor_lib import paths
from monitor_lib.intake import clustering, decisions, definition, headings, identity, verdicts
from monitor_lib.intake.decisions import NOTHING, Decided, Line
from monitor_lib.intake.deliveries import Fault
from monitor_lib.intake.identity import Known
from monitor_lib.reference.codebook_records import Codebook


@dataclass(frozen=True)
class Rulings:
    """What was decided; `known` are the ids given before, in this wave and the one before it."""

    headings: Decided = NOTHING
    definition: Decided = NOTHING
    pairs: Decided = NOTHING
    known: tuple[Known, ...] = ()
    known_faults: tuple[Fault, ...] = ()

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the files of decisions."""
        return [*self.headings.faults, *self.definition.faults, *self.pairs.faults, *self.known_faults]


NOTHING_DECIDED = Rulings()


def rulings(places: paths.Decisions | None, book: Codebook) -> Rulings:
    """What was decided about a wave; the ids of the wave before go on.

    Args:
        places: its files; None when nothing was decided.
        book: knows the words for a heading.
    """
    if places is None:
        return NOTHING_DECIDED
    earlier, earlier_faults = identity.register(places.ids_before) if places.ids_before else ((), ())
    known, known_faults = identity.register(places.ids)
    return Rulings(
        headings.with_meaning(
            decisions.decided(places.headings, headings.HEADINGS, headings.words(book)), places.headings.name
        ),
        decisions.decided(places.definition, definition.DEFINITION, definition.WORDS),
        verdicts.consistent(decisions.decided(places.pairs, clustering.PAIRS, clustering.WORDS), places.pairs.name),
        tuple(dict.fromkeys([*earlier, *known])),
        (*earlier_faults, *known_faults),
    )


@dataclass(frozen=True)
class Waiting:
    """What a run proposes, one line per decision to make, and the register as it grew."""

    definition: list[Line]
    pairs: list[Line]
    known: tuple[Known, ...]


def save_headings(places: paths.Decisions, made: Rulings, waiting: list[Line]) -> None:
    """Writes the headings to confirm; also after a run that failed for want of them."""
    decisions.save(places.headings, headings.HEADINGS, made.headings, waiting)


def save(places: paths.Decisions, made: Rulings, waiting: Waiting) -> None:
    """Writes everything else that waits for a decision, and the register."""
    decisions.save(places.definition, definition.DEFINITION, made.definition, waiting.definition)
    decisions.save(places.pairs, clustering.PAIRS, made.pairs, waiting.pairs)
    identity.registered(places.ids, waiting.known)

"""All that was decided about one wave, read at the start of a run, and all that waits for a decision at its end."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from monitor_lib import paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import NOTHING, Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.lists import headings
from monitor_lib.intake.lists.choices import LISTS
from monitor_lib.intake.matching import clustering, definition, identity
from monitor_lib.intake.matching.clustering import APART, FIRST_IS_UMBRELLA, SAME
from monitor_lib.intake.matching.definition import ALIVE, GONE
from monitor_lib.intake.matching.identity import Known
from monitor_lib.intake.survey import others
from monitor_lib.intake.survey.others import OTHERS
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

# ---- whether what people decided about pairs can all be so ----

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


@dataclass(frozen=True)
class Rulings:
    """What was decided; `known` are the ids given before, in this wave and the one before it, `secret` makes new ones.

    `carried` are the lines of the wave before that hold in this one, by the name of their file.
    """

    headings: Decided = NOTHING
    definition: Decided = NOTHING
    pairs: Decided = NOTHING
    others: Decided = NOTHING
    alive: Decided = NOTHING
    known: tuple[Known, ...] = ()
    known_faults: tuple[Fault, ...] = ()
    carried: Mapping[str, list[Line]] = field(default_factory=dict)
    secret: bytes = field(default=b"", repr=False)

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the files of decisions."""
        decided = (self.headings, self.definition, self.pairs, self.others, self.alive)
        return [*(fault for made in decided for fault in made.faults), *self.known_faults]

    @property
    def ended(self) -> dict[str, str]:
        """The initiatives that a network says exist no more, by id, with who says so."""
        gone = (line for _, line in self.alive.lines if folded(line["alive"]) == GONE)
        return {line["initiative_id"]: f"{line['network']}: bestaat niet meer" for line in gone}


NOTHING_DECIDED = Rulings()


def rulings(places: paths.Decisions | None, book: Codebook) -> Rulings:
    """What was decided about a wave; the ids of the wave before go on.

    Args:
        places: its files; None when nothing was decided.
        book: knows the words for a heading.
    """
    if places is None:
        return NOTHING_DECIDED
    before = places.earlier
    earlier, earlier_faults = identity.register(before.ids) if before else ((), ())
    known, known_faults = identity.register(places.ids)
    judged, judged_before = _with_earlier("definition", definition.DEFINITION, definition.WORDS, places)
    paired, paired_before = _with_earlier("pairs", clustering.PAIRS, clustering.WORDS, places)
    return Rulings(
        headings.with_meaning(
            decisions.decided(places.headings, headings.HEADINGS, headings.words(book)), places.headings.name
        ),
        judged,
        consistent(paired, places.pairs.name),
        _others(places, book),
        _alive(places),
        tuple(dict.fromkeys([*known, *earlier])),  # a register begins as it did before
        (*_of_before(earlier_faults, places), *known_faults),
        {places.definition.name: judged_before, places.pairs.name: paired_before},
    )


def _others(places: paths.Decisions, book: Codebook) -> Decided:
    made = decisions.decided(places.others, OTHERS)
    return replace(made, faults=(*made.faults, *others.faults(made, places.others.name, book)))


def _alive(places: paths.Decisions) -> Decided:
    said = decisions.decided(places.alive, ALIVE)
    return replace(said, faults=(*said.faults, *definition.unclear(said, places.alive.name)))


def _with_earlier(
    name: str, ledger: Ledger, words: tuple[str, ...], places: paths.Decisions
) -> tuple[Decided, list[Line]]:
    """What was decided in this wave and, where nobody wrote anything on a line, in the one before; and those lines."""
    path = getattr(places, name)
    own = decisions.decided(path, ledger, words)
    if places.earlier is None:
        return own, []
    known = {ledger.key(line) for _, line in decisions.listed(path, ledger).lines if ledger.is_touched(line)}
    earlier = decisions.decided(getattr(places.earlier, name), ledger, words)
    carried = [ledger.carried(line, places.before) for _, line in earlier.lines if ledger.key(line) not in known]
    lines = (*own.lines, *((0, line) for line in carried))
    return Decided(lines, (*own.faults, *_of_before(earlier.faults, places))), carried


def _of_before(faults: Iterable[Fault], places: paths.Decisions) -> Iterator[Fault]:
    """The same faults, of which the file lies in the folder of the wave before."""
    return (replace(fault, file=f"{places.before}/{fault.file}") for fault in faults)


@dataclass(frozen=True)
class Waiting:
    """What a run proposes, one line per decision to make, and the register as it grew."""

    definition: list[Line]
    pairs: list[Line]
    others: list[Line]
    known: tuple[Known, ...]


def save_headings(places: paths.Decisions, waiting: list[Line], files: list[Line]) -> None:
    """Writes the headings to confirm and what is asked about files; also after a run that failed for want of them."""
    decisions.save(places.headings, headings.HEADINGS, waiting)
    decisions.save(places.lists, LISTS, files)


def save(places: paths.Decisions, made: Rulings, waiting: Waiting) -> None:
    """Writes everything else that waits for a decision, and the register."""
    for path, ledger, lines in (
        (places.definition, definition.DEFINITION, waiting.definition),
        (places.pairs, clustering.PAIRS, waiting.pairs),
        (places.others, OTHERS, waiting.others),
    ):
        decisions.save(path, ledger, lines, made.carried.get(path.name, ()))
    identity.registered(places.ids, waiting.known)

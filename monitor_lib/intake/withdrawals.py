"""The register of who took consent back: beside the decisions of all waves, and obeyed by every run of each.

A withdrawal holds until a person ends it on its lines: no later yes, and no list that is delivered again, does. No line
is ever taken away, so one that a run obeyed and that is not there now was lost.

A withdrawal is written down before anything else (`done` is empty then), then all is cleared that no run makes again
(`opgeruimd`), then what shows it is made again (the day).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from monitor_lib import disk, paths
from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.reference.text.folding import folded

WITHDRAWN = Ledger(
    told=("initiative_id", "name", "place", "province", "answers", "wave", "day", "done"),
    keys=("initiative_id", "name", "place", "province"),
    asked=("apart", "ended"),
    added=("ended",),
)
YES, CLEARED = "ja", "opgeruimd"
DONE, ENDED, _ANSWERS = "done", "ended", "answers"
MARK = 64  # signs of a line's hash

Said = tuple[str, str, str]
"""The name, place and province of a row of a list."""


@dataclass(frozen=True)
class Register:
    """The withdrawals: per initiative a line for each name and place under which lists have it."""

    every: tuple[Line, ...] = ()
    file: str = ""

    @property
    def lines(self) -> list[Line]:
        """Those that hold: no person ended them."""
        return [line for line in self.every if not line[ENDED]]

    @property
    def by_id(self) -> dict[str, list[Line]]:
        """The lines that hold, of each initiative."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line["initiative_id"]].append(line)
        return found

    @property
    def unfinished(self) -> list[str]:
        """The ids of withdrawals that were begun, and of which not everything was made again yet."""
        return [one for one, lines in self.by_id.items() if any(line[DONE] in ("", CLEARED) for line in lines)]

    @property
    def uncleared(self) -> list[str]:
        """The ids of those that were written down, and of which not even all was cleared that no run makes again."""
        return [one for one, lines in self.by_id.items() if not all(line[DONE] for line in lines)]

    @property
    def obeyed(self) -> list[list[str]]:
        """What of it a run is made from: all but whether it is done."""
        return sorted([text for name, text in line.items() if name != DONE] for line in self.every)

    @property
    def marks(self) -> list[str]:
        """What each line is about, as a hash."""
        return [hashlib.sha256("|".join(WITHDRAWN.key(line)).encode()).hexdigest() for line in self.every]

    def lost(self, before: frozenset[str]) -> Iterator[Fault]:
        """An error when lines are gone, told by their hashes."""
        if gone := before.difference(self.marks):
            message = (
                f"mist {len(gone)} regels waaraan een vorige run zich hield. Zet het terug uit een back-up, of geef "
                "monitor withdraw nog eens. Laat de regels van een initiatief dat terugkwam staan, met ja bij ended, "
                "who en when."
            )
            yield Fault(self.file, "lines_lost", message)


NOBODY = Register()


def register(places: paths.Decisions | None) -> Register:
    """The register of a project.

    Raises:
        DeliveryError: when it cannot be read, or says what cannot be: it would be obeyed no more.
    """
    if places is None:
        return NOBODY
    file, found = places.withdrawn.name, decisions.listed(places.withdrawn, WITHDRAWN)
    if faults := [*decisions.judged(found, places.withdrawn, WITHDRAWN).faults, *_unclear(found, file)]:
        raise DeliveryError(faults)
    return Register(tuple(line for _, line in found.lines), file)


def _unclear(found: Decided, file: str) -> Iterator[Fault]:
    """An error per cell of which it is not clear what it says of a withdrawal, or whether a person ended it."""
    for row, line in found.lines:
        for name, (is_clear, allowed) in _CLEAR.items():
            if line[name] and not is_clear(line[name]):
                message = f'"{line[name][:20]}" kan hier niet: {allowed}, anders niets.'
                yield Fault(file, "decisions", message, row=row, column=name)


def _is_yes(text: str) -> bool:
    return folded(text) == YES


_CLEAR: dict[str, tuple[Callable[[str], object], str]] = {
    _ANSWERS: (_is_yes, f"{YES} als de antwoorden ook weg moeten"),
    ENDED: (_is_yes, f"{YES} als het initiatief terugkwam"),
    DONE: (lambda text: text == CLEARED or cells.year(text), f"{CLEARED} of de dag, zoals de monitor die schrijft"),
}


def save(places: paths.Decisions, lines: Iterable[Line]) -> None:
    """Writes the register, through to the disk."""
    decisions.write(places.withdrawn, WITHDRAWN.columns, list(lines))
    disk.synced_names(places.withdrawn.parent)


def said_in(line: Line) -> Said:
    """What a row said that a line of the register is of."""
    return line["name"], line["place"], line["province"]


def line_of(initiative: str, said: Said, waves: str) -> Line:
    """A new line of the register, of what a row said."""
    told = dict(zip(WITHDRAWN.keys, (initiative, *said), strict=True))
    return dict.fromkeys(WITHDRAWN.columns, "") | told | {"wave": waves}


def takes_answers(lines: Iterable[Line]) -> bool:
    """Whether these lines of one initiative take its answers back too."""
    return any(line[_ANSWERS] for line in lines)

"""The register of who took consent back: beside the decisions of all waves, and obeyed by every run of each.

A withdrawal holds until a person strikes its lines: no later yes, and no list that is delivered again, ends it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor_lib import paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import Ledger, Line
from monitor_lib.intake.files.deliveries import Fault

WITHDRAWN = Ledger(
    told=("initiative_id", "name", "place", "province", "answers", "wave", "day", "done"),
    keys=("initiative_id", "name", "place", "province"),
    asked=("apart",),
)
YES = "ja"
_DONE = "done"

Said = tuple[str, str, str]
"""The name, place and province of a row of a list."""


@dataclass(frozen=True)
class Register:
    """The withdrawals: per initiative a line for each name and place under which lists have it, and what is amiss."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    file: str = ""

    @property
    def by_id(self) -> dict[str, list[Line]]:
        """The lines of each initiative."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line["initiative_id"]].append(line)
        return found

    @property
    def unfinished(self) -> list[str]:
        """The ids of withdrawals that were begun, and of which not everything was made again yet."""
        return [one for one, lines in self.by_id.items() if not all(line[_DONE] for line in lines)]

    @property
    def obeyed(self) -> list[list[str]]:
        """What of it a run is made from: all but whether it is done."""
        return sorted([text for name, text in line.items() if name != _DONE] for line in self.lines)


NOBODY = Register()


def register(places: paths.Decisions | None) -> Register:
    """The register of a project; one that cannot be read is an error, for it would be obeyed no more."""
    if places is None:
        return NOBODY
    found = decisions.listed(places.withdrawn, WITHDRAWN)
    return Register(tuple(line for _, line in found.lines), found.faults, places.withdrawn.name)


def save(places: paths.Decisions, lines: Iterable[Line]) -> None:
    """Writes the register."""
    decisions.write(places.withdrawn, WITHDRAWN.columns, list(lines))


def said_in(line: Line) -> Said:
    """What a row said that a line of the register is of."""
    return line["name"], line["place"], line["province"]


def line_of(initiative: str, said: Said, waves: str) -> Line:
    """A new line of the register, of what a row said."""
    told = dict(zip(WITHDRAWN.keys, (initiative, *said), strict=True))
    return dict.fromkeys(WITHDRAWN.columns, "") | told | {"wave": waves}


def takes_answers(lines: Iterable[Line]) -> bool:
    """Whether these lines of one initiative take its answers back too."""
    return any(line["answers"] for line in lines)

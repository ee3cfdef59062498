"""What looks like personal data and is none: a person says so, of one place in one file, and why.

The file of decisions shows what stands around the place by its shape alone: a letter is an a, a digit a 0.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError, Fault

HARMLESS = Ledger(told=("file", "source", "surroundings", "code"), keys=("code",), asked=("harmless", "reason"))
YES, NO = "ja", "nee"
_MOST = 200  # lines to ask about: with more, something else is wrong
_REACH = 30  # signs on both sides of a place that tell it from others
_EDGE = re.compile(r"[<>\"|;\x00-\x1f]")  # where a cell or an element ends


@dataclass(frozen=True)
class Hit:
    """A place in a file where personal data seems to stand.

    `source` says where that was delivered or what it is; `code` knows the place again, `surroundings` show its shape.
    """

    file: str
    source: str
    surroundings: str
    code: str

    def __str__(self) -> str:
        """For a message."""
        return f"{self.file}: {self.source}, als: {self.surroundings}"


def hit(file: str, source: str, text: str, start: int, stop: int) -> Hit:
    """A hit at these signs of a text."""
    before = _EDGE.split(text[max(0, start - _REACH) : start])[-1]
    after = _EDGE.split(text[stop : stop + _REACH])[0]
    told = "\n".join((file, source, before, text[start:stop], after))
    code = hashlib.sha256(told.encode()).hexdigest()[:12]
    return Hit(file, source, f"{cells.shape(before)}[...]{cells.shape(after)}", f"h{code}")


def advice(path: Path) -> str:
    """What a person can do about a hit that is none."""
    return (
        f"Is het geen gegeven van een persoon, zet dan in {path.name} bij de besluiten harmless op ja, met reason, who "
        "en when."
    )


def cleared(path: Path) -> frozenset[str]:
    """The codes of the hits that a person declared harmless.

    Raises:
        DeliveryError: when the file cannot be read, or a line has no reason, name or date.
    """
    kept = decisions.decided(path, HARMLESS)
    faults = [*kept.faults, *(fault for row, line in kept.lines for fault in _faults(path, row, line))]
    if faults:
        raise DeliveryError(faults)
    return frozenset(line["code"] for _, line in kept.lines if line["harmless"].casefold() == YES)


def ask(path: Path, hits: Iterable[Hit]) -> None:
    """Adds a line per hit for a person to decide on; those that nobody decided on and are gone, go."""
    proposals = ({name: getattr(each, name) for name in HARMLESS.told} for each in list(hits)[:_MOST])
    decisions.save(path, HARMLESS, proposals)


def _faults(path: Path, row: int, line: Line) -> Iterable[Fault]:
    if line["harmless"].casefold() not in (YES, NO, ""):
        yield Fault(path.name, "decisions", f"vul {YES} of {NO} in, of laat de cel leeg.", row=row, column="harmless")
    if line["harmless"].casefold() == YES and not line["reason"]:
        message = "waarom dit geen gegeven van een persoon is, ontbreekt."
        yield Fault(path.name, "decisions", message, row=row, column="reason")

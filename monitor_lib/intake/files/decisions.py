"""What people decided about a wave: files that a person fills in, read by every run and given new proposals."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import disk, stored
from monitor_lib.intake.files import cells, delimited, safety
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.reference.text.folding import disarmed, folded, harmless

WHO, WHEN = "who", "when"
_CARRIED = "overgenomen uit"

Line = dict[str, str]


@dataclass(frozen=True)
class Ledger:
    """The form of one file: what a run writes, by which of those a line is known, and what a person fills in.

    `added` are columns that files of an older version do not have.
    """

    told: tuple[str, ...]
    keys: tuple[str, ...]
    asked: tuple[str, ...]
    added: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, those for a person last."""
        return (*self.told, *self.asked, WHO, WHEN) if self.asked else self.told

    def key(self, line: Line) -> tuple[str, ...]:
        """What the line is about."""
        return tuple(line[name] for name in self.keys)

    def is_decided(self, line: Line) -> bool:
        """Whether a person decided anything on the line; one that was emptied again waits as before."""
        return any(line[name] for name in self.asked)

    def is_touched(self, line: Line) -> bool:
        """Whether a person wrote anything on the line, or emptied what an earlier wave had decided."""
        return any(line[name] for name in (*self.asked, WHO, WHEN)) or _CARRIED in line[self.told[-1]]

    def carried(self, line: Line, wave: str) -> Line:
        """A line of an earlier wave, as it is written down in this one."""
        note, said = f"{_CARRIED} {wave}", line[self.told[-1]]
        return line if said.endswith(note) else line | {self.told[-1]: "; ".join(filter(None, (said, note)))}


@dataclass(frozen=True)
class Decided:
    """The lines of one file that a person decided, each with its row in the file, and what is wrong with the file."""

    lines: tuple[tuple[int, Line], ...] = ()
    faults: tuple[Fault, ...] = ()


NOTHING = Decided()


def listed(path: Path, ledger: Ledger) -> Decided:
    """All lines of a file; a file that is not there has none. What cannot be read is an error."""
    if not path.exists():
        return NOTHING
    try:
        text = delimited.decoded(safety.checked_bytes(path))
        rows = delimited.records(text, frozenset(ledger.columns))
    except safety.Refused:
        message = "kan niet gelezen worden. Bewaar het als CSV UTF-8, of zet het terug uit een back-up."
        return Decided(faults=(Fault(path.name, "decisions", message),))
    if not _is_whole(text, rows, ledger):
        message = "is afgebroken midden in de laatste regel. Zet het terug uit een back-up, of maak die regel af."
        return Decided(faults=(Fault(path.name, "decisions", message, row=len(rows)),))
    missing = [name for name in ledger.columns if name not in (*rows[0], *ledger.added)]
    if missing:
        message = f"de kolommen {', '.join(missing)} ontbreken. Zet ze terug, of haal het bestand weg."
        return Decided(faults=(Fault(path.name, "decisions", message, row=1),))
    return Decided(tuple((n, _line(rows[0], row, ledger)) for n, row in enumerate(rows[1:], 2) if any(row)))


def _is_whole(text: str, rows: list[list[str]], ledger: Ledger) -> bool:
    """Whether a file was not cut in its last line.

    Not every spreadsheet ends that line, so one that a person saves may do without when all of its cells are there; the
    last is then a date, and is checked as one.
    """
    return stored.is_whole(text) or bool(rows and ledger.asked and len(rows[-1]) >= len(rows[0]))


def decided(path: Path, ledger: Ledger, allowed: Iterable[str] = ()) -> Decided:
    """The decisions in a file.

    Args:
        path: a CSV as a run wrote it, perhaps saved by a spreadsheet since.
        ledger: the form of the file.
        allowed: the words that a person may use; none given means any.

    Returns:
        Faults of severity "error" for what cannot be read or is half filled in: it would be guessing to go on.
    """
    return judged(listed(path, ledger), path, ledger, allowed)


def judged(found: Decided, path: Path, ledger: Ledger, allowed: Iterable[str] = ()) -> Decided:
    """As `decided`, of all lines of a file."""
    made = [(n, line) for n, line in found.lines if ledger.is_decided(line)]
    words = {folded(word): word for word in allowed}
    faults = [fault for n, line in made for fault in _faults(path, n, line, ledger, words)]
    worded = tuple((n, _worded(line, ledger, words)) for n, line in made)
    return Decided(worded, (*found.faults, *faults))


def _line(columns: list[str], row: list[str], ledger: Ledger) -> Line:
    texts = dict(zip(columns, row, strict=False))
    return {name: disarmed(cells.plain(texts.get(name, ""))) for name in ledger.columns}


def _worded(line: Line, ledger: Ledger, words: dict[str, str]) -> Line:
    """The line with the person's words as the codebook or the form spells them."""
    return line | {name: words.get(folded(line[name]), line[name]) for name in ledger.asked}


def _faults(path: Path, row: int, line: Line, ledger: Ledger, words: dict[str, str]) -> Iterable[Fault]:
    for name in ledger.asked:
        if line[name] and words and folded(line[name]) not in words:
            message = f'"{line[name][:40]}" kan hier niet (mogelijk: {", ".join(words.values())}).'
            yield Fault(path.name, "decisions", message, row=row, column=name)
    if not (line[WHO] and cells.year(line[WHEN])):
        message = "een besluit heeft een naam en een datum nodig. Vul who en when in (bijvoorbeeld 2026-05-01)."
        yield Fault(path.name, "decisions", message, row=row, column=WHO)


def save(path: Path, ledger: Ledger, proposed: Iterable[Line], carried: Iterable[Line] = ()) -> None:
    """Writes what was decided, as it is now, with the proposals that wait for a decision under it.

    The file is read again: a person may have saved it while the run was under way. Nothing is written when that changes
    nothing, or when the file cannot be read: it is a person's work.

    Args:
        path: the file.
        ledger: its form.
        proposed: a line per decision to make; one about what is decided already is left out.
        carried: decisions of the wave before, which hold until a line of this one says otherwise.
    """
    found = listed(path, ledger)
    lines = [line for _, line in found.lines if ledger.is_touched(line)]
    known = {ledger.key(line) for line in lines}
    lines += [line for line in carried if ledger.key(line) not in known]
    known |= {ledger.key(line) for line in lines}
    empty = dict.fromkeys((*ledger.asked, WHO, WHEN), "")
    lines += [{**empty, **line} for line in proposed if ledger.key(line) not in known]
    if not found.faults:
        write(path, ledger.columns, lines)


def write(path: Path, columns: Iterable[str], lines: list[Line]) -> None:
    """Writes lines, for their owner alone, as Dutch spreadsheets open them: beside the name, and then renamed."""
    columns = list(columns)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([columns, *([harmless(str(line[name])) for name in columns] for line in lines)])
    content = text.getvalue().encode("utf-8-sig")
    if (path.exists() and path.read_bytes() == content) or not (lines or path.exists()):
        return
    if path.exists():
        disk.written(_before(path), path.read_bytes())
    disk.written(path, content)


def remove(path: Path) -> None:
    """Takes a file away with the copy of what stood in it before."""
    path.unlink()
    forget_before(path)


def forget_before(path: Path) -> None:
    """Takes away the copy of what stood in a file before."""
    _before(path).unlink(missing_ok=True)


def _before(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")

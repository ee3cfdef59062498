"""What people decided about delivered files: whose list it is, which sheets count, and how a file is to be read."""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.delimited import DELIMITERS
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.lists.rows import named_area
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

YES, NO = "ja", "nee"
NETWORK, SHEET, ROW, SEPARATOR, ENCODING = ABOUT = ("netwerk", "blad", "koprij", "scheidingsteken", "tekenset")
LISTS = Ledger(told=("file", "sheet", "about", "proposed"), keys=("file", "sheet", "about"), asked=("decision",))
_TAB = ("tab", "\\t")
_LAST_ROW = 1_000

_READ = (SEPARATOR, ENCODING)
_NO_NETWORK = (
    'het bestand heet niet naar een netwerk, en telt bij "{other}" tot in lists.csv staat van wie het is.{near}'
)
_LEFT = "dit blad is niet gelezen, want {why}. Moet het meetellen, zet dan in lists.csv bij dit blad onder decision ja."
_SETTLED = "in lists.csv staat dat dit {what} niet meetelt."


@dataclass(frozen=True)
class Choices:
    """The decisions about files, by file, sheet and what they are about, and what is wrong with them."""

    made: Mapping[tuple[str, str, str], str]
    faults: tuple[Fault, ...] = ()

    @property
    def reading(self) -> dict[str, dict[str, str]]:
        """How text files are to be read: "separator" and "encoding" by file."""
        told: dict[str, dict[str, str]] = {}
        for (file, _, about), said in self.made.items():
            if about in _READ:
                name = "separator" if about == SEPARATOR else "encoding"
                told.setdefault(file, {})[name] = "\t" if said.casefold() in _TAB else said
        return told

    def network(self, file: str) -> str:
        """The name by which a file's network is known: as decided, or else as the file is called."""
        said = self.made.get((file, "", NETWORK), "")
        return said if said and said != NO else PurePath(file).stem

    def takes(self, file: str, sheet: str) -> bool | None:
        """Whether a sheet counts; None where nobody said so."""
        if self.made.get((file, "", NETWORK)) == NO:
            return False
        said = self.made.get((file, sheet, SHEET))
        return None if said is None else said == YES


NOTHING = Choices({})


def choices(path: Path, book: Codebook) -> Choices:
    """What a file of decisions says; a faulty line is an error and decides nothing."""
    kept = decisions.decided(path, LISTS)
    faults = [*kept.faults, *_faulty(kept, path.name, book)]
    wrong = {fault.row for fault in faults}
    made = {LISTS.key(line): _said(line, book) for row, line in kept.lines if line["decision"] and row not in wrong}
    return Choices({(file, sheet, about): said for (file, sheet, about), said in made.items()}, tuple(faults))


def _said(line: Line, book: Codebook) -> str:
    """What was decided, a network by its id."""
    said = line["proposed"] if line["about"] == NETWORK and line["decision"] == YES else line["decision"]
    return _networks(book).get(folded(said), said) if line["about"] == NETWORK else said


def _networks(book: Codebook) -> dict[str, str]:
    every = (*book.networks, book.other_lists)
    return {folded(word): one.id for one in every for word in (one.id, one.name)}


def _faulty(kept: Decided, file: str, book: Codebook) -> Iterator[Fault]:
    for row, line in kept.lines:
        message = _wrong(line, book) if line["decision"] else ""
        if message:
            yield Fault(file, "decisions", message, row=row, column="decision")


def _wrong(line: Line, book: Codebook) -> str:
    """What cannot be so about a decision, with what can."""
    about, said = line["about"], line["decision"]
    if about not in ABOUT:
        return f"about kan zijn: {', '.join(ABOUT)}."
    if about == NETWORK and said != NO and folded(_said(line, book)) not in _networks(book):
        return f"kies een netwerk ({', '.join(one.id for one in (*book.networks, book.other_lists))}) of {NO}."
    if about == SHEET and said not in (YES, NO):
        return f"kies {YES} of {NO}."
    if about == ROW and not (said.isascii() and said.isdigit() and 0 < int(said) < _LAST_ROW):
        return "vul het nummer van de rij met kopjes in."
    if about == SEPARATOR and said not in DELIMITERS and said.casefold() not in _TAB:
        return "kies ; of , of | of tab."
    return "kies een tekenset, zoals utf-8 of cp1252." if about == ENCODING and not _is_encoding(said) else ""


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


@dataclass(frozen=True)
class Taken:
    """The sheets that count, why each of the others does not, what is remarked, and what to decide on."""

    sheets: list[Sheet]
    left: list[tuple[Sheet, str]]
    faults: list[Fault]
    lines: list[Line]


def taken(sheets: Iterable[Sheet], made: Choices, book: Codebook) -> Taken:
    """The sheets of all lists that count: those that a person took, and those that seem to be no archive."""
    found = Taken([], [], [], [])
    networks: set[str] = set()
    for sheet in sheets:
        if sheet.file not in networks:
            networks.add(sheet.file)
            _of_network(sheet.file, made, book, found)
        said, archived = made.takes(sheet.file, sheet.name), _is_archive(sheet.name, book)
        if said is False or (archived and said is None):
            why = "het lijkt een archief" if said is None else _SETTLED.format(what="blad")
            found.left.append((sheet, why))
            if said is None:
                message = _LEFT.format(why=why)
                found.faults.append(Fault(sheet.file, "archived_sheet", message, sheet.name, severity="remark"))
                found.lines.append(_line(sheet.file, sheet.name, SHEET, NO))
        else:
            found.sheets.append(_from_heading_row(sheet, made))
    return found


def unread(faults: Iterable[Fault], made: Choices) -> Iterator[Line]:
    """A question about each file that is no list: whether it may be left out."""
    for fault in faults:
        if fault.code == "no_list" and (fault.file, "", NETWORK) not in made.made:
            yield _line(fault.file, "", NETWORK, NO)


def _of_network(file: str, made: Choices, book: Codebook, found: Taken) -> None:
    """A remark and a question about a file that bears no network's name, with the network that it is near to."""
    name = made.network(file)
    if book.network(name) is not book.other_lists or name == book.other_lists.id or (file, "", NETWORK) in made.made:
        return
    words = set(folded(name).split())
    called = ((one, set(folded(word).split())) for one in book.networks for word in (one.id, one.name))
    near = next((one for one, parts in called if parts <= words), None)
    meant = f" Bedoelt u {near.name}?" if near else ""
    message = _NO_NETWORK.format(other=book.other_lists.name, near=meant)
    found.faults.append(Fault(file, "no_network", message, severity="remark"))
    found.lines.append(_line(file, "", NETWORK, near.id if near else ""))


def _is_archive(sheet: str, book: Codebook) -> bool:
    """Whether the name of a sheet says so; "Oude IJsselstreek" is a municipality."""
    name = f" {folded(sheet)} "
    return any(f" {folded(word)} " in name for word in book.lists.archived) and not named_area(sheet, book)


def _from_heading_row(sheet: Sheet, made: Choices) -> Sheet:
    """The sheet from the row on that a person said to be its heading row, or the first of those."""
    said = made.made.get((sheet.file, sheet.name, ROW))
    begin = int(said) - 1 if said else 0
    return replace(sheet, rows=((),) * begin + sheet.rows[begin:])


def _line(file: str, sheet: str, about: str, proposed: str) -> Line:
    return {"file": file, "sheet": sheet, "about": about, "proposed": proposed}

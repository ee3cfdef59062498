"""What people decided about delivered files: whose list it is, which sheets count, and how a file is to be read."""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.delimited import DELIMITERS
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.lists.headings import ALL
from monitor_lib.intake.lists.rows import named_area
from monitor_lib.intake.lists.wordings import has_word
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

YES, NO = "ja", "nee"
NETWORK, SHEET, ROW, SEPARATOR, ENCODING = ABOUT = ("netwerk", "blad", "koprij", "scheidingsteken", "tekenset")
# What is asked of more than one thing in a sheet: behind a colon stands which one.
NAME, BELOW, GAPS, CONSENT, UNUSED = PARTS = ("rij", "onder", "aanvullen", "toestemming", "niet gebruikt")
LISTS = Ledger(told=("file", "sheet", "about", "proposed"), keys=("file", "sheet", "about"), asked=("decision",))
_TAB = ("tab", "\\t")
_LAST_ROW = 1_000

_READ = (SEPARATOR, ENCODING)
_NO_NETWORK = (
    'het bestand heet niet naar een netwerk, en telt bij "{other}" tot in lists.csv staat van wie het is.{near}'
)
_LEFT = (
    "dit blad is niet gelezen, want {why}. Moet het meetellen, zet dan in lists.csv bij dit blad onder decision ja. "
    "Een regel met blad * geldt voor alle bladen van het bestand."
)
_RECENT = 1  # years before a wave in which its lists are made
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

    def said(self, file: str, sheet: str, about: str) -> str | None:
        """What was decided about something in a sheet, or else in all sheets of its file; None where nobody did."""
        return self.made.get((file, sheet, about), self.made.get((file, ALL, about)))

    def network(self, file: str) -> str:
        """The name by which a file's network is known: as decided, or else as the file is called."""
        said = self.made.get((file, "", NETWORK), "")
        return said if said and said != NO else PurePath(file).stem

    def takes(self, file: str, sheet: str) -> bool | None:
        """Whether a sheet counts; None where nobody said so."""
        if self.made.get((file, "", NETWORK)) == NO:
            return False
        said = self.said(file, sheet, SHEET)
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
    about, said = line["about"].partition(":")[0], line["decision"]
    if about not in (*ABOUT, *PARTS):
        return f"about kan zijn: {', '.join((*ABOUT, *PARTS))}."
    if about == NETWORK and said != NO and folded(_said(line, book)) not in _networks(book):
        return f"kies een netwerk ({', '.join(one.id for one in (*book.networks, book.other_lists))}) of {NO}."
    if about in (SHEET, *PARTS) and said not in (YES, NO):
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


def taken(sheets: Iterable[Sheet], made: Choices, book: Codebook, year: int = 0) -> Taken:
    """The sheets of all lists that count: those that a person took, and those of which nothing says that they do not.

    A sheet that seems an archive, of persons or of an earlier year is left until a person takes it: what it would add
    would be counted, or shown, without anybody seeing it.
    """
    found, sheets = Taken([], [], [], []), list(sheets)
    networks: set[str] = set()
    for sheet in sheets:
        if sheet.file not in networks:
            networks.add(sheet.file)
            _of_network(sheet.file, made, book, found)
        said = made.takes(sheet.file, sheet.name)
        doubt = _doubt(sheet, sheets, book, year) if said is None else ""
        if said is False or doubt:
            found.left.append((sheet, doubt or _SETTLED.format(what="blad")))
        else:
            found.sheets.append(_from_heading_row(sheet, made))
        if doubt:
            message = _LEFT.format(why=doubt)
            found.faults.append(Fault(sheet.file, "doubtful_sheet", message, sheet.name, severity="remark"))
            found.lines.append(line_of(sheet.file, sheet.name, SHEET, NO))
    return found


def _doubt(sheet: Sheet, sheets: list[Sheet], book: Codebook, year: int) -> str:
    """Why a sheet may not be of the list, by its name; "Oude IJsselstreek" is a municipality, and no archive."""
    if doubt := _named_doubt(sheet, book):
        return doubt
    others = (one for one in sheets if one.file == sheet.file and one is not sheet and _is_table(one))
    beside = [cells.year(one.name) or year - _RECENT for one in others if not _named_doubt(one, book)]
    own = cells.year(sheet.name)
    return f"het lijkt van {own}, en een ander blad is nieuwer" if own and own < max(beside, default=0) else ""


def _is_table(sheet: Sheet) -> bool:
    """Whether a sheet may be a list: it has several rows of several cells."""
    return sum(sum(bool(cell.strip()) for cell in row) > 1 for row in sheet.rows) > 1


def _named_doubt(sheet: Sheet, book: Codebook) -> str:
    if named_area(sheet.name, book):
        return ""
    if has_word(sheet.name, book.lists.archived):
        return "het lijkt een archief, of om een andere reden niet te tellen"
    return "het lijkt over personen te gaan" if has_word(sheet.name, book.lists.people) else ""


def unread(faults: Iterable[Fault], made: Choices) -> Iterator[Line]:
    """A question about each file that is no list: whether it may be left out."""
    for fault in faults:
        if fault.code == "no_list" and (fault.file, "", NETWORK) not in made.made:
            yield line_of(fault.file, "", NETWORK, NO)


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
    found.lines.append(line_of(file, "", NETWORK, near.id if near else ""))


def _from_heading_row(sheet: Sheet, made: Choices) -> Sheet:
    """The sheet from the row on that a person said to be its heading row, or the first of those."""
    said = made.said(sheet.file, sheet.name, ROW)
    begin = int(said) - 1 if said else 0
    return replace(sheet, rows=((),) * begin + sheet.rows[begin:])


def line_of(file: str, sheet: str, about: str, proposed: str) -> Line:
    """A question about a file, or something in it, with what is proposed."""
    return {"file": file, "sheet": sheet, "about": about, "proposed": proposed}

"""Inventory lists: text to typed rows, checked against the codebook; what is wrong is listed, not dropped."""

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as slot
from pathlib import PurePath

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header, filled_sheets, without_rows
from monitor_lib.intake.lists.asides import BY_PLACE, WORDS, aside
from monitor_lib.intake.lists.choices import BELOW, LISTS, NAME, NO, NOTHING, YES, Choices, line_of
from monitor_lib.intake.lists.columns import Columns, counting, stand_ins
from monitor_lib.intake.lists.fields import SHEET_ERROR
from monitor_lib.intake.lists.habits import Above, consents, gaps
from monitor_lib.intake.lists.heading_rows import likely_header, list_header, unknown_headings, width
from monitor_lib.intake.lists.headings import SEARCHED, Key, asked_once, idle, in_all_sheets
from monitor_lib.intake.lists.rows import group_area, is_name_alone, linked, named_area, row_cells
from monitor_lib.intake.lists.tables import cards, inherited, parted, side_by_side
from monitor_lib.intake.lists.understanding import Understood, marked, understood
from monitor_lib.intake.lists.wordings import PERSON, has_word, is_titled, reads_as, refuses, says_ended
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

_FEW = 0.7  # of the rows of a list: a column without a heading has something in more of them
_CUT_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5})\Z", re.IGNORECASE)
_FEW_ALONE = 0.2  # of the rows of a list have one filled cell; of notes nearly all
_SHOWN = 60  # signs of a name
HELD = ("de naam in deze rij leest als een", "deze rij staat onder een tussenkop")  # how reasons that wait begin
_HELD = f"{HELD[0]} {{read}}. De rij telt pas als in lists.csv bij deze naam onder decision ja staat."
_BELOW = (
    f"{HELD[1]} die zegt dat zij (nog) geen initiatief kan zijn. Zij telt pas als in lists.csv bij die tussenkop onder "
    "decision ja staat."
)
_LEFT = "deze rij telt niet, zoals in lists.csv staat."
_OTHER_ROWS_FOLLOW = ("section_row", "group_row")
NO_HEADINGS: Mapping[Key, Field | None] = {}


_ASIDES = WORDS | {
    "group_row": "deze rij noemt alleen een gemeente of provincie; die geldt voor de rijen eronder.",
    "left_row": _LEFT,
}


@dataclass(frozen=True)
class ListRow:
    """One delivered row of an inventory list: a value per field of the codebook, None where unknown.

    `refused` is why a row cannot be read, where its cells are not under their headings, or may not count yet; `network`
    whose list a person said it is; `notes` its remarks by which it may be no more, or another.
    """

    file: str
    sheet: str
    row: int
    values: Mapping[str, str | int | bool | None]
    refused: str = ""
    network: str = ""
    notes: tuple[str, ...] = ()

    @property
    def list(self) -> str:
        """The name by which the network of its list is known: as decided, or else as the file is called."""
        return self.network or PurePath(self.file).stem

    @property
    def place(self) -> tuple[str, str, int]:
        """Where the row stands: file, sheet and row."""
        return self.file, self.sheet, self.row

    def text(self, field: str) -> str:
        """What it says in a field of words, "" where it says nothing."""
        value = self.values.get(field)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Contact:
    """One personal cell of a delivery."""

    file: str
    sheet: str
    row: int
    field: str
    value: str


@dataclass
class Cleaned:
    """What came out of a number of sheets; `rows` are of the kind asked for, `headings` the columns to decide on.

    `understood` is how each table was read; `made` what was decided about files, and `files` what is
    asked of them.
    """

    rows: list = slot(default_factory=list)
    contacts: list[Contact] = slot(default_factory=list)
    faults: list[Fault] = slot(default_factory=list)
    headings: list[Line] = slot(default_factory=list)
    understood: list[Understood] = slot(default_factory=list)
    files: list[Line] = slot(default_factory=list)
    made: Choices = NOTHING


def list_headings(book: Codebook) -> dict[str, Field]:
    """The inventory field of every folded heading."""
    return {folded(heading): field for field in book.fields for heading in (field.id, field.label, *field.headings)}


def cleaned_lists(
    sheets: list[Sheet], book: Codebook, decided: Mapping[Key, Field | None] = NO_HEADINGS, made: Choices = NOTHING
) -> Cleaned:
    """The rows of all lists, in the order of delivery; `decided` are the headings that a person gave a meaning.

    `made` is what else was decided about the files.

    A file needs one sheet that is a list; its other sheets may be notes. Faults of severity "error": no list in a file,
    or a list without a column that the codebook requires.
    """
    filled, faults = filled_sheets(sheets)
    known, cleaned, told = list_headings(book), Cleaned(faults=faults, made=made), decided
    decided = in_all_sheets(decided, filled)
    tables = [(table, remarks) for sheet in filled for table, remarks in parted(sheet, known, decided)]
    cleaned.faults += idle([table for table, _ in tables], told)
    for _, group in itertools.groupby(tables, key=lambda table: table[0].file):
        _clean_file(list(group), decided, book, cleaned)
    cleaned.headings = asked_once(cleaned.headings)
    cleaned.files = list({LISTS.key(line): line for line in cleaned.files}.values())
    return cleaned


def without_future(cleaned: Cleaned, latest: int, book: Codebook) -> None:
    """Takes out, and tells, every year after that of the wave."""
    years = [field for field in book.fields if field.type == "year"]
    for n, row in enumerate(cleaned.rows):
        for field in years:
            said = row.values.get(field.id)
            if isinstance(said, int) and said > latest:
                message = f'"{said}" ligt na de meting ({latest}). Verbeter de cel of laat hem leeg.'
                cleaned.faults.append(Fault(row.file, "late_year", message, row.sheet, row.row, field.label, "remark"))
                cleaned.rows[n] = replace(row, values={**row.values, field.id: None})


def _clean_file(
    tables: list[tuple[Sheet, list[Fault]]], decided: Mapping[Key, Field | None], book: Codebook, cleaned: Cleaned
) -> None:
    """Adds what the tables of one file give; one without headings may have those of the table before."""
    known = list_headings(book)
    found = [(sheet, list_header(sheet, known, decided), told) for sheet, told in tables]
    most, before = max(width(head) for _, head, _ in found), None
    for sheet, own, told in found:
        head = own if width(own) >= min(2, most) and not (width(own) == 1 and cards(sheet, known)) else None
        if head is None and before and (another := inherited(sheet, before, book)):
            head, told = another[0], [another[1]]
        if head:
            before = sheet, head
            cleaned.faults += told
            _clean_list(sheet, head, decided, book, cleaned)
        elif before and _goes_on(sheet, before[1]):
            cleaned.faults.append(_headless(sheet, before[0]))
        else:
            _leave(sheet, (decided, most > 1), book, cleaned)


def _goes_on(sheet: Sheet, head: Header[Field]) -> bool:
    """Whether a sheet looks like the rows of a list: as wide as that, and hardly a row with one cell."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in sheet.rows if any(map(str.strip, row))]
    columns = len([heading for heading in head.headings if heading])
    return max(map(_last, sheet.rows)) == columns > 1 and sum(count < 2 for count in filled) <= _FEW_ALONE * len(filled)


def _headless(sheet: Sheet, other: Sheet) -> Fault:
    message = (
        f'dit blad heeft geen kopregel en lijkt verder te gaan waar blad "{other.name}" ophoudt. Zet de kopregel '
        "erboven en lever opnieuw aan, of haal het blad weg."
    )
    return Fault(sheet.file, "headless", message, sheet.name)


def _leave(sheet: Sheet, about: tuple[Mapping[Key, Field | None], bool], book: Codebook, cleaned: Cleaned) -> None:
    """Tells that a table has no known headings; where no other of its file has, a person may say what they are."""
    decided, is_beside = about
    unread = _no_header(sheet, book, "remark" if is_beside else "error")
    cleaned.faults.append(unread)
    cleaned.understood.append(Understood(sheet, unread.message))
    if not is_beside and (head := likely_header(sheet)):
        unmapped, lines = unknown_headings(sheet, head, decided, book)
        cleaned.faults += unmapped
        cleaned.headings += lines


def _no_header(sheet: Sheet, book: Codebook, severity: str) -> Fault:
    wanted = ", ".join(f'"{field.label}"' for field in book.fields if field.required)
    message = cards(sheet, list_headings(book)) or (
        f"geen rij met kolomkoppen herkend in de eerste {SEARCHED} rijen (verwacht ten minste {wanted}). Niet gelezen."
    )
    return Fault(sheet.file, "no_header", message, sheet.name, severity=severity)


def _clean_list(
    sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None], book: Codebook, cleaned: Cleaned
) -> None:
    """Adds the rows, contacts, faults and columns to decide on of one list."""
    if beside := list(side_by_side(sheet, head, decided)):
        cleaned.faults += beside
        return
    columns = counting(sheet, head, decided, book)
    unmapped, lines = unknown_headings(sheet, head, decided, book, _widest(sheet, columns.header))
    missing = list(_missing_columns(sheet, columns.header, [*lines, *columns.lines], book))
    cleaned.faults += marked(sheet, columns.header)
    before = len(cleaned.rows)
    cleaned.headings += [*lines, *columns.lines]
    cleaned.faults += [*missing, *columns.faults, *without_rows(sheet, head)]
    if not any(fault.severity == "error" for fault in (*missing, *columns.faults)):
        _read_rows(sheet, columns, book, cleaned)
    cleaned.faults += unmapped
    cleaned.understood.append(understood(sheet, columns.header, len(cleaned.rows) - before, book))


@dataclass(frozen=True)
class _Table:
    """A table while its rows are read: `widest` is how many cells one may have, `capitals` whether names have them.

    `notes` are what a heading in between says of the state of the rows below, `left` why those may not count.
    """

    sheet: Sheet
    columns: Columns
    above: Above
    widest: float
    capitals: bool
    notes: tuple[str, ...] = ()
    left: str = ""

    @property
    def head(self) -> Header[Field]:
        return self.columns.header

    def anew(self, refused: bool, notes: tuple[str, ...], left: str) -> "_Table":
        """The table under a heading in between: it may say no for the rows below, that they are no more, or no rows."""
        columns, above = replace(self.columns, refused=refused), replace(self.above, texts={})
        return replace(self, columns=columns, above=above, notes=notes, left=left)


def _table(sheet: Sheet, columns: Columns, book: Codebook, cleaned: Cleaned) -> _Table:
    """A table about to be read, with what is told and asked of its gaps and its words of consent."""
    above, faults, asked = gaps(sheet, columns.header, cleaned.made, book)
    meant, words = consents(sheet, columns.header, cleaned.made, book)
    cleaned.faults += faults
    cleaned.files += [*asked, *words]
    widest, capitals = _widest(sheet, columns.header), _has_capitals(sheet, columns.header)
    return _Table(sheet, replace(columns, meant=meant), above, widest, capitals)


def _read_rows(sheet: Sheet, columns: Columns, book: Codebook, cleaned: Cleaned) -> None:
    """Adds every row under the headings; the area that a sheet or a heading in between names is that of its rows."""
    head, area = columns.header, named_area(sheet.name, book)
    table = _table(sheet, columns, book, cleaned)
    heading_row = [folded(cell) for cell in head.cells(sheet.rows)]
    for number, row in enumerate(sheet.rows[head.row :], head.row + 1):
        if not any(map(str.strip, row)) or [folded(cell) for cell in row] == heading_row:
            continue
        group, refusing = group_area(row, head, book), _refuses_below(row, book)
        section = "section_row" if refusing else ""
        kind = "group_row" if group else aside(sheet.rows, number - 1, head, book) or section
        ended = tuple(cell for cell in row if says_ended(cell, book.lists)) if kind == "section_row" else ()
        doubtful = kind == "section_row" and has_word(_first(row), book.lists.doubtful, begins=True)
        if area and kind in BY_PLACE and not (refusing or ended or doubtful):
            kind = ""  # where the area is said above, a name alone is an initiative
        area = group or area
        if kind in _OTHER_ROWS_FOLLOW:
            table = table.anew(refusing, ended, _left_below(row, sheet, cleaned) if doubtful else "")
        found = _list_row(table, number, book, cleaned) if kind in ("", "contact_row") else None
        if found and not kind:
            kind = "left_row" if found.refused == _LEFT else ""
            unsaid = {name: value for name, value in area.items() if found.values.get(name) is None}
            cleaned.rows += [] if kind else [replace(found, values={**found.values, **unsaid})]
        if kind:
            cleaned.faults.append(Fault(sheet.file, kind, _ASIDES[kind], sheet.name, number, severity="remark"))


def _first(row: tuple[str, ...]) -> str:
    """The first filled cell of a row."""
    return next(cells.plain(cell) for cell in row if cell.strip())


def _left_below(row: tuple[str, ...], sheet: Sheet, cleaned: Cleaned) -> str:
    """Why the rows under a heading that says they may be no initiatives do not count, unless somebody said they do."""
    about = f"{BELOW}: {_first(row)[:_SHOWN]}"
    said = cleaned.made.said(sheet.file, sheet.name, about)
    if said is None:
        cleaned.files.append(line_of(sheet.file, sheet.name, about, NO))
    return "" if said == YES else _LEFT if said else _BELOW


def _refuses_below(row: tuple[str, ...], book: Codebook) -> bool:
    """Whether all that stands in a row is words by which those under it do not want to be shown."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 1 and refuses(filled[0], book)


def _missing(sheet: Sheet, head: Header[Field], book: Codebook) -> list[Field]:
    """The required fields without a column, or anything that does instead."""
    below = (group_area(row, head, book) for row in sheet.rows[head.row :])
    areas = {name for area in (named_area(sheet.name, book), *below) for name in area}
    return [
        field
        for field in book.fields
        if field.required
        and field not in head.meanings.values()
        and not stand_ins(head, field)
        and areas.isdisjoint(field.instead)
    ]


def _missing_columns(sheet: Sheet, head: Header[Field], headings: list[Line], book: Codebook) -> Iterator[Fault]:
    """What is required and not there; the column that it may be is told by its letters: its heading may be a name."""
    for field in _missing(sheet, head, book):
        near = [line["column"] for line in headings if line["proposed"] == field.label]
        decide = f'zet in headings.csv bij die kolom onder decision "{field.label}", met who en when, en draai opnieuw'
        if near:
            message = f'de kolom "{field.label}" ontbreekt. Misschien is het kolom {" of ".join(near)}: {decide}.'
        else:
            accepted = ", ".join(f'"{heading}"' for heading in field.headings)
            message = (
                f'de kolom "{field.label}" ontbreekt (een van deze kopjes: {accepted}). '
                f"Heet een kolom anders, {decide}. Staat het er niet in, vraag dan om een lijst met deze kolom."
            )
        yield Fault(sheet.file, "missing_column", message, sheet.name, head.row, field.label)


def _list_row(table: _Table, number: int, book: Codebook, cleaned: Cleaned) -> ListRow:
    """One row; its contacts and faults are added to `cleaned`."""
    sheet, head = table.sheet, table.head
    row, as_above = table.above.read(linked(sheet, number, head), head, book.lists)
    found = row_cells(row, table.columns, book)
    cleaned.contacts += [Contact(sheet.file, sheet.name, number, kind, value) for kind, value in found.contacts]
    refused = _shifted(sheet, number, table.widest)
    if not refused:  # of cells that are not under their headings nothing else is wrong
        problems = [*((head.headings[n], "ditto", message) for n, message in as_above.items()), *found.problems]
        cleaned.faults += [
            Fault(sheet.file, code, message, sheet.name, number, heading, "error" if code == SHEET_ERROR else "remark")
            for heading, code, message in problems
        ]
        refused = _held(table, row, book, cleaned)
    return ListRow(sheet.file, sheet.name, number, found.values, refused, notes=(*found.notes, *table.notes))


def _held(table: _Table, row: tuple[str, ...], book: Codebook, cleaned: Cleaned) -> str:
    """Why a row may not count: its name reads like something else, and nobody said that it is an initiative.

    Beside what else a row says only a name behind a title does; one that stands alone may also be a remark.
    """
    names = [n for n in _name_columns(table.head) if row[n].strip()]
    if table.left or len(names) != 1:
        return table.left
    name, sheet = cells.plain(row[names[0]]), table.sheet
    read = PERSON if is_titled(name, book.lists) else ""
    if is_name_alone(row, names[0], table.head):
        read = reads_as(name, book.lists, table.capitals and name == name.lower() and " " in name)
    about = f"{NAME}: {name[:_SHOWN]}"
    said = cleaned.made.said(sheet.file, sheet.name, about)
    if not read or said == YES:
        return ""
    if said is None:
        cleaned.files.append(line_of(sheet.file, sheet.name, about, NO))
    return _HELD.format(read=read) if said is None else _LEFT


def _name_columns(head: Header[Field]) -> list[int]:
    return [n for n, field in head.meanings.items() if field.required and field.type == "text"]


def _has_capitals(sheet: Sheet, head: Header[Field]) -> bool:
    """Whether most names of a table have a capital."""
    names = [text for n in _name_columns(head) for row in sheet.rows[head.row :] if (text := head.text(row, n)).strip()]
    return sum(name != name.lower() for name in names) > len(names) / 2


def _widest(sheet: Sheet, head: Header[Field]) -> float:
    """How many cells a row may have: in a text file as many as there are headings.

    A column without a heading has something in many rows; one cell too many stands in few.
    """
    headings = len(head.cells(sheet.rows))
    beyond = [_last(row) > headings for row in sheet.rows[head.row :] if any(row)]
    return math.inf if sheet.name or sum(beyond) >= _FEW * len(beyond) else headings


def _shifted(sheet: Sheet, number: int, widest: float) -> str:
    """Why the cells of a row are not under their headings: there are more of them, or one was cut in two."""
    row = sheet.rows[number - 1]
    if not sheet.name and any(map(_CUT_ENTITY.search, row)):
        return "een cel eindigt op een half teken van een webpagina (&amp): de puntkomma erna scheidt. Verbeter de rij."
    if _last(row) <= widest:
        return ""
    advice = "Staat er een scheidingsteken in een cel? Verbeter de rij."
    return f"deze rij heeft meer cellen dan de kopregel, die er {widest} heeft. {advice}"


def _last(row: tuple[str, ...]) -> int:
    """Up to which cell a row is filled."""
    return max((n for n, cell in enumerate(row, 1) if cell.strip()), default=0)

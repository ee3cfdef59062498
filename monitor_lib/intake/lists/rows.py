"""One row of a list: a value per field out of the cells of all its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.lists.columns import Columns, stand_ins
from monitor_lib.intake.lists.fields import Cell, cleaned_cell, consent_word
from monitor_lib.intake.lists.headings import Ticked
from monitor_lib.intake.lists.wordings import is_negative, refuses, says_ended
from monitor_lib.intake.places.whereabouts import town_of
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

# ---- where rows lie without saying so ----

Area = dict[str, str]
# Above others stands the name of an area where their own names do, or in a column for such areas.
_HEADING_TYPES = ("text", "municipality", "province")


def named_area(text: str, book: Codebook) -> Area:
    """The municipality, or the province by code, that a text names, as values of a row; nothing where it names neither.

    What both are called so is the province: the municipality lies in it. One letter is the name of neither: a sheet "O"
    is not of Overijssel.
    """
    if len(folded(text)) < 2:
        return {}
    if province := cells.province(text, book):
        return {"province": province}
    return {"municipality": cells.plain(text)} if municipalities_called(text) else {}


def group_area(row: tuple[str, ...], head: Header[Field], book: Codebook) -> Area:
    """The area that a row names if it says nothing else, so that it stands above others."""
    filled = [n for n, cell in enumerate(row) if cell.strip()]
    field = head.meanings.get(filled[0]) if len(filled) == 1 else None
    is_heading = len(filled) == 1 and (field is None or (field.type in _HEADING_TYPES and not field.personal))
    return named_area(row[filled[0]], book) if is_heading else {}


def is_name_alone(row: tuple[str, ...], name: int, head: Header[Field]) -> bool:
    """Whether nothing in a row but its name, and perhaps a person's cells, numbers and an area, says what it is of."""
    for n, cell in enumerate(row):
        field = head.meanings.get(n)
        says_little = field is not None and (field.personal or field.type in ("municipality", "province"))
        if n != name and any(map(str.isalpha, cell)) and not says_little:
            return False
    return True


def linked(sheet: Sheet, number: int, head: Header[Field]) -> tuple[str, ...]:
    """A row with, in its columns of web addresses, the address behind words such as "klik hier"."""
    row = list(sheet.rows[number - 1])
    for at, column, address in sheet.marks.links:
        field = head.meanings.get(column)
        if at == number - 1 and column < len(row) and field and field.type == "url" and not cells.url(row[column]):
            row[column] = address
    return tuple(row)


Value = str | int | bool | None
_REMARK = -1  # in the place of a column: words beside or above a row
_REFUSED = "bij of boven deze rij staat in woorden dat het initiatief niet vermeld wil worden; dit geldt als nee."
_OVERRULED = "een kolom zegt ja, maar een andere zegt nee, of zegt niets en is zekerder; dit telt niet als ja."


@dataclass(frozen=True)
class RowCells:
    """What one row gave: a value per field, personal parts as (field, value), problems as (heading, code, message).

    `notes` are its cells of remarks that may say that the initiative is no more, or is another.
    """

    values: Mapping[str, Value]
    contacts: list[tuple[str, str]]
    problems: list[tuple[str, str, str]]
    notes: tuple[str, ...] = ()


def row_cells(row: tuple[str, ...], columns: Columns, book: Codebook) -> RowCells:
    """The cells of a row together: of several for one field the first filled one counts, but for a consent any no."""
    head = columns.header
    texts = {n: _meant(head.text(row, n), field, columns) for n, field in head.meanings.items()}
    found = {n: cleaned_cell(texts[n], field, book) for n, field in head.meanings.items()}
    values: dict[str, Value] = {field.id: None for field in book.fields if not field.personal}
    for column, field in head.meanings.items():
        if not field.personal and values[field.id] is None:
            values[field.id] = found[column].value
    answers = _answers(found, head, book)
    refused = columns.refused or any(refuses(text, book) for n, text in enumerate(row) if _is_remark(n, head))
    if refused:
        answers = {
            field.id: answers.get(field.id, {}) | {_REMARK: False} for field in book.fields if field.type == "yesno"
        }
    values |= _ticked(found, head, book)
    values |= {name: _together(said, columns) for name, said in answers.items()} | _town(row, head, book)
    return RowCells(
        values,
        [contact for cell in found.values() for contact in cell.contacts],
        [
            *((head.headings[n], *problem) for n, cell in found.items() for problem in cell.problems),
            *(
                (book.field(name).label, "consent", _REFUSED if refused else _OVERRULED)
                for name in answers
                if refused or _overruled(answers[name], values[name])
            ),
        ],
        tuple(_notes(row, found, head, book)),
    )


def _notes(row: tuple[str, ...], found: Mapping[int, Cell], head: Header[Field], book: Codebook) -> Iterator[str]:
    """The remarks, and answers that are none of their scale, by which an initiative may be no more, or another."""
    for n, text in enumerate(row):
        is_unread = n in found and head.meanings[n].type == "choice" and found[n].value is None
        if (is_unread or _is_remark(n, head)) and says_ended(text, book.lists):
            yield text


def _meant(text: str, field: Field, columns: Columns) -> str:
    """The cell, or of a consent what a person said that its words mean."""
    return columns.meant.get(consent_word(text), text) if field.type == "yesno" else text


def _ticked(found: Mapping[int, Cell], head: Header[Field], book: Codebook) -> dict[str, Value]:
    """All answers that columns of ticks give, in the order of their scale, beside what a column in words says."""
    said: dict[str, set[str]] = {}
    ticked = {field.id for field in head.meanings.values() if isinstance(field, Ticked)}
    for n, field in head.meanings.items():
        if field.id in ticked:
            said.setdefault(field.id, set()).update(str(found[n].value or "").split("|"))
    codes = {name: book.scale(book.field(name).scale).codes for name in said}
    return {name: "|".join(code for code in codes[name] if code in given) or None for name, given in said.items()}


def _is_remark(column: int, head: Header[Field]) -> bool:
    """Whether a column may hold words about a row, as against what it is called or where it is."""
    field = head.meanings.get(column)
    return field is None or field.personal or (field.type == "text" and not field.required)


def _answers(cells: Mapping[int, Cell], head: Header[Field], book: Codebook) -> dict[str, dict[int, Value]]:
    """What each column says about each consent; under a heading that says no, a yes is one and a no says nothing."""
    answers: dict[str, dict[int, Value]] = {}
    for n, field in head.meanings.items():
        if field.type == "yesno":
            said = cells[n].value
            if is_negative(head.headings[n], book):
                said = False if said else None
            answers.setdefault(field.id, {})[n] = said
    return answers


def _overruled(said: Mapping[int, Value], together: Value) -> bool:
    return True in said.values() and together is not True


def _together(said: Mapping[int, Value], columns: Columns) -> bool | None:
    """A no counts wherever it stands, a yes where it is surely about this consent."""
    if False in said.values():
        return False
    return True if any(answer for n, answer in said.items() if n not in columns.only_no) else None


def _town(row: tuple[str, ...], head: Header[Field], book: Codebook) -> dict[str, Value]:
    """The place out of an address, in a list in which nothing else says it."""
    return {
        field.id: town_of(head.text(row, n))
        for field in book.fields
        if field.type == "place" and field not in head.meanings.values()
        for n in stand_ins(head, field)
        if head.meanings[n].personal
    }

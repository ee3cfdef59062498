"""How a delivered file was understood, for a person to check before anything counts; persons' data masked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.lists.headings import letters, shown
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

_SHOWN = 3
_STRUCK = "en is toch gelezen. Bestaat het niet meer, zet dan in definition.csv bij het initiatief lasting op nee."
_SEPARATORS = {"\t": "tab"}


@dataclass(frozen=True)
class Column:
    """What one column was taken for: the label of a field, "" where it is not used, with its first values."""

    letters: str
    heading: str
    meaning: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """How one table was read: `row` of its headings (0 on another sheet), `left` why it was not read, "" if it was.

    `rows` are the filled ones under the headings, `taken` those that were read as an initiative.
    """

    sheet: Sheet
    left: str = ""
    row: int = 0
    columns: tuple[Column, ...] = ()
    rows: int = 0
    taken: int = 0

    def facts(self) -> Iterator[tuple[str, str]]:
        """What is told of the sheet itself, as (what, told)."""
        marks = self.sheet.marks
        if marks.separator:
            yield "scheidingsteken", _SEPARATORS.get(marks.separator, marks.separator)
            yield "tekenset", marks.encoding
        for what, rows in (("verborgen rijen", marks.hidden_rows), ("doorgehaalde rijen", marks.struck_rows)):
            if rows:
                yield what, _numbers([str(row + 1) for row in rows])
        if marks.hidden_columns:
            yield "verborgen kolommen", _numbers([letters(column) for column in marks.hidden_columns])


def marked(sheet: Sheet, head: Header[Field]) -> Iterator[Fault]:
    """A remark on each kind of thing that a person hid or struck through: all of it was read."""
    marks = sheet.marks
    if sheet.hidden:
        yield _remark(sheet, "hidden_sheet", "dit blad is verborgen in het bestand en is toch gelezen.")
    for row in marks.hidden_rows:
        if head.row <= row < len(sheet.rows) and any(sheet.rows[row]):
            yield _remark(sheet, "hidden_row", "deze rij is verborgen in het bestand en is toch gelezen.", row + 1)
    for row in marks.struck_rows:
        if head.row <= row < len(sheet.rows) and any(sheet.rows[row]):
            yield _remark(sheet, "struck_row", f"deze rij is doorgehaald, {_STRUCK}", row + 1)
    for column in marks.hidden_columns:
        if column < len(head.headings) and head.headings[column]:
            message = f"kolom {letters(column)} is verborgen in het bestand en is toch gelezen."
            yield _remark(sheet, "hidden_column", message, head.row)


def _remark(sheet: Sheet, code: str, message: str, row: int = 0) -> Fault:
    return Fault(sheet.file, code, message, sheet.name, row, severity="remark")


def _numbers(said: Sequence[str]) -> str:
    return ", ".join(said[:_SHOWN]) + (f" en nog {len(said) - _SHOWN}" if len(said) > _SHOWN else "")


def understood(sheet: Sheet, head: Header[Field], taken: int, book: Codebook) -> Understood:
    """How a table was read, once it was."""
    below = sheet.rows[head.row :]
    filled = sum(any(map(str.strip, row)) for row in below)
    width = max(map(len, (*below, head.headings)), default=0)
    columns = [_column(sheet, head, n, book) for n in range(width)]
    shown = tuple(column for column in columns if column.heading or column.values)
    return Understood(sheet, "", head.row, shown, filled, taken)


def _column(sheet: Sheet, head: Header[Field], column: int, book: Codebook) -> Column:
    field, heading = head.meanings.get(column), head.headings[column] if column < len(head.headings) else ""
    texts = (head.text(row, column) for row in sheet.rows[head.row :])
    values = tuple(islice((shown(text, field, heading, book) for text in texts if text.strip()), _SHOWN))
    known = field is not None or any(folded(heading) == folded(word) for one in book.fields for word in one.headings)
    return Column(letters(column), heading if known else cells.shape(heading), field.label if field else "", values)


def told(found: Understood, network: str) -> Iterator[str]:
    """How a table was read, in lines for a terminal."""
    name = found.sheet.file + (f", blad {found.sheet.name}" if found.sheet.name else "")
    if found.left:
        yield f"{name} ({network}): niet gelezen, {found.left}"
        return
    where = f"kopjes op rij {found.row}" if found.row else "kopjes van het blad ervoor"
    facts = "".join(f"; {what} {said}" for what, said in found.facts())
    yield f"{name} ({network}): {where}; {found.rows} rijen, {found.taken} gelezen{facts}"
    for column in found.columns:
        meaning = column.meaning or "niet gebruikt"
        yield f'    {column.letters} "{column.heading}" = {meaning}: {" | ".join(column.values)}'


def as_records(found: Sequence[Understood], network: dict[str, str]) -> list[dict[str, object]]:
    """How every table was read, a line per column, for a notebook."""
    return [
        {
            "bestand": one.sheet.file,
            "netwerk": network[one.sheet.file],
            "blad": one.sheet.name,
            "koprij": one.row,
            "kolom": column.letters,
            "kopje": column.heading,
            "gelezen als": column.meaning or one.left or "niet gebruikt",
            "eerste waarden": " | ".join(column.values),
            "rijen": one.rows,
            "gelezen": one.taken,
            "verder": "; ".join(f"{what} {said}" for what, said in one.facts()),
        }
        for one in found
        for column in (one.columns or (Column("", "", "", ()),))
    ]

"""The mapping file of a survey: mapping.csv says of columns what they hold, where headings differ from the codebook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from monitor_lib.intake.files.cells import plain
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header, header, letters
from monitor_lib.intake.survey.columns import OTHER, Column
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.text.folding import folded

STEM = "mapping"
HEADINGS = {
    **dict.fromkeys(["vraag", "question"], "question"),
    **dict.fromkeys(["antwoord", "option"], "option"),
    **dict.fromkeys(["kolom", "column"], "column"),
    **dict.fromkeys(["waarde gekozen", "true value"], "ticked"),
    **dict.fromkeys(["waarde niet gekozen", "false value"], "unticked"),
    **dict.fromkeys(["scheidingsteken", "separator"], "separator"),
}
_ABOUT = ("number", "submitted", "finished", "lastpage", "moment", "status")
ORDERS = (MONTH_FIRST := "maand eerst", "dag eerst")
"""How a mapping says that dates are written."""
_ALL = ("alle", "all")
_ORDER = ("volgorde", "order")
_SEPARATORS = {
    **dict.fromkeys(["nieuwe regel", "new line"], "\n"),
    **dict.fromkeys(["spatie", "space", "tab"], " "),  # a tab is white space, as everywhere
}


@dataclass(frozen=True)
class _Line:
    """One line of the file: where it stands, and what it says by HEADINGS."""

    sheet: Sheet
    row: int
    said: dict[str, str]

    @property
    def heading(self) -> str:
        """The folded heading or letter of the column that it is about."""
        return folded(self.said["column"])

    def fault(self, code: str, message: str) -> Fault:
        """An error on this line."""
        return Fault(self.sheet.file, code, message, self.sheet.name, self.row)


@dataclass(frozen=True)
class Mapped:
    """What a mapping says: columns by folded heading, and the questions that have their options in our order.

    `lines`: the first line about each heading.
    """

    columns: dict[str, Column] = field(default_factory=dict)
    in_order: frozenset[str] = frozenset()
    lines: dict[str, _Line] = field(default_factory=dict)

    def column(self, number: int, headings: Iterable[str]) -> Column | None:
        """What it says of the column with this number (from 0): by its headings, or else by its letter in capitals."""
        letter = letters(number)
        line = self.lines.get(folded(letter))
        pointed = [line.heading] if line and line.said["column"] == letter else []
        words = (word for word in (*map(folded, headings), *pointed) if word in self.columns)
        return next(map(self.columns.get, words), None)

    def faults(self, headers: list[Header[Column]]) -> Iterator[Fault]:
        """An error per line about a column that no export has, or of which one export has more."""
        for word, line in self.lines.items():
            counts = [sum(one is self.columns[word] for one in head.meanings.values()) for head in headers]
            if not any(counts):
                message = "deze kolom staat in geen export. Verbeter het kopje of de letter."
                yield line.fault("absent_column", message)
            elif max(counts) > 1:
                message = "dit kopje staat vaker in de export. Wijs de kolom aan met haar letter (A, B, ... AA)."
                yield line.fault("repeated_heading", message)


UNMAPPED = Mapped()


def is_mapping(sheet: Sheet) -> bool:
    """Whether a sheet of a survey's delivery is its mapping file."""
    return PurePath(sheet.file).stem.casefold() == STEM


def mapped_columns(sheets: list[Sheet], book: Codebook) -> tuple[Mapped, list[Fault]]:
    """What the mapping files say, and an error per row that cannot be and per heading with two meanings."""
    lines: list[_Line] = []
    faults: list[Fault] = []
    for sheet in filter(is_mapping, sheets):
        head = header(sheet, HEADINGS)
        if head is None or not {"question", "column"} <= set(head.meanings.values()):
            message = "geen kopregel met ten minste vraag en kolom. Zet die er als eerste rij in."
            faults.append(Fault(sheet.file, "no_header", message, sheet.name))
            continue
        said = ((row, _said(head, sheet.rows[row - 1])) for row in range(head.row + 1, len(sheet.rows) + 1))
        lines += [_Line(sheet, row, words) for row, words in said if any(words.values())]
    ordered = [line for line in lines if folded(line.said["option"]) in _ORDER]
    told = [(line, _column(line.said, book)) for line in lines if line not in ordered]
    unknown = [line for line, column in told if column is None] + [one for one in ordered if not _in_order(one, book)]
    faults += [_unknown(line) for line in sorted(unknown, key=lambda line: line.row)]
    columns, first, twice = _by_heading([(line, column) for line, column in told if column])
    confirmed = frozenset(name for line in ordered for name in _in_order(line, book))
    return Mapped(columns, confirmed, first), [*faults, *twice]


def _said(head: Header[str], row: tuple[str, ...]) -> dict[str, str]:
    said = dict.fromkeys(HEADINGS.values(), "")
    return said | {name: plain(head.text(row, n)) for n, name in head.meanings.items()}


def _in_order(line: _Line, book: Codebook) -> list[str]:
    """The questions whose options the line says are numbered as in the codebook."""
    scaled = [question for question in book.questions if question.scale]
    if folded(line.said["question"]) in _ALL:
        return [question.id for question in scaled]
    asked = _question(line.said, book)
    return [asked.id] if asked in scaled else []


def _by_heading(told: list[tuple[_Line, Column]]) -> tuple[dict[str, Column], dict[str, _Line], list[Fault]]:
    """The column of every heading, its first line, and an error per further line that says another thing of it.

    Lines that each give one value of a column to another option of its question are about one column together.
    """
    columns: dict[str, Column] = {}
    first: dict[str, _Line] = {}
    faults: list[Fault] = []
    for line, column in told:
        before = columns.get(line.heading)
        if before is None:
            columns[line.heading], first[line.heading] = column, line
        elif _adds(before, column):
            values = _as_values(before).values + _as_values(column).values
            columns[line.heading] = replace(_as_values(before), values=values)
        else:
            message = (
                f"twee regels voor één kopje: over deze kolom gaat ook rij {first[line.heading].row}. Haal er een weg, "
                "of wijs, als het kopje vaker voorkomt, elke kolom aan met haar letter (A, B, ... AA)."
            )
            faults.append(line.fault("mapped_twice", message))
    return columns, first, faults


def _as_values(column: Column) -> Column:
    """The column of one option with its own tick, as one of whole answers in which that stands for the option."""
    if not column.ticked or column.part in ("", OTHER):
        return column
    return replace(column, part="", ticked="", values=((folded(column.ticked), column.part),))


def _adds(before: Column, column: Column) -> bool:
    """Whether the two give different values of one column to options of one question."""
    one, other = _as_values(before), _as_values(column)
    known = {value for value, _ in one.values}
    return before.name == column.name and bool(known and other.values) and known.isdisjoint(dict(other.values))


def _column(said: dict[str, str], book: Codebook) -> Column | None:
    """What the row says its column holds; None when the codebook has no such question or option."""
    name = folded(said["question"])
    if not said["column"]:
        return None
    if name in _ABOUT:
        order = folded(said["option"])
        return Column("about", name, order) if order in ("", *ORDERS) else None
    if name == "token":
        return Column("personal", name)
    question = _question(said, book)
    if question is None:
        return None
    scale = book.scale(question.scale) if question.scale else None
    part: str | None = folded(said["option"])
    if part and part != OTHER:
        part = scale.spellings.get(part) if scale and (question.many or said["ticked"]) else None
    if part is None or (part == OTHER and not question.other):
        return None
    separator = _SEPARATORS.get(folded(said["separator"]), said["separator"])
    column = Column("question", question.id, part, said["ticked"], said["unticked"], separator)
    return column if question.many else _as_values(column)


def _question(said: dict[str, str], book: Codebook) -> Question | None:
    name = folded(said["question"])
    return next((one for one in book.questions if name in (one.id, folded(one.text))), None)


def _unknown(line: _Line) -> Fault:
    message = (
        f'vraag "{line.said["question"][:40]}", antwoord "{line.said["option"][:40]}": dat kent het codeboek niet, of '
        "de kolom ontbreekt. Geef de code van een vraag (en van een van haar antwoorden, of other) en het kopje of de "
        "letter van de kolom."
    )
    return line.fault("unknown_mapping", message)

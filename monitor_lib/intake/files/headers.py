"""The header row of a sheet: the one with the most headings that we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor_lib.intake.files.cells import parted, plain
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.reference.text.folding import folded

_SEARCHED = 15


_Meaning = TypeVar("_Meaning", covariant=True)


@dataclass(frozen=True)
class Header(Generic[_Meaning]):
    """The header of a sheet: its row (as a person counts), the heading of every column, the meaning of the known.

    Row 0 is a header that stands on another sheet.
    """

    row: int
    headings: tuple[str, ...]
    meanings: Mapping[int, _Meaning]

    @property
    def unmapped(self) -> list[int]:
        """The columns that have a heading but no known meaning."""
        return [n for n, heading in enumerate(self.headings) if heading and n not in self.meanings]

    def cells(self, rows: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        """The row of headings as delivered."""
        return rows[self.row - 1] if self.row else ()

    def text(self, row: tuple[str, ...], column: int) -> str:
        """The cell of a row in this column; a row may stop early."""
        return row[column] if column < len(row) else ""


def header(sheet: Sheet, known: Mapping[str, _Meaning]) -> Header[_Meaning] | None:
    """The first of the best header rows of a sheet, or None if no row has a known heading.

    Args:
        sheet: as delivered.
        known: what each folded heading means.
    """
    best: Header[_Meaning] | None = None
    for number, row in enumerate(sheet.rows[:_SEARCHED], 1):
        meanings = {n: known[folded(cell)] for n, cell in enumerate(row) if folded(cell) in known}
        if meanings and (best is None or len(set(meanings.values())) > len(set(best.meanings.values()))):
            best = Header(number, tuple(shown_heading(cell) for cell in row), meanings)
    return best


def filled_sheets(sheets: list[Sheet]) -> tuple[list[Sheet], list[Fault]]:
    """The sheets with anything in them, and an error per file without one."""
    filled = [sheet for sheet in sheets if any(map(any, sheet.rows))]
    empty = {sheet.file for sheet in sheets} - {sheet.file for sheet in filled}
    message = "er staan geen gegevens in. Lever het bestand opnieuw aan."
    return filled, [Fault(file, "empty", message) for file in sorted(empty)]


def without_rows(sheet: Sheet, found: Header[object]) -> list[Fault]:
    """A remark on a sheet with nothing under its headings: that may be true, but it may be an export that failed."""
    if any(cell.strip() for row in sheet.rows[found.row :] for cell in row):
        return []
    message = "onder de kolomkoppen staat niets. Klopt dat niet, lever het bestand dan opnieuw aan, met de rijen erin."
    return [Fault(sheet.file, "no_rows", message, sheet.name, found.row, severity="remark")]


def unmapped(sheet: Sheet, found: Header[object]) -> list[Fault]:
    """One remark per column that has a heading but no meaning: it is not used."""
    message = "het kopje is niet bekend; de kolom wordt niet gebruikt. Vul het codeboek aan als dat wel moet."
    return [
        Fault(sheet.file, "unmapped_column", message, sheet.name, found.row, letters(column), "remark")
        for column in found.unmapped
    ]


def repeated(sheet: Sheet, found: Header[object]) -> list[Fault]:
    """One remark per column that means the same as an earlier one: of the two the first filled cell counts."""
    message = "deze kolom betekent hetzelfde als een eerdere; per rij telt de eerste gevulde cel."
    return [
        Fault(sheet.file, "repeated_column", message, sheet.name, found.row, found.headings[column], "remark")
        for column, _ in repeats(found)
    ]


def repeats(found: Header[object]) -> list[tuple[int, int]]:
    """Every column that means the same as an earlier one, and the first that does."""
    first: dict[object, int] = {}
    columns = [(n, first.setdefault(meaning, n)) for n, meaning in found.meanings.items()]
    return [(n, earlier) for n, earlier in columns if n != earlier]


def letters(column: int) -> str:
    """A column's letters in a spreadsheet: what an unknown heading says may be a person's name."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def shown_heading(heading: str) -> str:
    """A heading as it may stand in a message: no contact data, no more than a line."""
    return plain(parted(heading)[0])[:60]

"""The tables of a sheet: those below each other are read apart, one without headings by those of another sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.lists.heading_rows import list_header, width
from monitor_lib.intake.lists.headings import Key, column_key, letters
from monitor_lib.intake.lists.rows import named_area
from monitor_lib.intake.places.whereabouts import whereabouts
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded

_MOSTLY = 0.5  # of the filled cells of a second heading row are known headings
_FITS = 0.5  # of the rows of a sheet without headings say where they are in the columns of the sheet before
_FEWEST_CARDS = 2

_SECOND = "hier begint een tabel met andere kolommen; zij is apart gelezen."
_INHERITED = "dit blad heeft geen kopjes; het is gelezen met die van het blad ervoor."
_SIDE_BY_SIDE = (
    "vanaf kolom {column} staat er een tweede tabel naast de eerste. Zet die eronder of op een eigen blad, en lever "
    "opnieuw aan."
)
_CARDS = (
    "dit blad bestaat uit kaarten (een kopje en een waarde per regel). Zet elk initiatief op één rij onder kopjes, en "
    "lever opnieuw aan."
)


def parted(
    sheet: Sheet, known: Mapping[str, Field], decided: Mapping[Key, Field | None]
) -> Iterator[tuple[Sheet, list[Fault]]]:
    """Every table of a sheet, as a sheet whose other rows are empty, so that row n stays row n; and what is told of it.

    Args:
        sheet: as delivered.
        known: the field of each folded heading.
        decided: the field of each column that a person gave a meaning.
    """
    cuts = list(_cuts(sheet, known, decided))
    for begin, end in zip([0, *cuts], [*cuts, len(sheet.rows)], strict=True):
        told = [Fault(sheet.file, "second_table", _SECOND, sheet.name, begin + 1, severity="remark")] if begin else []
        yield replace(sheet, rows=((),) * begin + sheet.rows[begin:end]), told


def _cuts(sheet: Sheet, known: Mapping[str, Field], decided: Mapping[Key, Field | None]) -> Iterator[int]:
    """Where a heading row stands that is no part of the one before and does not say the same."""
    last, words = -1, [""]
    for n, row in enumerate(sheet.rows):
        if not _is_heading(row, known):
            continue
        own = [folded(cell) for cell in row]
        if last < 0 and (head := list_header(replace(sheet, rows=sheet.rows[:n]), known, decided)) and width(head) > 1:
            last, words = head.row - 1, [folded(cell) for cell in head.cells(sheet.rows)]
        if last >= 0 and n - last > 1 and own != words:
            yield n
        last, words = n, own


def _is_heading(row: tuple[str, ...], known: Mapping[str, Field]) -> bool:
    """Whether nearly every cell is a heading, one of them of something that no list can do without."""
    filled = [folded(cell) for cell in row if cell.strip()]
    fields = {known[word].id: known[word] for word in filled if word in known}
    hits = sum(word in known for word in filled)
    return len(fields) > 1 and hits >= _MOSTLY * len(filled) and any(field.required for field in fields.values())


def inherited(sheet: Sheet, before: tuple[Sheet, Header[Field]], book: Codebook) -> tuple[Header[Field], Fault] | None:
    """The headings of the sheet before, where the cells of this one, which has none, fit under them."""
    earlier, head = before
    rows = [row for row in sheet.rows if sum(bool(cell.strip()) for cell in row) > 1]
    fitting = sum(_says_where(row, head, book) for row in rows)
    alike = bool(named_area(sheet.name, book)) and bool(named_area(earlier.name, book))
    if not rows or max(map(len, rows)) > len(head.headings) or (fitting < _FITS * len(rows) and not alike):
        return None
    told = Fault(sheet.file, "inherited_headings", _INHERITED, sheet.name, severity="remark")
    return Header(0, head.headings, head.meanings), told


def _says_where(row: tuple[str, ...], head: Header[Field], book: Codebook) -> bool:
    return any(_is_somewhere(head.text(row, n), field, book) for n, field in head.meanings.items())


def _is_somewhere(text: str, field: Field, book: Codebook) -> bool:
    if not text.strip():
        return False
    if field.type == "municipality":
        return bool(municipalities_called(text))
    said = whereabouts(text, book) if field.type in ("place", "postcode", "province") else None
    return bool(said and (said.postcode or said.municipality or said.province or _is_place(said.places)))


def _is_place(names: Sequence[str]) -> bool:
    return any(map(geography.by_place, names))


def side_by_side(sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None]) -> Iterator[Fault]:
    """An error where a second table stands beside the first: after an empty column all that is required comes again."""
    needed = {field.id for field in head.meanings.values() if field.required}
    cells = head.cells(sheet.rows)
    for gap in range(1, len(cells) - 1):
        left, right = _required(head, range(gap)), _required(head, range(gap + 1, len(cells)))
        is_empty = not any(head.text(row, gap).strip() for row in sheet.rows[max(head.row - 1, 0) :])
        is_decided = any(column_key(sheet, n, cell) in decided for n, cell in enumerate(cells))
        if is_empty and not is_decided and len(needed) > 1 and left == right == needed:
            message = _SIDE_BY_SIDE.format(column=letters(gap + 1))
            yield Fault(sheet.file, "side_by_side", message, sheet.name, head.row)
            return


def _required(head: Header[Field], columns: range) -> set[str]:
    return {head.meanings[n].id for n in columns if n in head.meanings and head.meanings[n].required}


def cards(sheet: Sheet, known: Mapping[str, Field]) -> str:
    """The words for a sheet in which headings stand before their values, over and over; "" for another."""
    firsts = [next((cell for cell in row if cell.strip()), "") for row in sheet.rows]
    said = [known[word].id for first in firsts if (word := folded(first.partition(":")[0])) in known]
    return _CARDS if len(set(said)) > 1 and len(said) >= _FEWEST_CARDS * len(set(said)) else ""

"""The heading rows of an inventory list: several rows made one heading per column, and what people decided about it."""

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise, zip_longest

from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header, shown_heading
from monitor_lib.intake.lists import headings as known_headings
from monitor_lib.intake.lists.headings import SEARCHED, Key, column_key, first_filled, name_likeness, proposal
from monitor_lib.reference.records import Codebook, Field
from monitor_lib.reference.text.folding import folded


def list_header(sheet: Sheet, known: Mapping[str, Field], decided: Mapping[Key, Field | None]) -> Header[Field] | None:
    """The header of a list, its row the last of the heading rows, or None where nothing is known.

    It is the first row with the most known headings; a heading may be cut over two rows, and columns may stand under
    a heading they share.

    Args:
        sheet: as delivered.
        known: the field of each folded heading.
        decided: the field of each column that a person gave a meaning, also another than the codebook's; None is a
            column to leave out.
    """
    best: Header[Field] | None = None
    begin = first_filled(sheet)
    for number, (above, row) in enumerate(pairwise([(), *sheet.rows[begin : begin + SEARCHED]]), begin + 1):
        found = _read(sheet, number, list(_headings(above, row, known)), (known, decided))
        if found and (best is None or width(found) > width(best)):
            best = found
    return best


def likely_header(sheet: Sheet) -> Header[Field] | None:
    """Where not one heading is known: the first row of several words and no numbers that stands above as wide a row."""
    begin = first_filled(sheet)
    for number, (row, below) in enumerate(pairwise(sheet.rows[begin : begin + SEARCHED]), begin + 1):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) > 1 and not any(map(str.isdigit, "".join(filled))) and sum(map(bool, below)) > 1:
            return Header(number, tuple(map(shown_heading, row)), {})
    return None


def width(head: Header[Field] | None) -> int:
    """How many different fields a header has."""
    return len({field.id for field in head.meanings.values()}) if head else 0


def _read(sheet: Sheet, number: int, headings: list[str], meaning: tuple[Mapping, Mapping]) -> Header[Field] | None:
    """This row as a header, if it has a known heading."""
    known, decided = meaning
    fields = {n: known[folded(heading)] for n, heading in enumerate(headings) if folded(heading) in known}
    row, above = sheet.rows[number - 1], sheet.rows[number - 2] if number > 1 else ()
    fields |= _personal_groups(above, headings, known)
    for n in range(max(map(len, sheet.rows), default=0)):
        key = column_key(sheet, n, row[n] if n < len(row) else "")
        if key in decided:
            fields[n] = decided[key]
    meanings = {n: field for n, field in sorted(fields.items()) if field}
    shown = tuple(map(shown_heading, [*headings, *[""] * (max(meanings, default=0) + 1 - len(headings))]))
    return Header(number, shown, meanings) if meanings else None


def _headings(above: tuple[str, ...], row: tuple[str, ...], known: Mapping[str, Field]) -> Iterator[str]:
    """The heading of every column: the cell, both cells where only together they are known, or the one above a gap."""
    for upper, lower in zip_longest(above, row, fillvalue=""):
        both = f"{upper} {lower}"
        if folded(lower) not in known and folded(both) in known:
            yield both
        else:
            yield lower if lower.strip() or folded(upper) not in known else upper


def _personal_groups(above: tuple[str, ...], headings: list[str], known: Mapping[str, Field]) -> dict[int, Field]:
    """The columns that a heading above them makes personal: "Naam" under "Contactpersoon" is a person's.

    It stands above its first column only, so how far it reaches is not known: what has no other column keeps its own
    meaning.
    """
    own = [known.get(folded(heading)) for heading in headings]
    groups, group = [], None
    for upper, _ in zip_longest(above, headings, fillvalue=""):
        group = known.get(folded(upper)) if upper.strip() else group
        groups.append(group if group and group.personal else None)
    outside = {field.id for field, group in zip(own, groups, strict=False) if field and not group}
    return {
        n: group
        for n, (field, group, heading) in enumerate(zip(own, groups, headings, strict=False))
        if group and heading.strip() and (field is None or field.id in outside) and not (field and field.personal)
    }


def unknown_headings(
    sheet: Sheet, head: Header[Field], decided: Mapping[Key, Field | None], book: Codebook, widest: float = math.inf
) -> tuple[list[Fault], list[Line]]:
    """The columns that nobody gave a meaning, with or without a heading: a remark and a line to decide on for each.

    A column that a person wants left out is neither, nor are cells beyond the `widest` row that may be. The remark
    names the column by its letters, for a heading may be a person's name.
    """
    row, below = head.cells(sheet.rows), sheet.rows[head.row :]
    lines: dict[int, Line] = {}
    for column in range(int(min(widest, max(map(len, sheet.rows))))):
        heading, texts = head.text(row, column), [head.text(line, column) for line in below]
        key = column_key(sheet, column, heading)
        if column not in head.meanings and key not in decided and any(map(str.strip, [heading, *texts])):
            lines[column] = proposal(key, texts, book)
    _propose_name(sheet, head, lines, book)
    return [_unmapped(sheet, head.row, line, book) for line in lines.values()], list(lines.values())


def _propose_name(sheet: Sheet, head: Header[Field], lines: dict[int, Line], book: Codebook) -> None:
    """Has the column that looks most like names of initiatives proposed as such, where no other surely is it."""
    name = next(field for field in book.fields if field.required and field.type == "text")
    known = [n for n, field in head.meanings.items() if field == name]
    proposed = [line for line in lines.values() if line["proposed"] == name.label]
    if any(not known_headings.is_general(name, head.headings[n]) for n in known):
        for line in proposed:
            line |= {"proposed": "", "score": "0"}
    if known or proposed or not lines:
        return
    texts = {n: [head.text(row, n) for row in sheet.rows[head.row :]] for n in lines}
    alike = {n: name_likeness(line["heading"], texts[n], book) for n, line in lines.items()}
    best = max(alike, key=lambda n: alike[n])
    if alike[best] > 0:
        lines[best] |= {"proposed": name.label, "score": str(int(100 * alike[best]))}


def _unmapped(sheet: Sheet, row: int, line: Line, book: Codebook) -> Fault:
    hint = f"voorstel: {line['proposed']}" if line["proposed"] else "geen voorstel"
    message = f"onbekend kopje; de kolom wordt niet gebruikt ({hint}). Beslis erover in headings.csv."
    if folded(line["heading"]) in map(folded, book.lists.coordinates):
        message = "coördinaten worden niet gelezen. Vraag om een plaats, postcode of gemeente."
    return Fault(sheet.file, "unmapped_column", message, sheet.name, row, line["column"], "remark")

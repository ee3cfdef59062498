"""What a workbook says of its cells beside their text: errors, links, and rows and columns hidden or struck through.

The reader of cells gives none of it. The archive was checked before: it holds no document type, and is not too large.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from xml.etree.ElementTree import Element, ParseError, iterparse

_XLSX, _RELS, _ODS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"
_MOST_REPEATED = 10_000  # an empty rest of a sheet is one row said a million times
_HIDDEN = ("collapse", "filter")
_MOST_BYTES = 50_000_000  # of a list of any size; more would be slow


@dataclass
class Marks:
    """The marks of one sheet, with rows and columns from 0; `links` and `errors` are (row, column, text)."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)

    def told(self) -> dict[str, list]:
        """All of it but the errors, which are put where they stand."""
        return {name: value for name, value in asdict(self).items() if name != "errors"}


def marks(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of every sheet by its name; nothing for what is no xlsx or ods, or is not as those are."""
    names = set(archive.namelist())
    try:
        if {_XLSX, _RELS} <= names:
            return dict(_of_xlsx(archive, names))
        return dict(_of_ods(archive)) if _ODS in names else {}
    except (ParseError, KeyError, ValueError):
        return {}


def _of_xlsx(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, Marks]]:
    targets = _targets(archive, _RELS)
    styles = _struck_styles(archive) if "xl/styles.xml" in names else frozenset()
    for element in _elements(archive, _XLSX, "sheet"):
        part = "xl/" + targets.get(_told(element, "id"), "").lstrip("/").removeprefix("xl/")
        if part in names:
            rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
            yield element.get("name", ""), _sheet_marks(archive, part, rels if rels in names else "", styles)


def _sheet_marks(archive: zipfile.ZipFile, part: str, rels: str, styles: frozenset[int]) -> Marks:
    found, links = Marks(), _targets(archive, rels) if rels else {}
    for element in _elements(archive, part, "col", "row", "hyperlink"):
        kind = _name(element)
        if kind == "col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", 1)), int(element.get("max", 1))
            found.hidden_columns += range(first - 1, min(last, _MOST_REPEATED))
        elif kind == "row":
            _row_marks(element, styles, found)
        elif kind == "hyperlink" and (address := links.get(_told(element, "id"))):
            found.links.append((*_cell(element.get("ref", "A1").partition(":")[0]), address))
    return found


def _row_marks(row: Element, styles: frozenset[int], found: Marks) -> None:
    cells = [cell for cell in row if _name(cell) == "c" and any(_name(part) in ("v", "is") for part in cell)]
    number = int(row.get("r") or 0) - 1
    if row.get("hidden") in ("1", "true"):
        found.hidden_rows.append(number)
    if _is_struck([int(cell.get("s") or 0) in styles for cell in cells]):
        found.struck_rows.append(number)
    for cell in cells:
        if cell.get("t") == "e":
            text = next((part.text for part in cell if _name(part) == "v"), None)
            found.errors.append((*_cell(cell.get("r", "A1")), text or "#N/A"))


def _is_struck(through: list[bool]) -> bool:
    """Whether a row of which these cells have letters struck through is so itself: by its first, or by most."""
    return through[:1] == [True] or sum(through) > len(through) / 2


def _struck_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the styles of cells whose letters are struck through."""
    fonts: list[bool] = []
    styles: list[int] = []
    for element in _elements(archive, "xl/styles.xml", "font", "cellXfs"):
        if _name(element) == "font":
            fonts.append(any(_name(part) == "strike" and part.get("val") not in ("0", "false") for part in element))
        else:
            styles = [int(style.get("fontId") or 0) for style in element]
    return frozenset(n for n, font in enumerate(styles) if font < len(fonts) and fonts[font])


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    return {element.get("Id", ""): element.get("Target", "") for element in _elements(archive, part, "Relationship")}


def _of_ods(archive: zipfile.ZipFile) -> Iterator[tuple[str, Marks]]:
    struck: set[str] = set()
    for element in _elements(archive, _ODS, "style", "table"):
        if _name(element) == "table":
            yield _told(element, "name"), _table_marks(element, struck)
        elif any(_told(part, "text-line-through-style") not in ("", "none") for part in element):
            struck.add(_told(element, "name"))


def _table_marks(table: Element, struck: set[str]) -> Marks:
    found = Marks()
    row = column = 0
    for element in table.iter():
        kind = _name(element)
        if kind == "table-column":
            times = _times(element, "number-columns-repeated")
            found.hidden_columns += range(column, column + times) if _told(element, "visibility") in _HIDDEN else ()
            column += times
        elif kind == "table-row":
            times = _times(element, "number-rows-repeated")
            found.hidden_rows += range(row, row + times) if _told(element, "visibility") in _HIDDEN else ()
            _ods_row(element, row, struck, found)
            row += times
    return found


def _ods_row(element: Element, row: int, struck: set[str], found: Marks) -> None:
    column, through = 0, list[bool]()
    for cell in element:
        text = "".join(cell.itertext()).strip()
        if text:
            through.append(_told(cell, "style-name") in struck)
            found.links += [(row, column, _told(part, "href")) for part in cell.iter() if _name(part) == "a"]
        if text.startswith("#") and _told(cell, "value-type") in ("error", "string", "float"):
            found.errors.append((row, column, text))
        column += _times(cell, "number-columns-repeated")
    if _is_struck(through):
        found.struck_rows.append(row)


def _times(element: Element, name: str) -> int:
    return min(int(_told(element, name) or 1), _MOST_REPEATED)


def _elements(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[Element]:
    """The elements of these names, each whole, and forgotten when the next is read; none of too large a part."""
    if archive.getinfo(part).file_size > _MOST_BYTES:
        return
    for _, element in iterparse(io.BytesIO(archive.read(part))):  # noqa: S314  no entities: safety refused them
        if _name(element) in names:
            yield element
            element.clear()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _told(element: Element, name: str) -> str:
    """An attribute by its name, in whichever vocabulary."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _cell(reference: str) -> tuple[int, int]:
    """The row and column of "B2", from 0."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1

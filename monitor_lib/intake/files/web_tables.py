"""Web pages: the tables in a page, as programs write them that save a table "as Excel". Nothing in it is run."""

from html.parser import HTMLParser

from monitor_lib.intake.files import safety
from monitor_lib.intake.files.safety import Refused

_CHUNK = 50_000
# No tag, comment or style sheet of a real table is longer; looking for the end of one that has none takes for ever.
_LONGEST_TAG = 200_000
_MOST_CELLS = 2_000_000
_SILENT = ("script", "style")
_BREAKS = ("br", "p", "div", "li")


def tables(page: str) -> list[list[list[str]]]:
    """The rows of every outermost table; a table inside a cell is part of its text.

    A cell over several rows counts in each of them, one over several columns in the first.

    Raises:
        Refused: web_page (without a table), cut_off, too_wide, damaged.
    """
    parser = _Tables()
    for start in range(0, len(page), _CHUNK):
        parser.feed(page[start : start + _CHUNK])
        if len(parser.rawdata) > _LONGEST_TAG:
            raise Refused("damaged")
    parser.close()
    parser.end_cell()
    found = [table for table in parser.tables if any(map(any, table))]
    if not found:
        raise Refused("web_page")
    if parser.is_open:
        raise Refused("cut_off")
    return found


class _Tables(HTMLParser):
    """Collects the rows while the page goes by; an end tag that is left out is understood."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = self._cells = 0
        self._silent = False
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}

    @property
    def is_open(self) -> bool:
        """Whether the end of a table is still to come."""
        return self._depth > 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a table, a row or a cell."""
        if tag in _SILENT:
            self._silent = True
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._below = {}
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self.tables[-1].append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self.end_cell()
            self._text, self._span = [], _span(dict(attrs))
        elif tag in _BREAKS and self._text:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Closes a table or a cell."""
        if tag in _SILENT:
            self._silent = False
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._end_row()
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self.end_cell()

    def handle_data(self, data: str) -> None:
        """Adds to the text of the cell."""
        if self._text is not None and not self._silent:
            self._text.append(data)

    def end_cell(self) -> None:
        """Puts the cell in its row, behind those that reach down from rows above."""
        if self._text is None:
            return
        text, self._text = " ".join("".join(self._text).split()), None
        if not self.tables[-1]:
            self.tables[-1].append([])
        row, (rows, columns) = self.tables[-1][-1], self._span
        self._fill_from_above(row)
        safety.check_extent(len(self.tables[-1]), len(row) + columns)
        self._cells += columns
        if self._cells > _MOST_CELLS:
            raise Refused("too_wide")
        for column, part in enumerate([text, *[""] * (columns - 1)], len(row)):
            if rows > 1:
                self._below[column] = rows - 1, part
        row += [text, *[""] * (columns - 1)]

    def _end_row(self) -> None:
        """Closes the last cell; cells that reach down from above may stand behind it."""
        self.end_cell()
        if self.tables[-1]:
            self._fill_from_above(self.tables[-1][-1])

    def _fill_from_above(self, row: list[str]) -> None:
        while (column := len(row)) in self._below:
            left, text = self._below.pop(column)
            row.append(text)
            self._cells += 1
            if left > 1:
                self._below[column] = left - 1, text


def _span(attributes: dict[str, str | None]) -> tuple[int, int]:
    """Over how many rows and columns a cell reaches."""
    found = [(attributes.get(name) or "").strip() for name in ("rowspan", "colspan")]
    rows, columns = (int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1 for text in found)
    return max(rows, 1), max(columns, 1)

"""Text files: from bytes to rows of cells, without guessing what can be known."""

import codecs
import contextlib
import csv
import html
import io
import itertools
import re
from collections.abc import Set as AbstractSet
from statistics import mode

from monitor_lib.intake.files.safety import Refused
from monitor_lib.reference.text.folding import folded

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ";,\t|"
_HEAD = 12
_SAMPLE = 4_000
# A survey tool gives every answer option a column of its own.
_MAX_COLUMNS = 5_000
# UTF-8's bytes for an accented letter or a curly quote, in a file that is not UTF-8 as a whole.
_MIXTURE = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\xa6]")
# A letter or "&" as a web page writes it; a quotation mark would be one of the file.
_ENTITY = re.compile(r"&(?!quot;|#34;|#x22;|lt;|gt;)(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});")
# Mac Roman's accented letters as they look in cp1252: signs that no word has inside it.
_MAC_ROMAN = re.compile(r"[a-z](?:\u017d|[\u2018\u2021\u2022][a-z])")
# An e or o with an accent of the code pages of DOS (437, 850), as it looks in cp1252.
_DOS = re.compile(r"[a-z][\u201a\u201e\u2030\u201d\u2039\u0160][a-z\u201a]")


def decoded(raw: bytes) -> str:
    """The text of a file: by its byte order mark or its zero bytes, else strict UTF-8, else cp1252.

    Raises:
        Refused: mixed_encoding, unknown_encoding.
    """
    return decoded_as(raw)[0]


def decoded_as(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file, and the encoding in which it was read: the one given, or else the one found.

    Raises:
        Refused: mixed_encoding, unknown_encoding.
    """
    if encoding:
        try:
            return raw.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            raise Refused("unknown_encoding") from None
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), _unmarked_utf_16(raw))
    text: str | None
    found = marked or "utf-8"
    try:
        text = raw.decode(found)
    except UnicodeDecodeError:
        text, found = (None if marked else _windows_text(raw)), "cp1252"
    if text is None or "\0" in text:
        raise Refused("unknown_encoding")
    return text, found


def _unmarked_utf_16(raw: bytes) -> str | None:
    """UTF-16 without a byte order mark: known by the zero byte, first or second, of every plain letter."""
    even, odd = raw[:_SAMPLE:2], raw[1:_SAMPLE:2]
    if odd.count(0) > len(odd) / 2 and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > len(even) / 2 and not odd.count(0) else None


def _windows_text(raw: bytes) -> str | None:
    if _MIXTURE.search(raw):
        raise Refused("mixed_encoding")
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    is_dos = _DOS.search(text) and "\u201c" not in text  # a quotation that is opened may be closed inside a word
    return None if _MAC_ROMAN.search(text) or is_dos else text


def records(text: str, known: AbstractSet[str]) -> list[list[str]]:
    """One list of cells per record, blank ones included, so that record n is row n of the file in a spreadsheet.

    Args:
        text: the whole file.
        known: folded headings; the delimiter is the one that yields most of them.

    Raises:
        Refused: quotes (with the row), too_wide.
    """
    return separated(text, separator(text, known))


def separator(text: str, known: AbstractSet[str]) -> str:
    """The sign between the cells of a text: the one that yields most of the known, folded headings."""
    return max(DELIMITERS, key=lambda mark: _promise(text, mark, known))


def separated(text: str, delimiter: str) -> list[list[str]]:
    """One list of cells per record, as `records` gives them.

    Raises:
        Refused: quotes (with the row), too_wide.
    """
    rows: list[list[str]] = []
    try:
        for row in _reader(text, delimiter):
            if len(row) > _MAX_COLUMNS:
                raise Refused("too_wide", len(rows) + 1)
            rows.append(row)
    except csv.Error:
        raise Refused("quotes", len(rows) + 1) from None
    _refuse_swallowed(rows, delimiter)
    return rows


def _refuse_swallowed(rows: list[list[str]], delimiter: str) -> None:
    """Refuses rows in one cell: a stray quotation mark that found another one further down.

    The lines of such a cell have the delimiters that its row and the last one lack; those of a cell with several lines
    do not.
    """
    if not (filled := [len(row) for row in rows if any(row)]):
        return
    last = mode(filled) - 1
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            counts = [line.count(delimiter) for line in cell.splitlines()]
            closes = column + last - len(row) + 1
            if len(counts) > 1 and any(counts) and counts == [last - column, *[last] * (len(counts) - 2), closes]:
                raise Refused("quotes", number)


def _promise(text: str, delimiter: str, known: AbstractSet[str]) -> tuple[int, int]:
    """How much a delimiter makes of the first rows: known headings in the best row, then cells in all."""
    head: list[list[str]] = []
    # A wrong quote is told with its row, read with the delimiter that gives most above it.
    with contextlib.suppress(csv.Error):
        head.extend(itertools.islice(_reader(text, delimiter), _HEAD))
    return max((len({folded(cell) for cell in row} & known) for row in head), default=0), sum(map(len, head))


def restored(text: str, delimiter: str) -> str:
    """The text with the letters for which a web page's signs stand, where the semicolon of those would part cells."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if delimiter == ";" else text


def _reader(text: str, delimiter: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

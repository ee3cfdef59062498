"""The gate: what must be true of a file's bytes before a parser may see them."""

import re
import zipfile
import zlib
from pathlib import Path

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_MEMBERS = 2_000
MAX_COLUMNS = 500
MAX_CELLS = 50_000_000
_CHUNK = 1 << 20
_OVERLAP = 512
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


class Refused(Exception):
    """A file that cannot or must not be read; `code` says why, `row` where (0 is the whole file)."""

    def __init__(self, code: str, row: int = 0):
        """For a machine to read; the words for a person are elsewhere."""
        super().__init__(code)
        self.code, self.row = code, row


def checked_bytes(path: Path) -> bytes:
    """The bytes of a file that is neither empty nor too large.

    Raises:
        Refused: empty, too_large.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if not raw.strip():
        raise Refused("empty")
    if len(raw) > MAX_BYTES:
        raise Refused("too_large")
    return raw


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Reads every part of a zipped workbook once: sums, sizes, entities and far cells.

    The sizes that a zip states are a claim of its sender, so bytes are counted while they are unpacked; reading a part
    to its end also compares its CRC, which the parser does not do.

    Raises:
        Refused: too_many_parts, encrypted, not_a_list, too_large, entities, too_wide, damaged.
    """
    parts = archive.infolist()
    if len(parts) > MAX_MEMBERS:
        raise Refused("too_many_parts")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        raise Refused("not_a_list")
    unpacked = 0
    try:
        for part in parts:
            unpacked += _checked_size(archive, part, MAX_UNPACKED - unpacked)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        raise Refused("damaged") from None


def check_extent(rows: int, columns: int) -> None:
    """Refuses a sheet whose filled cells span more than a list ever does.

    Raises:
        Refused: too_wide.
    """
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refused("too_wide")


def _checked_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, allowed: int) -> int:
    """The unpacked size of one part, in bytes, its text looked through on the way."""
    size, rows, columns, tail = 0, 0, 0, b""
    is_text = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > allowed:
                raise Refused("too_large")
            if is_text:
                window = tail + chunk.replace(b"\0", b"")
                if b"<!DOCTYPE" in window.upper():
                    raise Refused("entities")
                rows, columns = _extent(window, rows, columns)
                tail = window[-_OVERLAP:]
    check_extent(rows, columns)
    return size


def _extent(text: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The farthest row and column of a filled cell, so far."""
    for letters, digits in _FILLED_CELL.findall(text):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(digits)), max(columns, column)
    return rows, columns

"""Reads delivered files in a process of their own: `python -m monitor_lib.intake.files.readers PATH... < REQUEST`.

A reader of a hostile or broken file can die, hang or eat all memory; here it can only take this process with it. Prints
a JSON list with, of each file, {"sheets": [{"name", "hidden", "rows"}]} with every cell as text and row n of the file
as item n-1, or {"refused": code, "row": n}. A sheet may have "marks": what is beside the text of its cells. REQUEST is
JSON too: {"known": the folded headings, "told": {name of a file: {"separator", "encoding"}, as a person decided}}.
"""

import ctypes
import datetime as dt
import io
import json
import re
import signal
import sys
import zipfile
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Literal

from monitor_lib.intake.files import delimited, safety, web_tables
from monitor_lib.intake.files.marks import Marks, marks
from monitor_lib.intake.files.safety import Refused

MEMORY = 2_000_000_000
NOTHING_TOLD: Mapping[str, str] = {}
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
# Stands before the label or number of a value that a .sav file itself calls missing.
MISSING = "{missing} "
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPSS = {".sav": "read_sav", ".zsav": "read_sav", ".por": "read_por"}
# In the header of a .sav file: its order of bytes, how many answers it has, and the word for not saying that.
_ORDER, _COUNT, _UNSTATED = 64, 80, -1
_TEXT = (".csv", ".tsv", ".txt")
_WEB_PAGE = re.compile(r"\s*<(?:!--|!doctype|html|head|body|table|meta|div|style|\?xml)", re.IGNORECASE)


def sheets(path: Path, known: AbstractSet[str], told: Mapping[str, str] = NOTHING_TOLD) -> list[dict]:
    """The sheets of one file. Its first bytes tell a workbook, for names of files lie.

    Args:
        path: the file.
        known: folded headings.
        told: what a person said of a text file: its "separator" and "encoding".

    Raises:
        Refused: with the reason's code.
    """
    raw, kind = safety.checked_bytes(path), path.suffix.lower()
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        return _workbook_sheets(path, raw)
    if kind in _SPSS:
        return _spss_sheets(raw, _SPSS[kind])
    text, encoding = delimited.decoded_as(raw, told.get("encoding", ""))
    if _WEB_PAGE.match(text):
        return _web_sheets(text)
    if kind not in _TEXT:
        raise Refused("damaged")
    separator = told.get("separator") or delimited.separator(text, known)
    rows = delimited.separated(delimited.restored(text, separator), separator)
    return [_sheet("", False, rows) | {"marks": {"separator": separator, "encoding": encoding}}]


def cell_text(value: object) -> str:
    """A spreadsheet's value as a Dutch reader would type it, dates in ISO form."""
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else f"{value:.15g}".replace(".", ",")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _workbook_sheets(path: Path, raw: bytes) -> list[dict]:
    import python_calamine as calamine

    marked: dict[str, Marks] = {}
    if raw.startswith(b"PK"):
        try:
            archive = zipfile.ZipFile(io.BytesIO(raw))
        except zipfile.BadZipFile:
            raise Refused("damaged") from None
        safety.check_workbook(archive)
        marked = marks(archive)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        visible = calamine.SheetVisibleEnum.Visible
        return [
            _marked_sheet(book.get_sheet_by_name(entry.name), entry.visible != visible, marked.get(entry.name, Marks()))
            for entry in book.sheets_metadata
            if entry.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except (calamine.CalamineError, OSError, ValueError):
        raise Refused("encrypted" if _needs_password(path) else "damaged") from None


def _needs_password(path: Path) -> bool:
    """Whether a password is all that stands between; calamine only tells when it opens the file by its name."""
    import python_calamine as calamine

    try:
        calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        return True
    except calamine.CalamineError:
        return False
    return False


def _marked_sheet(sheet, hidden: bool, told: Marks) -> dict:
    return _sheet(sheet.name, hidden, _cells(sheet, told)) | {"marks": told.told()}


def _cells(sheet, told: Marks) -> list[list[str]]:
    if sheet.end:
        safety.check_extent(sheet.end[0] + 1, sheet.end[1] + 1)
    rows = [[cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column, error in told.errors:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        _fill_down(rows[top : bottom + 1], column)
    return rows


def _fill_down(rows: list[list[str]], column: int) -> None:
    """A cell merged over several rows counts in each of them that has anything else."""
    if rows and column < len(rows[0]):
        for row in rows[1:]:
            row[column] = rows[0][column] if any(row) else ""


def _web_sheets(page: str) -> list[dict]:
    found = web_tables.tables(page)
    return [_sheet(f"Tabel {n}" if len(found) > 1 else "", False, rows) for n, rows in enumerate(found, 1)]


def _spss_sheets(raw: bytes, reader: str) -> list[dict]:
    import pyreadstat

    options = {"user_missing": True, "disable_datetime_conversion": True} if reader == "read_sav" else {}
    content, stated = _uncounted(raw)
    try:
        columns, about = getattr(pyreadstat, reader)(io.BytesIO(content), output_format="dict", **options)
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError):
        raise Refused("damaged") from None
    if stated not in (_UNSTATED, about.number_rows):
        raise Refused("other_count")
    labels, ranges = about.variable_value_labels, about.missing_ranges
    texts = [
        [_spss_text(value, labels.get(name, {}), ranges.get(name, [])) for value in columns[name]]
        for name in about.column_names
    ]
    sheet = _sheet("", False, [list(about.column_names), *map(list, zip(*texts, strict=True))])
    sets = [(name, entry["is_dichotomy"], entry["variable_list"]) for name, entry in (about.mr_sets or {}).items()]
    named = [about.column_names_to_labels.get(name) or "" for name in about.column_names]
    return [sheet | {"sets": sets, "labels": named}]


def _uncounted(raw: bytes) -> tuple[bytes, int]:
    """A .sav file whose header does not say how many answers there are, so that all are read; and what it did say.

    The format has no other check on its bytes.
    """
    if not raw.startswith((b"$FL2", b"$FL3")):
        return raw, _UNSTATED
    order: Literal["little", "big"] = "little" if raw[_ORDER] else "big"
    stated = int.from_bytes(raw[_COUNT : _COUNT + 4], order, signed=True)
    return raw[:_COUNT] + _UNSTATED.to_bytes(4, order, signed=True) + raw[_COUNT + 4 :], stated


def _spss_text(value: object, labels: dict, ranges: list[dict]) -> str:
    if value is None or value != value or value == "":
        return ""
    text = str(labels.get(value) or cell_text(value))
    return MISSING + text if any(_is_between(value, ends) for ends in ranges) else text


def _is_between(value: object, ends: dict) -> bool:
    return isinstance(value, type(ends["lo"])) and ends["lo"] <= value <= ends["hi"]


def _sheet(name: str, hidden: bool, rows: Iterable[list[str]]) -> dict:
    """A sheet without the empty cells at the end of its rows and the empty rows at its end."""
    kept, filled = [], 0
    for row in rows:
        width = max((n for n, cell in enumerate(row, 1) if cell.strip()), default=0)
        kept.append(row[:width])
        filled = len(kept) if width else filled
    return {"name": name, "hidden": hidden, "rows": kept[:filled]}


def _bind_to_parent() -> None:
    """Lets the system end this process with the run that started it, even one that is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answer(path: Path, request: dict) -> dict:
    try:
        return {"sheets": sheets(path, frozenset(request["known"]), request["told"].get(path.name, NOTHING_TOLD))}
    except Refused as refusal:
        return {"refused": refusal.code, "row": refusal.row}


def main() -> None:
    """Reads the files named on the command line."""
    _bind_to_parent()
    _limit_memory()
    request = json.loads(sys.stdin.buffer.read())
    json.dump([_answer(Path(name), request) for name in sys.argv[1:]], sys.stdout)


if __name__ == "__main__":
    main()

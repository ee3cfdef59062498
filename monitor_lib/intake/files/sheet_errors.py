"""Errors of formulas in a workbook, such as #N/A: the reader of cells gives nothing for them."""

import html
import re
import zipfile

_SHEET = re.compile(rb'<sheet [^>]{0,500}?name="([^"]{0,200})"[^>]{0,500}?r:id="([^"]{1,50})"')
_TARGET = re.compile(rb"<Relationship [^>]{1,1000}>")
_FORMULA = rb"(?:<f[^>]{0,200}>[^<]{0,9000}</f>|<f[^>]{0,200}/>)?"
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]{0,100}? t="e"[^>]{0,100}>' + _FORMULA + rb"<v>(#[^<]{1,12})</v>")


def errors(archive: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """Where errors stand, by the name of the sheet, row and column from 0; nothing for what is no xlsx."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {}
    for entry in _TARGET.findall(archive.read("xl/_rels/workbook.xml.rels")):
        told = dict(re.findall(rb'(\w+)="([^"]{0,300})"', entry))
        targets[told.get(b"Id", b"")] = (
            told.get(b"Target", b"").decode("utf-8", "replace").lstrip("/").removeprefix("xl/")
        )
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    return {
        html.unescape(name.decode("utf-8", "replace")): _cells(archive.read(f"xl/{targets[key]}"))
        for name, key in sheets
        if f"xl/{targets.get(key, chr(0))}" in names
    }


def _cells(sheet: bytes) -> dict[tuple[int, int], str]:
    if b't="e"' not in sheet:
        return {}
    return {
        (int(row) - 1, _column(letters)): said.decode("ascii", "replace") for letters, row, said in _CELL.findall(sheet)
    }


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode("ascii"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

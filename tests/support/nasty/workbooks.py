"""Workbooks made to order, and then broken."""

import io
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple, sheet: str = "Lijst", far: tuple[int, int] | None = None, hidden: bool = False) -> bytes:
    """A workbook with these rows; perhaps with one cell far away, or on a hidden sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    if hidden:
        book.add_worksheet("Zichtbaar").activate()
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if far:
        page.write(*far, "ver weg")
    if hidden:
        page.hide()
    book.close()
    return target.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts, correctly zipped."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            text = source.read(name)
            archive.writestr(name, text.replace(old, new) if name == part else text)
    return target.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip file with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def counted(stated: int) -> bytes:
    """A .sav file with two rows, of which the header says that there are so many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lijst.sav"
        pyreadstat.write_sav(pd.DataFrame({"Naam": ["De Brug", "Het Anker"], "Plaats": ["Assen", "Norg"]}), str(path))
        content = bytearray(path.read_bytes())
    content[80:84] = stated.to_bytes(4, "little", signed=True)
    return bytes(content)


def flipped(content: bytes, mark: bytes, behind: int) -> bytes:
    """The file with one bit changed, so many bytes behind a mark."""
    bytes_ = bytearray(content)
    bytes_[content.index(mark) + behind] ^= 1
    return bytes(bytes_)

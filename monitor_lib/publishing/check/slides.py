"""A briefing read back as a reader would: nothing hidden, and no number that is not in the figures table."""

import io
import re
import zipfile
from collections.abc import Iterator

import pandas as pd
from pptx import Presentation
from python_calamine import CalamineWorkbook

from monitor_lib.pictures.figure.rows import named, rows, saying
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.records import Area, Codebook

_SHOWN = ("value", "low", "high", "reference")
_CHARTS, _BOOKS = "ppt/charts/", "ppt/embeddings/"
_CACHED = re.compile(rb"<c:numCache>.*?</c:numCache>", re.DOTALL)
_NUMBER = re.compile(rb"<c:v>([^<]*)</c:v>")
_DIGIT = re.compile(r"\d")


def refuse_hidden(content: bytes, figures: pd.DataFrame, book: Codebook, area: Area) -> None:
    """Raises ReportError where a briefing on an area has a figure that is hidden or in no table.

    Args:
        content: the presentation.
        figures: the figures table of its wave.
        book: the codebook, in the language of the briefing.
        area: the area it is about.
    """
    public = figures.loc[~figures["hidden"], list(_SHOWN)].to_numpy().ravel()
    known = {repr(float(number)) for number in public}
    strange = [number for number in _numbers(content) if repr(number) not in known]
    told = [f"{number} (in geen tabel)" for number in strange] + list(_beside_hidden(content, figures, book, area))
    if told:
        raise ReportError(f"De briefing is niet geschreven: er staat een cijfer in dat niet mag: {'; '.join(told)}.")


def _numbers(content: bytes) -> Iterator[float]:
    """Every number in a chart, as drawn and in the workbook behind it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith(_BOOKS):
                workbook = CalamineWorkbook.from_filelike(io.BytesIO(parts.read(name)))
                sheets = (workbook.get_sheet_by_name(sheet).to_python() for sheet in workbook.sheet_names)
                yield from (cell for sheet in sheets for row in sheet for cell in row if isinstance(cell, float))
            elif name.startswith(_CHARTS) and name.endswith(".xml"):
                caches = _CACHED.findall(parts.read(name))
                yield from (float(number) for cache in caches for number in _NUMBER.findall(cache))


def _beside_hidden(content: bytes, figures: pd.DataFrame, book: Codebook, area: Area) -> Iterator[str]:
    """The rows of tables with a digit beside what is hidden in this area."""
    found = [(question, row) for question in book.published for row in rows(figures, book, question.id, area)]
    names = {at: {saying(question), named(question, row)} for at, (question, row) in enumerate(found)}
    shown = {name for at, (_, row) in enumerate(found) if not row.hidden for name in names[at]}
    hidden = {name for each in names.values() for name in each} - shown
    for slide in Presentation(io.BytesIO(content)).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            head, *body = [[cell.text for cell in row.cells] for row in table.rows]
            if head[1].startswith(area.title):
                yield from (each[0] for each in body if each[0] in hidden and _DIGIT.search(each[1]))

"""The heading rows of a survey export: one, two or three of them, whole or cut off, made one heading per column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import PurePath

from monitor_lib.intake.columns import ANSWER_ITSELF, OTHER, OTHER_WORDS, Column, question_of, question_texts
from monitor_lib.intake.deliveries import Sheet
from monitor_lib.intake.headers import Header, header, shown_heading
from monitor_lib.intake.tools import Tool
from monitor_lib.reference.codebook_records import Codebook, Question
from monitor_lib.reference.wording import folded

_SPSS = (".sav", ".zsav", ".por")
_DATES = ("startdate", "enddate", "recordeddate")
# Fewer letters than this are no beginning of a question.
_LEAST_LETTERS = 8
_SELECTED = re.compile(r"\b(?:selected choice|geselecteerde keuze) ?")
_CUT = re.compile(r"(?P<text>.+?)(?:\.\.+|…)\s*(?:\[(?P<part>.*?)(?:\.\.+|…)?\s*\])?\s*")


def export_header(sheet: Sheet, known: Mapping[str, Column], tool: Tool, book: Codebook) -> Header | None:
    """The header of an export, its row the last of the heading rows, or None if nothing in it is known."""
    if tool.layout == "codes below":
        found = header(replace(sheet, rows=sheet.rows[1:]), known)
        return found and Header(found.row + 1, found.headings, found.meanings)
    first = next(n for n, row in enumerate(sheet.rows) if any(row))
    top, below, third = (*sheet.rows[first:], (), ())[:3]
    rows = 1 if PurePath(sheet.file).suffix.lower() in _SPSS else _heading_rows(tool, top, below, third)
    if rows == 1:
        found = header(sheet, known)
        return found and _with_sets(_completed(found, sheet, book), sheet, book)
    if tool.layout == "names, texts":
        return _header(first + rows, list(zip_longest(top, below, fillvalue="")), known)
    return _header(first + rows, [(heading,) for heading in _carried(top, below)], known)


def _heading_rows(tool: Tool, top: tuple[str, ...], below: tuple[str, ...], third: tuple[str, ...]) -> int:
    """How many heading rows there are; a person may have deleted all but the first."""
    if tool.layout == "names, texts":
        dates = [text for name, text in zip(top, below, strict=False) if folded(name) in _DATES]
        if any(any(map(str.isdigit, text)) for text in dates):
            return 1
        return 3 if any("ImportId" in cell for cell in third) else 2
    return 2 if tool.layout == "question, option" and any(folded(cell) in ANSWER_ITSELF for cell in below) else 1


def _header(row: int, candidates: list[tuple[str, ...]], known: Mapping[str, Column]) -> Header | None:
    """A header whose columns are known by the first of their candidate headings that is."""
    meanings = {}
    for n, headings in enumerate(candidates):
        words = [_SELECTED.sub("", folded(heading)) for heading in headings]
        if found := next((known[word] for word in words if word in known), None):
            meanings[n] = found
    return Header(row, tuple(shown_heading(headings[0]) for headings in candidates), meanings) if meanings else None


def _carried(top: tuple[str, ...], below: tuple[str, ...]) -> Iterator[str]:
    """Question and option as one heading; a question stands only above its first column."""
    question = ""
    for heading, option in zip_longest(top, below, fillvalue=""):
        question = heading.strip() or question
        plain = not option.strip() or folded(option) in ANSWER_ITSELF
        yield question if plain else f"{question} [{option}]"


def _completed(found: Header, sheet: Sheet, book: Codebook) -> Header:
    """The header with the columns whose heading was cut off ("Aan welke thema.. [Sociale cohesi..]").

    Headings that are alike once cut off mean the questions or options that begin so, in the same order; where there are
    more or fewer of those, they stay unknown.
    """
    row, meanings = sheet.rows[found.row - 1], dict(found.meanings)
    alike: dict[tuple[str, str | None], list[int]] = {}
    for n in found.unmapped:
        if match := _CUT.fullmatch(row[n].strip()):
            alike.setdefault((match["text"], match["part"]), []).append(n)
    for (text, part), columns in alike.items():
        candidates = _candidates(text, part, book)
        if len(columns) == len(candidates):
            meanings |= dict(zip(columns, candidates, strict=True))
    return Header(found.row, found.headings, meanings)


def cut_off_question(heading: str, book: Codebook) -> Question | None:
    """The first question that a heading may belong to, if the heading was cut off."""
    match = _CUT.fullmatch(heading)
    found = _candidates(match["text"], match["part"], book) if match else []
    return book.question(found[0].name) if found else None


def _candidates(text: str, part: str | None, book: Codebook) -> list[Column]:
    """The questions with one answer, or the options, whose heading begins so."""
    texts = question_texts(book)
    start = folded(text)
    questions = [one for one in book.questions if len(start) >= _LEAST_LETTERS and texts[one.id].startswith(start)]
    if part is None:
        return [Column("question", question.id) for question in questions if not question.many]
    return [Column("question", question.id, code) for question in questions for code in _options(question, part, book)]


def _options(question: Question, part: str, book: Codebook) -> list[str]:
    if folded(part) in OTHER_WORDS:
        return [OTHER] if question.other else []
    scale = book.scale(question.scale) if question.many else None
    return [code for code in scale.codes if folded(scale.labels[code]).startswith(folded(part))] if scale else []


def _with_sets(found: Header, sheet: Sheet, book: Codebook) -> Header:
    """The header with the columns of multiple response sets: an option each in order, or a choice each."""
    row, meanings = sheet.rows[found.row - 1], dict(found.meanings)
    for name, by_option, columns in sheet.sets:
        question = (question_of(folded(name), book) or (None,))[0]
        if question is None or not question.many:
            continue
        codes = book.scale(question.scale).codes
        for slot, column in enumerate(columns):
            part = codes[slot] if by_option and len(codes) == len(columns) else ""
            if not by_option or (part and row.index(column) not in meanings):
                meanings[row.index(column)] = Column("question", question.id, part, slot=slot)
    return Header(found.row, found.headings, meanings)

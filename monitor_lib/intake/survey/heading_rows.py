"""The heading rows of a survey export: one, two or three of them, whole or cut off, made one heading per column."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import PurePath
from typing import NamedTuple

from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.files.headers import Header, header, shown_heading
from monitor_lib.intake.survey.columns import (
    ANSWER_ITSELF,
    NUMBERED,
    OTHER,
    OTHER_WORDS,
    Column,
    question_of,
    question_texts,
    without_additions,
)
from monitor_lib.intake.survey.mapping import UNMAPPED, Mapped
from monitor_lib.intake.survey.numbering import numbered
from monitor_lib.intake.survey.tools import Tool
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.text.folding import folded

_SPSS = (".sav", ".zsav", ".por")
_DATES = ("startdate", "enddate", "recordeddate")
# Fewer letters than this are no beginning of a question.
_LEAST_LETTERS = 8
_SEARCHED = 20  # rows among which the heading rows are
_LONGEST = 1000  # signs of a heading
_TAG = re.compile(r"<[^<>]{1,300}>")
_SELECTED = re.compile(r"\b(?:selected choice|geselecteerde keuze) ?")
_OF_GRID = re.compile(r"[^\[]*\[(.*)\]\s*", re.DOTALL)
_DOTS = r"(?:(?<!\.)\.\.+(?!\.)|…)"
_CUT = re.compile(rf"(?P<text>[^\[]+?){_DOTS}\s*(?:\[(?P<part>[^\[\]]*?){_DOTS}?\s*\])?\s*")

Headings = tuple[str, ...]


def export_header(
    sheet: Sheet, known: Mapping[str, Column], tool: Tool, book: Codebook, mapped: Mapped = UNMAPPED
) -> Header[Column] | None:
    """The header of an export, its row the last of the heading rows, or None if nothing in it is known.

    A column that its headings only number, or that fits more than one question or option, is not settled. One whose
    headings say different things is "contrary". What a mapping says goes before all headings.
    """
    words = {**known, **mapped.columns}
    rows = ((without_additions(_without_tags(cell), words, book) for cell in row) for row in sheet.rows[:_SEARCHED])
    row, candidates = _candidates(replace(sheet, rows=tuple(map(tuple, rows))), words, tool)
    pointed = {n: mapped.column(n, headings) for n, headings in enumerate(candidates)}
    meanings = {
        n: one for n, headings in enumerate(candidates) if (one := pointed[n] or _meaning(headings, known, book))
    }
    if not meanings:
        return None
    found = Header(row, tuple(shown_heading(headings[0]) for headings in candidates), meanings)
    completed = _with_sets(_completed(found, candidates, book), candidates, sheet, book)
    return _with_bare_options(completed, [headings[0] for headings in candidates], book)


def _without_tags(heading: str) -> str:
    return html.unescape(_TAG.sub(" ", heading[:_LONGEST]))


def _candidates(sheet: Sheet, known: Mapping[str, Column], tool: Tool) -> tuple[int, list[Headings]]:
    """The last heading row, and every column's headings, that which names it first."""
    first = next((n for n, row in enumerate(sheet.rows) if any(row)), 0)
    top, below, third = (*sheet.rows[first:], (), ())[:3]
    if tool.layout == "codes below":
        found = header(replace(sheet, rows=sheet.rows[1:]), known)
        row = found.row if found else 1
        return row + 1, _paired(sheet.rows[row], sheet.rows[row - 1]) if found else []
    rows = 1 if PurePath(sheet.file).suffix.lower() in _SPSS else _heading_rows(tool, top, below, third)
    if rows == 1:
        found = header(sheet, known)
        return (found.row, _paired(sheet.rows[found.row - 1], sheet.labels)) if found else (1, [])
    if tool.layout == "names, texts":
        return first + rows, _paired(top, below)
    return first + rows, [(heading,) for heading in _carried(top, below)]


def _paired(names: tuple[str, ...], texts: tuple[str, ...]) -> list[Headings]:
    return list(zip_longest(names, texts, fillvalue=""))


def _heading_rows(tool: Tool, top: tuple[str, ...], below: tuple[str, ...], third: tuple[str, ...]) -> int:
    """How many heading rows there are; a person may have deleted all but the first."""
    if tool.layout == "names, texts":
        dates = [text for name, text in zip(top, below, strict=False) if folded(name) in _DATES]
        if any(any(map(str.isdigit, text)) for text in dates):
            return 1
        return 3 if any("ImportId" in cell for cell in third) else 2
    return 2 if tool.layout == "question, option" and any(folded(cell) in ANSWER_ITSELF for cell in below) else 1


def _meaning(headings: Headings, known: Mapping[str, Column], book: Codebook) -> Column | None:
    """What the headings of a column say that it holds; words go before numbers."""
    words = [_SELECTED.sub("", folded(heading)) for heading in headings]
    said = [known[word] for word in words if word in known] or list(_in_grid(headings, known, book))
    by_number = numbered(words[0], headings, book)
    if by_number:
        said = [replace(one, number=by_number.number) for one in said if one.part or one.name != by_number.name]
        said += [by_number] if by_number.settled or not said else []
    asked = {(one.name, one.part) for one in said if one.kind == "question"}
    if len(asked) > 1:
        return Column("contrary", said[0].name)
    return said[0] if said else None


def _in_grid(headings: Headings, known: Mapping[str, Column], book: Codebook) -> Iterator[Column]:
    """The question that a heading has in brackets, behind the words above a grid."""
    for match in filter(None, map(_OF_GRID.fullmatch, headings)):
        column = known.get(folded(match[1]))
        if column and column.kind == "question" and book.question(column.name).type == "likert":
            yield column


def _carried(top: tuple[str, ...], below: tuple[str, ...]) -> Iterator[str]:
    """Question and option as one heading; a question stands only above its first column."""
    question = ""
    for heading, option in zip_longest(top, below, fillvalue=""):
        question = heading.strip() or question
        plain = not option.strip() or folded(option) in ANSWER_ITSELF
        yield question if plain else f"{question} [{option}]"


def _completed(found: Header[Column], candidates: list[Headings], book: Codebook) -> Header[Column]:
    """The header with the columns whose heading was cut off ("Aan welke thema.. [Sociale cohesi..]").

    Headings that are alike once cut off may be the questions or options that begin so, in the same order; where there
    are more or fewer of those, they stay unknown.
    """
    meanings = dict(found.meanings)
    alike: dict[tuple[str, str | None], list[int]] = {}
    for n in found.unmapped:
        if match := _CUT.fullmatch(candidates[n][0].strip()):
            alike.setdefault((match["text"], match["part"]), []).append(n)
    for (text, part), columns in alike.items():
        fits = _begun_so(text, part, book)
        if len(columns) == len(fits):
            guesses = (replace(column, settled=len(fits) == 1) for column in fits)
            meanings |= dict(zip(columns, guesses, strict=True))
    return Header(found.row, found.headings, meanings)


def cut_off_question(heading: str, book: Codebook) -> Question | None:
    """The first question that a heading may belong to, if the heading was cut off."""
    match = _CUT.fullmatch(heading)
    found = _begun_so(match["text"], match["part"], book) if match else []
    return book.question(found[0].name) if found else None


def _begun_so(text: str, part: str | None, book: Codebook) -> list[Column]:
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


def _with_sets(found: Header[Column], candidates: list[Headings], sheet: Sheet, book: Codebook) -> Header[Column]:
    """The header with the columns of multiple response sets: an option each, numbered as they lie, or a choice each."""
    names, meanings = [headings[0] for headings in candidates], dict(found.meanings)
    for name, by_option, columns in sheet.sets:
        question = (question_of(folded(name), book) or (None,))[0]
        if question is None or not question.many:
            continue
        for slot, n in enumerate(map(names.index, columns), 1):
            part = numbered(f"{question.id} {slot}", candidates[n][1:], book) if by_option else None
            if not by_option or n not in meanings:
                meanings[n] = part or Column("question", question.id, slot=slot)
    return Header(found.row, found.headings, meanings)


# ---- options as headings, without their question ----


class _Bare(NamedTuple):
    """A column that is called after an option alone: its place, the number before the option, the folded option."""

    column: int
    number: str
    option: str


def _with_bare_options(found: Header[Column], headings: list[str], book: Codebook) -> Header[Column]:
    """The header with columns that are called after an option alone, side by side, as those of its question.

    Sure is that only where one question alone has all those options, and the tool numbers them as one question or all
    options of the question are there; else they are "unclear". A question that has columns already gets none.
    """
    known = {column.name for column in found.meanings.values()}
    asked = [question for question in book.questions if question.many and question.id not in known]
    meanings = dict(found.meanings)
    for run in _runs([_bare(n, headings[n]) for n in found.unmapped], asked, book):
        fits = _fitting(run, asked, book)
        parts = {bare.column: _part(bare.option, fits[0], book) for bare in run}
        whole = {*parts.values()} >= {*book.scale(fits[0].scale).codes} - {fits[0].other}
        if len(fits) == 1 and (run[0].number or whole):
            meanings |= {n: Column("question", fits[0].id, part) for n, part in parts.items()}
        else:
            meanings |= dict.fromkeys(parts, Column("unclear", fits[0].id))
    return Header(found.row, found.headings, meanings)


def _bare(column: int, heading: str) -> _Bare:
    match = NUMBERED.match(heading)
    return _Bare(column, match[1] if match else "", folded(NUMBERED.sub("", heading, count=1)))


def _runs(columns: list[_Bare], asked: list[Question], book: Codebook) -> Iterator[list[_Bare]]:
    """The columns side by side that can be options of one question, two of them or more, "other" aside."""
    runs: list[list[_Bare]] = []
    for bare in (one for one in columns if _fitting([one], asked, book)):
        run = runs[-1] if runs else []
        beside = bool(run) and (bare.column, bare.number) == (run[-1].column + 1, run[-1].number)
        if beside and bare.option not in [one.option for one in run] and _fitting([*run, bare], asked, book):
            run.append(bare)
        else:
            runs.append([bare])
    return (run for run in runs if sum(bare.option not in OTHER_WORDS for bare in run) > 1)


def _fitting(run: list[_Bare], asked: list[Question], book: Codebook) -> list[Question]:
    """The questions that have all of these options."""
    return [question for question in asked if all(_part(bare.option, question, book) for bare in run)]


def _part(option: str, question: Question, book: Codebook) -> str:
    """The code of an option of a question, OTHER for the one in whose place a text may stand; empty for no option."""
    code = book.scale(question.scale).spellings.get(option, "")
    return OTHER if question.other and (option in OTHER_WORDS or code == question.other) else code

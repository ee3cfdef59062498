"""The codebook's blocks as pictures: which figures stand on each, in which order, in which words."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from monitor_lib.pictures.figure import palette
from monitor_lib.pictures.figure.lines import Line, answer_line, area_line, count_line, renamed, total_line
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import Row, Shown, area_of, finding_row, in_area, named, rows, saying, shown
from monitor_lib.pictures.figure.words import TOO_FEW, tenths
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import differences, sentences
from monitor_lib.reference.infographics import Block
from monitor_lib.reference.records import SUCCESS, Area, Codebook, Question
from monitor_lib.reference.text.language import say
from monitor_lib.reference.text.reasons import EMPTY

_DIFFERENCES = 4


def picture(figures: pd.DataFrame, book: Codebook, block: Block, area: Area | str) -> Picture:
    """What a block shows of an area.

    Figures that are hidden give way to those of the landsdeel, and the picture's badge says so.
    """
    area = area_of(book, area)
    return _MAKERS.get(block.kind, _answers)(figures, book, block, area)


def _differences(figures: pd.DataFrame, book: Codebook, block: Block, area: Area) -> Picture:
    found = differences.differing(figures, book, area)
    lines = [renamed(answer_line(row), named(question, row)) for question, row in found[:_DIFFERENCES]]
    more = len(found) - len(lines)
    told = (say("En nog {count}: zie het rapport.", count=more),) if more > 0 else ()
    if not found:
        told = (differences.none_found(figures, book, area),)
    return Picture(block.kind, block.title, block.subtitle, tuple(lines), told)


def _numbers(figures: pd.DataFrame, book: Codebook, block: Block, area: Area) -> Picture:
    """Big numbers: counts of the list and the answers, totals of people, or the shares that tell a question."""
    lines = tuple(_number(figures, book, name, area) for name in block.figures)
    return Picture(block.kind, block.title, block.subtitle, lines, pictograms=block.pictograms)


def _number(figures: pd.DataFrame, book: Codebook, name: str, area: Area) -> Line:
    found = rows(figures, book, name, area)
    question = next((each for each in book.published if each.id == name), None)
    if question is None:
        label = next(entry.label for entry in book.indicators if entry.id == name)
        return renamed(area_line(found[0]), label)
    if question.total:
        total = next(row for row in found if row.kind == "total")
        return total_line(total, question.label)
    return renamed(answer_line(finding_row(question, found) or found[0]), saying(question))


def _map(figures: pd.DataFrame, book: Codebook, block: Block, area: Area) -> Picture:
    found = [rows(figures, book, block.figures[0], each)[0] for each in book.provinces]
    return Picture(block.kind, block.title, block.subtitle, tuple(area_line(row) for row in found))


def _answers(figures: pd.DataFrame, book: Codebook, block: Block, area: Area) -> Picture:
    """The answers to one question, or the codes of one indicator."""
    if len(block.figures) > 1:
        return _several(figures, book, block, area)
    found = shown(figures, book, block.figures[0], area)
    chosen = _chosen(block, found, book)
    asked = any(question.id == block.figures[0] for question in book.published)
    if found.empty or not chosen:
        return _empty(block, area)
    return Picture(
        block.kind,
        block.title,
        _subtitle(block.subtitle, chosen[:1], asked),
        _coloured(block, chosen, book),
        badge=_badge(found, asked),
        pictograms=block.pictograms,
    )


def _several(figures: pd.DataFrame, book: Codebook, block: Block, area: Area) -> Picture:
    """The telling figure of each question; of a larger area only where the area itself has none at all."""
    found = [(book.question(name), shown(figures, book, name, area)) for name in block.figures]
    own = [pair for pair in found if not pair[1].borrowed and not pair[1].empty]
    kept = own or [pair for pair in found if pair[1].area == found[0][1].area and not pair[1].empty]
    lines = [_telling_line(question, each, block) for question, each in kept]
    if not lines:
        return _empty(block, area)
    subtitle = _subtitle(block.subtitle, [each.rows[0] for _, each in kept], True)
    return Picture(block.kind, block.title, subtitle, tuple(lines), badge=_badge(kept[0][1], True), key=_key(lines))


def _key(lines: list[Line]) -> tuple[tuple[str, str], ...]:
    """What the colours of answers side by side mean: the answers, or good and bad where the lines do not agree."""
    parted = [line.parts for line in lines if line.parts]
    if len({tuple(part.colour for part in parts) for parts in parted}) < 2:
        return tuple((part.colour, part.label) for parts in parted[:1] for part in parts)
    order = say("Van links naar rechts: {answers}.", answers=style.together([part.label for part in parted[0]]))
    bad, *_, good = palette.opinions(len(parted[0]), SUCCESS)
    return ("", order), (good, say("gunstig")), (bad, say("ongunstig"))


def _telling_line(question: Question, found: Shown, block: Block) -> Line:
    row = finding_row(question, found.rows) or found.rows[0]
    line = renamed(answer_line(row), saying(question))
    answers = [each for each in found.rows if each.answer != row.answer]
    colours = palette.opinions(len(answers), question.kind)
    if block.kind != "stack" or not colours or not all(each.quality == "A" for each in found.rows):
        return line
    parts = (renamed(answer_line(each), each.label, at) for each, at in zip(answers, colours, strict=True))
    return replace(line, label=question.label, parts=tuple(parts))


def _chosen(block: Block, found: Shown, book: Codebook) -> list[Row]:
    """The rows that a block shows: those it names, or all answers but groups of them; the largest first if it asks."""
    grouped = _group_codes(book, block.figures[0])
    named = [row for row in found.rows if row.answer in block.answers]
    chosen = named or [row for row in found.rows if row.answer not in grouped and row.kind != "total"]
    if not block.most:
        return chosen
    known = [row for row in chosen if row.size > 0]
    return sorted(known, key=lambda row: -row.size)[: block.most]


def _group_codes(book: Codebook, name: str) -> set[str]:
    scale = next((question.scale for question in book.published if question.id == name), "")
    return {group.code for group in book.scale(scale).groups} if scale else set()


def _coloured(block: Block, chosen: list[Row], book: Codebook) -> tuple[Line, ...]:
    """The lines of a picture, with what a part of a whole needs."""
    if chosen[0].kind == "count":
        return tuple(count_line(row) for row in chosen)
    lines = [answer_line(row) for row in chosen]
    if block.kind == "pictograms":
        return (renamed(lines[0], _alone(book, block) or lines[0].label, short=tenths(chosen[0])),)
    colours = palette.of_answers(code for code in book.answers_of(block.figures[0]) if code not in _others(block, book))
    if block.kind == "waffle":
        return palette.hundred(lines, colours)
    if block.kind == "donut":
        return tuple(palette.parts(lines, colours))
    return tuple(lines)


def _others(block: Block, book: Codebook) -> frozenset[str]:
    return book.other_of(book.scale_of(block.figures[0]))


def _alone(book: Codebook, block: Block) -> str:
    """What is said of the one figure of a block: the words of a finding, or what an indicator is called."""
    question = next((each for each in book.published if each.id == block.figures[0]), None)
    if question is None:
        return next(entry.label for entry in book.indicators if entry.id == block.figures[0])
    return saying(question) if question.finding and (question.finding.answer,) == block.answers else ""


def _empty(block: Block, area: Area) -> Picture:
    """A block of which nothing may be shown, which is said."""
    told = say("Nog te weinig antwoorden {where} voor dit onderdeel.", where=in_area(area))
    return Picture(block.kind, block.title, block.subtitle, sentences=(told,))


def _badge(found: Shown, asked: bool) -> str:
    """Whose figures these are, where the area's own are too few, or hidden for the sake of another."""
    if not found.borrowed:
        return ""
    reason = found.own[0].reason
    if reason in EMPTY:
        given = {"reason": f"{say(reason)[:1].upper()}{say(reason)[1:]}", "area": found.area.name}
        return say("{reason}: dit is heel {area}", **given)
    if reason != TOO_FEW:
        return say("Hier verborgen: dit is heel {area}", area=found.area.name)
    if asked:
        return say("Te weinig antwoorden: dit is heel {area}", area=found.area.name)
    return say("Te weinig bekend: dit is heel {area}", area=found.area.name)


def _subtitle(words: str, found: list[Row], asked: bool) -> str:
    """What the figures are of, and how many they rest on."""
    base = sentences.base_words(found, asked)
    return f"{words} · {base}" if words else base


_MAKERS: dict[str, Callable[[pd.DataFrame, Codebook, Block, Area], Picture]] = {
    "differences": _differences,
    "numbers": _numbers,
    "map": _map,
}

"""What the cells of one question say, in the codebook's words: by one column, a column per option, or joined."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor_lib.intake.cells import plain
from monitor_lib.intake.columns import OTHER, Column, spellings
from monitor_lib.intake.tools import Tool
from monitor_lib.reference.codebook_records import Codebook, Question, Scale
from monitor_lib.reference.wording import folded

TICKED = frozenset(["y", "ja", "1", "yes", "true", "waar", "x", "selected", "gekozen", "checked", "aangevinkt"])
_OTHER_MARK = "oth"


@dataclass(frozen=True)
class Told:
    """What an export says about one question, routing aside.

    `text` is a number or text as written, or the code of a single answer; `chosen` the codes of several. `state` is
    not_shown or skipped where the export itself says so, else "". `filled`: whether anything was written at all.
    `problems` are (part of the question, problem, text that caused it).
    """

    text: str = ""
    chosen: frozenset[str] = frozenset()
    other: str = ""
    state: str = ""
    filled: bool = False
    problems: tuple[tuple[str, str, str], ...] = ()


def told(question: Question, texts: Mapping[Column, str], tool: Tool, book: Codebook) -> Told:
    """What the cells of a question's columns say."""
    states = {column: tool.state(text) for column, text in texts.items()}
    filled = {column: text for column, text in texts.items() if text.strip() and not states[column]}
    if not filled:
        known = set(states.values()) - {""}
        return Told(state="not_shown" if "not_shown" in known else min(known, default=tool.blank))
    if question.many:
        return _several(question, filled, tool, book)
    return _single(question, {column.part: text for column, text in filled.items()}, tool, book)


def _single(question: Question, filled: Mapping[str, str], tool: Tool, book: Codebook) -> Told:
    main, other = filled.get("", ""), filled.get(OTHER, "")
    if not question.scale:
        return Told(main, filled=True)
    if question.other and (folded(main) == _OTHER_MARK or not main):
        return Told(question.other, other=other, filled=True)
    code = spellings(book.scale(question.scale), tool).get(folded(main))
    if code:
        return Told(code, other=other, filled=True)
    if question.other and tool.other_in_place:
        return Told(question.other, other=main, filled=True)
    return Told(filled=True, problems=(("", "unknown_answer", main),))


def _several(question: Question, filled: Mapping[Column, str], tool: Tool, book: Codebook) -> Told:
    parts = [
        _told_by_option(question, column, text, tool, book)
        if column.part
        else _told_by_choices(question, text, column.separator or tool.separator, tool, book)
        for column, text in filled.items()
    ]
    return Told(
        chosen=frozenset().union(*(part.chosen for part in parts)),
        other=next((part.other for part in parts if part.other), ""),
        filled=True,
        problems=tuple(problem for part in parts for problem in part.problems),
    )


def _told_by_option(question: Question, column: Column, text: str, tool: Tool, book: Codebook) -> Told:
    """What the column of one option says; that of the option "other" may hold its text instead of a tick."""
    word = folded(text)
    ticked = {folded(column.ticked)} if column.ticked else TICKED
    unticked = {folded(column.unticked)} if column.unticked else tool.unticked
    is_other = column.part in (OTHER, question.other)
    code = question.other if is_other else column.part
    if word in unticked:
        return Told()
    if word in ticked or spellings(book.scale(question.scale), tool).get(word) == code:
        return Told(chosen=frozenset([code]))
    if is_other:
        return Told(chosen=frozenset([code]), other=text)
    return Told(problems=((column.part, "unknown_answer", text),))


def _told_by_choices(question: Question, text: str, separator: str, tool: Tool, book: Codebook) -> Told:
    """What one cell with all choices says."""
    codes, strange = choices(text, book.scale(question.scale), separator, tool)
    if strange and question.other and tool.other_in_place:
        return Told(chosen=codes | {question.other}, other=f"{separator} ".join(strange))
    return Told(chosen=codes, problems=tuple(("", "unknown_answer", part) for part in strange))


def choices(text: str, scale: Scale, separator: str, tool: Tool) -> tuple[frozenset[str], list[str]]:
    """The codes of the options in one cell, and what is no option.

    The longest option comes first, for an option may hold the separator; parts side by side that are no option stay
    together, for a text may hold it too.
    """
    whole, codes = plain(text), dict(_written(scale, tool))
    options = "|".join(re.escape(word) for word in sorted(codes, key=len, reverse=True))
    end = rf"\s*(?:{re.escape(separator)}|$)"
    chosen, strange, beside = set(), [], False
    for match in re.finditer(rf"\s*(?:(?P<option>{options}){end}|(?P<text>.*?){end})", whole, re.IGNORECASE):
        if match["option"]:
            chosen.add(codes[match["option"].casefold()])
            beside = False
        elif match["text"]:
            strange.append((strange.pop()[0] if beside else match.start("text"), match.end("text")))
            beside = True
    return frozenset(chosen), [whole[start:stop] for start, stop in strange]


def _written(scale: Scale, tool: Tool) -> Iterator[tuple[str, str]]:
    """Every way in which an option may be written in a cell with others, and its code."""
    for n, option in enumerate(scale.options, 1):
        words = (*(form.format(n) for form in tool.positions), *option.synonyms, option.label, option.code)
        yield from ((plain(word).casefold(), option.code) for word in words)

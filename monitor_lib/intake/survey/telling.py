"""What the cells of one question say, in the codebook's words: by one column, a column per option, or joined."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor_lib.intake.files.cells import plain
from monitor_lib.intake.survey.columns import OTHER, OTHER_WORDS, Column
from monitor_lib.intake.survey.tools import Tool
from monitor_lib.reference.records import Codebook, Question, Scale
from monitor_lib.reference.text.folding import folded

TICKED = frozenset(["y", "ja", "1", "yes", "true", "waar", "x", "selected", "gekozen", "checked", "aangevinkt"])
_OTHER_MARK = "oth"


@dataclass(frozen=True)
class Told:
    """What an export says about one question, routing aside.

    `text` is a number or text as written, or the code of a single answer; `chosen` the codes of several. `state` is
    not_shown or skipped where the export itself says so, else "". `filled`: whether anything was written but that
    options are not chosen: some tools write that of questions that nobody was shown.
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
    words = book.scale(question.scale).spellings if question.scale and not tool.signature else {}
    # "N.v.t." in a table of somebody's own may be an option of the question.
    states = {column: "" if folded(text) in words else tool.state(text) for column, text in texts.items()}
    filled = {c: text for c, text in texts.items() if c.settled and text.strip() and not states[c]}
    if not filled:
        known = set(states.values()) - {""}
        return Told(state="not_shown" if "not_shown" in known else min(known, default=tool.blank))
    return (_several if question.many else _single)(question, filled, tool, book)


def _single(question: Question, filled: Mapping[Column, str], tool: Tool, book: Codebook) -> Told:
    texts = {column.part: text for column, text in filled.items()}
    main, other = texts.get("", ""), texts.get(OTHER, "")
    if not question.scale:
        return Told(main, filled=True)
    if question.other and (folded(main) == _OTHER_MARK or not main):
        return Told(question.other, other=other, filled=True)
    own = {word: code for column in filled for word, code in column.values}
    scale = book.scale(question.scale)
    shortened = {folded(short): code for code, short in scale.short_codes.items()}
    code = (shortened | scale.spellings | own).get(folded(main))
    if code:
        return Told(code, other=other, filled=True)
    if question.other and folded(main) in OTHER_WORDS:
        return Told(question.other, other=other, filled=True)
    if question.other and tool.other_in_place:
        return Told(question.other, other=main, filled=True)
    return Told(filled=True, problems=(("", "unknown_answer", main),))


def _several(question: Question, filled: Mapping[Column, str], tool: Tool, book: Codebook) -> Told:
    said = [
        (_told_by_option if column.part else _told_by_choices)(question, column, text, tool, book)
        for column, text in filled.items()
    ]
    return Told(
        chosen=frozenset().union(*(part.chosen for part in said)),
        other=next((part.other for part in said if part.other), ""),
        filled=any(part.chosen or part.problems for part in said),
        problems=tuple(problem for part in said for problem in part.problems),
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
    if word in ticked or book.scale(question.scale).spellings.get(word) == code:
        return Told(chosen=frozenset([code]))
    if is_other:
        return Told(chosen=frozenset([code]), other=text)
    return Told(problems=((column.part, "unknown_answer", text),))


def _told_by_choices(question: Question, column: Column, text: str, tool: Tool, book: Codebook) -> Told:
    """What one cell with all choices says."""
    separators, scale = _separators(column, tool), book.scale(question.scale)
    codes, strange = choices(text, scale, separators, column.values)
    if strange and question.other and tool.other_in_place:
        return Told(chosen=codes | {question.other}, other=f"{separators[0]} ".join(strange))
    spaced, rest = choices(text, scale, (" ",), column.values)
    if strange and not rest:
        return Told(chosen=spaced)
    return Told(chosen=codes, problems=tuple(("", "unknown_answer", part) for part in strange))


def _separators(column: Column, tool: Tool) -> tuple[str, ...]:
    return (column.separator,) if column.separator else (*tool.separators, "\n")


def parts(text: str, column: Column, question: Question, tool: Tool) -> list[str]:
    """The answers in one cell, as far as separators tell: an option may hold one."""
    if not question.many or column.part:
        return [text]
    return re.split("|".join(map(re.escape, _separators(column, tool))), text)


def choices(
    text: str, scale: Scale, separators: tuple[str, ...], values: tuple[tuple[str, str], ...] = ()
) -> tuple[frozenset[str], list[str]]:
    """The codes of the options in one cell, and what is no option.

    The longest option comes first, for an option may hold a separator; parts side by side that are no option stay
    together, for a text may hold one too.

    Args:
        text: the cell.
        scale: the options.
        separators: any of these stands between two of them.
        values: codes by what else stands for them.
    """
    whole = "\n".join(map(plain, text.splitlines() if "\n" in separators else [text]))
    codes = dict(values) | {
        plain(word).casefold(): one.code for one in scale.options for word in (*one.synonyms, one.label, one.code)
    }
    options = "|".join(re.escape(word) for word in sorted(codes, key=len, reverse=True))
    end = rf"\s*(?:{'|'.join(map(re.escape, separators))}|\Z)"
    chosen: set[str] = set()
    strange: list[tuple[int, int]] = []
    beside = False
    either = rf"\s*(?:(?P<option>{options}){end}|(?P<text>.*?){end})"
    for match in re.finditer(either, whole, re.IGNORECASE | re.DOTALL):
        if match["option"]:
            chosen.add(codes[match["option"].casefold()])
            beside = False
        elif match["text"]:
            strange.append((strange.pop()[0] if beside else match.start("text"), match.end("text")))
            beside = True
    return frozenset(chosen), [plain(whole[start:stop]) for start, stop in strange]

"""An option's number is not its place in the codebook: words say which option is meant, or a person does.

Survey tools number options as they were made, not as they are listed; options that were moved or deleted leave gaps.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from monitor_lib.intake.files.deliveries import Fault, Sheet
from monitor_lib.intake.files.headers import Header
from monitor_lib.intake.survey.columns import OTHER, Column, question_of
from monitor_lib.intake.survey.telling import TICKED, parts
from monitor_lib.intake.survey.tools import Tool
from monitor_lib.reference.records import Codebook, Question, Scale
from monitor_lib.reference.text.folding import folded

_NUMBER = re.compile(r"(?:sq|ao?)?0*([1-9]\d{0,2})(?: .*)?")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_TEXT = " text"
_TAILS = 5  # an option may hold a dash too, but not many
_SHOWN = 8

Columns = dict[int, Column]


def numbered(heading: str, headings: Iterable[str], book: Codebook) -> Column | None:
    """The column of an option that a folded heading numbers: the option that is named in words, or else a guess.

    Args:
        heading: folded, such as "vraag sq001".
        headings: all headings of the column as written; any may have the option behind a dash, in brackets, or alone.
        book: its order gives the guess, which is not settled.
    """
    question, rest = question_of(heading, book) or (None, "")
    match = _NUMBER.fullmatch(rest)
    if not (question and question.scale and match):
        return None
    scale, number = book.scale(question.scale), int(match[1])
    named = {code for each in headings for code in _named(each, scale)}
    if rest.endswith(_TEXT):
        fits = question.other and named <= {question.other}
        return Column("question", question.id, OTHER, number=number, settled=bool(named)) if fits else None
    if not question.many:
        return None
    code = named.pop() if len(named) == 1 else ""
    return Column("question", question.id, code or _at(number, scale), number=number, settled=bool(code))


def _named(heading: str, scale: Scale) -> Iterator[str]:
    pieces = heading.split(" - ")
    tails = (" - ".join(pieces[n:]) for n in range(max(0, len(pieces) - _TAILS), len(pieces)))
    words = (folded(piece).removesuffix(_TEXT) for piece in (*tails, *_BRACKETED.findall(heading)))
    return (scale.spellings[word] for word in words if word in scale.spellings)


def _at(number: int, scale: Scale) -> str:
    return scale.codes[number - 1] if number <= len(scale.codes) else ""


@dataclass(frozen=True)
class _Asked:
    """A question with options, and what its columns hold: texts as written, by column.

    `in_order`: whether a person confirmed that the export has its options in the codebook's order.
    """

    question: Question
    scale: Scale
    filled: Mapping[int, AbstractSet[str]]
    tool: Tool
    in_order: bool


def settled(
    sheet: Sheet, head: Header[Column], tool: Tool, book: Codebook, in_order: AbstractSet[str]
) -> tuple[Header[Column], list[Fault]]:
    """The header with every column as what it surely holds, and one error for all numbers that nothing explains.

    Args:
        sheet: the export.
        head: its header; columns of options may be guesses.
        tool: how it ticks options, and joins them.
        book: the questions.
        in_order: the questions whose options a person says are numbered in the codebook's order.
    """
    meanings = dict(head.meanings)
    for question in (each for each in book.questions if each.scale):
        own = {n: column for n, column in meanings.items() if (column.kind, column.name) == ("question", question.id)}
        filled = {n: _texts(sheet, head, n, tool) for n in own}
        asked = _Asked(question, book.scale(question.scale), filled, tool, question.id in in_order)
        found = _whole(_options(own, asked), asked)
        meanings = {n: found.get(n, column) for n, column in meanings.items() if n in found or n not in own}
    doubtful = [n for n, column in meanings.items() if not column.settled]
    unsure = [n for n in doubtful if _words(_texts(sheet, head, n, tool), tool) - {meanings[n].unticked}]
    faults = [_unexplained(sheet, head, [meanings[n] for n in unsure], head.headings[unsure[0]])] if unsure else []
    return Header(head.row, head.headings, meanings), faults


def _texts(sheet: Sheet, head: Header[Column], column: int, tool: Tool) -> set[str]:
    """What a column holds, without what stands for nothing."""
    cells = {head.text(row, column) for row in sheet.rows[head.row :]}
    return {cell for cell in cells if folded(cell) and not tool.state(cell)}


def _words(texts: AbstractSet[str], tool: Tool) -> set[str]:
    """Those that say more than that an option is not chosen, folded."""
    return set(map(folded, texts)) - tool.unticked


def _options(own: Columns, asked: _Asked) -> Columns:
    """The columns of single options by what their cells say, the rest in order where a person confirmed that."""
    known = {n: _by_cells(column, asked.filled[n], asked) for n, column in own.items()}
    counted = [column for column in known.values() if column.number and column.part != OTHER]
    numbers = [column.number for column in counted]
    fits = all(column.part and column.part == _at(column.number, asked.scale) for column in counted)
    if asked.in_order and fits and numbers == list(range(1, len(numbers) + 1)):
        known = {n: replace(column, settled=True) for n, column in known.items()}
    return {n: column for n, one in known.items() if (column := _other_text(one, known, asked))}


def _by_cells(column: Column, texts: AbstractSet[str], asked: _Asked) -> Column:
    """The column of an option, with the words or numbers that its own cells have for a tick."""
    if not column.part or column.part == OTHER or column.ticked:
        return column
    words = _words(texts, asked.tool)
    named = {asked.scale.spellings.get(word, "") for word in words - TICKED}
    if column.number and not column.settled and len(named) == 1 and "" not in named:
        column = replace(column, part=named.pop(), settled=True)
    if asked.tool.ticks == "1 or 2" and "2" in words and set(map(folded, texts)) <= {"1", "2"}:
        return replace(column, ticked="1", unticked="2")
    if asked.tool.ticks == "own number" and len(words) == 1 and min(words).isdecimal():
        return replace(column, ticked=min(words))
    return column


def _other_text(column: Column, known: Columns, asked: _Asked) -> Column | None:
    """A numbered column of text as that of "other", unless it belongs to another option."""
    if column.part != OTHER or not column.number:
        return column
    beside = [one for one in known.values() if one.number == column.number and one.part != OTHER]
    if any(one.settled and one.part != asked.question.other for one in beside):
        return None
    alone = sum(one.part == OTHER for one in known.values()) == 1
    return replace(column, settled=column.settled or (alone and all(one.settled for one in beside)))


def _whole(own: Columns, asked: _Asked) -> Columns:
    """The columns with whole answers, in which numbers stand for options where a person confirmed their order."""
    return {n: column if column.part else _by_values(column, asked.filled[n], asked) for n, column in own.items()}


def _by_values(column: Column, texts: AbstractSet[str], asked: _Asked) -> Column:
    words = {folded(part) for text in texts for part in parts(text, column, asked.question, asked.tool)} - {""}
    spelled = words & asked.scale.spellings.keys()
    numbers = {word: int(match[1]) for word in words - spelled if (match := _NUMBER.fullmatch(word))}
    worded = {asked.scale.spellings[word] for word in spelled} - {asked.question.other}
    may_be_text = asked.question.other and asked.tool.other_in_place
    if not numbers or worded or column.values or may_be_text:
        return column
    if asked.in_order and max(numbers.values()) <= len(asked.scale.codes):
        return replace(column, values=tuple((word, _at(n, asked.scale)) for word, n in sorted(numbers.items())))
    return replace(column, settled=False)


def _unexplained(sheet: Sheet, head: Header[Column], columns: list[Column], first: str) -> Fault:
    names = list(dict.fromkeys(column.name.upper() for column in columns))
    shown = ", ".join(names[:_SHOWN]) + (f" en nog {len(names) - _SHOWN}" if len(names) > _SHOWN else "")
    message = (
        f"bij {shown} (kolommen: {len(columns)}) staan antwoorden als nummer of code en nergens in woorden, of de "
        "nummers lopen niet door. Een nummer is niet de plaats in het codeboek. Exporteer met volledige antwoorden, of "
        "vergelijk de nummers met het codeboek en zet in mapping.csv per vraag een regel met antwoord "
        '"volgorde" (vraag "alle" voor alle), of een regel per antwoord met zijn nummer als waarde gekozen.'
    )
    return Fault(sheet.file, "unexplained_number", message, sheet.name, head.row, first)

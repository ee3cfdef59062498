"""How an export was understood: per question its columns, what stands between choices, what was found, what to ask."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from monitor_lib.intake.files.headers import letters
from monitor_lib.intake.survey.columns import Column
from monitor_lib.intake.survey.exports import Export
from monitor_lib.intake.survey.responses import Response
from monitor_lib.reference.records import Codebook, Question

ABSENT = "staat niet in de export"
_JOINED, _TICKED, _ONE = "keuzes in één cel", "een kolom per antwoord", "één antwoord"
_SORTS = {"number": "getal", "text": "tekst"}
_SIGNS = {"\n": "nieuwe regel", " ": "spatie"}
_SHOWN = 4


class Understood(NamedTuple):
    """How one question was read, in words for a person.

    `columns` are letters as a spreadsheet has them; `answers` the codes that were found, each with how often, or how
    many filled anything in; `other` the share of answers in place of an option; `ask` what is not certain.
    """

    question: str
    label: str
    columns: str
    read_as: str
    separator: str
    answers: str
    other: str
    ask: str


def understood(exports: Iterable[Export], responses: list[Response], book: Codebook) -> list[Understood]:
    """How each question of the codebook was read from these exports.

    Args:
        exports: with what each of their columns was taken to hold.
        responses: what came of their rows.
        book: the questionnaire of the wave.
    """
    exports = list(exports)
    return [_understood(question, exports, responses, book) for question in book.questions]


def dates(exports: Iterable[Export]) -> Iterator[str]:
    """How the moments of each export were read, and a question where nothing in it tells."""
    for export in exports:
        order = "maand voor dag" if export.tool.month_first else "dag voor maand"
        if export.dates and export.month_first is None:
            yield (
                f"{export.sheet.file}: niet zeker is of datums met de dag of de maand beginnen; gelezen als {order}. "
                "Zeg het in mapping.csv: moment;maand eerst;KOLOM of moment;dag eerst;KOLOM, met het kopje als kolom."
            )


def _understood(question: Question, exports: list[Export], responses: list[Response], book: Codebook) -> Understood:
    own = [(export, n, column) for export in exports for n, column in _columns(export, question)]
    given = [answer for one in responses if (answer := one.answers[question.id]).state == "answered"]
    chosen = sum(question.other in answer.codes for answer in given) if question.other else 0
    return Understood(
        question.id,
        question.label,
        ", ".join(dict.fromkeys(letters(n) for _, n, _ in own))
        if len(own) <= _SHOWN
        else _spans([n for _, n, _ in own]),
        _read_as(question, [column for *_, column in own]),
        " of ".join(_separators(question, own)),
        _found(question, [answer.codes for answer in given], book),
        f"{chosen} van {len(given)} ({chosen / len(given):.0%})" if chosen else "",
        "; ".join(_asks(question, [column for *_, column in own], responses)),
    )


def _columns(export: Export, question: Question) -> list[tuple[int, Column]]:
    return [
        (n, column)
        for n, column in export.header.meanings.items()
        if column.name == question.id and column.kind in ("question", "contrary", "unclear")
    ]


def _spans(numbers: list[int]) -> str:
    """Columns that lie side by side as one span of letters."""
    found: list[list[int]] = []
    for n in sorted(set(numbers)):
        if found and n == found[-1][-1] + 1:
            found[-1].append(n)
        else:
            found.append([n])
    return ", ".join(letters(one[0]) + (f"-{letters(one[-1])}" if one[1:] else "") for one in found)


def _read_as(question: Question, columns: list[Column]) -> str:
    if not columns:
        return ABSENT
    if not question.many:
        return _ONE if question.scale else _SORTS.get(question.type, question.type)
    ways = {_TICKED if column.part else _JOINED for column in columns}
    return " en ".join(sorted(ways))


def _separators(question: Question, own: list[tuple[Export, int, Column]]) -> list[str]:
    """The signs that stand between choices in one cell, as far as any does."""
    signs: Counter[str] = Counter()
    for export, n, column in own:
        if question.many and not column.part:
            may_be = [column.separator] if column.separator else [*export.tool.separators, "\n"]
            texts = [export.header.text(row, n) for row in export.sheet.rows[export.header.row :]]
            signs.update({sign: count for sign in may_be if (count := sum(sign in text.strip() for text in texts))})
    return [_SIGNS.get(sign, sign) for sign, _ in signs.most_common()]


def _found(question: Question, given: list[frozenset[str]], book: Codebook) -> str:
    if not question.scale:
        return f"{len(given)} ingevuld" if given else ""
    count = Counter(code for codes in given for code in codes)
    return ", ".join(f"{code} {count[code]}" for code in book.scale(question.scale).codes if count[code])


def _asks(question: Question, columns: list[Column], responses: list[Response]) -> Iterator[str]:
    kinds = {column.kind for column in columns}
    if "contrary" in kinds:
        yield "de kopjes spreken elkaar tegen"
    if "unclear" in kinds:
        yield "bij welke vraag horen deze antwoorden?"
    if any(not column.settled for column in columns):
        yield "welk antwoord is welk nummer?"
    strange = sum(
        (name, code) == (question.id, "unknown_answer") for one in responses for name, _, code, _ in one.problems
    )
    if strange:
        yield f"{strange} keer een antwoord dat het codeboek niet kent"

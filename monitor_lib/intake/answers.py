"""One questionnaire: from the texts of an export to a value and a state per question."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_lib.intake import cells
from monitor_lib.reference.codebook_records import Codebook, Question, Scale
from monitor_lib.reference.wording import folded

OTHER = "other"
_NOT_SHOWN = "n v t"
_OTHER_MARK = "oth"
_CHOSEN = frozenset(["y", "ja", "1", "yes", "true", "waar", "x"])
_NOT_CHOSEN = frozenset(["", "n", "nee", "0", "2", "no", "false", "onwaar"])

Value = str | float | frozenset[str] | None


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    `value` is a code, a number, a text or the set of codes chosen; None when there is none. `state` is answered,
    skipped (seen, not answered) or not_shown. `problems` are (part of the question, problem, text that caused it).
    """

    value: Value
    state: str
    other: str | None = None
    problems: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far someone came: sent in or not, and the last page (a page is a part of the questionnaire)."""

    submitted: bool
    last_page: int


def answers(texts: Mapping[str, Mapping[str, str]], progress: Progress, book: Codebook) -> dict[str, Answer]:
    """The answer to every question of the codebook, by its id.

    Args:
        texts: per question the texts of its columns: "" for the main one, an option's code, or "other".
        progress: how far this respondent came.
        book: who saw a question follows from its `asked`.
    """
    touched = {question.part for question in book.questions if _any_filled(texts.get(question.id, {}))}
    given: dict[str, Answer] = {}
    for question in book.questions:
        told = texts.get(question.id, {})
        reached = progress.submitted or progress.last_page >= question.part or question.part in touched
        marked = any(folded(text) == _NOT_SHOWN for text in told.values()) and not _any_filled(told)
        answer = _answer(question, told, book)
        if told and reached and not marked and _asked(question, given):
            given[question.id] = answer
        else:
            contrary = (("", "routing", ""),) if answer.value is not None else ()
            given[question.id] = Answer(None, "not_shown", problems=contrary)
    return given


def _is_filled(text: str) -> bool:
    return bool(text.strip()) and folded(text) != _NOT_SHOWN


def _any_filled(told: Mapping[str, str]) -> bool:
    return any(map(_is_filled, told.values()))


def _asked(question: Question, given: Mapping[str, Answer]) -> bool:
    """Whether the earlier answers lead to this question."""
    if question.asked is None:
        return True
    value = given[question.asked.question].value
    chosen = value if isinstance(value, frozenset) else {value}
    return not chosen.isdisjoint(question.asked.answers)


def _answer(question: Question, told: Mapping[str, str], book: Codebook) -> Answer:
    """What the texts say, routing aside."""
    filled = {part: text for part, text in told.items() if _is_filled(text)}
    other = cells.name(filled.get(OTHER, "")) if question.other else None
    if question.many:
        value, problems = _chosen(question, filled, book.scale(question.scale))
    else:
        value, problems = _single(question, filled, book.scale(question.scale) if question.scale else None)
    return Answer(value, "answered" if value is not None else "skipped", other, problems)


def _single(question: Question, filled: Mapping[str, str], scale: Scale | None) -> tuple[Value, tuple]:
    text = filled.get("", "")
    if scale is None:
        value = _number(text, question) if question.type == "number" else cells.name(text)
        return value, (("", "number", ""),) if text and value is None and question.type == "number" else ()
    if question.other and (folded(text) == _OTHER_MARK or (not text and OTHER in filled)):
        return question.other, ()
    value = cells.choice(text, scale)
    return value, (("", "unknown_answer", text),) if text and value is None else ()


def _number(text: str, question: Question) -> float | None:
    """The number, if it lies within what the question allows."""
    value = cells.number(text)
    low, high = question.minimum, question.maximum
    outside = value is None or (low is not None and value < low) or (high is not None and value > high)
    return None if outside else value


def _chosen(question: Question, filled: Mapping[str, str], scale: Scale) -> tuple[frozenset[str] | None, tuple]:
    """The options chosen; an empty set is no answer."""
    chosen, problems = set(), []
    for part, text in filled.items():
        if part == OTHER and folded(text) not in _NOT_CHOSEN:
            chosen.add(question.other)
        elif folded(text) in _CHOSEN or cells.choice(text, scale) == part:
            chosen.add(part)
        elif part != OTHER and folded(text) not in _NOT_CHOSEN:
            problems.append((part, "unknown_answer", text))
    return frozenset(chosen) or None, tuple(problems)

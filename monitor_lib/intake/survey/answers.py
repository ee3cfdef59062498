"""One questionnaire: from what an export says to a value and a state per question."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_lib.intake.files import cells
from monitor_lib.intake.survey.progress import Progress
from monitor_lib.intake.survey.telling import Told
from monitor_lib.reference.records import Codebook, Question

_TELLABLE = 7  # digits
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

    @property
    def text(self) -> str | None:
        """The text, or the one code chosen."""
        return self.value if isinstance(self.value, str) else None

    @property
    def codes(self) -> frozenset[str]:
        """The codes chosen, also where only one could be."""
        return self.value if isinstance(self.value, frozenset) else frozenset(filter(None, [self.text]))


def answers(told: Mapping[str, Told], progress: Progress, book: Codebook) -> dict[str, Answer]:
    """The answer to every question of the codebook, by its id.

    Args:
        told: what the export says, for every question that is in it.
        progress: how far this respondent came; of a part that was begun, the questions up to the last one answered.
        book: who saw a question follows from its `asked`.
    """
    filled = [n for n, question in enumerate(book.questions) if question.id in told and told[question.id].filled]
    last = max(filled, default=-1)
    given: dict[str, Answer] = {}
    for n, question in enumerate(book.questions):
        said = told.get(question.id, Told(state="not_shown"))
        reached = progress.submitted or progress.part >= question.part or n <= last or said.state == "skipped"
        answer = _answer(question, said)
        if reached and said.state != "not_shown" and _asked(question, given):
            given[question.id] = answer
        else:
            contrary = (("", "routing", ""),) if answer.value is not None else ()
            given[question.id] = Answer(None, "not_shown", problems=contrary)
    return given


def _asked(question: Question, given: Mapping[str, Answer]) -> bool:
    """Whether the earlier answers lead to this question."""
    if question.asked is None:
        return True
    return not given[question.asked.question].codes.isdisjoint(question.asked.answers)


def value_of(question: Question, said: Told) -> Value:
    """What was said, routing aside; an empty set is no answer."""
    if question.many:
        return said.chosen or None
    if question.type == "number":
        return _number(said.text, question)[0]
    return said.text or None if question.scale else cells.name(said.text)


def _answer(question: Question, said: Told) -> Answer:
    value, problem = value_of(question, said), None
    if question.type == "number":
        _, problem = _number(said.text, question)
    problems = said.problems + ((("", *problem),) if problem else ())
    return Answer(value, "skipped" if value is None else "answered", cells.name(said.other), problems)


def _number(text: str, question: Question) -> tuple[float | None, tuple[str, str] | None]:
    """The number, if it lies within what the question allows; and else the problem with what was said."""
    value, (low, high) = cells.number(text), question.limits
    if value is None:
        return None, ("number", "") if text else None
    if low <= value <= high:
        return value, None
    # More digits may be those of a telephone: a person's data stands in no remark.
    return None, ("limits", f"{value:.{_TELLABLE}g}" if abs(value) < 10**_TELLABLE else "een langer getal")

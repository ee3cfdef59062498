"""Questions that stand together as one grid, because they share their answers."""

from collections.abc import Iterator
from itertools import groupby

from monitor_lib.reference.records import Codebook, Question


def blocks(book: Codebook) -> Iterator[tuple[Question, ...]]:
    """The questions in their order: each by itself, or as a grid with its neighbours of the same kind.

    Opinions on the same scale are one grid, as far as the same respondents see them.
    """
    for _, alike in groupby(book.questions, key=_grid_key):
        questions = tuple(alike)
        if questions[0].type == "likert":
            yield questions
        else:
            yield from ((question,) for question in questions)


def grid_code(questions: tuple[Question, ...]) -> str:
    """The code of a grid, for tools that want one: that of its first question, and a word behind it."""
    return f"{questions[0].id}grid"


def _grid_key(question: Question) -> tuple:
    if question.type != "likert":
        return (question.id,)
    return question.scale, question.part, question.asked, question.other, question.mandatory

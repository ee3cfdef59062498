"""The figures of all provinces in one table, to see at a glance and to print."""

from collections.abc import Iterator

import pandas as pd

from monitor_lib.pictures.charts.charts import telling_answer
from monitor_lib.pictures.figure.lines import area_line, unit_of
from monitor_lib.pictures.figure.rows import Row, rows, saying
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import say

FEW, UNSURE = "–", "?"
_ABREAST = 6  # provinces that stand side by side on a page


def told_apart(book: Codebook) -> dict[str, tuple[Question, str]]:
    """What stands in the rows of the table, by its heading: a question, and the answer that tells it."""
    asked = [(question, telling_answer(book, question)) for question in book.published if question.finding]
    return {saying(question): (question, answer) for question, answer in asked}


def legend() -> str:
    """What stands in the tables, and how to read it."""
    return say(
        "Van elke vraag het antwoord dat het meest zegt. Er staat een percentage, of waar dat onzeker is alleen het "
        "interval. Een {few} is te weinig antwoorden, een {unsure} te onzeker voor een percentage.",
        few=FEW,
        unsure=UNSURE,
    )


def provinces(figures: pd.DataFrame, book: Codebook) -> list[pd.DataFrame]:
    """The figure that tells each question in every province beside the whole: a row per question, in tables that fit.

    The provinces stand in the codebook's order, so that nobody is ranked. What is too uncertain for a number, or
    hidden, is a sign that the legend explains.
    """
    firsts = range(0, len(book.provinces), _ABREAST)
    return [_table(figures, book, book.provinces[first : first + _ABREAST]) for first in firsts]


def _table(figures: pd.DataFrame, book: Codebook, areas: tuple[Area, ...]) -> pd.DataFrame:
    areas = (*areas, book.country)
    lines = {heading: list(_found(figures, book, asked, areas)) for heading, asked in told_apart(book).items()}
    return pd.DataFrame.from_dict(lines, orient="index", columns=[area.title for area in areas])


def _found(
    figures: pd.DataFrame, book: Codebook, asked: tuple[Question, str], areas: tuple[Area, ...]
) -> Iterator[str]:
    """The figure of each area in brief."""
    question, answer = asked
    for area in areas:
        yield from (
            _brief(row, unit_of(question)) for row in rows(figures, book, question.id, area) if row.answer == answer
        )


def _brief(row: Row, unit: str) -> str:
    if row.hidden:
        return FEW
    return UNSURE if row.quality == "C" else area_line(row, unit).unbroken

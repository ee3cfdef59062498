"""Figures as they were published that a script of a researcher makes again from the tables alone, and how."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from monitor_lib.publishing.private.research.variables import ANSWERED, fitted
from monitor_lib.reference.records import Area, Codebook, Question

MOST = 10
_FIRM = ("A", "B")


class Condition(NamedTuple):
    """Whether a questionnaire has one of these codes in any of these columns."""

    columns: tuple[str, ...]
    codes: tuple[str | bool, ...]


@dataclass(frozen=True)
class Reproduced:
    """A published share of the answers in an area: who is in its base, and who of those gave the answer."""

    area: Area
    label: str
    base: Condition
    given: Condition
    value: float
    low: float
    high: float


def reproduced(figures: pd.DataFrame, book: Codebook) -> list[Reproduced]:
    """Ten firm shares, of as many questions: half of the country or its parts, half of as many provinces, if there are.

    At 0 and 100% our interval is another than that of R.

    Args:
        figures: the published figures of the wave itself.
        book: the codebook as this wave asked it.
    """
    shown = figures[(figures["kind"] == "share") & ~figures["hidden"] & figures["quality"].isin(_FIRM)]
    shown = shown[shown["low"].notna() & shown["value"].between(0, 1, inclusive="neither")]
    wide = [area for area in book.areas if area.level != "province"]
    first = list(_of_areas(shown, wide, book.published, MOST // 2, book))
    asked = {name for name, _ in first}
    others = tuple(question for question in book.published if question.id not in asked)
    rest = list(_of_areas(shown, list(book.provinces), others, MOST - len(first), book))
    return [figure for _, figure in (*first, *rest)]


def _of_areas(
    shown: pd.DataFrame, areas: list[Area], questions: tuple[Question, ...], most: int, book: Codebook
) -> Iterator[tuple[str, Reproduced]]:
    """So many figures at most, of a question each, of the areas by turns."""
    turns = [area.code for area in areas]
    for question in questions:
        rows = shown[shown["indicator"] == question.id]
        area = next((code for code in turns if (rows["area"] == code).any()), None)
        if area is None or not question.scale or not most:
            continue
        turns.remove(area)
        turns.append(area)
        most -= 1
        yield question.id, _reproduced(question, rows[rows["area"] == area].iloc[0], book)


def _reproduced(question: Question, row: pd.Series, book: Codebook) -> Reproduced:
    scale, area = book.scale(question.scale), book.area(row["area"])
    groups = {group.code: group.answers for group in scale.groups}
    codes = groups.get(row["answer"], (row["answer"],))
    if question.many:
        base = Condition((fitted(f"{question.id}_state"),), (ANSWERED,))
        given = Condition(tuple(fitted(f"{question.id}_{code}") for code in codes), (True,))
    else:
        base = Condition((fitted(question.id),), tuple(code for code in scale.codes if code not in scale.outside))
        given = Condition((fitted(question.id),), codes)
    label = f"{area.name}, {question.label}: {scale.labels[row['answer']]}"
    return Reproduced(area, label, base, given, *(float(row[name]) for name in ("value", "low", "high")))

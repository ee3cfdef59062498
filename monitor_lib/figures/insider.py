"""What one respondent may be shown, who knows its own answers and can take them off every figure."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor_lib.figures.answers import answers_to, rows_in
from monitor_lib.figures.audit import recovered
from monitor_lib.reference.codebook_records import Area, Codebook, Question


def places_of(respondent: pd.DataFrame, book: Codebook) -> tuple[Area, ...]:
    """The province of a respondent, its landsdeel and the country, as far as they are known."""
    codes = [respondent[level].iloc[0] for level in ("province", "part")]
    return (*(book.area(code) for code in codes if isinstance(code, str)), book.country)


def others(figures: pd.DataFrame, question: Question, respondent: pd.DataFrame, book: Codebook) -> dict[str, int]:
    """Per area of the respondent, how many others are behind a question's figures."""
    own = int(_own(question, respondent, book)[0])
    rows = figures[(figures["indicator"] == question.id) & (figures["kind"] != "total")]
    bases = rows.groupby("area")["respondents"].max()
    return {area.code: int(bases.get(area.code, 0)) - own for area in places_of(respondent, book)}


def is_hidden_from(figures: pd.DataFrame, question: Question, respondent: pd.DataFrame, book: Codebook) -> bool:
    """Whether a question is hidden in the smallest area that a respondent is in."""
    home = places_of(respondent, book)[0].code
    rows = figures[(figures["indicator"] == question.id) & (figures["area"] == home) & (figures["kind"] == "share")]
    return bool(rows["hidden"].any())


def reveals(
    figures: pd.DataFrame, tally: pd.DataFrame, question: Question, knowing: pd.DataFrame, book: Codebook
) -> bool:
    """Whether a hidden count of others follows from what is published for respondents who lay their answers together.

    The attacker's audit, with them taken off every count and base that they are part of. Who is in a province that is
    shown moves a known number alone, and is left out.

    Args:
        figures: the published figures.
        tally: the counts behind them, as `audit.tally` gives them.
        question: a published question.
        knowing: rows of the responses: of all who get such a report, as any two may compare theirs.
        book: the codebook.
    """
    rows = figures[(figures["indicator"] == question.id) & (figures["kind"] == "share")]
    homes = rows.loc[rows["hidden"], "area"]
    inside = knowing[knowing["province"].isin(homes)]
    if not question.scale or inside.empty:
        return False
    answers = answers_to(question, inside, book)
    own = {area.code: rows_in(area, inside) & answers.base for area in book.areas}
    given = {
        (area, code): int((each & here).sum())
        for area, here in own.items()
        for code, each in zip(answers.codes, answers.given, strict=True)
    }
    counts = tally[tally["indicator"] == question.id]
    known = [given.get(key, 0) for key in zip(counts["area"], counts["answer"], strict=True)]
    bases = rows["area"].map({area: int(here.sum()) for area, here in own.items()})
    # A share is of all respondents: it says nothing of the others alone.
    others = rows.assign(respondents=rows["respondents"] - bases, value=np.nan)
    return bool(recovered(others, counts.assign(count=counts["count"] - known), book))


def _own(question: Question, respondent: pd.DataFrame, book: Codebook) -> tuple[bool, dict[str, int]]:
    """Whether the respondent is in the base of a question, and which answers it gave."""
    if question.type == "number":
        return bool(respondent[question.id].notna().iloc[0]), {}
    answers = answers_to(question, respondent, book)
    return bool(answers.base[0]), dict(zip(answers.codes, answers.given[:, 0].astype(int), strict=True))


def own_answers(respondent: pd.DataFrame, book: Codebook) -> Iterator[tuple[str, list[str] | float]]:
    """Every published question that the respondent answered: codes of answers, or a number."""
    for question in book.published:
        if question.type == "number":
            if respondent[question.id].notna().iloc[0]:
                yield question.id, float(respondent[question.id].iloc[0])
        elif (respondent[f"{question.id}_state"] == "answered").iloc[0]:
            yield question.id, _ticked(question, respondent, book)


def _ticked(question: Question, respondent: pd.DataFrame, book: Codebook) -> list[str]:
    if not question.many:
        return [str(respondent[question.id].iloc[0])]
    ticks = {code: respondent[f"{question.id}_{code}"].iloc[0] for code in book.scale(question.scale).codes}
    return [code for code, ticked in ticks.items() if np.bool_(ticked is not pd.NA and bool(ticked))]

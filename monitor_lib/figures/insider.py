"""What one respondent may be shown, who knows its own answers and can take them off every figure."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor_lib.figures.answers import answers_to
from monitor_lib.figures.audit import recovered
from monitor_lib.reference.codebook_records import Area, Codebook, Question


def places_of(respondent: pd.DataFrame, book: Codebook) -> tuple[Area, ...]:
    """The province of a respondent, its landsdeel and the country, as far as they are known."""
    codes = [respondent[level].iloc[0] for level in ("province", "part")]
    return (*(book.area(code) for code in codes if isinstance(code, str)), book.area("NL"))


def others(figures: pd.DataFrame, question: Question, respondent: pd.DataFrame, book: Codebook) -> dict[str, int]:
    """Per area of the respondent, how many others are behind a question's figures."""
    own = int(_own(question, respondent, book)[0])
    rows = figures[(figures["indicator"] == question.id) & (figures["kind"] != "total")]
    bases = rows.groupby("area")["respondents"].max()
    return {area.code: int(bases.get(area.code, 0)) - own for area in places_of(respondent, book)}


def reveals(
    figures: pd.DataFrame, tally: pd.DataFrame, question: Question, respondent: pd.DataFrame, book: Codebook
) -> bool:
    """Whether a hidden count of others follows from the published figures for someone who knows its own answers.

    The attacker's audit, with the respondent taken off every count and base that it is part of. Where its province is
    shown, that moves a known number alone, and what is hidden stands as it stood in the audit of the publication.

    Args:
        figures: the published figures.
        tally: the counts behind them, as `audit.tally` gives them.
        question: a published question.
        respondent: one row of the responses.
        book: the codebook.
    """
    rows = figures[(figures["indicator"] == question.id) & (figures["kind"] == "share")]
    here = [area.code for area in places_of(respondent, book)]
    if not question.scale or not rows.loc[rows["area"] == here[0], "hidden"].any():
        return False
    base, given = _own(question, respondent, book)
    rows = rows.assign(respondents=rows["respondents"] - base * rows["area"].isin(here))
    counts = tally[tally["indicator"] == question.id]
    own = counts["answer"].map(given).fillna(0).astype(int) * counts["area"].isin(here)
    return bool(recovered(rows, counts.assign(count=counts["count"] - own), book))


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

"""The figures table: one row per wave, area, indicator and answer. Every published number comes from it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor_lib.figures import comparison, disclosure, estimation
from monitor_lib.reference.codebook_records import Area, Codebook, Field, Indicator, Question, Scale, Wave

COLUMNS = {
    "wave": "str",
    "area": "str",
    "indicator": "str",
    "answer": "str",
    "kind": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "respondents": "int64",
    "population": "int64",
    "quality": "str",
    "hidden": "bool",
    "reason": "str",
    "compared": "str",
    "p_adjusted": "float64",
    "reference": "float64",
}


@dataclass(frozen=True)
class Answers:
    """The answers to one question: per respondent, whether it is in the base and whether it gave each answer.

    `given` has a row per answer (code or group) in codebook order and a column per respondent.
    """

    codes: tuple[str, ...]
    base: np.ndarray
    given: np.ndarray


def figures(initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook, wave: Wave) -> pd.DataFrame:
    """All figures of one wave, in codebook order.

    Args:
        initiatives: the inventory, one row per initiative.
        responses: the answered questionnaires; those that match no initiative on the list are left out here.
        book: the codebook.
        wave: the wave that the rows belong to.

    Returns:
        One row per area, indicator and answer. `value`, `low` and `high` are fractions for shares, the unit of the
        question for medians, numbers for counts; they are missing where `hidden`. `respondents` is the base: who saw
        the question and gave an opinion. `reference` is the value of the rest of the country, for provinces only.
    """
    listed = responses[responses["initiative_id"].notna()]
    population = {area.code: int(rows_in(area, initiatives).sum()) for area in book.areas}
    rows = [
        *(row for entry in book.indicators for row in _indicator_rows(entry, initiatives, listed, book)),
        *(row for question in book.published for row in _question_rows(question, listed, book)),
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "p_value"])
    table = table.assign(wave=wave.id, population=table["area"].map(population), reason=table["reason"].fillna(""))
    return _judged(table, book)[list(COLUMNS)].astype(COLUMNS)


def rows_in(area: Area, table: pd.DataFrame) -> np.ndarray:
    """Which rows of a table with `part` and `province` lie in the area, as a boolean per row."""
    if area.level == "country":
        return np.ones(len(table), dtype=bool)
    column = "part" if area.level == "part" else "province"
    return (table[column] == area.code).fillna(False).to_numpy(dtype=bool)


def _indicator_rows(
    entry: Indicator, initiatives: pd.DataFrame, listed: pd.DataFrame, book: Codebook
) -> Iterator[dict]:
    if entry.source == "inventory" and entry.field:
        yield from _list_share_rows(entry, initiatives, book)
        return
    table = initiatives if entry.source == "inventory" else listed[listed["finished"] >= entry.part]
    for area in book.areas:
        count, listed_here = int(rows_in(area, table).sum()), int(rows_in(area, initiatives).sum())
        part_of = listed_here if entry.kind == "share" else 1
        value = count / part_of if part_of else np.nan
        yield _row(area, entry.id, "", entry.kind, estimation.Estimate(value, np.nan, np.nan, count)) | {"quality": "A"}


def _list_share_rows(entry: Indicator, initiatives: pd.DataFrame, book: Codebook) -> Iterator[dict]:
    """Shares of the whole list: a count of everything known, so without an interval."""
    field: Field = book.field(entry.field)
    answers = _single_answers(initiatives[field.id], book.scale(field.scale))
    for area in book.areas:
        inside = rows_in(area, initiatives)
        known = int((answers.base & inside).sum())
        quality = disclosure.number_class(known, book.publication)
        for code, given in zip(answers.codes, answers.given, strict=True):
            value = (given & inside).sum() / known if known else np.nan
            estimate = estimation.Estimate(value, np.nan, np.nan, known)
            yield _row(area, entry.id, code, "share", estimate) | {"quality": "D" if quality == "D" else "A"}


def _question_rows(question: Question, listed: pd.DataFrame, book: Codebook) -> Iterator[dict]:
    if question.type == "number":
        yield from _median_rows(question, listed, book)
        return
    answers = answers_to(question, listed, book)
    for area in book.areas:
        yield from _share_rows(question, answers, area, rows_in(area, listed), book)


def _median_rows(question: Question, listed: pd.DataFrame, book: Codebook) -> Iterator[dict]:
    values = listed[question.id].to_numpy(dtype=float, na_value=np.nan)
    for area in book.areas:
        inside = rows_in(area, listed)
        estimate = estimation.median(_known(values[inside]), book.publication.confidence)
        quality = disclosure.number_class(estimate.respondents, book.publication)
        rest = _known(values[~inside])
        reference = float(np.median(rest)) if area.level == "province" and rest.size else np.nan
        yield _row(area, question.id, "", "median", estimate) | {"quality": quality, "reference": reference}


def _known(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values)]


def answers_to(question: Question, responses: pd.DataFrame, book: Codebook) -> Answers:
    """The answers to a question with a scale; its base is whoever saw it, answered it and has an opinion."""
    scale = book.scale(question.scale)
    if not question.many:
        return _single_answers(responses[question.id], scale)
    base = (responses[f"{question.id}_state"] == "answered").to_numpy(dtype=bool)
    columns = [responses[f"{question.id}_{code}"].fillna(False).to_numpy(dtype=bool) for code in scale.codes]
    return _grouped(scale, scale.codes, base, np.array(columns))


def _single_answers(column: pd.Series, scale: Scale) -> Answers:
    codes = tuple(code for code in scale.codes if code not in scale.outside)
    given = np.array([(column == code).fillna(False).to_numpy(dtype=bool) for code in codes])
    return _grouped(scale, codes, given.any(axis=0), given)


def _grouped(scale: Scale, codes: tuple[str, ...], base: np.ndarray, given: np.ndarray) -> Answers:
    """The answers with the scale's groups added behind them."""
    together = [given[[codes.index(code) for code in group.answers]].any(axis=0) for group in scale.groups]
    return Answers(codes + tuple(group.code for group in scale.groups), base, np.array([*given, *together]) & base)


def _share_rows(
    question: Question, answers: Answers, area: Area, inside: np.ndarray, book: Codebook
) -> Iterator[dict]:
    rules = book.publication
    here, there = int((answers.base & inside).sum()), int((answers.base & ~inside).sum())
    counts = (answers.given & inside).sum(axis=1)
    rest = (answers.given & ~inside).sum(axis=1)
    secret = question.sensitivity == "sensitive" and disclosure.has_small_cell(counts, rules)
    for code, count, elsewhere in zip(answers.codes, counts.tolist(), rest.tolist(), strict=True):
        estimate = estimation.share(count, here, rules.confidence)
        row = _row(area, question.id, code, "share", estimate)
        row["quality"] = "D" if secret else disclosure.share_class(estimate, rules)
        row["reason"] = disclosure.SMALL_CELL if secret else ""
        if area.level == "province" and there:
            row["reference"] = elsewhere / there
            if row["quality"] in ("A", "B") and min(here, there) >= rules.compared_from:
                row["p_value"] = comparison.p_value((count, elsewhere), (here, there))
        yield row


def _row(area: Area, indicator: str, answer: str, kind: str, estimate: estimation.Estimate) -> dict:
    return {
        "area": area.code,
        "indicator": indicator,
        "answer": answer,
        "kind": kind,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "respondents": estimate.respondents,
    }


def _judged(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The rows with hidden figures taken out and each comparison's verdict, corrected over all of them."""
    hidden = table["quality"] == "D"
    adjusted = comparison.adjusted(table["p_value"].to_numpy(dtype=float))
    demonstrable = adjusted < book.publication.false_discovery_rate
    verdicts = np.select(
        [np.isnan(adjusted), ~demonstrable, table["value"] > table["reference"]],
        ["not_tested", "no_difference", "higher"],
        "lower",
    )
    shown = table.assign(hidden=hidden, p_adjusted=adjusted, compared=verdicts)
    shown.loc[hidden, ["value", "low", "high", "reference"]] = np.nan
    shown.loc[hidden & (shown["reason"] == ""), "reason"] = disclosure.TOO_FEW
    return shown

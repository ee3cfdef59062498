"""The attacker's audit: what an attentive reader could work out of what is hidden, with everything that is published.

The reader is given more than is published: the exact number of respondents behind every figure that is shown. What
then cannot be recovered cannot be recovered from weighted shares either.

Source: Hundepool et al. (2012), section 4.4.4 (the feasibility interval of a cell, by linear programming).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from monitor_lib.figures import SEED
from monitor_lib.figures.answers import answers_to, rows_in, single_answers
from monitor_lib.figures.suppression import COMPLEMENT, sums
from monitor_lib.reference.codebook_records import Area, Codebook

# Counts are whole: less than one apart is known.
_KNOWN = 1 - 1e-6
_TRIES = 3


@dataclass(frozen=True)
class Recovered:
    """A hidden count of respondents that follows from what is shown."""

    area: str
    indicator: str
    answer: str


@dataclass(frozen=True)
class _Puzzle:
    """What is known of one indicator: counts per area (rows) and answer (columns), nan where hidden, and the sums.

    `equations @ counts.ravel() = totals`; each count lies between nothing and the respondents of its area.
    """

    counts: np.ndarray
    highest: np.ndarray
    equations: csr_array
    totals: np.ndarray


def tally(initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """How many respondents (or initiatives on the list) gave each answer: one row per area, indicator and answer."""
    listed = responses[responses["initiative_id"].notna()]
    asked = [(question.id, answers_to(question, listed, book), listed) for question in book.published if question.scale]
    for entry in book.indicators:
        scale = book.field(entry.field).scale if entry.field else ""
        if scale:
            asked.append((entry.id, single_answers(initiatives[entry.field], book.scale(scale)), initiatives))
    rows = [
        (area.code, indicator, code, int(count))
        for indicator, answers, table in asked
        for area in book.areas
        for code, count in zip(answers.codes, (answers.given & rows_in(area, table)).sum(axis=1), strict=True)
    ]
    return pd.DataFrame(rows, columns=["area", "indicator", "answer", "count"])


def recovered(figures: pd.DataFrame, tally: pd.DataFrame, book: Codebook) -> list[Recovered]:
    """The hidden counts that a reader could work out.

    A figure that is hidden only to protect another is no secret itself, and not asked for. Exact zeros and exact
    everythings of questions that are not sensitive are let through: where nobody in the country or landsdeel gave an
    answer, nobody in a part of it did, and no hiding short of the whole country can prevent that.

    Args:
        figures: the figures as they are to be published.
        tally: what is behind them, hidden or not.
        book: the codebook.
    """
    figures = figures.merge(tally, on=["area", "indicator", "answer"])
    sensitive = {question.id for question in book.questions if question.sensitivity == "sensitive"}
    one_answer = {question.id for question in book.questions if question.scale and not question.many}
    found = []
    for indicator, table in figures[figures["kind"] == "share"].groupby("indicator", sort=False):
        if table["hidden"].any():
            found += _recovered(table, book, indicator in sensitive, indicator in one_answer)
    return found


def _recovered(table: pd.DataFrame, book: Codebook, strict: bool, adds_up: bool) -> Iterator[Recovered]:
    areas = tuple(area for area in book.areas if area.code in set(table["area"]))
    groups = {group.code for group in _scale_groups(table["indicator"].iloc[0], book)}
    options = [code for code in dict.fromkeys(table["answer"]) if code not in groups]
    order, names = [area.code for area in areas], ["count", "hidden", "respondents", "secret"]
    wide = table.assign(secret=table["hidden"] & (table["reason"] != COMPLEMENT)).pivot(
        index="area", columns="answer", values=names
    )
    truth, hidden, highest, secret = (wide[name].loc[order, options].to_numpy() for name in names)
    counts = np.where(hidden.astype(bool), np.nan, truth.astype(float))
    puzzle = _puzzle(counts, highest.astype(float), areas, adds_up)
    for row, column in _determined(puzzle, secret.astype(bool)):
        if strict or 0 < truth[row, column] < highest[row, column]:
            yield Recovered(order[row], str(table["indicator"].iloc[0]), options[column])


def _scale_groups(indicator: str, book: Codebook) -> tuple:
    scales = {question.id: question.scale for question in book.questions if question.scale}
    scales |= {entry.id: book.field(entry.field).scale for entry in book.indicators if entry.field}
    return book.scale(scales[indicator]).groups


def _puzzle(counts: np.ndarray, highest: np.ndarray, areas: tuple[Area, ...], adds_up: bool) -> _Puzzle:
    rows, columns = counts.shape
    equations, totals = [], []
    for family in sums(areas):
        for column in range(columns):
            line = np.zeros(counts.shape)
            line[family[0], column], line[family[1:], column] = 1, -1
            equations.append(line.ravel())
            totals.append(0.0)
    if adds_up:
        for row in range(rows):
            line = np.zeros(counts.shape)
            line[row] = 1
            equations.append(line.ravel())
            totals.append(highest[row, 0])
    return _Puzzle(counts, highest, vstack([csr_array(line[None, :]) for line in equations]), np.array(totals))


def _determined(puzzle: _Puzzle, secret: np.ndarray) -> list[tuple[int, int]]:
    """The secret counts that can have one value only.

    Solutions with arbitrary objectives soon show two values for most; the rest are asked one by one.
    """
    counts, most = puzzle.counts.ravel(), puzzle.highest.ravel()
    bounds = Bounds(np.nan_to_num(counts, nan=0), np.where(np.isnan(counts), most, counts))
    hidden = np.flatnonzero((secret & (puzzle.highest > 0)).ravel())
    if hidden.size == 0:
        return []
    objectives = np.random.default_rng(SEED).normal(size=(_TRIES, puzzle.counts.size))
    seen = np.array([_solution(puzzle, sign * goal, bounds) for goal in objectives for sign in (-1, 1)])
    unsure = hidden[np.ptp(seen[:, hidden], axis=0) < _KNOWN]
    single = [at for at in unsure if _width(puzzle, at, bounds) < _KNOWN]
    return [divmod(int(at), puzzle.counts.shape[1]) for at in single]


def _width(puzzle: _Puzzle, at: int, bounds: Bounds) -> float:
    goal = np.zeros(puzzle.counts.size)
    goal[at] = 1
    return _solution(puzzle, -goal, bounds)[at] - _solution(puzzle, goal, bounds)[at]


def _solution(puzzle: _Puzzle, goal: np.ndarray, bounds: Bounds) -> np.ndarray:
    equations = LinearConstraint(puzzle.equations, puzzle.totals, puzzle.totals)
    answer = milp(goal, bounds=bounds, constraints=equations)  # no whole numbers asked: a linear program
    if not answer.success:
        raise ValueError("the published counts contradict each other")
    return answer.x

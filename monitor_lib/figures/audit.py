"""The attacker's audit: what an attentive reader could work out of what is hidden, with everything that is published.

The reader is given more than is published: the exact number of respondents behind every figure that is shown. Weighted
shares would tell of other sums than these if they were published to the last digit; that is why they are rounded
(`disclosure.rounded`).

Source: Hundepool et al. (2012), section 4.4.4 (the feasibility interval of a cell, by linear programming).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from monitor_lib.figures import SEED
from monitor_lib.figures.answers import Answers, answers_to, rows_in
from monitor_lib.figures.counting import counted
from monitor_lib.figures.suppression import COMPLEMENT, sums
from monitor_lib.reference.codebook_records import Area, Codebook

# Counts are whole: less than one apart is known.
_KNOWN = 1 - 1e-6


@dataclass(frozen=True)
class Recovered:
    """A hidden count of respondents that follows from what is shown."""

    area: str
    indicator: str
    answer: str


@dataclass(frozen=True)
class _Puzzle:
    """What is not shown of one indicator: each count between nothing and `highest`, and `equations @ counts = totals`.

    `cells` are the hidden counts by the number of their area and answer; `truth`, what they are, is one solution.
    """

    cells: np.ndarray
    truth: np.ndarray
    highest: np.ndarray
    equations: np.ndarray
    totals: np.ndarray


def tally(initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """How many respondents (or initiatives on the list) gave each answer: one row per area, indicator and answer."""
    listed = responses[responses["initiative_id"].notna()]
    asked = [(question.id, answers_to(question, listed, book), listed) for question in book.published if question.scale]
    for entry in book.indicators:
        if entry.field:
            given = counted(entry, initiatives, book)
            base = np.logical_or.reduce([*given.values()])
            asked.append((entry.id, Answers(tuple(given), base, np.array([*given.values()])), initiatives))
    inside = {id(table): {area: rows_in(area, table) for area in book.areas} for table in (listed, initiatives)}
    rows = [
        (area.code, indicator, code, int(count))
        for indicator, answers, table in asked
        for area, here in inside[id(table)].items()
        for code, count in zip(answers.codes, (answers.given & here).sum(axis=1), strict=True)
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
    one_answer |= {entry.id for entry in book.indicators if entry.field}
    found = []
    for indicator, table in figures[figures["kind"].isin(["share", "count"])].groupby("indicator", sort=False):
        if table["hidden"].any():
            found += _recovered(table, book, indicator in sensitive, indicator in one_answer)
    return found


def _recovered(table: pd.DataFrame, book: Codebook, strict: bool, adds_up: bool) -> Iterator[Recovered]:
    areas = tuple(area for area in book.areas if area.code in set(table["area"]))
    groups = {group.code for group in _scale_groups(table["indicator"].iloc[0], book)}
    options = [code for code in dict.fromkeys(table["answer"]) if code not in groups]
    order, single = [area.code for area in areas], table[~table["answer"].isin(groups)]
    truth, hidden, highest, secret = _grids(single.assign(secret=single["reason"] != COMPLEMENT), order, options)
    # A plain zero or everything may be known.
    asked = (hidden * secret).astype(bool) & (strict | ((truth > 0) & (truth < highest)))
    equations, totals = _sums(highest, areas, adds_up)
    puzzle = _puzzle(truth, hidden.astype(bool), highest, equations, totals)
    for row, column in _determined(puzzle, asked):
        yield Recovered(order[row], str(table["indicator"].iloc[0]), options[column])


def _grids(table: pd.DataFrame, areas: list[str], answers: list[str]) -> Iterator[np.ndarray]:
    """Counts, what is hidden, respondents, and what is secret if hidden: each a row per area, a column per answer."""
    rows, columns = table["area"].map(areas.index), table["answer"].map(answers.index)
    for name in ("count", "hidden", "respondents", "secret"):
        grid = np.zeros((len(areas), len(answers)))
        grid[rows, columns] = table[name]
        yield grid


def _scale_groups(indicator: str, book: Codebook) -> tuple:
    scales = {question.id: question.scale for question in book.questions if question.scale}
    scales |= {entry.id: book.field(entry.field).scale for entry in book.indicators if entry.field}
    return book.scale(scales[indicator]).groups if scales[indicator] else ()


def _sums(highest: np.ndarray, areas: tuple[Area, ...], adds_up: bool) -> tuple[np.ndarray, np.ndarray]:
    """Every addition over the counts in a row, area by area, and what it comes to."""
    rows, columns = highest.shape
    families = np.zeros((len(sums(areas)), rows))
    for family, line in zip(sums(areas), families, strict=True):
        line[family], line[family[0]] = -1, 1
    of_areas = np.kron(families, np.eye(columns))
    if not adds_up:
        return of_areas, np.zeros(len(of_areas))
    of_answers = np.kron(np.eye(rows), np.ones(columns))
    return np.vstack([of_areas, of_answers]), np.concatenate([np.zeros(len(of_areas)), highest[:, 0]])


def _puzzle(
    truth: np.ndarray, hidden: np.ndarray, highest: np.ndarray, equations: np.ndarray, totals: np.ndarray
) -> _Puzzle:
    unknown, counts = hidden.ravel(), truth.ravel()
    left = totals - equations[:, ~unknown] @ counts[~unknown]
    open_ = equations[:, unknown]
    asked = open_.any(axis=1)
    if np.any(left[~asked]):
        raise ValueError("the published counts contradict each other")
    return _Puzzle(np.argwhere(hidden), counts[unknown], highest.ravel()[unknown], open_[asked], left[asked])


def _determined(puzzle: _Puzzle, secret: np.ndarray) -> list[tuple[int, int]]:
    """The secret counts that can have one value only.

    The truth and two solutions for an arbitrary goal soon show two values for most; the rest are asked one by one.
    """
    wanted = np.flatnonzero(secret[tuple(puzzle.cells.T)] & (puzzle.highest > 0))
    if wanted.size == 0:
        return []
    goal = np.random.default_rng(SEED).normal(size=len(puzzle.cells))
    seen = np.array([puzzle.truth, _solution(puzzle, goal), _solution(puzzle, -goal)])
    unsure = wanted[np.ptp(seen[:, wanted], axis=0) < _KNOWN]
    return [tuple(map(int, puzzle.cells[at])) for at in unsure if _width(puzzle, at) < _KNOWN]


def _width(puzzle: _Puzzle, at: int) -> float:
    goal = np.zeros(len(puzzle.cells))
    goal[at] = 1
    return _solution(puzzle, -goal)[at] - _solution(puzzle, goal)[at]


def _solution(puzzle: _Puzzle, goal: np.ndarray) -> np.ndarray:
    equations = LinearConstraint(puzzle.equations, puzzle.totals, puzzle.totals)
    answer = milp(goal, bounds=Bounds(0, puzzle.highest), constraints=equations)  # no whole numbers asked: linear
    if not answer.success:
        raise ValueError("the published counts contradict each other")
    return answer.x

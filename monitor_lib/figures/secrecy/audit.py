"""The attacker's audit: what an attentive reader could work out of what is hidden, with everything that is published.

The reader knows the method and this code, and that counts are whole numbers within their base. It is given more than is
published: the exact number of respondents behind every figure that is shown. A share of the country or of a part of
it tells one thing more, as weights differ between provinces: the weighted sum of their counts, to within its rounding.
What else is published is no function of hidden counts, or is hidden with them; `data/downloads.toml` says which.

Source: Hundepool et al. (2012), section 4.4.4 (the feasibility interval of a cell), with whole numbers.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from monitor_lib.figures import SEED
from monitor_lib.figures.respondents.answers import Answers, answers_to, counted, rows_in
from monitor_lib.figures.respondents.weighting import weighting
from monitor_lib.figures.secrecy.suppression import COMPLEMENT, sums
from monitor_lib.reference.records import Area, Codebook, Question

# Counts are whole: less than one apart is known.
_KNOWN = 1 - 1e-6
_RECOGNISABLE = 4  # initiatives: so few must not be known to within one either
_ROUNDING = 0.0005 + 1e-9  # of a published share, and of one that went to the side of its whole percent
_TURNED = 0.0015 + 1e-9
_SLACK = 1e-6  # of sums of floating point
_WHOLE = 1e-4  # so near a whole number is one
_TALLY = {
    "area": "str",
    "indicator": "str",
    "answer": "str",
    "count": "int64",
    "lightest": "float64",
    "heaviest": "float64",
}
_OF_PUZZLE = ("count", "respondents", "hidden", "secret", "value", "lightest", "heaviest")
# Nodes of the search for one answer; what is not answered by then counts as found. Not seconds: what is hidden would
# depend on how busy the machine is, and two releases with other figures hidden can be laid side by side.
_NODES = 1000


@dataclass(frozen=True)
class Recovered:
    """A hidden count of respondents that follows from what is shown."""

    area: str
    indicator: str
    answer: str


@dataclass(frozen=True)
class _Puzzle:
    """What is not shown of one indicator: each count a whole number between nothing and `highest`.

    `cells` are the hidden counts by the number of their area and answer; `truth`, what they are, is one solution. Of
    all of them `least <= rows @ counts <= most`.
    """

    cells: np.ndarray
    truth: np.ndarray
    highest: np.ndarray
    rows: np.ndarray
    least: np.ndarray
    most: np.ndarray


def tally(
    initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook, only: Container[str] | None = None
) -> pd.DataFrame:
    """How many respondents (or initiatives on the list) gave each answer: one row per area, indicator and answer.

    `lightest` and `heaviest` are what respondents of the area weigh in figures of the country; 1 on the list itself.

    Args:
        initiatives: the inventory, one row per initiative.
        responses: the answered questionnaires; those that match no initiative on the list are left out here.
        book: the codebook.
        only: the questions and indicators to count, or all of them.
    """
    listed = responses[responses["initiative_id"].notna()].reset_index(drop=True)
    weights = {
        id(listed): weighting(initiatives, listed, book).national.weights,
        id(initiatives): np.ones(len(initiatives)),
    }
    wanted = {entry.id for entry in book.entries} if only is None else only
    asked: list[tuple[str, Answers, pd.DataFrame]] = []
    for entry in book.indicators:
        if entry.field and entry.id in wanted:
            given = counted(entry, initiatives, book)
            base = np.logical_or.reduce([*given.values()])
            asked.append((entry.id, Answers(tuple(given), base, np.array([*given.values()])), initiatives))
    questions = [question for question in book.published if question.scale and question.id in wanted]
    asked += [(question.id, answers_to(question, listed, book), listed) for question in questions]
    inside = {id(table): {area: rows_in(area, table) for area in book.areas} for table in (listed, initiatives)}
    ends = {key: {area: _ends(weights[key][here]) for area, here in areas.items()} for key, areas in inside.items()}
    rows = [
        (area.code, indicator, code, int(count), *ends[id(table)][area])
        for indicator, answers, table in asked
        for area, here in inside[id(table)].items()
        for code, count in zip(answers.codes, (answers.given & here).sum(axis=1), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(_TALLY)).astype(_TALLY)


def _ends(weights: np.ndarray) -> tuple[float, float]:
    return (float(weights.min()), float(weights.max())) if weights.size else (0.0, 0.0)


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
    asked = figures[figures["kind"].isin(["share", "count"])]
    asked = asked[asked["indicator"].isin(asked.loc[asked["hidden"], "indicator"])]
    told = asked.merge(tally, on=["area", "indicator", "answer"])
    unseen = told["hidden"] | (told["kind"] != "share")
    told = told.assign(secret=told["reason"] != COMPLEMENT, value=thousandths(told["value"].mask(unseen)))
    sensitive = {question.id for question in book.questions if question.sensitivity == "sensitive"}
    one_answer = {question.id for question in book.questions if question.scale and not question.many}
    one_answer |= {entry.id for entry in book.indicators if entry.field}
    found: list[Recovered] = []
    for indicator, table in told.groupby("indicator", sort=False):
        found += _recovered(table, book, indicator in sensitive, indicator in one_answer)
    return found


def _recovered(table: pd.DataFrame, book: Codebook, strict: bool, adds_up: bool) -> Iterator[Recovered]:
    indicator = str(table["indicator"].iloc[0])
    present = set(table["area"])
    areas = tuple(area for area in book.areas if area.code in present)
    order, groups = [area.code for area in areas], {group.code for group in _scale_groups(indicator, book)}
    single = table[~table["answer"].isin(groups)]
    options = list(dict.fromkeys(single["answer"]))
    grids = _grids(single, order, options)
    truth, highest, hidden = grids["count"], grids["respondents"], grids["hidden"].astype(bool)
    # A plain zero or everything may be known.
    asked = hidden & grids["secret"].astype(bool) & (strict | ((truth > 0) & (truth < highest)))
    known = zip(_sums(highest, areas, adds_up), _shares(grids, areas), strict=True)
    puzzle = _puzzle(truth, hidden, highest, [np.concatenate(both) for both in known])
    for row, column in _determined(puzzle, asked):
        yield Recovered(order[row], indicator, options[column])


def thousandths(shares: pd.Series) -> pd.Series:
    """To three decimals; one that would be half a percent goes to the side where its whole percent lies."""
    found, percents = (shares * 1000).round(), np.floor(shares * 100 + 0.5)
    return (found + np.sign(percents * 10 - found).where(found % 10 == 5, 0)) / 1000


def _grids(table: pd.DataFrame, areas: list[str], answers: list[str]) -> dict[str, np.ndarray]:
    """Each column of the table that a puzzle is made of, as a row per area and a column per answer."""
    at = tuple(pd.Index(whole).get_indexer(pd.Index(table[of])) for whole, of in ((areas, "area"), (answers, "answer")))
    grids = {name: np.zeros((len(areas), len(answers))) for name in _OF_PUZZLE}
    for name, grid in grids.items():
        grid[at] = table[name]
    return grids


def _scale_groups(indicator: str, book: Codebook) -> tuple:
    scales = {question.id: question.scale for question in book.questions if question.scale}
    scales |= {entry.id: book.field(entry.field).scale for entry in book.indicators if entry.field}
    return book.scale(scales[indicator]).groups if scales[indicator] else ()


def _sums(highest: np.ndarray, areas: tuple[Area, ...], adds_up: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every addition over the counts in a row, area by area, and what it comes to, as a least and a most."""
    rows, columns = highest.shape
    families = np.zeros((len(sums(areas)), rows))
    for family, line in zip(sums(areas), families, strict=True):
        line[family], line[family[0]] = -1, 1
    of_areas = np.kron(families, np.eye(columns))
    if not adds_up:
        return of_areas, np.zeros(len(of_areas)), np.zeros(len(of_areas))
    of_answers = np.kron(np.eye(rows), np.ones(columns))
    totals = np.concatenate([np.zeros(len(of_areas)), highest[:, 0]])
    return np.vstack([of_areas, of_answers]), totals, totals


def _shares(grids: dict[str, np.ndarray], areas: tuple[Area, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each published share of the country, or of a part, says of the counts of its provinces: least and most.

    A share v is sum(w y) / sum(w) over the respondents of its provinces, to within its rounding; of w an attacker knows
    at least between what it lies in each province.
    """
    values, light, heavy = (grids[name] for name in ("value", "lightest", "heaviest"))
    rows, least, most = [], [], []
    for place, area in enumerate(areas):
        provinces = [at for at, each in enumerate(areas) if _is_within(each, area)]
        for column in np.flatnonzero(~np.isnan(values[place])) if provinces else ():
            inside, value = (provinces, column), values[place, column]
            slack = _TURNED if round(value * 1000) % 10 in (4, 6) else _ROUNDING
            for weight, other, side in ((heavy, light, -1), (light, heavy, 1)):
                row = np.zeros(values.shape)
                row[inside] = weight[inside]
                limit = (value + side * slack) * (other[inside] * grids["respondents"][inside]).sum()
                rows.append(row.ravel())
                least.append(limit if side < 0 else -np.inf)
                most.append(limit if side > 0 else np.inf)
    return np.array(rows).reshape(-1, values.size), np.array(least), np.array(most)


def _is_within(province: Area, area: Area) -> bool:
    """Whether a province is one of those that an area is made of."""
    return province.level == "province" and (area.level == "country" or province.parent == area.code)


def _puzzle(truth: np.ndarray, hidden: np.ndarray, highest: np.ndarray, known: list[np.ndarray]) -> _Puzzle:
    """The puzzle of what is hidden, with what is shown filled in."""
    unknown, counts, (rows, least, most) = hidden.ravel(), truth.ravel(), known
    shown = rows[:, ~unknown] @ counts[~unknown]
    open_ = rows[:, unknown]
    asked = open_.any(axis=1)
    if np.any((least - shown > _SLACK)[~asked]) or np.any((shown - most > _SLACK)[~asked]):
        raise ValueError("the published counts contradict each other")
    cells = np.argwhere(hidden), counts[unknown], highest.ravel()[unknown]
    return _Puzzle(*cells, open_[asked], (least - shown)[asked], (most - shown)[asked])


def _determined(puzzle: _Puzzle, secret: np.ndarray) -> list[tuple[int, int]]:
    """The secret counts that can have one value only, and those so small that they are known to within one.

    Solutions for arbitrary goals, and for their opposites, soon show values far enough apart for most; when they show
    no more, the counts that are left are asked one by one.
    """
    few = (puzzle.truth >= 1) & (puzzle.truth <= _RECOGNISABLE) & (puzzle.highest > 1)
    seen = _Seen(puzzle, np.where(few, 1 + _KNOWN, _KNOWN))
    left = seen.unsure(np.flatnonzero(secret[tuple(puzzle.cells.T)] & (puzzle.highest > 0)))
    chance, before = np.random.default_rng(SEED), len(left) + 1
    while 0 < len(left) < before:
        before = len(left)
        goal = np.zeros(len(puzzle.cells))
        goal[left] = chance.normal(size=len(left))
        seen.look(goal)
        left = seen.unsure(left)
    return [(int(place), int(answer)) for place, answer in puzzle.cells[[at for at in left if seen.is_known(at)]]]


class _Seen:
    """The least and greatest value of each count of a puzzle in the solutions that were looked at, first the truth.

    `needed` is how far apart these have to be for a count not to be known.
    """

    def __init__(self, puzzle: _Puzzle, needed: np.ndarray) -> None:
        self._puzzle, self._needed = puzzle, needed
        self._least, self._most = puzzle.truth, puzzle.truth

    def unsure(self, cells: np.ndarray) -> np.ndarray:
        """Those of these counts that may be known, for all that was seen."""
        return cells[(self._most - self._least)[cells] < self._needed[cells]]

    def look(self, goal: np.ndarray) -> None:
        """Looks at the best solutions for a goal and for its opposite."""
        for sign in (1, -1):
            found = _solution(self._puzzle, sign * goal)
            self._least, self._most = np.minimum(self._least, found), np.maximum(self._most, found)

    def is_known(self, at: int) -> bool:
        """Whether the least and the greatest value that a count can have are not far enough apart."""
        goal = np.zeros(len(self._puzzle.cells))
        goal[at] = 1
        self.look(goal)
        return bool(self.unsure(np.array([at])).size)


def _solution(puzzle: _Puzzle, goal: np.ndarray) -> np.ndarray:
    """Whole counts that agree with all that is known, the best for a goal that could be found within bounds.

    The best counts are nearly always whole where they need not be, and found sooner so.
    """
    known = LinearConstraint(puzzle.rows, puzzle.least - _SLACK, puzzle.most + _SLACK)
    asked = {"bounds": Bounds(0, puzzle.highest), "constraints": known, "options": {"node_limit": _NODES}}
    for whole in (False, True):
        found = milp(goal, integrality=np.full(len(goal), whole), **asked).x
        if found is not None and np.abs(found - np.round(found)).max() < _WHOLE:
            return np.round(found)
    return puzzle.truth


# ---- what one respondent may be shown, who knows its own answers and can take them off every figure ----


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

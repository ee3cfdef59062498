"""The figures table: one row per wave, area, indicator and answer. Every published number comes from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from monitor_lib.figures.differences import comparison
from monitor_lib.figures.differences.families import adjusted_within, families
from monitor_lib.figures.estimates import estimation, quantities
from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.respondents import answers
from monitor_lib.figures.respondents.answers import Answers, answers_to, rows_in, single_answers
from monitor_lib.figures.respondents.design import Design
from monitor_lib.figures.respondents.weighting import Weighting, weighting
from monitor_lib.figures.secrecy import audit, disclosure
from monitor_lib.figures.secrecy.suppression import COMPLEMENT
from monitor_lib.reference.interval import written
from monitor_lib.reference.records import Area, Codebook, Indicator, Question, Wave
from monitor_lib.reference.text import reasons

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
    "detectable": "float64",
    "scenario_low": "float64",
    "scenario_high": "float64",
}


@dataclass(frozen=True)
class _Wave:
    """What the figures of one wave are made from."""

    initiatives: pd.DataFrame
    listed: pd.DataFrame
    weighting: Weighting
    book: Codebook

    @cached_property
    def answered(self) -> dict[str, np.ndarray]:
        """Which respondents lie in each area, by its code."""
        return {area.code: rows_in(area, self.listed) for area in self.book.areas}

    @cached_property
    def invited(self) -> dict[str, np.ndarray]:
        """Which initiatives of the list lie in each area, by its code."""
        return {area.code: rows_in(area, self.initiatives) for area in self.book.areas}

    def population(self, area: Area) -> int:
        return int(self.invited[area.code].sum())


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
        the question and gave an opinion; of a follow-up hidden with the question before it, the base of that one.
        `reference` is the value of the rest of the country, for provinces and parts; `detectable` and the
        scenario come with `disclosure.published`.
    """
    return whole([part(initiatives, responses, book)], book, wave).table


class Figures(NamedTuple):
    """Figures, and the tally of what is behind them, as `audit.tally` gives it."""

    table: pd.DataFrame
    tally: pd.DataFrame


def part(
    initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook, number: int = 0, parts: int = 1
) -> Figures:
    """The figures of a part of the questions, for `whole`: judged but for their comparison, so not to be shown yet.

    What must be hidden of a question depends on that question alone, so that parts can be made side by side; but for
    follow-ups, which `whole` hides with the question that leads to them.

    Args:
        initiatives: as for `figures`.
        responses: as for `figures`.
        book: the codebook.
        number: which part, counted from 0; the first has the indicators of the list too.
        parts: how many there are.
    """
    listed, asked = responses[responses["initiative_id"].notna()].reset_index(drop=True), len(book.published)
    known = _Wave(initiatives, listed, weighting(initiatives, listed, book), book)
    indicators: tuple[Indicator, ...] = () if number else book.indicators
    questions = book.published[asked * number // parts : asked * (number + 1) // parts]
    rows = [
        *(row for entry in indicators for row in _indicator_rows(entry, known)),
        *(row for question in questions for row in _question_rows(question, known)),
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "p_value"])
    population = {area.code: known.population(area) for area in book.areas}
    table = table.assign(population=table["area"].map(population))
    tally = audit.tally(initiatives, listed, book, {*(one.id for one in indicators), *(one.id for one in questions)})
    table = disclosure.protected(table, tally, book)
    amounts = {question.id: _amounts(question, known) for question in questions if question.total}
    return Figures(disclosure.undominated(table, amounts, book), tally)


def whole(parts: Iterable[Figures], book: Codebook, wave: Wave, before: pd.DataFrame | None = None) -> Figures:
    """The table of `figures`, from all its parts in order, and the tally behind it.

    Args:
        parts: as `part` makes them.
        book: the codebook.
        wave: the wave that the rows belong to.
        before: where this wave was released before, the bases of what was shown then, as `disclosure.shown_bases` gives
            them.
    """
    table, tally = (pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))
    table = table.assign(wave=wave.id)
    if before is not None:
        table = disclosure.unlike(table, before, tally, book)
    judged = _judged(disclosure.without_followers(table, book), book)
    return Figures(judged.reindex(columns=list(COLUMNS)).astype(COLUMNS), tally)


def _amounts(question: Question, known: _Wave) -> dict[str, np.ndarray]:
    """By province what respondents gave to a question that asks for a number."""
    amounts = known.listed[question.id].to_numpy(dtype=float, na_value=np.nan)
    filled = ~np.isnan(amounts)
    return {area.code: amounts[known.answered[area.code] & filled] for area in known.book.provinces}


def _indicator_rows(entry: Indicator, known: _Wave) -> Iterator[dict]:
    if entry.classes or entry.source == "networks":
        yield from _list_count_rows(entry, known)
        return
    if entry.field or entry.of:
        yield from _turnout_rows(entry, known) if entry.of else _list_share_rows(entry, known)
        return
    answered = known.listed[known.listed["finished"] >= entry.part]
    table = known.initiatives if entry.source == "inventory" else answered
    for area in known.book.areas:
        count, population = int(rows_in(area, table).sum()), known.population(area)
        part_of = population if entry.kind == "share" else 1
        value = count / part_of if part_of else np.nan
        quality = "D" if np.isnan(value) else "A"
        yield _row(area, entry.id, "", entry.kind, Estimate(value, None, count)) | {"quality": quality}


def _list_share_rows(entry: Indicator, known: _Wave) -> Iterator[dict]:
    """Shares of the whole list: a count of everything known, so without an interval."""
    field = known.book.field(entry.field)
    answers = single_answers(known.initiatives[field.id], known.book.scale(field.scale))
    for area in known.book.areas:
        inside = answers.base & known.invited[area.code]
        count = int(inside.sum())
        quality = "D" if disclosure.number_class(count, known.book.publication) == "D" else "A"
        for code, given in zip(answers.codes, answers.given, strict=True):
            value = (given & inside).sum() / count if count else np.nan
            yield _row(area, entry.id, code, "share", Estimate(value, None, count)) | {"quality": quality}


def _turnout_rows(entry: Indicator, known: _Wave) -> Iterator[dict]:
    """In each group of the list the share that answered: a count of everything known, so without an interval."""
    counting = known.book.indicator(entry.of)
    groups = answers.counted(counting, known.initiatives, known.book)
    answered = known.initiatives["initiative_id"].isin(known.listed["initiative_id"]).to_numpy()
    # A network's list crosses borders: province by province it would be small groups.
    areas = (known.book.country,) if counting.source == "networks" else known.book.areas
    for area in areas:
        here = known.invited[area.code]
        counts = {code: int((inside & here).sum()) for code, inside in groups.items()}
        shown = disclosure.shown_groups(counts, known.book.publication)
        for code, count in counts.items():
            value = (answered & groups[code] & here).sum() / count if count else np.nan
            told = {"quality": "A"} if code in shown else {"quality": "D", "reason": _reason(count, known.book)}
            yield _row(area, entry.id, code, "share", Estimate(value, None, count)) | told


def _reason(count: int, book: Codebook) -> str:
    """Why a group is hidden: it is small, or another one is."""
    return "" if count < book.publication.hidden_below else COMPLEMENT


def _list_count_rows(entry: Indicator, known: _Wave) -> Iterator[dict]:
    """Counts on the whole list per class of years or per network, over the initiatives of which it is known."""
    counted = answers.counted(entry, known.initiatives, known.book)
    base = np.logical_or.reduce([*counted.values()])
    for area in known.book.areas:
        here = known.invited[area.code]
        count = int((base & here).sum())
        quality = "D" if disclosure.number_class(count, known.book.publication) == "D" else "A"
        for code, inside in counted.items():
            value = float((inside & here).sum())
            yield _row(area, entry.id, code, "count", Estimate(value, None, count)) | {"quality": quality}


def _question_rows(question: Question, known: _Wave) -> Iterator[dict]:
    if question.type == "number":
        amounts = known.listed[question.id].to_numpy(dtype=float, na_value=np.nan)
        for area in known.book.areas:
            yield from _number_rows(question, amounts, area, known)
    else:
        answers = answers_to(question, known.listed, known.book)
        for area in known.book.areas:
            yield from _share_rows(question, answers, area, known)


def _number_rows(question: Question, amounts: np.ndarray, area: Area, known: _Wave) -> Iterator[dict]:
    """The median, and for what can be added up the total over the list."""
    rules, design = known.book.publication, known.weighting.design(area)
    here, filled = known.answered[area.code], ~np.isnan(amounts)
    inside = here & filled
    median = quantities.median(design, amounts, inside, rules.confidence)
    reference = quantities.median(design, amounts, ~here & filled, rules.confidence).value
    yield _row(area, question.id, "", "median", median) | {
        "quality": disclosure.number_class(median.respondents, rules),
        "reference": reference if area.level == "province" else np.nan,
    }
    if question.total:
        total = quantities.scaled(quantities.mean(design, amounts, inside, rules.confidence), known.population(area))
        band = quantities.scenario_band(design, amounts, inside, rules.size_bias)
        quality, reason = disclosure.total_class(total, amounts[inside], rules)
        widened = quantities.widened(total, band)
        yield _row(area, question.id, "total", "total", widened) | {"quality": quality, "reason": reason}


def _share_rows(question: Question, answers: Answers, area: Area, known: _Wave) -> Iterator[dict]:
    rules, design = known.book.publication, known.weighting.design(area)
    inside = known.answered[area.code]
    here, there = answers.base & inside, answers.base & ~inside
    counts = (answers.given & here).sum(axis=1)
    secret = question.sensitivity == "sensitive" and disclosure.gives_away(counts, int(here.sum()), rules)
    estimates = estimation.shares(design, answers.given, here, rules.confidence)
    below = area.level != "country"
    comparable = below and min(here.sum(), there.sum()) >= rules.compared_from and not secret
    references = _references(design, answers, there) if below else np.full(len(counts), np.nan)
    qualities = ["D" if secret else disclosure.share_class(estimate, rules) for estimate in estimates]
    chances, firm = np.full(len(counts), np.nan), np.isin(qualities, ["A", "B"])
    if comparable and firm.any():
        chances[firm] = comparison.p_values(design, answers.given[firm], here, there)
    rows = zip(answers.codes, estimates, qualities, references, chances, strict=True)
    for code, estimate, quality, reference, chance in rows:
        yield _row(area, question.id, code, "share", estimate) | {
            "quality": quality,
            "reason": disclosure.SMALL_CELL if secret else "",
            "reference": reference,
            "p_value": chance,
        }


def _references(design: Design, answers: Answers, there: np.ndarray) -> np.ndarray:
    """The share of each answer in the rest of the country."""
    if not there.any():
        return np.full(len(answers.codes), np.nan)
    return estimation.ratios(design, answers.given.T.astype(float), there)[0]


def _row(area: Area, indicator: str, answer: str, kind: str, estimate: Estimate) -> dict:
    low, high = written(estimate.interval)
    return {
        "area": area.code,
        "indicator": indicator,
        "answer": answer,
        "kind": kind,
        "value": estimate.value,
        "low": low,
        "high": high,
        "respondents": estimate.respondents,
        "reason": "",
    }


def _judged(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The rows with hidden figures taken out and each comparison's verdict, corrected over all of them."""
    hidden = table["quality"] == "D"
    adjusted = adjusted_within(table["p_value"].where(~hidden).to_numpy(dtype=float), families(table, book))
    demonstrable = adjusted < book.publication.false_discovery_rate
    verdicts = np.select(
        [np.isnan(adjusted), ~demonstrable, table["value"] > table["reference"]],
        ["not_tested", "no_difference", "higher"],
        "lower",
    )
    shown = table.assign(hidden=hidden, p_adjusted=adjusted, compared=verdicts)
    shown.loc[hidden, ["value", "low", "high", "reference"]] = np.nan
    shown.loc[hidden & (shown["reason"] == ""), "reason"] = reasons.TOO_FEW
    shown.loc[hidden & (shown["respondents"] == 0), "reason"] = reasons.NO_ANSWERS
    shown.loc[hidden & (shown["population"] == 0), "reason"] = reasons.NONE_LISTED
    return shown

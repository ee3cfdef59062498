"""The figures of a wave beside those of the waves before it: the same table, with what changed since the last."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from monitor_lib.figures.aggregation import COLUMNS
from monitor_lib.figures.differences.families import adjusted_within, families
from monitor_lib.figures.differences.significance import fisher_exact, is_small, two_sided
from monitor_lib.figures.estimates.estimation import Estimate, effective_size, ratios
from monitor_lib.figures.respondents.answers import Answers, answers_to, rows_in
from monitor_lib.figures.respondents.design import Design, scores
from monitor_lib.figures.respondents.weighting import Weighting, group_of_province, weighting
from monitor_lib.reference.interval import Interval, read, written
from monitor_lib.reference.question_map import NOT_ASKED, as_asked, break_between
from monitor_lib.reference.records import Area, Codebook, Wave

# ---- a wave against the wave before it ----


@dataclass(frozen=True)
class Panel:
    """Initiatives that answered in either wave, each once.

    `then` and `now`: per respondent of a wave, the position of its initiative. `groups`: per initiative, the number of
    its response group. `sizes`: per group, the initiatives on either list.
    """

    then: np.ndarray
    now: np.ndarray
    groups: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True)
class Domain:
    """The respondents of one wave that a figure is about: a row of `given` per answer, `inside` and in its base."""

    design: Design
    given: np.ndarray
    inside: np.ndarray


@dataclass(frozen=True)
class Change:
    """How far a share changed, as a fraction, with its interval; the p-value of no change at all."""

    value: float
    interval: Interval | None
    error: float
    p_value: float


def panel(then: np.ndarray, now: np.ndarray, group_of: Mapping[str, str], sizes: Mapping[str, int]) -> Panel:
    """The panel of two waves.

    Args:
        then: the initiative of each respondent of the earlier wave.
        now: of each respondent of the later one.
        group_of: the response group of every initiative among them.
        sizes: initiatives on either list, per group.
    """
    units, positions = np.unique(np.concatenate([then, now]), return_inverse=True)
    names, groups = np.unique([group_of[unit] for unit in units], return_inverse=True)
    counts = np.array([sizes[name] for name in names], dtype=float)
    return Panel(positions[: len(then)], positions[len(then) :], groups, counts)


def covariances(made: Panel, then: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per estimate its variance in the earlier and the later wave, and the covariance of the two.

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_i (u_hi - mean u_h)(u_hi - mean u_h)', where n_h counts initiatives that
    answered in either wave, f_h is their part of the lists, and u holds an initiative's scores in both (nothing where
    it did not answer).

    Args:
        made: the panel.
        then: scores of the earlier wave, a row per respondent and a column per estimate.
        now: of the later one.
    """
    before, after = (np.zeros((len(made.groups), then.shape[1])) for _ in range(2))
    before[made.then], after[made.now] = then, now
    sums = np.zeros((3, then.shape[1]))
    for group, size in enumerate(made.sizes):
        own = made.groups == group
        n = int(own.sum())
        if n > 1:
            one, other = (side[own] - side[own].mean(axis=0) for side in (before, after))
            factor = (1 - min(1.0, n / size)) * n / (n - 1)
            sums += factor * np.array([(one**2).sum(axis=0), (other**2).sum(axis=0), (one * other).sum(axis=0)])
    return sums[0], sums[1], sums[2]


def changes(
    made: Panel, waves: tuple[Domain, Domain], estimates: tuple[list[Estimate], list[Estimate]]
) -> list[Change]:
    """Per answer how far its share changed from the earlier wave to the later.

    The interval is that of Zou and Donner: from the intervals of both shares, so that it holds at small numbers too,
    with the correlation that the panel brings. The test is the pooled score test of the comparison of areas with that
    correlation, without the correction for a finite population. A share that is known better than a count of the whole
    list would tell was calibrated to the list: its change is that of the list, and is not tested (nan).

    Args:
        made: the panel.
        waves: the earlier and the later wave.
        estimates: the shares of both, with their intervals.

    Source: Zou & Donner (2008), section 2.3, for limits of correlated estimates.
    """
    endless = replace(made, sizes=np.full_like(made.sizes, np.inf))
    influences = [ratios(wave.design, wave.given.T.astype(float), wave.inside) for wave in waves]
    own_scores = [scores(wave.design, influence) for wave, (_, influence) in zip(waves, influences, strict=True)]
    finite, infinite = (_spreads(covariances(each, *own_scores)) for each in (made, endless))
    pairs = zip(*estimates, strict=True)
    return [_change(pair, finite[at], infinite[at], waves, at) for at, pair in enumerate(pairs)]


@dataclass(frozen=True)
class _Spread:
    then: float
    now: float
    together: float

    @property
    def correlation(self) -> float:
        """Of the two estimates; nothing where one of them does not vary."""
        both = self.then * self.now
        return float(np.clip(self.together / np.sqrt(both), -1, 1)) if both > 0 else 0.0


def _spreads(parts: tuple[np.ndarray, ...]) -> list[_Spread]:
    return [_Spread(*map(float, each)) for each in zip(*parts, strict=True)]


def _change(
    pair: tuple[Estimate, Estimate], finite: _Spread, infinite: _Spread, waves: tuple[Domain, Domain], at: int
) -> Change:
    then, now = pair
    error = float(np.sqrt(max(0.0, finite.then + finite.now - 2 * finite.together)))
    limits = _limits(then, now, finite.correlation)
    return Change(now.value - then.value, limits, error, _p_value(pair, infinite, waves, at))


def _limits(then: Estimate, now: Estimate, correlation: float) -> Interval | None:
    """The interval of a change; none where one of both shares has none."""
    if then.interval is None or now.interval is None:
        return None
    difference = now.value - then.value
    low = difference - _root(now.value - now.interval.low, then.interval.high - then.value, correlation)
    high = difference + _root(now.interval.high - now.value, then.value - then.interval.low, correlation)
    return Interval(max(-1.0, low), min(1.0, high))


def _root(one: float, other: float, correlation: float) -> float:
    return float(np.sqrt(max(0.0, one**2 + other**2 - 2 * correlation * one * other)))


def _p_value(pair: tuple[Estimate, Estimate], spread: _Spread, waves: tuple[Domain, Domain], at: int) -> float:
    """The chance of a change as large as this when nothing changed: Fisher's where an expected count is small."""
    answers = [wave.given[at][wave.inside] for wave in waves]
    sides = zip(pair, (spread.then, spread.now), waves, strict=True)
    sizes = np.array([_endless_size(estimate.value, variance, wave) for estimate, variance, wave in sides])
    if any(size > wave.design.sizes.sum() for size, wave in zip(sizes, waves, strict=True)):
        return np.nan
    shares = np.array([estimate.value for estimate in pair])
    pooled = float(shares @ sizes / sizes.sum())
    if pooled <= 0 or pooled >= 1:
        return 1.0
    if is_small(*answers):
        return fisher_exact(*answers)
    shared = 2 * spread.correlation / np.sqrt(sizes.prod())
    variance = pooled * (1 - pooled) * ((1 / sizes).sum() - shared)
    return two_sided(abs(shares[1] - shares[0]) / np.sqrt(variance)) if variance > 0 else 1.0


def _endless_size(value: float, variance: float, wave: Domain) -> float:
    design = replace(wave.design, sizes=np.full_like(wave.design.sizes, np.inf))
    return effective_size(design, value, variance, wave.inside)


Key = tuple[str, str, str]
"""Area, question and answer."""

_FIRM = ("A", "B")


@dataclass(frozen=True)
class Held:
    """A wave that was held: its clean tables, and its figures with those of the waves before it, as published.

    `book` is the whole codebook.
    """

    wave: Wave
    initiatives: pd.DataFrame
    responses: pd.DataFrame
    figures: pd.DataFrame
    book: Codebook

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The answers of initiatives on the list."""
        return self.responses[self.responses["initiative_id"].notna()].reset_index(drop=True)

    @cached_property
    def asked(self) -> Codebook:
        """The codebook with the questionnaire of this wave."""
        return as_asked(self.book, self.wave)

    @cached_property
    def weighting(self) -> Weighting:
        """What each respondent stands for."""
        return weighting(self.initiatives, self.listed, self.asked)

    @cached_property
    def answered(self) -> dict[str, np.ndarray]:
        """Which respondents lie in each area, by its code."""
        return {area.code: rows_in(area, self.listed) for area in self.book.areas}

    @cached_property
    def own(self) -> dict[Key, dict]:
        """The shares of this wave by area, question and answer."""
        rows = self.figures[(self.figures["wave"] == self.wave.id) & (self.figures["kind"] == "share")]
        return {(row["area"], row["indicator"], row["answer"]): row for row in rows.to_dict("records")}


def with_history(now: Held, before: Held) -> pd.DataFrame:
    """The figures of a wave, what changed since the wave before (kind `change`), and all figures of earlier waves.

    A change is a row of the later wave: `value` is its share minus the earlier one (`reference`), `low` and `high` the
    limits of that difference, `compared` whether it rose or fell by more than chance: of the false discoveries that are
    allowed, half for the changes of the country, and half for those of its parts and provinces together. It is hidden
    where one of both shares is, or where the question map says that they cannot be compared. What an earlier wave did
    not ask has a row there that says so, and never a number.
    """
    rows = list(_change_rows(now, before))
    table = pd.DataFrame(rows, columns=[*COLUMNS, "p_value"])
    adjusted = adjusted_within(table["p_value"].to_numpy(dtype=float), families(table, now.book))
    demonstrable = adjusted < now.book.publication.false_discovery_rate
    verdicts = np.select(
        [np.isnan(adjusted), ~demonstrable, table["value"] > 0], ["not_tested", "no_difference", "higher"], "lower"
    )
    found = table.assign(p_adjusted=adjusted, compared=verdicts).reindex(columns=list(COLUMNS)).astype(COLUMNS)
    missing = pd.DataFrame(list(_not_asked(now, before)), columns=list(COLUMNS)).astype(COLUMNS)
    return pd.concat([now.figures, found, before.figures, missing], ignore_index=True)


def _change_rows(now: Held, before: Held) -> Iterator[dict]:
    both = panels(now, before)
    for question in now.asked.published:
        if question.scale:
            sides = _Side(before, question.id), _Side(now, question.id)
            codes = now.asked.scale(question.scale).labels
            for area in now.book.areas:
                keys = [(area.code, question.id, code) for code in codes if (area.code, question.id, code) in now.own]
                yield from _changes(sides, keys, area, both[area.level == "province"])


@dataclass(frozen=True)
class _Side:
    """One wave, and a question that it may not have asked."""

    wave: Held
    question: str

    @cached_property
    def answers(self) -> Answers:
        """Its answers to the question; raises CodebookError where it did not ask it."""
        return answers_to(self.wave.asked.question(self.question), self.wave.listed, self.wave.asked)

    def domain(self, area: Area, codes: list[str]) -> Domain:
        """The respondents in an area, with the answers of these codes."""
        given = self.answers.given[[self.answers.codes.index(code) for code in codes]]
        inside = self.answers.base & self.wave.answered[area.code]
        return Domain(self.wave.weighting.design(area), given, inside)


def _changes(sides: tuple[_Side, _Side], keys: list[Key], area: Area, made: Panel) -> Iterator[dict]:
    """The changes of one question in one area; a row per answer, hidden ones too."""
    before, now = (side.wave for side in sides)
    reasons = {key: _reason(now, before, key) for key in keys}
    shown = [key for key in keys if not reasons[key]]
    found = dict(zip(shown, _estimated(sides, shown, area, made), strict=True))
    for key in keys:
        here, then = now.own[key], before.own.get(key)
        row = _row(here, then, reasons[key])
        if then and (change := found.get(key)):
            low, high = written(change.interval)
            row |= {"value": change.value, "low": low, "high": high, "reference": then["value"]}
            row |= {"p_value": change.p_value if row["quality"] in _FIRM else np.nan}
        yield row


def _reason(now: Held, before: Held, key: Key) -> str:
    """Why a change is not shown; "" where it is."""
    if broken := break_between(now.book, before.wave, now.wave, key[1:]):
        return broken
    both = now.own[key], before.own.get(key)
    return next((side["reason"] for side in both if side and side["hidden"]), "" if both[1] else NOT_ASKED)


def _estimated(sides: tuple[_Side, _Side], keys: list[Key], area: Area, made: Panel) -> list[Change]:
    if not keys:
        return []
    before, now = sides
    codes = [code for *_, code in keys]
    then, latest = ([_estimate(side.wave.own[key]) for key in keys] for side in sides)
    return changes(made, (before.domain(area, codes), now.domain(area, codes)), (then, latest))


def _row(here: dict, then: dict | None, reason: str) -> dict:
    return dict.fromkeys(("value", "low", "high", "reference", "p_value"), np.nan) | {
        **{name: here[name] for name in ("wave", "area", "indicator", "answer", "respondents", "population")},
        "kind": "change",
        "quality": "D" if reason or then is None else max(here["quality"], then["quality"]),
        "hidden": bool(reason),
        "reason": reason,
    }


def _estimate(row: dict) -> Estimate:
    return Estimate(row["value"], read(row["low"], row["high"]), row["respondents"])


def panels(now: Held, before: Held) -> tuple[Panel, Panel]:
    """The panel for figures of the country and its parts, and that for figures of provinces.

    Of a province the response groups are those of the later wave.
    """
    provinces = pd.concat([now.initiatives, before.initiatives]).drop_duplicates("initiative_id")
    home = provinces.set_index("initiative_id")["province"]
    groups = home.map(group_of_province(now.listed, now.book))
    then, latest = (wave.listed["initiative_id"].to_numpy(str) for wave in (before, now))
    country = pd.Series(now.book.country.code, index=home.index)
    large, small = (
        panel(then, latest, dict(zip(each.index, each, strict=True)), Counter(each)) for each in (country, groups)
    )
    return large, small


def _not_asked(now: Held, before: Held) -> Iterator[dict]:
    """A row in every earlier wave for each share that it did not ask for."""
    for wave, table in before.figures.groupby("wave"):
        asked = set(zip(table["indicator"], table["answer"], strict=True))
        lists = dict(zip(table["area"], table["population"], strict=True))
        for (area, *key), row in now.own.items():
            if tuple(key) not in asked:
                about = {"wave": wave, "kind": "share", "respondents": 0, "population": lists[area]}
                yield _row(row, None, NOT_ASKED) | about | {"compared": "not_tested", "p_adjusted": np.nan}

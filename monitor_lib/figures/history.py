"""The figures of a wave beside those of the waves before it: the same table, with what changed since the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from monitor_lib.figures import significance, trend
from monitor_lib.figures.aggregation import COLUMNS
from monitor_lib.figures.answers import Answers, answers_to, rows_in
from monitor_lib.figures.estimation import Estimate
from monitor_lib.figures.weighting import Weighting, group_of_province, weighting
from monitor_lib.reference.codebook_records import Area, Codebook, Question, Wave
from monitor_lib.reference.question_map import NOT_ASKED, as_asked, break_between

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
    national = (table["area"] == now.book.country.code).to_numpy()
    chances = table["p_value"].to_numpy(dtype=float)
    families = [significance.adjusted(np.where(family, chances, np.nan)) for family in (national, ~national)]
    adjusted = np.minimum(1, len(families) * np.where(national, *families))
    demonstrable = adjusted < now.book.publication.false_discovery_rate
    verdicts = np.select(
        [np.isnan(adjusted), ~demonstrable, table["value"] > 0], ["not_tested", "no_difference", "higher"], "lower"
    )
    found = table.assign(p_adjusted=adjusted, compared=verdicts)[list(COLUMNS)].astype(COLUMNS)
    missing = pd.DataFrame(list(_not_asked(now, before)), columns=list(COLUMNS)).astype(COLUMNS)
    return pd.concat([now.figures, found, before.figures, missing], ignore_index=True)


def _change_rows(now: Held, before: Held) -> Iterator[dict]:
    panels = _panels(now, before)
    for question in now.asked.published:
        if question.scale:
            sides = tuple(_side(wave, question) for wave in (before, now))
            codes = now.asked.scale(question.scale).labels
            for area in now.book.areas:
                keys = [(area.code, question.id, code) for code in codes if (area.code, question.id, code) in now.own]
                yield from _changes(sides, keys, area, panels[area.level == "province"])


@dataclass(frozen=True)
class _Side:
    """One wave and its answers to one question; None where it did not ask it."""

    wave: Held
    answers: Answers | None

    def domain(self, area: Area, codes: list[str]) -> trend.Domain:
        """The respondents in an area, with the answers of these codes."""
        given = self.answers.given[[self.answers.codes.index(code) for code in codes]]
        inside = self.answers.base & self.wave.answered[area.code]
        return trend.Domain(self.wave.weighting.design(area), given, inside)


def _side(wave: Held, question: Question) -> _Side:
    asked = next((entry for entry in wave.asked.questions if entry.id == question.id), None)
    return _Side(wave, answers_to(asked, wave.listed, wave.asked) if asked else None)


def _changes(sides: tuple[_Side, _Side], keys: list[Key], area: Area, made: trend.Panel) -> Iterator[dict]:
    """The changes of one question in one area; a row per answer, hidden ones too."""
    before, now = (side.wave for side in sides)
    reasons = {key: _reason(now, before, key) for key in keys}
    shown = [key for key in keys if not reasons[key]]
    found = dict(zip(shown, _estimated(sides, shown, area, made), strict=True))
    for key in keys:
        here, then = now.own[key], before.own.get(key)
        row = _row(here, then, reasons[key])
        if change := found.get(key):
            row |= {"value": change.value, "low": change.low, "high": change.high, "reference": then["value"]}
            row |= {"p_value": change.p_value if row["quality"] in _FIRM else np.nan}
        yield row


def _reason(now: Held, before: Held, key: Key) -> str:
    """Why a change is not shown; "" where it is."""
    if broken := break_between(now.book, before.wave, now.wave, key[1:]):
        return broken
    both = now.own[key], before.own.get(key)
    return next((side["reason"] for side in both if side and side["hidden"]), "" if both[1] else NOT_ASKED)


def _estimated(sides: tuple[_Side, _Side], keys: list[Key], area: Area, made: trend.Panel) -> list[trend.Change]:
    if not keys:
        return []
    waves = tuple(side.domain(area, [code for *_, code in keys]) for side in sides)
    estimates = tuple([_estimate(side.wave.own[key]) for key in keys] for side in sides)
    return trend.changes(made, waves, estimates)


def _row(here: dict, then: dict | None, reason: str) -> dict:
    return dict.fromkeys(("value", "low", "high", "reference", "p_value"), np.nan) | {
        **{name: here[name] for name in ("wave", "area", "indicator", "answer", "respondents", "population")},
        "kind": "change",
        "quality": "D" if reason else max(here["quality"], then["quality"]),
        "hidden": bool(reason),
        "reason": reason,
    }


def _estimate(row: dict) -> Estimate:
    return Estimate(row["value"], row["low"], row["high"], row["respondents"])


def _panels(now: Held, before: Held) -> tuple[trend.Panel, trend.Panel]:
    """The panel for figures of the country and its parts, and that for figures of provinces.

    Of a province the response groups are those of the later wave.
    """
    provinces = pd.concat([now.initiatives, before.initiatives]).drop_duplicates("initiative_id")
    home = provinces.set_index("initiative_id")["province"]
    groups = home.map(group_of_province(now.listed, now.book))
    ids = [wave.listed["initiative_id"].to_numpy(str) for wave in (before, now)]
    country = pd.Series(now.book.country.code, index=home.index)
    return tuple(trend.panel(*ids, each.to_dict(), each.value_counts().to_dict()) for each in (country, groups))


def _not_asked(now: Held, before: Held) -> Iterator[dict]:
    """A row in every earlier wave for each share that it did not ask for."""
    for wave, table in before.figures.groupby("wave"):
        asked = set(zip(table["indicator"], table["answer"], strict=True))
        lists = dict(zip(table["area"], table["population"], strict=True))
        for (area, *key), row in now.own.items():
            if tuple(key) not in asked:
                about = {"wave": wave, "kind": "share", "respondents": 0, "population": lists[area]}
                yield _row(row, None, NOT_ASKED) | about | {"compared": "not_tested", "p_adjusted": np.nan}

"""What changed between two waves in the same groups, with the initiatives that answered twice counted as such."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor_lib.figures.bench.asked import Asked
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.history import Change, Domain, Panel, changes, panels
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.reference.interval import read, written
from monitor_lib.reference.question_map import break_between
from monitor_lib.reference.records import CodebookError
from monitor_lib.reference.text.reasons import TOO_FEW

_KEY = ["area", "group", "answer"]


def changed(then: Asked, now: Asked, shown: pd.DataFrame) -> pd.DataFrame:
    """One row per place, group and answer: the share of the later wave minus that of the earlier.

    `low` and `high` are the limits of the difference, `p_value` that of no change: of one test, not corrected for
    others. Hidden where either share is, or where the question map says that they cannot be compared.

    Args:
        then: what was asked of the earlier wave.
        now: the same of the later.
        shown: the rows of both, as `crossed` makes them.

    Raises:
        CodebookError: for a number, of which no change is told.
    """
    if now.variable.numbers is not None:
        raise CodebookError(f"{now.variable.label} is een getal: van medianen rekent de werkbank geen verschil uit.")
    both = (shown[shown["wave"] == each.held.wave.id].set_index(_KEY) for each in (then, now))
    rows = list(_rows(then, now, *both))
    return pd.DataFrame(rows).assign(wave=now.held.wave.id, indicator=now.variable.id, kind="change")


def _rows(then: Asked, now: Asked, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[dict]:
    made = panels(now.held, then.held)
    earlier = {(place.code, code): inside for place, code, inside in then.cells()}
    sides = then.answers(), now.answers()
    codes = [code for code in sides[1][0] if code in sides[0][0]]
    given = [table[[names.index(code) for code in codes]] for names, table in sides]
    for place, group, inside in now.cells():
        key, told = (place.code, group), after.loc[[(place.code, group, code) for code in codes]]
        if key not in earlier or not len(codes):
            continue
        waves = (Domain(then.design(place), given[0], earlier[key]), Domain(now.design(place), given[1], inside))
        was = before.loc[[(*key, code) for code in codes]]
        yield from _told(waves, (was, told), made[place.regional], (then, now))


def _told(
    waves: tuple[Domain, Domain], tables: tuple[pd.DataFrame, pd.DataFrame], made: Panel, sides: tuple[Asked, Asked]
) -> Iterator[dict]:
    then, now = sides
    there, here = (table.reset_index().to_dict("records") for table in tables)
    found = [None] * len(here) if any(row["hidden"] for row in here + there) else _estimated(waves, made, there, now)
    for was, row, change in zip(there, here, found, strict=True):
        broken = break_between(now.held.book, then.held.wave, now.held.wave, (now.variable.id, row["answer"]))
        reason = broken or row["reason"] or was["reason"] or ("" if change else TOO_FEW)
        told = {name: row[name] for name in (*_KEY, "respondents")}
        told |= {"quality": "D" if reason else max(row["quality"], was["quality"]), "hidden": bool(reason)}
        told |= {"reason": reason, "reference": was["value"]}
        yield told | (_nothing() if reason or not change else _difference(change))


def _estimated(waves: tuple[Domain, Domain], made: Panel, was: list[dict], now: Asked) -> list[Change]:
    """The changes; the earlier wave as it was shown, rounded, for so the release takes it too."""
    then = [Estimate(row["value"], read(row["low"], row["high"]), int(row["respondents"])) for row in was]
    latest = estimation.shares(waves[1].design, waves[1].given, waves[1].inside, now.held.book.publication.confidence)
    return changes(made, waves, (then, latest))


def _difference(change: Change) -> dict:
    low, high = written(change.interval)
    return {"value": change.value, "low": low, "high": high, "p_value": change.p_value}


def _nothing() -> dict:
    return dict.fromkeys(("value", "low", "high", "p_value"), np.nan)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Changes as they are published."""
    limits = {name: disclosure.hundredths(table[name]) for name in ("low", "high")}
    return table.assign(
        value=disclosure.thousandths(table["value"]), p_value=disclosure.in_steps(table["p_value"]), **limits
    )

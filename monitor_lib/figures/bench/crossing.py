"""The figures of the bench: one question in groups of respondents, as rows like those of the figures table."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from monitor_lib.figures.bench import reading_back
from monitor_lib.figures.bench.asked import Asked
from monitor_lib.figures.bench.variables import Variable
from monitor_lib.figures.estimates import estimation, quantities
from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.respondents.design import Design, kish
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.figures.secrecy.ledger import Ledger
from monitor_lib.figures.secrecy.suppression import COMPLEMENT
from monitor_lib.reference.interval import written
from monitor_lib.reference.records import CodebookError
from monitor_lib.reference.text.reasons import TOO_FEW

COLUMNS = {
    "wave": "str",
    "area": "str",
    "group": "str",
    "indicator": "str",
    "answer": "str",
    "kind": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "respondents": "Int64",
    "stands_for": "Int64",
    "design_effect": "float64",
    "quality": "str",
    "hidden": "bool",
    "reason": "str",
}


def crossed(asked: Asked, shown_before: Callable[[Variable], Ledger]) -> pd.DataFrame:
    """One row per place, group and answer; of a number one for the median, and where it adds up one for the mean.

    Values and limits are rounded as published: shares to three decimals, their limits to whole percents. `stands_for`
    is how many initiatives of the list the respondents stand for, `design_effect` that of their weights (Kish). All of
    these are missing where `hidden`.

    Args:
        asked: what is asked.
        shown_before: the ledger of the session, with what the release shows of a question.

    Raises:
        CodebookError: for a sensitive question that is asked otherwise than it was published.
    """
    if asked.variable.sensitive and not asked.as_published:
        raise CodebookError(
            f"{asked.variable.id} ({asked.variable.label}) is een gevoelige vraag: daarvan toont de werkbank alleen de "
            "gepubliceerde cijfers, per gebied en zonder filter, splitsing of eigen groepen."
        )
    cells = list(asked.cells())
    other = reading_back.reasons(asked, shown_before)
    ledger, least = shown_before(asked.variable), asked.held.book.publication.hidden_below
    admitted = ledger.admitted(asked.variable.id, np.array([inside for *_, inside in cells]))
    rows: list[dict] = []
    for (place, code, inside), shown in zip(cells, admitted, strict=True):
        reason = "" if shown else TOO_FEW if inside.sum() < least else COMPLEMENT
        reason = reason or other.get((place.code, code, ""), "")
        for row in _rows(asked, asked.design(place), inside):
            told = reason or other.get((place.code, code, row["answer"]), "")
            rows.append({"area": place.code, "group": code, "reason": told} | row)
    table = pd.DataFrame(rows).assign(wave=asked.held.wave.id, indicator=asked.variable.id)
    return _hidden(_rounded(_as_published(table, asked))).reindex(columns=list(COLUMNS)).astype(COLUMNS)


def _rows(asked: Asked, design: Design, inside: np.ndarray) -> Iterator[dict]:
    weights = design.weights[inside]
    spread = {"stands_for": round(weights.sum()), "design_effect": round(kish(weights), 2) if len(weights) else np.nan}
    of = _numbers if asked.variable.numbers is not None else _shares
    for row in of(asked, design, inside):
        yield row | spread


def _shares(asked: Asked, design: Design, inside: np.ndarray) -> Iterator[dict]:
    rules, (codes, given) = asked.held.book.publication, asked.answers()
    estimates = estimation.shares(design, given & inside, inside, rules.confidence)
    for code, estimate in zip(codes, estimates, strict=True):
        yield _row(code, "share", estimate) | {"quality": disclosure.share_class(estimate, rules)}


def _numbers(asked: Asked, design: Design, inside: np.ndarray) -> Iterator[dict]:
    amounts, rules = asked.variable.numbers, asked.held.book.publication
    assert amounts is not None
    median = quantities.median(design, amounts, inside, rules.confidence)
    yield _row("", "median", median) | {"quality": disclosure.number_class(median.respondents, rules)}
    if asked.variable.question is not None and asked.variable.question.total:
        mean = quantities.mean(design, amounts, inside, rules.confidence)
        quality, reason = disclosure.total_class(mean, amounts[inside], rules)
        yield _row("mean", "mean", mean) | {"quality": quality} | ({"reason": reason} if reason else {})


def _row(answer: str, kind: str, estimate: Estimate) -> dict:
    low, high = written(estimate.interval)
    told = {"value": estimate.value, "low": low, "high": high, "respondents": estimate.respondents}
    return {"answer": answer, "kind": kind, **told}


def _as_published(told: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """The rows, those hidden that the release hides, and for its reason."""
    if not asked.as_published:
        return told
    table = asked.held.figures
    table = table[(table["wave"] == asked.held.wave.id) & (table["indicator"] == asked.variable.id) & table["hidden"]]
    reasons = dict(zip(zip(table["area"], table["answer"], table["kind"], strict=True), table["reason"], strict=True))
    keys = zip(told["area"], told["answer"], told["kind"], strict=True)
    return told.assign(
        reason=[own or reasons.get(key, "") for own, key in zip(told["reason"], keys, strict=True)],
    )


def _rounded(told: pd.DataFrame) -> pd.DataFrame:
    """The figures as `disclosure.published` rounds them."""
    shares, means = told["kind"] == "share", told["kind"] == "mean"
    values = told["value"].mask(shares, disclosure.thousandths(told["value"]))
    limits = {name: told[name].mask(shares, disclosure.hundredths(told[name])) for name in ("low", "high")}
    rounded = {name: column.mask(means, disclosure.three_digits(column)) for name, column in limits.items()}
    return told.assign(value=values.mask(means, disclosure.three_digits(values)), **rounded)


def _hidden(told: pd.DataFrame) -> pd.DataFrame:
    hidden = (told["reason"] != "") | (told["quality"] == "D")
    numbers = ["value", "low", "high", "respondents", "stands_for", "design_effect"]
    reasons = told["reason"].mask(hidden & (told["reason"] == ""), TOO_FEW)
    shown = told.assign(hidden=hidden, quality=told["quality"].mask(hidden, "D"), reason=reasons)
    return shown.assign(**{name: told[name].astype("float64").mask(hidden) for name in numbers})

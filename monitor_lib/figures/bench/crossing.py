"""The figures of the bench: one question in groups of respondents, as rows like those of the figures table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor_lib.figures.bench.selecting import Groups, Place
from monitor_lib.figures.bench.variables import Variable
from monitor_lib.figures.estimates import estimation, quantities
from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.history import Held
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


@dataclass(frozen=True)
class Asked:
    """One question of one wave, in places, narrowed and split.

    `regroup`: own groups of its answers, by their name; without it the answers and groups of the codebook.
    """

    held: Held
    variable: Variable
    places: tuple[Place, ...]
    only: np.ndarray
    groups: Groups
    regroup: Mapping[str, object]

    @property
    def as_published(self) -> bool:
        """Whether it asks for nothing but figures that a release has."""
        plain = self.variable.question is not None and not self.groups.label and bool(self.only.all())
        return plain and not self.regroup and all(place.area for place in self.places)

    def design(self, place: Place) -> Design:
        """The weights of figures of a place: those of a province, or those of the country."""
        weighting = self.held.weighting
        return weighting.regional if place.regional else weighting.national

    def cells(self) -> Iterator[tuple[Place, str, np.ndarray]]:
        """Each place and group with who of it is in the base of the question."""
        for place in self.places:
            for code, inside in zip(self.groups.labels, self.groups.inside, strict=True):
                yield place, code, place.inside & inside & self.only & self.variable.base

    def answers(self) -> tuple[tuple[str, ...], np.ndarray]:
        """The answers that are counted, and who gave each."""
        if not self.regroup:
            return tuple(self.variable.labels), self.variable.given
        return tuple(self.regroup), np.array([self.variable.answers(words) for words in self.regroup.values()])


def crossed(asked: Asked, ledger: Ledger) -> pd.DataFrame:
    """One row per place, group and answer; of a number one for the median, and where it adds up one for the mean.

    Values and limits are rounded as published: shares to three decimals, their limits to whole percents. `stands_for`
    is how many initiatives of the list the respondents stand for, `design_effect` that of their weights (Kish). All of
    these are missing where `hidden`.

    Raises:
        CodebookError: for a sensitive question that is asked otherwise than it was published.
    """
    if asked.variable.sensitive and not asked.as_published:
        raise CodebookError(
            f"{asked.variable.id} ({asked.variable.label}) is een gevoelige vraag: daarvan toont de werkbank alleen de "
            "gepubliceerde cijfers, per gebied en zonder filter, splitsing of eigen groepen."
        )
    cells = list(asked.cells())
    admitted = ledger.admitted(asked.variable.id, np.array([inside for *_, inside in cells]))
    least = asked.held.book.publication.hidden_below
    rows: list[dict] = []
    for (place, code, inside), shown in zip(cells, admitted, strict=True):
        reason = "" if shown else TOO_FEW if inside.sum() < least else COMPLEMENT
        about = {"area": place.code, "group": code, "reason": reason}
        rows += [about | row for row in _rows(asked, asked.design(place), inside)]
    told = pd.DataFrame(rows).assign(wave=asked.held.wave.id, indicator=asked.variable.id)
    return _hidden(_rounded(_as_published(told, asked))).reindex(columns=list(COLUMNS)).astype(COLUMNS)


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

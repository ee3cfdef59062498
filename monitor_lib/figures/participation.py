"""Who took part: how alike those who answered are to the list, and late answers beside early ones.

Who answers late is thought to be the most like who never did (Lin & Schaeffer 1995): where the two halves of the
answers differ, those that are missing may differ too.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from monitor_lib.figures.differences import comparison, significance
from monitor_lib.figures.differences.power import smallest
from monitor_lib.figures.estimates import estimation
from monitor_lib.figures.respondents import representativity
from monitor_lib.figures.respondents.answers import answers_to
from monitor_lib.figures.respondents.design import Design
from monitor_lib.figures.respondents.representativity import Indicator
from monitor_lib.figures.respondents.weighting import traits_of_list, weighting
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.figures.secrecy.audit import thousandths
from monitor_lib.reference.interval import written
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.reasons import TOO_FEW

ALIKE, TRAIT, LATE = "r_indicator", "trait", "late"
_PROVINCE, _FORM = "province", "form"
_NORMAL = 1.959964  # standard errors on either side of 95 of 100 normal values
COLUMNS = {
    "measure": "str",
    "indicator": "str",
    "answer": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "error": "float64",
    "respondents": "int64",
    "quality": "str",
    "reason": "str",
    "compared": "str",
    "p_adjusted": "float64",
    "reference": "float64",
    "detectable": "float64",
}


def participation(
    initiatives: pd.DataFrame, responses: pd.DataFrame, figures: pd.DataFrame, book: Codebook
) -> pd.DataFrame:
    """Who took part in a wave, as everybody may see it.

    One row per `measure` of it: "r_indicator"; "trait", its partial indicator with the field of the list as
    `indicator`; and "late", the share of the late half that gave a headline answer, with that of the early half as
    `reference`. `error` is the standard error; `respondents` how many initiatives it rests on. Nothing where there are
    too few answers.

    Args:
        initiatives: the inventory, one row per initiative.
        responses: the answered questionnaires, with the `moment` at which they came.
        figures: the figures of the wave as they are published: what the country hides, its halves do not tell.
        book: the codebook.
    """
    listed = responses[responses["initiative_id"].notna()].reset_index(drop=True)
    early = early_half(listed["moment"])
    rows = [*_alike(initiatives, listed, book), *_late(initiatives, listed, early, figures, book)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def early_half(moments: pd.Series) -> pd.Series:
    """Whether each answer is of the first half; missing where its moment is not known, or all came at once."""
    if moments.nunique() < 2:
        return pd.Series(pd.NA, moments.index, dtype="boolean")
    middle = moments.dropna().sort_values().iloc[(moments.count() - 1) // 2]
    early = moments <= middle if middle < moments.max() else moments < middle
    return early.astype("boolean").mask(moments.isna())


def _alike(initiatives: pd.DataFrame, listed: pd.DataFrame, book: Codebook) -> Iterator[dict]:
    """The R-indicator, and what each trait of the list adds to it."""
    answered = initiatives["initiative_id"].isin(listed["initiative_id"]).to_numpy()
    if min(answered.sum(), (~answered).sum()) < book.publication.hidden_below:
        return
    traits = _traits(initiatives, book)
    made = representativity.propensities(answered, representativity.covariates(traits))
    yield _row(ALIKE, "", representativity.r_indicator(made), len(initiatives))
    for name, categories in traits.items():
        yield _row(TRAIT, str(name), representativity.of_trait(made, categories.to_numpy(str)), len(initiatives))


def _traits(initiatives: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """What the list says of every initiative that may say whether it answers, by the field that says it."""
    fields = [_FORM, *(entry.field for entry in book.indicators if entry.classes)]
    known = {field.id for field in book.fields}
    every = zip(fields, traits_of_list(initiatives, book), strict=True)
    told = {name: categories for name, categories in every if name in known}
    return pd.DataFrame({_PROVINCE: initiatives["province"].fillna("").to_numpy(str), **told})


def _row(measure: str, indicator: str, found: Indicator, base: int) -> dict:
    low, high = (min(1.0, max(0.0, found.value + side * _NORMAL * found.error)) for side in (-1, 1))
    told = {"value": found.value, "low": low, "high": high, "error": found.error}
    named = {"measure": measure, "indicator": indicator, "answer": "", "respondents": base}
    return named | {name: round(number, 3) for name, number in told.items()} | {"reason": "", "compared": ""}


def _late(
    initiatives: pd.DataFrame, listed: pd.DataFrame, early: pd.Series, figures: pd.DataFrame, book: Codebook
) -> list[dict]:
    """Each headline answer in the late half beside the early half, where the country as a whole shows it."""
    nation = figures[(figures["area"] == book.country.code) & (figures["kind"] == "share") & ~figures["hidden"]]
    shown = set(zip(nation["indicator"], nation["answer"], strict=True))
    pairs = [pair for pair in book.headlines if pair in shown] if early.notna().any() else []
    design = weighting(initiatives, listed, book).national
    halves = [(early == half).fillna(False).to_numpy(bool) for half in (False, True)]
    rows = [_half_beside_half(pair, listed, halves, design, book) for pair in pairs]
    return _judged(pd.DataFrame(rows), book).to_dict("records") if rows else []


def _half_beside_half(
    headline: tuple[str, str], listed: pd.DataFrame, halves: list[np.ndarray], design: Design, book: Codebook
) -> dict:
    question, rules = book.question(headline[0]), book.publication
    told = answers_to(question, listed, book)
    given, (late, soon) = told.given[[told.codes.index(headline[1])]], (told.base & half for half in halves)
    now, before = (estimation.shares(design, given, half, rules.confidence)[0] for half in (late, soon))
    classes = {disclosure.share_class(each, rules) for each in (now, before)}
    secret = question.sensitivity == "sensitive" and any(
        disclosure.gives_away((told.given & half).sum(axis=1), int(half.sum()), rules) for half in (late, soon)
    )
    hidden = secret or "D" in classes
    tested = classes <= {"A", "B"} and min(late.sum(), soon.sum()) >= rules.compared_from and not secret
    named = {"measure": LATE, "indicator": headline[0], "answer": headline[1]}
    bases = {"respondents": int(late.sum()), "others": int(soon.sum())}
    low, high = written(None if hidden else now.interval)
    numbers = {"value": np.nan if hidden else now.value, "reference": np.nan if hidden else before.value}
    chance = comparison.p_values(design, given, late, soon)[0] if tested else np.nan
    reason = (disclosure.SMALL_CELL if secret else TOO_FEW) if hidden else ""
    quality = {"quality": max(classes | ({"D"} if secret else set())), "reason": reason, "p_value": chance}
    return named | bases | numbers | quality | {"low": low, "high": high}


def _judged(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The rows as they are published, with the verdict of each comparison, corrected over all of them."""
    chances = significance.adjusted(table["p_value"].to_numpy(float))
    allowed, tests = book.publication.false_discovery_rate, max(1, int((~np.isnan(chances)).sum()))
    found = int((chances < allowed).sum())
    verdicts = np.select(
        [np.isnan(chances), chances >= allowed, table["value"] > table["reference"]],
        ["not_tested", "no_difference", "higher"],
        "lower",
    )
    early, here, there = (table[name].to_numpy(float) for name in ("reference", "respondents", "others"))
    seen = smallest(early, here, there, np.full(len(table), allowed * min(found + 1, tests) / tests))
    rounded = {name: thousandths(table[name]) for name in ("value", "reference")}
    rounded |= {name: disclosure.hundredths(table[name]) for name in ("low", "high")}
    return table.assign(
        **rounded,
        compared=verdicts,
        p_adjusted=disclosure.in_steps(pd.Series(chances, table.index)),
        detectable=np.where(np.isnan(chances), np.nan, seen),
    )

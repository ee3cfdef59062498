"""What may be shown, and how firmly: the publication classes and the hiding of small groups."""

import numpy as np
import pandas as pd

from monitor_lib.figures.audit import recovered
from monitor_lib.figures.estimation import Estimate
from monitor_lib.figures.suppression import COMPLEMENT, complements
from monitor_lib.reference.codebook_records import Codebook, Publication
from monitor_lib.reference.language import later
from monitor_lib.reference.reasons import TOO_FEW

SMALL_CELL = later("te kleine groep bij een gevoelige vraag")
DOMINATED = later("één initiatief bepaalt het totaal")


def share_class(estimate: Estimate, rules: Publication) -> str:
    """The publication class of a share: A firm, B indicative, C in words only, D hidden."""
    points = 100 * estimate.width
    if estimate.respondents < rules.hidden_below:
        return "D"
    if estimate.respondents >= rules.class_a_respondents and points <= rules.class_a_width:
        return "A"
    if estimate.respondents >= rules.class_b_respondents and points <= rules.class_b_width:
        return "B"
    return "C"


def number_class(respondents: int, rules: Publication) -> str:
    """The publication class of a median, by the number of respondents alone: its interval is shown beside it."""
    if respondents < rules.hidden_below:
        return "D"
    if respondents >= rules.class_a_respondents:
        return "A"
    return "B" if respondents >= rules.class_b_respondents else "C"


def total_class(total: Estimate, amounts: np.ndarray, rules: Publication) -> tuple[str, str]:
    """The publication class of a total and, when it is hidden, why.

    Hidden when one respondent gives more than the dominance share of the respondents' sum, or when the second largest
    could guess the largest to within p percent: sum - x1 - x2 < p x1.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, sections 4.2.1 and 4.2.2.
    """
    if total.respondents < rules.hidden_below:
        return "D", TOO_FEW
    largest, second = np.sort(amounts)[:-3:-1]
    others = amounts.sum() - largest - second
    if largest > rules.dominance * amounts.sum() or others < rules.p_percent / 100 * largest:
        return "D", DOMINATED
    if total.variation <= rules.class_a_variation:
        return "A", ""
    return ("B" if total.variation <= rules.class_b_variation else "C"), ""


def has_small_cell(counts: np.ndarray, rules: Publication) -> bool:
    """Whether any of these counts of initiatives is so small that it could be recognised.

    One hidden answer of a question follows from the others, so the caller hides all of them.
    """
    return bool(((counts > 0) & (counts < rules.sensitive_cell_below)).any())


def protected(table: pd.DataFrame, tally: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures with everything hidden that would give away what is hidden: class D, with the reason.

    First what the sums ask for; then, for what the attacker's audit still recovers, the whole indicator below the level
    of the country, and if need be the country too. Who took part is no answer, and asks for nothing itself.

    Args:
        table: the figures with their class; a question is hidden in an area as a whole or not at all.
        tally: what is behind them.
        book: the codebook.
    """
    turnouts = [entry.id for entry in book.indicators if entry.of]
    linked = table["kind"].isin(["share", "total", "count"]) & ~table["indicator"].isin(turnouts)
    for (indicator, kind), rows in table[linked].groupby(["indicator", "kind"], sort=False):
        hidden = rows.loc[rows["quality"] == "D", "area"].unique()
        extra = complements(hidden, book.areas, rows.groupby("area")["respondents"].first().to_dict())
        table = _hidden(table, (table["indicator"] == indicator) & (table["kind"] == kind) & table["area"].isin(extra))
    suspects = table["indicator"].unique()
    for below in (table["area"] != "NL", table["area"] != ""):
        asked = table[table["indicator"].isin(suspects)]
        suspects = [leak.indicator for leak in recovered(asked.assign(hidden=asked["quality"] == "D"), tally, book)]
        table = _hidden(table, table["indicator"].isin(suspects) & below)
    return table


def without_followers(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures with whatever tells a hidden figure by its base hidden wherever that figure is.

    How many were asked a follow-up question is how many gave an answer that leads to it, and the base of who took part
    is how many a group has on the list. So that number is not told either: `respondents` is that of the figure that
    leads to it then.
    """
    for question in book.published:
        if question.asked:
            table = _hidden_with(table, question.id, question.asked.question, COMPLEMENT)
    for entry in book.indicators:
        if entry.of:
            table = _hidden_with(table, entry.id, entry.of)
    return table


def _hidden_with(table: pd.DataFrame, name: str, leading: str, reason: str = "") -> pd.DataFrame:
    """The table with the rows of `name` hidden where those of `leading` are, for the same reason if none is given."""
    first = table[(table["indicator"] == leading) & (table["quality"] == "D")].groupby("area").first()
    rows = (table["indicator"] == name) & table["area"].isin(first.index)
    told = {"quality": "D", **{column: table["area"].map(first[column]) for column in ("reason", "respondents")}}
    told |= {"reason": reason} if reason else {}
    return table.assign(**{column: table[column].mask(rows, value) for column, value in told.items()})


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """The figures with no more digits than readers need: all digits of a fraction tell of what it is the quotient.

    As weights differ between response groups, one exact share of a landsdeel gives the counts of its provinces. Shares
    and changes keep three decimals, and their whole percents; totals and p-values three digits.
    """
    shares, totals = table["kind"].isin(["share", "change"]), table["kind"] == "total"
    kept = {
        name: table[name].mask(shares, _thousandths(table[name])).mask(totals, _three_digits(table[name]))
        for name in ("value", "low", "high", "reference")
    }
    return table.assign(**kept, p_adjusted=_three_digits(table["p_adjusted"]))


def _thousandths(shares: pd.Series) -> pd.Series:
    """To three decimals; one that would be half a percent goes to the side where its whole percent lies."""
    found, percents = (shares * 1000).round(), np.floor(shares * 100 + 0.5)
    return (found + np.sign(percents * 10 - found).where(found % 10 == 5, 0)) / 1000


def _three_digits(numbers: pd.Series) -> pd.Series:
    return numbers.map(lambda number: float(f"{number:.3g}"))


def _hidden(table: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """The table with these rows hidden; those that are so already keep their reason."""
    newly = rows & (table["quality"] != "D")
    return table.assign(
        quality=table["quality"].where(~newly, "D"), reason=table["reason"].where(~newly, COMPLEMENT)
    )

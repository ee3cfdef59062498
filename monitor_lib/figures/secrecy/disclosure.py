"""What may be shown, and how firmly: the publication classes and the hiding of small groups."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from monitor_lib.figures.differences.power import detectable
from monitor_lib.figures.estimates.estimation import Estimate, answered_otherwise
from monitor_lib.figures.secrecy.audit import recovered, thousandths
from monitor_lib.figures.secrecy.suppression import COMPLEMENT, complements
from monitor_lib.reference.records import Area, Codebook, Publication
from monitor_lib.reference.text.language import later
from monitor_lib.reference.text.reasons import TOO_FEW

SMALL_CELL = later("te kleine groep bij een gevoelige vraag")
TOO_LITTLE_CHANGED = later("te weinig nieuwe antwoorden sinds de vorige publicatie")
_BASES = ["wave", "indicator", "area", "respondents"]
_STEPS = (0.001, 0.01, 0.05, 0.1, 0.5, 1.0)  # of a published p-value
DOMINATED = later("één initiatief bepaalt het totaal")


def share_class(estimate: Estimate, rules: Publication) -> str:
    """The publication class of a share: A firm, B indicative, C in words only, D hidden."""
    if estimate.respondents < rules.hidden_below or estimate.interval is None:
        return "D"
    points = 100 * estimate.interval.width
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


def shown_groups(counts: Mapping[str, int], rules: Publication) -> set[str]:
    """The groups of a list that are large enough to tell who of them took part.

    What is hidden together follows from who took part in all: so groups are hidden, the smallest first, until those are
    as many initiatives as one group needs.

    Args:
        counts: how many initiatives each group has.
        rules: how many it needs.
    """
    shown, together = set(counts), 0
    for code in sorted(counts, key=lambda group: counts[group]):
        if counts[code] >= rules.hidden_below and not 0 < together < rules.hidden_below:
            break
        shown.discard(code)
        together += counts[code]
    return shown


def total_class(total: Estimate, amounts: np.ndarray, rules: Publication) -> tuple[str, str]:
    """The publication class of a total and, when it is hidden, why.

    Hidden when one respondent gives more than the dominance share of the respondents' sum, or when the second largest
    could guess the largest to within p percent: sum - x1 - x2 < p x1.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, sections 4.2.1 and 4.2.2.
    """
    if total.respondents < rules.hidden_below:
        return "D", TOO_FEW
    if _is_dominated(amounts, rules):
        return "D", DOMINATED
    if total.variation <= rules.class_a_variation:
        return "A", ""
    return ("B" if total.variation <= rules.class_b_variation else "C"), ""


def _is_dominated(amounts: np.ndarray, rules: Publication) -> bool:
    largest, second = np.sort(amounts)[:-3:-1]
    others = amounts.sum() - largest - second
    return bool(largest > rules.dominance * amounts.sum() or others < rules.p_percent / 100 * largest)


def gives_away(counts: np.ndarray, base: int, rules: Publication) -> bool:
    """Whether these counts of initiatives, of a sensitive question, tell of one initiative or of all of a small group.

    An answer that few gave could be recognised. And of a group too small for a percentage an answer that all gave, or
    none, is known of each of them. One hidden answer of a question follows from the others, so the caller hides all.

    Args:
        counts: how many gave each answer, or one of a group of answers.
        base: how many answered.
        rules: what is few, and from how many a group is large enough.
    """
    few = (counts > 0) & (counts < rules.sensitive_cell_below)
    alike = (base < rules.class_b_respondents) & ((counts == 0) | (counts == base))
    return bool((few | alike).any())


def protected(table: pd.DataFrame, tally: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures with everything hidden that would give away what is hidden: class D, with the reason.

    First what the sums ask for. Then, where the attacker's audit still recovers a count, ever wider around it: its
    landsdeel, the provinces of that, all below the level of the country, and if need be the country too. Who took part
    is no answer, and asks for nothing itself.

    Args:
        table: the figures with their class; a question is hidden in an area as a whole or not at all.
        tally: what is behind them.
        book: the codebook.
    """
    table = _complemented(table, book)
    suspects = set(table["indicator"])
    for wider in (_part, _provinces_of_part, _below_country, _everywhere):
        asked = table[table["indicator"].isin(suspects)]
        leaks = recovered(asked.assign(hidden=asked["quality"] == "D"), tally, book)
        suspects = {leak.indicator for leak in leaks}
        for leak in leaks:
            around = table["area"].isin(wider(book.area(leak.area), book))
            table = _hidden(table, (table["indicator"] == leak.indicator) & around)
        table = _complemented(table, book, suspects)
    return table


def _complemented(table: pd.DataFrame, book: Codebook, only: set[str] | None = None) -> pd.DataFrame:
    """The table with what the sums ask for hidden too; of these indicators, or of all."""
    turnouts = {entry.id for entry in book.indicators if entry.of}
    linked = table["kind"].isin(["share", "total", "count"]) & ~table["indicator"].isin(turnouts)
    linked &= True if only is None else table["indicator"].isin(only)
    extra = pd.Series(False, table.index)
    for _, rows in table[linked].groupby(["indicator", "kind"], sort=False):
        hidden = rows.loc[(rows["quality"] == "D") & (rows["respondents"] > 0), "area"].unique()
        if hidden.size:
            bases = rows.groupby("area")["respondents"].first()
            around = complements(hidden, book.areas, dict(zip(bases.index, bases, strict=True)))
            extra[rows.index[rows["area"].isin(around)]] = True
    return _hidden(table, extra)


def undominated(table: pd.DataFrame, amounts: Mapping[str, Mapping[str, np.ndarray]], book: Codebook) -> pd.DataFrame:
    """The figures with so many totals hidden that no difference between those that are shown tells of one initiative.

    A landsdeel minus its provinces that are shown is what the hidden ones come to together, and the country minus all
    that is shown what is hidden in its other landsdelen. Those have to pass the rules for a total as one: else the
    province with the fewest answers is hidden too, and where none is left the landsdeel.

    Args:
        table: the figures with their class.
        amounts: by question that has totals, and by province, what its respondents gave.
        book: the codebook.

    Source: Hundepool et al. (2012), section 4.3.2, on the primary rules for sums of suppressed cells.
    """
    for name, given in amounts.items():
        totals = (table["indicator"] == name) & (table["kind"] == "total")
        while code := _loose_end(table[totals], given, book):
            table = _complemented(_hidden(table, totals & (table["area"] == code)), book, {name})
    return table


def _loose_end(totals: pd.DataFrame, given: Mapping[str, np.ndarray], book: Codebook) -> str:
    """The area to hide next, as what is hidden tells too much of one initiative; "" where it does not."""
    hidden, answers = set(totals.loc[totals["quality"] == "D", "area"]), totals.set_index("area")["respondents"]
    for area in (each for each in book.areas if each.level != "province" and each.code not in hidden):
        parts = {each.code for each in book.areas if each.parent == area.code}
        inside = [each.code for each in book.provinces if each.code in parts or each.parent in parts & hidden]
        amounts = np.concatenate([np.empty(0), *(given[code] for code in inside if code in hidden)])
        if amounts.size and (len(amounts) < book.publication.hidden_below or _is_dominated(amounts, book.publication)):
            shown = [code for code in inside if code not in hidden] or [*(parts - hidden)] or [area.code]
            return min(shown, key=lambda code: (answers[code], code))
    return ""


def _part(area: Area, book: Codebook) -> set[str]:
    """The landsdeel of a province, and an area that is none itself."""
    return {area.parent if area.level == "province" and area.parent != book.country.code else area.code}


def _provinces_of_part(area: Area, book: Codebook) -> set[str]:
    """A landsdeel with its provinces."""
    part = _part(area, book)
    return part | {each.code for each in book.provinces if each.parent in part}


def _below_country(_: Area, book: Codebook) -> set[str]:
    return {area.code for area in book.areas} - {book.country.code}


def _everywhere(_: Area, book: Codebook) -> set[str]:
    return {area.code for area in book.areas}


def unlike(table: pd.DataFrame, before: pd.DataFrame, tally: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures with hidden what would tell of a few initiatives once the release before is taken off.

    Args:
        table: the figures with their class.
        before: the bases of what earlier releases of this wave showed (`shown_bases`): a reader may have kept those.
        tally: what is behind the figures.
        book: the codebook.
    """
    found = subtractable(table.assign(hidden=table["quality"] == "D"), before, book)
    for name, areas in found.items():
        newly = (table["indicator"] == name) & table["area"].isin(areas) & (table["quality"] != "D")
        table = table.assign(
            quality=table["quality"].mask(newly, "D"), reason=table["reason"].mask(newly, TOO_LITTLE_CHANGED)
        )
    return protected(table, tally, book) if found else table


def subtractable(table: pd.DataFrame, before: pd.DataFrame, book: Codebook) -> dict[str, set[str]]:
    """By sensitive question the areas shown here and in a release before, of which a few answers came or went."""
    both = shown_bases(table, book).merge(before, on=_BASES[:-1], suffixes=("", "_before"))
    apart = (both["respondents"] - both["respondents_before"]).abs()
    few = both[(apart > 0) & (apart < book.publication.sensitive_cell_below)]
    return {str(name): set(rows["area"]) for name, rows in few.groupby("indicator")}


def shown_bases(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """How many answered each sensitive question that is shown, by wave and area: what a later release must mind."""
    sensitive = [question.id for question in book.questions if question.sensitivity == "sensitive"]
    shown = table[table["indicator"].isin(sensitive) & ~table["hidden"] & (table["kind"] != "change")]
    return shown[_BASES].drop_duplicates(ignore_index=True)


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


def published(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures as readers get them: nothing in them tells more of others than the figures that are shown.

    All digits of a fraction tell of what it is the quotient: as weights differ between response groups, one exact share
    of a landsdeel gives the counts of its provinces. Shares and changes keep three decimals, and their whole percents;
    the limits of their intervals, which depend on the counts of every group, whole percents; totals three digits. A
    p-value depends on the rest of the country, hidden provinces included: it is told in steps. So does the share of
    that rest: what is told of it follows from the figures that are published (`_rest`), and so do which difference
    could have been seen (`power.detectable`) and what a share would be had others answered.
    """
    shares, totals = table["kind"].isin(["share", "change"]), table["kind"] == "total"
    values = table["value"].mask(shares, thousandths(table["value"])).mask(totals, three_digits(table["value"]))
    limits = {name: table[name].mask(shares, hundredths(table[name])) for name in ("low", "high")}
    limits = {name: limit.mask(totals, three_digits(limit)) for name, limit in limits.items()}
    told = table.assign(value=values, **limits, p_adjusted=in_steps(table["p_adjusted"]))
    changes = told["kind"] == "change"
    told = told.assign(reference=thousandths(told["reference"]).where(changes, _rest(told, book)))
    asked = (told["kind"] == "share") & told["low"].notna()
    lower, higher = answered_otherwise(told["value"].where(asked).to_numpy(float), book.publication.answer_bias)
    scenario = {
        "scenario_low": thousandths(pd.Series(lower, told.index)),
        "scenario_high": thousandths(pd.Series(higher, told.index)),
    }
    return told.assign(detectable=detectable(told, book), **scenario)


def _rest(table: pd.DataFrame, book: Codebook) -> pd.Series:
    """Of each share of a province or part that is shown: that of the rest of the country, from published figures alone.

    (B p - b q) / (B - b), with p and q the published shares of the country and the province, and B and b how many
    initiatives stand behind them: those on the list, times the part of the respondents that is in the base.
    """
    names = ["wave", "indicator", "answer", "kind"]
    answered = table[table["indicator"] == "responses"].set_index(["wave", "area"])["value"]
    asked = pd.Series(pd.MultiIndex.from_frame(table[["wave", "area"]]).map(answered.to_dict()), table.index)
    behind = table["population"] * table["respondents"] / asked.astype(float)
    nation = table.assign(behind=behind)[table["area"] == book.country.code].drop_duplicates(names).set_index(names)
    keys = pd.MultiIndex.from_frame(table[names])
    told = (keys.map(nation[name].to_dict()) for name in ("value", "behind"))
    share, every = (pd.Series(each, table.index).astype(float) for each in told)
    rest = ((every * share - behind * table["value"]) / (every - behind)).clip(0, 1)
    below = (table["area"] != book.country.code) & (table["kind"] == "share")
    return thousandths(rest.where(below & table["reference"].notna() & (every > behind)))


def hundredths(shares: pd.Series) -> pd.Series:
    """To whole percents; half a one goes up."""
    return np.floor(shares * 100 + 0.5) / 100


def in_steps(chances: pd.Series) -> pd.Series:
    """Each p-value as the next of a few steps above it."""
    steps = np.array(_STEPS)
    return chances.map(lambda chance: float(steps[np.searchsorted(steps, chance)]), na_action="ignore")


def three_digits(numbers: pd.Series) -> pd.Series:
    """To three digits, however large."""
    return numbers.map(lambda number: float(f"{number:.3g}"))


def _hidden(table: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """The table with these rows hidden; those that are so already keep their reason."""
    newly = rows & (table["quality"] != "D")
    return table.assign(quality=table["quality"].where(~newly, "D"), reason=table["reason"].where(~newly, COMPLEMENT))

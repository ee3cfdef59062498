"""The researcher's bench: any question, any selection, any cross-tabulation, with the same hiding as in print."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitor_lib.figures.estimates import association, estimation, pooling, quantities
from monitor_lib.figures.respondents.answers import Answers, answers_to, rows_in
from monitor_lib.figures.respondents.design import Design
from monitor_lib.figures.respondents.representativity import covariates, of_trait, propensities, r_indicator
from monitor_lib.figures.respondents.weighting import traits_of_list, weighting
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.reference.interval import written
from monitor_lib.reference.records import Codebook, CodebookError, Question

_HIDDEN = (*[np.nan] * 4, "D")


@dataclass(frozen=True)
class Bench:
    """The answers of initiatives on the list, one row each, and which of them are selected.

    Who is not selected stays in the table: the uncertainty of an estimate needs everybody.
    """

    book: Codebook
    listed: pd.DataFrame
    design: Design
    selected: np.ndarray

    def answers(self, question: str) -> Answers:
        """The answers to a question that can be counted; raises CodebookError for another."""
        entry = self.book.question(question)
        if not entry.scale or not entry.published:
            raise CodebookError(f'Vraag {entry.id} ("{entry.label}") heeft geen antwoorden om te tellen.')
        return answers_to(entry, self.listed, self.book)

    def filled(self, question: Question) -> np.ndarray:
        """The numbers that were given to a question that asks for one, nan where none was."""
        return self.listed[question.id].to_numpy(dtype=float, na_value=np.nan)


def bench(tables: tuple[pd.DataFrame, pd.DataFrame], book: Codebook, area: str, only: dict[str, list[str]]) -> Bench:
    """The answers of initiatives on the list, with those in one area and with these earlier answers selected.

    Args:
        tables: the initiatives and the responses, as cleaned.
        book: the codebook.
        area: name, alias or code.
        only: per question the answer codes to keep; a group's code stands for its answers.
    """
    initiatives, responses = tables
    listed = responses[responses["initiative_id"].notna()].reset_index(drop=True)
    place = book.area(area)
    design = weighting(initiatives, listed, book).design(place)
    made = Bench(book, listed, design, rows_in(place, listed))
    selected = made.selected.copy()
    for name, codes in only.items():
        answers = made.answers(name)
        unknown = set(codes) - set(answers.codes)
        if unknown:
            raise CodebookError(f"{name} kent geen antwoord {', '.join(sorted(unknown))}: {', '.join(answers.codes)}.")
        selected &= answers.given[[answers.codes.index(code) for code in codes]].any(axis=0)
    return Bench(book, listed, design, selected)


def representativity(tables: tuple[pd.DataFrame, pd.DataFrame], book: Codebook) -> pd.DataFrame:
    """How alike who answered is to the list: the R-indicator, and of each trait how far it sets chances apart.

    One row for the whole and one per trait that the list tells of every initiative, with the standard error. The whole
    is 1, and a trait 0, where all were as likely to answer.
    """
    initiatives, responses = tables
    answered = initiatives["initiative_id"].isin(responses["initiative_id"]).to_numpy(dtype=float)
    kind, *ages = traits_of_list(initiatives, book)
    traits = {"Provincie": initiatives["province"].fillna("").to_numpy(str), "Hoe ze zich noemen": kind}
    traits |= dict(zip((entry.label for entry in book.indicators if entry.classes), ages, strict=True))
    made = propensities(answered, covariates(pd.DataFrame(traits)))
    rows = {"R-indicator": r_indicator(made)} | {name: of_trait(made, trait) for name, trait in traits.items()}
    table = pd.DataFrame({name: vars(row) for name, row in rows.items()}).T
    return table.set_axis(["waarde", "standaardfout", "zonder correctie"], axis="columns")


def questions_to_begin_with(book: Codebook, question: str, by: str, tested: str) -> tuple[str, str, str]:
    """The questions to look at, to cross with and to test; of those left open the first that can be used so."""
    offered = [asked for asked in book.published if asked.scale]
    single = [asked for asked in offered if not asked.many] or offered
    return question or offered[0].id, by or single[0].id, tested or single[min(1, len(single) - 1)].id


def distribution(chosen: Bench, question: str) -> pd.DataFrame:
    """One row per answer: label, respondents who gave it, weighted share with its interval (fractions), and class.

    Of a question that asks for a number, one row for the median and, of what can be added up, one for the mean, in the
    unit of the question, with how many filled it in. Numbers are missing where fewer did than may be shown.
    """
    return _distribution(chosen, chosen.book.question(question), chosen.selected)


def _distribution(chosen: Bench, question: Question, inside: np.ndarray) -> pd.DataFrame:
    if question.type == "number":
        return _amounts(chosen, question, inside)
    answers = chosen.answers(question.id)
    labels, rules = chosen.book.scale(question.scale).labels, chosen.book.publication
    counts = (answers.given & inside).sum(axis=1)
    estimates = estimation.shares(chosen.design, answers.given, answers.base & inside, rules.confidence)
    limits = [written(estimate.interval) for estimate in estimates]
    table = pd.DataFrame(
        {
            "antwoord": [labels[code] for code in answers.codes],
            "gegeven door": counts.astype("float64"),
            "aandeel": [estimate.value for estimate in estimates],
            "van": [low for low, _ in limits],
            "tot": [high for _, high in limits],
            "klasse": [disclosure.share_class(estimate, rules) for estimate in estimates],
        },
        index=pd.Index(answers.codes, name="code"),
    )
    base = int((answers.base & inside).sum())
    secret = question.sensitivity == "sensitive" and disclosure.gives_away(counts, base, rules)
    hidden = (table["klasse"] == "D") | secret
    table.loc[hidden, ["gegeven door", "aandeel", "van", "tot"]] = np.nan
    return table


def _amounts(chosen: Bench, question: Question, inside: np.ndarray) -> pd.DataFrame:
    amounts, rules = chosen.filled(question), chosen.book.publication
    base = inside & ~np.isnan(amounts)
    median = quantities.median(chosen.design, amounts, base, rules.confidence)
    rows = [(f"Mediaan ({question.unit})", median, disclosure.number_class(median.respondents, rules))]
    if question.total:
        mean = quantities.mean(chosen.design, amounts, base, rules.confidence)
        rows.append((f"Gemiddelde ({question.unit})", mean, disclosure.total_class(mean, amounts[base], rules)[0]))
    known = [
        (name, *((found.respondents, found.value, *written(found.interval), quality) if quality != "D" else _HIDDEN))
        for name, found, quality in rows
    ]
    return pd.DataFrame(known, columns=["antwoord", "ingevuld door", "waarde", "van", "tot", "klasse"])


def crosstab(chosen: Bench, question: str, by: str) -> pd.DataFrame:
    """One row per answer of `question`, one column per answer of `by`: the share with its interval, in words.

    A question that asks for a number has a median, and a mean, for rows. A group with fewer respondents than may be
    shown says so in every cell. The groups of a question with several answers overlap.
    """
    asked, groups = chosen.book.question(question), chosen.answers(by)
    labels = chosen.book.scale(chosen.book.question(by).scale).labels
    known = ~np.isnan(chosen.filled(asked)) if asked.type == "number" else chosen.answers(question).base
    columns = {}
    for code, members in zip(groups.codes, groups.given, strict=True):
        inside = chosen.selected & members
        table = _distribution(chosen, asked, inside).set_index("antwoord")
        shown = zip(table.index, *(table.iloc[:, at] for at in (1, 2, 3)), strict=True)
        told = {answer: _cell(value, low, high, asked) for answer, value, low, high in shown}
        columns[f"{labels[code]} ({_base((known & inside).sum(), chosen)})"] = pd.Series(told)
    return pd.DataFrame(columns).rename_axis(asked.label)


def modelled(figures: pd.DataFrame, book: Codebook, question: str) -> pd.DataFrame:
    """The published shares, or the median, of provinces beside their "modelschatting", a row per province and answer.

    `model_value`, `model_low` and `model_high` are fractions (of a number: its unit), benchmarked to the figure of the
    country; `kans_hoger` is the chance that a share lies above that of the rest of the country. Hidden figures take no
    part and have no row. For internal use only.
    """
    asked = book.question(question)
    rows = figures[(figures["indicator"] == asked.id) & figures["kind"].isin(["share", "median"]) & ~figures["hidden"]]
    names = {area.code: area.name for area in book.provinces}
    labels = {"": asked.label, **(book.scale(asked.scale).labels if asked.scale else {})}
    found = [
        _modelled(own, whole.iloc[0], book).assign(antwoord=labels[str(answer)], provincie=own["area"].map(names))
        for answer, own in rows[rows["area"].isin(names)].groupby("answer", sort=False)
        if len(own) > 1 and len(whole := rows[(rows["area"] == book.country.code) & (rows["answer"] == answer)])
    ]
    return pd.concat(found).set_index(["antwoord", "provincie"]) if found else pd.DataFrame()


def _modelled(own: pd.DataFrame, whole: pd.Series, book: Codebook) -> pd.DataFrame:
    """One answer in provinces; medians on their logarithm, with the error that the width of their interval tells."""
    confidence, values = book.publication.confidence, own["value"].to_numpy(float)
    sizes = own["respondents"].to_numpy(float)
    if whole["kind"] == "share":
        beside, populations = own["reference"].fillna(whole["value"]), own["population"].to_numpy(float)
        made = pooling.pooled_shares(values, sizes, confidence, beside.to_numpy(float))
        made = pooling.benchmarked(made, populations, whole["population"] - populations.sum(), whole["value"])
    else:
        limits = own[["low", "high"]].to_numpy(float)
        made = pooling.pooled_medians(values, limits, sizes, confidence, whole["value"])
    columns = own[["respondents", "value", "low", "high"]]
    return columns.rename(columns={"respondents": "antwoorden", "value": "waarde", "low": "van", "high": "tot"}).assign(
        model_value=made.value, model_low=made.low, model_high=made.high, kans_hoger=made.higher
    )


def _base(respondents: int, chosen: Bench) -> str:
    least = chosen.book.publication.hidden_below
    return f"n = {respondents}" if respondents >= least else f"n < {least}"


def related(chosen: Bench, question: str, by: str) -> str:
    """Whether two questions with one answer each hang together in the selection, in a sentence; or why not tested."""
    for entry in map(chosen.book.question, (question, by)):
        if entry.many or not entry.scale:
            return f'Bij vraag {entry.id} ("{entry.label}") geeft men niet één antwoord: daarvoor is hier geen toets.'
    one, other = (_options(chosen, name) for name in (question, by))
    inside = chosen.selected & one.any(axis=0) & other.any(axis=0)
    respondents, least = int(inside.sum()), chosen.book.publication.compared_from
    spread = [int((table & inside).any(axis=1).sum()) for table in (one, other)]
    too_few = f"Te weinig antwoorden om samenhang te toetsen (n = {respondents})."
    if respondents < least or min(spread) < 2:
        return too_few
    try:
        test = association.association(chosen.design, one, other, inside)
    except np.linalg.LinAlgError:  # too many empty cells
        return too_few
    if np.isnan(test.p_value):
        return too_few
    if np.isinf(test.statistic):
        return f"De antwoorden hangen samen: het ene bepaalt het andere (n = {respondents})."
    demonstrable = test.p_value < chosen.book.publication.false_discovery_rate
    first, second = test.degrees
    return (
        f"De antwoorden hangen {'' if demonstrable else 'niet aantoonbaar '}samen: "
        f"F({first:.1f}; {second:.0f}) = {test.statistic:.2f}, p = {test.p_value:.3f}, n = {respondents}."
    )


def _options(chosen: Bench, name: str) -> np.ndarray:
    """The answers to a question of which each respondent gave one, without the groups."""
    answers = chosen.answers(name)
    groups = {group.code for group in chosen.book.scale(chosen.book.question(name).scale).groups}
    return answers.given[[at for at, code in enumerate(answers.codes) if code not in groups]]


def _cell(value: float, low: float, high: float, asked: Question) -> str:
    if np.isnan(value):
        return disclosure.TOO_FEW
    of = _amount if asked.type == "number" else "{:.0%}".format
    return f"{of(value)} ({of(low)} tot {of(high)})"


def _amount(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")

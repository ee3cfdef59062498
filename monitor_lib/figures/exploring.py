"""What a researcher looks at beside the figures: who answered, and what a model makes of provinces."""

import pandas as pd

from monitor_lib.figures.estimates import pooling
from monitor_lib.figures.respondents.representativity import covariates, of_trait, propensities, r_indicator
from monitor_lib.figures.respondents.weighting import traits_of_list
from monitor_lib.reference.records import Codebook


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

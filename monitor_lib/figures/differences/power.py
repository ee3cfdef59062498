"""What a sample could have shown: the smallest difference that its tests find most of the time."""

import numpy as np
import pandas as pd
from scipy import special

from monitor_lib.figures.differences.families import families
from monitor_lib.figures.differences.significance import SMALLEST_EXPECTED
from monitor_lib.reference.records import Codebook

POWER = 0.8  # found in four of five samples like this one
_APART = np.arange(1, 101) / 100


def smallest(share: np.ndarray, here: np.ndarray, there: np.ndarray, level: np.ndarray) -> np.ndarray:
    """The smallest difference, in whole percents as a fraction, that is found with the power; nan where none is.

    From a share towards the side where there is more room, with the pooled score test: the difference minus what the
    test asks for is z(power) times its standard error. Where Fisher's exact test takes its place, that asks for more:
    the correction for continuity.

    Args:
        share: of the group that is compared with.
        here: respondents of the one group.
        there: of the other.
        level: the p-value that is still demonstrable.

    Source: Fleiss, Levin & Paik (2003), section 4.2.
    """
    one, other = here[:, None], there[:, None]
    theirs = share[:, None]
    own = theirs + np.where(theirs <= 0.5, _APART, -_APART)
    possible = (own >= 0) & (own <= 1)
    own = own.clip(0, 1)
    pooled = (one * own + other * theirs) / (one + other)
    exact = np.minimum(one, other) * np.minimum(pooled, 1 - pooled) < SMALLEST_EXPECTED
    asked = special.ndtri(1 - level / 2)[:, None] * np.sqrt(pooled * (1 - pooled) * (1 / one + 1 / other))
    asked = asked + np.where(exact, (1 / one + 1 / other) / 2, 0)
    error = np.sqrt(own * (1 - own) / one + theirs * (1 - theirs) / other)
    found = possible & (_APART - asked >= special.ndtri(POWER) * error)
    return np.where(found.any(axis=1), _APART[found.argmax(axis=1)], np.nan)


def detectable(table: pd.DataFrame, book: Codebook) -> pd.Series:
    """Per row that was tested, the smallest difference (or change) that could have been seen; nan for others.

    From published columns alone, so that it tells nothing more: verdicts, bases and references.
    """
    tested = table["compared"].isin(["higher", "lower", "no_difference"]) & ~table["hidden"]
    rows = table[tested].assign(family=families(table[tested], book))
    others = _others(rows, table, book)
    found = smallest(
        rows["reference"].to_numpy(float), rows["respondents"].to_numpy(float), others, _levels(rows, book)
    )
    return pd.Series(found, rows.index, dtype=float).reindex(table.index)


def _levels(rows: pd.DataFrame, book: Codebook) -> np.ndarray:
    """The p-value at which one comparison more would be demonstrable in each row's family."""
    by_family = rows.groupby("family")["compared"]
    tests, found = (
        by_family.transform("size"),
        by_family.transform(lambda verdicts: (verdicts != "no_difference").sum()),
    )
    together = rows.groupby(["wave", "kind"])["family"].transform("nunique")
    allowed = book.publication.false_discovery_rate / together
    return (allowed * np.minimum(found + 1, tests) / tests).to_numpy(float)


def _others(rows: pd.DataFrame, table: pd.DataFrame, book: Codebook) -> np.ndarray:
    """How many respondents are on the other side of each comparison."""
    keys = ["wave", "area", "indicator", "answer"]
    shares = table[table["kind"] == "share"].drop_duplicates(keys).set_index(keys)["respondents"]
    changes = rows["kind"] == "change"
    before = {wave.id: getattr(book.wave_before(wave), "id", "") for wave in book.waves}
    sought = rows[keys].assign(
        wave=rows["wave"].where(~changes, rows["wave"].map(before)), area=rows["area"].where(changes, book.country.code)
    )
    there = pd.Series(pd.MultiIndex.from_frame(sought).map(shares.to_dict()), rows.index).astype(float)
    return there.where(changes, there - rows["respondents"]).to_numpy(float)

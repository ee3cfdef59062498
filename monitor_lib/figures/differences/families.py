"""Which comparisons are judged together, each family with its equal part of the false discoveries that are allowed.

Of shares of areas beside the rest of the country: the headline answers, which the codebook names before data arrive,
and all others. Of changes: those of the country, and those of its parts and provinces.
"""

import numpy as np
import pandas as pd

from monitor_lib.figures.differences.significance import adjusted
from monitor_lib.reference.records import Codebook


def families(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    """The family of each row of the figures table, as a name; rows of another wave or kind have another."""
    pairs = zip(table["indicator"], table["answer"], strict=True)
    headline = np.array([pair in book.headlines for pair in pairs], dtype=bool)
    first = np.where(table["kind"] == "change", table["area"] == book.country.code, headline)
    return (table["wave"] + " " + table["kind"]).to_numpy(dtype=str) + np.where(first, " first", " other")


def adjusted_within(p_values: np.ndarray, family: np.ndarray) -> np.ndarray:
    """The p-values after Benjamini-Hochberg within each family, times the number of families in which was tested."""
    result, tested = np.full(len(p_values), np.nan), ~np.isnan(p_values)
    names = np.unique(family[tested])
    for name in names:
        own = family == name
        result[own] = np.minimum(1, len(names) * adjusted(p_values[own]))
    return result

"""Which initiatives on the list fall under each code of an indicator that counts them."""

import numpy as np
import pandas as pd

from monitor_lib.reference.codebook_records import Codebook, Indicator


def counted(entry: Indicator, initiatives: pd.DataFrame, book: Codebook) -> dict[str, np.ndarray]:
    """By code, which initiatives count.

    Per class of years each counts at most once (not at all where the year is unknown); per network an initiative
    counts on every list it stands on. Networks that the codebook does not list come last.
    """
    if entry.source == "networks":
        return _per_network(initiatives, book)
    years = initiatives[entry.field].to_numpy(dtype=float, na_value=np.nan)
    return {each.code: (years >= each.first) & (years <= each.last) for each in entry.classes}


def _per_network(initiatives: pd.DataFrame, book: Codebook) -> dict[str, np.ndarray]:
    networks = initiatives["networks"].str.split("|").explode().dropna()
    codes = dict.fromkeys([*(network.id for network in book.networks), *sorted(networks.unique())])
    return {code: initiatives.index.isin(networks.index[networks == code]) for code in codes}

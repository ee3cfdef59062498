"""Which initiatives on the list fall under each code of an indicator that counts them."""

import numpy as np
import pandas as pd

from monitor_lib.figures.answers import single_answers
from monitor_lib.reference.codebook_records import OTHER_LISTS, Codebook, Indicator


def counted(entry: Indicator, initiatives: pd.DataFrame, book: Codebook) -> dict[str, np.ndarray]:
    """By code, which initiatives count.

    Per class of years, or per answer of its field, each counts at most once (not at all where it is unknown); per
    network an initiative counts on every list it stands on. Lists of networks that the codebook does not name come
    last, together.
    """
    if entry.source == "networks":
        return _per_network(initiatives, book)
    if not entry.classes:
        answers = single_answers(initiatives[entry.field], book.scale(book.field(entry.field).scale))
        return dict(zip(answers.codes, answers.given, strict=True))
    years = initiatives[entry.field].to_numpy(dtype=float, na_value=np.nan)
    return {each.code: (years >= each.first) & (years <= each.last) for each in entry.classes}


def _per_network(initiatives: pd.DataFrame, book: Codebook) -> dict[str, np.ndarray]:
    listed = initiatives["networks"].str.split("|").explode().dropna().map(lambda name: book.network(name).id)
    return {
        network.id: initiatives.index.isin(listed.index[listed == network.id])
        for network in (*book.networks, OTHER_LISTS)
    }

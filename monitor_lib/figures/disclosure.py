"""What may be shown, and how firmly: the publication classes and the hiding of small groups."""

import numpy as np

from monitor_lib.figures.estimation import Estimate
from monitor_lib.reference.codebook_records import Publication

TOO_FEW = "te weinig antwoorden"
SMALL_CELL = "te kleine groep bij een gevoelige vraag"


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


def has_small_cell(counts: np.ndarray, rules: Publication) -> bool:
    """Whether any of these counts of initiatives is so small that it could be recognised.

    One hidden answer of a question follows from the others, so the caller hides all of them.
    """
    return bool(((counts > 0) & (counts < rules.sensitive_cell_below)).any())

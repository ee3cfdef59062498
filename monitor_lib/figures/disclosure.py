"""What may be shown, and how firmly: the publication classes and the hiding of small groups."""

import numpy as np

from monitor_lib.figures.estimation import Estimate
from monitor_lib.reference.codebook_records import Publication

TOO_FEW = "te weinig antwoorden"
SMALL_CELL = "te kleine groep bij een gevoelige vraag"
DOMINATED = "één initiatief bepaalt het totaal"


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

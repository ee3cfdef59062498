"""What questionnaires agree to. Consent is active and fails closed: only the answer that agrees is a yes."""

from collections.abc import Iterable, Mapping

import pandas as pd

from monitor_lib.intake.survey.answers import Answer, value_of
from monitor_lib.intake.survey.telling import Told
from monitor_lib.reference.records import Codebook, Consent
from monitor_lib.reference.roles import CONSENTS

Agreed = Mapping[str, bool | None]
"""By role of consent: yes, no, or None where the respondent was not asked."""


def given(
    told: Mapping[str, Told], answers: Mapping[str, Answer], finished: int, book: Codebook
) -> dict[str, bool | None]:
    """What one questionnaire agrees to, by role of consent.

    Whoever saw the question and left it open said no, and so did whoever gave another answer, also where earlier
    answers do not lead to the question: routing takes away a yes, never a no. An export without a question that the
    wave asks gives nobody's yes.

    Args:
        told: what the export says, by question.
        answers: the same with routing.
        finished: the highest part of the questionnaire that was finished.
        book: the questionnaire of the wave.
    """
    return {role: _given(book.consent(role), told, answers, finished) for role in CONSENTS}


def _given(
    consent: Consent | None, told: Mapping[str, Told], answers: Mapping[str, Answer], finished: int
) -> bool | None:
    if consent is None:
        return None
    question, answer = consent.question, answers[consent.question.id]
    if question.id not in told:
        return False
    value = value_of(question, told[question.id])
    if value is None:
        seen = answer.state == "skipped" or (question.asked is None and finished >= question.part)
        return False if seen else None
    if value != consent.answer and not (isinstance(value, frozenset) and consent.answer in value):
        return False
    return True if answer.state == "answered" else None


def together(several: Iterable[Agreed]) -> dict[str, bool | None]:
    """What several questionnaires of one initiative agree to: a no of any of them counts."""
    several = list(several)
    return {role: _no_counts([agreed[role] for agreed in several]) for role in CONSENTS}


def _no_counts(said: list[bool | None]) -> bool | None:
    return False if False in said else True if True in said else None


def column(role: str) -> str:
    """The column of the table of responses with this consent."""
    return f"agreed_{role}"


def said(responses: pd.DataFrame, role: str) -> pd.Series:
    """Per response whether it agrees (boolean, missing where that was not asked)."""
    return responses[column(role)].astype("boolean")


def agreed(responses: pd.DataFrame, role: str) -> pd.DataFrame:
    """The responses of initiatives on the list that agree."""
    return responses[said(responses, role).fillna(False).astype(bool) & responses["initiative_id"].notna()]

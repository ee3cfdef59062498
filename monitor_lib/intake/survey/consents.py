"""What initiatives agreed to by their own answers. Consent is active: only the answer that agrees is a yes."""

import pandas as pd

from monitor_lib.reference.records import Consent


def said(responses: pd.DataFrame, consent: Consent | None) -> pd.Series:
    """Per response whether it agrees (boolean); missing where it did not come to the question, or there is none.

    Whoever finished the part with the question and left it open said no, and so did whoever gave another answer.
    """
    unknown = pd.Series(pd.NA, responses.index, dtype="boolean")
    if consent is None or consent.state not in responses:
        return unknown
    state = responses[consent.state]
    if consent.question.many:
        chosen = responses[f"{consent.question.id}_{consent.answer}"].astype("boolean")
    else:
        chosen = (responses[consent.question.id] == consent.answer).astype("boolean")
    refused = (state == "skipped") & (responses["finished"] >= consent.question.part)
    return chosen.where(state == "answered", unknown).mask(refused, False)


def agreed(responses: pd.DataFrame, consent: Consent | None) -> pd.DataFrame:
    """The responses of initiatives on the list that agree."""
    return responses[said(responses, consent).fillna(False).astype(bool) & responses["initiative_id"].notna()]

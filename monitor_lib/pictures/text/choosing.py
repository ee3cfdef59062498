"""How a report comes to what it opens with: every question that might have stood there, and what became of it."""

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, finding_row, rows
from monitor_lib.pictures.figure.words import share_words
from monitor_lib.pictures.text import findings
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import say


def considered(figures: pd.DataFrame, book: Codebook, area: Area, past: History | None) -> pd.DataFrame:
    """One row per question with a weight, the heaviest first: its figure, and why it opens the report or does not."""
    told = {each.question.id: each for each in findings.notable(figures, book, area, past) if each.question}
    weighed = sorted(book.key_figures, key=lambda question: -question.weight)
    records = [
        (
            question.label,
            question.weight,
            share_words(row) if row else "–",
            "–" if row is None or row.p_adjusted is None else f"{row.p_adjusted:g}",
            _why(book, question, row, told.get(question.id)),
        )
        for question in weighed
        for row in [finding_row(question, rows(figures, book, question.id, area))]
    ]
    heads = (say("Vraag"), say("Gewicht"), say("Cijfer"), say("p, gecorrigeerd"), say("Opent het rapport?"))
    return pd.DataFrame(records, columns=list(heads)).set_index(heads[0])


def _why(book: Codebook, question: Question, row: Row | None, told: findings.Told | None) -> str:
    if told:
        return say("ja: {kind}", kind=told.label.lower())
    if row is None or row.hidden:
        return say("nee: {reason}", reason=say(row.reason) if row else say("geen cijfer"))
    if not findings.sentence(book, question, row):
        return say("nee: te onzeker om mee te openen")
    return say("nee: andere vragen gaan voor")

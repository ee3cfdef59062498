"""The codebook as a table: what was asked of whom, and what could be answered."""

from collections.abc import Iterator

import pandas as pd

from monitor_lib.reference.records import Codebook, Question


def codebook_table(book: Codebook) -> pd.DataFrame:
    """One row per question and answer, or one for a question without a list of answers."""
    return pd.DataFrame([line for question in book.questions for line in _lines(question, book)])


def _lines(question: Question, book: Codebook) -> Iterator[dict]:
    said = {
        "question": question.id,
        "label": question.label,
        "text": question.text,
        "type": question.type,
        "scale": question.scale,
        "unit": question.unit,
        "part": question.part,
        "base": _base(question, book),
        "sensitivity": question.sensitivity,
    }
    for code, label, kind in _answers(question, book) or [("", "", "")]:
        yield said | {"answer": code, "answer_label": label, "answer_kind": kind}


def _answers(question: Question, book: Codebook) -> list[tuple[str, str, str]]:
    if not question.scale:
        return []
    scale = book.scale(question.scale)
    options = [(o.code, o.label, "outside" if o.code in scale.outside else "option") for o in scale.options]
    return options + [(group.code, group.label, "group") for group in scale.groups]


def _base(question: Question, book: Codebook) -> str:
    """Who was asked, in words."""
    if question.asked is None:
        several = len({each.part for each in book.questions}) > 1
        return f"wie deel {question.part} invulde" if several else "wie de vragenlijst invulde"
    earlier = book.question(question.asked.question)
    labels = book.answers_of(earlier.id)
    answers = " of ".join(f"“{labels[code]}”" for code in question.asked.answers)
    return f"wie bij {earlier.id} ({earlier.label}) {answers} antwoordde"

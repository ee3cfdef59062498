"""Tables of a small wave, with these answers to one question."""

import numpy as np
import pandas as pd


def tables(book, answers: dict[str, list[str]]):
    """An inventory of 50 initiatives a province, and per province these answers to q07 (legal form)."""
    parent = {area.code: area.parent for area in book.provinces}
    inventory = pd.DataFrame(
        [{"initiative_id": f"{code}-{n}", "province": code, "part": parent[code]} for code in parent for n in range(50)]
    ).assign(form="stadsdorp", legal_form="geen", start_year=2015.0, networks="bokd")
    rows = [
        {"initiative_id": f"{code}-{n}", "province": code, "part": parent[code], "q07": given}
        for code, column in answers.items()
        for n, given in enumerate(column)
    ]
    responses = pd.DataFrame(rows).assign(finished=2)
    empty = {name: column for question in book.published for name, column in _unanswered(question, responses, book)}
    return inventory, pd.concat([responses, pd.DataFrame(empty, index=responses.index)], axis=1)


def _unanswered(question, responses, book):
    if question.many:
        yield from ((f"{question.id}_{code}", False) for code in book.scale(question.scale).codes)
    elif question.id not in responses:
        yield question.id, pd.Series(np.nan if question.type == "number" else None, responses.index, dtype="object")
    yield f"{question.id}_state", "answered" if question.id in responses else "skipped"

"""What differs demonstrably between a province and the rest of the country, over all answers to all questions."""

import pandas as pd

from monitor_lib.pictures import style
from monitor_lib.pictures.rows import Row, in_area, rows
from monitor_lib.pictures.telling import finding_row
from monitor_lib.pictures.words import share_words
from monitor_lib.reference.codebook_records import Area, Codebook, Question

_DEFAULT = "antwoordt {share} “{answer}” op de vraag “{question}”"


def differing(figures: pd.DataFrame, book: Codebook, area: Area) -> list[tuple[Question, Row]]:
    """Every answer that differs demonstrably, the surest first; of an opinion only its positive answers together."""
    found = [
        (question, row)
        for question in book.published
        for row in _comparable(question, rows(figures, book, question.id, area))
        if row.differs
    ]
    return sorted(found, key=lambda pair: pair[1].p_adjusted)


def surest(found: list[tuple[Question, Row]]) -> list[tuple[Question, Row]]:
    """Of each question the surest difference, as one difference often is the other side of the next."""
    return list({question.id: (question, row) for question, row in reversed(found)}.values())[::-1]


def sentence(question: Question, row: Row) -> str:
    """A demonstrable difference as one or two sentences; the share as firm as its class allows."""
    words, bracket, interval = share_words(row).partition(" (")
    whom = f"{words} van de initiatieven{' die deze vraag kregen' if question.asked else ''}{bracket}{interval}"
    phrase = question.phrase
    fits = phrase is not None and row.answer not in phrase.beyond
    answer = f"{row.label[:1].lower()}{row.label[1:]}" if fits else row.label
    said = (phrase.words if fits else _DEFAULT).format(share=whom, answer=answer, question=question.text)
    rest = style.percent(row.reference)
    return f"In {row.area.name} {said}; in de rest van Nederland {rest}. Dat verschil is aantoonbaar."


def beside(question: Question, found: tuple[Row, ...]) -> str:
    """What differs at a question besides the answer that tells it, or ""."""
    telling = finding_row(question, found)
    others = [row for row in _comparable(question, found) if row.differs and row != telling]
    if not others:
        return ""
    row = min(others, key=lambda each: each.p_adjusted)
    return (
        f"Wel verschilt aantoonbaar: “{row.label}”, {share_words(row)}; "
        f"in de rest van Nederland {style.percent(row.reference)}."
    )


def none_found(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Why no difference is shown: none is demonstrable, or there were too few answers to compare."""
    tested = any(
        row.compared == "no_difference" for question in book.published for row in rows(figures, book, question.id, area)
    )
    if not tested:
        return f"Er zijn te weinig antwoorden {in_area(area)} om met de rest van Nederland te vergelijken."
    return (
        f"Geen enkel antwoord {in_area(area)} verschilt aantoonbaar van de rest van Nederland. "
        "Dat is niet hetzelfde als gelijk: kleine verschillen zijn met zo weinig antwoorden niet te zien."
    )


def _comparable(question: Question, found: tuple[Row, ...]) -> tuple[Row, ...]:
    return found[-1:] if question.type == "likert" else found

"""What differs demonstrably between a province and the rest of the country, over all answers to all questions."""

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, finding_row, in_area, rows
from monitor_lib.pictures.figure.words import rest_words, share_words
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import later, say

_DEFAULT = later("antwoordt {share} “{answer}” op de vraag “{question}”")


def differing(figures: pd.DataFrame, book: Codebook, area: Area) -> list[tuple[Question, Row]]:
    """Every answer that differs demonstrably, the surest first; of an opinion only its positive answers together."""
    found = [
        (question, row)
        for question in book.published
        for row in _comparable(question, rows(figures, book, question.id, area))
        if row.differs
    ]
    return sorted(found, key=lambda pair: pair[1].surety)


def surest(found: list[tuple[Question, Row]]) -> list[tuple[Question, Row]]:
    """Of each question the surest difference, as one difference often is the other side of the next."""
    return list({question.id: (question, row) for question, row in reversed(found)}.values())[::-1]


def sentence(question: Question, row: Row) -> str:
    """A demonstrable difference as one or two sentences; the share as firm as its class allows."""
    share, bracket, interval = share_words(row).partition(" (")
    given = {"share": share, "interval": f"{bracket}{interval}"}
    if question.asked:
        whom = say("{share} van de initiatieven die deze vraag kregen{interval}", **given)
    else:
        whom = say("{share} van de initiatieven{interval}", **given)
    answer, words = row.label, say(_DEFAULT)
    if question.phrase and row.answer not in question.phrase.beyond:
        answer, words = f"{row.label[:1].lower()}{row.label[1:]}", question.phrase.words
    said = words.format(share=whom, answer=answer, question=question.text)
    told = {"area": row.area.name, "finding": said, "rest": rest_words(row)}
    return say("In {area} {finding}; in de rest van het land {rest}. Dat verschil is aantoonbaar.", **told)


def beside(question: Question, found: tuple[Row, ...]) -> str:
    """What differs at a question besides the answer that tells it, or ""."""
    telling = finding_row(question, found)
    others = [row for row in _comparable(question, found) if row.differs and row != telling]
    if not others:
        return ""
    row = min(others, key=lambda each: each.surety)
    return say(
        "Wel verschilt aantoonbaar: “{answer}”, {share}; in de rest van het land {rest}.",
        answer=row.label,
        share=share_words(row),
        rest=rest_words(row),
    )


def none_found(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Why no difference is shown: none is demonstrable, or there were too few answers to compare."""
    tested = any(
        row.compared == "no_difference" for question in book.published for row in rows(figures, book, question.id, area)
    )
    if not tested:
        where = in_area(area)
        return say("Er zijn te weinig antwoorden {where} om met de rest van het land te vergelijken.", where=where)
    return say(
        "Geen enkel antwoord {where} verschilt aantoonbaar van de rest van het land. "
        "Dat is niet hetzelfde als gelijk: kleine verschillen zijn met zo weinig antwoorden niet te zien.",
        where=in_area(area),
    )


def _comparable(question: Question, found: tuple[Row, ...]) -> tuple[Row, ...]:
    return found[-1:] if question.type == "likert" else found

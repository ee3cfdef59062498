"""What differs demonstrably between a province and the rest of the country, over all answers to all questions."""

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, finding_row, in_area, rows, whole
from monitor_lib.pictures.figure.words import points, rest_words, share_words
from monitor_lib.pictures.style import style
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import later, say

_MORE = later("{where} wel aantoonbaar meer dan in de rest van {country}: “{answer}”, {share}; daar {rest}.")
_LESS = later("{where} wel aantoonbaar minder dan in de rest van {country}: “{answer}”, {share}; daar {rest}.")
_HALF = (0.3, 0.7)  # what is called about half


def differing(figures: pd.DataFrame, book: Codebook, area: Area) -> list[tuple[Question, Row]]:
    """Every answer that differs demonstrably, the surest first; of an opinion only its positive answers together."""
    found = [
        (question, row)
        for question in book.published
        for row in _comparable(question, rows(figures, book, question.id, area))
        if row.differs
    ]
    return sorted(found, key=lambda pair: pair[1].surety)


def beside(question: Question, found: tuple[Row, ...]) -> str:
    """What differs at a question besides the answer that tells it, or ""."""
    telling = finding_row(question, found)
    others = [row for row in _comparable(question, found) if row.differs and row != telling]
    if not others:
        return ""
    row = min(others, key=lambda each: each.surety)
    where = in_area(row.area)
    given = {
        "where": where[:1].upper() + where[1:],
        "answer": row.label,
        "share": share_words(row),
        "rest": rest_words(row),
        "country": whole(),
    }
    return say(_MORE if row.compared == "higher" else _LESS, **given)


def none_found(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Why no difference is shown: none is demonstrable, or there were too few answers to compare."""
    given = {"where": in_area(area), "country": whole()}
    if area.level == "country":
        return say("Er zijn te weinig antwoorden om provincies met de rest van {country} te vergelijken.", **given)
    if not any(row.compared == "no_difference" for row in _shares(figures, book, area)):
        return say("Er zijn te weinig antwoorden {where} om met de rest van {country} te vergelijken.", **given)
    return say(
        "Geen enkel antwoord {where} verschilt aantoonbaar van de rest van {country}. Dat is niet hetzelfde als "
        "gelijk.",
        **given,
    )


def in_sight(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Which differences this sample could have shown in an area, in plain words; of the country, in all its areas."""
    if area.level == "country":
        parts, provinces = ([each for each in book.areas if each.level == level] for level in ("part", "province"))
        told = [_in_sight_of(figures, book, provinces, say("In een provincie"))]
        told += [_in_sight_of(figures, book, parts, say("In een landsdeel"))] if parts else []
    else:
        where = in_area(area)
        told = [_in_sight_of(figures, book, [area], where[:1].upper() + where[1:])]
    told = list(filter(None, told))
    closing = say("Kleinere verschillen kunnen er zijn, maar deze meting kan ze meestal niet laten zien.")
    return " ".join([*told, closing]) if told else none_found(figures, book, area)


def _in_sight_of(figures: pd.DataFrame, book: Codebook, areas: list[Area], where: str) -> str:
    """From where on differences would have been seen in four of five samples; nothing where none were tested.

    Of answers that about half give, where there are any: of rare ones less is enough, and headlines are to lie beside
    others that are like them.
    """
    tested = [row for area in areas for row in _shares(figures, book, area) if row.detectable is not None]
    half = [row for row in tested if row.reference is not None and _HALF[0] <= row.reference <= _HALF[1]]
    found = half or tested
    if not found:
        return ""
    headlines = [row for row in found if (row.indicator, row.answer) in book.headlines]
    others = [row for row in found if row not in headlines] or found
    first = say(
        "{where} valt een verschil met de rest van {country} pas op vanaf ongeveer {points} "
        "procentpunten{bases}.{which}",
        where=where,
        country=whole(),
        points=_points(others),
        which=f" {say('Dat geldt voor een antwoord dat ongeveer de helft geeft.')}" if half else "",
        bases=_bases(found),
    )
    if not headlines or _points(headlines) == _points(others):
        return first
    return f"{first} " + say("Bij de kernvragen is dat ongeveer {points}.", points=_points(headlines))


def _points(found: list[Row]) -> str:
    return points([row.detectable for row in found if row.detectable is not None])


def _bases(found: list[Row]) -> str:
    least, most = (style.number(pick(row.respondents for row in found)) for pick in (min, max))
    answers = least if least == most else say("{low} tot {high}", low=least, high=most)
    return say(" ({answers} antwoorden)", answers=answers)


def _shares(figures: pd.DataFrame, book: Codebook, area: Area) -> list[Row]:
    """Every share of an answer in an area."""
    return [row for question in book.published for row in rows(figures, book, question.id, area)]


def _comparable(question: Question, found: tuple[Row, ...]) -> tuple[Row, ...]:
    return found[-1:] if question.type == "likert" else found

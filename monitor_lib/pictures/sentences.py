"""Figures in plain Dutch: never more certain than they are, and never a number that is not in the table."""

import pandas as pd

from monitor_lib.pictures import differences, style
from monitor_lib.pictures.rows import Row, Shown, area_of, in_area, question_of, rows, shown, value
from monitor_lib.pictures.telling import finding_row
from monitor_lib.pictures.words import TOO_FEW, UNCERTAIN, median_words, share_words
from monitor_lib.reference.codebook_records import Area, Codebook, Question

FINDINGS = 5


def question_sentence(figures: pd.DataFrame, book: Codebook, question: Question | str, area: Area | str) -> str:
    """The sense of one question in one area, in one to three plain sentences.

    Where the area's own answers are too few or too uncertain it says so, and tells of the nearest larger area.
    """
    question, area = question_of(book, question), area_of(book, area)
    found = shown(figures, book, question.id, area)
    if found.empty:
        return f"{_why_not(found, area)}."
    told = [f"{_why_not(found, area)}."] if found.borrowed else []
    sense, place = _sense(found, question), found.area
    if not sense:
        told.append(_uncertain(found))
    while not sense and place.parent:
        place = book.area(place.parent)
        sense = _sense(shown(figures, book, question.id, place), question)
    told.append(f"Ter vergelijking: {_lowered(sense)}" if told and sense else sense)
    return " ".join(filter(None, told))


def findings(figures: pd.DataFrame, book: Codebook, area: Area | str) -> list[str]:
    """The five most telling sentences on an area, most certain facts first.

    How many initiatives and answers there are; what differs demonstrably from the rest of the country, whatever was
    asked (the surest difference of each question); the firmest of
    the figures that the codebook marks as a finding. An area with too few answers is filled up with those of its
    landsdeel, so marked.
    """
    area = area_of(book, area)
    found = [(question, shown(figures, book, question.id, area)) for question in book.published if question.finding]
    own = _telling([(question, each) for question, each in found if not each.borrowed])
    wider = [(question, shown(figures, book, question.id, book.area(area.parent or "NL"))) for question, _ in found]
    differing = differences.surest(differences.differing(figures, book, area))
    told = [_turnout(figures, area), *_scarcity(figures, book, area, own)]
    told += [_difference(question, row) for question, row in differing]
    told += _ordered([pair for pair in own if pair[0] not in [question for question, _ in differing]])
    told += [f"Ter vergelijking: {_lowered(sentence)}" for sentence in _ordered(_telling(wider)) if area.parent]
    return told[:FINDINGS]


def base_words(found: list[Row], asked: bool) -> str:
    """How many answers these figures rest on, or of how many initiatives on the list something is known."""
    row, most = min(found, key=lambda each: each.respondents), max(each.respondents for each in found)
    if asked and row.respondents < most:
        return f"{style.number(row.respondents)} tot {_answers(most)}"
    if asked:
        return _answers(most)
    if not row.answer:
        return f"{style.number(row.respondents)} van de {style.number(row.population)}"
    if row.respondents == row.population:
        return f"{style.number(row.population)} initiatieven"
    return f"bekend van {style.number(row.respondents)} van de {style.number(row.population)}"


def finding_sentence(question: Question, row: Row) -> str:
    """One figure as a sentence, or "" when it is too uncertain to be one."""
    words = share_words(row)
    if row.hidden or words == UNCERTAIN:
        return ""
    subject = _subject(words, row, question)
    said = question.finding.words if question.finding else f"antwoordt “{row.label}”"
    return _capital(f"{subject} {said}.")


def _subject(words: str, row: Row, question: Question) -> str:
    """Who the share is of: `57% van de initiatieven in Utrecht (tussen 52% en 62%)`."""
    whom = f"van de initiatieven {in_area(row.area)}"
    if question.asked:
        whom += " die deze vraag kregen"
    if row.quality == "C":
        return f"{words} {in_area(row.area)}"
    first, bracket, rest = words.partition(" (")
    return f"{first} {whom}{bracket}{rest}"


def _sense(found: Shown, question: Question) -> str:
    """What an area answers, or "" when its telling figure is too uncertain for a sentence."""
    if question.type == "number":
        return _median_sense(found, question)
    row = finding_row(question, found.rows)
    if row is None or row.hidden:
        return ""
    if question.finding or question.type == "likert":
        sentence = finding_sentence(question, row)
    elif row.quality in ("A", "B"):
        sentence = f"Het vaakst gegeven antwoord {in_area(row.area)} is “{row.label}”: {share_words(row)}."
    else:
        return ""
    beside = "" if row.differs else differences.beside(question, found.rows)
    return sentence and sentence + (f" {beside}" if beside else _compared(row))


def _uncertain(found: Shown) -> str:
    where, count = _capital(in_area(found.area)), found.rows[0].respondents
    return f"{where} is het beeld te onzeker voor een percentage ({_answers(count)})."


def _median_sense(found: Shown, question: Question) -> str:
    row = found.rows[0]
    where = in_area(row.area)
    words = median_words(row, question.unit)
    if question.unit in style.YEARS:
        return f"Het middelste startjaar {where} is {words}."
    first, bracket, rest = words.partition(" (")
    return f"Het middelste initiatief {where} telt {first} {question.unit}{bracket}{rest}."


def _compared(row: Row) -> str:
    if row.differs:
        return f" Dat verschilt aantoonbaar van de rest van Nederland: daar is het {style.percent(row.reference)}."
    if row.compared == "no_difference":
        return f" Er is geen aantoonbaar verschil met de rest van Nederland ({style.percent(row.reference)})."
    return ""


def _why_not(found: Shown, area: Area) -> str:
    """Why an area's own figures are not shown."""
    own = found.own[0]
    count = f" ({own.respondents})" if own.reason == TOO_FEW else ""
    return f"{_capital(own.reason)} {in_area(area)}{count}"


def _turnout(figures: pd.DataFrame, area: Area) -> str:
    listed, answered = value(figures, "initiatives", area) or 0, value(figures, "responses", area) or 0
    return (
        f"Op de lijst staan {style.number(listed)} initiatieven {in_area(area)}; "
        f"{style.number(answered)} daarvan vulden de vragenlijst in."
    )


def _telling(found: list[tuple[Question, Shown]]) -> list[tuple[Question, Row]]:
    """The row that tells each question, of those that may be shown."""
    chosen = [(question, finding_row(question, each.rows)) for question, each in found]
    return [(question, row) for question, row in chosen if row is not None and not row.hidden]


def _difference(question: Question, row: Row) -> str:
    """A demonstrable difference, in the words of the question's finding where it is that answer that differs."""
    if question.finding and question.finding.answer == row.answer:
        return finding_sentence(question, row) + _compared(row)
    return differences.sentence(question, row)


def _ordered(telling: list[tuple[Question, Row]]) -> list[str]:
    """The firmest figures first, one per theme before any theme has a second.

    Figures that are too uncertain for a sentence are left out.
    """
    others = sorted(telling, key=lambda pair: (pair[1].quality, pair[1].high - pair[1].low))
    themes = [question.theme for question, _ in others]
    firsts = [pair for at, pair in enumerate(others) if themes.index(pair[0].theme) == at]
    seconds = [pair for at, pair in enumerate(others) if themes.index(pair[0].theme) != at]
    return list(filter(None, (finding_sentence(question, row) for question, row in (*firsts, *seconds))))


def _scarcity(figures: pd.DataFrame, book: Codebook, area: Area, own: list) -> list[str]:
    """For an area without a single figure of its own: that it is so, and what the inventory tells."""
    if own:
        return []
    known = [row for row in rows(figures, book, "list_form", area) if not row.hidden]
    most = max(known, key=lambda row: row.value, default=None)
    told = [f"Er zijn {TOO_FEW} voor percentages over {area.name}."]
    if most is not None:
        told.append(f"De naam die op de lijst {in_area(area)} het vaakst voorkomt: {most.label.lower()}.")
    return told


def _answers(count: int) -> str:
    return "1 antwoord" if count == 1 else f"{style.number(count)} antwoorden"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]

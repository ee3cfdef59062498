"""Figures in plain words: never more certain than they are, and never a number that is not in the table."""

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, Shown, area_of, finding_row, in_area, question_of, shown, value, whole
from monitor_lib.pictures.figure.words import UNCERTAIN, median_words, rest_words, share_words, total_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import differences
from monitor_lib.reference.areas.inhabitants import SOURCE
from monitor_lib.reference.records import Area, Codebook, Question, Wave
from monitor_lib.reference.text.language import later, say, say_many
from monitor_lib.reference.text.reasons import TOO_FEW

_MORE = later("Dat is aantoonbaar meer dan in de rest van {country}: daar is het {rest}.")
_LESS = later("Dat is aantoonbaar minder dan in de rest van {country}: daar is het {rest}.")
_QUOTED = later("antwoordt {share} “{answer}” op de vraag “{question}”")


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
    told.append(beside(sense) if told and sense else sense)
    return " ".join(filter(None, told))


def published_words(book: Codebook, wave: Wave) -> str:
    """What a thing was published as: the monitor, the wave, the day and the licence."""
    return say(
        "{monitor}, {wave} {year}, verschenen {day}. Licentie: {licence}.",
        monitor=book.monitor.title,
        wave=wave.label.lower(),
        year=wave.year,
        day=style.date(wave.released),
        licence=book.monitor.licence,
    )


def base_words(found: list[Row], asked: bool) -> str:
    """How many answers these figures rest on, or of how many initiatives on the list something is known."""
    row, most = min(found, key=lambda each: each.respondents), max(each.respondents for each in found)
    if asked and row.respondents < most:
        return say("{least} tot {most} antwoorden", least=style.number(row.respondents), most=style.number(most))
    if asked:
        return answers(most)
    if not row.answer:
        return say("{count} van de {all}", count=style.number(row.respondents), all=style.number(row.population))
    if row.respondents == row.population:
        return say("{all} initiatieven", all=style.number(row.population))
    return say("bekend van {count} van de {all}", count=style.number(row.respondents), all=style.number(row.population))


def finding_sentence(question: Question, row: Row, words: str = "") -> str:
    """One figure as a sentence, or "" when it is too uncertain to be one; `words` say the share otherwise."""
    words = words or share_words(row)
    return "" if row.hidden or words == say(UNCERTAIN) else f"{clause(question, row, words)}."


def clause(question: Question, row: Row, words: str) -> str:
    """Who gives an answer, as a sentence without its full stop.

    The codebook's own words for the answer that tells the question; for another its phrase; else the answer is quoted.
    """
    if question.finding and question.finding.answer == row.answer:
        return _capital(f"{_whom(question, row, words, f' {in_area(row.area)}')} {question.finding.words}")
    answer, said = f"{row.label[:1].lower()}{row.label[1:]}" if row.label[1:].islower() else row.label, ""
    if question.phrase and row.answer not in question.phrase.beyond:
        said = question.phrase.words
    said = said or say(_QUOTED)
    given = {"share": _whom(question, row, words, ""), "answer": answer, "question": question.text}
    return say("In {area} {finding}", area=row.area.name, finding=said.format(**given))


def _whom(question: Question, row: Row, words: str, where: str) -> str:
    """Whose share it is: of all initiatives, or of those that got the question."""
    if row.quality == "C" or words != share_words(row):
        return f"{words}{where}"
    share, bracket, interval = words.partition(" (")
    given = {"share": share, "where": where, "interval": f"{bracket}{interval}"}
    if question.asked:
        return say("{share} van de initiatieven{where} die deze vraag kregen{interval}", **given)
    return say("{share} van de initiatieven{where}{interval}", **given)


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
        sentence = _given_most(question, row)
    else:
        return ""
    beside = "" if row.differs else differences.beside(question, found.rows)
    return sentence and sentence + (f" {beside}" if beside else _compared(row))


def _given_most(question: Question, row: Row) -> str:
    said = {"where": in_area(row.area), "answer": row.label, "share": share_words(row)}
    if question.asked:
        return say("Van wie deze vraag kreeg, is het vaakst gegeven antwoord {where} “{answer}”: {share}.", **said)
    return say("Het vaakst gegeven antwoord {where} is “{answer}”: {share}.", **said)


def _uncertain(found: Shown) -> str:
    said = {"where": in_area(found.area), "answers": answers(found.rows[0].respondents)}
    return _capital(say("{where} is het beeld te onzeker voor een percentage ({answers}).", **said))


def _median_sense(found: Shown, question: Question) -> str:
    row = found.rows[0]
    where = in_area(row.area)
    words = median_words(row, question.unit)
    if question.unit in style.YEARS:
        return say("Het middelste startjaar {where} is {year}.", where=where, year=words)
    count, bracket, rest = words.partition(" (")
    said = {"where": where, "count": count, "unit": question.unit, "interval": f"{bracket}{rest}"}
    told = say("Het middelste initiatief {where} telt {count} {unit}{interval}.", **said)
    return " ".join([told, *_total_sense(found, question)])


def _total_sense(found: Shown, question: Question) -> list[str]:
    """What all initiatives on the list have together, which is an estimate; nothing where that is too uncertain."""
    for row in found.rows:
        if row.kind == "total" and not row.hidden and row.quality != "C":
            count, bracket, rest = total_words(row).partition(" (")
            said = {"where": in_area(row.area), "count": count, "unit": question.unit, "interval": f"{bracket}{rest}"}
            return [
                say("Alle initiatieven op de lijst {where} samen, naar schatting: {count} {unit}{interval}.", **said)
            ]
    return []


def _compared(row: Row) -> str:
    if not row.differs:
        return ""
    told = _MORE if row.compared == "higher" else _LESS
    return f" {say(told, rest=rest_words(row), country=whole())}"


def _why_not(found: Shown, area: Area) -> str:
    """Why an area's own figures are not shown."""
    own = found.own[0]
    count = f" ({own.respondents})" if own.reason == TOO_FEW else ""
    return f"{_capital(say(own.reason))} {in_area(area)}{count}"


def turnout(figures: pd.DataFrame, area: Area) -> str:
    """How many initiatives of an area are on the list, and how many of them answered."""
    listed, answered = value(figures, "initiatives", area) or 0, value(figures, "responses", area) or 0
    return f"{listed_words(listed, area)} {answered_words(answered, listed)}".strip()


def listed_words(count: float, area: Area) -> str:
    """How many initiatives of an area are on the list, as a sentence."""
    if not count:
        return say("Op de lijst staan nog geen initiatieven {where}.", where=in_area(area))
    return say_many(
        "Op de lijst staat {count} initiatief {where}.",
        "Op de lijst staan {count} initiatieven {where}.",
        count,
        count=style.number(count),
        where=in_area(area),
    )


def answered_words(count: float, listed: float, share: float | None = None) -> str:
    """How many of those answered, and which share if it is given, as a sentence; nothing where there are none."""
    if not listed:
        return ""
    if not count:
        return say("Nog geen vragenlijst is ingevuld.")
    if listed == 1:
        return say("Het vulde de vragenlijst in.")
    return say_many(
        "{count} daarvan vulde de vragenlijst in{share}.",
        "{count} daarvan vulden de vragenlijst in{share}.",
        count,
        count=style.number(count),
        share="" if share is None else f" ({style.percent(share)})",
    )


def answers(count: int) -> str:
    """A number of answers, in words."""
    return say_many("{count}\u00a0antwoord", "{count}\u00a0antwoorden", count, count=style.number(count))


def inhabitants_source(year: int) -> str:
    """Whose count of inhabitants was used, and of which day."""
    return say("inwoners op 1 januari {year}: {source}", year=year, source=SOURCE)


def beside(sentence: str) -> str:
    """A sentence on a larger area, marked as such."""
    return say("Ter vergelijking: {sentence}", sentence=_lowered(sentence))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]

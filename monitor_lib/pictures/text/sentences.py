"""Figures in plain words: never more certain than they are, and never a number that is not in the table."""

from collections.abc import Sequence

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, Shown, area_of, finding_row, in_area, question_of, rows, shown, value
from monitor_lib.pictures.figure.words import UNCERTAIN, median_words, rest_words, share_words, total_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import differences
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import later, say, say_many
from monitor_lib.reference.text.reasons import TOO_FEW

FINDINGS = 5
_SCARCE = later("Er zijn te weinig antwoorden voor percentages over {area}.")
_SILENT = later("Er zijn nog geen antwoorden uit {area}.")
_UNSURE = later("De antwoorden uit {area} zijn te onzeker voor percentages.")


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
    told.append(_beside(sense) if told and sense else sense)
    return " ".join(filter(None, told))


def findings(figures: pd.DataFrame, book: Codebook, area: Area | str, news: Sequence[str] = ()) -> list[str]:
    """The five most telling sentences on an area: how many initiatives and answers there are, and what is notable."""
    area = area_of(book, area)
    return [_turnout(figures, area), *notable(figures, book, area, news)][:FINDINGS]


def notable(figures: pd.DataFrame, book: Codebook, area: Area, news: Sequence[str] = ()) -> list[str]:
    """What tells most of an area, in sentences, most certain facts first.

    What changed (`news`, as `trends.news` tells it); what differs demonstrably from the rest of the country, whatever
    was asked (the surest difference of each question); the firmest of the figures that the codebook marks as a finding.
    An area with too few answers is filled up with those of its landsdeel, so marked.
    """
    found = [(question, shown(figures, book, question.id, area)) for question in book.published if question.finding]
    own = _telling([(question, each) for question, each in found if not each.borrowed])
    around = book.area(area.parent) if area.parent else book.country
    wider = [(question, shown(figures, book, question.id, around)) for question, _ in found]
    differing = differences.surest(differences.differing(figures, book, area))
    firm = _ordered([pair for pair in own if pair[0] not in [question for question, _ in differing]])
    told = [*news, *(_difference(question, row) for question, row in differing), *firm]
    told = [*_unlisted(figures, book, area), *(told or _scarcity(figures, book, area, own))]
    return told + [_beside(sentence) for sentence in _ordered(_telling(wider)) if area.parent]


def base_words(found: list[Row], asked: bool) -> str:
    """How many answers these figures rest on, or of how many initiatives on the list something is known."""
    row, most = min(found, key=lambda each: each.respondents), max(each.respondents for each in found)
    if asked and row.respondents < most:
        return say("{least} tot {most} antwoorden", least=style.number(row.respondents), most=style.number(most))
    if asked:
        return _answers(most)
    if not row.answer:
        return say("{count} van de {all}", count=style.number(row.respondents), all=style.number(row.population))
    if row.respondents == row.population:
        return say("{all} initiatieven", all=style.number(row.population))
    return say("bekend van {count} van de {all}", count=style.number(row.respondents), all=style.number(row.population))


def finding_sentence(question: Question, row: Row) -> str:
    """One figure as a sentence, or "" when it is too uncertain to be one."""
    words = share_words(row)
    if row.hidden or words == say(UNCERTAIN):
        return ""
    share, bracket, interval = words.partition(" (")
    said = {"share": share, "where": in_area(row.area), "interval": f"{bracket}{interval}"}
    said["finding"] = question.finding.words if question.finding else say("antwoordt “{answer}”", answer=row.label)
    if row.quality == "C":
        return _capital(say("{share} {where} {finding}.", **said))
    if question.asked:
        return _capital(say("{share} van de initiatieven {where} die deze vraag kregen{interval} {finding}.", **said))
    return _capital(say("{share} van de initiatieven {where}{interval} {finding}.", **said))


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
    said = {"where": in_area(found.area), "answers": _answers(found.rows[0].respondents)}
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
    if row.differs:
        told = say("Dat verschilt aantoonbaar van de rest van het land: daar is het {rest}.", rest=rest_words(row))
    elif row.compared == "no_difference":
        told = say("Er is geen aantoonbaar verschil met de rest van het land ({rest}).", rest=rest_words(row))
    else:
        return ""
    return f" {told}"


def _why_not(found: Shown, area: Area) -> str:
    """Why an area's own figures are not shown."""
    own = found.own[0]
    count = f" ({own.respondents})" if own.reason == TOO_FEW else ""
    return f"{_capital(say(own.reason))} {in_area(area)}{count}"


def _turnout(figures: pd.DataFrame, area: Area) -> str:
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


def _unlisted(figures: pd.DataFrame, book: Codebook, area: Area) -> list[str]:
    """Of the country: of which provinces there is nothing on the list yet, so that no figure is about them."""
    bare = [each.name for each in book.provinces if not value(figures, "initiatives", each)]
    if area.level != "country" or not bare or len(bare) == len(book.provinces):
        return []
    return [
        say(
            "Van {provinces} staat nog geen initiatief op de lijst: de cijfers over {area} gaan over de andere.",
            provinces=style.together(bare),
            area=area.name,
        )
    ]


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
    others = sorted(telling, key=lambda pair: (pair[1].quality, pair[1].interval.width if pair[1].interval else 0.0))
    themes = [question.theme for question, _ in others]
    firsts = [pair for at, pair in enumerate(others) if themes.index(pair[0].theme) == at]
    seconds = [pair for at, pair in enumerate(others) if themes.index(pair[0].theme) != at]
    return list(filter(None, (finding_sentence(question, row) for question, row in (*firsts, *seconds))))


def _scarcity(figures: pd.DataFrame, book: Codebook, area: Area, own: list) -> list[str]:
    """For an area without a single figure firm enough to tell: that it is so, and what the inventory tells."""
    forms = [entry.id for entry in book.indicators if entry.source == "inventory" and entry.field == "form"]
    known = [row for name in forms for row in rows(figures, book, name, area) if not row.hidden]
    most = max(known, key=lambda row: row.size, default=None)
    answered = value(figures, "responses", area)
    words = _UNSURE if own else _SCARCE
    told = [say(words if answered else _SILENT, area=area.name)]
    if most is not None:
        said = {"where": in_area(area), "name": most.label.lower()}
        told.append(say("De naam die op de lijst {where} het vaakst voorkomt: {name}.", **said))
    return told


def _answers(count: int) -> str:
    return say_many("{count} antwoord", "{count} antwoorden", count, count=style.number(count))


def _beside(sentence: str) -> str:
    return say("Ter vergelijking: {sentence}", sentence=_lowered(sentence))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]

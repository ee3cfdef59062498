"""The survey of the example, as LimeSurvey exports it: headings by code, full answers."""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from monitor_lib import paths
from monitor_lib.example.chances import Dice, Example
from monitor_lib.example.initiatives import Initiative
from monitor_lib.example.spellings import otherwise_named
from monitor_lib.reference.records import Codebook, Question

# ---- the participants of the example's survey, as limesurvey exports them ----

_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
_SIGNS_OF_A_TOKEN = 15
_ATTRIBUTES = {
    "attribute_1 <Naam van het initiatief>": "name",
    "attribute_2 <Plaats>": "place",
    "attribute_3 <Postcode>": "postcode",
}


def tokens(example: Example, initiatives: list[Initiative], dice: Dice) -> dict[Initiative, str]:
    """The token of every initiative on a list that was invited by mail; the others have an open address to go to."""
    share = example.habits["survey"]["invited_by_mail"]
    invited = [initiative for initiative in initiatives if initiative.listed and dice.happens(share)]
    return {initiative: "".join(dice.one_of(_SIGNS) for _ in range(_SIGNS_OF_A_TOKEN)) for initiative in invited}


def write_participants(invited: Mapping[Initiative, str], delivered: paths.Delivered) -> None:
    """Writes the list of participants."""
    rows = [
        {
            "tid": str(number),
            "firstname": "",
            "lastname": initiative.facts["contact_person"],
            "email": initiative.facts["email"],
            "emailstatus": "OK",
            "token": token,
            "language": "nl",
            **{heading: initiative.facts[fact] for heading, fact in _ATTRIBUTES.items()},
        }
        for number, (initiative, token) in enumerate(invited.items(), 1)
    ]
    with delivered.tokens.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


_FIRST_NUMBER = 2
_SECONDS_AWAKE = 14 * 3600

Answer = str | tuple[str, ...] | None
"""A text or number, the codes chosen, or None where the question was not shown."""


@dataclass(frozen=True)
class Fieldwork:
    """A survey as it went: the token of who was invited, and of who answered the answers and the row of the export."""

    invited: Mapping[Initiative, str]
    answers: Mapping[Initiative, Mapping[str, Answer]]
    rows: list[dict[str, str]]


NO_EARLIER: Mapping[Initiative, Mapping[str, Answer]] = {}


def fieldwork(
    example: Example, initiatives: list[Initiative], dice: Dice, earlier: Mapping[Initiative, Mapping] = NO_EARLIER
) -> Fieldwork:
    """A survey among these initiatives; `earlier` are the answers of those of the wave before."""
    respondents = _respondents(example, initiatives, dice, earlier)
    ends = _ends(example, respondents, dice)
    moments = sorted(_moment(example, dice) for _ in respondents)
    invited = tokens(example, initiatives, dice)
    given, rows = {}, []
    for number, (respondent, moment) in enumerate(zip(respondents, moments, strict=True), _FIRST_NUMBER):
        last = ends.get(respondent, example.book.questions[-1])
        then = earlier.get(respondent.was, {}) if respondent.was else {}
        answers = _answers(example, respondent, then, dice)
        given[respondent] = _reached(answers, last)
        pages, ended = _pages(example, last), last == example.book.questions[-1]
        about = _about(number, moment, pages, ended, dice) | {"token": invited.get(respondent, "")}
        rows.append(about | _texts(example, given[respondent], dice))
    return Fieldwork(invited, given, rows)


def write_answers(example: Example, done: Fieldwork, delivered: paths.Delivered) -> None:
    """Writes the participants and the export: byte order mark, everything quoted, one blank line at the end."""
    write_participants(done.invited, delivered)
    with delivered.limesurvey.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, done.rows[0], quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows([_trial(example, done.rows[0]), *done.rows, _second_try(example, done.rows)])
        file.write("\r\n")


def _ends(example: Example, respondents: list[Initiative], dice: Dice) -> dict[Initiative, Question]:
    """The last question that each of those saw who stopped half-way."""
    survey, book = example.habits["survey"], example.book
    stopped = dice.sample(respondents, survey["stopped"])
    after_part_1 = [question for question in book.questions if question.part == 1][-1]
    elsewhere = [book.question(name) for name in survey["stopped_at"]]
    return dict.fromkeys(stopped, after_part_1) | dict(zip(stopped, elsewhere, strict=False))


def _pages(example: Example, last: Question) -> int:
    """How many parts, each a page, someone finished whose last question this was."""
    questions = example.book.questions
    not_reached = questions[questions.index(last) + 1 :]
    return min((question.part for question in not_reached), default=questions[-1].part + 1) - 1


def _trial(example: Example, like: Mapping[str, str]) -> dict[str, str]:
    """The questionnaire with which its maker tried the survey, the day before it opened."""
    moment = str(example.habits["opened"] - dt.timedelta(days=1))
    about = {"id": "1", "lastpage": "1", "startlanguage": "nl", "startdate": moment, "datestamp": moment}
    return dict.fromkeys(like, "") | about | {_heading(example, "name"): "Test"}


def _second_try(example: Example, records: list[dict[str, str]]) -> dict[str, str]:
    """What the first one left who had sent it in, and opened the invitation once more on the last day."""
    first = next(record for record in records if record["submitdate"] and record["token"])
    last = records[-1]["datestamp"]
    about = {"id": str(len(records) + _FIRST_NUMBER), "lastpage": "", "startdate": last, "datestamp": last}
    headings = [_heading(example, role) for role in ("name", "place")]
    kept = {name: first[name] for name in ("startlanguage", "token", *headings)}
    return dict.fromkeys(first, "") | kept | about


def _heading(example: Example, role: str) -> str:
    return next(question.id.upper() for question in example.book.questions if question.role == role)


def _respondents(
    example: Example, initiatives: list[Initiative], dice: Dice, earlier: Mapping[Initiative, Mapping]
) -> list[Initiative]:
    """Who answers, in the order of answering; the initiatives on no list all do, and the loyal before others."""
    found = [initiative for initiative in initiatives if not initiative.listed]
    for province in example.habits["province"]:
        asked = [
            initiative
            for initiative in initiatives
            if initiative.listed
            and initiative.facts["province"] == province["code"]
            and initiative.facts["phase"] != example.stopped
        ]
        loyal = [one for one in asked if one.was in earlier and dice.happens(example.habits["loyal"])]
        others = [one for one in asked if one not in loyal]
        wanted = round(example.habits["growth"] * province["answers"])
        found += [*loyal, *dice.sample(others, wanted - len(loyal))]
    return dice.sample(found, len(found))


def _moment(example: Example, dice: Dice) -> dt.datetime:
    """When someone begins: any day of the fieldwork, at a decent hour."""
    days = example.habits["survey"]["days"]
    return example.habits["opened"] + dt.timedelta(days=dice.number(days), seconds=dice.number(_SECONDS_AWAKE))


def _reached(answers: Mapping[str, Answer], last: Question) -> dict[str, Answer]:
    """The answers up to the last question that was seen; the others were not shown."""
    seen = list(answers)[: list(answers).index(last.id) + 1]
    return {name: answer if name in seen else None for name, answer in answers.items()}


def _answers(example: Example, respondent: Initiative, then: Mapping[str, Answer], dice: Dice) -> dict[str, Answer]:
    """The answer to every question by its id; "" and () for a question that was seen and skipped.

    `then` are the answers of the same initiative in the wave before, most of which it gives again.
    """
    given: dict[str, Answer] = {}
    for question in example.book.questions:
        if not _asked(question, given):
            given[question.id] = None
        elif question.sensitivity != "identity" and dice.happens(example.habits["skipped"]):
            given[question.id] = () if question.scale else ""
        elif _offered(example.book, question, then.get(question.id)) and dice.happens(example.habits["steady"]):
            given[question.id] = then[question.id]
        else:
            given[question.id] = _answer(example, question, respondent, dice)
    return given


def _offered(book: Codebook, question: Question, then: Answer) -> bool:
    """Whether there was an answer that can be given again."""
    return bool(then) and (not question.scale or set(then or ()) <= set(book.scale(question.scale).codes))


def _asked(question: Question, given: Mapping[str, Answer]) -> bool:
    if question.asked is None:
        return True
    return not set(given[question.asked.question] or ()).isdisjoint(question.asked.answers)


def _answer(example: Example, question: Question, respondent: Initiative, dice: Dice) -> Answer:
    """What is known of the initiative, or else what chance says."""
    known = example.habits["known"].get(question.id)
    if known == "name":
        otherwise = not respondent.awkward and dice.happens(example.habits["survey"]["misspelled"])
        return otherwise_named(example, respondent.facts, dice) if otherwise else respondent.facts["name"]
    if known:
        fact = respondent.facts[known]
        return (fact,) if question.scale and not question.many else fact
    if question.scale:
        return example.answer(question, respondent.facts, dice)
    if question.type == "number":
        return _number(example, question, dice)
    survey = example.habits["survey"]
    return "" if dice.happens(survey["silent"]) else dice.one_of(survey["proud"])


def _number(example: Example, question: Question, dice: Dice) -> str:
    numbers = example.habits["numbers"]
    habit = numbers.get(question.id, numbers["other"])
    step = habit.get("step", 1)
    amount = 0 if dice.happens(habit.get("nought", 0)) else max(step, dice.amount(habit["median"], habit["spread"]))
    low, high = question.limits
    return f"{min(max(round(amount / step) * step, low), high):.6g}"


def _about(number: int, started: dt.datetime, pages: int, ended: bool, dice: Dice) -> dict[str, str]:
    """The columns that LimeSurvey puts before the questions; addresses are from the ranges kept for examples."""
    last = started + dt.timedelta(seconds=300 + dice.number(1500))
    return {
        "id": str(number),
        "submitdate": str(last) if ended else "",
        "lastpage": str(pages or ""),
        "startlanguage": "nl",
        "seed": str(dice.number(2_000_000_000)),
        "startdate": str(started),
        "datestamp": str(last),
        "ipaddr": f"203.0.113.{1 + dice.number(254)}",
        "refurl": "https://monitor.example/uitnodiging",
    }


def _texts(example: Example, answers: Mapping[str, Answer], dice: Dice) -> dict[str, str]:
    """The columns of all questions with what stands in them; "other" has no column but that of its text."""
    texts: dict[str, str] = {}
    for question in example.book.questions:
        heading, answer = question.id.upper(), answers[question.id]
        if question.many:
            codes = [code for code in example.book.scale(question.scale).codes if code != question.other]
            texts |= {f"{heading}[{code}]": _ticked(code, answer) for code in codes}
        else:
            texts[heading] = _label(example.book, question, answer)
        if question.other:
            told = question.other in (answer or ())
            texts[f"{heading}[other]"] = dice.one_of(example.habits["survey"]["other"]) if told else ""
    return texts


def _ticked(code: str, answer: Answer) -> str:
    if answer is None:
        return "N.v.t."
    return "Ja" if code in answer else "Nee"


def _label(book: Codebook, question: Question, answer: Answer) -> str:
    if question.scale:
        return book.scale(question.scale).labels[answer[0]] if answer else ""
    return answer if isinstance(answer, str) else ""

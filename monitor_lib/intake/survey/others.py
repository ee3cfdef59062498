"""What respondents wrote in place of an option: how often, what many wrote alike, and to which option it belongs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from monitor_lib.intake import personal
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.survey.answers import Answer
from monitor_lib.intake.survey.responses import Response
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.text.folding import folded

_ALIKE = (
    "{count} keer staat dezelfde tekst bij anders, zoals in deze rij: waarschijnlijk een antwoord dat het formulier in "
    "andere woorden heeft dan het codeboek. Zet het dan in het codeboek bij het antwoord, achter het label."
)
OTHERS = Ledger(("question", "text", "count", "proposed"), ("question", "text"), ("decision",))
_MANY = 5  # equal texts that are no coincidence
_NEAR = 0.8  # likeness from which an option is proposed for a text


def others(responses: list[Response], book: Codebook) -> Iterator[Fault]:
    """A remark per question on the share of "other", and one per text that many gave there alike.

    Such a text is an option that the form words in another way than the codebook.
    """
    for question in (each for each in book.questions if each.other):
        given = [one for one in responses if one.answers[question.id].state == "answered"]
        chosen = [one for one in given if question.other in one.answers[question.id].codes]
        if not chosen:
            continue
        share = f"{len(chosen) / len(given):.0%}"
        message = f'"anders" staat bij {len(chosen)} van de {len(given)} antwoorden op deze vraag ({share}).'
        yield _remark(chosen[0], "share_of_other", message, question)
        told = [(one, one.answers[question.id].other or "") for one in chosen]
        for folding, count in Counter(folded(text) for _, text in told).most_common():
            if folding and count >= _MANY:
                one = next(one for one, text in told if folded(text) == folding)
                yield _remark(one, "same_other", _ALIKE.format(count=count), question)


def _remark(response: Response, code: str, message: str, question: Question) -> Fault:
    return Fault(response.file, code, message, response.sheet, response.row, question.id.upper(), "remark")


# ---- to which option a text belongs ----


def label(line: Line, book: Codebook) -> str:
    """What the question of a line is called; its id where this wave does not ask it."""
    return next((each.label for each in book.questions if each.id == line["question"]), line["question"])


def options(line: Line, book: Codebook) -> str:
    """The options that a text may belong to, by their labels."""
    asked = next((each for each in book.questions if each.id == line["question"]), None)
    return "; ".join(option.label for option in book.scale(asked.scale).options) if asked else ""


def proposals(responses: list[Response], book: Codebook) -> Iterator[Line]:
    """One line per text that several wrote, or that is like an option; the most written first."""
    for question in (each for each in book.questions if each.other):
        labels = {folded(option.label): option.label for option in book.scale(question.scale).options}
        for text, count in Counter(_texts(responses, question)).most_common():
            near = get_close_matches(text, labels, 1, _NEAR)
            if count > 1 or near:
                proposed = labels[near[0]] if near else ""
                yield {"question": question.id, "text": text, "count": str(count), "proposed": proposed}


def _texts(responses: list[Response], question: Question) -> Iterator[str]:
    for other in (one.answers[question.id].other for one in responses):
        if other and not personal.kinds(other) and folded(other):
            yield folded(other)


def faults(made: Decided, file: str, book: Codebook) -> Iterator[Fault]:
    """An error per decision for an option that the question does not have."""
    for row, line in made.lines:
        known = _option(line, book)
        if options(line, book) and known is None:
            message = (
                f'"{line["decision"][:40]}" is geen antwoord op deze vraag (mogelijk: {options(line, book)}). '
                "Een nieuw antwoord zet u eerst in het codeboek."
            )
            yield Fault(file, "decisions", message, row=row, column="decision")


def _option(line: Line, book: Codebook) -> str | None:
    """The code of the option that was decided on, if the question has it."""
    asked = next((each for each in book.questions if each.id == line["question"]), None)
    if asked is None:
        return None
    return book.scale(asked.scale).spellings.get(folded(line["decision"]))


def settled(responses: list[Response], made: Decided, book: Codebook) -> list[Response]:
    """The responses with what was decided in place of "other"; what was not decided stays that."""
    codes = {OTHERS.key(line): code for _, line in made.lines if (code := _option(line, book))}
    asked = [each for each in book.questions if each.other and any(each.id == question for question, _ in codes)]
    return [
        replace(one, answers={**one.answers, **{q.id: _settled(one.answers[q.id], q, codes) for q in asked}})
        for one in responses
    ]


def _settled(answer: Answer, question: Question, codes: dict[tuple[str, ...], str]) -> Answer:
    code = codes.get((question.id, folded(answer.other or "")))
    if code is None or code == question.other:
        return answer
    value = frozenset(answer.codes - {question.other} | {code}) if question.many else code
    return replace(answer, value=value, other=None)

"""What respondents wrote in place of an option: how often, and what many wrote alike."""

from collections import Counter
from collections.abc import Iterator

from monitor_lib.intake import personal
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.survey.responses import Response
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.text.wording import folded

_MANY = 5  # equal texts that are no coincidence


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
                one, text = next((one, text) for one, text in told if folded(text) == folding)
                yield _remark(one, "same_other", _alike(text, count), question)


def _alike(text: str, count: int) -> str:
    shown = "dezelfde tekst" if personal.kinds(text) else f'"{text[:40]}"'
    return (
        f"{count} keer staat {shown} bij anders: waarschijnlijk een antwoord dat het formulier in andere woorden heeft "
        "dan het codeboek. Zet het dan in het codeboek bij het antwoord, achter het label."
    )


def _remark(response: Response, code: str, message: str, question: Question) -> Fault:
    return Fault(response.file, code, message, response.sheet, response.row, question.id.upper(), "remark")

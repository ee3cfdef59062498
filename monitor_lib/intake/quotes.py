"""What initiatives say they are proud of: published only where they agreed and a person marked the answer."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from monitor_lib import paths
from monitor_lib.intake import personal
from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.intake.naming import may_be_named, names_unasked
from monitor_lib.intake.survey import consents
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import MATERIAL, PROUD

QUOTES = Ledger(told=("initiative_id", "answer", "remark"), keys=("initiative_id",), asked=("publish",))
YES, NO = WORDS = ("ja", "nee")
_OWN_NAME = "naam van een initiatief dat niet op de kaart wil"
COLUMNS = ["text", "initiative", "province"]


def quotes(places: paths.Decisions, initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The answers to publish, one row each: the text, the name of the initiative where that is public, its province.

    What waits for a person is added to the register: a line per answer of an initiative that agreed to sharing.

    Raises:
        DeliveryError: when an answer with personal data in it is marked, or the register cannot be read.
    """
    kept = decisions.decided(places.quotes, QUOTES, WORDS)
    answers = _answers(responses, book)
    known = initiatives.set_index("initiative_id").to_dict("index")
    unwanted = {code: _unwanted(text, known.get(code), book) for code, text in answers.items()}
    faults = [*kept.faults, *_faults(kept, unwanted, places)]
    if faults:
        raise DeliveryError(faults)
    decisions.save(places.quotes, QUOTES, _proposals(answers, unwanted))
    marked = [line["initiative_id"] for _, line in kept.lines if line["publish"] == YES]
    shown = [each for each in marked if each in answers and each in known]
    return pd.DataFrame([_quote(answers[each], known[each]) for each in sorted(shown)], columns=COLUMNS)


def _answers(responses: pd.DataFrame, book: Codebook) -> dict[str, str]:
    """What initiatives answered that agreed to sharing, by their id; the answer itself, not what the register holds."""
    asked = book.question_with(PROUD)
    if asked is None or asked.id not in responses:
        return {}
    agreed = consents.agreed(responses, MATERIAL).dropna(subset=[asked.id])
    return {code: cells.plain(text) for code, text in zip(agreed["initiative_id"], agreed[asked.id], strict=True)}


def _unwanted(text: str, initiative: Mapping | None, book: Codebook) -> list[str]:
    """What keeps an answer from being published: personal data, or the name of an initiative that wants no place."""
    named = initiative is not None and names_unasked(text, initiative, book)
    return [*personal.kinds(text), *([_OWN_NAME] if named else [])]


def _proposals(answers: dict[str, str], unwanted: Mapping[str, list[str]]) -> Iterator[Line]:
    for code, text in sorted(answers.items()):
        found = unwanted[code]
        remark = f"niet te publiceren: {', '.join(found)}" if found else ""
        yield {"initiative_id": code, "answer": text, "remark": remark, "publish": ""}


def _faults(kept: Decided, unwanted: Mapping[str, list[str]], places: paths.Decisions) -> Iterable[Fault]:
    for row, line in kept.lines:
        found = unwanted.get(line["initiative_id"], []) if line["publish"] == YES else []
        if found:
            message = f"in dit antwoord staat een {' en een '.join(found)}. Zet publish op {NO}."
            yield Fault(places.quotes.name, "quotes", message, row=row, column="publish")


def _quote(text: str, initiative: Mapping) -> dict:
    name = initiative["name"] if may_be_named(initiative) else ""
    return {"text": text, "initiative": name, "province": initiative["province"]}

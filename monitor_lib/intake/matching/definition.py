"""Who is a zorgzame gemeenschap: what lists and answers tell is proposed, a person decides, and "nee" is outside."""

from collections.abc import Iterator, Mapping

import pandas as pd

from monitor_lib.intake.files.decisions import WHEN, WHO, Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import PHASE, STOPPED
from monitor_lib.reference.text.folding import folded

YES, NO, UNKNOWN = WORDS = ("ja", "nee", "onbekend")
# The four tests, which have to be met, and what is no zorgzame gemeenschap even when they are.
TESTS = {
    "residents": "bewoners namen het initiatief en besturen het",
    "community": "diensten of activiteiten in welzijn, gezondheid, zorg of wonen, in en voor de eigen gemeenschap",
    "lasting": "bedoeld om te blijven",
    "open": "open voor iedereen in de doelgroep",
}
EXCLUSIONS = {
    "building": "samen bouwen zonder functie voor de gemeenschap",
    "entrepreneur": "het voortbestaan hangt aan een sociaal ondernemer",
    "hall": "dorps- of buurthuis dat alleen zalen verhuurt of drank schenkt",
}
DEFINITION = Ledger(
    told=("initiative_id", "name", "place", "proposed"), keys=("initiative_id",), asked=(*TESTS, *EXCLUSIONS)
)
# What networks say of their own initiatives when they get their list back.
ALIVE = Ledger(("network", "initiative_id", "name"), ("network", "initiative_id", "name"), ("alive", "change"))
EXISTS, GONE, CHANGED = ALIVE_WORDS = ("ja", "nee", "gewijzigd")
_NOT_LASTING = "lasting: nee"
_HALLS = frozenset(["dorpshuis", "buurthuis", "buurtcentrum"])


def outside(decided: Decided) -> dict[str, str]:
    """Why each initiative (by its id) that a person judged so is outside the definition."""
    return {line["initiative_id"]: why for _, line in decided.lines if (why := _why_outside(line))}


def ended(proposed: list[Line], decided: Decided) -> frozenset[str]:
    """The ids of those that are said to exist no more, unless a person decided that they last."""
    lasting = {line["initiative_id"] for _, line in decided.lines if line["lasting"] == YES}
    told = {line["initiative_id"]: line["proposed"].split("; ") for line in proposed}
    return frozenset(name for name, why in told.items() if any(one.startswith(_NOT_LASTING) for one in why)) - lasting


def unclear(said: Decided, file: str) -> Iterator[Fault]:
    """An error per word of a network of which it is not clear whether the initiative still exists."""
    for row, line in said.lines:
        if line["alive"] and folded(line["alive"]) not in ALIVE_WORDS:
            message = f'"{line["alive"][:20]}" kan hier niet (mogelijk: {", ".join(ALIVE_WORDS)}).'
            yield Fault(file, "decisions", message, row=row, column="alive")


def judged(decided: Decided) -> frozenset[str]:
    """The ids of the initiatives of which a person answered every test with yes or no."""
    answered = (line for _, line in decided.lines if all(line[name] in (YES, NO) for name in (*TESTS, *EXCLUSIONS)))
    return frozenset(line["initiative_id"] for line in answered)


def _why_outside(line: Line) -> str:
    against = [words for test, words in TESTS.items() if line[test] == NO]
    failed = [f"niet {words}" for words in against] + [w for name, w in EXCLUSIONS.items() if line[name] == YES]
    return f"buiten de definitie: {'; '.join(failed)} ({line[WHO]}, {line[WHEN]})" if failed else ""


def proposals(
    initiatives: pd.DataFrame, responses: pd.DataFrame, ended: Mapping[str, str], book: Codebook
) -> list[Line]:
    """One line per initiative against which something speaks, with what that is, for a person to judge.

    Against the others nothing speaks: that a network has them on its list is enough. `ended` says of those that may
    exist no more, by id, who says so.
    """
    kinds = kinds_of_initiative(book)
    stopped = _stopped(responses, book)
    phases = book.scale_of_field("phase")
    listed = phases and phases.code_with(STOPPED)
    lines = []
    for record in initiatives.to_dict("records"):
        known = {name: value for name, value in record.items() if not pd.isna(value)}
        if known["initiative_id"] in stopped:
            told = [f"{_NOT_LASTING} (antwoord: gestopt)"]
        else:
            told = [f"{_NOT_LASTING} (lijst: gestopt)"] if listed and known.get("phase") == listed else []
        if reason := ended.get(known["initiative_id"]):
            told.append(f"{_NOT_LASTING} ({reason})")
        told += _told_by_name(known, kinds, book)
        if told:
            facts = {name: known.get(name, "") for name in ("initiative_id", "name", "place")}
            lines.append({**facts, "proposed": "; ".join([*told, *_told(known)])})
    return lines


def _stopped(responses: pd.DataFrame, book: Codebook) -> frozenset[str]:
    """The ids of the initiatives whose own answer says that they stopped."""
    asked = book.question_with(PHASE)
    code = asked and book.scale(asked.scale).code_with(STOPPED)
    if not (asked and code and asked.id in responses):
        return frozenset()
    return frozenset(responses.loc[responses[asked.id] == code, "initiative_id"].dropna())


def _told(known: Mapping) -> Iterator[str]:
    """What the columns of the lists tell."""
    if "themes" in known or "activities" in known:
        yield "community: ja (thema's of activiteiten op de lijst)"


def _told_by_name(known: Mapping, kinds: Mapping[str, str], book: Codebook) -> Iterator[str]:
    """What the name alone tells."""
    name = compared_name(known["name"], known.get("place"), kinds)
    if name.kinds and name.kinds <= _HALLS:
        yield "hall: ja (de naam noemt alleen een dorps- of buurthuis)"
    words = folded(known["name"])
    if words.endswith((" b v", " bv")):
        yield "entrepreneur: ja (de naam noemt een b.v.)"
    if " cpo " in f" {words} " or "particulier opdrachtgeverschap" in words:
        yield "building: ja (de naam noemt collectief particulier opdrachtgeverschap)"

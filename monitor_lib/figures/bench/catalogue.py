"""Everything that can be named on the bench, as lists to search: a row per name, all of it words."""

from collections.abc import Mapping

from monitor_lib.figures.bench.session import Session

_TYPES = {"single": "één antwoord", "multiple": "meer antwoorden", "likert": "mening", "number": "getal"}
_LEVELS = {"country": "land", "part": "landsdeel", "province": "provincie"}
_OTHERS = {"municipality": "gemeente", "network": "netwerk"}
KINDS = {"questions": "vraag", "facts": "feit van de lijst", "areas": "gebied", "waves": "meting"}

Row = dict[str, str]
"""`id`, `naam` and `ook` (other words, one a line), and what else tells it apart."""


def rows(kind: str, session: Session) -> list[Row]:
    """All names of a kind, one of KINDS."""
    return {"questions": _questions, "facts": _facts, "areas": _areas, "waves": _waves}[kind](session)


def _questions(session: Session) -> list[Row]:
    book = session.held.asked
    return [
        {
            "id": each.id,
            "naam": each.label,
            "soort": _TYPES.get(each.type, each.type) + (", gevoelig" if each.sensitivity == "sensitive" else ""),
            "vraag": each.text,
            "antwoorden": _answers(book.answers_of(each.id)),
        }
        for each in book.published
    ]


def _facts(session: Session) -> list[Row]:
    variables = session.variables
    return [
        {
            "id": each.id,
            "naam": each.label,
            "soort": "getal" if each.numbers is not None else "antwoorden",
            "antwoorden": _answers(each.labels),
        }
        for each in map(variables.named, variables.facts())
    ]


def _answers(labels: Mapping[str, str]) -> str:
    return "; ".join(f"{code} = {label}" if code != label else label for code, label in labels.items())


def _areas(session: Session) -> list[Row]:
    own = [
        {"id": each.code, "naam": each.name, "soort": _LEVELS[each.level], "ook": "\n".join(each.aliases)}
        for each in session.held.book.areas
    ]
    variables = session.variables
    known = {name: variables.named(name) for name in _OTHERS if name in variables.facts()}
    return own + [
        {"id": code, "naam": label, "soort": _OTHERS[name]}
        for name, each in known.items()
        for code, label in each.labels.items()
    ]


def _waves(session: Session) -> list[Row]:
    return [
        {"id": wave.id, "naam": wave.label, "jaar": str(wave.year), "ook": str(wave.year)}
        for wave in session.held.book.waves
    ]

"""The record of processing of a monitor (GDPR article 30), in Markdown, as its codebook has it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.records import Codebook, Question, Retention
from monitor_lib.reference.roles import IDENTITY

_WAVE = "METING"
_YES, _NO, _MAYBE = "ja", "nee", "kan erin staan"


def kinds(book: Codebook) -> str:
    """A row per kind of data: what, of whom, why, on what ground, who sees it, how long, where."""
    heads = ("gegevens", "van wie", "waarvoor", "grondslag", "wie ziet het", "hoe lang", "waar")
    where = paths.places(_WAVE).kept(_WAVE)
    rows = [
        (kind.label, kind.personal, kind.purpose, kind.basis, kind.seen_by, _long(kind), _folders(where[kind.id]))
        for kind in book.retentions
    ]
    return _table(heads, rows)


def columns(book: Codebook) -> str:
    """A row per column of lists and question: whether it is about a person, and as what it is kept."""
    known = {kind.id: kind for kind in book.retentions}
    rows = [(*told, _short(known[kind]), _long(known[kind])) for *told, kind in _columns(book)]
    return _table(("kolom of vraag", "wat", "over een persoon", "bewaard als", "hoe lang"), rows)


def _columns(book: Codebook) -> Iterator[tuple[str, str, str, str]]:
    for field in book.fields:
        yield f"`{field.id}`", field.label, _YES if field.personal else _NO, "contacts" if field.personal else "list"
    for question in book.questions:
        yield f"`{question.id}`", question.label, _personal(question), "answers"
    others = "toegangscode, tijdstip; e-mail, naam of IP-adres waar een programma die geeft"
    yield "overige kolommen van een export", others, _YES, "contacts"


def _personal(question: Question) -> str:
    """What a person may have written there; who an initiative is, is no person."""
    free = (question.type == "text" and question.role not in IDENTITY) or bool(question.other)
    return _MAYBE if free else _NO


def _long(kind: Retention) -> str:
    return f"{kind.months} maanden na verschijnen" if kind.months else "zolang de meting gepubliceerd is"


def _short(kind: Retention) -> str:
    """What a kind of data is, without what it consists of."""
    return re.split("[:,]", kind.label)[0]


def _folders(found: Iterable[Path]) -> str:
    """The folders in which these lie, as seen from the project."""
    inside = {path.parent if path.suffix else path for path in found}
    return ", ".join(f"`{name}/`" for name in sorted(_near(path) for path in inside))


def _near(folder: Path) -> str:
    return folder.relative_to(paths.project().folder).as_posix()


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)

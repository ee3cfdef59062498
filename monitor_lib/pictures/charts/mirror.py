"""A mirror report: an initiative's own answers beside the published figures of its province and of the country."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from monitor_lib.pictures.figure import lines
from monitor_lib.pictures.figure.rows import Row, rows
from monitor_lib.pictures.style import style
from monitor_lib.reference.records import Area, Codebook, Question, Theme

SKIPPED = "niet ingevuld"
_OWN, _NONE = "● ja", ""
_FEW = "te weinig andere antwoorden"


@dataclass(frozen=True)
class Own:
    """An initiative's answers by question (codes, or a number), and the areas that may be shown beside each."""

    province: str = ""
    answers: dict[str, list[str] | float] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)


def own_answers(path: str) -> Own:
    """The answers in this private file; without one, those of an initiative that filled in nothing."""
    return Own(**json.loads(Path(path).read_text("utf-8"))) if path else Own()


def tables(figures: pd.DataFrame, book: Codebook, theme: Theme, own: Own) -> Iterator[str]:
    """A heading, the own answer and a table per question of a theme, as Markdown."""
    for question in book.questions_of(theme):
        areas = [*([book.province(own.province)] if own.province else []), book.country]
        yield "\n\n".join([f"### {question.label}", question.text, *_table(figures, book, question, areas, own)])


def _table(figures: pd.DataFrame, book: Codebook, question: Question, areas: list[Area], own: Own) -> Iterator[str]:
    answer = own.answers.get(question.id)
    if answer is None:
        yield f"Uw antwoord: **{SKIPPED}**."
    shown = own.beside.get(question.id, [])
    found = {area: rows(figures, book, question.id, area) if area.code in shown else () for area in areas}
    if question.type == "number":
        yield from _amounts(question, None if isinstance(answer, list) else answer, found)
        return
    labels = book.scale(question.scale).labels
    ticked = answer if isinstance(answer, list) else []
    told = [
        [label, _OWN if code in ticked else _NONE, *(_words(found[area], code) for area in areas)]
        for code, label in labels.items()
    ]
    yield _markdown(["Antwoord", "Uw initiatief", *(area.name for area in areas)], told)


def _amounts(question: Question, answer: float | None, found: dict[Area, tuple[Row, ...]]) -> Iterator[str]:
    """A number beside the middle one of each area."""
    own = SKIPPED if answer is None else style.amount(answer, question.unit)
    medians = [[row for row in group if row.kind == "median"] for group in found.values()]
    told = [lines.area_line(group[0], question.unit).words if group else _FEW for group in medians]
    yield _markdown(["Uw initiatief", *(f"{area.name} (mediaan)" for area in found)], [[own, *told]])


def _words(found: tuple[Row, ...], code: str) -> str:
    if not found:
        return _FEW
    return next((lines.answer_line(row).words for row in found if row.answer == code), "–")


def _markdown(heads: list[str], body: list[list[str]]) -> str:
    head = f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}"
    return "\n".join([head, *(f"| {' | '.join(row)} |" for row in body)])

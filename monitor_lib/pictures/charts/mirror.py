"""A mirror report: an initiative's own answers beside the published figures of its province and of the country."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from monitor_lib.pictures.figure import lines
from monitor_lib.pictures.figure.rows import Row, rows
from monitor_lib.pictures.figure.words import share_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.markdown import literal, table
from monitor_lib.reference.records import Area, Codebook, Question, Theme

SKIPPED = "niet ingevuld"
_OWN, _NONE = "● ja", ""
_FEW = "te weinig andere antwoorden"
_FEW_OTHERS = (
    0.25  # the whole interval of an answer that few give lies below this; of one that nearly all do, above the rest
)
_MOST = 8


@dataclass(frozen=True)
class Own:
    """An initiative's answers by question (codes, or a number), and the areas that may be shown beside each."""

    province: str = ""
    answers: dict[str, list[str] | float] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)


def own_answers(path: str) -> Own:
    """The answers in this private file; without one, those of an initiative that filled in nothing."""
    return Own(**json.loads(Path(path).read_text("utf-8"))) if path else Own()


def apart(figures: pd.DataFrame, book: Codebook, own: Own) -> str:
    """Where an initiative is other than most, as Markdown: what few others answer, and what nearly all do.

    Told of its province where that may be shown, else of the country, and only where the whole interval says so; the
    questions that weigh most first.
    """
    asked = sorted((each for each in book.published if each.scale), key=lambda question: -question.weight)
    lines = [line for question in asked for line in _apart(figures, book, question, own)][:_MOST]
    return (
        "\n".join(lines)
        or "Uw antwoorden lijken op die van de meeste initiatieven, voor zover wij dat kunnen laten zien."
    )


def _apart(figures: pd.DataFrame, book: Codebook, question: Question, own: Own) -> Iterator[str]:
    answer, shown = own.answers.get(question.id), own.beside.get(question.id, [])
    areas = [book.area(code) for code in (own.province, book.country.code) if code in shown]
    if not isinstance(answer, list) or not areas:
        return
    scale = book.scale(question.scale)
    groups = {group.code: group.answers for group in scale.groups}
    likert = question.type == "likert"
    for row in rows(figures, book, question.id, areas[0]):
        if (row.answer in groups) != likert or row.interval is None or row.quality == "C":
            continue
        given = not {row.answer, *groups.get(row.answer, ())}.isdisjoint(answer)
        others = literal(f"{share_words(row)} van de initiatieven in {row.area.name}")
        asked, said = literal(question.label), literal(row.label)
        if given and row.interval.high < _FEW_OTHERS:
            yield f"- **{asked}**: u antwoordt “{said}”, net als {others}."
        if not given and row.interval.low > 1 - _FEW_OTHERS:
            yield f"- **{asked}**: u antwoordt niet “{said}”; {others} wel."


def tables(figures: pd.DataFrame, book: Codebook, theme: Theme, own: Own) -> Iterator[str]:
    """A heading, the own answer and a table per question of a theme, as Markdown."""
    for question in book.questions_of(theme):
        areas = [*([book.province(own.province)] if own.province else []), book.country]
        heading, text = f"### {literal(question.label)}", literal(question.text)
        yield "\n\n".join([heading, text, *_table(figures, book, question, areas, own)])


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
    yield table(["Antwoord", "Uw initiatief", *(area.name for area in areas)], told)


def _amounts(question: Question, answer: float | None, found: dict[Area, tuple[Row, ...]]) -> Iterator[str]:
    """A number beside the middle one of each area."""
    own = SKIPPED if answer is None else style.amount(answer, question.unit)
    medians = [[row for row in group if row.kind == "median"] for group in found.values()]
    told = [lines.area_line(group[0], question.unit).words if group else _FEW for group in medians]
    yield table(["Uw initiatief", *(f"{area.name} (mediaan)" for area in found)], [[own, *told]])


def _words(found: tuple[Row, ...], code: str) -> str:
    if not found:
        return _FEW
    return next((lines.answer_line(row).unbroken for row in found if row.answer == code), "–")

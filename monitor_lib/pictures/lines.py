"""The lines of a chart in words: what stands above a dot, behind it, under the pointer, and in the table beside it."""

from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures import style
from monitor_lib.pictures import words as figure_words
from monitor_lib.pictures.rows import Row
from monitor_lib.reference.codebook_records import Area, Question

REST = "rest van Nederland"
_VERDICTS = {
    "higher": "verschilt aantoonbaar",
    "lower": "verschilt aantoonbaar",
    "no_difference": "geen aantoonbaar verschil",
    "not_tested": "niet getoetst",
}


@dataclass(frozen=True)
class Line:
    """One row of a chart: a figure, its label, its value in few words and in full."""

    label: str
    row: Row
    short: str
    words: str

    @property
    def hover(self) -> str:
        """What a pointer reads."""
        return f"{self.label}: {self.words}"


def answer_line(row: Row) -> Line:
    """A line that stands for an answer."""
    return Line(row.label, row, figure_words.short_words(row), figure_words.share_words(row))


def area_line(row: Row, unit: str = "") -> Line:
    """A line that stands for an area; `unit` is that of a median."""
    if row.kind == "count":
        words = short = style.number(row.value)
    elif row.kind == "median":
        words = figure_words.median_words(row, unit)
        short = words.replace(" (", "\n(").replace("tussen ", "").replace(" en ", "–")
    else:
        words, short = figure_words.share_words(row), figure_words.short_words(row)
    return Line(row.area.name, row, short, words)


def answers_twin(lines: list[Line], area: Area, unit: str = "") -> pd.DataFrame:
    """A chart of answers as a table in words: one row per line."""
    rest = [_reference(line.row, unit) for line in lines]
    table = {"Antwoord": [line.label for line in lines], area.name: [line.words for line in lines]}
    if area.level == "province":
        table |= {REST.capitalize(): rest, "Verschil": [_VERDICTS[line.row.compared] for line in lines]}
    return pd.DataFrame(table | {"Antwoorden": [style.number(line.row.respondents) for line in lines]})


def areas_twin(lines: list[Line], heading: str) -> pd.DataFrame:
    """A chart of areas as a table in words: one row per area."""
    table = {"Gebied": [line.label for line in lines], heading: [line.words for line in lines]}
    if any(line.row.kind != "count" for line in lines):
        table["Antwoorden"] = [style.number(line.row.respondents) for line in lines]
    return pd.DataFrame(table)


def respondents(row: Row) -> str:
    """How many answers a figure rests on, of how many initiatives."""
    return (
        f"Gebaseerd op {style.number(row.respondents)} van de {style.number(row.population)} "
        f"initiatieven in {row.area.name}."
    )


def _reference(row: Row, unit: str) -> str:
    if row.reference is None:
        return "–"
    return style.percent(row.reference) if row.kind == "share" else style.amount(row.reference, unit)


def unit_of(question: Question | None) -> str:
    """The unit of a question's figures, empty for shares."""
    return question.unit if question is not None and question.type == "number" else ""

"""A chart of any table of figures: the groups and answers of the researcher's bench, in the house style."""

from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures.charts import charts, layouts, traces
from monitor_lib.pictures.charts.charts import Chart
from monitor_lib.pictures.figure.lines import Line
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.text import bench
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import say


@dataclass(frozen=True)
class Subject:
    """What a table is about, in words: heading, question, sentence, base and source; `notice` marks invented data."""

    title: str
    question: str = ""
    sentence: str = ""
    source: str = ""
    unit: str = ""
    notice: str = ""


def table_chart(frame: pd.DataFrame, subject: Subject) -> Chart:
    """A row per figure: answers under each other, and the groups of one answer together.

    Args:
        frame: one row per figure, with the columns of the bench; all of one kind, but for a mean beside a median.
        subject: what stands around it.
    """
    lines = _lines(frame, subject.unit)
    data = _strokes(lines)
    layout = layouts.layout(len(lines), _axis(lines, subject.unit), data)
    marks = {"annotations": [layouts.mark(subject.notice, layout)]} if subject.notice else {}
    columns = {
        say("Onderdeel"): [line.label for line in lines],
        say("Cijfer"): [line.brief for line in lines],
        say("Antwoorden"): [str(line.row.respondents or "–") for line in lines],
    }
    return Chart(
        id=folded(subject.title).replace(" ", "-"),
        title=subject.title,
        sentence=subject.sentence,
        alt=charts.alt(subject.title, subject.question),
        note=subject.question,
        figure={"data": data, "layout": layout | marks},
        columns=columns,
        picture=Picture("dots", subject.title, "", tuple(lines)),
        source=subject.source,
        paired=False,
    )


def _strokes(lines: list[Line]) -> list[dict]:
    counts = all(line.row.kind == "count" for line in lines)
    return traces.bars(lines) if counts else traces.dots(lines, say("cijfer"), "")


def _lines(frame: pd.DataFrame, unit: str) -> list[Line]:
    records = frame.to_dict("records")
    told = bench.apart(frame)
    groups, answers = len({bench.group(each, told) for each in records}), len({bench.answer(each) for each in records})
    order = list(dict.fromkeys(bench.answer(record) for record in records))
    return [
        bench.line(record, unit, _label(record, told, groups > 1, answers > 1))
        for record in sorted(records, key=lambda record: order.index(bench.answer(record)))
    ]


def _label(record: dict, told: list[str], groups: bool, answers: bool) -> str:
    parts = (bench.answer(record) if answers or not groups else "", bench.group(record, told) if groups else "")
    return " · ".join(filter(None, parts)) or bench.group(record, told)


def _axis(lines: list[Line], unit: str) -> dict:
    kind = lines[0].row.kind
    if kind == "share":
        return layouts.PERCENTS
    if kind == "count":
        return {"visible": False}
    if kind != "change":
        return charts.ticks([line.row for line in lines], unit)
    widest = max((abs(end) for line in lines for end in line.row.interval or ()), default=0.1)
    return {"range": [-widest, widest], "nticks": 5, "tickformat": "+,.0%", "zeroline": True}

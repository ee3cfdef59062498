"""Who took part: which part of the list answered, in each group of it; and what late answers say beside early ones."""

from dataclasses import replace

import pandas as pd

from monitor_lib.pictures.charts import charts, layouts, traces
from monitor_lib.pictures.figure.lines import Columns, Line, answer_line, renamed
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import Row, area_of, in_area, label_of, named, rows
from monitor_lib.pictures.figure.words import share_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.participation import late, late_rows
from monitor_lib.reference.records import Area, Codebook
from monitor_lib.reference.text.language import later, say

_VERDICTS = {
    "higher": later("hoger"),
    "lower": later("lager"),
    "no_difference": later("nee"),
    "not_tested": later("niet getoetst"),
}


def turnout_chart(figures: pd.DataFrame, book: Codebook, indicator: str, area: Area | str) -> charts.Chart:
    """Which part of the list answered, by group, beside the part of all.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        indicator: the id of an indicator with groups of another.
        area: an area, or its code or name.
    """
    area = area_of(book, area)
    every = rows(figures, book, "participation", area)[0]
    lines = [_turnout_line(row, every) for row in rows(figures, book, indicator, area) if not row.hidden]
    label = label_of(book, indicator)
    beside = say("alle initiatieven op de lijst")
    data = traces.dots(lines, say("deed mee"), beside, other=True)
    layout = layouts.layout(len(lines), layouts.PERCENTS, data)
    return charts.Chart(
        id=f"{indicator}-{area.code.lower()}",
        title=label,
        sentence=_turnout_sense(lines, every),
        alt=charts.alt(label, in_area(area)),
        note=say(
            "Het deel van de lijst dat antwoordde; groepen van minder dan {count} staan er niet.",
            count=book.publication.hidden_below,
        ),
        figure={"data": data, "layout": charts.marked(layout, figures, book)},
        columns=_twin(lines),
        picture=Picture("dots", label, in_area(area), tuple(lines), marked=beside),
        source=charts.source(figures, book, every),
        paired=False,
    )


def late_charts(took_part: pd.DataFrame, figures: pd.DataFrame, book: Codebook) -> list[charts.Chart]:
    """The headline answers in the late half of the answers, beside the early half: one chart, or none.

    Args:
        took_part: the table of who took part.
        figures: the figures table of one wave.
        book: the codebook.
    """
    found = late_rows(took_part, book)
    if not found:
        return []
    lines = [renamed(answer_line(row), named(book.question(row.indicator), row)) for row in found]
    title = say("Late antwoorden naast vroege")
    data = traces.dots(lines, say("late antwoorden"), say("vroege antwoorden"), other=True)
    layout = charts.marked(layouts.layout(len(lines), layouts.PERCENTS, data), figures, book)
    chart = charts.Chart(
        id="laat",
        title=title,
        sentence=late(found, book),
        alt=charts.alt(title, in_area(book.country)),
        note=say("Het open blokje is de vroege helft, de band het interval van de late helft."),
        figure={"data": data, "layout": layout},
        columns=_late_twin(lines),
        picture=Picture("dots", title, in_area(book.country), tuple(lines), marked=say("vroege antwoorden")),
        source=charts.source(figures, book, replace(found[0], indicator="participation")),
        paired=False,
    )
    return [chart]


def _late_twin(lines: list[Line]) -> Columns:
    """Late answers beside early ones as a table: one row per headline answer."""
    return {
        say("Antwoord"): [line.label for line in lines],
        say("Late helft"): [line.words for line in lines],
        say("Vroege helft"): [line.reference or "–" for line in lines],
        say("Aantoonbaar anders?"): [say(_VERDICTS[line.row.compared]) for line in lines],
        say("Late antwoorden"): [style.number(line.row.respondents) for line in lines],
    }


def _turnout_line(row: Row, every: Row) -> Line:
    words = say("{share} van {all}", share=share_words(row), all=style.number(row.respondents))
    return Line(row.label, replace(row, reference=every.value), words, words)


def _turnout_sense(lines: list[Line], every: Row) -> str:
    """How many took part, and which groups most and least; no claim that the others would answer alike."""
    given = {"where": in_area(every.area), "share": share_words(every)}
    told = say("Van alle initiatieven op de lijst {where} deed {share} mee.", **given)
    if len(lines) < 2:
        return told
    *_, least = most, *_ = sorted(lines, key=lambda line: line.row.size, reverse=True)
    ends = {"most": most.label, "most_share": share_words(most.row)}
    ends |= {"least": least.label, "least_share": share_words(least.row)}
    return f"{told} {say('Het meest: {most} ({most_share}); het minst: {least} ({least_share}).', **ends)}"


def _twin(lines: list[Line]) -> Columns:
    """Who took part as a table: one row per group of the list."""
    return {
        say("Groep"): [line.label for line in lines],
        say("Deed mee"): [share_words(line.row) for line in lines],
        say("Op de lijst"): [style.number(line.row.respondents) for line in lines],
    }

"""An area at a glance: of every question that weighs, the one figure that tells it, in one table."""

from collections.abc import Iterator

import pandas as pd

from monitor_lib.pictures.charts import layouts, traces
from monitor_lib.pictures.charts.charts import Chart, alt, marked, source
from monitor_lib.pictures.figure.lines import Columns, Line, answer_line, answers_twin, renamed, rest
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import Row, area_of, called, finding_row, in_area, rows
from monitor_lib.pictures.text.sentences import base_words
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import say


def key_figures(
    figures: pd.DataFrame, book: Codebook, area: Area | str, past: History | None = None, page: str = ""
) -> list[Chart]:
    """The key figures of an area beside the rest of the country, by theme, in one chart; none if the codebook has none.

    An area that has none of its own to show shows those of its landsdeel, or of the country where most of those are
    hidden too, and says so.

    Args:
        figures: the figures table of one wave.
        book: the codebook; the questions with a weight are its key figures.
        area: an area, or its code or name.
        past: the history of the wave: what each figure was in the wave before.
        page: the address of the area's report, where each question stands; empty on that page itself.
    """
    asked = area_of(book, area)
    place = _telling(figures, book, asked)
    found = _found(figures, book, place)
    if not found:
        return []
    lines = [renamed(answer_line(row), called(question, row.answer, row.label)) for question, row in found]
    data = traces.dots(lines, place.title, rest())
    title = say("Kerncijfers")
    chart = Chart(
        id=f"kerncijfers-{asked.code.lower()}",
        title=f"{title} ({place.name})" if place != asked else title,
        sentence=_borrowed(asked, place),
        alt=alt(title, in_area(place)),
        note=_note([row for _, row in found if not row.hidden]),
        figure={"data": data, "layout": marked(layouts.layout(len(lines), layouts.PERCENTS, data), figures, book)},
        columns=_table(lines, found, place, book),
        picture=Picture("dots", title, in_area(place), tuple(lines)),
        source=source(figures, book, *(row for _, row in found)),
        earlier=tuple(past.then(row) for _, row in found) if past else (),
        anchors=tuple(f"{page}#kop-{question.id}-{asked.code.lower()}" for question, _ in found),
    )
    return [chart]


def _note(shown: list[Row]) -> str:
    if not shown:
        return say("Van elke vraag het antwoord dat het meest zegt.")
    return say("Van elke vraag het antwoord dat het meest zegt ({base}).", base=base_words(shown, asked=True))


def told_apart(book: Codebook) -> dict[str, tuple[Question, str]]:
    """What stands in the rows of the table of any area, by its heading: a question, and an answer."""
    labels = {question.id: book.answers_of(question.id) for question in book.key_figures}
    return {
        called(question, answer, labels[question.id][answer]): (question, answer)
        for question in book.key_figures
        for answer in dict.fromkeys((question.finding.answer if question.finding else "", *question.headline))
        if answer
    }


def _around(area: Area, book: Codebook) -> Iterator[Area]:
    """The area, and those that it is part of, the nearest first."""
    yield area
    if area.parent:
        yield from _around(book.area(area.parent), book)


def _telling(figures: pd.DataFrame, book: Codebook, asked: Area) -> Area:
    """The area itself where it has a figure to show; else the nearest around it that shows most of its own."""
    for place in _around(asked, book):
        shown = [not row.hidden for _, row in _found(figures, book, place)]
        if any(shown) and (place == asked or sum(shown) * 2 > len(shown)):
            return place
    return asked


def _found(figures: pd.DataFrame, book: Codebook, area: Area) -> list[tuple[Question, Row]]:
    """The key figures of an area, by theme: the answer that tells each question, and its other headline answers."""
    asked = [question for theme in book.themes for question in book.key_figures if question.theme == theme.id]
    return [(question, row) for question in asked for row in _key(question, rows(figures, book, question.id, area))]


def _key(question: Question, found: tuple[Row, ...]) -> list[Row]:
    telling = finding_row(question, found)
    return [row for row in found if row == telling or row.answer in question.headline]


def _table(lines: list[Line], found: list[tuple[Question, Row]], area: Area, book: Codebook) -> Columns:
    """One row per key figure: the figure, what it is compared with, on how many answers it rests, and its theme."""
    titles = {theme.id: theme.title for theme in book.themes}
    table = answers_twin(lines, area, heading=say("Kerncijfer"))
    return table | {say("Hoofdstuk"): [titles[question.theme] for question, _ in found]}


def _borrowed(asked: Area, place: Area) -> str:
    if place == asked:
        return ""
    return say(
        "Van {area} zijn er geen eigen cijfers te tonen. Hieronder staan die van {wider}.",
        area=asked.name,
        wider=place.name,
    )

"""Charts of the figures table as plotly JSON: a question in one area, or one figure in all provinces."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from monitor_lib.pictures.charts import alone, layouts, side_by_side, traces
from monitor_lib.pictures.figure import lines as chart_lines
from monitor_lib.pictures.figure import palette
from monitor_lib.pictures.figure.lines import Columns, Line, answer_line, area_line, rest, unit_of
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import Row, Shown, area_of, in_area, label_of, question_of, rows, shown
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import sentences
from monitor_lib.reference.records import Area, Codebook, Question, Theme
from monitor_lib.reference.text.language import say, say_many
from monitor_lib.reference.text.reasons import EMPTY

MIME, HTML = "application/vnd.plotly.v1+json", "text/html"
PICTURE_MIME = "application/vnd.monitor.picture+json"  # the same chart, for who draws it on paper


@dataclass(frozen=True)
class Chart:
    """A chart with everything that belongs to it: heading, sense, text for who cannot see it, base, and its table.

    `columns` are those of its table, in words. `picture` has a line for every row of it, and `earlier` what each was in
    the wave before, where that may be compared. `paired`: whether a reader may put another province beside it.
    `anchors` are the addresses of the question of each row; charts with the same `fold` stand together under these
    words, which a reader opens.
    """

    id: str
    title: str
    sentence: str
    alt: str
    note: str
    figure: dict
    columns: Columns
    picture: Picture
    source: str = ""
    paired: bool = True
    earlier: tuple[float | None, ...] = ()
    anchors: tuple[str, ...] = ()
    fold: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        words = {name: getattr(self, name) for name in ("id", "title", "sentence", "alt", "note", "source", "fold")}
        lines = self.picture.lines
        table: dict = {
            "columns": list(self.columns),
            "rows": [list(row) for row in zip(*self.columns.values(), strict=True)],
        }
        other = bool(self.picture.marked)
        table["marks"] = [side_by_side.marks(line.row, then, other) for line, then in zip_longest(lines, self.earlier)]
        table["anchors"] = list(self.anchors)
        table["axis"] = side_by_side.axis(lines, self.figure["layout"]["xaxis"]["range"]) if lines else {}
        layout = self.figure["layout"] | {"meta": words | {"table": table}}
        shown = side_by_side.places(lines)
        beside = shown if self.paired else side_by_side.places(())
        layout["meta"] |= {"key": layouts.key(self.figure["data"]), "figure": shown["figure"], "beside": beside}
        figure = self.figure | {"layout": layout}
        bundle = {
            MIME: figure if HTML in (exclude or ()) else alone.titled(figure, self._around),
            PICTURE_MIME: self.picture.json,
            "text/plain": f"{self.title}. {self.sentence}",
        }
        if HTML in (exclude or ()):
            return bundle
        return bundle | {HTML: alone.html(self._around, table, self.picture)}

    @property
    def table(self) -> pd.DataFrame:
        """The chart as a table in words."""
        return pd.DataFrame(self.columns)

    def save(self, path: Path | str) -> Path:
        """Writes it with its heading, question, base and source to a `.png` or `.svg`, and says where."""
        return alone.save(self._around, self.picture, self.figure["layout"]["xaxis"], path)

    @property
    def _around(self) -> alone.Words:
        marks = [mark["text"] for mark in self.figure["layout"].get("annotations", [])]
        return alone.Words(self.title, self.note, self.sentence, self.source, *marks[:1] or [""])


@dataclass(frozen=True)
class Words:
    """A sentence in the place of charts."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text


@dataclass(frozen=True)
class Drawing:
    """The strokes of a chart, with the lines they stand for."""

    lines: list[Line]
    data: list[dict]
    layout: dict


def question_chart(
    figures: pd.DataFrame, book: Codebook, question: Question | str, area: Area | str, kind: str = ""
) -> Chart:
    """One question in one area, beside the rest of the country.

    An area whose answers are all hidden shows those of its landsdeel, and says so.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        question: a published question, or its id.
        area: an area, or its code or name.
        kind: a key of CHARTS; empty for the one that suits the question's type.
    """
    question, area = question_of(book, question), area_of(book, area)
    found = _ranked(shown(figures, book, question.id, area), question, book)
    country = rows(figures, book, question.id, book.country)
    drawing = CHARTS[kind or (question.type if question.type in CHARTS else "shares")](question, found, country)
    return Chart(
        id=f"{question.id}-{area.code.lower()}",
        title=f"{question.label} ({found.area.name})" if found.borrowed else question.label,
        sentence=sentences.question_sentence(figures, book, question, area),
        alt=alt(question.label, in_area(found.area)),
        note=asked(question, book),
        figure={"data": drawing.data, "layout": marked(drawing.layout, figures, book)},
        columns=_twin(drawing, question, found.area),
        picture=Picture("dots", question.label, in_area(found.area), tuple(drawing.lines)),
        source=" ".join(filter(None, (_based(found), source(figures, book, found.rows[0])))),
    )


def _based(found: Shown) -> str:
    """On how many answers it rests, and which difference they could have shown."""
    seen = chart_lines.seen(found.rows) if found.area.level == "province" else ""
    return " ".join(filter(None, (chart_lines.respondents(found.rows[0]), seen)))


def _ranked(found: Shown, question: Question, book: Codebook) -> Shown:
    """The answer that most gave first, unless their scale has an order; then any other answer, and what is hidden."""
    scale = book.scale_of(question.id)
    if question.type in CHARTS or scale is None or scale.ordered:
        return found
    others = book.other_of(scale)
    ranked = sorted(found.rows, key=lambda row: (row.hidden, row.answer in others, -row.size))
    return replace(found, rows=tuple(ranked))


def theme_charts(figures: pd.DataFrame, book: Codebook, theme: Theme, area: Area | str) -> list[Chart | Words]:
    """The questions of a chapter in one area, those without a weight last and folded away.

    One sentence in their place where nobody could answer any of them.
    """
    area, questions = area_of(book, area), book.questions_of(theme)
    found = [row for question in questions for row in shown(figures, book, question.id, area).rows]
    if found and all(row.reason in EMPTY for row in found):
        reason = say(found[0].reason)
        return [Words(f"{reason[:1].upper()}{reason[1:]} {in_area(area)}.")]
    key = [question for question in questions if question.weight] or list(questions)
    others = [question for question in questions if question not in key]
    names = style.together([question.label for question in others])
    fold = say_many(
        "Nog een vraag: {names}", "Nog {count} vragen: {names}", len(others), count=len(others), names=names
    )
    charts = [question_chart(figures, book, question, area) for question in (*key, *others)]
    return [*charts[: len(key)], *(replace(chart, fold=fold) for chart in charts[len(key) :])]


def provinces_chart(figures: pd.DataFrame, book: Codebook, indicator: str, answer: str = "") -> Chart:
    """One figure for all provinces, in the codebook's order, so that nobody is ranked.

    Args:
        figures: the figures table of one wave.
        book: the codebook.
        indicator: the id of a question or indicator.
        answer: which answer; empty for a count, or the answer that tells a question.
    """
    question = next((entry for entry in book.published if entry.id == indicator), None)
    answer = answer or telling_answer(book, question)
    label = label_of(book, indicator)
    areas = (*book.provinces, book.country)
    found = [row for area in areas for row in rows(figures, book, indicator, area) if row.answer == answer]
    drawing = _areas(found, unit_of(question))
    title = f"{label}: {found[-1].label.lower()}" if found[-1].label else label
    return Chart(
        id=f"provincies-{indicator}" + (f"-{answer}" if answer else ""),
        title=say("{figure}, per provincie", figure=title),
        sentence=_country_sense(drawing.lines[-1], title),
        alt=alt(title, say("alle provincies naast elkaar")),
        note=" ".join(filter(None, (asked(question, book) if question else "", _base(found[-1])))),
        figure={"data": drawing.data, "layout": marked(drawing.layout, figures, book)},
        columns=chart_lines.areas_twin(drawing.lines, found[-1].label or label),
        picture=Picture("dots", title, say("per provincie"), tuple(drawing.lines)),
        source=source(figures, book, found[-1]),
    )


def _shares(question: Question, found: Shown, country: tuple[Row, ...]) -> Drawing:
    """A dot with its interval per answer, and the rest of the country as a mark."""
    lines = [answer_line(row) for row in found.rows]
    data = traces.dots(lines, found.area.title, rest())
    return Drawing(lines, data, layouts.layout(len(lines), layouts.PERCENTS, data))


def _opinions(question: Question, found: Shown, country: tuple[Row, ...]) -> Drawing:
    """The positive answers together as a dot; under it all of them side by side, of whom they are firm enough."""
    lines = [answer_line(row) for row in (found.rows[-1], *found.rows[:-1])]
    colours = palette.opinions(len(lines) - 1, question.kind)
    firm = [each for each in dict.fromkeys((found.rows, country)) if all(row.quality == "A" for row in each)]
    stacked = firm if colours else []
    data = traces.dots(lines[:1], found.area.title, rest())
    for at, each in enumerate(stacked, 1):
        data += traces.stack(each[:-1], at, say("Alle antwoorden, {area}", area=each[0].area.name), colours)
    return Drawing(lines, data, layouts.layout(1 + len(stacked), layouts.PERCENTS, data))


def _medians(question: Question, found: Shown, country: tuple[Row, ...]) -> Drawing:
    """The median with its interval, of the area and of the country."""
    medians = [row for row in dict.fromkeys((*found.rows, *country)) if row.kind == "median"]
    return _areas(medians, question.unit)


CHARTS: dict[str, Callable[[Question, Shown, tuple[Row, ...]], Drawing]] = {
    "shares": _shares,
    "likert": _opinions,
    "number": _medians,
}


def _areas(found: list[Row], unit: str) -> Drawing:
    """The same figure of several areas, one line each."""
    lines = [area_line(row, unit) for row in found]
    if found[0].kind == "count":
        provinces = [line for line in lines if line.row.area.level == "province"]
        return Drawing(lines, traces.bars(provinces), layouts.layout(len(provinces), {"visible": False}, []))
    data = traces.dots(lines, say("mediaan") if unit else say("aandeel"), rest())
    shown = layouts.PERCENTS if found[0].kind == "share" else ticks(found, unit)
    return Drawing(lines, data, layouts.layout(len(lines), shown, data))


def ticks(found: list[Row], unit: str) -> dict:
    """An axis that holds all intervals: from zero, or for years from just before the first."""
    known = [limit for row in found for limit in (*(row.interval or ()), row.reference)]
    ends = [limit for limit in known if limit is not None] or [0, 1]
    if unit in style.YEARS:
        return {"range": [min(ends) - 2, max(ends) + 2], "nticks": 5, "tickformat": "d"}
    return {"range": [0, max(ends) * 1.04], "nticks": 5, "tickformat": ",~r"}


def telling_answer(book: Codebook, question: Question | None) -> str:
    """The code of the answer that tells a question; nothing for a number, or for what is no question."""
    if question is None or question.type == "number":
        return ""
    return question.finding.answer if question.finding else book.scale(question.scale).groups[0].code


def _country_sense(country: Line, title: str) -> str:
    if country.row.kind == "count":
        return say("In heel {country} zijn het er {count}.", count=country.words, country=country.row.area.name)
    return say(
        "{figure} in heel {country}: {share}. De provincies staan in vaste volgorde, niet op rang.",
        figure=title,
        country=country.row.area.name,
        share=country.words,
    )


def alt(title: str, what: str) -> str:
    """What a chart is, for who cannot see it, and where its figures are."""
    return say("Grafiek: {title}, {what}. Alle cijfers staan in de tabel bij de grafiek.", title=title, what=what)


def asked(question: Question, book: Codebook) -> str:
    """A question as it was put, and to whom if not to all."""
    put = say("Vraag: {question}", question=question.text)
    if not question.asked:
        return put
    leading = book.question(question.asked.question)
    answers = [f"“{book.answers_of(leading.id)[code]}”" for code in question.asked.answers]
    given = {"question": leading.label, "answers": style.together(answers)}
    return f"{put} {say('Gevraagd aan wie bij “{question}” {answers} antwoordde.', **given)}"


def _base(row: Row) -> str:
    return "" if row.kind == "count" else chart_lines.respondents(row)


def source(figures: pd.DataFrame, book: Codebook, *told: Row) -> str:
    """Where figures come from: what their interval is, the wave, their keys in the figures table, and the licence."""
    wave, keys = book.wave(figures["wave"].iloc[0]), list(dict.fromkeys(row.indicator for row in told))
    sure = any(row.interval is not None for row in told)
    interval = say("Interval: {share}.", share=f"{book.publication.confidence:.0%}") if sure else ""
    origin = say_many(
        "Bron: {monitor}, {wave} {year}, cijfer {figure}. Licentie: {licence}.",
        "Bron: {monitor}, {wave} {year}, cijfers {figure}. Licentie: {licence}.",
        len(keys),
        monitor=book.monitor.title,
        wave=wave.label.lower(),
        year=wave.year,
        figure=", ".join(keys),
        licence=book.monitor.licence,
    )
    return " ".join(filter(None, (interval, origin)))


def marked(layout: dict, figures: pd.DataFrame, book: Codebook) -> dict:
    """The layout, marked as made of example data where it is."""
    example = book.wave(figures["wave"].iloc[0]).example
    return layout | ({"annotations": [layouts.mark(book.monitor.example_notice, layout)]} if example else {})


def _twin(drawing: Drawing, question: Question, area: Area) -> Columns:
    if question.type == "number":
        return chart_lines.areas_twin(drawing.lines, say("Mediaan ({unit})", unit=question.unit))
    return chart_lines.answers_twin(drawing.lines, area)

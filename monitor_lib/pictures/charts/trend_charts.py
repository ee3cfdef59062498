"""One question in this wave and those before it, as a chart; it breaks where waves cannot be compared."""

from dataclasses import dataclass, replace

from monitor_lib.pictures.charts import charts, layouts, traces
from monitor_lib.pictures.figure.lines import Columns, Line, answer_line
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import Row, area_of, in_area, question_of, rows
from monitor_lib.pictures.figure.words import share_words, short_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import trends
from monitor_lib.pictures.text.trends import History, Past
from monitor_lib.reference.question_map import NOT_ASKED, REWORDED
from monitor_lib.reference.records import Area, Question
from monitor_lib.reference.text.language import say


@dataclass(frozen=True)
class _Entry:
    """One answer over the waves: its row now, what changed, and its rows then, oldest first (None: there is none)."""

    now: Row
    change: Row | None
    then: tuple[Row | None, ...]

    @property
    def comparable(self) -> bool:
        """Whether this wave and the one before may be set beside each other."""
        return self.change is not None and not self.change.hidden


def trend_chart(past: History, question: Question | str, area: Area | str) -> charts.Chart:
    """One question in one area, in this wave and the ones before it.

    A slope joins two waves only where they may be compared.

    Args:
        past: the history.
        question: a question with a scale, or its id.
        area: an area, or its code or name.
    """
    book, year, before = past.now.book, past.now.wave.year, past.before.wave.year
    question, area = question_of(book, question), area_of(book, area)
    entries = _entries(past, question, area)
    lines = [_line(entry, before) for entry in entries]
    data = _strokes(past, entries, lines)
    layout = layouts.layout(len(lines), layouts.PERCENTS, data)
    return charts.Chart(
        id=f"verloop-{question.id}-{area.code.lower()}",
        title=say("{question}: {before} en {year}", question=question.label, before=before, year=year),
        sentence=_sense(past, question, entries),
        alt=charts.alt(question.label, _compared(area, past)),
        note=_note(past, question, entries),
        figure={"data": data, "layout": charts.marked(layout, past.now.figures, book)},
        columns=_twin(past, entries),
        picture=Picture("dots", question.label, f"{in_area(area)}, {year}", tuple(lines)),
        source=" ".join([charts.source(past.now.figures, book, entries[0].now), *_compared_with(before, entries)]),
        paired=False,
        fold=say("Alle antwoorden op de vragen waarin iets veranderde"),
        earlier=tuple(past.then(entry.now) for entry in entries),
    )


def _compared_with(before: int, entries: list[_Entry]) -> list[str]:
    return [say("Vergeleken met {year}.", year=before)] if any(entry.comparable for entry in entries) else []


def _compared(area: Area, past: History) -> str:
    years = {"before": past.before.wave.year, "year": past.now.wave.year}
    return say("{where}, {before} naast {year}", where=in_area(area), **years)


def _entries(past: History, question: Question, area: Area) -> list[_Entry]:
    return [
        _Entry(
            row,
            past.change(question.id, area, row.answer),
            tuple(each.row(question.id, area, row.answer) for each in past.earlier),
        )
        for row in rows(past.now.figures, past.now.book, question.id, area)
    ]


def _line(entry: _Entry, before: int) -> Line:
    line = answer_line(replace(entry.now, reference=None))
    return replace(line, short=f"{line.short}\n{before}: {_was(entry.then[-1])}")


def _was(then: Row | None) -> str:
    """An earlier share in very few words."""
    if then is None or then.reason == NOT_ASKED:
        return say(NOT_ASKED)
    if then.hidden:
        return say("te weinig")
    return say("onzeker") if then.quality == "C" else short_words(then)


def _strokes(past: History, entries: list[_Entry], lines: list[Line]) -> list[dict]:
    then, now, joined = zip(*((entry.then, entry.now, entry.comparable) for entry in entries), strict=True)
    names = [_called(past, each, entries) for each in past.earlier]
    return [*traces.earlier(then, now, joined, names), *traces.dots(lines, str(past.now.wave.year), "")]


def _called(past: History, each: Past, entries: list[_Entry]) -> str:
    """A wave by its year, and that it asked otherwise where the one before did."""
    otherwise = each is past.before and all(trends.verdict(entry.change) == say(REWORDED) for entry in entries)
    return f"{each.wave.year} ({say(REWORDED)})" if otherwise else str(each.wave.year)


def _sense(past: History, question: Question, entries: list[_Entry]) -> str:
    before, year = past.before.wave.year, past.now.wave.year
    changes = tuple(entry.change for entry in entries if entry.change is not None)
    changed = [row for row in trends.telling_changes(question, changes) if row.differs]
    if changed:
        return trends.sentence(past, question, min(changed, key=lambda row: row.surety))
    if any(row.reason == REWORDED for row in changes):
        return say(
            "Deze vraag is sinds {year} anders gevraagd: de cijfers van toen en nu zijn niet te vergelijken.",
            year=before,
        )
    if any(entry.comparable for entry in entries):
        return say("Geen van deze antwoorden veranderde aantoonbaar sinds {year}.", year=before)
    return say("Van deze vraag zijn {before} en {year} niet te vergelijken.", before=before, year=year)


def _note(past: History, question: Question, entries: list[_Entry]) -> str:
    now, before = past.now.wave.year, past.before.wave.year
    asked = next((each for each in past.before.book.questions if each.id == question.id), None)
    words = charts.asked(question, past.now.book)
    if asked and asked.text != question.text:
        put = {"now": now, "question": question.text, "before": before, "question_before": asked.text}
        words = say("Vraag in {now}: {question} Vraag in {before}: {question_before}", **put)
    counts = [style.number(row.respondents) for row in (entries[0].then[-1], entries[0].now) if row is not None]
    if len(counts) == 1:
        base = say("Gebaseerd op {count} antwoorden.", count=counts[0])
    else:
        base = say("Gebaseerd op {before} en {now} antwoorden.", before=counts[0], now=counts[1])
    return " ".join([words, *_no_longer(past, question, asked), base])


def _no_longer(past: History, question: Question, asked: Question | None) -> list[str]:
    """The answers that were offered then and are not any more."""
    if asked is None:
        return []
    offered = past.now.book.scale(question.scale).labels
    gone = [label for code, label in past.before.book.scale(asked.scale).labels.items() if code not in offered]
    answers = ", ".join(f"“{label}”" for label in gone)
    return [say("Niet meer gevraagd: {answers}.", answers=answers)] if gone else []


def _twin(past: History, entries: list[_Entry]) -> Columns:
    """The chart as a table in words: one row per answer, and a column per wave, the last one first."""
    earlier = {
        str(each.wave.year): [trends.earlier_words(entry.then[at]) for entry in entries]
        for at, each in enumerate(past.earlier)
    }
    return {
        say("Antwoord"): [entry.now.label for entry in entries],
        str(past.now.wave.year): [share_words(entry.now) for entry in entries],
        **dict(reversed(earlier.items())),
        say("Verschil (procentpunt)"): [trends.points(entry.change) for entry in entries],
        say("Oordeel"): [trends.verdict(entry.change) for entry in entries],
    }

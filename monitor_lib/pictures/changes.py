"""What changed since the wave before, as a picture for paper; the reports tell it in `trends`."""

from dataclasses import replace

from monitor_lib.pictures.figure.lines import Line, answer_line, renamed
from monitor_lib.pictures.figure.picture import Picture
from monitor_lib.pictures.figure.rows import Row, named, value
from monitor_lib.pictures.figure.words import rest_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import trends
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.infographics import Block
from monitor_lib.reference.records import Area, Question
from monitor_lib.reference.text.language import say


def picture(past: History, block: Block, area: Area) -> Picture:
    """The surest demonstrable changes in an area, marked with what they were; or why none is told.

    Of the country it also says what was asked otherwise before, as who lays two infographics side by side would compare
    those figures.
    """
    found = trends.demonstrable(past, area)
    lines = tuple(_with_then(past, question, change) for question, change in found[: block.most or None])
    more = len(found) - len(lines)
    told = [say("En nog {count}: zie het rapport.", count=more)] if more > 0 else []
    told = told if found else [trends.none_found(past, area)]
    told += trends.broken(past) if area.level == "country" else []
    return Picture(block.kind, block.title, _listed(past, area), lines, tuple(told), marked=str(past.before.wave.year))


def line(past: History, question: Question, change: Row) -> Line:
    """The answer as it is now, measured against what it was."""
    now = past.after(change)
    return renamed(
        answer_line(replace(now, reference=change.reference, compared=change.compared)), named(question, now)
    )


def _with_then(past: History, question: Question, change: Row) -> Line:
    measured = line(past, question, change)
    short = say("{now}, was\u00a0{then}", now=measured.short, then=rest_words(change))
    return replace(measured, short=short)


def _listed(past: History, area: Area) -> str:
    then, now = (style.number(value(each.figures, "initiatives", area) or 0) for each in (past.before, past.now))
    return say("Sinds {year} · op de lijst toen {then}, nu {now}", year=past.before.wave.year, then=then, now=now)

"""What the reading guide says with the monitor's own rules and figures, so that neither is written down twice."""

from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, finding_row, rows, value
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.markdown import literal, table
from monitor_lib.pictures.text.sentences import answered_words, listed_words
from monitor_lib.reference.interval import Interval
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import say, say_many


def participation(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Who took part in an area, against the list, in a few sentences."""
    listed, answered = (value(figures, name, area) or 0 for name in ("initiatives", "responses"))
    share = value(figures, "participation", area)
    told = [listed_words(listed, area), answered_words(answered, listed, share)]
    return " ".join(filter(None, [*told, *(_finished(figures, book, area) if answered else ())]))


def _finished(figures: pd.DataFrame, book: Codebook, area: Area) -> list[str]:
    """How many went on to the end, where the codebook counts those of the last part."""
    last = max(question.part for question in book.questions)
    counted = [entry.id for entry in book.indicators if entry.source == "responses" and entry.part == last > 1]
    counts = [value(figures, name, area) or 0 for name in counted]
    return [
        say_many(
            "{count} vulde ook het laatste deel in.",
            "{count} vulden ook het laatste deel in.",
            count,
            count=style.number(count),
        )
        for count in counts
    ]


@dataclass(frozen=True)
class Defined:
    """What counts: a heading, a line for each thing that must hold, and what to say where nothing must."""

    heading: str
    lines: tuple[str, ...]
    otherwise: str


def defined(book: Codebook) -> Defined:
    """What must hold of an initiative to count."""
    monitor = book.monitor
    heading = say("Wat is {defined}?", defined=monitor.defined) if monitor.defined else say("Wat telt mee?")
    otherwise = say("Wat op de lijsten staat, telt mee: een omschrijving is er niet.")
    return Defined(heading, tuple(filter(None, map(str.strip, monitor.definition.splitlines()))), otherwise)


def definition(book: Codebook) -> str:
    """What must hold of an initiative to count, as a section in Markdown."""
    told = defined(book)
    lines = [f"- {literal(line)}" for line in told.lines] or [told.otherwise]
    return "\n".join([f"## {literal(told.heading)}", "", *lines])


def classes(book: Codebook) -> str:
    """The publication classes as a Markdown table."""
    rules = book.publication
    lines = (
        (
            say("A, stevig"),
            _firm(rules.class_a_respondents, rules.class_a_width),
            say("het percentage met zijn interval"),
        ),
        (say("B, indicatie"), _firm(rules.class_b_respondents, rules.class_b_width), say("het interval voorop")),
        (
            say("C, onzeker"),
            say("minder antwoorden of een breder interval"),
            say("woorden in plaats van een percentage, en een lijn zonder streepje; geen vergelijking"),
        ),
        (
            say("D, verborgen"),
            say("minder dan {count} antwoorden", count=rules.hidden_below),
            say("“te weinig antwoorden”, met het cijfer van een groter gebied"),
        ),
    )
    return table((say("klasse"), say("wanneer"), say("wat u ziet")), lines)


def parts(book: Codebook) -> str:
    """Which provinces each landsdeel is, in Markdown."""
    named = [
        f"{part.name}: {style.together([area.name for area in book.provinces if area.parent == part.code])}"
        for part in book.areas
        if part.level == "part"
    ]
    listed = "".join(f"\n- {literal(line)}" for line in named)
    return say("De landsdelen:") + listed if named else ""


def _firm(respondents: int, width: float) -> str:
    """What a class asks of a figure."""
    return say(
        "{count} antwoorden of meer en een interval van hooguit {width} procentpunten", count=respondents, width=width
    )


def example_question(figures: pd.DataFrame, book: Codebook, area: Area) -> Question:
    """The question of the worked example, and where there is none the first, if it can with answers to choose from."""
    found = _firmest(figures, book, area)
    return found[0] if found else next((each for each in book.published if each.scale), book.published[0])


def worked_example(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """How to read an interval, with the firmest figure of this wave, in Markdown."""
    found = _firmest(figures, book, area)
    if not any(question.finding for question in book.published):
        return ""
    if found is None:
        return say("In deze meting is nog geen cijfer zeker genoeg voor een voorbeeld.")
    question, row, interval = found
    return say(
        "De vraag “{question}” is beantwoord door {count} initiatieven: **{share}** {finding}. Het interval loopt van "
        "{low}% tot {high}%. Zeg dus niet dat het precies {share} is: elk cijfer van {low}% tot {high}% past bij deze "
        "antwoorden, en cijfers daarbuiten passen er slecht bij.",
        question=literal(question.text),
        count=style.number(row.respondents),
        share=style.percent(row.size),
        finding=literal(question.told["finding"]),
        low=style.number(interval.low * 100),
        high=style.number(interval.high * 100),
    )


def answered_otherwise(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """What the figure of the worked example would be had others answered, in Markdown; nothing where there is none."""
    found = _firmest(figures, book, area)
    if found is None:
        return ""
    question, row, _ = found
    low, high = (style.percent(share) for share in (row.scenario_low, row.scenario_high) if share is not None)
    return say(
        "In het voorbeeld: {share} {finding}. Deden deze initiatieven {bias} vaker mee dan andere, dan is het "
        "eigenlijk **{low}**. Deden ze {bias} minder vaak mee, dan is het **{high}**. Bij elk percentage staat dit in "
        "de tabel met cijfers, in de laatste twee kolommen.",
        share=style.percent(row.size),
        finding=literal(question.told["finding"]),
        bias=style.percent(book.publication.answer_bias),
        low=low,
        high=high,
    )


def _firmest(figures: pd.DataFrame, book: Codebook, area: Area) -> tuple[Question, Row, Interval] | None:
    """The question and figure with the narrowest interval, of those with words of their own."""
    questions = [question for question in book.published if question.finding]
    telling = [(question, finding_row(question, rows(figures, book, question.id, area))) for question in questions]
    shown = [(question, row, row.interval) for question, row in telling if row and row.interval]
    return min(shown, key=lambda found: found[2].width, default=None)

"""What the reading guide says with the monitor's own rules and figures, so that neither is written down twice."""

import pandas as pd

from monitor_lib.pictures import style
from monitor_lib.pictures.rows import Row, in_area, rows, value
from monitor_lib.pictures.telling import finding_row
from monitor_lib.reference.codebook_records import Area, Codebook, Question


def participation(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Who took part in an area, against the list, in two sentences of Markdown."""
    listed, answered, finished, share = (
        value(figures, name, area) for name in ("initiatives", "responses", "responses_part2", "participation")
    )
    return (
        f"Op de lijsten van de netwerken staan **{style.number(listed)}** initiatieven {in_area(area)}. "
        f"Daarvan vulden er **{style.number(answered)}** de vragenlijst in ({style.percent(share)}); "
        f"**{style.number(finished)}** vulden ook het tweede deel in."
    )


def classes(book: Codebook) -> str:
    """The publication classes as a Markdown table."""
    rules = book.publication
    return "\n".join(
        (
            "| klasse | wanneer | wat u ziet |",
            "|---|---|---|",
            f"| A, stevig | {rules.class_a_respondents} antwoorden of meer en een interval van hooguit "
            f"{rules.class_a_width} procentpunten | het percentage met zijn interval |",
            f"| B, indicatie | {rules.class_b_respondents} antwoorden of meer en een interval van hooguit "
            f"{rules.class_b_width} procentpunten | het interval voorop |",
            "| C, onzeker | minder antwoorden of een breder interval | alleen woorden, geen vergelijking |",
            f"| D, verborgen | minder dan {rules.hidden_below} antwoorden | “te weinig antwoorden”, "
            "met het cijfer van het landsdeel |",
        )
    )


def worked_example(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """How to read an interval, with the firmest figure of this wave, in Markdown."""
    question, row = _firmest(figures, book, area)
    low, high = style.number(row.low * 100), style.number(row.high * 100)
    return (
        f"De vraag “{question.text}” is beantwoord door {style.number(row.respondents)} initiatieven: "
        f"**{style.percent(row.value)}** {question.finding.words}. Het interval loopt van {low}% tot {high}%. "
        f"Zeg dus niet dat het precies {style.percent(row.value)} is: elk cijfer van {low}% tot {high}% past bij deze "
        "antwoorden, en cijfers daarbuiten passen er slecht bij."
    )


def _firmest(figures: pd.DataFrame, book: Codebook, area: Area) -> tuple[Question, Row]:
    """The question and figure with the narrowest interval, of those with words of their own."""
    questions = [question for question in book.published if question.finding]
    telling = [(question, finding_row(question, rows(figures, book, question.id, area))) for question in questions]
    shown = [(question, row) for question, row in telling if row and not row.hidden]
    return min(shown, key=lambda pair: pair[1].high - pair[1].low)

"""What the reading guide says with the monitor's own rules and figures, so that neither is written down twice."""

import pandas as pd

from monitor_lib.pictures import style
from monitor_lib.pictures.rows import Row, in_area, rows, value
from monitor_lib.pictures.telling import finding_row
from monitor_lib.reference.codebook_records import Area, Codebook, Question
from monitor_lib.reference.language import say


def participation(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """Who took part in an area, against the list, in two sentences of Markdown."""
    listed, answered, finished, share = (
        value(figures, name, area) for name in ("initiatives", "responses", "responses_part2", "participation")
    )
    return say(
        "Op de lijsten van de netwerken staan **{listed}** initiatieven {where}. Daarvan vulden er **{answered}** de "
        "vragenlijst in ({share}); **{finished}** vulden ook het tweede deel in.",
        listed=style.number(listed),
        answered=style.number(answered),
        finished=style.number(finished),
        share=style.percent(share),
        where=in_area(area),
    )


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
            say("woorden in plaats van een percentage, en een open stip; geen vergelijking"),
        ),
        (
            say("D, verborgen"),
            say("minder dan {count} antwoorden", count=rules.hidden_below),
            say("“te weinig antwoorden”, met het cijfer van het landsdeel of van Nederland"),
        ),
    )
    head = (say("klasse"), say("wanneer"), say("wat u ziet"))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * 3, *lines))


def parts(book: Codebook) -> str:
    """Which provinces each landsdeel is, in Markdown."""
    named = [
        f"{part.name}: {style.together([area.name for area in book.provinces if area.parent == part.code])}"
        for part in book.areas
        if part.level == "part"
    ]
    return say("De landsdelen, als bij het CBS:") + "".join(f"\n- {line}" for line in named)


def _firm(respondents: int, width: float) -> str:
    """What a class asks of a figure."""
    return say(
        "{count} antwoorden of meer en een interval van hooguit {width} procentpunten", count=respondents, width=width
    )


def worked_example(figures: pd.DataFrame, book: Codebook, area: Area) -> str:
    """How to read an interval, with the firmest figure of this wave, in Markdown."""
    question, row = _firmest(figures, book, area)
    return say(
        "De vraag “{question}” is beantwoord door {count} initiatieven: **{share}** {finding}. Het interval loopt van "
        "{low}% tot {high}%. Zeg dus niet dat het precies {share} is: elk cijfer van {low}% tot {high}% past bij deze "
        "antwoorden, en cijfers daarbuiten passen er slecht bij.",
        question=question.text,
        count=style.number(row.respondents),
        share=style.percent(row.value),
        finding=question.finding.words,
        low=style.number(row.low * 100),
        high=style.number(row.high * 100),
    )


def _firmest(figures: pd.DataFrame, book: Codebook, area: Area) -> tuple[Question, Row]:
    """The question and figure with the narrowest interval, of those with words of their own."""
    questions = [question for question in book.published if question.finding]
    telling = [(question, finding_row(question, rows(figures, book, question.id, area))) for question in questions]
    shown = [(question, row) for question, row in telling if row and not row.hidden]
    return min(shown, key=lambda pair: pair[1].high - pair[1].low)

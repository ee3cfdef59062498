"""Who took part in words: whether those who answered are like the list, and late answers like early ones."""

from collections.abc import Sequence

import pandas as pd

from monitor_lib.pictures.figure.rows import Row, named, rows
from monitor_lib.pictures.figure.words import points
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.markdown import literal, table
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.language import later, say, say_many

_SURE = 2  # times its standard error: from there on a trait matters
NO_HALVES = later("Vroeg en laat zijn hier niet te vergelijken. Er zijn te weinig antwoorden, of ze hebben geen datum.")


def alike(took_part: pd.DataFrame, book: Codebook) -> str:
    """How alike those who answered are to the list, in a few sentences of Markdown."""
    found = _measured(took_part, "r_indicator")
    if not found:
        return say("Of zij op de lijst lijken, is nog niet te zeggen. Daarvoor zijn er te weinig antwoorden.")
    (every,) = found
    sure = [_trait(one, book) for one in _measured(took_part, "trait") if one["value"] > _SURE * one["error"]]
    told = [
        say(
            "De R-indicator is **{value}** ({range}).",
            value=style.number(every["value"], 2),
            range=style.ranged(*(style.number(every[limit], 2) for limit in ("low", "high"))),
        ),
        say("Wie meedeed, hangt aantoonbaar samen met: {traits}.", traits=literal(style.together(sure).lower()))
        if sure
        else say("Geen kenmerk op de lijst hangt aantoonbaar samen met wie meedeed."),
    ]
    return " ".join(told)


def indicators(took_part: pd.DataFrame, book: Codebook) -> str:
    """The R-indicator and what each trait of the list adds to it, with their standard errors, as a Markdown table."""
    lines = [(say("R-indicator"), one) for one in _measured(took_part, "r_indicator")]
    lines += [(say("kenmerk: {trait}", trait=_trait(one, book).lower()), one) for one in _measured(took_part, "trait")]
    heads = (say("maat"), say("waarde"), say("standaardfout"))
    told = [(name, style.number(one["value"], 3), style.number(one["error"], 3)) for name, one in lines]
    return table(heads, told, numbers=True) if told else ""


def _measured(took_part: pd.DataFrame, measure: str) -> list[dict]:
    return took_part[took_part["measure"] == measure].to_dict("records")


def _trait(one: dict, book: Codebook) -> str:
    return book.field(one["indicator"]).label


def late_rows(took_part: pd.DataFrame, book: Codebook) -> list[Row]:
    """The headline answers in the late half of the answers, with those of the early half as reference."""
    found = took_part[took_part["measure"] == "late"]
    table = found.assign(area=book.country.code, kind="share", population=found["respondents"])
    return [row for question in book.published for row in rows(table, book, question.id, book.country)]


def late(found: Sequence[Row], book: Codebook) -> str:
    """Which headline answers late initiatives gave more or less often, and which differences could not be seen."""
    differing = [named(book.question(row.indicator), row) for row in found if row.differs]
    unseen = [row.detectable for row in found if row.compared == "no_difference" and row.detectable is not None]
    told = []
    if differing:
        told.append(
            say("Late initiatieven antwoordden aantoonbaar anders bij {answers}.", answers=style.together(differing))
        )
    elif not unseen:
        return say("Er zijn te weinig antwoorden om vroeg en laat te vergelijken.")
    else:
        told.append(
            say_many(
                "Het {count} antwoord dat we vergeleken, verschilt niet aantoonbaar.",
                "Geen van de {count} antwoorden die we vergeleken, verschilt aantoonbaar.",
                len(unseen),
                count=style.number(len(unseen)),
            )
        )
    if unseen:
        limit = later("Verschillen van minder dan ongeveer {points} punten kunnen wij hier niet zien.")
        told.append(say(limit, points=points(unseen)))
    return " ".join(told)

"""What the report of a municipality says of that municipality itself, and why its figures are those of its province."""

import pandas as pd

from monitor_lib.pictures.text.markdown import literal
from monitor_lib.pictures.text.trends import History
from monitor_lib.reference.records import Area
from monitor_lib.reference.text.language import say


def lead(province: Area) -> str:
    """What the report is about, in one sentence under its title."""
    return say("De gemeente in het kort, met de cijfers van de provincie {province}.", province=province.name)


def listed(town: Area, account: pd.DataFrame) -> str:
    """Whether an initiative of the municipality is on the lists; never how many: the public account holds no more."""
    if (account["id"] == town.code).any():
        return say(
            "In de gemeente {town} staat ten minste één initiatief op de lijsten van de netwerken.", town=town.name
        )
    return say("In de gemeente {town} staat nog geen initiatief op de lijsten van de netwerken.", town=town.name)


def why_the_province(province: Area) -> str:
    """Why the figures that follow are those of the province."""
    return say(
        "Cijfers uit de vragenlijst tonen we niet per gemeente. In bijna elke gemeente zijn er te weinig antwoorden. "
        "Wie er enkele toont, verraadt de andere. Hieronder staan daarom de cijfers van de provincie {province}.",
        province=province.name,
    )


def onward(province: Area, page: str, past: History | None) -> str:
    """What else there is to read of the province, as Markdown.

    Args:
        province: whose figures the report shows.
        page: the address of the report of that province.
        past: the history of the wave, if it has one: then that report tells what changed.
    """
    there = say(
        "Elke vraag met al haar antwoorden staat in [het rapport van de provincie {province}]({page}).",
        province=literal(province.name),
        page=page,
    )
    if past is None:
        return f"{there} {say('Daar leest u ook wie er meededen en wat deze meting had kunnen laten zien.')}"
    too = say("Daar leest u ook wie er meededen, wat er veranderde en wat deze meting had kunnen laten zien.")
    return f"{there} {too}"

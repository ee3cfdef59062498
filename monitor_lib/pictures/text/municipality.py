"""What the report of a municipality says of that municipality itself; its figures are those of its province."""

import pandas as pd

from monitor_lib.pictures.figure.rows import whole
from monitor_lib.pictures.text.markdown import literal
from monitor_lib.reference.records import Area
from monitor_lib.reference.text.language import say


def lead(area: Area, province: Area) -> str:
    """What a report is about, in one sentence under its title."""
    if area.level == "municipality":
        return say(
            "De gemeente in het kort, met de cijfers van de provincie {province} naast die van de rest van {country}.",
            province=province.name,
            country=whole(),
        )
    return say(
        "De provincie naast de rest van {country}: wat voor initiatieven er zijn, wat ze doen en hoe het met ze gaat.",
        country=whole(),
    )


def introduction(area: Area, province: Area, account: pd.DataFrame) -> str:
    """Why a municipality's report shows the province's figures, as Markdown; nothing for a province's own report.

    Only whether there is an initiative on the list is told, never how many: the public account holds no more.

    Args:
        area: what the report is about.
        province: whose figures it shows.
        account: the public account of the lists.
    """
    if area.level != "municipality":
        return ""
    town = area.name
    if (account["id"] == area.code).any():
        told = say("In de gemeente {town} staat ten minste één initiatief op de lijsten van de netwerken.", town=town)
    else:
        told = say("In de gemeente {town} staat nog geen initiatief op de lijsten van de netwerken.", town=town)
    why = say(
        "Cijfers uit de vragenlijst tonen we niet per gemeente: in bijna elke gemeente zijn er te weinig antwoorden, "
        "en wie er enkele toont, verraadt de andere. Hieronder staan daarom de cijfers van de provincie {province}.",
        province=province.name,
    )
    return literal(f"{told} {why}")

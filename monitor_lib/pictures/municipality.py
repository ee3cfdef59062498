"""What the report of a municipality says of that municipality itself; its figures are those of its province."""

import pandas as pd

from monitor_lib.reference.codebook_records import Area


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
    some = "ten minste één initiatief" if (account["id"] == area.code).any() else "nog geen initiatief"
    return (
        f"In de gemeente {area.name} staat {some} op de lijsten van de netwerken. Cijfers uit de vragenlijst tonen we "
        "niet per gemeente: in bijna elke gemeente zijn er te weinig antwoorden, en wie er enkele toont, verraadt de "
        f"andere. Hieronder staan daarom de cijfers van {province.name}."
    )

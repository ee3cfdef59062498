"""The account of the lists in words and tables: how thirteen lists became one number."""

from collections.abc import Mapping

import pandas as pd

from monitor_lib.pictures import style
from monitor_lib.pictures.words import rounded
from monitor_lib.reference.codebook_records import Area
from monitor_lib.reference.inhabitants import SOURCE

_ROWS = {
    "delivered": "aangeleverd",
    "used": "gebruikt",
    "double": "dubbel",
    "outside": "buiten de definitie",
    "unusable": "niet bruikbaar",
}
_CHANGES = {"new": "nieuw", "gone": "weg", "moved": "verhuisd"}
_REACH = {"municipalities": "gemeenten met een initiatief", "per_initiative": "inwoners per initiatief"}
_TOLD = (*_ROWS, "initiatives", "undecided", "municipalities", "all_municipalities")


def summary(account: pd.DataFrame, country: Area) -> str:
    """How the list came about and how far it reaches, in Markdown."""
    found = _line(account, country)
    words = {name: style.number(found[name]) for name in _TOLD}
    return (
        f"De netwerken leverden samen **{words['delivered']}** rijen aan. Daarvan zijn er {words['used']} gebruikt, "
        f"{words['double']} dubbel, {words['outside']} buiten de definitie en {words['unusable']} niet bruikbaar. "
        f"Zo bleven **{words['initiatives']}** initiatieven over, in {words['municipalities']} van de "
        f"{words['all_municipalities']} gemeenten. Van {words['undecided']} is nog niet elk onderdeel van de definitie "
        f"nagegaan; zij tellen mee.{_people(found)}"
    )


def _people(found: Mapping) -> str:
    """How many people there are per initiative, of which year and by whose count; nothing without initiatives."""
    if pd.isna(found["per_initiative"]):
        return ""
    return (
        f" Dat is één initiatief op ongeveer {rounded(found['per_initiative'])} inwoners "
        f"(inwoners op 1 januari {found['inhabitants_year']}: {SOURCE})."
    )


def change(account: pd.DataFrame, country: Area) -> str:
    """What changed since the wave before, in Markdown; says so where there is nothing to compare with."""
    found = _line(account, country)
    if pd.isna(found["new"]):
        return "Er is geen eerdere meting om mee te vergelijken."
    words = {name: style.number(found[name]) for name in _CHANGES}
    return (
        f"Sinds de vorige meting kwamen er **{words['new']}** initiatieven bij en verdwenen er **{words['gone']}** van "
        f"de lijst; {words['moved']} verhuisden naar een andere gemeente. Een stijging komt voor een deel doordat er "
        "beter gezocht is: zij is geen maat voor groei alleen."
    )


def networks(account: pd.DataFrame) -> str:
    """What became of the rows of every network, as a Markdown table."""
    return _table(
        account[account["level"] == "network"], "netwerk", _ROWS | {"initiatives": "initiatieven op de lijst"}
    )


def provinces(account: pd.DataFrame) -> str:
    """What became of the rows in every province and what changed there, as a Markdown table."""
    lines = account[account["level"] == "province"]
    changes = _CHANGES if lines["new"].notna().any() else {}
    return _table(lines, "provincie", _ROWS | _REACH | changes)


def _line(account: pd.DataFrame, area: Area) -> Mapping:
    return account[account["id"] == area.code].iloc[0]


def _table(lines: pd.DataFrame, heading: str, columns: Mapping[str, str]) -> str:
    head = f"| {heading} | {' | '.join(columns.values())} |\n|---|{'---:|' * len(columns)}"
    body = [
        f"| {line['name']} | {' | '.join(_shown(line[name]) for name in columns)} |" for _, line in lines.iterrows()
    ]
    return "\n".join([head, *body])


def _shown(count: int) -> str:
    return "" if pd.isna(count) else style.number(count)

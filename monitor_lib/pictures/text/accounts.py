"""The account of the lists in words and tables: how many lists became one number."""

from collections.abc import Mapping

import pandas as pd

from monitor_lib.pictures.figure.words import rounded
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text.markdown import table
from monitor_lib.pictures.text.sentences import inhabitants_source
from monitor_lib.reference.records import Area
from monitor_lib.reference.text.language import later, say

_ROWS = {
    "delivered": later("aangeleverd"),
    "used": later("gebruikt"),
    "double": later("dubbel"),
    "outside": later("buiten de definitie"),
    "unusable": later("niet bruikbaar"),
}
_CHANGES = {"new": later("nieuw"), "gone": later("weg"), "moved": later("verhuisd")}
_REACH = {
    "municipalities": later("gemeenten met een initiatief"),
    "per_initiative": later("inwoners per initiatief"),
}
_TOLD = (*_ROWS, "initiatives", "undecided", "on_authority", "municipalities", "all_municipalities")


def summary(account: pd.DataFrame, country: Area) -> str:
    """How the list came about and how far it reaches, in Markdown."""
    found = _line(account, country)
    words = {name: style.number(found[name]) for name in _TOLD}
    told = say(
        "Aangeleverde rijen van de netwerken samen: **{delivered}**. Daarvan gebruikt: {used}, dubbel: {double}, "
        "buiten de definitie: {outside}, niet bruikbaar: {unusable}. Initiatieven op de lijst: **{initiatives}**.",
        **words,
    )
    return " ".join([told, *_spread(found, words), *_people(found), *_defined(found, words)])


def _spread(found: Mapping, words: Mapping[str, str]) -> list[str]:
    """In how many municipalities they are; nothing where it is not known which there are."""
    told = say("Ze verdelen zich over {municipalities} van de {all_municipalities} gemeenten.", **words)
    return [told] if found["initiatives"] > 1 and found["all_municipalities"] else []


def _defined(found: Mapping, words: Mapping[str, str]) -> list[str]:
    """Who says that they are within the definition: their network, or nobody yet."""
    told = []
    if found["on_authority"]:
        told.append(say("Van {on_authority} zegt hun netwerk dat ze aan de definitie voldoen.", **words))
    if found["undecided"]:
        told.append(say("Van {undecided} is nog de vraag of ze aan de definitie voldoen; ook die tellen mee.", **words))
    return told


def _people(found: Mapping) -> list[str]:
    """How many people there are per initiative, of which year and by whose count; nothing without initiatives."""
    if pd.isna(found["per_initiative"]):
        return []
    told = say(
        "Dat is één initiatief op ongeveer {people} inwoners ({source}).",
        people=rounded(found["per_initiative"]),
        source=inhabitants_source(found["inhabitants_year"]),
    )
    return [told]


def change(account: pd.DataFrame, country: Area) -> str:
    """What changed since the wave before, in Markdown; says so where there is nothing to compare with."""
    found = _line(account, country)
    if pd.isna(found["new"]):
        return say("Er is geen eerdere meting om mee te vergelijken.")
    words = {name: style.number(found[name]) for name in _CHANGES}
    return say(
        "Sinds de vorige meting nieuw op de lijst: **{new}**. Van de lijst verdwenen: **{gone}**. Verhuisd naar een "
        "andere gemeente: {moved}. Een stijging kan ook komen doordat er beter gezocht is. En van de lijst "
        "verdwenen is niet hetzelfde als gestopt: een netwerk kan een initiatief deze keer niet hebben aangeleverd.",
        **words,
    )


def networks(account: pd.DataFrame) -> str:
    """What became of the rows of every network, as a Markdown table."""
    lines = account[account["level"] == "network"]
    return _table(lines, say("netwerk"), _ROWS | {"initiatives": later("initiatieven op de lijst")})


def provinces(account: pd.DataFrame) -> str:
    """What became of the rows in every province and what changed there, as a Markdown table."""
    lines = account[account["level"] == "province"]
    changes = _CHANGES if lines["new"].notna().any() else {}
    return _table(lines, say("provincie"), _ROWS | _REACH | changes)


def _line(account: pd.DataFrame, area: Area) -> Mapping:
    return account[account["id"] == area.code].iloc[0].to_dict()


def _table(lines: pd.DataFrame, heading: str, columns: Mapping[str, str]) -> str:
    body = [[line["name"], *(_shown(line[name]) for name in columns)] for _, line in lines.iterrows()]
    return table([heading, *map(say, columns.values())], body, numbers=True)


def _shown(count: int) -> str:
    return "" if pd.isna(count) else style.number(count)

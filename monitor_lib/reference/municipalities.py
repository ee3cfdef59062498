"""Municipalities that are no more: what became of those of 2018 and later."""

import csv
from functools import lru_cache

from monitor_lib import paths
from monitor_lib.reference import geography
from monitor_lib.reference.codebook_records import Area, Codebook
from monitor_lib.reference.geography import Municipality
from monitor_lib.reference.wording import folded

Change = tuple[int, str, str, str, str]


@lru_cache
def changes() -> tuple[Change, ...]:
    """Every municipality that ended: year (from 1 January), code and name, code and name of one that got (part of) it.

    Source: the yearly lists of CBS (gemeentelijke herindelingen); that of Weesp, 24 March 2022, counts from 2023.
    """
    with paths.MUNICIPALITY_CHANGES.open(encoding="utf-8", newline="") as file:
        return tuple(
            (int(row["year"]), row["old_code"], row["old_name"], row["new_code"], row["new_name"])
            for row in csv.DictReader(file)
        )


def reported(name: str, book: Codebook) -> Area:
    """The area that a report is about: a municipality by its GM code, or a province by name, alias or code."""
    code = name.strip().upper()
    town = next((each for each in geography.municipalities() if each.code == code), None)
    return Area(town.code, town.name, "municipality", town.province) if town else book.province(name)


def municipalities_called(name: str) -> tuple[Municipality, ...]:
    """The municipalities of today that a name or GM code of 2018 or later may stand for.

    More than one for a name that two bear, and for a municipality that was split up: only a postcode or a place tells
    in which part something lies.
    """
    if today := geography.municipalities_named(name):
        return today
    by_code = {found.code: found for found in geography.municipalities()}
    if name.strip().upper() in by_code:
        return (by_code[name.strip().upper()],)
    plain = folded(geography.without_title(name))
    heirs = {new for _, code, old, new, _ in changes() if plain in (folded(old), folded(code))}
    return tuple(by_code[code] for code in sorted(heirs))

"""Municipalities that are no more: what became of those of 2009 and later."""

from collections.abc import Iterable
from functools import lru_cache

from monitor_lib import paths
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.geography import Municipality
from monitor_lib.reference.areas.tables import rows
from monitor_lib.reference.records import Area, Codebook, CodebookError
from monitor_lib.reference.text.folding import folded

Change = tuple[int, str, str, str, str]
# Since 1 January of this year none began or ended.
NEWEST = 2023


@lru_cache
def changes() -> tuple[Change, ...]:
    """Every municipality that ended: year (from 1 January), code and name, code and name of one that got (part of) it.

    The ones that got its villages are those of today, also where these came later. Source: the yearly lists of CBS
    (gemeentelijke herindelingen); that of Weesp, 24 March 2022, counts from 2023.
    """
    return tuple(
        (int(row["year"]), row["old_code"], row["old_name"], row["new_code"], row["new_name"])
        for row in rows(paths.project().geography.municipality_changes)
    )


def monitored(towns: Iterable[Municipality], book: Codebook) -> tuple[Municipality, ...]:
    """Those of the municipalities that lie in a province of the monitor."""
    provinces = {area.code for area in book.provinces}
    return tuple(town for town in towns if town.province in provinces)


def municipality(code: str, book: Codebook) -> Area:
    """The municipality of the monitor with this GM code, as the area that a report is about.

    Raises:
        CodebookError: when there is none; its text has the code of the municipality with this name, where there is one.
    """
    town = _by_code(book).get(code.strip().upper())
    if town is None:
        meant = [each.code for each in monitored(geography.municipalities_named(code), book)]
        hint = f"bedoelt u {' of '.join(meant)}?" if meant else "geef GM en vier cijfers."
        raise CodebookError(f'"{code}" is geen code van een gemeente in deze monitor: {hint}')
    return as_area(town)


def as_area(town: Municipality) -> Area:
    """A municipality as the area that a report is about."""
    return Area(town.code, town.name, "municipality", town.province)


def reported(name: str, book: Codebook) -> Area:
    """The area that a report is about: a municipality by its GM code, or a province by name, alias or code."""
    return municipality(name, book) if name.strip().upper() in _by_code(book) else book.province(name)


def _by_code(book: Codebook) -> dict[str, Municipality]:
    return {town.code: town for town in monitored(geography.municipalities(), book)}


def municipalities_called(name: str) -> tuple[Municipality, ...]:
    """The municipalities of today that a name or GM code of 2009 or later may stand for.

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


def has_ended(name: str) -> bool:
    """Whether a name, or GM code, is known of a municipality that is no more, and of none of today."""
    plain = folded(geography.without_title(name))
    return not geography.municipalities_named(name) and any(
        plain in (folded(old), folded(code)) for _, code, old, *_ in changes()
    )


@lru_cache
def municipalities_in(year: int) -> tuple[Municipality, ...]:
    """All municipalities on 1 January of a year, from 2019 on, by code; those that ended with the province of an heir.

    A new municipality is known by its code: CBS numbers on.
    """
    today = {found.code: found for found in geography.municipalities()}
    last = max((new for when, _, _, new, _ in changes() if when <= year), default="")
    later = [change for change in changes() if change[0] > year]
    begun = {new for *_, new, _ in later if new > last}
    ended = {code: Municipality(code, name, today[new].province) for _, code, name, new, _ in later}
    return tuple(sorted({**{code: found for code, found in today.items() if code not in begun}, **ended}.values()))


def municipality_then(name: str, year: int) -> Municipality | None:
    """The one municipality of a year that a name or GM code of that year stands for; None when several or none do."""
    then = _by_word(year)
    words = (folded(geography.without_title(name)), *(town.code for town in geography.municipalities_named(name)))
    found = {town for word in words for town in then.get(word, ())}
    return found.pop() if len(found) == 1 else None


@lru_cache
def _by_word(year: int) -> dict[str, list[Municipality]]:
    """The municipalities of a year by their name and code in plain letters, and by their code as it is."""
    found: dict[str, list[Municipality]] = {}
    for town in municipalities_in(year):
        for word in (folded(town.name), folded(town.code), town.code):
            found.setdefault(word, []).append(town)
    return found


def heirs_since(year: int) -> frozenset[str]:
    """GM codes of the municipalities that got villages of another after 1 January of a year."""
    return frozenset(new for when, _, _, new, _ in changes() if when > year)

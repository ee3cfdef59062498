"""Where an initiative is: by postcode, else by place, else by municipality, else by province alone.

Postcodes and places are known in the municipalities of today only. In a wave before the last of them began, the
municipality that a row itself names wins; where it names none, that of today stays, with less confidence if it got
villages of another since.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from monitor_lib.reference import geography
from monitor_lib.reference.codebook_records import Codebook
from monitor_lib.reference.geography import Municipality, Place
from monitor_lib.reference.municipalities import NEWEST, heirs_since, municipalities_called, municipality_then

_QUALIFIED = re.compile(r"(.+?)\s*\(([^()]*)\)")
HIGH, MEDIUM, LOW = "high", "medium", "low"


@dataclass(frozen=True)
class Location:
    """A place found; coordinates are the centre of the place or of the 4-digit postcode, in degrees.

    `confidence` is high where a postcode or a place tells by itself and nothing contradicts it, medium where another
    clue had to decide or was overruled, low where only the municipality or the province is known.
    """

    province: str
    placed_by: str
    confidence: str = LOW
    place: str | None = None
    postcode: str | None = None
    municipality: str | None = None
    municipality_name: str | None = None
    latitude: float | None = None
    longitude: float | None = None


UNKNOWN = Location(province="", placed_by="")


@dataclass(frozen=True)
class Clues:
    """What a row says about where it is; `towns` are the municipalities of today that its municipality may mean.

    `then` is the one that it means in the year of a wave before the municipalities became those of today.
    """

    place: str | None
    postcode: str | None
    province: str | None
    municipality: str | None
    towns: tuple[Municipality, ...]
    then: Municipality | None


def location(values: Mapping, book: Codebook, year: int = NEWEST) -> tuple[Location | None, list[str]]:
    """Where a row lies and what is odd about it, in Dutch; without a location the last remark is the reason.

    Args:
        values: may have place, postcode, municipality (of any year since 2018) and province (a PV code).
        book: for provinces named behind a place, as in "Beek (Gld.)".
        year: of the wave; its municipalities are kept.
    """
    remarks: list[str] = []
    clues = _clues(values, book, year, remarks)
    for way in _WAYS:
        if found := way(clues, remarks):
            sure = MEDIUM if remarks and found.confidence == HIGH else found.confidence
            return _of_year(replace(found, postcode=clues.postcode, confidence=sure), clues.then, year), remarks
    return None, [*remarks, _no_location(clues)]


def _of_year(found: Location, then: Municipality | None, year: int) -> Location:
    """The location with the municipality that its row names, if that is of the year and lies in the same province."""
    if then and then.province == found.province:
        return replace(found, municipality=then.code, municipality_name=then.name)
    unsure = found.confidence == HIGH and found.municipality in heirs_since(year)
    return replace(found, confidence=MEDIUM) if unsure else found


def _clues(values: Mapping, book: Codebook, year: int, remarks: list[str]) -> Clues:
    """The clues of a row; what stands in brackets behind a place may be its province.

    A province that both the place and the municipality contradict is left out: the border may have moved, as that of
    Leerdam did in 2019.
    """
    place, postcode, municipality, province = (
        values.get(key) for key in ("place", "postcode", "municipality", "province")
    )
    match = _QUALIFIED.fullmatch(place or "")
    if match and not geography.by_place(place):
        area = book.area_or_none(match[2])
        place = match[1]
        province = province or (area.code if area and area.level == "province" else None)
    towns = municipalities_called(municipality) if municipality else ()
    homes = {town.province for town in towns} & {spot.province for spot in geography.by_place(place or "")}
    if province and homes and province not in homes:
        remarks.append("plaats en gemeente liggen in een andere provincie dan genoemd; die zijn gevolgd.")
        province = None
    then = municipality_then(municipality, year) if municipality and year < NEWEST else None
    return Clues(place, postcode, province, municipality, _within(towns, province), then)


def _within(towns: tuple[Municipality, ...], province: str | None) -> tuple[Municipality, ...]:
    return tuple(town for town in towns if province in (None, town.province))


def _by_postcode(clues: Clues, remarks: list[str]) -> Location | None:
    found = geography.by_postcode(clues.postcode) if clues.postcode else None
    if clues.postcode and not found:
        remarks.append("de postcode is niet bekend; er is op de andere kolommen geplaatst.")
    if not found:
        return None
    elsewhere = {place.province for place in _places(clues)} or {clues.province or found.province}
    if found.province not in elsewhere:
        remarks.append("postcode en plaats liggen in verschillende provincies; de postcode is gevolgd.")
    return _at(found, "postcode", _name(clues, found))


def _name(clues: Clues, found: Place) -> str:
    """The place by its official name, however it was spelled; that of the postcode where it is no known place."""
    named = {place.name for place in geography.by_place(clues.place or "", found.province)}
    return named.pop() if len(named) == 1 else found.name


def _by_place(clues: Clues, remarks: list[str]) -> Location | None:
    every = _places(clues)
    codes, provinces = {town.code for town in clues.towns}, {town.province for town in clues.towns}
    candidates = every
    if len(every) > 1 and clues.towns:
        candidates = [place for place in every if place.municipality in codes] or [
            place for place in every if place.province in provinces
        ]
    if not every and clues.place and geography.by_place(clues.place):
        remarks.append("de plaats ligt niet in de genoemde provincie; de provincie is gevolgd.")
    if len(candidates) != 1:
        return None
    found = _at(candidates[0], "place", candidates[0].name)
    return found if len(every) == 1 else replace(found, confidence=MEDIUM)


def _by_municipality(clues: Clues, remarks: list[str]) -> Location | None:
    if clues.municipality and not clues.towns:
        remarks.append("de gemeente is niet gevonden, of ligt niet in de genoemde provincie.")
    towns = _within((clues.then,), clues.province) if clues.then else clues.towns
    if len(towns) > 1:
        heirs = ", ".join(town.name for town in towns)
        remarks.append(f"de gemeente kan {heirs} zijn. Vul een postcode of plaats in.")
    if len(towns) != 1:
        return None
    (town,) = towns
    return Location(
        town.province, "municipality", place=clues.place, municipality=town.code, municipality_name=town.name
    )


def _by_province(clues: Clues, remarks: list[str]) -> Location | None:
    known = {clues.province} if clues.province else {town.province for town in clues.towns}
    return Location(known.pop(), "province", place=clues.place) if len(known) == 1 else None


_WAYS: tuple[Callable[[Clues, list[str]], Location | None], ...] = (
    _by_postcode,
    _by_place,
    _by_municipality,
    _by_province,
)


def _places(clues: Clues) -> list[Place]:
    return list(geography.by_place(clues.place, clues.province)) if clues.place else []


def _at(found: Place, placed_by: str, name: str) -> Location:
    return Location(
        found.province,
        placed_by,
        HIGH,
        name,
        municipality=found.municipality,
        municipality_name=found.municipality_name,
        latitude=found.latitude,
        longitude=found.longitude,
    )


def _no_location(clues: Clues) -> str:
    if clues.place and geography.by_place(clues.place):
        return "de plaatsnaam komt in meer provincies voor. Vul postcode, gemeente of provincie in."
    return "plaats, gemeente en provincie zijn niet gevonden. Vul een postcode of provincie in."

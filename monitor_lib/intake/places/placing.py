"""Where an initiative is: in the municipality that its row names, else by postcode, by place, or by province alone.

A postcode or a place that contradicts what else a row says may be of a contact person, and gives no point on the map.
Postcodes and places are known in the municipalities of today only. In a wave before the last of them began, the
municipality that a row itself names wins; where it names none, that of today stays, with less confidence if it got
villages of another since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from monitor_lib.intake.places.addresses import HIGH, MEDIUM, Location, address, in_area, nearest, vague
from monitor_lib.intake.places.clues import Clues, clues, lies_in
from monitor_lib.reference.areas.gazetteer import Place
from monitor_lib.reference.areas.geography import Municipality
from monitor_lib.reference.areas.municipalities import NEWEST, has_ended, heirs_since
from monitor_lib.reference.records import Codebook

_ELSEWHERE = (
    "postcode of plaats ligt niet in de genoemde gemeente, en geeft geen punt op de kaart; de gemeente is gevolgd."
)


def location(values: Mapping, book: Codebook, year: int = NEWEST) -> tuple[Location | None, list[str]]:
    """Where a row lies and what is odd about it, in Dutch; without a location the one remark is the reason.

    Args:
        values: may have place, postcode, municipality (of any year since 2018) and province (a PV code); beside the
            place may stand any of the others.
        book: for provinces named behind a place, as in "Beek (Gld.)".
        year: of the wave; its municipalities are kept.
    """
    remarks: list[str] = []
    told = _within_province(clues(values, book, year, remarks), remarks)
    found = _in_municipality(told, remarks) if told.towns else _at_spot(told, remarks)
    if found is None:
        return None, [_no_location(told)]
    if found.province not in {area.code for area in book.provinces}:
        return None, [f"ligt in {found.province}, en dat is geen gebied van deze monitor; de rij telt niet mee."]
    sure = MEDIUM if remarks and found.confidence == HIGH else found.confidence
    return _of_year(replace(found, confidence=sure), told.then, year), [*remarks, *_ended(told, found)]


def _ended(told: Clues, found: Location) -> Iterator[str]:
    """What the named municipality became, where it is one no more; that is known, and makes nothing less sure."""
    name = told.municipality
    if name and told.then is None and has_ended(name) and found.municipality:
        yield f"de gemeente {name} bestaat niet meer; gelezen als {found.municipality_name}."


def _of_year(found: Location, then: Municipality | None, year: int) -> Location:
    """The location with the municipality that its row names, if that is of the year and lies in the same province."""
    if then and then.province == found.province:
        return replace(found, municipality=then.code, municipality_name=then.name, named=True)
    unsure = found.confidence == HIGH and found.municipality in heirs_since(year)
    return replace(found, confidence=MEDIUM) if unsure else found


def _within_province(told: Clues, remarks: list[str]) -> Clues:
    """The clues without the province, or the municipality, that all others contradict.

    The border may have moved, as that of Leerdam did in 2019.
    """
    inside = tuple(town for town in told.towns if told.province in (None, town.province))
    if inside or not told.towns:
        return replace(told, towns=inside)
    if any(lies_in(spot, town) for spot in told.spots for town in told.towns):
        remarks.append("plaats en gemeente liggen in een andere provincie dan genoemd; die zijn gevolgd.")
        return replace(told, province=None)
    remarks.append("de gemeente ligt niet in de genoemde provincie; alleen de provincie is gevolgd.")
    return replace(_left(told, (), ()), towns=())


def _in_municipality(told: Clues, remarks: list[str]) -> Location | None:
    """The named municipality, with the point of the postcode or place that lies in it."""
    town = _town(told)
    if town is None:
        remarks.append(_split(told))
        return _in_province(told)
    inside = _left(told, _in_town(told.postal, town), _in_town(told.named, town))
    if _lost(told, inside):
        remarks.append(_ELSEWHERE)
    found = address(inside, remarks) or Location(town.province, "municipality", place=inside.place)
    if found.latitude is not None:
        sure = found.municipality == town.code and (found.confidence == HIGH or len(told.towns) == 1)
        found = replace(found, confidence=HIGH if sure else MEDIUM)
    return replace(found, municipality=town.code, municipality_name=town.name, named=True)


def _split(told: Clues) -> str:
    return f"de gemeente kan {', '.join(town.name for town in told.towns)} zijn. Vul een postcode of plaats in."


def _town(told: Clues) -> Municipality | None:
    """The one of the municipalities that may be meant in which the postcode or place lies, by estimate or nearly."""
    estimated = [town for town in told.towns if any(spot.municipality == town.code for spot in told.spots)]
    near = [town for town in told.towns if any(lies_in(spot, town) for spot in told.spots)]
    (found, *others) = estimated or near or ((told.then,) if told.then else told.towns)
    return None if others else found


def _in_town(spots: tuple[Place, ...], town: Municipality) -> tuple[Place, ...]:
    """The places in a municipality: those estimated to be, or else those so near that the estimate may be wrong."""
    estimated = tuple(spot for spot in spots if spot.municipality == town.code)
    return estimated or tuple(spot for spot in spots if lies_in(spot, town))


def _left(told: Clues, postal: tuple[Place, ...], named: tuple[Place, ...]) -> Clues:
    """The clues with these places alone; a postcode or place of which none is left may be where a person lives."""
    return replace(
        told,
        postal=postal,
        named=named,
        postcode=told.postcode if postal or not told.postal else None,
        place=told.place if named or not told.named else None,
    )


def _lost(told: Clues, inside: Clues) -> bool:
    return bool(told.postal) > bool(inside.postal) or bool(told.named) > bool(inside.named)


def _at_spot(told: Clues, remarks: list[str]) -> Location | None:
    """The postcode or place where no municipality is named; against the province they only stand together."""
    inside = _left(told, in_area(told.postal, told.province), in_area(told.named, told.province))
    if told.postal and told.named and not inside.spots and nearest(told):
        remarks.append("postcode en plaats liggen in een andere provincie dan genoemd; die zijn gevolgd, zonder punt.")
        return vague(told.postal, told.place)
    if _lost(told, inside):
        remarks.append("postcode of plaats ligt niet in de genoemde provincie; de provincie is gevolgd.")
    return address(inside, remarks) or _in_province(inside)


def _in_province(told: Clues) -> Location | None:
    known = {told.province} if told.province else {town.province for town in told.towns}
    return Location(known.pop(), "province", place=told.place) if len(known) == 1 else None


def _no_location(told: Clues) -> str:
    if told.towns:
        return _split(told)
    if told.named:
        return "de plaatsnaam komt in meer provincies voor. Vul postcode, gemeente of provincie in."
    return "plaats, gemeente en provincie zijn niet gevonden. Vul een postcode of provincie in."

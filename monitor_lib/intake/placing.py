"""Where an initiative is: in the municipality that its row names, else by postcode, by place, or by province alone.

A postcode or a place that contradicts what else a row says may be of a contact person, and gives no point on the map.
Postcodes and places are known in the municipalities of today only. In a wave before the last of them began, the
municipality that a row itself names wins; where it names none, that of today stays, with less confidence if it got
villages of another since.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor_lib.intake.clues import Clues, clues, lies_in
from monitor_lib.reference.codebook_records import Codebook
from monitor_lib.reference.gazetteer import Place, distance
from monitor_lib.reference.geography import Municipality
from monitor_lib.reference.municipalities import NEWEST, heirs_since

HIGH, MEDIUM, LOW = "high", "medium", "low"
# A postcode and a place that lie further apart, in kilometres, are not of one address.
_ONE_ADDRESS = 6.0
_ELSEWHERE = (
    "postcode of plaats ligt niet in de genoemde gemeente, en geeft geen punt op de kaart; de gemeente is gevolgd."
)


@dataclass(frozen=True)
class Location:
    """A place found; coordinates are the centre of the place or of the 4-digit postcode, in degrees.

    `confidence` is high where the municipality is named and the place lies there, or follows from a name, and nothing
    contradicts it; medium where it is an estimate by what lies near, or another clue had to decide or was overruled;
    low, and without a point, where only the municipality or the province is known or clues contradict each other.
    `named`: whether the row itself names the municipality.
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
    named: bool = False


UNKNOWN = Location(province="", placed_by="")


def location(values: Mapping, book: Codebook, year: int = NEWEST) -> tuple[Location | None, list[str]]:
    """Where a row lies and what is odd about it, in Dutch; without a location the last remark is the reason.

    Args:
        values: may have place, postcode, municipality (of any year since 2018) and province (a PV code); beside the
            place may stand any of the others.
        book: for provinces named behind a place, as in "Beek (Gld.)".
        year: of the wave; its municipalities are kept.
    """
    remarks: list[str] = []
    told = _within_province(clues(values, book, year, remarks), remarks)
    found = _in_municipality(told, remarks) if told.towns else _at_spot(told, remarks) or _in_province(told)
    if found is None:
        return None, [*remarks, _no_location(told)]
    sure = MEDIUM if remarks and found.confidence == HIGH else found.confidence
    return _of_year(replace(found, postcode=told.postcode, confidence=sure), told.then, year), remarks


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
    return replace(told, towns=(), postal=(), named=())


def _in_municipality(told: Clues, remarks: list[str]) -> Location | None:
    """The named municipality, with the point of the postcode or place that lies in it."""
    town = _town(told)
    if town is None:
        heirs = ", ".join(town.name for town in told.towns)
        remarks.append(f"de gemeente kan {heirs} zijn. Vul een postcode of plaats in.")
        return _in_province(told)
    inside = replace(told, postal=_in_town(told.postal, town), named=_in_town(told.named, town))
    if bool(told.postal) > bool(inside.postal) or bool(told.named) > bool(inside.named):
        remarks.append(_ELSEWHERE)
    found = _address(inside, remarks) or Location(town.province, "municipality", place=told.place)
    if found.latitude is not None:
        sure = found.municipality == town.code and (found.confidence == HIGH or len(told.towns) == 1)
        found = replace(found, confidence=HIGH if sure else MEDIUM)
    return replace(found, municipality=town.code, municipality_name=town.name, named=True)


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


def _at_spot(told: Clues, remarks: list[str]) -> Location | None:
    """The postcode or place where no municipality is named; against the province they only stand together."""
    inside = replace(told, postal=_in_area(told.postal, told.province), named=_in_area(told.named, told.province))
    if told.postal and told.named and not inside.spots and _nearest(told):
        remarks.append("postcode en plaats liggen in een andere provincie dan genoemd; die zijn gevolgd, zonder punt.")
        return _vague(told.postal, told.place)
    if bool(told.postal) > bool(inside.postal) or bool(told.named) > bool(inside.named):
        remarks.append("postcode of plaats ligt niet in de genoemde provincie; de provincie is gevolgd.")
    return _address(inside, remarks)


def _in_area(spots: tuple[Place, ...], province: str | None) -> tuple[Place, ...]:
    return tuple(spot for spot in spots if province in (None, spot.province))


def _address(told: Clues, remarks: list[str]) -> Location | None:
    """The point of the postcode and the place together, or of the one that there is; none where they are two."""
    if told.postal and told.named:
        if nearest := _nearest(told):
            return _at(nearest[0], "postcode", nearest[1].name)
        remarks.append("postcode en plaats liggen ver uiteen; er is geen punt op de kaart.")
        return _vague(told.spots, told.place)
    if told.postal:
        return _at(told.postal[0], "postcode", told.postal[0].name)
    towns = {spot.municipality for spot in told.named}
    if len({spot.province for spot in told.named} | told.namesakes) != 1:
        return None
    if len(told.named) == len({spot.name for spot in told.named}) and len(towns) == 1:
        return _at(told.named[0], "place", told.named[0].name)
    remarks.append("de plaatsnaam komt in deze provincie meer keren voor. Vul postcode of gemeente in.")
    return _vague(told.named, told.place)


def _nearest(told: Clues) -> tuple[Place, Place] | None:
    """The postcode and the place that can be of one address."""
    pairs = itertools.product(told.postal, told.named)
    nearest = min(pairs, key=lambda pair: _apart(*pair))
    return nearest if _apart(*nearest) <= _ONE_ADDRESS else None


def _apart(one: Place, other: Place) -> float:
    """How far two places lie apart in kilometres; two parts of one town do not."""
    same = (one.name, one.province) == (other.name, other.province)
    return 0 if same and other.certain else distance(one, other)


def _shared(spots: tuple[Place, ...]) -> Place | None:
    """One of the places, if it is the only one, or all are sure to lie in one municipality."""
    together = len({spot.municipality for spot in spots}) == 1 and all(spot.certain for spot in spots)
    return spots[0] if together or len(spots) == 1 else None


def _at(spot: Place, placed_by: str, name: str) -> Location:
    """The location at a place, by the name that the row has for it."""
    return replace(
        _vague((spot,), name),
        placed_by=placed_by,
        confidence=HIGH if spot.certain else MEDIUM,
        latitude=spot.latitude,
        longitude=spot.longitude,
    )


def _vague(spots: tuple[Place, ...], name: str | None) -> Location:
    """A location without a point, in the municipality that all these places share, or else in the first's province."""
    if town := _shared(spots):
        code, municipality = town.municipality, town.municipality_name
        return Location(town.province, "municipality", place=name, municipality=code, municipality_name=municipality)
    return Location(spots[0].province, "province", place=name)


def _in_province(told: Clues) -> Location | None:
    known = {told.province} if told.province else {town.province for town in told.towns}
    return Location(known.pop(), "province", place=told.place) if len(known) == 1 else None


def _no_location(told: Clues) -> str:
    if told.named:
        return "de plaatsnaam komt in meer provincies voor. Vul postcode, gemeente of provincie in."
    return "plaats, gemeente en provincie zijn niet gevonden. Vul een postcode of provincie in."

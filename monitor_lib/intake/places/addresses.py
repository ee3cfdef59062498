"""Where a row lies by its postcode and its place: one point where they agree, none where they do not."""

import itertools
from dataclasses import dataclass, replace

from monitor_lib.intake.places.clues import Clues
from monitor_lib.reference.areas.gazetteer import Place, distance

HIGH, MEDIUM, LOW = "high", "medium", "low"
# A postcode and a place that lie further apart, in kilometres, are not of one address.
_ONE_ADDRESS = 6.0


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


def address(told: Clues, remarks: list[str]) -> Location | None:
    """The point of the postcode and the place together, or of the one that there is; none where they are two."""
    if told.postal and told.named:
        if pair := nearest(told):
            return _at(pair[0], "postcode", pair[1].name, told)
        remarks.append("postcode en plaats liggen ver uiteen; er is geen punt op de kaart.")
        near = in_area(told.named, told.postal[0].province)
        return vague(told.spots, told.place if near else None)
    if told.postal:
        return _at(told.postal[0], "postcode", told.postal[0].name, told)
    towns = {spot.municipality for spot in told.named}
    if len({spot.province for spot in told.named} | told.namesakes) != 1 or not told.named:
        return None
    if len(told.named) == len({spot.name for spot in told.named}) and len(towns) == 1:
        return _at(told.named[0], "place", told.named[0].name, told)
    remarks.append("de plaats kan er meer dan een in deze provincie zijn. Vul postcode of gemeente in.")
    return vague(told.named, told.place)


def nearest(told: Clues) -> tuple[Place, Place] | None:
    """The postcode and the place that can be of one address."""
    pairs = itertools.product(told.postal, told.named)
    found = min(pairs, key=lambda pair: _apart(*pair))
    return found if _apart(*found) <= _ONE_ADDRESS else None


def _apart(one: Place, other: Place) -> float:
    """How far two places lie apart in kilometres; two parts of one town do not."""
    same = (one.name, one.province) == (other.name, other.province)
    return 0 if same else distance(one, other)


def _shared(spots: tuple[Place, ...]) -> Place | None:
    """One of the places, if all lie in one municipality."""
    return spots[0] if len({spot.municipality for spot in spots}) == 1 else None


def _at(spot: Place, placed_by: str, name: str, told: Clues) -> Location:
    """The location at a place, by the name that the row has for it."""
    return replace(
        vague((spot,), name),
        postcode=told.postcode,
        placed_by=placed_by,
        confidence=HIGH if spot.certain else MEDIUM,
        latitude=spot.latitude,
        longitude=spot.longitude,
    )


def vague(spots: tuple[Place, ...], name: str | None) -> Location:
    """A location without a point, in the municipality that all these places share, or else in the first's province."""
    if town := _shared(spots):
        code, municipality = town.municipality, town.municipality_name
        return Location(town.province, "municipality", place=name, municipality=code, municipality_name=municipality)
    return Location(spots[0].province, "province", place=name)


def in_area(spots: tuple[Place, ...], province: str | None) -> tuple[Place, ...]:
    """The places in a province, by PV code; all of them where none is given."""
    return tuple(spot for spot in spots if province in (None, spot.province))

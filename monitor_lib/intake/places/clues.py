"""What a row of a list says about where it is, in all its columns together."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_lib.intake.files import cells
from monitor_lib.intake.places.whereabouts import NOWHERE, Whereabouts, whereabouts
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.gazetteer import Place
from monitor_lib.reference.areas.geography import Municipality
from monitor_lib.reference.areas.municipalities import NEWEST, municipalities_called, municipality_then
from monitor_lib.reference.areas.surveyed import newest, surveyed
from monitor_lib.reference.records import Codebook

# In kilometres: of the villages that lie nearer to another municipality nine in ten lie so near to their own.
_NEAR = 6.0
_AROUND = "de gemeente is niet bekend, maar er is een plaats die zo heet; de gemeente daarvan is gevolgd."


@dataclass(frozen=True)
class Clues:
    """What a row says, and what is known of that.

    `postal` are the places of its postcode, `named` those called as its place; `towns` the municipalities of today that
    its municipality may mean, `then` the one that it means in the year of a wave before that. `province` is a PV code;
    `namesakes` are the provinces that are called as the place is.
    """

    place: str | None
    postcode: str | None
    province: str | None
    municipality: str | None
    postal: tuple[Place, ...]
    named: tuple[Place, ...]
    namesakes: frozenset[str]
    towns: tuple[Municipality, ...]
    then: Municipality | None

    @property
    def spots(self) -> tuple[Place, ...]:
        """All places that it may be, those of the postcode first."""
        return self.postal + self.named


def clues(values: Mapping, book: Codebook, year: int, remarks: list[str]) -> Clues:
    """The clues of a row; remarks tell where two of its columns disagree, or where one is not understood."""
    said = whereabouts(values["place"], book) if values.get("place") else NOWHERE
    postcode, municipality, province = (_agreed(key, values.get(key), said, remarks) for key in _COLUMNS)
    outlines = newest()
    postal = geography.sharing_postcode(postcode) if postcode else ()
    named = [place for name in said.places for place in geography.by_place(name)]
    if postcode and not postal:
        remarks.append("de postcode is niet bekend; er is op de andere kolommen geplaatst.")
    towns = municipalities_called(municipality) if municipality else ()
    if municipality and not towns:
        towns = () if said.places or postcode else _around(municipality)
        remarks.append(_AROUND if towns else "de gemeente is niet bekend; er is op de andere kolommen geplaatst.")
    return Clues(
        said.places[0] if said.places else None,
        postcode,
        province,
        municipality,
        tuple(surveyed(place, outlines) for place in postal),
        tuple(dict.fromkeys(surveyed(place, outlines) for place in named)),
        frozenset(filter(None, (cells.province(name, book) for name in said.places))) - {province},
        towns,
        municipality_then(municipality, year) if municipality and year < NEWEST else None,
    )


def _around(place: str) -> tuple[Municipality, ...]:
    """The one municipality in which all places with this name lie: people write a village where a municipality goes."""
    spots = geography.by_place(place)
    found = {Municipality(spot.municipality, spot.municipality_name, spot.province) for spot in spots}
    return tuple(found) if len(found) == 1 else ()


_COLUMNS = {"postcode": "postcode", "municipality": "gemeente", "province": "provincie"}


def _agreed(key: str, own: str | None, said: Whereabouts, remarks: list[str]) -> str | None:
    """What the column of its own says, or else what stands beside the place."""
    beside = getattr(said, key)
    same = municipalities_called if key == "municipality" else str
    if own and beside and same(own) != same(beside):
        word = _COLUMNS[key]
        remarks.append(f"bij de plaats staat een andere {word} dan in de kolom {word}; de kolom is gevolgd.")
    return own or beside


def lies_in(place: Place, town: Municipality) -> bool:
    """Whether a place may lie in a municipality that a list names; an estimate is no proof that it does not."""
    if place.municipality == town.code:
        return True
    return not place.certain and geography.distance_to(town.code, place) <= _NEAR

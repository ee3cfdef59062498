"""Where an initiative is: by postcode, else by place, else by municipality, else by province alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from monitor_lib.reference import geography
from monitor_lib.reference.codebook_records import Codebook
from monitor_lib.reference.geography import Place

_QUALIFIED = re.compile(r"(.+?)\s*\(([^()]*)\)")


@dataclass(frozen=True)
class Location:
    """A place found; coordinates are the centre of the place or of the 4-digit postcode, in degrees."""

    province: str
    placed_by: str
    place: str | None = None
    postcode: str | None = None
    municipality: str | None = None
    municipality_name: str | None = None
    latitude: float | None = None
    longitude: float | None = None


UNKNOWN = Location(province="", placed_by="")


@dataclass(frozen=True)
class Clues:
    """What a row says about where it is."""

    place: str | None
    postcode: str | None
    municipality: str | None
    province: str | None

    @property
    def known_municipality(self) -> geography.Municipality | None:
        """The municipality by its name, unless it lies outside the province that the row names."""
        found = geography.by_municipality(self.municipality) if self.municipality else None
        return found if found and self.province in (None, found.province) else None


def location(values: Mapping, book: Codebook) -> tuple[Location | None, list[str]]:
    """Where a row lies and what is odd about it, in Dutch; without a location the last remark is the reason.

    Args:
        values: may have place, postcode, municipality and province (a PV code).
        book: for provinces named behind a place, as in "Beek (Gld.)".
    """
    clues = _clues(values, book)
    remarks: list[str] = []
    for way in _WAYS:
        if found := way(clues, remarks):
            return replace(found, postcode=clues.postcode), remarks
    return None, [*remarks, _no_location(clues)]


def _clues(values: Mapping, book: Codebook) -> Clues:
    """The clues of a row; what stands in brackets behind a place may be its province."""
    place, postcode, municipality, province = (
        values.get(key) for key in ("place", "postcode", "municipality", "province")
    )
    match = _QUALIFIED.fullmatch(place or "")
    if match and not geography.by_place(place):
        area = book.area_or_none(match[2])
        place = match[1]
        province = province or (area.code if area and area.level == "province" else None)
    return Clues(place, postcode, municipality, province)


def _by_postcode(clues: Clues, remarks: list[str]) -> Location | None:
    found = geography.by_postcode(clues.postcode) if clues.postcode else None
    if clues.postcode and not found:
        remarks.append("de postcode is niet bekend; er is op de andere kolommen geplaatst.")
    if not found:
        return None
    elsewhere = {place.province for place in _places(clues)} or {clues.province or found.province}
    if found.province not in elsewhere:
        remarks.append("postcode en plaats liggen in verschillende provincies; de postcode is gevolgd.")
    return _at(found, "postcode", clues.place or found.name)


def _by_place(clues: Clues, remarks: list[str]) -> Location | None:
    candidates = _places(clues)
    if len(candidates) > 1 and (home := clues.known_municipality):
        candidates = [place for place in candidates if place.municipality == home.code] or [
            place for place in candidates if place.province == home.province
        ]
    if not candidates and clues.place and geography.by_place(clues.place):
        remarks.append("de plaats ligt niet in de genoemde provincie; de provincie is gevolgd.")
    return _at(candidates[0], "place", candidates[0].name) if len(candidates) == 1 else None


def _by_municipality(clues: Clues, remarks: list[str]) -> Location | None:
    found = clues.known_municipality
    if clues.municipality and not found:
        remarks.append("de gemeente is niet gevonden, of ligt niet in de genoemde provincie.")
    if not found:
        return None
    name, code = found.name, found.code
    return Location(found.province, "municipality", clues.place, municipality=code, municipality_name=name)


def _by_province(clues: Clues, remarks: list[str]) -> Location | None:
    return Location(clues.province, "province", clues.place) if clues.province else None


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

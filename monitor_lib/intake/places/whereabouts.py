"""What one cell says about where something is: a place with all that people write before, behind and instead of it."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor_lib.intake.files import cells
from monitor_lib.reference.areas import geography, place_names
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

_LONGEST = 200  # of any cell with a name; every word of it is tried
# A street with its number may stand before it.
_POSTCODE = re.compile(
    r"(?P<before>.*?)(?<![\w.])\(?(?:NL[ -]?)?(?P<digits>[1-9]\d{3}) ?(?P<letters>[A-Z]{2}|[a-z]{2})?\)?(?![\w.-])"
)
_AROUND = re.compile(r",? (?:e\.? ?o\.?|en (?:omgeving|omstreken))$", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(r"(?<!\b[aov])/")  # not the one of "a/d Rijn"
_JOINED = re.compile(r" (?:en|&|\+) ")
_QUALIFIERS = re.compile(r" ?[(),;] ?| (?=gem(?:eente |\.))", re.IGNORECASE)
_MUNICIPAL = re.compile(r"gem(?:eente\b|\.| )", re.IGNORECASE)
# After one of these it is another village: "Laren bij Lochem" is no part of Laren.
_PREPOSITIONS = frozenset(["aan", "a", "ad", "bij", "b", "op", "in", "van", "v", "en", "onder", "over", "ter"])


@dataclass(frozen=True)
class Whereabouts:
    """The places that a cell names, as written, and what it says beside them; `province` is a PV code."""

    places: tuple[str, ...] = ()
    postcode: str | None = None
    municipality: str | None = None
    province: str | None = None


NOWHERE = Whereabouts()


@lru_cache(maxsize=10_000)
def whereabouts(text: str, book: Codebook) -> Whereabouts:
    """What a cell says; a text in which nothing is known is a place by that name, and so is one too long to be read."""
    if len(text) > _LONGEST:
        return Whereabouts((text,))
    postcode, rest = _without_postcode(_AROUND.sub("", cells.plain(text)))
    found = [_qualified(part, book) for part in _alternatives(rest)]
    municipalities = {one.municipality for one in found if one.municipality}
    provinces = {one.province for one in found if one.province}
    return Whereabouts(
        tuple(dict.fromkeys(name for one in found for name in one.places)),
        postcode,
        municipalities.pop() if len(municipalities) == 1 else None,
        provinces.pop() if len(provinces) == 1 else None,
    )


def town_of(address: str) -> str | None:
    """The end of an address from its postcode on: who lives in which street is nobody's business."""
    match = _POSTCODE.match(cells.plain(address))
    return address[match.start("digits") :] if match else None


def _without_postcode(text: str) -> tuple[str | None, str]:
    """The digits of a postcode and what stands behind it, or else before it; "7957 de Wijk" has no letters."""
    match = _POSTCODE.match(text)
    if not match:
        return None, text
    after, letters = text[match.end() :].strip(" ,"), match["letters"]
    if letters and geography.by_place(f"{letters} {after}"):
        after = f"{letters} {after}"
    return match["digits"], after or match["before"].strip(" ,")


def _alternatives(text: str) -> list[str]:
    """The places that stand side by side; a name may hold a word that joins others."""
    found: list[str] = []
    for part in filter(None, map(str.strip, _SIDE_BY_SIDE.split(text))):
        joined = [] if geography.by_place(part) else _JOINED.split(part)
        found += joined if joined and all(map(geography.by_place, joined)) else [part]
    return found


def _qualified(text: str, book: Codebook) -> Whereabouts:
    """A place with what stands behind it, in brackets or after a comma, to tell where it is."""
    if geography.by_place(text):
        return Whereabouts((text,))
    first, *rest = [part for part in _QUALIFIERS.split(text) if part] or [text]
    found = _first(first, book)
    for part in rest:
        found = _with_qualifier(found, part, book)
    return found


def _with_qualifier(found: Whereabouts, text: str, book: Codebook) -> Whereabouts:
    known = any(map(geography.by_place, found.places))
    if not known and geography.by_place(text):
        return replace(found, places=(text,))
    if province := cells.province(text, book):
        return replace(found, province=province)
    return replace(found, municipality=text) if municipalities_called(text) else found


def _first(text: str, book: Codebook) -> Whereabouts:
    """What the first words say: a place, with its province or district behind it, or only something larger."""
    if _MUNICIPAL.match(text) and municipalities_called(text):
        return Whereabouts(municipality=text)
    if geography.by_place(text):
        return Whereabouts((text,))
    if found := _before_province(text, book):
        return found
    if municipalities_called(text):
        return Whereabouts(municipality=text)
    if province := cells.province(text, book):
        return Whereabouts(province=province)
    return Whereabouts(_city(text) or (text,))


def _before_province(text: str, book: Codebook) -> Whereabouts | None:
    """The place before the last word where that is a province: "Hengelo Ov"."""
    place, _, last = text.rpartition(" ")
    province = cells.province(last, book)
    if province and folded(place) in map(folded, book.lists.whole):
        return Whereabouts(province=province)  # though there is a village called Heel
    return Whereabouts((place,), province=province) if province and geography.by_place(place) else None


def _city(text: str) -> tuple[str, ...]:
    """The town of which a district is named behind it, as "Almere Haven", or the two towns of "Ede-Veenendaal"."""
    words = re.split(r"[ -]", text)
    for length in range(len(words) - 1, 0, -1):
        town, rest = " ".join(words[:length]), " ".join(words[length:])
        spots = geography.by_place(town)
        if len(spots) == 1 and _is_town(spots[0]) and words[length].casefold() not in _PREPOSITIONS:
            return (town, rest) if _is_town_called(rest) else (town,)
    return ()


def _is_town_called(name: str) -> bool:
    return any(map(_is_town, geography.by_place(name)))


def _is_town(place: geography.Place) -> bool:
    """Whether a municipality bears the name of this place: districts are only named of towns."""
    return place_names.unqualified(place.municipality_name) == place_names.key(place.name)

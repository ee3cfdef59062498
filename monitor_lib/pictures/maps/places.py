"""The initiatives of a map as data for its script, and as a list in words."""

from collections.abc import Iterable, Mapping

import pandas as pd

from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import later, say, spoken

_NOWHERE = -1
# What can be filtered: the name in an address, the heading, what an unset filter says, and the column behind it.
_FACETS = (
    ("provincie", later("Provincie"), later("Alle provincies"), "province"),
    ("gemeente", later("Gemeente"), later("Alle gemeenten"), "municipality_name"),
    ("vorm", later("Hoe het zich noemt"), later("Alle soorten"), "form"),
    ("netwerk", later("Netwerk"), later("Alle netwerken"), "network"),
    ("thema", later("Thema"), later("Alle thema’s"), "themes"),
    ("activiteit", later("Activiteit"), later("Alle activiteiten"), "activities"),
    ("fase", later("Fase"), later("Alle fasen"), "phase"),
)
_SEVERAL = "|"
_UNKNOWN = later("Provincie onbekend")


def ordered(initiatives: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the order of a list: by name as a reader looks for it."""
    return initiatives.sort_values(["name", "initiative_id"], key=_folded, ignore_index=True)


def _folded(column: pd.Series) -> pd.Series:
    return column.astype(str).map(folded)


def data(initiatives: pd.DataFrame, book: Codebook) -> dict:
    """What the script of a map needs to know.

    Returns:
        `facets`: what can be filtered, each with its options as [code, label] and, where it is not the page's, its
        language. `places`: their names. `spots`: centres of places as [latitude, longitude]. `rows`: per initiative its
        id, name, place, spot, values per facet, website and first year; a place, spot or value is the number of one in
        those lists, -1 where it is not known.
    """
    facets = [_facet(entry, initiatives, book) for entry in _FACETS]
    known = [_numbered(option[0] for option in facet["options"]) for facet in facets]
    entries = initiatives.to_dict("records")
    positions = [_position(entry) for entry in entries]
    spots = _numbered(position for position in positions if position)
    places = _numbered(sorted(initiatives["place"].dropna().astype(str).unique()))
    rows = [
        [
            entry["initiative_id"],
            entry["name"],
            places.get(entry["place"], _NOWHERE),
            spots.get(position, _NOWHERE),
            *[_values(entry[column], numbers) for (*_, column), numbers in zip(_FACETS, known, strict=True)],
            website(entry["website"]),
            0 if pd.isna(entry["start_year"]) else int(entry["start_year"]),
        ]
        for entry, position in zip(entries, positions, strict=True)
    ]
    return {"facets": facets, "places": list(places), "spots": [list(spot) for spot in spots], "rows": rows}


def website(address: object) -> str:
    """The address when it is one of the web, and else nothing."""
    return address if isinstance(address, str) and address.startswith(("http://", "https://")) else ""


def _facet(entry: tuple[str, str, str, str], initiatives: pd.DataFrame, book: Codebook) -> dict:
    name, label, unset, column = entry
    given = initiatives[column].dropna().astype(str)
    used = {code for text in given for code in text.split(_SEVERAL)}
    strange = {area.code: [area.language] for area in book.provinces if area.language != spoken()}
    labels = _labels(column, used, book).items()
    options = [[code, label, *strange.get(code, [])] for code, label in labels if code in used]
    return {"id": name, "label": say(label), "unset": say(unset), "options": options}


def _labels(column: str, used: Iterable[str], book: Codebook) -> Mapping[str, str]:
    """Label by code of everything that a column may hold, in the order of the codebook, or of the alphabet."""
    if column == "municipality_name":
        return {name: name for name in sorted(used, key=folded)}
    if column == "province":
        return {area.code: area.name for area in sorted(book.provinces, key=lambda area: folded(area.name))}
    if column == "network":
        return {network.id: network.name for network in (*book.networks, book.other_lists)}
    return _field_labels(column, book)


def _field_labels(column: str, book: Codebook) -> dict[str, str]:
    """Label by code of a field with a scale; nothing where lists have no such field."""
    scale = book.scale_of_field(column)
    return scale.labels if scale else {}


def _numbered(values: Iterable) -> dict:
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _position(entry: dict) -> tuple[float, float] | None:
    if pd.isna(entry["latitude"]) or pd.isna(entry["longitude"]):
        return None
    return round(entry["latitude"], 4), round(entry["longitude"], 4)


def _values(text: object, numbers: dict[str, int]) -> int | list[int]:
    """The one value of an initiative as a number, several as a list."""
    codes = text.split(_SEVERAL) if isinstance(text, str) else []
    found = [numbers[code] for code in codes if code in numbers]
    return found if len(found) > 1 else (found or [_NOWHERE])[0]


def listed(initiatives: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The list that is the map's equal: one row per initiative, in words."""
    labels = _field_labels("form", book)
    forms = {say("Hoe het zich noemt"): initiatives["form"].map(labels).fillna("").astype(str)} if labels else {}
    return pd.DataFrame(
        {
            say("Naam"): initiatives["name"].astype(str),
            say("Plaats"): initiatives["place"].fillna("").astype(str),
            say("Gemeente"): initiatives["municipality_name"].fillna("").astype(str),
            **forms,
        }
    )


def by_province(initiatives: pd.DataFrame, book: Codebook) -> list[dict]:
    """The list for a page without scripts: the provinces that have initiatives, each with its entries in words."""
    labels = _field_labels("form", book)
    known = {area.code: area for area in sorted(book.provinces, key=lambda area: folded(area.name))}
    owners = initiatives["province"].where(initiatives["province"].isin(list(known)), "")
    groups = []
    for code in (*known, ""):
        entries = [_entry(row, labels) for row in initiatives[owners == code].to_dict("records")]
        name, language = (known[code].name, known[code].language) if code else (say(_UNKNOWN), spoken())
        groups.append({"name": name, "language": language, "entries": entries})
    return [group for group in groups if group["entries"]]


def _entry(row: dict, labels: dict[str, str]) -> dict:
    form = labels.get(row["form"], "") if isinstance(row["form"], str) else ""
    place = row["place"] if isinstance(row["place"], str) else ""
    texts = {"id": row["initiative_id"], "name": row["name"], "place": place}
    return texts | {"form": form, "website": website(row["website"])}

"""Official outlines of CBS, fetched on request from PDOK; without them the embedded schematic ones serve."""

import hashlib
import json
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from monitor_lib import disk, paths, stored
from monitor_lib.reference.text.language import later

SERVICE = "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1"
LICENCE = later("CC BY 4.0, bron: CBS / Kadaster via PDOK (CBS Gebiedsindelingen)")
PROVINCES = 12
# How many municipalities there were on 1 January; years without a change are those of the year before.
MUNICIPALITIES = {2019: 355, 2020: 355, 2021: 352, 2022: 345, **dict.fromkeys(range(2023, 2027), 342)}
SECONDS, TRIES, PAUSE = 30, 3, 1.0
_PAGE, _MOST_PAGES, _MOST_BYTES = 1000, 50, 100_000_000
_MUNICIPAL, _PROVINCIAL = "gemeente_gegeneraliseerd", "provincie_gegeneraliseerd"


class BoundariesError(Exception):
    """Outlines that could not be fetched, or are not what they should be."""


@dataclass(frozen=True)
class Service:
    """Where to ask, and how patiently: seconds for an answer, seconds between two tries."""

    address: str = SERVICE
    timeout: float = SECONDS
    pause: float = PAUSE


PDOK = Service()


def fetched(
    year: int, target: paths.Boundaries, provinces: frozenset[str], service: Service = PDOK
) -> paths.Boundaries:
    """The outlines of municipalities and provinces in a year, written with their source and checksums.

    Everything is checked before anything is written; each file is written beside its name and then renamed.

    Args:
        year: of the outlines.
        target: where they are written.
        provinces: the codes of the monitor's provinces.
        service: where to ask.

    Raises:
        BoundariesError: unknown year, no good answer after TRIES tries, or not the known number of areas.
    """
    if year not in MUNICIPALITIES:
        years = f"{min(MUNICIPALITIES)} tot en met {max(MUNICIPALITIES)}"
        raise BoundariesError(f"Van {year} zijn geen grenzen bekend: mogelijk zijn {years}.")
    wanted = {
        target.municipalities: (_MUNICIPAL, MUNICIPALITIES[year]),
        target.provinces: (_PROVINCIAL, PROVINCES),
    }
    contents = {}
    for path, (collection, count) in wanted.items():
        features = [feature for feature in _features(collection, year, service) if _year(feature) == year]
        found = _outlined(features)
        strange = path == target.provinces and provinces - found.keys()
        if strange or len(found) != count or len(features) != count:
            usable = f"{len(features)} gebieden gekregen en {len(found)} bruikbaar"
            raise BoundariesError(f"{collection}: {usable}, verwacht {count}. Niets bewaard.")
        contents[path] = _collection(found)
    contents[target.source] = _source(contents, year, service)
    for path, content in contents.items():
        disk.handed_on(path, content)
    return target


def _features(collection: str, year: int, service: Service) -> Iterator[dict]:
    """All features that the service gives for a year, page by page."""
    query = urlencode({"f": "json", "limit": _PAGE, "jaarcode": year})
    address = f"{service.address}/collections/{collection}/items?{query}"
    for _ in range(_MOST_PAGES):
        page = _answer(address, service)
        yield from page["features"]
        following = next((link.get("href") for link in page.get("links", ()) if link.get("rel") == "next"), None)
        if not following:
            return
        address = urljoin(address, following)
        if urlsplit(address)[:2] != urlsplit(service.address)[:2]:
            raise BoundariesError(f"De dienst verwijst naar {urlsplit(address).netloc}; dat is niet gevolgd.")
    raise BoundariesError(f"De dienst geeft voor {collection} meer dan {_MOST_PAGES} bladzijden.")


def _answer(address: str, service: Service) -> dict:
    """One page of features; tried again after a time-out, an error of the server, or half an answer."""
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(address, timeout=service.timeout) as answer:  # noqa: S310 (own service only)
                page = json.loads(answer.read(_MOST_BYTES))
            if not isinstance(page.get("features"), list):
                raise ValueError("no features")
            return page
        except (OSError, HTTPException, ValueError, AttributeError) as error:
            reason = type(error).__name__
            if attempt < TRIES:
                time.sleep(service.pause)
    host = urlsplit(address).netloc
    raise BoundariesError(
        f"{host} gaf na {TRIES} keer geen bruikbaar antwoord ({reason}). Probeer het later nog eens; "
        "zonder deze grenzen tekent de monitor schematische kaarten."
    )


def _year(feature: dict) -> int | None:
    """The year that a feature itself says it is of: the service's own filter is not relied on."""
    about = feature.get("properties") or {}
    said = str(about.get("jaarcode") or about.get("jrstatcode") or "")[:4]
    return int(said) if said.isdigit() else None


def _outlined(features: list[dict]) -> dict[str, dict]:
    """The features with a code and an outline, by code, each with its code, name and outline alone."""
    found = {}
    for feature in features:
        about, outline = feature["properties"], feature.get("geometry") or {}
        code = str(about.get("statcode", "")).strip()
        if code and outline.get("type") in ("Polygon", "MultiPolygon") and outline.get("coordinates"):
            known = {"statcode": code, "statnaam": str(about.get("statnaam", "")).strip()}
            found[code] = {"type": "Feature", "properties": known, "geometry": outline}
    return found


def _collection(found: dict[str, dict]) -> bytes:
    ordered = [found[code] for code in sorted(found)]
    return json.dumps({"type": "FeatureCollection", "features": ordered}, ensure_ascii=False).encode()


def _source(contents: dict[Path, bytes], year: int, service: Service) -> bytes:
    sums = {path.name: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    return json.dumps({"source": service.address, "licence": LICENCE, "year": year, "sha256": sums}, indent=1).encode()


def available(target: paths.Boundaries) -> bool:
    """Whether outlines were fetched and are still what they were then."""
    sums = stored.told(target.source).get("sha256", {})
    files = {path.name: path for path in (target.municipalities, target.provinces)}
    return all(
        name in sums and path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sums[name]
        for name, path in files.items()
    )

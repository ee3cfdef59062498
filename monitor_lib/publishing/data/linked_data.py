"""What the data of a release are, for catalogues and search engines, in one JSON-LD that stands beside them.

The same entities are those of RO-Crate 1.1 (a folder of research data), of schema.org (search engines) and of
DCAT-AP-NL 3.0 (data.overheid.nl): each type and property is named in the words of all three.

Source: https://w3id.org/ro/crate/1.1; https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/.
"""

import hashlib
import json
from pathlib import Path

from monitor_lib import paths
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.data.columns import tables
from monitor_lib.publishing.data.forms import MACHINE, WORKBOOK

_CRATE = "https://w3id.org/ro/crate/1.1"
_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = [
    f"{_CRATE}/context",
    {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    },
]
# By ending: the media type, and the file type of the European list.
_FORMS = {
    ".csv": ("text/csv", "CSV"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    ".parquet": ("application/vnd.apache.parquet", "PARQUET"),
    ".geojson": ("application/geo+json", "GEOJSON"),
}
_DESCRIPTIONS = {
    "datapackage.json": ("Beschrijving van elke tabel en kolom, als Frictionless Data Package", "application/json"),
    "CITATION.cff": ("Hoe naar de gegevens te verwijzen", "text/yaml"),
    "LICENSE.txt": ("De licentie", "text/plain"),
}
_SENDER, _CONTACT, _PERIOD, _ROOT = "#afzender", "#contact", "#periode", "./"


def described(release: paths.Release, said: Attribution) -> str:
    """The description of the downloads in a release, which must have been written before."""
    whole = [path for path in sorted(release.data.iterdir()) if path.suffix in _FORMS and _title(path)]
    about = [release.data / name for name in _DESCRIPTIONS]
    parts = _id(release.per_figure.name + "/")
    entities = [
        _descriptor(),
        _dataset(said, release, whole, about),
        *(_distribution(path, said) for path in whole),
        *(_described(path) for path in about),
        parts | {"@type": "Dataset", "name": "Elk cijfer als een tabel van zijn eigen, in elke vorm"},
        *_agents(said),
        _licence(said),
        _period(said),
    ]
    return json.dumps({"@context": _CONTEXT, "@graph": entities}, ensure_ascii=False, indent=1) + "\n"


def _id(name: str) -> dict:
    return {"@id": name}


def _dated(day: str) -> dict:
    return {"@value": day, "@type": "xsd:date"}


def _dutch(text: str) -> dict:
    return {"@value": text, "@language": "nl"}


def _licence(said: Attribution) -> dict:
    told = {"@type": ["CreativeWork", "dct:LicenseDocument"], "name": said.monitor.licence}
    return _id(said.monitor.licence_url) | told


def _descriptor() -> dict:
    told = {"@type": "CreativeWork", "conformsTo": _id(_CRATE), "about": _id(_ROOT)}
    return _id("ro-crate-metadata.json") | told


def _dataset(said: Attribution, release: paths.Release, whole: list[Path], about: list[Path]) -> dict:
    text = f"{said.description} {tables()['figures'].description}"
    parts = [*(path.name for path in (*whole, *about)), f"{release.per_figure.name}/"]
    both = {**_id(_ROOT), "@type": ["Dataset", "dcat:Dataset"], "hasPart": list(map(_id, parts))}
    return both | _for_searchers(said, text) | _for_catalogues(said, text, whole)


def _for_searchers(said: Attribution, text: str) -> dict:
    """The dataset in the words of schema.org, which RO-Crate uses too."""
    monitor = said.monitor
    return {
        "name": said.title,
        "description": text,
        "identifier": said.identifier,
        "datePublished": said.wave.released.isoformat(),
        "version": said.version,
        "inLanguage": "nl",
        "keywords": list(monitor.keywords),
        "temporalCoverage": str(said.wave.year),
        "creditText": said.citation,
        "isAccessibleForFree": True,
        "license": _id(said.monitor.licence_url),
        "publisher": _id(_SENDER),
        "creator": _id(_SENDER),
        **({"url": _address(said)} if monitor.address else {}),
    }


def _for_catalogues(said: Attribution, text: str, whole: list[Path]) -> dict:
    """The dataset in the words of DCAT-AP-NL."""
    monitor, day = said.monitor, _dated(said.wave.released.isoformat())
    return {
        "dct:title": _dutch(said.title),
        "dct:description": _dutch(text),
        "dct:identifier": said.identifier,
        "dct:issued": day,
        "dct:modified": day,
        "dct:language": _id(f"{_EU}/language/NLD"),
        "dct:accessRights": _id(f"{_EU}/access-right/PUBLIC"),
        "dct:license": _id(said.monitor.licence_url),
        "dct:publisher": _id(_SENDER),
        "dct:creator": _id(_SENDER),
        "dct:temporal": _id(_PERIOD),
        "dcat:contactPoint": _id(_CONTACT),
        "dcat:keyword": list(map(_dutch, monitor.keywords)),
        "dcat:theme": [_id(f"{_EU}/data-theme/{code}") for code in monitor.data_themes],
        "dcat:version": said.version,
        "dcat:distribution": [_id(path.name) for path in whole],
        **({"dcat:landingPage": _id(_address(said))} if monitor.address else {}),
    }


def _address(said: Attribution) -> str:
    return f"{said.monitor.address}/{said.wave.id}/"


def _distribution(path: Path, said: Attribution) -> dict:
    """One file with a table, or all of them."""
    content, (media, kind) = path.read_bytes(), _FORMS[path.suffix]
    title = f"{_title(path)} ({'CSV voor programma’s' if path.name.endswith(MACHINE) else kind})"
    return {
        **_id(path.name),
        "@type": ["File", "DataDownload", "dcat:Distribution"],
        "name": title,
        "encodingFormat": media,
        "contentSize": str(len(content)),
        "contentUrl": path.name,
        "license": _id(said.monitor.licence_url),
        "dct:title": _dutch(title),
        "dct:license": _id(said.monitor.licence_url),
        "dct:format": _id(f"{_EU}/file-type/{kind}"),
        "dct:modified": _dated(said.wave.released.isoformat()),
        "dcat:accessURL": _id(path.name),
        "dcat:downloadURL": _id(path.name),
        "dcat:mediaType": _id(f"https://www.iana.org/assignments/media-types/{media}"),
        "dcat:byteSize": {"@value": str(len(content)), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _id("spdx:checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": hashlib.sha256(content).hexdigest(), "@type": "xsd:hexBinary"},
        },
    }


def _title(path: Path) -> str:
    """What a file holds; "" for one that pages are made of and that nobody is offered."""
    titles = {WORKBOOK: "Alle tabellen in één werkmap"}
    titles |= {name: table.title for table in tables().values() for name in (table.name, table.dutch)}
    return titles.get(path.name.removesuffix(MACHINE).removesuffix(path.suffix), "")


def _described(path: Path) -> dict:
    name, media = _DESCRIPTIONS[path.name]
    return _id(path.name) | {"@type": "File", "name": name, "encodingFormat": media}


def _agents(said: Attribution) -> list[dict]:
    monitor = said.monitor
    sender = {"@type": ["Organization", "foaf:Agent"], "name": monitor.sender, "foaf:name": _dutch(monitor.sender)}
    contact = {
        "@type": ["ContactPoint", "vcard:Organization", "vcard:Kind"],
        "name": monitor.sender,
        "email": monitor.contact,
        "vcard:fn": _dutch(monitor.sender),
        "vcard:hasEmail": _id(f"mailto:{monitor.contact}"),
    }
    return [_id(_SENDER) | sender | {"contactPoint": _id(_CONTACT)}, _id(_CONTACT) | contact]


def _period(said: Attribution) -> dict:
    year = said.wave.year
    ends = {"dcat:startDate": _dated(f"{year}-01-01"), "dcat:endDate": _dated(f"{year}-12-31")}
    return _id(_PERIOD) | {"@type": "dct:PeriodOfTime"} | ends

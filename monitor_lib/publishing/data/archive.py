"""A release as an archive of data keeps it: one zip with its tables, what they are, and how to check them.

At its root lies what lies in `data/` of the release, so that it is the RO-Crate and the data package that stand there.
Made anew of the same release it has the same bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from monitor_lib import disk, paths
from monitor_lib.publishing.data import ddi
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.data.columns import Column, Table, tables
from monitor_lib.publishing.data.forms import MACHINE
from monitor_lib.publishing.run import receipt
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.records import Codebook, Monitor, Wave
from monitor_lib.reference.text import licences

README, SUMS, DATACITE, DDI = "README.md", "SHA256SUMS", "datacite.json", "ddi-codebook.xml"
_READABLE = 0o644 << 16  # of a file in the zip, on every system

_ABOUT = """# {title}

{description}

- Versie: {version}
- Licentie: {licence}, {licence_url}
- Vragen: {contact}

## Wat erin zit

{contents}
- `cijfers/`: elk cijfer als een tabel van zijn eigen, in elke vorm
- `datapackage.json`: elke tabel en kolom beschreven, als Frictionless Data Package
- `{ddi}`: hetzelfde als DDI-Codebook 2.5
- `ro-crate-metadata.json`: wat dit is, voor catalogi en zoekmachines (RO-Crate, DCAT-AP-NL, schema.org)
- `{datacite}`: de gegevens waarmee een DOI wordt aangevraagd (DataCite 4)
- `leeswijzer.pdf`: hoe de cijfers te lezen
- `manifest.json`: waarvan de hele publicatie gemaakt is, met de hash van elk bestand daarin
- `CITATION.cff` en `LICENSE.txt`: hoe te verwijzen, en de licentie

Elke tabel is er in vier vormen: CSV voor Nederlandse Excel, CSV voor programma’s (`{machine}`), Parquet, en samen in
`monitor.xlsx`. Een verborgen cijfer is leeg, met de reden ernaast.

## Nagaan of alles heel is

`sha256sum -c {sums}`

## Een DOI

Er staat nog geen DOI in: een archief geeft die uit. Lever `{datacite}` mee; het noemt de velden die DataCite vraagt.
"""


def written(wave: Wave, release: paths.Release, target: Path, book: Codebook) -> Path:
    """The archive of a release, as a zip.

    Args:
        wave: what it is of.
        release: as it was published.
        target: the file to write.
        book: the codebook as this wave asked it.

    Raises:
        ReportError: when the release is not what its manifest says, or the file would lie in it.
    """
    said = Attribution(book.monitor, wave)
    _refuse_changed(release, said)
    if target.resolve().is_relative_to(release.folder.resolve()):
        raise ReportError(f"{target} ligt in de publicatie zelf. Kies een andere map met --to.")
    inside = {path.relative_to(release.data).as_posix(): path.read_bytes() for path in receipt.files(release.data)}
    inside |= {path.name: path.read_bytes() for path in (release.manifest, release.guide) if path.exists()}
    inside |= {
        README: _about(said).encode(),
        DATACITE: (json.dumps(datacite(said), ensure_ascii=False, indent=1) + "\n").encode(),
        DDI: ddi.codebook(said, book, _described(release), f"{said.monitor.licence}, {said.monitor.licence_url}"),
    }
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(inside.items())]
    return disk.handed_on(target, _zip(inside | {SUMS: "".join(sums).encode()}, said))


def _refuse_changed(release: paths.Release, said: Attribution) -> None:
    """Raises ReportError where a release is not there, or not as it was made, or says something else of itself."""
    if not release.manifest.exists():
        wave = said.wave.id
        raise ReportError(f"Van meting {wave} is er geen publicatie. Draai eerst: monitor run {wave}.")
    found = [name for names in receipt.differences(release).values() for name in names]
    if found:
        raise ReportError(
            f"De publicatie is niet meer wat zij was: {len(found)} bestanden wijken af, zoals {found[0]}. "
            "Kijk met monitor verify welke, en draai de meting opnieuw."
        )
    told = json.loads(release.package.read_text("utf-8"))
    now = {"title": said.title, "description": said.description, "version": said.version}
    if not release.linked_data.exists() or told | now != told:
        raise ReportError("Sinds de publicatie veranderde wat zij van zichzelf zegt. Draai de meting opnieuw.")


def _zip(inside: Mapping[str, bytes], said: Attribution) -> bytes:
    """A zip in which nothing tells when or where it was made."""
    day, target = said.wave.released, io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in sorted(inside.items()):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr, entry.compress_type, entry.create_system = _READABLE, zipfile.ZIP_DEFLATED, 3
            made.writestr(entry, content)
    return target.getvalue()


def _about(said: Attribution) -> str:
    monitor = said.monitor
    contents = [f"- `{table.name}{MACHINE}`: {table.title}. {table.description}" for table in tables().values()]
    return _ABOUT.format(
        title=said.title,
        description=said.description,
        version=said.version,
        licence=monitor.licence,
        licence_url=monitor.licence_url,
        contact=monitor.contact,
        contents="\n".join(contents),
        ddi=DDI,
        datacite=DATACITE,
        machine=f"*{MACHINE}",
        sums=SUMS,
    )


def datacite(said: Attribution) -> dict:
    """What DataCite asks for a DOI, but for the DOI itself.

    Source: DataCite Metadata Schema 4.5.
    """
    monitor, wave = said.monitor, said.wave
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "titles": [{"title": said.title, "lang": "nl"}],
        "creators": [{"name": monitor.sender, "nameType": "Organizational"}],
        "publisher": {"name": monitor.sender},
        "publicationYear": str(wave.released.year),
        "dates": [
            {"date": wave.released.isoformat(), "dateType": "Issued"},
            {"date": str(wave.year), "dateType": "Collected"},
        ],
        "subjects": [{"subject": word, "lang": "nl"} for word in monitor.keywords],
        "language": "nl",
        "version": said.version,
        "alternateIdentifiers": [
            {"alternateIdentifier": said.identifier, "alternateIdentifierType": "monitor"},
        ],
        "rightsList": [{"rights": monitor.licence, "rightsUri": monitor.licence_url, **_listed_by_spdx(monitor)}],
        "descriptions": [{"description": said.description, "descriptionType": "Abstract", "lang": "nl"}],
    }


def _listed_by_spdx(monitor: Monitor) -> dict[str, str]:
    """What the licence is called there; nothing for one that is not in that list."""
    scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    name = licences.identifier(monitor.licence)
    return {"rightsIdentifier": name, **scheme} if name else {}


def _described(release: paths.Release) -> list[ddi.File]:
    return [_file(table, release) for table in tables().values()]


def _file(table: Table, release: paths.Release) -> ddi.File:
    rows = pq.read_metadata(release.data / f"{table.name}.parquet").num_rows
    columns = [_variable(column) for column in table.columns]
    return ddi.File(f"{table.name}{MACHINE}", f"{table.title}. {table.description}", rows, columns)


def _variable(column: Column) -> ddi.Variable:
    categories = tuple(ddi.Category(code, label) for code, label in column.values.items())
    numeric = column.type in ("number", "integer")
    return ddi.Variable(column.name, column.heading, numeric, categories=categories, note=column.description)

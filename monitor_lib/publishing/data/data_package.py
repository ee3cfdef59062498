"""What the downloads are, for programs: a Frictionless data package (https://specs.frictionlessdata.io/data-package/)."""

import hashlib
import json
from pathlib import Path

from monitor_lib import paths
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.data.columns import Column, Table, tables
from monitor_lib.publishing.data.forms import MACHINE

_KEYS = {
    "figures": ["wave", "area", "indicator", "answer", "kind"],
    "initiatives": ["initiative_id"],
    "codebook": ["question", "answer"],
    "account": ["level", "id"],
    "participation": ["measure", "indicator", "answer"],
}
_SOURCE = {"name": "source", "title": "bron", "type": "string", "description": "Herkomst, versie en licentie"}


def described(release: paths.Release, said: Attribution) -> str:
    """The description of the machine-readable tables in a release, as JSON; they must have been written before."""
    whole = [_resource(name, table, release.data / f"{name}{MACHINE}", release) for name, table in tables().items()]
    singles = [
        _resource(f"figures-{_name(path)}", tables()["figures"], path, release)
        for path in sorted(release.per_figure.glob(f"*{MACHINE}"))
    ]
    package = {
        "profile": "tabular-data-package",
        "name": said.identifier,
        "title": said.title,
        "description": said.description,
        "version": said.version,
        "created": f"{said.wave.released.isoformat()}T00:00:00Z",
        "licenses": [said.licence],
        "contributors": [{"title": said.monitor.sender, "role": "publisher"}],
        "resources": [*whole, *singles],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _name(path: Path) -> str:
    return path.name.removesuffix(MACHINE).lower().replace("_", "-")


def _resource(name: str, table: Table, path: Path, release: paths.Release) -> dict:
    content = path.read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path.relative_to(release.data).as_posix(),
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [*map(_field, table.columns), _SOURCE],
            "primaryKey": _KEYS[table.name],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict:
    told: dict[str, object] = {"name": column.name, "title": column.heading, "type": column.type}
    told["description"] = column.description
    if column.type == "boolean":
        told |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.values:
        told["constraints"] = {"enum": list(column.values)}
    return told

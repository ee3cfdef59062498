"""The initiatives as points, for who makes maps: GeoJSON (RFC 7946)."""

import json
from pathlib import Path

import pandas as pd

from monitor_lib.publishing.attribution import LICENCE_URL, Attribution

_DIGITS = 4  # of a coordinate: ten metres, and never more than the middle of a place


def written(initiatives: pd.DataFrame, path: Path, said: Attribution) -> Path:
    """Writes one point per initiative; one without a known place has no geometry."""
    collection = {
        "type": "FeatureCollection",
        "title": said.title,
        "notice": said.notice,
        "citation": said.citation,
        "version": said.version,
        "license": LICENCE_URL,
        "features": [_feature(record) for record in initiatives.to_dict("records")],
    }
    path.write_text(json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1), "utf-8", newline="\n")
    return path


def _feature(record: dict) -> dict:
    known = {name: value for name, value in record.items() if not pd.isna(value)}
    spot = [known.pop(name, None) for name in ("longitude", "latitude")]
    name = known.pop("initiative_id")
    geometry = None if None in spot else {"type": "Point", "coordinates": [round(each, _DIGITS) for each in spot]}
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": known}

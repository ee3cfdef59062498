"""The initiatives of a map: as points with what they say when asked, and as a list."""

import pandas as pd

from monitor_lib.pictures.escaping import esc


def features(placed: pd.DataFrame, labels: dict[str, str]) -> list[dict]:
    """One GeoJSON feature per place, large ones first so that small ones lie on top."""
    together: dict[tuple[float, float], list[dict]] = {}
    for entry in placed.to_dict("records"):
        together.setdefault((entry["longitude"], entry["latitude"]), []).append(entry)
    found = list(together.items())
    found.sort(key=lambda entry: (-len(entry[1]), entry[0]))
    return [
        {
            "type": "Feature",
            "id": str(number),
            "properties": {"words": _popup(entries, labels), "radius": round(4.5 + 2.2 * len(entries) ** 0.5, 1)},
            "geometry": {"type": "Point", "coordinates": [round(longitude, 4), round(latitude, 4)]},
        }
        for number, ((longitude, latitude), entries) in enumerate(found)
    ]


def _popup(entries: list[dict], labels: dict[str, str]) -> str:
    lines = [f"<li>{_named(entry)}{_form(entry, labels)}</li>" for entry in entries]
    return f"<h2>{esc(entries[0]['place'])}</h2><ul>{''.join(lines)}</ul>"


def _form(entry: dict, labels: dict[str, str]) -> str:
    form = labels.get(entry["form"], "") if isinstance(entry["form"], str) else ""
    return f"<br><small>{esc(form)}</small>" if form else ""


def _named(entry: dict) -> str:
    """The name, as a link where the website is a web address."""
    website = entry["website"] if isinstance(entry["website"], str) else ""
    name = f"<b>{esc(entry['name'])}</b>"
    if not website.startswith(("http://", "https://")):
        return name
    return f'<a href="{esc(website)}" target="_blank" rel="noopener noreferrer">{name}</a>'


def listed(placed: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    """The list that is the map's equal: one row per initiative, in words."""
    return pd.DataFrame(
        {
            "Naam": placed["name"].astype(str),
            "Plaats": placed["place"].fillna("").astype(str),
            "Gemeente": placed["municipality_name"].fillna("").astype(str),
            "Hoe het zich noemt": placed["form"].map(labels).fillna("").astype(str),
        }
    )

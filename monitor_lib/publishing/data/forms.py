"""One table in the forms in which people and programs want it: CSV for Dutch Excel, CSV for machines, XLSX, Parquet."""

import datetime as dt
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.reference.text import folding

MACHINE = "_machine.csv"
WORKBOOK = "monitor"  # the name of the file with all tables
_NARROWEST, _WIDEST, _LOOKED_AT = 10, 42, 100
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def excel_csv(table: pd.DataFrame, path: Path, said: Attribution) -> Path:
    """CSV as Excel in the Netherlands opens it: semicolons, decimal commas, and a mark that it is UTF-8."""
    return spreadsheet(table.assign(bron=said.line), path)


def spreadsheet(table: pd.DataFrame, path: Path) -> Path:
    """The same without a source: for what is not published."""
    harmless(table).to_csv(path, index=False, lineterminator="\r\n", sep=";", decimal=",", encoding="utf-8-sig")
    return path


def machine_csv(table: pd.DataFrame, path: Path, said: Attribution) -> Path:
    """CSV as RFC 4180 has it, with decimal points."""
    harmless(table.assign(source=said.line)).to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8")
    return path


def parquet(table: pd.DataFrame, path: Path, said: Attribution) -> Path:
    """Parquet with types; what it is stands in its metadata."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    about = {"notice": said.notice, "citation": said.citation, "version": said.version, "licence": said.monitor.licence}
    known = {**(arrow.schema.metadata or {}), **{name.encode(): text.encode() for name, text in about.items()}}
    pq.write_table(arrow.replace_schema_metadata(known), path)
    return path


def workbook(tables: Mapping[str, pd.DataFrame], path: Path, said: Attribution) -> Path:
    """One workbook with a sheet per table, behind a sheet that says what it is; text stays text."""
    released = dt.datetime.combine(said.wave.released, dt.time())
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _SAFE) as book:
        book.set_properties({"title": said.title, "comments": said.line, "created": released})
        about = book.add_worksheet("lees mij")
        about.set_column(0, 0, 110)
        about.write_column(0, 0, [line for line in (said.notice, *_read_me(said)) if line])
        for name, table in tables.items():
            _fill(book.add_worksheet(name), harmless(table), book.add_format({"bold": True}))
    path.write_bytes(content.getvalue())
    return path


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would run as a formula."""
    texts = ((name, column) for name, column in table.items() if pd.api.types.is_string_dtype(column))
    risky = {str(name): column for name, column in texts if any(map(_may_run, column.unique()))}
    return table.assign(**{name: column.map(folding.harmless, na_action="ignore") for name, column in risky.items()})


def _may_run(text: object) -> bool:
    return isinstance(text, str) and folding.harmless(text) != text


def _read_me(said: Attribution) -> list[str]:
    licence = f"Licentie: {said.monitor.licence_words}."
    return [said.title, f"Verwijs zo: {said.citation}", f"Versie: {said.version}", licence, said.monitor.questionnaire]


def _width(name: str, values: list) -> int:
    """How many signs wide a column should be, for its heading and the first of its texts."""
    texts = [value for value in values[:_LOOKED_AT] if isinstance(value, str)]
    return min(_WIDEST, max(_NARROWEST, *map(len, (name, *texts))) + 2)


def _fill(sheet: xlsxwriter.worksheet.Worksheet, table: pd.DataFrame, bold: xlsxwriter.format.Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    for place, (name, column) in enumerate(table.items()):
        values = [value if known else None for value, known in zip(column.tolist(), column.notna(), strict=True)]
        sheet.set_column(place, place, _width(str(name), values))
        sheet.write_string(0, place, str(name), bold)
        sheet.write_column(1, place, values)


# ---- the initiatives as points, for who makes maps ----

_DIGITS = 4  # of a coordinate: ten metres, and never more than the middle of a place


def written(initiatives: pd.DataFrame, path: Path, said: Attribution) -> Path:
    """Writes one point per initiative; one without a known place has no geometry."""
    collection = {
        "type": "FeatureCollection",
        "title": said.title,
        "notice": said.notice,
        "citation": said.citation,
        "version": said.version,
        "license": said.monitor.licence_url,
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

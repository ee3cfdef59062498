"""The downloads: the figures and the public initiatives, for Dutch Excel, for machines and as a workbook."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from monitor_lib import paths
from monitor_lib.publishing.release import Published
from monitor_lib.reference import wording
from monitor_lib.reference.codebook_records import Codebook


def written(published: Published, release: paths.Release) -> list[Path]:
    """The download files of a wave, written in its release folder."""
    release.data.mkdir(parents=True, exist_ok=True)
    notice = _notice(published)
    tables = {"cijfers": labelled(published.table, published.book), "initiatieven": published.initiatives}
    files = [
        _parquet(published.table, release.figures, notice),
        _parquet(published.initiatives, release.initiatives, notice),
    ]
    for name, table in tables.items():
        marked = harmless(table.assign(bron=notice))
        files.append(_csv(marked, release.data / f"{name}.csv", sep=";", decimal=",", encoding="utf-8-sig"))
    account = harmless(published.account.assign(bron=notice))
    files.append(_csv(account, release.account, sep=";", decimal=",", encoding="utf-8-sig"))
    machine = harmless(published.table.assign(source=notice))
    files.append(_csv(machine, release.data / "figures_machine.csv", sep=",", decimal=".", encoding="utf-8"))
    files.append(_workbook(tables, release.data / "monitor.xlsx", published))
    return files


def _notice(published: Published) -> str:
    """The line that every download carries: what it is, from whom, under which licence."""
    monitor, wave = published.book.monitor, published.wave
    line = f"{monitor.title}, {wave.label} {wave.year}, {monitor.licence}"
    return f"{monitor.example_notice}. {line}" if wave.example else line


def labelled(figures: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures with Dutch names beside the codes; same rows, in the same order."""
    areas = {area.code: area.name for area in book.areas}
    labels = {entry.id: entry.label for entry in (*book.questions, *book.indicators)}
    answers = {(name, code): label for name, code, label in _answer_labels(book)}
    keys = zip(figures["indicator"], figures["answer"], strict=True)
    names = pd.DataFrame(
        {
            "gebied": figures["area"].map(areas),
            "onderwerp": figures["indicator"].map(labels),
            "antwoord": [answers.get(key, "") for key in keys],
        }
    )
    return pd.concat([names, figures], axis=1)


def _answer_labels(book: Codebook) -> Iterator[tuple[str, str, str]]:
    """Indicator, answer code and label, of every indicator with a scale."""
    for entry in (*book.questions, *book.indicators):
        yield from ((entry.id, code, label) for code, label in book.answers_of(entry.id).items())


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would run as a formula."""
    texts = [name for name in table.columns if pd.api.types.is_string_dtype(table[name])]
    return table.assign(**{name: table[name].map(wording.harmless, na_action="ignore") for name in texts})


def _csv(table: pd.DataFrame, path: Path, **form: str) -> Path:
    table.to_csv(path, index=False, lineterminator="\r\n", **form)
    return path


def _parquet(table: pd.DataFrame, path: Path, notice: str) -> Path:
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), b"notice": notice.encode()}), path)
    return path


def _workbook(tables: dict[str, pd.DataFrame], path: Path, published: Published) -> Path:
    """One workbook with a sheet per table, behind a sheet that says what it is."""
    released = dt.datetime.combine(published.wave.released, dt.time())
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as book:
        monitor = published.book.monitor
        book.set_properties({"title": monitor.title, "comments": _notice(published), "created": released})
        about = book.add_worksheet("lees mij")
        about.set_column(0, 0, 110)
        about.write_column(0, 0, [_notice(published), monitor.sender, monitor.questionnaire])
        for name, table in tables.items():
            _fill(book.add_worksheet(name), table, book.add_format({"bold": True}))
    path.write_bytes(content.getvalue())
    return path


def _fill(sheet: xlsxwriter.worksheet.Worksheet, table: pd.DataFrame, bold: xlsxwriter.format.Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, bold)
        for row, value in enumerate(table[name].tolist(), 1):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif not pd.isna(value):
                sheet.write(row, column, value)

"""The attacker's view of a release: what its files show, and what of the hidden figures follows from that.

The figures hide what must be hidden before anything is published; here the files that were made of them are read back
as a reader would, and the audit is done once more on what they show together.
"""

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from monitor_lib import disk, paths, stored
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.figures.secrecy.audit import recovered
from monitor_lib.pictures.charts import key_figures, overview
from monitor_lib.publishing.check import own_tables
from monitor_lib.publishing.check.markup import BASE, NUMBER, TABLE, grid, plain
from monitor_lib.publishing.data import columns
from monitor_lib.publishing.pages.pages import pages_of
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Area, Codebook, Wave
from monitor_lib.reference.text.translated import LANGUAGES
from monitor_lib.reference.translation import in_language

_KEY = ["wave", "area", "indicator", "answer", "kind"]
_SHOWN_AT_ONCE = 5
_CHART = re.compile(r'<h3 id="kop-([\w-]+)"[^>]*>(.*?)</figure>', re.DOTALL)
_OF_AREAS = "provincies-"
_ROW = re.compile(r"<tr[^>]*>\s*<th[^>]*>((?:(?!</th>).)*)</th>\s*<td[^>]*>(.*?)</td>", re.DOTALL)


@dataclass(frozen=True)
class Leak:
    """A hidden figure that a file shows or gives away."""

    place: str
    area: str
    indicator: str
    answer: str


def refuse_leaks(release: paths.Release, wave: Wave, tally: Path, before: Path) -> None:
    """Raises ReportError, naming hidden figures that this release shows or gives away.

    Args:
        release: what is to be published, whole.
        wave: its wave.
        tally: the file that says how many gave each answer, hidden or not.
        before: the file with the bases of what was ever shown of sensitive questions; what is shown now is added.
    """
    book = as_asked(codebook.load(), wave)
    figures = stored.table(release.figures)
    hidden = set(figures.loc[figures["hidden"], _KEY].itertuples(index=False, name=None))
    leaks = [*_in_tables(release, hidden), *_in_pages(release, wave, hidden, book)]
    own = figures[(figures["wave"] == wave.id) & (figures["kind"] != "change")]
    derived = recovered(own, stored.table(tally), book)
    leaks += [Leak("af te leiden", leak.area, leak.indicator, leak.answer) for leak in derived]
    known = stored.only_copy(before) if before.exists() else disclosure.shown_bases(own, book)
    apart = disclosure.subtractable(own, known, book)
    leaks += [Leak("met een vorige publicatie ernaast", area, name, "") for name in apart for area in apart[name]]
    if leaks:
        raise ReportError(_told(leaks))
    disk.private(before.parent)
    with disk.replacing(before) as beside:
        pd.concat([known, disclosure.shown_bases(own, book)]).drop_duplicates(ignore_index=True).to_parquet(beside)


def _told(leaks: list[Leak]) -> str:
    named = [f"{leak.indicator} {leak.answer} in {leak.area} ({leak.place})" for leak in leaks[:_SHOWN_AT_ONCE]]
    more = f" en nog {len(leaks) - len(named)}" if len(leaks) > len(named) else ""
    return f"Een verborgen cijfer is te zien of af te leiden: {', '.join(named)}{more}."


def _in_tables(release: paths.Release, hidden: set[tuple]) -> Iterator[Leak]:
    """Hidden figures with a number in a download."""
    for path in sorted(release.data.rglob("*")):
        for table in _tables(path):
            found = columns.tables()["figures"].in_codes(table)
            if {*_KEY, "value"} <= found.keys():
                keys = zip(*([cell or "" for cell in found[name]] for name in _KEY), strict=True)
                cells = zip(keys, found["value"], strict=True)
                shown = {key for key, value in cells if key in hidden and _is_number(value)}
                yield from (Leak(path.name, key[1], key[2], key[3]) for key in sorted(shown))


def _is_number(value: str | float | None) -> bool:
    try:
        return not math.isnan(float(str(value).replace(",", ".")))
    except ValueError:
        return False


def _tables(path: Path) -> Iterator[dict[str, list]]:
    """The tables in a file, as the cells under each heading."""
    match path.suffix:
        case ".parquet":
            yield pq.read_table(path).to_pydict()
        case ".csv":
            text = path.read_text("utf-8-sig")
            sign = max(";,", key=text.partition("\n")[0].count)
            yield _by_heading(list(csv.reader(io.StringIO(text, newline=""), delimiter=sign)))
        case ".xlsx":
            book = CalamineWorkbook.from_path(path)
            yield from (_by_heading(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _by_heading(rows: list[list]) -> dict[str, list]:
    head, *body = rows
    return {str(name): list(cells) for name, cells in zip(head, zip(*body, strict=True), strict=True)} if body else {}


def _in_pages(release: paths.Release, wave: Wave, hidden: set[tuple], book: Codebook) -> Iterator[Leak]:
    """Hidden figures with a number behind them in the table of a chart, of answers in an area or of areas."""
    secret = {(area, name, answer) for each, area, name, answer, kind in hidden if each == wave.id and kind != "change"}
    for language in LANGUAGES:
        pages = sorted(paths.Release(release.folder, language).pages.glob("*.html"))
        own = in_language(book, language) if pages else book
        about = {page.page: dict(page.parameters) for report in own.reports for page in pages_of(report, own, wave)}
        for path in pages:
            name, text = path.relative_to(release.folder).as_posix(), path.read_text("utf-8")
            for chart, body in _CHART.findall(text):
                yield from (Leak(name, *key) for key in _numbered(chart, body, own) if key in secret)
            yield from (Leak(name, *key) for key in _side_by_side(text, own) if key in secret)
            if path.name in about:
                place = own.area_or_none(about[path.name].get("area", "")) or own.country
                yield from (Leak(name, *key) for key in own_tables.hidden_figures(text, place, secret, own))


def _numbered(chart: str, body: str, book: Codebook) -> Iterator[tuple[str, str, str]]:
    """Area, question and answer of every row of a chart's table that has a number behind it."""
    heads = [plain(head) for head in re.findall(r"<th[^>]*scope=\"col\"[^>]*>(.*?)</th>", body, re.DOTALL)]
    of_areas = chart.startswith(_OF_AREAS)
    name, _, rest = chart.removeprefix(_OF_AREAS).partition("-")
    if name not in {question.id for question in book.published if question.scale} or len(heads) < 2:
        return
    codes = {label: code for code, label in book.answers_of(name).items()}
    if not of_areas and _area(heads[1], book) is None:
        raise ReportError(f"De tabel {chart} is niet na te kijken: de kolom '{heads[1]}' noemt geen bekend gebied.")
    for first, second in ((plain(one), plain(other)) for one, other in _ROW.findall(body)):
        area = _area(first if of_areas else heads[1], book)
        answer = rest if of_areas else codes.get(first, "")
        if area and NUMBER.search(second):
            yield area.code, name, answer


def _side_by_side(page: str, book: Codebook) -> Iterator[tuple[str, str, str]]:
    """Area, question and answer of every number in a table with a question in each row, in its columns of areas."""
    asked = overview.told_apart(book) | key_figures.told_apart(book)
    for table in TABLE.findall(page):
        head, *body = grid(table) or [[]]
        codes = [area.code if (area := _area(name, book)) else "" for name in head[1:]]
        for heading, *cells in (line for line in body if line and line[0] in asked):
            question, answer = asked[heading]
            shown = [code for code, cell in zip(codes, cells, strict=True) if code and NUMBER.search(cell)]
            yield from ((code, question.id, answer) for code in shown)


def _area(heading: str, book: Codebook) -> Area | None:
    """The area that a heading names, with the number of answers behind it or not; None for another heading."""
    return book.area_or_none(BASE.sub("", heading))

"""A whole wave, from deliveries to a published folder: built beside the last release and renamed when it is ready."""

import contextlib
import hashlib
import importlib.metadata
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import paths
from monitor_lib.figures import aggregation
from monitor_lib.intake import quotes
from monitor_lib.intake.account import compared
from monitor_lib.intake.tools import tool_of
from monitor_lib.intake.wave import clean_wave, earlier_initiatives
from monitor_lib.intake.withheld import withheld
from monitor_lib.pictures import side_by_side
from monitor_lib.publishing import downloads, engine, gate, handout, lanes, release, reports, sheets, site
from monitor_lib.reference import codebook
from monitor_lib.reference.codebook_records import Area, Codebook, Wave

REPORT_SECONDS = 300
_PACKAGES = ("pandas", "numpy", "scipy", "plotly", "folium", "papermill", "nbconvert", "typst")


class BusyError(Exception):
    """Another run of the same wave is under way."""


@dataclass(frozen=True)
class Report:
    """One page made from a notebook."""

    title: str
    notebook: Path
    parameters: tuple[tuple[str, str], ...]
    page: str


@dataclass(frozen=True)
class Options:
    """How to run; nothing here changes a figure."""

    jobs: int
    engine: engine.EngineName
    single_file: bool


def run(wave: Wave, places: paths.Places, options: Options, tell: Callable) -> list[lanes.Outcome]:
    """Publishes a wave, whole, when everything is made, and says how each report ended.

    Args:
        wave: what to run.
        places: where to read and write.
        options: how to run.
        tell: called with each step and each outcome, to show progress.

    Raises:
        DeliveryError: with every error in the deliveries; the last release stays as it is.
        BusyError: when the wave is being run already.
        LeakError: when the release holds what intake kept apart; the last release stays as it is.
    """
    places.outputs.mkdir(parents=True, exist_ok=True)
    with _locked(places.outputs / f".{wave.id}.lock"), _staged(places.outputs, wave) as staging:
        tell("Aanleveringen lezen, schonen en koppelen")
        published = _published(wave, places)
        files = downloads.written(published, staging)
        reports.copy_assets(staging.assets)
        _write(staging.shared_figures, side_by_side.script(published.figures, published.book))
        tell("Infographics tekenen")
        drawn = lanes.outcomes(sheets.jobs(published.book, wave, staging.folder), options.jobs, sheets.SECONDS)
        outcomes = [outcome for outcome in drawn if outcome.fault]
        for outcome in lanes.outcomes(_jobs(published.book, wave, staging, options), options.jobs, REPORT_SECONDS):
            outcomes.append(outcome)
            tell(outcome)
        _write(staging.folder / "index.html", site.index(published, staging, files))
        _write(staging.manifest, manifest(wave, staging))
        secrets = withheld(places.clean, published.initiatives, published.book)
        gate.refuse_leaks(staging.folder, secrets, reports.libraries())
    return outcomes


def _published(wave: Wave, places: paths.Places) -> release.Published:
    """The public tables, straight from the deliveries; here the private ones go out of sight."""
    book = codebook.load()
    before = book.wave_before(wave)
    decisions = places.decisions.after(before.id) if before else places.decisions
    clean = clean_wave(places.delivered, places.clean, book, decisions, tool_of(wave))
    account = compared(clean.account, clean.initiatives, earlier_initiatives(places.clean, before))
    figures = aggregation.figures(clean.initiatives, clean.responses, book, wave)
    said = quotes.quotes(decisions, clean.initiatives, clean.responses)
    return release.Published(book, wave, figures, release.public_initiatives(clean.initiatives), account, said)


def report_list(book: Codebook, wave: Wave) -> list[Report]:
    """Every report of a wave: the country, the provinces by code, the map and the reading guide."""
    national = (("wave", wave.id),)
    return [
        Report("Nederland", paths.NOTEBOOKS / "3_netherlands.ipynb", national, site.NATIONAL),
        *(province_report(area, wave) for area in book.provinces),
        Report("Initiatievenkaart", paths.NOTEBOOKS / "5_initiatives_map.ipynb", national, site.MAP),
        Report("Leeswijzer", paths.NOTEBOOKS / "6_reading_guide.ipynb", national, site.GUIDE),
    ]


def province_report(area: Area, wave: Wave) -> Report:
    """The report of one province."""
    parameters = (("wave", wave.id), ("area", area.code))
    return Report(area.name, paths.NOTEBOOKS / "4_province.ipynb", parameters, site.province_page(area))


def make_report(report: Report, folder: Path, target: Path, wave: Wave, options: Options) -> None:
    """Runs the report's notebook on the public tables in `folder` and writes its page to `target`."""
    notebook = engine.executed(report.notebook, {**dict(report.parameters), "release": str(folder)}, options.engine)
    book, made = codebook.load(), paths.Release(folder)
    if report.page == site.GUIDE:
        made.guide.parent.mkdir(exist_ok=True)
        made.guide.write_bytes(handout.pdf(notebook, book, wave, report.title))
    area = book.area_or_none(report.title)
    if area and not options.single_file:
        notebook.cells += sheets.section(area, book, made)
    _write(target, reports.html(notebook, book, wave, report.title, single_file=options.single_file))


def _jobs(book: Codebook, wave: Wave, staging: paths.Release, options: Options) -> list[lanes.Job]:
    folder = staging.folder
    return [
        lanes.Job(report.title, make_report, (report, folder, folder / report.page, wave, options))
        for report in report_list(book, wave)
    ]


def manifest(wave: Wave, staging: paths.Release) -> str:
    """The receipt of a release as JSON: the wave, the versions, and a hash of every file."""
    files = sorted(path for path in staging.folder.rglob("*") if path.is_file())
    return json.dumps(
        {
            "wave": wave.id,
            "released": wave.released.isoformat(),
            "example": wave.example,
            "versions": {name: importlib.metadata.version(name) for name in _PACKAGES},
            "files": {path.relative_to(staging.folder).as_posix(): _hash(path) for path in files},
        },
        indent=1,
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


@contextlib.contextmanager
def _staged(outputs: Path, wave: Wave) -> Iterator[paths.Release]:
    """A folder beside the release, that takes its place when all went well and disappears when not."""
    target, staging, old = outputs / wave.id, outputs / f".{wave.id}.new", outputs / f".{wave.id}.old"
    for rest in (staging, old):
        shutil.rmtree(rest, ignore_errors=True)
    staging.mkdir()
    try:
        yield paths.Release(staging)
        if target.exists():
            target.rename(old)
        staging.rename(target)
    finally:
        for rest in (staging, old):
            shutil.rmtree(rest, ignore_errors=True)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds the wave's lock, which disappears with the process, however that ends; Windows has no such lock."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        handle.write(str(os.getpid()))
        yield

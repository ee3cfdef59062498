"""A whole wave, from deliveries to a published folder: built beside the last release and exchanged when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import paths
from monitor_lib.figures import aggregation
from monitor_lib.intake.account import compared
from monitor_lib.intake.tools import tool_of
from monitor_lib.intake.wave import clean_wave, earlier_initiatives
from monitor_lib.publishing import downloads, journal, lanes, pages, receipt, release, reports, sheets, shelf, site
from monitor_lib.publishing.journal import Journal
from monitor_lib.publishing.lanes import Job, Outcome
from monitor_lib.publishing.release import Published
from monitor_lib.publishing.steps import Steps
from monitor_lib.reference import codebook
from monitor_lib.reference.codebook_records import Wave

_FIGURES, _DOWNLOADS = "Schonen en cijfers", "Downloads"


class IncompleteError(Exception):
    """Some parts of a wave could not be made, so nothing was published; `failed` tells which and why."""

    def __init__(self, failed: list[Outcome]) -> None:
        """The outcomes with a fault."""
        self.failed = failed
        super().__init__(", ".join(outcome.name for outcome in failed))


@dataclass(frozen=True)
class Options:
    """How to run; nothing here changes a figure.

    `keep` is the number of earlier releases that stay; `fresh` does everything again; `allow_missing` publishes a wave
    of which parts failed.
    """

    jobs: int
    form: pages.Form
    keep: int = 1
    fresh: bool = False
    allow_missing: bool = False


@dataclass(frozen=True)
class _Build:
    """One release in the making."""

    wave: Wave
    places: paths.Places
    options: Options
    staging: paths.Release
    steps: Steps
    log: Journal


def run(wave: Wave, places: paths.Places, options: Options, tell: Callable) -> Journal:
    """Publishes a wave, whole, when everything is made, and tells what was done and how each report ended.

    Args:
        wave: what to run.
        places: where to read and write.
        options: how to run.
        tell: called with each step and each outcome, to show progress.

    Raises:
        DeliveryError: with every error in the deliveries.
        IncompleteError: when a part failed and that is not allowed.
        BusyError: when the wave is being run already.
        OSError: when a folder cannot be written to. With each of these the last release stays as it is.
    """
    for folder in places.written:
        shelf.check_room(folder)
    stand = places.shelf(wave.id)
    with shelf.locked(stand), journal.kept(places.clean, tell) as log, shelf.staged(stand, options.keep) as staging:
        steps = Steps(staging, None if options.fresh else stand.release)
        _make(_Build(wave, places, options, staging, steps, log))
        return log


def _make(build: _Build) -> None:
    """Everything of a release, in its staging folder."""
    lanes.warm()
    published, inputs = _published(build)
    build.log.changed = receipt.changed(inputs, build.steps.inputs_before)
    staging, wave = build.staging, build.wave
    pictures = receipt.for_pictures(inputs, staging.tables)
    files = _downloads(published, pictures, build)
    reports.copy_assets(staging.assets)
    failed = _done("Infographics", sheets.jobs(published.book, wave, staging.folder, pictures), build)
    listed = pages.report_list(published.book, wave)
    failed += _done("Rapporten", pages.jobs(listed, wave, staging.folder, build.options.form, pictures), build)
    if failed and not build.options.allow_missing:
        raise IncompleteError(failed)
    missing = [outcome.name for outcome in failed]
    _write(staging.folder / "index.html", site.index(published, staging, files, missing))
    parameters = {"single_file": build.options.form.single_file}
    _write(staging.manifest, receipt.manifest(wave, inputs, parameters, build.steps.done, staging.folder))


def _published(build: _Build) -> tuple[Published, dict]:
    """The public tables, straight from the deliveries, and all that went in; here the private ones go out of sight."""
    book, wave, places = codebook.load(), build.wave, build.places
    build.log.begin(_FIGURES)
    inputs = receipt.ingredients(wave, places, book)
    recipe = receipt.for_figures(inputs)
    if receipt.is_whole(places.clean, recipe) and build.steps.taken_over(_FIGURES, recipe):
        build.log.steps[-1].reused.append(_FIGURES)
        return release.published(wave.id, str(build.staging.folder)), inputs
    before = book.wave_before(wave)
    decisions = places.decisions.after(before.id) if before else places.decisions
    clean = clean_wave(places.delivered, places.clean, book, decisions, tool_of(wave))
    account = compared(clean.account, clean.initiatives, earlier_initiatives(places.clean, before))
    figures = aggregation.figures(clean.initiatives, clean.responses, book, wave)
    published = Published(book, wave, figures, release.public_initiatives(clean.initiatives), account)
    downloads.written(published, build.staging)
    inputs = receipt.ingredients(wave, places, book)
    build.steps.record(_FIGURES, receipt.for_figures(inputs), _names(build.staging.tables, build.staging))
    receipt.keep(places.clean, receipt.for_figures(inputs))
    return published, inputs


def _downloads(published: Published, pictures: str, build: _Build) -> list[Path]:
    """The files to download, made or taken over."""
    build.log.begin(_DOWNLOADS)
    if build.steps.taken_over(_DOWNLOADS, pictures):
        build.log.steps[-1].reused.append(_DOWNLOADS)
    else:
        files = downloads.written(published, build.staging)
        build.steps.record(_DOWNLOADS, pictures, _names(files, build.staging))
    return [build.staging.folder / name for name in build.steps.done[_DOWNLOADS]["files"]]


def _done(words: str, jobs: list[Job], build: _Build) -> list[Outcome]:
    """Does the jobs that the last release has not done already; returns those that failed."""
    due = [job for job in jobs if not build.steps.taken_over(job.name, job.recipe)]
    recipes = {job.name: job.recipe for job in due}
    build.log.begin(words, len(due))
    build.log.steps[-1].reused += [job.name for job in jobs if job.name not in recipes]
    failed = []
    for outcome in lanes.outcomes(due, build.options.jobs, pages.SECONDS):
        build.log.end(outcome)
        if outcome.fault:
            failed.append(outcome)
        else:
            build.steps.record(outcome.name, recipes[outcome.name], outcome.made.files)
    return failed


def _names(files: list[Path], made: paths.Release) -> list[str]:
    return [path.relative_to(made.folder).as_posix() for path in files]


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")

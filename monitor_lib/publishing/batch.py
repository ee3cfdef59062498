"""A whole wave, from deliveries to a published folder: built beside the last release and exchanged when it is ready."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor_lib import disk, paths
from monitor_lib.pictures.style import style
from monitor_lib.publishing.pages import other_language, pages, sheets
from monitor_lib.publishing.pages.form import Form
from monitor_lib.publishing.run import journal, receipt, shelf, signature, workers
from monitor_lib.publishing.run.journal import Journal
from monitor_lib.publishing.run.receipt import Steps
from monitor_lib.publishing.run.release import refuse_public
from monitor_lib.publishing.run.workers import Job, Outcome, ReportError
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import DUTCH, speaking, spoken, told_apart
from monitor_lib.reference.translation import in_language

if TYPE_CHECKING:
    from monitor_lib.figures.aggregation import Figures
    from monitor_lib.intake.harmless import Hit
    from monitor_lib.intake.wave import Answered

_FIGURES, _DOWNLOADS, _CHECK = "Schonen en cijfers", "Downloads", "Controle"
_WORDS, _FRONT = "Teksten", "Overzicht"
# What the warm process needs for new figures, their checks and all that follows, besides what every page needs.
_OF_FIGURES = tuple(
    f"monitor_lib.publishing.{name}" for name in ("data.tables", "check.hidden", "check.persons", "warm_letters")
)
_GROWING = {"decisions", "numbers"}  # what a run adds to itself
_HALVES = 2  # of the figures
_PARTS = 3  # of the search for persons, side by side


class IncompleteError(Exception):
    """Some parts of a wave could not be made, so nothing was published; `failed` tells which and why."""

    def __init__(self, failed: list[Outcome]) -> None:
        """The outcomes with a fault."""
        self.failed = failed
        super().__init__(", ".join(outcome.name for outcome in failed))


class UnsafeError(Exception):
    """A release that shows or gives away what must stay hidden, so that nothing was published; its text says what."""


@dataclass(frozen=True)
class Options:
    """How to run; nothing here changes a figure.

    `keep` is the number of earlier releases that stay; `fresh` does everything again; `allow_missing` publishes a wave
    of which parts failed; `municipalities` adds a report for each of them; `dask` is the
    address of a scheduler whose workers make the reports; `languages` are those that there are pages in besides Dutch.
    """

    jobs: int
    form: Form
    keep: int = 1
    fresh: bool = False
    allow_missing: bool = False
    municipalities: bool = False
    dask: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Build:
    """One release in the making."""

    wave: Wave
    places: paths.Places
    options: Options
    staging: paths.Release
    steps: Steps
    log: Journal

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages that pages are made in."""
        return tuple(dict.fromkeys((DUTCH, *self.options.languages)))


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
        UnsafeError: when what was made gives away what is hidden.
        BusyError: when the wave is being run already.
        StyleError: when not everyone can read the house style.
        WarmError: when no part can be begun any more.
        ReportError: when a private folder lies among what is published, the place of the release is a link, nothing can
            be signed with the key, or something changed while it was read.
        DamagedError: when a file of the system that no run can make again is not what was written.
        OSError: when a folder cannot be written to. With each of these the last release stays as it is.
    """
    style.load()  # or the warm process would be the first to find what is wrong with it
    signature.refuse_unable(paths.project().keys)
    for folder in places.private:
        refuse_public(folder, places.outputs)
        disk.closed(disk.private(folder))
    for folder in (disk.public(places.outputs), *places.private):
        shelf.check_room(folder)
    stand = places.shelf(wave.id)
    shelf.refuse_link(stand)
    with shelf.locked(stand), journal.kept(places.clean, tell) as log, shelf.staged(stand, options.keep) as staging:
        shutil.rmtree(places.clean.failed, ignore_errors=True)
        steps = Steps(staging, None if options.fresh else stand.release)
        _make(_Build(wave, places, options, staging, steps, log))
        return log


def _make(build: _Build) -> None:
    """Everything of a release, in its staging folder."""
    inputs = _tables(build)
    build.log.changed = receipt.changed(inputs, build.steps.inputs_before)
    pictures = receipt.for_pictures(inputs, build.staging.tables)
    to_download = Job(_DOWNLOADS, downloadable, (build.wave, build.staging.folder), pictures)
    failed = _done(journal.FILES, [to_download, *_in_each(_drawings, build, pictures)], build)
    words = _words(build, pictures, [outcome.name for outcome in failed])  # their heads name the cards that were drawn
    failed += _done(journal.PAGES, [*words, *_in_each(_reports, build, pictures)], build)
    needed = {_DOWNLOADS, *(told_apart(_WORDS, language) for language in build.languages)}
    if failed and not (build.options.allow_missing and needed <= build.steps.done.keys()):
        raise IncompleteError(failed)
    if unmade := _done(_FRONT, list(_fronts(build, pictures, tuple(outcome.name for outcome in failed))), build):
        raise IncompleteError(unmade)
    other_language.link(build.staging.folder, build.languages)
    _check(build, inputs)


def _in_each(jobs: Callable[[Codebook, "_Build", str], list[Job]], build: _Build, pictures: str) -> list[Job]:
    """The jobs of a step in each language, whose codebook they are made with."""
    made = []
    for language in build.languages:
        with speaking(language):
            made += jobs(in_language(as_asked(codebook.load(), build.wave), language), build, pictures)
    return made


def _drawings(book: Codebook, build: _Build, pictures: str) -> list[Job]:
    return sheets.jobs(book, build.wave, paths.Release(build.staging.folder, spoken()), pictures)


def _words(build: _Build, pictures: str, missing: list[str]) -> Iterator[Job]:
    """A job per language for the pages of words and what all pages share."""
    for language in build.languages:
        told = [receipt.hash_of(path) for path in (paths.METHODS[language], paths.CHANGES[language])]
        given = (build.wave, build.staging.folder, language)
        yield Job(told_apart(_WORDS, language), make_words, given, receipt.recipe(pictures, told, missing))


def _reports(book: Codebook, build: _Build, pictures: str) -> list[Job]:
    listed = pages.report_list(book, build.wave)
    listed += pages.municipality_reports(build.wave, book) if build.options.municipalities else []
    listed += pages.own_reports(book, build.wave, build.places, build.options.municipalities)
    form = replace(build.options.form, language=spoken())
    return pages.jobs(listed, build.wave, build.staging.folder, form, pictures)


def _fronts(build: _Build, pictures: str, missing: tuple[str, ...]) -> Iterator[Job]:
    """A job per language for the landing page."""
    downloads = tuple(name for name in build.steps.done[_DOWNLOADS]["files"] if not _is_part(name))
    for language in build.languages:
        release = paths.Release(build.staging.folder, language)
        yield Job(
            told_apart(_FRONT, language),
            make_front,
            (build.wave, release, downloads, missing),
            receipt.recipe(pictures, downloads, missing, build.options.municipalities),
        )


def _check(build: _Build, inputs: dict) -> None:
    """Stops a release that gives away what is hidden or withheld, whatever is allowed to be missing.

    The receipt is the last to be written and is searched like all else that is served, so it tells of the checks before
    they are done; without them it is no release.
    """
    folder, wave, places = build.staging.folder, build.wave, build.places
    made = receipt.hashes(folder)
    parameters = {
        "single_file": build.options.form.single_file,
        "languages": build.languages,
        "municipalities": build.options.municipalities,
    }
    told = receipt.manifest(wave, inputs, parameters, build.steps.done, made)
    told |= {"tables": receipt.of_tables(build.staging)}
    recipe = receipt.recipe(told, [receipt.hash_of(path) for path in (places.clean.tally, places.clean.receipt)])
    given = (wave, folder, places)
    persons = [
        Job(f"Controle op personen, deel {part + 1}", refuse_persons, (*given, part), recipe) for part in range(_PARTS)
    ]
    jobs = [Job("Controle op verborgen cijfers", refuse_hidden, given, recipe), *persons]
    told["steps"] = build.steps.done | {job.name: {"recipe": job.recipe, "files": []} for job in jobs}
    build.staging.manifest.write_text(receipt.sealed(told, places.shelf(wave.id).release), "utf-8")
    signature.sign(build.staging, paths.project().keys)
    if failed := _done(_CHECK, jobs, build):
        if any(outcome.name == job.name for outcome in failed for job in persons):
            workers.beside(ask_about_persons, *given)()
        raise UnsafeError("\n".join(outcome.fault for outcome in failed))


def refuse_persons(wave: Wave, folder: Path, places: paths.Places, part: int) -> None:
    """Raises ReportError when a byte of a part of a release's files holds what intake kept apart."""
    from monitor_lib.publishing.check import persons

    persons.refuse_leaks(_persons(wave, folder, places, (part, _PARTS)), places.decisions.harmless)


def ask_about_persons(wave: Wave, folder: Path, places: paths.Places) -> None:
    """Lets a person decide on all that the search for persons found in a release."""
    from monitor_lib.intake import harmless

    harmless.ask(places.decisions.harmless, _persons(wave, folder, places))


def _persons(wave: Wave, folder: Path, places: paths.Places, part: tuple[int, int] = (0, 1)) -> "list[Hit]":
    """What intake kept apart and stands in this part of a release's files, but for what a person declared harmless."""
    from monitor_lib.intake import harmless, withdrawals
    from monitor_lib.intake.withheld import withheld
    from monitor_lib.publishing.check import persons
    from monitor_lib.publishing.pages import reports
    from monitor_lib.publishing.run import release

    published = release.published(wave.id, str(folder))
    back = withdrawals.register(places.decisions)
    secrets = persons.sought(withheld(places.clean, published.initiatives, published.book, back))
    cleared = harmless.cleared(places.decisions.harmless)
    return list(persons.leaks(folder, secrets, reports.libraries(), part, cleared))


def refuse_hidden(wave: Wave, folder: Path, places: paths.Places) -> None:
    """Raises ReportError when a release, read back as an attacker would, gives away a hidden figure."""
    from monitor_lib.publishing.check import hidden

    hidden.refuse_leaks(paths.Release(folder), wave, places.clean.tally, places.shelf(wave.id).bases)


def _tables(build: _Build) -> dict:
    """All that went into the release; the clean tables are in their place then, and the public ones in the staging."""
    book, wave, places = codebook.load(), build.wave, build.places
    build.log.begin(_FIGURES)
    inputs = receipt.ingredients(wave, places, book)
    recipe = receipt.for_figures(inputs)
    if receipt.is_whole(places.clean, recipe) and build.steps.taken_over(_FIGURES, recipe):
        build.log.steps[-1].reused.append(_FIGURES)
        return inputs
    _make_tables(build, as_asked(book, wave))
    before, inputs = inputs, receipt.ingredients(wave, places, book)  # with the decisions that wait now
    if not set(receipt.changed(inputs, before)) <= _GROWING:
        raise ReportError(
            "Terwijl de aanleveringen gelezen werden, veranderde een van de bestanden waar de meting uit gemaakt "
            "wordt. Draai opnieuw als er niemand meer aan werkt."
        )
    build.steps.record(_FIGURES, receipt.for_figures(inputs), _names(build.staging.tables, build.staging))
    receipt.keep(places.clean, receipt.for_figures(inputs))
    return inputs


def _make_tables(build: _Build, book: Codebook) -> None:
    """Cleans the deliveries here; figures are made of them beside, where what that takes was loaded meanwhile.

    What is published of initiatives is made here, where their places are known since the cleaning, while the figures
    are written: their parts need every core.
    """
    from monitor_lib.intake import reading

    workers.warm(_OF_FIGURES)
    begun = reading.begun(build.places.delivered, book, build.wave, build.places.decisions)
    from monitor_lib.intake.wave import clean_wave  # pandas: half a second in which the deliveries are read
    from monitor_lib.publishing.data import initiatives

    clean = clean_wave(begun, build.places.clean, book, build.places.decisions, build.wave)
    parts = min(build.options.jobs, _HALVES)
    answers = [workers.beside(part_of_figures, build.wave, clean.answered, number, parts) for number in range(parts)]
    figures = [answer() for answer in answers]
    written = workers.beside(write_figures, build.wave, build.places, clean.answered, figures, build.staging)
    initiatives.write(build.wave, build.places, clean, build.staging)
    written()


def part_of_figures(wave: Wave, answered: "Answered", number: int, parts: int) -> "Figures":
    """A part of the figures of clean tables."""
    from monitor_lib.publishing.data import tables

    return tables.part(wave, answered, number, parts)


def write_figures(
    wave: Wave, places: paths.Places, answered: "Answered", parts: "list[Figures]", made: paths.Release
) -> None:
    """Writes the public figures of a wave, from its clean tables and the parts they were made in."""
    from monitor_lib.publishing.data import tables

    tables.write(wave, places, answered, parts, made)


def downloadable(wave: Wave, folder: Path) -> workers.Made:
    """Writes everything to download of a wave in its release folder."""
    from monitor_lib.publishing.data import downloads

    return downloads.made(wave, folder)


def _is_part(name: str) -> bool:
    """Whether a download is of a single figure: those are offered at their chart, not on the landing page."""
    return Path(name).parent.name == paths.Release(Path()).per_figure.name


def make_words(wave: Wave, folder: Path, language: str) -> workers.Made:
    """Writes the pages of words of a release in this language, and the files that its pages share."""
    from monitor_lib.pictures.charts import side_by_side
    from monitor_lib.publishing.pages import reports, texts
    from monitor_lib.publishing.run import release

    published, made = release.published(wave.id, str(folder), language), paths.Release(folder, language)
    files = texts.written(published, made)
    made.assets.mkdir(exist_ok=True)
    files += reports.copy_assets(made.assets) if language == DUTCH else []
    made.shared_figures.write_text(side_by_side.script(published.figures, published.book), "utf-8", newline="\n")
    return workers.Made(tuple(_names([*files, made.shared_figures], made)))


def make_front(wave: Wave, made: paths.Release, downloads: tuple[str, ...], missing: tuple[str, ...]) -> workers.Made:
    """Writes the landing page of a release.

    Args:
        wave: the wave it is about.
        made: the release, whole but for this, and the language to tell it in.
        downloads: the names of the files to download.
        missing: what could not be made.
    """
    from monitor_lib.publishing.pages import landing_page
    from monitor_lib.publishing.run import release

    published = release.published(wave.id, str(made.folder), made.language)
    page = landing_page.written(published, made, [made.folder / name for name in downloads], missing)
    return workers.Made(tuple(_names([page], made)))


def _done(words: str, jobs: list[Job], build: _Build) -> list[Outcome]:
    """Does the jobs that the last release has not done already; returns those that failed."""
    due = [job for job in jobs if not build.steps.taken_over(job.name, job.recipe)]
    recipes = {job.name: job.recipe for job in due}
    build.log.begin(words, len(due))
    build.log.steps[-1].reused += [job.name for job in jobs if job.name not in recipes]
    failed = []
    for ended in _outcomes(due, build):
        outcome = _explained(ended, build.places.clean)
        build.log.end(outcome)
        if outcome.fault:
            failed.append(outcome)
        else:
            build.steps.record(outcome.name, recipes[outcome.name], outcome.made.files)
    return failed


def _explained(outcome: Outcome, clean: paths.Clean) -> Outcome:
    """The outcome; of a report that failed, its notebook stands in a private folder then and the fault names it."""
    if not outcome.notebook:
        return outcome
    kept = disk.written(clean.failed / f"{folded(outcome.name).replace(' ', '-')}.ipynb", outcome.notebook)
    return replace(outcome, fault=f"{outcome.fault}. Het notebook tot daar: {kept}", notebook="")


def _outcomes(due: list[Job], build: _Build) -> Iterator[Outcome]:
    """The jobs done here, or where there are more machines; what needs the whole folder is done here."""
    if not build.options.dask or build.log.steps[-1].words in (_FRONT, _CHECK):
        return workers.outcomes(due, build.options.jobs, pages.SECONDS)
    from monitor_lib.publishing.run import distant

    return distant.outcomes(due, build.options.dask, build.staging, pages.SECONDS)


def _names(files: list[Path], made: paths.Release) -> list[str]:
    return [path.relative_to(made.folder).as_posix() for path in files]

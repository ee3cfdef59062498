"""Every page of a wave: from which notebook, with which parameters, and how it is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor_lib import disk, paths
from monitor_lib.publishing.pages import sharing, sheets
from monitor_lib.publishing.pages.form import Form
from monitor_lib.publishing.run.receipt import hash_of, recipe
from monitor_lib.publishing.run.workers import Job, Made
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography, municipalities
from monitor_lib.reference.own_reports import OwnReport
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Area, Codebook, Wave
from monitor_lib.reference.text.language import say, speak, spoken, told_apart
from monitor_lib.reference.translation import in_language

if TYPE_CHECKING:
    from nbformat import NotebookNode

SECONDS = 300  # that one report may take
MAP = "initiatievenkaart.html"
GUIDE = "leeswijzer.html"
PARTICIPATION = "wie-deden-mee.html"
OWN = "rapport-"  # how the pages of reports of one's own begin


@dataclass(frozen=True)
class Report:
    """One page made from a notebook.

    `sheets` are the infographics that stand at its end, `card` the address of the picture for who shares it. `closed`
    are folders that its notebook may open no file in.
    """

    title: str
    notebook: Path
    parameters: tuple[tuple[str, str], ...]
    page: str
    sheets: tuple[dict, ...] = ()
    card: str = ""
    closed: tuple[str, ...] = ()


def report_list(book: Codebook, wave: Wave) -> list[Report]:
    """Every report of a wave: the country, the provinces by code, the map, the reading guide and who took part."""
    national = (("wave", wave.id),)
    return [
        Report(book.country.title, paths.project().notebooks / "3_netherlands.ipynb", national, national_page(book)),
        *(province_report(area, wave) for area in book.provinces),
        Report(say("Initiatievenkaart"), paths.project().notebooks / "5_initiatives_map.ipynb", national, MAP),
        Report(say("Leeswijzer"), paths.project().notebooks / "6_reading_guide.ipynb", national, GUIDE),
        Report(say("Wie deden mee?"), paths.project().notebooks / "9_participation.ipynb", national, PARTICIPATION),
    ]


def national_page(book: Codebook) -> str:
    """The file name of the report on all provinces together."""
    return f"{book.country.slug}.html"


def province_page(area: Area) -> str:
    """The file name of a province's report."""
    return f"provincie-{area.slug}.html"


def province_report(area: Area, wave: Wave) -> Report:
    """The report of one province."""
    parameters = (("wave", wave.id), ("area", area.code))
    return Report(area.name, paths.project().notebooks / "4_province.ipynb", parameters, province_page(area))


def municipality_page(code: str) -> str:
    """The file name of a municipality's report, by its GM code."""
    return f"gemeente-{code.lower()}.html"


def municipality_report(area: Area, wave: Wave) -> Report:
    """The report of one municipality."""
    parameters, notebook = (("wave", wave.id), ("area", area.code)), paths.project().notebooks / "12_municipality.ipynb"
    return Report(say("Gemeente {name}", name=area.name), notebook, parameters, municipality_page(area.code))


def municipality_reports(wave: Wave, book: Codebook) -> list[Report]:
    """A report for every municipality of the gazetteer in one of the monitor's provinces."""
    towns = municipalities.monitored(geography.municipalities(), book)
    return [municipality_report(municipalities.as_area(town), wave) for town in towns]


def own_reports(book: Codebook, wave: Wave, places: paths.Places, towns: bool) -> list[Report]:
    """The pages of reports of one's own, in the language that is spoken; their notebooks see nothing private.

    Args:
        book: the codebook in that language.
        wave: what they are about.
        places: where the run reads and writes.
        towns: whether there are reports of municipalities too.
    """
    wanted = [own for own in book.reports if spoken() in own.languages and (towns or own.level != "municipality")]
    closed = tuple(map(str, places.closed))
    return [replace(page, closed=closed) for own in wanted for page in pages_of(own, book, wave)]


def pages_of(own: OwnReport, book: Codebook, wave: Wave) -> Iterator[Report]:
    """A page for each area, or network, that a report of one's own is for."""
    notebook, given = paths.project().notebooks / own.notebook, (("wave", wave.id), *own.parameters.items())
    if own.level == "country":
        yield Report(own.title, notebook, given, f"{OWN}{own.id}.html")
        return
    for name, key, slug in _subjects(own.level, book):
        about = ("network" if own.level == "network" else "area", key)
        yield Report(f"{own.title}: {name}", notebook, (*given, about), f"{OWN}{own.id}-{slug}.html")


def _subjects(level: str, book: Codebook) -> list[tuple[str, str, str]]:
    """Name, key for the notebook and part of the address of everything at a level."""
    if level == "network":
        return [(network.name, network.id, network.id) for network in book.networks]
    if level == "municipality":
        towns = municipalities.monitored(geography.municipalities(), book)
        return [(town.name, town.code, town.code.lower()) for town in towns]
    return [(area.name, area.code, area.slug) for area in book.areas if area.level == level]


def jobs(reports: list[Report], wave: Wave, folder: Path, form: Form, pictures: str) -> list[Job]:
    """A job per report that makes its page in this release folder.

    Args:
        reports: what to make, under titles in the language of the form.
        wave: the wave they are about.
        folder: holds the public tables, and infographics that were made already.
        form: how to make them.
        pictures: the recipe of everything that pages share.
    """
    book = in_language(as_asked(codebook.load(), wave), form.language)
    made = paths.Release(folder, form.language)
    areas = {report.title: book.area_or_none(report.title) for report in reports}
    whole = (
        reports if form.single_file else [_with_pictures(report, areas[report.title], book, made) for report in reports]
    )
    return [
        Job(
            told_apart(report.title, form.language),
            make_report,
            (report, folder, made.pages / report.page, wave, form),
            recipe(pictures, hash_of(report.notebook), report.parameters, report.sheets, report.card, form.single_file),
        )
        for report in whole
    ]


def _with_pictures(report: Report, area: Area | None, book: Codebook, made: paths.Release) -> Report:
    """The report with the infographics of its area, and the card of that or of the country."""
    found = tuple(sheets.sheets(area, book, made)) if area else ()
    return replace(report, sheets=found, card=sharing.card_of(area or book.country, book, made))


def make_report(report: Report, folder: Path, target: Path, wave: Wave, form: Form) -> Made:
    """Runs the report's notebook on the public tables in `folder` and writes its page to `target`."""
    from monitor_lib.publishing.pages import engine, handout, reports  # heavy, and needed only where a page is made

    speak(form.language)
    given = {**dict(report.parameters), "release": str(folder), "language": form.language}
    notebook = reports.translated(engine.executed(report.notebook, given, form.engine, report.closed))
    book, files = in_language(codebook.load(), form.language), [target]
    wave = book.wave(wave.id)
    if report.page == GUIDE:
        files.append(paths.Release(folder, form.language).guide)
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        files[-1].write_bytes(handout.pdf(notebook, book, wave, report.title))
    notebook.cells += sheets.section(report.sheets)
    beside = _beside(wave, folder, form.language) if form.single_file and reports.compares(report.title, book) else ""
    setting = reports.Setting(report.page, report.card, beside if form.single_file else None)
    page = reports.html(notebook, book, wave, report.title, setting)
    disk.handed_on(target, page)
    return Made(tuple(_name(path, folder) for path in files), _cells(notebook))


def _name(path: Path, folder: Path) -> str:
    """The name of a file in a release; one that is made elsewhere goes by its own."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _beside(wave: Wave, folder: Path, language: str) -> str:
    """The figures of all provinces, for the page's own choice of one to put beside it."""
    from monitor_lib.pictures.charts import side_by_side
    from monitor_lib.publishing.run.release import published

    data = published(wave.id, str(folder), language)
    return side_by_side.script(data.figures, data.book)


def _cells(notebook: "NotebookNode") -> tuple[tuple[str, float], ...]:
    """How long each cell took, by its first line."""
    timed = [cell for cell in notebook.cells if cell.metadata.get("papermill", {}).get("duration")]
    return tuple((cell.source.splitlines()[0], cell.metadata.papermill.duration) for cell in timed if cell.source)

"""Where things lie. No other module joins folder names."""

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol, Self, overload

LIBRARY = Path(__file__).resolve().parent
_COPY = LIBRARY / "project"
INSTALLED = _COPY.exists()
ROOT = _COPY if INSTALLED else LIBRARY.parent
"""The project that comes with the library: the checkout, or the copy of it in an installed package."""
ASSETS = LIBRARY / "assets"
NEW_PROJECT = ASSETS / "project"
METHODS = {"nl": ROOT / "docs" / "methode.md", "en": ROOT / "docs" / "method.md"}
PROOFS = {"nl": ROOT / "docs" / "bewijs.md", "en": ROOT / "docs" / "proof.md"}
CHANGES = {"nl": ROOT / "docs" / "wijzigingen.md", "en": ROOT / "CHANGELOG.md"}
DOWNLOADS = ROOT / "data" / "downloads.toml"
DATA_LICENCE = ROOT / "LICENSE-CC-BY-4.0"
SUPPLIED_LICENCE = "CC BY 4.0"  # what that file is the text of
PROJECT = "MONITOR_PROJECT"  # the variable of the environment that names the project folder, for every process
DUTCH = "nl"


class _Folder(Protocol):
    @property
    def folder(self) -> Path: ...


class _Under:
    """A file or folder under this name in the `folder` of what has it."""

    def __init__(self, name: str, doc: str) -> None:
        self._name, self.__doc__ = name, doc

    @overload
    def __get__(self, holder: None, _: type) -> Self: ...
    @overload
    def __get__(self, holder: "_Folder", _: type) -> Path: ...
    def __get__(self, holder: "_Folder | None", _: type) -> "Self | Path":
        """Where it lies."""
        return self if holder is None else holder.folder / self._name


@dataclass(frozen=True)
class Project:
    """One monitor: its codebook, what it knows of its areas, its deliveries, and what it makes of them.

    The house style and the notebooks may be its own, and are the library's where it has none. All else that it does not
    have is not there: what is true of one monitor is not of another.
    """

    folder: Path

    data = _Under("data", "What the monitor knows, and what it keeps.")
    codebook = _Under("data/codebook.toml", "Questions, answers, areas, headings and rules.")
    known_errors = _Under("data/known_errors.toml", "What was wrong in something published.")
    example = _Under("data/example.toml", "How invented deliveries are drawn.")
    deliveries = _Under("data/deliveries", "A folder of deliveries per wave.")
    clean = _Under("data/clean", "A folder of clean tables per wave.")
    decisions = _Under("data/decisions", "A folder of decisions per wave.")
    letters = _Under("data/letters", "A folder per wave with what goes back to each network.")
    fieldwork = _Under("data/fieldwork", "A folder per wave with invitations, and who answered so far.")
    mirrors = _Under("data/mirrors", "A folder of mirror reports per wave.")
    outputs = _Under("outputs", "A folder with the release of each wave.")

    @property
    def private(self) -> tuple[Path, ...]:
        """The folders that nothing published may be made from but by way of the public tables."""
        return self.deliveries, self.clean, self.decisions, self.letters, self.fieldwork, self.mirrors, self.keys.folder

    @property
    def keys(self) -> "Keys":
        """What nobody else may have."""
        return Keys(self.data / "keys")

    @cached_property
    def style(self) -> Path:
        """Colours and letters."""
        own = self.data / "style.toml"
        return own if own.exists() else ROOT / "data" / own.name

    @property
    def notebooks(self) -> Path:
        """The notebooks that reports are made from."""
        own = self.folder / "notebooks"
        return own if own.is_dir() else ROOT / own.name

    @property
    def geography(self) -> "Geography":
        """What is known of places."""
        return Geography(self.data / "geography")


@dataclass(frozen=True)
class Keys:
    """The secrets of one project; private, and in no release."""

    folder: Path

    signing = _Under("ondertekening", "The key that signs releases.")
    public = _Under("ondertekening.pub", "Its public half, for who checks them.")
    ids = _Under("nummers", "What the numbers of initiatives are made with, so that no name leads to one.")


def supplied() -> list[Path]:
    """The files that a new project starts from; none of what a project delivers, decides or makes."""
    folders = {"data": "*.toml", "data/geography": "*.*", "notebooks": "*.ipynb"}
    every = (path for folder, names in folders.items() for path in sorted((ROOT / folder).glob(names)))
    return [path for path in every if path != DOWNLOADS]


def code() -> list[Path]:
    """Every file of the library itself, its templates and scripts included."""
    every = (path for path in LIBRARY.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path for path in every if not path.is_relative_to(_COPY))


def project() -> Project:
    """The project that the environment names; else the one that the current folder lies in; else the checkout.

    Beside an installed package nothing may be written: without a project it is the current folder, which has none.
    """
    if named := os.environ.get(PROJECT):
        return _named(named)
    here = Path.cwd()
    around = (Project(folder) for folder in (here, *here.parents))
    return next((found for found in around if found.codebook.exists()), Project(here if INSTALLED else ROOT))


@lru_cache
def _named(folder: str) -> Project:
    """The project in this folder, one for all who ask: a page asks hundreds of times for its colours."""
    return Project(Path(folder))


@dataclass(frozen=True)
class Geography:
    """What is known of places; each file may be missing."""

    folder: Path

    postcodes = _Under("gazetteer_pc4.csv", "A place for every postcode.")
    spellings = _Under("spellings.csv", "Other names of places.")
    municipality_changes = _Under("municipality_changes.csv", "Municipalities that ended.")
    inhabitants = _Under("inhabitants.csv", "People per area and year.")
    outlines = _Under("provinces_svgmaps_georef_2019plus.geojson", "The provinces as they are drawn.")
    schematic_municipalities = _Under(
        "municipalities_schematic_voronoi_342.geojson",
        "The municipalities as they are drawn where no official outlines were fetched.",
    )
    official = _Under("cbs", "A folder of fetched outlines per year.")


def messages(language: str) -> Path:
    """The texts of pages in this language, by their Dutch."""
    return ROOT / "data" / f"messages_{language}.po"


def home(language: str) -> str:
    """The way from a page in this language to the folder of its release, where Dutch pages stand."""
    return "" if language == DUTCH else "../"


@dataclass(frozen=True)
class Delivered:
    """The two inboxes of one wave's deliveries; private, never edited by the system."""

    folder: Path

    inventory = _Under("inventory", "The lists of the regional networks.")
    survey = _Under("survey", "The exports of the survey tool.")
    limesurvey = _Under("survey/limesurvey.csv", "The export of the example's survey.")
    tokens = _Under("survey/tokens.csv", "Who was invited to the survey with which token.")

    def list_of(self, network: str, suffix: str) -> Path:
        """The list of one network; its id is the stem of the file."""
        return self.inventory / f"{network}.{suffix}"


@dataclass(frozen=True)
class Clean:
    """The cleaned tables of one wave; private, rebuilt by every run."""

    folder: Path

    initiatives = _Under("initiatives.parquet", "One row per initiative.")
    responses = _Under("responses.parquet", "One row per answered questionnaire.")
    contacts = _Under("contacts.parquet", "One row per personal cell of a delivery; read by nothing after intake.")
    rows = _Under("rows.csv", "One row per delivered row: what became of it and why.")
    faults = _Under("faults.csv", "One row per remark on a delivery.")
    merges = _Under("merges.csv", "One row per delivered row that was joined to another, and what spoke for it.")
    relations = _Under("relations.csv", "One row per initiative under the umbrella of another.")
    tally = _Under("tally.parquet", "One row per area, question and answer: how many gave it, hidden or not.")
    obeyed = _Under("obeyed.json", "The lines of the register of withdrawals that were obeyed, as hashes.")
    numbered = _Under("numbered.json", "How far the register of ids went: its lines, and the seal of the last.")
    workbook = _Under("besluiten.xlsx", "All decisions in one workbook, to fill in and to read back.")
    receipt = _Under("receipt.json", "What the tables were made from, and their hashes.")
    logs = _Under("logs", "One file per run: what it did, how long that took, and what went wrong.")
    failed = _Under("failed", "The notebooks of reports that the last run could not make, as far as they came.")

    @property
    def tables(self) -> list[Path]:
        """Every table, by name."""
        return sorted([*self.folder.glob("*.parquet"), *self.folder.glob("*.csv")])

    def of(self, wave: str) -> "Clean":
        """The tables of another wave, in the folder beside this one."""
        return Clean(self.folder.parent / wave)


@dataclass(frozen=True)
class Research:
    """The answers of one wave for researchers; private, and their names say so."""

    folder: Path
    wave: str

    @property
    def sav(self) -> Path:
        """For SPSS: numbers with labels."""
        return self._named("", "sav")

    @property
    def dta(self) -> Path:
        """For Stata: the same."""
        return self._named("", "dta")

    def codes(self, suffix: str) -> Path:
        """By the codes of the codebook."""
        return self._named("codes", suffix)

    def words(self, suffix: str) -> Path:
        """The same in words."""
        return self._named("woorden", suffix)

    @property
    def r(self) -> Path:
        """A script that makes published figures again with R."""
        return self._named("survey", "R")

    @property
    def spss(self) -> Path:
        """The same with SPSS Complex Samples."""
        return self._named("complex-samples", "sps")

    @property
    def codebook(self) -> Path:
        """What every column is, as DDI-Codebook."""
        return self._named("codeboek", "xml")

    @property
    def models(self) -> Path:
        """The model values of provinces."""
        return self._named("modelschatting", "parquet")

    def _named(self, kind: str, suffix: str) -> Path:
        return self.folder / f"{self.wave}-{kind}{'-' if kind else ''}ALLEEN-VOOR-INTERN-GEBRUIK.{suffix}"


@dataclass(frozen=True)
class Questionnaire:
    """What respondents of one wave fill in, per tool and on paper."""

    folder: Path
    wave: str

    @property
    def limesurvey(self) -> Path:
        """The survey structure that LimeSurvey imports."""
        return self.folder / f"{self.wave}-limesurvey.txt"

    @property
    def xlsform(self) -> Path:
        """The form that KoboToolbox and ODK import."""
        return self.folder / f"{self.wave}-xlsform.xlsx"

    @property
    def entry_sheet(self) -> Path:
        """The sheet on which answers on paper are typed over."""
        return self.folder / f"{self.wave}-invoerblad.xlsx"

    def paper(self, language: str) -> Path:
        """The questionnaire to print, in a language."""
        return self.folder / f"{self.wave}-papier-{language}.pdf"


@dataclass(frozen=True)
class Fieldwork:
    """What is made while the survey of one wave is held; private."""

    folder: Path

    participants = _Under("tokens.csv", "One row per initiative that is invited, for the survey tool.")
    page = _Under("veldwerk.html", "Who answered so far, and where that leads.")

    def without_address(self, network: str) -> Path:
        """The initiatives of a network that cannot be invited by mail."""
        return self.folder / f"zonder-adres-{network}.csv"

    def to_remind(self, network: str) -> Path:
        """The initiatives of a network that have not answered yet."""
        return self.folder / f"herinneren-{network}.csv"


@dataclass(frozen=True)
class Mirrors:
    """The mirror reports of one wave; private, and each for one initiative only.

    `desk` is how the name begins of a job's own folder, for while it works.
    """

    folder: Path

    desk = ".werk-"
    tokens = _Under("tokens.csv", "One row per initiative that asked for a mirror: which token its file bears.")

    @property
    def pages(self) -> list[Path]:
        """Every mirror that was made."""
        return sorted(self.folder.glob("spiegel-*.html"))

    @property
    def desks(self) -> list[Path]:
        """What a job that was killed left behind: the answers that it worked on."""
        return sorted(self.folder.glob(f"{self.desk}*"))

    def page(self, token: str) -> Path:
        """The mirror under this token."""
        return self.folder / f"spiegel-{token}.html"


@dataclass(frozen=True)
class Decisions:
    """What people decided about one wave; private, edited by hand, given new proposals by a run.

    `before` is the id of the wave before it, whose folder lies beside this one.
    """

    folder: Path
    before: str = ""

    lists = _Under("lists.csv", "One row per question about a delivered file: whose it is, and which sheets count.")
    headings = _Under("headings.csv", "One row per heading that the codebook does not know.")
    definition = _Under("definition.csv", "One row per initiative: whether it meets the definition.")
    pairs = _Under("pairs.csv", "One row per two delivered rows that may be one initiative.")
    pride = _Under("pride.csv", "One row per thing that an initiative is proud of.")
    pride_pictures = _Under("pride", "The pictures that those rows name.")
    quotes = _Under("quotes.csv", "One row per answer to what an initiative is proud of.")
    harmless = _Under("harmless.csv", "One row per place that looks like personal data: whether it is none.")
    alive = _Under("alive.csv", "One row per initiative of which a network said whether it still exists.")
    others = _Under("others.csv", "One row per text in place of an option: to which option it belongs.")
    invited = _Under(
        "invited.csv", "One row per initiative that was ever invited: its token, and whether it still may be."
    )
    history = _Under("history.csv", "One row per cell that a workbook of decisions changed.")
    ids = _Under("ids.csv", "The register: which id each row was given when it was first seen.")

    @property
    def withdrawn(self) -> Path:
        """One row per initiative, in whatever wave, that took its consent back, and name under which lists have it."""
        return self.folder.parent / "withdrawn.csv"

    @property
    def earlier(self) -> "Decisions | None":
        """The decisions of the wave before."""
        return Decisions(self.folder.parent / self.before) if self.before else None

    def after(self, before: str) -> "Decisions":
        """These decisions, as those that follow the wave before."""
        return Decisions(self.folder, before)


@dataclass(frozen=True)
class Release:
    """The published folder of one wave, and in it the pages in one language.

    Pages and infographics in another language than Dutch stand in a folder of their own; all else is shared.
    """

    folder: Path
    language: str = DUTCH

    data = _Under("data", "The downloads.")
    figures = _Under("data/figures.parquet", "One row per wave, area, indicator and answer.")
    initiatives = _Under("data/initiatives.parquet", "One row per initiative that consented to a place on the map.")
    account = _Under(
        "data/account.parquet",
        "One row per network and province: what became of the delivered rows; and per municipality that is covered.",
    )
    participation = _Under("data/participation.parquet", "One row per measure of who took part.")
    quotes = _Under("data/quotes.parquet", "One row per answer in free text that a person marked for publication.")
    per_figure = _Under("data/cijfers", "The downloads of single figures.")
    places = _Under("data/initiatieven.geojson", "The initiatives as points on a map.")
    package = _Under("data/datapackage.json", "What the tables are, for programs: a Frictionless data package.")
    linked_data = _Under(
        "data/ro-crate-metadata.json", "What the data are, for catalogues: RO-Crate, DCAT, schema.org."
    )
    citation = _Under("data/CITATION.cff", "How to cite the figures.")
    licence = _Under("data/LICENSE.txt", "The licence of the figures.")
    assets = _Under("assets", "Scripts, styles and fonts that the pages share.")
    pride = _Under("trots", "Pictures that initiatives are proud of.")
    showcase = _Under(
        "trots/trots.json", "What initiatives are proud of: entries in words, with an address or a picture."
    )
    manifest = _Under("manifest.json", "The receipt: hashes of inputs and outputs, versions, parameters.")
    signature = _Under("manifest.json.sig", "The signature under the receipt, where the project has a key.")

    @property
    def pages(self) -> Path:
        """Where the pages in this language stand."""
        return self.folder if self.language == DUTCH else self.folder / self.language

    def address(self, file: Path) -> str:
        """The address of a file of this release on the pages in this language."""
        if file.is_relative_to(self.pages):
            return file.relative_to(self.pages).as_posix()
        return home(self.language) + file.relative_to(self.folder).as_posix()

    @property
    def stored(self) -> tuple[Path, ...]:
        """The public tables."""
        return self.figures, self.initiatives, self.account, self.participation, self.quotes

    @property
    def tables(self) -> list[Path]:
        """The public tables that every page is made from, and what initiatives are proud of."""
        return [*self.stored, *sorted(self.pride.glob("*"))]

    @property
    def shared_figures(self) -> Path:
        """The figures of all provinces, as a script that pages in this language load."""
        return self.assets / ("figures.js" if self.language == DUTCH else f"figures-{self.language}.js")

    @property
    def infographics(self) -> Path:
        """PDF and PNG infographics."""
        return self.pages / "infographics"

    @property
    def guide(self) -> Path:
        """The reading guide on paper."""
        return self.infographics / "leeswijzer.pdf"


@dataclass(frozen=True)
class Shelf:
    """Where the releases of one wave stand; a hidden name is no release yet, or one no more.

    Everything in `outputs` may be served. Who has two releases of a wave can subtract them, so earlier ones stand in a
    `private` folder.
    """

    outputs: Path
    wave: str
    private: Path

    @property
    def release(self) -> Release:
        """The published one."""
        return Release(self.outputs / self.wave)

    @property
    def staging(self) -> Path:
        """The one that is being built; only its builder can look into it."""
        return self._hidden("new")

    @property
    def replaced(self) -> Path:
        """The one before, in the moment between being replaced and being kept."""
        return self._hidden("replaced")

    @property
    def served(self) -> Path:
        """Where earlier ones stood before, in what may be served."""
        return self._hidden("earlier")

    @property
    def lock(self) -> Path:
        """Held by the run that is under way."""
        return self._hidden("lock")

    @property
    def earlier(self) -> Path:
        """The kept ones before it, by number: the highest was replaced last."""
        return self.private / "earlier"

    @property
    def kept(self) -> list[Path]:
        """The folders of these, the last one at the end; whatever else a person put beside them is none."""
        numbered = [path for path in self.earlier.glob("*") if path.name.isdecimal()]
        return sorted(numbered, key=lambda path: int(path.name))

    @property
    def bases(self) -> Path:
        """How many answers stood behind what was ever shown of sensitive questions."""
        return self.earlier / "bases.parquet"

    @property
    def settled(self) -> "Settled":
        """What was published when answers of this wave were taken back, and stays so."""
        return Settled(self.earlier / "settled")

    def _hidden(self, ending: str) -> Path:
        return self.outputs / f".{self.wave}.{ending}"


@dataclass(frozen=True)
class Settled:
    """The public tables that are made of answers, and the tally behind them; private, like every earlier release."""

    folder: Path

    figures = _Under("figures.parquet", "One row per wave, area, indicator and answer, as published.")
    participation = _Under("participation.parquet", "One row per measure of who took part, as published.")
    tally = _Under("tally.parquet", "How many gave each answer then, hidden or not.")


@dataclass(frozen=True)
class Boundaries:
    """The official outlines of one year, as fetched; not in the repository."""

    folder: Path

    municipalities = _Under("municipalities.geojson", "One feature per municipality.")
    provinces = _Under("provinces.geojson", "One feature per province.")
    source = _Under("SOURCE.json", "Where the files came from, under which licence, and their checksums.")


def boundaries(year: int, folder: Path | str = "") -> Boundaries:
    """The outlines of a year, in the usual place or the folder that is named."""
    return Boundaries(Path(folder or project().geography.official / str(year)))


@dataclass(frozen=True)
class Places:
    """Where one run of a wave reads, keeps its private tables, and publishes (in a folder named after the wave)."""

    delivered: Delivered
    clean: Clean
    outputs: Path
    decisions: Decisions

    @property
    def private(self) -> tuple[Path, ...]:
        """The private folders that a run writes to."""
        return self.clean.folder, self.decisions.folder

    def of(self, wave: str) -> "Places":
        """The places of another wave, beside those of this one."""
        delivered = Delivered(self.delivered.folder.parent / wave)
        return Places(delivered, self.clean.of(wave), self.outputs, Decisions(self.decisions.folder.parent / wave))

    @property
    def closed(self) -> tuple[Path, ...]:
        """What a notebook of one's own may not look into: the private folders of the project, and those of this run."""
        return *project().private, self.delivered.folder, self.clean.folder, self.decisions.folder

    def shelf(self, wave: str) -> Shelf:
        """Where the releases of the wave stand."""
        return Shelf(self.outputs, wave, self.clean.of(wave).folder)

    def kept(self, wave: str) -> dict[str, tuple[Path, ...]]:
        """Where each kind of data of the wave lies, by its id in the record of processing (`RETAINED`)."""
        own, clean, stand = project(), self.clean, self.shelf(wave)
        return {
            "deliveries": (self.delivered.folder,),
            "contacts": (clean.contacts,),
            "list": (clean.initiatives, clean.rows, clean.merges, clean.relations, clean.faults),
            "answers": (clean.responses, clean.tally, stand.settled.folder),
            "decisions": (self.decisions.folder, clean.numbered, clean.workbook),
            "fieldwork": (own.fieldwork / wave, own.letters / wave),
            "mirrors": (own.mirrors / wave,),
            "history": (*stand.kept, clean.logs, clean.failed),
            "published": (stand.release.folder,),
        }


def places(
    wave: str,
    deliveries: Path | str = "",
    clean: Path | str = "",
    outputs: Path | str = "",
    decisions: Path | str = "",
) -> Places:
    """The places of a wave: the usual ones, but for those that are named."""
    usual = project()
    return Places(
        Delivered(Path(deliveries or usual.deliveries / wave)),
        Clean(Path(clean or usual.clean / wave)),
        Path(outputs or usual.outputs),
        Decisions(Path(decisions or usual.decisions / wave)),
    )

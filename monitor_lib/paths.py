"""Where things lie. No other module joins folder names."""

import os
from dataclasses import dataclass
from pathlib import Path

LIBRARY = Path(__file__).resolve().parent
ROOT = LIBRARY.parent
ASSETS = LIBRARY / "assets"
METHODS = {"nl": ROOT / "docs" / "methode.md", "en": ROOT / "docs" / "method.md"}
CHANGES = {"nl": ROOT / "docs" / "wijzigingen.md", "en": ROOT / "CHANGELOG.md"}
DOWNLOADS = ROOT / "data" / "downloads.toml"
DATA_LICENCE = ROOT / "LICENSE-CC-BY-4.0"
PROJECT = "MONITOR_PROJECT"  # the variable of the environment that names the project folder, for every process
DUTCH = "nl"


@dataclass(frozen=True)
class Project:
    """One monitor: its codebook, what it knows of its areas, its deliveries, and what it makes of them.

    The house style and the notebooks may be its own, and are the library's where it has none. All else that it does not
    have is not there: what is true of one monitor is not of another.
    """

    folder: Path

    @property
    def data(self) -> Path:
        """What the monitor knows, and what it keeps."""
        return self.folder / "data"

    @property
    def codebook(self) -> Path:
        """Questions, answers, areas, headings and rules."""
        return self.data / "codebook.toml"

    @property
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
    def known_errors(self) -> Path:
        """What was wrong in something published."""
        return self.data / "known_errors.toml"

    @property
    def example(self) -> Path:
        """How invented deliveries are drawn."""
        return self.data / "example.toml"

    @property
    def earlier_publication(self) -> Path:
        """Figures that others published of an earlier round."""
        return self.data / "published_2020.toml"

    @property
    def geography(self) -> "Geography":
        """What is known of places."""
        return Geography(self.data / "geography")

    @property
    def deliveries(self) -> Path:
        """A folder of deliveries per wave."""
        return self.data / "deliveries"

    @property
    def clean(self) -> Path:
        """A folder of clean tables per wave."""
        return self.data / "clean"

    @property
    def decisions(self) -> Path:
        """A folder of decisions per wave."""
        return self.data / "decisions"

    @property
    def mirrors(self) -> Path:
        """A folder of mirror reports per wave."""
        return self.data / "mirrors"

    @property
    def outputs(self) -> Path:
        """A folder with the release of each wave."""
        return self.folder / "outputs"


def project() -> Project:
    """The project that the environment names; without one the checkout itself."""
    return Project(Path(os.environ.get(PROJECT) or ROOT))


@dataclass(frozen=True)
class Geography:
    """What is known of places; each file may be missing."""

    folder: Path

    @property
    def postcodes(self) -> Path:
        """A place for every postcode."""
        return self.folder / "gazetteer_pc4.csv"

    @property
    def spellings(self) -> Path:
        """Other names of places."""
        return self.folder / "spellings.csv"

    @property
    def municipality_changes(self) -> Path:
        """Municipalities that ended."""
        return self.folder / "municipality_changes.csv"

    @property
    def inhabitants(self) -> Path:
        """People per area and year."""
        return self.folder / "inhabitants.csv"

    @property
    def outlines(self) -> Path:
        """The provinces as they are drawn."""
        return self.folder / "provinces_svgmaps_georef_2019plus.geojson"

    @property
    def schematic_municipalities(self) -> Path:
        """The municipalities as they are drawn where no official outlines were fetched."""
        return self.folder / "municipalities_schematic_voronoi_342.geojson"

    @property
    def official(self) -> Path:
        """A folder of fetched outlines per year."""
        return self.folder / "cbs"


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

    @property
    def inventory(self) -> Path:
        """The lists of the regional networks."""
        return self.folder / "inventory"

    @property
    def survey(self) -> Path:
        """The exports of the survey tool."""
        return self.folder / "survey"

    def list_of(self, network: str, suffix: str) -> Path:
        """The list of one network; its id is the stem of the file."""
        return self.inventory / f"{network}.{suffix}"

    @property
    def limesurvey(self) -> Path:
        """The export of the example's survey."""
        return self.survey / "limesurvey.csv"

    @property
    def tokens(self) -> Path:
        """Who was invited to the survey with which token."""
        return self.survey / "tokens.csv"


@dataclass(frozen=True)
class Clean:
    """The cleaned tables of one wave; private, rebuilt by every run."""

    folder: Path

    @property
    def initiatives(self) -> Path:
        """One row per initiative."""
        return self.folder / "initiatives.parquet"

    @property
    def responses(self) -> Path:
        """One row per answered questionnaire."""
        return self.folder / "responses.parquet"

    @property
    def contacts(self) -> Path:
        """One row per personal cell of a delivery; read by nothing after intake."""
        return self.folder / "contacts.parquet"

    @property
    def rows(self) -> Path:
        """One row per delivered row: what became of it and why."""
        return self.folder / "rows.csv"

    @property
    def faults(self) -> Path:
        """One row per remark on a delivery."""
        return self.folder / "faults.csv"

    @property
    def merges(self) -> Path:
        """One row per delivered row that was joined to another, and what spoke for it."""
        return self.folder / "merges.csv"

    @property
    def relations(self) -> Path:
        """One row per initiative under the umbrella of another."""
        return self.folder / "relations.csv"

    @property
    def tally(self) -> Path:
        """One row per area, question and answer: how many gave it, hidden or not."""
        return self.folder / "tally.parquet"

    @property
    def tables(self) -> list[Path]:
        """Every table, by name."""
        return sorted([*self.folder.glob("*.parquet"), *self.folder.glob("*.csv")])

    @property
    def receipt(self) -> Path:
        """What the tables were made from, and their hashes."""
        return self.folder / "receipt.json"

    @property
    def logs(self) -> Path:
        """One file per run: what it did, how long that took, and what went wrong."""
        return self.folder / "logs"

    @property
    def failed(self) -> Path:
        """The notebooks of reports that the last run could not make, as far as they came."""
        return self.folder / "failed"

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
        """For SPSS, by code, with labels."""
        return self.folder / f"{self.wave}-ALLEEN-VOOR-INTERN-GEBRUIK.sav"

    @property
    def parquet(self) -> Path:
        """For JupyterLab, by label."""
        return self.folder / f"{self.wave}-ALLEEN-VOOR-INTERN-GEBRUIK.parquet"


@dataclass(frozen=True)
class Mirrors:
    """The mirror reports of one wave; private, and each for one initiative only."""

    folder: Path

    @property
    def tokens(self) -> Path:
        """One row per initiative that asked for a mirror: which token its file bears."""
        return self.folder / "tokens.csv"

    @property
    def pages(self) -> list[Path]:
        """Every mirror that was made."""
        return sorted(self.folder.glob("spiegel-*.html"))

    @property
    def desks(self) -> list[Path]:
        """What a job that was killed left behind: the answers that it worked on."""
        return sorted(self.folder.glob(f"{self.desk}*"))

    @property
    def desk(self) -> str:
        """How the name begins of a job's own folder, for while it works."""
        return ".werk-"

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

    @property
    def headings(self) -> Path:
        """One row per heading that the codebook does not know."""
        return self.folder / "headings.csv"

    @property
    def definition(self) -> Path:
        """One row per initiative: whether it meets the definition."""
        return self.folder / "definition.csv"

    @property
    def pairs(self) -> Path:
        """One row per two delivered rows that may be one initiative."""
        return self.folder / "pairs.csv"

    @property
    def pride(self) -> Path:
        """One row per thing that an initiative is proud of."""
        return self.folder / "pride.csv"

    @property
    def pride_pictures(self) -> Path:
        """The pictures that those rows name."""
        return self.folder / "pride"

    @property
    def quotes(self) -> Path:
        """One row per answer to what an initiative is proud of."""
        return self.folder / "quotes.csv"

    @property
    def harmless(self) -> Path:
        """One row per place in a release that looks like personal data: whether it is none."""
        return self.folder / "harmless.csv"

    @property
    def ids(self) -> Path:
        """The register: which id each row was given when it was first seen."""
        return self.folder / "ids.csv"

    @property
    def ids_before(self) -> Path | None:
        """The register of the wave before."""
        return Decisions(self.folder.parent / self.before).ids if self.before else None

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
    def data(self) -> Path:
        """The downloads."""
        return self.folder / "data"

    @property
    def figures(self) -> Path:
        """One row per wave, area, indicator and answer."""
        return self.data / "figures.parquet"

    @property
    def initiatives(self) -> Path:
        """One row per initiative that consented to a place on the map."""
        return self.data / "initiatives.parquet"

    @property
    def account(self) -> Path:
        """One row per network and province: what became of the delivered rows; and per municipality that is covered."""
        return self.data / "account.parquet"

    @property
    def tables(self) -> list[Path]:
        """The public tables that every page is made from, and what initiatives are proud of."""
        return [self.figures, self.initiatives, self.account, self.quotes, *sorted(self.pride.glob("*"))]

    @property
    def per_figure(self) -> Path:
        """The downloads of single figures."""
        return self.data / "cijfers"

    @property
    def quotes(self) -> Path:
        """One row per answer in free text that a person marked for publication."""
        return self.data / "quotes.parquet"

    @property
    def places(self) -> Path:
        """The initiatives as points on a map."""
        return self.data / "initiatieven.geojson"

    @property
    def package(self) -> Path:
        """What the tables are, for programs: a Frictionless data package."""
        return self.data / "datapackage.json"

    @property
    def citation(self) -> Path:
        """How to cite the figures."""
        return self.data / "CITATION.cff"

    @property
    def licence(self) -> Path:
        """The licence of the figures, in full."""
        return self.data / "LICENSE-CC-BY-4.0.txt"

    @property
    def assets(self) -> Path:
        """Scripts, styles and fonts that the pages share."""
        return self.folder / "assets"

    @property
    def shared_figures(self) -> Path:
        """The figures of all provinces, as a script that pages in this language load."""
        return self.assets / ("figures.js" if self.language == DUTCH else f"figures-{self.language}.js")

    @property
    def infographics(self) -> Path:
        """PDF and PNG infographics."""
        return self.pages / "infographics"

    @property
    def pride(self) -> Path:
        """Pictures that initiatives are proud of."""
        return self.folder / "trots"

    @property
    def showcase(self) -> Path:
        """What initiatives are proud of: a list of entries in words, each with an address or one of those pictures."""
        return self.pride / "trots.json"

    @property
    def guide(self) -> Path:
        """The reading guide on paper."""
        return self.infographics / "leeswijzer.pdf"

    @property
    def manifest(self) -> Path:
        """The receipt: hashes of inputs and outputs, versions, parameters."""
        return self.folder / "manifest.json"


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
        return self.outputs / f".{self.wave}.new"

    @property
    def replaced(self) -> Path:
        """The one before, in the moment between being replaced and being kept."""
        return self.outputs / f".{self.wave}.replaced"

    @property
    def earlier(self) -> Path:
        """The kept ones before it, by number: the highest was replaced last."""
        return self.private / "earlier"

    @property
    def bases(self) -> Path:
        """How many answers stood behind what was ever shown of sensitive questions."""
        return self.earlier / "bases.parquet"

    @property
    def served(self) -> Path:
        """Where earlier ones stood before, in what may be served."""
        return self.outputs / f".{self.wave}.earlier"

    @property
    def lock(self) -> Path:
        """Held by the run that is under way."""
        return self.outputs / f".{self.wave}.lock"


@dataclass(frozen=True)
class Boundaries:
    """The official outlines of one year, as fetched; not in the repository."""

    folder: Path

    @property
    def municipalities(self) -> Path:
        """One feature per municipality."""
        return self.folder / "municipalities.geojson"

    @property
    def provinces(self) -> Path:
        """One feature per province."""
        return self.folder / "provinces.geojson"

    @property
    def source(self) -> Path:
        """Where the files came from, under which licence, and their checksums."""
        return self.folder / "SOURCE.json"


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
    def written(self) -> tuple[Path, ...]:
        """The folders that a run writes to."""
        return self.outputs, self.clean.folder, self.decisions.folder

    def shelf(self, wave: str) -> Shelf:
        """Where the releases of the wave stand."""
        return Shelf(self.outputs, wave, self.clean.of(wave).folder)


def places(
    wave: str,
    deliveries: Path | str = "",
    clean: Path | str = "",
    outputs: Path | str = "",
    decisions: Path | str = "",
) -> Places:
    """The places of a wave: the usual ones, but for those that are named."""
    return Places(
        Delivered(Path(deliveries or project().deliveries / wave)),
        Clean(Path(clean or project().clean / wave)),
        Path(outputs or project().outputs),
        Decisions(Path(decisions or project().decisions / wave)),
    )

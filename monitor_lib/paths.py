"""Where things lie. No other module joins folder names."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = Path(__file__).resolve().parent / "assets"
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
CODEBOOK = DATA / "codebook.toml"
STYLE = DATA / "style.toml"
EXAMPLE = DATA / "example.toml"
PUBLISHED = DATA / "published_2020.toml"
GEOGRAPHY = DATA / "geography"
POSTCODES = GEOGRAPHY / "gazetteer_pc4.csv"
PLACES = GEOGRAPHY / "gazetteer_places.csv"
OUTLINES = GEOGRAPHY / "provinces_svgmaps_georef_2019plus.geojson"
DELIVERIES = DATA / "deliveries"
CLEAN = DATA / "clean"
OUTPUTS = ROOT / "outputs"


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


@dataclass(frozen=True)
class Release:
    """The published folder of one wave."""

    folder: Path

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
    def assets(self) -> Path:
        """Scripts, styles and fonts that the pages share."""
        return self.folder / "assets"

    @property
    def infographics(self) -> Path:
        """PDF and PNG infographics."""
        return self.folder / "infographics"

    @property
    def manifest(self) -> Path:
        """The receipt: hashes of inputs and outputs, versions, parameters."""
        return self.folder / "manifest.json"


@dataclass(frozen=True)
class Places:
    """Where one run of a wave reads, keeps its private tables, and publishes (in a folder named after the wave)."""

    delivered: Delivered
    clean: Clean
    outputs: Path


def places(wave: str, deliveries: Path | str = "", clean: Path | str = "", outputs: Path | str = "") -> Places:
    """The places of a wave: the usual ones, but for those that are named."""
    return Places(
        Delivered(Path(deliveries or DELIVERIES / wave)), Clean(Path(clean or CLEAN / wave)), Path(outputs or OUTPUTS)
    )

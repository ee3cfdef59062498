"""The public tables of a wave: written once by the batch, read by every notebook."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from monitor_lib import paths, stored
from monitor_lib.publishing.run.parameters import refuse_mistyped
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.text.language import say, speak, spoken
from monitor_lib.reference.translation import in_language

if TYPE_CHECKING:  # the commands import this module, and most of them need no tables
    import pandas as pd

# The only columns of the inventory that leave the house, and only of initiatives that agreed to it.
PUBLIC_COLUMNS = [
    "initiative_id",
    "name",
    "place",
    "municipality_name",
    "province",
    "latitude",
    "longitude",
    "form",
    "legal_form",
    "phase",
    "start_year",
    "themes",
    "activities",
    "website",
    "network",
]


@dataclass(frozen=True)
class Published:
    """What a report is made from: nothing else is visible to it.

    `table` holds all figures: those of the wave, what changed since the wave before, and those of earlier waves.
    `pride` is for the landing page alone: what initiatives are proud of, each in words, with an address or a picture.
    """

    book: Codebook
    wave: Wave
    table: "pd.DataFrame"
    initiatives: "pd.DataFrame"
    account: "pd.DataFrame"
    participation: "pd.DataFrame"
    quotes: "pd.DataFrame"
    pride: tuple[dict, ...] = ()

    @property
    def codebook(self) -> Codebook:
        """The codebook of all waves, in the language that is spoken; `book` is the questionnaire of this one."""
        return in_language(codebook.load(), spoken())

    @cached_property
    def figures(self) -> "pd.DataFrame":
        """The figures of the wave itself."""
        own = (self.table["wave"] == self.wave.id) & (self.table["kind"] != "change")
        return self.table[own].reset_index(drop=True)


def published(wave: str, folder: str = "", language: str = "") -> Published:
    """The public tables of a wave.

    Args:
        wave: the id of the wave.
        folder: where its release lies; empty for the usual place.
        language: what this process speaks from now on; empty for what it does already.

    Raises:
        ReportError: when the wave has not been run yet, or the notebook was given a parameter that it does not have.
    """
    refuse_mistyped()
    speak(language or spoken())
    book = in_language(codebook.load(), spoken())
    entry = book.wave(wave)
    release = paths.Release(Path(folder) if folder else paths.project().outputs / entry.id)
    refuse_unmade(entry, release)
    return Published(
        as_asked(book, entry),
        entry,
        stored.table(release.figures),
        stored.table(release.initiatives),
        _account(release.account, book),
        stored.table(release.participation),
        stored.table(release.quotes),
        _showcase(release.showcase),
    )


def refuse_unmade(wave: Wave, release: paths.Release) -> None:
    """Raises ReportError where a wave has no figures yet."""
    if not all(path.exists() for path in release.stored):
        raise ReportError(f'Van meting "{wave.id}" zijn nog geen cijfers. Draai eerst: monitor run {wave.id}')


def refuse_public(target: Path, outputs: Path) -> None:
    """Raises ReportError where something private would be written among what is published.

    What counts is where it would really lie, whatever the spelling of the path: that is served which lies in `outputs`,
    in the project's own folder of releases, or in a folder that a link in one of these leads to.
    """
    real = target.resolve()
    served = [folder for each in {outputs, paths.project().outputs} for folder in (each, *_links(each))]
    if any(_is_in(real, folder.resolve()) for folder in served):
        raise ReportError(f"{target} ligt in een map om te publiceren, en dit is privé. Kies een andere map.")


def _links(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_symlink()] if folder.is_dir() else []


def _is_in(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, also where a disk takes two spellings for one name."""
    above = (path, *path.parents)
    return folder in above or (folder.exists() and any(each.exists() and each.samefile(folder) for each in above))


def refuse_uncleaned(wave: Wave, clean: paths.Clean) -> None:
    """Raises ReportError where no answers of a wave were cleaned yet."""
    if not clean.responses.exists():
        raise ReportError(f"Van deze meting zijn nog geen antwoorden geschoond. Draai eerst: monitor run {wave.id}.")


def _showcase(path: Path) -> tuple[dict, ...]:
    """What initiatives are proud of, in words."""
    if not path.exists():
        return ()
    with stored.read_back(path):
        return tuple(json.loads(path.read_text("utf-8")))


def _account(path: Path, book: Codebook) -> "pd.DataFrame":
    """The account of the lists, with the names that the codebook has for areas and networks."""
    table = stored.table(path)
    named = {entry.code: entry.name for entry in book.areas} | {entry.id: entry.name for entry in book.networks}
    # What lies nowhere has words for a name.
    return table.assign(name=table["id"].map(named).fillna(table["name"]).map(say).astype("str"))


def public_initiatives(initiatives: "pd.DataFrame", book: Codebook) -> "pd.DataFrame":
    """The initiatives that agreed to be on the map, one row each, with the allow-listed columns only.

    A place is told where it is one, and a network by the codebook's id: anything may stand in that column of a list, or
    be the name of its file.
    """
    agreed = initiatives[initiatives["map_consent"].fillna(False).astype(bool)]
    listed = agreed["networks"].map(lambda files: _networks(files, book), na_action="ignore")
    shown = agreed.assign(network=listed)[PUBLIC_COLUMNS].sort_values("initiative_id", ignore_index=True)
    known = shown["place"].map(lambda name: bool(geography.by_place(name)), na_action="ignore")
    return shown.assign(place=shown["place"].where(known.fillna(False).astype(bool)))


def _networks(files: str, book: Codebook) -> str:
    """The networks on whose lists an initiative stands, each once and in the codebook's order."""
    listed = {book.network(name).id for name in files.split("|")}
    return "|".join(network.id for network in (*book.networks, book.other_lists) if network.id in listed)

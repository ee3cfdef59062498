"""The downloads: figures, initiatives and codebook, in every form."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from monitor_lib import paths
from monitor_lib.publishing.data import data_package, forms, linked_data
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.data.codebook_table import codebook_table
from monitor_lib.publishing.data.columns import tables
from monitor_lib.publishing.run import receipt
from monitor_lib.publishing.run.release import Published, published
from monitor_lib.publishing.run.workers import Made
from monitor_lib.reference import codebook
from monitor_lib.reference.records import Codebook, Monitor, Wave
from monitor_lib.reference.text import licences


def made(wave: Wave, folder: Path) -> Made:
    """Everything to download of a wave, as a job of its own: written from the stored tables in this release folder."""
    release = paths.Release(folder)
    files = [*written(published(wave.id, str(folder)), release), *receipt.files(release.per_figure)]
    return Made(tuple(path.relative_to(folder).as_posix() for path in files))


def written(data: Published, release: paths.Release) -> list[Path]:
    """The download files of a wave, beside its stored tables; those of single figures are not in the list."""
    release.per_figure.mkdir(parents=True, exist_ok=True)
    said = Attribution(data.book.monitor, data.wave)
    frames = {
        "figures": labelled(data.table, codebook.load()),
        "initiatives": data.initiatives,
        "account": data.account,
        "participation": _named(data.participation, codebook.load()),
        "codebook": codebook_table(data.book),
    }
    forms.parquet(frames["codebook"], _parquet("codebook", release), said)
    dutch = {name: tables()[name].in_dutch(frame, _labels(data.book)) for name, frame in frames.items()}
    files = [file for name, frame in frames.items() for file in _whole(name, frame, dutch[name], release, said)]
    sheets = {tables()[name].dutch: table for name, table in dutch.items()}
    files.append(forms.workbook(sheets, release.data / f"{forms.WORKBOOK}.xlsx", said))
    files.append(forms.written(data.initiatives, release.places, said))
    _singles(frames["figures"], dutch["figures"], release, said)
    return [*files, *_about(release, said)]


def figure_files(indicator: str) -> list[tuple[str, str]]:
    """The downloads of one figure, in all areas: what each is called and its address from a page of the release."""
    folder = f"{paths.Release(Path()).per_figure.as_posix()}/{indicator}"
    return [("Excel", f"{folder}.xlsx"), ("CSV", f"{folder}.csv")]


def _labels(book: Codebook) -> dict[str, dict[str, str]]:
    """By column of the initiatives, the words for its codes."""
    coded = {field.id: dict(book.scale(field.scale).labels) for field in book.fields if field.scale}
    provinces = {area.code: area.name for area in book.provinces}
    networks = {network.id: network.name for network in (*book.networks, book.other_lists)}
    return coded | {"province": provinces, "network": networks}


def _whole(
    name: str, frame: pd.DataFrame, dutch: pd.DataFrame, release: paths.Release, said: Attribution
) -> list[Path]:
    table = tables()[name]
    return [
        forms.excel_csv(dutch, release.data / f"{table.dutch}.csv", said),
        forms.machine_csv(table.of(frame), release.data / f"{name}{forms.MACHINE}", said),
        _parquet(name, release),
    ]


def _parquet(name: str, release: paths.Release) -> Path:
    return release.data / f"{name}.parquet"


def _singles(figures: pd.DataFrame, dutch: pd.DataFrame, release: paths.Release, said: Attribution) -> None:
    """Each figure in all areas, in every form."""
    table = tables()["figures"]
    machine = table.of(figures)
    for name, at in figures.groupby("indicator", sort=False).indices.items():
        stem = release.per_figure / str(name)
        forms.excel_csv(dutch.iloc[at], stem.with_suffix(".csv"), said)
        forms.machine_csv(machine.iloc[at], stem.with_name(f"{name}{forms.MACHINE}"), said)
        forms.workbook({table.dutch: dutch.iloc[at]}, stem.with_suffix(".xlsx"), said)
        forms.parquet(machine.iloc[at], stem.with_suffix(".parquet"), said)


def _about(release: paths.Release, said: Attribution) -> list[Path]:
    """What the files are, for people and programs."""
    release.citation.write_text(said.cff, "utf-8", newline="\n")
    release.licence.write_text(_licence(said.monitor), "utf-8", newline="\n")
    release.package.write_text(data_package.described(release, said), "utf-8", newline="\n")
    release.linked_data.write_text(linked_data.described(release, said), "utf-8", newline="\n")
    return [release.package, release.linked_data, release.citation, release.licence]


def _licence(monitor: Monitor) -> str:
    """The licence in full where that comes along; of another its name, and where it can be read."""
    supplied = monitor.licence_url == licences.address(paths.SUPPLIED_LICENCE)
    return paths.DATA_LICENCE.read_text("utf-8") if supplied else f"{monitor.licence}\n{monitor.licence_url}\n"


def labelled(figures: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The figures with Dutch names beside the codes; same rows, in the same order."""
    areas = {area.code: area.name for area in book.areas}
    labels = {entry.id: entry.label for entry in book.entries}
    answers = {(name, code): label for name, code, label in _answer_labels(book)}
    keys = zip(figures["indicator"], figures["answer"], strict=True)
    return figures.assign(
        area_name=figures["area"].map(areas),
        indicator_label=figures["indicator"].map(labels),
        answer_label=[answers.get(key, "") for key in keys],
    )


def _named(participation: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Who took part with Dutch names beside the codes; same rows, in the same order."""
    labels = {entry.id: entry.label for entry in book.entries}
    answers = {(name, code): label for name, code, label in _answer_labels(book)}
    keys = zip(participation["indicator"], participation["answer"], strict=True)
    return participation.assign(
        indicator_label=participation["indicator"].map(labels).fillna(""),
        answer_label=[answers.get(key, "") for key in keys],
    )


def _answer_labels(book: Codebook) -> Iterator[tuple[str, str, str]]:
    """Indicator, answer code and label, of every indicator with a scale."""
    for entry in book.entries:
        yield from ((entry.id, code, label) for code, label in book.answers_of(entry.id).items())

"""The archive of a release: all there, the same twice, and only of a release that is what it was."""

import dataclasses
import hashlib
import json
import shutil
import xml.etree.ElementTree as ET
import zipfile

import pandas as pd
import pytest
from frictionless import Package

from monitor_lib import paths
from monitor_lib.publishing.data import archive
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.question_map import as_asked

DDI = "{ddi:codebook:2_5}"


@pytest.fixture(scope="module")
def held(book):
    return book.wave("voorbeeld")


@pytest.fixture(scope="module")
def zipped(example_run, book, held, tmp_path_factory):
    target = tmp_path_factory.mktemp("archive") / "a.zip"
    return archive.written(held, example_run.release, target, as_asked(book, held))


@pytest.fixture(scope="module")
def unzipped(zipped):
    folder = zipped.parent / "unzipped"
    zipfile.ZipFile(zipped).extractall(folder)
    return folder


def test_made_twice_it_has_the_same_bytes(zipped, example_run, book, held):
    again = archive.written(held, example_run.release, zipped.with_name("b.zip"), as_asked(book, held))
    assert again.read_bytes() == zipped.read_bytes()


def test_every_file_in_it_has_its_checksum_and_is_that_of_the_release(unzipped, example_run):
    told = dict(reversed(line.split("  ")) for line in (unzipped / archive.SUMS).read_text("utf-8").splitlines())
    found = {path.relative_to(unzipped).as_posix(): path for path in unzipped.rglob("*") if path.is_file()}
    assert found.keys() - told.keys() == {archive.SUMS}
    assert {name: hashlib.sha256(found[name].read_bytes()).hexdigest() for name in told} == told
    data = {path.relative_to(example_run.release.data).as_posix() for path in example_run.release.data.rglob("*.*")}
    own = {archive.README, archive.SUMS, archive.DATACITE, archive.DDI, "manifest.json", "leeswijzer.pdf"}
    assert found.keys() == data | own


def test_it_is_the_data_package_and_the_crate_that_it_says(unzipped):
    assert Package(str(unzipped / "datapackage.json")).validate().flatten(["title", "note"]) == []
    graph = json.loads((unzipped / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    root = next(entity for entity in graph if entity["@id"] == "./")
    assert all((unzipped / part["@id"]).exists() for part in root["hasPart"])


def test_its_codebook_has_every_column_of_every_table(unzipped):
    root = ET.parse(unzipped / archive.DDI).getroot()
    files = {one.get("ID"): one for one in root.findall(f"{DDI}fileDscr")}
    assert len(files) == 5
    for name, described in files.items():
        table = pd.read_csv(unzipped / described.findtext(f"{DDI}fileTxt/{DDI}fileName"), dtype="str")
        columns = [one.get("name") for one in root.iter(f"{DDI}var") if one.get("files") == name]
        assert [*columns, "source"] == list(table.columns)
        assert described.findtext(f"{DDI}fileTxt/{DDI}dimensns/{DDI}caseQnty") == str(len(table))


def test_what_a_doi_asks_is_there_and_invented_data_say_so(unzipped, book, held):
    told = json.loads((unzipped / archive.DATACITE).read_text("utf-8"))
    needed = ("titles", "creators", "publisher", "publicationYear", "types", "schemaVersion")
    assert all(told[name] for name in needed)
    assert told["types"]["resourceTypeGeneral"] == "Dataset"
    assert told["publicationYear"] == str(held.released.year)
    assert told["descriptions"][0]["description"].startswith(book.monitor.example_notice)
    assert book.monitor.example_notice in (unzipped / archive.README).read_text("utf-8")


def test_no_archive_of_a_release_that_is_not_what_it_was(example_run, book, held, tmp_path):
    asked = as_asked(book, held)
    with pytest.raises(ReportError, match="ligt in de publicatie zelf"):
        archive.written(held, example_run.release, example_run.release.data / "a.zip", asked)
    with pytest.raises(ReportError, match="monitor run voorbeeld"):
        archive.written(held, paths.Release(tmp_path / "none"), tmp_path / "a.zip", asked)
    changed = paths.Release(shutil.copytree(example_run.release.folder, tmp_path / "changed"))
    changed.citation.write_text("anders", "utf-8")
    with pytest.raises(ReportError, match="1 bestanden wijken af, zoals data/CITATION"):
        archive.written(held, changed, tmp_path / "a.zip", asked)
    renamed = dataclasses.replace(asked, monitor=dataclasses.replace(book.monitor, title="Een andere monitor"))
    with pytest.raises(ReportError, match="wat zij van zichzelf zegt"):
        archive.written(held, example_run.release, tmp_path / "a.zip", renamed)
    assert not (tmp_path / "a.zip").exists()

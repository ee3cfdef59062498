"""The downloads: complete, the same in every form and every time, harmless in Excel, described for programs."""

import csv
import dataclasses
import hashlib
import io
import json
import math
import re
import zipfile

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from python_calamine import CalamineWorkbook

from monitor_lib import paths
from monitor_lib.publishing.data import downloads, forms, linked_data
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.data.columns import tables
from monitor_lib.publishing.run.release import PUBLIC_COLUMNS, Published

FORMULA = '=HYPERLINK("http://boos.example";"klik")'


@pytest.fixture(scope="module")
def published(book):
    """Figures of one province with every kind of cell, and two initiatives, one of them hostile and without a place."""
    figure = {
        "wave": "voorbeeld",
        "area": "PV26",
        "indicator": "q12",
        "answer": "cohesie",
        "kind": "share",
        "value": 0.5712,
        "low": 0.52,
        "high": 0.62,
        "respondents": 100,
        "population": 1400,
        "quality": "A",
        "hidden": False,
        "reason": "",
        "compared": "no_difference",
        "p_adjusted": 0.4,
        "reference": 0.49,
        "detectable": 0.31,
        "scenario_low": 0.526,
        "scenario_high": 0.625,
    }
    gone = ("value", "low", "high", "p_adjusted", "reference", "detectable", "scenario_low", "scenario_high")
    gone = dict.fromkeys(gone, math.nan)
    secret = figure | gone | {"answer": "zorg", "hidden": True, "reason": "te weinig antwoorden", "quality": "D"}
    other = figure | {"indicator": "q30", "answer": "eens"}
    changed = figure | {"kind": "change", "value": 0.0512, "low": 0.01, "high": 0.09, "reference": 0.52}
    counted = figure | {"indicator": "initiatives", "answer": "", "kind": "count", "value": 120.0}
    figures = pd.DataFrame([figure, secret, other, changed, counted])
    named = dict.fromkeys(PUBLIC_COLUMNS) | {"initiative_id": "ZG-1", "name": "De Brug", "province": "PV26"}
    placed = named | {"place": "Utrecht", "latitude": 52.09071, "longitude": 5.12142, "start_year": 2014}
    placed |= {"form": "burennetwerk", "themes": "cohesie|zorg", "network": "bokd|stimuland"}
    hostile = named | {"initiative_id": "ZG-2", "name": FORMULA}
    initiatives = pd.DataFrame([placed, hostile]).astype({"start_year": "Int64", "name": "str"})
    counted = dict.fromkeys(column.name for column in tables()["account"].columns)
    account = pd.DataFrame([counted | {"level": "country", "id": "NL", "name": "Nederland", "delivered": 3}])
    quotes = pd.DataFrame({"text": ["Ons café"], "initiative": [""], "province": ["PV26"]})
    late = {"measure": "late", "indicator": "q13", "answer": "zorg", "value": 0.41, "low": 0.3, "high": 0.52}
    late |= {"error": math.nan, "respondents": 40, "quality": "B", "reason": "", "compared": "no_difference"}
    late |= {"p_adjusted": 0.5, "reference": 0.44, "detectable": 0.3}
    took_part = pd.DataFrame([late])
    return Published(book, book.wave("voorbeeld"), figures, initiatives, account, took_part, quotes)


def written(data: Published, made: paths.Release) -> paths.Release:
    """The downloads, beside the tables that pages are made from."""
    made.data.mkdir(parents=True)
    said = Attribution(data.book.monitor, data.wave)
    stored = {made.figures: data.table, made.initiatives: data.initiatives, made.account: data.account}
    stored |= {made.participation: data.participation, made.quotes: data.quotes}
    for path, table in stored.items():
        forms.parquet(table, path, said)
    downloads.written(data, made)
    return made


@pytest.fixture(scope="module")
def release(published, tmp_path_factory):
    return written(published, paths.Release(tmp_path_factory.mktemp("release")))


def dutch(path):
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_figure_reads_in_dutch_excel_with_decimal_commas_and_a_reason_where_it_is_hidden(release):
    first, secret, *_ = dutch(release.data / "cijfers.csv")
    assert (first["gebied"], first["onderwerp"], first["antwoord"]) == ("Utrecht", "Thema’s", "Sociale cohesie")
    assert (first["waarde"], first["ondergrens"], first["verborgen"]) == ("0,5712", "0,52", "nee")
    assert (secret["waarde"], secret["verborgen"], secret["reden"]) == ("", "ja", "te weinig antwoorden")


def test_codes_are_words_in_the_files_for_dutch_excel_and_codes_in_those_for_programs(release, book):
    figure, *_, changed, counted = dutch(release.data / "cijfers.csv")
    assert (figure["soort"], figure["vergelijking"]) == ("aandeel", "geen aantoonbaar verschil")
    assert (changed["soort"], counted["soort"]) == ("verandering sinds de vorige meting", "telling van de lijst")
    initiative = dutch(release.data / "initiatieven.csv")[0]
    assert (initiative["provincie"], initiative["thema's"]) == ("Utrecht", "Sociale cohesie | Zorg")
    assert initiative["netwerk"] == " | ".join(book.network(code).name for code in ("bokd", "stimuland"))
    assert initiative["hoe_het_zich_noemt"] == "Burennetwerk"
    country = dutch(release.data / "account.csv")[0]
    assert (country["soort_rij"], country["aangeleverd"], country["nieuw"]) == ("land", "3", "")
    first = pd.read_csv(release.data / "initiatives_machine.csv").iloc[0]
    assert (first["province"], first["form"], first["themes"]) == ("PV26", "burennetwerk", "cohesie|zorg")


def test_what_is_read_back_from_a_dutch_file_is_the_same_codes(release):
    listed = tables()["figures"]
    columns = pd.DataFrame(dutch(release.data / "cijfers.csv")).to_dict("list")
    machine = pd.read_csv(release.data / "figures_machine.csv", dtype="str", keep_default_na=False)
    read = listed.in_codes(columns)
    for column in listed.columns:
        if column.type == "string":
            assert read[column.name] == machine[column.name].tolist(), column.name
    assert all(len(set(column.values.values())) == len(column.values) for column in listed.columns)


def test_every_form_holds_the_same_figures(release):
    machine = pd.read_csv(release.data / "figures_machine.csv")
    stored = pd.read_parquet(release.figures)
    sheet = CalamineWorkbook.from_path(release.data / "monitor.xlsx").get_sheet_by_name("cijfers").to_python()
    column = sheet[0].index("waarde")
    excel = [float(line["waarde"].replace(",", ".")) for line in dutch(release.data / "cijfers.csv") if line["waarde"]]
    shown = [row[column] for row in sheet[1:] if row[column]]
    for values in (machine["value"].dropna(), stored["value"].dropna(), shown):
        assert list(values) == excel == [0.5712, 0.5712, 0.0512, 120.0]


def test_every_figure_has_its_own_files_in_four_forms(release, published):
    names = {path.name for path in release.per_figure.iterdir()}
    endings = (".csv", "_machine.csv", ".xlsx", ".parquet")
    assert names == {f"{name}{ending}" for name in ("q12", "q30", "initiatives") for ending in endings}
    assert {line["antwoord"] for line in dutch(release.per_figure / "q12.csv")} == {"Sociale cohesie", "Zorg"}
    for _, address in downloads.figure_files("q12"):
        assert (release.folder / address).exists()


def test_columns_in_a_workbook_are_as_wide_as_what_stands_in_them(release):
    with zipfile.ZipFile(release.per_figure / "q12.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    told = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    widths = {at: float(width) for first, last, width in told for at in range(int(first), int(last) + 1)}
    columns = [column.heading for column in tables()["figures"].columns]
    assert len(widths) == len(columns)
    assert widths[columns.index("antwoord") + 1] > len("Sociale cohesie")
    assert widths[columns.index("reden") + 1] > len("te weinig antwoorden")
    assert max(widths.values()) < 45


def test_a_name_that_is_a_formula_is_text_everywhere(release):
    assert dutch(release.data / "initiatieven.csv")[1]["naam"] == f"'{FORMULA}"
    assert pd.read_csv(release.data / "initiatives_machine.csv")["name"][1] == f"'{FORMULA}"
    sheet = CalamineWorkbook.from_path(release.data / "monitor.xlsx").get_sheet_by_name("initiatieven").to_python()
    assert sheet[2][sheet[0].index("naam")] == f"'{FORMULA}"


def test_points_are_geojson_at_the_middle_of_a_place(release):
    collection = json.loads(release.places.read_text("utf-8"))
    first, second = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert first["geometry"] == {"type": "Point", "coordinates": [5.1214, 52.0907]}
    assert first["properties"]["start_year"] == 2014
    assert first["properties"]["network"] == "bokd|stimuland"
    assert second["geometry"] is None
    assert second["properties"]["name"] == FORMULA


def test_the_codebook_is_a_table_of_questions_and_answers(release, book):
    lines = pd.read_csv(release.data / "codebook_machine.csv", keep_default_na=False)
    assert list(dict.fromkeys(lines["question"])) == [question.id for question in book.questions]
    themes = lines[lines["question"] == "q12"]
    scale = book.scale("themas")
    assert list(themes["answer"]) == [*scale.codes, *(group.code for group in scale.groups)]
    assert set(lines.loc[lines["question"] == "q43", "sensitivity"]) == {"free"}
    asked = next(question for question in book.published if question.asked)
    base = lines.loc[lines["question"] == asked.id, "base"].iloc[0]
    assert base.startswith(f"wie bij {asked.asked.question} (")


def test_every_file_bears_licence_version_citation_and_mark(release, book):
    version = f"{book.wave('voorbeeld').released}+"
    for path in release.data.rglob("*.csv"):
        line = path.read_text("utf-8-sig").splitlines()[1]
        assert version in line and "CC BY 4.0" in line and book.monitor.sender in line, path.name
        assert book.monitor.example_notice in line
    for path in release.data.rglob("*.parquet"):
        about = pq.read_schema(path).metadata
        assert about[b"licence"] == b"CC BY 4.0" and version.encode() in about[b"version"], path.name
        assert book.monitor.sender.encode() in about[b"citation"]
    for path in release.data.rglob("*.xlsx"):
        told = str(CalamineWorkbook.from_path(path).get_sheet_by_name("lees mij").to_python())
        assert version in told and "CC BY 4.0" in told and book.monitor.sender in told, path.name
    places = json.loads(release.places.read_text("utf-8"))
    assert "creativecommons.org/licenses/by/4.0" in places["license"]
    assert 'license: "CC-BY-4.0"' in release.citation.read_text("utf-8")
    assert release.licence.read_bytes() == paths.DATA_LICENCE.read_bytes()


def test_the_package_is_valid_by_frictionless_own_tool(release):
    report = Package(str(release.package)).validate()
    assert report.flatten(["title", "note"]) == []
    assert report.stats["tasks"] == 8


def test_every_table_of_the_package_has_a_name_of_its_own(release):
    names = [resource["name"] for resource in json.loads(release.package.read_text("utf-8"))["resources"]]
    assert len(names) == len(set(names)) == 5 + 3
    assert {"initiatives", "figures-initiatives"} <= set(names)


def test_every_table_that_is_offered_is_in_the_package(release):
    described = {resource["path"] for resource in json.loads(release.package.read_text("utf-8"))["resources"]}
    assert described == {path.relative_to(release.data).as_posix() for path in release.data.rglob("*_machine.csv")}
    offered = {path.stem.removesuffix("_machine") for path in release.data.glob("*.csv")}
    assert offered == {name for table in tables().values() for name in (table.name, table.dutch)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [(b"0.5712", b"veel", "type-error"), (b"share", b"deel", "constraint-error")],
)
def test_a_wrong_cell_makes_the_package_invalid(published, tmp_path, old, new, said):
    made = paths.Release(tmp_path)
    downloads.written(published, made)
    broken = made.per_figure / "q12_machine.csv"
    broken.write_bytes(broken.read_bytes().replace(old, new, 1))
    errors = Package(str(made.package)).validate().flatten(["type"])
    assert [said] in errors


def test_every_column_is_described_and_nothing_else_is_written(release):
    for name, table in tables().items():
        assert all(column.description and column.heading for column in table.columns)
        head = (release.data / f"{name}_machine.csv").read_text("utf-8").splitlines()[0]
        assert head.split(",") == [*(column.name for column in table.columns), "source"]


def test_a_second_run_gives_the_same_bytes(published, release, tmp_path):
    again = written(published, paths.Release(tmp_path))
    first = {path.relative_to(release.folder): path.read_bytes() for path in release.data.rglob("*") if path.is_file()}
    second = {path.relative_to(again.folder): path.read_bytes() for path in again.data.rglob("*") if path.is_file()}
    assert first == second


# ---- for catalogues ----


@pytest.fixture(scope="module")
def graph(release):
    return {each["@id"]: each for each in json.loads(release.linked_data.read_text("utf-8"))["@graph"]}


def references(value):
    """Every entity that something refers to."""
    if isinstance(value, list):
        return {name for each in value for name in references(each)}
    if isinstance(value, dict):
        own = {value["@id"]} if value.keys() == {"@id"} else set()
        return own | {name for each in value.values() for name in references(each)}
    return set()


def test_the_crate_is_flat_and_describes_each_thing_that_it_refers_to(graph):
    """RO-Crate 1.1: a descriptor about a root with four properties; every part an entity of its own."""
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = graph["./"]
    assert all(root[name] for name in ("name", "description", "datePublished", "license"))
    outside = {name for name in references([*graph.values()]) if name not in graph}
    assert all(name.startswith(("http", "mailto:", "spdx:")) for name in outside)
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == {name for name, each in graph.items() if "File" in each["@type"] or name == "cijfers/"}


def test_catalogues_of_the_government_get_what_they_must_have(graph, book):
    """DCAT-AP-NL 3.0: what its shapes ask at least one of."""
    root = graph["./"]
    asked = ["title", "description", "accessRights", "creator", "identifier", "publisher"]
    assert all(root[f"dct:{name}"] for name in asked)
    assert all(root[f"dcat:{name}"] for name in ("contactPoint", "theme", "distribution"))
    assert root["dct:title"] == {"@value": root["name"], "@language": "nl"}
    assert graph[root["dct:publisher"]["@id"]]["foaf:name"]["@value"] == book.monitor.sender
    assert graph[root["dcat:contactPoint"]["@id"]]["vcard:hasEmail"] == {"@id": f"mailto:{book.monitor.contact}"}
    for part in root["dcat:distribution"]:
        file = graph[part["@id"]]
        assert all(file[name] for name in ("dct:license", "dcat:accessURL", "dcat:mediaType", "dct:format"))


def test_each_file_is_what_is_told_of_it_and_none_is_offered_that_nobody_can_download(graph, release):
    files = {part["@id"]: graph[part["@id"]] for part in graph["./"]["dcat:distribution"]}
    assert {"cijfers.csv", "figures_machine.csv", "figures.parquet", "monitor.xlsx", "initiatieven.geojson"} <= set(
        files
    )
    assert "quotes.parquet" not in files
    for name, told in files.items():
        content = (release.data / name).read_bytes()
        assert told["contentSize"] == told["dcat:byteSize"]["@value"] == str(len(content))
        assert told["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(content).hexdigest()
    titles = [told["name"] for told in files.values()]
    assert len(titles) == len(set(titles))


def test_a_monitor_with_an_address_says_where_its_pages_stand(release, book):
    monitor = dataclasses.replace(book.monitor, address="https://monitor.example")
    said = Attribution(monitor, book.wave("voorbeeld"))
    root = json.loads(linked_data.described(release, said))["@graph"][1]
    assert root["url"] == "https://monitor.example/voorbeeld/"
    assert root["dcat:landingPage"] == {"@id": "https://monitor.example/voorbeeld/"}

"""The map of municipalities with an initiative: yes or no, and honest about the outlines it is drawn with."""

import hashlib
import json
import re

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.intake.matching.account import Judged, account, covered
from monitor_lib.pictures.maps import outlines
from monitor_lib.pictures.maps.coverage import BARE, COVERED, coverage_map, reach
from monitor_lib.pictures.style import style
from monitor_lib.reference.areas.municipalities import municipalities_in

HOSTILE = '</title><script>alert(1)</script>"&'
SQUARE = [[5, 52], [5.2, 52], [5.2, 52.2], [5, 52.2], [5, 52]]


@pytest.fixture
def schematic(tmp_path):
    return paths.boundaries(2026, tmp_path / "none")


@pytest.fixture
def official(tmp_path):
    """Two municipalities in the form in which the fetched outlines are kept, one of them with a hostile name."""
    target = paths.boundaries(2026, tmp_path)
    shapes = {
        ("GM0106", HOSTILE): {"type": "Polygon", "coordinates": [SQUARE]},
        ("GM0363", "Amsterdam"): {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
    }
    features = [
        {"type": "Feature", "properties": {"statcode": code, "statnaam": name}, "geometry": shape}
        for (code, name), shape in shapes.items()
    ]
    target.municipalities.write_text(json.dumps({"features": features}), "utf-8")
    target.provinces.write_text("{}", "utf-8")
    files = (target.municipalities, target.provinces)
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    target.source.write_text(json.dumps({"sha256": sums}), "utf-8")
    return target


def made(book, *codes, year=2026):
    """The public account of a list with initiatives in these municipalities, as intake makes it."""
    initiatives = pd.DataFrame({"municipality": pd.Series([*codes, None], dtype="str")})
    rows = pd.DataFrame(columns=["file", "sheet", "row", "initiative_id", "status", "reason", "network"])
    return covered(account(rows, {}, Judged(), book), initiatives, year)


def test_the_account_says_which_municipalities_are_covered_and_nothing_more(book):
    table = made(book, "GM0106", "GM0106", "GM0363")
    towns = table[table["level"] == "municipality"]
    assert towns[["id", "name"]].values.tolist() == [["GM0106", "Assen"], ["GM0363", "Amsterdam"]]
    assert towns.drop(columns=["level", "id", "name"]).isna().all(axis=None)
    assert table.iloc[0][["municipalities", "all_municipalities"]].tolist() == [2, 342]
    assert (made(book)["level"] != "municipality").all()
    then = made(book, "GM0788", year=2020)
    assert then.iloc[0][["municipalities", "all_municipalities"]].tolist() == [1, 355]
    assert then.iloc[-1]["name"] == "Haaren"


def test_a_province_reads_where_nobody_is_on_the_list_yet(book):
    zeeland, towns = book.area("Zeeland"), [town for town in municipalities_in(2026) if town.province == "PV29"]
    assert len(towns) == 13
    codes = [town.code for town in towns if town.name not in ("Goes", "Veere")]
    told = reach(made(book, *codes, "GM0363"), book, zeeland, 2026)
    assert told == (
        "In 11 van de 13 gemeenten in Zeeland staat ten minste één initiatief op de lijst. In Goes "
        "en Veere nog geen. Dat kan ook komen doordat daar nog niet is gezocht."
    )
    known = made(book, *(town.code for town in towns))
    known.loc[known["id"].isin(["PV29", "NL"]), "per_initiative"] = [12_525, 5_518]
    assert reach(known, book, zeeland, 2026) == (
        "In alle 13 gemeenten in Zeeland staat ten minste één initiatief op de lijst. Er is één initiatief op "
        "ongeveer 5.500 inwoners; in heel Nederland één op 13.000."
    )


def test_without_fetched_outlines_it_is_schematic_and_says_so(book, schematic):
    drawn = coverage_map(made(book, "GM0106", "GM0363"), book, schematic, book.waves[-1])
    assert drawn.sentence == "In 2 van de 342 gemeenten staat ten minste één initiatief op de lijst."
    assert "schematisch" in drawn.note
    assert "schematisch" in drawn.svg
    assert len(drawn.svg.encode()) < 120_000
    assert drawn.svg.count("<path") == 342


def test_only_a_municipality_with_an_initiative_is_coloured(book, schematic):
    svg = coverage_map(made(book, "GM0106", "GM0363"), book, schematic, book.waves[-1]).svg
    groups = re.findall(r'<g fill="(#\w+)">(.*?)</g>', svg)
    told = {name: fill for fill, lands in groups for name in re.findall("<title>(.*?): (?:ja|nee)</title>", lands)}
    assert {name for name, fill in told.items() if fill == style.load().colours[COVERED]} == {"Assen", "Amsterdam"}
    assert told["Utrecht"] == style.load().colours[BARE] != style.load().colours[COVERED]
    assert "<title>Assen: ja</title>" in svg
    assert "<title>Utrecht: nee</title>" in svg


def test_the_table_names_the_covered_municipalities_per_province(book, schematic):
    drawn = coverage_map(made(book, "GM0106", "GM0363"), book, schematic, book.waves[-1])
    rows = {name: rest for name, *rest in drawn.rows}
    assert len(rows) == 12
    assert rows["Drenthe"] == ["1 van 12", "Assen"]
    assert rows["Zeeland"] == ["0 van 13", "–"]


def test_where_no_municipality_is_known_there_is_no_table_of_them(book, tmp_path):
    nowhere = made(book).assign(all_municipalities=0)
    page = coverage_map(nowhere, book, paths.Boundaries(tmp_path), book.waves[-1]).html
    assert "<table" not in page
    assert "0 van 0" not in page


def test_fetched_outlines_are_drawn_as_they_are_and_credited(book, official):
    drawn = coverage_map(made(book, "GM0363", "GM0518"), book, official, book.waves[-1])
    assert "schematisch" not in drawn.html
    assert "CC BY 4.0, bron: CBS / Kadaster" in drawn.note
    assert "Niet getekend, want niet in deze grenzen: 's-Gravenhage." in drawn.note
    assert drawn.svg.count("<path") == 2
    # A fifth of a degree is 71 units high, and 44 wide at this latitude.
    colour = style.load().colours[COVERED]
    assert f'<g fill="{colour}"><path d="M358,556l44,0 0,-72 -44,0z"><title>Amsterdam: ja' in drawn.svg


def test_outlines_that_were_changed_since_are_not_trusted(book, official):
    official.municipalities.write_text("{}", "utf-8")
    assert "schematisch" in coverage_map(made(book), book, official, book.waves[-1]).note


def test_hostile_names_are_text(book, official):
    table = made(book, "GM0106")
    page = coverage_map(table.replace("Assen", HOSTILE), book, official, book.waves[-1]).html
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)") == 2


def test_a_municipality_smaller_than_the_detail_is_still_drawn():
    tiny = ((5.0, 52.0), (5.003, 52.0), (5.003, 52.003), (5.0, 52.003), (5.0, 52.0))
    assert re.fullmatch(r"M\d+,\d+l\S.*z", outlines.path((tiny,)))

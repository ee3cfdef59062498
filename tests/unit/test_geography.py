"""Places against hand-checked ones and, where it is at hand, against the reference of CBS codes."""

import csv
import re

import pytest

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.municipalities import municipality
from monitor_lib.reference.records import CodebookError

REFERENCE = paths.ROOT.parent / "shared" / "reference_geo"
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference geography is not here")


def reference(name):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_postcode_gives_place_municipality_and_province():
    place = geography.by_postcode("1012")
    assert (place.name, place.province, place.municipality) == ("Amsterdam", "PV27", "GM0363")
    assert geography.by_postcode("0000") is None


def test_a_postcode_shared_by_places_gives_the_first():
    assert geography.by_postcode("1222").name == "Bussum"


@pytest.mark.parametrize(
    ("name", "provinces"),
    [
        ("'s-Graveland", ["PV27"]),
        ("s graveland", ["PV27"]),
        ("’s-Gravenhage", ["PV28"]),
        ("Den Haag", ["PV28"]),
        ("Sint Annaparochie", ["PV21"]),
        ("ST WILLEBRORD", ["PV30"]),
        ("Winsum", ["PV20", "PV21"]),
        ("Hengelo", ["PV23", "PV25"]),
        ("Hengelo (Gld)", ["PV25"]),
        ("Bergen", ["PV27", "PV31"]),
        ("Haren", ["PV20", "PV30"]),
        ("Wijk aan Zee", ["PV27"]),
        ("Nergenshuizen", []),
        ("", []),
    ],
)
def test_a_place_is_found_however_it_is_spelled(name, provinces):
    assert sorted(place.province for place in geography.by_place(name)) == provinces


def test_the_province_tells_places_of_one_name_apart():
    (place,) = geography.by_place("Winsum", "PV21")
    assert place.municipality_name == "Waadhoeke"
    assert geography.by_place("Winsum", "PV31") == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [("Gemeente Laren", "GM0417"), ("gem. Borne", "GM0147"), ("súdwest fryslan", "GM1900"), ("Bergen (NH)", "GM0373")],
)
def test_a_municipality_is_found_however_it_is_spelled(name, code):
    assert geography.by_municipality(name).code == code


def test_a_name_of_two_municipalities_is_no_answer():
    assert geography.by_municipality("Bergen") is None


def test_every_province_has_an_outline_on_the_drawing():
    rings = geography.province_rings()
    assert sorted(rings) == [area.code for area in codebook.load().provinces]
    points = [geography.projected(*point) for province in rings.values() for ring in province for point in ring]
    assert min(x for x, _ in points) >= 0
    assert min(y for _, y in points) >= 0
    assert max(x for x, _ in points) <= 850
    assert 990 <= max(y for _, y in points) <= 1000.01


def test_the_drawing_has_north_up_and_east_to_the_right():
    groningen, maastricht = geography.projected(6.57, 53.22), geography.projected(5.69, 50.85)
    assert groningen[0] > maastricht[0]
    assert groningen[1] < maastricht[1]


@needs_reference
def test_nearly_every_postcode_lies_in_the_right_province():
    known = {row["postcode"]: row["provincie"] for row in reference("pc4_plaats_gemeente_provincie.csv")}
    found = {code: geography.by_postcode(code) for code, name in known.items() if name}
    placed = {code: place for code, place in found.items() if place}
    right = [codebook.load().area(known[code]).code == place.province for code, place in placed.items()]
    assert len(placed) / len(found) > 0.98
    assert sum(right) / len(right) > 0.99


@needs_reference
def test_every_municipality_of_2025_is_found_in_its_province():
    expected = {row["id"]: f"PV{row['province_code']}" for row in reference("gemeenten_2025_codes_342.csv")}
    found = [geography.by_municipality(row["name"]) for row in reference("gemeenten_2025_codes_342.csv")]
    assert {municipality.code: municipality.province for municipality in found} == expected
    assert len(expected) == 342


@pytest.mark.parametrize(
    ("given", "said"),
    [("Zeist", "bedoelt u GM0355?"), ("Bergen", "bedoelt u GM0373 of GM0893?"), ("GM9999", "geef GM en vier cijfers.")],
)
def test_what_is_no_code_of_a_municipality_is_refused_with_the_code_where_its_name_has_one(book, given, said):
    assert municipality(" gm0355", book).name == "Zeist"
    with pytest.raises(CodebookError, match=re.escape(f'"{given}" is geen code van een gemeente')) as refused:
        municipality(given, book)
    assert str(refused.value).endswith(said)

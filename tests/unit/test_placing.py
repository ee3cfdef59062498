"""Where a row lies: by the surest clue, with its method and confidence, and municipalities of any year since 2018."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib import paths
from monitor_lib.intake.places.addresses import HIGH, LOW, MEDIUM
from monitor_lib.intake.places.placing import location
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import boundaries, geography
from monitor_lib.reference.areas.municipalities import changes, municipalities_called, municipalities_in

BOOK = codebook.load()
REFERENCE = paths.ROOT.parent / "shared" / "reference_geo"
needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the reference is not kept in the repository")


def codes(name: str) -> list[str]:
    return [town.code for town in municipalities_called(name)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Assen", ["GM0106"]),
        ("Gemeente Appingedam", ["GM1979"]),
        ("gm1685", ["GM1991"]),
        ("GM0106", ["GM0106"]),
        ("Heerhugowaard", ["GM1980"]),
        ("Leerdam", ["GM1961"]),
        ("Haaren", ["GM0757", "GM0824", "GM0855", "GM0865"]),
        ("Bergen", ["GM0373", "GM0893"]),
        ("Nergenshuizen", []),
    ],
)
def test_a_municipality_of_any_year_since_2009_is_one_of_today(name, found):
    assert codes(name) == found


@pytest.mark.parametrize(
    ("clues", "town", "placed_by"),
    [
        ({"municipality": "Haaren", "place": "Esch"}, "Boxtel", "place"),
        ({"municipality": "Haaren", "place": "Helvoirt"}, "Vught", "place"),
        ({"municipality": "Haaren", "postcode": "5076"}, "Oisterwijk", "postcode"),
        ({"municipality": "Haaren", "place": "Biezenmortel"}, "Tilburg", "place"),
        ({"municipality": "Haaren", "place": "Nergenshuizen"}, None, "province"),
        ({"municipality": "Delfzijl"}, "Eemsdelta", "municipality"),
        ({"municipality": "Leerdam", "place": "Leerdam", "province": "PV28"}, "Vijfheerenlanden", "place"),
    ],
)
def test_a_municipality_that_was_split_needs_a_postcode_or_a_place(clues, town, placed_by):
    found, remarks = location(clues, BOOK)
    assert (found.municipality_name, found.placed_by) == (town, placed_by)
    doubts = [remark for remark in remarks if "bestaat niet meer" not in remark]
    assert bool(doubts) == (placed_by == "province" or "province" in clues)


@pytest.mark.parametrize(
    ("name", "town", "told"),
    [
        ("Vlagtwedde", "Westerwolde", "gemeente Vlagtwedde bestaat niet meer; gelezen als Westerwolde."),
        ("gem. Zeevang", "Edam-Volendam", "bestaat niet meer"),
        ("GM0491", "Krimpenerwaard", "bestaat niet meer"),
        ("Maasdonk", None, "kan 's-Hertogenbosch, Oss zijn"),
        ("Kockengen", "Stichtse Vecht", "maar er is een plaats die zo heet"),
        ("Assen", "Assen", ""),
    ],
)
def test_a_municipality_that_is_no_more_is_placed_by_what_became_of_it_and_told(name, town, told):
    found, remarks = location({"municipality": name}, BOOK)
    assert found.municipality_name == town
    assert (len(remarks) == 1 and told in remarks[0]) if told else remarks == []


def test_what_became_of_a_municipality_makes_a_village_no_less_sure_and_its_own_year_tells_nothing():
    assert location({"municipality": "Slochteren", "place": "Slochteren"}, BOOK)[0].confidence == HIGH
    assert location({"municipality": "Delfzijl"}, BOOK, 2020)[1] == []


def test_beside_a_place_that_nobody_knows_a_village_is_no_municipality():
    assert location({"municipality": "Kockengen", "place": "sterk"}, BOOK)[0] is None


def test_of_a_row_that_lies_nowhere_the_reason_alone_is_told():
    found, (reason,) = location({"municipality": "Nergenshuizen", "postcode": "0000"}, BOOK)
    assert (found, "niet gevonden" in reason) == (None, True)


@pytest.mark.parametrize(
    ("clues", "confidence"),
    [
        ({"postcode": "9401", "place": "Assen"}, HIGH),
        ({"place": "Assen"}, HIGH),
        ({"place": "Biezenmortel", "municipality": "Haaren"}, MEDIUM),
        ({"place": "Hengelo", "province": "PV23"}, HIGH),
        ({"place": "Hengelo", "municipality": "Bronckhorst"}, HIGH),
        ({"place": "Moerkapelle"}, MEDIUM),
        ({"postcode": "9401", "place": "Maastricht"}, LOW),
        ({"postcode": "0999", "place": "Assen"}, MEDIUM),
        ({"municipality": "Assen"}, LOW),
        ({"province": "PV22"}, LOW),
    ],
)
def test_confidence_falls_where_clues_had_to_decide_or_contradict(clues, confidence):
    assert location(clues, BOOK)[0].confidence == confidence


@pytest.mark.parametrize(
    ("clues", "year", "town", "confidence"),
    [
        ({"municipality": "Haaren"}, 2020, "GM0788", LOW),
        ({"municipality": "gm0788", "place": "Esch"}, 2020, "GM0788", HIGH),
        ({"municipality": "Haaren", "postcode": "5076"}, 2020, "GM0788", HIGH),
        ({"municipality": "Boxtel", "place": "Esch"}, 2020, "GM0757", HIGH),
        ({"place": "Esch"}, 2020, "GM0757", MEDIUM),
        ({"municipality": "Delfzijl"}, 2021, "GM1979", LOW),
        ({"municipality": "Heerhugowaard"}, 2021, "GM0398", LOW),
        ({"municipality": "Haaren"}, 2026, None, LOW),
        ({"municipality": "Haaren", "place": "Esch"}, 2026, "GM0757", HIGH),
        ({"municipality": "Haaren", "postcode": "5076"}, 2026, "GM0824", HIGH),
    ],
)
def test_a_municipality_that_existed_in_the_year_of_the_wave_is_kept(clues, year, town, confidence):
    found, _ = location(clues, BOOK, year)
    assert (found.municipality, found.confidence) == (town, confidence)


def test_of_a_municipality_in_another_province_than_is_named_only_the_province_is_followed():
    found, remarks = location({"municipality": "Boxtel", "province": "PV20"}, BOOK, 2020)
    assert (found.province, found.municipality, found.named) == ("PV20", None, False)
    assert "alleen de provincie is gevolgd" in remarks[0]


def test_every_year_has_as_many_municipalities_as_cbs_counts():
    assert {year: len(municipalities_in(year)) for year in boundaries.MUNICIPALITIES} == boundaries.MUNICIPALITIES


def ambiguous() -> dict[str, set[str]]:
    """The provinces of every name of a place that stands in several."""
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(paths.project().geography.postcodes.read_text("utf-8").splitlines()):
        found.setdefault(row["plaats"], set()).add(BOOK.area(row["provincie"]).code)
    return {name: provinces for name, provinces in found.items() if len(provinces) > 1}


def test_the_32_names_in_several_provinces_wait_for_another_clue():
    names = ambiguous()
    assert len(names) == 32
    for name, provinces in names.items():
        assert location({"place": name}, BOOK)[0] is None
        for province in provinces:
            assert location({"place": name, "province": province}, BOOK)[0].province == province


@pytest.mark.parametrize(
    ("place", "municipality", "town", "confidence"),
    [
        ("Nes", "Heerenveen", "Heerenveen", HIGH),
        ("Nes", "Noardeast-Fryslân", "Noardeast-Fryslân", HIGH),
        ("Oudega", "Súdwest Fryslân", "Súdwest-Fryslân", HIGH),
        ("Alteveer", "De Wolden", "De Wolden", LOW),
        ("Purmerland", "Landsmeer", "Landsmeer", MEDIUM),
        ("Schiphol", "Haarlemmermeer", "Haarlemmermeer", HIGH),
    ],
)
def test_the_municipality_that_a_row_names_wins_from_what_lies_nearest(place, municipality, town, confidence):
    found, remarks = location({"place": place, "municipality": municipality}, BOOK)
    assert (found.municipality_name, found.confidence, found.named) == (town, confidence, True)
    assert bool(remarks) == (found.latitude is None) == (confidence == LOW)


@pytest.mark.parametrize(
    ("clues", "town"),
    [
        ({"postcode": "8011", "place": "Zwolle", "municipality": "Noordenveld"}, "Noordenveld"),
        ({"postcode": "9401", "place": "Assen", "municipality": "Noordenveld", "province": "PV22"}, "Noordenveld"),
        ({"place": "Zwolle", "municipality": "Oost Gelre"}, "Oost Gelre"),
        ({"place": "Noordwijk", "municipality": "Westerkwartier"}, "Westerkwartier"),
        ({"postcode": "8011", "place": "Zwolle", "municipality": "Noordenveld", "province": "PV23"}, None),
        ({"postcode": "9401", "place": "Maastricht"}, None),
        ({"postcode": "9331", "place": "Roden"}, "Noordenveld"),
        ({"postcode": "9331", "place": "Roden", "municipality": "Noordenveld"}, "Noordenveld"),
        ({"place": "Beek", "province": "PV25"}, None),
        ({"place": "Nes", "province": "PV21"}, None),
    ],
)
def test_what_clues_contradict_gives_no_point_and_is_told(clues, town):
    found, remarks = location(clues, BOOK)
    assert (found.latitude, found.postcode, found.confidence, found.municipality_name) == (None, None, LOW, town)
    assert found.place in (None, clues["place"])
    assert found.place not in ("Zwolle", "Maastricht")
    assert remarks


def test_of_postcode_and_place_the_one_in_the_named_municipality_is_followed():
    clues = {"postcode": "8011", "place": "Norg", "municipality": "Noordenveld"}
    found, remarks = location(clues, BOOK)
    (norg,) = geography.by_place("Norg")
    assert (found.latitude, found.municipality_name, found.confidence) == (norg.latitude, "Noordenveld", MEDIUM)
    assert found.postcode is None
    assert len(remarks) == 1


@pytest.mark.parametrize(
    ("clues", "has_point"),
    [
        ({"place": "Matsloot", "municipality": "Tynaarlo"}, True),
        ({"place": "Fluitenberg", "municipality": "De Wolden"}, False),
        ({"postcode": "9461", "place": "Gasselternijveen"}, True),
        ({"postcode": "7812", "place": "Nieuw-Amsterdam"}, False),
    ],
    ids=["5.99 km from the named municipality", "6.01 km from it", "5.99 km between the two", "6.02 km between them"],
)
def test_six_kilometres_is_as_far_as_an_estimate_or_an_address_reaches(clues, has_point):
    found, remarks = location(clues, BOOK)
    assert (found.latitude is not None) == has_point == (not remarks)


def test_one_name_is_one_village_up_to_the_postcodes_of_zeewolde():
    counts = {name: len(geography.by_place(name, province)) for name, province in VILLAGES}
    assert counts == {"Zeewolde": 1, "Amsterdam": 1, "Oudega": 3, "Nes": 3, "Beek": 2, "Alteveer": 2}


VILLAGES = [("Zeewolde", "PV24"), ("Amsterdam", "PV27"), ("Oudega", "PV21"), ("Nes", "PV21"), ("Beek", "PV25")]
VILLAGES += [("Alteveer", "PV22")]


def test_a_village_called_as_a_province_waits_for_another_clue():
    assert location({"place": "Zeeland"}, BOOK)[0] is None
    assert location({"place": "Zeeland", "municipality": "Maashorst"}, BOOK)[0].municipality_name == "Maashorst"
    assert location({"place": "Utrecht"}, BOOK)[0].placed_by == "place"


def test_what_stands_beside_the_place_and_what_the_column_says_are_told_apart():
    found, remarks = location({"place": "9401 AB Assen", "postcode": "9331"}, BOOK)
    assert (found.latitude, found.municipality) == (None, None)
    assert ["andere postcode" in remarks[0], "ver uiteen" in remarks[1]] == [True, True]
    assert location({"place": "9401 AB Assen", "postcode": "9402"}, BOOK)[0].postcode == "9402"
    assert location({"place": "Nes (gem. Heerenveen)", "municipality": "Gemeente Heerenveen"}, BOOK)[1] == []
    assert location({"place": "Norg", "municipality": "Nergenshuizen"}, BOOK)[1] == [
        "de gemeente is niet bekend; er is op de andere kolommen geplaatst."
    ]


@settings(deadline=None)
@given(st.fixed_dictionaries({key: st.none() | st.text() for key in ("place", "postcode", "municipality")}))
def test_placing_never_raises_and_invents_no_province(clues):
    found, remarks = location(clues, BOOK)
    assert (found is None) == (bool(remarks) and "Vul een postcode of provincie in" in remarks[-1]) or found is None
    assert found is None or found.province in {area.code for area in BOOK.provinces}


def reference(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((REFERENCE / name).read_text("utf-8").splitlines()))


@needs_reference
def test_the_changes_lead_from_the_355_of_2020_to_the_342_of_2025():
    then = {row["GemeentecodeGM"] for row in reference("gemeenten_2020_codes_355.csv")}
    now = {row["id"]: row["name"] for row in reference("gemeenten_2025_codes_342.csv")}
    later = [change for change in changes() if change[0] > 2020]
    assert (len(then), len(now)) == (355, 342)
    assert {town.code for town in municipalities_in(2020)} == then
    assert {old for _, old, *_ in later} == then - now.keys()
    assert now.keys() - then <= {new for *_, new, _ in later}
    assert all(now[code] == name for *_, code, name in changes())
    assert {town.code for town in geography.municipalities()} == now.keys()
    counts = {year: 355 - _ended(later, year) + _begun(later, year, then) for year in (2021, 2022, 2023)}
    assert counts == {2021: 352, 2022: 345, 2023: 342}


def _ended(later, year: int) -> int:
    return len({old for when, old, *_ in later if when <= year})


def _begun(later, year: int, then: set[str]) -> int:
    return len({new for when, _, _, new, _ in later if when <= year} - then)


def municipalities_right(*columns: str) -> tuple[list[tuple], list[tuple]]:
    """Of the postcodes of the reference, placed by these columns: (confidence, whether it is right), and wrong ones."""
    placed, astray = [], []
    for row in reference("pc4_plaats_gemeente_provincie.csv"):
        if not (row["plaats"] and row["gemeente"]):
            continue
        clues = {"postcode": row["postcode"], "place": row["plaats"], "municipality": row["gemeente"]}
        found, _ = location({name: clues[name] for name in columns}, BOOK)
        if found:
            placed.append((found.confidence, found.municipality in codes(row["gemeente"])))
            astray += [row["postcode"]] if found.province != BOOK.area(row["provincie"]).code else []
    return placed, astray


@needs_reference
def test_with_place_and_municipality_nearly_every_postcode_lies_where_the_list_says():
    placed, astray = municipalities_right("place", "municipality")
    assert len(placed) > 4000
    assert sum(right for _, right in placed) / len(placed) >= 0.995
    assert astray == []


@needs_reference
def test_without_a_municipality_the_confidence_says_how_sure_it_is():
    placed, _ = municipalities_right("postcode", "place")
    high = [right for confidence, right in placed if confidence == HIGH]
    medium = [right for confidence, right in placed if confidence == MEDIUM]
    assert len(high) > 2500
    assert sum(high) / len(high) >= 0.97
    assert sum(medium) / len(medium) < 0.9


@needs_reference
def test_every_municipality_of_2020_is_known_today():
    for row in reference("gemeenten_2020_codes_355.csv"):
        found = municipalities_called(row["Gemeentenaam"])
        assert found, row["Gemeentenaam"]
        assert any(town.province == row["ProvinciecodePV"] for town in found)


def test_34_municipalities_of_2018_ended_in_2019_and_nine_began():
    first = [change for change in changes() if change[0] == 2019]
    kept = {"GM0014", "GM0394", "GM0575"}
    assert len({old for _, old, *_ in first}) == 34
    assert len({new for *_, new, _ in first} - kept) == 9


@pytest.mark.parametrize(("spelled", "postcode"), [("Den Haag", "2511"), ("Den Bosch", "5211")])
def test_a_place_has_its_official_name_with_and_without_a_postcode(spelled, postcode):
    official = location({"place": spelled}, BOOK)[0].place
    assert location({"place": spelled, "postcode": postcode}, BOOK)[0].place == official


def test_what_is_no_place_gets_the_name_of_its_postcode():
    found, _ = location({"place": "bij mevr. De Vries, Kerkstraat 12", "postcode": "9401"}, BOOK)
    assert found.place == "Assen"

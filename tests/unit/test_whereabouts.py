"""What one cell says about where something is, in all the ways in which people write it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib import paths
from monitor_lib.intake.files import cells
from monitor_lib.intake.places.placing import location
from monitor_lib.intake.places.whereabouts import town_of, whereabouts
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.tables import rows

BOOK = codebook.load()


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Nieuwerkerk a/d IJssel", "Nieuwerkerk aan den IJssel"),
        ("Capelle a.d. IJssel", "Capelle aan den IJssel"),
        ("Krimpen ad IJssel", "Krimpen aan den IJssel"),
        ("Alphen a. d. Rijn", "Alphen aan den Rijn"),
        ("Wijk b. Duurstede", "Wijk bij Duurstede"),
        ("Hoek v. Holland", "Hoek van Holland"),
        ("N-Scharwoude", "Noord-Scharwoude"),
        ("Oud Beijerland", "Oud-Beijerland"),
        ("St. Oedenrode", "Sint-Oedenrode"),
        ("Haag, Den", "'s-Gravenhage"),
        ("Gravenhage, 's-", "'s-Gravenhage"),
        ("Wijk (De)", "de Wijk"),
        ("YLST", "IJlst"),
        ("Ljouwert", "Leeuwarden"),
        ("Boalsert", "Bolsward"),
        ("Mestreech", "Maastricht"),
        ("Grolle", "Groenlo"),
        ("Easterwâlde", "Oosterwolde"),
    ],
)
def test_a_place_is_found_however_it_is_shortened_spoken_or_turned_round(written, official):
    assert {place.name for place in geography.by_place(written)} == {official}
    assert location({"place": written}, BOOK)[0].place == official


def test_every_other_spelling_leads_to_a_name_that_is_known_and_to_no_other_place():
    known = rows(paths.project().geography.postcodes)
    own = {(row["plaats"], row["provincie"]) for row in known}
    for row in rows(paths.project().geography.spellings):
        assert geography.by_place(row["official"]) or geography.municipalities_named(row["official"]), row
        found = geography.by_place(row["written"]) or geography.municipalities_named(row["written"])
        assert row["official"] in {each.name for each in found}
        assert not row["province"] or {each.province for each in found} == {row["province"]}
    assert ("IJlst", "Friesland") in own


@pytest.mark.parametrize(
    ("text", "places", "postcode", "municipality", "province"),
    [
        ("9401 AB Assen", ("Assen",), "9401", None, None),
        ("9451AX  Rolde", ("Rolde",), "9451", None, None),
        ("Assen 9401AB", ("Assen",), "9401", None, None),
        ("NL-9401 ab Assen", ("Assen",), "9401", None, None),
        ("Beilen (9411)", ("Beilen",), "9411", None, None),
        ("7957 de Wijk", ("de Wijk",), "7957", None, None),
        ("9401 AB", (), "9401", None, None),
        ("Kerkstraat 12, 9401 AB Assen", ("Assen",), "9401", None, None),
        ("Norg (gem. Noordenveld)", ("Norg",), None, "gem. Noordenveld", None),
        ("Norg gemeente Noordenveld", ("Norg",), None, "gemeente Noordenveld", None),
        ("Nes (Heerenveen)", ("Nes",), None, "Heerenveen", None),
        ("Den Burg (Texel)", ("Den Burg",), None, "Texel", None),
        ("gemeente Assen", (), None, "gemeente Assen", None),
        ("Land van Cuijk", (), None, "Land van Cuijk", None),
        ("Texel", (), None, "Texel", None),
        ("Drenthe", (), None, None, "PV22"),
        ("Provincie Groningen", (), None, None, "PV20"),
        ("Groningen", ("Groningen",), None, None, None),
        ("Beilen, Drenthe", ("Beilen",), None, None, "PV22"),
        ("Winsum (Groningen)", ("Winsum",), None, None, "PV20"),
        ("Hengelo Ov", ("Hengelo",), None, None, "PV23"),
        ("Hengelo (O)", ("Hengelo",), None, None, "PV23"),
        ("Bergen Limburg", ("Bergen",), None, None, "PV31"),
        ("Heel Limburg", (), None, None, "PV31"),
        ("hele Drenthe", (), None, None, "PV22"),
        ("Heel", ("Heel",), None, None, None),
        ("Amsterdam Zuidoost", ("Amsterdam",), None, None, None),
        ("Almere Haven", ("Almere",), None, None, None),
        ("Assen-Oost", ("Assen",), None, None, None),
        ("wijk Kloosterveen, Assen", ("Assen",), None, None, None),
        ("Assen e.o.", ("Assen",), None, None, None),
        ("Zeist en Driebergen", ("Zeist", "Driebergen"), None, None, None),
        ("Beek en Donk/Lieshout", ("Beek en Donk", "Lieshout"), None, None, None),
        ("Assen aan de Vaart", ("Assen aan de Vaart",), None, None, None),
        ("Laren bij Nergenshuizen", ("Laren bij Nergenshuizen",), None, None, None),
        ("omgeving Boxtel", ("omgeving Boxtel",), None, None, None),
    ],
)
def test_a_cell_tells_the_place_from_what_stands_around_it(text, places, postcode, municipality, province):
    found = whereabouts(text, BOOK)
    assert (found.places, found.postcode, found.municipality, found.province) == (
        places,
        postcode,
        municipality,
        province,
    )


@pytest.mark.parametrize(
    ("place", "municipality", "placed_by"),
    [
        ("9401 AB Assen", "Assen", "postcode"),
        ("gem. Westerveld", "Westerveld", "municipality"),
        ("Provincie Drenthe", None, "province"),
        ("Beek en Donk/Lieshout", "Laarbeek", "place"),
        ("'s-Hertogenbosch/Den Bosch", "'s-Hertogenbosch", "place"),
        ("Zeist/Driebergen", None, "province"),
    ],
)
def test_one_cell_can_place_a_row(place, municipality, placed_by):
    found, _ = location({"place": place}, BOOK)
    assert (found.municipality_name, found.placed_by) == (municipality, placed_by)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Drenthe (PV)", "PV22"), ("Friesland (Fryslân)", "PV21"), ("Prov. Drenthe", "PV22"), ("NL-GR", "PV20")),
        *(("L", "PV31"), ("Limb.", "PV31"), ("Ze", "PV29"), ("Ge", "PV25"), ("Br.", "PV30"), ("Gn", "PV20")),
        *(("Drenthe/Groningen", None), ("Drenthe of zo", None), ("provincie", None)),
    ],
)
def test_a_province_is_known_as_offices_and_people_write_it(text, code):
    assert cells.province(text, BOOK) == code


def test_of_an_address_only_the_town_is_told():
    assert town_of("Marktstraat 1, 9401 AB Assen") == "9401 AB Assen"
    assert town_of("Dorpsstraat 2") is None


def test_a_text_too_long_for_a_cell_is_not_taken_apart():
    assert whereabouts("Assen " + "e" * 194, BOOK).places == ("Assen",)
    assert whereabouts("Assen " + "e" * 195, BOOK).places != ("Assen",)


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read_and_names_no_province_that_it_does_not_hold(text):
    found = whereabouts(text, BOOK)
    assert found.province in {None, *(area.code for area in BOOK.provinces)}
    assert found.postcode is None or found.postcode in text

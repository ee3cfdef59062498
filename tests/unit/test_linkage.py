"""Which rows are one initiative: doubles found, traps left alone, ids that stay, every row accounted for."""

import random

import pandas as pd
import pytest

from monitor_lib.intake.lists.cleaning import Cleaned, Contact, ListRow
from monitor_lib.intake.matching import pairs
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.inventory import linked_inventory
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.intake.places.addresses import UNKNOWN, Location
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography

BOOK = codebook.load()
FIELDS = [field.id for field in BOOK.fields if not field.personal]


def row(name: str, place: str = "Assen", file: str = "a.xlsx", number: int | None = None, **values) -> ListRow:
    row.number = number or row.number + 1
    known = {"name": name, "place": place, "province": "PV22", **values}
    return ListRow(file, "Lijst", row.number, {field: known.get(field) for field in FIELDS})


row.number = 1


def inventory(*rows: ListRow, contacts: tuple = ()):
    return linked_inventory(Cleaned(list(rows), list(contacts)), BOOK)


def count(*rows: ListRow, contacts: tuple = ()) -> int:
    return len(inventory(*rows, contacts=contacts).initiatives)


def same_contact(*rows: ListRow) -> tuple[Contact, ...]:
    secrets = {"contact_person": "Zebedea Kanarie", "phone": "06-12345678", "email": "zebedea@kanarie.example"}
    return tuple(Contact(*entry.place, field, value) for entry in rows for field, value in secrets.items())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zorgcoöperatie De Brug", "Stichting Zorgcooperatie de Brug"),
        ("Zorgcoöperatie De Brug", "Zorgcoop. De Brug Assen"),
        ("Zorgcoöperatie De Brug", "Coöperatie Zorgcoöperatie De Brug U.A."),
        ("Zorgcoöperatie Assen", "Zorgcoöperatie"),
        ("Noaberzorgpunt De Vlinder", "Naoberzorgpunt de Vlinder"),
        ("Noaberzorgpunt De Vlinder", "Noaberzorgpunt De Vlindr"),
        ("Zorgzaam Dorp 't Wite Ljocht", "Zogrzaam dorp 't Wite Ljocht"),
        ("Buurtcollectief De Hoge Waslijn", "Buurtcoll. De Hoge Waslijn"),
        ("Stg. Sint Jan helpt elkaar", "St. Jan helpt elkaar"),
        ("Samen & Sterk", "Samen en Sterk (vereniging)"),
        ("De Buurthulp Dienst", "De Buurthulpdienst"),
    ],
)
def test_spellings_of_one_name_are_one_initiative(one, other):
    assert count(row(one), row(other, file="b.xlsx")) == 1


def test_a_slip_of_the_pen_within_one_list_is_asked_about_unless_a_contact_is_the_same():
    one, other = row("Hofje De Lindekade"), row("Hofje De Lendekade")
    found = inventory(one, other)
    assert (len(found.initiatives), len(found.waiting)) == (2, 1)
    assert count(one, other, contacts=same_contact(one, other)) == 1
    assert count(one, row("Hofje De Lindekade")) == 1


def test_two_rows_of_one_list_are_never_joined_through_a_third_that_names_no_place():
    rows = [row("Samen Sterk", place, municipality="Midden-Drenthe") for place in ("Elp", "Orvelte", None)]
    found = inventory(*rows)
    assert (len(found.initiatives), len(found.waiting)) == (2, 2)
    between = [row("Kring De Lindekade"), row("Kring De Lendekade"), row("Kring De Lindekde", file="b.xlsx")]
    assert count(*between) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("Stadsdorp Zuid"), row("Stadsdorp West")),
        (row("Buurthulp De Brug Noord"), row("Buurthulp De Brug Oost")),
        (row("Huiskamer 1 De Vlinder"), row("Huiskamer 2 De Vlinder")),
        (row("Zorgcoöperatie De Brug"), row("Dorpsbelang De Brug")),
        (row("Samen Sterk", "Assen"), row("Samen Sterk", "Emmen")),
        (row("Samen Sterk", "Beek", province="PV31"), row("Samen Sterk", "Beek", province="PV25")),
        (row("De Vlinder"), row("Het Anker")),
    ],
    ids=["direction", "direction behind", "number", "umbrella", "other place", "other province", "other name"],
)
def test_what_is_alike_is_not_yet_the_same(one, other):
    assert count(one, other) == 2
    assert count(one, other, contacts=same_contact(one, other)) == 2


def test_one_contact_and_one_website_never_make_two_names_one():
    one, other = row("De Vlinder", website="https://assen.example"), row("Het Anker", website="https://assen.example")
    assert count(one, other, contacts=same_contact(one, other)) == 2


def test_a_website_that_many_share_proves_nothing():
    names = ["Het Anker", "De Vlinder", "Ons Plein", "De Haard", "De Haarden"]
    rows = [row(name, postcode=f"940{n}", website="https://www.platform.example/x") for n, name in enumerate(names, 1)]
    assert count(*rows) == 5


def test_every_row_is_accounted_for_with_its_reason():
    found = inventory(
        row("Zorgcoöperatie De Brug", file="a.xlsx", number=2),
        row("Stichting Zorgcoöperatie De Brug", file="b.csv", number=14),
        row("De Vlinder", "Nergenshuizen", file="b.csv", number=15, province=None),
        ListRow("b.csv", "", 16, {**dict.fromkeys(FIELDS), "place": "Assen"}),
    )
    account = found.rows.set_index(["file", "row"])
    assert found.rows["row"].tolist() == [2, 14, 15, 16]
    assert account["status"].tolist() == ["used", "double", "unusable", "unusable"]
    assert account.loc[("b.csv", 14), "reason"] == "dubbel met a.xlsx rij 2 (naam 100, zelfde plaats)"
    assert "niet gevonden" in account.loc[("b.csv", 15), "reason"]
    assert account.loc[("b.csv", 16), "reason"].startswith("geen naam")
    assert found.initiatives["rows"].tolist() == [2]
    assert found.initiatives["networks"].tolist() == ["a|b"]


def test_fields_are_merged_by_most_common_value_and_choices_by_union():
    brug = "Zorgcoöperatie De Brug"
    found = inventory(
        row(brug, phase="actief", themes="zorg", start_year=2014, map_consent=True, postcode="9401"),
        row(brug, phase="slapend", themes="cohesie|wonen", map_consent=None),
        row(f"Stichting {brug}", phase="slapend", website="https://brug.example"),
    ).initiatives.iloc[0]
    assert found[["name", "themes"]].tolist() == [brug, "cohesie|zorg|wonen"]


def test_a_no_on_one_list_is_a_no():
    table = inventory(row("De Brug", map_consent=True), row("De Brug", map_consent=False)).initiatives
    assert table["map_consent"].tolist() == [False]
    assert inventory(row("De Brug")).initiatives["map_consent"].isna().all()


def test_the_municipality_that_one_row_names_wins_from_the_address_on_another_list():
    named, home = row("De Brug", "Norg", municipality="Noordenveld"), row("De Brug", "Norg", postcode="9331")
    table = inventory(row("De Brug", "Norg", postcode="9401"), named, home).initiatives
    (norg,) = geography.by_place("Norg")
    assert table[["municipality_name", "confidence"]].to_numpy().tolist() == [["Noordenveld", "high"]]
    assert abs(table["latitude"].iloc[0] - norg.latitude) < 0.05
    land = {"province": "PV27"}
    estimated = [row("De Brug", "Purmerland", **land) for _ in range(2)]
    landsmeer = inventory(row("De Brug", "Purmerland", municipality="Landsmeer", **land), *estimated).initiatives
    assert landsmeer["municipality_name"].tolist() == ["Landsmeer"]
    apart = inventory(row("De Brug", "Norg", municipality="Noordenveld"), row("De Brug", "Norg", municipality="Assen"))
    assert [fault.code for fault in apart.faults] == ["placing", "other_municipality"]
    assert "Assen, Noordenveld" in apart.faults[-1].message


def test_one_initiative_on_many_lists_stays_one():
    found = inventory(*(row("De Brug", file=f"{n}.csv") for n in range(20)))
    assert found.initiatives["rows"].tolist() == [20]
    assert found.faults == []


def test_one_row_that_contradicts_the_others_is_all_that_falls_apart():
    rows = [row("Buurthulp De Brug", file=f"{n}.csv") for n in range(7)]
    found = inventory(*rows, row("Buurthulp De Brug Noord"), row("Dorpsbelang De Brug"))
    assert sorted(found.initiatives["rows"]) == [1, 1, 7]


def test_a_chain_of_names_is_no_initiative_where_its_ends_are_not_alike():
    names = ["Brinkhof Hulpdienst", "Brinkhof Hulpdienst Linde", "Hulpdienst Linde", "Linde"]
    found = inventory(*(row(name, postcode="9401", website="https://x.example") for name in names))
    together = found.initiatives.set_index("name")["rows"].to_dict()
    assert len(together) > 1
    assert found.waiting


def test_lists_without_a_usable_row_give_empty_tables():
    found = inventory(row("De Brug", "Nergenshuizen", province=None))
    assert len(found.initiatives) == 0
    assert found.rows["status"].tolist() == ["unusable"]


NAMES = ["De Brug", "Stichting De Brug", "Zorgcoöperatie Het Anker", "Zorgcoop Het Anker", "De Vlinder", "Ons Plein"]


def test_ids_do_not_depend_on_the_order_of_rows_or_files():
    rows = [row(name, place, file=f"{n % 3}.csv") for n, name in enumerate(NAMES) for place in ("Assen", "Emmen")]
    first = inventory(*rows).initiatives
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        pd.testing.assert_frame_equal(inventory(*shuffled).initiatives, first)
    assert first["initiative_id"].str.fullmatch("ZG-[0-9a-f]{8}").all()


def test_a_list_more_changes_no_id_of_the_others():
    rows = [row(name, file="a.csv") for name in NAMES]
    before = set(inventory(*rows).initiatives["initiative_id"])
    after = set(
        inventory(*rows, row("Het Nieuwe Begin", file="b.csv"), row("De Vlinder", file="b.csv")).initiatives[
            "initiative_id"
        ]
    )
    assert before < after


@pytest.mark.parametrize("name", ["Ελλάς", "!!!", "Stichting", "St.", "De", "{{ 7*7 }}"])
def test_no_name_is_too_odd_to_compare(name):
    assert compared_name(name, "Assen", kinds_of_initiative(BOOK)).words
    assert count(row(name), row(name), row("De Vlinder")) == 2


@pytest.mark.parametrize(("users", "is_found"), [(40, True), (41, False)])
def test_mail_at_a_host_of_very_many_brings_no_questionnaire_to_an_initiative(users, is_found):
    """A name with a slip, and no place: what both have at a host of few is no luck, at one of many it is."""

    def known(number: int, name: str, where: Location) -> Entry:
        mail = frozenset({f"{number}@post.example"})
        return Entry(("", "", number), compared_name(name, None, kinds_of_initiative(BOOK)), where, contacts=mail)

    listed = [known(0, "De Regenboogstek", Location("PV22", "place", place="Assen"))]
    listed += [known(number, f"De {chr(97 + number % 26) * 9}{number}", UNKNOWN) for number in range(1, users)]
    asked = known(users, "De Regenboogstk", UNKNOWN)
    assert bool(pairs.matched([asked], listed, [str(number) for number in range(users)])) is is_found

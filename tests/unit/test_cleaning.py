"""Cells and lists: what is read is right, what is wrong is listed, what is personal stays apart."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.lists import asides
from monitor_lib.intake.lists.cleaning import cleaned_lists
from monitor_lib.intake.lists.fields import cleaned_cell
from monitor_lib.intake.matching import account
from monitor_lib.intake.matching.inventory import accounted, linked_inventory
from monitor_lib.intake.places.placing import location
from monitor_lib.reference import codebook
from monitor_lib.reference.text.folding import folded

BOOK = codebook.load()
DUTCH = st.text(st.sampled_from("0123456789 abcDEF.,;:/-()@é\u200b\u202e\n'\"|janeeNVT") | st.characters())


def listed(*rows: tuple[str, ...], name: str = "Lijst", file: str = "a.xlsx", hidden: bool = False) -> Sheet:
    return Sheet(file, name, hidden, rows)


def cleaned(*sheets: Sheet):
    return cleaned_lists(list(sheets), BOOK)


HEADINGS = ("Naam", "Plaats")


@given(DUTCH)
def test_cleaners_never_raise_and_change_nothing_twice(text):
    for cleaner in (cells.plain, cells.visible, cells.name, cells.postcode, cells.url):
        once = cleaner(text)
        assert once is None or cleaner(once) == once
    for field in BOOK.fields:
        once = cleaned_cell(text, field, BOOK).value
        if isinstance(once, str):
            assert cleaned_cell(once, field, BOOK).value == once


@given(DUTCH)
def test_cleaners_never_invent(text):
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdigit())
    assert (cells.postcode(text) or "") in digits
    letters = unicodedata.normalize("NFC", text)
    assert all(sign in letters or sign == " " for sign in cells.name(text) or "")
    year = cells.year(text)
    assert year is None or str(year) in digits or 20_000 <= int(digits) < 50_000
    assert all(
        code in BOOK.scale("themas").codes
        for code in (cells.choices(text, BOOK.scale("themas"))[0] or "").split("|")
        if code
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1850", 1850),
        ("1849", None),
        ("2099", 2099),
        ("2100", None),
        ("32874", 1990),  # 1 January 1990 as a spreadsheet counts days
        ("32873", None),
        ("49999", 2036),
        ("50000", None),
        ("sinds 2014", 2014),
        ("2014 of 2015", None),
        ("12014", None),
    ],
)
def test_a_year_and_what_is_none(text, found):
    assert cells.year(text) == found


@given(st.integers(0, 10**9))
def test_a_number_is_the_same_in_every_dutch_notation(value):
    assert (
        cells.number(str(value)) == cells.number(f"{value:,}".replace(",", ".")) == cells.number(f"{value},0") == value
    )


def test_nothing_with_three_decimals_is_not_a_thousand():
    assert [cells.number(text) for text in ("0.250", "0,25", "1.250", "12.500,5")] == [0.25, 0.25, 1250, 12500.5]


@given(st.text(st.sampled_from("abc .é"), max_size=20), st.text(st.sampled_from("abc, .é"), max_size=20))
def test_contact_data_does_not_stay_in_a_text(before, after):
    for secret in ("jan@voorbeeld.example", "06-12345678", "+31 (0)50 123 45 67", "0031 6 1234 5678", "(050) 1234567"):
        rest, found = cells.parted(f"{before} {secret} {after}")
        assert secret not in rest
        assert len(found) == 1


@pytest.mark.parametrize(
    "number",
    [
        *("06\u201112345678", "06 – 12 34 56 78", "0475\u2012123456", "06\u221212345678"),
        *("+32 475 12 34 56", "0049 170 1234567"),
    ],
)
def test_a_number_with_another_dash_or_from_abroad_does_not_stay_in_a_text(number):
    assert cells.parted(f"De Brug {number} Assen") == ("De Brug   Assen", [("phone", number)])


def test_brackets_with_contact_data_are_about_a_person_as_a_whole():
    rest, found = cells.parted("De Brug (bel Zebedea Kanarie, 06-12345678) [noord]")
    assert cells.plain(rest) == "De Brug [noord]"
    assert found == [("phone", "06-12345678"), ("contact_person", "bel Zebedea Kanarie,")]


@pytest.mark.parametrize(
    "text",
    ["0800-8010", "KvK 12345678", "01-03-2014 00:00", "52.1234567890", "€ 1.250.000,00", "2014-2019", "+1.250.000"],
)
def test_other_numbers_are_no_phone_numbers(text):
    assert cells.parted(text) == (text, [])


@pytest.mark.parametrize(
    ("cleaner", "text", "value"),
    [
        (cells.postcode, "1234 ab", "1234"),
        (cells.postcode, "1234AB", "1234"),
        (cells.postcode, "1234", "1234"),
        (cells.postcode, "0123", None),
        (cells.postcode, "12345", None),
        (cells.year, "sinds 2014", 2014),
        (cells.year, "2014-03-01", 2014),
        (cells.year, "41640", 2014),
        (cells.year, "41639", 2013),
        (cells.year, "2014/2015", None),
        (cells.year, "'14", None),
        (cells.url, "www.voorbeeld.nl/Over-Ons", "https://www.voorbeeld.nl/Over-Ons"),
        (cells.url, "HTTP://Voorbeeld.nl", "http://voorbeeld.nl"),
        (cells.url, "javascript:alert(1)", None),
        (cells.url, "javascript://voorbeeld.nl/%0aalert(1)", None),
        (cells.url, "https://jan:geheim@voorbeeld.nl", None),
        (cells.url, 'https://voorbeeld.nl/"onload=x', None),
        (cells.url, "facebook", None),
        (cells.yes_no, "Ja", True),
        (cells.yes_no, "nee", False),
        (cells.yes_no, "misschien", None),
        (cells.number, "1.234,5", 1234.5),
        (cells.number, "25.0000000000", 25),
        (cells.number, "0,5", 0.5),
        (cells.number, "12-15", None),
        (cells.name, "Zorg\u200bcoöpe\u0308ratie\u202e  Ons\nHuis", "Zorgcoöpëratie Ons Huis"),
        (cells.name, "- ?", None),
    ],
)
def test_cells_by_hand(cleaner, text, value):
    assert cleaner(text) == value


@pytest.mark.parametrize("text", ["Friesland", "Frl.", "fryslan", "PV21", "FRYSLÂN"])
def test_a_province_by_any_of_its_names(text):
    assert cells.province(text, BOOK) == "PV21"
    assert cells.province("Nederland", BOOK) is None


def test_choices_by_code_label_and_synonym_in_the_order_of_the_scale():
    assert cells.choices("zorg; Sociale cohesie / leefbaarheid,?", BOOK.scale("themas")) == ("cohesie|zorg", [])
    assert cells.choices("zorg, toveren", BOOK.scale("themas")) == ("zorg", ["toveren"])


def test_title_rows_total_rows_and_repeated_headers_are_no_data():
    sheet = listed(
        ("Lijst van onze initiatieven",),
        (),
        ("NAAM initiatief", "Woonplaats", "Startjaar"),
        ("De Brug", "Assen", "2014"),
        ("", "", ""),
        ("NAAM initiatief", "Woonplaats", "Startjaar"),
        ("Totaal Welzijn", "Norg", "2015"),
        ("Totaal", "", "2"),
    )
    rows = cleaned(sheet).rows
    assert [(row.row, row.values["name"], row.values["place"]) for row in rows] == [
        (4, "De Brug", "Assen"),
        (7, "Totaal Welzijn", "Norg"),
    ]


def test_headings_over_two_rows_and_under_a_group_are_read_together():
    sheet = listed(
        ("", "Waar", "", "Contactpersoon", ""),
        ("Naam van het", "Plaats", "Postcode", "", ""),
        ("initiatief", "", "(4 cijfers)", "Naam", "Tel."),
        ("De Brug", "Assen", "9401", "Zebedea Kanarie", "06-12345678"),
    )
    found = cleaned(sheet)
    (row,) = found.rows
    assert (row.row, row.values["name"], row.values["place"], row.values["postcode"]) == (4, "De Brug", "Assen", "9401")


def test_a_name_under_a_heading_about_a_person_is_a_persons_name():
    sheet = listed(
        ("", "", "Contactpersoon", "", ""),
        ("Naam", "Plaats", "Naam", "Woonplaats", "Postcode"),
        ("", "Assen", "Zebedea Kanarie", "Norg", "9401"),
    )
    found = cleaned(sheet)
    assert found.rows[0].values["postcode"] == "9401"
    assert found.rows[0].values["name"] is None
    assert found.rows[0].values["place"] == "Assen"
    assert [(contact.field, contact.value) for contact in found.contacts] == [
        ("contact_person", "Zebedea Kanarie"),
        ("contact_person", "Norg"),
    ]


def test_a_column_without_a_heading_is_listed_too():
    rows = ("De Brug", "Assen", "9401", ""), ("Het Anker", "Norg", "", "", "x")
    found = cleaned(listed(("Naam", "Plaats", "", "06-12345678"), *rows))
    assert [(fault.code, fault.column) for fault in found.faults] == [("unmapped_column", letter) for letter in "CDE"]
    assert [line["proposed"] for line in found.headings] == ["Postcode", "", ""]


@pytest.mark.parametrize("label", ["Totaal", "totaal: 14", "Eindtotaal aantal initiatieven", "Aantal", "SOM"])
def test_a_sum_is_told_and_is_no_row(label):
    found = cleaned(listed(HEADINGS, ("De Brug", "Assen"), (label, "14")))
    assert [row.row for row in found.rows] == [2]
    assert [(fault.code, fault.row) for fault in found.faults] == [("total_row", 3)]


@pytest.mark.parametrize("row", [("Som der Delen", ""), ("Totaal Welzijn", "9401"), ("Totaal", "Assen")])
def test_a_name_with_a_word_for_a_sum_is_a_row(row):
    assert len(cleaned(listed(HEADINGS, row)).rows) == 1


CELL = st.sampled_from(
    ["", " ", "De Brug", "Assen", "Hengelo", "Totaal", "14", "\u200b", "=1+1", "9401 AB", "x@y.example"]
)
CELLS = st.lists(st.tuples(CELL | st.text(max_size=6), CELL, CELL | st.text(max_size=6)), max_size=12)


@settings(deadline=None, max_examples=60)
@example([(" ", "", "")])
@given(CELLS)
def test_no_row_is_ever_lost(rows):
    found = cleaned(listed(("Naam", "Plaats", "Postcode"), *rows))
    counted = [row for row in rows if any(map(str.strip, row))]
    told = [fault for fault in found.faults if fault.code in (*asides.WORDS, "group_row")]
    repeated = [row for row in counted if [folded(cell) for cell in row] == ["naam", "plaats", "postcode"]]
    assert len(found.rows) + len(told) + len(repeated) == len(counted)
    inventory = linked_inventory(found, BOOK)
    statuses = inventory.rows["status"].value_counts()
    counted = accounted(inventory, account.Judged(), BOOK)
    assert len(inventory.rows) == len(found.rows) == sum(statuses.get(name, 0) for name in account.STATUSES)
    assert len(inventory.initiatives) == statuses.get("used", 0)
    assert (counted[["used", "double", "outside", "unusable"]].sum(axis=1) == counted["delivered"]).all()
    assert len(set(inventory.initiatives["initiative_id"])) == len(inventory.initiatives)


def test_a_missing_column_is_an_error_that_names_what_is_accepted():
    (fault,) = cleaned(listed(("Naam", "Provincie"), ("De Brug", "Drenthe"))).faults
    assert fault.severity == "error"
    assert str(fault).startswith('a.xlsx, blad Lijst, rij 1, kolom Plaats: de kolom "Plaats" ontbreekt')
    assert '"woonplaats"' in str(fault)
    assert 'zet in headings.csv bij die kolom onder decision "Plaats"' in str(fault)


def test_a_file_without_a_header_or_without_cells_is_an_error():
    faults = cleaned(listed(("a", "b"), ("c", "d")), listed((), file="b.xlsx")).faults
    assert [(fault.file, fault.code) for fault in faults if fault.severity == "error"] == [
        ("b.xlsx", "empty"),
        ("a.xlsx", "no_header"),
    ]


def test_notes_beside_a_list_are_a_remark_and_a_hidden_list_counts():
    found = cleaned(
        listed(("Toelichting",), name="Uitleg"),
        listed(HEADINGS, ("De Brug", "Assen")),
        listed(HEADINGS, ("Het Anker", "Norg"), name="Oud", hidden=True),
    )
    assert [row.values["name"] for row in found.rows] == ["De Brug", "Het Anker"]
    assert [(fault.sheet, fault.code, fault.severity) for fault in found.faults] == [
        ("Uitleg", "no_header", "remark"),
        ("Oud", "hidden_sheet", "remark"),
    ]


def test_an_unusable_cell_is_told_with_place_value_and_what_is_allowed():
    found = cleaned(
        listed((*HEADINGS, "Postcode", "Fase"), ("De Brug", "Assen", "12345", "klaar"), ("Anker", "Norg", "?", ""))
    )
    assert [str(fault) for fault in found.faults] == [
        'a.xlsx, blad Lijst, rij 2, kolom Postcode: "12345" is geen postcode (verwacht 4 cijfers of 1234 AB). '
        "Verbeter de cel of laat hem leeg.",
        'a.xlsx, blad Lijst, rij 2, kolom Fase: "klaar" is geen antwoord bij Fase (mogelijk zijn: Verkennend, '
        "In oprichting, Actief, Slapend, Gestopt). Verbeter de cel of laat hem leeg.",
    ]
    assert found.rows[0].values["postcode"] is None


def test_personal_cells_go_to_the_contacts_and_nowhere_else():
    secrets = ["Zebedea Kanarie", "zebedea@kanarie.example", "06-12345678", "Kanariepad 17", "belt na zessen"]
    headings = (
        *HEADINGS,
        "Contactpersoon",
        "E-mail",
        "Telefoon",
        "Adres",
        "Opmerkingen",
        "Notitie van Zebedea Kanarie",
    )
    found = cleaned(listed(headings, (f"De Brug ({secrets[1]})", "Assen", *secrets, "geheim")))
    row = next(iter(found.rows))
    assert row.values["name"] == "De Brug"
    assert [contact.value for contact in found.contacts] == [secrets[1], *secrets]
    public = str([row.values, [str(fault) for fault in found.faults]])
    assert [secret for secret in (*secrets, "Zebedea", "geheim") if secret in public] == []
    assert [(fault.code, fault.column) for fault in found.faults] == [
        ("may_be_persons", ""),
        ("personal", "Naam"),
        ("unmapped_column", "H"),
    ]


def test_of_two_columns_that_mean_the_same_the_first_filled_cell_counts():
    found = cleaned(listed(("Naam", "Plaats", "Dorp"), ("De Brug", "", "Norg"), ("Het Anker", "Assen", "ASSEN")))
    assert [row.values["place"] for row in found.rows] == ["Norg", "Assen"]
    assert [(fault.code, fault.column) for fault in found.faults] == [("repeated_column", "Dorp")]


PERSON = "Zebedea Kanarie"


@pytest.mark.parametrize("turn", [1, -1], ids=["as written", "turned round"])
@pytest.mark.parametrize(
    ("headings", "row", "name", "contacts"),
    [
        (("Initiatief", "Organisatie", "Plaats"), ("Eettafel", "Welzijn Assen", "Assen"), "Eettafel", []),
        (("Naam", "Initiatief", "Plaats"), (PERSON, "Eettafel", "Assen"), "Eettafel", [PERSON]),
        (("Naam", "Initiatief", "Plaats"), (PERSON, "", "Assen"), None, [PERSON]),
        (("Titel", "Naam initiatief", "Plaats"), ("Mevr.", "Eettafel", "Assen"), "Eettafel", []),
        (("Naam", "Naam", "Plaats"), ("Eettafel", "", "Assen"), "Eettafel", []),
    ],
)
def test_the_more_specific_heading_is_the_name_wherever_it_stands(headings, row, name, contacts, turn):
    found = cleaned(listed(headings[::turn], row[::turn]))
    assert [line.values["name"] for line in found.rows] == [name]
    assert [contact.value for contact in found.contacts] == contacts
    assert {fault.code for fault in found.faults} == {"repeated_column"}
    assert {fault.severity for fault in found.faults} == {"remark"}


@pytest.mark.parametrize("turn", [1, -1], ids=["as written", "turned round"])
@pytest.mark.parametrize(
    ("headings", "rows", "label"),
    [
        (("Naam", "Organisatie", "Plaats"), [(PERSON, "De Brug", "Assen")], "Naam"),
        (("Naam", "Organisatie", "Plaats"), [(PERSON, "", "Assen"), ("", "De Brug", "Assen")], "Naam"),
        (("Naam", "Titel", "Plaats"), [("De Brug", "Mevr.", "Assen")], "Naam"),
        (("Naam", "Plaats", "Naam"), [("De Brug", "Assen", ""), ("", "Assen", PERSON)], "Naam"),
        (("Naam", "Plaats", "E-mail", "Plaats"), [("De Brug", "Norg", "", "Zwolle")], "Plaats"),
        (("Naam", "Plaats", "Postcode", "PC4"), [("De Brug", "Norg", "9331", "8011")], "Postcode"),
        (("Naam", "Plaats", "Gemeente", "Gem."), [("De Brug", "Norg", "Assen", "Zwolle")], "Gemeente"),
    ],
)
def test_equally_sure_columns_that_differ_are_an_error_to_decide_on(headings, rows, label, turn):
    found = cleaned(listed(headings[::turn], *(row[::turn] for row in rows)))
    (fault,) = [fault for fault in found.faults if fault.severity == "error"]
    assert (fault.code, fault.column) == ("clashing_columns", label)
    assert "headings.csv" in fault.message
    assert PERSON not in fault.message
    assert found.rows == []
    assert [line["proposed"] for line in found.headings] == [label, label]


def test_a_clash_names_its_columns_how_many_rows_and_the_first_three():
    rows = [(PERSON, f"De Brug {n}", "Assen") for n in range(5)]
    found = cleaned(listed(("Naam", "Organisatie", "Plaats"), *rows, ("De Brug", "de brug", "Assen")))
    assert 'kolommen A ("Naam") en B ("Organisatie")' in found.faults[0].message
    assert "in 5 rijen iets anders (rij 2, 3, 4, ...)" in found.faults[0].message


def test_where_a_person_lives_gives_way_with_the_postcode_beside_it():
    headings = ("Initiatief", "Plaats", "Contactpersoon", "Adres", "Postcode", "Woonplaats")
    found = cleaned(listed(headings, ("De Brug", "Norg", PERSON, "Plein 1", "8011 AA", "Zwolle")))
    assert (found.rows[0].values["place"], found.rows[0].values["postcode"]) == ("Norg", None)
    assert [contact.value for contact in found.contacts] == [PERSON, "Plein 1", "8011 AA", "Zwolle"]
    own = cleaned(listed(("Initiatief", "Woonplaats", "Postcode", "Plaats"), ("De Brug", "Zwolle", "9331", "Norg")))
    assert (own.rows[0].values["place"], own.rows[0].values["postcode"]) == ("Norg", "9331")


def test_where_a_contact_person_lives_is_no_place_unless_a_person_says_so():
    headings = ("Initiatief", "Contactpersoon", "Adres", "Postcode", "Woonplaats")
    found = cleaned(listed((*headings, "Gemeente"), ("De Brug", PERSON, "Plein 1", "8011 AA", "Zwolle", "Assen")))
    spot, _ = location(found.rows[0].values, BOOK)
    assert (spot.municipality_name, spot.place, spot.latitude) == ("Assen", None, None)
    assert "Zwolle" in [contact.value for contact in found.contacts]
    assert [(line["column"], line["proposed"]) for line in found.headings] == [("E", "Plaats")]
    refused = cleaned(listed(headings, ("De Brug", PERSON, "Plein 1", "8011 AA", "Zwolle")))
    assert [fault.message[:60] for fault in refused.faults if fault.severity == "error"] == [
        'de kolom "Plaats" ontbreekt. Misschien is het kolom E: zet i'
    ]
    decided = {("a.xlsx", "Lijst", "E", "Woonplaats"): BOOK.field("place")}
    told = cleaned_lists([listed(headings, ("De Brug", PERSON, "Plein 1", "8011 AA", "Zwolle"))], BOOK, decided)
    postcode = {("a.xlsx", "Lijst", "D", "Postcode"): BOOK.field("postcode")}
    kept = cleaned_lists([listed(headings, ("De Brug", PERSON, "Plein 1", "8011 AA", "Zwolle"))], BOOK, postcode)
    assert [(row.values["place"], row.values["postcode"]) for row in kept.rows] == [(None, "8011")]
    assert [(row.values["place"], row.values["postcode"]) for row in told.rows] == [("Zwolle", "8011")]


@pytest.mark.parametrize(
    ("headings", "cells", "consent"),
    [
        (("Openbaar", "Op de kaart"), ("ja", "nee"), False),
        (("Openbaar", "Op de kaart"), ("nee", "ja"), False),
        (("Openbaar", "Op de kaart"), ("ja", ""), None),
        (("Openbaar", "Op de kaart"), ("", "ja"), True),
        (("Kaart", "Op de kaart"), ("ja", "nee"), False),
        (("Kaart", "Op de kaart"), ("ja", ""), True),
        (("Openbaar",), ("ja",), True),
    ],
)
@pytest.mark.parametrize("turn", [1, -1], ids=["as written", "turned round"])
def test_a_no_beats_a_yes_and_a_general_yes_is_no_consent(headings, cells, consent, turn):
    found = cleaned(listed(("Naam", "Plaats", *headings[::turn]), ("De Brug", "Assen", *cells[::turn])))
    assert [row.values["map_consent"] for row in found.rows] == [consent]
    told = [fault for fault in found.faults if fault.code == "consent"]
    assert bool(told) == ("ja" in cells and consent is not True)


@pytest.mark.parametrize(
    ("headings", "row", "municipality", "placed_by"),
    [
        (("Naam", "Gemeente"), ("De Brug", "Assen"), "Assen", "municipality"),
        (("Naam", "PC/Plaats"), ("De Brug", "9401 AB Assen"), "Assen", "postcode"),
        (("Naam", "Postcode en woonplaats"), ("De Brug", "9401AB  Assen"), "Assen", "postcode"),
        (("Naam", "Adres", "Telefoon"), ("De Brug", "Marktstraat 1, 9401 AB Assen", ""), "Assen", "postcode"),
    ],
)
def test_a_list_without_a_place_is_read_where_another_column_says_it(headings, row, municipality, placed_by):
    found = cleaned(listed(headings, row))
    spot, remarks = location(found.rows[0].values, BOOK)
    assert (spot.municipality_name, spot.placed_by, remarks) == (municipality, placed_by, [])
    assert [contact.value for contact in found.contacts] == [cell for cell in row if "straat" in cell]


def test_an_address_behind_a_person_is_no_place_of_an_initiative():
    headings = ("Naam", "Contactpersoon", "Adres")
    found = cleaned(listed(headings, ("De Brug", PERSON, "Marktstraat 1, 9401 AB Assen")))
    assert [fault.code for fault in found.faults] == ["missing_column"]


def test_rows_lie_in_the_municipality_that_their_sheet_or_a_heading_between_them_names():
    grouped = listed(
        HEADINGS,
        ("Gemeente Assen", ""),
        ("De Brug", ""),
        ("Noordenveld", ""),
        ("De Zwaan", "Norg"),
        ("Provincie Groningen", ""),
        ("De Es", ""),
        ("", "Westerveld"),
    )
    found = cleaned(grouped)
    places = [(row.values["name"], row.values["municipality"], row.values["province"]) for row in found.rows]
    assert places == [
        ("De Brug", "Gemeente Assen", None),
        ("De Zwaan", "Noordenveld", None),
        ("De Es", None, "PV20"),
        (None, None, "PV20"),
    ]
    assert [(fault.code, fault.row) for fault in found.faults] == [("group_row", 2), ("group_row", 4), ("group_row", 6)]
    sheets = [listed(("Naam", "Contact"), ("De Brug", PERSON), name=name) for name in ("Assen", "Gem. Noordenveld")]
    assert [row.values["municipality"] for row in cleaned(*sheets).rows] == ["Assen", "Gem. Noordenveld"]
    own = listed(("Naam", "Gemeente"), ("De Brug", "Zwolle"), name="Assen")
    assert [row.values["municipality"] for row in cleaned(own).rows] == ["Zwolle"]
    assert [fault.code for fault in cleaned(listed(("Naam", "Contact"), ("De Brug", ""))).faults] == ["missing_column"]


def test_invisible_signs_are_taken_away_and_reported():
    found = cleaned(listed(HEADINGS, ("De\u202e Brug\u200b", "Assen")))
    assert found.rows[0].values["name"] == "De Brug"
    assert [fault.code for fault in found.faults] == ["invisible"]


@pytest.mark.parametrize(
    ("clues", "province", "placed_by"),
    [
        ({"postcode": "9401", "place": "Assen"}, "PV22", "postcode"),
        ({"place": "Assen"}, "PV22", "place"),
        ({"place": "Beuningen (Gld.)"}, "PV25", "place"),
        ({"place": "Beek (Gld.)"}, "PV25", "province"),
        ({"place": "Nergenshuizen", "municipality": "Assen"}, "PV22", "municipality"),
        ({"place": "Nergenshuizen", "province": "PV22"}, "PV22", "province"),
        ({"place": "Assen", "province": "PV31"}, "PV31", "province"),
    ],
)
def test_a_row_is_placed_by_the_surest_clue(clues, province, placed_by):
    found, _ = location(clues, BOOK)
    assert (found.province, found.placed_by) == (province, placed_by)
    assert (found.latitude is None) == (placed_by in ("municipality", "province"))


def test_the_postcode_wins_from_the_province_with_a_remark():
    found, remarks = location({"postcode": "9401", "place": "Assen", "province": "PV31"}, BOOK)
    assert (found.province, len(remarks)) == ("PV22", 1)


def test_a_place_in_several_provinces_needs_another_clue():
    nowhere, reasons = location({"place": "Hengelo"}, BOOK)
    assert nowhere is None
    assert "meer provincies" in reasons[-1]
    assert location({"place": "Hengelo", "province": "PV23"}, BOOK)[0].province == "PV23"


def test_a_list_of_headings_alone_is_told():
    (fault,) = cleaned(listed(HEADINGS, ("", " "), file="leeg.csv")).faults
    assert (fault.file, fault.code, fault.row, fault.severity) == ("leeg.csv", "no_rows", 1, "remark")
    assert "lever het bestand dan opnieuw aan" in fault.message
    assert cleaned(listed(HEADINGS, ("De Linde", "Assen"))).faults == []

"""Habits of real lists: what is no row, what programs leave in a cell, and cells that are not under their headings."""

import io

import openpyxl
import pytest

from monitor_lib import paths
from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import DeliveryError, Fault, Sheet, delivered_sheets, grouped
from monitor_lib.intake.lists import mending
from monitor_lib.intake.lists.cleaning import cleaned_lists
from monitor_lib.intake.matching import definition
from monitor_lib.intake.matching.inventory import linked_inventory
from monitor_lib.intake.wave import inventory_account
from monitor_lib.reference import codebook

BOOK = codebook.load()
HEADS = ("Naam", "Plaats", "Contactpersoon", "Website")
ONE, OTHER = ("Eetclub Oost", "Assen", "", ""), ("Ons Plein", "Norg", "", "")


def listed(*rows, file="bokd.xlsx", name="Lijst", heads=HEADS):
    return cleaned_lists([Sheet(file, name, False, (heads, *rows))], BOOK)


def names(found):
    return [row.values["name"] for row in found.rows]


def codes(found):
    return [fault.code for fault in found.faults]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("Totaal Drenthe", "", "", "12"), "total_row"),
        (("Totaal gemeente Assen: 1", "", "", ""), "total_row"),
        (("Subtotaal", "", "", "3"), "total_row"),
        (("aantal initiatieven 14", "", "", ""), "total_row"),
        (("Totaal", "", "", "9"), "total_row"),
        (("Totaal: 6 initiatieven", "", "", ""), "total_row"),
        (("In totaal 6 initiatieven", "", "", ""), "total_row"),
        (("6 initiatieven", "", "", ""), "total_row"),
        (("Aantal rijen = 6", "", "", ""), "total_row"),
        (("TOTAAL 6 (was 5)", "", "", ""), "total_row"),
        (("Totaal gemeente Assen: 1", "Assen", "", ""), "total_row"),
        (("", "", "", "7"), "number_row"),
        (("", "", "Quirijn Kwikstaart", ""), "contact_row"),
        (("Regio Noord", "", "", ""), "section_row"),
        (("In oprichting:", "", "", ""), "section_row"),
        (("* nog niet bevestigd", "", "", ""), "note_row"),
        (("Bron: eigen inventarisatie", "", "", ""), "note_row"),
        (("x" * 81, "", "", ""), "note_row"),
    ],
)
def test_what_is_no_initiative_is_told_and_is_no_row(row, code):
    found = listed(ONE, row, OTHER)
    assert names(found) == ["Eetclub Oost", "Ons Plein"]
    assert codes(found) == [code]
    assert "Kwikstaart" not in " ".join(fault.message for fault in found.faults)


@pytest.mark.parametrize(
    "row",
    [
        ("Totaal Zorg", "Assen", "", ""),
        ("De 6 initiatieven", "Assen", "", ""),
        ("Initiatieven", "Assen", "", ""),
        ("Totaal Welzijn", "9401", "", ""),
        ("Som der Delen", "Assen", "", ""),
        ("Regio Noord", "Assen", "", ""),
        ("Bron van Leven", "Assen", "", ""),
        ("Zomaar Een", "", "", ""),
        ("x" * 80, "", "", ""),
        ("", "Assen", "Quirijn Kwikstaart", ""),
    ],
)
def test_what_may_be_an_initiative_stays_a_row(row):
    assert len(listed(ONE, row, OTHER).rows) == 3


def test_one_cell_below_an_empty_row_is_a_note_and_above_others_it_is_a_row():
    found = listed(ONE, ("", "", "", ""), ("bijgehouden door ons", "", "", ""))
    assert (names(found), codes(found)) == (["Eetclub Oost"], ["below_row"])
    assert len(listed(("Zomaar Een", "", "", ""), ONE).rows) == 2


def test_a_second_contact_goes_to_the_contacts():
    found = listed(ONE, ("", "", "Quirijn Kwikstaart", ""))
    assert [contact.value for contact in found.contacts] == ["Quirijn Kwikstaart"]


@pytest.mark.parametrize(
    ("text", "seen", "codes"),
    [
        ("<b>Ons</b> Plein", "Ons Plein", ["marks"]),
        ("Brood &amp; Soep", "Brood & Soep", ["marks"]),
        ('<a href="https://x.example">Ons</a>', '<a href="https://x.example">Ons</a>', []),
        ("Zorg <3 Buurt > Stad", "Zorg <3 Buurt > Stad", []),
        ("CoÃ¶peratie", "Coöperatie", ["letters"]),
        ("BuurtcafÃ©", "Buurtcafé", ["letters"]),
        ("CoÃ¶peratie “Öns Hûs”", "Coöperatie “Öns Hûs”", ["letters"]),
        ("â€˜t Plein", "‘t Plein", ["letters"]),
        ("São Paulo-straat", "São Paulo-straat", []),
        ("Â", "Â", []),
        ("Coöperatie", "Coöperatie", []),
    ],
)
def test_what_programs_left_in_a_cell_is_taken_out_and_told(text, seen, codes):
    found, told = mending.mended(text)
    assert (cells.plain(found), [code for code, _ in told]) == (seen, codes)


@pytest.mark.parametrize("error", ["#N/B", "#NAAM?", "#VERW!", "#DEEL/0!", "#N/A", "#ref!"])
def test_an_error_of_a_spreadsheet_is_an_error_as_text_too(error):
    (fault,) = [fault for fault in listed((error, "Assen", "", "")).faults if fault.code == "sheet_error"]
    assert fault.severity == "error"
    assert error in fault.message


def test_an_error_in_a_workbook_is_seen_though_its_cell_reads_as_empty(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Naam", "Plaats"])
    book.active.append(["Ons Plein", "#N/A"])
    book.active["B2"].data_type = "e"
    content = io.BytesIO()
    book.save(content)
    (tmp_path / "bokd.xlsx").write_bytes(content.getvalue())
    sheets, _ = delivered_sheets(tmp_path, frozenset())
    assert sheets[0].rows[1] == ("Ons Plein", "#N/A")


def shifted(*rows, heads=("Naam", "Plaats")):
    found = listed(*rows, file="bokd.csv", name="", heads=heads)
    return [bool(row.refused) for row in found.rows]


def test_a_row_with_more_cells_than_the_heading_is_not_used():
    good = [(f"Initiatief {n}", "Assen", "") for n in range(3)]
    assert shifted(*good, ("Samen", " voor elkaar", "Assen")) == [False, False, False, True]
    assert shifted(*((f"Initiatief {n}", "Assen", "x") for n in range(4))) == [False] * 4
    assert shifted(*good, ("Soep &amp", " Brood", "")) == [False, False, False, True]
    assert shifted(*good, ("Soep & brood", "Assen", "")) == [False] * 4
    assert shifted(*good, ("Samen", "Assen", "x"), heads=("Naam", "Plaats", "")) == [False] * 4


def sheets(*others):
    whole = Sheet("bokd.xlsx", "Assen", False, (("Naam", "Plaats"), ("Ons Plein", "Assen")))
    return cleaned_lists([whole, *(Sheet("bokd.xlsx", name, False, rows) for name, rows in others)], BOOK)


def test_a_sheet_that_goes_on_without_headings_is_read_where_it_fits_and_an_error_where_it_does_not():
    found = sheets(("Norg", (("Eetclub Oost", "Norg"), ("Buurtbus", "Norg"))))
    assert [row.row for row in found.rows] == [2, 1, 2]
    assert codes(found) == ["inherited_headings"]
    found = sheets(("Blad2", (("Eetclub Oost", "Nergenshuizen"), ("Buurtbus", "Nergenshuizen"))))
    (fault,) = [fault for fault in found.faults if fault.severity == "error"]
    assert (fault.code, fault.sheet) == ("headless", "Blad2")
    assert 'blad "Assen"' in fault.message
    notes = (("Wat hier staat, is een toelichting",), ("en nog een regel",), ("met een datum", "2021"))
    assert [fault.severity for fault in sheets(("Uitleg", notes)).faults] == ["remark"]


def test_such_a_row_is_in_the_account_with_its_reason():
    good = [(f"Initiatief {n}", "Assen", "") for n in range(3)]
    found = listed(*good, ("Samen", " voor elkaar", "Assen"), file="bokd.csv", name="", heads=("Naam", "Plaats"))
    row = linked_inventory(found, BOOK).rows.iloc[3]
    assert row["status"] == "unusable"
    assert "meer cellen dan de kopregel, die er 2 heeft" in row["reason"]


def unnamed(file, tmp_path):
    (tmp_path / "inventory").mkdir(exist_ok=True)
    (tmp_path / "inventory" / file).write_text("Naam;Plaats\nOns Plein;Assen\n", "utf-8")
    _, faults, _ = inventory_account(paths.Delivered(tmp_path), tmp_path / "rijen.csv", BOOK)
    (tmp_path / "inventory" / file).unlink()
    return [fault.message for fault in faults if fault.code == "no_network"]


def test_a_file_that_is_no_networks_is_told_with_the_network_that_it_may_be(tmp_path):
    for network in BOOK.networks:
        (told,) = unnamed(f"Lijst {network.id} definitief (2).csv", tmp_path)
        assert f"Bedoelt u {network.name}?" in told
        assert unnamed(f"{network.id.upper()}.csv", tmp_path) == []
    (told,) = unnamed("iets anders.csv", tmp_path)
    assert "Bedoelt" not in told


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1849", None),
        ("1850", 1850),
        ("20015", None),
        ("32873", None),
        ("32874", 1990),
        ("43466", 2019),
        ("2014", 2014),
    ],
)
def test_a_slip_in_a_year_is_no_day(text, year):
    assert cells.year(text) == year


@pytest.mark.parametrize("name", ["Ons Plein (gestopt per 2019)", "VERVALLEN - Ons Plein", "Ons Plein, opgeheven"])
def test_a_name_that_says_that_it_ended_is_a_question(name):
    inventory = linked_inventory(listed((name, "Assen", "", "")), BOOK)
    (line,) = definition.proposals(inventory.initiatives, inventory.initiatives.head(0), inventory.ended, BOOK)
    assert line["proposed"] == "lasting: nee (de naam zegt dat het is gestopt)"


def test_equal_remarks_are_one_line_with_a_count_and_the_first_places():
    alike = [Fault("a.csv", "x", "zo niet.", row=n, severity="remark") for n in range(2, 97)]
    other = Fault("a.csv", "x", "anders.", row=5, column="Naam")
    assert list(grouped([*alike, other])) == [
        "a.csv, 95 keer (rij 2, rij 3, rij 4, …): zo niet.",
        "a.csv, rij 5, kolom Naam: anders.",
    ]
    error = DeliveryError([*alike, other])
    assert str(error) == "a.csv, rij 5, kolom Naam: anders."
    assert len(error.remarks) == 95


@pytest.mark.parametrize(("wider", "refused"), [(6, 6), (7, 0)])
def test_from_seven_in_ten_rows_on_what_stands_without_a_heading_is_a_column(wider, refused):
    rows = [(f"Initiatief {n}", "Assen", "x" if n < wider else "") for n in range(10)]
    assert sum(shifted(*rows)) == refused


@pytest.mark.parametrize(("alone", "severity"), [(1, "error"), (2, "remark")])
def test_a_sheet_of_which_one_in_five_rows_has_one_cell_goes_on_from_the_other_and_of_more_is_notes(alone, severity):
    rows = [("", "regel") if n < alone else (f"Iets {n}", "Nergenshuizen") for n in range(5)]
    found = [fault for fault in sheets(("Blad2", tuple(rows))).faults if fault.sheet == "Blad2"]
    assert [fault.severity for fault in found] == [severity]


def on_the_map(*rows, heads, decided=None):
    sheet = Sheet("bokd.csv", "", False, (heads, *rows))
    return [row.values["map_consent"] for row in cleaned_lists([sheet], BOOK, decided or {}).rows]


MAP = ("Naam", "Plaats", "Op de kaart")


def test_a_heading_that_says_no_is_no_proposal_for_consent_and_its_ticks_are_a_no():
    heads = ("Naam", "Plaats", "Niet op de kaart")
    rows = (("Eetclub Oost", "Assen", "x"), ("Ons Plein", "Norg", ""))
    (line,) = cleaned_lists([Sheet("bokd.csv", "", False, (heads, *rows))], BOOK).headings
    assert line["proposed"] == ""
    decided = {("bokd.csv", "", "C", "Niet op de kaart"): BOOK.field("map_consent")}
    assert on_the_map(*rows, heads=heads, decided=decided) == [False, None]


@pytest.mark.parametrize("heading", ["Bezwaar tegen publicatie", "Toestemming website", "Privacy akkoord"])
def test_while_a_column_may_be_about_consent_no_yes_counts_until_a_person_said_what_it_is(heading):
    heads, row = (*MAP, heading), ("Eetclub Oost", "Assen", "ja", "ja")
    assert on_the_map(row, heads=heads) == [None]
    assert on_the_map(row, heads=heads, decided={("bokd.csv", "", "D", heading): None}) == [True]
    assert on_the_map((*row[:2], "nee", ""), heads=heads) == [False]


@pytest.mark.parametrize(
    ("remark", "consent"),
    [
        ("wil niet op de kaart", False),
        ("NIET PUBLICEREN", False),
        ("Geen publiciteit, s.v.p.", False),
        ("het bestuur trekt de toestemming in", False),
        ("akkoord met de kaart ingetrokken", False),
        ("heeft zich van de kaart teruggetrokken", False),
        ("moet nog akkoord geven", False),
        ("dit niet met anderen delen", False),
        ("blijft liever onder de radar", False),
        ("ANONIEM", False),
        ("alles vertrouwelijk", False),
        ("zij delen een gebouw", True),
        ("nog een plek vrij", True),
        ("de site is vernieuwd", True),
        ("niet op dinsdag", True),
        ("staat op de kaart", True),
    ],
)
def test_a_refusal_in_a_remark_is_a_no_and_told(remark, consent):
    heads, row = (*MAP, "Opmerkingen"), ("Eetclub Oost", "Assen", "ja", remark)
    assert on_the_map(row, heads=heads) == [consent]
    told = codes(cleaned_lists([Sheet("bokd.csv", "", False, (heads, row))], BOOK))
    assert ("consent" in told) == (not consent)


@pytest.mark.parametrize("heading", ["Op de kaart (ja/nee)", "Nog op de kaart"])
def test_words_that_take_back_a_yes_in_a_remark_turn_no_tick_round_in_a_heading(heading):
    row, decided = ("Eetclub Oost", "Assen", "x"), {("bokd.csv", "", "C", heading): BOOK.field("map_consent")}
    assert on_the_map(row, heads=(*MAP[:2], heading), decided=decided) == [True]


def test_a_refusal_above_rows_is_one_of_each_until_the_next_heading():
    above = "Gebied Noord: deze initiatieven willen niet op de kaart"
    rows = [
        ("Eetclub Oost", "Assen", "ja"),
        (above, "", ""),
        ("Ons Plein", "Norg", "ja"),
        ("Gebied Zuid", "", ""),
        ("De Uil", "Assen", "ja"),
    ]
    assert on_the_map(*rows, heads=MAP) == [True, False, True]


@pytest.mark.parametrize(("word", "consent"), [("ja", True), ("ja?", False), ("Ja ?", False), ("ja!", True)])
def test_a_yes_with_a_question_mark_is_none(word, consent):
    assert on_the_map(("Eetclub Oost", "Assen", word), heads=MAP) == [consent]


PEOPLE = (("De Spil", "Zebedea Kanarie", "Assen", "ja"), ("De Uil", "Quirijn Kwikstaart", "Norg", "ja"))


@pytest.mark.parametrize(
    ("head", "name", "consent"),
    [("Groep", "Naam", None), ("Coöperatie", "Naam", None), ("Groep", "Naam initiatief", True), ("", "Naam", True)],
)
def test_names_that_may_be_of_persons_are_shown_nowhere_until_a_person_said_so(head, name, consent):
    heads = (head, name, "Plaats", "Op de kaart")
    assert on_the_map(*PEOPLE, heads=heads) == [consent, consent]
    assert on_the_map(*PEOPLE, heads=heads, decided={("bokd.csv", "", "A", head): None}) == [True, True]
    told = codes(cleaned_lists([Sheet("bokd.csv", "", False, (heads, *PEOPLE))], BOOK))
    assert ("may_be_persons" in told) == (consent is None)


def test_a_column_of_few_or_equal_words_beside_names_is_no_reason_to_ask():
    for words in (("Noord", "Noord"), ("Noord", ""), ("1", "2")):
        rows = [(word, *row[1:]) for word, row in zip(words, PEOPLE, strict=True)]
        assert on_the_map(*rows, heads=("Vak", "Naam", "Plaats", "Op de kaart")) == [True, True]


@pytest.mark.parametrize("above", ["Deze initiatieven willen niet op de kaart:", "Willen niet vermeld op de kaart"])
def test_a_refusal_under_a_municipality_holds_for_names_alone_and_is_no_initiative(above):
    rows = [
        ("Gemeente Assen", "", ""),
        (above, "", ""),
        ("De Spil", "Assen", "ja"),
        ("Eetclub Oost", "", ""),
        ("De Uil", "", "ja"),
    ]
    found = cleaned_lists([Sheet("bokd.csv", "", False, (MAP, *rows))], BOOK)
    assert names(found) == ["De Spil", "Eetclub Oost", "De Uil"]
    assert [row.values["map_consent"] for row in found.rows] == [False, False, False]
    assert on_the_map(*rows, ("Gemeente Emmen", "", ""), ("De Kat", "", "ja"), heads=MAP)[-1] is True

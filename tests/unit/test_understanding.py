"""How files are understood: tables, sheets, marks of workbooks, proposals, and what a person may decide otherwise."""

import io
import zipfile

import pytest
import xlsxwriter

from monitor_lib import paths
from monitor_lib.intake.files import delimited, marks
from monitor_lib.intake.files.deliveries import DeliveryError, Marks, Sheet, delivered_sheets
from monitor_lib.intake.files.safety import Refused
from monitor_lib.intake.lists import choices, headings, mending
from monitor_lib.intake.lists.cleaning import Cleaned, ListRow, cleaned_lists, without_future
from monitor_lib.intake.lists.fields import cleaned_cell
from monitor_lib.intake.lists.understanding import told
from monitor_lib.intake.wave import inventory_account
from monitor_lib.reference import codebook

BOOK = codebook.load()
HEADS = ("Initiatief", "Plaats", "Website")
PERSON = "Quirijn Kwikstaart"


def read(*rows, name="Lijst", file="bokd.xlsx", **more):
    return cleaned_lists([Sheet(file, name, False, rows, **more)], BOOK)


def told_rows(found):
    return [(row.row, row.values["name"], row.values["place"]) for row in found.rows]


def test_a_second_table_with_other_columns_is_read_by_its_own_headings():
    found = read(HEADS, ("Eetclub", "Assen", ""), (), ("Nieuw dit jaar",), HEADS[1::-1], ("Norg", "Buurtbus"))
    assert told_rows(found) == [(2, "Eetclub", "Assen"), (6, "Buurtbus", "Norg")]
    assert {"second_table", "below_row"} <= {fault.code for fault in found.faults}


def test_headings_that_are_said_again_begin_no_second_table():
    found = read(HEADS, ("Eetclub", "Assen", ""), (), HEADS, ("Buurtbus", "Norg", ""))
    assert [row for row, *_ in told_rows(found)] == [2, 5]
    assert found.faults == []


def test_two_tables_beside_each_other_and_cards_are_refused_in_words():
    (fault,) = read((*HEADS[:2], "", *HEADS[:2]), ("Eetclub", "Assen", "", "Buurtbus", "Norg")).faults
    assert (fault.code, fault.severity, "vanaf kolom D" in fault.message) == ("side_by_side", "error", True)
    cards = [(head, f"{n}") for n in range(3) for head in ("Naam:", "Plaats:")]
    assert any("kaarten" in fault.message for fault in read(*cards).faults)


def workbook(tmp_path, fill):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        fill(book, book.add_worksheet("Lijst"))
    (tmp_path / "bokd.xlsx").write_bytes(content.getvalue())
    (sheet, *_), _ = delivered_sheets(tmp_path, frozenset())
    return sheet


def test_what_is_hidden_or_struck_through_is_told_and_counts(tmp_path):
    def fill(book, sheet):
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ("Eetclub", "Assen"), book.add_format({"font_strikeout": True}))
        sheet.write_row(2, 0, ("Buurtbus", "Norg"))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    found = cleaned_lists([workbook(tmp_path, fill)], BOOK)
    assert len(found.rows) == 2
    codes = [(fault.code, fault.row) for fault in found.faults]
    assert codes == [("hidden_row", 3), ("struck_row", 2), ("hidden_column", 1)]


@pytest.mark.parametrize(("struck", "is_told"), [((0,), True), ((2,), False), ((1, 2), True)])
def test_a_name_alone_that_is_struck_through_is_told_and_another_cell_alone_is_not(tmp_path, struck, is_told):
    def fill(book, sheet):
        through = book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, HEADS)
        for n, text in enumerate(("Eetclub", "Assen", "ja")):
            sheet.write(1, n, text, through if n in struck else None)

    found = cleaned_lists([workbook(tmp_path, fill)], BOOK)
    assert ("struck_row" in {fault.code for fault in found.faults}) == is_told


def test_the_address_behind_words_is_the_website(tmp_path):
    def fill(_, sheet):
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ("Eetclub", "Assen"))
        sheet.write_url(1, 2, "https://eetclub.example/", string="klik hier")

    found = cleaned_lists([workbook(tmp_path, fill)], BOOK)
    assert found.rows[0].values["website"] == "https://eetclub.example/"


def test_a_workbook_that_is_not_as_others_are_has_no_marks():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
        archive.writestr("xl/_rels/workbook.xml.rels", "<x/>")
    with zipfile.ZipFile(content) as archive:
        assert marks.marks(archive) == {}


ODS = """<x xmlns:t="urn:t" xmlns:s="urn:s" xmlns:x="urn:x"><s:style s:name="d"><s:p s:text-line-through-style="solid"/>
</s:style><t:table t:name="Lijst"><t:table-column/><t:table-column t:visibility="collapse"/>
<t:table-row><t:table-cell><x:p>Naam</x:p></t:table-cell></t:table-row>
<t:table-row t:visibility="filter"><t:table-cell t:style-name="d"><x:a x:href="https://a.example">A</x:a></t:table-cell>
<t:table-cell t:value-type="string"><x:p>#N/B</x:p></t:table-cell></t:table-row></t:table></x>"""


def test_an_ods_has_the_same_marks():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", ODS)
    with zipfile.ZipFile(content) as archive:
        found = marks.marks(archive)["Lijst"]
    assert (found.hidden_rows, found.hidden_columns, found.links) == ([1], [1], [(1, 0, "https://a.example")])
    assert found.errors == [(1, 1, "#N/B")]


@pytest.mark.parametrize(
    ("heading", "texts", "label"),
    [
        ("Waar", ["9401 AB Assen", "Norg e.o.", "Rolde"], "Plaats"),
        ("Gemeente/regio", ["Assen", "Emmen"], "Gemeente"),
        ("Actief vanaf", ["2001", "2014"], ""),
        ("lat", ["52,99", "53,01"], ""),
        ("Stadsdorp", ["ja", "nee"], ""),
        ("Lid", ["ja", "nee"], ""),
        ("Jaar", ["2001", "2014"], "Startjaar"),
        ("Zorg", ["x", "X", "✓"], "Thema's: Zorg"),
        ("Zorg", ["veel", "x"], ""),
    ],
)
def test_a_proposal_follows_from_words_and_is_never_against_the_cells(heading, texts, label):
    assert headings.proposal(("a.csv", "", "A", heading), texts, BOOK)["proposed"] == label


def test_ticked_columns_are_the_answers_of_one_field_together():
    line = {"file": "bokd.xlsx", "sheet": "Lijst", "proposed": "", "decision": ""}
    fields = headings.meanings(
        headings.Decided(
            tuple(
                (n, {**line, "column": column, "heading": word, "decision": f"Thema's: {word}"})
                for n, (column, word) in enumerate((("C", "Wonen"), ("D", "Zorg")), 2)
            )
        ),
        BOOK,
    )
    rows = (("Naam", "Plaats", "Wonen", "Zorg"), ("Eetclub", "Assen", "x", "v"), ("Buurtbus", "Norg", "nee", ""))
    found = cleaned_lists([Sheet("bokd.xlsx", "Lijst", False, rows)], BOOK, fields)
    codes = {folded.label: folded.code for folded in BOOK.scale("themas").options}
    assert set(found.rows[0].values["themes"].split("|")) == {codes["Wonen"], codes["Zorg"]}
    assert found.rows[1].values["themes"] is None


def test_one_decision_about_a_heading_holds_on_every_sheet_and_is_asked_once():
    rows = (("Initiatief", "Waar"), ("Eetclub", "Assen"))
    sheets = [Sheet("bokd.xlsx", name, False, rows) for name in ("Oost", "West")]
    asked = cleaned_lists(sheets, BOOK)
    assert len(asked.headings) == 1
    decided = {("bokd.xlsx", asked.headings[0]["sheet"], "B", "Waar"): BOOK.field("place")}
    assert len(cleaned_lists(sheets, BOOK, decided).rows) == 2


def test_where_not_one_heading_is_known_each_column_gets_a_line_and_no_person_is_shown():
    found = read(("Wie/wat", "Waarzo", "Bij wie"), ("Eetclub", "Assen", PERSON), ("Buurtbus", "Norg", PERSON))
    assert [line["column"] for line in found.headings] == ["A", "B", "C"]
    assert found.headings[1]["values"] == "Assen | Norg"
    assert PERSON not in str(found.headings) + str(found.faults)


def test_persons_are_masked_in_how_a_file_was_understood():
    rows = (("Naam", "Plaats", "Contactpersoon", "Wie"), (PERSON, "Assen", PERSON, PERSON))
    lines = "\n".join(line for one in read(*rows).understood for line in told(one, "BOKD"))
    assert "Kwikstaart" not in lines
    assert "Assen" in lines


def test_marks_of_a_text_file_are_told():
    read_as = Marks(separator="\t", encoding="cp1252")
    lines = [line for one in read(HEADS, ("Eetclub", "Assen"), marks=read_as).understood for line in told(one, "BOKD")]
    assert "scheidingsteken tab; tekenset cp1252" in lines[0]


def chosen(**said):
    return choices.Choices({(file, sheet, about): word for (file, sheet, about), word in said["made"].items()})


def test_a_sheet_called_archive_is_left_until_a_person_takes_it_and_a_municipality_is_none():
    sheets = [Sheet("bokd.xlsx", name, False, (HEADS,)) for name in ("Archief 2019", "Oude IJsselstreek", "Lijst")]
    found = choices.taken(sheets, choices.NOTHING, BOOK)
    assert [sheet.name for sheet in found.sheets] == ["Oude IJsselstreek", "Lijst"]
    assert [line["sheet"] for line in found.lines] == ["Archief 2019"]
    kept = choices.taken(sheets, chosen(made={("bokd.xlsx", "Archief 2019", "blad"): "ja"}), BOOK)
    assert len(kept.sheets) == 3
    none = choices.taken(sheets, chosen(made={("bokd.xlsx", "", "netwerk"): "nee"}), BOOK)
    assert (none.sheets, len(none.left)) == ([], 3)


def deliver(tmp_path, name, content):
    delivered, decided = paths.Delivered(tmp_path / "in"), paths.Decisions(tmp_path / "decisions")
    delivered.inventory.mkdir(parents=True, exist_ok=True)
    decided.folder.mkdir(exist_ok=True)
    (delivered.inventory / name).write_bytes(content)
    return delivered, decided


def decide(decided, *lines):
    head = "file;sheet;about;proposed;decision;who;when\r\n"
    decided.lists.write_text(head + "".join(f"{line};A;2026-05-01\r\n" for line in lines), "utf-8-sig")


def test_a_decision_gives_a_file_its_network_heading_row_separator_and_encoding(tmp_path):
    text = "Contact#Plaats#Website\r\nInitiatief#Plaats#Website\r\nCafé Zuid#Assen#\r\n".replace("#", "|")
    delivered, decided = deliver(tmp_path, "lijst van ons.csv", text.encode("cp1252"))
    network = BOOK.networks[0]
    file = "lijst van ons.csv"
    decide(decided, f"{file};;netwerk;;{network.name}", f"{file};;koprij;;2", f"{file};;tekenset;;cp1252")
    assert choices.choices(decided.lists, BOOK).reading == {file: {"encoding": "cp1252"}}
    rows, faults, lines = inventory_account(delivered, tmp_path / "rows.csv", BOOK, decided)
    assert (rows["name"].tolist(), rows["network"].tolist()) == (["Café Zuid"], [network.id])
    assert "no_network" not in [fault.code for fault in faults]
    assert network.name in lines[0]


@pytest.mark.parametrize(
    ("about", "said"),
    [("netwerk", "wij"), ("blad", "soms"), ("koprij", "0"), ("scheidingsteken", "x"), ("tekenset", "zo"), ("x", "y")],
)
def test_a_decision_that_cannot_be_is_an_error(tmp_path, about, said):
    delivered, decided = deliver(tmp_path, "bokd.csv", b"Naam;Plaats\r\nEetclub;Assen\r\n")
    decide(decided, f"bokd.csv;;{about};;{said}")
    with pytest.raises(DeliveryError, match=r"lists\.csv"):
        inventory_account(delivered, tmp_path / "rows.csv", BOOK, decided)
    assert (tmp_path / "faults.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("text", "words", "address"),
    [
        ('<a href="https://x.example">Ons</a>', "Ons", "https://x.example"),
        ("[Ons](https://x.example)", "Ons", "https://x.example"),
        ('=HYPERLINK("https://x.example";"Ons")', "Ons", "https://x.example"),
        ("[Ons] (plein)", "[Ons] (plein)", ""),
    ],
)
def test_a_link_in_a_cell_is_words_and_an_address(text, words, address):
    assert mending.linked(text) == (words, address)
    assert cleaned_cell(text, BOOK.field("website"), BOOK).value == (address or None)


@pytest.mark.parametrize(
    ("text", "name", "person"),
    [
        (f"Eetclub t.a.v. mevr. {PERSON}", "Eetclub", True),
        (f"Eetclub, {PERSON}, 06-12345678", "Eetclub", True),
        ("Eetclub, de gezelligste", "Eetclub, de gezelligste", False),
        ("Contactgroep Oost", "Contactgroep Oost", False),
    ],
)
def test_a_person_behind_a_name_goes_to_the_contacts(text, name, person):
    found = cleaned_cell(text, BOOK.field("name"), BOOK)
    assert found.value == name
    assert (PERSON in str(found.contacts)) == person


def test_signs_of_a_web_page_part_no_cells_and_a_wrong_quote_is_told_with_its_row():
    assert delimited.separated(delimited.restored("Soep &amp; Brood;Assen", ";"), ";") == [["Soep & Brood", "Assen"]]
    text = 'Naam;Plaats;Website\r\nEetclub;Assen;\r\n"Buurt" bus;Norg;\r\n'
    with pytest.raises(Refused) as caught:
        delimited.records(text, frozenset(["naam", "plaats"]))
    assert (caught.value.code, caught.value.row) == ("quotes", 3)


@pytest.mark.parametrize(("year", "kept"), [(2025, 2025), (2026, 2026), (2027, None)])
def test_a_year_after_the_wave_is_told_and_left_out(year, kept):
    cleaned = Cleaned([ListRow("bokd.csv", "", 2, {"start_year": year})])
    without_future(cleaned, 2026, BOOK)
    assert cleaned.rows[0].values["start_year"] == kept
    assert [str(year) in fault.message for fault in cleaned.faults] == [True] * (kept is None)

"""What a list leaves in doubt: it is told, asked in lists.csv or headings.csv, and one line decides."""

import pytest

from monitor_lib import paths
from monitor_lib.intake import attention
from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.lists import choices, wordings
from monitor_lib.intake.lists.choices import ALL, Choices
from monitor_lib.intake.lists.cleaning import cleaned_lists
from monitor_lib.intake.lists.endings import told
from monitor_lib.intake.lists.habits import is_ditto
from monitor_lib.intake.matching import definition
from monitor_lib.intake.matching.inventory import linked_inventory
from monitor_lib.intake.wave import inventory_account
from monitor_lib.reference import codebook

BOOK = codebook.load()
WORDS = BOOK.lists
HEADS = ("Naam", "Plaats", "Op de kaart", "Opmerkingen")
FILE = "bokd.csv"


def read(*rows, heads=HEADS, made=None, name="", decided=None):
    file = FILE if not name else "bokd.xlsx"
    said = Choices({(file, sheet, about): word for (sheet, about), word in (made or {}).items()})
    return cleaned_lists([Sheet(file, name, False, (heads, *rows))], BOOK, decided or {}, said)


def names(found):
    return [row.values["name"] for row in found.rows if not row.refused]


def asked(found):
    return [(line["about"], line["proposed"]) for line in found.files]


def codes(found):
    return [fault.code for fault in found.faults]


# ---- a name alone ----


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Hier komt nader bericht over", "opmerking"),
        ("Bestuur: vacant", "opmerking"),
        ("In dit dorp gebeurt van alles.", "opmerking"),
        ("Wie doet er mee?", "opmerking"),
        ("Truus Kanarie", "persoon"),
        ("Gerrit-Jan op den Berg", "persoon"),
        ("Q.Z. Kwikstaart", "persoon"),
        ("Kwikstaart, Q.", "persoon"),
        ("Fam. Kwikstaart", "persoon"),
        ("Wethouder Kwikstaart", "persoon"),
        ("Buurttuin De Uil e.o.", ""),
        ("Samen Doen!", ""),
        ("Hart voor Rolde", ""),
        ("Truus' Tuin voor de buurt", ""),
        ("St. Jansgilde", ""),
        ("Dorpsraad Gasselte", ""),
    ],
)
def test_a_name_reads_as_a_remark_or_a_person_or_as_an_initiative(text, read_as):
    assert wordings.reads_as(text, WORDS) == read_as


AREA = ("Gemeente Assen", "", "", "")
LONE = ("Er wordt hier vooral gewandeld.", "", "", "")


def test_a_name_alone_that_reads_like_something_else_waits_and_one_line_decides():
    rows = (AREA, ("De Uil", "", "", ""), LONE)
    about = f"rij: {LONE[0]}"
    found = read(*rows)
    assert (names(found), asked(found)) == (["De Uil"], [(about, "nee")])
    assert "leest als een opmerking" in linked_inventory(found, BOOK).rows["reason"].iloc[1]
    assert names(read(*rows, made={("", about): "ja"})) == ["De Uil", LONE[0]]
    left = read(*rows, made={("", about): "nee"})
    assert (names(left), len(left.rows), codes(left)[-1]) == (["De Uil"], 1, "left_row")


def test_of_a_row_that_says_more_than_a_name_nothing_is_asked():
    assert asked(read(AREA, (*LONE[:1], "Rolde", "", ""))) == []
    assert asked(read(AREA, ("De Uil", "", "", ""), ("Truus Kanarie", "", "", "belt terug"))) != []
    shouted = read(AREA, *((name, "", "", "") for name in ("de uil", "het plein", "ons erf")))
    assert (names(shouted), asked(shouted)) == (["de uil", "het plein", "ons erf"], [])
    assert asked(read(AREA, ("De Uil", "", "", ""), ("samen wandelen", "", "", ""), ("Het Erf", "", "", ""))) != []


@pytest.mark.parametrize("name", ["Mw. Z. de Kanarie", "Fam. Kanarie", "dhr. Kanarie-Vink", "De heer Kanarie"])
def test_a_name_behind_a_title_waits_whatever_stands_beside_it(name):
    found = read(AREA, ("De Uil", "", "", ""), (name, "Rolde", "", ""))
    assert (names(found), asked(found)) == (["De Uil"], [(f"rij: {name}", "nee")])
    assert names(read(AREA, (name, "Rolde", "", ""), made={("", f"rij: {name}"): "ja"})) == [name]


@pytest.mark.parametrize("name", ["Familiehuis De Uil", "Irene", "Drieluik", "Stichting dhr. Uil"])
def test_a_name_that_only_has_such_letters_counts(name):
    found = read(AREA, (name, "Rolde", "", ""))
    assert (names(found), asked(found)) == ([name], [])


BELOW = (("De Uil", "Assen", "", ""), ("Nog te benaderen:", "", "", ""), ("Het Erf", "Norg", "", "ja"))


@pytest.mark.parametrize("heading", ["Nog te benaderen:", "Wachtlijst", "Contactpersonen per gemeente"])
@pytest.mark.parametrize("above", [(), (AREA,)])
def test_rows_under_a_heading_that_says_they_may_be_none_wait_and_one_line_decides(heading, above):
    rows = (*above, BELOW[0], (heading, "", "", ""), *BELOW[2:], ("Het Plein", "Rolde", "", ""))
    about = f"onder: {heading}"
    found = read(*rows)
    assert (names(found), asked(found)) == (["De Uil"], [(about, "nee")])
    assert [row.refused.startswith("deze rij staat onder") for row in found.rows] == [False, True, True]
    assert names(read(*rows, made={("", about): "ja"})) == ["De Uil", "Het Erf", "Het Plein"]
    assert names(read(*rows, made={("", about): "nee"})) == ["De Uil"]


def test_the_next_heading_ends_what_one_says_of_the_rows_below():
    found = read(*BELOW, ("Gemeente Rolde", "", "", ""), ("Het Plein", "Rolde", "", ""))
    assert names(found) == ["De Uil", "Het Plein"]


@pytest.mark.parametrize("name", ["Mogelijkheden Rolde", "Wachtlijsthulp De Uil"])
def test_a_name_that_only_begins_alike_is_no_such_heading(name):
    assert names(read(AREA, (name, "", "", ""), ("Het Plein", "Rolde", "", ""))) == [name, "Het Plein"]


# ---- sheets ----


@pytest.mark.parametrize(("name", "province"), [("O", None), ("G.", None), ("Drenthe", "PV22"), ("Overijssel", "PV23")])
def test_a_sheet_gives_its_rows_the_province_it_is_called_by_and_one_letter_is_none(name, province):
    assert read(("De Uil", "", "", ""), name=name).rows[0].values["province"] == province


def left(*names_of_sheets, year=2026, made=None):
    rows = (HEADS, ("De Uil", "Assen", "", ""), ("Het Erf", "Norg", "", ""))
    sheets = [Sheet("bokd.xlsx", name, False, rows) for name in names_of_sheets]
    found = choices.taken(sheets, Choices(made or {}), BOOK, year)
    assert [line["sheet"] for line in found.lines] == [sheet.name for sheet, _ in found.left]
    return [sheet.name for sheet, _ in found.left]


def test_a_sheet_that_may_not_count_is_left_and_asked():
    assert left("Lijst", "Afvallers 2", "Oude versie", "Kladblad", "Bestuursleden") == [
        "Afvallers 2",
        "Oude versie",
        "Kladblad",
        "Bestuursleden",
    ]
    assert left("Lijst 2020", "Lijst 2021") == ["Lijst 2020"]
    assert left("Lijst 2024", "Nieuw") == ["Lijst 2024"]
    assert left("Lijst 2025", "Nieuw") == []
    assert left("Lijst 2020") == []


def test_one_line_is_about_all_sheets_of_a_file_and_one_about_a_sheet_goes_before_it():
    every = {("bokd.xlsx", ALL, "blad"): "ja"}
    assert left("Lijst", "Klad", "Contacten", made=every) == []
    found = choices.taken(
        [Sheet("bokd.xlsx", name, False, ()) for name in ("Klad", "Contacten")],
        Choices({**every, ("bokd.xlsx", "Klad", "blad"): "nee"}),
        BOOK,
    )
    assert [sheet.name for sheet in found.sheets] == ["Contacten"]


def test_one_line_is_about_a_heading_on_all_sheets_wherever_it_stands():
    rows = {"Oost": ("Clubje", "Plaats"), "West": ("Plaats", "Clubje")}
    cells = {"Oost": ("De Uil", "Assen"), "West": ("Norg", "Het Erf")}
    sheets = [Sheet("bokd.xlsx", name, False, (row, cells[name])) for name, row in rows.items()]
    line = ("bokd.xlsx", ALL, ALL, "Clubje")
    found = cleaned_lists(sheets, BOOK, {line: BOOK.field("name")})
    assert (names(found), found.faults) == (["De Uil", "Het Erf"], [])
    idle = cleaned_lists(sheets, BOOK, {line: BOOK.field("name"), (*line[:3], "Weg"): None})
    assert codes(idle) == ["idle_decision"]


# ---- gaps and cells that mean the one above ----

GROUPED = (
    ("Assen", "De Uil", ""),
    ("", "Het Erf", ""),
    ("", "De Spil", ""),
    ("Tynaarlo", "De Kat", ""),
    ("", "De Hond", ""),
)
GROUPED_HEADS = ("Gemeente", "Naam", "Website")


def test_a_value_on_the_first_row_of_a_block_goes_on_below_where_a_person_says_so():
    about = "aanvullen: Gemeente"
    found = read(*GROUPED, heads=GROUPED_HEADS)
    assert (asked(found), found.rows[1].values["municipality"]) == ([(about, "ja")], None)
    filled = read(*GROUPED, heads=GROUPED_HEADS, made={("", about): "ja"})
    assert [row.values["municipality"] for row in filled.rows] == ["Assen"] * 3 + ["Tynaarlo"] * 2
    assert (asked(filled), codes(filled)) == ([], ["gaps"])
    kept = read(*GROUPED, heads=GROUPED_HEADS, made={("", about): "nee"})
    assert (asked(kept), codes(kept), kept.rows[1].values["municipality"]) == ([], [], None)


@pytest.mark.parametrize(
    "rows",
    [
        (*GROUPED[1:], GROUPED[0]),
        (("Assen", "De Uil", ""), ("Assen", "Het Erf", ""), ("", "De Spil", ""), ("", "De Kat", "")),
        (("Assen", "De Uil", ""), ("", "Het Erf", ""), ("Emmen", "De Spil", ""), ("Hoogeveen", "De Kat", "")),
    ],
)
def test_a_column_that_is_empty_now_and_then_is_no_question(rows):
    assert asked(read(*rows, heads=GROUPED_HEADS)) == []


def test_notes_and_totals_under_a_list_are_no_gaps():
    heads = ("Naam", "Plaats", "Leden")
    notes = (("Totaal Drenthe", "", "12"), ("Bron: eigen lijst", "", ""), ("* nog niet bevestigd", "", ""))
    assert asked(read(("De Uil", "Assen", ""), ("Het Erf", "Norg", ""), *notes, heads=heads)) == []


def test_villages_elsewhere_speak_against_gaps():
    heads = ("Gemeente", "Naam", "Plaats")
    near = (("Assen", "De Uil", "Assen"), ("", "Het Erf", "Rhee"), ("", "De Spil", "Ubbena"))
    far = (("Assen", "De Uil", "Assen"), ("", "Het Erf", "Venlo"), ("", "De Spil", "Goes"))
    assert asked(read(*near, heads=heads)) == [("aanvullen: Gemeente", "ja")]
    assert asked(read(*far, heads=heads)) == []


@pytest.mark.parametrize("text", ["idem", "Id.", "ditto", '"', "''", "„", "zie boven", " ,, ", "Dezelfde"])
def test_a_cell_that_means_the_one_above_is_read_so_and_told(text):
    found = read(("De Uil", "Rolde", "nee", ""), ("Het Erf", text, text, ""), ("De Spil", text, "", ""))
    assert [row.values["place"] for row in found.rows] == ["Rolde"] * 3
    assert codes(found).count("ditto") == 2
    assert found.rows[1].values["map_consent"] is not True


def test_of_a_consent_a_cell_above_says_nothing_and_under_a_heading_there_is_none():
    assert not is_ditto("Idem Dito Zorg", WORDS)
    assert read(("De Uil", "Rolde", "ja", ""), ("Het Erf", "Norg", "idem", "")).rows[1].values["map_consent"] is False
    found = read(("De Uil", "Rolde", "", ""), AREA, ("Het Erf", "idem", "", ""))
    assert (found.rows[1].values["place"], found.rows[1].values["municipality"]) == (None, "Gemeente Assen")


@pytest.mark.parametrize("text", ["n.n.b.", "Nog geen naam", "TEST", "Naam onbekend?"])
def test_a_word_in_the_place_of_a_name_is_none_and_within_a_name_it_is_a_word(text):
    found = linked(("a.csv", (text, "Rolde", "", "")), ("a.csv", (f"{text} uit Rolde", "Rolde", "", "")))
    assert found.rows["status"].tolist() == ["unusable", "used"]


# ---- words for yes ----


@pytest.mark.parametrize("word", ["v", "V", "✓", "jazeker", "is goed", "ja?", "✗", "❌", "☐", "👎"])
def test_an_unknown_yes_is_asked_and_none_until_a_person_says_so(word):
    rows = (("De Uil", "Rolde", word, ""), ("Het Erf", "Norg", word, ""))
    about = f"toestemming: {word.casefold()}"
    found = read(*rows)
    assert ([row.values["map_consent"] for row in found.rows], asked(found)) == ([False] * 2, [(about, "")])
    assert read(*rows, made={("", about): "ja"}).rows[0].values["map_consent"] is True
    no = read(*rows, made={("", about): "nee"})
    assert (no.rows[0].values["map_consent"], codes(no), asked(no)) == (False, [], [])


@pytest.mark.parametrize(
    "word",
    ["liever niet", "geen bezwaar", "eerst nog met het bestuur bespreken", "-", "--", "–", "?", "…", "onbekend", ""],
)
def test_what_refuses_or_says_nothing_or_is_a_story_is_no_question(word):
    found = read(("De Uil", "Rolde", word, ""))
    assert asked(found) == []
    assert found.rows[0].values["map_consent"] is not True


def test_two_rows_of_one_initiative_that_contradict_each_other_about_the_map_are_told():
    yes, no = (Sheet(f, "", False, (HEADS, ("De Uil", "Rolde", s, ""))) for f, s in (("a.csv", "ja"), ("b.csv", "nee")))
    found = linked_inventory(cleaned_lists([yes, no], BOOK), BOOK)
    (fault,) = [fault for fault in found.faults if fault.code == "consent_apart"]
    assert (fault.file, "b.csv rij 2" in fault.message) == ("a.csv", True)
    assert not found.initiatives["map_consent"].iloc[0]
    assert "consent_apart" not in [each.code for each in linked_inventory(cleaned_lists([yes], BOOK), BOOK).faults]


# ---- what is no more, or another ----


@pytest.mark.parametrize(
    ("name", "rest", "ended", "others"),
    [
        ("De Uil ✝", "De Uil", True, ()),
        ("De Uil (slapend)", "De Uil", True, ()),
        ("De Uil [is gefuseerd met Het Erf, 2021]", "De Uil", True, ("Het Erf",)),
        ("De Uil - opgegaan in Het Erf", "De Uil", True, ("Het Erf",)),
        ("De Uil gestopt per 1 maart 2022", "De Uil", True, ()),
        ("OPGEHEVEN: De Uil", "De Uil", True, ()),
        ("ex De Uil", "De Uil", True, ()),
        ("Voormalige Eetclub", "Eetclub", True, ()),
        ("De Uil, voorheen Het Nest", "De Uil", False, ("Het Nest",)),
        ("De Uil v/h Het Nest", "De Uil", False, ("Het Nest",)),
        ("De Uil (dubbel met Het Erf)", "De Uil", False, ("Het Erf",)),
        ("De Uil (bij de kerk)", "De Uil (bij de kerk)", False, ()),
        ("Slapende Reuzen", "Slapende Reuzen", False, ()),
        ("Exact Samen", "Exact Samen", False, ()),
        ("Dubbel en Dwars", "Dubbel en Dwars", False, ()),
        ("Opgeheven", "Opgeheven", False, ()),
        ("Beëindigd - Café Zuid", "Café Zuid", True, ()),
    ],
)
def test_a_name_is_compared_without_what_it_says_of_its_state(name, rest, ended, others):
    found = told(name, WORDS)
    assert (found.rest, found.ended, found.others) == (rest, ended, others)


def linked(*rows):
    listed = [Sheet(file, "", False, (HEADS, *(row for f, row in rows if f == file))) for file in ("a.csv", "b.csv")]
    return linked_inventory(cleaned_lists([one for one in listed if len(one.rows) > 1], BOOK), BOOK)


def proposed(found):
    lines = definition.proposals(found.initiatives, found.initiatives.head(0), found.ended, BOOK)
    return {line["name"]: line["proposed"] for line in lines}


def test_a_state_in_a_name_hides_no_double_and_is_proposed_to_a_person():
    found = linked(("a.csv", ("De Uil (gestopt)", "Rolde", "", "")), ("b.csv", ("De Uil", "Rolde", "", "")))
    assert found.rows["status"].tolist() == ["used", "double"]
    assert list(proposed(found).values()) == ["lasting: nee (de naam zegt dat het is gestopt)"]


@pytest.mark.parametrize(("note", "why"), [("in 2020 opgedoekt", "gestopt"), ("staat er dubbel in", "dubbel")])
def test_a_remark_that_it_is_no_more_or_double_is_proposed(note, why):
    found = linked(("a.csv", ("De Uil", "Rolde", "", note)), ("a.csv", ("Het Erf", "Norg", "", "start in 2020")))
    assert list(proposed(found)) == ["De Uil"]
    assert why in proposed(found)["De Uil"]
    assert note not in proposed(found)["De Uil"]


@pytest.mark.parametrize("heading", ["Vervallen / opgeheven:", "GESTOPT", "Niet meer actief sinds 2020"])
@pytest.mark.parametrize("area", [(), (AREA,)])
def test_a_heading_in_between_that_they_are_no_more_is_a_remark_of_each_until_the_next(heading, area):
    rows = [(name, "Assen", "", "") for name in ("De Uil", "Het Erf", "Us Hiem")]
    next_area = [("Gemeente Emmen", "", "", ""), ("De Zon", "Emmen", "", "")]
    found = linked(*(("a.csv", row) for row in (*area, rows[0], (heading, "", "", ""), *rows[1:], *next_area)))
    assert (len(found.rows), set(proposed(found))) == (4, {"Het Erf", "Us Hiem"})


@pytest.mark.parametrize("note", ["dubbel met Het Erf", "opgegaan in Het Erf; zie daar", "voorheen: Het Erf"])
def test_what_a_remark_calls_one_with_another_on_a_list_is_a_pair_to_decide_on(note):
    found = linked(
        ("a.csv", ("De Uil", "Rolde", "", note)),
        ("a.csv", ("Het Erf", "Gieten", "", "")),
        ("b.csv", ("Het Erf", "Gieten", "", "")),
        ("b.csv", ("Het Erf", "Venlo", "", "")),
    )
    (line,) = found.waiting
    assert {line["one_name"], line["other_name"]} == {"De Uil", "Het Erf"}
    assert ("de lijst zegt" in line["evidence"], proposed(found)) == (True, {})


# ---- names that are several, or an address ----


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("De Uil / Het Erf", "several_names"),
        ("De Uil; Het Erf", "several_names"),
        ("De Uil/Het Erf/De Spil", "several_names"),
        ("De Uil, Het Erf, De Spil", "several_names"),
        ("www.deuil.example", "address_as_name"),
        ("https://deuil.example/over-ons", "address_as_name"),
        ("Zorg/welzijn Rolde", ""),
        ("Eten, Drinken en Praten", ""),
        ("Dorpsbelangen Rolde e.o.", ""),
        ("De Uil B.V.", ""),
    ],
)
def test_a_name_of_several_and_an_address_are_told_and_count(name, code):
    found = read((name, "Rolde", "", ""))
    assert codes(found) == [code] * bool(code)
    assert names(found) == [name]


# ---- columns ----

PEOPLE = ("Truus", "Gerrit", "Anneke", "Henk")
CLUBS = ("Eetclub Oost", "Zorgcoöperatie Rolde", "Samen Doen", "Dorpsraad Gieten")
TOWNS = ("Assen", "Rolde", "Norg", "Gieten")


def lines_of(heads, *columns):
    rows = list(zip(*columns, strict=True))
    return {line["heading"]: line for line in read(*rows, heads=heads).headings}


@pytest.mark.parametrize(
    "heading",
    ["Werkgroep", "Projectnaam", "Hoe heet de club", "Benaming initiatief", "Wie", "Wat", "Zorgcoöperatie", "Iets"],
)
def test_names_are_proposed_by_heading_or_by_what_stands_there_and_never_persons(heading):
    found = lines_of(("Voornaam", heading, "Dorp"), PEOPLE, CLUBS, TOWNS)
    assert (found[heading]["proposed"], found["Voornaam"]["proposed"]) == ("Naam", "Contactpersoon")
    assert found[heading]["values"] == " | ".join(CLUBS[:3])
    assert found["Voornaam"]["values"] == "aaaaa | aaaaaa | aaaaaa"


def test_first_names_under_any_heading_are_no_proposal_for_a_name():
    found = lines_of(("Wie", "Dorp"), PEOPLE, TOWNS)
    assert found["Wie"]["proposed"] != "Naam"
    assert "Truus" not in str(found)


def test_names_that_look_like_persons_are_shown_under_a_heading_of_initiatives_alone():
    names_alone = ("Ons Plein", "Samen Sterk", "Goed Gedaan", "Mooi Zo")
    assert lines_of(("Club", "Dorp"), names_alone, TOWNS)["Club"]["proposed"] == "Naam"
    assert "Ons Plein" in lines_of(("Club", "Dorp"), names_alone, TOWNS)["Club"]["values"]
    assert "Ons Plein" not in lines_of(("Bij", "Dorp"), names_alone, TOWNS)["Bij"]["values"]


def test_beside_a_column_that_surely_is_the_name_no_other_is_proposed_as_it():
    found = lines_of(("Naam initiatief", "Project", "Dorp"), CLUBS, CLUBS[::-1], TOWNS)
    assert found["Project"]["proposed"] == ""


@pytest.mark.parametrize(
    ("heading", "value", "seen"),
    [
        ("Bijz.", "eet samen op dinsdag", True),
        ("Bijz.", "Truus weet er meer van", False),
        ("Bijz.", "bel 0592-123456", False),
        ("Penningmeester", "zebedea", False),
    ],
)
def test_of_an_unknown_column_all_is_shown_but_what_is_personal(heading, value, seen):
    found = lines_of(("Naam", heading, "Plaats"), CLUBS, (value, "", "", ""), TOWNS)
    assert (value in found[heading]["values"]) == seen


def test_cells_beyond_the_headings_of_a_refused_row_are_told_once_and_ask_nothing():
    good = [(f"Initiatief {n}", "Assen") for n in range(8)]
    found = read(*good, ("Een", "twee", "Norg"), ("Drie", "vier", "vijf", "Norg"), heads=("Naam", "Plaats"))
    assert (found.headings, found.faults) == ([], [])
    reasons = {row.refused for row in found.rows} - {""}
    assert (len(reasons), sum(bool(row.refused) for row in found.rows)) == (1, 2)


# ---- what waits ----


def test_rows_that_could_not_be_used_wait_until_a_person_leaves_them_and_others_wait_anew(tmp_path):
    delivered, decided = paths.Delivered(tmp_path / "in"), paths.Decisions(tmp_path / "decisions")
    delivered.inventory.mkdir(parents=True)
    list_of = delivered.inventory / FILE

    def waits(text):
        list_of.write_text(f"Naam;Plaats\nDe Uil;Assen\n{text}", "utf-8")
        inventory_account(delivered, tmp_path / "rows.csv", BOOK, decided)
        return attention.counting(decided)

    assert not waits("")
    assert waits("Het Erf;Nergenshuizen\n")
    text = decided.lists.read_text("utf-8-sig")
    assert "niet gebruikt: 1;ja;;;" in text
    decided.lists.write_text(text.replace("1;ja;;;", "1;ja;ja;A;2026-05-01"), "utf-8-sig")
    assert not waits("Het Erf;Nergenshuizen\n")
    assert waits("Het Erf;Nergenshuizen\nDe Spil;Nergenshuizen\n")


@pytest.mark.parametrize(
    ("about", "said"), [("rij: De Uil", "soms"), ("aanvullen: Plaats", "x"), ("toestemming: v", "v")]
)
def test_a_question_about_part_of_a_sheet_has_yes_or_no_for_an_answer(tmp_path, about, said):
    path = tmp_path / "lists.csv"
    line = "file;sheet;about;proposed;decision;who;when\r\n{};;{};;{};A;2026-05-01\r\n"
    path.write_text(line.format(FILE, about, said), "utf-8-sig")
    (fault,) = choices.choices(path, BOOK).faults
    assert "kies ja of nee" in fault.message
    path.write_text(line.format(FILE, about, "ja"), "utf-8-sig")
    assert choices.choices(path, BOOK).said(FILE, "", about) == "ja"

"""What goes back to a network: its own rows and questions, nothing of others' persons; and what comes back is asked."""

import openpyxl
import pytest
from workbook_rows import BOOK, delivered, rows, run

from monitor_lib import paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.matching import clustering, definition, rulings
from monitor_lib.intake.workbook import letters, readback

LISTS = {
    "bokd": "Naam;Plaats;Contactpersoon\nHuiskamer De Brinkhof;Assen;Zebedea Kanarie\n"
    "=De Vlinder;Emmen;\nZonder plaats;;\n",
    "vkkl": "Naam;Plaats;Contactpersoon\nHuiskamer Brinkhof Ontmoet;Assen;Quirijn Kwikstaart\nDe Vlinder;Emmen;\n",
}


@pytest.fixture
def places(tmp_path):
    return delivered(tmp_path, LISTS, '"id","submitdate","Q01","Q02","Q05"\n')


@pytest.fixture
def made(places, tmp_path):
    run(places)
    return letters.write(tmp_path / "letters", places.decisions, places.clean, BOOK)


def answered(workbook, sheet, head, **answers):
    """The workbook as a network sends it back, with an answer per row that holds a name."""
    book = openpyxl.load_workbook(workbook)
    book["Lees mij"]["B1"], book["Lees mij"]["B2"] = "Netwerk Noord", "2026-05-01"
    heads = [cell.value for cell in book[sheet][1]]
    for name, answer in answers.items():
        (row,) = [row for row in book[sheet].iter_rows(min_row=2) if any(name in str(cell.value) for cell in row[:6])]
        row[heads.index(head)].value = answer
    target = workbook.with_name("terug.xlsx")
    book.save(target)
    return target


def test_a_network_reads_what_became_of_each_of_its_rows_and_why(made):
    found = {row["naam"]: row for row in rows(made["bokd.csv"], "Uw lijst")}
    assert len(found) == 3
    assert found["Huiskamer De Brinkhof"]["wat ervan werd"] == "gebruikt"
    assert found["=De Vlinder"]["ook op de lijst van"] == BOOK.network("vkkl").name
    assert found["Zonder plaats"]["wat ervan werd"] == "niet bruikbaar"
    assert "Vul een postcode" in found["Zonder plaats"]["waarom"]


def test_what_is_doubtful_is_a_question_to_both(made):
    for network in ("bokd", "vkkl"):
        (asked,) = rows(made[f"{network}.csv"], "Vragen")
        assert {asked["dit"], asked["en dit"]} == {"Huiskamer De Brinkhof", "Huiskamer Brinkhof Ontmoet"}


def test_no_person_is_in_any_file_and_nothing_in_it_runs(made, places, tmp_path):
    texts = [path.read_text("utf-8") for path in (tmp_path / "letters").glob("*.txt")]
    cells = [
        cell
        for workbook in made.values()
        for sheet in openpyxl.load_workbook(workbook)
        for row in sheet.iter_rows()
        for cell in row
    ]
    said = " ".join([*texts, *(str(cell.value) for cell in cells)])
    assert "Kanarie" not in said
    assert "Kwikstaart" not in said
    assert [cell for cell in cells if cell.data_type == "f"] == []


def test_the_letter_tells_a_networks_own_numbers_in_a_page(made, tmp_path):
    letter = (tmp_path / "letters" / "bokd.csv.txt").read_text("utf-8")
    assert letter.startswith(f"Aan: {BOOK.network('bokd').name}\n")
    assert "Wij lazen 3 rijen." in letter
    assert "- niet bruikbaar: 1" in letter
    assert "Bij 1 rijen" in letter
    assert len(letter.splitlines()) <= 30


def test_what_exists_no_more_is_proposed_and_not_settled(places, made):
    file = answered(made["bokd.csv"], "Uw lijst", "bestaat het nog?", Brinkhof="nee")
    readback.read(file, places.decisions, BOOK)
    after = run(places)
    assert "Huiskamer De Brinkhof" in set(after.initiatives["name"])
    (line,) = [line for _, line in decisions.listed(places.decisions.definition, definition.DEFINITION).lines]
    assert line["name"] == "Huiskamer De Brinkhof"
    assert line["proposed"] == f"lasting: nee ({BOOK.network('bokd').name}: bestaat niet meer)"


def test_a_networks_answer_about_two_rows_decides_in_its_name(places, made):
    file = answered(made["vkkl.csv"], "Vragen", "hetzelfde?", Brinkhof="zelfde")
    readback.read(file, places.decisions, BOOK)
    (line,) = [line for _, line in decisions.decided(places.decisions.pairs, clustering.PAIRS).lines]
    assert (line["decision"], line["who"]) == ("zelfde", "Netwerk Noord")
    assert len(run(places).initiatives) == 2


def test_two_networks_that_contradict_each_other_are_told(places, made):
    first = answered(made["vkkl.csv"], "Vragen", "hetzelfde?", Brinkhof="zelfde")
    readback.read(first, places.decisions, BOOK)
    second = answered(made["bokd.csv"], "Vragen", "hetzelfde?", Brinkhof="anders")
    with pytest.raises(DeliveryError, match="intussen iets anders besloten"):
        readback.read(second, places.decisions, BOOK)


def test_a_file_that_comes_back_unanswered_changes_nothing(places, made):
    file = answered(made["bokd.csv"], "Uw lijst", "bestaat het nog?")
    assert readback.read(file, places.decisions, BOOK).history == []


def test_two_lists_of_one_network_get_a_letter_each(places, tmp_path):
    (places.delivered.inventory / "BOKD.tsv").write_text("Naam\tPlaats\nHet Derde Huis\tNorg\n", "utf-8")
    run(places)
    made = letters.write(tmp_path / "letters", places.decisions, places.clean, BOOK)
    assert set(made) == {"bokd.csv", "BOKD.tsv", "vkkl.csv"}
    assert [row["naam"] for row in rows(made["BOKD.tsv"], "Uw lijst")] == ["Het Derde Huis"]
    assert len(rows(made["bokd.csv"], "Uw lijst")) == 3
    assert "Wij lazen 1 rijen." in (tmp_path / "letters" / "BOKD.tsv.txt").read_text("utf-8")


def test_rows_that_could_not_be_used_are_answered_each_for_itself(places, tmp_path):
    (places.delivered.inventory / "vkkl.csv").write_text(
        "Naam;Plaats;Website\nEen Zonder;;een.example\nTwee Zonder;;twee.example\n", "utf-8"
    )
    run(places)
    made = letters.write(tmp_path / "letters", places.decisions, places.clean, BOOK)
    file = answered(made["vkkl.csv"], "Uw lijst", "bestaat het nog?", **{"Een Zonder": "nee", "Twee Zonder": "ja"})
    readback.read(file, places.decisions, BOOK)
    said = decisions.listed(places.decisions.alive, definition.ALIVE).lines
    assert {(line["name"], line["alive"]) for _, line in said} == {("Een Zonder", "nee"), ("Twee Zonder", "ja")}


@pytest.mark.parametrize("word", ["nee", "Nee", "NEE"])
def test_a_line_filled_in_by_hand_counts_in_any_case_and_needs_who_and_when(places, made, word):
    initiative = made_id(places)
    line = {"network": "BOKD", "initiative_id": initiative, "name": "Huiskamer De Brinkhof", "alive": word}
    signed = line | {"change": "", "who": "R. Vos", "when": "2026-05-01"}
    decisions.write(places.decisions.alive, definition.ALIVE.columns, [signed])
    run(places)
    (asked,) = [line for _, line in decisions.listed(places.decisions.definition, definition.DEFINITION).lines]
    assert (asked["initiative_id"], asked["proposed"]) == (initiative, "lasting: nee (BOKD: bestaat niet meer)")
    decisions.write(places.decisions.alive, definition.ALIVE.columns, [signed | {"who": ""}])
    with pytest.raises(DeliveryError, match=r"alive\.csv"):
        run(places)


@pytest.mark.parametrize("word", ["nee, gestopt", "neen", "?", "x"])
def test_what_does_not_clearly_say_whether_it_still_exists_is_an_error_and_no_yes(tmp_path, word):
    places = paths.Decisions(tmp_path)
    line = {"network": "BOKD", "initiative_id": "ZG-1", "name": "De Brinkhof", "alive": word, "change": "iets"}
    decisions.write(places.alive, definition.ALIVE.columns, [line | {"who": "R. Vos", "when": "2026-05-01"}])
    (fault,) = rulings.rulings(places, BOOK).faults
    assert (fault.file, fault.row, fault.column, fault.severity) == ("alive.csv", 2, "alive", "error")
    assert "ja, nee, gewijzigd" in fault.message


def made_id(places):
    found = run(places).initiatives.set_index("name")["initiative_id"]
    return found["Huiskamer De Brinkhof"]

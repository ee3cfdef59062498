"""All decisions in one workbook: what it shows, how it comes back, and that nothing is settled unseen."""

import stat

import openpyxl
import pytest
from workbook_rows import BOOK, delivered, rows, run

from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.matching import clustering, definition
from monitor_lib.intake.survey.others import OTHERS
from monitor_lib.intake.workbook import readback, written

QUESTION = next(each for each in BOOK.questions if each.other and not each.many)
OPTION = BOOK.scale(QUESTION.scale).options[0]
LISTS = {
    "bokd": "Naam;Plaats;Website\nHuiskamer De Brinkhof;Assen;brinkhof.example\n"
    "Dorpshuis Norg;Norg;\nDe Vlinder;Emmen;\n",
    "vkkl": "Naam;Plaats\nHuiskamer Brinkhof Ontmoet;Assen\nVlinder;Emmen\n",
}
WHO, WHEN = "Ria Beslisser", "2026-05-01"


@pytest.fixture
def places(tmp_path):
    heads = ["id", "submitdate", "lastpage", "Q01", "Q02", QUESTION.id, f"{QUESTION.id}[other]"]
    answers = [[str(n), "2021-09-01", "9", f"Nieuw {n}", "Emmen", "-oth-", "=Buurtbus"] for n in range(1, 4)]
    survey = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (heads, *answers))
    return delivered(tmp_path, LISTS, survey)


@pytest.fixture
def workbook(places):
    """The workbook of a run, as a person finds it."""
    run(places)
    written.write(places.clean.workbook, places.decisions, places.clean, BOOK)
    return places.clean.workbook


def fill(workbook, sheet, found, signed=True, **words):
    """Fills in one row, found by words in it, as a person does in a spreadsheet; gives the file as it was saved."""
    book = openpyxl.load_workbook(workbook)
    heads = [cell.value for cell in book[sheet][1]]
    (row,) = [row for row in book[sheet].iter_rows(min_row=2) if any(found in str(cell.value) for cell in row)]
    for head, word in words.items():
        row[heads.index(head.replace("_", " "))].value = word
    if signed:
        book["Lees mij"]["B1"], book["Lees mij"]["B2"] = WHO, WHEN
    target = workbook.with_name("ingevuld.xlsx")
    book.save(target)
    return target


def decided(places, file, ledger):
    return [line for _, line in decisions.decided(getattr(places.decisions, file), ledger).lines]


def test_each_sheet_shows_what_a_person_needs_and_what_is_proposed(workbook):
    pair, joined = rows(workbook, "Dubbel")
    assert (pair["eerste: naam"], pair["tweede: naam"]) == ("Huiskamer De Brinkhof", "Huiskamer Brinkhof Ontmoet")
    assert pair["eerste: website"] == "https://brinkhof.example"
    assert (pair["nu"], joined["nu"]) == ("apart", "samengevoegd")
    (hall,) = rows(workbook, "Definitie")
    assert (hall["naam"], hall["plaats"], hall["provincie"]) == ("Dorpshuis Norg", "Norg", "Drenthe")
    assert hall[definition.EXCLUSIONS["hall"]] == "ja"
    (other,) = rows(workbook, "Andere antwoorden")
    assert (other["geschreven"], other["keer"]) == ("buurtbus", "3")
    assert OPTION.label in other["mogelijk"]


def test_it_is_for_its_owner_alone_and_nothing_in_it_is_a_formula(places, workbook):
    assert stat.S_IMODE(workbook.stat().st_mode) == 0o600
    cells = [cell for sheet in openpyxl.load_workbook(workbook) for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []


def test_answers_are_drop_downs(workbook):
    found = openpyxl.load_workbook(workbook)["Dubbel"].data_validations.dataValidation
    assert ["uit elkaar" in each.formula1 for each in found] == [True, False]


def test_what_is_filled_in_comes_back_with_one_name_and_date(places, workbook):
    file = fill(workbook, "Dubbel", "Brinkhof Ontmoet", besluit="zelfde", besloten="ja")
    merged = readback.read(file, places.decisions, BOOK)
    (line,) = decided(places, "pairs", clustering.PAIRS)
    assert (line["decision"], line["who"], line["when"]) == ("zelfde", WHO, WHEN)
    assert (merged.untouched, len(merged.history)) == (0, 1)
    assert len(run(places).initiatives) == 3


def test_what_nobody_looked_at_does_not_count_also_not_a_proposal(places, workbook):
    merged = readback.read(fill(workbook, "Dubbel", "Brinkhof Ontmoet"), places.decisions, BOOK)
    assert merged.lines == {}
    merged = readback.read(fill(workbook, "Dubbel", "Brinkhof Ontmoet", besluit="anders"), places.decisions, BOOK)
    assert (merged.lines, merged.untouched) == ({}, 1)
    assert decided(places, "pairs", clustering.PAIRS) == []


def test_one_word_takes_apart_what_was_joined_unseen(places, workbook):
    assert len(run(places).initiatives) == 4
    file = fill(workbook, "Dubbel", "samengevoegd", besluit="Uit elkaar", besloten="ja")
    readback.read(file, places.decisions, BOOK)
    assert len(run(places).initiatives) == 5


def test_without_a_name_and_a_date_nothing_is_read(places, workbook):
    with pytest.raises(DeliveryError, match="Uw naam"):
        readback.read(fill(workbook, "Dubbel", "Brinkhof Ontmoet", signed=False, besloten="ja"), places.decisions, BOOK)


@pytest.mark.parametrize(("words", "told"), [({"besluit": "misschien"}, "kan niet bij besluit"), ({}, None)])
def test_a_word_that_may_not_stand_there_is_told_and_nothing_is_written(places, workbook, words, told):
    before = places.decisions.pairs.read_bytes()
    file = fill(workbook, "Dubbel", "Brinkhof Ontmoet", besloten="ja", **words)
    if told:
        with pytest.raises(DeliveryError, match=told):
            readback.read(file, places.decisions, BOOK)
        assert places.decisions.pairs.read_bytes() == before


def test_what_somebody_decided_meanwhile_is_told_and_not_overwritten(places, workbook):
    file = fill(workbook, "Dubbel", "Brinkhof Ontmoet", besluit="zelfde", besloten="ja")
    (found,) = [line for _, line in decisions.listed(places.decisions.pairs, clustering.PAIRS).lines]
    other = found | {"decision": "anders", "who": "Jo", "when": "2026-04-30"}
    decisions.write(places.decisions.pairs, clustering.PAIRS.columns, [other])
    with pytest.raises(DeliveryError, match="intussen iets anders besloten"):
        readback.read(file, places.decisions, BOOK)
    assert [line["who"] for line in decided(places, "pairs", clustering.PAIRS)] == ["Jo"]


def test_a_row_that_lost_its_key_is_told(places, workbook):
    file = fill(workbook, "Dubbel", "Brinkhof Ontmoet", **{written.KEY: "weg"}, besloten="ja")
    with pytest.raises(DeliveryError, match="laatste kolom"):
        readback.read(file, places.decisions, BOOK)


def test_the_same_workbook_twice_changes_nothing_the_second_time(places, workbook):
    file = fill(workbook, "Definitie", "Dorpshuis Norg", besloten="ja")
    assert len(readback.read(file, places.decisions, BOOK).history) == 1
    assert readback.read(file, places.decisions, BOOK).history == []


def test_a_workbook_can_be_taken_back_by_its_number(places, workbook):
    file = fill(workbook, "Dubbel", "Brinkhof Ontmoet", besluit="zelfde", besloten="ja")
    number = readback.read(file, places.decisions, BOOK).history[0]["number"]
    assert readback.undo(number, places.decisions, BOOK) == 1
    assert decided(places, "pairs", clustering.PAIRS) == []
    with pytest.raises(DeliveryError, match="sindsdien veranderd"):
        readback.undo(number, places.decisions, BOOK)
    with pytest.raises(DeliveryError, match='geen nummer "9"'):
        readback.undo("9", places.decisions, BOOK)


def test_another_answer_is_counted_with_the_option_that_was_decided_on(places, workbook):
    assert run(places).responses[QUESTION.id].tolist() == [QUESTION.other] * 3
    file = fill(workbook, "Andere antwoorden", "buurtbus", hoort_bij=OPTION.label, besloten="ja")
    readback.read(file, places.decisions, BOOK)
    after = run(places).responses
    assert after[QUESTION.id].tolist() == [OPTION.code] * 3
    assert after[f"{QUESTION.id}_other"].isna().all()


def test_an_option_that_the_question_does_not_have_is_an_error(places, workbook):
    file = fill(workbook, "Andere antwoorden", "buurtbus", hoort_bij="vervoer", besloten="ja")
    readback.read(file, places.decisions, BOOK)
    assert decided(places, "others", OTHERS)
    with pytest.raises(DeliveryError, match="geen antwoord op deze vraag"):
        run(places)


@pytest.mark.parametrize(
    ("points", "proposed"), [("2,5", ""), ("3", "zelfde"), ("3,5", "zelfde"), ("3.0", "zelfde"), ("5-mei", "")]
)
def test_same_is_proposed_from_three_points_on_also_as_a_spreadsheet_writes_them(places, workbook, points, proposed):
    (found,) = [line for _, line in decisions.listed(places.decisions.pairs, clustering.PAIRS).lines]
    decisions.write(places.decisions.pairs, clustering.PAIRS.columns, [found | {"points": points}])
    written.write(workbook, places.decisions, places.clean, BOOK)
    assert rows(workbook, "Dubbel")[0]["besluit"] == proposed


@pytest.mark.parametrize("file", ["pairs", "history"])
def test_a_file_of_decisions_that_cannot_be_read_stops_the_reading_and_stays_as_it_is(places, workbook, file):
    filled = fill(workbook, "Dubbel", "Brinkhof Ontmoet", besluit="zelfde", besloten="ja")
    path = getattr(places.decisions, file)
    path.write_bytes(b"een;twee\n1;2\n")
    with pytest.raises(DeliveryError, match=path.name):
        readback.read(filled, places.decisions, BOOK)
    assert path.read_bytes() == b"een;twee\n1;2\n"

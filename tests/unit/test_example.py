"""The example deliveries: the same for the same seed, readable, in keeping with the codebook, and about nobody."""

import csv
import dataclasses
import re
import tomllib
from collections import Counter

import hostile
import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from monitor_lib import paths
from monitor_lib.example import deliveries
from monitor_lib.example.chances import Dice, chances_of_many, chances_of_one
from monitor_lib.reference import published
from monitor_lib.reference.areas import geography
from monitor_lib.reference.records import CodebookError, Group, Option, Question, Scale
from monitor_lib.reference.text.folding import folded

HABITS = tomllib.loads(paths.project().example.read_text("utf-8"))
PUBLISHED = [dataclasses.asdict(each) for each in published.figures()]
FEW = {"PV22", "PV24", "PV31"}
MANY = {"PV23", "PV25", "PV27", "PV30"}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory, book):
    delivered = paths.Delivered(tmp_path_factory.mktemp("example") / "voorbeeld")
    assert deliveries.ensure_deliveries(delivered, book, book.waves[0])
    return delivered


@pytest.fixture(scope="module")
def truth(book):
    return deliveries.true_initiatives(book, book.waves[0])


@pytest.fixture(scope="module")
def export(delivered):
    with delivered.limesurvey.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"]]


@pytest.fixture(scope="module")
def answers(export):
    """What is no test and no second try."""
    return export[1:-1]


def lines(delivered, habit):
    """Every line of a list as texts."""
    path = delivered.list_of(habit["network"], habit["format"])
    if habit["format"] == "xlsx":
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        return [[str(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]
    with path.open(encoding=habit["encoding"], newline="") as file:
        return list(csv.reader(file, delimiter=habit["delimiter"]))


def rows(delivered, habit):
    """The rows of a list by field: what stands under the headings and above a total."""
    first = len(habit.get("above", [])) + 1
    found = lines(delivered, habit)[first : -1 if "below" in habit else None]
    return [dict(zip(habit["columns"], line, strict=False)) for line in found]


def every_file(delivered):
    return {path.name: path.read_bytes() for path in sorted(delivered.folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(delivered, book, tmp_path):
    again, other = paths.Delivered(tmp_path / "again"), paths.Delivered(tmp_path / "other")
    deliveries.write_deliveries(again, book, book.waves[0])
    deliveries.write_deliveries(other, book, book.waves[0], seed=1)
    assert every_file(again) == every_file(delivered)
    assert all(every_file(other)[name] != content for name, content in every_file(delivered).items())


def test_deliveries_that_are_there_are_left_alone(book, tmp_path):
    delivered = paths.Delivered(tmp_path)
    delivered.inventory.mkdir()
    own = delivered.list_of("eigen", "csv")
    own.write_text("Naam;Plaats\n")
    assert not deliveries.ensure_deliveries(delivered, book, book.waves[0])
    assert list(every_file(delivered)) == ["eigen.csv"]


def test_every_network_of_the_codebook_sends_one_list(delivered, book):
    assert {path.stem for path in delivered.inventory.iterdir()} == {network.id for network in book.networks}


@pytest.mark.parametrize("habit", HABITS["list"], ids=lambda habit: habit["network"])
def test_a_list_opens_and_its_headings_are_known(delivered, book, habit):
    header = lines(delivered, habit)[len(habit.get("above", []))]
    assert header == list(habit["columns"].values())
    for field, heading in habit["columns"].items():
        known = book.field(field)
        assert folded(heading) in {folded(word) for word in (*known.headings, *known.general)}
    assert len(rows(delivered, habit)) >= 20


def test_the_odd_workbooks_are_odd(delivered):
    hidden = CalamineWorkbook.from_path(str(delivered.list_of("amsterdamse-stadsdorpen", "xlsx")))
    assert [str(sheet.visible) for sheet in hidden.sheets_metadata] == [
        "SheetVisibleEnum.Visible",
        "SheetVisibleEnum.Hidden",
    ]
    merged = CalamineWorkbook.from_path(str(delivered.list_of("zorgcooperaties-zuid", "xlsx")))
    assert merged.get_sheet_by_index(0).merged_cell_ranges
    totalled = next(habit for habit in HABITS["list"] if "below" in habit)
    assert lines(delivered, totalled)[-1][:2] == ["Totaal", str(len(rows(delivered, totalled)))]


def test_the_lists_together_hold_every_initiative_and_doubles(delivered, truth):
    listed = [initiative for initiative in truth if initiative.listed]
    count = sum(len(rows(delivered, habit)) for habit in HABITS["list"])
    assert len(listed) == 1250
    assert 1450 <= count <= 1550
    assert len({(one.facts["name"], one.facts["place"]) for one in truth}) == len(truth) == 1256


def test_places_postcodes_and_provinces_belong_together(truth):
    for one in truth:
        assert [place.name for place in geography.by_place(one.facts["place"], one.facts["province"])]
        assert geography.by_postcode(one.facts["postcode"]).province == one.facts["province"]


def test_noabers_live_in_the_east_and_frisian_is_spoken_in_fryslan(truth):
    assert {one.facts["province"] for one in truth if one.facts["form"] == "noaberzorgpunt"} == {"PV23", "PV25"}
    assert {one.facts["province"] for one in truth if one.element.startswith("It ")} == {"PV21"}


def test_names_are_varied_and_the_umbrellas_are_there(truth):
    assert len({one.element for one in truth}) > 200
    umbrellas = [one for one in truth if one.facts["name"].startswith("Dorpsbelang")]
    daughters = {(one.element, one.facts["place"]) for one in truth if one.facts["form"] == "zorgcooperatie"}
    assert len(umbrellas) >= 5
    assert all((one.element, one.facts["place"]) in daughters for one in umbrellas)


def test_contact_data_can_be_nobodys(delivered):
    for habit in HABITS["list"]:
        for row in rows(delivered, habit):
            assert not row.get("website") or row["website"].endswith(".example")
            assert not row.get("email") or row["email"].endswith(".example")
            digits = re.sub(r"\D", "", row.get("phone", "")).removeprefix("31").removeprefix("0")
            assert not digits or re.fullmatch(r"60000\d{4}", digits)


def test_awkward_names_come_through_as_they_are_and_may_be_on_the_map(delivered):
    consents = {row["name"]: row["map_consent"] for row in rows(delivered, HABITS["list"][-1])}
    assert {consents.get(entry["name"]) for entry in HABITS["awkward"]} == {"ja"}


def test_hostile_names_come_through_as_they_are_too(book, tmp_path):
    delivered = paths.Delivered(tmp_path / "in")
    with hostile.example(tmp_path):
        deliveries.write_deliveries(delivered, book, book.waves[0])
    consents = {row["name"]: row["map_consent"] for row in rows(delivered, HABITS["list"][-1])}
    assert {consents.get(name) for name in hostile.NAMES.values()} == {"ja"}


def test_who_sees_the_example_for_the_first_time_sees_no_attack():
    def words(entry):
        parts = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
        return [entry] if isinstance(entry, str) else [word for part in parts for word in words(part)]

    attack = re.compile(r"^[=@]|[<>`$\\]|\{\{|\{%|\.\./|script:|[^\n\t -~\u00a0-\u024f\u2018-\u201d±]")
    assert [word for word in words(HABITS) if attack.search(word)] == []
    assert [word for word in (*hostile.NAMES.values(), *hostile.MATERIAL.values()) if not attack.search(word)] == [
        "https://www.brug.example/%22onclick=%22alert(1)"
    ]


def test_the_export_has_the_form_that_limesurvey_gives_it(delivered, book):
    raw = delivered.limesurvey.read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"id","submitdate","lastpage","startlanguage","seed","startdate","datestamp",')
    assert raw.endswith(b'"\r\n\r\n')
    header = raw.decode("utf-8-sig").split("\r\n")[0]
    assert '"Q06","Q07","Q07[other]"' in header
    assert {code for code in book.scale("themas").codes if f'"Q12[{code}]"' not in header} == {"anders"}
    assert '"Q12[other]"' in header


def test_about_280_answers_of_which_few_come_from_three_provinces(answers):
    assert len(answers) == 280
    assert Counter(row["lastpage"] for row in answers if row["submitdate"] == "") == {"": 4, "1": 26}
    assert sum(row["submitdate"] == "" and row["Q25[gemeente]"] != "N.v.t." for row in answers) == 5
    provinces = Counter(geography.by_postcode(row["Q03"]).province for row in answers)
    assert {code for code, count in provinces.items() if count < 10} == FEW
    assert {code for code, count in provinces.items() if count > 30} == MANY


def test_a_trial_and_a_second_try_with_the_same_token(export):
    assert export[0]["Q01"] == "Test"
    assert export[0]["datestamp"] < "2021-09-06"
    assert sum(row["token"] == export[-1]["token"] for row in export) == 2
    assert [row["id"] for row in export] == [str(number) for number in range(1, 283)]


def test_routing_is_respected(answers, book):
    groups = [f"Q11[{code}]" for code in book.scale("groepen").codes if code != "anders"]
    for row in answers:
        asked = row["Q10"] == "Specifieke groepen"
        assert {row[column] == "N.v.t." for column in groups} == {not asked}
        assert row["lastpage"] == "2" or row["Q44[kaart]"] == "N.v.t."


def test_other_is_its_text_and_nothing_else(answers, book):
    for question in (question for question in book.questions if question.other):
        texts = {row[f"{question.id.upper()}[other]"] for row in answers}
        assert {""} < texts <= {"", *HABITS["survey"]["other"]}
        if not question.many:
            others = [row for row in answers if row[question.id.upper()] == book.scale(question.scale).labels["anders"]]
            assert all(row[f"{question.id.upper()}[other]"] for row in others)


def test_every_answer_is_one_of_the_codebook(answers, book):
    for question in book.questions:
        column = question.id.upper()
        if question.scale and not question.many:
            labels = {option.label for option in book.scale(question.scale).options}
            assert {row[column] for row in answers} <= labels | {""}
        elif question.type == "number":
            numbers = [float(row[column]) for row in answers if row[column]]
            assert question.limits[0] <= min(numbers) <= max(numbers) <= question.limits[1]


def test_answers_lie_about_the_published_figures(answers):
    submitted = [row for row in answers if row["Q30"] not in ("", "Weet niet of n.v.t.")]
    visible = sum(row["Q30"] in ("Eens", "Helemaal eens") for row in submitted) / len(submitted)
    assert visible == pytest.approx(0.76, abs=0.08)
    cohesion = sum(row["Q12[cohesie]"] == "Ja" for row in answers) / len(answers)
    assert cohesion == pytest.approx(0.57, abs=0.08)


def test_a_new_question_needs_nothing_here(book, tmp_path):
    new = Question("q45", 2, "single", "Nieuw?", "Nieuw", scale="doelen", theme="effect")
    delivered = paths.Delivered(tmp_path / "meer")
    deliveries.write_deliveries(delivered, dataclasses.replace(book, questions=(*book.questions, new)), book.waves[0])
    with delivered.limesurvey.open(encoding="utf-8-sig", newline="") as file:
        given = Counter(row["Q45"] for row in csv.DictReader(file))
    assert given["Ja"] > given["Voor een deel"] > given["Nee"] > 0


SCALE = Scale(
    "proef",
    tuple(Option(code, code) for code in ("a", "b", "c", "d", "e", "wn")),
    outside=("wn",),
    groups=(Group("hoog", "Hoog", ("d", "e")),),
    ordered=True,
)


def test_a_group_divides_its_share_and_the_rest_divides_what_is_left():
    chances = chances_of_one(SCALE, {"hoog": 0.6}, outside=0.1)
    # d and e weigh 1/2 and 1/3, so 3/5 and 2/5 of 0.6; a, b and c weigh 1/3, 1/2 and 1; 0.1 goes to "wn" first.
    assert chances["d"] == pytest.approx(0.9 * 0.36)
    assert chances["e"] == pytest.approx(0.9 * 0.24)
    assert chances["c"] == pytest.approx(0.9 * 0.4 * 6 / 11)
    assert sum(chances.values()) == pytest.approx(1)


def test_none_of_these_stands_alone():
    scale = Scale("proef", (Option("a", "A"), Option("b", "B"), Option("geen", "Geen")))
    dice = Dice(np.random.default_rng(1))
    drawn = {dice.many_by(chances_of_many(scale, {"geen": 0.3})) for _ in range(200)}
    assert drawn == {("a",), ("b",), ("a", "b"), ("geen",)}


def test_published_figures_speak_of_the_codebook(book):
    indicators = {entry.id for entry in (*book.indicators, *book.questions)}
    assert len({figure["id"] for figure in PUBLISHED}) == len(PUBLISHED)
    for figure in PUBLISHED:
        assert figure["source"]
        assert figure["words"]
        assert figure["unit"]
        assert figure["indicator"] in indicators | {""}
        if figure["answer"]:
            assert figure["answer"] in book.scale(book.question(figure["indicator"]).scale).labels
        assert figure["kind"] != "share" or 0 < figure["value"] < 1


def test_shares_speak_of_the_codebook(book):
    tables = [HABITS["shares"], *(entry.get("shares", {}) for entry in (*HABITS["province"], *HABITS["form"]))]
    for question, shares in (item for table in tables for item in table.items()):
        assert shares.keys() <= book.scale(book.question(question).scale).labels.keys()
    assert [province["code"] for province in HABITS["province"]] == [area.code for area in book.provinces]
    assert {form["code"] for form in HABITS["form"]} == set(book.scale("benaming").codes)


# ---- the second wave ----


@pytest.fixture(scope="module")
def second(book):
    return deliveries.true_initiatives(book, book.waves[1])


def test_half_of_the_initiatives_are_there_again_and_the_others_are_new(truth, second):
    then = {(one.facts["name"], one.facts["place"]) for one in truth if one.listed}
    again = [one for one in second if one.was]
    assert len(again) == pytest.approx(0.5 * len(then), abs=15)
    assert {(one.facts["name"], one.facts["place"]) for one in again} <= then
    assert not {(one.facts["name"], one.facts["place"]) for one in second if not one.was} & then
    assert len(second) == pytest.approx(1.15 * len(truth), rel=0.01)


def test_between_the_waves_municipalities_merged(truth, second):
    def names(initiatives):
        return {one.facts["municipality"] for one in initiatives}

    today = {town.name for town in geography.municipalities()}
    assert len(names(truth) - today) >= 3
    assert names(second) <= today
    moved = [one for one in second if one.was and one.was.facts["municipality"] not in today]
    assert moved
    assert all(one.facts["municipality"] != one.was.facts["municipality"] for one in moved)


def test_the_second_survey_has_the_questionnaire_of_its_wave(book, tmp_path):
    found = {}
    for wave in book.waves[:2]:
        delivered = paths.Delivered(tmp_path / wave.id)
        deliveries.write_deliveries(delivered, book, wave)
        with delivered.limesurvey.open(encoding="utf-8-sig", newline="") as file:
            found[wave.id] = list(csv.DictReader(file))
    first, second = found.values()
    assert set(second[0]) - set(first[0]) == {"Q40[digitaal]"}
    assert set(first[0]) - set(second[0]) == {"Q42[geldproblemen]"}
    tokens = [{row["Q01"] for row in rows if row["submitdate"]} for rows in (first, second)]
    assert len(tokens[0] & tokens[1]) > 50


def test_a_wave_that_the_example_does_not_know_is_told(book, tmp_path):
    other = dataclasses.replace(book.waves[0], id="voorbeeld9")
    with pytest.raises(CodebookError, match=r"example\.toml heeft geen \[wave\.voorbeeld9\]"):
        deliveries.write_deliveries(paths.Delivered(tmp_path), book, other)

"""Whose answers are these: the token first, then what the questionnaire says; what belongs to nobody is counted."""

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import clean_wave
from monitor_lib.reference import codebook

BOOK = codebook.load()
LIST = """Naam;Plaats;Postcode
Zorgcoöperatie De Brug;Assen;9401
Burennetwerk Het Anker;Norg;9331
Stadsdorp Zuid;Zwolle;8011
"""
PARTICIPANTS = """"tid","firstname","lastname","email","token","attribute_1 <Naam initiatief>","attribute_2 <Plaats>"
"1","Zebedea","Kanarie","zebedea@kanarie.example","brugbrug","De Brug","Assen"
"2","","","","ankeranker","Burennetwerk Het Anker","Norg"
"3","","","","nergens","Clubje van niemand","Urk"
"""
SURVEY = """"id","submitdate","lastpage","token","datestamp","Q01","Q02","Q06"
"1","2026-05-01 10:00:00","2","brugbrug","2026-05-01","een heel andere naam","Maastricht","actief"
"2","","1","ankeranker","2026-05-02","","","actief"
"3","2026-05-03 10:00:00","2","","2026-05-03","Stadsdorp Zuid","Zwolle","actief"
"4","2026-05-04 10:00:00","2","nergens","2026-05-04","Clubje van niemand","Urk","actief"
"5","2026-05-05 10:00:00","2","","2026-05-05","Burennetwerk Het Anker","Norg","slapend"
"6","2026-05-06 10:00:00","2","","2026-05-06","Test","Norg","slapend"
"""


@pytest.fixture
def delivered(tmp_path):
    places = paths.Delivered(tmp_path / "in")
    places.inventory.mkdir(parents=True)
    places.survey.mkdir()
    (places.inventory / "bokd.csv").write_text(LIST, "utf-8")
    places.limesurvey.write_text(SURVEY, "utf-8-sig")
    places.tokens.write_text(PARTICIPANTS, "utf-8-sig")
    return places


@pytest.fixture
def wave(delivered, tmp_path):
    return clean_wave(begun(delivered, BOOK), paths.Clean(tmp_path / "clean"), BOOK)


def owners(wave):
    names = wave.initiatives.set_index("initiative_id")["name"]
    return wave.responses.set_index("response_id")["initiative_id"].map(names, na_action="ignore").fillna("").to_dict()


def test_a_token_wins_from_what_is_said_and_without_one_the_answers_speak(wave):
    assert owners(wave) == {
        "limesurvey-1": "Zorgcoöperatie De Brug",
        "limesurvey-3": "Stadsdorp Zuid",
        "limesurvey-4": "",
        "limesurvey-5": "Burennetwerk Het Anker",
    }
    assert wave.responses.set_index("response_id").loc["limesurvey-1", "province"] == "PV22"


def test_questionnaires_with_the_same_number_each_keep_their_own_initiative(delivered, tmp_path):
    head, first, _, third, *_ = SURVEY.splitlines()
    again = third.replace('"3"', '"1"', 1)
    delivered.limesurvey.write_text("\n".join([head, first, again]), "utf-8-sig")
    made = clean_wave(begun(delivered, BOOK), paths.Clean(tmp_path / "clean"), BOOK)
    assert owners(made) == {
        "limesurvey-1-csv--2": "Zorgcoöperatie De Brug",
        "limesurvey-1-csv--3": "Stadsdorp Zuid",
    }


def test_an_address_is_no_number_of_a_questionnaire(delivered, tmp_path):
    delivered.limesurvey.write_text(SURVEY.replace('"3",', '"zebedea@kanarie.example",'), "utf-8-sig")
    made = clean_wave(begun(delivered, BOOK), paths.Clean(tmp_path / "clean"), BOOK)
    assert made.responses["response_id"].is_unique
    assert "zebedea" not in made.responses.to_csv()


def test_a_token_of_two_initiatives_decides_nothing_and_is_told(delivered, tmp_path):
    own = '"7","2026-05-07 10:00:00","2","brugbrug","2026-05-07","Stadsdorp Zuid","Zwolle","actief"\n'
    delivered.limesurvey.write_text(SURVEY.splitlines()[0] + "\n" + own, "utf-8-sig")
    other = '"4","","","","brugbrug","Burennetwerk Het Anker","Norg"\n'
    delivered.tokens.write_text(PARTICIPANTS + other, "utf-8-sig")
    made = clean_wave(begun(delivered, BOOK), paths.Clean(tmp_path / "clean"), BOOK)
    assert owners(made) == {"limesurvey-7": "Stadsdorp Zuid"}
    assert made.faults.loc[made.faults["code"] == "repeated_token", "row"].tolist() == [2, 5]


def test_an_empty_second_column_of_names_leaves_the_first(delivered, tmp_path):
    two = PARTICIPANTS.replace('"attribute_2 <Plaats>"', '"attribute_2 <Plaats>","attribute_3 <Organisatie>"')
    delivered.tokens.write_text(two.replace('"Assen"\n', '"Assen",""\n'), "utf-8-sig")
    made = clean_wave(begun(delivered, BOOK), paths.Clean(tmp_path / "clean"), BOOK)
    assert owners(made)["limesurvey-1"] == "Zorgcoöperatie De Brug"


def test_doubles_tests_and_answers_of_nobody_are_told(wave):
    told = {(fault.code, fault.row): fault.message for fault in wave.faults.itertuples()}
    assert "limesurvey.csv rij 6 is vollediger" in told["double_response", 3]
    assert told["test", 7] == "testantwoord: niet meegeteld."
    assert told["unmatched", 0].startswith("1 van de 4 vragenlijsten")


def test_the_list_of_participants_is_read_in_intake_only(wave, tmp_path):
    contacts = set(pd.read_parquet(paths.Clean(tmp_path / "clean").contacts)["value"])
    secrets = {"Zebedea", "Kanarie", "zebedea@kanarie.example", "brugbrug", "ankeranker", "nergens"}
    assert secrets <= contacts
    for table in (wave.initiatives, wave.responses, wave.rows, wave.faults):
        assert [secret for secret in secrets if secret in table.to_csv()] == []


def test_a_list_of_participants_without_names_and_no_export_at_all_are_errors(delivered, tmp_path):
    delivered.tokens.write_text('"tid","token"\n"1","brugbrug"\n', "utf-8")
    delivered.limesurvey.unlink()
    with pytest.raises(DeliveryError, match=r"(?s)geen export van de vragenlijst.*tokens.csv: geen kolommen met"):
        clean_wave(begun(delivered, BOOK), paths.Clean(tmp_path / "clean"), BOOK)

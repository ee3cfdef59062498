"""The account of the lists over two waves: what is new, gone and moved; and how many people there are."""

import csv
import dataclasses
import datetime as dt

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.intake.files.decisions import listed, write
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.matching.account import compared
from monitor_lib.intake.matching.definition import DEFINITION
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import clean_wave, earlier_initiatives, inventory_account
from monitor_lib.pictures.text import accounts
from monitor_lib.reference import codebook
from monitor_lib.reference.areas.inhabitants import inhabitants
from monitor_lib.reference.records import Wave

THEN = Wave("then", "Eerste meting", 2022, dt.date(2022, 11, 1), example=True)
NOW = Wave("now", "Tweede meting", 2026, dt.date(2026, 11, 1), example=True)
BOOK = dataclasses.replace(codebook.load(), waves=(THEN, NOW))
SURVEY = '"id","submitdate","lastpage","Q01","Q02","Q04","Q06"\n{rows}'
ANSWER = '"{id}","2022-05-01","2","{name}","{place}","{town}","actief"\n'


def cleaned(folder, wave, lists, answers, before=None):
    """One wave run from its deliveries, after the wave before it."""
    places = paths.places(wave.id, folder / "in" / wave.id, folder / "clean" / wave.id, folder / "out")
    places.delivered.inventory.mkdir(parents=True)
    places.delivered.survey.mkdir()
    (places.delivered.inventory / "bokd.csv").write_text(lists, "utf-8")
    rows = "".join(ANSWER.format(id=n, **answer) for n, answer in enumerate(answers, 1))
    places.delivered.limesurvey.write_text(SURVEY.format(rows=rows), "utf-8")
    made = run(folder, wave)
    return made, compared(made.account, made.initiatives, earlier_initiatives(places.clean, before))


def run(folder, wave):
    places = paths.places(wave.id, folder / "in" / wave.id, folder / "clean" / wave.id, folder / "out")
    decisions = paths.Decisions(folder / "decisions" / wave.id)
    return clean_wave(begun(places.delivered, BOOK, wave), places.clean, BOOK, decisions, wave)


FIRST = """Naam;Plaats;Gemeente
De Spar;Brielle;Brielle
De Reiger;Assen;Assen
De Otter;Goes;Goes
De Das;;Hellevoetsluis
"""
SECOND = """Naam;Plaats;Gemeente
De Spar;Brielle;Voorne aan Zee
De Reiger;Assen;Assen
De Uil;Goes;Goes
De Das;;Voorne aan Zee
"""


@pytest.fixture
def waves(tmp_path):
    """Brielle and Hellevoetsluis became Voorne aan Zee in 2023; De Otter left the list and De Uil came."""
    answer = {"name": "De Das", "place": "", "town": "Hellevoetsluis"}
    return cleaned(tmp_path, THEN, FIRST, [answer]), cleaned(tmp_path, NOW, SECOND, [], THEN)


def test_a_merged_municipality_is_that_of_the_wave_and_no_move(waves):
    (then, _), (now, account) = waves
    towns = {
        "De Spar": ("Brielle", "Voorne aan Zee"),
        "De Das": ("Hellevoetsluis", "Voorne aan Zee"),
    }
    for name, found in towns.items():
        assert tuple(made.initiatives.set_index("name").loc[name, "municipality_name"] for made in (then, now)) == found
    same = [made.initiatives.set_index("name")["initiative_id"] for made in (then, now)]
    assert same[0]["De Spar"] == same[1]["De Spar"]
    counts = account.set_index("id").loc["NL", ["new", "gone", "moved", "all_municipalities"]]
    assert counts.tolist() == [1, 1, 0, 342]
    assert then.account.iloc[0]["all_municipalities"] == 345


def test_an_initiative_in_another_municipality_moved(waves):
    (then, _), (now, _) = waves
    moved = then.initiatives.assign(
        municipality=then.initiatives["municipality"].mask(then.initiatives["name"] == "De Reiger", "GM0114")
    )
    counts = compared(now.account, now.initiatives, moved).set_index("id")
    assert counts.loc["NL", "moved"] == counts.loc["PV22", "moved"] == 1
    assert counts.loc["PV28", "moved"] == 0


def test_answers_are_matched_in_the_municipalities_of_the_wave(waves):
    (then, _), _ = waves
    das = then.initiatives.set_index("name").loc["De Das", "initiative_id"]
    assert then.responses["initiative_id"].tolist() == [das]


def test_inhabitants_per_initiative_name_their_year_and_source(waves):
    (_, account), _ = waves
    country = account.iloc[0]
    assert country["per_initiative"] == round(17947684 / 4)
    assert account.set_index("id").loc["PV28", "per_initiative"] == 3840662 / 2
    assert pd.isna(account.set_index("id").loc["PV20", "per_initiative"])
    told = accounts.summary(account, BOOK.area("NL"))
    assert "één initiatief op ongeveer 4.500.000 inwoners" in told
    assert "1 januari 2024: CBS StatLine" in told


def test_the_provinces_add_up_to_the_country_in_every_year():
    rows = list(csv.DictReader(paths.project().geography.inhabitants.read_text("utf-8").splitlines()))
    for year in {int(row["year"]) for row in rows}:
        counts = dict(inhabitants(year).counts)
        assert counts.pop("NL") == sum(counts.values())
        assert counts.keys() == {area.code for area in BOOK.provinces}


def test_an_inventory_without_a_survey_keeps_the_ids_of_the_wave_before(tmp_path):
    first = cleaned(tmp_path, THEN, FIRST, [])[0].initiatives.set_index("name")["initiative_id"]
    delivered = paths.Delivered(tmp_path / "in" / NOW.id)
    delivered.inventory.mkdir(parents=True)
    (delivered.inventory / "bokd.csv").write_text(SECOND, "utf-8")
    decisions = paths.Decisions(tmp_path / "decisions" / NOW.id)
    rows, _, _ = inventory_account(delivered, tmp_path / "rows.csv", BOOK, decisions, NOW)
    assert rows["initiative_id"].tolist()[0] == first["De Spar"]
    assert rows["initiative_id"].tolist()[2] not in set(first)


def decided(folder, wave, **words):
    """Fills in the one line of definition.csv of a wave."""
    path = paths.Decisions(folder / "decisions" / wave.id).definition
    (line,) = [line for _, line in listed(path, DEFINITION).lines]
    write(path, DEFINITION.columns, [line | words])
    return path


GONE = "Naam;Plaats\nDe Spar (gestopt);Brielle\n"
SIGNED = {"lasting": "nee", "who": "R. Vos", "when": "2026-05-01"}


def test_a_decision_of_the_wave_before_holds_until_it_is_emptied_here(tmp_path):
    cleaned(tmp_path, THEN, GONE, [])
    decided(tmp_path, THEN, **SIGNED)
    now, _ = cleaned(tmp_path, NOW, GONE, [], THEN)
    assert now.rows["status"].tolist() == ["outside"]
    decided(tmp_path, NOW, lasting="", who="", when="")
    for _ in range(2):
        assert run(tmp_path, NOW).rows["status"].tolist() == ["used"]


def test_decisions_of_the_wave_before_that_cannot_be_read_stop_the_run_and_are_named_by_their_wave(tmp_path):
    cleaned(tmp_path, THEN, GONE, [])
    decided(tmp_path, THEN, **SIGNED).write_bytes(b"een;twee\n1;2\n")
    with pytest.raises(DeliveryError, match=r"then/definition\.csv"):
        cleaned(tmp_path, NOW, GONE, [], THEN)

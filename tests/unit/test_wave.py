"""From folders of deliveries to clean tables: all or nothing, all errors at once, persons only among the contacts."""

import pandas as pd
import pytest
import xlsxwriter

from monitor_lib import paths
from monitor_lib.intake import personal
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import checked, clean_wave
from monitor_lib.reference import codebook

BOOK = codebook.load()
SECRETS = [
    "Zebedea Kanarie",
    "zebedea@kanarie.example",
    "06-12345678",
    "Kanariepad 17",
    "belt na zessen",
    "kanarietoken",
]
LIST = f"""Lijst van de dorpen;;;;;;;;;
Initiatief;Dorp;PC;Provincie;Op de kaart;Website;Contactpersoon;Mail;Tel.;Adres;Notities
Zorgcoöperatie De Brug;Assen;9401 AB;Dr.;ja;brug.example;{";".join(SECRETS[:5])}
De Vlinder;Norg;;Drenthe;nee;;;;;;
Het Anker;Nergenshuizen;;;;;;;;;
Totaal;3;;;;;;;;;
"""
SURVEY = """"id","submitdate","lastpage","token","ipaddr","Q01","Q02","Q03","Q06","Q44[kaart]","Q44[materiaal]"
"1","2026-05-01 10:00:00","2","kanarietoken","203.0.113.77","De vlinder","Norg","","actief","Ja","Nee"
"2","2026-05-02 10:00:00","2","b","","Stichting Zorgcooperatie De Brug","Assen","9401","actief","Nee","Ja"
"3","2026-05-03 10:00:00","2","c","","Onbekend clubje","Maastricht","","slapend","Ja","Nee"
"4","","1","d","","Zorgcoöperatie De Brug","Assen","9401","actief","",""
"""


@pytest.fixture
def delivered(tmp_path):
    places = paths.Delivered(tmp_path / "in")
    places.inventory.mkdir(parents=True)
    places.survey.mkdir()
    (places.inventory / "bokd.csv").write_bytes(LIST.encode("cp1252"))
    with xlsxwriter.Workbook(places.inventory / "landelijk.xlsx") as book:
        sheet = book.add_worksheet("Lijst")
        for number, cells in enumerate(
            [["Naam", "Plaats", "Startjaar"], ["Stichting Zorgcoöperatie de Brug", "Assen", 2014]]
        ):
            sheet.write_row(number, 0, cells)
    (places.survey / "limesurvey.csv").write_bytes(SURVEY.encode("utf-8-sig"))
    return places


@pytest.fixture
def clean(tmp_path):
    return paths.Clean(tmp_path / "clean")


def test_a_wave_by_hand(delivered, clean):
    wave = clean_wave(begun(delivered, BOOK), clean, BOOK)
    found = wave.initiatives.set_index("name")
    assert sorted(found.index) == ["De Vlinder", "Stichting Zorgcoöperatie de Brug"]
    brug = found.loc["Stichting Zorgcoöperatie de Brug"]
    assert brug[["place", "postcode", "province", "part", "placed_by"]].tolist() == [
        "Assen",
        "9401",
        "PV22",
        "LD01",
        "postcode",
    ]
    assert (brug["start_year"], brug["networks"], brug["rows"]) == (2014, "bokd|landelijk", 2)
    assert wave.rows["status"].value_counts().to_dict() == {"used": 2, "double": 1, "unusable": 1}
    owners = wave.responses.set_index("response_id")["initiative_id"]
    assert owners["limesurvey-2"] == brug["initiative_id"]
    assert owners["limesurvey-1"] == found.loc["De Vlinder", "initiative_id"]
    assert pd.isna(owners["limesurvey-3"])
    assert "limesurvey-4" not in owners
    assert wave.responses.set_index("response_id").loc["limesurvey-3", ["province", "part"]].tolist() == [
        "PV31",
        "LD04",
    ]


def test_an_answer_wins_from_the_list_in_what_may_be_on_the_map(delivered, clean):
    consent = clean_wave(begun(delivered, BOOK), clean, BOOK).initiatives.set_index("place")["map_consent"]
    assert consent.to_dict() == {"Assen": False, "Norg": True}


def test_checking_writes_nothing_and_returns_what_could_be_made_beside_the_errors(delivered, clean):
    (delivered.inventory / "stuk.xlsx").write_bytes(b"PK\x03\x04")
    (delivered.inventory / "zeeland.csv").write_text("Naam;Provincie\nDe Golf;Zeeland\n", "utf-8")
    seen = sorted(delivered.folder.rglob("*"))
    wave = checked(delivered, BOOK)
    errors = wave.faults[wave.faults["severity"] == "error"]
    assert errors["file"].tolist() == ["stuk.xlsx", "zeeland.csv"]
    assert (len(wave.rows), len(wave.initiatives), len(wave.responses)) == (4, 2, 3)
    assert sorted(delivered.folder.rglob("*")) == seen
    assert not clean.folder.exists()


def test_checking_an_empty_place_gives_empty_tables(tmp_path):
    wave = checked(paths.Delivered(tmp_path / "nowhere"), BOOK)
    assert (len(wave.initiatives), len(wave.responses), len(wave.rows)) == (0, 0, 0)
    assert wave.faults["code"].tolist() == ["no_folder", "no_folder"]


def test_persons_are_among_the_contacts_and_nowhere_else(delivered, clean):
    wave = clean_wave(begun(delivered, BOOK), clean, BOOK)
    contacts = pd.read_parquet(clean.contacts)
    assert set(SECRETS) <= set(contacts["value"])
    for table in (wave.initiatives, wave.responses, wave.rows, wave.faults):
        text = table.to_csv()
        assert [secret for secret in (*SECRETS, "203.0.113.77") if secret in text] == []


def test_what_is_written_is_what_is_returned_and_a_second_run_gives_the_same_bytes(delivered, clean):
    wave = clean_wave(begun(delivered, BOOK), clean, BOOK)
    pd.testing.assert_frame_equal(pd.read_parquet(clean.initiatives), wave.initiatives)
    pd.testing.assert_frame_equal(pd.read_parquet(clean.responses), wave.responses)
    first = {path.name: path.read_bytes() for path in clean.folder.iterdir()}
    clean_wave(begun(delivered, BOOK), clean, BOOK)
    assert {path.name: path.read_bytes() for path in clean.folder.iterdir()} == first
    tables = {"initiatives.parquet", "responses.parquet", "contacts.parquet"}
    assert set(first) == {*tables, "rows.csv", "faults.csv", "merges.csv", "relations.csv"}


def test_all_errors_come_at_once_and_nothing_is_written(delivered, clean):
    (delivered.inventory / "leeg.csv").touch()
    (delivered.inventory / "stuk.xlsx").write_bytes(b"PK\x03\x04")
    (delivered.inventory / "zeeland.csv").write_text("Naam;Provincie\nDe Golf;Zeeland\n", "utf-8")
    (delivered.survey / "limesurvey.csv").write_text(SURVEY.replace('"slapend"', '"ingedut"'), "utf-8")
    with pytest.raises(DeliveryError) as caught:
        clean_wave(begun(delivered, BOOK), clean, BOOK)
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "leeg.csv",
        "stuk.xlsx",
        "zeeland.csv, rij 1, kolom Plaats",
        "limesurvey.csv, rij 4, kolom Q06",
    ]
    assert '"ingedut"' in lines[-1]
    assert not clean.folder.exists()


def test_missing_folders_are_told_together(tmp_path, clean):
    with pytest.raises(DeliveryError, match=r"(?s)inventory: de map .* ontbreekt.*survey: de map .* ontbreekt"):
        clean_wave(begun(paths.Delivered(tmp_path / "nowhere"), BOOK), clean, BOOK)


def test_a_write_that_fails_leaves_the_old_tables(delivered, clean, monkeypatch):
    clean_wave(begun(delivered, BOOK), clean, BOOK)
    first = {path.name: path.read_bytes() for path in clean.folder.iterdir()}
    (delivered.inventory / "landelijk.xlsx").unlink()

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(OSError, match="No space"):
        clean_wave(begun(delivered, BOOK), clean, BOOK)
    assert {path.name: path.read_bytes() for path in clean.folder.iterdir()} == first


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("Zebedea", False),
        ("bel ZEBEDEA even", False),
        ("van der Kanarie", False),
        ("06-12345678", False),
        ("stichting", True),
        ("van het dorp", True),
        ("Zebe", True),
    ],
)
def test_a_message_quotes_a_cell_only_where_it_is_no_person(quoted, shown):
    called = personal.words_of(["Zebedea van der Kanarie", "Jo"])
    message = personal.unquoted(f'"{quoted}" is geen rechtsvorm (mogelijk: "Vereniging").', called)
    assert (quoted in message) == shown
    assert message.endswith('is geen rechtsvorm (mogelijk: "Vereniging").')

"""Another monitor than the example: its own country, questions, rules and lists, in a project folder of its own."""

import csv
import html
import json
import random
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from runs import monitor
from support import SUPPORT

from monitor_lib import paths
from monitor_lib.reference import codebook

FOLDER = SUPPORT / "flanders"
TOWNS = {
    "Antwerpen": ("Mol", "Lier"),
    "Vlaams-Brabant": ("Aarschot", "Tienen"),
    "West-Vlaanderen": ("Ieper", "Tielt"),
    "Oost-Vlaanderen": ("Aalst", "Ninove"),
    "Limburg": ("Genk", "Bree"),
}
ELSEWHERE = re.compile(
    r"Nederland|Netherlands|MapSVG|[Zz]orgzame gemeenschap|Friesland|landsdeel|\bCBS\b|\bNaN\b|\bNone\b|"
    r"twee delen|tweede deel"
)
WORDS = (
    *("Linde", "Brug", "Ster", "Roos", "Wilg", "Haard", "Molen"),
    *("Kade", "Beuk", "Tuin", "Poort", "Akker", "Dijk", "Veer"),
)
LIST = ("Naam", "Plaats", "Provincie", "Soort", "Begonnen", "Op de kaart")
SURVEY = (
    *("id", "submitdate", "lastpage", "WIE", "WAAR", "WAT", "WAT[other]", "STAND"),
    *("WERKT[bezoek]", "WERKT[tafel]", "WERKT[rit]", "HANDEN", "TEVREDEN", "FIER", "KAART"),
)


def listed(dice: random.Random) -> list[list[str]]:
    """The rows of the lists: fourteen initiatives in each province, half of them with a yes to the map."""
    return [
        [f"Burenkring De {word} {town}", town, province, "Burenkring", str(dice.randint(1990, 2025)), consent]
        for province, towns in TOWNS.items()
        for number, word in enumerate(WORDS)
        for town, consent in [(towns[number % 2], ("ja", "neen")[number % 2])]
    ]


def answered(row: list[str], number: int, dice: random.Random, consent: str) -> list:
    ticks = [dice.choice(["Ja", "Nee"]) for _ in range(3)]
    opinion = dice.choice(["Niet tevreden", "Gaat wel", "Tevreden"])
    about = [number, "2026-09-10 10:00:00", 1, row[0], row[1], "Burenkring", "", "Werkt"]
    return [*about, *ticks, dice.randint(1, 60), opinion, "", consent]


def answers_to(rows: list[list[str]], dice: random.Random) -> list[list]:
    """Of every province eleven answered, and the first five of those said no."""
    chosen = [(row, at % len(WORDS)) for at, row in enumerate(rows) if at % len(WORDS) < 11]
    return [
        answered(row, number, dice, "Neen" if place < 5 else "Ja, dat mag")
        for number, (row, place) in enumerate(chosen, 1)
    ]


def write(path: Path, rows: list, delimiter: str = ";") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> paths.Project:
    """Two lists of 70 rows together; of every province eleven answered, and the first five of those said no."""
    made, dice = paths.Project(tmp_path_factory.mktemp("vlaanderen") / "project"), random.Random(5)
    shutil.copytree(FOLDER, made.folder)
    delivered, rows = paths.Delivered(made.deliveries / "ronde1"), listed(dice)
    west = [row for row in rows if row[2] == "West-Vlaanderen"]
    write(delivered.list_of("buren-west", "csv"), [LIST, *west])
    write(delivered.list_of("samenhuis", "csv"), [LIST, *(row for row in rows if row not in west)])
    write(delivered.limesurvey, [SURVEY, *answers_to(rows, dice)], ",")
    done = monitor("--project", made.folder, "run", "ronde1")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="module")
def release(project) -> paths.Release:
    return paths.Release(project.outputs / "ronde1")


def test_its_codebook_has_no_fault():
    book = codebook.load(FOLDER / "data" / "codebook.toml")
    assert book.country.name == "Vlaanderen"
    assert len(book.questions) == 9


def test_every_province_has_its_page_and_nothing_more_does(release):
    pages = {path.name for path in release.folder.glob("provincie-*.html")}
    assert pages == {f"provincie-{name.lower()}.html" for name in TOWNS}


def test_who_answered_decides_on_the_map_and_the_list_decides_for_the_others(release):
    """Per province: of 11 that answered 6 said yes; of the 3 others, at 11, 12 and 13, the list says yes to 12."""
    public = pd.read_parquet(release.initiatives)
    assert len(public) == len(TOWNS) * (6 + 1)
    assert public["province"].value_counts().unique().tolist() == [7]
    refused = [f"De {word} " for word in WORDS[:5]]
    assert not public["name"].str.contains("|".join(refused)).any()


def test_its_figures_are_those_of_its_own_areas_and_rules(release):
    figures = pd.read_parquet(release.figures)
    assert set(figures["area"]) == {"02000", "10000", "20001", "30000", "40000", "70000"}
    listed_now = figures[(figures["indicator"] == "initiatives") & (figures["area"] == "02000")]
    assert listed_now["value"].tolist() == [70]
    shown = figures[(figures["kind"] == "share") & ~figures["hidden"]]
    assert shown["respondents"].min() >= 8


def test_no_page_tells_of_another_country_or_questionnaire(release):
    for page in release.folder.glob("*.html"):
        if page.name in ("methode.html", "bewijs.html", "wijzigingen.html"):
            continue
        text = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
        told = re.sub(r"<[^>]+>", " ", text)
        assert not ELSEWHERE.search(told), page


def test_without_a_consent_in_the_questionnaire_the_lists_alone_decide_and_the_map_says_so(project, tmp_path):
    text = project.codebook.read_text("utf-8").replace('role = "map"\n', "")
    silent = paths.Project(tmp_path / "stil")
    shutil.copytree(project.folder, silent.folder, ignore=shutil.ignore_patterns("outputs", "clean", "decisions"))
    silent.codebook.write_text(f'{text}\n[[role]]\nid = "map"\nabsent = true\n', "utf-8")
    done = monitor("--project", silent.folder, "run", "ronde1")
    assert done.returncode == 0, done.stdout + done.stderr
    release = paths.Release(silent.outputs / "ronde1")
    assert len(pd.read_parquet(release.initiatives)) == len(TOWNS) * len(WORDS) // 2
    assert "De vragenlijst vroeg niet naar de kaart" in (release.folder / "initiatievenkaart.html").read_text("utf-8")


def fresh(folder: Path, codebook: str) -> paths.Project:
    """A monitor with nothing in it but a codebook."""
    made = paths.Project(folder)
    made.codebook.parent.mkdir(parents=True)
    made.codebook.write_text(codebook, "utf-8")
    return made


SECOND_WAVE = """
[[wave]]
id = "ronde2"
label = "Tweede ronde"
year = 2028
released = 2028-10-01
example = true
pages = [1]
"""
NEW = {
    "gasten": 'type = "number"\nunit = "gasten"\ntotal = true\n',
    "zorgvorm": 'type = "single"\nscale = "soorten"\n',
    "plannen": 'type = "multiple"\nscale = "werk"\n',
}


def test_a_question_that_a_later_wave_is_the_first_to_ask_is_told_as_new(project, tmp_path):
    asked = "".join(
        f'\n[[question]]\nid = "{name}"\nfirst = "ronde2"\npart = 1\ntext = "{name}?"\nlabel = "Over {name}"\n'
        f'theme = "alles"\n{kind}'
        for name, kind in NEW.items()
    )
    grown, dice = paths.Project(tmp_path / "gegroeid"), random.Random(6)
    shutil.copytree(project.folder, grown.folder)
    grown.codebook.write_text(project.codebook.read_text("utf-8") + SECOND_WAVE + asked, "utf-8")
    delivered, rows = paths.Delivered(grown.deliveries / "ronde2"), listed(random.Random(5))
    heads = (*SURVEY, "GASTEN", "ZORGVORM", *(f"PLANNEN[{code}]" for code in ("bezoek", "tafel", "rit")))
    told = [
        [*row, number % 40 + 1, "Buurthuis", "Ja", "Nee", "Ja"] for number, row in enumerate(answers_to(rows, dice))
    ]
    write(delivered.list_of("samenhuis", "csv"), [LIST, *rows])
    write(delivered.limesurvey, [heads, *told], ",")
    done = monitor("--project", grown.folder, "run", "ronde2")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (grown.outputs / "ronde2" / "vlaanderen.html").read_text("utf-8")
    new = "“Over gasten”, “Over zorgvorm” en “Over plannen”"
    assert f"In 2026 nog niet gevraagd, en dus niet te vergelijken: {new}." in html.unescape(page)


def test_lists_of_names_and_provinces_and_no_infographic_are_a_monitor_too(tmp_path):
    text = re.sub(r"\[\[infographic\]\].*", "", (FOLDER / "data" / "codebook.toml").read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r'\[\[field\]\]\nid = "(?!name|province).*?(?=\n\[\[)', "", text, flags=re.DOTALL)
    bare, dice = fresh(tmp_path / "kaal", text), random.Random(5)
    assert [field.id for field in codebook.load(bare.codebook).fields] == ["name", "province"]
    delivered, rows = paths.Delivered(bare.deliveries / "ronde1"), listed(dice)
    write(delivered.list_of("samenhuis", "csv"), [LIST[:3:2], *(row[:3:2] for row in rows)])
    write(delivered.limesurvey, [SURVEY, *answers_to(rows, dice)], ",")
    done = monitor("--project", bare.folder, "run", "ronde1")
    assert done.returncode == 0, done.stdout + done.stderr
    made = paths.Release(bare.outputs / "ronde1")
    public = pd.read_parquet(made.initiatives)
    assert len(public) > 0
    assert public[["form", "start_year", "website"]].isna().all(axis=None)
    assert list(made.infographics.iterdir()) == [made.guide]
    assert "#infographics" not in (made.folder / "index.html").read_text("utf-8")


def test_without_a_list_of_municipalities_there_is_no_table_of_them(release):
    page = (release.folder / "vlaanderen.html").read_text("utf-8")
    assert "Welke gemeenten er zijn, is hier niet bekend." in page
    assert "0 van 0" not in page


BEFORE_A_RUN = {
    ("report", "ronde1", "Limburg"): "monitor run ronde1",
    ("links", "ronde1"): "monitor run ronde1",
    ("mirror", "ronde1"): "monitor run ronde1",
    ("research", "ronde1", "--to", "onderzoek"): "monitor run ronde1",
    ("example", "ronde1"): "heeft deze monitor geen voorbeeld",
}


@pytest.mark.parametrize("words", BEFORE_A_RUN, ids=lambda words: words[0])
def test_what_is_not_there_yet_is_told_in_one_sentence_with_what_to_do(words, tmp_path):
    new = fresh(tmp_path / "nieuw", (FOLDER / "data" / "codebook.toml").read_text("utf-8"))
    done = monitor("--project", new.folder, *words, cwd=tmp_path)
    assert done.returncode == 2
    assert BEFORE_A_RUN[words] in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr


def test_the_manifest_names_the_project_and_no_path(release, project):
    manifest = release.manifest.read_text("utf-8")
    assert json.loads(manifest)
    assert str(project.folder) not in manifest

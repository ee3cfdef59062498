"""A monitor on something else, of some provinces only, with names full of signs: what its readers and its maker see."""

import csv
import html
import json
import random
import re
import shutil
from dataclasses import dataclass

import pandas as pd
import pytest
from runs import monitor
from support import SUPPORT

from monitor_lib import paths

FOLDER = SUPPORT / "libraries"
TOWNS = {"PV20": ("Appingedam", "Delfzijl"), "PV21": ("Sneek", "Drachten"), "PV22": ("Assen", "Meppel")}
NAMES = [
    f"{kind} {word}"
    for kind in ("Boekerij", "Leeszaal")
    for word in ("Linde", "Brug", "Ster", "Roos", "Wilg", "Haard", "Molen", "Kade", "Beuk", "Tuin", "Poort", "Akker")
]
KINDS = ("Hoofdvestiging", "Punt *Bieb* [zelf] | a_b_c <b>", "1. Op school & thuis")
OPINIONS = ("1: helemaal niet", "2", "3", "4", "5", "6", "7: helemaal wel")
ELSEWHERE = [["Leeszaal Verweg", "Zwolle", "8011", "Hoofdvestiging", "ja"]]
PEOPLE = 601_510 + 661_956 + 504_116  # of the three provinces in 2024, as data/geography/inhabitants.csv has them
EXAMPLE = re.compile(
    r"zorgzame|bewoner|het hele land|\bhet land\b|landelijk|heel Nederland|rest van Nederland|1\.471|NLZVE|"
    r"deel 1\b|eerder geteld|regionale netwerken brengen|met bronvermelding",
    re.IGNORECASE,
)


def listed() -> list[list[str]]:
    return [
        [f"{name} {towns[at % 2]}", towns[at % 2], "", KINDS[at % 3], "ja"]
        for towns in TOWNS.values()
        for at, name in enumerate(NAMES)
    ]


def answered(number: int, row: list[str], dice: random.Random) -> list:
    opinion = dice.choice(OPINIONS)
    return [number, "2026-09-10 10:00:00", 1, row[0], row[1], dice.choice(KINDS), opinion, dice.randint(1, 60), "Ja"]


def write(path, rows: list) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)


@dataclass(frozen=True)
class Made:
    """The project, and what the run of its wave said."""

    project: paths.Project
    said: str

    @property
    def release(self) -> paths.Release:
        return paths.Release(self.project.outputs / "boek")

    def page(self, name: str) -> str:
        """The words of a page, without its scripts and markup."""
        text = (self.release.folder / f"{name}.html").read_text("utf-8")
        text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Made:
    project, own = paths.Project(tmp_path_factory.mktemp("noord") / "project"), paths.project()
    shutil.copytree(FOLDER, project.folder)
    shutil.copytree(own.geography.folder, project.geography.folder)
    delivered, dice, rows = paths.Delivered(project.deliveries / "boek"), random.Random(3), listed()
    columns = ("Vestiging", "Plaats", "Postcode", "Soort", "Op de kaart")
    write(delivered.list_of("onze-lijst", "csv"), [columns, *rows, *ELSEWHERE])
    heads = ("id", "submitdate", "lastpage", "HOE", "WAAR", "SOORT", "BUURT", "UREN", "KAART")
    write(delivered.limesurvey, [heads, *(answered(number, row, dice) for number, row in enumerate(rows, 1))])
    done = monitor("--project", project.folder, "run", "boek")
    assert done.returncode == 0, done.stdout + done.stderr
    return Made(project, done.stdout)


def test_what_lies_outside_its_provinces_is_told_and_not_counted(made, tmp_path):
    account = pd.read_parquet(made.release.account).set_index("id")
    whole = account.loc["NL"]
    assert (whole["delivered"], whole["used"], whole["unusable"]) == (len(listed()) + 1, len(listed()), 1)
    done = monitor("--project", made.project.folder, "inventory", "boek", "--to", tmp_path / "lijst.csv")
    assert "ligt in Overijssel, en dat is geen gebied van deze monitor" in (tmp_path / "lijst.csv").read_text("utf-8")
    assert "Traceback" not in done.stderr


def test_its_whole_is_the_sum_of_its_provinces(made):
    account = pd.read_parquet(made.release.account).set_index("id")
    assert account.loc["NL", "inhabitants"] == PEOPLE
    towns = account.loc[list(TOWNS), "all_municipalities"]
    assert account.loc["NL", "all_municipalities"] == towns.sum()
    assert (made.release.folder / "index.html").read_text("utf-8").count('class="land"') == len(TOWNS)


def test_no_page_tells_of_the_example(made):
    about_the_code = ("methode.html", "bewijs.html", "wijzigingen.html")
    told = {
        path.stem: found
        for path in made.release.folder.glob("*.html")
        if path.name not in about_the_code and (found := EXAMPLE.findall(made.page(path.stem)))
    }
    assert told == {}
    assert "Hoe gaat het met de bibliotheken in het Noorden?" in made.page("index")
    assert "Wat op de lijsten staat, telt mee" in made.page("leeswijzer")
    assert "rest van Noord-Nederland" in made.page("provincie-groningen")
    assert (made.release.folder / "noord-nederland.html").exists()


@pytest.mark.parametrize("name", ["noord-nederland", "provincie-groningen", "leeswijzer", "index", "wie-deden-mee"])
def test_a_name_is_shown_as_it_stands(made, name):
    page = (made.release.folder / f"{name}.html").read_text("utf-8")
    told = page.partition('<section id="deel-lees-dit-met-zorg"')[0]  # behind it our own texts are emphasised
    assert not re.search(r"<(em|b|a)\b[^>]*>(het|een|doen|hele|vestiging|en|Bieb)<", told)
    assert "|---" not in page
    assert "&amp;amp;" not in page and r"\*" not in page and r"\|" not in page


def test_signs_of_markdown_stand_in_headings_tables_and_sentences(made):
    national = made.page("noord-nederland")
    assert "Wat *doen* [ze] | hier?" in national
    assert "# Geen kop, maar *alles* over <aanbod>." in national
    assert re.search(r"Fryslân \*en\* de \| eilanden 24 24 0 0 0", national)
    assert "is *een* punt | [dus]" in national
    assert "Het *hele* Noorden: PDF" in national


def test_a_scale_longer_than_its_colours_is_a_table_and_is_told(made):
    assert "Vraag buurt heeft 7 antwoorden, en de huisstijl 5 kleuren" in made.said
    figures = pd.read_parquet(made.release.figures)
    shown = figures[(figures["indicator"] == "buurt") & (figures["area"] == "NL") & (figures["answer"] == "s7")]
    assert shown["quality"].tolist() == ["A"]  # firm enough to stand side by side, were there colours
    assert "7: helemaal wel" in made.page("noord-nederland")


def test_its_licence_is_the_one_that_is_told_everywhere(made):
    address = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"
    assert made.release.licence.read_text("utf-8") == f"CC0 1.0\n{address}\n"
    package = json.loads(made.release.package.read_text("utf-8"))
    assert package["licenses"] == [{"name": "CC0-1.0", "path": address}]
    assert package["name"] == "bibliotheekmonitor-noord-boek"
    assert 'license: "CC0-1.0"' in made.release.citation.read_text("utf-8")
    whole = [path for path in made.release.folder.rglob("*") if path.suffix in (".json", ".csv", ".geojson", ".cff")]
    assert [path.name for path in whole if "by/4.0" in path.read_text("utf-8")] == []
    assert "Licentie CC0 1.0" in made.page("noord-nederland")


def test_its_paper_has_no_number_for_the_only_part(made, tmp_path):
    done = monitor("--project", made.project.folder, "questionnaire", "boek", "--to", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Deel 1" not in (tmp_path / "boek-limesurvey.txt").read_text("utf-8")
    assert "eerste deel" not in done.stdout

"""One small year through the commands: questionnaire, invitations, half an export, reminders, all of it, release."""

import csv
import shutil

import invitees
import pandas as pd
import pytest
from invitees import export, participants, usual, write_list
from runs import monitor, places_of, run_wave

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked

WAVE = "voorbeeld2"  # of two waves the one whose questions changed
CLOSES = "2026-10-01"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project of which the survey closes on a known day."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(paths.ROOT / "data", folder / "data", ignore=lambda *_: ["deliveries", "clean", "decisions"])
    text = (folder / "data" / "codebook.toml").read_text("utf-8")
    head, wave, rest = text.partition(f'id = "{WAVE}"\n')
    (folder / "data" / "codebook.toml").write_text(f"{head}{wave}closes = {CLOSES}\n{rest}", "utf-8")
    return paths.Project(folder)


def listed(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def year(project):
    """What each step said, in order, with the exit code; and where it was done."""
    book = codebook.load(project.codebook)
    places = places_of(WAVE, project.folder / "year")
    folder = paths.Fieldwork(project.fieldwork / WAVE)
    for network in invitees.TOWNS:
        write_list(places.delivered, network, usual(network, 14))
    where = ("--deliveries", places.delivered.folder, "--decisions", places.decisions.folder)
    given = {paths.PROJECT: str(project.folder)}
    said = {"asked": monitor("questionnaire", WAVE, "--to", project.folder / "form", **given)}
    said["invited"] = monitor("invite", WAVE, *where, **given)
    tokens = [line["token"] for line in participants(folder)]
    places.delivered.survey.mkdir()
    places.delivered.tokens.write_bytes(folder.participants.read_bytes())
    answers = [(token, f"2026-09-{day:02} 10:00:00", 2 - day % 3 % 2) for day, token in enumerate(tokens[:9], 2)]
    export(places.delivered, as_asked(book, book.wave(WAVE)), answers)
    said["half"] = monitor("response", WAVE, *where, **given)
    said["understood"] = monitor("response", WAVE, *where, "--understood", **given)
    said["too early"] = run_wave(places, wave=WAVE, **given)
    said["early release"] = (places.outputs / WAVE).exists()
    reminded = sum(len(listed(folder.to_remind(name))) for name in invitees.TOWNS)
    late = [(token, f"{CLOSES} 09:00:00", 2) for token in tokens[9:24]]
    export(places.delivered, as_asked(book, book.wave(WAVE)), [*answers, *late])
    said["again"] = monitor("invite", WAVE, *where, **given)
    said["tokens"] = tokens == [line["token"] for line in participants(folder)]
    said["run"] = run_wave(places, wave=WAVE, **given)
    return said, places, folder, reminded, tokens


def test_every_step_ends_well_and_says_what_came_of_it(year):
    said, _, folder, reminded, _ = year
    assert said["invited"].returncode == 0, said["invited"].stderr
    assert "Initiatieven met een toegangscode: 28." in said["invited"].stdout
    assert said["half"].returncode == 0, said["half"].stderr
    assert "9 van de 28 initiatieven antwoordden (stand van 10 september 2026)" in said["half"].stdout
    assert "over 21 dagen" in said["half"].stdout
    assert "tot klasse C" in said["half"].stdout
    assert "Wie herinnerd kan worden, per netwerk: 2 lijsten" in said["half"].stdout
    assert folder.page.exists()
    assert reminded == 28 - 6  # of nine answers three were half-way
    assert "één antwoord" in said["understood"].stdout
    assert (said["again"].returncode, said["tokens"]) == (0, True)
    assert said["run"].code == 0, said["run"].said


def test_what_is_exported_is_what_the_questionnaire_asks(year, project):
    said, places, *_ = year
    assert said["asked"].returncode == 0, said["asked"].stderr
    with paths.Questionnaire(project.folder / "form", WAVE).limesurvey.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    asked = {row["name"] for row in rows if row["class"] == "Q"} | {row["name"] for row in rows if row["class"] == "SQ"}
    heads = places.delivered.limesurvey.read_text("utf-8-sig").split("\n", 1)[0]
    exported = {part.strip('"]').casefold() for head in heads.split(",") for part in head.split("[")}
    questions = {each.id for each in codebook.load(project.codebook).questions} & exported
    assert questions
    assert questions <= {name.casefold() for name in asked}


def test_a_half_way_export_is_no_wave(year):
    said, *_ = year
    early = said["too early"]
    assert (early.code, said["early release"]) == (2, False)
    assert early.said.count("export van halverwege") == 1


def test_the_answers_have_their_moments_and_their_initiatives(year):
    _, places, *_ = year
    responses = pd.read_parquet(places.clean.responses)
    assert responses["initiative_id"].notna().all()
    assert responses["moment"].notna().sum() == len(responses) == 24
    assert str(responses["moment"].max().date()) == CLOSES


def test_nothing_of_the_fieldwork_is_in_the_release(year):
    said, _, folder, _, tokens = year
    release = said["run"].release
    every = [path for path in release.folder.rglob("*") if path.is_file()]
    names = {
        folder.page.name,
        folder.participants.name,
        "8_fieldwork",
        *(path.name for path in folder.folder.iterdir()),
    }
    assert {path.name for path in every} & names == set()
    content = b"".join(path.read_bytes() for path in every)
    assert [token for token in tokens if token.encode() in content] == []
    assert b"10:00:00" not in content
    for table in release.data.glob("*.parquet"):
        assert {"moment", "token", "step", "day"} & set(pd.read_parquet(table).columns) == set(), table


def test_the_page_of_the_fieldwork_is_private_and_stands_alone(year):
    _, _, folder, *_ = year
    page = folder.page.read_text("utf-8")
    assert oct(folder.page.stat().st_mode)[-3:] == "600"
    for heading in ("Per provincie", "Waar leidt dit heen?", "Lijken zij op de lijst?", "Hoe is de export gelezen?"):
        assert f">{heading}<" in page.replace("\n", ""), heading
    assert "@zeelandbruist.example" not in page


def test_private_files_are_never_written_among_what_is_published(year, project):
    _, places, *_ = year
    target = project.outputs / "veldwerk"
    for command in ("invite", "response"):
        done = monitor(
            command,
            WAVE,
            "--deliveries",
            places.delivered.folder,
            "--to",
            target,
            **{paths.PROJECT: str(project.folder)},
        )
        assert done.returncode == 2
        assert "en dit is privé" in done.stderr
        assert not target.exists()


def test_without_an_export_nothing_is_said_of_answers_and_nobody_is_to_be_reminded(year, project, tmp_path):
    _, places, *_ = year
    alone = paths.Delivered(tmp_path / "in")
    shutil.copytree(places.delivered.inventory, alone.inventory)
    alone.survey.mkdir()
    shutil.copy(places.delivered.tokens, alone.tokens)
    where = ("--deliveries", alone.folder, "--decisions", places.decisions.folder, "--to", tmp_path / "fieldwork")
    done = monitor("response", WAVE, *where, **{paths.PROJECT: str(project.folder)})
    assert done.returncode == 1
    assert "maar geen export van de vragenlijst" in done.stderr
    assert "tot klasse" not in done.stdout
    assert not (tmp_path / "fieldwork").exists()

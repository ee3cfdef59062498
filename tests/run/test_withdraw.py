"""Consent that is taken back: out of every wave and file, held by every later run, and no answer to be found by it."""

import os
import re
import shutil

import pandas as pd
import pytest
from runs import copied, places_of
from stopped import finish, notebook, start

from monitor_lib import disk, paths
from monitor_lib.intake import withdrawals
from monitor_lib.intake.files import decisions
from monitor_lib.intake.pride import PRIDE
from monitor_lib.intake.quotes import QUOTES
from monitor_lib.intake.workbook.readback import HISTORY
from monitor_lib.publishing.run import receipt

WAVE = "voorbeeld"
# The tables of who is on the map or is quoted, all tables in one, and what has their sizes.
TELLS_WHO = re.compile(r"data/(?:initiati\w+|quotes\w*|citaten\w*|monitor|datapackage|ro-crate-metadata)\.")


@pytest.fixture(scope="module")
def before(shared, small_run):
    """A published wave of which one initiative agreed to everything: its tables, and what was marked of it."""
    public = pd.read_parquet(small_run.release.initiatives).set_index("initiative_id")["name"]
    responses = pd.read_parquet(small_run.places.clean.responses)
    agreed = responses[responses["agreed_material"].fillna(False) & responses["initiative_id"].isin(public.index)]
    one = next(name for name in agreed["initiative_id"] if " " in public[name])

    def make(folder):
        folder.mkdir()
        _marked(copied(small_run, folder), one)

    return at(shared("withdraw-before", make)), one, public[one]


def at(folder):
    return places_of(WAVE, folder)


def _marked(places, one):
    """The wave with a quote and material of an initiative, and with what a run leaves that can name it."""
    signed = {"who": "test", "when": "2026-05-01", "publish": "ja"}
    quote = {"initiative_id": one, "answer": "wat zij zeiden", "remark": "", **signed}
    decisions.write(places.decisions.quotes, QUOTES.columns, [quote])
    material = {"initiative_id": one, "name": "x", "kind": "foto", "address": "tuin.png", **signed}
    for title in "Onze zonnedauwkas", "Onze grote zonnedauwkas":  # so that there is a copy of what stood there before
        decisions.write(places.decisions.pride, PRIDE.columns, [material | {"title": title}])
    places.decisions.pride_pictures.mkdir()
    (places.decisions.pride_pictures / "tuin.png").write_bytes(b"geen plaatje")
    told = {"number": "1", "when": "2026-05-01", "who": "test", "column": "publish", "before": "", "after": "ja"}
    lines = [told | {"file": "quotes", "key": one}, told | {"file": "definition", "key": one}]
    decisions.write(places.decisions.history, HISTORY.columns, lines)
    places.clean.workbook.write_text("besluiten", "utf-8")
    _made_for_others(project_of(places), one, [path.name for path in places.delivered.inventory.iterdir()])
    stand = places.shelf(WAVE)
    shutil.copytree(stand.release.folder, stand.earlier / "0001")


def project_of(places):
    return paths.Project(places.outputs.parent / "project")


def _made_for_others(project, one, files):
    """A project that knows what the checkout does, with mirrors, letters and lists of the fieldwork of its own."""
    project.data.mkdir(parents=True)
    for path in (*paths.ROOT.glob("data/*.toml"), paths.ROOT / "data" / "geography"):
        (project.data / path.name).symlink_to(path)
    mirrors = paths.Mirrors(project.mirrors / WAVE)
    mirrors.folder.mkdir(parents=True)
    mirrors.tokens.write_text(f"initiative_id,name,token\r\n{one},Zij,abc\r\nZG-ander,Wij,def\r\n", "utf-8")
    for token in "abc", "def":
        mirrors.page(token).write_text("spiegel", "utf-8")
    for file in files:
        disk.written(project.letters / WAVE / f"{file}.xlsx", "brief")
    disk.written(project.fieldwork / WAVE / "herinneren-een.csv", f"initiative_id\r\n{one}\r\n")
    disk.written(project.fieldwork / WAVE / "herinneren-ander.csv", "initiative_id\r\nZG-ander\r\n")


def left(folder):
    return {path.name for path in folder.iterdir()}


def withdraw(places, asked, *options, case="-"):
    command = ("withdraw", WAVE, asked, "--yes")
    return finish(begun(places, *options, command=command, case=case), places)


def again(places, *options):
    return finish(begun(places, *options), places)


def begun(places, *options, **how):
    project = {**os.environ, paths.PROJECT: str(project_of(places).folder)}
    return start(places, notebook(places), *options, env=project, **how)


@pytest.fixture(scope="module")
def after(before, shared):
    """The same wave when that initiative took its consent back, by name; and what was said."""
    places, one, name = before

    def make(folder):
        shutil.copytree(places.outputs.parent, folder, symlinks=True)
        ended = withdraw(at(folder), name.upper())
        assert ended.code == 0, ended.said
        (folder / "said").write_text(ended.said, "utf-8")

    folder = shared("withdraw-after", make)
    return at(folder), one, (folder / "said").read_text("utf-8")


def test_what_was_taken_back_is_nowhere_in_what_is_published(before, after):
    places, one, _ = after
    served = places.shelf(WAVE).release.folder
    assert [path for path in receipt.files(served) if one.encode() in path.read_bytes()] == []
    public = pd.read_parquet(places.shelf(WAVE).release.initiatives)
    assert one not in set(public["initiative_id"])
    assert len(public) == len(pd.read_parquet(before[0].shelf(WAVE).release.initiatives)) - 1
    assert b"zonnedauwkas" not in b"".join(path.read_bytes() for path in receipt.files(served))


def test_nor_in_decisions_copies_of_them_the_workbook_and_kept_releases(after):
    places, one, _ = after
    left = [
        path.name
        for path in places.decisions.folder.rglob("*")
        if path.is_file() and b"zonnedauwkas" in path.read_bytes()
    ]
    assert left == []
    assert not [
        line for _, line in decisions.listed(places.decisions.quotes, QUOTES).lines if line["initiative_id"] == one
    ]
    assert not (places.decisions.pride_pictures / "tuin.png").exists()
    assert not places.clean.workbook.exists()
    assert not [*places.shelf(WAVE).earlier.glob("[0-9]*")]


def test_nor_among_mirrors_letters_and_lists_of_the_fieldwork_and_those_of_others_stay(before, after):
    places, one, _ = after
    project = project_of(places)
    rows = pd.read_csv(places.clean.rows)
    files = set(rows.loc[rows["initiative_id"] == one, "file"])
    assert left(project.mirrors / WAVE) == {"tokens.csv", "spiegel-def.html"}
    assert one not in paths.Mirrors(project.mirrors / WAVE).tokens.read_text("utf-8")
    letters = left(project_of(before[0]).letters / WAVE)
    assert left(project.letters / WAVE) == letters - {f"{file}.xlsx" for file in files} != letters
    assert left(project.fieldwork / WAVE) == {"herinneren-ander.csv"}
    history = decisions.listed(places.decisions.history, HISTORY).lines
    assert [line["file"] for _, line in history] == ["definition"]


def test_the_clean_tables_hold_a_no_to_everything_and_the_other_answers_count(before, after):
    places, one, _ = after
    responses = pd.read_parquet(places.clean.responses).set_index("initiative_id").loc[one]
    assert [responses[f"agreed_{role}"] for role in ("map", "material", "mirror")] == [False, False, False]
    listed = pd.read_parquet(places.clean.initiatives).set_index("initiative_id").loc[one]
    assert not listed["map_consent"]
    was, now = (pd.read_parquet(each.shelf(WAVE).release.figures) for each in (before[0], places))
    pd.testing.assert_frame_equal(was, now)


def test_what_went_and_what_cannot_is_told_and_no_name_stands_in_a_log(before, after):
    places, _, said = after
    assert "citaten (1)" in said
    assert "gedeeld materiaal (1)" in said
    assert "eerdere publicaties (1)" in said
    assert "downloads, rapporten en afdrukken die anderen al hebben" in said
    assert "Niet afgemaakt" not in said
    logs = "".join(path.read_text("utf-8") for path in places.clean.logs.iterdir())
    assert '"citaten"' in logs
    assert before[2] not in logs
    assert withdrawals.register(places.decisions).unfinished == []


def test_the_same_deliveries_and_everything_afresh_do_not_bring_it_back(after, tmp_path):
    places, one, _ = copied_to(after, tmp_path)
    places.decisions.ids.unlink()  # and without the register of ids
    assert again(places).code == 2
    places.clean.numbered.unlink()  # a person saw that, and goes on without
    ended = again(places, "--fresh")
    assert ended.code == 0, ended.said
    released = places.shelf(WAVE).release
    assert [path for path in receipt.files(released.folder) if one.encode() in path.read_bytes()] == []
    remarks = pd.read_csv(places.clean.faults)
    assert (remarks["code"] == "withdrawn").sum() == 1


# ---- its answers too ----


def test_taken_back_answers_cannot_be_found_by_subtracting_the_releases(before, tmp_path):
    places, one, _ = copied_to(before, tmp_path)
    released = places.shelf(WAVE).release
    figures, was = pd.read_parquet(released.figures), receipt.hashes(released.folder)
    # Killed before figures with its answers are kept: no run begins, and who repeats it need not say that again.
    assert withdraw(places, one, "--answers", case="rights.withdrawing._settle").code == -9
    assert again(places).code == 2
    assert receipt.hashes(released.folder) == was
    ended = withdraw(places, one)
    assert ended.code == 0, ended.said
    now = receipt.hashes(released.folder)
    changed = {name for name in was | now if was.get(name) != now.get(name)}
    assert {name for name in changed if name.startswith("data/") and not TELLS_WHO.match(name)} == set()
    assert any(TELLS_WHO.match(name) for name in changed)
    assert one not in set(pd.read_parquet(places.clean.responses)["initiative_id"])
    pd.testing.assert_frame_equal(pd.read_parquet(places.shelf(WAVE).release.figures), figures)
    remarks = pd.read_csv(places.clean.faults)
    assert remarks["message"].str.contains("antwoorden zijn teruggetrokken").sum() == 1
    # Without what was kept they would differ, and tell.
    shutil.rmtree(places.shelf(WAVE).settled.folder)
    places.shelf(WAVE).bases.unlink()
    assert again(places, "--fresh").code == 0
    assert not pd.read_parquet(places.shelf(WAVE).release.figures).equals(figures)


def copied_to(made, folder):
    """What a fixture made once more, free to be changed."""
    shutil.copytree(made[0].outputs.parent, folder, dirs_exist_ok=True, symlinks=True)
    return at(folder), *made[1:]


# ---- stopped half-way ----


def test_killed_while_it_clears_up_it_holds_and_once_more_is_enough(before, tmp_path):
    places, one, _ = copied_to(before, tmp_path)
    assert withdraw(places, one, case="rights.withdrawing._removed").code == -9
    assert withdrawals.register(places.decisions).unfinished == [one]
    ended = withdraw(places, one)
    assert ended.code == 0, ended.said
    assert withdrawals.register(places.decisions).unfinished == []
    assert one not in set(pd.read_parquet(places.shelf(WAVE).release.initiatives)["initiative_id"])
    assert not [*places.shelf(WAVE).earlier.glob("[0-9]*")]


def test_killed_before_the_release_is_made_again_any_run_obeys_it_and_says_that_it_is_not_finished(before, tmp_path):
    places, one, _ = copied_to(before, tmp_path)
    assert withdraw(places, one, case="rights.withdrawing._made_again").code == -9
    ended = again(places)
    assert ended.code == 0, ended.said
    assert f"Niet afgemaakt: het terugtrekken van {one}" in ended.said
    assert one not in set(pd.read_parquet(places.shelf(WAVE).release.initiatives)["initiative_id"])


def test_a_register_that_cannot_be_read_stops_every_run(after, tmp_path):
    places, _, _ = copied_to(after, tmp_path)
    places.decisions.withdrawn.write_bytes(places.decisions.withdrawn.read_bytes()[:20])
    ended = again(places)
    assert ended.code == 2
    assert "withdrawn.csv" in ended.said

"""The receipt of a release: two runs give the same bytes, only what changed is done again, and anyone can check it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import canaries
import pytest
from runs import monitor, run_wave

from monitor_lib import paths
from monitor_lib.publishing import batch
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import receipt
from monitor_lib.publishing.run.receipt import Steps

WAVE = "voorbeeld"
CHECKS = {*(f"Controle op personen, deel {part}" for part in range(1, 4)), "Controle op verborgen cijfers"}


@pytest.fixture
def elsewhere(tmp_path):
    """Another hash seed and time zone, where a number has a comma and Monday is maandag; made here, as few have it."""
    made = tmp_path / "locales" / "nl_NL.UTF-8"
    made.parent.mkdir()
    command = ["localedef", "--inputfile", "nl_NL", "--charmap", "UTF-8", made]
    if not shutil.which("localedef") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("localedef cannot make nl_NL.UTF-8 here (on Debian and Ubuntu: package locales)")
    spoken = {"LOCPATH": str(made.parent), "LC_ALL": "nl_NL.UTF-8", "LANG": "nl_NL.UTF-8"}
    asked = "import locale as l; l.setlocale(l.LC_ALL, ''); print(l.str(1.5), l.nl_langinfo(l.DAY_2))"
    command = [sys.executable, "-c", asked]
    said = subprocess.run(command, env={**os.environ, **spoken}, capture_output=True, text=True, check=True)
    assert said.stdout == "1,5 maandag\n"
    return spoken | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland"}


def test_another_run_elsewhere_on_a_dutch_machine_gives_the_same_bytes(example_run, tmp_path, elsewhere):
    assert made_with(elsewhere, example_run, tmp_path) == receipt.hashes(example_run.release.folder)


def made_with(environment, example_run, folder):
    """What a run of the same deliveries makes, one report at a time, in another folder and environment."""
    shutil.copytree(example_run.places.delivered.folder, folder / "in")
    places = paths.places(WAVE, *(folder / name for name in ("in", "clean", "out", "decisions")))
    places.decisions.folder.mkdir()
    shutil.copy(example_run.places.decisions.pride, places.decisions.pride)
    run = run_wave(places, "--jobs", "1", cwd=folder, **environment)
    assert run.code == 0, run.said
    return receipt.hashes(run.release.folder)


# ---- only what changed is done again ----


def test_a_second_run_does_nothing_says_so_and_leaves_the_release(published):
    release = published.shelf(WAVE).release
    before, since = receipt.hashes(release.folder), release.manifest.stat().st_mtime_ns
    run = run_wave(published)
    assert run.code == 0
    assert "Niet opnieuw gemaakt" in run.said
    assert "Pagina's (21)" in run.said
    assert "rapporten, infographics" not in run.said
    assert receipt.hashes(release.folder) == before
    assert release.manifest.stat().st_mtime_ns == since
    assert not [*published.shelf(WAVE).earlier.glob("[0-9]*")]


def test_a_page_that_someone_changed_is_made_again_and_no_other(published):
    release = published.shelf(WAVE).release
    before = receipt.hashes(release.folder)
    (release.folder / "provincie-zeeland.html").write_text("anders", "utf-8")
    run = run_wave(published)
    assert "1 van 1 rapporten" in run.said
    assert receipt.hashes(release.folder) == before


@pytest.fixture(scope="module")
def ingredients(example_run, book):
    return receipt.ingredients(book.wave(WAVE), example_run.places, book)


def test_a_changed_delivery_or_decision_asks_for_new_figures(published, ingredients, book):
    wave = book.wave(WAVE)
    assert receipt.changed(receipt.ingredients(wave, published, book), ingredients) == []
    with published.delivered.limesurvey.open("a") as export:
        export.write("\n")
    assert receipt.changed(receipt.ingredients(wave, published, book), ingredients) == ["deliveries"]
    published.decisions.pairs.write_text("", "utf-8")
    changed = receipt.ingredients(wave, published, book)
    assert receipt.changed(changed, ingredients) == ["deliveries", "decisions"]
    assert receipt.for_figures(changed) != receipt.for_figures(ingredients)


def test_names_of_files_that_people_fill_in_stay_inside_and_count(published, ingredients, book):
    stray = published.decisions.folder / f"{canaries.PERSON} 06-00019283.txt"
    stray.write_text("bel haar", "utf-8")
    with_stray = receipt.ingredients(book.wave(WAVE), published, book)
    assert receipt.changed(with_stray, ingredients) == ["decisions"]
    told = json.dumps(with_stray)
    assert [word for word in (*canaries.PERSON.split(), "06-00019283", ".txt", "pairs.csv") if word in told] == []
    stray.rename(stray.with_name("anders.txt"))
    assert receipt.ingredients(book.wave(WAVE), published, book)["decisions"] != with_stray["decisions"]


def test_the_receipt_is_written_before_the_release_is_searched(published, book, monkeypatch):
    places, seen, made = published, [], published.shelf(WAVE).release
    told = json.loads(made.manifest.read_text("utf-8"))
    steps = Steps(made, None)
    steps.done = {name: step for name, step in told["steps"].items() if not name.startswith("Controle")}
    form = Form(EngineName.shell, told["parameters"]["single_file"])
    build = batch._Build(book.wave(WAVE), places, batch.Options(1, form), made, steps, None)
    made.manifest.unlink()
    monkeypatch.setattr(batch, "_done", lambda *_: seen.append(json.loads(made.manifest.read_text("utf-8"))))
    batch._check(build, told["inputs"])
    assert seen == [told]


def test_other_packages_and_other_code_ask_for_everything(ingredients, example_run, book, monkeypatch):
    tables = example_run.release.tables
    for kind in ("packages", "code of figures", "codebook", "geography"):
        other = ingredients | {kind: "other"}
        assert receipt.for_figures(other) != receipt.for_figures(ingredients)
        assert receipt.for_pictures(other, tables) != receipt.for_pictures(ingredients, tables)
    monkeypatch.setattr(receipt.importlib.metadata, "version", lambda _: "0")
    changed = receipt.ingredients(book.wave(WAVE), example_run.places, book)
    assert receipt.changed(changed, ingredients) == ["packages"]


def test_another_style_asks_for_new_pictures_and_no_new_figures(ingredients, example_run):
    other, tables = ingredients | {"style": "other"}, example_run.release.tables
    assert receipt.for_figures(other) == receipt.for_figures(ingredients)
    assert receipt.for_pictures(other, tables) != receipt.for_pictures(ingredients, tables)


def test_deliveries_that_lead_to_the_same_tables_ask_for_no_new_pictures(ingredients, example_run):
    other, tables = ingredients | {"deliveries": "other"}, example_run.release.tables
    assert receipt.for_figures(other) != receipt.for_figures(ingredients)
    assert receipt.for_pictures(other, tables) == receipt.for_pictures(ingredients, tables)


def test_clean_tables_are_used_again_only_when_they_are_what_was_written(published):
    recipe = json.loads(published.clean.receipt.read_text("utf-8"))["recipe"]
    assert receipt.is_whole(published.clean, recipe)
    assert not receipt.is_whole(published.clean, "another")
    published.clean.contacts.unlink()
    assert not receipt.is_whole(published.clean, recipe)


@pytest.fixture
def two(tmp_path):
    """The last release, of one step with two files, and an empty new one."""
    last, new = (paths.Release(tmp_path / name) for name in ("last", "new"))
    for folder in (last.data, new.folder):
        folder.mkdir(parents=True)
    files = {"a.html": "a", "data/b.csv": "b"}
    for name, text in files.items():
        (last.folder / name).write_text(text, "utf-8")
    told = {"files": receipt.hashes(last.folder), "steps": {"one": {"recipe": "r", "files": list(files)}}}
    last.manifest.write_text(json.dumps(told), "utf-8")
    return new, last


def test_a_step_is_taken_over_with_its_files(two):
    steps = Steps(*two)
    assert steps.taken_over("one", "r")
    assert (two[0].data / "b.csv").read_text("utf-8") == "b"
    assert steps.done == {"one": {"recipe": "r", "files": ["a.html", "data/b.csv"]}}


SPOILT = {
    "another recipe": lambda last: "other",
    "a changed file": lambda last: (last.data / "b.csv").write_text("c", "utf-8") and "r",
    "a missing file": lambda last: (last.data / "b.csv").unlink() or "r",
    "no manifest": lambda last: last.manifest.unlink() or "r",
    "half a manifest": lambda last: last.manifest.write_text('{"files": {', "utf-8") and "r",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_step_is_not_taken_over_when_anything_is_amiss(two, spoil):
    recipe = spoil(two[1])
    assert not Steps(*two).taken_over("one", recipe)
    assert list(two[0].folder.iterdir()) == []


# ---- verify ----


def test_a_release_can_be_verified_and_each_file_that_differs_is_named(published):
    folder = published.shelf(WAVE).release.folder
    done = monitor("verify", WAVE, "--outputs", published.outputs)
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "nederland.html").write_text("anders", "utf-8")
    (folder / "data" / "monitor.xlsx").unlink()
    (folder / "assets" / "vreemd.js").write_text("", "utf-8")
    done = monitor("verify", WAVE, "--outputs", published.outputs)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "nederland.html: is veranderd",
        "data/monitor.xlsx: ontbreekt",
        "assets/vreemd.js: hoort er niet bij",
    ]


def test_what_was_never_published_cannot_be_verified(tmp_path):
    done = monitor("verify", WAVE, "--outputs", tmp_path)
    assert done.returncode == 2
    assert "manifest.json" in done.stderr


def test_the_receipt_names_no_delivered_file_and_no_person(example_run):
    text = example_run.release.manifest.read_text("utf-8")
    names = [path.name for path in receipt.files(example_run.places.delivered.inventory)]
    assert len(names) > 5
    assert [name for name in names if name in text] == []


def test_the_receipt_tells_every_kind_of_ingredient(example_run, ingredients, book):
    told = json.loads(example_run.release.manifest.read_text("utf-8"))
    assert told["inputs"] == ingredients
    assert told["inputs"]["packages"].keys() >= {"python", "pandas", "scipy", "papermill", "typst"}
    assert told["parameters"] == {"single_file": False, "languages": ["nl"], "municipalities": False}
    steps = {name for name in told["steps"] if not name.startswith("Infographics")}
    pages = {"Nederland", "Initiatievenkaart", "Leeswijzer", "Wie deden mee?", *(area.name for area in book.provinces)}
    pages |= {f"Wat ze nodig hebben: {area.name}" for area in book.areas if area.level == "part"}
    assert steps == {"Schonen en cijfers", "Downloads", "Teksten", "Overzicht", *CHECKS, *pages}
    made = [name for step in told["steps"].values() for name in step["files"]]
    assert set(made) == set(told["files"])


def test_another_tool_is_another_ingredient(example_run, ingredients, book):
    other = replace(book.wave(WAVE), tool="qualtrics")
    assert receipt.changed(receipt.ingredients(other, example_run.places, book), ingredients) == ["tool"]

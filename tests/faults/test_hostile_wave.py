"""A standing hostile wave: every notation that may run as a name, and canaries in whatever a delivery can hold."""

import re
import shutil
import zipfile

import hostile
import lab as jupyter_lab
import nbformat
import pandas as pd
import pytest
import scan
from hostile_wave import CANARIES, NAMES, WORDS, deliver, mail, own
from invitees import participants
from runs import copied, keep, kept, places_of, run_wave
from stopped import FIRST, finish, notebook, start

from monitor_lib import paths
from monitor_lib.intake import personal
from monitor_lib.intake.fieldwork import invitations, standing
from monitor_lib.intake.workbook import letters, written
from monitor_lib.publishing.pages.form import Form
from monitor_lib.publishing.private import mirrors
from monitor_lib.publishing.private.research import tables
from monitor_lib.publishing.run import workers
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked

MARKS = [name.split()[0] for name in NAMES]  # the word by which each is known


@pytest.fixture(scope="module")
def wave(shared, small_deliveries):
    """A run of the small wave with a hostile list, its participants and their questionnaires among the deliveries."""

    def make(folder):
        hostile.PWNED.unlink(missing_ok=True)
        places = places_of("voorbeeld", folder)
        shutil.copytree(small_deliveries.folder, places.delivered.folder)
        deliver(places.delivered, codebook.load())
        keep(run_wave(places), folder)

    return kept("voorbeeld", shared("hostile-wave", make))


def test_the_canaries_are_in_what_was_delivered(wave):
    """Or to find them nowhere else would say nothing."""
    assert {word for _, word in scan.found(wave.places.delivered.folder, WORDS)} == set(WORDS)
    (path,) = wave.places.delivered.inventory.glob("zeeland-*")
    with zipfile.ZipFile(path) as archive:
        assert {"xl/media/image1.png", "xl/comments1.xml"} <= set(archive.namelist())


def test_every_notation_is_a_name_on_the_map_and_ran_nowhere(wave):
    listed = set(pd.read_parquet(wave.release.initiatives)["name"])
    gone = [name for name in NAMES if not any(name.split()[0] in each for each in listed)]
    assert gone == [name for name in NAMES if personal.kinds(name)]  # one reads as an e-mail address
    assert len(NAMES) - len(gone) >= 40
    assert not hostile.PWNED.exists()


def test_no_canary_is_in_a_byte_that_is_published_said_or_logged(wave):
    clean = wave.places.clean
    assert scan.found(wave.release.folder, WORDS) == []
    assert scan.found(clean.logs, WORDS) == []
    said = wave.said.casefold()
    allowed = CANARIES["file"].split()  # who delivers a file is told of it by its name
    assert [word for word in WORDS if word.casefold() in said and word not in allowed] == []


def test_a_notebook_that_fails_on_a_hostile_name_keeps_it_to_itself(wave, tmp_path):
    places = copied(wave, tmp_path)
    cell = f"{FIRST}; int(data.initiatives['name'].str.cat())"
    ended = finish(start(places, notebook(places, cell)), places)
    assert ended.code == 1
    assert list(places.clean.failed.iterdir())
    assert scan.found(places.clean.failed, [*WORDS, *MARKS]) == []
    assert scan.found(places.clean.logs, [*WORDS, *MARKS]) == []
    assert [word for word in (*WORDS, *MARKS) if word in ended.said] == []
    assert not hostile.PWNED.exists()


# ---- what the system writes for one addressee ----


@pytest.fixture(scope="module")
def handed(wave, book, tmp_path_factory):
    """A folder per kind of thing that the system writes for somebody, made from the hostile wave."""
    held = book.wave("voorbeeld")
    folder, places, asked = tmp_path_factory.mktemp("handed"), wave.places, as_asked(book, held)
    own_ledgers = copied(
        wave, tmp_path_factory.mktemp("asked")
    )  # the run is shared, and `invite` adds to its decisions
    letters.write(folder / "letters", places.decisions, places.clean, asked)
    invitations.invite(own_ledgers, paths.Fieldwork(folder / "invited"), asked, held)
    stands = standing.standing(places.delivered, asked, own_ledgers.decisions, held)
    standing.write_reminders(stands, paths.Fieldwork(folder / "reminded"))
    written.write(folder / "decided" / "besluiten.xlsx", places.decisions, places.clean, asked)
    tables.written(held, places, folder / "research", asked)
    _two_mirrors(held, places, paths.Mirrors(folder / "mirrors"))
    return folder


def _two_mirrors(held, places, folder):
    """The mirrors of the two that answered with a token of theirs, of all that asked for one."""
    jobs = mirrors.jobs(held, places, folder, Form("shell", single_file=True))
    ours = [job for job, name in zip(jobs, pd.read_csv(folder.tokens)["name"], strict=True) if name in NAMES]
    assert [end.fault for end in workers.outcomes(ours, 2, 300)] == ["", ""]


# Of what stands in each of these at most: who writes a list reads its sheet's name, who decides what was answered.
MAY_HOLD = {
    "letters": "file sheet",
    "invited": "cell mail",
    "reminded": "",
    "decided": "file sheet heading proud",
    "research": "",
    "mirrors": "",
}


@pytest.mark.parametrize(("kind", "places"), MAY_HOLD.items(), ids=MAY_HOLD)
def test_what_is_written_for_somebody_holds_no_other_canary(handed, kind, places):
    allowed = {word for place in places.split() for word in CANARIES[place].split()}
    assert list((handed / kind).iterdir())
    assert {word for _, word in scan.found(handed / kind, WORDS)} == allowed


def test_a_letter_and_a_list_for_a_network_name_no_initiative_and_no_file_of_another(handed):
    named = [*CANARIES["file"].split(), *MARKS]
    for kind, own_files in (("letters", "zeeland-"), ("reminded", "herinneren-overig")):
        files = {name for name, _ in scan.found(handed / kind, named)}
        assert files
        assert [name for name in files if not name.startswith(own_files)] == []
        assert len(list((handed / kind).iterdir())) > len(files)


def test_who_is_invited_is_written_to_under_its_own_name_and_address(handed):
    lines = participants(paths.Fieldwork(handed / "invited"))
    ours = [line for line in lines if line["attribute_1 <naam>"].split()[0].lstrip("'") in MARKS]
    assert len(ours) >= 40
    for line in ours:
        number = MARKS.index(line["attribute_1 <naam>"].split()[0].lstrip("'")) + 1
        assert (line["lastname"], line["email"]) == (own("cell", number), mail("mail", number).lower())


def test_a_mirror_names_no_initiative_at_all_and_is_found_by_no_token_of_the_survey(handed):
    pages = paths.Mirrors(handed / "mirrors").pages
    assert len(pages) == 2
    assert [hit for hit in scan.found(handed / "mirrors", MARKS) if hit[0] != "tokens.csv"] == []


# ---- pages, and notebooks in JupyterLab ----

PAGES = ("index.html", "initiatievenkaart.html", "provincie-zeeland.html")


@pytest.fixture
def watched(browser):
    """A page, and all that it asks of others, shows or stumbles over."""
    page, odd = browser.new_page(), []
    page.on("request", lambda request: odd.append(request.url) if not HARMLESS.match(request.url) else None)
    page.on("pageerror", lambda error: odd.append(str(error)))
    page.on("dialog", lambda dialog: odd.append(dialog.message))
    yield page, odd
    page.close()


HARMLESS = re.compile(r"(?:file|data|blob):|(?:http|ws)://(?:localhost|127\.0\.0\.1):")


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_runs_nothing_and_asks_nobody(wave, watched, name):
    page, odd = watched
    page.goto((wave.release.folder / name).as_uri())
    page.wait_for_load_state("networkidle")
    for at in page.locator("summary, .leaflet-marker-icon, [role=button]").all()[:30]:
        if at.is_visible():
            at.click(timeout=2000, force=True, no_wait_after=True)
    assert page.evaluate("document.documentElement.dataset.pwned") is None
    assert odd == []


# What stands in each at most, once it was run: who looks at what was delivered reads how its file is built.
MAY_SHOW = {"1_check_deliveries.ipynb": "file sheet", "5_initiatives_map.ipynb": ""}


@pytest.fixture(scope="module")
def lab(wave, tmp_path_factory):
    """JupyterLab on the notebooks that show what is private, and what is public, of the hostile wave."""
    folder = tmp_path_factory.mktemp("lab")
    given = {
        "deliveries": wave.places.delivered.folder,
        "decisions": wave.places.decisions.folder,
        "release": wave.release.folder,
    }
    for name in MAY_SHOW:
        book = nbformat.read(paths.project().notebooks / name, as_version=4)
        (cell,) = (cell for cell in book.cells if "parameters" in cell.metadata.get("tags", []))
        cell.source += "".join(f"\n{word} = {str(path)!r}" for word, path in given.items() if word in cell.source)
        nbformat.write(book, folder / name)
    with jupyter_lab.started(folder) as address:
        yield folder, address


@pytest.mark.parametrize(("name", "places"), MAY_SHOW.items(), ids=MAY_SHOW)
def test_nothing_runs_in_jupyterlab_and_no_canary_is_saved(lab, watched, name, places):
    (folder, address), (page, odd) = lab, watched
    jupyter_lab.run_in(page, address, name)
    saved = nbformat.read(folder / name, as_version=4)
    run = [cell for cell in saved.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in run)
    assert [out for cell in run for out in cell.outputs if out.output_type == "error"] == []
    content = nbformat.writes(saved).encode()
    assert sum(scan.found_in(content, mark) for mark in MARKS) >= 40  # or that nothing runs would say nothing
    shown = {word for word in WORDS if scan.found_in(content, word)}
    assert shown == {word for place in places.split() for word in CANARIES[place].split()}
    assert [frame.evaluate("document.documentElement.dataset.pwned") for frame in page.frames] == [None] * len(
        page.frames
    )
    assert odd == []
    assert not hostile.PWNED.exists()

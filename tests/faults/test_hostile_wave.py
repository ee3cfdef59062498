"""A standing hostile wave: every notation that may run as a name, and canaries in whatever a workbook can hold."""

import io
import re
import shutil
import zipfile

import hostile
import pandas as pd
import pytest
import scan
import xlsxwriter
from PIL import Image, PngImagePlugin
from runs import copied, keep, kept, places_of, run_wave
from stopped import FIRST, finish, notebook, start

from monitor_lib.intake import personal
from monitor_lib.publishing.check.unpacking import texts

# In each kind of place of a workbook another person, found nowhere else.
PLACES = "cell sheet file comment property picture heading remark footer defined hidden"
CANARIES = {place: f"Quirina{place.title()} Sneeuwklokje{place}" for place in PLACES.split()}
HEADINGS = ["Naam", "Plaats", "Provincie", "Op de kaart", "Contactpersoon", "Opmerkingen"]
HEADINGS += [f"Notitie {CANARIES['heading']}"]


def named(number, notation):
    """A name that is like no other."""
    return f"{chr(65 + number // 26)}{'bcdfghjklmnpqrstvwxz'[number % 20] * 3}ora{number} {notation}"


NAMES = [named(number, notation) for number, notation in enumerate(hostile.NOTATIONS)]


def picture():
    """A picture that says who made it."""
    words, target = PngImagePlugin.PngInfo(), io.BytesIO()
    words.add_text("Author", CANARIES["picture"])
    Image.new("RGB", (4, 4)).save(target, "png", pnginfo=words)
    return target


def deliver(folder):
    """A workbook with a row per notation."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(folder / f"zeeland-{CANARIES['file']}.xlsx", options) as book:
        book.set_properties({"author": CANARIES["property"], "comments": CANARIES["property"]})
        page = book.add_worksheet(CANARIES["sheet"][:31])
        page.write_row(0, 0, HEADINGS)
        for number, name in enumerate(NAMES, 1):
            person, remark = CANARIES["cell"], f"belt liever {CANARIES['remark']}"
            page.write_row(number, 0, [name, "Goes", "Zeeland", "ja", person, remark, CANARIES["cell"]])
        page.write_comment(1, 0, CANARIES["comment"], {"author": CANARIES["comment"]})
        page.insert_image(50, 9, "wie.png", {"image_data": picture(), "description": CANARIES["picture"]})
        page.set_footer(CANARIES["footer"])
        book.define_name("Contact", f'="{CANARIES["defined"]}"')
        hidden = book.add_worksheet("intern")
        hidden.write(0, 0, CANARIES["hidden"])
        hidden.hide()


@pytest.fixture(scope="module")
def wave(shared, small_deliveries):
    """A run of the small wave with the workbook among its lists."""

    def make(folder):
        hostile.PWNED.unlink(missing_ok=True)
        places = places_of("voorbeeld", folder)
        shutil.copytree(small_deliveries.folder, places.delivered.folder)
        deliver(places.delivered.inventory)
        keep(run_wave(places), folder)

    return kept("voorbeeld", shared("hostile-wave", make))


WORDS = [word for canary in CANARIES.values() for word in canary.split()]


def test_the_canaries_are_in_what_was_delivered(wave):
    """Or to find them nowhere else would say nothing."""
    (path,) = wave.places.delivered.inventory.glob("zeeland-*")
    views = [view.casefold() for view in (path.name, *texts(path.read_bytes()))]
    assert [word for word in WORDS if not any(word.casefold() in view for view in views)] == []
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
    kept_words = [name.split()[0] for name in NAMES]
    assert scan.found(places.clean.failed, [*WORDS, *kept_words]) == []
    assert [word for word in (*WORDS, *kept_words) if word in ended.said] == []
    assert not hostile.PWNED.exists()


PAGES = ("index.html", "initiatievenkaart.html", "provincie-zeeland.html")


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_runs_nothing_and_asks_nobody(wave, browser, name):
    page, asked, fell = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: fell.append(str(error)))
    page.on("dialog", lambda dialog: fell.append(dialog.message))
    page.goto((wave.release.folder / name).as_uri())
    page.wait_for_load_state("networkidle")
    for at in page.locator("summary, .leaflet-marker-icon, [role=button]").all()[:30]:
        if at.is_visible():
            at.click(timeout=2000, force=True, no_wait_after=True)
    assert page.evaluate("document.documentElement.dataset.pwned") is None
    assert [url for url in asked if not re.match(r"file:|data:|blob:", url)] == []
    assert fell == []
    page.close()

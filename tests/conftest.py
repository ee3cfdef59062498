"""What the tests share: the codebook, a whole run of the example with canaries planted in it, and a browser."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import canaries
import hostile
import pytest
from filelock import FileLock
from hypothesis import settings
from runs import copied, keep, kept, places_of, run_wave

from monitor_lib import paths
from monitor_lib.example import deliveries, pride
from monitor_lib.publishing.pages import pages
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import workers
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import municipalities

# `nohup make test &` has these ignored, and so would have every run that a test starts and stops with them.
for number in {signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)}:  # the second is not known to every system
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, lambda *_: None)

# How long an example takes says more of the machine than of the code.
settings.register_profile("monitor", deadline=None)
settings.load_profile("monitor")


@pytest.fixture(scope="session")
def book():
    return codebook.load()


TOWNS = ("GM0363", "GM0184")
LANES = ("unit", "run", "browser", "faults")
# Begun first, for no process to be left alone with one of these when the others are done.
LONGEST = (
    "test_nasty",
    "test_whole",
    "test_young_waves",
    "test_killed",
    "test_language",
    "test_run",
    "test_other_codebooks",
)


def pytest_collection_modifyitems(items):
    """A test bears the name of its folder as a mark; what needs a whole run or a browser is no unit test."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    for item in items:
        lane = next(part for part in item.path.parts[::-1] if part in LANES)
        item.add_marker(lane)
        heavy = {"example_run", "second_run", "small_run", "town_release", "browser"} & set(item.fixturenames)
        assert lane != "unit" or not heavy, f"{item.nodeid} uses {heavy}"


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder once for all processes that run tests: the first to ask makes it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        with FileLock(base / f"{name}.lock"):
            if not (base / f"{name}.made").exists():
                make(base / name)
                (base / f"{name}.made").touch()
        return base / name

    return folder


@pytest.fixture(scope="session")
def example_deliveries(shared, book, tmp_path_factory):
    """The example's deliveries with hostile names in them, untouched; copy them before changing anything."""

    def make(folder: Path) -> None:
        with hostile.example(tmp_path_factory.mktemp("example")):
            assert deliveries.ensure_deliveries(paths.Delivered(folder), book, book.wave("voorbeeld"))

    return paths.Delivered(shared("deliveries", make))


@pytest.fixture(scope="session")
def example_run(shared, example_deliveries, tmp_path_factory):
    """A whole run of the example with one list more, full of canaries. Several processes read it: never change it."""

    def make(folder: Path) -> None:
        places = places_of("voorbeeld", folder)
        shutil.copytree(example_deliveries.folder, places.delivered.folder)
        canaries.plant(places.delivered)
        with hostile.example(tmp_path_factory.mktemp("example")):
            assert pride.ensure_pride(places, codebook.load(), codebook.load().wave("voorbeeld"))
        keep(run_wave(places), folder)

    return kept("voorbeeld", shared("run", make))


@pytest.fixture(scope="session")
def town_release(shared, example_run, book):
    """The release of the example with reports of a city and of a village without initiatives. Never change it."""

    def make(folder: Path) -> None:
        shutil.copytree(example_run.release.folder, folder)
        wave, form = book.wave("voorbeeld"), Form(EngineName.shell, single_file=False)
        wanted = [pages.municipality_report(municipalities.municipality(code, book), wave) for code in TOWNS]
        jobs = pages.jobs(wanted, wave, folder, form, "")
        assert [end.fault for end in workers.outcomes(jobs, len(jobs), pages.SECONDS)] == [""] * len(jobs)

    return paths.Release(shared("towns", make))


@pytest.fixture
def published(tmp_path, example_run):
    """The places of a wave that was published already, as the example was; free to be changed."""
    return copied(example_run, tmp_path)


SMALL = ("lijst-zuid-holland", "zeelandbruist", "zorgcooperaties-zuid")


@pytest.fixture(scope="session")
def small_deliveries(shared, example_deliveries):
    """The example's answers and three of its lists, for what takes longer with all of them and shows nothing more."""

    def make(folder: Path) -> None:
        shutil.copytree(example_deliveries.folder, folder)
        for path in paths.Delivered(folder).inventory.iterdir():
            if path.stem not in SMALL:
                path.unlink()

    return paths.Delivered(shared("small-deliveries", make))


@pytest.fixture
def small(tmp_path, small_deliveries):
    """The places of a small wave that was only delivered; free to be changed."""
    places = places_of("voorbeeld", tmp_path)
    shutil.copytree(small_deliveries.folder, places.delivered.folder)
    return places


@pytest.fixture(scope="session")
def small_run(shared, small_deliveries):
    """A whole run of the small wave. Several processes read it: never change it."""

    def make(folder: Path) -> None:
        places = places_of("voorbeeld", folder)
        shutil.copytree(small_deliveries.folder, places.delivered.folder)
        keep(run_wave(places), folder)

    return kept("voorbeeld", shared("small-run", make))


@pytest.fixture(scope="session")
def second_run(shared, example_run, book, tmp_path_factory):
    """A whole run of the example's second wave, beside a copy of the first. Never change it."""

    def make(folder: Path) -> None:
        shutil.copytree(example_run.places.outputs.parent, folder)
        places = places_of("voorbeeld2", folder)
        with hostile.example(tmp_path_factory.mktemp("example")):
            assert deliveries.ensure_deliveries(places.delivered, book, book.wave("voorbeeld2"))
        keep(run_wave(places, wave="voorbeeld2"), folder)

    return kept("voorbeeld2", shared("second-run", make))


@pytest.fixture(scope="session")
def browser():
    """Chromium; its absence is a failure where MONITOR_REQUIRE_BROWSER is set, and else a reason to skip."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        assert "MONITOR_REQUIRE_BROWSER" not in os.environ, "no Chromium found"
        pytest.skip("no Chromium found")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()

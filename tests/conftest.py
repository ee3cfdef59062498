"""What the tests share: the codebook, a whole run of the example with canaries planted in it, and a browser."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import canaries
import hostile
import pytest
from hypothesis import settings

from monitor_lib import paths
from monitor_lib.example import deliveries, pride
from monitor_lib.reference import codebook

# How long an example takes says more of the machine than of the code.
settings.register_profile("monitor", deadline=None)
settings.load_profile("monitor")
MONITOR = Path(sys.executable).with_name("monitor")


@pytest.fixture(scope="session")
def book():
    return codebook.load()


@dataclass(frozen=True)
class Run:
    """One run of `monitor run`, and what it said."""

    places: paths.Places
    code: int
    said: str
    wave: str = "voorbeeld"

    @property
    def release(self):
        return paths.Release(self.places.outputs / self.wave)


def monitor(*words, cwd="/", **environment) -> subprocess.CompletedProcess:
    """The program as a user starts it, from an unrelated folder."""
    return subprocess.run(
        [MONITOR, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", **environment},
    )


def run_wave(places: paths.Places, *options: str, wave: str = "voorbeeld", **how) -> Run:
    private = ("--clean", places.clean.folder, "--decisions", places.decisions.folder)
    folders = ("--deliveries", places.delivered.folder, "--outputs", places.outputs)
    done = monitor("run", wave, *folders, *private, *options, **how)
    return Run(places, done.returncode, done.stdout + done.stderr, wave)


def places_of(wave: str, folder: Path) -> paths.Places:
    """The places of a wave under a folder, where other waves lie beside it."""
    private = folder / "clean" / wave, folder / "out", folder / "decisions" / wave
    return paths.places(wave, folder / "in" / wave, *private)


@pytest.fixture(scope="session")
def example_deliveries(tmp_path_factory, book):
    """The example's deliveries with hostile names in them, untouched; copy them before changing anything."""
    delivered = paths.Delivered(tmp_path_factory.mktemp("deliveries"))
    with hostile.example(tmp_path_factory.mktemp("example")):
        assert deliveries.ensure_deliveries(delivered, book, book.wave("voorbeeld"))
    return delivered


@pytest.fixture(scope="session")
def example_run(tmp_path_factory, example_deliveries):
    """A whole run of the example with one list more, full of canaries."""
    places = places_of("voorbeeld", tmp_path_factory.mktemp("run"))
    shutil.copytree(example_deliveries.folder, places.delivered.folder)
    canaries.plant(places.delivered)
    with hostile.example(tmp_path_factory.mktemp("example")):
        assert pride.ensure_pride(places, codebook.load(), codebook.load().wave("voorbeeld"))
    run = run_wave(places)
    assert run.code == 0, run.said
    return run


@pytest.fixture
def published(tmp_path, example_run):
    """The places of a wave that was published already, as the example was; free to be changed."""
    for name in ("in", "clean", "out", "decisions"):
        shutil.copytree(example_run.places.outputs.parent / name / example_run.wave, tmp_path / name / example_run.wave)
    return places_of(example_run.wave, tmp_path)


@pytest.fixture(scope="session")
def second_run(example_run, book, tmp_path_factory):
    """A whole run of the example's second wave, beside the first."""
    places = places_of("voorbeeld2", example_run.places.outputs.parent)
    with hostile.example(tmp_path_factory.mktemp("example")):
        assert deliveries.ensure_deliveries(places.delivered, book, book.wave("voorbeeld2"))
    run = run_wave(places, wave="voorbeeld2")
    assert run.code == 0, run.said
    return run


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

"""Whole runs of a wave, started as a user starts them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from monitor_lib import paths

MONITOR = Path(sys.executable).with_name("monitor")


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


def copied(run: Run, folder: Path) -> paths.Places:
    """A run's wave once more, in another folder, free to be changed."""
    for name in ("in", "clean", "out", "decisions"):
        shutil.copytree(run.places.outputs.parent / name / run.wave, folder / name / run.wave)
    return places_of(run.wave, folder)


def keep(run: Run, folder: Path) -> None:
    """Writes down what a run said, for other processes."""
    assert run.code == 0, run.said
    (folder / f"{run.wave}.said").write_text(run.said, "utf-8")


def kept(wave: str, folder: Path) -> Run:
    return Run(places_of(wave, folder), 0, (folder / f"{wave}.said").read_text("utf-8"), wave)

"""Runs that are stopped half-way."""

import subprocess
import sys
import time

from runs import Run
from support import SUPPORT

from monitor_lib import paths

FEW = SUPPORT / "few_reports.py"


PATIENCE = 300


HANGS = "import os, time; open('busy', 'w').write(str(os.getpid())); os.rename('busy', 'started'); time.sleep(600)"


FIRST = "data = published(wave, release, language)"


def notebook(places, cell=FIRST):
    """The province notebook in a folder of its own, with another first step."""
    target = places.outputs.parent / "notebook.ipynb"
    text = paths.project().notebooks.joinpath("4_province.ipynb").read_text("utf-8")
    assert text.count(FIRST) == 1
    target.write_text(text.replace(FIRST, cell), "utf-8")
    return target


def start(places, book, *options, case="-", command=("run", "voorbeeld"), **more):
    folders = {
        "--deliveries": places.delivered.folder,
        "--clean": places.clean.folder,
        "--decisions": places.decisions.folder,
        "--outputs": places.outputs,
    }
    words = [str(word) for pair in folders.items() for word in pair]
    return subprocess.Popen(
        [sys.executable, FEW, case, book, *command, *words, *options],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True} | more,
        cwd="/",
    )


def finish(process, places):
    said, _ = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in said
    return Run(places, process.returncode, said)


def until(happened, seconds=PATIENCE):
    """Waits for something to become true; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def rubbish(places):
    """What stands on the shelf beside releases and the lock."""
    return [path.name for path in places.outputs.iterdir() if path.name.endswith((".new", ".replaced", ".probe"))]

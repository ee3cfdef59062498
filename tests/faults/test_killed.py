"""Killed at any moment (R1, R4): moments drawn over the whole length of a run, as no list of moments is complete."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
from runs import places_of
from stopped import FIRST, finish, notebook, rubbish, start, until

from monitor_lib.publishing.run import receipt

MOMENTS = int(os.environ.get("MONITOR_KILLS", 2))
SEED = os.environ.get("MONITOR_KILL_SEED") or receipt.code()[:8]  # the same moments for the same code
MARK = "MONITOR_TEST_RUN"
SOON = 20  # seconds within which everything that a killed run had begun is gone


@dataclass(frozen=True)
class Edition:
    """What a run makes with one of two notebooks, to the byte."""

    book: Path
    made: dict


@pytest.fixture(scope="module")
def places(tmp_path_factory, small_deliveries):
    """A small wave: a larger one does the same work for longer."""
    places = places_of("voorbeeld", tmp_path_factory.mktemp("killed"))
    shutil.copytree(small_deliveries.folder, places.delivered.folder)
    return places


def to_the_byte(release):
    """What is in a release, but for the one that it follows: the two editions take turns here."""
    told = json.loads(release.manifest.read_text("utf-8"))
    return receipt.hashes(release.folder) | {release.manifest.name: told | {"before": ""}}


def edition(places, name, *options):
    book = places.outputs.parent / f"{name}.ipynb"
    notebook(places, f"{FIRST}; print({name!r})").rename(book)
    ended = finish(start(places, book, *options), places)
    assert ended.code == 0, ended.said
    return Edition(book, to_the_byte(ended.release))


def killed(places, book, after):
    """Kills a run that makes everything so many seconds after it began; how long it took, where it was over by then."""
    mark, begun = uuid.uuid4().hex, time.monotonic()
    process = start(places, book, "--fresh", env={**os.environ, MARK: mark})
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=after)
        return time.monotonic() - begun
    process.kill()
    process.communicate()
    until(lambda: not marked(mark), SOON)
    return None


def marked(mark):
    """The processes that began with this mark in their environment, which who begins a process passes on."""
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if has(path, f"{MARK}={mark}")]


def has(environ, entry):
    try:
        return entry.encode() in environ.read_bytes().split(b"\0")
    except OSError:  # it has ended, or is another's
        return False


def test_killed_at_a_random_moment_the_release_is_whole_and_the_next_run_clean(places):
    """One moment in each half of a run, as each costs two runs; MONITOR_KILLS=25 draws all those of the threats.

    A half (or a twenty-fifth) is of the time that a whole run took: the first, or the last that was over before its
    moment came, which then comes again. Each run makes another release than the one that stands, or an exchange
    half-way could not be told from none. What the system's own folder for temporary files keeps (an empty folder per
    killed run) is left to the system.
    """
    print(f"again with MONITOR_KILLS={MOMENTS} MONITOR_KILL_SEED={SEED}")
    dice, release, begun = random.Random(SEED), places.shelf("voorbeeld").release, time.monotonic()
    first = edition(places, "one", "--fresh")
    seconds, editions = time.monotonic() - begun, (first, edition(places, "two"))
    assert editions[0].made != editions[1].made
    due = [(part + dice.random()) / MOMENTS for part in range(MOMENTS)]
    for number in range(3 * MOMENTS):
        new, last = editions[number % 2], editions[(number + 1) % 2]
        took = killed(places, new.book, due[0] * seconds)
        shown = to_the_byte(release)
        print(f"{due[0]:.2f} of {seconds:.2f} s; over {took}; new release {shown == new.made}; left {rubbish(places)}")
        assert shown == new.made or (took is None and shown == last.made)
        ended = finish(start(places, new.book), places)
        assert ended.code == 0, ended.said
        assert to_the_byte(release) == new.made
        assert rubbish(places) == []
        seconds = took or seconds
        due = due[1:] if took is None else due
        if not due:
            return
    pytest.fail(f"{len(due)} moments never came")

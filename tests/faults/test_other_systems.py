"""What Windows cannot do, simulated: no warm process to copy, no sessions, no alarms, no exchange of folders."""

import json
import os
import sys

import pytest
from stopped import finish, notebook, rubbish, start
from support import SUPPORT

from monitor_lib import paths
from monitor_lib.publishing.run import receipt, shelf, workers


@pytest.fixture
def windows():
    """The environment of a process in which `sitecustomize` has taken away what Windows does not have."""
    before = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(SUPPORT / "windows"), before)))}


def test_a_run_makes_the_same_release_and_replaces_the_one_before(small, windows):
    book = notebook(small)
    here = finish(start(small, book), small)
    assert here.code == 0, here.said
    made = receipt.hashes(here.release.folder)
    there = finish(start(small, book, "--fresh", env=windows), small)
    assert there.code == 0, there.said
    assert receipt.hashes(there.release.folder) == made
    assert rubbish(small) == []


def test_without_a_warm_process_a_crash_still_costs_one_job_and_work_beside_is_done_here(monkeypatch):
    monkeypatch.setattr(workers.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    jobs = [workers.Job("goed", os.getpid, ()), workers.Job("stuk", os._exit, (7,))]
    ends = {end.name: end for end in workers.outcomes(jobs, 2, 60)}
    assert ends["goed"].fault == ""
    assert ends["goed"].made != os.getpid()
    assert ends["stuk"].fault == "het proces is gestopt (code 7)"
    assert workers.beside(os.getpid)() == os.getpid()


def written(stand, text):
    with shelf.staged(stand, keep=1) as release:
        (release.folder / "index.html").write_text(text, "utf-8")
        release.manifest.write_text(json.dumps({"files": {}, "made of": text}), "utf-8")


@pytest.fixture
def stand(tmp_path, monkeypatch):
    """A shelf on a system that exchanges no folders, with a release on it."""
    monkeypatch.setattr(sys, "platform", "darwin")
    stand = paths.Shelf(tmp_path, "test", tmp_path / "private")
    written(stand, "een")
    return stand


def test_where_folders_cannot_be_exchanged_one_is_renamed_after_the_other(stand):
    written(stand, "twee")
    assert (stand.release.folder / "index.html").read_text("utf-8") == "twee"
    (earlier,) = stand.earlier.glob("[0-9]*")
    assert (earlier / "index.html").read_text("utf-8") == "een"


def test_a_stop_between_the_two_is_mended_by_the_next_run(stand):
    stand.release.folder.rename(stand.replaced)
    with shelf.staged(stand, keep=1):
        assert (stand.release.folder / "index.html").read_text("utf-8") == "een"

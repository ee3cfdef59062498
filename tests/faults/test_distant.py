"""More machines: two workers make the same pages as one machine, also when one of them is killed on the way."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from monitor_lib import paths
from monitor_lib.publishing.pages import pages
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import distant, workers
from monitor_lib.publishing.run.workers import ReportError

WANTED = ("Zeeland", "Drenthe", "Utrecht", "Initiatievenkaart")


@pytest.fixture
def cluster():
    """Two workers, each a process that may start others: the warm one."""
    import dask
    from distributed import LocalCluster

    quiet = {"distributed.worker.daemon": False, "distributed.comm.timeouts.connect": "60s"}
    with (
        dask.config.set(quiet),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60) as made,
    ):
        yield made


@pytest.fixture
def made(tmp_path, example_run):
    """A release in the making: the public tables and nothing else."""
    shutil.copytree(example_run.release.data, tmp_path / "new" / "data")
    return paths.Release(tmp_path / "new")


def jobs(made, book):
    wave = book.wave("voorbeeld")
    wanted = [report for report in pages.report_list(book, wave) if report.title in WANTED]
    return pages.jobs(wanted, wave, made.folder, Form(EngineName.shell, single_file=False), "")


def contents(made):
    return {path.name: path.read_bytes() for path in made.folder.glob("*.html")}


@pytest.mark.filterwarnings("default")  # dask's own, and those of processes it starts
def test_two_workers_of_which_one_is_killed_make_the_same_pages(cluster, made, tmp_path, book):
    work = jobs(made, book)
    flag = tmp_path / "started"
    doomed = workers.Job("te doden", wait_once, (made.folder / "once.txt", str(flag)))
    ended = distant.outcomes([doomed, *work], cluster.scheduler_address, made, 300)
    killed = kill_when(flag)
    faults = {outcome.name: outcome.fault for outcome in ended}
    assert killed.is_set()
    assert faults == dict.fromkeys(["te doden", *WANTED], "")
    there = contents(made)
    assert [outcome.fault for outcome in workers.outcomes(work, 2, 300)] == [""] * len(work)
    assert there == contents(made)


def kill_when(flag):
    """In the background: when the flag is up, kills the worker that it names."""
    import threading

    done = threading.Event()

    def watch():
        while not flag.exists():
            time.sleep(0.05)
        os.kill(int(flag.read_text()), signal.SIGKILL)
        done.set()

    threading.Thread(target=watch, daemon=True).start()
    return done


def wait_once(target, flag):
    """The first time: raises the flag with the worker's process id and hangs; the second time: does its work."""
    path = Path(flag)
    if not path.exists():
        path.with_suffix(".part").write_text(str(worker_of_this_process()))
        path.with_suffix(".part").rename(path)
        time.sleep(600)
    target.write_text("gedaan", "utf-8")
    return workers.Made((target.name,))


def worker_of_this_process():
    """The worker: the process that started the warm one that this was copied from."""
    import multiprocessing

    return multiprocessing.parent_process().pid


def test_a_worker_with_other_code_says_so(made, book):
    job = jobs(made, book)[0]
    outcome, files = distant.done_here(job, made.folder, {}, ("other", 10))
    assert "andere versie" in outcome.fault
    assert files == {}


def test_a_scheduler_that_is_not_there(made, book, monkeypatch):
    monkeypatch.setattr(distant, "_SOUGHT", 1)
    with pytest.raises(ReportError, match="Geen dask-scheduler"):
        list(distant.outcomes(jobs(made, book)[:1], "tcp://127.0.0.1:9", made, 10))

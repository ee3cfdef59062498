"""The national report and twelve provinces, three ways on the same notebooks and tables, in alternation.

a. a shell loop: `papermill`, then `jupyter nbconvert`, per report;
b. a pool of two processes with Jupyter's own kernels, papermill and nbconvert as libraries;
c. ours: a warm process, and a copy of it per report, two at a time.

Each way is a process of its own, measured from its start to the end of the last of its descendants: wall seconds, CPU
seconds, and the most memory they had together (proportional set size, sampled).

Use: .venv/bin/python benchmarks/batch.py RELEASE [TIMES]
RELEASE is a published folder (outputs/voorbeeld). Linux only.
"""

import contextlib
import ctypes
import os
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from monitor_lib import paths
from monitor_lib.publishing import lanes, pages
from monitor_lib.reference import codebook

LANES = 2
WAYS = {"a": "shell loop", "b": "pool of 2, stock kernels", "c": "ours"}
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): descendants whose parent ended become ours


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float
    memory: float


def reports():
    book = codebook.load()
    wave = book.wave("voorbeeld")
    return wave, [each for each in pages.report_list(book, wave) if each.page not in (pages.MAP, pages.GUIDE)]


def shell_loop(release: Path, target: Path) -> None:
    """The same commands that a person would put in a loop."""
    tools = Path(sys.executable).parent
    for report in reports()[1]:
        ran = target / f"{Path(report.page).stem}.ipynb"
        given = [f"-p {name} {value}" for name, value in (*report.parameters, ("release", release))]
        run = f"{tools}/papermill {report.notebook} {ran} {' '.join(given)} --no-progress-bar --log-level ERROR"
        show = f"{tools}/jupyter nbconvert --to html --no-input --log-level ERROR {ran}"
        for command in (run, show):
            subprocess.run(shlex.split(command), check=True, cwd=paths.NOTEBOOKS)


def pooled(notebook: Path, parameters: dict, target: Path) -> None:
    import papermill
    from nbconvert import HTMLExporter

    done = papermill.execute_notebook(notebook, None, parameters, progress_bar=False, cwd=notebook.parent)
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(done)
    target.write_text(page, "utf-8")


def pool(release: Path, target: Path) -> None:
    with ProcessPoolExecutor(LANES) as workers:
        waiting = [
            workers.submit(
                pooled, report.notebook, {**dict(report.parameters), "release": str(release)}, target / report.page
            )
            for report in reports()[1]
        ]
        for each in waiting:
            each.result()


def ours(release: Path, target: Path) -> None:
    shutil.copytree(release / "data", target / "data")
    wave, wanted = reports()
    form = pages.Form(pages.EngineName.shell, single_file=False)
    for outcome in lanes.outcomes(pages.jobs(wanted, wave, target, form, ""), LANES, pages.SECONDS):
        assert not outcome.fault, outcome


def measured(way: str, release: Path) -> Cost:
    before, start, peak, over = used(), time.perf_counter(), [0.0], threading.Event()
    watch = threading.Thread(target=sample, args=(peak, over))
    watch.start()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, __file__, way, release, folder], check=True)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        wall = time.perf_counter() - start
        assert len(list(Path(folder).glob("*.html"))) == len(reports()[1])
    over.set()
    watch.join()
    return Cost(wall, used() - before, peak[0])


def used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def sample(peak: list[float], over: threading.Event) -> None:
    while not over.wait(0.3):
        total = 0
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
        peak[0] = max(peak[0], total / 1e6)


def compare(release: Path, times: int) -> None:
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    costs: dict[str, list[Cost]] = {way: [] for way in WAYS}
    for _ in range(times):
        for way, found in costs.items():
            found.append(measured(way, release))
            print(f"{WAYS[way]:26} {found[-1]}  load {os.getloadavg()[0]:.1f}", flush=True)
    middle = {
        way: Cost(*(statistics.median(getattr(cost, name) for cost in found) for name in ("wall", "cpu", "memory")))
        for way, found in costs.items()
    }
    print(f"\n{os.cpu_count()} cores, {len(reports()[1])} reports, median of {times}")
    print("| way | wall s | CPU s | memory MB | wall, times ours | CPU, times ours |\n|---|---|---|---|---|---|")
    for way, cost in middle.items():
        ratios = f"{cost.wall / middle['c'].wall:.1f} | {cost.cpu / middle['c'].cpu:.1f}"
        print(f"| {WAYS[way]} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.memory:.0f} | {ratios} |")


def main() -> None:
    first, *rest = sys.argv[1:]
    if first in WAYS:
        {"a": shell_loop, "b": pool, "c": ours}[first](*map(Path, rest))
    else:
        compare(Path(first).resolve(), int(rest[0]) if rest else 3)


if __name__ == "__main__":
    main()

"""The national report and twelve provinces, three ways on the same notebooks and tables, in alternation.

a. a shell loop: `papermill`, then `jupyter nbconvert`, per report;
b. a pool of two processes with Jupyter's own kernels, papermill and nbconvert as libraries;
c. ours: a warm process, and a copy of it per report, two at a time.

Each way is a process of its own, measured from its start to the end of the last of its descendants: wall seconds, CPU
seconds, and the most memory they had together (proportional set size, sampled).

Use: .venv/bin/python benchmarks/batch.py RELEASE [TIMES [WAYS]]
RELEASE is a published folder (outputs/voorbeeld); WAYS are letters, `abc` for all. Linux only.
"""

import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from cost import Cost, cost_of

from monitor_lib import paths
from monitor_lib.publishing.pages import pages
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import workers
from monitor_lib.reference import codebook

LANES = 2
WAYS = {"a": "shell loop", "b": "pool of 2, stock kernels", "c": "ours"}


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
            subprocess.run(shlex.split(command), check=True, cwd=paths.project().notebooks)


def pooled(notebook: Path, parameters: dict, target: Path) -> None:
    import papermill
    from nbconvert import HTMLExporter

    done = papermill.execute_notebook(notebook, None, parameters, progress_bar=False, cwd=notebook.parent)
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(done)
    target.write_text(page, "utf-8")


def pool(release: Path, target: Path) -> None:
    with ProcessPoolExecutor(LANES) as processes:
        waiting = [
            processes.submit(
                pooled, report.notebook, {**dict(report.parameters), "release": str(release)}, target / report.page
            )
            for report in reports()[1]
        ]
        for each in waiting:
            each.result()


def ours(release: Path, target: Path) -> None:
    shutil.copytree(release / "data", target / "data")
    wave, wanted = reports()
    form = Form(EngineName.shell, single_file=False)
    for outcome in workers.outcomes(pages.jobs(wanted, wave, target, form, ""), LANES, pages.SECONDS):
        assert not outcome.fault, outcome


def measured(way: str, release: Path) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        found = cost_of([sys.executable, __file__, way, release, folder])
        assert len(list(Path(folder).glob("*.html"))) == len(reports()[1])
        return found


def compare(release: Path, times: int = 3, ways: str = "abc") -> None:
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(times):
        for way, found in costs.items():
            found.append(measured(way, release))
            print(f"{WAYS[way]:26} {found[-1]}", flush=True)
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
        compare(Path(first).resolve(), *(int(each) for each in rest[:1]), *rest[1:])


if __name__ == "__main__":
    main()

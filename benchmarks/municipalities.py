"""Reports of municipalities: does the time grow in proportion to their number, and what does one more cost?

Use: .venv/bin/python benchmarks/municipalities.py RELEASE [NUMBERS...]
RELEASE is a published folder (outputs/voorbeeld). Linux only: CPU seconds count every process that took part.
"""

import contextlib
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitor_lib.publishing import lanes, pages
from monitor_lib.reference import codebook

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


def make(release: Path, number: int) -> None:
    book = codebook.load()
    wave = book.wave("voorbeeld")
    wanted = pages.municipality_reports(wave, book)[:number]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(release / "data", Path(folder, "data"))
        form = pages.Form(pages.EngineName.shell, single_file=False)
        jobs = pages.jobs(wanted, wave, Path(folder), form, "")
        faults = [end for end in lanes.outcomes(jobs, os.cpu_count() or 1, pages.SECONDS) if end.fault]
        assert not faults, faults
        assert len(list(Path(folder).glob("*.html"))) == len(wanted)


def used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    release, numbers = Path(sys.argv[1]).resolve(), list(map(int, sys.argv[2:])) or [12, 100, 342]
    if os.environ.get("MONITOR_BENCHMARK") == "child":
        make(release, numbers[0])
        return
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    for number in numbers:
        before, start = used(), time.perf_counter()
        command = [sys.executable, __file__, release, str(number)]
        subprocess.run(command, check=True, env={**os.environ, "MONITOR_BENCHMARK": "child"})
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        wall, cpu = time.perf_counter() - start, used() - before
        told = f"{wall:6.1f} s wall, {cpu:6.1f} s CPU, {cpu / number:.3f} CPU s each"
        print(f"{number:4} reports: {told}, load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()

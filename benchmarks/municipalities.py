"""Reports of municipalities: does the time grow in proportion to their number, and what does one more cost?

Use: .venv/bin/python benchmarks/municipalities.py RELEASE [NUMBERS...]
RELEASE is a published folder (outputs/voorbeeld). Linux only: CPU seconds count every process that took part.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from cost import cost_of

from monitor_lib.publishing.pages import pages
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import workers
from monitor_lib.reference import codebook


def make(release: Path, number: int) -> None:
    book = codebook.load()
    wave = book.wave("voorbeeld")
    wanted = pages.municipality_reports(wave, book)[:number]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(release / "data", Path(folder, "data"))
        form = Form(EngineName.shell, single_file=False)
        jobs = pages.jobs(wanted, wave, Path(folder), form, "")
        faults = [end for end in workers.outcomes(jobs, os.cpu_count() or 1, pages.SECONDS) if end.fault]
        assert not faults, faults
        assert len(list(Path(folder).glob("*.html"))) == len(wanted)


def main() -> None:
    release, numbers = Path(sys.argv[1]).resolve(), list(map(int, sys.argv[2:])) or [12, 100, 342]
    if os.environ.get("MONITOR_BENCHMARK") == "child":
        make(release, numbers[0])
        return
    os.environ["MONITOR_BENCHMARK"] = "child"
    for number in numbers:
        found = cost_of([sys.executable, __file__, release, number])
        print(f"{number:4} reports: {found}, {found.cpu / number:.3f} CPU s each", flush=True)


if __name__ == "__main__":
    main()

"""All infographics of the example's figures, drawn as a run draws them: wall time on the machine's cores, as a median.

Use: .venv/bin/python benchmarks/infographics.py [RELEASE] [TIMES]
RELEASE is a published folder (outputs/voorbeeld); 14 PDFs, 28 PNGs of 144 and 300 ppi, and 26 cards are drawn.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from monitor_lib import paths
from monitor_lib.publishing.pages import sheets
from monitor_lib.publishing.run import workers
from monitor_lib.reference import codebook


def seconds(release: paths.Release) -> tuple[float, int]:
    """Wall seconds of one drawing of everything, and how many files came of it."""
    book = codebook.load()
    with tempfile.TemporaryDirectory() as folder:
        drawn = paths.Release(Path(folder))
        shutil.copytree(release.data, drawn.data)
        start = time.perf_counter()
        jobs = sheets.jobs(book, book.wave("voorbeeld"), drawn, "")
        faults = [outcome for outcome in workers.outcomes(jobs, os.cpu_count() or 1, sheets.SECONDS) if outcome.fault]
        taken = time.perf_counter() - start
        assert not faults, faults
        return taken, len(list(drawn.infographics.iterdir()))


def main() -> None:
    release = paths.Release(Path(sys.argv[1]) if len(sys.argv) > 1 else paths.project().outputs / "voorbeeld")
    runs = [seconds(release) for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 3)]
    wall = statistics.median(taken for taken, _ in runs)
    print(f"{os.cpu_count()} cores, median of {len(runs)}: {wall:.1f} s for {runs[0][1]} files")


if __name__ == "__main__":
    main()

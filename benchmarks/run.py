"""The whole run from example deliveries: wall time, CPU time and peak memory, as medians.

Use: .venv/bin/python benchmarks/run.py [TIMES]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MONITOR = Path(sys.executable).with_name("monitor")


def measured(folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one fresh run, children included."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run = ("run", "voorbeeld", "--clean", folder / "clean", "--outputs", folder / "out")
    for words in (("example", "voorbeeld"), run):
        subprocess.run([MONITOR, *words, "--deliveries", folder / "in"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    runs = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(measured(Path(folder)))
    wall, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"{os.cpu_count()} cores, median of {times}:", end=" ")
    print(f"{wall:.1f} s wall, {cpu:.1f} s CPU, largest process {peak:.2f} GB")


if __name__ == "__main__":
    main()

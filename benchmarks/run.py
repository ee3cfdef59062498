"""The whole run from example deliveries, and once more when nothing changed: medians of time and memory.

Use: .venv/bin/python benchmarks/run.py [TIMES]
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from cost import Cost, cost_of

MONITOR = Path(sys.executable).with_name("monitor")


def measured(folder: Path) -> tuple[Cost, Cost]:
    """A first run of the example, and a second one after it."""
    deliveries = ("--deliveries", folder / "in")
    private = ("--clean", folder / "clean", "--decisions", folder / "decisions")
    subprocess.run([MONITOR, "example", "voorbeeld", *deliveries], check=True, stdout=subprocess.DEVNULL)
    run = [MONITOR, "run", "voorbeeld", *deliveries, *private, "--outputs", folder / "out"]
    return cost_of(run), cost_of(run)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    runs = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(measured(Path(folder)))
            print("  ".join(map(str, runs[-1])), flush=True)
    print(f"{os.cpu_count()} cores, median of {times}")
    for words, costs in zip(("first run", "second run, nothing changed"), zip(*runs, strict=True), strict=True):
        middle = (statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory"))
        print(f"{words:28} {Cost(*middle)}")


if __name__ == "__main__":
    main()

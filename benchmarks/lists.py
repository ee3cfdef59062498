"""`monitor inventory` on ten times as many rows: how many times as long it takes.

Use: .venv/bin/python benchmarks/lists.py [TIMES]
The lists are the invented example's, and the same with ten times as many initiatives per province, delivered as files.
"""

import os
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from cost import Cost, cost_of

from monitor_lib import paths
from monitor_lib.example import chances, initiatives, lists
from monitor_lib.reference import codebook

MONITOR = Path(sys.executable).with_name("monitor")
WAVE, LARGER = "voorbeeld", 10


def deliver(folder: Path, larger: int) -> None:
    """Writes the lists with this many times the example's initiatives."""
    book = codebook.load()
    example = chances.load(book, book.wave(WAVE))
    provinces = [{**each, "initiatives": larger * each["initiatives"]} for each in example.habits["province"]]
    example = replace(example, habits={**example.habits, "province": provinces})
    dice = chances.Dice(np.random.default_rng(1))
    delivered = paths.Delivered(folder)
    delivered.inventory.mkdir(parents=True)
    lists.write_lists(example, initiatives.initiatives(example, dice), delivered, dice)


def measured(larger: int) -> Cost:
    """What an inventory of that many times the example costs, of lists that were never read before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deliver(folder / "in", larger)
        told = ("--to", folder / "rows.csv", "--deliveries", folder / "in", "--decisions", folder / "decisions")
        return cost_of([MONITOR, "inventory", WAVE, *told], ends=(0, 1))


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    pairs = [(measured(1), measured(LARGER)) for _ in range(times)]
    for small, large in pairs:
        print(f"{small}   {large}   {large.wall / small.wall:.1f} times", flush=True)
    ratio = statistics.median(large.wall / small.wall for small, large in pairs)
    print(f"{os.cpu_count()} cores, {LARGER} times the rows: {ratio:.1f} times as long (median of {times})")


if __name__ == "__main__":
    main()

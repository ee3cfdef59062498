"""All figures of a wave, its change since the wave before included: wall and CPU seconds and peak memory, as medians.

Use: .venv/bin/python benchmarks/figures.py [TIMES]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from monitor_lib import paths
from monitor_lib.example import deliveries
from monitor_lib.figures import aggregation, history
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import clean_wave
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked

BEFORE, WAVE = "voorbeeld", "voorbeeld2"


def places(wave: str, folder: Path) -> paths.Places:
    private = folder / "clean" / wave, folder / "out", folder / "decisions" / wave
    return paths.places(wave, folder / "in" / wave, *private)


def prepare(folder: Path) -> None:
    """The clean tables of both waves, and the figures of the first."""
    book = codebook.load()
    for wave in (book.wave(BEFORE), book.wave(WAVE)):
        where = places(wave.id, folder)
        deliveries.ensure_deliveries(where.delivered, book, wave)
        asked = as_asked(book, wave)
        clean_wave(begun(where.delivered, asked, wave), where.clean, asked, where.decisions, wave)
    held(book.wave(BEFORE), folder).figures.to_parquet(folder / "before.parquet")


def held(wave, folder: Path) -> history.Held:
    clean, book = places(wave.id, folder).clean, codebook.load()
    initiatives, responses = pd.read_parquet(clean.initiatives), pd.read_parquet(clean.responses)
    return history.Held(
        wave, initiatives, responses, aggregation.figures(initiatives, responses, as_asked(book, wave), wave), book
    )


def compute(folder: Path) -> None:
    """What is measured, in a process of its own that has imported everything."""
    book, clean = codebook.load(), places(BEFORE, folder).clean
    tables = (pd.read_parquet(clean.initiatives), pd.read_parquet(clean.responses), folder / "before.parquet")
    before = history.Held(book.wave(BEFORE), *tables[:2], pd.read_parquet(tables[2]), book)
    wall, cpu = time.perf_counter(), time.process_time()
    rows = len(history.with_history(held(book.wave(WAVE), folder), before))
    spent = time.perf_counter() - wall, time.process_time() - cpu
    print(*spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, rows)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        command = [sys.executable, __file__, "--once", name]
        runs = [
            [float(word) for word in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]
            for _ in range(times)
        ]
    wall, cpu, peak, rows = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{os.cpu_count()} cores, median of {times}: {rows:.0f} rows in", end=" ")
    print(f"{wall:.1f} s wall, {cpu:.1f} s CPU, at most {peak:.0f} MB")


if __name__ == "__main__":
    compute(Path(sys.argv[2])) if "--once" in sys.argv else main()

"""The search for persons in a whole release of the example: its CPU seconds, beside those of the whole run.

Use: .venv/bin/python benchmarks/gate.py
"""

import subprocess
import tempfile
import time
from pathlib import Path

import pandas as pd
from cost import cost_of
from run import MONITOR

from monitor_lib import paths
from monitor_lib.intake.withheld import withheld
from monitor_lib.publishing.check import persons
from monitor_lib.publishing.pages import reports
from monitor_lib.publishing.run import release
from monitor_lib.reference import codebook


def main() -> None:
    book, wave = codebook.load(), codebook.load().wave("voorbeeld")
    with tempfile.TemporaryDirectory() as folder:
        places = paths.places(wave.id, *(Path(folder) / name for name in ("in", "clean", "out", "decisions")))
        delivered = ("--deliveries", places.delivered.folder, "--decisions", places.decisions.folder)
        subprocess.run([MONITOR, "example", wave.id, *delivered], check=True, stdout=subprocess.DEVNULL)
        private = ("--clean", places.clean.folder, "--outputs", places.outputs)
        run = cost_of([MONITOR, "run", wave.id, *delivered, *private])
        initiatives = release.public_initiatives(pd.read_parquet(places.clean.initiatives))
        secrets = withheld(places.clean, initiatives, book)
        start = time.process_time()
        hits = list(persons.leaks(places.outputs / wave.id, persons.sought(secrets), reports.libraries()))
        took = time.process_time() - start
    print(f"{len(secrets)} texts sought, {len(hits)} found; {took:.1f} s CPU, {took / run.cpu:.0%} of the run")


if __name__ == "__main__":
    main()

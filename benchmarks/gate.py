"""The publication gate on the example: CPU seconds of searching a whole release, beside those of making it.

Use: .venv/bin/python benchmarks/gate.py
"""

import resource
import tempfile
import time
from pathlib import Path

import pandas as pd

from monitor_lib import paths
from monitor_lib.intake import example
from monitor_lib.intake.withheld import withheld
from monitor_lib.publishing import batch, gate, release, reports
from monitor_lib.publishing.engine import EngineName
from monitor_lib.reference import codebook


def main() -> None:
    book, wave = codebook.load(), codebook.load().wave("voorbeeld")
    with tempfile.TemporaryDirectory() as folder:
        places = paths.places(wave.id, *(Path(folder) / name for name in ("in", "clean", "out", "decisions")))
        example.ensure_deliveries(places.delivered, book)
        start = time.process_time()
        batch.run(wave, places, batch.Options(2, EngineName.shell, False), tell=lambda _: None)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = time.process_time() - start + children.ru_utime
        initiatives = release.public_initiatives(pd.read_parquet(places.clean.initiatives))
        secrets = withheld(places.clean, initiatives, book)
        start = time.process_time()
        hits = list(gate.leaks(places.outputs / wave.id, gate.sought(secrets), reports.libraries()))
        took = time.process_time() - start
    print(f"{len(secrets)} texts sought, {len(hits)} found; {took:.1f} s CPU, {took / made:.0%} of the run")


if __name__ == "__main__":
    main()

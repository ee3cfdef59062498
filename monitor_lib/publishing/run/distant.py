"""Jobs on more machines, by `dask.distributed`: the same jobs, with the same outcomes, somewhere else.

The public tables travel once to every worker. A worker has threads and so never copies itself: it asks the one warm
process of its machine, as a run on one machine does. A job whose worker dies is done again by another.
"""

import tempfile
from collections.abc import Iterator
from concurrent.futures import as_completed
from dataclasses import replace
from pathlib import Path

from monitor_lib import paths
from monitor_lib.publishing.run import receipt, workers
from monitor_lib.publishing.run.workers import Job, Outcome, ReportError

_SOUGHT = 30  # seconds that a scheduler may take to answer
_OTHER_CODE = "deze machine heeft een andere versie van de code of van een pakket"


def outcomes(jobs: list[Job], address: str, made: paths.Release, seconds: float) -> Iterator[Outcome]:
    """How each job ended, in the order of ending; its files stand in the release then.

    Args:
        jobs: as for `lanes.outcomes`; their folders are this release's.
        address: of the scheduler, such as `tcp://scheduler:8786`.
        made: the release in the making; it holds the public tables.
        seconds: that each job may take.

    Raises:
        ReportError: when dask is not installed or the scheduler cannot be reached.
    """
    with _client(address) as client:
        tables = {path.relative_to(made.folder).as_posix(): path.read_bytes() for path in made.tables}
        shared = client.scatter(tables, broadcast=True)
        executor = client.get_executor(pure=False)
        sent = [executor.submit(done_here, job, made.folder, shared, (_state(), seconds)) for job in jobs]
        for future in as_completed(sent):
            outcome, files = future.result()
            for name, content in files.items():
                target = made.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            yield outcome


def _client(address: str):
    try:
        from distributed import Client
    except ImportError:
        raise ReportError('Voor --dask is het pakket "distributed" nodig: pip install ".[dask]"') from None
    try:
        return Client(address, timeout=_SOUGHT)
    except OSError:
        raise ReportError(f"Geen dask-scheduler bereikbaar op {address}. Start er een met: dask scheduler") from None


def done_here(job: Job, folder: Path, tables: dict[str, bytes], how: tuple[str, float]) -> tuple[Outcome, dict]:
    """On a worker: the job in a folder of its own, with the public tables in it; how it ended, and its files."""
    state, seconds = how
    if state != _state():
        return Outcome(job.name, _OTHER_CODE), {}
    with tempfile.TemporaryDirectory() as home:
        here = Path(home)
        for name, content in tables.items():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_bytes(content)
        moved = replace(job, args=tuple(_moved(value, folder, here) for value in job.args))
        outcome = next(workers.outcomes([moved], 1, seconds))
        return outcome, {name: (here / name).read_bytes() for name in outcome.made.files}


def _moved(value: object, folder: Path, here: Path) -> object:
    """A path in the release as one in the worker's folder; anything else as it is."""
    return here / value.relative_to(folder) if isinstance(value, Path) and value.is_relative_to(folder) else value


def _state() -> str:
    """The code and packages; workers must have the same, or pages would not be."""
    return receipt.recipe(receipt.code(), receipt.versions())

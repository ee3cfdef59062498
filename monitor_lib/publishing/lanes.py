"""Jobs side by side, each in a process of its own, so that a crash or a hang costs one job and no other."""

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from monitor_lib.publishing.release import ReportError

# The warm process: it imports these once, and every job's process starts as a copy of it.
_WARM = ["monitor_lib.publishing.batch", "monitor_lib.publishing.release", "monitor_lib.pictures.explorer"]


@dataclass(frozen=True)
class Job:
    """Something to do: `work(*args)`, under a name that people see. Both must be picklable."""

    name: str
    work: Callable
    args: tuple


@dataclass(frozen=True)
class Outcome:
    """How a job ended; `fault` is empty when all went well."""

    name: str
    fault: str


@dataclass(frozen=True)
class _Running:
    job: Job
    process: multiprocessing.Process
    deadline: float


def outcomes(jobs: list[Job], lanes: int, seconds: float) -> Iterator[Outcome]:
    """How each job ended, in the order of ending; at most `lanes` at a time and `seconds` each."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    context.set_forkserver_preload(_WARM)
    waiting, running = deque(jobs), {}
    try:
        while waiting or running:
            while waiting and len(running) < lanes:
                receiver, entry = _started(waiting.popleft(), context, seconds)
                running[receiver] = entry
            first = min(entry.deadline for entry in running.values())
            for receiver in wait(list(running), max(0, first - time.monotonic())):
                yield _ended(receiver, running.pop(receiver))
            for receiver in [key for key, entry in running.items() if entry.deadline <= time.monotonic()]:
                entry = running.pop(receiver)
                entry.process.kill()
                yield Outcome(entry.job.name, f"duurde langer dan {seconds:.0f} seconden en is gestopt")
    finally:
        for entry in running.values():
            entry.process.kill()


def _started(job: Job, context, seconds: float) -> tuple[Connection, _Running]:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, sender), daemon=True)
    process.start()
    sender.close()
    return receiver, _Running(job, process, time.monotonic() + seconds)


def _work(job: Job, sender: Connection) -> None:
    """In the job's own process. The text of an unexpected error may hold personal data, so only its type is told."""
    try:
        job.work(*job.args)
        sender.send("")
    except ReportError as error:
        sender.send(str(error))
    except Exception as error:
        sender.send(f"{type(error).__name__} buiten het notebook")


def _ended(receiver: Connection, entry: _Running) -> Outcome:
    try:
        fault = receiver.recv()
    except EOFError:
        entry.process.join()
        fault = f"het proces is gestopt (code {entry.process.exitcode})"
    entry.process.join()
    return Outcome(entry.job.name, fault)

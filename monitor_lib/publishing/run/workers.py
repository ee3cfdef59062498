"""Jobs side by side, each in a process of its own, so that a crash or a hang costs one job and no other."""

import contextlib
import errno
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from monitor_lib.mistake import Mistake

if TYPE_CHECKING:  # Windows has no fork server
    from multiprocessing.context import ForkServerContext, SpawnContext

    _Context = ForkServerContext | SpawnContext

_WARM = ["monitor_lib.publishing.__main__"]  # every job's process starts as a copy of one that imported this
# How libraries in the warm process and its copies use the machine: pages freed by one picture serve the next, and sums
# are made by one thread, in the same order on every machine.
_SETTINGS = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": f"{1 << 30}",
    "OPENBLAS_NUM_THREADS": "1",
}
_WARM_ENDED = (
    "Het proces waaruit elk onderdeel begint, is gestopt; meestal is dan het geheugen vol. "
    "Sluit andere programma's en draai opnieuw."
)
_BESIDE = 60  # seconds that work beside may take before this process does it
_ALONE = 600  # seconds that this process then takes for it
_DYING = 1  # seconds in which a warm process that was killed is gone for certain; until then no new one is begun
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


class ReportError(Mistake):
    """A report that could not be made: which cell, and why; never a value from the data.

    `notebook` is the notebook of the report as far as it came, as the text of a file, where there is one.
    """

    def __init__(self, words: str, notebook: str = "") -> None:
        """Why, and the notebook."""
        super().__init__(words)
        self.notebook = notebook


class WarmError(Exception):
    """The warm process came to its end, so that no job could begin; its text says what to do."""


@dataclass(frozen=True)
class Job:
    """Something to do: `work(*args)`, under a name that people see. All must be picklable.

    `recipe` is one hash for everything the work is made from.
    """

    name: str
    work: Callable
    args: tuple
    recipe: str = ""


@dataclass(frozen=True)
class Made:
    """What a job made: its files, by their names in the release, and how long each cell of its notebook took."""

    files: tuple[str, ...] = ()
    cells: tuple[tuple[str, float], ...] = ()


NOTHING = Made()


@dataclass(frozen=True)
class Outcome:
    """How a job ended: `fault` is empty when all went well, and then `made` is what the work gave back.

    `notebook` is that of a report that failed, as far as it came.
    """

    name: str
    fault: str
    made: Made = NOTHING
    seconds: float = 0
    notebook: str = ""


@dataclass(frozen=True)
class _Running:
    job: Job
    process: BaseProcess
    receiver: Connection
    started: float

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


def skip_slow_imports() -> None:
    """Spares a process of ours imports that take it a second; never to be done in the kernel of somebody else.

    Reading a notebook imports jsonschema, and that the grammars of internet addresses and of durations that no notebook
    needs; IPython imports what completes the words of who types. A module that is None counts as not installed.
    """
    for name in ("rfc3987_syntax", "rfc3986_validator", "isoduration", "jedi"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # typeshed knows modules only


def warm(modules: Sequence[str] = ()) -> None:
    """Starts the warm process, which can then get ready while this one does other work.

    Args:
        modules: what it imports besides what every page needs.
    """
    context = _context(modules)
    if context.get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def beside(work: Callable, *args: object) -> Callable[[], object]:
    """Begins work in a copy of the warm process; the answer is had by calling what this gives.

    Where that process came to nothing, or there is no warm one to copy, the work is done here when it is asked for.

    Raises:
        WarmError: when the system ended the warm process, and the one begun in its place.
        ReportError: from the answer, when this process took too long for it as well.
    """
    context = _context()
    if context.get_start_method() != "forkserver":
        return partial(work, *args)
    started = _started(Job("", work, args), context, _BESIDE)

    def answer() -> object:
        outcome = _ended(started)
        if not outcome.fault:
            return outcome.made
        with _limited(_ALONE):
            return work(*args)

    return answer


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Stops what goes on for longer; Windows, and a thread beside the first, cannot."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise ReportError(f"schonen en rekenen duurde langer dan {seconds} seconden en is gestopt.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def outcomes(jobs: list[Job], lanes: int, seconds: float) -> Iterator[Outcome]:
    """How each job ended, in the order of ending; at most `lanes` at a time and `seconds` each.

    Raises:
        OSError: when a job found the disk full or read-only: the others would too.
        WarmError: as for `beside`.
    """
    context, waiting = _context(), deque(jobs)
    running: dict[object, _Running] = {}
    try:
        while waiting or running:
            while waiting and len(running) < lanes:
                entry = _started(waiting.popleft(), context, seconds)
                running[entry.receiver] = entry
            left = seconds - max(entry.seconds for entry in running.values())
            for receiver in wait([entry.receiver for entry in running.values()], max(0, left)):
                yield _ended(running.pop(receiver))
            for entry in [each for each in running.values() if each.seconds >= seconds]:
                del running[entry.receiver]
                _kill(entry)
                fault = f"duurde langer dan {seconds:.0f} seconden en is gestopt"
                yield Outcome(entry.job.name, fault, seconds=entry.seconds)
    finally:
        for entry in running.values():
            _kill(entry)


def _context(modules: Sequence[str] = ()) -> "_Context":
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context: _Context = multiprocessing.get_context("forkserver") if forks else multiprocessing.get_context("spawn")
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    context.set_forkserver_preload([*_WARM, *modules])
    return context


def _started(job: Job, context: "_Context", seconds: float) -> _Running:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, sender, seconds), daemon=True)
    try:
        _start(process)
    except (EOFError, ConnectionError):
        raise WarmError(_WARM_ENDED) from None
    sender.close()
    return _Running(job, process, receiver, time.monotonic())


def _start(process: BaseProcess) -> None:
    try:
        process.start()
    except (EOFError, ConnectionError):
        time.sleep(_DYING)
        process.start()


def _work(job: Job, sender: Connection, seconds: float) -> None:
    """In the job's own process. The text of an unexpected error may hold personal data, so only its type is told."""
    _bind(seconds)
    ended: Outcome | OSError
    try:
        made = job.work(*job.args)
        ended = Outcome(job.name, "", NOTHING if made is None else made)
    except Mistake as error:
        ended = Outcome(job.name, str(error), notebook=getattr(error, "notebook", ""))
    except Exception as error:
        ended = Outcome(job.name, f"{type(error).__name__} buiten het notebook")
        if isinstance(error, OSError) and error.errno in _DISK:
            ended = OSError(error.errno, error.strerror)
    with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
        sender.send(ended)


def _bind(seconds: float) -> None:
    """Sees to it that this process ends with the run, even one that is killed, and after so many seconds anyway."""
    if hasattr(os, "setsid"):
        os.setsid()  # Ctrl-C reaches the run alone, which then ends its jobs
        signal.alarm(int(seconds) + 1)
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(run: multiprocessing.Process) -> None:
    run.join()
    os._exit(1)


def _ended(entry: _Running) -> Outcome:
    try:
        outcome = entry.receiver.recv()
    except EOFError:
        entry.process.join()
        outcome = Outcome(entry.job.name, f"het proces is gestopt (code {entry.process.exitcode})")
    entry.process.join()
    if isinstance(outcome, OSError):
        raise outcome
    return replace(outcome, seconds=entry.seconds)


def _kill(entry: _Running) -> None:
    entry.process.kill()
    entry.process.join()

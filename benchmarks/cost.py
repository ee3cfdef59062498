"""What a command costs, with every process that it starts: wall and CPU seconds, and the most memory. Linux only."""

import contextlib
import ctypes
import os
import resource
import subprocess
import threading
import time
from dataclasses import dataclass

import psutil

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): descendants whose parent ended become ours


@dataclass(frozen=True)
class Cost:
    """Seconds, and megabytes of proportional set size, sampled."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s wall {self.cpu:7.1f} s CPU {self.memory:5.0f} MB (load {os.getloadavg()[0]:.1f})"


def cost_of(command: list, ends: tuple[int, ...] = (0,)) -> Cost:
    """The cost from the command's start to the end of the last of its descendants; it must end with one of `ends`."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before, start, peak, over = _used(), time.perf_counter(), [0.0], threading.Event()
    watch = threading.Thread(target=_sample, args=(peak, over))
    watch.start()
    try:
        status = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL).returncode
        if status not in ends:
            raise subprocess.CalledProcessError(status, command)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        return Cost(time.perf_counter() - start, _used() - before, peak[0])
    finally:
        over.set()
        watch.join()


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _sample(peak: list[float], over: threading.Event) -> None:
    while not over.wait(0.5):
        total = 0
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
        peak[0] = max(peak[0], total / 1e6)

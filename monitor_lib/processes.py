"""Processes that do not outlive the run they belong to."""

import ctypes
import signal
import sys

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def bound_to_parent(seconds: float) -> None:
    """Lets the system end this process with its parent, even one that is killed, and after so many seconds anyway.

    Only Linux knows when a parent ends, and Windows has no alarm; there the parent's own end and clock must do.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + 1)

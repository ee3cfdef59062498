"""On the path of a process and its children, takes away what Windows does not have: forkserver, sessions, alarms."""

import ctypes
import multiprocessing
import os
import signal

del os.setsid
del signal.alarm
multiprocessing.get_all_start_methods = lambda: ["spawn"]
_library = ctypes.CDLL


def CDLL(name, *args, **options):
    """The C library without an exchange of folders."""

    class Without:
        renameat2 = None
        prctl = staticmethod(lambda *_: 0)

    return Without if name is None else _library(name, *args, **options)


ctypes.CDLL = CDLL

"""Kills the process that imports it, as the system does with one that takes too much memory."""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)

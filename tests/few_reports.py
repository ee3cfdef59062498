"""The program with two provinces only: `python few_reports.py CASE NOTEBOOK COMMAND...`, as a user starts it.

NOTEBOOK makes the second province's report. CASE names a function that kills the run, as `kill -9` does, when it is
called ("module.name") or when it has done its work ("module.name after"); "warm" kills the warm process while it gets
ready, "style" refuses the house style, "-" does nothing.
"""

import importlib
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from monitor_lib import cli
from monitor_lib.pictures import style
from monitor_lib.publishing import lanes, pages, sheets

PROVINCES = "PV28", "PV29"


def few(book, wave, notebook):
    good, other = (pages.province_report(book.area(code), wave) for code in PROVINCES)
    return [good, replace(other, notebook=notebook)]


def deadly(case):
    place, *after = case.split()
    module, name = place.rsplit(".", 1)
    module = importlib.import_module(f"monitor_lib.publishing.{module}")
    work = getattr(module, name)

    def killed(*args, **options):
        if after:
            work(*args, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, killed)


def refused():
    raise style.StyleError("too faint")


def main():
    _, case, notebook, *words = sys.argv
    sys.argv = ["monitor", *words]
    pages.report_list = lambda book, wave: few(book, wave, Path(notebook))
    sheets.jobs = lambda *_: []
    if case == "warm":
        lanes._WARM = ["killed_at_import"]
    elif case == "style":
        style.load = refused
    elif case != "-":
        deadly(case)
    cli.main()


if __name__ == "__main__":
    main()

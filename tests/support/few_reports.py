"""The program with two provinces and a municipality in each, as a user starts it.

`python few_reports.py CASE NOTEBOOK COMMAND...`
NOTEBOOK makes the second province's report. CASE names a function that kills the run, as `kill -9` does, when it is
called ("module.name") or when it has done its work ("module.name after"); "warm" kills the warm process while it gets
ready, "style" refuses the house style, "words" has the pages of words fail, "-" does nothing.
"""

import importlib
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from monitor_lib import cli
from monitor_lib.pictures.style import style
from monitor_lib.publishing import batch
from monitor_lib.publishing.pages import pages, sheets
from monitor_lib.publishing.run import workers
from monitor_lib.reference.areas import municipalities

PROVINCES = "PV28", "PV29"
TOWNS = "GM0599", "GM0687"


def few(book, wave, notebook):
    good, other = (pages.province_report(book.area(code), wave) for code in PROVINCES)
    return [good, replace(other, notebook=notebook)]


def few_towns(wave, book):
    return [pages.municipality_report(municipalities.municipality(code, book), wave) for code in TOWNS]


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
    pages.municipality_reports = few_towns
    pages.own_reports = lambda *_: []
    sheets.jobs = lambda *_: []
    if case == "warm":
        workers._WARM = ["killed_at_import"]
    elif case == "style":
        style.load = refused
    elif case == "words":
        batch.make_words = int
    elif case != "-":
        deadly(case)
    cli.main()


if __name__ == "__main__":
    main()

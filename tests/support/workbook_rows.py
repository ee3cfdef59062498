"""A small wave of two lists and a survey, and the rows of the workbooks that are made from it."""

from pathlib import Path

import openpyxl

from monitor_lib import paths
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import CleanWave, clean_wave
from monitor_lib.reference import codebook

BOOK = codebook.load()


def delivered(folder: Path, lists: dict[str, str], survey: str) -> paths.Places:
    """Lists by the id of their network, and an export of LimeSurvey, where a run finds them."""
    found = paths.places("w", *(folder / name for name in ("in", "clean", "out", "decisions")))
    found.delivered.inventory.mkdir(parents=True)
    found.delivered.survey.mkdir()
    for name, text in lists.items():
        (found.delivered.inventory / f"{name}.csv").write_text(text, "utf-8")
    (found.delivered.survey / "limesurvey.csv").write_text(survey, "utf-8")
    return found


def run(places: paths.Places) -> CleanWave:
    return clean_wave(begun(places.delivered, BOOK), places.clean, BOOK, places.decisions)


def rows(workbook: Path, sheet: str) -> list[dict]:
    """The rows of a sheet by heading."""
    heads, *found = openpyxl.load_workbook(workbook)[sheet].values
    return [dict(zip(heads, row, strict=True)) for row in found if any(row)]

"""Counts that others published of an export, from the file as our reader gives it; skipped where it is not at hand."""

from collections import Counter

import pytest

from monitor_lib import paths
from monitor_lib.intake.files import readers

EXPORT = paths.ROOT.parent / "shared" / "samples" / "jupyter-surveys" / "surveygizmo_2015.csv"


@pytest.mark.skipif(not EXPORT.exists(), reason="the export of Project Jupyter's survey is not here")
def test_the_counts_of_the_survey_of_2015():
    (sheet,) = readers.sheets(EXPORT, frozenset())
    head, *rows = sheet["rows"]
    counts = {name: Counter(row[at] for row in rows if at < len(row)) for at, name in enumerate(head)}
    assert (counts["Status"]["Partial"], counts["Status"]["Complete"]) == (927, 779)
    years = next(count for name, count in counts.items() if name.startswith("How many years have you been"))
    assert [years[label] for label in ("2-5 years", "5+ years", "1 year", "Less than 1 year")] == [323, 270, 87, 67]


def test_the_page_and_its_twin_name_the_same_figures():
    told = {language: path.read_text("utf-8") for language, path in paths.PROOFS.items()}
    for figure in ("111", "927", "779", "1e-8", "1e-6", "1935", "1988", "135", "136", "160", "194", "315", "388"):
        assert figure in told["nl"] and figure in told["en"], figure
    rows = {language: text.count("\n| ") for language, text in told.items()}
    assert rows["nl"] == rows["en"] == 15

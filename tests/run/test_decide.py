"""An afternoon of decisions on the example, through the commands."""

import stat

import openpyxl
import pytest
from runs import copied, monitor, run_wave


@pytest.fixture
def places(tmp_path, small_run):
    return copied(small_run, tmp_path)


def folders(places):
    return ("--clean", places.clean.folder, "--outputs", places.outputs, "--decisions", places.decisions.folder)


def signed(workbook, sheet, rows):
    """The workbook as a person saves it: a name, a date, and some rows of a sheet that were looked at."""
    book = openpyxl.load_workbook(workbook)
    book["Lees mij"]["B1"], book["Lees mij"]["B2"] = "Ria Beslisser", "2026-05-01"
    heads = [cell.value for cell in book[sheet][1]]
    for row in list(book[sheet].iter_rows(min_row=2))[:rows]:
        row[heads.index("besloten")].value = "ja"
    target = workbook.with_name("ingevuld.xlsx")
    book.save(target)
    return target


def test_what_waits_is_decided_read_back_counted_and_taken_back(places):
    where = folders(places)
    written = monitor("decide", "voorbeeld", *where)
    assert written.returncode == 0, written.stderr
    assert "Definitie" in written.stdout
    workbook = places.clean.workbook
    assert stat.S_IMODE(workbook.stat().st_mode) == 0o600
    file = signed(workbook, "Definitie", 3)
    taken = monitor("decide", "voorbeeld", "--from", file, *where)
    assert taken.returncode == 0, taken.stderr
    assert "onder nummer 1" in taken.stdout
    run = run_wave(places)
    assert run.code == 0, run.said
    back = monitor("decide", "voorbeeld", "--undo", "1", *where)
    assert back.returncode == 0, back.stderr
    assert monitor("decide", "voorbeeld", "--undo", "7", *where).returncode == 2


def test_a_workbook_is_never_written_among_publications_and_an_unsigned_one_changes_nothing(places):
    where = folders(places)
    refused = monitor("decide", "voorbeeld", "--to", places.outputs / "besluiten.xlsx", *where)
    assert refused.returncode == 2
    assert "een map om te publiceren" in " ".join(refused.stderr.split())
    before = places.decisions.definition.read_bytes()
    assert monitor("decide", "voorbeeld", *where).returncode == 0
    unsigned = monitor("decide", "voorbeeld", "--from", places.clean.workbook, *where)
    assert unsigned.returncode == 2
    assert "Uw naam" in unsigned.stderr
    assert places.decisions.definition.read_bytes() == before
    assert "Traceback" not in refused.stderr + unsigned.stderr

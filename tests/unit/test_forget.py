"""Nothing is kept longer than the codebook says; what goes is said before, and the rest stays."""

import datetime as dt
import re
import shutil
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from monitor_lib import cli, paths
from monitor_lib.intake import withdrawals
from monitor_lib.publishing.rights import forgetting, processing
from monitor_lib.publishing.run import receipt
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import checks
from monitor_lib.reference.records import RETAINED

WAVE = "voorbeeld"


@pytest.fixture
def project(tmp_path, monkeypatch, book):
    """A project of its own with a file of every kind."""
    made = paths.Project(tmp_path)
    made.data.mkdir()
    for file in (paths.project().codebook, paths.project().data / book.monitor.earlier):
        shutil.copy(file, made.data)
    monkeypatch.setenv(paths.PROJECT, str(tmp_path))
    places = paths.places(WAVE)
    (places.shelf(WAVE).earlier / "0001").mkdir(parents=True)
    for kind, found in places.kept(WAVE).items():
        for path in found:
            file = path if path.suffix else path / f"{kind}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(kind, "utf-8")
    places.shelf(WAVE).bases.write_text("hoeveel er ooit achter stond", "utf-8")
    withdrawals.save(places.decisions, [withdrawals.line_of("ZG-1", ("De Brug", "Assen", "PV22"), WAVE)])
    return made


def released(book) -> dt.date:
    return book.wave(WAVE).released


def kinds(book, today):
    found = forgetting.kept(book.wave(WAVE), paths.places(WAVE), book)
    return {due.kind.id for due in found if due.is_past(today)}


def test_each_kind_goes_when_its_months_are_over_and_not_a_day_before(project, book):
    day = released(book)
    assert kinds(book, day) == set()
    assert kinds(book, day.replace(year=day.year + 1)) == set()  # the last day of twelve months
    assert kinds(book, day.replace(year=day.year + 1) + dt.timedelta(1)) == {"fieldwork", "mirrors", "history"}
    late = dt.date(day.year + 50, 1, 1)
    assert kinds(book, late) == set(RETAINED) - {"list", "published"}


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2027, 12, 31), 2, (2028, 2, 29)),
        ((2026, 10, 1), 24, (2028, 10, 1)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
    ],
)
def test_months_are_months_of_the_calendar(day, months, until):
    assert forgetting._after(dt.date(*day), months) == dt.date(*until)


def test_what_is_past_goes_and_nothing_else(project, book):
    day = released(book)
    late = dt.date(day.year + 50, 1, 1)
    wave, places = book.wave(WAVE), paths.places(WAVE)
    due = [each for each in forgetting.kept(wave, places, book) if each.is_past(late)]
    forgetting.forget(wave, places, due)
    left = {path.relative_to(project.folder).as_posix() for path in receipt.files(project.folder)}
    clean = {path.name for path in places.kept(WAVE)["list"]}
    assert left == {
        "data/codebook.toml",
        f"data/{book.monitor.earlier}",
        "data/decisions/withdrawn.csv",
        f"data/clean/{WAVE}/earlier/bases.parquet",
        *(f"data/clean/{WAVE}/{name}" for name in clean),
        f"outputs/{WAVE}/published.txt",
        f"outputs/.{WAVE}.lock",
    }
    assert kinds(book, late) == set()


def forget(*options):
    return CliRunner().invoke(cli.app, ["forget", WAVE, *options])


def test_it_is_said_before_and_without_an_answer_nothing_goes(project, book, monkeypatch):
    class Later(dt.date):
        @classmethod
        def today(cls):
            return cls(released(book).year + 3, 1, 1)

    monkeypatch.setattr(cli.dt, "date", Later)
    before = receipt.hashes(project.folder)
    done = forget()
    assert isinstance(done.exception, ReportError)
    assert "--yes" in str(done.exception)
    assert "WISSEN  Spiegelrapporten: 1 bestand, bewaard tot" in done.stdout
    assert "blijft  Wat gepubliceerd is: 1 bestand, bewaard zolang" in done.stdout
    assert receipt.hashes(project.folder) == before
    done = forget("--yes")
    assert done.exit_code == 0, done.output
    assert "Gewist." in done.stdout
    assert not (project.mirrors / WAVE).exists()
    assert "Niets is langer bewaard dan mag." in forget().stdout


def test_a_codebook_without_terms_says_so(project, book):
    with pytest.raises(ReportError, match="noemt geen bewaartermijnen"):
        forgetting.kept(book.wave(WAVE), paths.places(WAVE), replace(book, retentions=()))


def test_half_a_record_and_terms_of_nothing_are_contradictions(book):
    first, *rest = book.retentions
    told = list(
        checks._retention_faults(replace(book, retentions=(replace(first, id="x", months=-1, basis=" "), *rest)))
    )
    assert len(told) == 4
    assert "x: no kind of data" in told[0]
    assert f"needed for {first.id} too" in told[1]
    assert list(checks._retention_faults(replace(book, retentions=()))) == []


def test_the_record_names_every_column_with_its_purpose_and_every_folder_that_is_kept_from_git(book):
    columns, told = processing.columns(book), processing.kinds(book)
    named = set(re.findall(r"^\| `(\w+)` \|", columns, re.MULTILINE))
    assert named == {entry.id for entry in (*book.fields, *book.questions)}
    for field in book.fields:
        assert f"| `{field.id}` | {field.label} | {'ja' if field.personal else 'nee'} |" in columns
    assert "| `q43` | Trots op | kan erin staan |" in columns
    ignored = [
        line
        for line in (paths.ROOT / ".gitignore").read_text("utf-8").splitlines()
        if line.startswith(("data/", "outputs"))
    ]
    elsewhere = {"data/geography/cbs/", "data/keys/"}  # fetched; and told in words beside the table
    assert [line for line in ignored if line not in told and line not in elsewhere] == []

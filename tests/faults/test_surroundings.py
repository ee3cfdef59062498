"""What lies around a run: terminals, pipes, links, clocks, names, users. Each ends well, or with its one message."""

import json
import os
import pty
import signal
import stat
import subprocess
import sys
import tempfile
import termios
from fcntl import ioctl
from pathlib import Path

import pytest
from runs import MONITOR, copied, monitor
from stopped import HANGS, PATIENCE, finish, notebook, rubbish, start, until

from monitor_lib import cli, paths, terminal
from monitor_lib.publishing import batch
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import receipt, shelf
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook

LIST = "Naam;Plaats\nDe Brug;Assen\n"


@pytest.fixture
def places(tmp_path, small_run):
    return copied(small_run, tmp_path)


def obeyed(monkeypatch, capsys, *words):
    """What the program says and its code, in this process."""
    monkeypatch.setattr(sys, "argv", ["monitor", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli._obey()
    return ended.value.code, capsys.readouterr().err


# ---- terminals and pipes ----


def test_a_terminal_that_is_closed_stops_a_run_as_ctrl_c_does(places):
    before, book = receipt.hashes(places.shelf("voorbeeld").release.folder), notebook(places, HANGS)
    ours, theirs = pty.openpty()
    its_own = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "text": False}
    process = start(places, book, preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0), **its_own)
    os.close(theirs)
    until(book.with_name("started").exists)
    os.close(ours)
    assert process.wait(PATIENCE) == 2
    assert receipt.hashes(places.shelf("voorbeeld").release.folder) == before
    assert rubbish(places) == []
    until(lambda: not Path(f"/proc/{book.with_name('started').read_text()}").exists())
    assert json.loads(max(places.clean.logs.iterdir()).read_text("utf-8"))["ended"] == "StoppedError"


def test_who_asked_not_to_be_hung_up_is_not(monkeypatch):
    heeded = {}
    monkeypatch.setattr(signal, "signal", heeded.__setitem__)
    monkeypatch.setattr(signal, "getsignal", lambda number: signal.SIG_IGN if number == signal.SIGHUP else None)
    cli._heed_signals()
    assert set(heeded) == {signal.SIGINT, signal.SIGTERM}


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_stopped_reading_is_no_failure(small_run, stream):
    """As in `monitor verify voorbeeld | head`: it ends as it would have ended."""
    command = [MONITOR, "verify", "voorbeeld", "--outputs", small_run.places.outputs]
    wrong = ["--key", "/nergens"] if stream == "stderr" else []
    asked = subprocess.run([*command, *wrong], capture_output=True, timeout=PATIENCE)
    end, closed = os.pipe()
    os.close(end)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: closed}
    done = subprocess.run([*command, *wrong], timeout=PATIENCE, **streams)
    os.close(closed)
    assert done.returncode == asked.returncode
    assert not done.stdout or not done.stderr


# ---- folders ----


def test_a_run_needs_no_home_leaves_nothing_in_the_temp_folder_and_publishes_whatever_the_umask(places):
    temp = Path(tempfile.mkdtemp(dir="/tmp"))  # a socket cannot have a long name
    around = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG")}
    around["TMPDIR"] = str(temp)
    ended = finish(start(places, notebook(places), env=around, umask=0o077), places)
    assert ended.code == 0, ended.said
    assert list(temp.iterdir()) == []
    temp.rmdir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in receipt.files(ended.release.folder)} == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in places.clean.tables} == {0o600}


def test_a_link_to_what_a_web_server_shows_is_not_replaced(places, tmp_path, monkeypatch, capsys):
    place, web = places.outputs / "voorbeeld", tmp_path / "web"
    place.rename(web)
    place.symlink_to(web)
    before = receipt.hashes(web)
    folders = ["--deliveries", places.delivered.folder, "--clean", places.clean.folder, "--outputs", places.outputs]
    code, said = obeyed(monkeypatch, capsys, "run", "voorbeeld", *folders, "--decisions", places.decisions.folder)
    assert (code, said.count("\n")) == (2, 1)
    assert f"{place} is een verwijzing" in said
    assert place.readlink() == web
    assert receipt.hashes(web) == before


def test_two_waves_at_once_are_two_releases(tmp_path):
    stands = [paths.Shelf(tmp_path / "out", wave, tmp_path / wave) for wave in ("een", "twee")]
    one, two = stands
    with shelf.locked(one), shelf.staged(one, 1) as first, shelf.locked(two), shelf.staged(two, 1) as second:
        for made in (first, second):
            made.manifest.write_text('{"files": {}}', "utf-8")
        with pytest.raises(shelf.BusyError), shelf.locked(one):
            pass
    assert [stand.release.manifest.exists() for stand in stands] == [True, True]


def test_a_list_that_changes_while_it_is_read_stops_the_run(places, monkeypatch):
    """Or the receipt would say that the figures were made from bytes that nobody read."""
    path = sorted(places.delivered.inventory.iterdir())[0]
    monkeypatch.setattr(batch, "_make_tables", lambda *_: path.write_bytes(path.read_bytes() + b"\n"))
    wave, before = codebook.load().wave("voorbeeld"), receipt.hashes(places.shelf("voorbeeld").release.folder)
    options = batch.Options(1, Form(EngineName.shell, single_file=False), fresh=True)
    with pytest.raises(ReportError, match="Terwijl de aanleveringen gelezen werden"):
        batch.run(wave, places, options, lambda *_: None)
    assert receipt.hashes(places.shelf("voorbeeld").release.folder) == before


# ---- clocks ----


def publish(stand, name, before=""):
    with shelf.staged(stand, keep=3) as made:
        made.manifest.write_text(json.dumps({"files": {}, "name": name, "before": before}), "utf-8")


def name_of(folder):
    return json.loads(paths.Release(folder).manifest.read_text("utf-8"))["name"]


@pytest.fixture
def stand(tmp_path):
    """A shelf with a second release on it, of which the clock says that it is older than the first."""
    stand = paths.Shelf(tmp_path / "out", "meting", tmp_path / "clean")
    publish(stand, "een")
    publish(stand, "twee", receipt.hash_of(stand.release.manifest))
    os.utime(stand.release.manifest, (1, 1))
    return stand


def test_a_release_that_was_never_published_is_not_kept_when_the_clock_was_put_back(stand):
    stand.staging.mkdir()
    half = paths.Release(stand.staging)
    half.manifest.write_text(
        json.dumps({"files": {}, "name": "half", "before": receipt.hash_of(stand.release.manifest)}), "utf-8"
    )
    os.utime(half.manifest, (0, 0))
    publish(stand, "drie", receipt.hash_of(stand.release.manifest))
    assert [name_of(folder) for folder in (*stand.kept, stand.release.folder)] == ["een", "twee", "drie"]


def test_a_release_that_was_just_replaced_is_kept_when_the_clock_was_put_back(stand):
    (first,) = stand.kept
    first.rename(stand.staging)  # as a kill between the exchange and what follows it leaves them
    publish(stand, "drie", receipt.hash_of(stand.release.manifest))
    assert [name_of(folder) for folder in (*stand.kept, stand.release.folder)] == ["een", "twee", "drie"]


# ---- names and users ----


@pytest.mark.parametrize("option", ["--outputs", "--clean", "--decisions", "--deliveries"])
def test_a_path_of_four_thousand_letters_is_one_short_line(option, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folders = {name: tmp_path / name.strip("-") for name in ("--outputs", "--clean", "--decisions", "--deliveries")}
    folders[option] = tmp_path / ("lang" * 1000)
    code, said = obeyed(monkeypatch, capsys, "run", "voorbeeld", *[part for pair in folders.items() for part in pair])
    assert code == 2
    assert said.count("\n") == 1
    assert "te lange naam" in said
    assert len(said) < 500


def test_a_name_that_is_no_text_is_told_and_stops_nothing(tmp_path):
    delivered = paths.Delivered(tmp_path / "in")
    delivered.inventory.mkdir(parents=True)
    for name in (b"lijst-\xff.csv", b"brief-\xfe.pdf", b"stuk-\xfd.xlsx"):
        Path(os.fsdecode(os.fsencode(delivered.inventory / "x")[:-1] + name)).write_bytes(LIST.encode())
    names = {"--deliveries": "in", "--clean": "clean", "--decisions": "decisions", "--outputs": "out"}
    folders = [part for option, name in names.items() for part in (option, tmp_path / name)]
    done = monitor("inventory", "voorbeeld", "--to", tmp_path / "rows.csv", *folders)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("stuk-")
    (tmp_path / "in" / "inventory").joinpath(os.fsdecode(b"stuk-\xfd.xlsx")).unlink()
    done = monitor("inventory", "voorbeeld", "--to", tmp_path / "rows.csv", *folders)
    assert done.returncode in (0, 1), done.stderr
    assert "1 rijen aangeleverd" in done.stdout
    assert "De Brug" in (tmp_path / "rows.csv").read_text("utf-8-sig")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another user")
def test_another_user_on_a_shared_folder_reads_whose_folder_it_is(tmp_path):
    folder = tmp_path / "gedeeld"
    folder.mkdir(mode=0o700)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setuid(65534)
        try:
            with shelf.locked(paths.Shelf(folder, "meting", folder)):
                told = "no error"
        except OSError as error:
            told = terminal.disk_words(error)
        os.write(theirs, told.encode())
        os._exit(0)
    os.waitpid(child, 0)
    told = os.read(ours, 1000).decode()
    assert str(folder) in told
    assert "mag schrijven" in told

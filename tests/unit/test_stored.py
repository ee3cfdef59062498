"""Files that the system wrote and that were cut since: told with their name, or made again; never half read."""

import csv
import io
import socket
import threading

import pandas as pd
import pytest

from monitor_lib import disk, paths, stored
from monitor_lib.intake.fieldwork.invitations import INVITED
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import Ledger
from monitor_lib.intake.matching.identity import REGISTER
from monitor_lib.intake.withdrawals import WITHDRAWN
from monitor_lib.intake.workbook.readback import HISTORY
from monitor_lib.publishing.check import links
from monitor_lib.publishing.run import receipt

TENTHS = range(10)
LEDGERS = {"ids": REGISTER, "invited": INVITED, "history": HISTORY, "withdrawn": WITHDRAWN}


def cut(path, tenth):
    """Leaves so many tenths of a file, and says whether that ends a line."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * tenth // 10])
    return path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize("tenth", TENTHS)
def test_a_table_that_was_cut_is_named(tmp_path, tenth):
    path = tmp_path / "antwoorden.parquet"
    pd.DataFrame({"één": [1, 2], "naam": ["De Brug", "’t Huis"]}).to_parquet(path)
    cut(path, tenth)
    with pytest.raises(stored.DamagedError) as told:
        stored.table(path)
    assert str(told.value) == f"{path} is beschadigd. {stored.AGAIN}"
    with pytest.raises(stored.DamagedError, match="back-up"):
        stored.only_copy(path)


def test_a_table_that_is_not_there_is_not_damaged(tmp_path):
    with pytest.raises(FileNotFoundError):
        stored.table(tmp_path / "nergens.parquet")


@pytest.mark.parametrize("tenth", TENTHS)
@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_that_was_cut_is_refused_unless_the_cut_is_between_two_lines(tmp_path, name, tenth):
    """Between two lines it looks as if a person took lines away; so does a file with no lines under its headings."""
    ledger: Ledger = LEDGERS[name]
    path = tmp_path / f"{name}.csv"
    line = dict.fromkeys(ledger.columns, "Zorgcoöperatie ’t Huis; afd. “Één”")
    decisions.write(path, ledger.columns, [line | {ledger.keys[0]: f"ZG-{number}"} for number in range(7)])
    assert len(decisions.listed(path, ledger).lines) == 7
    ends_a_line = cut(path, tenth)
    found = decisions.listed(path, ledger)
    assert bool(found.faults) != ends_a_line
    assert all(fault.file == path.name and fault.severity == "error" for fault in found.faults)
    before = path.read_bytes()
    if found.faults:
        decisions.save(path, ledger, [line])
        assert path.read_bytes() == before  # it may be all that is left of a person's work


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b"\r\n\r\n", b"\0" * 50, b"\xff\xfe"])
def test_a_ledger_without_words_is_refused(tmp_path, content):
    path = tmp_path / "ids.csv"
    path.write_bytes(content)
    assert decisions.listed(path, REGISTER).faults


@pytest.mark.parametrize("tenth", TENTHS)
def test_a_list_of_tokens_that_was_cut_gives_no_half_token(tmp_path, tenth):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("initiative_id", "token"), *((f"ZG-{n}", "é" * 20) for n in range(5))])
    path = disk.written(tmp_path / "mirrors.csv", text.getvalue())
    if not cut(path, tenth):
        with pytest.raises(stored.DamagedError, match=r"mirrors\.csv"):
            stored.text(path)


@pytest.mark.parametrize("tenth", TENTHS)
def test_a_receipt_that_was_cut_says_nothing_so_that_all_is_made_again(tmp_path, tenth):
    clean, release = paths.Clean(tmp_path), paths.Release(tmp_path)
    pd.DataFrame({"a": [1]}).to_parquet(clean.responses)
    receipt.keep(clean, "recipe")
    disk.written(release.manifest, '{"files": {"index.html": "é"}, "steps": {}}')
    assert receipt.is_whole(clean, "recipe")
    assert receipt.told_by(release)
    cut(clean.receipt, tenth)
    cut(release.manifest, tenth)
    assert not receipt.is_whole(clean, "recipe")
    assert receipt.told_by(release) == {}
    assert receipt.Steps(release, release).inputs_before == {}


@pytest.mark.parametrize("content", ["null", "[]", "3", "[" * 100_000])
def test_a_receipt_that_is_something_else_says_nothing(tmp_path, content):
    path = disk.written(tmp_path / "receipt.json", content)
    assert stored.told(path) == {}


def test_what_is_handed_on_is_whole_or_as_it_was(tmp_path, monkeypatch):
    path = disk.handed_on(tmp_path / "new" / "archief.zip", b"old")
    synced = []
    monkeypatch.setattr(disk.os, "fsync", lambda handle: synced.append(path.read_bytes()))
    disk.handed_on(path, b"new")
    assert synced == [b"old"]  # on the disk before it took the name
    assert path.read_bytes() == b"new"
    with pytest.raises(ZeroDivisionError), disk.replacing(path, private=False) as beside:
        beside.write_bytes(b"half")
        raise ZeroDivisionError
    assert (path.read_bytes(), len(list(path.parent.iterdir()))) == (b"new", 1)


@pytest.mark.parametrize(
    "said", [b"\0\xff rubbish\r\n\r\n", b"", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 300]
)
def test_the_web_may_answer_rubbish(said):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with server.accept()[0] as asker:
                asker.recv(10_000)
                asker.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        assert links.fault(f"http://127.0.0.1:{server.getsockname()[1]}/").startswith("antwoordt ")
        thread.join()

"""Bad files: each ends as it should, soon, in little memory, without a traceback and without a person in a message."""

import os
import resource
import time

import pytest
from nasty.cases import CASES, PERSON, Case

from monitor_lib import paths
from monitor_lib.intake.files.cells import plain
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.wave import checked, inventory_account
from monitor_lib.reference import codebook

BOOK = codebook.load()
SECONDS, HANGS, KILOBYTES = 10, 60, 1_000_000


def test_there_are_enough_and_each_has_its_own_name():
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.outcome for case in CASES} == {"refused", "remark", "row", "read"}


def _worked():
    """The processor's seconds of this process and those that it waited for: a busy machine does not add to them."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name[:30])
def test_a_bad_file_ends_as_it_should(case: Case, tmp_path):
    delivered = paths.Delivered(tmp_path / "in")
    delivered.inventory.mkdir(parents=True)
    (delivered.inventory / case.name).write_bytes(case.content())
    start, worked = time.monotonic(), _worked()
    wave = checked(delivered, BOOK)
    assert _worked() - worked < SECONDS
    assert time.monotonic() - start < HANGS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < KILOBYTES

    mine = wave.faults[wave.faults["file"] == plain(case.name)]
    told = mine[mine["code"] == case.code]
    assert (told["severity"] == ("error" if case.outcome == "refused" else "remark")).all()
    assert bool(len(told)) == bool(case.code), mine["code"].tolist()
    assert (mine["severity"] == "error").any() == (case.outcome == "refused")
    no_rows = case.outcome == "refused" or case.code in ("skipped", "no_list") or case.name == "alleen-kop.csv"
    assert (len(wave.rows) == 0) == no_rows
    assert (wave.rows["status"] == "unusable").any() == (case.outcome == "row")
    assert wave.rows["status"].isin(["used", "double", "outside", "unusable"]).all()
    public = wave.initiatives.to_csv() + wave.rows.to_csv() + wave.faults.to_csv()
    assert [secret for secret in (PERSON, "Zebedea", "06-12345678", "jan@voorbeeld") if secret in public] == []


def test_all_bad_files_together_are_told_at_once_with_their_names(tmp_path):
    delivered = paths.Delivered(tmp_path / "in")
    delivered.inventory.mkdir(parents=True)
    for case in CASES:
        (delivered.inventory / case.name).write_bytes(case.content())
    with pytest.raises(DeliveryError) as caught:
        inventory_account(delivered, tmp_path / "rows.csv", BOOK)
    lines = str(caught.value).splitlines()
    refused = {plain(case.name) for case in CASES if case.outcome == "refused"}
    assert {fault.file for fault in caught.value.faults} == refused
    assert all(any(line.startswith(name) for name in refused) for line in lines)
    assert not (tmp_path / "rows.csv").exists()

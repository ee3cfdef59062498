"""Delivered files of which some bytes changed: read as they were, refused, or told; never a traceback or a hang.

The same changes in each run; `make fuzz` draws more of them, others each night. Where a file has a sum of its bytes
nothing else is read than what was written; a .sav file and a text have none.
"""

import os
import random

import pytest
from nasty.cases import HEAD, LIST, ROW
from nasty.workbooks import counted

from monitor_lib.intake.files import deliveries

CHANGES = int(os.environ.get("MONITOR_FUZZ", 24))
SEED = os.environ.get("MONITOR_FUZZ_SEED", "vast")
PAGE = "<html><table><tr><td>Naam<td>Plaats<tr><td>De Brug<td>Assen</table></html>"
FILES = {
    "lijst.xlsx": LIST,
    "lijst.sav": counted(2),
    "lijst.csv": (HEAD + ROW * 3).encode(),
    "lijst.xls": PAGE.encode(),
}
KINDS = ["flip", "flip", "swap", "drop", "twice", "cut"]


def changed(content, dice):
    """The bytes with some changed, taken out, put twice, or cut off."""
    made = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8))):
        at, kind = dice.randrange(len(made)), dice.choice(KINDS)
        if kind == "flip":
            made[at] ^= 1 << dice.randrange(8)
        elif kind == "swap":
            made[at] = dice.randrange(256)
        elif kind == "drop":
            del made[at : at + dice.randrange(1, 9)]
        elif kind == "twice":
            made[at:at] = made[at : at + 20]
        else:
            del made[at:]
        made = made or bytearray(b" ")
    return bytes(made)


@pytest.mark.parametrize("name", FILES)
def test_changed_bytes_end_in_rows_or_in_a_reason(name, tmp_path):
    print(f"again with MONITOR_FUZZ={CHANGES} MONITOR_FUZZ_SEED={SEED}")
    dice = random.Random(f"{SEED} {name}")
    for number in range(CHANGES):
        (tmp_path / f"{number:05}-{name}").write_bytes(changed(FILES[name], dice))
    (tmp_path / f"heel-{name}").write_bytes(FILES[name])
    sheets, faults = deliveries.delivered_sheets(tmp_path, frozenset(["naam", "plaats"]))
    assert {sheet.file for sheet in sheets} | {fault.file for fault in faults} == {
        path.name for path in tmp_path.iterdir()
    }
    (whole,) = [sheet for sheet in sheets if sheet.file == f"heel-{name}"]
    assert all(isinstance(cell, str) for sheet in sheets for row in sheet.rows for cell in row)
    if name.endswith(".xlsx"):
        assert {sheet.rows for sheet in sheets} == {whole.rows}

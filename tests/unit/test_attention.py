"""What a run leaves to people is counted from the files themselves, however a spreadsheet saved them."""

import pytest

from monitor_lib import paths, terminal
from monitor_lib.intake import attention
from monitor_lib.intake.files import decisions
from monitor_lib.intake.lists.headings import HEADINGS
from monitor_lib.intake.matching.clustering import PAIRS


@pytest.fixture
def places(tmp_path):
    """One heading waits and one was decided; no pairs wait; there is no file of quotes."""
    made = paths.Decisions(tmp_path)
    line = dict.fromkeys(HEADINGS.columns, "x")
    waiting = line | {"heading": "Wat; en\nwaar", "decision": "", "who": "", "when": ""}
    decisions.write(made.headings, HEADINGS.columns, [line, waiting])
    decisions.write(made.pairs, PAIRS.columns, [dict.fromkeys(PAIRS.columns, "x")])
    return made


def test_lines_without_a_name_wait_for_a_decision(places):
    assert attention.to_decide(places) == {"headings.csv": 1}


def test_a_file_saved_by_a_spreadsheet_counts_the_same(places):
    text = places.headings.read_text("utf-8-sig")
    places.headings.write_bytes((text + "\r\n;;;;;;;;\r\n").encode("cp1252"))
    assert attention.to_decide(places) == {"headings.csv": 1}


def test_remarks_are_counted_as_rows_not_as_lines(tmp_path):
    clean = paths.Clean(tmp_path)
    clean.faults.write_text('file,message\na.csv,"een\ntwee"\nb.csv,drie\n', "utf-8")
    assert attention.remarks(clean) == 2


def test_only_what_there_is_is_told():
    assert list(terminal.attention({}, "besluiten", 0, "faults.csv")) == []
    assert list(terminal.attention({"pairs.csv": 3, "quotes.csv": 1}, "besluiten", 2, "faults.csv")) == [
        "Wacht op een besluit van u, in besluiten: pairs.csv (3), quotes.csv (1).",
        "Opmerkingen bij de aanleveringen: 2, in faults.csv.",
    ]

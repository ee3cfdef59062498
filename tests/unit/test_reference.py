"""The reference in docs is what the code says today."""

import runpy

from monitor_lib import paths

MAKER = runpy.run_path(str(paths.ROOT / "docs" / "make_reference.py"))


def test_every_page_is_fresh():
    stale = [name for name, text in MAKER["pages"]().items() if (MAKER["FOLDER"] / name).read_text("utf-8") != text]
    assert stale == [], "run: make reference"


def test_keys_columns_and_commands_are_told():
    pages = MAKER["pages"]()
    assert "| `hidden_below` | `int` | needed |" in pages["codebook.md"]
    assert "| `tool` | `str` | `'limesurvey'` |" in pages["codebook.md"]
    assert "## [[question]]" in pages["codebook.md"]
    assert "| `area` | gebiedscode | string |" in pages["tables.md"]
    assert "## monitor verify" in pages["commands.md"]
    assert "| `--fresh` | Alles opnieuw" in pages["commands.md"]

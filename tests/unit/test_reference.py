"""What documents say of the code is what is there today."""

import re
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


def test_files_of_the_repository_that_documents_name_are_there():
    documents = [*paths.ROOT.glob("*.md"), *paths.ROOT.glob("docs/*.md")]
    parts = re.compile(r"`((?:tests|benchmarks|docs|notebooks|monitor_lib)/[\w./-]+\.[a-z]+)`")
    named = {(page.name, name) for page in documents for name in parts.findall(page.read_text("utf-8"))}
    assert len(named) > 20
    assert sorted(each for each in named if not (paths.ROOT / each[1]).exists()) == []

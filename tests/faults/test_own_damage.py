"""Files of the system that were cut or emptied: each command tells which in one line, and a run makes them again."""

import sys
import urllib.request

import pytest
from runs import copied
from stopped import finish, notebook, rubbish, start

from monitor_lib import cli, paths
from monitor_lib.publishing.run import receipt


@pytest.fixture
def places(tmp_path, small_run):
    return copied(small_run, tmp_path)


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_what_a_run_can_make_again_it_makes_again(places):
    """Everything at once: what is left whole must not be what made it right."""
    book = notebook(places)
    first = finish(start(places, book, "--fresh"), places)
    assert first.code == 0, first.said
    release, clean = first.release, places.clean
    made = receipt.hashes(release.folder)
    for path in (clean.receipt, *clean.tables, release.manifest, release.figures, release.folder / "index.html"):
        half(path)
    release.initiatives.write_bytes(b"")
    foreign = places.shelf("voorbeeld").earlier / "0001 bewaren"
    foreign.mkdir(parents=True)
    again = finish(start(places, book), places)
    assert again.code == 0, again.said
    now = receipt.hashes(release.folder)  # the receipt says what it follows: nothing that can be read
    assert {name for name in made | now if made.get(name) != now.get(name)} <= {release.manifest.name}
    assert rubbish(places) == []
    assert foreign.is_dir()


def test_what_no_run_can_make_again_stops_it_with_its_name(places):
    """Without it, a release that can be subtracted from the last one would not be seen."""
    bases = places.shelf("voorbeeld").bases
    half(bases)
    before = receipt.hashes(places.shelf("voorbeeld").release.folder)
    ended = finish(start(places, notebook(places), "--fresh"), places)
    assert ended.code == 2
    (line,) = [line for line in ended.said.splitlines() if "beschadigd" in line]
    assert str(bases) in line
    assert "back-up" in line
    assert receipt.hashes(ended.release.folder) == before


def obeyed(monkeypatch, capsys, *words):
    """What the program says and its code, in this process."""
    monkeypatch.setattr(sys, "argv", ["monitor", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli._obey()
    return ended.value.code, capsys.readouterr().err


CLEAN, DECIDED, PUBLIC = "clean/voorbeeld", "decisions/voorbeeld", "out/voorbeeld"
ANSWERS = [f"{CLEAN}/initiatives.parquet", f"{CLEAN}/responses.parquet"]
COMMANDS = {
    "research": (["--to", "to", "--clean", "--outputs"], ANSWERS),
    "letters": (["--to", "to", "--clean", "--decisions"], [f"{CLEAN}/rows.csv", f"{CLEAN}/merges.csv"]),
    "decide": (["--to", "to/b.xlsx", "--clean", "--decisions"], [f"{CLEAN}/rows.csv", f"{DECIDED}/pairs.csv"]),
    "briefing": (
        ["Zeeland", "--to", "to/z.pptx", "--clean", "--outputs", "--decisions"],
        [f"{CLEAN}/contacts.parquet", f"{PUBLIC}/data/figures.parquet"],
    ),
    "links": (["--clean", "--decisions"], [*ANSWERS, f"{DECIDED}/pride.csv"]),
    "mirror": (["--to", "to", "--clean", "--outputs"], [*ANSWERS, f"{PUBLIC}/data/quotes.parquet"]),
    "verify": (["--outputs"], [f"{PUBLIC}/manifest.json"]),
    "inventory": (
        ["--to", "to/rows.csv", "--deliveries", "--clean", "--decisions"],
        [f"{DECIDED}/ids.csv", f"{DECIDED}/definition.csv"],
    ),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_names_the_file_in_one_line(places, tmp_path, command, monkeypatch, capsys):
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: 1 / 0)  # nothing is asked before all is read
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths.Project, "outputs", places.outputs)  # or its lock is that of other tests too
    folders = {
        "--clean": places.clean.folder,
        "--outputs": places.outputs,
        "--decisions": places.decisions.folder,
        "--deliveries": places.delivered.folder,
    }
    options, files = COMMANDS[command]
    words = [part for word in options for part in ((word, folders[word]) if word in folders else (word,))]
    for name in files:
        path = tmp_path / name
        whole = path.read_bytes()
        half(path)
        code, said = obeyed(monkeypatch, capsys, command, "voorbeeld", *words)
        assert (code, said.count("\n")) == (2, 1), (name, said)
        assert path.name in said
        path.write_bytes(whole)

"""What a person at the terminal reads during and after a run."""

import errno
import sys

import pytest
from rich.console import Console
from runs import monitor

from monitor_lib import cli, paths, terminal
from monitor_lib.intake import registers, withdrawals
from monitor_lib.publishing import batch
from monitor_lib.publishing.run import shelf
from monitor_lib.publishing.run.journal import FILES, PAGES, Journal
from monitor_lib.publishing.run.workers import Made, Outcome


def run(*outcomes, changed=(), reused=()):
    log = Journal(lambda *_: None)
    log.begin(PAGES, len(outcomes))
    for outcome in outcomes:
        log.end(outcome)
    log.steps[-1].reused += reused
    log.changed += changed
    return log


def test_what_was_left_alone_is_told_with_what_changed():
    log = run(Outcome("Zeeland", ""), changed=["style"], reused=["Schonen en cijfers"])
    assert list(terminal.account(log, timing=False)) == [
        "Niet opnieuw gemaakt, want er veranderde niets aan: Pagina's (1).",
        "Veranderd sinds de vorige publicatie: de huisstijl.",
        "1 van 1 rapporten, infographics en andere onderdelen gemaakt.",
    ]


def test_the_slowest_cells_come_first_and_only_when_asked_for():
    slow = Outcome("Zeeland", "", Made(cells=(("een()", 0.1), ("twee()", 2.5))))
    told = list(terminal.account(run(slow), timing=True))[1:]
    assert told == ["  2.50 s  Zeeland: twee()", "  0.10 s  Zeeland: een()"]
    assert len(list(terminal.account(run(slow), timing=False))) == 1


def test_a_full_disk_and_a_closed_folder_are_two_messages():
    full = terminal.disk_words(OSError(errno.ENOSPC, "No space left on device", "/out"))
    closed = terminal.disk_words(OSError(errno.EACCES, "Permission denied", "/out"))
    assert full == "De schijf is vol: /out. Maak ruimte en draai opnieuw."
    assert "mag schrijven" in closed


def test_a_bar_per_step_with_the_area_that_ended_last(monkeypatch):
    screen = Console(force_terminal=True, width=100, record=True)
    monkeypatch.setattr(terminal, "complaints", screen)
    with terminal.Bars() as bars:
        log = Journal(bars.tell)
        log.begin(FILES, 1)
        log.end(Outcome("Drenthe", ""))
        log.begin(PAGES, 2)
        log.end(Outcome("Zeeland", ""))
        bars._progress.refresh()
        shown = screen.export_text()
    assert "Bestanden: Drenthe" in shown
    assert "Pagina's: Zeeland" in shown
    assert "1/2" in shown


def test_nothing_moves_where_nobody_watches(monkeypatch):
    pipe = Console(force_terminal=False, record=True)
    monkeypatch.setattr(terminal, "complaints", pipe)
    with terminal.Bars() as bars:
        log = Journal(bars.tell)
        log.begin(PAGES, 1)
        log.end(Outcome("Zeeland", ""))
    assert pipe.export_text() == ""


def test_a_file_that_is_not_there_is_named():
    missing = FileNotFoundError(errno.ENOENT, "No such file or directory", "lijsten/bokd.csv")
    assert (
        terminal.disk_words(missing) == "Niet gevonden: lijsten/bokd.csv. Zet het bestand daar, of noem een andere map."
    )


def test_a_shell_completes_commands_and_the_waves_of_the_codebook():
    def completed(words, at):
        return monitor(_MONITOR_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(at)).stdout.split()

    assert completed("monitor ver", 1) == ["verify"]
    assert completed("monitor run voorbeeld", 2) == ["voorbeeld", "voorbeeld2"]


# ---- a withdrawal that was not finished ----

NAMES = {each.name or each.callback.__name__: each.callback for each in cli.app.registered_commands}
GIVEN = {
    "report": ["Zeeland"],
    "briefing": ["Zeeland"],
    "research": ["--to", "tabellen"],
    "inventory": ["--to", "rijen.csv"],
    "withdraw": ["De Brug"],
}
HANDED_ON = ("archive", "report", "briefing", "mirror", "letters", "research")
# What reads nothing of an initiative; and what tells it at its end.
SILENT = ("example", "questionnaire", "boundaries", "init", "lab", "key")
OTHERWISE = ("run", "inventory")


@pytest.fixture
def unfinished(tmp_path, monkeypatch):
    """A project in which nothing was run, and a withdrawal was begun."""
    project = paths.Project(tmp_path / "project")
    project.data.mkdir(parents=True)
    for path in (*paths.ROOT.glob("data/*.toml"), paths.ROOT / "data" / "geography"):
        (project.data / path.name).symlink_to(path)
    monkeypatch.setenv(paths.PROJECT, str(project.folder))
    monkeypatch.chdir(tmp_path)
    places = paths.places("voorbeeld")
    withdrawals.save(places.decisions, [withdrawals.line_of("ZG-0000", ("De Brug", "Goes", "PV29"), "voorbeeld")])
    return places.decisions


def obeyed(monkeypatch, capsys, name):
    """What a command says, and its code."""
    monkeypatch.setattr(sys, "argv", ["monitor", name, "voorbeeld", *GIVEN.get(name, [])])
    with pytest.raises(SystemExit) as ended:
        cli._obey()
    return ended.value.code, capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(set(NAMES) - {*SILENT, *OTHERWISE}))
def test_a_withdrawal_that_was_not_finished_is_told_by_every_command(name, unfinished, monkeypatch, capsys):
    code, said = obeyed(monkeypatch, capsys, name)
    assert said.startswith("Niet afgemaakt: het terugtrekken van ZG-0000.")
    assert name not in HANDED_ON or (code, said.count("\n")) == (2, 1)  # without a word on what was never run


@pytest.mark.parametrize("name", HANDED_ON)
def test_nothing_is_handed_on_where_nobody_knows_who_took_consent_back(name, unfinished, monkeypatch, capsys):
    unfinished.withdrawn.write_bytes(unfinished.withdrawn.read_bytes()[:20])
    code, said = obeyed(monkeypatch, capsys, name)
    assert code == 2
    assert "withdrawn.csv" in said


def test_a_run_waits_for_a_withdrawal_of_which_nothing_was_cleared_and_for_no_other(unfinished, monkeypatch, capsys):
    places, began = paths.places("voorbeeld"), []
    monkeypatch.setattr(batch, "_make_tables", lambda *_: began.append("run") or 1 / 0)
    code, said = obeyed(monkeypatch, capsys, "run")
    assert (code, began) == (2, [])
    assert "withdrawn.csv: niet afgemaakt: het terugtrekken van ZG-0000. Herhaal" in said
    (line,) = withdrawals.register(places.decisions).every
    withdrawals.save(places.decisions, [line | {"done": withdrawals.CLEARED}])
    with pytest.raises(ZeroDivisionError):
        obeyed(monkeypatch, capsys, "run")


@pytest.fixture
def missed(unfinished):
    """The same, where it was noted beside tables of another wave, and the register is gone."""
    registers.remember(paths.places("voorbeeld2").clean, withdrawals.register(unfinished))
    unfinished.withdrawn.unlink()
    return unfinished


REFUSED = (*HANDED_ON, "run", "inventory", "invite", "response")


@pytest.mark.parametrize("name", sorted(set(NAMES) - {*SILENT}))
def test_every_command_tells_of_a_register_that_lost_lines_and_nothing_is_made_by_it(name, missed, monkeypatch, capsys):
    code, said = obeyed(monkeypatch, capsys, name)
    assert said.startswith("withdrawn.csv: mist 1 regels")
    if name in REFUSED:
        assert (code, said.count("\n")) == (2, 1)
        assert not paths.places("voorbeeld").clean.folder.exists()


@pytest.mark.parametrize("name", sorted(set(NAMES) - {*SILENT}))
def test_every_command_stops_where_nobody_knows_what_is_missing(name, missed, monkeypatch, capsys):
    paths.places("voorbeeld2").clean.obeyed.write_bytes(b"")
    code, said = obeyed(monkeypatch, capsys, name)
    assert (code, said.count("\n")) == (2, 1)
    assert "obeyed.json is beschadigd" in said


@pytest.mark.parametrize("name", ["mirror", "letters", "research"])
def test_nothing_is_made_of_tables_that_a_run_is_making_again(name, unfinished, monkeypatch, capsys):
    with shelf.locked(paths.places("voorbeeld").shelf("voorbeeld")):
        code, said = obeyed(monkeypatch, capsys, name)
    assert code == cli.BUSY
    assert "al gedraaid" in said

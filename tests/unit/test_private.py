"""Private is private on disk: who can read what is written, whatever the umask, and where it may not be written."""

import os
import re
import stat

import pytest
from runs import monitor

from monitor_lib import disk, paths
from monitor_lib.example import deliveries
from monitor_lib.publishing.run import journal, release, shelf
from monitor_lib.publishing.run.workers import ReportError

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777])
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder) -> tuple[set[int], set[int]]:
    """Those of the folders and those of the files, of all in a folder and itself."""
    every = [folder, *folder.rglob("*")]
    return {mode(path) for path in every if path.is_dir()}, {mode(path) for path in every if path.is_file()}


@posix
def test_a_private_file_and_every_folder_made_for_it_are_its_owners_alone(tmp_path, umask):
    disk.written(tmp_path / "data" / "clean" / "rows.csv", "geheim")
    assert modes(tmp_path / "data") == ({0o700}, {0o600})


@posix
def test_a_folder_that_a_person_made_keeps_its_mode_and_a_file_does_not(tmp_path):
    (tmp_path / "rows.csv").write_text("oud", "utf-8")
    (tmp_path / "rows.csv").chmod(0o644)
    tmp_path.chmod(0o755)
    disk.written(tmp_path / "rows.csv", "nieuw")
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "rows.csv") == 0o600


@posix
def test_a_release_can_be_read_by_everyone_while_it_stands_whole_in_its_place(tmp_path, umask):
    stand = paths.Shelf(tmp_path / "out", "meting", tmp_path / "clean")
    with shelf.locked(stand), shelf.staged(stand, keep=1) as staging:
        assert mode(staging.folder) == 0o700
        assert mode(stand.lock) == 0o644  # or any neighbour could hold up the next run
        disk.private(staging.data)
        staging.manifest.write_text('{"files": {}}', "utf-8")
        staging.manifest.chmod(0o600)
    assert modes(stand.release.folder) == ({0o755}, {0o644})
    assert mode(stand.outputs) == 0o755
    with shelf.locked(stand), shelf.staged(stand, keep=1) as staging:
        staging.manifest.write_text('{"files": {"een": ""}}', "utf-8")
    assert len(stand.kept) == 1
    assert modes(stand.earlier) == ({0o700}, {0o600})


@posix
def test_logs_and_deliveries_of_the_example_are_private(tmp_path, book, umask):
    with journal.kept(paths.Clean(tmp_path / "clean"), lambda *_: None):
        pass
    assert modes(tmp_path / "clean") == ({0o700}, {0o600})
    deliveries.ensure_deliveries(paths.Delivered(tmp_path / "in"), book, book.wave("voorbeeld"))
    assert modes(tmp_path / "in") == ({0o700}, {0o600})


@posix
def test_what_an_earlier_version_left_open_is_closed_and_no_link_is_followed(tmp_path):
    outside = tmp_path / "elders.csv"
    outside.write_text("van een ander", "utf-8")
    outside.chmod(0o644)
    folder = tmp_path / "clean"
    folder.mkdir(mode=0o755)
    (folder / "rows.csv").write_text("oud", "utf-8")
    (folder / "link.csv").symlink_to(outside)
    disk.closed(folder)
    assert (mode(folder), mode(folder / "rows.csv"), mode(outside)) == (0o700, 0o600, 0o644)


def test_a_write_that_fails_leaves_the_file_of_before_and_nothing_beside_it(tmp_path):
    path = disk.written(tmp_path / "rows.csv", "oud")
    with pytest.raises(ZeroDivisionError), disk.replacing(path) as beside:
        beside.write_text("half", "utf-8")
        raise ZeroDivisionError
    assert [each.name for each in tmp_path.iterdir()] == ["rows.csv"]
    assert path.read_text("utf-8") == "oud"


def test_a_link_where_a_file_is_written_beside_is_not_written_through(tmp_path):
    (tmp_path / "elders").write_text("van een ander", "utf-8")
    (tmp_path / ".rows.csv.partial").symlink_to(tmp_path / "elders")
    disk.written(tmp_path / "rows.csv", "geheim")
    assert (tmp_path / "elders").read_text("utf-8") == "van een ander"


def test_stages_that_see_what_is_private_write_through_this_alone():
    by_hand = re.compile(r"\.write_(?:text|bytes)\(|\.mkdir\(|open\([^)]*\"[wax]b?\"")
    stages = paths.LIBRARY / "intake", paths.LIBRARY / "publishing" / "rights"
    modules = [path for stage in stages for path in stage.rglob("*.py")]
    assert len(modules) > 50
    assert [path.name for path in modules if by_hand.search(path.read_text("utf-8"))] == []


# ---- where nothing private may be written ----


@pytest.fixture
def outputs(tmp_path):
    """A folder of releases, of which one is a link to what a web server serves."""
    (tmp_path / "web").mkdir()
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "meting").symlink_to(tmp_path / "web")
    (tmp_path / "snel").symlink_to(tmp_path / "outputs")
    return tmp_path / "outputs"


WAYS_IN = [
    "outputs",
    "outputs/x/y.csv",
    "elders/../outputs/x",
    "snel/x",
    "outputs/meting/x",
    "web/x/y.csv",
    "snel/meting",
]


@pytest.mark.parametrize("way", WAYS_IN)
def test_whatever_way_leads_to_what_is_published_is_refused(way, outputs, tmp_path):
    with pytest.raises(ReportError, match="map om te publiceren"):
        release.refuse_public(tmp_path / way, outputs)


@pytest.mark.parametrize("way", ["elders", "outputs-oud/x", "webben", "outputs/../elders"])
def test_what_lies_beside_it_is_not(way, outputs, tmp_path):
    release.refuse_public(tmp_path / way, outputs)


def test_a_second_spelling_of_one_folder_is_that_folder(outputs, tmp_path, monkeypatch):
    """As on a disk that takes Outputs for outputs: the system says that the two are one."""
    (tmp_path / "Outputs").mkdir()
    both = {outputs.stat().st_ino, (tmp_path / "Outputs").stat().st_ino}
    monkeypatch.setattr(os.path, "samestat", lambda one, other: {one.st_ino, other.st_ino} <= both)
    with pytest.raises(ReportError):
        release.refuse_public(tmp_path / "Outputs" / "x", outputs)


PRIVATE = {
    "run": ["--clean"],
    "inventory": ["--to"],
    "decide": ["--to"],
    "letters": ["--to"],
    "invite": ["--to"],
    "response": ["--to"],
    "mirror": ["--to"],
    "research": ["--to"],
}


@pytest.mark.parametrize("command", PRIVATE)
def test_no_command_writes_what_is_private_among_what_is_published(command, tmp_path):
    """Of a project of its own: where its outputs are is known without saying so."""
    project = tmp_path / "project"
    assert monitor("init", project).returncode == 0
    (project / "outputs").mkdir()
    (tmp_path / "snel").symlink_to(project / "outputs")
    done = monitor("--project", project, command, "voorbeeld", *PRIVATE[command], tmp_path / "snel" / "x")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "map om te publiceren" in done.stderr
    assert [path.name for path in (project / "outputs").iterdir() if path.suffix != ".lock"] == []

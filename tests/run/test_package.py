"""The library as a wheel: installed apart from its repository, it makes a project folder and works in it."""

import os
import subprocess
import sys
import zipfile

import pytest

from monitor_lib import paths
from monitor_lib.publishing.run import receipt


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "-w", folder, paths.ROOT], check=True, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder of packages with nothing in it but the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


@pytest.fixture
def monitor(installed, tmp_path):
    """The program of the wheel, started in a folder that is no project."""

    def run(*words, cwd=tmp_path):
        program = "from monitor_lib.cli import main; main()"
        environment = {**os.environ, "PYTHONPATH": str(installed), "COLUMNS": "200"}
        environment.pop(paths.PROJECT, None)
        command = [sys.executable, "-P", "-c", program, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment)

    return run


def inside(files, root):
    return {path.relative_to(root).as_posix() for path in files}


def test_the_wheel_has_what_a_project_starts_from_and_nothing_that_lies_beside_it(wheel):
    shipped = [name for name in zipfile.ZipFile(wheel).namelist() if "dist-info" not in name]
    names = {name.removeprefix("monitor_lib/") for name in shipped if ".data/" not in name}
    quoted = (
        *paths.METHODS.values(),
        *paths.PROOFS.values(),
        *paths.CHANGES.values(),
        paths.DOWNLOADS,
        paths.DATA_LICENCE,
        paths.messages("en"),
    )
    project = {f"project/{name}" for name in inside((*paths.supplied(), *quoted), paths.ROOT)}
    assert names == project | inside(paths.code(), paths.LIBRARY)


def test_the_wheel_brings_jupyter_its_template_and_papermill_its_engine(wheel):
    files = zipfile.ZipFile(wheel)
    brought = {name.partition(".data/data/")[2] for name in files.namelist() if ".data/" in name}
    template = "share/jupyter/nbconvert/templates/monitor"
    settings = "etc/jupyter/jupyter_nbconvert_config.json"
    assert brought == {f"{template}/conf.json", f"{template}/index.html.j2", settings}
    (entries,) = (name for name in files.namelist() if name.endswith("entry_points.txt"))
    told = files.read(entries).decode()
    assert "[papermill.engine]\nmonitor = monitor_lib.publishing.pages.papermill_engine:MonitorEngine" in told


def test_a_new_folder_is_a_monitor_in_which_the_example_is_made_and_read(monitor, tmp_path):
    assert monitor("init", "hier").returncode == 0
    folder = tmp_path / "hier"
    assert (folder / "README.md").read_text("utf-8").startswith("# Uw monitor")
    assert "data/deliveries/" in (folder / ".gitignore").read_text("utf-8").split()
    assert monitor("example", cwd=folder).returncode == 0
    assert (folder / "data" / "deliveries" / "voorbeeld" / "inventory").is_dir()
    done = monitor("inventory", "voorbeeld", "--to", "rijen.csv", cwd=folder)
    assert done.returncode == 1, done.stderr
    assert "Wacht op een besluit van u" in done.stdout
    assert (folder / "rijen.csv").exists()


def test_it_is_the_same_code_as_the_repository(monitor):
    assert monitor("--version").stdout.strip() == f"monitor {receipt.version()}"


def test_outside_a_project_it_says_how_to_make_one_and_writes_nothing(monitor, installed, tmp_path):
    before = sorted(installed.rglob("*"))
    done = monitor("example")
    assert done.returncode == 2
    assert "monitor init MAP" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert [path for path in installed.rglob("*") if "__pycache__" not in str(path) and path not in before] == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_as_it_is(monitor, tmp_path):
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "brief.txt").write_text("van iemand", "utf-8")
    done = monitor("init", "vol")
    assert done.returncode == 2
    assert "niet leeg" in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["vol", "brief.txt"]


def test_an_empty_folder_may_become_one(monitor, tmp_path):
    (tmp_path / "leeg").mkdir()
    assert monitor("init", "leeg").returncode == 0
    assert monitor("run", "--help", cwd=tmp_path / "leeg").returncode == 0

"""The notebooks on the example, as a person runs them."""

import re

import papermill
import pytest

from monitor_lib import paths

NOTEBOOKS = sorted(paths.project().notebooks.glob("*.ipynb"))


NAMES = [path.stem for path in NOTEBOOKS]


def test_the_bench_takes_a_question_for_a_number_too(second_run, tmp_path):
    folders = {"release": str(second_run.release.folder), "clean": str(second_run.places.clean.folder)}
    given = folders | {"wave": "voorbeeld2", "question": "q17", "by": "start >= 2015", "only": {"q06": ["actief"]}}
    (path,) = (path for path in NOTEBOOKS if path.stem == "2_explore")
    where = paths.project().notebooks
    done = papermill.execute_notebook(path, tmp_path / path.name, given, cwd=where, progress_bar=False)
    told = "".join(str(out.get("data", {}).get("text/plain")) for cell in done.cells for out in cell.get("outputs", []))
    assert "gemiddelde" in told
    assert "Startjaar >= 2015" in told


def test_two_waves_stand_beside_each_other(second_run, tmp_path):
    folders = {"release": str(second_run.release.folder), "clean": str(second_run.places.clean.folder)}
    (path,) = (path for path in NOTEBOOKS if path.stem == "11_compare")
    done = papermill.execute_notebook(path, None, folders | {"wave": "voorbeeld2"}, progress_bar=False)
    told = "".join(str(out.get("data", {}).get("text/html")) for cell in done.cells for out in cell.get("outputs", []))
    assert "verandering sinds 2021" in told
    assert "procentpunt" in told


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_it_runs_by_hand_as_in_jupyterlab(path, example_run, tmp_path):
    known = papermill.inspect_notebook(path)
    folders = {
        "release": example_run.release.folder,
        "clean": example_run.places.clean.folder,
        "deliveries": example_run.places.delivered.folder,
        "decisions": example_run.places.decisions.folder,
    }
    given = {name: str(folder) for name, folder in folders.items() if name in known}
    done = papermill.execute_notebook(
        path, tmp_path / path.name, given, cwd=paths.project().notebooks, progress_bar=False, kernel_name="python3"
    )
    shown = [cell for cell in done.cells if cell.cell_type == "code" and cell.outputs]
    assert len(shown) >= 1
    assert not [out for cell in shown for out in cell.outputs if out.get("name") == "stderr"]
    pages = {cell.source: out.get("data", {}).get("text/html", "") for cell in shown for out in cell.outputs}
    assert [source for source, page in pages.items() if re.search(r">\.\.\.<|\w\.\.\.</td>", page)] == []

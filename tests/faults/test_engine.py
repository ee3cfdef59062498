"""Notebooks that go wrong in every way a notebook can; both engines must say so, and agree on those that go well."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from monitor_lib.publishing.pages.engine import executed
from monitor_lib.publishing.pages.form import EngineName
from monitor_lib.publishing.run import workers
from monitor_lib.publishing.run.workers import ReportError

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture
def notebook(tmp_path):
    """Writes a notebook with a parameters cell, a heading, and these cells under it."""

    def written(*sources):
        first = new_code_cell('# The area.\narea: str = "Fryslân"', metadata={"tags": ["parameters"]})
        cells = [first, new_markdown_cell("## Wie deden mee?"), *map(new_code_cell, sources)]
        path = tmp_path / "report.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
        return path

    return written


def run(path, engine, parameters=None, closed=()):
    """Runs it in a process of its own, as the batch does; returns what went wrong, or an empty text."""
    job = workers.Job("test", execute, (path, parameters or {}, engine, closed))
    return next(workers.outcomes([job], 1, 60)).fault


def execute(path, parameters, engine, closed=()):
    result = executed(path, parameters, engine, closed)
    nbformat.write(result, path.with_suffix(".out.ipynb"))


def outputs(path):
    cells = nbformat.read(path.with_suffix(".out.ipynb"), 4).cells
    return [(cell.source, cell.get("outputs", [])) for cell in cells]


@pytest.mark.parametrize("engine", EngineName)
@pytest.mark.parametrize(
    "reading",
    [
        "open({})",
        "from pathlib import Path; Path({}).read_text()",
        "import pandas; pandas.read_csv({})",
        "import os, pandas; os.chdir('private'); pandas.read_parquet('answers.csv')",
        "import pandas; pandas.read_parquet([{}])",
        "from pyarrow.parquet import read_table; read_table({})",
        "from pyarrow.dataset import dataset; dataset({})",
        "import os; os.symlink('private', 'elsewhere'); open('elsewhere/answers.csv')",
    ],
)
def test_no_cell_opens_a_file_in_a_folder_that_is_closed(notebook, tmp_path, reading, engine):
    (tmp_path / "private").mkdir()
    for folder in (tmp_path, tmp_path / "private"):
        (folder / "answers.csv").write_text("name\nJan\n")
    closed = (str(tmp_path / "private"),)
    fault = run(notebook(reading.format("'private/answers.csv'")), engine, closed=closed)
    assert fault == "cel 3 (onder 'Wie deden mee?'): PermissionError"
    assert run(notebook("open('answers.csv').close()"), engine, closed=closed) == ""


CHART = "class Chart:\n    def _repr_html_(self):\n        return 1 / 0\n"
WRONG = {
    "an error": ("1/0", "cel 3 (onder 'Wie deden mee?'): ZeroDivisionError"),
    "a warning": ("import warnings; warnings.warn('let op')", "stderr"),
    "words on stderr": ("import sys; print('x', file=sys.stderr)", "stderr"),
    "a missing name": ("provincie", "NameError"),
    "a result that cannot be shown": (f"{CHART}Chart()", "cel 3 (onder"),
    "a picture that cannot be shown": (f"{CHART}import IPython; IPython.display.display(Chart()); 3", "cel 3 (onder"),
}


@pytest.mark.parametrize("engine", EngineName)
@pytest.mark.parametrize(("source", "expected"), WRONG.values(), ids=WRONG)
def test_a_failure_names_the_cell_its_heading_and_the_cause(notebook, source, expected, engine):
    assert expected in run(notebook(source), engine)


@pytest.mark.parametrize("engine", EngineName)
@pytest.mark.parametrize("source", ["import sys; sys.exit(0)", "raise SystemExit", "import os; os._exit(0)"])
def test_a_notebook_that_stops_halfway_is_no_success(notebook, source, engine):
    assert run(notebook(source, "1"), engine) != ""


def test_the_message_never_holds_the_value(notebook):
    fault = run(notebook("int('bel Zebedea op 06-00001234')"), EngineName.shell)
    assert "ValueError" in fault
    assert "Zebedea" not in fault


def left(path, engine):
    """The notebook that a failed report leaves."""
    ended = next(workers.outcomes([workers.Job("test", execute, (path, {"area": "Zeeland"}, engine))], 1, 60))
    return nbformat.reads(ended.notebook, 4)


@pytest.mark.parametrize("engine", EngineName)
def test_a_failure_leaves_the_notebook_as_far_as_it_came_without_the_text_of_the_error(notebook, engine):
    kept = left(notebook("print('hier ' + 'kwam het')", "int('Zebe' + 'dea')", "print('nooit' + 'gezien')"), engine)
    nbformat.validate(kept)
    text = nbformat.writes(kept)
    assert "hier kwam het" in text
    assert 'area = \\"Zeeland\\"' in text
    assert "papermill-error-cell" in text
    assert "ValueError" in text
    assert "Zebedea" not in text
    assert "nooitgezien" not in text
    assert "monitor: report complete" not in text


def test_the_lines_of_code_that_led_to_an_error_are_kept(notebook):
    kept = left(notebook("def inner():\n    return 1 / 0\ninner()"), EngineName.shell)
    (out,) = [out for cell in kept.cells for out in cell.get("outputs", []) if out.output_type == "error"]
    assert out.traceback[-1].endswith("in inner\n    return 1 / 0\n           ~~^~~\n")


@pytest.mark.parametrize("source", ["import sys; sys.exit(0)", "import warnings; warnings.warn('let op')"])
def test_a_report_that_stops_or_warns_leaves_its_notebook_too(notebook, source):
    assert "hier kwam het" in nbformat.writes(left(notebook("print('hier ' + 'kwam het')", source), EngineName.shell))


@pytest.mark.parametrize(("name", "hint"), [("aera", "bedoelt u area?"), ("provincie", "mogelijk zijn: area")])
def test_a_mistyped_parameter_is_refused_before_anything_runs(notebook, name, hint):
    path = notebook("open('started', 'w').close()")
    with pytest.raises(ReportError) as caught:
        executed(path, {name: "Utrecht"}, EngineName.kernel)
    assert hint in str(caught.value)
    assert not path.with_name("started").exists()


def test_a_hanging_report_is_stopped(notebook):
    path = notebook("import time; time.sleep(60)")
    outcome = next(workers.outcomes([workers.Job("Utrecht", execute, (path, {}, EngineName.shell))], 1, 4))
    assert "langer dan 4 seconden" in outcome.fault


def test_one_crash_leaves_the_other_reports(notebook, tmp_path):
    good, bad = notebook("1").rename(tmp_path / "good.ipynb"), notebook("import os; os.abort()")
    jobs = [workers.Job(path.stem, execute, (path, {}, EngineName.shell)) for path in (bad, good, good)]
    ended = {(outcome.name, bool(outcome.fault)) for outcome in workers.outcomes(jobs, 2, 60)}
    assert ended == {("report", True), ("good", False)}


GOOD = [
    "x = area * 2\nx",
    "from IPython.display import Markdown, display\ndisplay(Markdown('**a**'))\nprint('b')",
    "None",
    "",
]


def test_both_engines_give_the_same_outputs(notebook):
    path, seen = notebook(*GOOD), []
    for engine in EngineName:
        assert run(path, engine, {"area": "Zeeland"}) == ""
        seen.append(outputs(path))
    assert seen[0] == seen[1]
    assert "ZeelandZeeland" in str(seen[0])

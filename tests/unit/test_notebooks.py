"""Notebooks stay thin, and each runs from top to bottom by hand."""

import ast
import itertools
import re
import subprocess
import sys

import nbformat
import papermill
import pytest

from monitor_lib import paths

NOTEBOOKS = sorted(paths.project().notebooks.glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]


def test_there_are_few_and_they_are_numbered():
    assert NAMES == [
        "10_theme",
        "11_compare",
        "12_municipality",
        "1_check_deliveries",
        "2_explore",
        "3_netherlands",
        "4_province",
        "5_initiatives_map",
        "6_reading_guide",
        "7_mirror",
        "8_fieldwork",
        "9_participation",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_thin_and_stripped(path):
    notebook = nbformat.read(path, 4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.cells[0].source.startswith("# ")
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    for cell in code:
        if "parameters" not in cell.metadata.get("tags", []):
            assert len(re.sub(r"^(from|import) .*\n", "", cell.source, flags=re.MULTILINE).splitlines()) <= 8, (
                cell.source
            )
        assert not re.search(r"^\s*(def|class|try|import os)\b|^\s*[!%]", cell.source, re.MULTILINE), cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_imports_only_what_it_uses(path):
    source = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code")
    nodes = list(ast.walk(ast.parse(source)))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.asname or alias.name for node in imports for alias in node.names}
    assert names - {node.id for node in nodes if isinstance(node, ast.Name)} == set()


def test_the_warm_process_never_imports_plotly_express_and_no_statistics():
    told = "import sys, monitor_lib.publishing.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=paths.ROOT)
    loaded = set(done.stdout.split())
    assert {"folium", "typst", "papermill"} <= loaded
    assert loaded & {"plotly.express", "scipy", "rfc3987_syntax.syntax_helpers", "monitor_lib.intake.wave"} == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_one_parameters_cell_with_a_comment_and_a_type_for_each(path):
    tagged = [cell for cell in nbformat.read(path, 4).cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    known = papermill.inspect_notebook(path)
    assert "wave" in known
    assert all(entry["inferred_type_name"] != "None" for entry in known.values())
    lines = tagged[0].source.splitlines()
    assert [line.startswith("# ") for line in lines] == [True, False] * (len(lines) // 2)


# What shows a section with its own heading, and nothing where there is nothing to say.
OWN_HEADING = ("theme.title", "beside_computed", "trends.opening", "quoting.quotes")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_every_section_has_words_before_its_code(path):
    cells = nbformat.read(path, 4).cells
    for before, cell in itertools.pairwise(cells[4:]):
        brings_its_own = any(word in cell.source for word in OWN_HEADING)
        assert cell.cell_type == "markdown" or before.cell_type == "markdown" or brings_its_own

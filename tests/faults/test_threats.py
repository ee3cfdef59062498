"""Every threat that was foreseen has a test that closes it; this keeps the list of them true."""

import ast
import re
from pathlib import Path

import pytest

from monitor_lib import paths

CLOSED = {
    "code through folium": (
        "test_maps",
        "test_a_hostile_name_is_not_run_when_the_page_is_built_and_cannot_leave_its_block",
    ),
    "scripts in the map": ("test_maps", "test_escaped_words_hold_no_sign_that_acts_and_read_as_typed"),
    "scripts through chart data": (
        "test_reports_html",
        "test_a_charts_json_holds_what_is_drawn_and_cannot_end_its_element",
    ),
    "pandas Styler": ("test_architecture", "test_nothing_that_runs_text_as_code"),
    "nbconvert and the policy": (
        "test_reports_html",
        "test_the_policy_names_every_script_in_the_page_and_nothing_unsafe",
    ),
    "templates": ("test_architecture", "test_no_template_is_made_of_data_and_every_environment_escapes"),
    "formulas in exports": ("test_downloads", "test_a_name_that_is_a_formula_is_text_everywhere"),
    "parameters of notebooks": ("test_engine", "test_a_mistyped_parameter_is_refused_before_anything_runs"),
    "zip bombs": ("test_readers", "test_what_cannot_be_read_is_refused_with_a_reason"),
    "entities in XML": ("test_readers", "test_what_cannot_be_read_is_refused_with_a_reason"),
    "pickle": ("test_architecture", "test_nothing_that_runs_text_as_code"),
    "file names": ("test_run", "test_no_personal_data_in_any_byte_that_is_published_or_said"),
    "outside requests": (
        "test_accessible",
        "test_every_page_is_for_everyone_fits_its_window_asks_nothing_outside_and_never_complains",
    ),
    "personal data": ("test_gate", "test_what_is_withheld_is_found_in_every_packing"),
}


@pytest.mark.parametrize(("module", "name"), CLOSED.values(), ids=CLOSED)
def test_a_threat_has_its_test(module, name):
    (path,) = Path(__file__).parents[1].glob(f"*/{module}.py")
    tree = ast.parse(path.read_text("utf-8"))
    tests = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(tests[name]))


def test_each_promise_of_the_table_names_files_of_tests_that_there_are():
    text = (paths.ROOT / "docs" / "safety.md").read_text("utf-8").split("## What is promised", 1)[1]
    _, _, *rows = [line for line in text.splitlines() if line.startswith("|")]
    named = {row: re.findall(r"`(\w+/test_\w+\.py)`", row.rsplit("|", 2)[1]) for row in rows}
    assert len(named) > 40
    assert [row for row, files in named.items() if not files] == []
    every = {file for files in named.values() for file in files}
    assert [file for file in every if not Path(__file__).parents[1].joinpath(file).exists()] == []

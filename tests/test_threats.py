"""Every threat that was foreseen has a test that closes it; this keeps the list of them true."""

import ast
from pathlib import Path

import pytest

CLOSED = {
    "T1 code through folium": (
        "test_maps",
        "test_a_hostile_name_is_not_run_when_the_page_is_built_and_cannot_leave_its_block",
    ),
    "T2 scripts in the map": ("test_maps", "test_escaped_words_hold_no_sign_that_acts_and_read_as_typed"),
    "T3 scripts through chart data": (
        "test_reports_html",
        "test_a_charts_json_holds_what_is_drawn_and_cannot_end_its_element",
    ),
    "T4 pandas Styler": ("test_architecture", "test_nothing_that_runs_text_as_code"),
    "T5 nbconvert and the policy": (
        "test_reports_html",
        "test_the_policy_names_every_script_in_the_page_and_nothing_unsafe",
    ),
    "T6 templates": ("test_architecture", "test_no_template_is_made_of_data_and_every_environment_escapes"),
    "T7 formulas in exports": ("test_downloads", "test_a_name_that_is_a_formula_is_text_everywhere"),
    "T8 parameters of notebooks": ("test_engine", "test_a_mistyped_parameter_is_refused_before_anything_runs"),
    "T9 zip bombs": ("test_readers", "test_what_cannot_be_read_is_refused_with_a_reason"),
    "T10 entities in XML": ("test_readers", "test_what_cannot_be_read_is_refused_with_a_reason"),
    "T11 pickle": ("test_architecture", "test_nothing_that_runs_text_as_code"),
    "T12 file names": ("test_run", "test_no_personal_data_in_any_byte_that_is_published_or_said"),
    "T13 outside requests": ("test_pages", "test_no_page_asks_anything_outside_or_complains"),
    "personal data": ("test_gate", "test_what_is_withheld_is_found_in_every_packing"),
}


@pytest.mark.parametrize(("module", "name"), CLOSED.values(), ids=CLOSED)
def test_a_threat_has_its_test(module, name):
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text("utf-8"))
    tests = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(tests[name]))

"""Meaning lives in the codebook: whatever the ids are, the release is the same, and consent fails closed."""

import ast
import dataclasses
import re
import tomllib

import pytest
import renamed
from runs import monitor

from monitor_lib import paths
from monitor_lib.reference import codebook, roles
from monitor_lib.reference.checks import contradictions
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Role


@pytest.fixture(scope="module")
def document():
    return tomllib.loads(paths.project().codebook.read_text("utf-8"))


def changed(book, name, **values):
    """The codebook with other values of one question."""
    questions = [dataclasses.replace(q, **values) if q.id == name else q for q in book.questions]
    return dataclasses.replace(book, questions=tuple(questions))


def scaled(book, name, **values):
    """The codebook with other values of one scale."""
    scales = [dataclasses.replace(scale, **values) if scale.id == name else scale for scale in book.scales]
    return dataclasses.replace(book, scales=tuple(scales))


def absent(book, *names):
    return dataclasses.replace(book, roles=tuple(Role(name, True) for name in names))


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_that_nothing_has_is_a_fault_until_the_codebook_says_so(book, role):
    bare = dataclasses.replace(
        book,
        questions=tuple(dataclasses.replace(q, role="" if q.role == role else q.role) for q in book.questions),
        scales=tuple(
            dataclasses.replace(scale, roles={code: kept for code, kept in scale.roles.items() if kept != role})
            for scale in book.scales
        ),
    )
    assert any(fault.startswith(f"role '{role}' is that of no question or answer") for fault in contradictions(bare))
    assert list(contradictions(absent(bare, role))) == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_that_something_has_is_not_absent(book, role):
    assert any(fault.startswith(f"[[role]] {role}: absent, but") for fault in contradictions(absent(book, role)))


def test_two_questions_cannot_have_one_role(book):
    faults = list(contradictions(changed(book, "q05", role="phase")))
    assert "role 'phase' is that of [[question]] q05 and [[question]] q06; only one can have it" in faults


def test_two_questions_cannot_ask_for_the_same_consents(book):
    faults = list(contradictions(changed(book, "q42", type="consent", scale="toestemming", sensitivity="identity")))
    assert any(
        fault.startswith("role 'map' is that of [[question]] q42 and [[question]] q44") or "role 'map'" in fault
        for fault in faults
    )


def test_a_question_for_consent_without_a_consent_is_a_fault(book):
    bare = absent(scaled(book, "toestemming", roles={}), *roles.CONSENTS)
    assert any("asks for consent, and no answer has one of the roles" in fault for fault in contradictions(bare))


def test_an_answer_that_is_a_consent_is_no_figure(book):
    assert any("is no figure" in fault for fault in contradictions(changed(book, "q44", sensitivity="open")))


def test_a_role_of_an_answer_that_is_not_there_is_a_fault(book):
    wrong = scaled(book, "fase", roles={"gestopt": "stopped", "weg": "stopped"})
    assert any("names 'weg', which is not one of its options" in fault for fault in contradictions(wrong))


def test_a_consent_that_a_wave_did_not_ask_is_none_in_that_wave(book):
    later = changed(book, "q44", first="voorbeeld2")
    first, second = (as_asked(later, book.wave(name)).consent("map") for name in ("voorbeeld", "voorbeeld2"))
    assert first is None
    assert second.answer == "kaart"


def test_no_id_of_the_example_stands_in_the_code_or_in_a_notebook(book):
    ids = "|".join(question.id for question in book.questions)
    words = re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])")
    sources = [*paths.LIBRARY.rglob("*.py"), *paths.LIBRARY.rglob("*.j2"), *paths.LIBRARY.rglob("*.js")]
    sources += [*paths.LIBRARY.rglob("*.typ"), *paths.project().notebooks.glob("*.ipynb")]
    assert {path.name: hits for path in sources if (hits := words.findall(path.read_text("utf-8")))} == {}


# Dutch words that the code knows as words: of a yes and a no, of names and headings, of people's decisions.
ORDINARY = frozenset(["ja", "nee", "anders", "geen", "stichting", "vereniging", "cooperatie", "provincie", "gemeente"])


def test_no_code_of_an_answer_an_area_or_a_network_stands_in_the_code(book):
    codes = {entry.code for scale in book.scales for entry in (*scale.options, *scale.groups)}
    codes |= {area.code for area in book.areas} | {entry.id for entry in (*book.networks, *book.themes)}
    found = {path.name: hits for path in paths.LIBRARY.rglob("*.py") if (hits := strings(path) & codes - ORDINARY)}
    assert found == {}


def strings(path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_no_number_of_the_example_is_spelled_in_the_code_or_in_a_notebook(book):
    spelled = re.compile(r"\b(?:tien|twaalf|dertien|twelve|thirteen)\b", re.IGNORECASE)
    sources = [*paths.LIBRARY.rglob("*.py"), *paths.LIBRARY.rglob("*.j2"), *paths.project().notebooks.glob("*.ipynb")]
    assert {path.name: hits for path in sources if (hits := spelled.findall(path.read_text("utf-8")))} == {}


def test_the_codebook_is_read_from_the_project(tmp_path, document):
    renamed.project(tmp_path / "project", renamed.codebook(document))
    done = monitor("--project", tmp_path / "project", "run", "bestaat-niet")
    assert done.returncode == 2
    assert "bekende meting" in done.stderr
    nowhere = monitor("--project", tmp_path, "run", "voorbeeld")
    assert nowhere.returncode == 2
    assert "data/codebook.toml ontbreekt" in nowhere.stderr
    assert codebook.load(paths.Project(tmp_path / "project").codebook).questions[0].id == "zqq01"

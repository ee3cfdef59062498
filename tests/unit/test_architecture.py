"""The house rules that a reader relies on, read off the source itself."""

import ast
import graphlib
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from monitor_lib import paths
from monitor_lib.publishing import batch
from monitor_lib.publishing.run import workers

LIBRARY = paths.ROOT / "monitor_lib"
STAGES = ["reference", "intake", "example", "figures", "pictures", "questionnaire", "publishing"]
# What lies in a stage with rooms, in the order in which one may use the other.
ROOMS = {
    "reference": "text interval infographics own_reports roles records grids question_map needs "
    "infographic_checks checks translation codebook known_errors published areas",
    "intake": "files personal places lists survey matching naming reading withdrawals registers withdrawn wave "
    "harmless withheld pride quotes attention workbook fieldwork",
    "figures": "respondents estimates differences secrecy aggregation participation history bench exploring fieldwork",
    "pictures": "style figure text blocks changes charts maps paper slides",
    "publishing": "run data pages check private warm warm_letters batch rights __main__",
}
ACTING = ("__main__", "warm_letters")  # when imported: more than importing a warm process cannot be asked
LARGEST_FOLDER = 14
ONLY_IN = {
    "plotly": ["pictures/charts/charts.py", "publishing/pages/reports.py", "notebook.py"],
    "folium": ["pictures/maps/base_map.py"],
    "branca": ["pictures/maps/base_map.py"],
    "typst": ["pictures/style/typesetting.py"],
    "pptx": ["pictures/slides/drawing.py", "publishing/check/slides.py"],
    "rapidfuzz": ["intake/matching/"],
    "scipy": ["figures/"],
    "scipy.stats": [],  # every run would wait while it is loaded, for two of its functions
    "papermill": ["publishing/"],
    "nbconvert": ["publishing/"],
    "PIL": ["pictures/style/typesetting.py", "publishing/data/showcase.py"],
    # One reads workbooks of strangers, in a process of its own; the other what is about to be published.
    "python_calamine": ["intake/files/readers.py", "publishing/check/hidden.py", "publishing/check/slides.py"],
    # One reads .sav files of strangers, in a process of its own; the other writes the tables for researchers.
    "pyreadstat": ["intake/files/readers.py", "publishing/private/research/files.py"],
}
MODULES = sorted(LIBRARY.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path: Path) -> set[str]:
    """The full names of everything a module imports, also inside functions."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(LIBRARY.parent).with_suffix("").parts).removesuffix(".__init__")


def floor_of(name: str) -> tuple[int, int]:
    """Stage and room of a module, as numbers; what stands above the stages is above all."""
    _, stage, *rest = [*name.split("."), "", ""]
    if stage not in STAGES:
        return (-1, 0) if stage in ("paths", "disk", "mistake", "stored", "") else (len(STAGES), 0)
    rooms = ROOMS.get(stage, "").split()
    return STAGES.index(stage), rooms.index(rest[0]) if rooms and rest[0] else 0


GRAPH = {name_of(path): imported(path) & {name_of(other) for other in MODULES} for path in MODULES}


@pytest.mark.parametrize("name", GRAPH)
def test_a_module_imports_only_from_stages_and_rooms_before_its_own(name):
    assert [other for other in GRAPH[name] if floor_of(other) > floor_of(name)] == []


def test_no_imports_go_in_a_circle():
    modules = {path for path in GRAPH if any(other.startswith(f"{path}.") for other in GRAPH)}
    graph = {name: used - modules for name, used in GRAPH.items()}  # a package is empty, and imports nothing
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(graph)


def test_every_folder_can_be_overlooked():
    sizes = Counter(path.parent.relative_to(LIBRARY).as_posix() for path in MODULES if path.name != "__init__.py")
    assert {folder: size for folder, size in sizes.items() if size > LARGEST_FOLDER} == {}


def test_a_package_holds_words_and_no_code():
    for path in MODULES:
        if path.name == "__init__.py":
            tree = tree_of(path)
            assert ast.get_docstring(tree), path
            assert all(isinstance(node, ast.Expr | ast.Assign) for node in tree.body), path


IMPORTING = """
import importlib, sys
names, opened = sys.argv[1:], []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
for name in names:
    importlib.import_module(name)
missing = [name for name, module in sys.modules.items() if module is None]
print(*missing, *(name for name in opened if name.endswith((".toml", ".csv", ".po", ".j2", ".ipynb", ".geojson"))))
"""


def test_an_import_reads_no_file_and_changes_nothing_for_others():
    names = [name for name in GRAPH if not name.endswith(ACTING)]
    done = subprocess.run(
        [sys.executable, "-c", IMPORTING, *names], capture_output=True, text=True, check=True, cwd=paths.ROOT
    )
    assert done.stdout.split() == []


def test_a_command_begins_without_the_libraries_of_tables():
    program = "import sys, monitor_lib.cli; print(*{'numpy', 'pandas', 'pyarrow', 'scipy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=paths.ROOT)
    assert done.stdout.split() == []


def test_what_the_warm_process_is_to_load_is_there():
    """Or each job would load it for itself: what cannot be loaded beforehand is passed over in silence."""
    assert {*workers._WARM, *batch._OF_FIGURES} <= GRAPH.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_heavy_library_has_one_room(path):
    place = path.relative_to(LIBRARY).as_posix()
    for library, rooms in ONLY_IN.items():
        if any(f"{name}.".startswith(f"{library}.") for name in imported(path)):
            assert any(place.startswith(room) for room in rooms), f"{place} imports {library}"


def test_figures_pictures_and_publishing_never_name_the_contacts_table():
    for stage in STAGES[3:]:
        for path in (LIBRARY / stage).rglob("*.py"):
            words = {n.attr for n in ast.walk(tree_of(path)) if isinstance(n, ast.Attribute)}
            assert "contacts" not in words, path


def test_pictures_know_figures_not_respondents():
    for path in (LIBRARY / "pictures").rglob("*.py"):
        assert "monitor_lib.intake" not in " ".join(imported(path))
        assert "responses.parquet" not in path.read_text("utf-8")


def functions(path: Path):
    tree = tree_of(path)
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_functions_are_short_and_take_few_arguments(path):
    for function in functions(path):
        doc = ast.get_docstring(function, clean=False) or ""
        length = function.end_lineno - function.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
        assert length <= 30, f"{path.name}:{function.lineno} {function.name} has {length} lines"
        if "command" not in ast.unparse(function.decorator_list or []):
            count = len(function.args.args) + len(function.args.kwonlyargs)
            assert count <= 5, f"{path.name}: {function.name} takes {count} arguments"


FORBIDDEN = ["eval(", "exec(", ".query(", "read_pickle", "allow_pickle", "joblib", ".style.", "inplace=True"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_nothing_that_runs_text_as_code(path):
    text = re.sub(r"^\s*from .*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    assert [word for word in FORBIDDEN if word in text] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_only_maps_hand_words_to_folium_and_only_escaped(path):
    text = path.read_text("utf-8")
    if "folium" in {name.split(".")[0] for name in imported(path)}:
        assert "templates import esc" in text
        assert not re.search(r"folium\.(Popup|Tooltip|DivIcon|IFrame|Element)\b", text)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_template_is_made_of_data_and_every_environment_escapes(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\bTemplate\(|from_string\(", text)
    if "jinja2.Environment(" in text:
        assert "autoescape=True" in text
        assert "jinja2.StrictUndefined" in text


def test_links_of_strangers_open_without_a_way_back():
    for path in sorted((LIBRARY / "assets").glob("*.*")):
        for link in re.findall(r"<a [^>]*target=[^>]*>", path.read_text("utf-8")):
            assert 'rel="noopener noreferrer"' in link, path.name


def test_one_module_joins_folder_names():
    for path in MODULES:
        if path.name != "paths.py":
            assert "__file__" not in path.read_text("utf-8"), path


def test_an_environment_for_conda_names_no_dependency_a_second_time():
    lines = (paths.ROOT / "environment.yml").read_text("utf-8").splitlines()
    wanted = [line.strip() for line in lines if line.strip().startswith("- ") and "conda-forge" not in line]
    project = (paths.ROOT / "pyproject.toml").read_text("utf-8")
    needed = next(line for line in project.splitlines() if line.startswith("requires-python")).split('"')[1]
    assert wanted == [f"- python{needed}", "- pip", "- pip:", "- -r requirements.lock"]


def test_the_lock_has_a_hash_for_every_package_and_no_index_address():
    text = (paths.ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    pinned = re.split(r"\n(?=[a-z0-9])", text)
    assert len(pinned) > 50
    assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []

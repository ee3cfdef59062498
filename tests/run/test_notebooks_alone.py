"""A notebook without the rest: by plain papermill and nbconvert, from any folder, and its guide as it stands."""

import doctest
import html
import json
import re

import click
import nbformat
import papermill
import pytest
from nbconvert import HTMLExporter
from traitlets.config import Config

from monitor_lib import notebook, paths
from monitor_lib.publishing.pages import engine

PROVINCE = paths.project().notebooks / "4_province.ipynb"
_ELSEWHERE = re.compile(r'(?:src|href)="(?:https?:)?//[^"]*"|url\((?:https?:)?//')


@pytest.fixture(scope="module")
def executed(example_run, tmp_path_factory):
    """The province's notebook, run by plain papermill in an empty folder."""
    folder = tmp_path_factory.mktemp("nowhere")
    given = {"area": "Friesland", "release": str(example_run.release.folder)}
    return papermill.execute_notebook(PROVINCE, None, given, cwd=folder, progress_bar=False, kernel_name="python3")


def charts_of(notebook):
    outputs = (out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", []))
    return [data for data in outputs if "application/vnd.monitor.picture+json" in data]


def page(notebook, template):
    told = json.loads((paths.ASSETS / "jupyter" / "jupyter_nbconvert_config.json").read_text("utf-8"))
    folders = [str(paths.ASSETS / "jupyter")]
    exporter = HTMLExporter(config=Config(told), template_name=template, extra_template_basedirs=folders)
    return exporter.from_notebook_node(notebook)[0]


@pytest.mark.parametrize("template", ["lab", "monitor"])
def test_a_page_of_nbconvert_shows_every_chart_with_its_words_and_asks_for_nothing(executed, template):
    charts, made = charts_of(executed), page(executed, template)
    told = html.unescape(re.sub("<[^>]+>", "", made))
    assert len(charts) > 30
    for data in charts:
        words = data["application/vnd.plotly.v1+json"]["layout"]["meta"]
        assert f"{words['title']}{words['note']}" in told
        assert words["source"] in told
        assert words["sentence"] in told
    scripts_and_styles = re.sub(r'srcdoc="[^"]*"|<a [^>]*>', "", made)  # maps are pages, and have links, of their own
    assert _ELSEWHERE.findall(scripts_and_styles) == []


@pytest.mark.parametrize("template", ["lab", "monitor"])
def test_a_page_of_nbconvert_shows_what_a_widget_is_without_scripts(template):
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "one"}, "text/html": "<p>de aanroep</p>"}
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", data=view)])
    kept = {"application/vnd.jupyter.widget-state+json": {"state": {"one": {}}}}
    made = page(nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": kept}), template)
    assert "<p>de aanroep</p>" in made
    assert not re.search(r"Src = '(?!data:)", made)


def test_without_its_code_a_page_keeps_what_the_cells_show(executed):
    made = page(executed, "monitor")
    assert "import " not in re.sub(r"<script.*?</script>|srcdoc=\"[^\"]*\"", "", made, flags=re.DOTALL)
    assert "In het kort" in made and "Waarom deze?" in made


def test_jupyterlab_draws_the_heading_question_base_and_source(executed):
    for data in charts_of(executed):
        layout = data["application/vnd.plotly.v1+json"]["layout"]
        assert layout["title"]["text"].startswith("<b>")
        (below,) = [note["text"] for note in layout["annotations"] if note.get("name") == "words"]
        assert "Bron: " in below.replace("<br>", " ")
        assert layout["height"] > layout["margin"]["t"] + layout["margin"]["b"]


def test_a_mistyped_parameter_is_refused_by_plain_papermill_too(example_run, tmp_path):
    given = {"are": "Friesland", "release": str(example_run.release.folder)}
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        papermill.execute_notebook(PROVINCE, None, given, cwd=tmp_path, progress_bar=False)
    assert caught.value.evalue == 'Dit notebook: onbekende parameter "are": bedoelt u area?'
    assert caught.value.traceback == [caught.value.evalue]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"are": "Friesland"}, 'onbekende parameter "are": bedoelt u area?'),
        ({"area": "Frieslant"}, "bedoelt u Fryslân?"),
    ],
)
def test_our_engine_tells_a_mistake_in_a_sentence(example_run, tmp_path, monkeypatch, given, told):
    monkeypatch.chdir(tmp_path)
    given = given | {"release": str(example_run.release.folder)}
    with pytest.raises(click.ClickException, match=re.escape(told)):
        papermill.execute_notebook(PROVINCE, tmp_path / "out.ipynb", given, engine_name="monitor", progress_bar=False)


def test_a_page_leaves_out_what_is_for_who_opens_the_notebook(example_run):
    given = {"area": "PV21", "release": str(example_run.release.folder)}
    done = engine.executed(PROVINCE, given, engine.EngineName.shell)
    assert not any("tot stand?" in cell.source for cell in done.cells)


def test_the_guide_is_true(second_run, tmp_path, monkeypatch):
    """Each example in docs/notebooks.md gives what stands under it, on the example's second wave."""
    places = {"data/clean": second_run.places.clean.folder.parent, "outputs": second_run.release.folder.parent}
    (tmp_path / "data").mkdir()
    for name, folder in places.items():
        (tmp_path / name).symlink_to(folder)
    for path in paths.project().data.iterdir():
        if path.name not in ("clean", "deliveries", "decisions"):
            (tmp_path / "data" / path.name).symlink_to(path)
    monkeypatch.setenv(paths.PROJECT, str(tmp_path))
    monkeypatch.setattr(notebook, "_loaded", {})
    monkeypatch.setattr(notebook, "_now", [])
    guide = re.sub("```(python|sh)?", "", (paths.ROOT / "docs" / "notebooks.md").read_text("utf-8"))
    examples = doctest.DocTestParser().get_doctest(guide, {}, "notebooks.md", None, None)
    done = doctest.DocTestRunner().run(examples)
    assert done.attempted > 15
    assert done.failed == 0

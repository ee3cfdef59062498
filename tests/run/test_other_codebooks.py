"""The example under another codebook: other ids, another limit."""

import re
import shutil
import tomllib

import pandas as pd
import pytest
import renamed
from runs import monitor

from monitor_lib import paths

_TEXTS = (".html", ".csv", ".js", ".json", ".geojson", ".css", ".cff", ".txt")


_SIZE = re.compile(r'<span class="small">[\d.,]+ [kM]B</span>')


@pytest.fixture(scope="module")
def document():
    return tomllib.loads(paths.project().codebook.read_text("utf-8"))


def own(text: str) -> str:
    """A text of the renamed release under the example's own ids; hashes and sizes follow from the ids."""
    return _SIZE.sub(
        "", re.sub(r"sha256-[\w+/=]+|kenmerk\s+[0-9a-f]{8}", "", re.sub(renamed.MARK, "", text, flags=re.IGNORECASE))
    )


def test_renaming_every_id_changes_nothing_but_the_ids(tmp_path, document, example_run):
    project = renamed.project(tmp_path / "project", renamed.codebook(document))
    ids, networks = ({entry["id"] for entry in document[name]} for name in ("question", "network"))
    renamed.deliveries(example_run.places.delivered, paths.Delivered(project.deliveries / "voorbeeld"), ids, networks)
    pride = project.decisions / "voorbeeld" / example_run.places.decisions.pride.name
    pride.parent.mkdir(parents=True)
    shutil.copy(example_run.places.decisions.pride, pride)
    done = monitor("--project", project.folder, "run", "voorbeeld")
    assert done.returncode == 0, done.stdout + done.stderr
    made, before = project.outputs / "voorbeeld", example_run.release.folder
    found = {own(path.relative_to(made).as_posix()): path for path in made.rglob("*") if path.suffix in _TEXTS}
    texts = {path.relative_to(before).as_posix(): path for path in before.rglob("*") if path.suffix in _TEXTS}
    assert found.keys() == texts.keys()
    differing = [
        name
        for name, path in texts.items()
        if name not in ("manifest.json", "data/datapackage.json", "data/ro-crate-metadata.json")
        and own(path.read_text("utf-8")) != own(found[name].read_text("utf-8"))
    ]
    assert differing == []
    public = pd.read_parquet(paths.Release(made).initiatives)
    assert set(public["initiative_id"]) == set(pd.read_parquet(example_run.release.initiatives)["initiative_id"])


def test_no_published_text_says_another_limit_than_the_codebook(tmp_path, document, example_run):
    rules = document["publication"] | {"hidden_below": 12, "compared_from": 12}
    project = renamed.project(tmp_path / "project", document | {"publication": rules})
    shutil.copytree(example_run.places.delivered.folder, project.deliveries / "voorbeeld")
    done = monitor("--project", project.folder, "run", "voorbeeld", "--language", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    limit = re.compile(
        r"\btien\b|(?:minder dan|onder de|fewer than|under) 10\b|\b10 (?:antwoorden of meer|answers or more)"
        r"|(?:fewer than|under) ten\b"
    )
    found = {}
    for page in (project.outputs / "voorbeeld").rglob("*.html"):
        words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL)
        if hits := limit.findall(re.sub(r"\s+", " ", words)):
            found[page.name] = hits
    assert found == {}
    figures = pd.read_parquet(paths.Release(project.outputs / "voorbeeld").figures)
    asked = figures[figures["indicator"].isin([entry["id"] for entry in document["question"]]) & ~figures["hidden"]]
    assert asked["respondents"].min() >= 12

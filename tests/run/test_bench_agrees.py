"""The bench says what the release says, and takes nothing back of what that hides."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from monitor_lib import notebook as m


@pytest.fixture
def on_the_bench(second_run, monkeypatch):
    """The example's second wave, nothing shown yet."""
    monkeypatch.setattr(m, "_loaded", {})
    m.load("voorbeeld2", str(second_run.places.clean.folder), str(second_run.release.folder))


def test_a_wave_that_was_run_again_is_put_on_the_bench_anew(second_run, monkeypatch, tmp_path):
    """Else the kernel of this morning would tell the answers of this morning; without a new run, own variables stay."""
    monkeypatch.setattr(m, "_loaded", {})
    clean = Path(shutil.copytree(second_run.places.clean.folder, tmp_path / "clean"))
    given = "voorbeeld2", str(clean), str(second_run.release.folder)
    before = repr(m.load(*given))
    m.variable("eigen", m.answers()["q17"])
    assert m.load(*given).own
    responses = pd.read_parquet(clean / "responses.parquet")
    responses[responses["province"] != "PV20"].to_parquet(clean / "responses.parquet")
    assert repr(m.load(*given)) != before
    assert not m.load(*given).own


KEY = ["area", "indicator", "answer", "kind"]


def test_every_figure_of_the_release_is_that_of_the_bench(on_the_bench, book):
    """All questions in all areas: the same value, limits, base and class, and hidden where it is hidden there."""
    areas = [area.code for area in book.areas]
    asked = [m.cross(question, areas=areas).frame for question in m.questions().index]
    ours = pd.concat(asked)[lambda rows: rows["kind"].isin(["share", "median"])].set_index(KEY).sort_index()
    table = pd.concat(m.table(kind=kind).frame for kind in ("share", "median"))
    theirs = table[table["indicator"].isin(m.questions().index)].set_index(KEY).sort_index()
    assert ours.index.tolist() == theirs.index.tolist()
    assert (ours["hidden"] == theirs["hidden"]).all()
    assert (ours["quality"] == theirs["quality"]).all()
    shown = ~ours["hidden"].to_numpy()
    for name in ("value", "low", "high", "respondents"):
        np.testing.assert_allclose(ours[name][shown].astype(float), theirs[name][shown].astype(float), atol=1e-9)
    assert shown.sum() > 1000 and (~shown).sum() > 100


def test_every_change_of_the_country_is_that_of_the_bench(on_the_bench, book):
    """What the release tells of change: the same difference and limits, and no more of it."""
    table = m.table(kind="change", areas=book.country.code).frame
    told = table[~table["hidden"]].set_index(["indicator", "answer"])
    questions = [name for name in told.index.unique("indicator") if book.question(name).sensitivity != "sensitive"]
    assert len(questions) > 20
    for name in questions[::3]:
        ours = m.cross(name, waves=m.held()).change().frame.set_index("answer")
        theirs = told.loc[name]
        assert set(ours.index[~ours["hidden"]]) == set(theirs.index)
        for column in ("value", "low", "high", "reference"):
            np.testing.assert_allclose(ours.loc[theirs.index, column].astype(float), theirs[column], atol=0.0011)

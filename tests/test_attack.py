"""The gate on what is published: a hidden figure in any file stops the release and is named."""

import shutil

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.publishing import attack
from monitor_lib.publishing.lanes import ReportError


@pytest.fixture
def checked(example_run, release, book):
    """The gate on this release, to be called."""
    return lambda: attack.refuse_leaks(release, book.wave("voorbeeld"), example_run.places.clean.tally)


@pytest.fixture
def release(example_run, tmp_path):
    return paths.Release(shutil.copytree(example_run.release.folder, tmp_path / "out"))


@pytest.fixture
def secret(release):
    """A share that is hidden for its few answers, with its area's page."""
    figures = pd.read_parquet(release.figures)
    rows = figures[figures["hidden"] & (figures["area"] == "PV24") & (figures["indicator"] == "q12")]
    return rows.iloc[0]


def test_a_release_as_it_is_made_gives_nothing_away(checked):
    checked()


@pytest.mark.parametrize("name", ["cijfers.csv", "figures_machine.csv"])
def test_a_hidden_number_in_a_table_is_found(release, checked, secret, name):
    path = release.data / name
    sign = ";" if name == "cijfers.csv" else ","
    area, indicator, answer, value = (
        ("gebiedscode", "cijfer", "antwoordcode", "waarde")
        if sign == ";"
        else ("area", "indicator", "answer", "value")
    )
    table = pd.read_csv(path, sep=sign, dtype="str", encoding="utf-8-sig")
    own = (table[area] == "PV24") & (table[indicator] == "q12") & (table[answer] == secret["answer"])
    table.loc[own, value] = "0,4" if sign == ";" else "0.4"
    table.to_csv(path, sep=sign, index=False)
    with pytest.raises(ReportError, match=rf"q12 {secret['answer']} in PV24 \({name}\)"):
        checked()


def test_a_hidden_number_on_a_page_is_found(release, checked, secret, book):
    page = release.folder / "provincie-flevoland.html"
    label = book.answers_of("q12")[secret["answer"]]
    row = f'<tr><th scope="row">{label}</th><td>40% (tussen 20% en 60%)</td></tr>'
    head = '<thead><tr><th scope="col">Antwoord</th><th scope="col">Flevoland</th></tr></thead>'
    chart = f'<figure><h3 id="kop-q12-pv24">Thema</h3><table>{head}<tbody>{row}</tbody></table></figure>'
    page.write_text(page.read_text("utf-8") + chart, "utf-8")
    with pytest.raises(ReportError, match=r"q12 \w+ in PV24 \(provincie-flevoland.html\)"):
        checked()


def test_a_hidden_number_of_an_area_in_a_chart_of_areas_is_found(release, checked):
    page = release.folder / "nederland.html"
    head = '<thead><tr><th scope="col">Gebied</th><th scope="col">Thema</th></tr></thead>'
    row = '<tr><th scope="row">Flevoland</th><td>tussen 20% en 60%</td></tr>'
    chart = f'<h3 id="kop-provincies-q12-cohesie">Thema</h3><table>{head}<tbody>{row}</tbody></table></figure>'
    page.write_text(page.read_text("utf-8") + chart, "utf-8")
    with pytest.raises(ReportError, match=r"q12 cohesie in PV24 \(nederland.html\)"):
        checked()


def test_a_hidden_number_that_follows_from_others_is_named(release, checked):
    figures = pd.read_parquet(release.figures)
    parts = {"PV20", "PV21", "PV22", "LD01"}
    q = figures["indicator"] == "q12"
    figures.loc[q, "hidden"] = figures["area"].where(q) == "PV22"
    figures.loc[q, "reason"] = figures["hidden"].map({True: "te weinig antwoorden", False: ""})
    figures.to_parquet(release.figures)
    for path in release.folder.glob("*.html"):
        path.unlink()
    for path in release.data.glob("*.*"):
        if path != release.figures:
            path.unlink()
    assert parts <= set(figures["area"])
    with pytest.raises(ReportError, match=r"q12 \w+ in PV22 \(af te leiden\)"):
        checked()

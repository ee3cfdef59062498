"""The gate on what is published: a hidden figure in any file stops the release and is named."""

import re
import shutil

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.publishing.check import hidden
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.translation import in_language


@pytest.fixture
def checked(example_run, release, book, tmp_path):
    """The gate on this release, to be called."""
    tally, bases = example_run.places.clean.tally, tmp_path / "bases.parquet"
    return lambda: hidden.refuse_leaks(release, book.wave("voorbeeld"), tally, bases)


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


DUTCH, PLAIN = ("gebiedscode", "cijfer", "antwoordcode", "waarde"), ("area", "indicator", "answer", "value")
SPOILT = {
    "cijfers.csv": (DUTCH, lambda path: pd.read_csv(path, sep=";", dtype="str", encoding="utf-8-sig"), "0,4"),
    "figures_machine.csv": (PLAIN, lambda path: pd.read_csv(path, dtype="str"), "0.4"),
    "cijfers/q12.xlsx": (DUTCH, lambda path: pd.read_excel(path, "cijfers", engine="calamine"), 0.4),
    "cijfers/q12.parquet": (PLAIN, pd.read_parquet, 0.4),
}
WRITTEN = {
    ".csv": lambda table, path: table.to_csv(path, sep=";" if path.name == "cijfers.csv" else ",", index=False),
    ".xlsx": lambda table, path: table.to_excel(path, sheet_name="cijfers", index=False, engine="xlsxwriter"),
    ".parquet": lambda table, path: table.to_parquet(path),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_hidden_number_in_a_table_is_found(release, checked, secret, name):
    path, ((area, indicator, answer, value), read, number) = release.data / name, SPOILT[name]
    table = read(path)
    own = (table[area] == "PV24") & (table[indicator] == "q12") & (table[answer] == secret["answer"])
    table.loc[own, value] = number
    WRITTEN[path.suffix](table, path)
    with pytest.raises(ReportError, match=rf"q12 {secret['answer']} in PV24 \({path.name}\)"):
        checked()


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("nl", "provincie-flevoland.html", "40% (tussen 20% en 60%)"),
        ("en", "en/provincie-flevoland.html", "between 20% and 60%"),
    ],
)
def test_a_hidden_number_on_a_page_is_found(release, checked, secret, book, language, name, words):
    page = release.folder / name
    label = in_language(book, language).answers_of("q12")[secret["answer"]]
    row = f'<tr><th scope="row">{label}</th><td>{words}</td></tr>'
    head = '<thead><tr><th scope="col"></th><th scope="col">Flevoland</th></tr></thead>'
    chart = f'<figure><h3 id="kop-q12-pv24">Thema</h3><table>{head}<tbody>{row}</tbody></table></figure>'
    page.parent.mkdir(exist_ok=True)
    page.write_text(chart, "utf-8")
    with pytest.raises(ReportError, match=rf"q12 \w+ in PV24 \({name}\)"):
        checked()


@pytest.mark.parametrize("table", ["q12-pv30", "kerncijfers-pv30"])
def test_a_number_in_a_table_of_a_page_as_it_is_made_is_found_where_it_should_be_hidden(release, checked, table):
    figures = pd.read_parquet(release.figures)
    figures.loc[(figures["area"] == "PV30") & (figures["answer"] == "cohesie"), "hidden"] = True
    figures.to_parquet(release.figures)
    for path in (*release.folder.glob("*.html"), *(each for each in release.data.rglob("*") if each.is_file())):
        if path not in (release.figures, release.folder / "provincie-noord-brabant.html"):
            path.unlink()
    page = release.folder / "provincie-noord-brabant.html"
    shown = re.findall(rf'<figure[^>]*aria-labelledby="kop-{table}".*?</figure>', page.read_text("utf-8"), re.DOTALL)
    page.write_text("".join(shown), "utf-8")
    with pytest.raises(ReportError, match=r"q12 cohesie in PV30 \(provincie-noord-brabant.html\)"):
        checked()


def test_a_table_of_answers_that_names_no_area_stops_the_release(release, checked):
    page = release.folder / "provincie-utrecht.html"
    text = page.read_text("utf-8")
    assert '<th scope="col">Utrecht (' in text
    page.write_text(text.replace('<th scope="col">Utrecht (', '<th scope="col">De provincie ('), "utf-8")
    with pytest.raises(ReportError, match=r"De tabel q\d\d-pv26 is niet na te kijken: de kolom 'De provincie"):
        checked()


def test_a_hidden_number_of_an_area_in_a_chart_of_areas_is_found(release, checked):
    page = release.folder / "nederland.html"
    head = '<thead><tr><th scope="col">Gebied</th><th scope="col">Thema</th></tr></thead>'
    row = '<tr><th scope="row">Flevoland</th><td>tussen 20% en 60%</td></tr>'
    chart = f'<h3 id="kop-provincies-q12-cohesie">Thema</h3><table>{head}<tbody>{row}</tbody></table></figure>'
    page.write_text(page.read_text("utf-8") + chart, "utf-8")
    with pytest.raises(ReportError, match=r"q12 cohesie in PV24 \(nederland.html\)"):
        checked()


def test_a_hidden_number_in_the_table_of_all_provinces_is_found(release, checked):
    page = release.folder / "nederland.html"
    text = page.read_text("utf-8")
    row = re.search(r"<tr><th[^>]*>Werkt aan sociale cohesie</th>.*?</tr>", text)[0]
    cells = row.split("<td>")
    assert cells[5] == "–</td>"
    cells[5] = "40–60%</td>"
    page.write_text(text.replace(row, "<td>".join(cells)), "utf-8")
    with pytest.raises(ReportError, match=r"q12 cohesie in PV24 \(nederland.html\)"):
        checked()


def test_a_hidden_number_in_a_table_that_a_researcher_made_is_found(release, checked, secret, book):
    page = release.folder / "rapport-nodig-west-nederland.html"
    text = page.read_text("utf-8")
    table = pd.DataFrame({"Flevoland": [0.4]}, index=[book.answers_of("q12")[secret["answer"]]])
    page.write_text(text.replace("</main>", f"<h2>Onze eigen telling</h2>{table.to_html()}</main>"), "utf-8")
    with pytest.raises(ReportError, match=rf"q12 {secret['answer']} in PV24 \({page.name}\)"):
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

"""Two whole runs of the example: what the second says of the first, and how a line breaks where it must."""

import dataclasses

import pandas as pd
import pytest
from frictionless import Package

from monitor_lib.pictures import changes
from monitor_lib.pictures.charts import trend_charts
from monitor_lib.pictures.paper import infographic
from monitor_lib.pictures.text import findings, trends
from monitor_lib.publishing.run.release import published
from monitor_lib.reference.areas.municipalities import municipalities_called
from monitor_lib.reference.infographics import Block

WAVES = ("voorbeeld", "voorbeeld2")


@pytest.fixture(scope="module")
def table(second_run):
    return pd.read_parquet(second_run.release.figures)


@pytest.fixture(scope="module")
def past(table, book):
    return trends.history(table, book, book.wave("voorbeeld2"))


@pytest.fixture(scope="module")
def data(second_run):
    return published("voorbeeld2", str(second_run.release.folder))


def keyed(table, wave, kind):
    rows = table[(table["wave"] == wave) & (table["kind"] == kind)]
    return rows.set_index(["area", "indicator", "answer"])


def test_a_change_is_the_share_of_now_minus_that_of_then(table):
    change, now, then = (
        keyed(table, *key) for key in (("voorbeeld2", "change"), ("voorbeeld2", "share"), ("voorbeeld", "share"))
    )
    shown = change[~change["hidden"]]
    assert len(shown) > 1000
    difference = now.loc[shown.index, "value"] - then.loc[shown.index, "value"]
    pd.testing.assert_series_equal(shown["value"], difference, check_names=False, rtol=0, atol=0.0031)
    pd.testing.assert_series_equal(shown["reference"], then.loc[shown.index, "value"], check_names=False)
    assert (shown["low"] <= shown["value"]).all()
    assert (shown["value"] <= shown["high"]).all()


def test_a_change_is_hidden_where_either_share_is(table):
    change, now, then = (
        keyed(table, *key) for key in (("voorbeeld2", "change"), ("voorbeeld2", "share"), ("voorbeeld", "share"))
    )
    hidden = now["hidden"].reindex(change.index) | then["hidden"].reindex(change.index)
    assert hidden.any()
    assert change.loc[hidden, ["value", "low", "high", "reference"]].isna().all(axis=None)
    assert (change.loc[hidden, "compared"] == "not_tested").all()


def test_what_was_put_otherwise_is_not_compared(table):
    change = keyed(table, "voorbeeld2", "change").reset_index()
    reworded = change[change["indicator"].isin(["q31", "q38"])]
    assert (reworded["reason"] == "anders gevraagd").all()
    assert reworded["value"].isna().all()


def test_what_was_not_asked_then_says_so_and_is_never_nothing(table):
    then = table[(table["wave"] == "voorbeeld") & (table["indicator"] == "q40") & (table["answer"] == "digitaal")]
    assert len(then) == 17
    assert (then["reason"] == "niet gevraagd").all()
    assert then["value"].isna().all()
    assert then["hidden"].all()
    now = table[(table["wave"] == "voorbeeld2") & (table["indicator"] == "q42")]
    assert "geldproblemen" not in set(now["answer"])


def test_the_figures_of_the_first_wave_are_those_that_were_published(table, example_run):
    then = pd.read_parquet(example_run.release.figures)
    kept = table[(table["wave"] == "voorbeeld") & (table["reason"] != "niet gevraagd")].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, then)


def test_what_truly_changed_is_found_and_little_else(past, book):
    # data/example.toml lets these four change, in the whole country
    found = {question.id for question, _ in trends.demonstrable(past, book.area("NL"))}
    assert found <= {"q22", "q25", "q32", "q35"}
    assert len(found) >= 3


def test_a_chart_joins_what_may_be_compared_and_nothing_else(past):
    def slopes(question):
        chart = trend_charts.trend_chart(past, question, "NL")
        return [x for trace in chart.figure["data"][:1] if trace["mode"] == "lines" for x in trace["x"]]

    assert trend_charts.trend_chart(past, "q32", "NL").figure["data"][0]["mode"] == "lines"
    marks = {
        name: [
            trace["marker"]["symbol"]
            for trace in trend_charts.trend_chart(past, name, "NL").figure["data"]
            if trace.get("meta") == "earlier"
        ]
        for name in ("q32", "q31")
    }
    assert set(marks["q32"][0]) == {"circle"}
    assert set(marks["q31"][0]) == {"diamond"}
    sources = [trend_charts.trend_chart(past, name, "NL").source for name in ("q32", "q31")]
    assert [source.endswith("Vergeleken met 2021.") for source in sources] == [True, False]
    assert len(slopes("q32")) == 18


def test_a_table_of_a_trend_says_what_was_not_asked(past):
    chart = trend_charts.trend_chart(past, "q40", "NL")
    row = chart.table.set_index("Antwoord").loc["Hulp bij digitale middelen"]
    assert row["2021"] == row["Oordeel"] == "niet gevraagd"
    assert row["Verschil (procentpunt)"] == "–"
    assert "Niet meer gevraagd: “Problemen met geld”" in trend_charts.trend_chart(past, "q42", "NL").note


def test_a_small_province_says_that_it_cannot_be_compared(past, book):
    told = trends.findings(past, book.area("PV24"))
    assert told[0] == "Er zijn te weinig antwoorden in Flevoland om 2021 en 2026 te vergelijken."


def told_of_change(data, past, area):
    """The one picture of change on the infographics of an area."""
    pages = infographic.specifications(data.figures, data.book, data.wave, area, past)
    every = [each for page in pages for row in page["rows"] for column in row for each in column["pictures"]]
    (found,) = (each for each in every if each["kind"] == "changes")
    return found


def test_the_infographic_of_the_country_measures_the_surest_changes_against_what_was(data, past, table):
    country = data.book.area("NL")
    drawn, surest = told_of_change(data, past, country), trends.demonstrable(past, country)
    assert drawn["reference"] == "2021"
    assert len(drawn["lines"]) == min(len(surest), 4) >= 3
    then, now = (keyed(table, wave, "share")["value"] for wave in ("voorbeeld", "voorbeeld2"))
    for line, (question, change) in zip(drawn["lines"], surest, strict=False):
        key = ("NL", question.id, change.answer)
        assert (line["value"], line["reference"]) == (now[key], then[key])
        assert line["short"].endswith(f", was\u00a0{round(100 * then[key])}%")
        assert f"(2021 {round(100 * then[key])}%)" in drawn["alt"]
    assert drawn["sentences"][-1].startswith("Sinds 2021 anders gevraagd, en dus niet te vergelijken: “Erkenning")


def test_a_block_without_a_limit_shows_every_change(data, past):
    country = data.book.area("NL")
    block = Block("changes", "Wat veranderde", 12)
    assert len(changes.picture(past, block, country).lines) == len(trends.demonstrable(past, country))


def test_a_block_of_changes_says_of_a_province_why_none_is_told(data, past):
    for name in ("Flevoland", "Groningen"):
        area = data.book.area(name)
        drawn = changes.picture(past, Block("changes", "Wat veranderde", 12), area)
        assert (drawn.lines, drawn.sentences) == ((), tuple(trends.findings(past, area)[:1]))


def test_the_heaviest_change_opens_the_report_in_words_of_its_own(data, past, table):
    country = data.book.area("NL")
    told = [each for each in findings.notable(data.figures, data.book, country, past) if each.kind == findings.CHANGED]
    weights = [each.question.weight for each in told]
    assert weights == sorted(weights, reverse=True)
    assert len(told) == 4
    question, change = next(pair for pair in trends.demonstrable(past, country) if pair[0] == told[0].question)
    then, now = (round(100 * keyed(table, wave, "share")["value"]["NL", question.id, change.answer]) for wave in WAVES)
    assert told[0].words.startswith(f"{now}% van de initiatieven in Nederland (tussen ")
    assert f"{question.finding.words}. In 2021 was dat {then}%: een aantoonbare " in told[0].words
    first = infographic.specifications(data.figures, data.book, data.wave, country, past)[0]
    assert first["headline"] == told[0].words
    assert first["card"] == {"number": f"{now}%", "line": told[0].words}
    without = findings.notable(data.figures, data.book, country, None)
    assert findings.CHANGED not in [each.kind for each in without]


def test_a_page_full_of_changes_fits_on_its_paper(data, past):
    share = data.figures["kind"] == "share"
    firm = {"compared": "higher", "p_adjusted": 0.001, "reference": 0.123, "hidden": False, "quality": "B"}
    full = data.figures.assign(**{name: data.figures[name].mask(share, value) for name, value in firm.items()})
    full = full.fillna({"value": 0.234, "low": 0.111, "high": 0.456})
    now = dataclasses.replace(past.now, figures=full)
    changed = past.changes.assign(**firm, value=0.111, low=0.05, high=0.2, reason="")
    fullest = dataclasses.replace(past, now=now, changes=changed)
    for area in ("NL", "Noord-Brabant", "Flevoland"):
        for page in infographic.specifications(full, data.book, data.wave, area, fullest):
            assert infographic.pdf(page).startswith(b"%PDF")
            assert infographic.card(page, "breed").startswith(b"\x89PNG")
    assert "En nog " in told_of_change(data, fullest, "NL")["sentences"][0]


def test_the_reports_of_the_second_wave_tell_what_changed(second_run, example_run):
    country = (second_run.release.folder / "nederland.html").read_text("utf-8")
    assert "Wat veranderde sinds 2021?" in country
    assert "Deze vraag is sinds 2021 anders gevraagd" in country
    assert "Vraag in 2021: Ons initiatief krijgt erkenning van de overheid." in country
    assert "Wat veranderde sinds 2021?" in (second_run.release.folder / "provincie-zeeland.html").read_text("utf-8")
    first = (example_run.release.folder / "nederland.html").read_text("utf-8")
    assert "Wat veranderde" not in first
    assert "Ons initiatief krijgt erkenning van de overheid." in first
    assert "Hulp bij digitale middelen" not in first
    assert "Problemen met geld" in first


def test_the_data_package_of_a_wave_with_changes_is_valid(second_run):
    assert Package(str(second_run.release.package)).validate().flatten(["title", "note"]) == []


def test_the_account_of_two_runs_closes(second_run, example_run):
    account = published("voorbeeld2", str(second_run.release.folder)).account.set_index("id")
    now, then = (pd.read_parquet(run.places.clean.initiatives) for run in (second_run, example_run))
    both = set(now["initiative_id"]) & set(then["initiative_id"])
    country = account.loc["NL"]
    assert country["new"] == len(now) - len(both)
    assert country["gone"] == len(then) - len(both)
    assert len(both) == pytest.approx(len(then) / 2, rel=0.02)
    assert account.loc[account["level"] == "province", "new"].sum() == country["new"]
    towns = [frame.set_index("initiative_id")["municipality"] for frame in (now, then)]
    known = [one for one in both if pd.notna([town[one] for town in towns]).all()]
    merged = [one for one in known if towns[0][one] != towns[1][one]]
    carried = [one for one in merged if {t.code for t in municipalities_called(towns[1][one])} & {towns[0][one]}]
    assert len(carried) >= 2
    assert country["moved"] == len(merged) - len(carried)


def test_without_the_wave_before_there_is_no_history(example_run, book):
    table = pd.read_parquet(example_run.release.figures)
    assert "change" not in set(table["kind"])
    assert trends.history(table, book, book.wave("voorbeeld")) is None
    later = dataclasses.replace(book.wave("voorbeeld"), id="nieuw")
    assert trends.opening(None, "NL", "") == trends.overview(None, "NL") == list(trends.charted(None, "NL")) == []
    assert later not in book.waves

"""Who took part: what is told of groups, how alike they are to the list, and late answers beside early ones."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from answered import tables
from hypothesis import given
from hypothesis import strategies as st

from monitor_lib.figures import aggregation
from monitor_lib.figures.differences.power import smallest
from monitor_lib.figures.participation import COLUMNS, early_half, participation
from monitor_lib.figures.participation import _judged as judged
from monitor_lib.figures.respondents import representativity
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.pictures.charts import charts, turnout
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import participation as words
from monitor_lib.publishing.data import columns

GROUPS = st.dictionaries(st.text(min_size=1), st.integers(0, 60))
ANSWER = "cooperatie"


@pytest.fixture
def asked(book):
    """The codebook with one headline answer: of the question that `tables` asks."""
    questions = [replace(one, headline=(ANSWER,) if one.id == "q07" else ()) for one in book.questions]
    return replace(book, questions=tuple(questions))


def halves(book, early: list[str], late: list[str], sensitivity="open"):
    """The late rows of a wave in which these answers came on two days, from two provinces by turns."""
    parts = early[::2], late[::2], early[1::2], late[1::2]
    initiatives, responses = tables(book, {"PV27": parts[0] + parts[1], "PV30": parts[2] + parts[3]})
    days = np.repeat(pd.to_datetime(["2021-03-01", "2021-04-01"] * 2), list(map(len, parts)))
    questions = tuple(replace(one, sensitivity=sensitivity) if one.id == "q07" else one for one in book.questions)
    book = replace(book, questions=questions)
    figures = aggregation.figures(initiatives, responses, book, book.wave("voorbeeld"))
    table = participation(initiatives, responses.assign(moment=days), figures, book)
    return table[table["measure"] == "late"], book


# ---- groups of the list ----


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 40, "b": 10, "c": 25}, {"a", "b", "c"}),
        ({"a": 40, "b": 9, "c": 25}, {"a"}),  # b follows from all minus the others, so the next smallest goes too
        ({"a": 40, "b": 6, "c": 4}, {"a"}),  # together ten
        ({"a": 40, "b": 5, "c": 4}, set()),  # together nine
        ({"a": 40, "b": 0, "c": 25}, {"a", "c"}),
        ({"a": 3}, set()),
    ],
)
def test_groups_that_are_hidden_are_many_enough_together(book, counts, shown):
    assert {code for code in disclosure.shown_groups(counts, book.publication) if counts[code]} == shown


@given(GROUPS)
def test_what_is_hidden_of_groups_is_nothing_or_as_much_as_a_group_needs(book, counts):
    least = book.publication.hidden_below
    shown = disclosure.shown_groups(counts, book.publication)
    hidden = sum(count for code, count in counts.items() if code not in shown)
    assert all(counts[code] >= least for code in shown)
    assert hidden == 0 or hidden >= least or not shown


def test_who_took_part_by_network_is_told_of_the_country_alone_and_hides_the_small(book):
    initiatives, responses = tables(book, {"PV30": [ANSWER] * 20})
    lists = np.array(["bokd"] * len(initiatives), dtype=object)
    lists[:4], lists[4:30] = "stimuland", "doarpswurk"
    figures = aggregation.figures(initiatives.assign(networks=lists), responses, book, book.wave("voorbeeld"))
    told = figures[figures["indicator"] == "participation_networks"].set_index("answer")
    assert set(told["area"]) == {book.country.code}
    assert told.loc["bokd", "value"] == pytest.approx(20 / (len(initiatives) - 30))
    assert told.loc[["stimuland", "doarpswurk"], "hidden"].all()
    assert told.loc["stimuland", "reason"] == "te weinig antwoorden"
    assert told.loc["doarpswurk", "reason"] == "verborgen om een andere groep te beschermen"


# ---- the R-indicator ----


def test_the_indicator_is_that_of_province_kind_and_starting_year(book):
    initiatives, responses = tables(book, {"PV30": [ANSWER] * 40, "PV27": [ANSWER] * 10, "PV20": [ANSWER] * 25})
    initiatives = initiatives.assign(form=np.resize(["stadsdorp", "zorgcooperatie"], len(initiatives)))
    figures = aggregation.figures(initiatives, responses, book, book.wave("voorbeeld"))
    table = participation(initiatives, responses.assign(moment=pd.NaT), figures, book)
    traits = pd.DataFrame({"province": initiatives["province"], "form": initiatives["form"]})
    answered = initiatives["initiative_id"].isin(responses["initiative_id"]).to_numpy()
    made = representativity.propensities(answered, representativity.covariates(traits))  # all began in one year
    whole = representativity.r_indicator(made)
    assert table["measure"].tolist() == ["r_indicator", "trait", "trait", "trait"]
    assert table["indicator"].tolist() == ["", "province", "form", "start_year"]
    first, province = table.iloc[0], table.iloc[1]
    assert first["value"] == round(whole.value, 3) and first["error"] == round(whole.error, 3)
    assert first["high"] == pytest.approx(min(1, whole.value + 1.96 * whole.error), abs=0.001)
    assert first["low"] == pytest.approx(whole.value - 1.96 * whole.error, abs=0.001)
    assert first["respondents"] == len(initiatives)
    assert province["value"] == round(representativity.of_trait(made, traits["province"].to_numpy(str)).value, 3)
    assert table.iloc[3]["value"] == 0


@pytest.mark.parametrize("count", [9, 10])
def test_nothing_is_said_of_fewer_answers_than_a_figure_wants(book, count):
    initiatives, responses = tables(book, {"PV30": [ANSWER] * count})
    figures = aggregation.figures(initiatives, responses, book, book.wave("voorbeeld"))
    table = participation(initiatives, responses.assign(moment=pd.NaT), figures, book)
    assert len(table) == (4 if count == 10 else 0)
    assert list(table.columns) == list(COLUMNS)
    assert ("nog niet te zeggen" in words.alike(table, book)) == (count == 9)
    assert bool(words.indicators(table, book)) == (count == 10)


# ---- early and late ----


def test_halves_by_hand():
    days = pd.to_datetime(pd.Series(["2021-03-04", "2021-03-01", None, "2021-03-02", "2021-03-03"]))
    assert early_half(days).tolist() == [False, True, pd.NA, True, False]
    together = pd.to_datetime(pd.Series(["2021-03-01", "2021-03-05", "2021-03-05", "2021-03-05"]))
    assert early_half(together).tolist() == [True, False, False, False]
    assert early_half(pd.to_datetime(pd.Series(["2021-03-01"] * 4))).isna().all()


def test_late_answers_that_differ_are_told_and_others_not(asked):
    (row,) = halves(asked, [ANSWER] * 35 + ["geen"] * 5, [ANSWER] * 15 + ["geen"] * 25)[0].to_dict("records")
    assert (row["value"], row["reference"]) == (pytest.approx(15 / 40, abs=0.02), pytest.approx(35 / 40, abs=0.02))
    assert (row["compared"], row["respondents"], row["quality"]) == ("lower", 40, "B")
    assert row["low"] < row["value"] < row["high"]
    assert row["p_adjusted"] == 0.001
    (alike,) = halves(asked, [ANSWER] * 20 + ["geen"] * 20, [ANSWER] * 21 + ["geen"] * 19)[0].to_dict("records")
    assert alike["compared"] == "no_difference"
    assert 0.25 <= alike["detectable"] <= 0.4


def test_a_half_that_is_too_small_or_too_telling_hides_both(asked):
    (few,) = halves(asked, [ANSWER] * 20 + ["geen"] * 20, [ANSWER] * 5 + ["geen"] * 4)[0].to_dict("records")
    assert few["reason"] == "te weinig antwoorden"
    mixed, telling = [ANSWER] * 20 + ["geen"] * 20, [ANSWER] * 3 + ["geen"] * 27
    (secret,) = halves(asked, mixed, telling, "sensitive")[0].to_dict("records")
    assert secret["reason"] == "te kleine groep bij een gevoelige vraag"
    for row in (few, secret):
        assert np.isnan([row[name] for name in ("value", "low", "high", "reference", "p_adjusted", "detectable")]).all()
        assert (row["quality"], row["compared"]) == ("D", "not_tested")
    assert halves(asked, mixed, telling)[0]["value"].notna().all()


def test_what_the_country_hides_its_halves_do_not_tell(asked):
    assert halves(asked, [ANSWER] * 3 + ["geen"] * 40, ["geen"] * 40, "sensitive")[0].empty


# ---- words, chart and table ----


def test_words_say_what_could_not_be_seen(asked):
    table, book = halves(asked, [ANSWER] * 20 + ["geen"] * 20, [ANSWER] * 21 + ["geen"] * 19)
    told = words.late(words.late_rows(table, book), book)
    points = round(100 * table["detectable"].iloc[0])
    assert told == (
        "Het 1 antwoord dat we vergeleken, verschilt niet aantoonbaar. "
        f"Verschillen van minder dan ongeveer {points} punten kunnen wij hier niet zien."
    )
    table, book = halves(asked, [ANSWER] * 35 + ["geen"] * 5, [ANSWER] * 15 + ["geen"] * 25)
    assert words.late(words.late_rows(table, book), book) == (
        "Late initiatieven antwoordden aantoonbaar anders bij Rechtsvorm: coöperatie."
    )


def test_the_border_of_demonstrable_and_what_the_next_difference_would_have_to_be(book):
    rows = {"value": 0.6, "reference": 0.5, "low": 0.4, "high": 0.8, "respondents": 40, "others": 40}
    allowed = book.publication.false_discovery_rate
    (at, under) = (judged(pd.DataFrame([rows | {"p_value": chance}]), book) for chance in (allowed, allowed - 1e-9))
    assert (at.loc[0, "compared"], under.loc[0, "compared"]) == ("no_difference", "higher")
    # One of three is found, so a second would have to be below two thirds of the rate
    three = judged(pd.DataFrame([rows | {"p_value": chance} for chance in (0.001, 0.5, 0.9)]), book)
    seen = smallest(*(np.array([each]) for each in (0.5, 40.0, 40.0, allowed * 2 / 3)))
    assert three["detectable"].tolist() == [seen[0]] * 3
    assert seen[0] > smallest(*(np.array([each]) for each in (0.5, 40.0, 40.0, allowed)))[0]


def test_the_chart_sets_late_beside_early_and_its_table_has_both_and_their_base(asked):
    table, book = halves(asked, [ANSWER] * 35 + ["geen"] * 5, [ANSWER] * 15 + ["geen"] * 25)
    figures = pd.DataFrame({"wave": ["voorbeeld"]})
    (chart,) = turnout.late_charts(table, figures, book)
    assert chart.table.iloc[0].tolist()[2:] == [style.percent(table["reference"].iloc[0]), "lager", "40"]
    assert chart.picture.reference == "vroege antwoorden"
    shown = chart._repr_mimebundle_()
    marks = shown[charts.MIME]["layout"]["meta"]["table"]["marks"][0]
    assert marks["o"] == round(table["reference"].iloc[0] * 100, 1) and "r" not in marks
    assert style.colour("accent") not in str(shown), "orange is the rest of the country alone"
    assert turnout.late_charts(table.iloc[:0], figures, book) == []


def test_every_column_is_described_for_who_downloads_it():
    named = [column.name for column in columns.tables()["participation"].columns]
    assert [name for name in named if not name.endswith("_label")] == list(COLUMNS)

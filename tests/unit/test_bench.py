"""Questions of a researcher, in at most three lines each, beside what R or a hand made of the same."""

import bench
import numpy as np
import pandas as pd
import pytest
from bench import EXPECTED, FORMS

from monitor_lib import notebook as m
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.mistake import Mistake


@pytest.fixture
def golden(monkeypatch, book):
    """Both rounds of the golden monitor on the bench; the first is the current one."""
    small = bench.of_golden(book)
    first, second = bench.held(small), bench.held(small, "voorbeeld2", 2)
    bench.on_the_bench(monkeypatch, second, first)
    return first


def figure(table, **where):
    """The one row of a table with these values."""
    rows = table.frame
    for name, value in where.items():
        rows = rows[rows[name] == value]
    (row,) = rows.to_dict("records")
    return row


def close(ours, theirs):
    """Shares, rounded as they are published."""
    assert ours == pytest.approx(disclosure.thousandths(pd.Series([theirs])).iloc[0])


# ---- ten questions ----


def test_a_share_of_the_country_is_that_of_r(golden):
    row = figure(m.cross("Nagaan of doelen bereikt worden"), answer="ja")
    expected = EXPECTED["B_raked.ciprop.wilson.ontmoeting"]
    close(row["value"], expected["est"])
    assert [row["low"], row["high"]] == [pytest.approx(limit, abs=0.005) for limit in expected["ci"]]
    assert (row["respondents"], row["stands_for"]) == (323, 1471)
    assert row["design_effect"] == pytest.approx(EXPECTED["B_raked.weights"]["kish_deff"], abs=0.005)


def test_crossed_with_a_fact_of_the_list(golden):
    table, expected = m.cross("q35", by="hoe het zich noemt"), EXPECTED["B_raked.by.type.ontmoeting"]
    for kind, share in zip(expected["levels"], expected["est"], strict=True):
        close(figure(table, group=FORMS[kind], answer="ja")["value"], share)


def test_two_provinces(golden):
    table, expected = m.cross("q35", areas=["Gelderland", "brabant"]), EXPECTED["A_strat.by.provincie.ontmoeting"]
    shares = dict(zip(expected["levels"], expected["est"], strict=True))
    close(figure(table, place="Gelderland", answer="ja")["value"], shares["Gelderland"])
    close(figure(table, place="Noord-Brabant", answer="ja")["value"], shares["Noord-Brabant"])


def test_a_median_and_a_mean(golden):
    table = m.cross("leden")
    assert figure(table, kind="median")["value"] == EXPECTED["B_raked.quantile.leden"]["est"][1]
    assert figure(table, kind="mean")["value"] == pytest.approx(EXPECTED["B_raked.mean.leden"]["est"], abs=0.05)


def test_whether_two_hang_together(golden):
    expected = EXPECTED["B_raked.chisq_F.ontmoeting_type"]
    said = m.cross("q35", by="form").test()
    assert said.startswith(f"De antwoorden hangen samen: F(3.6; 1159) = {expected['stat']:.2f}, p = 0.000, n = 323")


def weighted(golden, yes, inside):
    """A weighted share by hand."""
    weights = golden.weighting.national.weights
    return weights[yes & inside].sum() / weights[inside].sum()


def test_own_groups_of_answers(golden):
    listed = golden.listed
    row = figure(m.cross("q35", regroup={"een antwoord": ["ja", "nee"], "wel": ["ja"]}), answer="wel")
    close(row["value"], EXPECTED["B_raked.ciprop.wilson.ontmoeting"]["est"])
    whole = m.cross("q06", by={"form": {"dorp en stad": ["zorgzaamdorp", "stadsdorp"]}})
    kind = listed["initiative_id"].map(golden.initiatives.set_index("initiative_id")["form"])
    inside = kind.isin(["zorgzaamdorp", "stadsdorp"]).to_numpy()
    close(figure(whole, answer="actief")["value"], weighted(golden, (listed["q06"] == "actief").to_numpy(bool), inside))


def test_a_number_by_class_of_another(golden):
    amounts, classes = golden.listed["q16"].to_numpy(float), golden.listed["q17"].to_numpy(float, na_value=np.nan)
    table = m.cross("q16", by={"vrijwilligers": [10, 50]})
    assert table.frame["among"].unique().tolist() == ["tot 10", "10 tot 50", "vanaf 50"]
    inside = (classes >= 10) & (classes < 50)
    order = np.argsort(amounts[inside], kind="stable")
    weights = golden.weighting.national.weights[inside][order]
    middle = amounts[inside][order][np.argmax(np.cumsum(weights) / weights.sum() >= 0.5)]
    assert figure(table, group="10 tot 50", kind="median")["value"] == middle


@pytest.mark.parametrize("where", ["zeelandbruist", "Amsterdam"])
def test_a_network_or_a_municipality_as_an_area(golden, where):
    """The first half of the list is Amsterdam's, and on one network's list."""
    listed, ids = golden.listed, golden.initiatives["initiative_id"]
    inside = listed["initiative_id"].isin(ids[: len(ids) // 2]).to_numpy()
    weighting = golden.weighting.regional if where == "Amsterdam" else golden.weighting.national
    yes = (listed["q35"] == "ja").to_numpy(bool)
    row = figure(m.cross("q35", areas=where), answer="ja")
    close(row["value"], weighting.weights[yes & inside].sum() / weighting.weights[inside].sum())
    assert row["respondents"] == inside.sum()


def test_a_number_as_filter_and_as_split(golden):
    listed = golden.listed
    large = listed["q16"].to_numpy(float) >= 20
    by_hand = weighted(golden, (listed["q35"] == "ja").to_numpy(bool), large)
    close(figure(m.cross("q35", only="leden >= 20"), answer="ja")["value"], by_hand)
    close(figure(m.cross("q35", by="leden >= 20"), group="ja", answer="ja")["value"], by_hand)
    both = m.cross("q35", only=["leden >= 20", {"rechtsvorm": "stichting"}])
    assert figure(both, answer="ja")["respondents"] == (large & (listed["q07"] == "stichting").to_numpy(bool)).sum()


def test_an_own_variable(golden):
    ratio = m.answers()["q17"] / m.answers()["q16"].clip(lower=1)
    m.variable("veel per lid", ratio >= 1)
    inside = (ratio >= 1).fillna(False).to_numpy(bool)
    row = figure(m.cross("q35", by="veel per lid"), group="ja", answer="ja")
    close(row["value"], weighted(golden, (golden.listed["q35"] == "ja").to_numpy(bool), inside))
    with pytest.raises(Mistake, match="heet al iets anders"):
        m.variable("q35", ratio)


def test_a_change_in_a_subgroup(golden):
    table = m.cross("q35", waves=["2021", "2026"], only={"rechtsvorm": "stichting"})
    then, now = (figure(table, wave=wave, answer="ja")["value"] for wave in ("voorbeeld", "voorbeeld2"))
    row = figure(table.change(), answer="ja")
    assert row["value"] == pytest.approx(now - then, abs=0.0011)
    assert row["low"] < row["value"] < row["high"]
    with pytest.raises(Mistake, match="is een getal"):
        m.cross("q16", waves=["2021", "2026"]).change()


# ---- what may not be shown ----


def test_a_group_of_a_few_gives_words(golden):
    table = m.cross("q35", areas="Flevoland", only={"rechtsvorm": "stichting"})
    assert table.frame["hidden"].all()
    assert table.frame[["value", "low", "high", "respondents", "stands_for", "design_effect"]].isna().all(axis=None)
    assert "te weinig antwoorden" in table.sentence()
    assert table.chart().figure["data"][-1]["text"] == ["te weinig<br>antwoorden"] * len(table.frame)


def test_a_hidden_number_or_change_fits_in_the_margin_of_its_chart(golden):
    """Medians and changes, as shares: the reason in two short lines, or the one word."""
    rest = all_but(golden, 3)
    m.cross("q16")
    few = m.cross("q16", areas="Flevoland", only={"rechtsvorm": "stichting"})
    protected = m.cross("q16", only=rest)
    change = m.cross("q35", waves=["2021", "2026"], areas="Flevoland", only={"rechtsvorm": "stichting"}).change()
    for table in (few, protected, change):
        shown = table.chart().figure["data"][-1]["text"]
        assert shown and set(shown) <= {"te weinig<br>antwoorden", "verborgen"}


def test_a_sensitive_question_is_shown_as_published_only(golden):
    for how in ({"by": "form"}, {"only": {"fase": "actief"}}, {"regroup": {"laag": ["t1"]}}, {"areas": "Amsterdam"}):
        with pytest.raises(Mistake, match="gevoelige vraag"):
            m.cross("Tevreden over de gemeente", **how)
    for how in ({"by": "q26"}, {"only": {"q26": "t1"}}):
        with pytest.raises(Mistake, match="gevoelige vraag"):
            m.cross("q35", **how)
    assert not {"q26", "q23"} & set(m.answers())
    assert not {"q01", "name", "place"} & set(m.answers())


def all_but(golden, few):
    """An own variable with which all may be narrowed to all but a few."""
    ids = golden.listed["initiative_id"]
    m.variable("al wie hier telt", pd.Series("ja", index=ids[few:]))
    return {"al wie hier telt": "ja"}


def test_a_fact_by_a_question_shows_no_more_than_the_question_by_that_fact(golden):
    """Of three village cooperatives is hidden who says yes, and of one kind more: else they follow from the rest."""
    three = golden.initiatives["initiative_id"].isin(golden.listed["initiative_id"][:3])
    golden.initiatives.loc[three, "form"] = "dorpscooperatie"
    there = m.cross("form", by="q35").frame
    hidden = there.groupby("answer")["hidden"].all()
    assert hidden["dorpscooperatie"] and hidden.sum() == 2
    here = m.cross("q35", by="form").frame.groupby("group")["hidden"].all()
    assert set(hidden[hidden].index) == set(here[here].index) & set(golden.initiatives["form"])


@pytest.mark.parametrize("how", [{"by": "q35"}, {"only": {"q35": "ja"}}])
@pytest.mark.parametrize("question", ["form", "q07", "q16"])
def test_counts_beside_a_question_do_not_tell_what_is_hidden_of_it(golden, question, how):
    """Of all but three: how many of them said yes is told by the size of that group in any table."""
    rest = all_but(golden, 3)
    assert not m.cross("q35").frame["hidden"].any()
    assert m.cross("q35", only=rest).frame["hidden"].all()
    table = m.cross(question, **how | {"only": [rest, *([how["only"]] if "only" in how else [])]})
    assert table.frame["hidden"].all()
    assert table.frame["respondents"].isna().all()


# ---- names ----


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda: m.cross("rechtsvrom"), "bedoelt u Rechtsvorm?"),
        (lambda: m.cross("q35", areas="Zeland"), "bedoelt u Zeeland?"),
        (lambda: m.cross("q35", only={"fase": "actif"}), "bedoelt u Actief?"),
        (lambda: m.cross("q35", by="frm"), "bedoelt u form?"),
        (lambda: m.cross("q35", only="rechtsvorm >= 3"), "is geen getal"),
        (lambda: m.cross("q35", only="zomaar wat"), "is geen voorwaarde"),
        (lambda: m.cross("q35", by="leden"), "noem grenzen"),
        (lambda: m.cross("q35", waves="2031"), "is geen meting"),
        (lambda: m.cross("q01"), "is geen vraag"),
        (lambda: m.cross("moeite"), "kan meer zijn: q32, q33"),
        (lambda: m.cross("q35").save("/nergens/x.csv"), "De map /nergens is er niet"),
        (lambda: m.cross("q35").save("x.docx"), "naar .png of .svg"),
        (lambda: m.chart(pd.DataFrame({"a": [1]})), 'een kolom "value"'),
        (lambda: m.chart(pd.DataFrame({"value": ["a"]})), "met getallen"),
        (lambda: m.chart("q35"), "een tabel"),
        (lambda: m.cross("q35", areas=21), "is geen gebied"),
        (lambda: m.cross("q35", by=["form", "fase"]), "één vraag of feit tegelijk"),
        (lambda: m.cross("q35", by={}), "één vraag of feit tegelijk"),
        (lambda: m.cross("q35", by={"form": {}}), "is geen getal"),
        (lambda: m.cross("q35", by={"leden": ["50"]}), "als getallen"),
        (lambda: m.cross("q35", by={"leden": []}), "als getallen"),
        (lambda: m.cross("q35", only={"fase": []}), "noem er minstens één"),
        (lambda: m.cross("q35", only={"leden": 50}), "is een getal"),
        (lambda: m.cross("q35", only=3), "is geen voorwaarde"),
        (lambda: m.cross("q35", regroup={"een": []}), "noem er minstens één"),
        (lambda: m.cross("q35", regroup=["ja"]), "Eigen groepen"),
        (lambda: m.cross("leden", regroup={"veel": ["50"]}), "Eigen groepen"),
        (lambda: m.cross("q35").save("/proc/x.csv"), "niet te schrijven"),
        (lambda: m.variable("fase", m.answers()["q17"]), "heet al iets anders"),
        (lambda: m.variable(3, m.answers()["q17"]), "is geen naam"),
        (lambda: m.variable("eigen", [1, 2]), "een kolom"),
        (lambda: m.variable("eigen", pd.Series([1, 2])), "m.answers()"),
        (lambda: m.variable("eigen", pd.concat([m.answers()["q17"]] * 2)), "meer dan één waarde"),
    ],
)
def test_a_slip_is_one_sentence_without_a_traceback(golden, asked, told):
    with pytest.raises(Mistake) as caught:
        asked()
    (line,) = caught.value._render_traceback_()
    assert told in line
    assert "\n" not in line


def test_nothing_is_asked_before_a_wave_is_loaded(monkeypatch):
    monkeypatch.setattr(m, "_now", [])
    with pytest.raises(Mistake, match=r"m\.load"):
        m.cross("q35")
    assert m.questions._ipython_key_completions_() == []


def test_names_are_searched_and_completed(golden):
    assert list(m.questions("vrijwilligers").index)[:3] == ["q17", "q32", "q33"]
    assert m.questions.rechtsvorm == m.questions["RECHTSVORM"] == "q07"
    assert "rechtsvorm" in dir(m.questions)
    assert "Rechtsvorm" in m.questions._ipython_key_completions_()
    assert (m.areas["friesland"], m.facts["netwerk"], m.waves["2026"]) == ("PV21", "network", "voorbeeld2")
    with pytest.raises(AttributeError):
        _ = m.questions.nergens


def test_the_call_can_be_made_again(golden):
    table = m.cross("q35", by="form", only={"rechtsvorm": "stichting"})
    assert table.call == "m.cross('q35', by='form', only={'rechtsvorm': 'stichting'})"
    again = eval(table.call, {"m": m})
    pd.testing.assert_frame_equal(again.frame, table.frame)


# ---- shown and saved ----


def test_a_place_is_told_apart_from_one_of_the_same_name(golden):
    """GM0344 is a municipality in the province of Utrecht: each has a column of its own."""
    first = golden.initiatives.index[golden.initiatives["province"] == "PV26"]
    golden.initiatives.loc[first, "municipality"] = "GM0344"
    table = m.cross("q35", areas=["Utrecht", "GM0344", "utrecht"])
    assert table.frame["place"].unique().tolist() == ["Utrecht", "Utrecht (gemeente)"]
    assert len(table.words().columns) == 2


def test_a_year_of_the_list_reads_as_a_year(golden):
    golden.initiatives["start_year"] = pd.array([2016] * len(golden.initiatives), dtype="Int64")
    assert m.cross("start_year").words().iloc[0, 0].startswith("2016 (2016")


def test_classes_of_an_own_variable_keep_their_order(golden):
    members = m.answers()["q16"].astype(float)
    m.variable("omvang", pd.cut(members, [-1, 9, 99, 10**6], labels=["weinig", "meer", "heel veel"]))
    table = m.cross("omvang")
    assert table.frame["label"].tolist() == ["weinig", "meer", "heel veel"]
    close(table.frame["value"][0], weighted(golden, (members <= 9).to_numpy(), members.notna().to_numpy()))


def test_nothing_given_is_all(golden):
    assert m.cross("q35", areas=None, waves=None, only=None).frame.equals(m.cross("q35").frame)


def test_a_table_reads_as_percents_and_amounts(golden):
    words = m.cross("q35").words()
    assert words.columns.tolist() == ["Nederland (n = 323)"]
    assert words.loc["Ja", "Nederland (n = 323)"] == "66% (61–70%)"
    members = m.cross("q16").words()
    assert members.loc["mediaan"].iloc[0].startswith("7 (")
    assert "66% (61–70%)" in m.cross("q35")._repr_html_()


def test_files_hold_the_figures_and_their_source(golden, tmp_path):
    table = m.cross("q35", by="form")
    csv, book = table.save(tmp_path / "a.csv"), table.save(tmp_path / "a.xlsx")
    read = pd.read_csv(csv)
    assert read["value"].tolist() == pytest.approx(table.frame["value"].tolist(), nan_ok=True)
    about = pd.read_excel(book, sheet_name="uitleg", header=None, engine="openpyxl")
    assert about[1].str.contains("eigen bewerking van q35").any()
    assert pd.read_excel(book, sheet_name="cijfers", engine="openpyxl")["value"].notna().any()
    assert table.save(tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    assert table.save(tmp_path / "a.svg").read_text("utf-8").startswith("<svg")


def test_an_own_name_is_no_formula_in_a_spreadsheet(golden, tmp_path):
    table = m.cross("q35", by={"form": {"=1+1": ["zorgzaamdorp"]}})
    assert "'=1+1" in table.save(tmp_path / "a.csv").read_text("utf-8")


def test_a_chart_of_any_table(golden):
    chart = m.chart(pd.DataFrame({"label": ["a", "b"], "value": [0.25, np.nan]}), "Zelf geteld")
    assert chart.table.iloc[:, 1].tolist() == ["25%", "verborgen"]
    shown = chart._repr_mimebundle_()
    assert "Zelf geteld" in shown["text/html"]
    assert "Zelf geteld" in shown["application/vnd.plotly.v1+json"]["layout"]["title"]["text"]

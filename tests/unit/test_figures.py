"""Figures against arithmetic done by hand and figures from the literature."""

import numpy as np
import pandas as pd
import pytest
from answered import tables
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from monitor_lib.figures import aggregation
from monitor_lib.figures.differences import comparison, significance
from monitor_lib.figures.estimates import estimation, quantities
from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.respondents.design import stratified
from monitor_lib.figures.respondents.weighting import weighting
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.reference.interval import Interval


def equal_design(respondents, population=10**9):
    return stratified(np.full(respondents, "NL"), {"NL": population})


def share(successes, respondents, population=10**9):
    given = np.arange(respondents)[None, :] < successes
    return estimation.shares(equal_design(respondents, population), given, np.ones(respondents, bool), 0.95)[0]


def test_wilson_interval_agrees_with_newcombe_1998():
    # Newcombe (1998), table I: 81 of 263, method 3.
    low, high = estimation.wilson(81 / 263, 263, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_five_out_of_five_is_no_certainty():
    estimate = share(5, 5)
    # n_eff = 4, t(4) = 2.776: 4 / (4 + 2.776^2) = 0.3416
    assert estimate.interval.low == pytest.approx(0.3416, abs=1e-4)
    assert estimate.interval.high == 1.0


def test_nobody_is_surer_the_more_of_the_list_answered():
    # 0 of 10 of 20: n_eff = 9 / (1 - 10/20) = 18; t(9) = 2.26216: 5.11736 / (18 + 5.11736) = 0.221365
    assert share(0, 10, population=20).interval == pytest.approx((0, 0.221365), abs=1e-5)
    # of a list without end n_eff is 9: 5.11736 / 14.11736 = 0.362487
    assert share(0, 10).interval.high == pytest.approx(0.362487, abs=1e-5)


def test_two_respondents_leave_one_degree_of_freedom_and_one_no_less():
    assert [estimation.quantile(equal_design(count), 0.95) for count in (1, 2, 3)] == pytest.approx(
        [12.7062, 12.7062, 4.3027], abs=1e-4
    )


def test_everyone_answered_is_exact():
    estimate = share(5, 20, population=20)
    assert (estimate.value, estimate.interval) == (0.25, (0.25, 0.25))


@given(st.integers(2, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval_and_the_interval_in_0_to_1(pair):
    successes, respondents = pair
    estimate = share(successes, respondents)
    assert 0 <= estimate.interval.low <= estimate.value <= estimate.interval.high <= 1
    assert estimate.interval.width > 0


def test_a_share_had_others_answered_by_hand():
    # Of 100 that answered 60 said yes; answering 1.2 times as often they stand for 50 beside 40: 5 of 9; 0.8: 75 of 115
    lower, higher = estimation.answered_otherwise(np.array([0.6, 0.0, 1.0]), 0.2)
    assert lower == pytest.approx([5 / 9, 0, 1])
    assert higher == pytest.approx([75 / 115, 0, 1])
    assert estimation.answered_otherwise(np.array([0.6]), 0.0)[0] == pytest.approx([0.6])
    assert np.isnan(estimation.answered_otherwise(np.array([np.nan]), 0.2)[0]).all()


def test_median_interval_are_values_that_were_given():
    values, everybody = np.arange(1.0, 101.0), np.ones(100, bool)
    estimate = quantities.median(equal_design(100), values, everybody, 0.95)
    assert estimate.value == 50
    # 0.5 -+ t(99) * sqrt(0.25 / 99) = 0.400 and 0.600: the 41st and the 60th value, as 0.4003 and 0.5997 are passed
    assert estimate.interval == (41, 60)


def test_where_one_initiative_alone_gives_an_amount_the_log_t_interval_is_all_there_is():
    """Of 4 of 400: mean 2, SE = sqrt(0.99 * 16 / 4), t(3) = 3.1824; by hand 2 / 23.7 to 2 * 23.7."""
    design = stratified(np.full(4, "a"), {"a": 400})
    estimate = quantities.mean(design, np.array([8.0, 0, 0, 0]), np.ones(4, bool), 0.95)
    assert (estimate.value, estimate.error) == pytest.approx((2, 1.98997), rel=1e-5)
    assert tuple(estimate.interval) == pytest.approx((2 / 23.725, 2 * 23.725), rel=1e-3)


def test_a_mean_of_nothing_but_zeros_has_no_interval():
    estimate = quantities.mean(equal_design(12), np.zeros(12), np.ones(12, bool), 0.95)
    assert estimate.value == 0
    assert estimate.interval is None


def test_scenario_band_lowers_the_mean_if_larger_initiatives_answered_more():
    amounts = np.exp(np.linspace(0, 6, 200))
    lower, higher = quantities.scenario_band(equal_design(200), amounts, np.ones(200, bool), 0.2)
    assert lower < 1 < higher
    assert quantities.scenario_band(equal_design(9), np.full(9, 4.0), np.ones(9, bool), 0.2) == (1, 1)


def test_each_limit_of_a_total_moves_by_its_own_factor():
    total = Estimate(100.0, Interval(80.0, 130.0), 40)
    assert quantities.widened(total, (0.9, 1.2)).interval == pytest.approx((72, 156))
    assert quantities.widened(total, (1.0, 1.2)).interval == pytest.approx((80, 156))
    assert quantities.widened(total, (0.9, 1.0)).interval == pytest.approx((72, 130))
    assert quantities.widened(Estimate(0.0, None, 40), (0.9, 1.2)).interval is None


def test_scenario_band_by_hand():
    # log(1 + amount) is 1, 2 and 3: standardised -1.2247, 0, 1.2247; exp(-+ 0.2 z) gives weights 1.2776, 1, 0.7827
    amounts = np.expm1([1.0, 2.0, 3.0])
    low, high = quantities.scenario_band(equal_design(3), amounts, np.ones(3, bool), 0.2)
    assert low == pytest.approx(
        (1.27757 * amounts[0] + amounts[1] + 0.78274 * amounts[2]) / 3.06031 / amounts.mean(), abs=1e-4
    )
    assert high == pytest.approx(
        (0.78274 * amounts[0] + amounts[1] + 1.27757 * amounts[2]) / 3.06031 / amounts.mean(), abs=1e-4
    )


def test_interval_of_a_skewed_mean_by_hand():
    # Logarithms 0, 1, 2, 3, 4: m = 2, s^2 = 2.5; t(4) = 2.77645, chi^2(4) at 2.5 and 97.5%: 0.484419 and 11.1433.
    # s^2 / 2 from 0.448700 to 10.321645; Wilson of 5 of 5 with t(4): from 5 / (5 + 7.70867) = 0.393427.
    # Below: hypot(log 1/0.393427 = 0.932860, 1.963247, 1.25 - 0.448700); above: hypot(1.963247, 10.321645 - 1.25).
    estimate = quantities.mean(equal_design(5), np.exp(np.arange(5.0)), np.ones(5, bool), 0.95)
    assert np.log(estimate.interval.low) == pytest.approx(
        3.25 - np.sqrt(0.932860**2 + 1.963247**2 + 0.801300**2), abs=1e-4
    )
    assert np.log(estimate.interval.high) == pytest.approx(3.25 + np.hypot(1.963247, 9.071645), abs=1e-4)


def test_the_interval_of_a_mean_closes_when_the_whole_list_answered():
    estimate = quantities.mean(equal_design(5, population=5), np.exp(np.arange(5.0)), np.ones(5, bool), 0.95)
    middle = np.exp(3.25)  # what is left is the distance between the two ways of estimating the mean
    assert estimate.interval == pytest.approx(tuple(sorted((middle, estimate.value))))


def test_amounts_of_nothing_widen_the_interval_of_a_mean():
    everybody, some = np.full(20, 8.0), np.repeat([0.0, 16.0], 10)
    first, second = (quantities.mean(equal_design(20), each, np.ones(20, bool), 0.95) for each in (everybody, some))
    assert first.value == second.value == 8
    assert second.interval.high / second.interval.low > 1.5 * first.interval.high / first.interval.low


def p_value(successes, respondents):
    given = np.concatenate([np.arange(n) < k for k, n in zip(successes, respondents, strict=True)])[None, :]
    here = np.arange(sum(respondents)) < respondents[0]
    return comparison.p_values(equal_design(sum(respondents)), given, here, ~here)[0]


def test_score_test_agrees_with_arithmetic():
    # 40/100 against 30/100: pooled 0.35, error sqrt(0.35 * 0.65 * 0.02) = 0.067454, z = 1.48249, p = 0.1382;
    # n_eff is n - 1/2, as the variance of the pooled sample is over 199, so z is a quarter of a percent smaller
    assert p_value((40, 30), (100, 100)) == pytest.approx(0.1382, abs=1e-3)


def test_a_difference_is_tested_as_if_the_lists_had_no_end():
    """Two halves of a list that all answered differ for certain, and yet it may be chance."""
    given = np.concatenate([np.arange(50) < 30, np.arange(50) < 20])[None, :]
    here = np.arange(100) < 50
    everybody = comparison.p_values(equal_design(100, population=100), given, here, ~here)[0]
    assert everybody == pytest.approx(comparison.p_values(equal_design(100), given, here, ~here)[0])
    assert 0.04 < everybody < 0.06  # z = 0.2 / sqrt(0.25 x 0.04) = 2, of n_eff a little less


def test_small_expected_counts_get_fishers_exact_test():
    # The lady tasting tea: 3 of 4 against 1 of 4, two-sided p = 0.4857 (Fisher 1935).
    assert p_value((3, 1), (4, 4)) == pytest.approx(0.4857, abs=1e-4)


@pytest.mark.parametrize(
    ("given", "sizes", "exact"),
    [
        ((5, 45), (10, 90), False),  # 10 x 50 / 100 is 5
        ((5, 44), (10, 90), True),
        ((3, 7), (10, 10), False),  # both groups expect 5
        ((3, 6), (10, 10), True),
        ((7, 4), (10, 10), True),  # 4.5 of those who did not
        ((8, 21), (16, 75), False),  # 16 x 29 / 91 is 5.1
        ((7, 21), (16, 75), True),  # 16 x 28 / 91 is 4.9
    ],
)
def test_an_expected_count_of_exactly_five_is_large_enough(given, sizes, exact):
    groups = [np.arange(n) < k for k, n in zip(given, sizes, strict=True)]
    assert significance.is_small(*groups) is significance.is_small(*groups[::-1]) is exact


def pairs_of_groups():
    sizes = st.integers(2, 120)
    group = sizes.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    return st.tuples(group, group)


@given(pairs_of_groups())
@example(((5, 10), (45, 90)))
@example(((7, 35), (5, 49)))  # 35 x 12 / 84 is 5: in floating point it lies on either side
def test_which_group_comes_first_decides_nothing(pair):
    (one, n), (other, m) = pair
    assert p_value((one, other), (n, m)) == pytest.approx(p_value((other, one), (m, n)), rel=1e-9)


def test_what_nobody_or_everybody_gives_makes_no_claim():
    assert p_value((0, 0), (20, 30)) == 1 == p_value((20, 30), (20, 30))


def test_five_of_five_makes_no_claim():
    assert p_value((5, 50), (5, 100)) > 0.05


@given(st.lists(st.integers(0, 60), min_size=2, max_size=2), st.lists(st.integers(0, 400), min_size=2, max_size=2))
def test_fishers_exact_test_agrees_with_scipy(given, not_given):
    groups = [np.arange(yes + no) < yes for yes, no in zip(given, not_given, strict=True)]
    expected = stats.fisher_exact(np.transpose([given, not_given])).pvalue
    assert significance.fisher_exact(*groups) == pytest.approx(expected, rel=1e-6, abs=0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_benjamini_hochberg_agrees_with_scipy(chances):
    chances = np.array(chances)
    assert significance.adjusted(chances) == pytest.approx(stats.false_discovery_control(chances))


def test_nothing_tested_is_nothing_adjusted():
    assert np.isnan(significance.adjusted(np.array([np.nan, np.nan]))).all()
    assert len(significance.adjusted(np.array([]))) == 0


def test_benjamini_hochberg_skips_what_was_not_tested():
    adjusted = significance.adjusted(np.array([0.01, np.nan, 0.04, 0.03]))
    assert np.isnan(adjusted[1])
    assert adjusted[[0, 2, 3]] == pytest.approx([0.03, 0.04, 0.04])


@pytest.mark.parametrize(
    ("respondents", "width", "expected"),
    [(9, 0.01, "D"), (10, 0.1, "C"), (19, 0.1, "C"), (20, 0.35, "B"), (20, 0.36, "C"), (30, 0.2, "A"), (30, 0.21, "B")],
)
def test_publication_classes(book, respondents, width, expected):
    estimate = Estimate(0.5, Interval(0.5 - width / 2, 0.5 + width / 2), respondents)
    assert disclosure.share_class(estimate, book.publication) == expected


def figure(table, **key):
    rows = table
    for name, value in key.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_kind_that_answered_in_one_province_only_stops_nothing(book):
    answers = {"PV30": ["stichting"] * 20, "PV25": ["cooperatie"] * 20}
    inventory, responses = tables(book, answers)
    inventory["form"] = np.where(inventory["initiative_id"].str.fullmatch(r"PV30-\d+|.*-[0-4]\d"), "dorp", "buurt")
    inventory.loc[inventory["initiative_id"].str.fullmatch(r"PV25-1?\d"), "form"] = "buurt"
    design = weighting(inventory, responses, book).national
    assert design.weights.sum() == pytest.approx(len(inventory))
    assert np.isfinite(design.weights).all() and (design.weights > 0).all()


@pytest.fixture(scope="module")
def made(book):
    answers = {
        "PV30": ["cooperatie"] * 30 + ["stichting"] * 10,
        "PV25": ["stichting"] * 36 + ["cooperatie"] * 4,
        "PV24": ["stichting"] * 9,
        "PV29": ["geen"] * 12,
    }
    return aggregation.figures(*tables(book, answers), book, book.wave("voorbeeld"))


def test_figures_have_the_agreed_columns_and_unique_keys(made):
    assert list(made.columns) == list(aggregation.COLUMNS)
    assert not made.duplicated(["wave", "area", "indicator", "answer"]).any()


def test_a_share_with_its_base_and_population(made):
    row = figure(made, area="PV30", indicator="q07", answer="cooperatie")
    assert (row["value"], row["respondents"], row["population"], row["kind"]) == (0.75, 40, 50, "share")


def test_country_and_part_are_sums_of_their_provinces(made):
    # Response groups: Groningen to Gelderland (300 initiatives, 4 of 49 answers), Utrecht to Zeeland (200, 0 of 12),
    # Noord-Brabant and Limburg (100, 30 of 40).
    country = (300 * 4 / 49 + 200 * 0 + 100 * 30 / 40) / 600
    assert figure(made, area="NL", indicator="q07", answer="cooperatie")["value"] == pytest.approx(country)
    assert figure(made, area="LD02", indicator="q07", answer="cooperatie")["value"] == pytest.approx(4 / 49)
    assert figure(made, area="NL", indicator="initiatives", answer="")["value"] == 600


def test_reference_is_the_rest_of_the_country_without_the_province(made):
    brabant = figure(made, area="PV30", indicator="q07", answer="cooperatie")
    assert brabant["reference"] == pytest.approx(300 * 4 / 49 / 500)
    assert np.isnan(figure(made, area="NL", indicator="q07", answer="cooperatie")["reference"])


def test_the_median_of_the_rest_of_the_country_is_without_the_province(book):
    inventory, responses = tables(book, {"PV30": ["geen"] * 30, "PV25": ["geen"] * 30})
    responses["q16"] = np.repeat([1000.0, 10.0, 20.0], [30, 15, 15])  # with its own, more than half is above 10
    made = aggregation.figures(inventory, responses, book, book.wave("voorbeeld"))
    row = figure(made, area="PV30", indicator="q16", kind="median")
    assert (row["value"], row["reference"]) == (1000, 10)


def test_a_clear_difference_is_demonstrable_and_says_which_way(made):
    assert figure(made, area="PV30", indicator="q07", answer="cooperatie")["compared"] == "higher"
    assert figure(made, area="PV30", indicator="q07", answer="stichting")["compared"] == "lower"


def test_only_shares_of_answers_say_what_they_would_be_had_others_answered(made, book):
    told = disclosure.published(made, book)
    row = figure(told, area="PV30", indicator="q07", answer="cooperatie")
    # 0.75 / 1.2 over 0.875, and 0.75 / 0.8 over 1.1875
    assert (row["scenario_low"], row["scenario_high"]) == (0.714, 0.789)
    others = told[told["hidden"] | ~told["kind"].eq("share") | told["low"].isna()]
    assert others[["scenario_low", "scenario_high"]].isna().all(axis=None)


def test_years_are_a_margin_of_the_weights(book):
    """Of 50 per province the young are half and all that answered in Noord-Brabant, and a fifth elsewhere."""
    inventory, responses = tables(book, {code.code: ["geen"] * 20 for code in book.provinces})
    number = inventory["initiative_id"].str.split("-").str[1].astype(int)
    inventory["start_year"] = np.where(number % 5 == 0, 2021.0, np.where(number < 30, 2012.0, np.nan))
    made = weighting(inventory, responses, book)
    stood_for = pd.Series(made.national.weights).groupby(number[responses.index % 20].to_numpy() % 5 == 0).sum()
    assert stood_for[True] == pytest.approx((inventory["start_year"] == 2021).sum())
    assert made.national.weights.sum() == pytest.approx(len(inventory))


def test_nine_answers_are_hidden_and_leave_no_number(made):
    rows = made[(made["area"] == "PV24") & (made["indicator"] == "q07")]
    assert rows["hidden"].all()
    assert rows[["value", "low", "high", "reference", "p_adjusted"]].isna().all(axis=None)
    assert set(rows["reason"]) == {disclosure.TOO_FEW}
    assert set(rows["respondents"]) == {9}


def test_ten_to_nineteen_answers_are_not_tested(made):
    row = figure(made, area="PV29", indicator="q07", answer="geen")
    assert (row["quality"], row["compared"]) == ("C", "not_tested")


def test_answers_from_outside_the_list_do_not_count(book):
    inventory, responses = tables(book, {"PV30": ["cooperatie"] * 20})
    responses["initiative_id"] = responses["initiative_id"].where(responses.index >= 5)
    made = aggregation.figures(inventory, responses, book, book.wave("voorbeeld"))
    assert figure(made, area="PV30", indicator="q07", answer="cooperatie")["respondents"] == 15


def test_no_opinion_is_not_in_the_base_and_groups_add_up(book):
    inventory, responses = tables(book, {"PV30": ["geen"] * 40})
    responses["q30"] = pd.Series(["e5"] * 10 + ["e4"] * 5 + ["e1"] * 5 + ["wn"] * 20, dtype="str")
    made = aggregation.figures(inventory, responses, book, book.wave("voorbeeld"))
    assert figure(made, area="PV30", indicator="q30", answer="eens")["value"] == 0.75
    assert figure(made, area="PV30", indicator="q30", answer="eens")["respondents"] == 20


def test_a_small_cell_of_a_sensitive_question_hides_the_whole_question_there(book):
    inventory, responses = tables(book, {"PV30": ["geen"] * 40, "PV25": ["geen"] * 40})
    responses["q23"] = pd.Series(["k1"] * 36 + ["k5"] * 4 + ["k1"] * 20 + ["k2"] * 20, dtype="str")
    made = aggregation.figures(inventory, responses, book, book.wave("voorbeeld"))
    brabant = made[(made["area"] == "PV30") & (made["indicator"] == "q23")]
    assert brabant["hidden"].all()
    assert set(brabant["reason"]) == {disclosure.SMALL_CELL}
    elsewhere = made[(made["area"] != "PV30") & (made["indicator"] == "q23")]
    assert disclosure.SMALL_CELL not in set(elsewhere.loc[elsewhere["area"].str.startswith("PV"), "reason"])


@pytest.fixture(scope="module")
def of_the_list(book):
    """Of 50 initiatives a province 30 are a stadsdorp, 15 a zorgcooperatie and 5 of a kind that is not known.

    In Noord-Brabant 20 of the first answered, in Zeeland nobody; in Drenthe the kind of only 9 is known, and the year
    of 10. All others began in 2015.
    """
    inventory, responses = tables(book, {"PV30": ["geen"] * 20, "PV25": ["geen"] * 12})
    number = inventory["initiative_id"].str.split("-").str[1].astype(int)
    drenthe = inventory["province"] == "PV22"
    kinds = np.select([number < 30, number < 45], ["stadsdorp", "zorgcooperatie"], "")
    inventory["form"] = pd.Series(kinds).mask((kinds == "") | (drenthe & (number >= 9)))
    inventory["start_year"] = inventory["start_year"].mask(drenthe & (number >= 10))
    return aggregation.figures(inventory, responses, book, book.wave("voorbeeld"))


def test_a_share_of_the_list_is_of_those_of_which_it_is_known(of_the_list):
    row = figure(of_the_list, area="PV30", indicator="list_form", answer="stadsdorp")
    assert (row["value"], row["respondents"], row["quality"], row["hidden"]) == (30 / 45, 45, "A", False)
    assert np.isnan(row["low"])
    # Eleven provinces with 30 of 45, and Drenthe with 9 of 9
    row = figure(of_the_list, area="NL", indicator="list_form", answer="stadsdorp")
    assert (row["value"], row["respondents"]) == (339 / 504, 504)
    assert figure(of_the_list, area="PV22", indicator="list_form", answer="stadsdorp")["reason"] == disclosure.TOO_FEW


def test_classes_of_years_are_counted_where_ten_are_known(of_the_list):
    ten = figure(of_the_list, area="PV22", indicator="list_start", answer="van2015")
    assert (ten["value"], ten["respondents"], ten["quality"], ten["hidden"]) == (10, 10, "A", False)
    assert figure(of_the_list, area="NL", indicator="list_start", answer="van2015")["value"] == 560
    assert figure(of_the_list, area="NL", indicator="list_start", answer="van2020")["value"] == 0


def test_who_took_part_is_told_of_each_group_that_is_large_enough(of_the_list):
    row = figure(of_the_list, area="PV30", indicator="participation_form", answer="stadsdorp")
    assert (row["value"], row["respondents"], row["hidden"]) == (20 / 30, 30, False)
    assert figure(of_the_list, area="PV30", indicator="participation_form", answer="zorgcooperatie")["value"] == 0
    assert figure(of_the_list, area="PV29", indicator="participation_form", answer="stadsdorp")["value"] == 0
    few = figure(of_the_list, area="PV22", indicator="participation_form", answer="stadsdorp")
    assert (few["hidden"], few["reason"]) == (True, disclosure.TOO_FEW)
    assert set(of_the_list.loc[of_the_list["indicator"] == "participation_networks", "area"]) == {"NL"}


def test_inputs_are_not_changed(book):
    inventory, responses = tables(book, {"PV30": ["geen"] * 12})
    before = inventory.copy(), responses.copy()
    aggregation.figures(inventory, responses, book, book.wave("voorbeeld"))
    pd.testing.assert_frame_equal(inventory, before[0])
    pd.testing.assert_frame_equal(responses, before[1])

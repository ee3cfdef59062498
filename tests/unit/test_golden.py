"""Agreement with R's survey package 4.5 on a synthetic monitor: estimates to 1e-8, standard errors to 1e-6."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
from support import SUPPORT

from monitor_lib.figures import history
from monitor_lib.figures.estimates import association, estimation, quantities
from monitor_lib.figures.respondents import design

GOLDEN = SUPPORT / "golden"
EXPECTED = json.loads((GOLDEN / "expected_r_survey.json").read_text("utf-8"))["expected"]
INVENTORY = pd.read_csv(GOLDEN / "inventory.csv")
SURVEY = pd.read_csv(GOLDEN / "survey.csv")
FIRST = SURVEY[SURVEY["golf"] == 1].reset_index(drop=True)
PROVINCE, TYPE = FIRST["provincie"].to_numpy(str), FIRST["type"].to_numpy(str)
EVERYBODY = np.ones(len(FIRST), dtype=bool)


def designs():
    totals = [INVENTORY[name].value_counts().to_dict() for name in ("provincie", "type")]
    by_province = design.stratified(PROVINCE, totals[0])
    equal = design.stratified(np.full(len(FIRST), "NL"), {"NL": len(INVENTORY)})
    return {
        "A_strat": by_province,
        "B_raked": design.raked(equal, [PROVINCE, TYPE], totals),
        "C_strat_raked": design.raked(by_province, [PROVINCE, TYPE], totals),
    }


DESIGNS = designs()


@pytest.fixture(params=DESIGNS)
def name(request):
    return request.param


def close(ours, theirs, relative):
    assert ours == pytest.approx(theirs, rel=relative, abs=1e-12)


def test_weights(name):
    made, expected = DESIGNS[name], EXPECTED[f"{name}.weights"]
    close(made.weights.sum(), expected["sum"], 1e-10)
    close((made.weights.min(), made.weights.max()), (expected["min"], expected["max"]), 1e-10)
    close(made.effect, expected["kish_deff"], 1e-10)
    assert made.degrees == expected["degf"]


@pytest.mark.parametrize("variable", ["ontmoeting", "stichting", "zorg", "zeldzaam", "tevreden", "vol", "leden"])
def test_means_and_their_standard_errors(name, variable):
    amounts = FIRST[variable].to_numpy(float)
    estimate = quantities.mean(DESIGNS[name], amounts, ~np.isnan(amounts), 0.95)
    expected = EXPECTED[f"{name}.mean.{variable}"]
    close(estimate.value, expected["est"], 1e-8)
    close(estimate.error, expected["se"], 1e-6)


@pytest.mark.parametrize("variable", ["ontmoeting", "stichting", "zorg", "zeldzaam"])
def test_wilson_intervals_of_shares(name, variable):
    given = FIRST[[variable]].to_numpy().T == 1
    estimate = estimation.shares(DESIGNS[name], given, EVERYBODY, 0.95)[0]
    expected = EXPECTED[f"{name}.ciprop.wilson.{variable}"]
    close(estimate.value, expected["est"], 1e-8)
    close(estimate.interval, tuple(expected["ci"]), 1e-6)


@pytest.mark.parametrize("variable", ["vol", "leden"])
def test_totals_and_their_standard_errors(name, variable):
    amounts = FIRST[variable].fillna(0).to_numpy(float)
    expected = EXPECTED[f"{name}.total.{variable}"]
    close(DESIGNS[name].weights @ amounts, expected["est"], 1e-8)
    close(np.sqrt(design.covariance(DESIGNS[name], amounts[:, None])[0, 0]), expected["se"], 1e-6)


@pytest.mark.parametrize(("domain", "column"), [("provincie", PROVINCE), ("type", TYPE)])
def test_shares_of_domains(name, domain, column):
    expected = EXPECTED[f"{name}.by.{domain}.ontmoeting"]
    given = FIRST[["ontmoeting"]].to_numpy().T == 1
    for level, value, error in zip(expected["levels"], expected["est"], expected["se"], strict=True):
        estimate = estimation.shares(DESIGNS[name], given, column == level, 0.95)[0]
        close(estimate.value, value, 1e-8)
        assert estimate.error == pytest.approx(error, rel=1e-6, abs=1e-9)


def test_totals_of_provinces(name):
    expected = EXPECTED[f"{name}.bytotal.provincie.leden"]
    amounts = FIRST["leden"].fillna(0).to_numpy(float)
    for level, value, error in zip(expected["levels"], expected["est"], expected["se"], strict=True):
        own = np.where(level == PROVINCE, amounts, 0.0)
        close(DESIGNS[name].weights @ own, value, 1e-8)
        close(np.sqrt(design.covariance(DESIGNS[name], own[:, None])[0, 0]), error, 1e-6)


def test_median_and_its_woodruff_interval(name):
    made, expected = DESIGNS[name], EXPECTED[f"{name}.quantile.leden"]
    estimate = quantities.median(made, FIRST["leden"].to_numpy(float), EVERYBODY, 0.95)
    assert estimate.value == expected["est"][1]
    half = estimate.interval.width / 2 / estimation.quantile(made, 0.95)
    close(half, expected["se"][1], 1e-6)


def test_rao_scott_chi_square(name):
    expected = EXPECTED[f"{name}.chisq_F.ontmoeting_type"]
    meeting = np.array([FIRST["ontmoeting"] == value for value in (0, 1)])
    kinds = np.array([value == TYPE for value in np.unique(TYPE)])
    test = association.association(DESIGNS[name], meeting, kinds, EVERYBODY)
    close(test.statistic, expected["stat"], 1e-6)
    close(test.degrees, tuple(expected["df"]), 1e-6)
    close(test.p_value, expected["p"], 1e-5)


def test_where_two_halves_are_the_same_no_table_is_further_from_chance():
    first = np.arange(20) < 10
    halves = np.array([first, ~first])
    made = design.stratified(np.full(20, "NL"), {"NL": 100})
    test = association.association(made, halves, halves, np.ones(20, dtype=bool))
    assert (test.statistic, test.p_value) == (np.inf, 0.0)


SECOND = SURVEY[SURVEY["golf"] == 2].reset_index(drop=True)
WAVES = (FIRST, SECOND)


@pytest.fixture(scope="module")
def panel():
    ids = [wave["id"].to_numpy(str) for wave in WAVES]
    provinces = SURVEY.set_index("id")["provincie"].to_dict()
    return history.panel(*ids, provinces, INVENTORY["provincie"].value_counts().to_dict())


def domains():
    sizes = INVENTORY["provincie"].value_counts().to_dict()
    for wave in WAVES:
        given = wave[["ontmoeting"]].to_numpy().T == 1
        yield history.Domain(design.stratified(wave["provincie"].to_numpy(str), sizes), given, np.ones(len(wave), bool))


@pytest.mark.parametrize(("kind", "sizes"), [("fpc", 1), ("nofpc", np.inf)])
def test_trend_of_a_panel(panel, kind, sizes):
    expected = EXPECTED[f"trend.panel.{kind}"]
    made = dataclasses.replace(panel, sizes=panel.sizes * sizes)
    waves = tuple(domains())
    shares = [estimation.ratios(wave.design, wave.given.T.astype(float), wave.inside) for wave in waves]
    close([value[0] for value, _ in shares], expected["wave"], 1e-8)
    scores = [design.scores(wave.design, influence) for wave, (_, influence) in zip(waves, shares, strict=True)]
    then, now, together = (part[0] for part in history.covariances(made, *scores))
    close(np.sqrt([then, now]), expected["wave_se"], 1e-6)
    close(np.sqrt(then + now - 2 * together), expected["diff_se"], 1e-6)
    estimates = tuple(estimation.shares(wave.design, wave.given, wave.inside, 0.95) for wave in waves)
    change = history.changes(made, waves, estimates)[0]
    close(change.value, expected["diff"], 1e-8)
    close(change.error, expected["diff_se"], 1e-6)


def test_trend_without_the_panel_is_that_of_two_samples():
    waves = tuple(domains())
    variances = [estimation.shares(wave.design, wave.given, wave.inside, 0.95)[0].error ** 2 for wave in waves]
    expected = EXPECTED["trend.independent.fpc"]
    close(np.sqrt(sum(variances)), expected["diff_se"], 1e-6)


def test_five_of_five_in_flevoland_has_an_interval():
    flevoland = PROVINCE == "Flevoland"
    estimate = estimation.shares(DESIGNS["A_strat"], FIRST[["ontmoeting"]].to_numpy().T == 1, flevoland, 0.95)[0]
    assert estimate.value == 1
    assert estimate.interval.low < 0.7


def test_response_groups_join_neighbours_until_all_are_large_enough():
    answers = {"PV20": 20, "PV21": 23, "PV22": 8, "PV23": 36, "PV24": 6, "PV25": 41, "PV30": 4, "PV31": 3}
    parts = {"PV20": "N", "PV21": "N", "PV22": "N", "PV23": "O", "PV24": "O", "PV25": "O", "PV30": "Z", "PV31": "Z"}
    groups = design.response_groups(answers, parts, 10)
    assert groups["PV22"] == groups["PV21"] == "PV21+PV22"
    assert groups["PV24"] == groups["PV23"] == "PV23+PV24"
    assert groups["PV20"] == "PV20"
    assert groups["PV31"] == groups["PV30"] == "PV25+PV30+PV31"


def test_raking_to_totals_that_contradict_each_other_is_refused():
    made = design.stratified(np.array(["x"] * 4), {"x": 40})
    columns = [np.array(["a", "a", "b", "b"]), np.array(["c", "c", "d", "d"])]
    with pytest.raises(ValueError, match="contradict"):
        design.raked(made, columns, [{"a": 30, "b": 10}, {"c": 10, "d": 30}])

"""R-indicators against arithmetic done by hand, a published example, and lists of which the truth is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from monitor_lib.figures.respondents import representativity
from monitor_lib.figures.respondents.representativity import propensities

CARD = Path(__file__).parents[1] / "support" / "golden" / "card.csv"


def two_groups():
    """A list of 500: of 200 in the north 120 answered, of 300 in the south 120."""
    home = np.repeat(["north", "south"], [200, 300])
    answered = np.concatenate([np.arange(200) < 120, np.arange(300) < 120])
    return answered, home, propensities(answered, (home == "south")[:, None].astype(float))


def test_chances_of_groups_are_their_response_rates():
    _, home, made = two_groups()
    assert made.chances[home == "north"] == pytest.approx(0.6)
    assert made.chances[home == "south"] == pytest.approx(0.4)


def test_r_indicator_by_hand():
    *_, made = two_groups()
    found = representativity.r_indicator(made)
    # Mean chance 0.48: S^2 = (200 x 0.12^2 + 300 x 0.08^2) / 499 = 4.8 / 499, S = 0.09808.
    assert found.unadjusted == pytest.approx(1 - 2 * 0.0980781, abs=1e-6)
    # A chance of 0.6 of 200 has variance 0.0012, one of 0.4 of 300 0.0008: on average 0.00096 is noise.
    assert found.value == pytest.approx(1 - 2 * np.sqrt(4.8 / 499 - 0.00096), abs=1e-9)
    # 0.096^2 (0.0012 + 0.0008) + 2 x 0.24^2 (0.0012 + 0.0008)^2 = 1.88928e-5, over S^2 = 0.0096
    assert found.error == pytest.approx(np.sqrt(1.88928e-5 / 0.0096), abs=1e-7)


def test_partial_r_indicators_by_hand():
    _, home, made = two_groups()
    shrunk = np.sqrt((4.8 / 499 - 0.00096) / (4.8 / 499))
    found = representativity.of_categories(made, home)
    # sqrt(200/500) x 0.12 and sqrt(300/500) x -0.08
    assert found["north"].unadjusted == pytest.approx(0.0758947, abs=1e-6)
    assert found["south"].unadjusted == pytest.approx(-0.0619677, abs=1e-6)
    assert found["north"].value == pytest.approx(0.0758947 * shrunk, abs=1e-6)
    # sqrt(0.4) x sd of 0.6 (rate north - rate south) = 0.6325 x 0.6 x sqrt(0.0020)
    assert found["north"].error == pytest.approx(0.0169706, abs=1e-6)
    trait = representativity.of_trait(made, home)
    assert trait.unadjusted == pytest.approx(np.sqrt(0.0096))
    assert trait.error == pytest.approx(representativity.r_indicator(made).error / 2)


@pytest.mark.parametrize(("who", "published"), [("south", 0.86107378), ("black", 0.85336485)])
def test_the_published_example_of_sampcompR(who, published):
    """R package sampcompR 0.2, reference page of R_indicator: the survey of men of Card (1995), 1,619 complete rows."""
    card = pd.read_csv(CARD)
    traits = card[["age", "educ", "fatheduc", "motheduc", "wage", "IQ"]].to_numpy(float)
    weights = card["weight"].to_numpy(float)
    made = propensities(card[who].to_numpy(float), traits, weights)
    assert len(card) == 1619
    assert representativity.r_indicator(made, weights).unadjusted == pytest.approx(published, abs=1e-8)


def test_equal_chances_give_one_and_the_adjustment_takes_off_what_chance_adds():
    draw, groups = np.random.default_rng(7), np.repeat(np.arange(12), 100)
    found = [
        representativity.r_indicator(
            propensities(draw.random(1200) < 0.22, representativity.covariates(pd.DataFrame({"home": groups})))
        )
        for _ in range(200)
    ]
    assert np.mean([each.unadjusted for each in found]) < 0.93
    assert np.mean([(1 - each.value) ** 2 for each in found]) < 0.4 * np.mean(
        [(1 - each.unadjusted) ** 2 for each in found]
    )


def test_with_known_chances_the_standard_error_is_that_of_many_lists():
    draw, rates = np.random.default_rng(11), np.repeat([0.15, 0.25, 0.45], [500, 600, 400])
    groups = representativity.covariates(pd.DataFrame({"home": rates}))
    found = [representativity.r_indicator(propensities(draw.random(1500) < rates, groups)) for _ in range(400)]
    truth = 1 - 2 * rates.std()
    assert np.mean([each.value for each in found]) == pytest.approx(truth, abs=0.006)
    assert np.mean([each.error for each in found]) == pytest.approx(np.std([each.value for each in found]), rel=0.1)
    held = [abs(each.value - truth) <= 1.96 * each.error for each in found]
    assert 0.92 <= np.mean(held) <= 0.98


def test_a_group_that_all_answered_and_columns_that_follow_from_others():
    home = np.repeat(["a", "b", "c"], [30, 40, 50])
    answered = np.concatenate([np.ones(30, bool), np.zeros(40, bool), np.arange(50) < 20])
    columns = np.array([home == name for name in "abc"], dtype=float).T  # with the constant one too many
    made = propensities(answered, columns)
    assert [round(float(made.chances[home == name][0]), 6) for name in "abc"] == [1, 0, 0.4]
    assert np.isfinite(representativity.r_indicator(made).error)


def test_what_is_not_known_is_a_category_and_names_do_not_matter():
    traits = pd.DataFrame({"home": ["a", "b", None, "b", None, "a"]})
    assert representativity.covariates(traits).shape == (6, 2)
    answered, home, made = two_groups()
    other = np.where(home == "north", "z", "y")
    renamed = propensities(answered, representativity.covariates(pd.DataFrame({"home": other})))
    assert representativity.r_indicator(renamed).value == pytest.approx(representativity.r_indicator(made).value)


def test_where_all_are_as_likely_to_answer_nothing_lies_apart_and_nothing_is_divided_by_it():
    made = representativity.Propensities(np.full(8, 0.5), np.tile([0.25, 0.125], (8, 1)), np.diag([0.5, 0.25]))
    assert representativity.r_indicator(made) == representativity.Indicator(1.0, 0.0, 1.0)
    assert representativity.of_trait(made, np.repeat(["a", "b"], 4)) == representativity.Indicator(0.0, 0.0, 0.0)

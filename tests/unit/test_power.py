"""Which tests are judged together, and which difference a sample could have shown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from answered import tables

from monitor_lib.figures import aggregation
from monitor_lib.figures.differences import comparison, power
from monitor_lib.figures.differences.families import adjusted_within, families
from monitor_lib.figures.respondents.design import stratified
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.reference.checks import contradictions


def smallest(share, here, there, level):
    return power.smallest(*(np.array([float(each)]) for each in (share, here, there, level)))[0]


def test_the_smallest_difference_by_hand():
    # Beside 50%, 100 and 100, at 5%: at 19 points the test asks 1.95996 sqrt(0.595 x 0.405 x 0.02) = 0.1361, and
    # 0.84162 sqrt(0.69 x 0.31 / 100 + 0.0025) = 0.0573: 0.1934 in all. At 20 points 0.1358 + 0.0571 = 0.1929.
    assert smallest(0.5, 100, 100, 0.05) == pytest.approx(0.20)
    assert smallest(0.5, 100, 100, 0.0001) > 0.30


def test_a_rare_answer_is_seen_sooner_and_its_mirror_image_as_soon():
    assert smallest(0.1, 40, 280, 0.0005) < smallest(0.5, 40, 280, 0.0005)
    assert smallest(0.1, 40, 280, 0.0005) == smallest(0.9, 40, 280, 0.0005)


def test_where_an_exact_test_is_needed_more_is_asked():
    # Beside 5% of 200, at 5%, 20 answers: with 23 points the pooled share is (5.6 + 10) / 220 = 7.09%, and 1.4 are
    # expected. The test asks for 1.95996 sqrt(0.0709 x 0.9291 x 0.055) = 0.1180, its power for
    # 0.84162 sqrt(0.28 x 0.72 / 20 + 0.0002375) = 0.0855: 0.2035 in all, and half of 0.055 more is 0.2310.
    # At 24 points 0.1191 + 0.0866 + 0.0275 = 0.2332.
    assert smallest(0.05, 20, 200, 0.05) == pytest.approx(0.24)
    assert smallest(0.05, 2000, 2000, 0.05) == pytest.approx(0.03)  # plenty: nothing more is asked
    assert np.isnan(smallest(0.5, 3, 300, 0.0001))  # not even 3 of 3


@pytest.mark.parametrize(("share", "here"), [(0.5, 25), (0.3, 40), (0.15, 80)])
def test_what_is_told_to_be_seen_is_seen_in_four_of_five_samples(share, here):
    draw, rest, level = np.random.default_rng(5), 300 - here, 0.0002
    apart = smallest(share, here, rest, level)
    first = np.arange(300) < here
    given = draw.random((1000, 300)) < np.where(first, share + apart, share)
    design = stratified(np.where(first, "a", "b"), {"a": 10**6, "b": 10**6 * rest // here})
    seen = comparison.p_values(design, given, first, ~first) <= level
    assert 0.72 <= seen.mean() <= 0.9


def figures_of(rows):
    columns = ["wave", "kind", "area", "indicator", "answer", "respondents", "reference", "compared", "hidden"]
    return pd.DataFrame(rows, columns=columns)


def test_headlines_and_changes_of_the_country_are_families_of_their_own(book):
    (question, answer), *_ = book.headlines
    named = families(
        figures_of(
            [
                ("w", "share", "PV20", question, answer, 30, 0.5, "no_difference", False),
                ("w", "share", "LD01", question, answer, 90, 0.5, "no_difference", False),
                ("w", "share", "PV20", "q99", "x", 30, 0.5, "no_difference", False),
                ("w", "change", "PV20", question, answer, 30, 0.5, "no_difference", False),
                ("w", "change", "NL", question, answer, 90, 0.5, "no_difference", False),
            ]
        ),
        book,
    )
    assert named[0] == named[1]
    assert len(set(named)) == 4


def test_each_family_has_its_equal_part_of_false_discoveries():
    p_values = np.array([0.01, 0.04, np.nan, 0.02])
    # a: Benjamini-Hochberg of 0.01 and 0.04 is 0.02 and 0.04, times two families
    assert adjusted_within(p_values, np.array(["a", "a", "a", "b"])) == pytest.approx(
        [0.04, 0.08, np.nan, 0.04], nan_ok=True
    )
    # a family in which nothing was tested takes no part
    alone = adjusted_within(np.array([0.01, np.nan]), np.array(["a", "b"]))
    assert alone[0] == pytest.approx(0.01)
    assert np.isnan(alone[1])


def test_what_could_be_seen_follows_from_what_is_published_alone(book):
    rows = [("w", "share", "NL", "q99", "x", 300, np.nan, "not_tested", False)]
    rows += [("w", "share", f"PV{20 + at}", "q99", "x", 30, 0.5, "no_difference", False) for at in range(3)]
    rows += [("w", "share", "PV25", "q99", "x", 30, 0.5, "higher", False)]
    told = power.detectable(figures_of(rows), book)
    assert np.isnan(told[0])
    # One of four was found, so the second smallest of four p-values may be up to 5% x 2 / 4; 30 beside 270
    assert set(told[1:]) == {smallest(0.5, 30, 270, 0.025)}
    few = figures_of([("w", "share", "NL", "q99", "x", 50, np.nan, "not_tested", False), *rows[1:]])
    assert set(power.detectable(few, book)[1:]) == {smallest(0.5, 30, 20, 0.025)}
    assert smallest(0.5, 30, 20, 0.025) > smallest(0.5, 30, 80, 0.025)
    hidden = figures_of(rows)
    hidden.loc[1, "hidden"] = True
    assert np.isnan(power.detectable(hidden, book)[1])


def test_a_change_is_between_the_answers_of_both_waves(book):
    before, now = book.waves[0].id, book.waves[1].id
    rows = [
        (before, "share", "PV20", "q99", "x", 24, np.nan, "not_tested", False),
        (now, "change", "PV20", "q99", "x", 36, 0.4, "no_difference", False),
    ]
    assert power.detectable(figures_of(rows), book)[1] == smallest(0.4, 36, 24, 0.05)


def test_landsdelen_are_compared_too(book):
    answers = {"PV30": ["cooperatie"] * 30, "PV31": ["cooperatie"] * 20, "PV25": ["stichting"] * 40}
    made = disclosure.published(aggregation.figures(*tables(book, answers), book, book.wave("voorbeeld")), book)
    row = made[(made["area"] == "LD04") & (made["indicator"] == "q07") & (made["answer"] == "cooperatie")].iloc[0]
    assert (row["compared"], row["respondents"]) == ("higher", 50)
    assert row["reference"] < row["value"]
    assert 0 < row["detectable"] < 0.5


def test_thirteen_headlines_or_one_that_is_no_answer_are_named(book):
    first = book.published[0]
    asked = next(question for question in book.published if question.headline)
    for question, answers in ((asked, ("nergens",)), (first, ("x",))):
        wrong = replace(question, headline=answers)
        questions = tuple(wrong if each.id == question.id else each for each in book.questions)
        assert any(f"{question.id}: headline" in fault for fault in contradictions(replace(book, questions=questions)))
    more = replace(asked, headline=(*asked.headline, *book.scale(asked.scale).codes[:1]))
    questions = tuple(more if each.id == asked.id else each for each in book.questions)
    assert len(book.headlines) == 12
    assert any("13 headline answers" in fault for fault in contradictions(replace(book, questions=questions)))
    assert not any("headline" in fault for fault in contradictions(book))


def test_a_high_share_is_as_hard_to_differ_from_as_its_complement():
    shares, here, there, level = np.array([0.05, 0.1, 0.2]), np.full(3, 12.0), np.full(3, 40.0), np.full(3, 0.01)
    low, high = (power.smallest(each, here, there, level) for each in (shares, 1 - shares))
    assert low == pytest.approx(high)

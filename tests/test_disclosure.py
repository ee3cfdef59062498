"""What is hidden stays hidden: hand-made tables, and an attacker who must be able to win before we say he cannot."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib.figures import audit, disclosure
from monitor_lib.figures.estimation import Estimate
from monitor_lib.figures.suppression import COMPLEMENT, complements, sums


def test_one_hidden_province_needs_a_neighbour(book):
    # Drenthe = Noord - Groningen - Fryslân. Hiding Noord does not help: Noord = Nederland - the other landsdelen, and
    # each of those is the sum of its provinces. So a neighbour goes: the one with the fewest respondents.
    respondents = {area.code: 30 for area in book.areas} | {"PV20": 20, "PV21": 22, "PV22": 8}
    assert complements({"PV22"}, book.areas, respondents) == {"PV20"}


def test_hidden_provinces_of_two_landsdelen_hide_those_and_no_province(book):
    # Noord and Oost both go: what is known is their sum, so neither Drenthe nor Flevoland follows.
    assert complements({"PV22", "PV24"}, book.areas, {}) == {"LD01", "LD02"}


def test_two_hidden_provinces_of_one_landsdeel_protect_each_other(book):
    assert complements({"PV20", "PV22"}, book.areas, {}) == set()


def test_nothing_hidden_asks_for_nothing(book):
    assert complements(set(), book.areas, {}) == set()


@given(st.sets(st.sampled_from([f"PV{n}" for n in range(20, 32)] + ["LD01", "LD02", "LD03", "LD04"])))
@settings(max_examples=60, deadline=None)
def test_afterwards_every_sum_has_no_hidden_part_or_at_least_two(hidden):
    from monitor_lib.reference import codebook

    areas = codebook.load().areas
    together = hidden | complements(hidden, areas, {})
    assert "NL" not in together
    for family in sums(areas):
        assert sum(areas[at].code in together for at in family) != 1


def table_of(book, counts: dict[str, dict[str, int]], indicator="q07"):
    """Figures of one question, from the answers per province; D below ten, as the first step of disclosure makes it."""
    answers = [*next(iter(counts.values()))]
    rows = []
    for area in book.areas:
        inside = [p.code for p in book.provinces if area.code in ("NL", p.parent, p.code)]
        summed = {code: sum(counts[p][code] for p in inside) for code in answers}
        base = sum(summed.values())
        rows += [
            {
                "area": area.code,
                "indicator": indicator,
                "answer": code,
                "kind": "share",
                "count": count,
                "respondents": base,
                "quality": "D" if base < 10 else "A",
                "reason": disclosure.TOO_FEW if base < 10 else "",
            }
            for code, count in summed.items()
        ]
    frame = pd.DataFrame(rows)
    return frame.drop(columns="count"), frame[["area", "indicator", "answer", "count"]]


def answers_of(book, seed=1, indicator_codes=("stichting", "vereniging", "cooperatie", "geen", "anders")):
    draw = np.random.default_rng(seed)
    sizes = {province.code: 30 for province in book.provinces} | {"PV22": 8, "PV24": 6}
    return {
        code: dict(zip(indicator_codes, draw.multinomial(size, [0.3, 0.2, 0.2, 0.2, 0.1]).tolist(), strict=True))
        for code, size in sizes.items()
    }


def test_the_attacker_recovers_a_province_from_its_landsdeel(book):
    table, tally = table_of(book, answers_of(book))
    leaks = audit.recovered(table.assign(hidden=table["quality"] == "D"), tally, book)
    assert {leak.area for leak in leaks} == {"PV22", "PV24"}


@pytest.mark.parametrize("seed", range(4))
def test_after_protection_the_attacker_recovers_nothing(book, seed):
    table, tally = table_of(book, answers_of(book, seed))
    safe = disclosure.protected(table, tally, book)
    assert audit.recovered(safe.assign(hidden=safe["quality"] == "D"), tally, book) == []
    assert set(safe.loc[safe["reason"] == COMPLEMENT, "area"]) == {"LD01", "LD02"}
    assert not (safe["quality"] == "D")[safe["area"].isin(["PV20", "PV30", "NL"])].any()


def test_a_sensitive_question_gives_away_no_zero_either(book):
    counts = {code: {"k1": 20, "k2": 10, "k3": 0, "k4": 0, "k5": 0} for code in (p.code for p in book.provinces)}
    counts["PV22"] = {"k1": 8, "k2": 0, "k3": 0, "k4": 0, "k5": 0}
    table, tally = table_of(book, counts, "q23")
    first = audit.recovered(table.assign(hidden=table["quality"] == "D"), tally, book)
    assert ("PV22", "k5") in {(leak.area, leak.answer) for leak in first}
    safe = disclosure.protected(table, tally, book)
    left = audit.recovered(safe.assign(hidden=safe["quality"] == "D"), tally, book)
    assert left == []


def test_a_follow_up_tells_nothing_where_the_question_that_leads_to_it_is_hidden(book):
    leading, follow_up = (table_of(book, answers_of(book), name)[0] for name in ("q10", "q11"))
    hidden = leading["area"].isin(["PV22", "LD01"])
    leading = leading.assign(quality=leading["quality"].mask(hidden, "D"), respondents=12)
    shown = follow_up.assign(quality="A", reason="", respondents=4)
    safe = disclosure.without_follow_ups(pd.concat([shown, leading], ignore_index=True), book)
    pd.testing.assert_frame_equal(safe[len(shown) :].reset_index(drop=True), leading, check_dtype=False)
    told = safe[: len(shown)]
    gone = told["area"].isin(leading.loc[leading["quality"] == "D", "area"])
    assert set(told.loc[gone, "area"]) >= {"PV22", "LD01"}
    assert (told.loc[gone, ["quality", "reason", "respondents"]] == ["D", COMPLEMENT, 12]).all(axis=None)
    assert (told.loc[~gone, ["quality", "reason", "respondents"]] == ["A", "", 4]).all(axis=None)


def test_in_the_example_a_follow_up_never_tells_a_hidden_number(example_run, book):
    table = pd.read_parquet(example_run.release.figures).set_index(["indicator", "area"])
    found = 0
    for question in book.published:
        if question.asked:
            leading, follow_up = table.loc[question.asked.question], table.loc[question.id]
            for area in leading.index[leading["hidden"]].unique():
                assert follow_up.loc[area, "hidden"].all()
                assert set(follow_up.loc[area, "respondents"]) == set(leading.loc[area, "respondents"])
                found += 1
    assert found > 3


@pytest.mark.parametrize(
    ("amounts", "quality", "reason"),
    [
        ([100] + [5] * 11, "D", disclosure.DOMINATED),  # 100 of 155 is over half
        ([50, 48] + [0] * 10, "D", disclosure.DOMINATED),  # the second knows the first to within nothing
        ([10] * 12, "A", ""),
        ([10] * 9, "D", disclosure.TOO_FEW),
    ],
)
def test_a_total_hides_when_one_initiative_could_be_read_off(book, amounts, quality, reason):
    total = Estimate(1000, 900, 1100, len(amounts), 50)
    assert disclosure.total_class(total, np.array(amounts, float), book.publication) == (quality, reason)


@pytest.mark.parametrize(("error", "quality"), [(165, "A"), (166, "B"), (333, "B"), (334, "C")])
def test_a_total_is_classed_by_its_coefficient_of_variation(book, error, quality):
    total = Estimate(1000, 500, 2000, 30, error)
    assert disclosure.total_class(total, np.full(30, 10.0), book.publication)[0] == quality

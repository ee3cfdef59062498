"""What is hidden stays hidden: hand-made tables, and an attacker who must be able to win before we say he cannot."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib.figures.estimates.estimation import Estimate
from monitor_lib.figures.secrecy import audit, disclosure
from monitor_lib.figures.secrecy.suppression import COMPLEMENT, complements, sums
from monitor_lib.pictures.style import style
from monitor_lib.reference import codebook
from monitor_lib.reference.interval import Interval


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
                "value": count / base if base else np.nan,
                "respondents": base,
                "quality": "D" if base < 10 else "A",
                "reason": disclosure.TOO_FEW if base < 10 else "",
            }
            for code, count in summed.items()
        ]
    frame = pd.DataFrame(rows)
    tally = frame[["area", "indicator", "answer", "count"]].assign(lightest=1.0, heaviest=1.0)
    return frame.drop(columns="count"), tally


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
    north_and_east = {area.code for area in book.areas if {area.code, area.parent} & {"LD01", "LD02"}}
    assert {"LD01", "LD02"} <= set(safe.loc[safe["reason"] == COMPLEMENT, "area"]) <= north_and_east
    assert not (safe["quality"] == "D")[safe["area"].isin(["PV30", "NL"])].any()


def test_what_one_question_hides_another_shows(book):
    shown = {area.code: dict.fromkeys(("stichting", "vereniging", "geen"), 10) for area in book.provinces}
    secret = answers_of(book)
    secret["PV22"] = {code: 4 if code == "geen" else 0 for code in secret["PV22"]}  # found out, and hidden ever wider
    parts = [table_of(book, secret if name == "q07" else shown, name) for name in ("q06", "q07", "q08")]
    table, tally = (pd.concat(each, ignore_index=True) for each in zip(*parts, strict=True))
    safe = disclosure.protected(table, tally, book)
    assert set(safe.loc[safe["quality"] == "D", "indicator"]) == {"q07"}


def test_a_sensitive_question_gives_away_no_zero_either(book):
    counts = {code: {"k1": 20, "k2": 10, "k3": 0, "k4": 0, "k5": 0} for code in (p.code for p in book.provinces)}
    counts["PV22"] = {"k1": 8, "k2": 0, "k3": 0, "k4": 0, "k5": 0}
    table, tally = table_of(book, counts, "q23")
    first = audit.recovered(table.assign(hidden=table["quality"] == "D"), tally, book)
    assert ("PV22", "k5") in {(leak.area, leak.answer) for leak in first}
    safe = disclosure.protected(table, tally, book)
    left = audit.recovered(safe.assign(hidden=safe["quality"] == "D"), tally, book)
    assert left == []


ANSWERED = ((20, 95), (8, 80), (22, 105))  # respondents and initiatives on the list of a landsdeel's provinces


def ways(share, tolerance):
    """How many respondents may have said yes in each province, when this is the landsdeel's weighted share."""
    every = list(itertools.product(*(range(respondents + 1) for respondents, _ in ANSWERED)))
    return [counts for counts in every if abs(_weighted(counts) - share) <= tolerance]


def _weighted(counts):
    said = sum(count * listed / respondents for count, (respondents, listed) in zip(counts, ANSWERED, strict=True))
    return said / sum(listed for _, listed in ANSWERED)


def made_public(book, **columns):
    """Figures of the country as they are published, with these values."""
    plain = {"wave": "w", "area": "NL", "indicator": "q", "answer": "", "population": 100, "respondents": 50}
    plain |= {"hidden": False, "compared": "not_tested"}
    empty = dict.fromkeys(("value", "low", "high", "reference", "p_adjusted"), np.nan)
    return disclosure.published(pd.DataFrame([plain | empty | {"kind": "share"} | columns]), book)


@pytest.mark.parametrize("counts", [(7, 3, 9), (12, 5, 20), (3, 2, 1), (10, 1, 11)])
def test_an_exact_share_gives_the_counts_behind_it_away_and_a_rounded_one_does_not(book, counts):
    published = made_public(book, value=_weighted(counts))
    assert ways(_weighted(counts), 1e-12) == [counts]
    assert len(ways(published["value"][0], 0.001)) >= 3


@given(st.floats(-1, 1), st.sampled_from(["share", "change"]))
def test_a_rounded_share_is_near_and_keeps_its_whole_percent(share, kind):
    book = codebook.load()
    made = made_public(book, kind=kind, value=share, low=share, high=share).iloc[0]
    assert made["value"] == pytest.approx(share, abs=0.00151)
    assert made["value"] == round(made["value"], 3)
    for name in ("value", "low", "high"):
        assert style.number(100 * made[name]) == style.number(100 * share)
    assert made["low"] == made["high"] == round(made["low"], 2)


@pytest.mark.parametrize("kind", ["total", "count", "median"])
def test_totals_keep_three_digits_and_counts_and_medians_all(book, kind):
    made = made_public(book, kind=kind, value=12345.678)["value"][0]
    assert made == (12300 if kind == "total" else 12345.678)


@pytest.mark.parametrize(
    ("chance", "told"), [(0.0001, 0.001), (0.001, 0.001), (0.0011, 0.01), (0.04, 0.05), (0.051, 0.1), (0.7, 1)]
)
def test_a_chance_is_told_in_steps_and_never_smaller_than_it_is(book, chance, told):
    assert made_public(book, p_adjusted=chance)["p_adjusted"][0] == told


def test_what_is_told_of_the_rest_of_the_country_follows_from_what_is_published(book):
    """Of 100 initiatives 40 answered, 20 of them this; of 10 in Drenthe 8 and 4: 50 and 5 stand behind 60% and 30%."""
    plain = dict.fromkeys(("low", "high", "p_adjusted"), np.nan) | {"wave": "w", "kind": "share", "hidden": False}
    plain |= {"compared": "not_tested"}
    rows = [
        plain | {"area": "NL", "indicator": "q", "answer": "a", "value": 0.6, "respondents": 20, "population": 100},
        plain | {"area": "PV22", "indicator": "q", "answer": "a", "value": 0.3, "respondents": 4, "population": 10},
        plain
        | {"area": "NL", "indicator": "responses", "answer": "", "value": 40, "respondents": 40, "population": 100},
        plain
        | {"area": "PV22", "indicator": "responses", "answer": "", "value": 8, "respondents": 8, "population": 10},
    ]
    table = pd.DataFrame(rows).assign(reference=[np.nan, 0.5432198, np.nan, np.nan])
    table.loc[2:, "kind"] = "count"
    told = disclosure.published(table, book)["reference"]
    assert told[1] == round((50 * 0.6 - 5 * 0.3) / (50 - 5), 3) == 0.633
    assert told.drop(index=1).isna().all()
    other = table.assign(reference=[np.nan, 0.1, np.nan, np.nan])
    assert disclosure.published(other, book)["reference"][1] == told[1]
    assert disclosure.published(table.assign(reference=np.nan), book)["reference"].isna().all()


def test_a_follow_up_tells_nothing_where_the_question_that_leads_to_it_is_hidden(book):
    leading, follow_up = (table_of(book, answers_of(book), name)[0] for name in ("q10", "q11"))
    hidden = leading["area"].isin(["PV22", "LD01"])
    leading = leading.assign(quality=leading["quality"].mask(hidden, "D"), respondents=12)
    shown = follow_up.assign(quality="A", reason="", respondents=4)
    safe = disclosure.without_followers(pd.concat([shown, leading], ignore_index=True), book)
    pd.testing.assert_frame_equal(safe[len(shown) :].reset_index(drop=True), leading, check_dtype=False)
    told = safe[: len(shown)]
    gone = told["area"].isin(leading.loc[leading["quality"] == "D", "area"])
    assert set(told.loc[gone, "area"]) >= {"PV22", "LD01"}
    assert (told.loc[gone, ["quality", "reason", "respondents"]] == ["D", COMPLEMENT, 12]).all(axis=None)
    assert (told.loc[~gone, ["quality", "reason", "respondents"]] == ["A", "", 4]).all(axis=None)


@pytest.mark.parametrize(
    ("amounts", "quality", "reason"),
    [
        ([100] + [5] * 11, "D", disclosure.DOMINATED),  # 100 of 155 is over half
        ([50, 48] + [0] * 10, "D", disclosure.DOMINATED),  # the second knows the first to within nothing
        ([10] * 12, "A", ""),
        ([55] + [5] * 11, "A", ""),  # half of the sum is not more than half
        ([56] + [5] * 11, "D", disclosure.DOMINATED),
        ([100, 100] + [1] * 10, "A", ""),  # 10 beside 100: the second guesses the first to 10%, and no closer
        ([100, 100] + [0.995] * 10, "D", disclosure.DOMINATED),
        ([10] * 9, "D", disclosure.TOO_FEW),
    ],
)
def test_a_total_hides_when_one_initiative_could_be_read_off(book, amounts, quality, reason):
    total = Estimate(1000, Interval(900, 1100), len(amounts), 50)
    assert disclosure.total_class(total, np.array(amounts, float), book.publication) == (quality, reason)


@pytest.mark.parametrize(("error", "quality"), [(165, "A"), (166, "B"), (333, "B"), (334, "C")])
def test_a_total_is_classed_by_its_coefficient_of_variation(book, error, quality):
    total = Estimate(1000, Interval(500, 2000), 30, error)
    assert disclosure.total_class(total, np.full(30, 10.0), book.publication)[0] == quality


# ---- totals that can be subtracted from one another ----


def totals_of(book, given, name="q17"):
    """The totals of a question, from what respondents gave per province: each classed by itself, then complemented."""
    rows = []
    for area in book.areas:
        inside = [each.code for each in book.provinces if area.code in (book.country.code, each.parent, each.code)]
        amounts = np.concatenate([given[code] for code in inside])
        quality, reason = disclosure.total_class(
            Estimate(1000, Interval(900, 1100), len(amounts), 50), amounts, book.publication
        )
        row = {"area": area.code, "indicator": name, "answer": "total", "kind": "total", "respondents": len(amounts)}
        rows.append(row | {"quality": quality, "reason": reason})
    return disclosure._complemented(pd.DataFrame(rows), book)


def told_by_subtraction(table, given, book):
    """What provinces a reader gets the sum of, from totals that are shown: any of them minus any others within it."""
    shown = set(table.loc[table["quality"] != "D", "area"])
    lines = {
        area.code: np.array([area.code in (book.country.code, each.code, each.parent) for each in book.provinces], int)
        for area in book.areas
    }
    for whole in shown:
        smaller = [code for code in shown - {whole} if (lines[code] <= lines[whole]).all()]
        for count in range(min(len(smaller), 4) + 1):
            for taken in itertools.combinations(smaller, count):
                left = lines[whole] - sum((lines[code] for code in taken), np.zeros(len(book.provinces), int))
                if (left >= 0).all() and left.any():
                    yield [each.code for each, inside in zip(book.provinces, left, strict=True) if inside]


def alone(amounts, rules):
    """Whether a sum is one that may not be told of these: of too few, or nearly one's own."""
    largest, second = np.sort(amounts)[:-3:-1]
    rest = amounts.sum() - largest - second
    return len(amounts) < rules.hidden_below or largest > amounts.sum() / 2 or rest < largest / 10


@pytest.mark.parametrize(
    ("giants", "hidden"),
    [
        # Groningen's giant hides it. Drenthe, with the fewest answers, goes with it, and is too small beside it: 550 of
        # 900. So Fryslân goes too; of the three together, which Noord tells, it is less than half.
        ({"PV20": 550.0}, {"PV20", "PV21", "PV22"}),
        # Half of Groningen's sum, but not of that with Drenthe's.
        ({"PV20": 210.0}, {"PV20", "PV22"}),
        ({}, set()),
    ],
)
def test_what_totals_leave_when_they_are_subtracted_tells_of_no_single_initiative(book, giants, hidden):
    sizes = {area.code: 30 for area in book.provinces} | {"PV20": 20, "PV21": 22, "PV22": 15, "LD03": 15}
    given = {code: np.full(count, 10.0) for code, count in sizes.items() if code.startswith("PV")}
    given |= {code: np.append(given[code], giant) for code, giant in giants.items()}
    before = totals_of(book, given)
    after = disclosure.undominated(before, {"q17": given}, book)
    for left in told_by_subtraction(after, given, book):
        assert not alone(np.concatenate([given[code] for code in left]), book.publication), left
    gone = set(after.loc[after["quality"] == "D", "area"])
    assert gone == hidden
    if len(hidden) == 3:  # the rule on each total by itself lets it through
        loose = [left for left in told_by_subtraction(before, given, book) if set(left) == {"PV20", "PV22"}]
        assert loose and alone(np.concatenate([given["PV20"], given["PV22"]]), book.publication)


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_no_difference_between_shown_totals_tells_of_one_initiative(book, seed):
    draw = np.random.default_rng(seed)
    given = {each.code: draw.lognormal(3, draw.choice([0.5, 2.0]), draw.integers(2, 30)) for each in book.provinces}
    after = disclosure.undominated(totals_of(book, given), {"q17": given}, book)
    for left in told_by_subtraction(after, given, book):
        assert not alone(np.concatenate([given[code] for code in left]), book.publication), left


def puzzle(truth, highest, rows, sums):
    """Hidden counts of one answer in as many areas, with the additions that a reader can make of them."""
    cells = np.array([[at, 0] for at in range(len(truth))])
    rows, sums = np.array(rows, float), np.array(sums, float)
    return audit._Puzzle(cells, np.array(truth, float), np.array(highest, float), rows, sums, sums)


@pytest.mark.parametrize(
    ("truth", "highest", "known"),
    [
        # The sum of two is known, so each can be anything that leaves the other in its base
        ([3, 9], [20, 20], []),  # 0 to 12
        ([1, 1], [1, 1], [0, 1]),  # both in full: one value each
        ([1, 19], [2, 20], []),  # 0 to 2: two apart
        ([2, 20], [3, 20], [0]),  # 2 or 3: known to within one, and few
        ([4, 20], [5, 20], [0]),
        ([5, 20], [6, 20], []),  # 5 or 6: as near, but no longer few
        ([1, 20], [1, 20], [0, 1]),
        ([20, 20], [20, 20], [0, 1]),
    ],
)
def test_what_is_known_exactly_or_few_and_nearly(truth, highest, known):
    made = puzzle(truth, highest, [[1, 1]], [sum(truth)])
    found = audit._determined(made, np.ones((len(truth), 1), bool))
    assert [at for at, _ in found] == known


@pytest.mark.parametrize(("most", "known"), [(17.2, [(0, 0)]), (21, [])])
def test_what_only_its_being_whole_tells_is_known_and_no_more(most, known):
    """Twice a count lies from 15.2 on: up to 17.2 it is 8, though 8.6 is nearer 9; up to 21 it is 8, 9 or 10.

    Beside it is one of which nothing is known.
    """
    near = dataclasses.replace(puzzle([8, 9], [20, 20], [[2, 0]], [0]), least=np.array([15.2]), most=np.array([most]))
    assert audit._determined(near, np.ones((2, 1), bool)) == known


def test_one_of_a_base_of_one_is_not_few_that_are_nearly_known():
    # 0 or 1, 19 or 20: whether the one gave the answer is open
    made = puzzle([1, 19], [1, 20], [[1, 1]], [20])
    assert audit._determined(made, np.ones((2, 1), bool)) == []


# ---- failures of others, by their number on the tracker of sdcTools (UserSupport) ----


def test_tables_that_share_cells_are_attacked_together_136():
    """Eight regions in two counties and in two groups: in each table by itself no cell of this pattern follows.

    Hidden are A and B (2 and 2) of the first county, and K, L and M (3 each) of the second; K is in one group with A
    and B, L and M are the other. Who takes what is left of the county off what is left of the group has K.
    """
    truth, highest = [2, 2, 3, 3, 3], [20] * 5
    counties, groups = [[1, 1, 0, 0, 0], [0, 0, 1, 1, 1]], [[1, 1, 1, 0, 0], [0, 0, 0, 1, 1]]
    every = np.ones((5, 1), bool)
    for table, sums_ in ((counties, [4, 9]), (groups, [7, 6])):
        assert audit._determined(puzzle(truth, highest, table, sums_), every) == []
    assert audit._determined(puzzle(truth, highest, counties + groups, [4, 9, 7, 6]), every) == [(2, 0)]


def test_a_zero_is_not_hidden_behind_zeros_194():
    """15 = 10 + 5 + x + x, with one zero hidden for the other: both follow. 15 = 10 + 3 + x + x: 0, 1 or 2 each."""
    every = np.ones((2, 1), bool)
    assert audit._determined(puzzle([0, 0], [20, 20], [[1, 1]], [0]), every) == [(0, 0), (1, 0)]
    assert audit._determined(puzzle([1, 1], [20, 20], [[1, 1]], [2]), every) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_same_figures_hide_the_same_whatever_their_order_315(book, seed):
    table, tally = table_of(book, answers_of(book, seed))
    keys = ["area", "indicator", "answer"]
    draw = np.random.default_rng(seed)
    hidden = [
        set(map(tuple, safe.loc[safe["quality"] == "D", keys].to_numpy().tolist()))
        for safe in (
            disclosure.protected(table, tally, book),
            disclosure.protected(table, tally, book),
            disclosure.protected(
                table.iloc[draw.permutation(len(table))], tally.sample(frac=1, random_state=seed), book
            ),
        )
    ]
    assert hidden[0] == hidden[1] == hidden[2]
    assert {"PV22", "PV24"} < {area for area, *_ in hidden[0]}

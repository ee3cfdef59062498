"""Who gave which answer, and what each respondent stands for: what is missing, and groups that hardly anybody is in."""

import numpy as np
import pandas as pd
import pytest

from monitor_lib.figures.respondents.answers import answers_to, counted, rows_in, single_answers
from monitor_lib.figures.respondents.weighting import weighting

# ---- answers ----


def test_who_lies_nowhere_lies_in_no_province(book):
    table = pd.DataFrame({"province": pd.array(["PV20", pd.NA, "PV21"], dtype="string")})
    assert rows_in(book.area("PV20"), table).tolist() == [True, False, False]
    assert rows_in(book.country, table).all()


def test_what_is_missing_is_no_answer(book):
    scale = book.scale(book.question("q07").scale)
    first, second = scale.codes[:2]
    told = single_answers(pd.Series([first, pd.NA, second], dtype="string"), scale)
    assert told.base.tolist() == [True, False, True]
    assert told.given[:2].tolist() == [[True, False, False], [False, False, True]]


def test_a_choice_that_is_missing_was_not_made(book):
    question = book.question("q13")
    codes = book.scale(question.scale).codes
    columns = {f"q13_{code}": pd.array([True, pd.NA], dtype="boolean") for code in codes}
    told = answers_to(question, pd.DataFrame({"q13_state": ["answered"] * 2, **columns}), book)
    assert told.base.all()
    assert told.given[: len(codes), 0].all() and not told.given[:, 1].any()


def test_a_class_of_years_holds_its_first_and_its_last(book):
    entry = next(one for one in book.indicators if one.classes)
    years = [year for each in entry.classes for year in (each.first, each.last)]
    found = counted(entry, pd.DataFrame({entry.field: [*years, None]}), book)
    for at, each in enumerate(entry.classes):
        assert np.flatnonzero(found[each.code]).tolist() == [2 * at, 2 * at + 1]


def test_an_initiative_counts_for_each_network_that_lists_it_and_for_no_other(book):
    entry = next(one for one in book.indicators if one.source == "networks")
    first, second, third = (network.id for network in book.networks[:3])
    found = counted(entry, pd.DataFrame({"networks": [first, f"{first}|{third}", "a_list_of_ours"]}), book)
    assert {name: rows.tolist() for name, rows in found.items() if rows.any()} == {
        first: [True, True, False],
        third: [False, True, False],
        "overig": [False, False, True],
    }
    assert not found[second].any()


# ---- weights ----

KINDS = ("zorgcooperatie", "stadsdorp", "burennetwerk", "buurtcollectief")


def weighed(book, counts: dict[str, tuple[int, int]], years=2015.0) -> tuple[dict[str, float], pd.DataFrame]:
    """The weights of each kind added up, where so many of it are on the list and answered, in one province."""
    listed = [kind for kind, (on_list, _) in counts.items() for _ in range(on_list)]
    answered = [number < given for on_list, given in counts.values() for number in range(on_list)]
    inventory = pd.DataFrame({"initiative_id": [f"i{n}" for n in range(len(listed))], "form": listed})
    inventory = inventory.assign(province="PV30", part="LD04", start_year=years)
    responses = inventory[answered].reset_index(drop=True)
    weights = pd.Series(weighting(inventory, responses, book).national.weights)
    return weights.groupby(responses["form"]).sum().to_dict(), responses


def test_a_kind_of_which_five_answered_counts_as_on_the_list_and_one_of_which_four_did_goes_with_other_small_ones(book):
    one, other, five, four = KINDS
    sums, _ = weighed(book, {one: (100, 20), other: (60, 30), five: (40, 5), four: (30, 4)})
    assert sums == pytest.approx({one: 100, other: 60, five: 40, four: 30})
    sums, _ = weighed(book, {one: (100, 20), other: (60, 30), five: (40, 3), four: (30, 4)})
    assert sums == pytest.approx({one: 100, other: 60, five: 70 * 3 / 7, four: 70 * 4 / 7})


def test_a_kind_that_nobody_answered_of_counts_with_the_first_that_did(book):
    one, other, nobody, _ = KINDS
    sums, _ = weighed(book, {one: (100, 20), other: (60, 30), nobody: (40, 0)})
    first, second = sorted((one, other))
    both = {one: 100, other: 60}
    assert sums == pytest.approx({first: both[first] + 40, second: both[second]})


def test_years_that_cannot_be_met_are_left_out_and_kinds_are_kept(book):
    """Of those that answered the old ones are all of the first kind, and on the list they are more than that kind."""
    one, other, *_ = KINDS
    counts = {one: (60, 20), other: (100, 30)}
    years = np.array([1990.0] * 20 + [2015.0] * 40 + [2015.0] * 30 + [1990.0] * 70)
    sums, responses = weighed(book, counts, years)
    assert set(responses.loc[responses["start_year"] < 2000, "form"]) == {one}
    assert sums == pytest.approx({one: 60, other: 100})

"""The linkage on messy lists whose truth is known, made by a generator that does not know how rows are compared."""

import messy_lists
import pandas as pd
import pytest

from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.matching.inventory import Inventory, linked_inventory
from monitor_lib.intake.matching.rulings import Rulings


def owners(found: Inventory, cleaned: Cleaned) -> list:
    """Per row the id of its initiative; an unusable row is one by itself."""
    known = {entry.key: owner for entry, owner in zip(found.entries, found.owners, strict=True)}
    return [known.get(row.place, n) for n, row in enumerate(cleaned.rows)]


@pytest.fixture(scope="module")
def messy():
    cleaned, truth = messy_lists.lists(seed=20)
    return cleaned, truth, linked_inventory(cleaned, messy_lists.BOOK)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_are_brought_together_as_they_truly_belong(seed):
    cleaned, truth = messy_lists.lists(seed)
    found = linked_inventory(cleaned, messy_lists.BOOK)
    assert messy_lists.pair_f1(owners(found, cleaned), truth) >= 0.95
    assert abs(len(found.initiatives) / len(set(truth)) - 1) <= 0.015


def test_what_is_left_for_a_person_is_a_morning_of_work(messy):
    assert len(messy[2].waiting) < 165


def test_a_second_time_with_the_register_gives_the_same_to_the_byte(messy):
    cleaned, _, first = messy
    again = linked_inventory(cleaned, messy_lists.BOOK, Rulings(known=first.known))
    for one, other in ((first.initiatives, again.initiatives), (first.rows, again.rows), (first.merges, again.merges)):
        pd.testing.assert_frame_equal(one, other)
        assert one.to_csv().encode() == other.to_csv().encode()
    assert again.known == first.known


def test_a_fourteenth_list_changes_no_id_that_was_given(messy):
    cleaned, _, whole = messy
    last = "lijst-12.xlsx"
    rows = [row for row in cleaned.rows if row.file != last]
    before = linked_inventory(Cleaned(rows, cleaned.contacts), messy_lists.BOOK)
    after = linked_inventory(cleaned, messy_lists.BOOK, Rulings(known=before.known))
    then, now = (owners(found, Cleaned(rows)) for found in (before, after))
    assert len(whole.rows) > len(rows)
    merged = {one: other for one, other in zip(then, now, strict=True) if one != other}
    assert set(then) - {n for n in then if isinstance(n, int)} - set(merged) <= set(now)
    assert len(merged) <= 5
    assert all(other in then for other in merged.values())

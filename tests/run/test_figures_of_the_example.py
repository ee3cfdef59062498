"""The figures of the example: hidden where they must be, and the same however they are made."""

import pandas as pd
import pytest

from monitor_lib.figures import aggregation
from monitor_lib.figures.secrecy import audit, disclosure
from monitor_lib.figures.secrecy.suppression import sums
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.translation import in_language


def test_in_the_example_who_took_part_tells_no_hidden_count_of_the_list(example_run, book):
    figures = pd.read_parquet(example_run.release.figures)
    of_areas = [entry for entry in book.indicators if entry.of and book.indicator(entry.of).source == "inventory"]
    for entry in of_areas:
        listed = figures[(figures["indicator"] == entry.of) & figures["hidden"]]
        assert len(listed) > 0
        took_part = figures[(figures["indicator"] == entry.id) & figures["area"].isin(listed["area"])]
        assert took_part["hidden"].all()
        assert (took_part.groupby("area")["respondents"].nunique() == 1).all()
        known = listed.groupby("area")["respondents"].first()
        assert (took_part["respondents"] == took_part["area"].map(known)).all()


def test_in_the_example_no_count_of_the_list_follows_from_the_others(example_run, book):
    figures = pd.read_parquet(example_run.release.figures)
    codes = [area.code for area in book.areas]
    for name in ("list_start", "list_form", "list_legal_form"):
        hidden = set(figures.loc[(figures["indicator"] == name) & figures["hidden"], "area"])
        assert hidden
        for family in sums(book.areas):
            assert len(hidden & {codes[at] for at in family}) != 1, (name, family)


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


@pytest.mark.parametrize("parts", [2, 3, 50])
def test_figures_made_in_parts_are_those_made_at_once(book, example_run, parts):
    clean, wave = example_run.places.clean, book.wave("voorbeeld")
    inputs = pd.read_parquet(clean.initiatives), pd.read_parquet(clean.responses), as_asked(book, wave)
    made = [aggregation.part(*inputs, number, parts) for number in range(parts)]
    at_once = aggregation.figures(*inputs, wave)
    assert at_once["hidden"].any()
    figures, tally = aggregation.whole(made, inputs[-1], wave)
    pd.testing.assert_frame_equal(figures, at_once)
    pd.testing.assert_frame_equal(tally, audit.tally(*inputs))


@pytest.fixture(scope="module")
def english(book):
    return in_language(book, "en")


def test_figures_do_not_depend_on_the_language(example_run, english):
    wave, clean = english.wave("voorbeeld"), example_run.places.clean
    tables = (pd.read_parquet(path) for path in (clean.initiatives, clean.responses))
    made = aggregation.figures(*tables, as_asked(english, wave), wave)
    released = pd.read_parquet(example_run.release.figures)
    own = released[(released["wave"] == wave.id) & (released["kind"] != "change")].reset_index(drop=True)
    told = disclosure.published(made, as_asked(english, wave))
    pd.testing.assert_frame_equal(told, own[made.columns], check_exact=True)

from dataclasses import replace

import drawn
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_lib.figures.estimates import granularity
from monitor_lib.pictures.charts import published_2020 as section
from monitor_lib.reference import published


def test_every_published_figure_has_a_source_and_refers_to_what_exists(book):
    for entry in published.figures():
        assert entry.source
        book.area(entry.area)
        if entry.indicator in {question.id for question in book.questions} and entry.answer:
            assert entry.answer in book.scale(book.question(entry.indicator).scale).labels


def test_shares_are_fractions():
    shares = [entry.value for entry in published.figures() if entry.kind == "share"]
    assert len(shares) > 10
    assert all(0 < share < 1 for share in shares)


def test_the_table_is_shown_for_the_wave_of_2020_only(book):
    wave = book.wave("voorbeeld")
    figures = drawn.table(drawn.count("NL", "initiatives", 1480), drawn.row("NL", "q12", "cohesie", 0.6, 0.55, 0.65))
    assert section.beside_computed(figures, book, wave) == []
    assert section.beside_computed(figures, book, replace(wave, year=2020)) == []
    (text,) = section.beside_computed(figures, book, replace(wave, year=2020, example=False))
    assert "| 1.471 initiatieven op de lijst | 1.471 | 1.480 |" in text
    assert "| 57% | 60% | RIVM" in text


def test_54_and_63_percent_of_one_group():
    sizes = granularity.possible_sizes([54, 63], 40)
    assert 24 in sizes  # 13 of 24 is 54.2%, 15 of 24 is 62.5%, rounded up
    assert 23 not in sizes  # 12 of 23 is 52.2%, 13 of 23 is 56.5%


def test_half_of_an_odd_group_is_no_fifty_percent():
    assert granularity.possible_sizes([50], 10) == [2, 4, 6, 8, 10]
    assert granularity.possible_sizes([33], 3) == [3]


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n))))
def test_what_really_happened_is_always_possible(case):
    one, other, respondents = case
    percentages = [round(100 * count / respondents) for count in (one, other)]
    assert respondents in granularity.possible_sizes(percentages, 300)


@pytest.mark.parametrize("decimals", [1, 2])
def test_decimals_leave_fewer_sizes(decimals):
    third = round(100 / 3, decimals)
    assert set(granularity.possible_sizes([third], 60, decimals)) <= set(granularity.possible_sizes([33], 60))

import numpy as np
import pandas as pd
import pytest

from monitor_lib.figures import exploring
from monitor_lib.reference.codebook_records import CodebookError


@pytest.fixture
def responses():
    """40 answers in Noord-Brabant, 8 in Flevoland; legal form, and goals checked or not."""
    return pd.DataFrame(
        {
            "initiative_id": [f"ZG-{n}" for n in range(48)],
            "province": ["PV30"] * 40 + ["PV24"] * 8,
            "part": ["LD04"] * 40 + ["LD02"] * 8,
            "q07": ["stichting"] * 30 + ["geen"] * 10 + ["stichting"] * 8,
            "q35": ["ja"] * 15 + ["nee"] * 15 + ["ja"] * 9 + ["nee"] * 1 + ["ja"] * 8,
            "q23": ["k1"] * 38 + ["k5"] * 2 + ["k1"] * 8,
        }
    )


def test_distribution_counts_and_shares(responses, book):
    table = exploring.distribution(responses, book, "q07")
    assert table.loc["stichting", "gegeven door"] == 38
    assert table.loc["stichting", "aandeel"] == pytest.approx(38 / 48)


def test_selection_by_area_and_earlier_answer(responses, book):
    assert len(exploring.selection(responses, book, "Brabant", {"q07": ["geen"]})) == 10
    assert len(exploring.selection(responses, book, "NL", {})) == 48


def test_crosstab_puts_groups_side_by_side_and_hides_a_small_one(responses, book):
    table = exploring.crosstab(exploring.selection(responses, book, "NL", {}), book, "q35", "q07")
    assert table.loc["Ja", "Stichting (n = 38)"].startswith("61%")  # 23 of 38
    assert set(table["Vereniging (n = 0)"]) == {"te weinig antwoorden"}


def test_a_group_under_ten_says_so(responses, book):
    flevoland = exploring.selection(responses, book, "Flevoland", {})
    table = exploring.distribution(flevoland, book, "q07")
    assert set(table["klasse"]) == {"D"}
    assert np.isnan(table["aandeel"]).all()


def test_small_cells_of_a_sensitive_question_are_hidden_here_too(responses, book):
    assert exploring.distribution(responses, book, "q23")["aandeel"].isna().all()


@pytest.mark.parametrize("question", ["q01", "q43", "q16"])
def test_a_question_without_answers_to_count_is_refused(responses, book, question):
    with pytest.raises(CodebookError, match="geen antwoorden om te tellen"):
        exploring.distribution(responses, book, question)


def test_an_unknown_answer_is_refused_with_the_known_ones(responses, book):
    with pytest.raises(CodebookError, match=r"kent geen antwoord stichtign: stichting, vereniging"):
        exploring.selection(responses, book, "NL", {"q07": ["stichtign"]})

import numpy as np
import pandas as pd
import pytest

from monitor_lib.figures import exploring
from monitor_lib.reference.codebook_records import CodebookError


@pytest.fixture
def tables():
    """40 answers in Noord-Brabant, 8 in Flevoland; legal form, and goals checked or not."""
    responses = pd.DataFrame(
        {
            "initiative_id": [f"ZG-{n}" for n in range(48)],
            "province": ["PV30"] * 40 + ["PV24"] * 8,
            "part": ["LD04"] * 40 + ["LD02"] * 8,
            "q07": ["stichting"] * 30 + ["geen"] * 10 + ["stichting"] * 8,
            "q35": ["ja"] * 15 + ["nee"] * 15 + ["ja"] * 9 + ["nee"] * 1 + ["ja"] * 8,
            "q23": ["k1"] * 38 + ["k5"] * 2 + ["k1"] * 8,
        }
    )
    listed = responses[["initiative_id", "province", "part"]].assign(form="anders")
    others = [listed.assign(initiative_id=listed["initiative_id"] + f"-{n}") for n in range(9)]
    return pd.concat([listed, *others], ignore_index=True), responses


def test_distribution_counts_and_shares(tables, book):
    table = exploring.distribution(exploring.bench(tables, book, "NL", {}), "q07")
    assert table.loc["stichting", "gegeven door"] == 38
    assert table.loc["stichting", "aandeel"] == pytest.approx(38 / 48)


def test_selection_by_area_and_earlier_answer(tables, book):
    assert exploring.bench(tables, book, "Brabant", {"q07": ["geen"]}).selected.sum() == 10
    assert exploring.bench(tables, book, "NL", {}).selected.sum() == 48


def test_crosstab_puts_groups_side_by_side_and_hides_a_small_one(tables, book):
    table = exploring.crosstab(exploring.bench(tables, book, "NL", {}), "q35", "q07")
    assert table.loc["Ja", "Stichting (n = 38)"].startswith("61%")  # 23 of 38
    assert set(table["Vereniging (n = 0)"]) == {"te weinig antwoorden"}


def test_a_group_under_ten_says_so(tables, book):
    table = exploring.distribution(exploring.bench(tables, book, "Flevoland", {}), "q07")
    assert set(table["klasse"]) == {"D"}
    assert np.isnan(table["aandeel"]).all()


def test_small_cells_of_a_sensitive_question_are_hidden_here_too(tables, book):
    assert exploring.distribution(exploring.bench(tables, book, "NL", {}), "q23")["aandeel"].isna().all()


@pytest.mark.parametrize("question", ["q01", "q43", "q16"])
def test_a_question_without_answers_to_count_is_refused(tables, book, question):
    with pytest.raises(CodebookError, match="geen antwoorden om te tellen"):
        exploring.distribution(exploring.bench(tables, book, "NL", {}), question)


def test_an_unknown_answer_is_refused_with_the_known_ones(tables, book):
    with pytest.raises(CodebookError, match=r"kent geen antwoord stichtign: stichting, vereniging"):
        exploring.bench(tables, book, "NL", {"q07": ["stichtign"]})


def test_two_questions_that_hang_together_are_said_to(tables, book):
    said = exploring.related(exploring.bench(tables, book, "NL", {}), "q35", "q07")
    assert said.startswith("De antwoorden hangen niet aantoonbaar samen: F(1.0; 47)")
    assert "n = 48" in said
    responses = tables[1].assign(q35=tables[1]["q07"].map({"stichting": "ja", "geen": "nee"}))
    assert "hangen samen" in exploring.related(exploring.bench((tables[0], responses), book, "NL", {}), "q35", "q07")


def test_no_test_of_few_answers_or_of_a_question_with_more_answers(tables, book):
    assert "Te weinig antwoorden" in exploring.related(exploring.bench(tables, book, "Flevoland", {}), "q35", "q07")
    with pytest.raises(CodebookError, match="geen toets"):
        exploring.related(exploring.bench(tables, book, "NL", {}), "q12", "q07")

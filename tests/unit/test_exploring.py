import numpy as np
import pandas as pd
import pytest

from monitor_lib.figures import exploring
from monitor_lib.reference.records import CodebookError


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
    listed = responses[["initiative_id", "province", "part"]].assign(form="anders", start_year=2015.0)
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
    assert set(table["Vereniging (n < 10)"]) == {"te weinig antwoorden"}


def test_a_group_under_ten_says_so(tables, book):
    table = exploring.distribution(exploring.bench(tables, book, "Flevoland", {}), "q07")
    assert set(table["klasse"]) == {"D"}
    assert np.isnan(table["aandeel"]).all()


def test_small_cells_of_a_sensitive_question_are_hidden_here_too(tables, book):
    assert exploring.distribution(exploring.bench(tables, book, "NL", {}), "q23")["aandeel"].isna().all()


@pytest.mark.parametrize("question", ["q01", "q43"])
def test_a_question_without_answers_to_count_is_refused(tables, book, question):
    with pytest.raises(CodebookError, match="geen antwoorden om te tellen"):
        exploring.distribution(exploring.bench(tables, book, "NL", {}), question)


@pytest.fixture
def members(tables):
    """The same answers with numbers of members: 1 to 40 in Noord-Brabant, where 4 say nothing, and 100 in Flevoland."""
    counts = pd.array([*range(1, 37), *[None] * 4, *[100] * 8], dtype="Int64")
    return tables[0], tables[1].assign(q16=counts, q05=counts + 1980)


def test_a_question_for_a_number_has_a_median_and_a_mean(members, book):
    table = exploring.distribution(exploring.bench(members, book, "Noord-Brabant", {}), "q16").set_index("antwoord")
    assert list(table.index) == ["Mediaan (leden)", "Gemiddelde (leden)"]
    assert table["ingevuld door"].tolist() == [36, 36]
    assert table["waarde"].tolist() == [18, pytest.approx(18.5)]
    assert (table["van"] < table["waarde"]).all() and (table["waarde"] < table["tot"]).all()
    years = exploring.distribution(exploring.bench(members, book, "Noord-Brabant", {}), "q05")
    assert years["antwoord"].tolist() == ["Mediaan (jaar)"]


def test_numbers_are_hidden_where_few_filled_them_in_or_one_makes_the_mean(members, book):
    few = exploring.distribution(exploring.bench(members, book, "Flevoland", {}), "q16")
    assert few[["ingevuld door", "waarde", "van", "tot"]].isna().all(axis=None)
    assert set(few["klasse"]) == {"D"}
    giant = members[0], members[1].assign(q16=members[1]["q16"].replace(36, 100_000))
    median, mean = exploring.distribution(exploring.bench(giant, book, "Noord-Brabant", {}), "q16").itertuples()
    assert (median.waarde, median.klasse) == (18, "A")
    assert (np.isnan(mean.waarde), mean.klasse) == (True, "D")


def test_a_number_is_crossed_with_answers_but_nothing_with_a_number(members, book):
    chosen = exploring.bench(members, book, "Noord-Brabant", {})
    table = exploring.crosstab(chosen, "q16", "q07")
    assert table.loc["Mediaan (leden)", "Stichting (n = 30)"].startswith("15 (")
    assert set(table["Geen rechtsvorm (n < 10)"]) == {"te weinig antwoorden"}
    with pytest.raises(CodebookError, match="geen antwoorden om te tellen"):
        exploring.crosstab(chosen, "q07", "q16")


def test_an_unknown_answer_is_refused_with_the_known_ones(tables, book):
    with pytest.raises(CodebookError, match=r"kent geen antwoord stichtign: stichting, vereniging"):
        exploring.bench(tables, book, "NL", {"q07": ["stichtign"]})


def test_two_questions_that_hang_together_are_said_to(tables, book):
    said = exploring.related(exploring.bench(tables, book, "NL", {}), "q35", "q07")
    assert said.startswith("De antwoorden hangen niet aantoonbaar samen: F(1.0; 47)")
    assert "n = 48" in said
    responses = tables[1].assign(q35=tables[1]["q07"].map({"stichting": "ja", "geen": "nee"}))
    assert "hangen samen" in exploring.related(exploring.bench((tables[0], responses), book, "NL", {}), "q35", "q07")


def test_a_table_with_too_many_empty_cells_is_not_tested(tables, book):
    sparse = tables[1].assign(q06=["actief", "slapend", "gestopt"] + ["actief"] * 45)
    chosen = exploring.bench((tables[0], sparse), book, "NL", {})
    for by in ("q06", "q07", "q35"):
        said = exploring.related(chosen, "q06", by)
        assert said.startswith(("Te weinig antwoorden", "De antwoorden hangen"))
        assert "nan" not in said and "inf" not in said


def test_no_test_of_few_answers_or_of_a_question_with_more_answers(tables, book):
    assert "Te weinig antwoorden" in exploring.related(exploring.bench(tables, book, "Flevoland", {}), "q35", "q07")
    for several in ("q12", "q16"):
        said = exploring.related(exploring.bench(tables, book, "NL", {}), several, "q07")
        assert said.startswith(f"Bij vraag {several} (") and said.endswith("geen toets.")


def test_who_took_part_is_as_alike_to_the_list_as_its_rates(tables, book):
    """Of 400 in Noord-Brabant a tenth answered and of 80 in Flevoland too; of the kind that is a club all 20 did."""
    inventory, responses = tables
    alike = exploring.representativity(tables, book)
    assert alike.loc["R-indicator", "zonder correctie"] == pytest.approx(1, abs=1e-6)
    clubs = np.arange(len(inventory)) < 20  # the first twenty answered
    other = exploring.representativity((inventory.assign(form=np.where(clubs, "club", "anders")), responses), book)
    # 20 with chance 1 and 460 with 28/460: S^2 = 20 x 460 / 480 / 479 x (1 - 28/460)^2
    spread = np.sqrt(20 * 460 / 480 / 479) * (1 - 28 / 460)
    assert other.loc["R-indicator", "zonder correctie"] == pytest.approx(1 - 2 * spread, abs=0.002)
    assert other.loc["Hoe ze zich noemen", "waarde"] > 5 * other.loc["Provincie", "waarde"]

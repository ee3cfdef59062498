"""The tables for researchers: nothing gets lost on the way to SPSS and Parquet, and both say that they are internal."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
import survey_formats as formats

from monitor_lib import paths
from monitor_lib.publishing.private import research
from monitor_lib.publishing.run.release import ReportError

STATES = {-8.0: "not_shown", -9.0: "skipped"}


@pytest.fixture(scope="module")
def people(book):
    return formats.truth(book)


@pytest.fixture(scope="module")
def responses(people, book):
    answers = formats.expected(people, book)
    about = pd.DataFrame(
        {
            "response_id": [f"survey-{person.number}" for person in people],
            "initiative_id": [None, *(f"ZG-{person.number}" for person in people[1:])],
            "province": "PV22",
            "part": "LD01",
        }
    ).astype("str")
    return pd.concat([about, answers], axis=1)


def test_labels_for_codes_and_words_for_what_is_missing(people, responses, book):
    before = responses.copy()
    table = research.labelled_responses(responses, book)
    pd.testing.assert_frame_equal(responses, before)
    assert list(table.columns) == list(responses.columns)
    assert set(table["province"]) == {"Drenthe"}
    words = {None: "Niet gezien", "": "Niet ingevuld", (): "Niet ingevuld"}
    legal = book.scale("rechtsvorm").labels
    assert table["q07"].tolist() == [words.get(p.values["q07"]) or legal[p.values["q07"]] for p in people]
    sport = [words.get(p.values["q13"]) or ("Ja" if "sport" in p.values["q13"] else "Nee") for p in people]
    assert table["q13_sport"].tolist() == sport
    assert set(table["q30_state"]) == {"Beantwoord", "Niet gezien", "Niet ingevuld"}
    assert table["q16"].dtype == "Float64"


def test_spss_gives_back_every_answer_and_every_state(responses, book, tmp_path):
    research.write_sav(responses, book, tmp_path / "answers.sav")
    table, about = pyreadstat.read_sav(tmp_path / "answers.sav", user_missing=True)
    assert about.file_label == research.NOTICE
    assert about.variable_value_labels["q07"] == {
        **{float(n): option.label for n, option in enumerate(book.scale("rechtsvorm").options, 1)},
        -8.0: "Niet gezien",
        -9.0: "Niet ingevuld",
    }
    assert about.column_names_to_labels["q07"] == "Welke rechtsvorm heeft uw initiatief?"
    assert {(range_["lo"], range_["hi"]) for range_ in about.missing_ranges["q16"]} == {(-8, -8), (-9, -9)}
    assert (about.variable_measure["q30"], about.variable_measure["q16"]) == ("ordinal", "scale")
    for question in book.questions:
        coded = f"{question.id}_state" if question.type == "text" else research._options(question, book)[0]
        assert table[coded].map(STATES).fillna("answered").tolist() == responses[f"{question.id}_state"].tolist()
        values = table.where(~table[coded].isin(list(STATES)))
        if question.many:
            for name in research._options(question, book):
                assert values[name].astype("boolean").equals(responses[name])
        elif question.scale:
            codes = dict(enumerate(book.scale(question.scale).codes, 1))
            assert values[question.id].map(codes).astype("str").equals(responses[question.id])
        elif question.type == "number":
            assert values[question.id].astype("Float64").equals(responses[question.id])
        else:
            assert values[question.id].astype("str").equals(responses[question.id])


def test_spss_leaves_the_missing_codes_out_by_itself(responses, book, tmp_path):
    research.write_sav(responses, book, tmp_path / "answers.sav")
    table, _ = pyreadstat.read_sav(tmp_path / "answers.sav")
    assert table["q17"].mean() == pytest.approx(responses["q17"].mean())


def test_parquet_gives_back_the_labelled_table_and_says_what_it_is(responses, book, tmp_path):
    research.write_parquet(responses, book, tmp_path / "answers.parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "answers.parquet"), research.labelled_responses(responses, book)
    )
    schema = pq.read_schema(tmp_path / "answers.parquet")
    assert schema.metadata[b"notice"] == b"ALLEEN VOOR INTERN GEBRUIK"
    assert schema.field("q12_zorg").metadata[b"label"].decode().endswith("Zorg")


def test_the_files_say_what_they_are_and_never_lie_among_what_is_published(responses, book, tmp_path):
    wave, clean = book.wave("voorbeeld"), paths.Clean(tmp_path / "clean")
    with pytest.raises(ReportError, match="monitor run voorbeeld"):
        research.written(wave, clean, tmp_path / "to", book)
    with pytest.raises(ReportError, match="privé"):
        research.written(wave, clean, paths.project().outputs / "voorbeeld", book)
    clean.folder.mkdir()
    responses.to_parquet(clean.responses)
    files = research.written(wave, clean, tmp_path / "to", book)
    assert sorted(path.name for path in files) == sorted(path.name for path in (tmp_path / "to").iterdir())
    assert all("ALLEEN-VOOR-INTERN-GEBRUIK" in path.name for path in files)


def test_model_values_stand_beside_published_figures_and_nowhere_for_hidden_ones(book, tmp_path):
    rows = [("NL", 0.5, 100, False), ("PV20", 0.4, 30, False), ("PV21", 0.7, 40, False), ("PV22", np.nan, 6, True)]
    figures = pd.DataFrame(rows, columns=["area", "value", "respondents", "hidden"]).assign(
        wave="voorbeeld",
        indicator="q35",
        answer="ja",
        kind="share",
        low=0.3,
        high=0.8,
        population=[300, 100, 100, 100],
        reference=0.5,
    )
    research._write_models(figures, book.wave("voorbeeld"), book, tmp_path / "models.parquet")
    told = pd.read_parquet(tmp_path / "models.parquet")
    assert told["provincie"].tolist() == ["Groningen", "Fryslân"]
    assert told["model_value"][0] < told["model_value"][1] < told["waarde"][1]
    assert pq.read_schema(tmp_path / "models.parquet").metadata[b"notice"] == b"ALLEEN VOOR INTERN GEBRUIK"
    assert research._write_models(figures[:1], book.wave("voorbeeld"), book, tmp_path / "none.parquet") == []

"""A survey export to responses: values, the three states, doubles, and errors that keep personal data to themselves."""

import csv
import io

import pytest

from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.responses import response_table
from monitor_lib.reference import codebook, question_map

BOOK = codebook.load()


def export(*answers: dict[str, str]) -> Sheet:
    """An export with the columns that the rows name, as it comes out of the reader."""
    names = list(
        dict.fromkeys(["id", "submitdate", "lastpage", "token", "Q01", "Q02", "Q03", *(n for a in answers for n in a)])
    )
    sent = {"submitdate": "2026-05-01 10:00:00", "lastpage": "2", "Q01": "De Brug", "Q02": "Assen"}
    rows = [
        [str({"id": str(number), **sent, **answer}.get(name, "")) for name in names]
        for number, answer in enumerate(answers, 1)
    ]
    return Sheet("survey.csv", "", False, tuple(map(tuple, [names, *rows])))


def responses(*answers: dict[str, str], book=BOOK):
    found = cleaned_survey([export(*answers)], book)
    located = [(None, None)] * len(found.rows)
    return response_table(found.rows, located, book), found


def faults(*answers: dict[str, str], severity: str = "error"):
    return [fault for fault in cleaned_survey([export(*answers)], BOOK).faults if fault.severity == severity]


@pytest.mark.parametrize(
    ("heading", "text", "column", "value"),
    [
        ("Q06", "actief", "q06", "actief"),
        ("Q06", "In oprichting", "q06", "oprichting"),
        ("Q16", "1.250", "q16", 1250),
        ("Q19", "0,5", "q19", 0.5),
        ("Q19", "12.5000000000", "q19", 12.5),
        ("Q07", "-oth-", "q07", "anders"),
        ("Q07[other]", "B.V. in wording", "q07", "anders"),
        ("Q07[other]", "B.V. in wording", "q07_other", "B.V. in wording"),
        ("Q12[cohesie]", "Y", "q12_cohesie", True),
        ("Q12[Sociale cohesie]", "Ja", "q12_cohesie", True),
        ("Q12_cohesie", "1", "q12_cohesie", True),
        ("Q12[other]", "Muziek", "q12_anders", True),
        ("Q12[other]", "Muziek", "q12_other", "Muziek"),
        ("Q30", "e4", "q30", "e4"),
        ("Q44[kaart]", "Y", "q44_kaart", True),
    ],
)
def test_answers_by_code_and_by_label(heading, text, column, value):
    table, found = responses({heading: text})
    assert table[column][0] == value
    assert table[f"{column[:3]}_state"][0] == "answered"
    assert [fault for fault in found.faults if fault.code not in ("missing_question", "share_of_other")] == []


@pytest.mark.parametrize(("ticked", "unticked"), [("Y", ""), ("Y", "N"), ("Ja", "Nee"), ("1", "0"), ("1", "2")])
def test_an_option_beside_a_chosen_one_is_no_and_an_empty_set_is_skipped(ticked, unticked):
    table, found = responses(
        {"Q12[zorg]": ticked, "Q12[wonen]": unticked}, {"Q12[zorg]": unticked, "Q12[wonen]": unticked}
    )
    assert {fault.code for fault in found.faults} == {"missing_question"}
    assert table["q12_wonen"].tolist()[0] is False
    assert table["q12_wonen"].isna().tolist() == [False, True]
    assert table["q12_state"].tolist() == ["answered", "skipped"]


def test_the_three_states_by_routing():
    table, found = responses(
        {"Q10": "specifiek", "Q11[ouderen]": "Y"},
        {"Q10": "specifiek", "Q11[ouderen]": ""},
        {"Q10": "iedereen", "Q11[ouderen]": ""},
        {"Q10": "", "Q11[ouderen]": "N.v.t."},
        {"Q10": "iedereen", "Q11[ouderen]": "Y"},
    )
    assert table["q11_state"].tolist() == ["answered", "skipped", "not_shown", "not_shown", "not_shown"]
    assert table["q11_ouderen"].isna().tolist() == [False, True, True, True, True]
    assert [(fault.code, fault.row) for fault in found.faults if fault.code == "routing"] == [("routing", 6)]


def test_the_part_that_was_not_reached_was_not_shown():
    table, _ = responses(
        {"lastpage": "1", "submitdate": "", "Q06": "actief", "Q30": ""},
        {"lastpage": "2", "submitdate": "", "Q06": "", "Q30": ""},
        {"lastpage": "1", "submitdate": "", "Q06": "", "Q30": "e1"},
        {"lastpage": "2", "submitdate": "1980-01-01 00:00:00", "Q06": "", "Q30": ""},
        {"lastpage": "", "submitdate": "", "Q06": "actief", "Q30": ""},
    )
    assert table["finished"].tolist() == [1, 1, 1, 2, 0]
    assert table["q06_state"].tolist() == ["answered", "skipped", "skipped", "skipped", "answered"]
    assert table["q30_state"].tolist() == ["not_shown", "skipped", "answered", "skipped", "not_shown"]


def test_the_full_answer_exports_word_for_not_shown():
    table, _ = responses({"Q06": "N.v.t.", "Q12[zorg]": "N.v.t."})
    assert table.loc[0, ["q06_state", "q12_state"]].tolist() == ["not_shown", "not_shown"]


def test_a_question_that_is_not_in_the_export_was_not_asked():
    table, found = responses({"Q06": "actief"})
    assert table["q42_state"][0] == "not_shown"
    assert "Q42" in {fault.column for fault in found.faults if fault.code == "missing_question"}


def test_an_unknown_answer_is_an_error_with_its_count_and_what_is_allowed():
    (fault,) = faults({"Q06": "actief"}, {"Q06": "klaar"}, {"Q06": "klaar"})
    assert str(fault) == (
        'survey.csv, rij 3, kolom Q06: "klaar" is geen antwoord op deze vraag (2 keer; mogelijk: verkennend, '
        "oprichting, actief, slapend, gestopt). Vul het codeboek aan."
    )


def test_an_unknown_option_is_an_error_that_names_the_known_ones():
    (fault,) = faults({"Q12[toveren]": "Y"})
    assert (fault.code, fault.column) == ("unknown_option", "Q12[toveren]")
    assert "cohesie, welzijn" in fault.message
    assert [fault.code for fault in faults({"Q12[zorg]": "vaak"})] == ["unknown_answer"]


@pytest.mark.parametrize("text", ["veel", "-1", "ongeveer 20"])
def test_a_number_that_cannot_be_is_a_remark_and_missing(text):
    table, found = responses({"Q16": text})
    assert table["q16"].isna()[0]
    assert table["q16_state"][0] == "skipped"
    assert [(fault.code, fault.severity) for fault in found.faults if fault.column == "Q16"] == [("number", "remark")]
    assert text not in str([str(fault) for fault in found.faults])


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Q16", "20.001", "20001 ligt buiten wat bij deze vraag kan (0 tot en met 20000)"),
        ("Q19", "501", "501 ligt buiten wat bij deze vraag kan (0 tot en met 500)"),
        ("Q05", "1899", "1899 ligt buiten wat bij deze vraag kan (1900 tot en met 2021)"),
        ("Q05", "2022", "2022 ligt buiten wat bij deze vraag kan (1900 tot en met 2021)"),
        ("Q16", "123456789", "een langer getal ligt buiten wat bij deze vraag kan (0 tot en met 20000)"),
    ],
)
def test_a_number_outside_its_limits_is_told_with_the_limits(question, text, told):
    asked = question_map.as_asked(BOOK, BOOK.wave("voorbeeld"))
    table, found = responses({question: text}, book=asked)
    assert table[question.lower()].isna()[0]
    (remark,) = [fault for fault in found.faults if fault.column == question]
    assert (remark.code, remark.severity) == ("limits", "remark")
    assert told in remark.message


@pytest.mark.parametrize(("question", "text"), [("Q05", "1900"), ("Q05", "2021"), ("Q16", "0"), ("Q16", "20000")])
def test_a_number_on_its_limit_is_an_answer(question, text):
    asked = question_map.as_asked(BOOK, BOOK.wave("voorbeeld"))
    assert responses({question: text}, book=asked)[0][question.lower()][0] == int(text)


def test_of_one_token_the_most_complete_counts_then_the_latest():
    table, found = responses(
        {"token": "a", "Q06": "actief", "datestamp": "2026-05-02"},
        {"token": "a", "Q06": "slapend", "datestamp": "2026-05-03"},
        {"token": "a", "Q06": "gestopt", "submitdate": "", "lastpage": "1", "datestamp": "2026-05-04"},
        {"token": "", "Q06": "actief"},
        {"token": "", "Q06": "actief"},
    )
    assert table["q06"].tolist() == ["slapend", "actief", "actief"]
    assert sorted(fault.row for fault in found.faults if fault.code == "double_response") == [2, 4]


def test_an_empty_questionnaire_is_left_out_with_a_remark():
    table, found = responses({"Q01": "", "Q02": "", "lastpage": "1", "submitdate": ""})
    assert len(table) == 0
    assert "blank" in {fault.code for fault in found.faults}


def test_personal_columns_go_to_the_contacts_and_into_no_message():
    secrets = {
        "token": "kanarietoken",
        "ipaddr": "203.0.113.77",
        "refurl": "https://kanarie.example/uitnodiging",
        "firstname": "Zebedea",
        "lastname": "Kanarievrouw",
        "email": "zebedea@kanarie.example",
        "attribute_3": "kanarieattribuut",
    }
    told = {
        "Q43": "bel 06-12345678, of mail naar jan@kanarie.example",
        "Q16": "0612345679",
        "Zebedea haar kolom": "kanarie",
    }
    table, found = responses({**secrets, **told}, {**secrets, **told})
    said = table.to_csv() + str([str(fault) for fault in found.faults])
    for secret in (*secrets.values(), "06-12345678", "jan@kanarie.example", "0612345679", "kanarie", "Zebedea"):
        assert secret not in said
    assert {contact.field for contact in found.contacts} >= {*secrets, "phone"}


def test_an_export_without_question_codes_is_an_error():
    found = cleaned_survey([Sheet("survey.csv", "", False, (("Naam", "Plaats"), ("De Brug", "Assen")))], BOOK)
    assert [(fault.code, fault.severity) for fault in found.faults] == [("no_header", "error")]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_limesurveys_own_form_of_csv(tmp_path, delimiter):
    from monitor_lib.intake.files.deliveries import delivered_sheets
    from monitor_lib.intake.survey.cleaning import survey_headings

    text = io.StringIO(newline="")
    rows = export({"Q43": 'Onze "eettafel";\nelke week, warm', "Q06": "Actief"}).rows
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    (tmp_path / "survey.csv").write_bytes((text.getvalue() + "\r\n").encode("utf-8-sig"))
    sheets, problems = delivered_sheets(tmp_path, frozenset(survey_headings(BOOK)))
    assert problems == []
    (response,) = cleaned_survey(sheets, BOOK).rows
    assert response.answers["q43"].value == 'Onze "eettafel"; elke week, warm'
    assert (response.id, response.row) == ("survey-1", 2)


def test_an_answer_without_end_is_cut_off_and_told():
    table, found = responses({"Q43": "a" * 4000}, {"Q43": "a" * 60_000})
    assert table["q43"].str.len().tolist() == [4000, 4000]
    assert [(fault.code, fault.row) for fault in found.faults if fault.column == "Q43"] == [("long", 3)]

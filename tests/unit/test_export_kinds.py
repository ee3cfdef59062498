"""What tools write around questions, options, moments and states: read as meant, or asked; never settled in silence."""

from dataclasses import replace

import pytest

from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.columns import OTHER
from monitor_lib.intake.survey.progress import moment, month_first
from monitor_lib.intake.survey.tools import tool_of
from monitor_lib.reference import codebook
from monitor_lib.reference.records import Wave

BOOK = codebook.load()
MANY = [one for one in BOOK.questions if one.many and one.other and not one.asked]
QUESTION = MANY[0]
SINGLE = next(one for one in BOOK.questions if one.scale and not (one.many or one.other or one.asked))
SCALE, STEPS = BOOK.scale(QUESTION.scale), BOOK.scale(SINGLE.scale)
CODES = [code for code in SCALE.codes if code != QUESTION.other]
LABEL = SCALE.labels
WHO = ["Q01", "Q02", "Q03"]
SAID = ["De Zwaluw", "Norg", "9331"]


def tool(name):
    return tool_of(Wave("proef", "Proef", 2026, None, tool=name))


def read(*rows, of="plain"):
    found = cleaned_survey([Sheet("export.csv", "", False, tuple(map(tuple, rows)))], BOOK, tool(of))
    return found, [fault.code for fault in found.faults if fault.severity == "error"]


def chosen(found, question=QUESTION):
    return [one.answers[question.id].value for one in found.rows]


AROUND = {
    "REDCap, labels": "{text} (choice={option})",
    "Kobo, groups and codes": "deel_1/{id}/{code}",
    "Kobo, groups and labels": "Over het initiatief/{text}/{option}",
    "Kobo, a group in a group": "deel_1/blok-a/{id}/{code}",
    "ODK Central": "deel_1-{id}/{code}",
    "Alchemer": "{option}:{text}",
    "a number before the question": "12. {text} [{option}]",
    "a letter and a bracket": "3b) {text} [{option}]",
}


@pytest.mark.parametrize("form", AROUND.values(), ids=AROUND)
def test_what_a_tool_writes_around_a_question_and_its_option(form):
    heads = [
        form.format(id=QUESTION.id, text=QUESTION.text, code=code, option=LABEL[code]) for code in (CODES[2], CODES[0])
    ]
    found, errors = read([*WHO, *heads], [*SAID, "0", "1"], [*SAID, "Checked", "Unchecked"])
    assert (errors, chosen(found)) == ([], [{CODES[0]}, {CODES[2]}])


@pytest.mark.parametrize("form", AROUND.values(), ids=AROUND)
def test_an_option_that_nobody_knows_is_an_error_whatever_stands_around_it(form):
    head = form.format(id=QUESTION.id, text=QUESTION.text, code="toverij", option="Toverij")
    assert read([*WHO, head], [*SAID, "1"])[1] == ["unknown_option"]


def test_a_note_beside_a_question_is_no_answer_whichever_stands_first():
    found, errors = read([*WHO, f"Toelichting:{QUESTION.text}", f"blok/{QUESTION.id}_comment"], [*SAID, "zo", "en zo"])
    assert (errors, chosen(found)) == ([], [None])
    assert [fault.column for fault in found.faults if fault.code == "unmapped_column"] == ["D", "E"]


def test_a_group_named_after_a_person_or_number_is_not_taken_for_one():
    found, errors = read([*WHO, "gegevens/naam", "deel/id"], [*SAID, "Zeer geheim", "7"])
    assert errors == []
    assert {fault.column for fault in found.faults if fault.code == "unmapped_column"} == {"D", "E"}


def test_questions_with_their_number_and_text_alone_are_read():
    found, errors = read(["1. " + BOOK.questions[0].text, "Q02", "Q03", f"7. {SINGLE.text}"], [*SAID, STEPS.codes[1]])
    assert errors == []
    assert chosen(found, SINGLE) == [STEPS.codes[1]]


def test_labels_and_codes_with_spaces_between_them():
    text = " ".join(LABEL[code] for code in CODES[:3])
    found, errors = read([*WHO, QUESTION.id], [*SAID, text], [*SAID, " ".join(CODES[:3])], [*SAID, f"{text} Toverij"])
    assert chosen(found)[:2] == [set(CODES[:3])] * 2
    assert errors == ["unknown_answer"]


# ---- options as headings ----


def ticked(codes, of):
    return [LABEL[code] if code in of else "" for code in codes]


def test_all_options_of_one_question_as_headings_are_that_question():
    heads = [*(LABEL[code] for code in CODES), "Other"]
    found, errors = read([*WHO, *heads], [*SAID, *ticked(CODES, CODES[1:3]), "Vissen"], [*SAID, *ticked(CODES, CODES)])
    assert (errors, chosen(found)) == ([], [{*CODES[1:3], QUESTION.other}, set(CODES)])
    assert found.rows[0].answers[QUESTION.id].other == "Vissen"


def test_two_questions_after_each_other_as_headings_are_told_apart():
    first, second = ([code for code in BOOK.scale(one.scale).codes if code != one.other] for one in (QUESTION, MANY[1]))
    labels = BOOK.scale(MANY[1].scale).labels
    heads = [*(LABEL[code] for code in first), "Other", *(labels[code] for code in second), "Other"]
    row = [*ticked(first, first[:1]), "", *(labels[code] if code == second[0] else "" for code in second), "Soep"]
    found, errors = read([*WHO, *heads], [*SAID, *row])
    assert errors == []
    assert (chosen(found), chosen(found, MANY[1])) == ([{first[0]}], [{second[0], MANY[1].other}])


@pytest.mark.parametrize("lacking", [1, 2])
def test_some_options_as_headings_are_asked_unless_the_tool_numbers_them_alike(lacking):
    heads = [LABEL[code] for code in CODES[lacking:]]
    row = [*SAID, *ticked(CODES[lacking:], CODES[-1:])]
    found, errors = read([*WHO, *heads], row)
    assert (errors, chosen(found)) == (["unclear_options"], [None])
    (fault,) = (one for one in found.faults if one.code == "unclear_options")
    assert "de kolommen D, E, F" in fault.message
    found, errors = read([*WHO, *(f"4. {head}" for head in heads)], row)
    assert (errors, chosen(found)) == ([], [{CODES[-1]}])
    _, errors = read([*WHO, *(f"{n}. {head}" for n, head in enumerate(heads, 4))], row)
    assert errors == []  # each numbered as a question of its own: no run, so told as unknown headings


def test_one_heading_that_is_an_option_is_no_question():
    found, errors = read([*WHO, LABEL[CODES[0]], "Leeg", "Other"], [*SAID, "x", "", "iets"])
    assert (errors, chosen(found)) == ([], [None])


def test_options_of_a_question_that_has_columns_are_none_of_another():
    heads = [QUESTION.id, *(LABEL[code] for code in CODES)]
    found, _ = read([*WHO, *heads], [*SAID, CODES[0], *ticked(CODES, CODES[:2])])
    assert chosen(found) == [{CODES[0]}]


# ---- how far, and when ----


@pytest.mark.parametrize(
    ("status", "finished"),
    [("Partial", 0), ("Complete", 2), ("Gedeeltelijk", 0), ("voltooid", 2), ("Incomplete", 0), ("", 2), ("IP", 2)],
)
def test_a_status_goes_before_a_date_that_every_questionnaire_has(status, finished):
    head = ["Date Submitted", "Status", *WHO, SINGLE.id]
    found, _ = read(head, ["2026-05-01 10:00:00", status, *SAID, STEPS.codes[0]])
    assert [one.finished for one in found.rows] == [finished]


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (["4/5/2026", "4/13/2026"], True),
        (["4/5/2026", "13/4/2026"], False),
        (["4/12/2026", "12/12/2026"], None),
        (["4/13/2026", "13/4/2026"], None),
        (["2026-04-13", "geen datum", ""], False),
    ],
)
def test_one_date_that_cannot_be_otherwise_tells_the_order_of_all(texts, first):
    assert month_first(texts) == first


def test_american_dates_of_a_form_are_read_as_such():
    rows = [[when, *SAID, STEPS.labels[STEPS.codes[0]]] for when in ("4/5/2026 9:10:11", "4/13/2026 9:10:11")]
    found, _ = read(["Timestamp", *WHO, SINGLE.text], *rows, of="google-forms")
    assert [one.moment for one in found.rows] == ["2026-04-05 09:10:11", "2026-04-13 09:10:11"]


def test_a_moment_that_cannot_be_stays_as_it_is_and_a_short_year_is_of_this_century():
    plain = tool("plain")
    assert moment("31-2-2026 10:00", plain) == "31-2-2026 10:00"
    assert moment("13/13/2026", plain) == "13/13/2026"
    assert moment("5-1-26 9:58:00", plain) == "2026-01-05 09:58:00"
    assert moment("31-12-1999 23:59", plain) == "1999-12-31 23:59:00"


def test_an_entry_sheet_for_paper_reads_by_codes_and_by_labels():
    heads = [*WHO, SINGLE.id, *(f"{QUESTION.id}_{code}" for code in CODES), f"{QUESTION.id}_{OTHER}"]
    rows = [[*SAID, STEPS.codes[1], *("x" if code == CODES[0] else "" for code in CODES), "Vissen"]]
    rows += [[*SAID, STEPS.labels[STEPS.codes[1]], *("ja" if code == CODES[0] else "nee" for code in CODES), "Vissen"]]
    found, errors = read(heads, *rows)
    assert (errors, chosen(found)) == ([], [{CODES[0], QUESTION.other}] * 2)
    assert chosen(found, SINGLE) == [STEPS.codes[1]] * 2


def test_an_option_called_not_applicable_is_an_answer_where_the_question_has_it():
    options = (*STEPS.options, replace(STEPS.options[0], code="nvt", label="N.v.t.", synonyms=()))
    scales = tuple(replace(one, options=options) if one.id == STEPS.id else one for one in BOOK.scales)
    export = Sheet("export.csv", "", False, ((*WHO, SINGLE.id), (*SAID, "N.v.t.")))
    states = {}
    for name, book in (("with", replace(BOOK, scales=scales)), ("without", BOOK)):
        (one,) = cleaned_survey([export], book, tool("plain")).rows
        states[name] = one.answers[SINGLE.id].value, one.answers[SINGLE.id].state
    assert states == {"with": ("nvt", "answered"), "without": (None, "not_shown")}

"""An option's number is not its place: words decide, or a person, and else nothing is read and one error says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.tools import tool_of
from monitor_lib.reference import codebook
from monitor_lib.reference.records import Wave

BOOK = codebook.load()
QUESTION = next(one for one in BOOK.questions if one.many and one.other and not one.asked)
SINGLE = next(one for one in BOOK.questions if one.scale and not (one.many or one.other or one.asked))
SCALE, STEPS = BOOK.scale(QUESTION.scale), BOOK.scale(SINGLE.scale)
NAME, ONE = QUESTION.id.upper(), SINGLE.id.upper()
CODES = [code for code in SCALE.codes if code != QUESTION.other]
ABOUT = {"qualtrics": ["StartDate", "EndDate", "Status", "Finished"], "limesurvey": ["id", "submitdate", "lastpage"]}
SENT = {"qualtrics": ["", "", "0", "1"], "limesurvey": ["1", "2026-05-01", "2"]}
WHO = ["Q01", "Q02", "Q03"]
ORDER = ["alle", "volgorde", ""]


def sheet(*rows, file="survey.csv"):
    return Sheet(file, "", False, tuple(map(tuple, rows)))


def mapping(*lines):
    head = ["vraag", "antwoord", "kolom", "waarde gekozen", "waarde niet gekozen", "scheidingsteken"]
    return sheet(head, *([*line, "", "", "", ""][:6] for line in lines), file="mapping.csv")


def read(*sheets, of="limesurvey"):
    found = cleaned_survey(list(sheets), BOOK, tool_of(Wave("proef", "Proef", 2026, None, tool=of)))
    errors = [fault.code for fault in found.faults if fault.severity == "error"]
    return [{name: answer.value for name, answer in one.answers.items()} for one in found.rows], errors, found


def qualtrics(names, texts, *rows):
    """An export with names above texts; a row is what stands under the names."""
    about, sent = ABOUT["qualtrics"], SENT["qualtrics"]
    told = [[*sent, "De Brug", "Assen", "", *row] for row in rows]
    return sheet([*about, *WHO, *names], [*about, "", "", "", *texts], *told)


def limesurvey(names, *rows):
    told = [[*SENT["limesurvey"], "De Brug", "Assen", "", *row] for row in rows]
    return sheet([*ABOUT["limesurvey"], *WHO, *names], *told)


def label(code):
    return SCALE.labels[code]


@settings(max_examples=25)
@given(order=st.permutations(CODES), chosen=st.sets(st.sampled_from(CODES), min_size=1))
def test_words_in_a_heading_decide_however_options_are_numbered(order, chosen):
    ticks = ["1" if code in chosen else "" for code in order]
    names = [f"{NAME}_{n}" for n in range(1, len(order) + 1)]
    for form in ("{} - {}", "{} - Selected Choice - {}", "Anders gesteld - {1}"):
        texts = [form.format(QUESTION.text, label(code)) for code in order]
        (answers,), errors, _ = read(qualtrics(names, texts, ticks), of="qualtrics")
        assert (answers[QUESTION.id], errors) == (chosen, [])
    for form in ("{0}[SQ{3:03}]. {1} [{2}]", "{0}[SQ{3:03}]. In andere woorden [{2}]"):
        heads = [form.format(NAME, QUESTION.text, label(code), n) for n, code in enumerate(order, 1)]
        (answers,), errors, _ = read(limesurvey(heads, ["Y" if tick else "" for tick in ticks]))
        assert (answers[QUESTION.id], errors) == (chosen, [])


@settings(max_examples=25)
@given(order=st.permutations(CODES))
def test_words_in_the_cells_decide_too(order):
    names = [f"{NAME}_{n}" for n in range(1, len(order) + 1)]
    (answers,), errors, _ = read(qualtrics(names, names, [label(code) for code in order]), of="qualtrics")
    assert (answers[QUESTION.id], errors) == (set(CODES), [])


@pytest.mark.parametrize("of", ["qualtrics", "limesurvey", "limesurvey-vv", "spss", "plain", "surveymonkey"])
@pytest.mark.parametrize("form", ["{}_{}", "{}[SQ{:03}]", "{}___{}", "{}[{}]"])
def test_numbers_alone_are_one_error_and_no_answer(form, of):
    names = [form.format(NAME, n) for n in range(1, 5)]
    rows = [*WHO, *names, ONE], ["De Brug", "Assen", "", "1", "1", "", "1", "A2"]
    answers, errors, found = read(sheet(*([rows[0], *rows] if of in ("limesurvey-vv", "qualtrics") else rows)), of=of)
    assert errors == ["unexplained_number"]
    assert {one[QUESTION.id] for one in answers} == {one[SINGLE.id] for one in answers} == {None}
    (fault,) = (one for one in found.faults if one.code == "unexplained_number")
    assert f"{NAME}, {ONE} " in fault.message
    assert "kolommen: 4" in fault.message


def test_a_person_may_say_that_the_form_has_the_codebooks_order():
    names = [f"{NAME}[SQ{n:03}]" for n in range(1, len(CODES) + 1)]
    export = limesurvey([*names, ONE], ["Y", "", "Y", *[""] * (len(CODES) - 3), "A2"])
    wanted = {QUESTION.id: {CODES[0], CODES[2]}, SINGLE.id: STEPS.codes[1]}
    (answers,), errors, _ = read(export, mapping(ORDER))
    assert ({name: answers[name] for name in wanted}, errors) == (wanted, [])
    (answers,), errors, _ = read(export, mapping([QUESTION.id, "volgorde", ""]))
    assert (answers[QUESTION.id], answers[SINGLE.id], errors) == ({CODES[0], CODES[2]}, None, ["unexplained_number"])


@pytest.mark.parametrize("numbers", [(1, 2, 4), (2, 1, 3), (2, 3, 4), (1, 1, 2), (*range(1, 14),)])
def test_numbers_with_gaps_out_of_order_or_too_many_are_an_error_whatever_a_person_says(numbers):
    export = limesurvey([f"{NAME}_{n}" for n in numbers], ["1"] * len(numbers))
    answers, errors, _ = read(export, mapping(ORDER))
    assert "unexplained_number" in errors
    assert answers[0][QUESTION.id] is None


def test_an_answer_beyond_the_last_option_is_an_error_whatever_a_person_says():
    last = len(STEPS.codes)
    assert read(limesurvey([ONE], [f"A{last}"]), mapping(ORDER))[1] == []
    assert read(limesurvey([ONE], [f"A{last + 1}"]), mapping(ORDER))[1] == ["unexplained_number"]


def test_one_number_among_words_is_no_place_whatever_a_person_says():
    export = limesurvey([ONE], [STEPS.labels[STEPS.codes[0]]], ["3"])
    answers, errors, _ = read(export, mapping(ORDER))
    assert ([one[SINGLE.id] for one in answers], errors) == ([STEPS.codes[0], None], ["unknown_answer"])


def test_words_go_before_the_order_that_a_person_confirmed():
    texts = [f"{QUESTION.text} - {label(code)}" for code in (CODES[1], CODES[0])]
    export = qualtrics([f"{NAME}_1", f"{NAME}_2"], texts, ["1", ""])
    (answers,), errors, _ = read(export, mapping(ORDER), of="qualtrics")
    assert (answers[QUESTION.id], errors) == ({CODES[1]}, [])


def test_headings_that_contradict_are_an_error():
    other = f"{QUESTION.text} - {label(CODES[1])}"
    assert read(qualtrics([f"{NAME}_{CODES[0]}"], [other], ["1"]), of="qualtrics")[1] == ["contrary_headings"]
    assert read(qualtrics([ONE], [QUESTION.text], ["x"]), of="qualtrics")[1] == ["contrary_headings"]


def test_a_numbered_text_belongs_to_the_option_with_its_number():
    names = [f"{NAME}_{n}" for n in ("1", "2", "2_TEXT")]
    other, told = label(QUESTION.other), []
    for second in (other, label(CODES[1])):
        texts = [f"{QUESTION.text} - {word}" for word in (label(CODES[0]), second, "Tekst")]
        told.append(read(qualtrics(names, texts, ["", "1", "Muziek"]), of="qualtrics"))
    (mine, *_), (theirs, errors, found) = told
    assert mine[0][QUESTION.id] == {QUESTION.other}
    assert (theirs[0][QUESTION.id], errors) == ({CODES[1]}, [])
    assert "unmapped_column" in {fault.code for fault in found.faults}


@pytest.mark.parametrize(
    ("of", "cells", "chosen", "errors"),
    [
        ("limesurvey", ["1", "2"], [True, False], []),
        ("limesurvey", ["2", "2"], [False, False], []),
        ("limesurvey", ["2", "Y"], [False, True], ["unknown_answer"]),
        ("limesurvey", ["2", "0"], [False, False], ["unknown_answer"]),
        ("limesurvey", ["3", "3"], [False, False], ["unknown_answer"]),
        ("plain", ["1", "2"], [True, False], ["unknown_answer"]),
        ("spss", ["1", "2"], [True, False], ["unknown_answer"]),
        ("surveymonkey", ["2", ""], [True, False], []),
        ("surveymonkey", ["2", "2"], [True, True], []),
        ("surveymonkey", ["2", "3"], [False, False], ["unknown_answer"] * 2),
        ("surveymonkey", ["0", "0"], [False, False], []),
    ],
)
def test_what_a_number_in_the_column_of_an_option_is(of, cells, chosen, errors):
    rows = [["De Brug", "Assen", "9401", cell] for cell in cells]
    answers, found, _ = read(sheet([*WHO, f"{QUESTION.text} [{label(CODES[1])}]"], *rows), of=of)
    assert [CODES[1] in (one[QUESTION.id] or ()) for one in answers] == chosen
    assert found == errors


def test_a_line_per_value_says_what_numbers_mean():
    lines = [[SINGLE.id, code, ONE, str(10 * n)] for n, code in enumerate(STEPS.codes)]
    lines += [[QUESTION.id, code, "Wat", number] for code, number in ((CODES[3], "1"), (CODES[0], "4"))]
    export = limesurvey([ONE, "Wat"], ["20", "4;1"])
    (answers,), errors, _ = read(export, mapping(*lines))
    assert (answers[SINGLE.id], answers[QUESTION.id], errors) == (STEPS.codes[2], {CODES[0], CODES[3]}, [])
    assert read(export, mapping(*lines[:2], *lines[-2:]))[1] == ["unknown_answer"]


def test_two_lines_for_one_heading_are_an_error_and_a_letter_points_at_one_column():
    twice = mapping([QUESTION.id, "other", "Iets"], [SINGLE.id, "", "Iets"])
    export = limesurvey(["Iets", "Iets"], ["Muziek", STEPS.labels[STEPS.codes[0]]])
    assert "mapped_twice" in read(export, twice)[1]
    assert read(export, mapping([QUESTION.id, "other", "Iets"]))[1] == ["repeated_heading", "repeated_column"]
    (answers,), errors, _ = read(export, mapping([QUESTION.id, "other", "G"], [SINGLE.id, "", "H"]))
    assert (answers[QUESTION.id], answers[SINGLE.id], errors) == ({QUESTION.other}, STEPS.codes[0], [])
    assert read(export, mapping([SINGLE.id, "", "ZZ"]))[1] == ["absent_column"]


@pytest.mark.parametrize(
    ("written", "cell"),
    [("nieuwe regel", "{}\n{}"), ("spatie", "{} {}"), ("#", "{}#{}"), ("", "{}\n{}"), ("", "{};{}")],
)
def test_a_mapping_may_say_any_separator(written, cell):
    line = [QUESTION.id, "", "Wat", "", "", written]
    export = limesurvey(["Wat"], [cell.format(CODES[0], label(CODES[3]))])
    (answers,), errors, _ = read(export, mapping(line))
    assert (answers[QUESTION.id], errors) == ({CODES[0], CODES[3]}, [])


def test_codes_with_spaces_between_them_are_choices():
    (answers,), errors, _ = read(limesurvey([NAME], [f"{CODES[0]} {CODES[3]}"]))
    assert (answers[QUESTION.id], errors) == ({CODES[0], CODES[3]}, [])


def test_forms_join_with_a_comma_or_a_semicolon():
    rows = [["", "De Brug", "Assen", "", f"{label(CODES[0])}{sign}{label(CODES[2])}"] for sign in (";", ", ")]
    answers, errors, _ = read(sheet(["Tijdstempel", *WHO, QUESTION.text], *rows), of="google-forms")
    assert [one[QUESTION.id] for one in answers] == [{CODES[0], CODES[2]}] * 2
    assert errors == []


def test_zeros_alone_are_no_answer():
    consent = next(one for one in reversed(BOOK.questions) if one.many)
    names = [f"{one.id}[{code}]" for one in (QUESTION, consent) for code in BOOK.scale(one.scale).codes[:2]]
    rows = [["De Brug", "Assen", "9401", *ticks] for ticks in ("1000", "1001")]
    _, _, found = read(sheet([*WHO, *names], *rows), of="plain")
    states = [one.answers[consent.id].state for one in found.rows]
    assert (states, [one.finished for one in found.rows]) == (["not_shown", "answered"], [0, 2])


@pytest.mark.parametrize(("count", "told"), [(4, False), (5, True)])
def test_many_equal_texts_are_an_option_in_other_words(count, told):
    texts = ["Samen Zingen!", "samen zingen", *["Samen zingen"] * (count - 2), "bel 06-00001234", *["Soep"] * 3]
    rows = [["", "De Brug", "Assen", "", text] for text in texts]
    rows += [["", "De Brug", "Assen", "", label(CODES[0])]] * 4
    _, _, found = read(sheet(["Tijdstempel", *WHO, QUESTION.text], *rows), of="google-forms")
    said = {fault.code: fault.message for fault in found.faults if fault.severity == "remark"}
    assert said["share_of_other"].startswith(f'"anders" staat bij {count + 4} van de {count + 8} antwoorden')
    assert ("same_other" in said) == told
    assert not told or said["same_other"].startswith(f"{count} keer staat dezelfde tekst bij anders")


def test_signs_of_a_page_and_columns_of_comments_are_no_part_of_a_question():
    heads = [f"<p>{QUESTION.text}</p> [{label(CODES[0])}]", f"<b>{SINGLE.text}&nbsp;</b>", f"{NAME}[{CODES[0]}comment]"]
    (answers,), errors, found = read(limesurvey(heads, ["Y", STEPS.codes[0], "zo is het"]))
    assert (answers[QUESTION.id], answers[SINGLE.id], errors) == ({CODES[0]}, STEPS.codes[0], [])
    assert [fault.column for fault in found.faults if fault.code == "unmapped_column"] == ["I"]

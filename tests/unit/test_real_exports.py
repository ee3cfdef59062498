"""Real exports of other people's surveys, with a codebook made for each: every cell is read, or told as not used."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import pytest

from monitor_lib import paths
from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import delivered_sheets
from monitor_lib.intake.reading import survey_words
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.tools import tool_of
from monitor_lib.reference import codebook
from monitor_lib.reference.records import Option, Question, Scale, Wave
from monitor_lib.reference.text.folding import folded

SAMPLES = paths.ROOT.parent / "shared" / "samples" / "jupyter-surveys"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the public sample files are not kept in the repository")
BOOK = codebook.load()
ANOTHER = "Other"
MIXED = "Mixed (conferences, workshops, Software Carpentry style events, etc.)"


def book_of(*asked):
    """A codebook with these questions: type, text, and options, the one that a text may stand for last."""
    questions, scales = [], []
    for n, (kind, text, *options) in enumerate(asked, 1):
        name, other = f"v{n:02}", next((one for one in options if one.startswith(ANOTHER)), "")
        listed = [Option(f"a{m}", label) for m, label in enumerate(options, 1) if label != other]
        listed += [Option("anders", ANOTHER, (other,))] if other else []
        scales += [Scale(name, tuple(listed))] if listed else []
        scale, place = (name if listed else ""), ("anders" if other else "")
        questions.append(Question(name, 1, kind, text, text[:20], scale=scale, other=place))
    return replace(BOOK, questions=tuple(questions), scales=tuple(scales))


def read(tmp_path, file, tool, book):
    (tmp_path / "survey.csv").symlink_to(SAMPLES / file)
    (sheet,), faults = delivered_sheets(tmp_path, survey_words(book))
    assert faults == []
    found = cleaned_survey([sheet], book, tool_of(Wave("proef", "Proef", 2026, None, tool=tool)))
    assert [str(fault) for fault in found.faults if fault.severity == "error"] == []
    return sheet, found


def said(answer, question, book):
    """All that an answer says, as a bag of words: options by their labels, and the text."""
    labels = book.scale(question.scale).labels if question.scale else {}
    codes = [code for code in answer.codes if code != question.other] if question.scale else [answer.value or ""]
    return Counter(word for text in (*(labels.get(one, one) for one in codes), answer.other) for word in words(text))


def words(text):
    return folded(str(text or "")).split()


def accounted(sheet, found, columns, book, unsaid=r"(?!)"):
    """Every row is a questionnaire or told to be none; every cell is in an answer, but contacts and what is unsaid."""
    rows = {response.row: response for response in found.rows}
    blank = {fault.row for fault in found.faults if fault.code == "blank"}
    assert sorted([*rows, *blank]) == list(range(2, len(sheet.rows) + 1))
    for row, response in rows.items():
        for name, places in columns.items():
            written = [sheet.rows[row - 1][n] for n in places if n < len(sheet.rows[row - 1])]
            answered = said(response.answers[name], book.question(name), book)
            kept = (cells.parted(cells.visible(text))[0] for text in written)
            assert answered == Counter(word for text in kept for word in words(re.sub(unsaid, "", text))), (row, name)
    assert [str(fault) for fault in found.faults if fault.code in ("unmapped_column", "missing_question")] == []


def whole(file, about, *asked):
    """A codebook with (columns, question) pairs, and each other column that is not about the row as a text."""
    head = next(csv.reader(io.StringIO((SAMPLES / file).read_text("utf-8-sig"), newline="")))
    known = {n for places, _ in asked for n in places} | set(range(about))
    every = [*asked, *(([n], ("text", one)) for n, one in enumerate(head) if n not in known)]
    assert sorted([*range(about), *(n for places, _ in every for n in places)]) == list(range(len(head)))
    return book_of(*(one for _, one in every)), {f"v{n:02}": places for n, (places, _) in enumerate(every, 1)}


def test_partial_questionnaires_and_choices_joined_by_a_semicolon(tmp_path):
    file = "surveygizmo_2015.csv"
    often = "Daily", "Weekly", "Monthly", "Less often than monthly"
    ways = "As a standalone application", "Through Jupyter Hub", "Other - Write In"
    likes = "convenient", "cool", "comfortable", "quick", "intuitive", "simple", "flexible", "accessible"
    dislikes = "complicated", "confusing", "uncomfortable", "Other word(s):"
    book, columns = whole(
        file,
        3,
        ([3], ("single", "How often do you use Jupyter Notebook?", *often)),
        ([9, 10], ("single", "How do you run the Jupyter Notebook?", *ways)),
        ([29, 30], ("multiple", "Select all the words that best describe Jupyter Notebook.", *likes, *dislikes)),
    )
    sheet, found = read(tmp_path, file, "plain", book)
    accounted(sheet, found, columns, book, r"Other - Write In|Other word\(s\):|^(?i:n/?a)$")
    status = {n: row[2] for n, row in enumerate(sheet.rows, 1)}
    assert Counter(status.values()) == {"Partial": 927, "Complete": 779, "Status": 1}
    assert all((status[one.row] == "Complete") == (one.finished == 1) for one in found.rows)
    assert all(one.moment == sheet.rows[one.row - 1][1] for one in found.rows)


def test_options_that_hold_the_separator_of_a_form(tmp_path):
    file = "google_forms_2016.csv"
    levels = (
        *("High school (ages 14-18)", "Community college", "Introductory undergraduate (freshman and sophmores)"),
        *("Graduate", "MOOC", "Intermediate undergraduate (sophmores and juniors)"),
        *("Advanced undergraduate (juniors and seniors)", MIXED, "Other"),
    )
    skills = (
        *("Complete novice (no experience)", "Novice (~1 semester of experience)"),
        *("Intermediate (a year of experience)", "Advanced (2-3 years of experience)"),
    )
    experience = "What is the minimum level of programming experience that your students are expected to be at?"
    graded = "When you grade coding answers, what aspects of the students' answers are you evaluating?"
    book, columns = whole(
        file,
        1,
        ([8], ("multiple", "What level of education is your course?", *levels)),
        ([9], ("single", experience, *skills)),
        ([20], ("multiple", graded, "Style", "Correctness", "Clarity", "N/A", "Other")),
    )
    sheet, found = read(tmp_path, file, "google-forms", book)
    accounted(sheet, found, columns, book)
    mixed = [one for one in found.rows if "a8" in one.answers["v01"].codes]
    assert len(mixed) == sum(MIXED in row[8] for row in sheet.rows)
    assert {one.moment[:7] for one in found.rows} <= {f"2016-{month:02}" for month in range(4, 13)}
    assert found.rows[0].moment == "2016-04-22 19:57:50"


def test_one_heading_row_with_the_number_of_a_question_before_each_option(tmp_path):
    file = "surveymonkey_2020_one_header_row.csv"
    head = next(csv.reader(io.StringIO((SAMPLES / file).read_text("utf-8-sig"))))
    several = {n: [m for m, one in enumerate(head) if one.startswith(f"{n}. ")] for n in ("3", "4", "6", "17")}
    often = (
        *("Daily - heavy usage; 3+ hours per day.", "Daily - moderate usage; less than 3 hours per day.", "Weekly."),
        *("Monthly.", "I have never used Jupyter.", "I no longer use Jupyter."),
    )
    asked = [
        (places, ("multiple", f"Question {n}", *(head[m].split(". ", 1)[1] for m in places)))
        for n, places in several.items()
    ]
    book, columns = whole(file, 1, ([1], ("single", "How frequently do you use Jupyter?", *often)), *asked)
    sheet, found = read(tmp_path, file, "surveymonkey", book)
    accounted(sheet, found, columns, book)

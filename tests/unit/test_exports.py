"""The same answers through the export of every tool give the same responses; what cannot be used is told."""

import time

import pandas as pd
import pytest
import survey_formats as formats
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib import paths
from monitor_lib.intake.files.deliveries import Sheet, delivered_sheets
from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.reading import survey_words
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.columns import survey_headings
from monitor_lib.intake.survey.heading_rows import export_header
from monitor_lib.intake.survey.progress import moment
from monitor_lib.intake.survey.responses import response_table
from monitor_lib.intake.survey.telling import choices
from monitor_lib.intake.survey.tools import TOOLS, suggestion, tool_of
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import CodebookError, Option, Scale, Wave

BOOK = as_asked(codebook.load(), codebook.load().waves[0])
SAMPLES = paths.ROOT.parent / "shared" / "samples"
PEOPLE = formats.truth(BOOK)
SECRETS = ("203.0.113.77", "Zebedea", "Kanarie", "zebedea@kanarie.example", "tok1")


def tool(name):
    return tool_of(Wave("proef", "Proef", 2026, None, tool=name))


def read(folder, name):
    sheets, faults = delivered_sheets(folder, survey_words(BOOK))
    assert faults == []
    return cleaned_survey(sheets, BOOK, tool(name))


def responses(found):
    return response_table(found.rows, [(None, None)] * len(found.rows), BOOK)


FORMATS = {
    **{
        f"limesurvey {style}": (
            "limesurvey",
            lambda folder, style=style: formats.limesurvey(folder, PEOPLE, BOOK, style),
        )
        for style in ("code", "em", "full", "abbreviated", "codetext")
    },
    "limesurvey vv": ("limesurvey-vv", lambda folder: formats.limesurvey_vv(folder, PEOPLE, BOOK)),
    "limesurvey sav": ("limesurvey", lambda folder: formats.sav(folder, PEOPLE, BOOK, "names")),
    "qualtrics split": ("qualtrics", lambda folder: formats.qualtrics(folder, PEOPLE, BOOK, joined=False)),
    "qualtrics joined": ("qualtrics", lambda folder: formats.qualtrics(folder, PEOPLE, BOOK, joined=True)),
    "surveymonkey": ("surveymonkey", lambda folder: formats.surveymonkey(folder, PEOPLE, BOOK)),
    "microsoft forms": ("microsoft-forms", lambda folder: formats.microsoft_forms(folder, PEOPLE, BOOK)),
    "google forms": ("google-forms", lambda folder: formats.google_forms(folder, PEOPLE, BOOK)),
    "sav with missing codes": ("spss", lambda folder: formats.sav(folder, PEOPLE, BOOK, "missing codes")),
    "zsav by position": ("spss", lambda folder: formats.sav(folder, PEOPLE, BOOK, "positions")),
    "plain csv": ("plain", lambda folder: formats.plain(folder, PEOPLE, BOOK, joined=False)),
    "plain xlsx": ("plain", lambda folder: formats.plain(folder, PEOPLE, BOOK, joined=True)),
}


# What has options as numbers or cut off: a person says that the form has them in our order.
UNWORDED = (
    *(f"limesurvey {style}" for style in ("code", "em", "abbreviated", "codetext")),
    *("qualtrics joined", "zsav by position"),
)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_answers_through_every_format(tmp_path, name):
    of, write = FORMATS[name]
    write(tmp_path)
    if name in UNWORDED:
        formats.in_order(tmp_path)
    found = read(tmp_path, of)
    assert [str(fault) for fault in found.faults if fault.severity == "error"] == []
    assert {fault.code for fault in found.faults} <= {"unmapped_column", "share_of_other"}
    people = formats.completed(PEOPLE) if tool(of).complete_only else PEOPLE
    table = responses(found)
    wanted = formats.expected(people, BOOK)
    pd.testing.assert_frame_equal(table[wanted.columns], wanted)
    if of != "google-forms":
        assert table["response_id"].tolist() == [f"survey-{person.number}" for person in people]
    assert [secret for secret in SECRETS if secret in table.to_csv()] == []


def test_the_truth_has_all_that_makes_reading_hard():
    table = formats.expected(PEOPLE, BOOK)
    states = table.filter(like="_state")
    assert {state for column in states for state in states[column]} == {"answered", "skipped", "not_shown"}
    assert sorted(table["finished"].unique()) == [0, 1, 2]
    assert (table["q19"] % 1 > 0).any()
    assert table.filter(like="_other").notna().sum().min() > 0
    assert (table["q11_state"] == "answered").any()
    assert (table["q11_state"] == "not_shown").any()


def sheet(*rows, file="survey.csv", sets=()):
    return Sheet(file, "", False, tuple(tuple(row) for row in rows), sets)


def errors(*sheets, of="limesurvey"):
    return [fault for fault in cleaned_survey(list(sheets), BOOK, tool(of)).faults if fault.severity == "error"]


def test_the_export_of_another_tool_is_an_error_that_names_the_tool(tmp_path):
    formats.qualtrics(tmp_path, PEOPLE, BOOK, joined=False)
    (fault,) = read(tmp_path, "limesurvey").faults
    assert "Dit lijkt een export van Qualtrics, niet van LimeSurvey" in str(fault)
    assert "--tool qualtrics" in str(fault)


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_is_recognised_as_its_own_and_no_other(tmp_path, name):
    of, write = FORMATS[name]
    write(tmp_path)
    sheets, _ = delivered_sheets(tmp_path, survey_words(BOOK))
    said = {other.id: suggestion(sheets[-1], other) for other in TOOLS}
    assert said[of] == ""
    if tool(of).signature and not name.endswith("sav"):
        assert f"--tool {of}" in said["surveymonkey" if of != "surveymonkey" else "limesurvey"]


def test_an_unknown_tool_lists_the_known_ones():
    with pytest.raises(CodebookError, match="limesurvey, limesurvey-vv, qualtrics"):
        tool("enquetemaker")


def test_previews_and_answers_named_test_are_listed_and_not_kept():
    head = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q1", "Q2", "Q6"]
    rows = [
        ["", "", status, "True", "R", name, "Assen", "Actief"] for status, name in (("0", "De Brug"), ("1", "De Brug"))
    ]
    rows += [
        ["", "", "Survey Preview", "1", "R", "De Brug", "Assen", "1"],
        ["", "", "0", "1", "R", "TEST", "Assen", "1"],
    ]
    found = cleaned_survey([sheet(head, head, *rows)], BOOK, tool("qualtrics"))
    assert len(found.rows) == 1
    assert [fault.row for fault in found.faults if fault.code == "test"] == [4, 5, 6]


def test_the_later_of_two_counts_however_the_tool_writes_dates():
    head = ["Respondent ID", "Collector ID", "Date Modified", "Q01", "Q02", "Q06"]
    moments = ["12/31/2025 11:00:00 PM", "01/02/2026 09:00:00 AM"]
    assert [moment(text, tool("surveymonkey")) for text in moments] == ["2025-12-31 23:00:00", "2026-01-02 09:00:00"]
    assert moment("31-12-2025 23:00", tool("google-forms")) == "2025-12-31 23:00:00"
    assert moment("2025/11/30 10:39:41 PM GMT+1", tool("google-forms")) == "2025-11-30 22:39:41"
    assert moment("2026/05/01 8:48:17 a.m. CET", tool("google-forms")) == "2026-05-01 08:48:17"
    assert moment("2026-05-01T10:00:00", tool("microsoft-forms")) == "2026-05-01 10:00:00"
    assert errors(sheet(head, ["1", "2", moments[0], "De Brug", "Assen", "Actief"]), of="surveymonkey") == []


@pytest.mark.parametrize(
    ("text", "separator", "chosen", "strange"),
    [
        ("Zorg;Wonen;", ";", {"zorg", "wonen"}, []),
        ("Opvang van dak- en thuislozen, Zorg", ",", {"opvang", "zorg"}, []),
        ("zorg en ondersteuning;Zorg", ";", {"zorg"}, []),
        ("Zorg, Dans, zang, en toneel, Wonen", ",", {"zorg", "wonen"}, ["Dans, zang, en toneel"]),
        ("Zorgeloos", ";", set(), ["Zorgeloos"]),
        (";;", ";", set(), []),
        ("", ";", set(), []),
    ],
)
def test_choices_in_one_cell_longest_first(text, separator, chosen, strange):
    assert choices(text, BOOK.scale("themas"), (separator,)) == (frozenset(chosen), strange)


def test_an_option_that_holds_the_separator_comes_first():
    scale = Scale("proef", (Option("a", "Ja"), Option("b", "Ja, soms"), Option("c", "Soms")))
    assert choices("Ja, soms, Soms", scale, (",",))[0] == {"b", "c"}


def test_an_unknown_choice_in_one_cell_is_an_error_where_there_is_no_other():
    head = ["Tijdstempel", "Q01", "Q02", "Q14", "Q12"]
    (fault,) = errors(sheet(head, ["", "De Brug", "Assen", "Thuiszorg, Toveren", "Toveren"]), of="google-forms")
    assert (fault.column, fault.code) == ("Q14", "unknown_answer")
    assert '"Toveren" is geen antwoord op deze vraag (1 keer; mogelijk: thuiszorg' in fault.message


def test_a_number_beyond_the_last_option_is_unknown():
    head = ["StartDate", "EndDate", "Status", "Finished", "Q1", "Q2", "Q6"]
    (fault,) = errors(sheet(head, head, ["", "", "0", "1", "De Brug", "Assen", "6"]), of="qualtrics")
    assert fault.column == "Q6"


def test_a_mapping_that_cannot_be_is_an_error_per_row():
    mapping = sheet(
        ["vraag", "antwoord", "kolom"],
        ["Q06", "", "fase"],
        ["q99", "", "x"],
        ["q12", "toveren", "y"],
        ["q12", "zorg", ""],
        file="mapping.csv",
    )
    found = errors(mapping, sheet(["Q01", "Q02", "fase"], ["De Brug", "Assen", "actief"]), of="plain")
    assert [(fault.file, fault.row, fault.code) for fault in found] == [
        ("mapping.csv", row, "unknown_mapping") for row in (3, 4, 5)
    ]


def test_multiple_response_sets_of_spss():
    head = ["q01", "q02", "q03", *(f"v{n}" for n in range(7)), "w1", "w2", "w3"]
    sets = (("$q14", True, tuple(f"v{n}" for n in range(7))), ("q12", False, ("w1", "w2", "w3")))
    row = ["De Brug", "Assen", "9401", "Ja", "Nee", "1", "0", "", "", "", "Zorg", "Wonen", ""]
    labels = [option.label for option in BOOK.scale("zorgdiensten").options[6::-1]]
    export = Sheet("survey.sav", "", False, (tuple(head), tuple(row)), sets, ("", "", "", *labels, "", "", ""))
    mapping = sheet(["vraag", "antwoord", "kolom"], ["q14", "volgorde", ""], file="mapping.csv")
    told = {
        "by a person": [mapping, sheet(head, row, sets=sets)],
        "by labels": [export],
        "by labels before a person": [mapping, export],
        "by nobody": [sheet(head, row, sets=sets)],
    }
    found = {how: cleaned_survey(sheets, BOOK, tool("spss")) for how, sheets in told.items()}
    codes = BOOK.scale("zorgdiensten").codes
    ticked = {how: one.rows[0].answers["q14"].value or set() for how, one in found.items()}
    assert ticked["by a person"] == {codes[0], codes[2]}
    assert ticked["by labels"] == ticked["by labels before a person"] == {codes[6], codes[4]}
    assert ticked["by nobody"] == set()
    assert [fault.code for fault in found["by nobody"].faults if fault.severity == "error"] == ["unexplained_number"]
    assert found["by nobody"].rows[0].answers["q12"].value == {"zorg", "wonen"}


def test_an_abbreviated_heading_that_fits_more_questions_is_an_error():
    head = ["Q01", "Q02", "Q03", "Hoe tevreden be..", "Waar bent u tro.."]
    (fault,) = errors(sheet(head, ["De Brug", "Assen", "", "Tevreden", "Alles"]))
    assert (fault.code, fault.column) == ("unknown_option", "Hoe tevreden be..")


@pytest.mark.parametrize(
    ("file", "of", "headings", "respondents", "tests"),
    [
        ("limonaid/survey_100001_R_data_file.csv", "limesurvey", 1, 3, 0),
        ("limonaid/survey_998192_R_data_file.csv", "limesurvey", 1, 7, 0),
        ("qualtRics/sample.csv", "qualtrics", 3, 1, 0),
        ("qualtRics/sample_legacy.csv", "qualtrics", 2, 1, 0),
        ("QualtricsTools/Test_Survey_for_Coded_Comments.csv", "qualtrics", 3, None, None),
    ],
)
@pytest.mark.skipif(not SAMPLES.exists(), reason="the public sample files are not kept in the repository")
def test_real_exports_have_the_heading_rows_we_expect(tmp_path, file, of, headings, respondents, tests):
    (tmp_path / "survey.csv").symlink_to(SAMPLES / file)
    (export,), faults = delivered_sheets(tmp_path, survey_words(BOOK))
    assert faults == []
    assert suggestion(export, tool(of)) == ""
    head = export_header(export, survey_headings(BOOK), tool(of), BOOK)
    assert head.row == headings
    rows = [row for row in export.rows[head.row :] if any(row)]
    status = [n for n, column in head.meanings.items() if column.name == "status"]
    made = [row for row in rows if status and row[status[0]] in tool(of).tests]
    assert len(rows) == (respondents or len(rows))
    assert len(made) == (len(rows) if tests is None else tests)
    personal = {column.name for column in head.meanings.values() if column.kind == "personal"}
    assert personal >= ({"ipaddr", "location"} if of == "qualtrics" else set())


def test_real_spss_files_say_what_is_missing(tmp_path):
    if not SAMPLES.exists():
        pytest.skip("the public sample files are not kept in the repository")
    for name in ("pyreadstat/sample_missing.sav", "pyreadstat/simple_alltypes.sav"):
        (tmp_path / name.split("/")[1]).symlink_to(SAMPLES / name)
    found = {one.file: one for one in delivered_sheets(tmp_path, frozenset())[0]}
    labels = [row[4] for row in found["sample_missing.sav"].rows[1:6]]
    assert labels == ["Male", "Female", "Male", "Female", "Male"]
    assert found["sample_missing.sav"].rows[6][4] == "{missing} undetermined"
    sets = {name: (by_option, columns) for name, by_option, columns in found["simple_alltypes.sav"].sets}
    assert sets["mymrset"] == (True, ("bool1", "bool2", "bool3"))


@given(
    chosen=st.sets(st.sampled_from(BOOK.scale("themas").codes)),
    text=st.sampled_from(["", *formats.OTHERS]),
    separator=st.sampled_from([";", ",", "|"]),
    gap=st.sampled_from(["", " "]),
)
def test_any_choices_in_one_cell_come_back(chosen, text, separator, gap):
    scale = BOOK.scale("themas")
    parts = [text, *(scale.labels[code] for code in sorted(chosen))]
    cell = f"{separator}{gap}".join(part for part in parts if part) + separator
    assert choices(cell, scale, (separator,)) == (frozenset(chosen), [text] if text else [])


def test_an_spss_file_of_qualtrics_has_one_heading_row():
    head = ["StartDate", "EndDate", "Status", "Finished", "Q1", "Q2", "Q14_1", "Q14_2"]
    rows = [
        ["", "", status, "True", "De Brug", "Assen", "Thuiszorg", ""] for status in ("IP Address", "Survey Preview")
    ]
    found = cleaned_survey([sheet(head, *rows, file="survey.sav")], BOOK, tool("qualtrics"))
    assert responses(found)["q14_thuiszorg"].tolist() == [True]


def test_an_apostrophe_against_formulas_is_taken_away():
    found = cleaned_survey([sheet(["Q01", "Q02", "Q06"], ["'=SOM(Buren)", "'s-Gravenzande", "actief"])], BOOK)
    assert responses(found).loc[0, ["q01", "q02"]].tolist() == ["=SOM(Buren)", "'s-Gravenzande"]


@pytest.mark.parametrize(("page", "finished"), [("", 0), ("3", 0), ("4", 1), ("8", 1)])
def test_the_pages_of_the_wave_say_which_part_was_finished(page, finished):
    paged = tool_of(Wave("proef", "Proef", 2026, None, pages=(4, 9)))
    row = ["1", "", page, "De Brug", "Assen", "actief", ""]
    found = cleaned_survey([sheet(["id", "submitdate", "lastpage", "Q01", "Q02", "Q06", "Q20"], row)], BOOK, paged)
    assert found.rows[0].finished == finished
    assert found.rows[0].answers["q20"].state == ("skipped" if finished else "not_shown")


def test_a_cell_of_a_million_separators_takes_no_time():
    begun = time.process_time()
    assert choices(";" * 1_000_000 + "Zorg", BOOK.scale("themas"), (";",)) == ({"zorg"}, [])
    assert time.process_time() - begun < 10


HEADINGS = [
    "id",
    "submitdate",
    "Q01",
    "Q02",
    "Q06",
    "Q07",
    "Q07[other]",
    "Q12",
    "Q12[zorg]",
    "Q16",
    "Welke zorgd.. [Th..]",
]
ODD = [
    "-oth-",
    "-99",
    "{missing} x",
    "{question_not_shown}",
    "N.v.t.",
    ";",
    ", ,",
    "=1+1",
    "31-31-2026 99:99",
    "\u202e",
    "²",
    "Y",
]


@settings(max_examples=40)
@given(
    of=st.sampled_from([known.id for known in TOOLS]),
    rows=st.lists(st.lists(st.sampled_from(ODD + HEADINGS) | st.text(max_size=12), max_size=12).map(tuple), max_size=5),
)
def test_no_export_whatever_stands_in_it_ends_in_an_exception(of, rows):
    found = cleaned_survey([sheet(HEADINGS, *rows)], BOOK, tool(of))
    table = responses(Cleaned(list({response.id: response for response in found.rows}.values())))
    states = table.filter(like="_state")
    for question in BOOK.questions:
        values = table[f"{question.id}_{BOOK.scale(question.scale).codes[0]}" if question.many else question.id]
        assert (values.notna() == (states[f"{question.id}_state"] == "answered")).all()


def test_qualtrics_with_the_texts_deleted_by_hand_loses_no_answer():
    head = ["StartDate", "EndDate", "Status", "Finished", "Q1", "Q2", "Q6"]
    row = ["2026-05-01 10:00:00", "2026-05-01 10:05:00", "0", "True", "De Brug", "Assen", "Actief"]
    assert len(cleaned_survey([sheet(head, row, row)], BOOK, tool("qualtrics")).rows) == 2


def test_dots_alone_are_no_beginning_of_a_question():
    found = cleaned_survey([sheet(["Q01", "Q02", "Q06", "..."], ["De Brug", "Assen", "actief", "x"])], BOOK)
    assert {fault.code for fault in found.faults if fault.severity == "error"} == set()


def test_the_page_about_exports_names_every_tool_and_its_example_of_a_mapping_reads(tmp_path):
    page = (paths.ROOT / "docs" / "exports.md").read_text("utf-8")
    assert [known.id for known in TOOLS if f"`{known.id}`" not in page] == []
    (tmp_path / "mapping.csv").write_text(page.split("```")[1].strip(), "utf-8")
    (mapping,), _ = delivered_sheets(tmp_path, survey_words(BOOK))
    rows = [
        ["Q01", "Q02", "V3", "V7", "V9", "V12", "Code"],
        ["De Brug", "Assen", "actief", "gekruist", "Advies|Cultuur", "2", "tok"],
    ]
    found = cleaned_survey([mapping, sheet(*rows)], BOOK, tool("plain"))
    assert [str(fault) for fault in found.faults if fault.code != "missing_question"] == []
    ticked = responses(found).select_dtypes("boolean").iloc[0].fillna(False)
    assert ticked[ticked].index.tolist() == ["q12_zorg", "q13_advies", "q13_cultuur"]
    assert (found.rows[0].answers["q10"].value, found.rows[0].token) == ("specifiek", "tok")


def test_an_export_of_headings_alone_is_told():
    heads = ("id", *(question.id.upper() for question in BOOK.questions[:6]))
    found = cleaned_survey([Sheet("leeg.csv", "Blad", False, (heads,))], BOOK)
    assert [(fault.row, fault.severity) for fault in found.faults if fault.code == "no_rows"] == [(1, "remark")]
    assert [fault for fault in found.faults if fault.severity == "error"] == []

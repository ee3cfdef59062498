"""The questionnaire that the codebook makes: each tool's file holds all of it, and its answers come back the same."""

import csv
import datetime as dt
import io
import re
from dataclasses import replace
from pathlib import Path

import fill_ins
import openpyxl
import pikepdf
import pytest
from changed_codebook import codebook_with
from pyxform.xls2xform import convert

from monitor_lib import paths
from monitor_lib.intake.files.deliveries import Sheet, delivered_sheets
from monitor_lib.intake.reading import survey_words
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.survey.tools import tool_of
from monitor_lib.questionnaire import entry_sheet, files, limesurvey, printed, xlsform
from monitor_lib.questionnaire.form import digits, forms
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import CodebookError

BOOK = codebook.load()
WAVES = BOOK.waves
FORMS = {wave.id: forms(BOOK, wave) for wave in WAVES}
FLANDERS = codebook.load(Path(__file__).parents[1] / "support" / "flanders" / "data" / "codebook.toml")
REAL = paths.ROOT.parent / "shared/samples/limonaid/export-of-en-and-nl-survey-with-one-question-as-tsv.txt"


def read_back(folder, book, wave, tool):
    """What our reader makes of a delivery: persons by number, and the codes of what it remarks."""
    sheets, faults = delivered_sheets(folder, survey_words(book))
    found = cleaned_survey(sheets, book, tool_of(replace(wave, tool=tool)))
    assert [str(fault) for fault in (*faults, *found.faults) if fault.severity == "error"] == []
    return {person.number: person for person in (fill_ins.told(row, book) for row in found.rows)}, found.faults


def same(found, people):
    assert found == {person.number: person for person in people}
    states = {state for person in people for state in person.states().values()}
    assert states == {"answered", "skipped", "not_shown"}
    assert sum(bool(person.others) for person in people) > len(people) / 4


# ---- answers come back ----


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("headings", "full"), [("code", False), ("em", False), ("code", True), ("full", True)])
@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.id)
def test_answers_in_limesurvey_come_back(tmp_path, wave, headings, full, language):
    content, book = limesurvey.structure(FORMS[wave.id]), as_asked(BOOK, wave)
    fill_ins.limesurvey(tmp_path / "export.csv", content, headings, full, language)
    items = fill_ins.structure(content)
    people = [fill_ins.limesurvey_person(items, number, book) for number in range(1, fill_ins.PEOPLE + 1)]
    found, faults = read_back(tmp_path, book, wave, "limesurvey")
    same(found, people)
    assert {person.finished for person in people} == {1, 2}
    assert {fault.code for fault in faults} <= {"share_of_other", "same_other"}


@pytest.mark.parametrize("language", [None, "nl", "en"])
@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.id)
def test_answers_in_kobotoolbox_come_back(tmp_path, wave, language):
    content, book = xlsform.workbook(FORMS[wave.id]), as_asked(BOOK, wave)
    fill_ins.kobo(tmp_path / "export.csv", content, language)
    same_as_the_form(tmp_path, content, book, wave)


@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.id)
def test_answers_in_odk_central_come_back(tmp_path, wave):
    content, book = xlsform.workbook(FORMS[wave.id]), as_asked(BOOK, wave)
    fill_ins.odk(tmp_path / "export.csv", content)
    same_as_the_form(tmp_path, content, book, wave)


def same_as_the_form(folder, content, book, wave):
    nodes = fill_ins.nodes(content)
    found, _ = read_back(folder, book, wave, "plain")
    same(found, [fill_ins.form_person(nodes, number, book) for number in range(1, fill_ins.PEOPLE + 1)])


@pytest.mark.parametrize("tool", ["paper", "limesurvey", "qualtrics", "surveymonkey", "google-forms"])
def test_answers_typed_over_from_paper_come_back_beside_any_tool(tmp_path, tool):
    wave, book = WAVES[-1], as_asked(BOOK, WAVES[-1])
    people = fill_ins.entry_sheet(tmp_path / "typed.xlsx", entry_sheet.workbook(FORMS[wave.id][0]), book)
    found, faults = read_back(tmp_path, book, wave, tool)
    same(found, people)
    assert {fault.code for fault in faults} <= {"share_of_other", "same_other"}


def test_who_answers_on_paper_and_on_screen_counts_once_and_is_told(tmp_path):
    wave, book = WAVES[-1], as_asked(BOOK, WAVES[-1])
    fill_ins.limesurvey(tmp_path / "export.csv", limesurvey.structure(FORMS[wave.id]), "code", False, "nl")
    fill_ins.entry_sheet(tmp_path / "typed.xlsx", entry_sheet.workbook(FORMS[wave.id][0]), book)
    found, faults = read_back(tmp_path, book, wave, "limesurvey")
    assert len(found) == fill_ins.PEOPLE
    told = [fault for fault in faults if fault.code == "double_response"]
    assert len(told) == fill_ins.PEOPLE
    assert {fault.file for fault in told} == {"export.csv", "typed.xlsx"}


def test_another_codebook_comes_back_too(tmp_path):
    (wave,) = FLANDERS.waves
    spoken, book = forms(FLANDERS, wave), as_asked(FLANDERS, wave)
    assert [form.language for form in spoken] == ["nl"]
    content = limesurvey.structure(spoken)
    fill_ins.limesurvey(tmp_path / "export.csv", content, "full", True, "nl")
    items = fill_ins.structure(content)
    found, _ = read_back(tmp_path, book, wave, "limesurvey")
    assert found == {n: fill_ins.limesurvey_person(items, n, book) for n in range(1, fill_ins.PEOPLE + 1)}
    assert any(person.values["wat"] == "rest" and person.others for person in found.values())


def test_a_paper_that_was_given_up_counts_as_far_as_it_was_filled_in(tmp_path):
    book = as_asked(BOOK, WAVES[-1])
    sheet = openpyxl.load_workbook(io.BytesIO(entry_sheet.workbook(FORMS[WAVES[-1].id][0])))
    codes = next(row for row in sheet.active.iter_rows() if row[0].value == "id")
    columns = {cell.value: cell.column for cell in codes}
    for code, words in {"token": "code1", "finished": "nee", "q01": "Halverwege", "q25[gemeente]": "x"}.items():
        sheet.active.cell(codes[0].row + 1, columns[code]).value = words
    sheet.save(tmp_path / "typed.xlsx")
    found, _ = read_back(tmp_path, book, WAVES[-1], "limesurvey")
    assert found[1].finished == 1
    assert (found[1].values["q24"], found[1].values["q26"]) == (frozenset(), None)


def test_a_question_in_brackets_is_one_of_a_grid_and_not_a_note_beside_another():
    book = as_asked(BOOK, WAVES[-1])
    heads = ("Q01", "Q02", "Q05", "Wat vindt u? [Wij hebben moeite om vrijwilligers te werven.]", "Uitleg [Q06]")
    sheet = Sheet("export.csv", "", False, (heads, ("De Poort", "Norg", "2001", "Eens", "Actief")))
    found = cleaned_survey([sheet], book, tool_of(replace(WAVES[-1], tool="plain")))
    assert found.rows[0].answers["q32"].value == "e4"
    assert found.rows[0].answers["q06"].value is None
    assert ("unmapped_column", "E") in {(fault.code, fault.column) for fault in found.faults}


# ---- LimeSurvey ----


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t"))


def test_the_structure_has_the_columns_and_settings_of_a_real_one():
    if not REAL.exists():
        pytest.skip("no real structure file here")
    real = rows(REAL.read_bytes())
    own = rows(limesurvey.structure(FORMS["voorbeeld2"]))
    assert [column for column in real[0] if column in own[0]][:14] == list(own[0])[:14]
    assert list(own[0]) == sorted(own[0], key=list(real[0]).index)
    for kind in ("S", "SL"):
        known = {row["name"] for row in real if row["class"] == kind}
        assert {row["name"] for row in own if row["class"] == kind} <= known
    assert {row["class"] for row in real} == {row["class"] for row in own} - {"SQ"}
    assert [list(row) for row in own] == [list(own[0])] * len(own)


def test_codes_of_questions_and_options_are_those_of_the_codebook():
    items, book = fill_ins.structure(limesurvey.structure(FORMS["voorbeeld2"])), as_asked(BOOK, WAVES[1])
    asked = [code for item in items for code in (item.rows if item.kind == "F" else [item.code])]
    assert asked == [question.id for question in book.questions]
    options = {item.code: list(item.rows) for item in items if item.kind == "M"}
    assert options == {
        q.id: [code for code in book.scale(q.scale).codes if code != q.other] for q in book.questions if q.many
    }
    assert {item.page for item in items} == {1, 2}


def test_the_import_gets_codes_that_it_can_keep_apart():
    names, answers, parts = [], {}, {}
    for row in (each for each in rows(limesurvey.structure(FORMS["voorbeeld"])) if each["language"] == "nl"):
        if row["class"] == "Q":
            names.append(row["name"])
            before = set(names)
            asked = re.findall(r"([A-Za-z0-9]+)(?:_\w+)?\.NAOK", row["relevance"])
            assert set(asked) <= before - {row["name"]}
        elif row["class"] in ("A", "SQ"):
            of = answers if row["class"] == "A" else parts
            of.setdefault(names[-1], []).append(row["name"])
    assert len(set(names)) == len(names)
    assert all(len(set(codes)) == len(codes) for codes in (*answers.values(), *parts.values()))
    assert max(len(code) for codes in answers.values() for code in codes) <= 5
    assert max(len(code) for codes in (names, *parts.values()) for code in codes) <= 20


def test_answers_are_known_by_their_code_and_nothing_of_a_machine_is_kept():
    found = rows(limesurvey.structure(FORMS["voorbeeld2"]))
    settings = {row["name"]: row["text"] for row in found if row["class"] == "S"}
    on, off = ("datestamp", "allowsave", "allowprev", "tokenanswerspersistence"), ("anonymized", "ipaddr", "refurl")
    assert {name: settings[name] for name in (*on, *off)} == dict.fromkeys(on, "Y") | dict.fromkeys(off, "N")
    assert settings["format"] == "G"
    assert (settings["language"], settings["additional_languages"]) == ("nl", "en")
    assert settings["sid"] == "261102"
    about = {(row["language"], row["name"]): row["text"] for row in found if row["class"] == "SL"}
    assert [about[language, "surveyls_numberformat"] for language in ("nl", "en")] == ["1", "0"]
    assert about["nl", "surveyls_title"] == "Monitor Zorgzame Gemeenschappen 2026"
    kinds = {row["name"]: row["type/scale"] for row in found if row["class"] == "Q"}
    assert {kinds[name] for name in ("q01", "q43", "q05", "q06", "q12", "q44")} == {"S", "T", "N", "L", "M"}


@pytest.mark.parametrize(
    ("old", "longest"),
    [('"q25"', '"q' + "5" * 19 + '"'), ('"q26"', '"q' + "6" * 15 + '"'), ("mindervrijwilligers", "minder" + "v" * 14)],
)
def test_the_longest_code_that_fits_is_taken_and_one_sign_more_is_not(tmp_path, old, longest):
    text = paths.project().codebook.read_text("utf-8")
    for n, code in enumerate((longest, f"{longest[:3]}0{longest[3:]}")):
        path = tmp_path / f"codebook{n}.toml"
        path.write_text(text.replace(old, code), "utf-8")
        book = codebook.load(path)
        assert len(list(limesurvey.faults(forms(book, book.waves[1])[0]))) == n


def test_every_language_has_every_row_of_the_first_in_its_own_words():
    found = rows(limesurvey.structure(FORMS["voorbeeld"]))
    of = {
        language: [
            (row["class"], row["type/scale"], row["name"], row["relevance"])
            for row in found
            if row["language"] == language
        ]
        for language in ("nl", "en")
    }
    assert [row[0] for row in of["nl"]] == [row[0] for row in of["en"]]
    assert [row[1:] for row in of["nl"] if row[0] != "G"] == [row[1:] for row in of["en"] if row[0] != "G"]
    limits = {row["language"]: row["max_num_value_n"] for row in found if (row["class"], row["name"]) == ("Q", "q05")}
    assert limits == {"nl": "2021", "en": ""}
    texts = {row["language"]: row["text"] for row in found if (row["class"], row["name"]) == ("Q", "q06")}
    assert texts == {"nl": "In welke fase is uw initiatief?", "en": "Which phase is your initiative in?"}


def test_opinions_on_one_scale_are_one_array_and_routing_is_a_relevance():
    found = {row["name"]: row for row in rows(limesurvey.structure(FORMS["voorbeeld2"])) if row["language"] == "nl"}
    assert (found["q26grid"]["type/scale"], found["q30grid"]["type/scale"]) == ("F", "F")
    assert found["q11"]["relevance"] == 'q10.NAOK == "speci"'
    assert found["q36"]["relevance"] == 'q35.NAOK == "ja" or q35.NAOK == "deels"'
    assert (found["q05"]["min_num_value_n"], found["q05"]["max_num_value_n"]) == ("1900", "2026")
    assert (found["q01"]["mandatory"], found["q44"]["mandatory"], found["q44"]["other"]) == ("Y", "N", "N")
    assert (found["q12"]["other"], found["q12"]["other_replace_text"]) == ("Y", "Anders")
    assert found["q44"]["help"] == "Kruis aan waar u ja op zegt. Wat u niet aankruist, is een nee."
    assert found["q12"]["help"] == ""


@pytest.mark.parametrize(
    ("leading", "answers", "relevance"),
    [
        ("q12", '["zorg", "wonen"]', 'q12_zorg.NAOK == "Y" or q12_wonen.NAOK == "Y"'),
        ("q12", '["anders"]', 'q12_other.NAOK != ""'),
        ("q07", '["anders", "vereniging"]', 'q07.NAOK == "veren" or q07.NAOK == "-oth-"'),
        ("q27", '["t1"]', 'q26grid_q27.NAOK == "t1"'),
    ],
)
def test_routing_may_lead_from_any_kind_of_question(tmp_path, leading, answers, relevance):
    path = codebook_with(tmp_path, '"q35", answers = ["ja", "deels"]', f'"{leading}", answers = {answers}')
    book = codebook.load(path)
    made = rows(limesurvey.structure(forms(book, book.waves[1])))
    assert next(row["relevance"] for row in made if row["name"] == "q36") == relevance
    assert converted(xlsform.workbook(forms(book, book.waves[1]))).warnings == []


ROUTES = {
    '"q35", answers = ["ja", "deels"]': '"q12", answers = ["zorg", "anders"]',
    'id = "q41"\n': 'id = "q41"\nasked = { question = "q27", answers = ["t1", "wn"] }\n',
    'id = "q42"\n': 'id = "q42"\nasked = { question = "q07", answers = ["anders", "geen"] }\n',
    **{
        f'id = "q{n}"\n': f'id = "q{n}"\nasked = {{ question = "q25", answers = ["gemeente"] }}\n'
        for n in range(30, 35)
    },
}


@pytest.fixture(scope="module")
def routed(tmp_path_factory):
    """The codebook with routing that leads from several answers, a grid and "other", and to a grid."""
    text = paths.project().codebook.read_text("utf-8")
    for old, new in ROUTES.items():
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path_factory.mktemp("routed") / "codebook.toml"
    path.write_text(text, "utf-8")
    return codebook.load(path)


def test_answers_come_back_wherever_routing_leads_from(tmp_path, routed):
    wave, book = routed.waves[1], as_asked(routed, routed.waves[1])
    content = limesurvey.structure(forms(routed, wave))
    items = fill_ins.structure(content)
    fill_ins.limesurvey(tmp_path / "export.csv", content, "code", False, "nl")
    found, _ = read_back(tmp_path, book, wave, "limesurvey")
    same(found, [fill_ins.limesurvey_person(items, number, book) for number in range(1, fill_ins.PEOPLE + 1)])
    states = [person.states() for person in found.values()]
    for question in ("q30", "q36", "q41", "q42"):
        assert {state[question] for state in states} == {"answered", "skipped", "not_shown"}


def test_a_form_for_tablets_leads_the_same_ways(tmp_path, routed):
    wave = routed.waves[1]
    content = xlsform.workbook(forms(routed, wave))
    assert converted(content).warnings == []
    fill_ins.kobo(tmp_path / "export.csv", content, None)
    same_as_the_form(tmp_path, content, as_asked(routed, wave), wave)


def test_only_opinions_that_the_same_people_see_stand_in_one_grid(tmp_path):
    asked = 'id = "q27"\nasked = { question = "q25", answers = ["gemeente"] }\n'
    book = codebook.load(codebook_with(tmp_path, 'id = "q27"\n', asked))
    made = {row["name"]: row for row in rows(limesurvey.structure(forms(book, book.waves[1])))}
    assert [made[name]["type/scale"] for name in ("q26", "q27", "q28grid", "q30grid")] == ["L", "L", "F", "F"]
    assert made["q27"]["relevance"] == 'q25_gemeente.NAOK == "Y"'


def test_a_grid_ends_where_its_part_does(tmp_path):
    text = paths.project().codebook.read_text("utf-8")
    for name in ("q25", "q26", "q27"):
        text = text.replace(f'id = "{name}"\npart = 2', f'id = "{name}"\npart = 1')
    (tmp_path / "codebook.toml").write_text(text, "utf-8")
    book = codebook.load(tmp_path / "codebook.toml")
    sections = forms(book, book.waves[1])[0].sections
    assert [question.id for question in sections[0].blocks[-1]] == ["q26", "q27"]
    assert [question.id for question in sections[1].blocks[0]] == ["q28", "q29"]


@pytest.mark.parametrize(
    ("limit", "words"), [(0.0, "0"), (2026.0, "2026"), (0.25, "0.25"), (2_500_000.0, "2500000"), (-3.5, "-3.5")]
)
def test_a_limit_is_written_as_people_write_it(limit, words):
    assert digits(limit) == words


def test_texts_stay_texts_and_never_become_markup_or_an_expression(tmp_path):
    path = codebook_with(
        tmp_path, '"Aan welke thema’s werkt uw initiatief?"', r'"Wat is <b>uw</b> { TOKEN } & \"doel\"?"'
    )
    book = codebook.load(path)
    made = rows(limesurvey.structure(forms(book, book.waves[1])))
    text = next(row["text"] for row in made if row["name"] == "q12")
    assert text == "Wat is &lt;b&gt;uw&lt;/b&gt; &#123; TOKEN } &amp; &quot;doel&quot;?"


# ---- option codes ----


def short(book):
    return {(scale.id, code): cut for scale in book.scales for code, cut in scale.short_codes.items()}


def test_an_answer_has_the_same_code_in_every_wave_and_no_two_have_one():
    first, second = (short(as_asked(BOOK, wave)) for wave in WAVES)
    assert {key: second[key] for key in first.keys() & second.keys()} == {
        k: first[k] for k in first.keys() & second.keys()
    }
    for found in (first, second):
        assert len({(scale, cut) for (scale, _), cut in found.items()}) == len(found)
        assert max(map(len, found.values())) == 5


def test_codes_that_begin_alike_are_told_apart_and_take_nobody_elses(tmp_path):
    path = codebook_with(
        tmp_path, '["vereniging", "Vereniging"', '["verenigd", "Bond"], ["veren", "Kring"], ["vereniging", "Vereniging"'
    )
    path.write_text(
        path.read_text("utf-8").replace(
            'vereniging = "Association"', 'verenigd = "Union"\nveren = "Ring"\nvereniging = "Association"'
        ),
        "utf-8",
    )
    codes = codebook.load(path).scale("rechtsvorm").short_codes
    assert codes["veren"] == "veren"
    assert re.fullmatch("v[0-9a-f]{4}", codes["verenigd"])
    assert len(set(codes.values())) == len(codes)
    assert codes["stichting"] == "stich"


# ---- XLSForm ----


def converted(content):
    return convert(io.BytesIO(content))


@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.id)
def test_the_xlsform_is_converted_without_a_warning(wave):
    made = converted(xlsform.workbook(FORMS[wave.id]))
    assert made.warnings == []
    assert "Which phase is your initiative in?" in made.xform
    assert "In welke fase is uw initiatief?" in made.xform


def test_the_form_of_another_codebook_is_converted_too():
    assert converted(xlsform.workbook(forms(FLANDERS, FLANDERS.waves[0]))).warnings == []


def test_the_xlsform_asks_what_the_codebook_asks():
    survey = {
        row.get("name"): row
        for row in fill_ins.records(openpyxl.load_workbook(io.BytesIO(xlsform.workbook(FORMS["voorbeeld2"])))["survey"])
        if row["type"] != "end_group"
    }
    book = as_asked(BOOK, WAVES[1])
    assert [name for name in survey if book.asks(name)] == [question.id for question in book.questions]
    assert survey["q11"]["relevant"] == "${q10} = 'specifiek'"
    assert survey["q12_other"]["relevant"] == "selected(${q12}, 'anders')"
    assert survey["q16"]["constraint"] == ". >= 0 and . <= 20000"
    assert survey["q18"]["constraint_message::English (en)"] == "Fill in a number from 0 to 200000."
    assert [name for name, row in survey.items() if row.get("required") == "yes"] == ["q01", "q02"]
    assert survey["q27"]["appearance"] == "likert"
    assert survey["q44"]["type"] == "select_multiple toestemming"
    assert survey["q44"]["hint::English (en)"] == "Tick what you say yes to. What you do not tick counts as a no."


@pytest.mark.parametrize(
    ("limits", "constraint", "message"),
    [
        ("minimum = 3", ". >= 3", "Vul een getal in van ten minste 3."),
        ("maximum = 7.5", ". <= 7.5", "Vul een getal in van hoogstens 7.5."),
        ("", None, None),
    ],
)
def test_a_number_may_have_one_limit_or_none(tmp_path, limits, constraint, message):
    book = codebook.load(codebook_with(tmp_path, "minimum = 0\nmaximum = 500\n", f"{limits}\n"))
    content = xlsform.workbook(forms(book, book.waves[1]))
    row = next(node.row for node in fill_ins.nodes(content) if node.name == "q19")
    assert (row.get("constraint"), row.get("constraint_message::Nederlands (nl)")) == (constraint, message)
    assert converted(content).warnings == []
    made = {
        row["name"]: row for row in rows(limesurvey.structure(forms(book, book.waves[1]))) if row["language"] == "nl"
    }
    low, high = made["q19"]["min_num_value_n"], made["q19"]["max_num_value_n"]
    assert [low, high] == ["3" if "min" in limits else "", "7.5" if "max" in limits else ""]


def test_the_xlsform_has_a_page_per_part_and_a_name_and_version_of_its_own():
    made = openpyxl.load_workbook(io.BytesIO(xlsform.workbook(FORMS["voorbeeld"])))
    (settings,) = fill_ins.records(made["settings"])
    assert settings == {
        "form_title": "Monitor Zorgzame Gemeenschappen 2021",
        "form_id": "voorbeeld",
        "version": "20211101",
        "default_language": "Nederlands (nl)",
        "style": "pages",
    }
    groups = [row for row in fill_ins.records(made["survey"]) if row["type"] == "begin_group"]
    assert [row["name"] for row in groups if row.get("appearance") == "field-list"] == ["part1", "part2"]
    assert [row["name"] for row in groups if "appearance" not in row] == ["q26grid", "q30grid"]


# ---- paper ----

PAINTS = {"f", "f*", "S", "s", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh"}


@pytest.mark.parametrize("form", FORMS["voorbeeld2"], ids=lambda form: form.language)
def test_the_printed_questionnaire_is_tagged_and_paints_nothing_outside_its_tags(form):
    with pikepdf.open(io.BytesIO(printed.pdf(form))) as document:
        assert str(document.Root.Lang) == {"nl": "nl-NL", "en": "en"}[form.language]
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert document.Root.MarkInfo.Marked
        assert str(document.docinfo["/Title"]).startswith(form.title)
        for page in document.pages:
            depth, loose = 0, []
            for _, operator in pikepdf.parse_content_stream(page):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                loose += [str(operator)] if depth == 0 and str(operator) in PAINTS else []
            assert (depth, loose) == (0, [])


def test_every_question_and_answer_is_on_paper_and_who_may_skip_one_is_told():
    form = FORMS["voorbeeld2"][0]
    blocks = [block for section in printed.specification(form)["sections"] for block in section["blocks"]]
    assert [row["number"] for block in blocks for row in block["rows"]] == [str(n) for n in range(1, 45)]
    by_number = {block["rows"][0]["number"]: block for block in blocks}
    assert by_number["11"]["asked"] == "Alleen als u bij vraag 10 aankruiste: “Specifieke groepen”."
    assert by_number["36"]["asked"] == "Alleen als u bij vraag 35 aankruiste: “Ja” of “Voor een deel”."
    assert by_number["44"]["hint"] == "Kruis aan waar u ja op zegt. Wat u niet aankruist, is een nee."
    assert by_number["1"]["hint"] == "Vul dit in ieder geval in."
    assert (by_number["12"]["other"], by_number["11"]["other"]) == ("Anders, namelijk", "Een andere groep, namelijk")
    assert "Anders" not in by_number["12"]["options"]
    assert len(by_number["26"]["rows"]) == 4
    assert by_number["5"]["unit"] == ""
    assert [section["title"] for section in printed.specification(form)["sections"]] == [
        "Deel 1: Uw initiatief",
        "Deel 2: Hoe het gaat",
    ]


# ---- the entry sheet ----


def test_the_entry_sheet_says_what_each_column_is_and_takes_only_what_can_be():
    sheet = openpyxl.load_workbook(io.BytesIO(entry_sheet.workbook(FORMS["voorbeeld2"][0]))).active
    codes = next(row for row in sheet.iter_rows() if row[0].value == "id")
    columns = {cell.value: cell.column for cell in codes}
    above = {code: sheet.cell(codes[0].row - 1, column).value for code, column in columns.items()}
    assert (above["q12[zorg]"], above["q12[other]"], above["q07"]) == ("Zorg", "Anders, namelijk", "Rechtsvorm")
    assert sheet.cell(codes[0].row - 2, columns["q16"]).value == "16. Hoeveel leden heeft uw initiatief?"
    words = fill_ins.drop_downs(sheet)
    assert words[columns["finished"]] == ["ja", "nee"]
    assert words[columns["q12[zorg]"]] == ["x"]
    assert words[columns["q41"]] == ["Ja, binnen een jaar", "Ja, later", "Nee", "Weet niet"]
    limits = {
        reach.min_col: (float(rule.formula1), float(rule.formula2))
        for rule in sheet.data_validations.dataValidation
        if rule.type == "decimal"
        for reach in rule.sqref.ranges
    }
    assert limits[columns["q05"]] == (1900, 2026)
    assert limits[columns["q16"]] == (0, 20000)
    assert sheet.freeze_panes == "B5"
    (reach,) = {reach.max_row - reach.min_row for rule in sheet.data_validations.dataValidation for reach in rule.sqref}
    assert reach + 1 == 1000


# ---- waves, languages, and what cannot be ----


def test_each_wave_has_its_own_words_and_answers():
    first, second = (limesurvey.structure(FORMS[wave.id]).decode("utf-8-sig") for wave in WAVES)
    assert "Ons initiatief krijgt erkenning van de overheid." in first
    assert "De overheid erkent ons initiatief" in second and "De overheid erkent ons" not in first
    assert "digitaal" in second and "digitaal" not in first
    assert "geldproblemen" in first and "geldproblemen" not in second


def test_a_question_that_a_wave_drops_is_in_none_of_its_files(tmp_path):
    path = codebook_with(tmp_path, 'id = "q20"\n', 'id = "q20"\nlast = "voorbeeld"\n')
    book = codebook.load(path)
    spoken = forms(book, book.waves[1])
    assert "q20" not in limesurvey.structure(spoken).decode("utf-8-sig")
    assert [node.name for node in fill_ins.nodes(xlsform.workbook(spoken)) if node.name.startswith("q2")][:2] == [
        "q21",
        "q22",
    ]
    assert spoken[0].numbers["q21"] == 20
    assert "q20" in limesurvey.structure(forms(book, book.waves[0])).decode("utf-8-sig")


def test_all_files_are_written_and_the_same_every_time(tmp_path):
    made = files.write(BOOK, WAVES[1], tmp_path / "new")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(path.name for path in made)
    assert [path.name for path in made] == [
        *("voorbeeld2-limesurvey.txt", "voorbeeld2-xlsform.xlsx", "voorbeeld2-papier-nl.pdf"),
        *("voorbeeld2-papier-en.pdf", "voorbeeld2-invoerblad.xlsx"),
    ]
    before = [path.read_bytes() for path in made]
    assert [path.read_bytes() for path in files.write(BOOK, WAVES[1], tmp_path / "new")] == before


def test_what_cannot_be_put_in_its_place_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "voorbeeld2-invoerblad.xlsx").mkdir()
    with pytest.raises(OSError):
        files.write(BOOK, WAVES[1], tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({'"q30"': '"q_30"'}, "LimeSurvey"),
        ({'"q26"': '"q2600000000000000"'}, "q2600000000000000grid"),
        (
            {
                '["vrijwilligers", "Te': '["tekortvrijwilligers99", "Te',
                'vrijwilligers = "Too': 'tekortvrijwilligers99 = "Too',
            },
            "99",
        ),
        ({'"Wat was de aanleiding om te beginnen?"': '"Wat kost ${ of €?"'}, "XLSForm"),
        ({'"Wat was de aanleiding om te beginnen?"': '"Wat was de aanleiding: 動機?"'}, "papier"),
    ],
)
def test_a_question_that_a_tool_cannot_express_is_told_and_nothing_is_written(tmp_path, changes, said):
    text = paths.project().codebook.read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    (tmp_path / "codebook.toml").write_text(text, "utf-8")
    book = codebook.load(tmp_path / "codebook.toml")
    with pytest.raises(CodebookError, match="geen vragenlijst geschreven") as raised:
        files.write(book, book.waves[1], tmp_path / "made")
    assert said in str(raised.value)
    assert not (tmp_path / "made").exists()


def test_what_a_tool_cannot_express_is_told(tmp_path):
    told = "\n".join(files.told(BOOK, WAVES[1]))
    assert "Afgekort is dus: q06, q07, q08, q09, q10, q20, q21." in told
    assert "(q11, q12, q13, q15, q36, q39)" in told
    assert "XLSForm: wie halverwege stopt" in told
    paged = replace(BOOK, waves=(WAVES[0], replace(WAVES[1], pages=(3, 7))))
    assert "pages = [1, 2]" in "\n".join(files.told(paged, paged.waves[1]))
    assert "taal 'en'" in "\n".join(files.told(FLANDERS, FLANDERS.waves[0]))


def test_a_codebook_without_words_around_the_questions_has_a_plain_form():
    (form,) = forms(FLANDERS, FLANDERS.waves[0])
    assert form.sections[0].part.title == "De vragen"
    assert form.welcome == FLANDERS.monitor.questionnaire
    assert printed.specification(form)["thanks"] == ""


def test_paper_says_the_last_day_of_a_wave_that_has_one():
    for form, words in zip(
        FORMS["voorbeeld2"], ("Uiterlijk 31 mei 2026.", "By 31 May 2026 at the latest."), strict=True
    ):
        dated = replace(form, wave=replace(form.wave, closes=dt.date(2026, 5, 31)))
        assert printed.specification(dated)["return"]["text"].endswith(f".example. {words}")
        assert not printed.specification(replace(form, wave=replace(form.wave, closes=None)))["return"][
            "text"
        ].endswith(words)


def test_a_part_is_numbered_where_there_are_more_and_only_once():
    form = FORMS["voorbeeld2"][0]
    bare = replace(form, book=replace(form.book, parts=()))
    assert [section["title"] for section in printed.specification(bare)["sections"]] == ["Deel 1", "Deel 2"]
    (only,) = forms(FLANDERS, FLANDERS.waves[0])
    named = replace(only, book=replace(only.book, parts=(replace(form.book.parts[0], title="Uw buren"),)))
    assert [section["title"] for section in printed.specification(named)["sections"]] == ["Uw buren"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[[part]]\nnumber = 2", "[[part]]\nnumber = 3", "[[part]] 3: no question stands in it"),
        ("[[part]]\nnumber = 2", "[[part]]\nnumber = 1", "part '1' occurs 2 times"),
        ('type = "consent"\n', 'type = "consent"\nmandatory = true\n', "consent is given freely"),
        ('thanks = "Thank', 'bedankt = "Thank', "'bedankt' of [questionnaire.en] is no text of it"),
    ],
)
def test_contradictions_about_the_questionnaire_are_told(tmp_path, old, new, fault):
    with pytest.raises(CodebookError) as raised:
        codebook.load(codebook_with(tmp_path, old, new))
    assert fault in str(raised.value)

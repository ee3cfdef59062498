"""The tables for researchers: nothing gets lost on the way to any tool, and what identifies stays out."""

import string
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
import survey_formats as formats

from monitor_lib import paths
from monitor_lib.figures.respondents.weighting import weighting
from monitor_lib.publishing.private.research import figures, files, scripts, tables, variables
from monitor_lib.publishing.run.release import ReportError
from monitor_lib.reference.records import Option, Scale

STATES = {-8.0: "not_shown", -9.0: "skipped"}
WAVE = "voorbeeld"


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
    moments = pd.DataFrame({"moment": pd.date_range("2021-03-01", periods=len(about), freq="D")})
    return pd.concat([about, moments, answers], axis=1)


@pytest.fixture(scope="module")
def initiatives():
    """Forty on the list, of which the first fourteen may answer; each second one is a stadsdorp."""
    number = np.arange(1, 41)
    known = pd.DataFrame({"initiative_id": [f"ZG-{each}" for each in number], "province": "PV22", "part": "LD01"})
    return known.assign(
        name="Omzien in Zevenhuizen",
        place="Zevenhuizen",
        municipality="Westerkwartier",
        website="https://omzien.example",
        form=np.where(number % 2, "stadsdorp", "zorgcooperatie"),
        legal_form="stichting",
        phase=None,
        start_year=pd.Series(np.where(number % 2, 2015, 2021)).astype("Int64"),
        themes="zorg|wonen",
        activities=None,
        networks=np.where(number % 3, "bokd", "bokd|een-andere-lijst"),
    )


@pytest.fixture(scope="module")
def columns(initiatives, responses, book):
    return variables.variables(initiatives, responses, book, names=True)


def test_in_words_and_why_where_there_is_no_answer(people, columns, book):
    table = files.in_words(columns, book)
    assert set(table["province"]) == {"Drenthe"}
    words = {None: "Niet gezien", "": "Niet ingevuld", (): "Niet ingevuld"}
    legal = book.scale("rechtsvorm").labels
    assert table["q07"].tolist() == [words.get(p.values["q07"]) or legal[p.values["q07"]] for p in people]
    sport = [words.get(p.values["q13"]) or ("Ja" if "sport" in p.values["q13"] else "Nee") for p in people]
    assert table["q13_sport"].tolist() == sport
    assert set(table["q30_state"]) == {"Beantwoord", "Niet gezien", "Niet ingevuld"}
    assert table["q16"].dtype == "Float64"
    assert table.loc[1, "list_form"] == "Zorgcoöperatie"
    assert table["list_phase"].isna().all()


def back_in_codes(table, variable):
    """What a table of numbers says of a variable, in codes."""
    codes = {value.number: code for code, value in variable.codes.items()}
    return [codes.get(number) for number in table[variable.name].tolist()]


def test_spss_gives_back_every_answer_and_every_state(columns, book, tmp_path):
    files.sav(columns, book, tmp_path / "answers.sav")
    table, about = pyreadstat.read_sav(tmp_path / "answers.sav", user_missing=True)
    assert about.file_label == files.NOTICE
    assert about.variable_value_labels["q07"] == {
        **{float(n): option.label for n, option in enumerate(book.scale("rechtsvorm").options, 1)},
        -8.0: "Niet gezien",
        -9.0: "Niet ingevuld",
    }
    assert about.column_names_to_labels["q07"] == "Welke rechtsvorm heeft uw initiatief?"
    assert {(range_["lo"], range_["hi"]) for range_ in about.missing_ranges["q16"]} == {(-8, -8), (-9, -9)}
    assert "q16_state" not in about.missing_ranges
    assert (about.variable_measure["q30"], about.variable_measure["q16"]) == ("ordinal", "scale")
    asked = [one for one in columns if one.explained]
    assert len(asked) > 100
    for one in asked:
        told = table[one.name].map(STATES)
        assert told.fillna("answered").tolist() == one.states.tolist(), one.name
        if one.codes:
            assert back_in_codes(table, one) == one.values.astype("object").where(one.values.notna(), None).tolist()
        else:
            assert table[one.name].mask(told.notna()).astype("Float64").equals(one.values)
    texts = [one for one in columns if one.is_text]
    assert all(table[one.name].tolist() == one.values.astype("str").fillna("").tolist() for one in texts)


def test_stata_has_the_same_numbers_and_a_letter_for_why_there_is_none(columns, book, tmp_path):
    files.sav(columns, book, tmp_path / "answers.sav")
    files.dta(columns, book, tmp_path / "answers.dta")
    spss, _ = pyreadstat.read_sav(tmp_path / "answers.sav", user_missing=True)
    stata, about = pyreadstat.read_dta(tmp_path / "answers.dta", user_missing=True)
    letters = {float(one.code): letter for one, letter in zip(book.missings, string.ascii_lowercase, strict=False)}
    assert letters == {-8.0: "a", -9.0: "b"}
    for one in columns:
        told = spss[one.name].replace(letters) if one.explained else spss[one.name]
        pd.testing.assert_series_equal(stata[one.name], told.astype(stata[one.name].dtype), check_names=False)
    assert about.variable_value_labels["q07"]["a"] == "Niet gezien"
    assert about.column_names_to_labels["q07"] == "Welke rechtsvorm heeft uw initiatief?"
    plain, _ = pyreadstat.read_dta(tmp_path / "answers.dta")
    assert plain["q17"].notna().sum() == (spss["q17"] >= 0).sum()


def test_what_is_too_long_for_a_tool_is_cut_where_it_says_so_and_whole_in_the_codebook(initiatives, responses, book):
    long = "aanmelding_van_vrijwilligers_bij_het_dorpshuis"
    scale = Scale("lang", (Option("ja", "Ja, " + "zeker " * 40), Option("nee", "Nee")))
    question = replace(book.question("q07"), id=long, scale="lang", text="Waarom? " * 50, label="ë" * 90, other="")
    asked = replace(book, scales=(*book.scales, scale), questions=(question,))
    known = responses.assign(**{long: "ja", f"{long}_state": "answered"})
    made = {one.column: one for one in variables.variables(initiatives, known, asked) if one.column}
    names = {one.name for one in made.values()}
    assert made.keys() >= {long, f"{long}_state"}
    assert all(len(name) <= variables.LONGEST_NAME and name.isidentifier() for name in names)
    assert len(names) == len(made)
    one = made[long]
    assert len(files._short(one)) <= 80 and files._short(one).endswith("…")
    assert len(files._cut(question.text, 256).encode()) <= 256
    assert files._cut("ë" * 40, 80) == "ë" * 40
    assert files._cut("ë" * 41, 80) == "ë" * 38 + "…"
    described = tables._described(one, numeric=True, categories=())
    assert described.question == question.text and long in described.note


def test_csv_and_parquet_give_back_the_codes_and_the_words(columns, book, tmp_path):
    codes, words = files.by_code(columns), files.in_words(columns, book)
    files.csv(codes, tmp_path / "codes.csv")
    again = pd.read_csv(tmp_path / "codes.csv", keep_default_na=False)
    assert list(again.columns) == [one.name for one in columns]
    assert again["q13_sport"].tolist() == codes["q13_sport"].map({True: "TRUE", False: "FALSE"}).fillna("").tolist()
    assert again["q07"].tolist() == codes["q07"].fillna("").tolist()
    files.parquet(words, columns, tmp_path / "words.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "words.parquet"), words)
    schema = pq.read_schema(tmp_path / "words.parquet")
    assert schema.metadata[b"notice"] == b"ALLEEN VOOR INTERN GEBRUIK"
    assert schema.field("q12_zorg").metadata[b"label"].decode().endswith("Zorg")


def test_a_spreadsheet_runs_nothing_that_somebody_wrote(tmp_path):
    files.csv(pd.DataFrame({"q43": ["=HYPERLINK(1)", "gewoon"]}, dtype="str"), tmp_path / "codes.csv")
    assert pd.read_csv(tmp_path / "codes.csv")["q43"].tolist() == ["'=HYPERLINK(1)", "gewoon"]


def test_the_answers_in_words_open_in_a_dutch_excel_and_a_year_is_a_whole_number(tmp_path):
    table = pd.DataFrame({"naam": ["Té", "=1"], "q05": [2008.0, None], "weight": [1.5, 2.0]})
    files.excel_csv(table, tmp_path / "woorden.csv")
    lines = (tmp_path / "woorden.csv").read_bytes().split(b"\r\n")
    assert lines[:3] == [b"\xef\xbb\xbfnaam;q05;weight", "Té;2008;1,5".encode(), b"'=1;;2,0"]
    files.csv(table, tmp_path / "codes.csv")
    assert (tmp_path / "codes.csv").read_text("utf-8").splitlines()[1] == "Té,2008,1.5"


def test_weights_strata_and_sizes_are_those_of_the_figures(columns, initiatives, responses, book):
    table = files.by_code(columns)
    made = weighting(initiatives, responses[1:].reset_index(drop=True), book)
    assert table.loc[0, ["weight_province", "weight_country", "stratum", "stratum_size"]].isna().all()
    assert not table.loc[0, "on_list"]
    assert table["weight_province"][1:].tolist() == made.regional.weights.tolist() == [40 / 13] * 13
    assert table["weight_country"][1:].tolist() == made.national.weights.tolist()
    assert set(table["stratum_size"][1:]) == set(table["list_size"][1:]) == {40}
    # Of the 13 that answered 7 have an even number: 20 on the list do
    kinds = table[1:].groupby("margin_form").agg({"margin_form_size": "first", "weight_country": "sum"})
    assert kinds["margin_form_size"].to_dict() == {"stadsdorp": 20, "zorgcooperatie": 20}
    assert kinds["weight_country"].tolist() == pytest.approx([20, 20])


def test_what_the_list_says_stands_beside_the_answers(columns, book):
    table = files.by_code(columns)
    assert table.loc[0, [name for name in table if name.startswith(("list_", "network_"))]].isna().all()
    assert table.loc[1, ["list_themes_zorg", "list_themes_opvang"]].tolist() == [True, False]
    assert table["list_activities_vervoer"].isna().all()
    assert table.loc[1, ["list_start_year", "list_form"]].tolist() == [2021, "zorgcooperatie"]
    assert table.loc[1:2, "network_bokd"].tolist() == [True, True]
    assert table.loc[1:2, f"network_{book.other_lists.id}"].tolist() == [False, True]  # ZG-2, and ZG-3 on both


def test_what_identifies_is_left_out_unless_asked_for(initiatives, responses, book, columns):
    plain = variables.variables(initiatives, responses, book)
    left_out = {one.name for one in columns} - {one.name for one in plain}
    identity = {question.id for question in book.questions if question.sensitivity in ("identity", "free")}
    assert left_out >= {"initiative_id", "list_name", "list_place", "list_municipality", "list_website", "q07_other"}
    assert {name.split("_")[0] for name in left_out if name.startswith("q")} >= identity
    written = files.in_words(plain, book).to_csv()
    texts = [*formats.TEXTS["q01"], *formats.OTHERS, "Zevenhuizen", "omzien.example", "ZG-"]
    assert [text for text in texts if text in written] == []
    everything = files.in_words(columns, book).to_csv()
    assert all(text in everything for text in ("Zevenhuizen", "omzien.example", "ZG-2"))


def places_with(tmp_path, initiatives, responses):
    places = paths.places(WAVE, clean=tmp_path / "clean", outputs=tmp_path / "outputs")
    places.clean.folder.mkdir()
    initiatives.to_parquet(places.clean.initiatives)
    responses.to_parquet(places.clean.responses)
    return places


def test_the_files_say_what_they_are_and_never_lie_among_what_is_published(initiatives, responses, book, tmp_path):
    wave, empty = book.wave(WAVE), paths.places(WAVE, clean=tmp_path / "none", outputs=tmp_path / "outputs")
    with pytest.raises(ReportError, match="monitor run voorbeeld"):
        tables.written(wave, empty, tmp_path / "to", book)
    places = places_with(tmp_path, initiatives, responses)
    for public in (paths.project().outputs / WAVE, tmp_path / "outputs" / "x"):
        with pytest.raises(ReportError, match="privé"):
            tables.written(wave, places, public, book)
    made = tables.written(wave, places, tmp_path / "to", book)
    assert sorted(path.name for path in made) == sorted(path.name for path in (tmp_path / "to").iterdir())
    assert all("ALLEEN-VOOR-INTERN-GEBRUIK" in path.name for path in made)
    assert {path.suffix for path in made} == {".sav", ".dta", ".csv", ".parquet", ".xml"}


# ---- the codebook in DDI ----

DDI = "{ddi:codebook:2_5}"
# Of the elements that are used, what its schema lets stand in each, in this order (DDI-Codebook 2.5, codebook.xsd).
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "rspStmt": "AuthEnty othId",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "distStmt": "distrbtr contact depositr depDate distDate",
    "verStmt": "version verResp notes",
    "stdyInfo": "studyBudget subject abstract sumDscr qualityStatement notes exPostEvaluation",
    "sumDscr": "timePrd collDate nation geogCover geogUnit geoBndBox boundPoly anlyUnit universe dataKind",
    "method": "dataColl notes anlyInfo stdyClas dataProcessing codingInstructions",
    "dataColl": "timeMeth dataCollector collectorTraining frequenc sampProc sampleFrame targetSampleSize deviat "
    "collMode resInstru instrumentDevelopment sources collSitu actMin ConOps weight cleanOps",
    "dataAccs": "setAvail useStmt notes",
    "useStmt": "confDec specPerm restrctn contact citReq deposReq conditions disclaimer",
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": "fileName fileCitation fileCont fileStrc dimensns fileType format filePlac dataChck ProcStat dataMsng "
    "software verStmt",
    "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "var": "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe "
    "TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel "
    "notes",
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "catgry": "catValu labl txt catStat mrow",
}


def refuse_disorder(element):
    """Every element is one that its schema knows, where it may stand."""
    inside = [child.tag.removeprefix(DDI) for child in element]
    if inside:
        order = ORDER[element.tag.removeprefix(DDI)].split()
        places = [order.index(name) for name in inside]
        assert places == sorted(places), element.tag
    for child in element:
        refuse_disorder(child)


@pytest.fixture
def ddi(initiatives, responses, book, tmp_path):
    tables.written(book.wave(WAVE), places_with(tmp_path, initiatives, responses), tmp_path / "to", book)
    return ET.parse(paths.Research(tmp_path / "to", WAVE).codebook).getroot()


def test_the_codebook_has_the_form_of_ddi_and_each_id_once(ddi):
    assert ddi.tag == f"{DDI}codeBook" and ddi.get("version") == "2.5"
    refuse_disorder(ddi)
    ids = [element.get("ID") for element in ddi.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    assert {one.get("files") for one in ddi.iter(f"{DDI}var")} <= set(ids)


def test_the_codebook_describes_the_numbers_as_they_are_in_spss(ddi, tmp_path):
    _, about = pyreadstat.read_sav(paths.Research(tmp_path / "to", WAVE).sav, user_missing=True)
    told = {one.get("name"): one for one in ddi.iter(f"{DDI}var") if one.get("files") == "F1"}
    assert list(told) == about.column_names
    for name, labels in about.variable_value_labels.items():
        categories = told[name].findall(f"{DDI}catgry")
        found = {float(one.findtext(f"{DDI}catValu")): one.findtext(f"{DDI}labl") for one in categories}
        assert found == labels
        missing = {float(one.findtext(f"{DDI}catValu")) for one in categories if one.get("missing") == "Y"}
        assert missing == {range_["lo"] for range_ in about.missing_ranges.get(name, [])}
    assert told["weight_country"].get("wgt") == "wgt"
    assert told["q07"].findtext(f"{DDI}qstn/{DDI}qstnLit") == "Welke rechtsvorm heeft uw initiatief?"
    coded = {one.get("name"): one for one in ddi.iter(f"{DDI}var") if one.get("files") == "F2"}
    legal = [one.findtext(f"{DDI}catValu") for one in coded["q07"].findall(f"{DDI}catgry")]
    assert legal == ["stichting", "vereniging", "cooperatie", "geen", "anders"]


# ---- figures to make again ----


def published(book, rows):
    names = ["area", "indicator", "answer", "value", "low", "high", "quality"]
    return pd.DataFrame(rows, columns=names).assign(kind="share", hidden=False)


def test_ten_firm_shares_of_as_many_questions_and_no_hidden_uncertain_or_exact_one(book):
    areas = ["NL", "LD01", "PV20", "PV21", "PV22", "PV23", "PV24"]
    single = [q for q in book.published if q.scale]
    rows = [
        (area, question.id, book.scale(question.scale).codes[0], 0.4, 0.3, 0.5, "A")
        for question in single
        for area in areas
    ]
    table = published(book, rows)
    found = figures.reproduced(table, book)
    assert len(found) == 10
    assert [one.area.code for one in found] == [
        "NL",
        "LD01",
        "NL",
        "LD01",
        "NL",
        "PV20",
        "PV21",
        "PV22",
        "PV23",
        "PV24",
    ]
    assert len({one.given for one in found}) == 10
    for gone in ({"hidden": True}, {"quality": "C"}, {"value": 0.0}, {"value": 1.0}, {"kind": "change"}):
        assert figures.reproduced(table.assign(**gone), book) == []
    few = table[table["indicator"].isin([single[0].id, single[1].id])]
    assert len(figures.reproduced(few, book)) == 2


def test_conditions_of_a_group_of_an_opinion_and_of_a_choice(book):
    rows = [("NL", "q13", "sport", 0.4, 0.3, 0.5, "A"), ("PV30", "q30", "eens", 0.6, 0.5, 0.7, "B")]
    many, opinion = figures.reproduced(published(book, rows), book)
    assert (many.base, many.given) == (
        figures.Condition(("q13_state",), ("answered",)),
        figures.Condition(("q13_sport",), (True,)),
    )
    assert opinion.base == figures.Condition(("q30",), ("e1", "e2", "e3", "e4", "e5"))
    assert opinion.given == figures.Condition(("q30",), ("e4", "e5"))
    assert scripts._in_r(many.given) == "(lijst$q13_sport %in% c(TRUE))"
    assert scripts._in_r(opinion.given) == '(lijst$q30 %in% c("e4", "e5"))'


def test_a_text_in_a_script_ends_where_it_should():
    assert scripts._in_quotes('Zorg "op maat" \\ é') == '"Zorg \\"op maat\\" \\\\ é"'
    assert scripts._in_apostrophes("thema's") == "'thema''s'"


def test_spss_gets_the_numbers_of_its_own_table(columns, book):
    rows = [("PV30", "q30", "eens", 0.6, 0.5, 0.7, "B")]
    syntax = scripts.spss_syntax(
        figures.reproduced(published(book, rows), book), columns, "Titel", paths.Research(paths.Path("x"), WAVE)
    )
    assert "COMPUTE cijfer_01_in = (ANY(q30, 1, 2, 3, 4, 5)) AND (ANY(province, 11))." in syntax
    assert "COMPUTE cijfer_01 = (ANY(q30, 4, 5))." in syntax
    assert "gepubliceerd 60,0%'." in syntax
    assert syntax.count("CSDESCRIPTIVES") == 1 and "/PLAN FILE='voorbeeld-provincie.csaplan'\n  /SUMMARY" in syntax


def test_model_values_stand_beside_published_figures_and_nowhere_for_hidden_ones(book, tmp_path):
    rows = [("NL", 0.5, 100, False), ("PV20", 0.4, 30, False), ("PV21", 0.7, 40, False), ("PV22", np.nan, 6, True)]
    own = pd.DataFrame(rows, columns=["area", "value", "respondents", "hidden"]).assign(
        wave=WAVE,
        indicator="q35",
        answer="ja",
        kind="share",
        low=0.3,
        high=0.8,
        population=[300, 100, 100, 100],
        reference=0.5,
    )
    tables._models(own, book, tmp_path / "models.parquet")
    told = pd.read_parquet(tmp_path / "models.parquet")
    assert told["provincie"].tolist() == ["Groningen", "Fryslân"]
    assert told["model_value"][0] < told["model_value"][1] < told["waarde"][1]
    assert pq.read_schema(tmp_path / "models.parquet").metadata[b"notice"] == b"ALLEEN VOOR INTERN GEBRUIK"
    assert tables._models(own[:1], book, tmp_path / "none.parquet") == []

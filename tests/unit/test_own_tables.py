"""The gate on tables in reports of one's own: a number beside the name of a hidden figure stops the release."""

import pandas as pd
import pytest

from monitor_lib.publishing.check.own_tables import hidden_figures
from monitor_lib.publishing.pages.reports import markdown


@pytest.fixture
def asked(book):
    """A question with a label that no other has, two of its answers, and Zeeland."""
    question = next(each for each in book.published if each.scale)
    codes = book.scale(question.scale).codes[:2]
    return question, {code: book.answers_of(question.id)[code] for code in codes}, book.area("Zeeland")


@pytest.fixture
def found(book, asked):
    question, labels, place = asked
    (first, *_) = labels
    secret = {(place.code, question.id, first)}
    return lambda page, about="Zeeland": set(hidden_figures(page, book.area(about), secret, book)), secret


def test_a_frame_with_a_row_per_answer(asked, found):
    question, labels, _ = asked
    shown, secret = found
    table = pd.DataFrame({"aandeel": [0.41, 0.2]}, index=list(labels.values()))
    assert shown(f"<h2>{question.label}</h2>{table.to_html()}") == secret
    assert shown(table.to_html()) == secret  # of which question is not said, so it may be this one
    assert shown(table.iloc[1:].to_html()) == set()


def test_a_frame_with_a_column_per_answer_and_a_row_per_area(asked, found):
    _, labels, _ = asked
    shown, secret = found
    table = pd.DataFrame([[0.41, 0.2], [0.3, 0.3]], index=["Zeeland", "Utrecht"], columns=list(labels.values()))
    assert shown(table.to_html(), "Nederland") == secret
    assert shown(table.loc[["Utrecht"]].to_html(), "Zeeland") == set()
    assert shown(table.rename({"Zeeland": "PV29"}).to_html(), "Nederland") == secret


def test_areas_over_the_columns_with_how_many_answered(asked, found):
    _, labels, _ = asked
    shown, secret = found
    code = next(iter(labels))
    table = markdown(f"| antwoord | Zeeland (16) | Utrecht (21) |\n|---|---|---|\n| {code} | 41% | 20% |")
    assert shown(table, "Nederland") == secret
    hidden = markdown(f"| antwoord | Zeeland (16) | Utrecht (21) |\n|---|---|---|\n| {code} | verborgen | 20% |")
    assert shown(hidden, "Nederland") == set()


def test_a_table_of_another_question_is_none_of_this_one(asked, found, book):
    _, labels, _ = asked
    shown, _ = found
    other = next(each for each in book.published if each.scale and each.id != asked[0].id)
    table = pd.DataFrame({"aandeel": [0.41]}, index=[next(iter(labels.values()))]).to_html()
    assert shown(f"<h3>{other.label}</h3>{table}") == set()
    assert shown(f"<h3>{other.label}, {asked[0].label}</h3>{table}") != set()


def test_a_median_goes_by_the_name_of_its_question(book):
    question = next(each for each in book.published if each.type == "number")
    secret = {("PV29", question.id, "")}
    table = pd.DataFrame({"mediaan": [12]}, index=[question.label]).to_html()
    assert set(hidden_figures(table, book.area("Zeeland"), secret, book)) == secret


def test_the_name_of_an_answer_is_no_figure_of_it(book, asked, found):
    years = next(entry for entry in book.indicators if entry.classes)
    label = next(each.label for each in years.classes if any(sign.isdigit() for sign in each.label))
    code = next(each.code for each in years.classes if each.label == label)
    secret = {("PV29", years.id, code)}
    table = pd.DataFrame({"cijfer": ["verborgen"]}, index=[label]).to_html()
    assert set(hidden_figures(table, book.area("Zeeland"), secret, book)) == set()
    table = pd.DataFrame({"cijfer": ["3"]}, index=[label]).to_html()
    assert set(hidden_figures(table, book.area("Zeeland"), secret, book)) == secret


def test_charts_of_the_library_are_left_to_the_check_of_those(asked, found):
    _, labels, _ = asked
    shown, secret = found
    table = pd.DataFrame({"rest van het land": [0.41]}, index=[next(iter(labels.values()))]).to_html()
    chart = f'<figure class="card chart" aria-labelledby="kop-q12-pv29">{table}</figure>'
    assert shown(chart) == set()
    assert shown(chart + table) == secret


# ---- layouts in which a cell spans, joins or leaves out names ----


@pytest.fixture
def both(asked):
    """Figures of two answers in Zeeland and Utrecht."""
    _, labels, _ = asked
    return pd.DataFrame([[0.41, 0.2], [0.3, 0.3]], index=["Utrecht", "Zeeland"], columns=list(labels.values()))


def joined(both):
    table = both.stack()
    return pd.DataFrame([table.set_axis(map(str, table.index))])


def of_zeeland(both):
    return both.loc[["Zeeland"]].T.set_axis(["x"], axis=1)


def of_one_answer(both):
    return both.iloc[:, 0].to_frame("x")


LAYOUTS = {
    "a name over several rows": lambda both: both.stack().to_frame("aandeel").to_html(),
    "a name over several rows, the answer first": lambda both: both.T.stack().to_frame("aandeel").to_html(),
    "a name over several columns": lambda both: both.stack().to_frame().T.to_html(),
    "both names in one cell": lambda both: joined(both).to_html(),
    "the area in the heading": lambda both: f"<h3>Zeeland</h3>{of_zeeland(both).to_html()}",
    "the answer in the heading": lambda both: f"<h3>Aandeel: {both.columns[0]}</h3>{of_one_answer(both).to_html()}",
    "a caption": lambda both: of_zeeland(both).style.set_caption("Zeeland").to_html(),
    "how many answered": lambda both: both.rename(lambda name: f"{name} (n = 16)").to_html(),
    "in capitals": lambda both: both.to_html().replace("<t", "<T").replace("</t", "</T"),
    "printed": lambda both: f"<pre>{both}</pre>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_the_layout_a_hidden_figure_is_found_and_beside_it_none(layout, asked, book, both):
    question, labels, place = asked
    hidden, shown = ({(code, question.id, next(iter(labels)))} for code in (place.code, "PV26"))
    page = LAYOUTS[layout](both)
    assert set(hidden_figures(page, book.country, hidden, book)) == hidden
    if "Utrecht" not in page:
        assert set(hidden_figures(page, book.country, shown, book)) == set()


@pytest.mark.parametrize("layout", ["a name over several rows", "a name over several columns", "printed"])
def test_a_word_in_place_of_the_figure_is_none(layout, asked, book, both):
    question, labels, place = asked
    told = both.astype("object")
    told.loc["Zeeland", both.columns[0]] = "verborgen"
    hidden = {(place.code, question.id, next(iter(labels)))}
    assert set(hidden_figures(LAYOUTS[layout](told), book.country, hidden, book)) == set()


def test_names_of_answers_under_each_other_are_no_figures(book):
    years = next(entry for entry in book.indicators if entry.classes)
    table = pd.DataFrame({"cijfer": "verborgen"}, index=[each.label for each in years.classes])
    secret = {("PV29", years.id, each.code) for each in years.classes}
    assert set(hidden_figures(table.to_html(), book.area("Zeeland"), secret, book)) == set()

"""The gate on tables in reports of one's own: a number beside the name of a hidden figure stops the release."""

import re

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.publishing.check import own_tables
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


def test_every_picture_of_the_page_is_known_for_one_of_the_library():
    """Or a wave in which much is hidden could not be published: their tables name all that a chart may show."""
    template = (paths.ASSETS / "report.html.j2").read_text("utf-8")
    pictures = re.findall(r'<figure[^>]*aria-labelledby="kop-', template)
    assert len(pictures) == len(own_tables._CHART.findall(template)) > 1

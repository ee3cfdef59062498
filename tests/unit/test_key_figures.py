"""An area at a glance: which figures, of whom, beside what, and where on the page each leads."""

import dataclasses

import pytest
from drawn import count, question, row, table

from monitor_lib.pictures.charts import charts, key_figures


def asked(book, area, quality="A", n=60):
    return [entry for each in book.key_figures for entry in question(book, each.id, area, quality=quality, n=n)]


def glance(book, area, *rows):
    return key_figures.key_figures(table(*rows), book, area)


def test_every_key_question_stands_in_it_once_by_theme_in_the_words_of_its_finding(book):
    (chart,) = glance(book, "PV26", *asked(book, "PV26"))
    themes = [theme.title for theme in book.themes]
    assert list(chart.table.iloc[:, -1]) == sorted(chart.table.iloc[:, -1], key=themes.index)
    words = {f"{each.finding.words[:1].upper()}{each.finding.words[1:]}" for each in book.key_figures}
    assert set(chart.table.iloc[:, 0]) == words
    assert len(chart.table) == len(book.key_figures)


def test_its_source_names_every_figure_that_it_shows(book):
    (chart,) = glance(book, "PV26", *asked(book, "PV26"))
    themes = [theme.id for theme in book.themes]
    keys = [each.id for each in sorted(book.key_figures, key=lambda each: themes.index(each.theme))]
    assert f"cijfers {', '.join(keys)}." in chart.source
    assert "Interval: 95%" in chart.source


def test_each_row_leads_to_its_question(book):
    (chart,) = glance(book, "PV26", *asked(book, "PV26"))
    bundle = chart._repr_mimebundle_()[charts.MIME]["layout"]["meta"]["table"]
    lines = chart.picture.lines
    assert bundle["anchors"] == [f"#kop-{line.row.indicator}-pv26" for line in lines]
    whole = charts.question_chart(table(*asked(book, "PV26")), book, lines[0].row.indicator, "PV26")
    assert bundle["anchors"][0] == f"#kop-{whole.id}"


def test_on_another_page_each_row_leads_to_the_page_where_its_question_stands(book):
    figures, page = table(*asked(book, "PV26")), "provincie-utrecht.html"
    (here,), (elsewhere,) = (key_figures.key_figures(figures, book, "PV26", page=each) for each in ("", page))
    assert elsewhere.anchors == tuple(f"{page}{anchor}" for anchor in here.anchors)
    assert len(here.anchors) == len(here.table)


def test_what_is_hidden_is_a_row_of_words_and_what_is_borrowed_says_whose_it_is(book):
    hidden = [entry for entry in asked(book, "PV26") if entry[1] != "q31"]
    (chart,) = glance(book, "PV26", *hidden, *question(book, "q31", "PV26", quality="D", n=4))
    cells = chart.table.set_index("Kerncijfer")["Utrecht"]
    assert cells["Voelt zich erkend door de overheid"] == "te weinig antwoorden"
    (tiny,) = glance(book, "PV24", *asked(book, "PV24", "D", 3), *asked(book, "LD02"))
    assert tiny.title == "Kerncijfers (Oost-Nederland)"
    assert tiny.sentence == "Van Flevoland zijn er geen eigen cijfers te tonen. Hieronder staan die van Oost-Nederland."
    assert {line.row.area.code for line in tiny.picture.lines} == {"LD02"}


def test_it_says_on_how_many_answers_its_figures_rest_and_not_those_of_what_is_hidden(book):
    shown = [entry for entry in asked(book, "PV26") if entry[1] != "q31"]
    (chart,) = glance(book, "PV26", *shown, *question(book, "q31", "PV26", quality="D", n=4))
    (base,) = {line.row.respondents for line in chart.picture.lines if not line.row.hidden}
    assert f"({base}\xa0antwoorden)" in chart.note


@pytest.mark.parametrize(("hidden", "whose"), [(0.4, "LD02"), (0.6, "NL")])
def test_who_has_no_figures_borrows_them_where_most_are_shown(book, hidden, whose):
    part = asked(book, "LD02")
    few = round(len({entry[1] for entry in part}) * hidden)
    secret = set(sorted({entry[1] for entry in part})[:few])
    shown = [entry for entry in part if entry[1] not in secret]
    rows = [entry for name in secret for entry in question(book, name, "LD02", quality="D", n=4)]
    (chart,) = glance(book, "PV24", *asked(book, "PV24", "D", 3), *shown, *rows, *asked(book, "NL"))
    assert {line.row.area.code for line in chart.picture.lines} == {whose}


def test_another_headline_answer_stands_beside_the_telling_one(book):
    first = book.key_figures[0]
    other = next(code for code in book.scale(first.scale).codes if code != first.finding.answer)
    changed = dataclasses.replace(first, headline=(first.finding.answer, other))
    more = dataclasses.replace(
        book, questions=tuple(changed if each.id == first.id else each for each in book.questions)
    )
    (chart,) = glance(more, "PV26", *asked(more, "PV26"))
    assert [line.row.answer for line in chart.picture.lines if line.row.indicator == first.id] == sorted(
        (first.finding.answer, other), key=list(book.answers_of(first.id)).index
    )


def test_a_codebook_without_weights_has_none(book):
    plain = dataclasses.replace(book, questions=tuple(dataclasses.replace(each, weight=0) for each in book.questions))
    assert glance(plain, "NL", count("NL", "initiatives", 3), row("NL", "q06", "actief", 0.5)) == []


def test_where_nobody_has_figures_the_area_stands_under_its_own_name(book):
    rows = [entry for area in ("PV24", "LD02", "NL") for entry in asked(book, area, "D", 3)]
    (chart,) = glance(book, "PV24", *rows)
    assert (chart.title, chart.sentence) == ("Kerncijfers", "")
    assert "antwoorden" not in chart.note
    assert {line.row.area.code for line in chart.picture.lines} == {"PV24"}


def test_every_row_is_known_by_its_name_to_who_looks_for_what_is_hidden(book):
    (chart,) = glance(book, "PV26", *asked(book, "PV26"))
    known = key_figures.told_apart(book)
    shown = {line.label: (line.row.indicator, line.row.answer) for line in chart.picture.lines}
    assert {name: (known[name][0].id, known[name][1]) for name in shown} == shown

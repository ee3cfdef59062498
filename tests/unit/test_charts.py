"""Charts: what is drawn is what the table says, no more, and in few bytes."""

import json

import pytest
from drawn import count, question, row, table

from monitor_lib.pictures.charts import charts
from monitor_lib.pictures.charts.traces import text
from monitor_lib.pictures.style import style
from monitor_lib.pictures.style.colour import contrast

FIRM = {"value": 0.57123, "low": 0.52, "high": 0.62, "reference": 0.49}


def drawn(chart):
    """The JSON that travels, as a browser reads it."""
    return json.loads(json.dumps(chart._repr_mimebundle_()[charts.MIME], allow_nan=False))


def marks(figure, quality):
    return [trace for trace in figure["data"] if trace.get("meta") == quality]


@pytest.fixture
def utrecht(book):
    unsure = {"value": 0.4, "low": 0.2, "high": 0.7, "quality": "C"}
    rows = question(book, "q12", "PV26", cohesie=FIRM, zorg=unsure, wonen={"quality": "D"})
    return table(*rows, *question(book, "q12", "NL"))


def test_a_figure_stands_at_its_value_with_its_interval_and_reference(book, utrecht):
    figure = drawn(charts.question_chart(utrecht, book, "q12", "PV26"))
    assert marks(figure, "A")[0]["x"][0] == 0.5712
    bands = next(trace for trace in figure["data"] if trace["mode"] == "lines")
    assert bands["x"][:3] == [0.52, 0.62, None]
    assert marks(figure, "reference")[0]["x"] == [0.49]


def test_an_uncertain_figure_is_a_line_without_a_mark_and_carries_no_number(book, utrecht):
    figure = drawn(charts.question_chart(utrecht, book, "q12", "PV26"))
    found = {trace["marker"]["opacity"]: trace for trace in figure["data"] if "opacity" in trace.get("marker", {})}
    assert found[1]["meta"] == "A"
    assert "%" not in found[0]["hovertext"][0]
    assert found[0]["showlegend"] is False


def test_a_legend_shows_of_what_is_uncertain_the_line_that_is_drawn(book, utrecht):
    (entry,) = marks(drawn(charts.question_chart(utrecht, book, "q12", "PV26")), "C")
    assert (entry["mode"], entry["showlegend"], entry["name"]) == ("lines", True, "Utrecht, onzeker")
    assert (entry["line"]["width"], entry["line"]["color"]) == (2, style.colour("ink"))


def test_what_is_sure_is_dark_what_is_less_pale_with_a_rim_and_what_is_not_a_line(book):
    classes = {"cohesie": "A", "zorg": "B", "wonen": "C"}
    answers = {code: {"value": 0.5, "low": 0.4, "high": 0.6, "quality": quality} for code, quality in classes.items()}
    rows = [*question(book, "q12", "PV26", quality="D", **answers), *question(book, "q12", "NL")]
    figure = drawn(charts.question_chart(table(*rows), book, "q12", "PV26"))
    bands = [trace["line"] for trace in figure["data"] if trace["mode"] == "lines"]
    firm, rim, pale, line = ((band["width"], band["color"]) for band in bands)
    assert firm == rim
    assert pale[0] < rim[0]
    assert contrast(pale[1], style.colour("paper")) < contrast(firm[1], style.colour("paper"))
    assert line[0] <= 2 < pale[0]


def test_a_hidden_figure_is_words_and_no_point(book, utrecht):
    chart = charts.question_chart(utrecht, book, "q12", "PV26")
    figure = drawn(chart)
    points = sum(len(trace["x"]) for trace in figure["data"] if "hovertext" in trace)
    options = len(book.scale("themas").codes)
    assert points == options - 1
    texts = [words for trace in figure["data"] if trace["mode"] == "text" for words in trace["text"]]
    assert "te weinig<br>antwoorden" in texts
    assert chart.table.set_index("Antwoord").loc["Wonen", "Utrecht (100)"] == "te weinig antwoorden"


def test_a_chart_of_borrowed_figures_says_whose_they_are(book):
    rows = [
        *question(book, "q12", "PV24", quality="D", n=3),
        *question(book, "q12", "LD02"),
        *question(book, "q12", "NL"),
    ]
    chart = charts.question_chart(table(*rows), book, "q12", "Flevoland")
    assert chart.title == "Thema’s (Oost-Nederland)"
    assert "Te weinig antwoorden in Flevoland (3)" in chart.sentence
    assert "Oost-Nederland (100)" in chart.table.columns


def test_five_answers_side_by_side_only_where_all_are_firm(book):
    firm, unsure = question(book, "q30", "NL"), question(book, "q30", "PV26", quality="C", n=14)
    figure = drawn(charts.question_chart(table(*firm, *unsure), book, "q30", "PV26"))
    stacked = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert len(stacked) == 5
    assert "Alle antwoorden, Nederland" in json.dumps(figure, ensure_ascii=False)
    assert "Alle antwoorden, Utrecht" not in json.dumps(figure, ensure_ascii=False)


def test_years_do_not_start_at_zero_and_amounts_do(book):
    figures = table(row("NL", "q05", "", 2014, 2012, 2016), row("NL", "q17", "", 24, 22, 27)).assign(kind="median")
    years = drawn(charts.question_chart(figures, book, "q05", "NL"))["layout"]["xaxis"]["range"]
    amounts = drawn(charts.question_chart(figures, book, "q17", "NL"))["layout"]["xaxis"]["range"]
    assert years == [2010, 2018]
    assert amounts[0] == 0
    assert amounts[1] > 27


def test_provinces_stand_in_the_codebooks_order_whatever_their_figures(book):
    values = [(area.code, 0.9 - at / 20) for at, area in enumerate(book.provinces)]
    rows = [row(code, "q30", "eens", value, value - 0.05, value + 0.05) for code, value in reversed(values)]
    chart = charts.provinces_chart(table(*rows, row("NL", "q30", "eens", 0.6, 0.55, 0.65)), book, "q30")
    assert list(chart.table["Gebied"]) == [area.name for area in (*book.provinces, book.area("NL"))]


def test_counts_are_bars_without_the_country(book):
    rows = [count(area.code, "initiatives", 10 + at) for at, area in enumerate(book.provinces)]
    chart = charts.provinces_chart(table(*rows, count("NL", "initiatives", 186)), book, "initiatives")
    bar = next(trace for trace in drawn(chart)["data"] if trace["type"] == "bar")
    assert len(bar["x"]) == 12
    assert max(bar["x"]) == 1
    assert "186" in chart.sentence


def test_a_chart_carries_all_that_a_page_needs_and_is_marked_as_example(book, utrecht):
    figure = drawn(charts.question_chart(utrecht, book, "q12", "PV26"))
    meta = figure["layout"]["meta"]
    assert set(meta) == {"id", "title", "sentence", "alt", "note", "source", "table", "key", "figure", "beside", "fold"}
    assert "100 van de 400 initiatieven in Utrecht" in meta["source"]
    assert len(meta["table"]["rows"]) == len(book.scale("themas").codes)
    assert book.monitor.example_notice in figure["layout"]["annotations"][0]["text"]
    assert figure["layout"]["separators"] == ",."


def test_a_chart_is_small_and_the_same_every_time(book, utrecht):
    first, second = (json.dumps(drawn(charts.question_chart(utrecht, book, "q12", "PV26"))) for _ in range(2))
    assert first == second
    assert len(first) < 9000
    assert "bdata" not in first


def test_the_figures_are_not_changed(book, utrecht):
    before = utrecht.copy()
    charts.question_chart(utrecht, book, "q12", "PV26")
    assert utrecht.equals(before)


def test_every_published_question_has_a_kind_of_chart(book):
    for entry in book.published:
        rows = [row("NL", entry.id, "", 5, 4, 6)] if entry.type == "number" else question(book, entry.id, "NL")
        figures = table(*rows)
        figures = figures.assign(kind="median") if entry.type == "number" else figures
        assert drawn(charts.question_chart(figures, book, entry, "NL"))["data"], entry.id


def test_text_is_shown_as_typed():
    assert text("<b>A</b> & B\nC") == "&lt;b&gt;A&lt;/b&gt; &amp; B<br>C"


def test_a_chart_of_medians_leaves_out_totals_and_never_calls_them_a_share(book):
    median, total = row("NL", "q17", "", 24, 22, 27), row("NL", "q17", "total", 30_000, 28_000, 33_000)
    median[3], total[3] = "median", "total"
    chart = charts.question_chart(table(median, total), book, "q17", "NL")
    assert chart.table.iloc[:, 1].tolist() == ["24 (tussen 22 en 27)"]
    assert "%" not in json.dumps(drawn(chart)["layout"]["meta"]["table"])


def test_a_table_carries_the_numbers_that_its_class_allows(book, utrecht):
    chart = charts.question_chart(utrecht, book, "q12", "PV26")
    marks = dict(zip(chart.table["Antwoord"], drawn(chart)["layout"]["meta"]["table"]["marks"], strict=True))
    firm = {"l": 52.0, "h": 62.0, "r": 49.0, "v": 57.1, "q": "A", "kind": "share", "differs": False}
    assert marks["Sociale cohesie"] == firm
    assert "v" not in marks["Zorg"] and marks["Zorg"]["h"] == 70.0
    assert marks["Wonen"] == {}

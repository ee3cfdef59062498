"""A briefing to take along: its numbers read back out of the file, and nothing in it that may not be published."""

import dataclasses
import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from runs import monitor

from monitor_lib.pictures.figure.rows import rows
from monitor_lib.pictures.figure.words import share_words
from monitor_lib.pictures.slides import briefing, drawing
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import trends
from monitor_lib.publishing.check import slides, unpacking
from monitor_lib.publishing.private import briefing as request
from monitor_lib.publishing.run import release
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.text.language import speaking

WAVE = "voorbeeld"
LARGE, TINY, FRYSLAN, COUNTRY = "PV30", "PV24", "PV21", "NL"
CASES = [(area, language) for area in (LARGE, TINY, FRYSLAN, COUNTRY) for language in ("nl", "en")]


def data_of(run, language="nl"):
    return release.published(run.wave, str(run.places.outputs / run.wave), language)


def content(data, area):
    past = trends.history(data.table, data.codebook, data.wave)
    return drawing.pptx(briefing.briefing(data.figures, data.book, data.wave, data.book.area(area), past))


def opened(made):
    return Presentation(io.BytesIO(made))


def charts_of(made):
    return [shape for slide in opened(made).slides for shape in slide.shapes if shape.has_chart]


def texts_of(slide):
    framed = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return framed + [cell.text for table in tables for row in table.rows for cell in row.cells]


def drawn_numbers(made):
    """What the charts draw and what their workbooks hold, in that order."""
    charts = [shape.chart for shape in charts_of(made)]
    drawn = [[value for series in chart.plots[0].series for value in series.values] for chart in charts]
    books = [openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) for chart in charts]
    behind = [[cell for column in list(book["Sheet1"].values)[1:] for cell in column[1:]] for book in books]
    return [sorted(filter(None, each)) for each in drawn], [sorted(filter(None, each)) for each in behind]


@pytest.mark.parametrize(("area", "language"), CASES)
def test_every_number_of_a_chart_is_one_of_the_figures_table(example_run, area, language):
    with speaking("nl"):
        data = data_of(example_run, language)
        made = content(data, area)
        drawn, behind = drawn_numbers(made)
    public = data.figures.loc[~data.figures["hidden"], ["value", "low", "high", "reference"]]
    assert drawn == behind
    assert sum(map(len, drawn)) > 10
    assert {number for each in drawn for number in each} <= set(public.to_numpy().ravel())


@pytest.mark.parametrize(("area", "language"), CASES)
def test_a_bar_is_as_firm_as_its_figure_and_no_firmer(example_run, area, language):
    with speaking("nl"):
        data = data_of(example_run, language)
        place = data.book.area(area)
        made = briefing.briefing(data.figures, data.book, data.wave, place, None)
        files = opened(drawing.pptx(made)).slides
        for told, slide in zip(made.slides, files, strict=True):
            charts = [shape.chart for shape in slide.shapes if shape.has_chart]
            for picture, chart in zip(told.pictures, charts, strict=True):
                own = [list(series.values) for series in chart.plots[0].series]
                names = list(chart.plots[0].categories)
                at = 0
                for line in picture.lines:
                    value, rest, high, low = (series[at] for series in own)
                    row = line.row
                    firm = row.value if row.quality == "A" and not row.hidden else None
                    limits = tuple(row.interval) if row.quality == "B" else (None, None)
                    assert (value, low, high, rest) == (firm, *limits, None), line
                    assert names[at].startswith(line.label)
                    assert (line.brief in names[at]) == (value is None and low is None)
                    at += 1
                    if row.beside is not None:
                        assert [series[at] for series in own] == [None, row.beside, None, None]
                        at += 1
                assert at == len(names)


@pytest.mark.parametrize(("area", "language"), CASES)
def test_the_table_and_the_opening_say_what_the_figures_say(example_run, area, language):
    with speaking("nl"):
        data = data_of(example_run, language)
        place = data.book.area(area)
        first, _, third, *_ = opened(content(data, area)).slides
        listed = rows(data.figures, data.book, "initiatives", place)[0].value
        assert style.number(listed) in texts_of(first)
        assert place.title in texts_of(first)
        (table,) = (shape.table for shape in third.shapes if shape.has_table)
        _, *body = [[cell.text for cell in row.cells] for row in table.rows]
        told_of = next(each for each in data.book.areas if table.cell(0, 1).text.partition(" (")[0] == each.title)
        assert told_of == place or any(told_of.name in text for text in texts_of(third))
        assert (told_of == place) == (area in (LARGE, FRYSLAN, COUNTRY))
        telling = {}
        for question in data.book.key_figures:
            found = rows(data.figures, data.book, question.id, told_of)
            telling[question.finding.words] = next(row for row in found if row.answer == question.finding.answer)
        told = {words[:1].upper() + words[1:]: row for words, row in telling.items()}
        assert len(body) == 7
        for name, words, *_ in body:
            row = told[name]
            assert not row.hidden or not re.search(r"\d", words), (name, words)
            percents = re.findall(r"\d+", words)
            assert set(percents) <= set(re.findall(r"\d+", share_words(row))), (name, words, share_words(row))
            assert bool(percents) == (row.quality in "AB"), name


@pytest.mark.parametrize(("area", "language"), CASES)
def test_every_chart_is_described_and_every_slide_says_its_source_and_that_it_is_an_example(
    example_run, area, language
):
    with speaking("nl"):
        data = data_of(example_run, language)
        made = opened(content(data, area))
    assert len(made.slides) == 6
    for slide in made.slides:
        said = texts_of(slide)
        assert slide.shapes.title.text_frame.text
        assert data.book.monitor.example_notice in said
        assert any(data.book.monitor.title in text and data.book.monitor.licence in text for text in said)
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert re.search(r"\w+: .+", shape._element.nvGraphicFramePr.cNvPr.get("descr"))
    assert data.book.monitor.contact in " ".join(texts_of(made.slides[5]))


def test_an_area_of_which_nothing_can_be_drawn_shows_a_larger_one_and_says_so(example_run):
    data = data_of(example_run)
    place = data.book.area(TINY)
    around = data.book.area(place.parent)
    key = briefing.briefing(data.figures, data.book, data.wave, place, None).slides[2]
    assert key.pictures[0].badge in (around.title, data.book.country.title)
    shown = key.pictures[0].lines[0].row.area
    assert shown.name in key.said[0].words
    assert shown.name in key.title
    assert place.name not in key.title
    assert all(line.row.area != place for line in key.pictures[0].lines)


def test_a_codebook_that_weighs_nothing_has_a_briefing_that_says_so(example_run):
    data = data_of(example_run)
    plain = tuple(dataclasses.replace(each, weight=0, kind="fact") for each in data.book.questions)
    book = dataclasses.replace(data.book, questions=plain)
    made = briefing.briefing(data.figures, book, data.wave, book.area(LARGE), None)
    assert [slide.pictures for slide in made.slides[2:4]] == [(), ()]
    said = [each.words for slide in made.slides[2:4] for each in slide.said]
    assert len(said) == 3
    _, _, third, fourth, *_ = opened(drawing.pptx(made)).slides
    shown = " ".join([*texts_of(third), *texts_of(fourth)])
    assert all(text in shown for text in said)


def test_where_neither_success_nor_bottleneck_is_asked_it_shows_the_heaviest_questions(example_run):
    data = data_of(example_run)
    facts = tuple(dataclasses.replace(each, kind="fact") for each in data.book.questions)
    book = dataclasses.replace(data.book, questions=facts)
    fourth = briefing.briefing(data.figures, book, data.wave, book.area(COUNTRY), None).slides[3]
    heaviest = max((each for each in book.published if each.scale), key=lambda each: each.weight)
    assert fourth.said == ()
    assert [len(picture.lines) > 1 for picture in fourth.pictures] == [True, True]
    assert heaviest.text in fourth.under[0]


@pytest.mark.parametrize(("area", "language"), CASES)
def test_words_beside_each_other_are_of_one_size_and_no_figure_of_a_table_is_broken(example_run, area, language):
    with speaking("nl"):
        files = opened(content(data_of(example_run, language), area)).slides
    for slide in list(files)[3:5]:
        paragraphs = (line for shape in slide.shapes if shape.has_text_frame for line in shape.text_frame.paragraphs)
        plain = [run for line in paragraphs for run in line.runs if not run.font.bold and run.font.size.pt > 12]
        assert len({run.font.size for run in plain}) == 1, [run.text for run in plain]
    (table,) = (shape.table for shape in files[2].shapes if shape.has_table)
    for at, column in enumerate(list(table.columns)[1:], 1):
        longest = max(len(row.cells[at].text) for row in list(table.rows)[1:])
        assert column.width.pt > 12 * 0.5 * longest + 14.4, table.cell(0, at).text


def test_after_an_earlier_wave_it_tells_what_changed_and_draws_it_above_what_it_was(second_run):
    data = data_of(second_run)
    past = trends.history(data.table, data.codebook, data.wave)
    country = data.book.country
    made = briefing.briefing(data.figures, data.book, data.wave, country, past)
    fifth = made.slides[4]
    said = [each.words for each in fifth.said]
    assert str(past.before.wave.year) in fifth.title
    content = drawing.pptx(made)
    slides.refuse_hidden(content, data.figures, data.book, country)
    (chart,) = (shape.chart for shape in opened(content).slides[4].shapes if shape.has_chart)
    now, then = ([value for value in series.values if value is not None] for series in list(chart.plots[0].series)[:2])
    changed = [change for _, change in trends.demonstrable(past, country)][:5]
    assert now == [past.after(change).value for change in changed]
    assert then == [change.reference for change in changed]
    assert list(chart.plots[0].categories)[1::2] == [str(past.before.wave.year)] * len(changed)
    assert said[1:] == trends.findings(past, country)[:5]
    assert not any("**" in words for words in said)


def test_two_briefings_are_the_same_bytes_and_bear_the_day_of_the_release(example_run):
    data = data_of(example_run)
    first, second = content(data, LARGE), content(data, LARGE)
    assert first == second
    about = opened(first).core_properties
    assert about.created.date() == about.modified.date() == data.wave.released
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "printer" in name]


def test_hostile_names_are_text_wherever_they_stand(example_run):
    data = data_of(example_run)
    evil = '=CMD|"/c calc"!A0<script>&' + "lang" * 80
    place = dataclasses.replace(data.book.area(LARGE), name=evil)
    made = drawing.pptx(briefing.briefing(data.figures, data.book, data.wave, place, None))
    assert opened(made).slides[0].shapes.title.text_frame.text == evil
    for shape in charts_of(made):
        sheet = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet for cell in row)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]


def test_the_gate_refuses_a_number_that_no_table_has_and_one_beside_what_is_hidden(example_run):
    data = data_of(example_run)
    place = data.book.area(TINY)
    slides.refuse_hidden(content(data, TINY), data.figures, data.book, place)
    other = data.figures.assign(value=data.figures["value"].where(data.figures["kind"] != "share", 0.123456))
    with pytest.raises(ReportError, match="in geen tabel"):
        slides.refuse_hidden(content(data, TINY), other, data.book, place)
    shown = data.figures.assign(
        **{name: data.figures[name].fillna(0.5) for name in ("value", "low", "high")}, hidden=False, quality="A"
    )
    leaking = drawing.pptx(briefing.briefing(shown, data.book, data.wave, place, None))
    with pytest.raises(ReportError, match="niet geschreven"):
        slides.refuse_hidden(leaking, data.figures, data.book, place)


def test_what_is_withheld_stops_a_briefing_and_the_one_before_stays(published, book, tmp_path):
    target = tmp_path / "mee" / "briefing.pptx"
    wave, place = book.wave(WAVE), book.area(LARGE)
    request.written(wave, place, published, target, "nl")
    before = target.read_bytes()
    contacts = pd.read_parquet(published.clean.contacts)
    (said,) = (text for text in texts_of(opened(before).slides[0]) if text.startswith("Op de lijst"))
    remark = said.partition(".")[0]
    contacts.loc[len(contacts)] = contacts.iloc[0].to_dict() | {"field": "remarks", "value": remark}
    contacts.to_parquet(published.clean.contacts)
    with pytest.raises(ReportError, match="gegevens van personen"):
        request.written(wave, place, published, target, "nl")
    assert target.read_bytes() == before
    published.clean.responses.unlink()
    with pytest.raises(ReportError, match="geschoond"):
        request.written(wave, place, published, target, "nl")
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_an_address_in_parts_of_a_line_of_a_slide_is_one_address():
    parts = "<a:p><a:r><a:rPr><a:latin/></a:rPr><a:t>piet@{}</a:t></a:r></a:p>"
    line = parts.format("buurt</a:t></a:r><a:r><a:rPr/><a:t>huis.example")
    assert any("piet@buurthuis.example" in text for text in unpacking.texts(line.encode()))
    apart = parts.format("buurt</a:t></a:r></a:p><a:p><a:r><a:t>huis.example")
    assert not any("piet@buurthuis.example" in text for text in unpacking.texts(apart.encode()))


def test_the_command_writes_it_and_says_what_is_possible(example_run, tmp_path):
    places = example_run.places
    folders = ("--outputs", places.outputs, "--clean", places.clean.folder, "--decisions", places.decisions.folder)
    target = tmp_path / "zeeland.pptx"
    done = monitor("briefing", WAVE, "Zeeland", "--to", target, *folders)
    assert (done.returncode, target.exists()) == (0, True), done.stderr
    for words, said in (((WAVE, "Atlantis"), "Zeeland"), (("onbekend", "Zeeland"), WAVE)):
        done = monitor("briefing", *words, "--to", target, *folders)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr

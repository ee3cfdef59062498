"""Infographics: what may go wrong between the figures table and the paper."""

import dataclasses
import io
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from drawn import question, row, table, whole
from PIL import Image

from monitor_lib import paths
from monitor_lib.figures.respondents import answers
from monitor_lib.figures.secrecy.disclosure import TOO_FEW
from monitor_lib.figures.secrecy.suppression import COMPLEMENT
from monitor_lib.pictures import blocks
from monitor_lib.pictures.charts import block_charts
from monitor_lib.pictures.figure import words
from monitor_lib.pictures.figure.rows import Shown
from monitor_lib.pictures.figure.rows import rows as rows_of
from monitor_lib.pictures.paper import infographic
from monitor_lib.pictures.style import style, typesetting
from monitor_lib.pictures.style.typesetting import InfographicError
from monitor_lib.reference import codebook, translation
from monitor_lib.reference.records import CodebookError


def figures_of(book, quality="A", n=60):
    """A whole table in which the provinces have answers of this class."""
    classes = {"province": (quality, n)}
    return table(
        *(each for area in book.areas for each in whole(book, area.code, *classes.get(area.level, ("A", 200))))
    )


def page_of(book, name, quality="A", n=60):
    return infographic.specifications(figures_of(book, quality, n), book, book.wave("voorbeeld"), name, None)[0]


@pytest.fixture(scope="module")
def large(book):
    return page_of(book, "Noord-Brabant")


def pictures(specification):
    return [each for row in specification["rows"] for column in row for each in column["pictures"]]


def picture(specification, kind):
    return next(each for each in pictures(specification) if each["kind"] == kind)


def test_the_pages_of_the_codebook_are_made_with_at_least_six_kinds_of_picture(book, large):
    country = infographic.specifications(figures_of(book), book, book.wave("voorbeeld"), "Nederland", None)
    assert [each["slug"] for each in country] == ["nederland-1", "nederland-2"]
    assert large["slug"] == "noord-brabant"
    kinds = {each["kind"] for specification in (*country, large) for each in pictures(specification)}
    assert kinds >= {"numbers", "hero", "findings", "bars", "dots", "donut", "stack", "waffle", "map", "columns"}


def test_every_block_gives_plotly_and_paper_the_same_words_and_numbers(book):
    figures = figures_of(book)
    for page in book.infographics:
        area = "Nederland" if page.level == "country" else "Utrecht"
        for block in (each for each in page.block if each.figures):
            drawn = blocks.picture(figures, book, block, area)
            chart = block_charts.block_chart(figures, book, block, area)
            assert chart.alt == drawn.alt
            assert chart.picture == drawn
            assert list(chart.table["Cijfer"]) == [line.words for line in drawn.lines]
            assert points(chart.figure) >= lengths(drawn), block


def points(figure):
    """Every number along which something is drawn, and every number that is written."""
    along = [x for trace in figure["data"] for axis in ("x", "y") for x in trace.get(axis, []) if x is not None]
    return {each for each in along if not isinstance(each, str)}


def lengths(drawn):
    """How long each number is drawn: a share and a column as it is, a bar of counts as a part of the largest."""
    if drawn.kind == "numbers":
        return set()  # written only
    values = [line.row.value for line in drawn.lines]
    counted = drawn.kind in ("bars", "map") and drawn.lines[0].row.kind != "share"
    return {round(value / max(values) if counted else value, 4) for value in values}


def test_alternative_texts_hold_every_number_of_their_picture(large):
    for each in pictures(large):
        for line in each["lines"]:
            assert line["label"] in each["alt"]
            assert line["words"] in each["alt"]


def test_a_whole_bar_is_all_of_a_share_and_the_largest_of_counts(book):
    figures = figures_of(book)
    drawn = [
        blocks.picture(figures, book, block, "Nederland")
        for page in book.infographics
        for block in page.block
        if block.figures and block.kind in ("bars", "columns")
    ]
    wholes = {all(line.row.kind == "share" for line in each.lines): each.whole for each in drawn}
    assert wholes == {True: 1, False: max(line.row.value for each in drawn for line in each.lines)}
    assert wholes[False] > 1


@pytest.mark.parametrize(
    ("reason", "asked", "badge"),
    [
        (TOO_FEW, True, "Te weinig antwoorden: dit is heel Nederland"),
        (TOO_FEW, False, "Te weinig bekend: dit is heel Nederland"),
        (COMPLEMENT, False, "Hier verborgen: dit is heel Nederland"),
        (COMPLEMENT, True, "Hier verborgen: dit is heel Nederland"),
    ],
)
def test_a_badge_says_why_the_figures_are_of_a_larger_area(book, reason, asked, badge):
    own = (SimpleNamespace(reason=reason),)
    assert blocks._badge(Shown(book.area("Utrecht"), book.area("NL"), (), own), asked) == badge


def test_a_tiny_province_shows_its_landsdeel_and_says_so(book):
    tiny = page_of(book, "Flevoland", "D", 3)
    assert [each["large"] for each in picture(tiny, "numbers")["lines"]] == [
        "100",
        "100",
        *["te weinig antwoorden"] * 2,
    ]
    for each in (each for each in pictures(tiny) if each["kind"] == "dots"):
        assert each["badge"] == "Te weinig antwoorden: dit is heel Oost-Nederland"
        assert {line["area"] for line in each["lines"]} == {"LD02"}
    assert tiny["headline"] == "Er zijn te weinig antwoorden voor percentages over Flevoland."
    assert [each["words"] for each in picture(tiny, "hero")["lines"]] == ["100"]
    assert tiny["card"] == {
        "number": "100",
        "line": "Op de lijst staan 100 initiatieven in Flevoland. 100 daarvan vulden de vragenlijst in.",
    }


def test_an_uncertain_province_gets_words_and_no_comparison(book):
    unsure = page_of(book, "Utrecht", "C", 14)
    for each in (each for each in pictures(unsure) if each["kind"] == "dots"):
        assert not re.search(r"\d", " ".join(line["words"] for line in each["lines"]))
        assert each["reference"] == ""


@pytest.mark.parametrize(
    ("low", "high", "quality", "said"),
    [
        (0.57, 0.64, "A", "ongeveer 6 van de 10"),
        (0.55, 0.65, "A", "6 tot 7 van de 10"),
        (0.52, 0.68, "B", "5 tot 7 van de 10"),
        (0.57, 0.64, "C", "het beeld is te onzeker voor een percentage"),
        (0.57, 0.64, "D", "te weinig antwoorden"),
    ],
)
def test_so_many_of_ten_only_where_the_whole_interval_says_so(book, low, high, quality, said):
    figures = table(row("NL", "q10", "iedereen", 0.6, low, high, quality=quality))
    assert words.tenths(rows_of(figures, book, "q10", book.area("NL"))[0]) == said


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        ("A", "ongeveer 140.000 (tussen 120.000 en 160.000)"),
        ("B", "tussen 120.000 en 160.000"),
        ("C", "het totaal is te onzeker"),
        ("D", "te weinig antwoorden"),
    ],
)
def test_a_total_has_two_digits_and_is_as_firm_as_its_class(book, quality, said):
    total = row("NL", "q16", "total", 137107, 117200, 155193, quality=quality)
    figures = table(total).assign(kind="total")
    assert words.total_words(rows_of(figures, book, "q16", book.area("NL"))[0]) == said


def test_the_figure_of_the_first_finding_is_the_large_one_and_the_subtitle(large):
    (line,) = picture(large, "hero")["lines"]
    assert (line["short"], line["words"]) == ("2 tot 3 van de 10", "20% (tussen 15% en 25%)")
    assert large["headline"].startswith("20% van de initiatieven in Noord-Brabant (tussen 15% en 25%) ")
    assert large["card"] == {"number": "20%", "line": large["headline"]}
    assert large["headline"] not in picture(large, "findings")["sentences"]


def test_the_large_number_is_of_an_answer_that_tells_its_question(book):
    """A difference on another answer opens the page in a sentence; its number alone would say nothing."""
    figures = figures_of(book)
    asked = next(each for each in book.key_figures if each.finding and each.type == "multiple" and each.phrase)
    other = next(code for code in book.scale(asked.scale).codes if code != asked.finding.answer)
    own = (figures["area"] == "PV26") & (figures["indicator"] == asked.id) & (figures["answer"] == other)
    differs = {"value": 0.05, "low": 0.02, "high": 0.1, "compared": "lower", "reference": 0.33}
    figures.loc[own, list(differs)] = list(differs.values())
    page = infographic.specifications(figures, book, book.wave("voorbeeld"), "Utrecht", None)[0]
    assert "aantoonbaar verschil" in page["headline"]
    assert page["card"]["number"] == "5%"
    (line,) = picture(page, "hero")["lines"]
    assert line["words"] == "20% (tussen 15% en 25%)"


@pytest.mark.parametrize(("high", "large", "number"), [(0.75, "5 tot 8 van de 10", "60%"), (0.76, "100", "100")])
def test_no_number_is_drawn_large_of_which_the_interval_is_wide(book, high, large, number):
    figures = figures_of(book, "D", 3)
    own = (figures["area"] == "PV26") & (figures["indicator"] == "q31") & (figures["answer"] == "eens")
    told = {"value": 0.6, "low": 0.5, "high": high, "quality": "A", "hidden": False, "reason": "", "respondents": 60}
    figures.loc[own, list(told)] = list(told.values())
    page = infographic.specifications(figures, book, book.wave("voorbeeld"), "Utrecht", None)[0]
    assert picture(page, "hero")["lines"][0]["short"] == large
    assert page["card"]["number"] == number
    assert "voelt zich erkend" in page["headline"]


def test_an_answer_has_the_same_colour_wherever_it_stands(book):
    def drawn(*shares):
        figures = table(*(row("NL", "list_form", code, share) for code, share in shares))
        lines = blocks.picture(figures, book, block_of(book, "waffle"), "NL").lines
        return {line.label: line.colour for line in lines}

    first = drawn(("zorgcooperatie", 0.6), ("noaberzorgpunt", 0.3), ("stadsdorp", 0.1))
    second = drawn(("zorgcooperatie", 0.2), ("noaberzorgpunt", 0.7), ("anders", 0.1))
    assert first == second
    assert list(first) != list(second)


def test_agreeing_with_a_bottleneck_has_the_colour_of_bad_news(book):
    figures = table(*question(book, "q31", "NL"), *question(book, "q32", "NL"))
    block = dataclasses.replace(block_of(book, "stack"), figures=("q31", "q32"))
    drawn = blocks.picture(figures, book, block, "NL")
    good, bad = ([part.colour for part in line.parts] for line in drawn.lines)
    assert good == bad[::-1]
    assert good[0] != bad[0]
    order = "Van links naar rechts: Helemaal oneens, Oneens, Neutraal, Eens en Helemaal eens."
    assert drawn.key == (("", order), (good[-1], "gunstig"), (good[0], "ongunstig"))
    alone = blocks.picture(figures, book, dataclasses.replace(block, figures=("q31",)), "NL")
    assert alone.key == tuple((part.colour, part.label) for part in alone.lines[0].parts)


def test_the_hundred_squares_are_a_hundred_and_none_is_for_nothing(book):
    found = [row("NL", "list_form", code, share) for code, share in (("zorgcooperatie", 0.996), ("doarpswurk", 0.004))]
    drawn = blocks.picture(table(*found), book, block_of(book, "waffle"), "Nederland")
    assert [line.short for line in drawn.lines] == ["100", "0"]
    nothing = blocks.picture(
        table(found[0], row("NL", "list_form", "anders", 0.0)), book, block_of(book, "waffle"), "NL"
    )
    assert [line.label for line in nothing.lines] == ["Zorgcoöperatie"]


def block_of(book, kind):
    return next(block for page in book.infographics for block in page.block if block.kind == kind)


def test_a_second_run_gives_the_same_bytes(large):
    assert infographic.files([large]) == infographic.files([large])


def longer(specification, times):
    """The page with every label so many times as long."""
    if isinstance(specification, dict):
        long = {key: longer(value, times) for key, value in specification.items()}
        return long | ({"label": " ".join([long["label"]] * times)} if isinstance(long.get("label"), str) else {})
    return [longer(each, times) for each in specification] if isinstance(specification, list) else specification


def test_a_fuller_page_gets_smaller_and_an_overfull_one_is_refused(large):
    assert infographic.pdf(large).startswith(b"%PDF")
    with pytest.raises(InfographicError, match=r"Noord-Brabant: .*does not fit on A4"):
        infographic.pdf(longer(large, 12))
    with pytest.raises(InfographicError, match="finding does not fit on the card"):
        infographic.card(large | {"card": {"number": "20%", "line": " ".join(["woorden"] * 200)}}, "breed")
    with pytest.raises(InfographicError, match="number does not fit on the card"):
        infographic.card(large | {"card": {"number": "20%" * 40, "line": "Kort."}}, "breed")


def blank(png):
    """The part of a picture's height that its highest stripe of bare paper takes."""
    with Image.open(io.BytesIO(png)) as opened:
        drawn = opened.convert("L")
    lines = (drawn.crop((0, y, drawn.width, y + 1)) for y in range(drawn.height))
    bare = "".join("x" if line.getextrema()[0] > 250 else " " for line in lines)
    return max(map(len, bare.split())) / len(bare)


def test_a_page_with_few_pictures_is_drawn_larger_so_that_it_is_filled(book, large):
    country = infographic.specifications(figures_of(book), book, book.wave("voorbeeld"), "Nederland", None)
    fewest = min(country, key=lambda page: len(page["rows"]))
    assert len(fewest["rows"]) < len(large["rows"])
    assert [page["slug"] for page in (*country, large) if blank(infographic.thumbnail(page)) > 0.08] == []
    alone = fewest | {"rows": fewest["rows"][:2]}
    assert infographic.pdf(alone).startswith(b"%PDF")


def in_colour(specification, role):
    """How many pixels of a sheet have exactly a colour of the house style."""
    wanted = tuple(bytes.fromhex(style.colour(role)[1:]))
    with Image.open(io.BytesIO(infographic.png(specification))) as opened:
        return dict(map(reversed, opened.convert("RGB").getcolors(1 << 24))).get(wanted, 0)


def test_a_figure_that_equals_what_it_is_compared_with_is_drawn_all_the_same(large):
    alone, beside = copied(large), copied(large)
    for changed, reference in ((alone, None), (beside, 0.4)):
        for line in picture(changed, "dots")["lines"]:
            line |= {"value": 0.4, "low": 0.3, "high": 0.5, "quality": "A", "reference": reference}
    assert in_colour(beside, "accent") > in_colour(alone, "accent")
    assert in_colour(beside, "deep") >= in_colour(alone, "deep")


def test_a_card_names_its_area_as_a_title_and_its_sentence_as_it_is_written(book):
    english = translation.in_language(book, "en")
    made = infographic.specifications(figures_of(book), english, book.wave("voorbeeld"), english.country, None)[0]
    assert (made["place"], made["name_in_line"]) == ("The Netherlands", "the Netherlands")


def test_a_letter_that_the_font_lacks_is_an_error(large):
    with pytest.raises(InfographicError, match="could not be displayed with font"):
        infographic.pdf(large | {"headline": "Samen \u2603"})


def test_a_font_that_does_not_exist_is_an_error(monkeypatch, large):
    known = typesetting._style()
    monkeypatch.setattr(typesetting, "_style", lambda: known | {"family": "Sourse Sans"})
    with pytest.raises(InfographicError, match="unknown font family"):
        infographic.png(large)


def test_a_picture_without_an_alternative_text_is_an_error(large):
    picture(changed := copied(large), "map")["alt"] = ""
    with pytest.raises(InfographicError, match="alternative text"):
        infographic.pdf(changed)


def copied(specification):
    return longer(specification, 1)


def test_it_bears_the_mark_on_example_data_and_the_licence(book, large):
    assert large["notice"] == book.monitor.example_notice
    assert book.monitor.licence in large["foot"]["source"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "waffle"', 'kind = "wafel"', "kind is not one of numbers"),
        ('figures = ["q37"]', 'figures = ["q99"]', "'q99' is no published question and no indicator"),
        ('figures = ["q37"]', 'figures = ["q37", "q25"]', "exactly one question or indicator"),
        ('kind = "bars"\ntitle = "Wat ze', 'kind = "pictograms"\ntitle = "Wat ze', "name one pictogram and one answer"),
        ('figures = ["q37"]', 'figures = ["q37"]\nanswers = ["niemand"]', "'niemand' is no answer of q37"),
        ('title = "Hoe het gaat"\nlevel = "country"', 'title = "x"\nlevel = "stad"', "level 'stad' is not country"),
        ('title = "Om te onthouden"\nwidth = 7', 'title = "Om te onthouden"\nwidth = 6', "of row 2 are 18 wide"),
        ('pictograms = ["house"]', 'pictograms = ["huis"]', "pictogram 'huis' is not one of"),
        ('kind = "donut"\ntitle = "Rechtsvorm"', 'kind = "changes"\ntitle = "Nieuw"', "falls away in a first wave"),
        (
            '["van2005", "2005–09", 2005, 2009]',
            '["van2005", "2005–09", 2006, 2009]',
            "does not begin in the year after",
        ),
        ('"noemt {share} zich {answer}"', '"noemt zich {answer}"', "phrase needs {share} once"),
    ],
)
def test_a_fault_in_an_infographic_is_found_when_the_codebook_is_read(tmp_path, old, new, said):
    text = paths.project().codebook.read_text("utf-8")
    assert old in text
    path = tmp_path / "codebook.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CodebookError) as refused:
        codebook.load(path)
    assert said in str(refused.value)


def test_a_list_under_an_unknown_name_stands_under_the_others_and_its_name_nowhere(book):
    entry = next(entry for entry in book.indicators if entry.id == "list_networks")
    initiatives = pd.DataFrame({"networks": ["bokd|lijst-van-jan", "lijst-van-piet", "bokd"]})
    counted = {code: int(inside.sum()) for code, inside in answers.counted(entry, initiatives, book).items()}
    assert counted["bokd"] == 2
    assert counted["overig"] == 2
    assert set(counted) == {network.id for network in book.networks} | {"overig"}


def test_records_of_pages_say_which_blocks_stand_in_a_row(book):
    page = next(page for page in book.infographics if page.id == "provincie")
    assert [[[block.kind for block in column] for column in row] for row in page.rows][1] == [
        ["hero", "findings"],
        ["map"],
    ]
    assert dataclasses.is_dataclass(page)

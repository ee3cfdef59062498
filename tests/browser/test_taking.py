"""What a reader takes along of a chart: a picture, a link, a frame, a citation; and where each of them leads."""

import io
import re
import struct
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from accessible import violations
from PIL import Image

SVG = "{http://www.w3.org/2000/svg}"
PROVINCE, CHART = "provincie-noord-brabant.html", "q12-pv30"
PALE, MIDDLE, SOFT = "#E6F1EF", "#2A8A8A", "#A9D2CF"


@pytest.fixture
def opened(browser, example_run):
    """Opens an address in the example's release with the network closed; fails on what the page complains of."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL", offline=True)
    complaints = []

    def page_at(address):
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(example_run.release.folder.resolve().as_uri() + "/" + address)
        return page

    yield page_at
    context.close()
    assert [words for words in complaints if "postMessage" not in words] == []  # axe, looking into a frame from disk


def menu(page, name=CHART):
    """A chart of the page, with its menu open and all that lies around it."""
    figure = page.locator(f"figure:has(#kop-{name})")
    figure.evaluate(
        "figure => { for (let e = figure; e; e = e.parentElement) if (e.localName === 'details') e.open = true }"
    )
    figure.locator(".more > summary").click()
    figure.locator(".more [value=svg]").wait_for()
    return figure


def picture(page, figure, kind):
    with page.expect_download() as waiting:
        figure.locator(f".more [value={kind}]").click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def drawn(page, figure):
    """The words of a picture as one text, and its boxes."""
    _, content = picture(page, figure, "svg")
    root = ET.fromstring(content)
    return " ".join(text.text for text in root.iter(f"{SVG}text")), [box.attrib for box in root.iter(f"{SVG}rect")]


def test_a_picture_says_all_that_stood_around_the_chart(opened, book):
    page = opened(PROVINCE)
    figure = menu(page)
    name, content = picture(page, figure, "svg")
    words, _ = drawn(page, figure)
    assert name == f"{CHART}.svg"
    for part in ("h3", ".sense", ".source"):
        assert " ".join(figure.locator(part).text_content().split()) in words, part
    assert book.question("q12").text in words
    assert "Gebaseerd op" in words
    assert "Interval: 95%" in words
    assert book.monitor.example_notice in words
    assert all(cell in words for cell in figure.locator("tbody :is(th, td)").all_text_contents())
    assert b"http" not in content.replace(b"http://www.w3.org/2000/svg", b"")


def test_a_band_in_the_picture_lies_where_its_interval_does(opened, example_run):
    page = opened(PROVINCE)
    _, boxes = drawn(page, menu(page))
    figures = pd.read_parquet(example_run.release.figures)
    known = figures[(figures["area"] == "PV30") & (figures["indicator"] == "q12") & figures["quality"].isin(["A", "B"])]
    tracks = [box for box in boxes if box["fill"] == PALE][: len(known)]
    bands = [box for box in boxes if box["fill"] in (MIDDLE, SOFT)][: len(known)]

    def share(band, track):
        start = (float(band["x"]) - float(track["x"])) / float(track["width"])
        return round(start, 2), round(start + float(band["width"]) / float(track["width"]), 2)

    assert len(known) > 5
    assert sorted(share(*pair) for pair in zip(bands, tracks, strict=True)) == sorted(
        (round(low, 2), round(high, 2)) for low, high in zip(known["low"], known["high"], strict=True)
    )
    firm = {MIDDLE: "A", SOFT: "B"}
    assert sorted(firm[band["fill"]] for band in bands) == sorted(known["quality"])


def test_a_picture_of_a_map_is_the_map_with_all_that_stood_around_it(opened, book):
    page = opened("nederland.html")
    for name, lands in (("provincies", 12), ("gemeenten", 300)):
        figure = menu(page, name)
        kind, content = picture(page, figure, "svg")
        root = ET.fromstring(content)
        words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        assert kind == f"{name}.svg"
        for part in ("h3", ".sense", "figcaption", ".source"):
            assert " ".join(figure.locator(part).text_content().split()) in words, part
        assert book.monitor.example_notice in words
        assert len(list(root.iter(f"{SVG}path"))) == figure.locator("svg path").count() > lands - 1


def test_a_png_of_a_map_has_its_colours_where_they_are_on_the_page(opened):
    page = opened("nederland.html")
    figure = menu(page, "provincies")
    made = Image.open(io.BytesIO(picture(page, figure, "png")[1])).convert("RGB")
    fills = figure.locator("svg .land").evaluate_all("all => all.map(land => land.getAttribute('fill'))")
    known = {f"#{red:02X}{green:02X}{blue:02X}": count for count, (red, green, blue) in made.getcolors(1 << 24)}
    assert all(known.get(fill, 0) > 5_000 for fill in fills)


def test_a_map_stands_alone_in_a_frame_without_the_key_of_tables(opened):
    page = opened("nederland.html?grafiek=provincies#kop-provincies")
    assert page.locator("figure svg").is_visible()
    assert "Bron: Monitor Zorgzame Gemeenschappen" in page.locator(".source").inner_text()
    assert page.locator(".key[aria-label]").count() == 0


def test_a_map_that_moves_offers_its_link_and_no_picture(opened):
    page = opened(PROVINCE)
    figure = page.locator("figure.map")
    figure.locator(".more > summary").click()
    offered = figure.locator(".more button").evaluate_all("all => all.map(b => b.value)")
    assert offered == ["", "link", "frame", "cite"]


def test_words_that_look_like_markup_are_drawn_as_they_are(opened):
    page = opened(PROVINCE)
    figure = menu(page)
    figure.evaluate("figure => (figure.querySelector('tbody th').textContent = '<b>&\"Samen\"</b>')")
    words, _ = drawn(page, figure)
    assert '<b>&"Samen"</b>' in words


def test_a_png_is_the_same_picture_twice_as_sharp(opened):
    page = opened(PROVINCE)
    figure = menu(page)
    root = ET.fromstring(picture(page, figure, "svg")[1])
    name, content = picture(page, figure, "png")
    assert (name, content[:8]) == (f"{CHART}.png", b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (2 * int(root.get("width")), 2 * int(root.get("height")))
    assert len(content) > 50_000  # and something is drawn on it


def test_the_province_beside_is_in_the_picture_too(opened):
    page = opened(f"{PROVINCE}?naast=PV27")
    page.get_by_role("status").filter(has_text="niet getoetst").wait_for()
    words, _ = drawn(page, menu(page))
    assert "Noord-Holland" in words
    assert "Niet getoetst is of Noord-Holland en Noord-Brabant verschillen" in words


@pytest.mark.parametrize("kind", ["link", "frame", "cite"])
def test_what_is_copied_is_told_and_shown(opened, book, kind):
    page = opened(PROVINCE)
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.taken = text; }; }")
    figure = menu(page)
    figure.locator(f".more [value={kind}]").click()
    figure.locator(".more [role=status]").filter(has_text="gekopieerd").wait_for()
    taken = page.evaluate("window.taken")
    assert taken == figure.locator("textarea").input_value()
    assert f"{PROVINCE}" in taken
    assert f"#kop-{CHART}" in taken
    if kind == "frame":
        assert re.match(rf'<iframe src="https://[^"]+\?grafiek={CHART}#kop-{CHART}" title="Thema’s"', taken)
    if kind == "cite":
        assert taken.startswith(
            f"{book.monitor.example_notice}. “Thema’s” (Noord-Brabant), in: {book.monitor.sender} ("
        )


def test_where_a_browser_forbids_to_copy_the_text_is_selected(opened):
    page = opened(PROVINCE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    figure = menu(page)
    figure.locator(".more [value=link]").click()
    figure.locator(".more [role=status]").filter(has_text="lukte niet").wait_for()
    assert page.evaluate("window.getSelection().toString() || document.activeElement.value").endswith(f"#kop-{CHART}")


def test_a_chart_has_a_link_of_its_own_that_leads_to_it(opened):
    page = opened(PROVINCE)
    figures = page.locator("figure.chart")
    links = figures.locator("> a.anchor").evaluate_all("all => all.map(a => [a.hash, a.textContent.trim()])")
    assert len(links) == figures.count()
    assert all(page.locator(f"h3{target}").count() == 1 for target, _ in links)
    assert all(words.startswith("#") and "Link naar: " in words for _, words in links)


def test_one_chart_stands_alone_in_a_frame_with_its_source(opened, book):
    page = opened(f"{PROVINCE}?grafiek={CHART}&naast=PV27#kop-{CHART}")
    page.locator("td.beside").first.wait_for()
    assert page.locator("figure").count() == 1
    assert page.locator("h1").count() == 1
    assert page.locator(f"#kop-{CHART}").is_visible()
    assert "Bron: Monitor Zorgzame Gemeenschappen" in page.locator(".source").inner_text()
    assert page.get_by_text(book.monitor.example_notice).first.is_visible()
    for gone in (".head", ".foot", ".contents"):
        assert not page.locator(gone).is_visible(), gone
    assert violations(page) == []
    with page.expect_popup() as whole:
        page.locator("main > p a").click()
    assert whole.value.url.endswith(f"{PROVINCE}?naast=PV27#kop-{CHART}")


def test_a_chart_that_is_not_there_is_told_and_the_page_stays(opened):
    page = opened(f"{PROVINCE}?grafiek=weg")
    assert "staat hier niet meer" in page.locator("main > [role=status]").inner_text()
    assert page.locator("figure.chart").count() > 20


def test_the_province_beside_is_in_the_address_and_back_goes_back(opened):
    page = opened(PROVINCE)
    page.select_option("#andere-provincie", "PV27")
    page.locator("td.beside").first.wait_for()
    assert page.url.endswith(f"{PROVINCE}?naast=PV27")
    page.select_option("#andere-provincie", "PV24")
    page.locator("th.beside", has_text="Flevoland").first.wait_for()
    page.go_back()
    page.locator("th.beside", has_text="Noord-Holland").first.wait_for()
    page.go_back()
    page.wait_for_function("document.querySelectorAll('figure .beside').length === 0")
    assert page.locator("#andere-provincie").input_value() == ""
    shared = opened(f"{PROVINCE}?naast=PV24")
    shared.locator("th.beside", has_text="Flevoland").first.wait_for()


def test_a_chart_that_is_asked_for_after_a_comparison_came_from_the_address_shows_it(opened):
    page = opened(f"{PROVINCE}?naast=PV27")
    page.locator("td.beside").first.wait_for()
    figure = menu(page)
    figure.locator("button.interactive").click()
    figure.locator("svg.main-svg").first.wait_for()
    beside = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--beside').trim()")
    colours = figure.locator(".scatterlayer .point").evaluate_all("all => all.map(p => p.style.fill + p.style.stroke)")
    red, green, blue = (int(beside[at : at + 2], 16) for at in (1, 3, 5))
    assert any(f"rgb({red}, {green}, {blue})" in colour for colour in colours)


@pytest.mark.parametrize("asked", ["PV99", "PV30", "<b>x</b>"])
def test_a_province_that_cannot_stand_beside_is_told(opened, asked):
    page = opened(f"{PROVINCE}?naast={asked}")
    page.get_by_role("status").filter(has_text=f"“{asked}”").wait_for()
    assert page.locator("figure .beside").count() == 0


def test_an_open_menu_is_for_everyone(opened):
    page = opened(PROVINCE)
    figure = menu(page)
    assert violations(page) == []
    figure.locator(".more [value=frame]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_page_to_mail_offers_pictures_and_no_address(browser, tmp_path, book):
    from drawn import question, table
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from monitor_lib.pictures.charts import charts
    from monitor_lib.publishing.pages import reports

    chart = charts.question_chart(table(*question(book, "q12", "NL")), book, "q12", "NL")
    shown = new_code_cell("", outputs=[new_output("display_data", data=chart._repr_mimebundle_())])
    notebook = new_notebook(cells=[new_markdown_cell("## Wat doen ze?"), shown])
    target = tmp_path / "mail.html"
    page_ = reports.html(notebook, book, book.wave("voorbeeld"), "Nederland", reports.Setting(alone=""))
    target.write_text(page_, "utf-8")
    page = browser.new_page()
    page.goto(target.as_uri())
    figure = menu(page, "q12-nl")
    assert figure.locator(".more button").evaluate_all("all => all.map(b => b.value)") == ["", "svg", "png"]
    words, _ = drawn(page, figure)
    assert "Thema’s" in words
    page.close()

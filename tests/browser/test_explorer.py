"""The map of initiatives used as a reader uses it: searched, filtered, shared, embedded, with keys alone."""

import re
import shutil
import subprocess
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd
import pytest
from accessible import violations
from listening import listen, outside
from PIL import Image, ImageColor

from monitor_lib.pictures.maps import explorer
from monitor_lib.pictures.style import style

MAP = "window[document.querySelector('.folium-map').id]"
HOSTILE = [
    "<img src=x onerror=\"document.documentElement.dataset.pwned='img'\">",
    "</script><script>document.documentElement.dataset.pwned='script'</script>",
    "${document.documentElement.dataset.pwned='template'}",
    "{{7*7}} {% huis %} {# noot #}",
    "`);document.documentElement.dataset.pwned='quote';(`",
    "omgekeerd \u202e eman",
]


def invented(names, **columns):
    """One initiative per name, at a place of its own unless told otherwise."""
    size = len(names)
    table = {
        "initiative_id": [f"ZG-{n:05d}" for n in range(size)],
        "name": names,
        "place": [f"Plaats {n}" for n in range(size)],
        "municipality_name": "Utrecht",
        "province": "PV26",
        "latitude": [51.9 + (n * 7919 % 1000) / 1000 for n in range(size)],
        "longitude": [4.9 + (n * 104729 % 1000) / 900 for n in range(size)],
        "form": "stadsdorp",
        "phase": "actief",
        "themes": "zorg|wonen",
        "activities": None,
        "website": None,
        "start_year": pd.array([2018] * size, dtype="Int64"),
        "network": "bokd",
    }
    return pd.DataFrame(table | columns)


@pytest.fixture
def opened(browser):
    """Opens an address as a reader does; gives the page with what it asked for outside and what it complained of."""
    contexts = []

    def page_at(address, width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL", **options)
        contexts.append(context)
        page = context.new_page()
        listen(page)
        page.route(re.compile("^https?:"), lambda route: route.abort())
        page.goto(address)
        return page

    yield page_at
    asked = [url for context in contexts for page in context.pages for url in outside(page)]
    complaints = [words for context in contexts for page in context.pages for words in page.complaints]
    for context in contexts:
        context.close()
    assert asked == []
    assert complaints == []


@pytest.fixture
def published(opened, example_run):
    """Opens the map of the example, with this after the name of its file."""

    def page_with(rest="", **options):
        address = (example_run.release.folder / "initiatievenkaart.html").as_uri()
        return opened(address + rest, **options)

    return page_with


@pytest.fixture
def own(opened, book, tmp_path):
    """Opens a map of these initiatives, with everything in one file."""

    def page_of(table, rest="", **options):
        target = tmp_path / "kaart.html"
        target.write_text(explorer.initiatives_explorer(table, book).page(shared=False), "utf-8")
        return opened(target.as_uri() + rest, **options)

    return page_of


def found(page):
    """The number that is announced."""
    words = page.locator("output").inner_text()
    return 0 if words.startswith("Geen") else int(words.split()[0].replace(".", ""))


def names(page):
    return page.locator(".entries .name").all_inner_texts()


def test_every_consenting_initiative_is_found_counted_and_listed(published, example_run):
    page = published()
    table = pd.read_parquet(example_run.release.initiatives)
    assert found(page) == len(table)
    nowhere = table["latitude"].isna().sum()
    told = f", waarvan {nowhere} zonder plek op de kaart" if nowhere else ""
    assert page.locator("output").inner_text() == f"{len(table)} initiatieven gevonden{told}"
    while page.locator(".more").is_visible():
        page.locator(".more").click()
    assert sorted(names(page)) == sorted(table["name"])


def test_search_as_you_type_knows_no_capitals_and_no_accents(own):
    page = own(invented(["De Brug", "Café 't Hûs", "HÛS en hof", "Coöperatie Zorg"]))
    for typed, expected in {
        "hus": {"Café 't Hûs", "HÛS en hof"},
        "CAFE T HUS": {"Café 't Hûs"},
        "Zorg cooperatie": {"Coöperatie Zorg"},
        "plaats 3": {"Coöperatie Zorg"},
        "bestaat niet": set(),
    }.items():
        page.locator("#zoek").fill("")
        page.locator("#zoek").press_sequentially(typed)
        assert set(names(page)) == expected, typed
        assert found(page) == len(expected)


def test_filters_narrow_each_other_and_say_how_many_there_are(own):
    table = invented(
        ["A", "B", "C"],
        province=["PV26", "PV26", "PV21"],
        municipality_name=["Utrecht", "Soest", "Leeuwarden"],
        form=["stadsdorp", "zorgcooperatie", "stadsdorp"],
        themes=["zorg|wonen", "zorg", None],
        activities=["vervoer", None, "vervoer|klussen"],
        phase=["actief", "gestopt", "actief"],
    )
    page = own(table)
    page.locator(".filters summary").click()

    def options(name):
        return [
            words
            for words in page.locator(f"#{name} option:not([hidden])").all_inner_texts()
            if not words.startswith("Alle")
        ]

    assert options("provincie") == ["Fryslân (1)", "Utrecht (2)"]
    assert page.locator("#provincie option[lang=fy]").inner_text().startswith("Fryslân")
    page.select_option("#provincie", "PV26")
    assert options("gemeente") == ["Soest (1)", "Utrecht (1)"]
    assert options("thema") == ["Zorg (2)", "Wonen (1)"]
    assert names(page) == ["A", "B"]
    page.select_option("#thema", "wonen")
    assert names(page) == ["A"]
    for name, code in {
        "activiteit": "klussen",
        "fase": "gestopt",
        "vorm": "zorgcooperatie",
        "gemeente": "Soest",
    }.items():
        page.locator(".reset").click()
        page.select_option(f"#{name}", code)
        assert names(page) == (["C"] if name == "activiteit" else ["B"])
    assert page.locator("output").get_attribute("aria-live") == "polite"


def test_a_network_finds_its_own_initiatives_also_those_on_another_list(own, book):
    page = own(invented(["A", "B", "C"], network=["bokd", "bokd|stimuland", "overig"]))
    page.locator(".filters summary").click()
    options = page.locator("#netwerk option").all_inner_texts()
    named = {network.id: network.name for network in (*book.networks, book.other_lists)}
    assert options == [
        "Alle netwerken",
        *(f"{named[code]} ({n})" for code, n in (("bokd", 2), ("stimuland", 1), ("overig", 1))),
    ]
    page.select_option("#netwerk", "stimuland")
    assert names(page) == ["B"]
    assert page.url.endswith("#netwerk=stimuland")
    page.locator(".entries summary").click()
    told = page.locator(".entries dl").inner_text()
    assert f"{named['bokd']}, {named['stimuland']}" in told
    page.locator(".reset").click()
    page.locator("#zoek").fill(named["bokd"])
    assert names(page) == ["A", "B"]


@pytest.mark.parametrize(("size", "most"), [((1280, 800), 300), ((1024, 600), 300), ((390, 844), 460)])
def test_the_map_is_in_sight_when_the_page_opens(published, size, most):
    page = published(width=size[0], height=size[1])
    assert page.locator(".ground").bounding_box()["y"] <= most
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_filters_stand_beside_the_map_and_above_the_list(published):
    page = published()
    ground, finder, entries = (page.locator(name).bounding_box() for name in (".ground", ".finder", ".entries"))
    assert finder["x"] >= ground["x"] + ground["width"]
    assert finder["y"] == pytest.approx(ground["y"], abs=2)
    assert entries["y"] >= finder["y"] + finder["height"] - 1
    assert entries["height"] > 180


def test_bubbles_are_drawn_when_their_letters_are_there(browser, example_run):
    page = browser.new_page()
    page.add_init_script(
        """Object.getPrototypeOf(document.fonts).load =
             () => new Promise((resolve) => { (window.waiting ||= []).push(resolve); });"""
    )
    page.goto((example_run.release.folder / "initiatievenkaart.html").as_uri())
    drawn = f"Object.values({MAP}._layers).filter(layer => layer.options.count).length"
    page.locator("output", has_text="initiatieven gevonden").wait_for()
    assert page.evaluate(drawn) == 0
    page.evaluate("() => window.waiting.forEach((arrive) => arrive([]))")
    page.wait_for_function(f"{drawn} > 5")
    page.close()


@pytest.mark.parametrize(
    ("spots", "name"),
    [
        ([("Weesp", 3), ("Amsterdam", 2), ("Amsterdam", 2)], "Amsterdam e.o."),
        ([("Amsterdam", 1), ("Amsterdam", 2)], "Amsterdam"),
        ([("Weesp", 1)], "Weesp"),
    ],
)
def test_a_bubble_bears_the_name_of_the_place_of_most_that_lie_in_it(published, spots, name):
    page = published()
    page.evaluate(
        f"""(spots) => {{
          const map = {MAP}.setView([54.5, 4], 10, {{ animate: false }}); // at sea, where no other is
          const at = (number) => L.latLng(54.5, 4 + number / 100);
          const near = spots.map(([place, count], nth) => ({{ at: at(nth), place, found: Array(count) }}));
          window.monitor.bubbles.layer(map, "{{place}} e.o.", () => {{}}).show(near);
        }}""",
        spots,
    )
    count = sum(found for _, found in spots)
    page.wait_for_function(f"Object.values({MAP}._layers).some(layer => layer.options.name)")
    drawn = page.evaluate(f"Object.values({MAP}._layers).map(layer => layer.options).filter(each => each.name)")
    assert [(each["name"], each["count"]) for each in drawn] == [(name, count)]


@pytest.mark.parametrize(("button", "told"), [("link", "De link is gekopieerd."), ("frame", "De HTML is gekopieerd.")])
def test_what_was_chosen_is_copied_and_told(published, button, told):
    page = published("#provincie=PV30")
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.taken = text; }; }")
    page.locator(".sharing summary").click()
    page.locator(f".copy[value={button}]").click()
    page.locator(".sharing [role=status]", has_text=told).wait_for()
    taken = page.evaluate("window.taken")
    assert "initiatievenkaart.html" in taken
    assert taken.count("#provincie=PV30") == 1
    assert taken.startswith("<iframe" if button == "frame" else "https://")


def test_on_a_page_without_a_clipboard_it_is_copied_all_the_same_or_told(published):
    page = published("#provincie=PV30")
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("() => { document.execCommand = () => false; }")
    page.locator(".sharing summary").click()
    page.locator(".copy[value=link]").click()
    page.locator(".sharing [role=status]", has_text="lukte niet").wait_for()
    assert page.evaluate("document.activeElement.id") == "deel-link"
    page.evaluate("() => { document.execCommand = () => true; }")
    page.locator(".copy[value=link]").click()
    page.locator(".sharing [role=status]", has_text="De link is gekopieerd.").wait_for()


def test_in_forced_colours_and_at_twice_the_size_it_can_be_used(published):
    page = published(width=640, height=400, forced_colors="active")
    page.locator(".filters > summary").click()
    page.select_option("#netwerk", "bokd")
    page.get_by_role("button", name="Lijst").click()
    assert page.locator(".entries .name").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [fault for fault in violations(page) if "color-contrast" not in fault] == []  # the reader's own colours


def test_a_link_shares_what_was_chosen_and_back_goes_back(published):
    page = published()
    everything = found(page)
    page.select_option("#provincie", "PV21")
    in_province = found(page)
    page.locator("#zoek").press_sequentially("doarps")
    chosen = found(page)
    assert 0 < chosen < in_province < everything
    other = published("#" + urlsplit(page.url).fragment)
    assert found(other) == chosen
    assert names(other) == names(page)
    page.go_back()
    assert (found(page), page.locator("#zoek").input_value()) == (in_province, "")
    page.go_back()
    assert (found(page), page.locator("#provincie").input_value()) == (everything, "")
    page.go_forward()
    assert found(page) == in_province


def test_one_initiative_can_be_shared(published):
    page = published()
    page.locator(".more").click()
    entry = page.locator(".entries li").nth(100)
    name = entry.locator(".name").inner_text()
    entry.locator("summary").click()
    page.wait_for_url(re.compile("initiatief="))
    other = published("#" + urlsplit(page.url).fragment)
    assert other.locator(".entries details[open] .name").inner_text() == name
    assert other.locator(".leaflet-popup details[open] .name").inner_text() == name


def test_an_address_that_nobody_made_shows_everything(published):
    assert found(published("#provincie=PV99&thema=%00&beeld=1,x&initiatief=weg&raar=1")) > 700


def test_the_view_that_a_reader_chose_is_in_the_address(published):
    page = published()
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_url(re.compile("beeld="))
    view = f"[{MAP}.getZoom(), {MAP}.getCenter().lat.toFixed(2)]"
    assert published("#" + urlsplit(page.url).fragment).evaluate(view) == page.evaluate(view)


def test_all_initiatives_of_one_place_can_be_reached_on_the_map(own):
    same = {"latitude": 52.09, "longitude": 5.12, "place": "Utrecht"}
    page = own(invented([f"Huis {n}" for n in range(40)], **same))
    page.evaluate(f"{MAP}.setView([52.09, 5.12], 14, {{animate: false}})")
    box = page.locator(".ground").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".leaflet-popup .spot").inner_text() == "Utrecht: 40"
    assert page.locator(".leaflet-popup .name").count() == 40
    page.locator(".leaflet-popup summary").nth(39).scroll_into_view_if_needed()
    page.locator(".leaflet-popup summary").nth(39).click()
    assert page.locator(".leaflet-popup dl").nth(39).inner_text().startswith("ProvincieUtrecht")


def test_a_bubble_of_several_places_opens_up(own):
    page = own(invented(["A", "B"], latitude=[52.09, 52.12], longitude=[5.12, 5.15]))
    page.evaluate(f"{MAP}.setView([52.09, 5.12], 8, {{animate: false}})")
    box = page.locator(".ground").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(f"{MAP}.getZoom() > 8")


def test_places_that_no_zoom_pulls_apart_are_reached_together(own):
    page = own(invented(["A", "B"], latitude=[52.09, 52.0904], longitude=[5.12, 5.12]))
    page.evaluate(f"{MAP}.setView([52.09, 5.12], 14, {{animate: false}})")
    box = page.locator(".ground").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert sorted(page.locator(".leaflet-popup .name").all_inner_texts()) == ["A", "B"]


def test_an_embedded_map_is_the_map_alone_and_still_says_that_it_is_invented(published, book):
    page = published("?embed=1#provincie=PV21", width=700, height=640)
    for gone in (".head", ".foot", ".sharing"):
        assert not page.locator(gone).first.is_visible(), gone
    assert not page.get_by_text("Staat uw initiatief er niet bij?").is_visible()
    assert page.locator(".ground").is_visible()
    assert page.get_by_text(book.monitor.example_notice).first.is_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight + 1")
    assert 0 < found(page) < 100


def test_the_page_gives_the_line_for_another_site_with_what_was_chosen(published):
    page = published("#provincie=PV30")
    page.locator(".sharing summary").click()
    frame = page.locator(".sharing textarea").input_value()
    assert re.search(
        r'<iframe src="[^"]+initiatievenkaart\.html\?embed=1#provincie=PV30" title="Initiatievenkaart"', frame
    )


def focused(page):
    return page.evaluate(
        "document.activeElement.className || document.activeElement.id || document.activeElement.tagName"
    )


def test_with_keys_alone_from_search_to_list_to_map_and_back(own):
    page = own(invented(["De Brug", "De Kern"], website=["https://brug.example/", None]))
    page.locator("#zoek").focus()
    page.keyboard.type("brug")
    assert names(page) == ["De Brug"]
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.entries') && document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "website"
    page.keyboard.press("Tab")
    assert focused(page) == "show"
    page.keyboard.press("Enter")
    assert focused(page) == "spot"
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert focused(page) == "show"


def test_what_has_focus_is_seen(published):
    page = published()
    for selector in ("#zoek", "#provincie", ".entries summary", ".leaflet-control-zoom-in", ".filters > summary"):
        page.locator(selector).first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", selector


def test_the_mail_names_the_initiative_by_its_number_alone(own, book):
    page = own(invented(["De Brug & Zn. ?body=x"]))
    page.locator(".entries summary").click()
    address = urlsplit(page.locator(".entries .wrong").get_attribute("href"))
    said = parse_qs(address.query)
    assert (address.scheme, unquote(address.path)) == ("mailto", book.monitor.contact)
    assert said["subject"] == ["Initiatievenkaart: klopt dit niet? (ZG-00000)"]
    assert "ZG-00000" in said["body"][0]
    assert "Brug" not in address.query


def test_hostile_words_are_shown_as_typed_and_never_run(own):
    table = invented(HOSTILE, place=HOSTILE[::-1], municipality_name=HOSTILE, website="javascript:alert(1)")
    page = own(table)
    for at in range(len(HOSTILE)):
        page.locator(".entries summary").nth(at).click()
    page.locator(".entries .show").first.click()
    assert sorted(names(page)) == sorted(HOSTILE)
    assert page.locator(".leaflet-popup .name").first.inner_text() in HOSTILE
    assert page.locator(".explorer a[href^=javascript]").count() == 0
    assert page.locator(".explorer :is(.entries, .leaflet-popup) img").count() == 0
    assert page.evaluate("document.documentElement.dataset.pwned") is None


@pytest.mark.parametrize("width", [768, 390])
def test_on_a_small_screen_map_and_list_are_a_press_apart(published, width):
    page = published(width=width, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".ground").is_visible()
    assert not page.locator(".entries").is_visible()
    page.get_by_role("button", name="Lijst").click()
    assert page.locator(".entries").is_visible()
    assert not page.locator(".ground").is_visible()
    page.locator(".entries summary").first.click()
    page.locator(".entries .show").first.click()
    assert page.locator(".leaflet-popup").is_visible()
    page.locator(".leaflet-pan-anim").wait_for(state="detached")  # or the button moves from under the pointer
    page.locator(".leaflet-popup-close-button").click()
    page.locator(".entries").wait_for(state="visible")  # the browser goes back when it is ready to


def test_without_scripts_the_list_is_there(published, example_run):
    page = published(java_script_enabled=False)
    table = pd.read_parquet(example_run.release.initiatives)
    assert page.locator("noscript li, .explorer > ul li").count() == len(table)
    assert "{% huis %} van de wijk" in page.locator("noscript").inner_text()
    assert not page.locator(".finder").is_visible()


def test_ten_thousand_initiatives_stay_in_hand(own):
    page = own(invented([f"Huis {n}" for n in range(10_000)]))
    assert found(page) == 10_000
    assert page.locator(".entries li").count() < 100
    page.locator("#zoek").press_sequentially("huis 9999")
    assert names(page) == ["Huis 9999"]
    page.locator("#zoek").fill("huis 999")
    assert found(page) == 19  # 999, 9990 to 9999, and 1999 to 8999
    page.locator("#zoek").fill("")
    page.locator(".more").click()
    assert page.locator(".entries li").count() == 120
    assert focused(page) == "SUMMARY"
    on_map = f"Object.values({MAP}._layers).filter(layer => layer.options.count).map(layer => layer.options.count)"
    page.wait_for_function(f"{on_map}.reduce((sum, count) => sum + count, 0) === 10000")  # the map follows the search
    assert len(page.evaluate(on_map)) < 700


def test_data_of_fifteen_hundred_initiatives_stay_under_600_kb(book):
    table = invented(
        [f"Zorgcoöperatie De Zilveren Boomgaard {n}" for n in range(1500)],
        website="https://www.dezilverenboomgaard-woudrichem.example",
        activities="ontmoeting|vervoer",
    )
    assert len(explorer.initiatives_explorer(table, book).markup(True).encode()) < 600_000


def test_in_jupyterlab_it_is_a_map_in_a_frame(opened, book, tmp_path):
    shown = explorer.initiatives_explorer(invented(["De Brug"]), book)._repr_mimebundle_()
    target = tmp_path / "lab.html"
    target.write_text(f"<!DOCTYPE html><title>lab</title>{shown['text/html']}", "utf-8")
    page = opened(target.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("output", has_text="1 initiatief gevonden").wait_for()
    frame.locator("#zoek").fill("weg")
    frame.locator("output", has_text="Geen initiatieven gevonden").wait_for()


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_on_paper_the_map_is_whole_whatever_the_screen_it_came_from(opened, example_run, tmp_path, width):
    page = opened((example_run.release.folder / "initiatievenkaart.html").as_uri(), width)
    page.locator(".explorer.ready").wait_for()
    page.emulate_media(media="print")
    ground = page.locator(".ground").bounding_box()
    assert 300 < ground["width"] < 642 and 300 < ground["height"] < 642, "it stands on the first page of an A4"
    land = page.locator(".leaflet-overlay-pane g").bounding_box()
    for edge, size in (("x", "width"), ("y", "height")):
        assert ground[edge] <= land[edge] and land[edge] + land[size] <= ground[edge] + ground[size]
    assert drawn(page, tmp_path) > 0.5 * ground["width"] * ground["height"]


def drawn(page, folder):
    """How much of the first page on paper is sea, in pixels of the screen; what is drawn otherwise comes with it."""
    if not shutil.which("pdftoppm"):
        pytest.skip("no pdftoppm found")
    page.pdf(path=folder / "map.pdf", prefer_css_page_size=True)
    command = ["pdftoppm", "-singlefile", "-r", "96", "-png", folder / "map.pdf", folder / "map"]
    subprocess.run(command, check=True)
    counts = {colour: count for count, colour in Image.open(folder / "map.png").convert("RGB").getcolors(1 << 24)}
    return counts.get(ImageColor.getrgb(style.colour("sea")), 0)

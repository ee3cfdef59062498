"""The published pages in a real browser: from disk, with every outside request blocked and counted."""

import hostile
import pytest
from listening import listen, outside

WIDTHS = (1280, 390)


@pytest.fixture
def opened(browser, example_run):
    """Opens a page of the release; gives the page with lists of what it asked for outside and complained of."""
    contexts = []

    def page_of(name, width=1280, height=900):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL")
        contexts.append(context)
        page = listen(context.new_page())
        page.route("http://**", lambda route: route.abort())
        page.route("https://**", lambda route: route.abort())
        page.goto((example_run.release.folder / name).as_uri())
        return page

    yield page_of
    for context in contexts:
        context.close()


def read_through(page):
    """Asks for every chart of a page, as a curious reader does, until each is drawn."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => (part.open = true))")
    page.evaluate("document.querySelectorAll('button.interactive').forEach((button) => button.click())")
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
    return page


READ_THROUGH = ("nederland.html", "provincie-noord-brabant.html", "provincie-flevoland.html")


@pytest.mark.parametrize("name", READ_THROUGH)
def test_a_page_that_is_read_through_asks_nothing_outside_and_never_complains(opened, name):
    page = read_through(opened(name))
    assert outside(page) == []
    assert page.complaints == []


@pytest.mark.parametrize(("names", "height"), [("provincie-*.html", 11_000), ("nederland.html", 14_000)])
def test_no_report_is_longer_than_this_or_loads_a_library_that_nobody_asked_for(opened, second_run, names, height):
    """Of the second wave: what changed stands there too."""
    reports = sorted(second_run.release.folder.glob(names))
    assert reports
    for report in reports:
        page = opened(report)
        assert page.evaluate("document.documentElement.scrollHeight") <= height, report.name
        assert [url for url in page.asked if "plotly" in url] == []


TRACKS = """figure => Array.from(figure.querySelectorAll("tbody td.figure"), (cell) => {
  const track = cell.querySelector(".track").getBoundingClientRect();
  const at = (name) => {
    const mark = cell.querySelector(`.${name}`);
    if (!mark) return null;
    const box = mark.getBoundingClientRect();
    return [box.left, box.right].map((x) => (100 * (x - track.left)) / track.width);
  };
  const told = (name) => Number(cell.style.getPropertyValue(name));
  return { band: at("band"), rest: at("rest"), low: told("--l"), high: told("--h"), other: told("--r") };
})"""


@pytest.mark.parametrize("width", WIDTHS)
def test_figures_lie_on_their_track_where_they_are(browser, example_run, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto((example_run.release.folder / "provincie-noord-brabant.html").as_uri())
    drawn = page.locator("figure:has(#kop-q12-pv30)").evaluate(TRACKS)
    context.close()
    assert len(drawn) > 5
    for row in drawn:
        assert row["band"] == pytest.approx([row["low"], row["high"]], abs=0.5)
        assert row["rest"] is None or sum(row["rest"]) / 2 == pytest.approx(row["other"], abs=0.5)
    assert any(row["rest"] for row in drawn)


WITHOUT_SCRIPT = ("index.html", "nederland.html", "provincie-zeeland.html", "wie-deden-mee.html")


@pytest.mark.parametrize("name", WITHOUT_SCRIPT)
def test_every_figure_is_there_without_scripts(browser, example_run, name):
    told = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, locale="nl-NL")
        page = context.new_page()
        page.goto((example_run.release.folder / name).as_uri())
        told.append([cell.strip() for cell in page.locator("main td, main .findings li").all_text_contents()])
        context.close()
    assert len(told[0]) > 12
    assert told[0] == told[1]


def test_without_scripts_the_initiatives_of_a_municipality_stand_in_a_table_and_in_no_map(browser, town_release):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((town_release.folder / "gemeente-gm0363.html").as_uri())
    assert not page.locator(".map iframe").is_visible()
    page.locator(".map details:not(.more) summary").click()
    assert page.locator(".map tbody th").first.is_visible()
    context.close()


def test_on_paper_the_initiatives_of_a_municipality_are_a_list(browser, town_release):
    page = browser.new_page()
    page.goto((town_release.folder / "gemeente-gm0363.html").as_uri())
    assert not page.locator(".map tbody th").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".map tbody th").first.is_visible()
    assert not page.locator(".map iframe").is_visible()
    page.close()


def test_in_forced_colours_each_mark_stands_out_from_what_it_lies_on(browser, example_run):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto((example_run.release.folder / "provincie-noord-brabant.html").as_uri())
    looks = page.evaluate(
        """() => [...document.querySelectorAll('.figure.A .track, .figure.B .track')].map((track) =>
        Object.fromEntries(['.band', '.dot', '.rest'].map((name) => [name, track.querySelector(name)])
            .filter(([, mark]) => mark).map(([name, mark]) => [name, getComputedStyle(mark).backgroundColor])
            .concat([['.track', getComputedStyle(track).backgroundColor]])))"""
    )
    context.close()
    whole = [each for each in looks if len(each) == 4]
    assert len(whole) > 5
    assert all(len(set(each.values())) == 4 for each in whole), whole[0]


def test_in_forced_colours_the_words_of_a_map_stand_on_the_paper_that_they_were_made_for(browser, example_run):
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto((example_run.release.folder / "provincie-noord-brabant.html").as_uri())
    ground, around = (
        page.locator(place).first.evaluate("place => getComputedStyle(place).backgroundColor")
        for place in (".count-map svg", "body")
    )
    context.close()
    assert around == "rgb(0, 0, 0)"
    assert ground == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_drawn_and_nothing_sticks_out(opened, width):
    page = read_through(opened("provincie-noord-brabant.html", width))
    assert page.locator(".plot").count() >= 38
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("name", ["index.html", "nederland.html", "provincie-flevoland.html"])
def test_a_page_is_dutch_with_one_h1_landmarks_and_a_skip_link(opened, name):
    page = opened(name)
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.locator("h1").count() == 1
    for landmark in ("header", "nav", "main", "footer"):
        assert page.locator(landmark).count() >= 1, landmark
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused.startswith("#")
    assert page.locator(focused).count() == 1


def test_the_map_of_a_province_shows_its_initiatives(opened):
    page = opened("provincie-noord-brabant.html")
    page.locator("iframe").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe").first
    frame.locator("canvas").wait_for()
    assert int(frame.locator("output").inner_text().split()[0]) == frame.locator(".entries li").count() > 10


def test_a_tiny_province_says_so_and_shows_no_share_of_its_own(opened):
    page = opened("provincie-flevoland.html")
    assert "te weinig antwoorden" in page.inner_text("main").lower()


def test_the_contents_lead_to_their_sections(opened):
    page = opened("provincie-gelderland.html")
    links = page.locator("nav a[href^='#']")
    assert links.count() >= 10
    for target in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        assert page.locator(f"[id='{target[1:]}']").count() == 1, target


def test_hostile_names_are_shown_as_typed_and_never_run(opened, example_run):
    page = opened("initiatievenkaart.html")
    for name in set(hostile.NAMES.values()) - {"Noaberpunt \u202eneets"}:  # its hidden sign goes
        page.locator("#zoek").fill(name)
        assert name in page.locator(".entries .name").all_inner_texts()
    assert page.locator(".entries b b").count() == 0


def test_from_the_index_one_click_to_a_province(opened):
    page = opened("index.html")
    page.locator("svg a").first.click()
    page.wait_for_load_state()
    assert "provincie-" in page.url

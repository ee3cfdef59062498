"""Every page of the site for everyone: axe finds nothing, at two widths, and keys alone reach all of it.

Pages are opened from disk, once at each width for all that every page has to be, with outside requests blocked.
"""

import pytest
from accessible import violations
from listening import listen, outside

WIDTHS = (1280, 390)


def pages(example_run):
    return sorted(path.name for path in example_run.release.folder.glob("*.html"))


@pytest.fixture(scope="module")
def reader(browser):
    """One window that goes from page to page."""
    context = browser.new_context(locale="nl-NL", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def heard(browser):
    """A window that keeps what its pages ask for and complain of."""
    context = browser.new_context(locale="nl-NL", reduced_motion="reduce")
    page = listen(context.new_page())
    page.route("http://**", lambda route: route.abort())
    page.route("https://**", lambda route: route.abort())
    yield page
    context.close()


def faults_of(page):
    """What was asked outside and complained of, that the page is wider than its window, and what axe finds.

    axe comes last: it makes a browser complain of messages between frames.
    """
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = [*outside(page), *page.complaints, *(["too wide"] if wide else []), *violations(page)]
    page.asked.clear()
    page.complaints.clear()
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_for_everyone_fits_its_window_asks_nothing_outside_and_never_complains(heard, example_run, width):
    heard.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name in pages(example_run):
        heard.goto((example_run.release.folder / name).as_uri())
        found |= {name: faults} if (faults := faults_of(heard)) else {}
    assert len(pages(example_run)) >= 20
    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_of_a_municipality_is_for_everyone_too(heard, town_release, width):
    heard.set_viewport_size({"width": width, "height": 900})
    for page in sorted(town_release.folder.glob("gemeente-*.html")):
        heard.goto(page.as_uri())
        assert faults_of(heard) == [], page.name


def test_what_a_page_asks_outside_complains_of_or_does_not_fit_would_be_found(heard):
    heard.set_content("<p style='width:3000px'>breed</p><script src='https://a.example/x.js'></script>")
    heard.evaluate("console.warn('klacht')")
    found = faults_of(heard)
    assert {"too wide", "https://a.example/x.js", "warning: klacht"} <= set(found)


@pytest.mark.parametrize("name", ["nederland.html", "provincie-groningen.html"])
def test_axe_finds_nothing_in_a_report_with_every_table_unfolded(reader, example_run, name):
    reader.set_viewport_size({"width": 1280, "height": 900})
    reader.goto((example_run.release.folder / name).as_uri())
    assert violations(reader, unfolded=1000) == []


def test_axe_would_find_a_fault(reader):
    reader.set_content("<html><body><img src='data:,'><p style='color:#bbb'>bleek</p></body></html>")
    assert {fault.split()[0] for fault in violations(reader)} >= {"image-alt", "color-contrast", "html-has-lang"}


WALKED = {"index.html": 60, "provincie-groningen.html": 60, "initiatievenkaart.html": 90}


@pytest.mark.parametrize("name", WALKED)
def test_keys_alone_walk_through_a_page_in_order_and_focus_is_seen(reader, example_run, name):
    reader.set_viewport_size({"width": 1280, "height": 900})
    reader.goto((example_run.release.folder / name).as_uri())
    reader.evaluate("document.body.focus()")
    walked = []
    for _ in range(WALKED[name]):
        reader.keyboard.press("Tab")
        walked.append(reader.evaluate(FOCUSED))
        if walked[-1]["tag"] == "BODY":
            break
    reached = [step for step in walked if step["tag"] != "BODY"]
    assert reached[0]["text"] == "Naar de inhoud"
    assert len(reached) >= 20
    assert [step for step in reached if not step["seen"]] == []
    own = [step["place"] for step in reached if step["tag"] != "IFRAME"]  # within a frame focus moves on unseen
    assert len(set(own)) == len(own), "focus is caught in a loop"


FOCUSED = """() => {
    const at = document.activeElement;
    const look = getComputedStyle(at);
    const inside = at.querySelector(".land");
    const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    const ring = inside && getComputedStyle(inside).strokeWidth === "5px";
    const place = [...document.querySelectorAll("*")].indexOf(at);
    return { tag: at.tagName, text: at.textContent.trim(), place, seen: at.tagName === "IFRAME" || outlined || ring };
}"""


def test_at_320_pixels_nothing_sticks_out_not_even_before_the_letters_are_there(browser, example_run):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.route("**/*.woff2", lambda route: route.abort())
    for name in pages(example_run):
        page.goto((example_run.release.folder / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


def test_the_skip_link_leads_past_the_head(reader, example_run):
    reader.goto((example_run.release.folder / "index.html").as_uri())
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.id") == "inhoud"


def test_frisian_names_are_marked_as_frisian(reader, example_run, book):
    frisian = [area.name for area in book.provinces if area.language == "fy"]
    assert frisian == ["Fryslân"]
    for name, where in {
        "index.html": ".places th",
        "provincie-fryslan.html": "h1",
        "initiatievenkaart.html": "option",
    }.items():
        reader.goto((example_run.release.folder / name).as_uri())
        marked = reader.locator(f"{where}[lang=fy]")
        assert marked.count() == 1, name
        assert marked.text_content().strip().startswith("Fryslân")

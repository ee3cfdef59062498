"""What a page may weigh and where its first finding stands: measured in a real browser, from disk."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

WEIGHTS = {
    "provincie-noord-brabant.html": 700_000,
    "provincie-flevoland.html": 700_000,
    "nederland.html": 800_000,
    "index.html": 1_000_000,
    "leeswijzer.html": 500_000,
    "wie-deden-mee.html": 500_000,
}
SCREENS = ((1280, 800), (1024, 600), (390, 844))


@pytest.fixture
def visit(browser, example_run):
    contexts = []

    def visited(name, size):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.loaded = set()
        page.on("requestfinished", lambda request: page.loaded.add(request.url))
        page.goto((example_run.release.folder / name).as_uri())
        return page

    yield visited
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("name", "most"), WEIGHTS.items())
def test_a_page_read_to_its_end_loads_no_more_than_this(visit, name, most):
    page = visit(name, SCREENS[0])
    height = page.evaluate("document.documentElement.scrollHeight")
    for at in range(0, height, 800):
        page.mouse.wheel(0, 800)
        page.wait_for_timeout(20 if at else 0)
    page.wait_for_load_state("networkidle")
    files = [Path(unquote(urlsplit(url).path)) for url in page.loaded if url.startswith("file:")]
    assert len(files) > 3
    assert sum(path.stat().st_size for path in files) <= most, sorted((p.stat().st_size, p.name) for p in files)
    assert not [path.name for path in files if path.suffix in (".otf", ".ttf")]


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("name", ["index.html", "nederland.html", "provincie-noord-brabant.html"])
def test_the_first_finding_is_seen_without_scrolling(visit, name, size):
    page = visit(name, size)
    finding = page.locator(".findings li, main > section:first-of-type li:nth-child(2)").first
    box = finding.bounding_box()
    assert box["y"] + box["height"] <= size[1]
    assert box["x"] >= 0


def test_a_picture_of_a_sheet_on_a_page_is_small(example_run):
    small = list(example_run.release.infographics.glob("*-klein.png"))
    assert len(small) >= 14
    assert {path.name: path.stat().st_size for path in small if path.stat().st_size > 40_000} == {}

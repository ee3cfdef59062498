"""The pages in Firefox, which draws and opens files from disk in ways of its own."""

import gc
import shutil
import warnings
from contextlib import contextmanager

import pytest

MAP = "window[document.querySelector('.folium-map').id]"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """A window of Firefox at 1280 by 800; skips where there is none."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        pytest.skip("no Firefox found")
    with _its_own_warnings():
        from marionette_driver.marionette import Marionette

        window = Marionette(
            bin=found, headless=True, startup_timeout=120, gecko_log=str(tmp_path_factory.mktemp("log"))
        )
    try:
        with _its_own_warnings():
            window.start_session()
        window.set_window_rect(width=1280, height=885)
        yield window
    finally:
        with _its_own_warnings():
            window.cleanup()


@contextmanager
def _its_own_warnings():
    """While Firefox is started and ended, the library asks after the system in old ways and leaves sockets open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        gc.collect()


@pytest.fixture
def opened(firefox, example_run):
    """Opens an address in the example's release; gives what asks a script of the page."""

    def page_at(address):
        firefox.navigate("about:blank")
        firefox.navigate(f"{example_run.release.folder.resolve().as_uri()}/{address}")
        return lambda script: firefox.execute_script(f"return {script}", sandbox=None)

    return page_at


def waited(firefox, ask, script):
    """What a script gives as soon as that is something."""
    from marionette_driver import Wait

    return Wait(firefox, timeout=20).until(lambda _: ask(script))


def test_the_map_is_drawn_in_its_own_letters_and_filtered(firefox, opened):
    ask = opened("initiatievenkaart.html#netwerk=bokd")
    layers = f"Object.values({MAP}._layers).filter(layer => layer.options.count)"
    assert waited(firefox, ask, f"{layers}.length > 2")
    letters = waited(
        firefox, ask, "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.weight)"
    )
    assert {"600", "700"} <= set(letters)
    told = ask("document.querySelector('output').textContent")
    counted = ask(f"{layers}.reduce((sum, layer) => sum + layer.options.count, 0)")
    assert told.startswith(f"{counted} initiatieven gevonden")
    assert ask("document.querySelector('.ground').getBoundingClientRect().top") <= 300


def test_a_comparison_is_opened_from_its_address(firefox, opened):
    ask = opened("provincie-noord-brabant.html?naast=PV27")
    assert waited(firefox, ask, "document.querySelectorAll('th.beside').length > 20")
    assert ask("document.querySelector('#andere-provincie').value") == "PV27"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_chart_becomes_a_picture(firefox, opened, kind):
    opened("provincie-noord-brabant.html?grafiek=q12-pv30")
    size, what = firefox.execute_async_script(
        f"""const done = arguments[0];
        const made = window.monitor.picture.{kind}(document.querySelector("figure"));
        made.then((file) => done([file.size, file.type]));""",
        sandbox=None,
    )
    assert what == {"svg": "image/svg+xml", "png": "image/png"}[kind]
    assert size > {"svg": 5_000, "png": 50_000}[kind]


@pytest.mark.parametrize(
    "name", ["index.html", "nederland.html", "provincie-flevoland.html", "leeswijzer.html", "methode.html"]
)
def test_a_page_opens_whole_and_no_wider_than_its_window(firefox, opened, name):
    ask = opened(name)
    assert ask("document.querySelectorAll('h1').length") == 1
    assert ask("document.documentElement.scrollWidth <= window.innerWidth")
    assert ask("getComputedStyle(document.body).fontFamily").startswith('"Monitor Letters"')

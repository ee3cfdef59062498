"""The Initiatievenkaart in a browser, at 1,500 and 10,000 initiatives: bytes, first interaction, and later steps.

Use: .venv/bin/python benchmarks/explorer.py [TIMES]
First interaction: from asking for the page until a letter typed in it has its answer on the screen. A step is a letter
typed, a province chosen, or a zoom of the map, until the next picture. Medians; the ratio is that of 10,000 to 1,500.
"""

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from monitor_lib.pictures.maps import explorer
from monitor_lib.reference import codebook

SIZES = (1_500, 10_000)
PAINTED = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
MAP = "window[document.querySelector('.folium-map').id]"


def invented(size: int) -> pd.DataFrame:
    """Initiatives all over the country, each at a place of its own: the hardest case for a map."""
    dice = np.random.default_rng(1)
    provinces = [area.code for area in codebook.load().provinces]
    return pd.DataFrame(
        {
            "initiative_id": [f"ZG-{n:08x}" for n in range(size)],
            "name": [f"Zorgcoöperatie De Zilveren Boom {n}" for n in range(size)],
            "place": [f"Plaatsnaam {n}" for n in range(size)],
            "municipality_name": [f"Gemeente {n % 342}" for n in range(size)],
            "province": dice.choice(provinces, size),
            "latitude": dice.uniform(51, 53.4, size),
            "longitude": dice.uniform(4, 7, size),
            "form": dice.choice(["stadsdorp", "zorgcooperatie", "burennetwerk"], size),
            "phase": "actief",
            "themes": "welzijn|zorg|wonen",
            "activities": "ontmoeting|vervoer",
            "website": [f"https://www.dezilverenboom{n}.example" for n in range(size)],
            "start_year": pd.array([2018] * size, dtype="Int64"),
        }
    )


def step(page: Page, act: str) -> float:
    """Milliseconds from doing something to the next picture on the screen."""
    return page.evaluate(f"async () => {{ const start = performance.now(); {act}; return await {PAINTED} - start; }}")


TYPED = """const field = document.querySelector('#zoek'); field.value = '{}';
    field.dispatchEvent(new Event('input', {{bubbles: true}}))"""
CHOSEN = """const field = document.querySelector('#provincie'); field.value = 'PV30';
    field.dispatchEvent(new Event('change', {bubbles: true}))"""


def measured(page: Page, address: str) -> list[float]:
    """Milliseconds: first interaction, a letter typed, a province chosen, a zoom."""
    page.goto("about:blank")
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".explorer.ready")
    step(page, TYPED.format("1"))
    first = page.evaluate("performance.now()")
    page.wait_for_timeout(600)
    typed = step(page, TYPED.format("12"))
    page.wait_for_timeout(600)
    chosen = step(page, CHOSEN)
    page.wait_for_timeout(600)
    zoomed = step(page, f"{MAP}.setView([52.1, 5.4], 9, {{animate: false}})")
    return [first, typed, chosen, zoomed]


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    book, medians = codebook.load(), {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for size in SIZES:
            made = explorer.initiatives_explorer(invented(size), book)
            target = Path(folder) / f"{size}.html"
            target.write_text(made.page(shared=False), "utf-8")
            runs = [measured(page, target.as_uri()) for _ in range(times)]
            medians[size] = [statistics.median(column) for column in zip(*runs, strict=True)]
            told = ", ".join(f"{value:.0f}" for value in medians[size])
            print(f"{size}: {len(made.markup(True).encode()) / 1000:.0f} kB; first, typed, chosen, zoomed: {told} ms")
        browser.close()
    ratios = [large / small for small, large in zip(*medians.values(), strict=True)]
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; ratios:", ", ".join(f"{ratio:.1f}" for ratio in ratios)
    )


if __name__ == "__main__":
    main()

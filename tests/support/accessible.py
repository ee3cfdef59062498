"""What axe finds on a page."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe()


SHORT = {"resultTypes": ["violations"], "preload": False}


def violations(page, unfolded=6):
    """What axe finds in a page and the frames in it: rule, how bad, and where.

    A few tables are unfolded: those of a page are made alike, and forty of them take axe ten seconds.
    """
    page.evaluate(
        "n => [...document.querySelectorAll('details')].slice(0, n).forEach((each) => { each.open = true; })", unfolded
    )
    found = [entry for frame in reversed(page.frames) for entry in AXE.run(frame, options=SHORT).response["violations"]]
    return [f"{entry['id']} ({entry['impact']}): {node['target']}" for entry in found for node in entry["nodes"]]

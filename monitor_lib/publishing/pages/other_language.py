"""The way from each page of a release to the same page in another language, where there is one."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from monitor_lib import paths
from monitor_lib.reference.text.language import say, speaking

_PLACES = ("alternates", "languages")  # where templates leave room, between two comments: in the head, and on the page


def link(folder: Path, languages: tuple[str, ...]) -> None:
    """Links the pages of a release that bear the same name in several languages.

    Done when all pages are there, over and over: pages that were taken over from the last release had other links.

    Args:
        folder: the release.
        languages: those that it has pages in.
    """
    releases = [paths.Release(folder, language) for language in languages]
    for own in releases:
        for page in sorted(own.pages.glob("*.html")):
            text = page.read_text("utf-8")
            with speaking(own.language):
                linked = _linked(text, list(_twins(page.name, own, releases)))
            if linked != text:
                page.write_text(linked, "utf-8", newline="\n")


def _twins(name: str, own: paths.Release, releases: list[paths.Release]) -> Iterator[tuple[str, str]]:
    """The languages that a page is there in besides its own, each with its address."""
    for other in releases:
        if other != own and (other.pages / name).exists():
            yield other.language, own.address(other.pages / name)


def _linked(page: str, twins: list[tuple[str, str]]) -> str:
    told = [(language, html.escape(address)) for language, address in twins]
    alternates = "".join(f'<link rel="alternate" hreflang="{code}" href="{address}">' for code, address in told)
    links = "".join(
        f'<a hreflang="{code}" lang="{code}" href="{address}">{Locale(code).display_name}</a>' for code, address in told
    )
    nav = f'<nav class="languages" aria-label="{say("Taal")}">{links}</nav>' if links else ""
    for place, content in zip(_PLACES, (alternates, nav), strict=True):
        around = f"<!--{place}-->", f"<!--/{place}-->"
        page = re.sub(f"{around[0]}.*?{around[1]}", content.join(around), page, count=1)
    return page

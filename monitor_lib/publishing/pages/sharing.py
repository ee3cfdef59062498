"""What a page says of itself where it is shared: its address, where that is known, and its card."""

import re

from monitor_lib import paths
from monitor_lib.publishing.pages import sheets
from monitor_lib.reference.records import Area, Codebook, Wave
from monitor_lib.reference.text.language import DUTCH, say, spoken


def shared_as(book: Codebook, wave: Wave, page: str, card: str) -> dict[str, str]:
    """The address of a page in the language that is spoken, or "", and that of its card, or "".

    Args:
        book: says where the site is reached, if anywhere.
        wave: the wave that the page is about.
        page: its file name.
        card: the address of the card from that page, or "".
    """
    site = _site(book, wave)
    return {"address": f"{site}{page}" if site else "", "card": f"{site}{card}" if card else ""}


def address_to_copy(book: Codebook, wave: Wave, page: str) -> str:
    """The address of a page for who takes it along from disk, where a page does not know its own."""
    site = _site(book, wave)
    return f"{site}{page}" if site else say("https://ADRES-VAN-DE-MONITOR/{page}", page=page)


def reachable(page: str, book: Codebook, wave: Wave) -> str:
    """A page that is sent without the others, with their addresses in full; as it was where the site is unknown."""
    site = _site(book, wave)
    return re.sub(r'(?<=<a href=")(?=[\w-]+\.html)', lambda _: site, page)


def _site(book: Codebook, wave: Wave) -> str:
    """Where the pages of a wave in the language that is spoken are reached, with a slash at its end; "" if unknown."""
    if not book.monitor.address:
        return ""
    return f"{book.monitor.address}/{wave.id}/{'' if spoken() == DUTCH else f'{spoken()}/'}"


def card_of(area: Area, book: Codebook, release: paths.Release) -> str:
    """The wide card of an area, or else of the country, from a page in its language; "" where neither was made."""
    found = [sheet["wide"] for one in (area, book.country) for sheet in sheets.sheets(one, book, release)]
    return next((address for address in found if address), "")

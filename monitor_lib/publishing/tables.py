"""From private deliveries to public tables; here the private ones go out of sight."""

from monitor_lib import paths
from monitor_lib.figures import aggregation
from monitor_lib.intake.account import compared
from monitor_lib.intake.tools import tool_of
from monitor_lib.intake.wave import clean_wave, earlier_initiatives
from monitor_lib.publishing import downloads
from monitor_lib.publishing.release import Published, public_initiatives
from monitor_lib.reference import codebook
from monitor_lib.reference.codebook_records import Wave


def write(wave: Wave, places: paths.Places, made: paths.Release) -> None:
    """Cleans the deliveries, computes the figures, and writes the public tables to a release's folder.

    Raises:
        DeliveryError: with every error in the deliveries.
    """
    book = codebook.load()
    before = book.wave_before(wave)
    decisions = places.decisions.after(before.id) if before else places.decisions
    clean = clean_wave(places.delivered, places.clean, book, decisions, tool_of(wave))
    account = compared(clean.account, clean.initiatives, earlier_initiatives(places.clean, before))
    figures = aggregation.figures(clean.initiatives, clean.responses, book, wave)
    published = Published(book, wave, figures, public_initiatives(clean.initiatives), account)
    downloads.written(published, made)

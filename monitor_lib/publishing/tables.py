"""From clean tables to public ones; here the private ones go out of sight."""

import pandas as pd

from monitor_lib import paths
from monitor_lib.figures import aggregation, audit, history
from monitor_lib.intake import pride, quotes
from monitor_lib.intake.account import compared
from monitor_lib.intake.wave import CleanWave, earlier_initiatives
from monitor_lib.publishing import downloads, showcase
from monitor_lib.publishing.release import Published, public_initiatives
from monitor_lib.reference import codebook
from monitor_lib.reference.codebook_records import Wave
from monitor_lib.reference.question_map import as_asked


def records(wave: Wave, clean: CleanWave, part: int, parts: int) -> list[dict]:
    """A part of the figures before any is hidden, for `write`."""
    return aggregation.records(clean.initiatives, clean.responses, as_asked(codebook.load(), wave), part, parts)


def write(wave: Wave, places: paths.Places, clean: CleanWave, found: list[dict], made: paths.Release) -> None:
    """Finishes the figures of cleaned deliveries, and writes the public tables to a release's folder.

    Beside the clean tables it leaves the tally with which the release is checked before it takes its place.

    Args:
        wave: what to make the tables of.
        places: where its private tables lie, and the release before.
        clean: its clean tables.
        found: the `records` of all parts.
        made: the release.
    """
    book = as_asked(codebook.load(), wave)
    account = compared(clean.account, clean.initiatives, earlier_initiatives(places.clean, book.wave_before(wave)))
    figures = aggregation.of_records(found, clean.initiatives, clean.responses, book, wave)
    now = history.Held(wave, clean.initiatives, clean.responses, figures, codebook.load())
    before = _held_before(wave, places)
    table = history.with_history(now, before) if before else figures
    audit.tally(clean.initiatives, clean.responses, book).to_parquet(places.clean.tally)
    said = quotes.quotes(places.decisions, clean.initiatives, clean.responses)
    public = Published(book, wave, table, public_initiatives(clean.initiatives), account, said)
    downloads.stored(public, made)
    showcase.write(pride.materials(places.decisions, clean.initiatives, clean.responses), made)


def _held_before(wave: Wave, places: paths.Places) -> history.Held | None:
    """The wave before, where its clean tables lie beside this one's and its release beside this one's."""
    before = codebook.load().wave_before(wave)
    if not before:
        return None
    clean, published = places.clean.of(before.id), places.shelf(before.id).release.figures
    if not all(path.exists() for path in (clean.initiatives, clean.responses, published)):
        return None
    tables = (pd.read_parquet(path) for path in (clean.initiatives, clean.responses, published))
    return history.Held(before, *tables, codebook.load())

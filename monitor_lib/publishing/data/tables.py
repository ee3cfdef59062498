"""From clean tables to public figures; here the answers go out of sight."""

from typing import NamedTuple

import pandas as pd

from monitor_lib import disk, paths, stored
from monitor_lib.figures import aggregation, history, participation
from monitor_lib.figures.aggregation import Figures
from monitor_lib.figures.secrecy import disclosure
from monitor_lib.intake import withdrawals
from monitor_lib.intake.wave import Answered
from monitor_lib.publishing.data import forms
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Wave


def part(wave: Wave, answered: Answered, number: int, parts: int) -> Figures:
    """A part of the figures of clean tables, for `write`."""
    return aggregation.part(*answered, as_asked(codebook.load(), wave), number, parts)


def write(wave: Wave, places: paths.Places, answered: Answered, parts: list[Figures], made: paths.Release) -> None:
    """Finishes the figures of cleaned deliveries, and writes them and who took part to a release's folder.

    Beside the clean tables it leaves the tally with which the release is checked before it takes its place.

    Args:
        wave: what to make the tables of.
        places: where its private tables lie, and the release before.
        answered: what its figures are made of.
        parts: its figures, in order.
        made: the release.
    """
    found, said = (
        _settled(wave, places) or _of_answers(wave, places, answered, parts),
        Attribution(codebook.load().monitor, wave),
    )
    with disk.replacing(places.clean.tally) as beside:
        found.tally.to_parquet(beside)
    made.data.mkdir(parents=True, exist_ok=True)
    forms.parquet(found.table, made.figures, said)
    forms.parquet(found.participation, made.participation, said)


class _OfAnswers(NamedTuple):
    """The public figures and who took part, and the tally of the answers behind them."""

    table: pd.DataFrame
    participation: pd.DataFrame
    tally: pd.DataFrame


def _of_answers(wave: Wave, places: paths.Places, answered: Answered, parts: list[Figures]) -> _OfAnswers:
    """The tables that are made of answers."""
    book = as_asked(codebook.load(), wave)
    known = places.shelf(wave.id).bases
    figures, tally = aggregation.whole(parts, book, wave, stored.only_copy(known) if known.exists() else None)
    now = history.Held(wave, *answered, figures, codebook.load())
    before = _held_before(wave, places)
    table = disclosure.published(history.with_history(now, before) if before else figures, book)
    took_part = participation.participation(*answered, figures, book)
    return _OfAnswers(table, took_part, tally)


def _settled(wave: Wave, places: paths.Places) -> _OfAnswers | None:
    """The same as they were published before answers were taken back, if any were.

    Who kept that release would find those answers by subtracting new figures from it.
    """
    kept, back = places.shelf(wave.id).settled, withdrawals.register(places.decisions)
    if not (kept.folder.exists() and withdrawals.takes_answers(back.lines)):
        return None
    return _OfAnswers(*map(stored.only_copy, (kept.figures, kept.participation, kept.tally)))


def _held_before(wave: Wave, places: paths.Places) -> history.Held | None:
    """The wave before, where its clean tables lie beside this one's and its release beside this one's."""
    before = codebook.load().wave_before(wave)
    if not before:
        return None
    clean, published = places.clean.of(before.id), places.shelf(before.id).release.figures
    if not all(path.exists() for path in (clean.initiatives, clean.responses, published)):
        return None
    initiatives, responses, figures = map(stored.table, (clean.initiatives, clean.responses, published))
    return history.Held(before, initiatives, responses, figures, codebook.load())

"""Consent that is taken back: written down before anything else, and then carried out in all that there is.

Whatever stops it half-way: what was written down holds, every command tells that it is not finished, and `withdraw`
once more does the rest. Until all is cleared that no run makes again, no run begins: new figures may not be published
while those with the answers in them are not kept.
"""

import contextlib
import csv
import datetime as dt
import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from monitor_lib import disk, paths, stored
from monitor_lib.intake import reading, registers, withdrawals
from monitor_lib.intake.fieldwork.invitations import INVITED
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import Ledger, Line
from monitor_lib.intake.pride import PRIDE
from monitor_lib.intake.quotes import QUOTES
from monitor_lib.intake.wave import clean_wave
from monitor_lib.intake.workbook.pages import lines_of
from monitor_lib.intake.workbook.readback import HISTORY
from monitor_lib.publishing import batch
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.rights.finding import Found, InWave
from monitor_lib.publishing.run import journal, receipt
from monitor_lib.publishing.run.shelf import locked
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, Wave

_TEXTS = ("quotes", "pride")  # the files of decisions that hold what could be shown of an initiative


@dataclass(frozen=True)
class Withdrawal:
    """What is to be done: for which initiative, whether its answers go too, and in which waves, the oldest first."""

    found: Found
    answers: bool
    waves: tuple[Wave, ...]
    places: paths.Places
    book: Codebook

    @property
    def each(self) -> Iterator[tuple[InWave, paths.Places, paths.Shelf]]:
        """Every wave: what it has of the initiative, and where its files lie."""
        for wave in self.waves:
            places = self.places.of(wave.id)
            yield self.found.waves[wave.id], places, places.shelf(wave.id)

    @property
    def fixed(self) -> list[Wave]:
        """The waves with a release that cannot be made again: their deliveries are gone."""
        shelves = [(wave, self.places.of(wave.id)) for wave in self.waves]
        return [
            wave
            for wave, places in shelves
            if places.shelf(wave.id).release.manifest.exists() and not receipt.files(places.delivered.inventory)
        ]


def planned(found: Found, answers: bool, places: paths.Places, book: Codebook) -> Withdrawal:
    """What a withdrawal comes to; nothing is changed yet. One that took answers, and was not finished, still does.

    Raises:
        ReportError: when that of another has to be finished first.
    """
    back = withdrawals.register(places.decisions)
    if others := [one for one in back.uncleared if one != found.id]:
        raise ReportError(
            f"Maak eerst dit terugtrekken af: {', '.join(others)}. Herhaal: monitor withdraw METING NUMMER"
        )
    waves = sorted((wave for wave in book.waves if wave.id in found.waves), key=lambda wave: wave.released)
    answers |= found.id in back.unfinished and withdrawals.takes_answers(back.by_id[found.id])
    return Withdrawal(found, answers, tuple(waves), places, book)


def carried_out(made: Withdrawal, day: dt.date, jobs: int, tell: Callable) -> Counter[str]:
    """Carries a withdrawal out, and tells how much went, by kind in words.

    Args:
        made: what to do.
        day: today.
        jobs: how many reports are made at a time.
        tell: called with each step of each run, to show progress.

    Raises:
        BusyError: when one of the waves is being run; nothing is changed then.
        DeliveryError: when a file of decisions cannot be read; nothing is changed then.
        IncompleteError, UnsafeError, WarmError, OSError, DeliveryError: as of a run. The withdrawal is written down
            then, and releases that were not made again are what they were.
    """
    with journal.kept(made.places.clean, lambda *_: None) as log:
        with contextlib.ExitStack() as held:
            for _, _, stand in made.each:
                held.enter_context(locked(stand))
            gone = _written_down(made, day)
        for words, count in gone.items():
            log.begin(words, count)
        for wave in made.waves:
            if wave not in made.fixed:
                log.begin(wave.id)
                _made_again(wave, made.places.of(wave.id), made.book, jobs, tell)
    if not made.fixed:
        _save(made, {withdrawals.DONE: day.isoformat()})
    return gone


def _written_down(made: Withdrawal, day: dt.date) -> Counter[str]:
    """The withdrawal in the register, and gone all that no run makes again."""
    for _, places, _ in made.each:
        for _, path, ledger in _ledgers(places.decisions):
            lines_of(path, ledger)
    _save(made, {withdrawals.DONE: "", withdrawals.ENDED: "", "day": day.isoformat()})
    for own, places, stand in made.each if made.answers else ():
        _settle(own, places.clean, stand)
    gone: Counter[str] = Counter()
    for wave, (own, places, stand) in zip(made.waves, made.each, strict=True):
        gone.update(_struck(own, places.decisions))
        gone.update(_removed(own, wave, places.clean, stand))
    _save(made, {withdrawals.DONE: withdrawals.CLEARED})
    return gone


def _save(made: Withdrawal, told: dict[str, str]) -> None:
    """Writes the register with a line for each name and place of the initiative."""
    back, waves = withdrawals.register(made.places.decisions), "|".join(made.found.waves)
    new = (withdrawals.line_of(made.found.id, said, waves) for said in sorted(made.found.said))
    lines = {withdrawals.WITHDRAWN.key(line): line for line in (*new, *back.every)}
    answers = {"answers": withdrawals.YES} if made.answers else {}
    ours = (
        line | answers | told | {"day": line["day"] or told["day"]} if line["initiative_id"] == made.found.id else line
        for line in lines.values()
    )
    withdrawals.save(made.places.decisions, ours)
    for _, places, _ in made.each:
        registers.remember(places.clean, withdrawals.register(made.places.decisions))


def _settle(own: InWave, clean: paths.Clean, stand: paths.Shelf) -> None:
    """Keeps the figures that were published with its answers in them: new ones beside them would tell those answers."""
    answered = stored.table(clean.responses, ["initiative_id"])["initiative_id"]
    kept, release = stand.settled, stand.release
    if kept.folder.exists() or not (answered.isin(own.ids).any() and release.manifest.exists()):
        return
    beside = paths.Settled(kept.folder.with_name(".settled"))
    shutil.rmtree(beside.folder, ignore_errors=True)
    for source, target in (
        (release.figures, beside.figures),
        (release.participation, beside.participation),
        (clean.tally, beside.tally),
    ):
        disk.written(target, source.read_bytes())
    beside.folder.rename(kept.folder)


# ---- what no run makes again ----


def _ledgers(places: paths.Decisions) -> tuple[tuple[str, Path, Ledger], ...]:
    """What a person decided of an initiative that may be shown, and that it was invited, each with words for a line."""
    return (
        ("citaten", places.quotes, QUOTES),
        ("gedeeld materiaal", places.pride, PRIDE),
        ("regels in de geschiedenis van besluiten", places.history, HISTORY),
        ("uitnodigingen", places.invited, INVITED),
    )


def _struck(own: InWave, places: paths.Decisions) -> Iterator[str]:
    """A word per line that is taken out of the decisions, and out of the copies of what stood in them before."""
    for words, path, ledger in _ledgers(places):
        lines = lines_of(path, ledger)
        struck = [line for line in lines if _is_of(line, own)]
        if struck:
            kept = [line for line in lines if line not in struck]
            decisions.write(path, ledger.columns, kept)
            named = {line.get("address") for line in kept}
            for picture in {line["address"] for line in struck if line.get("address")} - named:
                (places.pride_pictures / Path(picture).name).unlink(missing_ok=True)
        decisions.forget_before(path)
        yield from [words] * len(struck)


def _is_of(line: Line, own: InWave) -> bool:
    """Whether a line is about an initiative; of the history, only what tells of texts that could be shown."""
    return line.get("initiative_id", line.get("key")) in own.ids and line.get("file") in (None, *_TEXTS)


def _removed(own: InWave, wave: Wave, clean: paths.Clean, stand: paths.Shelf) -> Iterator[str]:
    """A word per file that is taken away."""
    project = paths.project()
    fieldwork, letters = project.fieldwork / wave.id, project.letters / wave.id
    lists = [path for path in fieldwork.glob("*") if _names(path, own)]
    files = {
        "spiegelrapporten": _mirrors(paths.Mirrors(project.mirrors / wave.id), own),
        "brieven aan netwerken": [path for file in own.files for path in letters.glob(f"{_literal(file)}.*")],
        "lijsten van het veldwerk": lists,
        "werkboeken met besluiten": [clean.workbook],
        "eerdere publicaties": [*stand.earlier.glob("[0-9]*"), *stand.served.glob("[0-9]*")],
    }
    for words, found in files.items():
        for path in (each for each in found if each.exists()):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            yield words


def _names(path: Path, own: InWave) -> bool:
    return path.is_file() and any(one.encode() in path.read_bytes() for one in own.ids)


def _literal(name: str) -> str:
    """A name in a pattern of names."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _mirrors(mirrors: paths.Mirrors, own: InWave) -> list[Path]:
    """The mirrors of an initiative; they are struck from the list of them."""
    if not mirrors.tokens.exists():
        return []
    head, *rows = csv.reader(io.StringIO(stored.text(mirrors.tokens, stored.FROM_BACKUP), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *(row for row in rows if row[0] not in own.ids)])
    disk.written(mirrors.tokens, text.getvalue())
    return [mirrors.page(row[-1]) for row in rows if row[0] in own.ids]


# ---- what a run makes ----


def _made_again(wave: Wave, places: paths.Places, book: Codebook, jobs: int, tell: Callable) -> None:
    """The clean tables of a wave and, where it was published, its release, as it was run before."""
    told = receipt.told_by(places.shelf(wave.id).release)
    if not told:
        asked = as_asked(book, wave)
        with locked(places.shelf(wave.id)):
            begun = reading.begun(places.delivered, asked, wave, places.decisions)
            clean_wave(begun, places.clean, asked, places.decisions, wave)
        return
    how = told["parameters"]
    form = Form(EngineName.shell, how["single_file"])
    options = batch.Options(
        jobs, form, keep=0, municipalities=how.get("municipalities", False), languages=tuple(how["languages"])
    )
    batch.run(replace(wave, tool=told["inputs"]["tool"]), places, options, tell)

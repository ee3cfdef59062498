"""What a person at the terminal sees: progress while something runs, and what came of it afterwards."""

import datetime as dt
import errno
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor_lib.pictures.style import style
from monitor_lib.publishing.run.journal import FILES, PAGES, Journal, Step
from monitor_lib.publishing.run.receipt import short
from monitor_lib.publishing.run.signature import GOOD, UNCHECKED, UNSIGNED
from monitor_lib.publishing.run.workers import Outcome
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import MAP, MATERIAL, MIRROR

if TYPE_CHECKING:  # only the command that forgets needs it
    from monitor_lib.publishing.rights.forgetting import Due


class _Told(Console):
    """What is said to a person, who may have stopped listening: then nothing is said any more, and all goes on."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        leave(self.file.fileno())


def leave(*streams: int) -> None:
    """Says nothing any more, for there is nobody: on these streams, or on all that a terminal has."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in streams or range(3):
        os.dup2(nowhere, stream)


console = _Told(highlight=False, soft_wrap=True, markup=False)
complaints = _Told(stderr=True, highlight=False, soft_wrap=True, markup=False)

UNTOUCHED = "Er is niets gepubliceerd; de vorige publicatie staat er nog."
_SLOWEST = 10
_LONGEST = 200  # signs of a path that are shown
_WIDTH = 34
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_KINDS = {
    "tool": "het enquêteprogramma",
    "deliveries": "de aanleveringen",
    "decisions": "de besluiten",
    "withdrawals": "wie zich terugtrok",
    "numbers": "het geheim achter de nummers",
    "earlier waves": "een eerdere meting",
    "codebook": "het codeboek",
    "geography": "de plaatsen en grenzen",
    "code of figures": "de code van de cijfers",
    "packages": "een pakket",
    "style": "de huisstijl",
    "code": "de code",
    "other data": "andere gegevensbestanden",
}


_SIGNED = {
    GOOD: "De handtekening klopt: ondertekend met {key}.",
    UNCHECKED: "Ondertekend, maar niet nagerekend door wie: noem de publieke sleutel met --key.",
    UNSIGNED: "Niet ondertekend: wie een bestand en het bewijs samen verandert, valt zo niet op.",
}


_OUT_OF_REACH = (
    "Wat dit niet kan: downloads, rapporten en afdrukken die anderen al hebben, en zoekmachines.",
    "Doe zelf: wis het in het enquêteprogramma en in de aangeleverde bestanden, maak besluiten.xlsx, brieven, "
    "veldwerklijsten, archieven en tabellen voor onderzoekers opnieuw, en denk aan back-ups en aan wat u al mailde.",
)


class StoppedError(BaseException):
    """Someone stopped the program; no `except Exception` may hold that up."""


class Bars:
    """A bar per step on a terminal, with the name of what ended last; silent where nobody watches."""

    def __init__(self) -> None:
        """Nothing is shown until a step begins."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=complaints, disable=not complaints.is_terminal, transient=True)

    def __enter__(self) -> "Bars":  # noqa: D105
        self._progress.start()
        return self

    def __exit__(self, *_) -> None:  # noqa: D105
        self._progress.stop()

    def tell(self, step: Step, outcome: Outcome | None) -> None:
        """Shows a step that begins, or a job of it that ended."""
        if outcome is None:
            for task in self._progress.task_ids:
                self._progress.update(task, completed=self._progress.tasks[task].total)
            self._progress.add_task(step.words.ljust(_WIDTH), total=step.jobs or 1)
        else:
            words = f"{step.words}: {outcome.name}"
            self._progress.update(self._progress.task_ids[-1], description=words[:_WIDTH].ljust(_WIDTH), advance=1)


def account(log: Journal, timing: bool) -> Iterator[str]:
    """What was made, what was not made again and why, and where wanted the slowest cells."""
    ended = [outcome for step in log.steps for outcome in step.ended if step.words in (FILES, PAGES)]
    made = sum(not outcome.fault for outcome in ended)
    reused = [f"{step.words} ({len(step.reused)})" for step in log.steps if step.reused]
    if reused:
        yield f"Niet opnieuw gemaakt, want er veranderde niets aan: {', '.join(reused)}."
        kinds = ", ".join(_KINDS[kind] for kind in log.changed) or "niets"
        yield f"Veranderd sinds de vorige publicatie: {kinds}."
    if ended:
        yield f"{made} van {len(ended)} rapporten, infographics en andere onderdelen gemaakt."
    cells = [(seconds, outcome.name, line) for outcome in ended for line, seconds in outcome.made.cells]
    for seconds, name, line in sorted(cells, reverse=True)[: _SLOWEST if timing else 0]:
        yield f"{seconds:6.2f} s  {name}: {line}"


def remarks(book: Codebook) -> Iterator[str]:
    """What a questionnaire does not ask, or asks so that it cannot be shown as others are."""
    yield from unasked(book)
    yield from too_long(book)


def unasked(book: Codebook) -> Iterator[str]:
    """Which consents a questionnaire does not ask, and what follows."""
    asked = {MAP: "een plaats op de kaart", MATERIAL: "het delen van materiaal", MIRROR: "een spiegelrapport"}
    missing = [words for role, words in asked.items() if book.consent(role) is None]
    if missing:
        named = ", ".join(missing)
        yield f"De vragenlijst vraagt geen toestemming voor {named}: op grond van antwoorden gebeurt dat niet."


def too_long(book: Codebook) -> Iterator[str]:
    """Which opinions have more answers than the house style has colours, and what follows."""
    colours, opinions = len(style.load().opinions), (each for each in book.published if each.type == "likert")
    for question in opinions:
        scale = book.scale(question.scale)
        if (answers := len(set(scale.codes) - set(scale.outside))) > colours:
            yield (
                f"Vraag {question.id} heeft {answers} antwoorden, en de huisstijl {colours} kleuren (scales.opinions): "
                "de antwoorden staan daarom in een tabel, en niet naast elkaar in een balk."
            )


def attention(waiting: Mapping[str, int], decisions: str, remarks: int, faults: str) -> Iterator[str]:
    """What is left to people after a run: lines to decide on by file, in their folder, and remarks, in their file."""
    if waiting:
        files = ", ".join(f"{name} ({lines})" for name, lines in waiting.items())
        yield f"Wacht op een besluit van u, in {decisions}: {files}."
    if remarks:
        yield f"Opmerkingen bij de aanleveringen: {remarks}, in {faults}."


def withdrawn(gone: Mapping[str, int], answers: bool, register: str) -> Iterator[str]:
    """What a withdrawal took away, what stays, and what nobody can take away."""
    went = ", ".join(f"{words} ({count})" for words, count in gone.items() if count)
    yield f"Weg: de plaats op de kaart, wat getoond mocht worden en het spiegelrapport{f'; {went}' if went else ''}."
    yield "Opnieuw gemaakt en gecontroleerd: elke publicatie waarvan er nog aanleveringen zijn. Zet die op de website."
    if answers:
        yield (
            "De antwoorden zijn weg uit de geschoonde tabellen. Gepubliceerde cijfers over groepen blijven zoals ze "
            "waren: wie de vorige versie heeft, kon anders uit het verschil de antwoorden afleiden."
        )
    yield f"Het geldt voor elke volgende run en meting, ook als dezelfde lijst weer komt ({register})."
    yield from _OUT_OF_REACH


def kept(found: "list[Due]", today: dt.date) -> Iterator[str]:
    """What of a wave is past its time, and until when the rest is kept."""
    for each in found:
        if each.found:
            files = "1 bestand" if each.files == 1 else f"{each.files} bestanden"
            end = f"bewaard tot {each.until:%d-%m-%Y}" if each.until else "bewaard zolang de meting gepubliceerd is"
            yield f"{'WISSEN  ' if each.is_past(today) else 'blijft  '}{each.kind.label}: {files}, {end}."
    if not any(each.is_past(today) for each in found):
        yield "Niets is langer bewaard dan mag."


def unfinished(ids: list[str]) -> Iterator[str]:
    """Which withdrawals were begun and not finished."""
    if ids:
        yield f"Niet afgemaakt: het terugtrekken van {', '.join(ids)}. Herhaal: monitor withdraw METING NUMMER"


def proof(told: Mapping[str, Any], signed: str, key: str) -> Iterator[str]:
    """What a receipt that was found in order says of its release, and how sure the receipt itself is."""
    if told.get("tables"):
        yield f"Kenmerk van de tabellen, zoals in het colofon: {short(told['tables'])}."
    if told.get("before"):
        yield f"Volgt op de publicatie met bewijs {short(told['before'])}."
    yield _SIGNED[signed].format(key=key)


def legible(name: str) -> str:
    """The name of a file that somebody else chose, as it can be shown at a terminal."""
    return name if name.isprintable() else ascii(name)


def failures(log: Journal) -> list[str]:
    """A line for every part that was not made."""
    return [_failure(outcome) for step in log.steps for outcome in step.ended if outcome.fault]


def unpublished(failed: list[Outcome]) -> str:
    """Why a wave was not published, and what can be done."""
    lines = [*map(_failure, failed), UNTOUCHED, "Toch publiceren, zonder deze onderdelen: --allow-missing"]
    return "\n".join(lines)


def disk_words(error: OSError) -> str:
    """What is wrong with a folder or a disk, and what to do."""
    place = f": {legible(_shortened(str(error.filename)))}" if error.filename else ""
    if error.errno == errno.ENAMETOOLONG:
        return f"Een te lange naam{place}. Noem een map met een kortere."
    if error.errno in _FULL:
        return f"De schijf is vol{place}. Maak ruimte en draai opnieuw."
    if isinstance(error, FileNotFoundError):
        return f"Niet gevonden{place}. Zet het bestand daar, of noem een andere map."
    return f"Kan niet lezen of schrijven{place} ({error.strerror or error}). Kies een map waarin u mag schrijven."


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _failure(outcome: Outcome) -> str:
    return f"{outcome.name}: niet gemaakt. {outcome.fault}"

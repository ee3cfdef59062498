"""The commands. They parse, call and print; they compute nothing. Each imports what only it needs."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from monitor_lib import disk, paths, project_folder, terminal
from monitor_lib.intake.files.deliveries import DeliveryError, grouped
from monitor_lib.mistake import Mistake
from monitor_lib.pictures.style.style import StyleError
from monitor_lib.publishing import batch
from monitor_lib.publishing.pages import pages
from monitor_lib.publishing.pages.form import EngineName, Form
from monitor_lib.publishing.run import receipt, release, signature, workers
from monitor_lib.publishing.run.journal import Journal
from monitor_lib.publishing.run.shelf import BusyError, locked
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import boundaries as official_boundaries
from monitor_lib.reference.areas import municipalities as towns
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, CodebookError, Wave
from monitor_lib.reference.text.language import speak
from monitor_lib.reference.text.translated import Language
from monitor_lib.reference.translation import in_language
from monitor_lib.terminal import complaints, console

if TYPE_CHECKING:
    from monitor_lib.intake.fieldwork.standing import Standing
    from monitor_lib.intake.workbook.readback import Merged

SOME_FAILED, NOTHING_DONE, BUSY = 1, 2, 75
CORES = os.cpu_count() or 1
_MISTAKES = (
    Mistake,
    StyleError,
    DeliveryError,
    official_boundaries.BoundariesError,
    project_folder.FolderError,
)
_DIFFERENT = {
    "changed": "is veranderd",
    "missing": "ontbreekt",
    "extra": "hoort er niet bij",
    receipt.LINK: "is een verwijzing, en hoort een bestand te zijn",
    receipt.PIPE: "is geen bestand, en is niet geopend",
    receipt.EMPTY: "is een lege map",
}


app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Deliveries = Annotated[Path | None, typer.Option(help="Map met inventory/ en survey/; anders data/deliveries/METING")]
Clean = Annotated[Path | None, typer.Option(help="Map voor de geschoonde tabellen (privé); anders data/clean/METING")]
Decisions = Annotated[Path | None, typer.Option(help="Map met besluiten (privé); anders data/decisions/METING")]
Outputs = Annotated[
    Path | None, typer.Option(help="Map waarin de publicatie komt te staan; anders outputs/", resolve_path=True)
]
LanguageName = Annotated[Language, typer.Option(help="Taal van de pagina's; Nederlands is er altijd bij")]
Engine = Annotated[EngineName, typer.Option(help="shell is snel; kernel is de gewone weg van Jupyter")]


def _waves(begun: str) -> list[str]:
    """The waves of the codebook whose name begins so, for a shell that completes it."""
    return [wave.id for wave in codebook.load().waves if wave.id.startswith(begun)]


def _tell_version(wanted: bool) -> None:
    if wanted:
        console.print(f"monitor {receipt.version()}", highlight=False)
        raise typer.Exit


WaveName = Annotated[
    str, typer.Argument(help="De meting, bijvoorbeeld: voorbeeld", metavar="METING", autocompletion=_waves)
]


@app.callback()
def options(
    context: typer.Context,
    project: Annotated[
        Path | None, typer.Option(help="Map van de monitor, met data/codebook.toml erin", resolve_path=True)
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Noem de versie", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """Van de lijsten van netwerken en de antwoorden van initiatieven naar rapporten, kaart en downloads."""
    found = paths.Project(project) if project else paths.project()
    if not found.codebook.exists() and context.invoked_subcommand != init.__name__:
        advice = "Noem een andere map met --project, of maak er een met: monitor init MAP"
        raise CodebookError(f"{found.folder} is geen map van een monitor: data/codebook.toml ontbreekt. {advice}")
    os.environ[paths.PROJECT] = str(found.folder)  # also for every process that this one starts


@app.command()
def example(wave: WaveName = "voorbeeld", deliveries: Deliveries = None, decisions: Decisions = None) -> None:
    """Schrijft verzonnen aanleveringen en een verzonnen register van trots, als ze er nog niet zijn."""
    from monitor_lib.example import deliveries as example_data
    from monitor_lib.example import pride

    book = codebook.load()
    entry = book.wave(wave)
    places = paths.places(entry.id, deliveries or "", decisions=decisions or "")
    delivered = places.delivered
    if not (entry.example and paths.project().example.exists()):
        advice = f"Zet de aanleveringen in {_near(delivered.folder)} en draai: monitor run {entry.id}"
        raise CodebookError(f'Van meting "{entry.id}" heeft deze monitor geen voorbeeld. {advice}')
    wrote = example_data.ensure_deliveries(delivered, book, entry)
    console.print(
        f"Voorbeeldaanleveringen geschreven in {_near(delivered.folder)}"
        if wrote
        else f"Aanleveringen staan al in {_near(delivered.folder)}"
    )
    if pride.ensure_pride(places, book, entry):
        console.print(f"Waar initiatieven trots op zijn: {_near(places.decisions.pride)}")


@app.command()
def run(
    wave: WaveName,
    deliveries: Deliveries = None,
    clean: Clean = None,
    outputs: Outputs = None,
    decisions: Decisions = None,
    jobs: Annotated[int, typer.Option(min=1, help="Aantal rapporten tegelijk")] = CORES,
    engine: Engine = EngineName.shell,
    keep: Annotated[int, typer.Option(min=0, help="Aantal eerdere publicaties dat blijft staan")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Alles opnieuw, ook wat niet veranderde")] = False,
    allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Ook publiceren als er iets mislukt")] = False,
    municipalities: Annotated[bool, typer.Option("--municipalities", help="Ook een rapport per gemeente")] = False,
    dask: Annotated[str, typer.Option(help="Adres van een dask-scheduler, voor meer machines")] = "",
    timing: Annotated[bool, typer.Option("--timing", help="Noem de traagste cellen")] = False,
    single_file: Annotated[bool, typer.Option(help="Elk rapport als één bestand, om te mailen")] = False,
    language: LanguageName = "nl",
    tool: Annotated[str, typer.Option(help="Enquêteprogramma van de export; anders wat het codeboek zegt")] = "",
) -> None:
    """Maakt en publiceert een hele meting: cijfers, rapporten, kaart, infographics en downloads."""
    book = codebook.load()
    entry = replace(book.wave(wave), tool=tool or book.wave(wave).tool)
    form = Form(engine, single_file)
    options = batch.Options(jobs, form, keep, fresh, allow_missing, municipalities, dask, (language,))
    places = _sure(paths.places(entry.id, deliveries or "", clean or "", outputs or "", decisions or ""), entry)
    log = _watched(entry, places, options)
    left = [*terminal.remarks(as_asked(book, entry)), *_attention(places, with_remarks=True)]
    console.print(*terminal.account(log, timing), *left, sep="\n")
    console.print(f"Bekijk: {_near(places.outputs / entry.id / 'index.html')}")
    if failed := terminal.failures(log):
        complaints.print("\n".join(failed))
        raise typer.Exit(SOME_FAILED)


def _watched(entry: Wave, places: paths.Places, options: batch.Options) -> Journal:
    """A run with its progress in sight."""
    with terminal.Bars() as bars:
        return batch.run(entry, places, options, bars.tell)


@app.command()
def verify(
    wave: WaveName,
    clean: Clean = None,
    outputs: Outputs = None,
    key: Annotated[
        Path | None, typer.Option(help="Publieke sleutel (.pub) van wie ondertekende; anders die van deze monitor")
    ] = None,
) -> None:
    """Rekent na of een publicatie is wat haar bewijs (manifest.json) zegt, en wie dat bewijs ondertekende."""
    entry = codebook.load().wave(wave)
    stand = _heeded(paths.places(entry.id, clean=clean or "", outputs=outputs or "")).shelf(entry.id)
    made, own = stand.release, paths.project().keys.public
    if not made.manifest.exists():
        raise ReportError(f"{_near(made.folder)} is geen publicatie: manifest.json ontbreekt.")
    if not (told := receipt.told_by(made)):
        raise ReportError(f"{_near(made.manifest)} is beschadigd. Zet de publicatie terug, of draai de meting opnieuw.")
    wrong = list(_differing(stand, told))
    signer = key or (own if own.exists() else None)
    signed = signature.state(made, signer)
    if signed == signature.BAD or (signed == signature.UNSIGNED and signer):
        wrong.append(f"{made.manifest.name}: is niet ondertekend met {_near(signer or own)}")
    if wrong:
        complaints.print(*wrong, sep="\n")
        raise typer.Exit(SOME_FAILED)
    console.print(f"Alle bestanden van {_near(made.folder)} zijn wat het manifest zegt.")
    console.print(*terminal.proof(told, signed, _near(signer or own)), sep="\n")


def _differing(stand: paths.Shelf, told: dict) -> Iterator[str]:
    """What of a release is not as its receipt says, in words."""
    for kind, names in receipt.differences(stand.release).items():
        yield from (f"{terminal.legible(name)}: {_DIFFERENT[kind]}" for name in names)
    if told.get("wave") != stand.wave:
        yield f"{stand.release.manifest.name}: is het bewijs van een andere meting"
    for name in receipt.broken_chain(stand):
        yield f"eerdere publicatie {name}: is niet waar de volgende op volgde"


@app.command(name="key")
def signing_key() -> None:
    """Maakt de sleutel waarmee deze monitor haar publicaties ondertekent, en zegt welke dat is."""
    keys = paths.project().keys
    signature.make_key(keys, codebook.load().monitor.title)
    console.print(f"Publieke sleutel: {_near(keys.public)} ({signature.fingerprint(keys.public)})")
    console.print("Zet die op een andere plek dan de publicatie, zodat lezers kunnen narekenen wie haar maakte.")
    console.print(f"Bewaar {_near(keys.folder)} in een back-up die niemand anders kan lezen.")


@app.command()
def withdraw(
    wave: WaveName,
    initiative: Annotated[str, typer.Argument(help="De naam zoals een lijst haar heeft, of het nummer (ZG-…)")],
    answers: Annotated[bool, typer.Option("--answers", help="Ook de antwoorden op de vragenlijst")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet of het klopt")] = False,
    deliveries: Deliveries = None,
    clean: Clean = None,
    outputs: Outputs = None,
    decisions: Decisions = None,
    jobs: Annotated[int, typer.Option(min=1, help="Aantal rapporten tegelijk")] = CORES,
) -> None:
    """Haalt een initiatief dat zich terugtrekt van de kaart en uit alles wat ervan getoond wordt, in elke meting."""
    from monitor_lib.publishing.rights import finding, withdrawing

    book = codebook.load()
    entry = book.wave(wave)
    places = _heeded(paths.places(entry.id, deliveries or "", clean or "", outputs or "", decisions or ""))
    found = finding.found(initiative, entry, places, book)
    made = withdrawing.planned(found, answers, places, book)
    named = ", ".join(each.label.lower() for each in made.waves)
    console.print(f"{found.id}: {found.name}. Staat in: {named}.")
    _agree("Alles wat van dit initiatief getoond wordt, weghalen?", yes)
    with terminal.Bars() as bars:
        gone = withdrawing.carried_out(made, dt.date.today(), jobs, bars.tell)
    console.print(*terminal.withdrawn(gone, answers, _near(places.decisions.withdrawn)), sep="\n")
    if made.fixed:
        folders = ", ".join(_near(places.outputs / each.id) for each in made.fixed)
        complaints.print(f"Zonder aanleveringen niet opnieuw te maken, en toont het nog: {folders}. Haal die map weg.")
        raise typer.Exit(SOME_FAILED)


@app.command()
def forget(
    wave: WaveName,
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet of het mag")] = False,
    deliveries: Deliveries = None,
    clean: Clean = None,
    outputs: Outputs = None,
    decisions: Decisions = None,
) -> None:
    """Wist van een meting wat langer bewaard is dan het codeboek zegt, en zegt eerst wat dat is."""
    from monitor_lib.publishing.rights import forgetting

    book, today = codebook.load(), dt.date.today()
    entry = book.wave(wave)
    places = _heeded(paths.places(entry.id, deliveries or "", clean or "", outputs or "", decisions or ""))
    found = forgetting.kept(entry, places, book)
    console.print(*terminal.kept(found, today), sep="\n")
    if past := [each for each in found if each.is_past(today)]:
        _agree("Dit is niet terug te halen. Wissen?", yes)
        forgetting.forget(entry, places, past)
        console.print("Gewist. Denk aan back-ups, en aan wat in het enquêteprogramma staat.")


def _agree(question: str, agreed: bool) -> None:
    """Asks before what cannot be undone; without a terminal nobody can agree."""
    if agreed:
        return
    if not sys.stdin.isatty():
        raise ReportError("Er is niets veranderd: hier kan niemand antwoorden. Geef --yes mee als het klopt.")
    typer.confirm(question, abort=True)


@app.command()
def archive(
    wave: WaveName,
    to: Annotated[Path | None, typer.Option(help="Bestand; anders een naam naar de meting, in deze map")] = None,
    outputs: Outputs = None,
) -> None:
    """Maakt van een publicatie één zip om bij een data-archief in te leveren, klaar voor een DOI."""
    from monitor_lib.publishing.data import archive as zipped
    from monitor_lib.publishing.data.attribution import Attribution

    entry, book = codebook.load().wave(wave), codebook.load()
    made = _heeded(paths.places(entry.id, outputs=outputs or ""), handed_on=True).shelf(entry.id).release
    target = to or Path(f"{Attribution(book.monitor, entry).identifier}.zip")
    console.print(f"Archief: {_near(zipped.written(entry, made, target, as_asked(book, entry)))}")


@app.command()
def questionnaire(
    wave: WaveName, to: Annotated[Path, typer.Option(help="De map waarin de vragenlijst komt te staan")]
) -> None:
    """Schrijft de vragenlijst van een meting: voor LimeSurvey, KoboToolbox en ODK, en op papier met een invoerblad."""
    from monitor_lib.questionnaire import files

    book = codebook.load()
    entry = book.wave(wave)
    made = files.write(book, entry, to)
    console.print(*terminal.unasked(as_asked(book, entry)), *files.told(book, entry), sep="\n")
    for path in made:
        console.print(f"Geschreven: {_near(path)}")


@app.command()
def inventory(
    wave: WaveName,
    to: Annotated[Path, typer.Option(help="Het CSV-bestand dat gemaakt wordt (privé)")],
    deliveries: Deliveries = None,
    clean: Clean = None,
    outputs: Outputs = None,
    decisions: Decisions = None,
) -> None:
    """Schrijft wat er van elke aangeleverde rij werd en waarom, zonder vragenlijst."""
    from monitor_lib.intake import attention
    from monitor_lib.intake.matching.account import STATUS_WORDS
    from monitor_lib.intake.wave import inventory_account

    held = codebook.load().wave(wave)
    places = _sure(paths.places(held.id, deliveries or "", clean or "", outputs or "", decisions or ""), held)
    release.refuse_public(to, places.outputs)
    with locked(places.shelf(held.id)):
        book = as_asked(codebook.load(), held)
        rows, faults, told = inventory_account(places.delivered, to, book, places.decisions, held)
    counts = ", ".join(f"{sum(rows['status'] == status)} {words}" for status, words in STATUS_WORDS.items())
    console.print(*told, *grouped(faults), f"{len(rows)} rijen aangeleverd: {counts}.", sep="\n")
    console.print(*_attention(places), f"Bekijk: {_near(to)}", sep="\n")
    if attention.counting(places.decisions):
        raise typer.Exit(SOME_FAILED)


@app.command()
def boundaries(
    year: Annotated[int, typer.Argument(help="Het jaar van de gemeentelijke indeling", metavar="JAAR")],
    to: Annotated[Path | None, typer.Option(help="Map; anders data/geography/cbs/JAAR")] = None,
) -> None:
    """Haalt de officiële grenzen van gemeenten en provincies op bij PDOK (CBS, CC BY 4.0)."""
    provinces = frozenset(area.code for area in codebook.load().provinces)
    target = official_boundaries.fetched(year, paths.boundaries(year, to or ""), provinces)
    console.print(f"Grenzen van {year} bewaard in {_near(target.folder)}")


@app.command()
def report(
    wave: WaveName,
    area: Annotated[str, typer.Argument(help="Provincie, of gemeente: GM en vier cijfers", metavar="GEBIED")],
    to: Annotated[Path | None, typer.Option(help="Bestand; anders een naam naar het gebied, in deze map")] = None,
    outputs: Outputs = None,
    engine: Engine = EngineName.shell,
    language: LanguageName = "nl",
) -> None:
    """Maakt één rapport van een provincie of gemeente als één bestand, uit de gepubliceerde cijfers van een meting."""
    from monitor_lib.publishing.run.release import refuse_unmade

    speak(language)
    book = in_language(codebook.load(), language)
    entry, place = book.wave(wave), towns.reported(area, book)
    of_place = pages.municipality_report if place.level == "municipality" else pages.province_report
    page = of_place(place, entry)
    target, form = to or Path(page.page), Form(engine, single_file=True, language=language)
    release = _heeded(paths.places(entry.id, outputs=outputs or ""), handed_on=True).shelf(entry.id).release
    refuse_unmade(entry, release)
    pages.make_report(page, release.folder, target, entry, form)
    console.print(f"Bekijk: {_near(target)}")


@app.command()
def briefing(
    wave: WaveName,
    area: Annotated[str, typer.Argument(help="Nederland, een landsdeel of een provincie", metavar="GEBIED")],
    to: Annotated[Path | None, typer.Option(help="Bestand; anders een naam naar het gebied, in deze map")] = None,
    clean: Clean = None,
    outputs: Outputs = None,
    decisions: Decisions = None,
    language: LanguageName = "nl",
) -> None:
    """Maakt een briefing van een gebied om mee te nemen: zes dia's (PPTX) met grafieken die te bewerken zijn."""
    from monitor_lib.publishing.private import briefing as slides

    speak(language)
    book = in_language(codebook.load(), language)
    entry, place = book.wave(wave), book.area(area)
    places = paths.places(entry.id, clean=clean or "", outputs=outputs or "", decisions=decisions or "")
    target = to or Path(f"briefing-{place.slug}.pptx")
    made = slides.written(entry, place, _heeded(places, handed_on=True), target, language)
    console.print(f"Bekijk: {_near(made)}")


@app.command()
def mirror(
    wave: WaveName,
    to: Annotated[Path | None, typer.Option(help="Map (privé); anders data/mirrors/METING")] = None,
    clean: Clean = None,
    outputs: Outputs = None,
    jobs: Annotated[int, typer.Option(min=1, help="Aantal rapporten tegelijk")] = CORES,
) -> None:
    """Maakt een spiegelrapport voor elk initiatief dat erom vroeg. Privé: elk rapport is voor één initiatief."""
    workers.warm(["monitor_lib.publishing.private.mirrors"])
    from monitor_lib.publishing.private import mirrors

    entry = codebook.load().wave(wave)
    places = paths.places(entry.id, clean=clean or "", outputs=outputs or "")
    folder = paths.Mirrors(to or paths.project().mirrors / entry.id)
    with locked(places.shelf(entry.id)):
        _heeded(places, handed_on=True)
        work = mirrors.jobs(entry, places, folder, Form(EngineName.shell, single_file=True))
        failed = [end for end in workers.outcomes(work, jobs, pages.SECONDS) if end.fault]
    for end in failed:
        complaints.print(f"{end.name}: niet gemaakt. {end.fault}")
    console.print(f"{len(work) - len(failed)} van {len(work)} spiegelrapporten gemaakt.")
    console.print(f"Welk bestand voor wie is, staat in: {_near(folder.tokens)}")
    if failed:
        raise typer.Exit(SOME_FAILED)


@app.command(name="links")
def check_links(wave: WaveName, clean: Clean = None, decisions: Decisions = None) -> None:
    """Vraagt elke link waar initiatieven trots op zijn op, en zegt welke niet antwoorden."""
    from monitor_lib.publishing.check import links
    from monitor_lib.publishing.run.release import refuse_uncleaned

    held = codebook.load().wave(wave)
    places = _heeded(paths.places(held.id, clean=clean or "", decisions=decisions or ""))
    refuse_uncleaned(held, places.clean)
    found = list(links.answers(places.clean, places.decisions, as_asked(codebook.load(), held)))
    broken = [answer for answer in found if answer.fault]
    for answer in broken:
        console.print(f"{answer.title}: {answer.address} {answer.fault}.")
    console.print(f"{len(found) - len(broken)} van {len(found)} links antwoorden.")
    if broken:
        raise typer.Exit(SOME_FAILED)


@app.command(name="research")
def research_tables(
    wave: WaveName,
    to: Annotated[Path, typer.Option(help="Map voor de tabellen (privé, nooit in de map met publicaties)")],
    names: Annotated[
        bool, typer.Option("--names", help="Ook nummers, namen, plaatsen en antwoorden in eigen woorden")
    ] = False,
    clean: Clean = None,
    outputs: Outputs = None,
) -> None:
    """Schrijft de antwoorden voor onderzoekers (SPSS, Stata, Parquet, CSV) met scripts. Alleen voor intern gebruik."""
    from monitor_lib.publishing.private.research import files, tables

    entry = codebook.load().wave(wave)
    places = paths.places(entry.id, clean=clean or "", outputs=outputs or "")
    with locked(places.shelf(entry.id)), disk.alone():
        _heeded(places, handed_on=True)
        made = tables.written(entry, places, to, as_asked(codebook.load(), entry), names=names)
    for file in made:
        console.print(f"{files.NOTICE}: {_near(file)}")


@app.command()
def decide(
    wave: WaveName,
    to: Annotated[Path | None, typer.Option(help="Het werkboek (privé); anders in data/clean/METING")] = None,
    source: Annotated[Path | None, typer.Option("--from", help="Een ingevuld werkboek, om in te lezen")] = None,
    undo: Annotated[str, typer.Option(help="Nummer van een ingelezen werkboek, om terug te nemen")] = "",
    clean: Clean = None,
    outputs: Outputs = None,
    decisions: Decisions = None,
) -> None:
    """Schrijft alle besluiten die op u wachten in één werkboek, en leest het ingevulde weer in."""
    from monitor_lib.intake.workbook import readback, written

    book = codebook.load()
    entry = book.wave(wave)
    places = _heeded(paths.places(entry.id, clean=clean or "", outputs=outputs or "", decisions=decisions or ""))
    asked = as_asked(book, entry)
    target = to or places.clean.workbook
    release.refuse_public(target, places.outputs)
    with locked(places.shelf(entry.id)):
        if undo:
            console.print(f"Teruggezet: {readback.undo(undo, places.decisions, asked)}. Draai de meting opnieuw.")
        elif source:
            _tell_taken(readback.read(source, places.decisions, asked))
        else:
            waiting = written.write(target, places.decisions, places.clean, asked)
            counts = ", ".join(f"{name} {lines}" for name, lines in waiting.items() if lines) or "niets"
            console.print(f"Wacht op een besluit: {counts}.", f"Bekijk: {_near(target)}", sep="\n")


@app.command()
def letters(
    wave: WaveName,
    to: Annotated[Path | None, typer.Option(help="Map (privé); anders data/letters/METING")] = None,
    clean: Clean = None,
    decisions: Decisions = None,
) -> None:
    """Schrijft voor elk netwerk zijn lijst terug: wat er van elke rij werd, en wat u het wilt vragen. Privé."""
    from monitor_lib.intake.workbook import letters as back

    book = codebook.load()
    entry = book.wave(wave)
    places = paths.places(entry.id, clean=clean or "", decisions=decisions or "")
    folder = to or paths.project().letters / entry.id
    release.refuse_public(folder, places.outputs)
    with locked(places.shelf(entry.id)):
        _heeded(places, handed_on=True)
        release.refuse_uncleaned(entry, places.clean)
        made = back.write(folder, places.decisions, places.clean, as_asked(book, entry))
    console.print(f"{len(made)} netwerken: elk een bestand en een brief in {_near(folder)}.")
    console.print("Wat terugkomt leest u in met: monitor decide METING --from BESTAND")


@app.command()
def invite(
    wave: WaveName,
    to: Annotated[Path | None, typer.Option(help="Map (privé); anders data/fieldwork/METING")] = None,
    deliveries: Deliveries = None,
    clean: Clean = None,
    decisions: Decisions = None,
) -> None:
    """Schrijft de deelnemerslijst voor het enquêteprogramma: één toegangscode per initiatief met een adres. Privé."""
    from monitor_lib.intake.fieldwork import invitations

    held, book, places, folder = _fieldwork(wave, to, (deliveries, clean, decisions))
    with locked(places.shelf(held.id)):
        made = invitations.invite(places, folder, book, held)
    console.print(*invitations.told(made), sep="\n")
    console.print(f"Lees in het enquêteprogramma in: {_near(folder.participants)}")
    console.print("Zet hetzelfde bestand straks als survey/tokens.csv bij de export.")


@app.command()
def response(
    wave: WaveName,
    until: Annotated[str, typer.Option(help="De laatste dag, als 2026-06-01; anders closes in het codeboek")] = "",
    to: Annotated[Path | None, typer.Option(help="Map (privé); anders data/fieldwork/METING")] = None,
    deliveries: Deliveries = None,
    clean: Clean = None,
    decisions: Decisions = None,
    tool: Annotated[str, typer.Option(help="Enquêteprogramma van de export; anders wat het codeboek zegt")] = "",
    understood: Annotated[bool, typer.Option("--understood", help="Alleen hoe de export per vraag is gelezen")] = False,
) -> None:
    """Zegt van een enquête die nog loopt wie antwoordde, waar dat heen leidt, en wie herinnerd kan worden. Privé."""
    from monitor_lib.publishing.private import fieldwork

    held, _, places, folder = _fieldwork(wave, to, (deliveries, clean, decisions))
    given = {"deliveries": str(places.delivered.folder), "decisions": str(places.decisions.folder), "tool": tool}
    found = fieldwork.fieldwork(held.id, **given, until=until)
    if found.standing.errors:
        complaints.print(*grouped(found.standing.errors), sep="\n")
    if understood:
        console.print(*fieldwork.read_lines(found), sep="\n")
        return
    if found.standing.errors and found.standing.responses.empty:
        raise typer.Exit(SOME_FAILED)
    console.print(fieldwork.opening(found).replace("**", ""), *fieldwork.needs(found), sep="\n")
    fieldwork.make_page(held, folder, {**given, "until": until}, Form(EngineName.shell, single_file=True))
    console.print(f"Bekijk: {_near(folder.page)}")
    _remind(found.standing, folder)


def _remind(now: "Standing", folder: paths.Fieldwork) -> None:
    """Writes whom to remind, where it is certain who answered."""
    from monitor_lib.intake.fieldwork import standing

    if now.errors:
        complaints.print("Geen lijsten om te herinneren, zolang er fouten zijn: wie antwoordde, is niet zeker.")
        raise typer.Exit(SOME_FAILED)
    reminded = standing.write_reminders(now, folder)
    console.print(f"Wie herinnerd kan worden, per netwerk: {len(reminded)} lijsten in {_near(folder.folder)}.")


def _fieldwork(
    wave: str, to: Path | None, folders: tuple[Path | None, Path | None, Path | None]
) -> tuple[Wave, Codebook, paths.Places, paths.Fieldwork]:
    """The wave whose survey is held, with its questionnaire, its places, and the private folder for what is made."""
    book = codebook.load()
    held = book.wave(wave)
    deliveries, clean, decisions = (path.resolve() if path else "" for path in folders)  # a notebook runs elsewhere
    places = _heeded(_sure(paths.places(held.id, deliveries, clean, decisions=decisions), held))
    before = book.wave_before(held)
    followed = replace(places, decisions=places.decisions.after(before.id if before else ""))
    folder = paths.Fieldwork(to or paths.project().fieldwork / held.id)
    for private in (folder.folder, places.decisions.folder):
        release.refuse_public(private, places.outputs)
    return held, as_asked(book, held), followed, folder


def _tell_taken(merged: "Merged") -> None:
    """What came of a workbook that was read back."""
    if merged.history:
        number = merged.history[0]["number"]
        cells = f"{len(merged.history)} {'cel' if len(merged.history) == 1 else 'cellen'}"
        console.print(f"{cells} overgenomen, onder nummer {number} (terugnemen: --undo {number}).")
    else:
        console.print("Niets overgenomen: alles stond er al zo.")
    if merged.untouched:
        lines = "Eén regel is" if merged.untouched == 1 else f"{merged.untouched} regels zijn"
        console.print(f'{lines} ingevuld maar niet op "besloten" gezet: zonder dat telt het niet.')


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="De nieuwe map", metavar="MAP", resolve_path=True)]) -> None:
    """Maakt een map voor een eigen monitor: codeboek, huisstijl, voorbeeld en notebooks."""
    console.print(f"Begin met {_near(project_folder.made(folder) / 'README.md')}")


@app.command()
def lab() -> None:
    """Opent JupyterLab met de notebooks van deze monitor."""
    subprocess.run([sys.executable, "-m", "jupyterlab", str(paths.project().notebooks)], check=False)


def _heeded(places: paths.Places, handed_on: bool = False) -> paths.Places:
    """The places, once it is told what is not certain of who took consent back: what lies there may show them still.

    Raises:
        ReportError: where something is not, and what lies there is about to be handed on.
        DeliveryError, DamagedError: where that cannot be known.
    """
    from monitor_lib.intake import registers, withdrawals

    back, book = withdrawals.register(places.decisions), codebook.load()
    missed = [*registers.lost(back, places.clean, book), *receipt.forgotten(back, places, book)]
    told = [*terminal.unfinished(back.unfinished), *grouped(missed)]
    if handed_on and told:
        raise ReportError("\n".join(told))
    if told:
        complaints.print(*told, sep="\n")
    return places


def _sure(places: paths.Places, held: Wave) -> paths.Places:
    """The places, where the registers are what runs had of them: by those ids are given and nobody is shown unasked.

    Raises:
        DeliveryError, DamagedError: where they are not, or that cannot be known.
    """
    from monitor_lib.intake import registers

    back = registers.unchanged(places.clean, places.decisions, codebook.load(), held)
    if faults := receipt.forgotten(back, places, codebook.load()):
        raise DeliveryError(faults)
    return places


def _attention(places: paths.Places, with_remarks: bool = False) -> list[str]:
    """What is left to people, in words."""
    from monitor_lib.intake import attention, withdrawals

    waiting = attention.to_decide(places.decisions)
    remarks = attention.remarks(places.clean) if with_remarks else 0
    begun = withdrawals.register(places.decisions).unfinished
    told = terminal.attention(waiting, _near(places.decisions.folder), remarks, _near(places.clean.faults))
    return [*told, *terminal.unfinished(begun)]


def _near(path: Path) -> str:
    """The path as seen from here, when that is shorter."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _heed_signals() -> None:
    """Ctrl-C, an order to end and a terminal that is closed stop the program; `nohup` asked not to heed the last."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _) -> None:
    """Everything under way is cleared up on the way out."""
    if signal.Signals(number).name == "SIGHUP":
        terminal.leave()
    raise terminal.StoppedError(signal.Signals(number).name)


def main() -> None:
    """The program `monitor`: a user's mistake becomes one message, never a traceback."""
    workers.skip_slow_imports()
    sys.modules["__main__"] = ModuleType("__main__")  # or each report's process would run this file again
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # names of files may be no text
    _heed_signals()
    _obey()


def _obey() -> None:
    """Does what was asked, and ends with a code that says how that went."""
    try:
        app()
    except _MISTAKES as error:
        if told := getattr(error, "told", ()):
            console.print(*told, sep="\n")
        complaints.print(str(error))
        if remarks := list(grouped(getattr(error, "remarks", ()))):
            console.print("Ook opgemerkt:", *remarks, sep="\n")
        sys.exit(NOTHING_DONE)
    except batch.IncompleteError as error:
        complaints.print(terminal.unpublished(error.failed))
        sys.exit(SOME_FAILED)
    except (batch.UnsafeError, workers.WarmError) as error:
        complaints.print(f"{error} {terminal.UNTOUCHED}")
        sys.exit(NOTHING_DONE)
    except BusyError:
        complaints.print("Deze meting wordt op dit moment al gedraaid. Wacht tot die klaar is.")
        sys.exit(BUSY)
    except terminal.StoppedError:
        complaints.print(f"Afgebroken. {terminal.UNTOUCHED}")
        sys.exit(NOTHING_DONE)
    except OSError as error:
        complaints.print(f"{terminal.disk_words(error)} {terminal.UNTOUCHED}")
        sys.exit(NOTHING_DONE)

"""The commands. They parse, call and print; they compute nothing."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor_lib import paths
from monitor_lib.intake import example as example_data
from monitor_lib.intake.account import STATUS_WORDS
from monitor_lib.intake.deliveries import DeliveryError
from monitor_lib.intake.wave import inventory_account
from monitor_lib.publishing import batch, research
from monitor_lib.publishing.engine import EngineName
from monitor_lib.publishing.gate import LeakError
from monitor_lib.publishing.lanes import Outcome
from monitor_lib.publishing.release import ReportError
from monitor_lib.reference import boundaries as official_boundaries
from monitor_lib.reference import codebook
from monitor_lib.reference.codebook_records import Codebook, CodebookError

SOME_FAILED, NOTHING_DONE, BUSY = 1, 2, 75
CORES = os.cpu_count() or 1

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False, soft_wrap=True, markup=False)
complaints = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

WaveName = Annotated[str, typer.Argument(help="De meting, bijvoorbeeld: voorbeeld", metavar="METING")]
Deliveries = Annotated[Path | None, typer.Option(help="Map met inventory/ en survey/; anders data/deliveries/METING")]
Clean = Annotated[Path | None, typer.Option(help="Map voor de geschoonde tabellen (privé); anders data/clean/METING")]
Decisions = Annotated[Path | None, typer.Option(help="Map met besluiten (privé); anders data/decisions/METING")]
Outputs = Annotated[Path, typer.Option(help="Map waarin de publicatie van de meting komt te staan")]
Engine = Annotated[EngineName, typer.Option(help="shell is snel; kernel is de gewone weg van Jupyter")]


@app.command()
def example(wave: WaveName = "voorbeeld", deliveries: Deliveries = None) -> None:
    """Schrijft verzonnen aanleveringen voor een voorbeeldmeting, als er nog geen zijn."""
    book = codebook.load()
    entry = book.wave(wave)
    delivered = paths.places(entry.id, deliveries or "").delivered
    wrote = entry.example and example_data.ensure_deliveries(delivered, book)
    console.print(
        f"Voorbeeldaanleveringen geschreven in {_near(delivered.folder)}"
        if wrote
        else f"Aanleveringen staan al in {_near(delivered.folder)}"
    )


@app.command()
def run(
    wave: WaveName,
    deliveries: Deliveries = None,
    clean: Clean = None,
    outputs: Outputs = paths.OUTPUTS,
    decisions: Decisions = None,
    jobs: Annotated[int, typer.Option(min=1, help="Aantal rapporten tegelijk")] = CORES,
    engine: Engine = EngineName.shell,
    single_file: Annotated[bool, typer.Option(help="Elk rapport als één bestand, om te mailen")] = False,
    tool: Annotated[str, typer.Option(help="Enquêteprogramma van de export; anders wat het codeboek zegt")] = "",
) -> None:
    """Maakt en publiceert een hele meting: cijfers, rapporten, kaart, infographics en downloads."""
    book = codebook.load()
    entry = book.wave(wave)
    entry = replace(entry, tool=tool or entry.tool)
    options = batch.Options(jobs, engine, single_file)
    places = paths.places(entry.id, deliveries or "", clean or "", outputs, decisions or "")
    with _Bar(book, len(batch.report_list(book, entry))) as bar:
        outcomes = batch.run(entry, places, options, bar.tell)
    failed = [outcome for outcome in outcomes if outcome.fault]
    for outcome in failed:
        complaints.print(f"{outcome.name}: geen rapport. {outcome.fault}")
    console.print(f"{len(outcomes) - len(failed)} van {len(outcomes)} rapporten gemaakt.")
    console.print(f"Bekijk: {_near(outputs / entry.id / 'index.html')}")
    if failed:
        raise typer.Exit(SOME_FAILED)


@app.command()
def inventory(
    wave: WaveName,
    to: Annotated[Path, typer.Option(help="Het CSV-bestand dat gemaakt wordt (privé)")],
    deliveries: Deliveries = None,
    decisions: Decisions = None,
) -> None:
    """Schrijft wat er van elke aangeleverde rij werd en waarom, zonder vragenlijst."""
    book = codebook.load()
    places = paths.places(book.wave(wave).id, deliveries or "", decisions=decisions or "")
    rows = inventory_account(places.delivered, to, book, places.decisions)
    counts = ", ".join(f"{sum(rows['status'] == status)} {words}" for status, words in STATUS_WORDS.items())
    console.print(f"{len(rows)} rijen aangeleverd: {counts}.")
    console.print(f"Bekijk: {_near(to)}")


@app.command()
def boundaries(
    year: Annotated[int, typer.Argument(help="Het jaar van de gemeentelijke indeling", metavar="JAAR")],
    to: Annotated[Path | None, typer.Option(help="Map; anders data/geography/cbs/JAAR")] = None,
) -> None:
    """Haalt de officiële grenzen van gemeenten en provincies op bij PDOK (CBS, CC BY 4.0)."""
    target = official_boundaries.fetched(year, paths.boundaries(year, to or ""))
    console.print(f"Grenzen van {year} bewaard in {_near(target.folder)}")


@app.command()
def report(
    wave: WaveName,
    area: Annotated[str, typer.Argument(help="Een provincie: naam, bijnaam of code", metavar="PROVINCIE")],
    to: Annotated[Path | None, typer.Option(help="Bestand; anders provincie-NAAM.html in deze map")] = None,
    outputs: Outputs = paths.OUTPUTS,
    engine: Engine = EngineName.shell,
) -> None:
    """Maakt één provincierapport als één bestand, uit de gepubliceerde cijfers van een meting."""
    book = codebook.load()
    entry, province = book.wave(wave), book.province(area)
    page = batch.province_report(province, entry)
    target = to or Path(page.page)
    options = batch.Options(1, engine, single_file=True)
    batch.make_report(page, outputs / entry.id, target, entry, options)
    console.print(f"Bekijk: {_near(target)}")


@app.command(name="research")
def research_tables(
    wave: WaveName,
    to: Annotated[Path, typer.Option(help="Map voor de tabellen (privé, nooit in de map met publicaties)")],
    clean: Clean = None,
) -> None:
    """Schrijft de antwoorden van een meting voor onderzoekers, als .sav en Parquet. Alleen voor intern gebruik."""
    book = codebook.load()
    entry = book.wave(wave)
    files = research.written(entry, paths.places(entry.id, clean=clean or "").clean, to, book)
    for file in files:
        console.print(f"{research.NOTICE}: {_near(file)}")


class _Bar:
    """Progress on a terminal; silent where nobody watches."""

    def __init__(self, book: Codebook, reports: int) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._width = max(len(area.name) for area in book.areas)
        self._progress = Progress(*columns, console=complaints, disable=not complaints.is_terminal, transient=True)
        self._task = self._progress.add_task("", total=reports)

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *_) -> None:
        self._progress.stop()

    def tell(self, event: str | Outcome) -> None:
        """Shows a step by its words, and a report's end by its name."""
        done = isinstance(event, Outcome)
        words = event.name.ljust(self._width) if done else event
        self._progress.update(self._task, description=words, advance=1 if done else 0)


def _near(path: Path) -> str:
    """The path as seen from here, when that is shorter."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def main() -> None:
    """The program `monitor`: a user's mistake becomes one message, never a traceback."""
    try:
        app()
    except (CodebookError, DeliveryError, ReportError, LeakError, official_boundaries.BoundariesError) as error:
        complaints.print(str(error))
        sys.exit(NOTHING_DONE)
    except batch.BusyError:
        complaints.print("Deze meting wordt op dit moment al gedraaid. Wacht tot die klaar is.")
        sys.exit(BUSY)
    except OSError as error:
        complaints.print(f"{error.strerror}: {error.filename}. Kies een map waarin u mag schrijven.")
        sys.exit(NOTHING_DONE)

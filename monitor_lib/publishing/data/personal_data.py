"""The one door to the public tables: what has the form of personal data waits there for a person."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import pandas as pd

from monitor_lib import paths
from monitor_lib.intake import harmless, personal
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.intake.harmless import Hit
from monitor_lib.intake.pride import Material


def refuse_personal(
    initiatives: pd.DataFrame, quotes: pd.DataFrame, materials: Iterable[Material], places: paths.Decisions
) -> None:
    """Refuses texts of public tables in which personal data may stand, and asks about them in the file of decisions.

    Args:
        initiatives: as they are to be published.
        quotes: answers in free text, as they are to be published.
        materials: what initiatives are proud of.
        places: the files of decisions.

    Raises:
        DeliveryError: with an error per such text, never its content.
    """
    shown = pd.DataFrame([asdict(each) for each in materials], columns=["title", "address", "initiative"], dtype="str")
    tables = {"initiatives": initiatives.set_index("initiative_id"), "quotes": quotes, "pride": shown}
    cleared = harmless.cleared(places.harmless)
    hits = [each for name, table in tables.items() for each in _hits(name, table) if each.code not in cleared]
    if hits:
        harmless.ask(places.harmless, hits)
        raise DeliveryError([_fault(each, places) for each in hits])


def _hits(name: str, table: pd.DataFrame) -> Iterator[Hit]:
    for column, texts in table.select_dtypes(["str"]).items():
        for row, text in texts.dropna().items():
            legible = personal.legible(text)
            for kind, match in personal.found(legible):
                yield harmless.hit(name, f"{row}, {column}: {kind}", legible, match.start(), match.end())


def _fault(hit: Hit, places: paths.Decisions) -> Fault:
    message = (
        f"{hit.source} in wat gepubliceerd zou worden, als: {hit.surroundings} (letters als a, cijfers als 0). "
        f"Haal het weg waar het aangeleverd is. {harmless.advice(places.harmless)}"
    )
    return Fault(hit.file, "personal", message)

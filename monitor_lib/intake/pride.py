"""The material that initiatives are proud of: what of it a person marked, and its initiative agreed to share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from monitor_lib import paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.decisions import WHO, Decided, Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError, Fault
from monitor_lib.intake.naming import names_unasked
from monitor_lib.intake.survey import consents
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import MATERIAL
from monitor_lib.reference.text.language import later

PRIDE = Ledger(told=("initiative_id", "name"), keys=("initiative_id",), asked=("title", "kind", "address", "publish"))
KINDS = {
    "film": later("Film"),
    "foto": later("Foto"),
    "verhaal": later("Verhaal"),
    "website": later("Website"),
    "document": later("Document"),
}
YES, NO = "ja", "nee"
_PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Material:
    """One thing to show: a web address, or a picture in the folder beside the register.

    `initiative` is empty where the initiative did not agree to a place on the map: then its name is not told.
    """

    title: str
    kind: str
    address: str
    picture: Path | None
    initiative: str


def materials(
    places: paths.Decisions, initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook
) -> tuple[Material, ...]:
    """The material to publish: marked by a person, of an initiative whose own answer agrees to sharing.

    What waits for a person is added to the register: a line per initiative that agreed.

    Raises:
        DeliveryError: with every line that cannot be published as it is, and everything wrong with the register.
    """
    kept = decisions.decided(places.pride, PRIDE)
    faults = [*kept.faults, *_faults(kept, places), *_naming(kept, initiatives, places, book)]
    if faults:
        raise DeliveryError(faults)
    agreed = agreed_ids(responses, book)
    decisions.save(places.pride, PRIDE, _proposals(initiatives, agreed))
    shown = initiatives.loc[initiatives["map_consent"].fillna(False).astype(bool)]
    names = dict(zip(shown["initiative_id"], shown["name"], strict=True))
    lines = [line for _, line in kept.lines if line["publish"].casefold() == YES and line["initiative_id"] in agreed]
    return tuple(_material(line, names, places) for line in lines)


def agreed_ids(responses: pd.DataFrame, book: Codebook) -> frozenset[str]:
    """The initiatives whose answer says that their material may be shared."""
    return frozenset(consents.agreed(responses, MATERIAL)["initiative_id"])


def is_web_address(text: str) -> bool:
    """Whether this has the form of a web address of a public site; nothing is asked of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    fit = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and "@" not in parts.netloc
    return fit and text.isprintable() and not set(text) & set(" \"'<>\\`{}")


def _proposals(initiatives: pd.DataFrame, agreed: frozenset[str]) -> Iterator[Line]:
    waiting = initiatives[initiatives["initiative_id"].isin(agreed)].sort_values("initiative_id")
    for code, name in zip(waiting["initiative_id"], waiting["name"], strict=True):
        yield {"initiative_id": code, "name": name, "title": "", "kind": "", "address": "", "publish": ""}


def _faults(kept: Decided, places: paths.Decisions) -> Iterable[Fault]:
    for row, line in kept.lines:
        for column, message in _wrong(line, places):
            yield Fault(places.pride.name, "pride", message, row=row, column=column)


def _naming(kept: Decided, initiatives: pd.DataFrame, places: paths.Decisions, book: Codebook) -> Iterator[Fault]:
    """An error per title that names an initiative that wants no place on the map."""
    known = initiatives.set_index("initiative_id").to_dict("index")
    for row, line in kept.lines:
        one = known.get(line["initiative_id"])
        if line["publish"].casefold() == YES and one and names_unasked(line["title"], one, book):
            message = "deze titel noemt een initiatief dat niet op de kaart wil. Kies een andere."
            yield Fault(places.pride.name, "pride", message, row=row, column="title")


def _wrong(line: Line, places: paths.Decisions) -> Iterator[tuple[str, str]]:
    """What stands in the way of a line that is marked, by column; a line that is not marked may be unfinished."""
    marked = line["publish"].casefold()
    if marked not in (YES, NO, ""):
        yield "publish", f"vul {YES} of {NO} in, of laat de cel leeg."
    if marked != YES:
        return
    if not line["title"]:
        yield "title", "een titel ontbreekt. Vul in wat de lezer te zien krijgt."
    if line["kind"].casefold() not in KINDS:
        yield "kind", f"onbekende soort (mogelijk: {', '.join(KINDS)})."
    if not (is_web_address(line["address"]) or _picture(line, places)):
        yield (
            "address",
            (
                "geen webadres (http of https) en geen plaatje (.png of .jpg) in de map "
                f"{places.pride_pictures.name}/ naast dit bestand. Verbeter het adres, of zet publish op {NO}."
            ),
        )
    if not line[WHO]:
        yield WHO, "wie dit publiceert, ontbreekt."


def _picture(line: Line, places: paths.Decisions) -> Path | None:
    """The picture that a line names, when it lies in its folder and nowhere else."""
    name = line["address"]
    known = {path.name: path for path in places.pride_pictures.glob("*") if path.suffix.lower() in _PICTURES}
    return known.get(name)


def _material(line: Line, names: dict[str, str], places: paths.Decisions) -> Material:
    picture = None if is_web_address(line["address"]) else _picture(line, places)
    return Material(
        title=line["title"],
        kind=KINDS[line["kind"].casefold()],
        address="" if picture else line["address"],
        picture=picture,
        initiative=names.get(line["initiative_id"], ""),
    )

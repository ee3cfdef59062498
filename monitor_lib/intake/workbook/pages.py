"""What stands on each sheet of the workbook: the lines of one file of decisions, with what a person needs to judge."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from monitor_lib import paths, stored
from monitor_lib.intake import harmless, pride, quotes
from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.lists import choices, headings
from monitor_lib.intake.matching import clustering, definition
from monitor_lib.intake.survey import others
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import disarmed

UNJOIN = "uit elkaar"
_YES_NO = ("ja", "nee")
_LIKELY = 3  # points from which two rows are rather one than not
_FACTS = {"province": "provincie", "networks": "netwerken", "website": "website", "activities": "activiteiten"}
_OF_PAIRS = ("place", "province", "website")


@dataclass(frozen=True)
class Page:
    """One sheet: the file it is about, what may be filled in, and how its columns are headed.

    `words` are the answers that may be given, by column; none given means any. `shown` gives the columns that help to
    judge a line, by heading; `proposed` what is filled in until a person decided; where that may be, `asks_yes`: a row
    counts only when somebody says to have looked at it.
    """

    name: str
    file: str
    ledger: Ledger
    asked: Mapping[str, str]
    shown: Callable[[Line, "Facts"], Mapping[str, str]]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proposed: Callable[[Line], Mapping[str, str]] = lambda _: {}
    asks_yes: bool = True

    def path(self, places: paths.Decisions) -> Path:
        """The file of decisions."""
        found: Path = getattr(places, self.file)
        return found

    def lines(self, places: paths.Decisions, facts: "Facts") -> list[Line]:
        """The lines to show: those that wait first, and for pairs last what was joined without a person."""
        found = lines_of(self.path(places), self.ledger)
        waiting = [line for line in found if not self.ledger.is_decided(line)]
        done = [line for line in found if self.ledger.is_decided(line)]
        joined = facts.joined if self.file == "pairs" else []
        known = {self.ledger.key(line) for line in found}
        return [*waiting, *done, *(line for line in joined if self.ledger.key(line) not in known)]


@dataclass(frozen=True)
class Facts:
    """What the clean tables tell of initiatives by id and of delivered rows by place, and the pairs joined unasked."""

    of: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, str]
    joined: list[Line]


def facts(clean: paths.Clean, book: Codebook) -> Facts:
    """The facts of the last run; nothing where there was none."""
    if not clean.initiatives.exists():
        return Facts({}, {}, [])
    table = stored.table(clean.initiatives).astype("str").fillna("")
    known = {record["initiative_id"]: _worded(record, book) for record in table.to_dict("records")}
    rows = table_of(clean.rows)
    places = {f"{row['file']} rij {row['row']}": row["initiative_id"] for row in rows.to_dict("records")}
    merges = table_of(clean.merges)
    joined = [_joined(record) for record in merges.to_dict("records") if not record["reason"].startswith("besluit")]
    return Facts(known, places, joined)


def lines_of(path: Path, ledger: Ledger) -> list[Line]:
    """All lines of a file of decisions.

    Raises:
        DeliveryError: when it cannot be read; without it a workbook would ask again, or leave out, what stands there.
    """
    found = decisions.listed(path, ledger)
    if found.faults:
        raise DeliveryError(list(found.faults))
    return [line for _, line in found.lines]


def table_of(path: Path) -> pd.DataFrame:
    """A private table as text, as it was before it was made harmless for a spreadsheet."""
    return pd.read_csv(io.StringIO(stored.text(path)), dtype="str").fillna("").map(disarmed)


def _worded(record: Mapping, book: Codebook) -> dict[str, str]:
    provinces = {area.code: area.name for area in book.provinces}
    networks = [book.network(code).name for code in record["networks"].split("|") if code]
    return {**record, "province": provinces.get(record["province"], ""), "networks": ", ".join(networks)}


def _joined(record: Mapping) -> Line:
    empty = dict.fromkeys(clustering.PAIRS.columns, "")
    names = {"one_row": ("with_file", "with_row"), "other_row": ("file", "row")}
    told = {name: f"{record[file]} rij {record[row]}" for name, (file, row) in names.items()}
    return {**empty, **told, "one": record["with_key"], "other": record["key"], "evidence": record["reason"]}


def _pair(line: Line, facts: Facts) -> dict[str, str]:
    shown = {"nu": "apart" if line["points"] else "samengevoegd", "punten": line["points"]}
    for side, words in (("one", "eerste"), ("other", "tweede")):
        about = facts.of.get(facts.rows.get(line[f"{side}_row"], ""), {})
        name = line[f"{side}_name"] or about.get("name", "")
        shown |= {f"{words}: waar": line[f"{side}_row"], f"{words}: naam": name}
        shown |= {f"{words}: {_FACTS.get(fact, 'plaats')}": about.get(fact, "") for fact in _OF_PAIRS}
    return {**shown, "wat ervoor en ertegen spreekt": line["evidence"]}


def _about(line: Line, facts: Facts, **told: str) -> dict[str, str]:
    known = facts.of.get(line["initiative_id"], {})
    named = {"naam": known.get("name", line.get("name", "")), "plaats": known.get("place", line.get("place", ""))}
    return {**named, **{words: known.get(name, "") for name, words in _FACTS.items()}, **told}


def _definition_proposed(line: Line) -> dict[str, str]:
    told = (part.split(":", 1) for part in line["proposed"].split("; ") if ":" in part)
    return {name: said.split("(")[0].strip() for name, said in told if name in definition.DEFINITION.asked}


def pages(book: Codebook) -> tuple[Page, ...]:
    """Every sheet, in the order of the workbook."""
    return (_doubles(), _definition(), _lists(), _columns(book), _quotes(), _pride(), _others(book), _harmless())


def _doubles() -> Page:
    return Page(
        "Dubbel",
        "pairs",
        clustering.PAIRS,
        {"decision": "besluit"},
        _pair,
        {"decision": (*clustering.WORDS, UNJOIN)},
        lambda line: {"decision": clustering.SAME} if (cells.number(line["points"]) or 0) >= _LIKELY else {},
    )


def _definition() -> Page:
    told = definition.TESTS | definition.EXCLUSIONS
    return Page(
        "Definitie",
        "definition",
        definition.DEFINITION,
        told,
        lambda line, known: _about(line, known, **{"wat ervoor en ertegen spreekt": line["proposed"]}),
        dict.fromkeys(told, definition.WORDS),
        _definition_proposed,
    )


def _shown(heads: Mapping[str, str]) -> Callable[[Line, "Facts"], dict[str, str]]:
    """What a page shows of a line as it is, by the heads of its columns."""
    return lambda line, _: {head: line[name] for name, head in heads.items()}


def _lists() -> Page:
    heads = {"file": "bestand", "sheet": "blad", "about": "waarover", "proposed": "voorstel"}
    return Page(
        "Lijsten",
        "lists",
        choices.LISTS,
        {"decision": "besluit"},
        _shown(heads),
        {},
        lambda line: {"decision": line["proposed"]} if line["proposed"] else {},
    )


def _columns(book: Codebook) -> Page:
    heads = {"file": "bestand", "sheet": "blad", "column": "kolom", "heading": "kopje", "proposed": "voorstel"}
    return Page(
        "Kolommen",
        "headings",
        headings.HEADINGS,
        {"decision": "besluit"},
        _shown(heads),
        {"decision": tuple(headings.words(book))},
        lambda line: {"decision": headings.YES} if line["proposed"] else {},
    )


def _quotes() -> Page:
    return Page(
        "Kaart en citaten",
        "quotes",
        quotes.QUOTES,
        {"publish": "publiceren"},
        lambda line, known: _about(line, known, antwoord=line["answer"], opmerking=line["remark"]),
        {"publish": _YES_NO},
        lambda line: {"publish": quotes.NO} if line["remark"] else {},
    )


def _pride() -> Page:
    return Page(
        "Trots",
        "pride",
        pride.PRIDE,
        {"title": "titel", "kind": "soort", "address": "webadres of plaatje", "publish": "publiceren"},
        _about,
        {"kind": tuple(pride.KINDS), "publish": _YES_NO},
    )


def _others(book: Codebook) -> Page:
    def shown(line: Line, _: Facts) -> dict[str, str]:
        asked = {"vraag": others.label(line, book), "geschreven": line["text"], "keer": line["count"]}
        return {**asked, "mogelijk": others.options(line, book)}

    return Page(
        "Andere antwoorden",
        "others",
        others.OTHERS,
        {"decision": "hoort bij"},
        shown,
        {},
        lambda line: {"decision": line["proposed"]} if line["proposed"] else {},
    )


def _harmless() -> Page:
    return Page(
        "Geen persoonsgegeven",
        "harmless",
        harmless.HARMLESS,
        {"harmless": "onschuldig", "reason": "waarom"},
        lambda line, _: {"bestand": line["file"], "bron": line["source"], "omgeving": line["surroundings"]},
        {"harmless": _YES_NO},
    )

"""Who is invited to the survey: one token per initiative with an e-mail address, the same on every run. Private."""

import csv
import io
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from monitor_lib import disk, paths
from monitor_lib.intake.files import cells, decisions
from monitor_lib.intake.files.decisions import Ledger, Line
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.lists.cleaning import Contact
from monitor_lib.intake.matching import definition, identity, rulings
from monitor_lib.intake.reading import listed_sheets
from monitor_lib.intake.survey.tokens import INITIATIVE
from monitor_lib.intake.wave import Lists, lists_as_one
from monitor_lib.reference.records import Codebook, Network, Wave
from monitor_lib.reference.text.folding import harmless

NOT_AGAIN, AGAIN = WORDS = ("niet benaderen", "benaderen")
INVITED = Ledger(("initiative_id", "name", "token"), ("initiative_id",), ("decision",))
# What LimeSurvey imports: it strips the words behind "attribute_1", and skips a line of fewer cells.
_PARTICIPANT = ("firstname", "lastname", "email", "emailstatus", "token", "language")
_ABOUT = ("naam", "plaats", "netwerk", "aanhef", INITIATIVE)
_WITHOUT = ("initiative_id", "naam", "plaats", "provincie", "website")
# Small letters and digits that nobody mistakes for another: 31 signs, so 15 of them are 74 bits.
_SIGNS, _LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 15
_ADDRESS = re.compile(r"[^\s@<>,;:\"']+@[\w-]+(?:\.[\w-]+)+")
_EDGES = " ,;:/()-"


@dataclass(frozen=True)
class Invited:
    """Who is invited and who is not.

    `participants` has a line per invited initiative, as the survey tool reads it; `without` the initiatives without a
    usable address by the id of their network. `left_out` are counted too, and `shared` counts those that have an
    address in common with another.
    """

    participants: list[Line]
    without: dict[str, list[Line]]
    ledger: list[Line]
    left_out: "LeftOut"
    shared: int


@dataclass(frozen=True)
class LeftOut:
    """The ids of initiatives on the lists that nobody asks, each in one of these.

    `ended` exist no more, `refused` do not want to be asked. `doubtful` may be the same as another: as one of those, or
    as one that is invited in their place.
    """

    ended: frozenset[str]
    refused: frozenset[str]
    doubtful: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All of them."""
        return self.ended | self.refused | self.doubtful


def invite(places: paths.Places, folder: paths.Fieldwork, book: Codebook, held: Wave) -> Invited:
    """Who is invited to the survey of a wave, written to its private folder and its ledger.

    Raises:
        DeliveryError: with every error in the lists, or where the ledger cannot be read; nothing is written then.
    """
    lists = lists_as_one(listed_sheets(places.delivered, book, places.decisions), book, places.decisions, held)
    if any(fault.severity == "error" for fault in lists.faults):
        raise DeliveryError(lists.faults)
    made = invited(lists, known(places.decisions, book.waves_before(held)), book)
    waiting = lists.waiting(lists.proposed(pd.DataFrame(), book), [])
    rulings.save(places.decisions, lists.rulings, waiting)  # the ids stay what they are
    write(made, folder, places.decisions)
    return made


def invited(lists: Lists, ledger: list[Line], book: Codebook) -> Invited:
    """Who on the lists is invited, each under the token that the ledger has or under a new one.

    Args:
        lists: the lists as one, with the contacts of their rows.
        ledger: who was invited before, and who does not want to be.
        book: names the networks and provinces.
    """
    initiatives, unasked = lists.inventory.initiatives, left_out(lists, ledger, book)
    tokens = {line["initiative_id"]: line["token"] for line in ledger if line["token"]}
    asked = initiatives[~initiatives["initiative_id"].isin(unasked.all)]
    contacts = _contacts(lists)
    reached: list[Line] = []
    without: dict[str, list[Line]] = defaultdict(list)
    for one in asked.to_dict("records"):
        address = _reached(contacts[one["initiative_id"]])
        networks = [book.network(name) for name in dict.fromkeys(one["networks"].split("|"))]
        if address:
            token = tokens.setdefault(one["initiative_id"], _token())
            reached.append(_participant(one, token, address, networks))
        for network in () if address else dict.fromkeys(networks):
            without[network.id].append(_told(one, book))
    uses = Counter(line["email"] for line in reached)
    shared = sum(uses[line["email"]] > 1 for line in reached)
    lines = _grown(ledger, tokens, dict(zip(initiatives["initiative_id"], initiatives["name"], strict=True)))
    return Invited(reached, dict(without), lines, unasked, shared)


def left_out(lists: Lists, ledger: list[Line], book: Codebook) -> LeftOut:
    """Whom nobody asks; who refused before two initiatives became one refused for both."""
    listed = frozenset(lists.inventory.initiatives["initiative_id"])
    proposed = lists.proposed(pd.DataFrame(), book)
    ended = definition.ended(proposed, lists.rulings.definition) & listed
    now = _now(lists)
    named = [line["initiative_id"] for line in ledger if line["decision"] == NOT_AGAIN]
    refused = frozenset(one for name in named for one in (name, *now[name])) | lists.gone.ids
    refused = refused & listed - ended
    invited_before = frozenset(line["initiative_id"] for line in ledger if line["token"])
    doubtful = _doubtful(lists.inventory.possible_doubles, ended | refused, invited_before)
    return LeftOut(ended, refused, frozenset(doubtful))


def _now(lists: Lists) -> dict[str, set[str]]:
    """Which initiatives an id stands for today: those that have a row which had that id once."""
    found = lists.inventory
    owners = {identity.seen(entry): owner for entry, owner in zip(found.entries, found.owners, strict=True)}
    today: dict[str, set[str]] = defaultdict(set)
    for row in found.known:
        if owner := owners.get((row.list, row.mark)):
            today[row.id].add(owner)
    return today


def _grown(ledger: list[Line], tokens: dict[str, str], names: dict[str, str]) -> list[Line]:
    """The ledger with every token; one that had been left out may have a line without one."""
    own = [line | {"token": tokens.get(line["initiative_id"], "")} for line in ledger]
    empty, known_before = dict.fromkeys(INVITED.columns, ""), {line["initiative_id"] for line in ledger}
    new = (name for name in tokens if name not in known_before)
    return [*own, *(empty | {"initiative_id": name, "name": names[name], "token": tokens[name]} for name in new)]


def known(places: paths.Decisions, before: Sequence[Wave]) -> list[Line]:
    """The ledger of a wave: who was invited in it, and what was decided in it or, where it says nothing, before.

    Args:
        places: the decisions of the wave.
        before: the waves before it, the oldest first.

    Raises:
        DeliveryError: when a file cannot be read, or a decision in it is half filled in.
    """
    earlier = [paths.Decisions(places.folder.parent / wave.id) for wave in before]
    files = [each.invited for each in (places, *reversed(earlier))]
    made = [decisions.decided(file, INVITED, WORDS) for file in files]
    if faults := [fault for each in made for fault in each.faults]:
        raise DeliveryError(faults)
    decided: dict[str, Line] = {}
    for each in made:
        for _, line in each.lines:
            decided.setdefault(line["initiative_id"], line)
    own = {line["initiative_id"]: line for _, line in decisions.listed(places.invited, INVITED).lines}
    tokens = {name: line["token"] for name, line in own.items()}
    return [*(own | {name: line | {"token": tokens.get(name, "")} for name, line in decided.items()}).values()]


def write(made: Invited, folder: paths.Fieldwork, places: paths.Decisions) -> None:
    """Writes the list for the survey tool, one per network of who has no address, and the ledger first of all.

    A token that was written nowhere else is lost, so the ledger goes before the list that is mailed.
    """
    decisions.write(places.invited, INVITED.columns, made.ledger)
    headings = [*_PARTICIPANT, *(f"attribute_{n} <{name}>" for n, name in enumerate(_ABOUT, 1))]
    text = io.StringIO(newline="")
    rows = ([harmless(line[name]) for name in (*_PARTICIPANT, *_ABOUT)] for line in made.participants)
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([headings, *rows])
    disk.written(folder.participants, text.getvalue().encode("utf-8-sig"))
    wanted = {folder.without_address(network): lines for network, lines in made.without.items()}
    for path in folder.folder.glob(folder.without_address("*").name):
        if path not in wanted:
            decisions.remove(path)
    for path, lines in wanted.items():
        decisions.write(path, _WITHOUT, lines)


def _doubtful(pairs: Iterable[tuple[str, str]], left_out: frozenset[str], invited: frozenset[str]) -> set[str]:
    """All but one of those that may be one while decisions wait, and all of them where one of them is left out.

    Who was invited before still is.
    """
    groups: list[set[str]] = []
    for pair in pairs:
        joined = [group for group in groups if not group.isdisjoint(pair)]
        groups = [*(group for group in groups if group not in joined), set(pair).union(*joined)]
    ranked = (sorted(group - left_out, key=lambda name: (name not in invited, name)) for group in groups)
    kept = (0 if group & left_out else 1 for group in groups)
    return {name for names, first in zip(ranked, kept, strict=True) for name in names[first:]}


def _token() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def _contacts(lists: Lists) -> dict[str, list[Contact]]:
    """The personal cells of each initiative's rows, those of the row that stands for it first."""
    rows = lists.inventory.rows.sort_values("status", key=lambda status: status != "used", kind="stable")
    own: dict[tuple, list[Contact]] = defaultdict(list)
    for contact in lists.contacts:
        own[contact.file, contact.sheet, contact.row].append(contact)
    found: dict[str, list[Contact]] = defaultdict(list)
    for file, sheet, row, name in zip(rows["file"], rows["sheet"], rows["row"], rows["initiative_id"], strict=True):
        if not pd.isna(name):
            found[name] += own[file, sheet, row]
    return found


def _reached(contacts: list[Contact]) -> tuple[str, str] | None:
    """The first usable e-mail address with the person whom the same row names, "" where it names none."""
    for contact in contacts:
        for kind, value in cells.parted(contact.value)[1]:
            address = cells.plain(value).replace(" ", "")
            if kind == "email" and _ADDRESS.fullmatch(address):
                beside = [one for one in contacts if _place(one) == _place(contact)]
                return address, next(filter(None, map(_person, beside)), "")
    return None


def _place(contact: Contact) -> tuple[str, str, int]:
    return contact.file, contact.sheet, contact.row


def _person(contact: Contact) -> str:
    return cells.plain(cells.parted(contact.value)[0]).strip(_EDGES) if contact.field == "contact_person" else ""


def _participant(one: dict, token: str, address: tuple[str, str], networks: list[Network]) -> Line:
    email, person = address
    cells_of = (
        *("", person, email, "OK", token, paths.DUTCH),
        *(one["name"], _text(one["place"]), ", ".join(dict.fromkeys(network.name for network in networks))),
        *(f"Beste {person}" if person else f"Beste mensen van {one['name']}", one["initiative_id"]),
    )
    return dict(zip((*_PARTICIPANT, *_ABOUT), cells_of, strict=True))


def _told(one: dict, book: Codebook) -> Line:
    told = one["initiative_id"], one["name"], _text(one["place"]), book.area(one["province"]).name
    return dict(zip(_WITHOUT, (*told, _text(one.get("website"))), strict=True))


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]  # a cell of a table may be any scalar


def told(made: Invited) -> Iterator[str]:
    """What was made, in words for a person at the terminal; no name and no address."""
    without = {line["initiative_id"] for lines in made.without.values() for line in lines}
    counts = {
        "Initiatieven met een toegangscode: {}.": len(made.participants),
        "Zonder bruikbaar e-mailadres: {}, per netwerk in een lijst. Vraag het netwerk om een adres.": len(without),
        "Bestaan niet meer, niet uitgenodigd: {}.": len(made.left_out.ended),
        "Willen niet benaderd worden: {}.": len(made.left_out.refused),
        "Lijken op een ander dat is uitgenodigd, niet wil of niet meer bestaat: {}. Beslis eerst in pairs.csv of zij "
        "één zijn.": len(made.left_out.doubtful),
        "Delen hun e-mailadres met een ander: {}. Laat LimeSurvey bij het inlezen geen dubbelen op naam en e-mail "
        "weglaten.": made.shared,
    }
    yield from (words.format(count) for words, count in counts.items() if count)

"""Whose answers are these: questionnaires matched to the initiatives of the list."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from monitor_lib.intake.files import cells
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.matching import pairs
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.inventory import Inventory, Key, contact_keys
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.intake.places.addresses import UNKNOWN, Location
from monitor_lib.intake.places.placing import location
from monitor_lib.intake.survey import consents
from monitor_lib.intake.survey.responses import Response, response_table, without_doubles
from monitor_lib.intake.survey.tokens import Invitation
from monitor_lib.reference.areas.municipalities import NEWEST
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import MAP

Said = Sequence[tuple[Key, Mapping]]
"""What is said to be an initiative, by where it stands."""


@dataclass(frozen=True)
class Matched:
    """The responses of a wave: at most one per initiative.

    `refused` are initiatives that a questionnaire may be of that wants no place on the map and could not be matched.
    """

    responses: pd.DataFrame
    refused: frozenset[str]
    faults: list[Fault]


def matched_responses(surveyed: Cleaned, invited: Cleaned, inventory: Inventory, book: Codebook) -> Matched:
    """The responses with their initiatives, and a remark per questionnaire left out and per export.

    A token decides where the list of participants says whose it is; other questionnaires are matched by what they say
    themselves. One that matches no initiative stays, without an initiative: it is "buiten de lijst".
    """
    found = owners(surveyed, invited, inventory, book)
    kept, doubles = without_doubles(surveyed.rows, lambda r: found.get(r.place), "van hetzelfde initiatief")
    provinces = inventory.initiatives.set_index("initiative_id")["province"].to_dict()
    located = []
    for response in kept:
        owner = found.get(response.place)
        said = _spot(_identity(response, book), book, inventory.year).province
        located.append((owner, provinces.get(owner) or said or None))
    refusals = _refusals([response for response in kept if response.place not in found], surveyed, inventory, book)
    remarks = [_refusal(response, namesakes) for response, namesakes in refusals]
    refused = frozenset().union(*(namesakes for _, namesakes in refusals))
    faults = [*doubles, *_unmatched(kept, found), *remarks]
    return Matched(response_table(kept, located, book), refused, faults)


def _refusals(
    unmatched: list[Response], surveyed: Cleaned, inventory: Inventory, book: Codebook
) -> list[tuple[Response, set[str]]]:
    """Who wants no place on the map and could not be matched, with the initiatives that it may be."""
    refusing = {response.place: response for response in unmatched if response.agreed[MAP] is False}
    said = [(place, _identity(response, book)) for place, response in refusing.items()]
    entries = _entries(said, surveyed, inventory.year, book)
    namesakes = ((e, pairs.namesakes(e, inventory.entries, inventory.owners)) for e in entries)
    return [(refusing[entry.key], found) for entry, found in namesakes]


def _refusal(response: Response, found: set[str]) -> Fault:
    withheld = f"{len(found)} initiatieven die zo heten" if len(found) > 1 else "een initiatief dat zo heet"
    known = f"Daarom staat {withheld} ook niet op de kaart." if found else "Op de lijsten heet niets zo."
    message = (
        f"wil niet op de kaart, maar hoort bij geen initiatief op de lijst. {known} Zeg in survey/tokens.csv van welk "
        "initiatief deze vragenlijst is."
    )
    return Fault(response.file, "unmatched_refusal", message, response.sheet, response.row, severity="remark")


def owners(surveyed: Cleaned, invited: Cleaned, inventory: Inventory, book: Codebook) -> dict[Key, str]:
    """The initiative of every questionnaire that belongs to one, by where the questionnaire stands."""
    ours = {one.place: one.initiative for one in invited.rows if one.initiative in set(inventory.owners)}
    invitations = [(one.place, one.values) for one in invited.rows if one.place not in ours]
    found = ours | _linked(invitations, invited, inventory, book)
    tokens = {one.token: found[one.place] for one in invited.rows if one.place in found}
    by_token = {one.place: tokens[one.token] for one in surveyed.rows if one.token in tokens}
    rest = [(response.place, _identity(response, book)) for response in surveyed.rows if response.place not in by_token]
    return by_token | _linked(rest, surveyed, inventory, book)


def _linked(said: Said, cleaned: Cleaned, inventory: Inventory, book: Codebook) -> dict[Key, str]:
    """The initiative of what is said to be one, by key."""
    return pairs.matched(_entries(said, cleaned, inventory.year, book), inventory.entries, inventory.owners)


def _entries(said: Said, cleaned: Cleaned, year: int, book: Codebook) -> list[Entry]:
    """What is said to be an initiative, as it is compared."""
    contacts, kinds = contact_keys(cleaned.contacts), kinds_of_initiative(book)
    spots = {key: _spot(values, book, year) for key, values in said}
    return [
        Entry(
            key,
            compared_name(values["name"] or "", spots[key].place, kinds),
            spots[key],
            contacts=contacts.get(key, frozenset()),
        )
        for key, values in said
    ]


def said_by(responses: Iterable[Response], surveyed: Cleaned, book: Codebook) -> list[Entry]:
    """What questionnaires say themselves of their initiative, as it is compared."""
    return _entries([(one.place, _identity(one, book)) for one in responses], surveyed, NEWEST, book)


def invited_as(invitations: Iterable[Invitation], invited: Cleaned, book: Codebook) -> list[Entry]:
    """What a list of participants says of initiatives, as it is compared."""
    return _entries([(one.place, one.values) for one in invitations], invited, NEWEST, book)


def _unmatched(kept: list[Response], owners: Mapping[Key, str]) -> Iterator[Fault]:
    """A remark per export with questionnaires of initiatives that are on no list."""
    for file, answers in Counter(response.file for response in kept).items():
        count = sum(response.file == file and response.place not in owners for response in kept)
        if count:
            message = f"{count} van de {answers} vragenlijsten: van geen initiatief op de lijst; apart gehouden."
            yield Fault(file, "unmatched", message, severity="remark")


def with_answered_consent(
    inventory: Inventory, matched: Matched, before: Iterable[pd.DataFrame] = ()
) -> tuple[pd.DataFrame, list[Fault]]:
    """The initiatives with the consent for the map that their own answers give, where there is one.

    It wins over what a list says; where the questionnaire did not ask, only the lists tell. A no of an earlier wave
    holds until its initiative answers again; and while two may be one, a no of either is a no of both.

    Args:
        inventory: with what the lists say.
        matched: the responses of this wave.
        before: those of earlier waves, the latest first.

    Returns:
        The initiatives, and a remark per initiative that waits for a decision about a pair.
    """
    listed = inventory.initiatives.set_index("initiative_id")["map_consent"]
    own = _own(matched.responses)
    for responses in before:
        earlier = _own(responses)
        own = own.combine_first(earlier[~earlier])
    told = own.reindex(listed.index).astype("boolean").fillna(listed)
    told = told.mask(told.index.isin(matched.refused), False)
    refusing = set(told.index[told.eq(False).fillna(False)])
    torn = {id for pair in inventory.possible_doubles if not refusing.isdisjoint(pair) for id in pair} - refusing
    told = told.mask(told.index.isin(torn), False)
    return inventory.initiatives.assign(map_consent=told.array), _torn(inventory, torn)


def _torn(inventory: Inventory, torn: set[str]) -> list[Fault]:
    places = dict(zip(inventory.owners, inventory.entries, strict=True))
    message = "lijkt op een initiatief dat niet op de kaart wil, en staat er daarom ook niet op. Beslis in pairs.csv."
    rows = sorted(places[id].key for id in torn if id in places)
    return [Fault(file, "torn_consent", message, sheet, row, severity="remark") for file, sheet, row in rows]


def _own(responses: pd.DataFrame) -> pd.Series:
    """What initiatives said themselves, by id."""
    said, owners = consents.said(responses, MAP), responses["initiative_id"]
    told = said.notna() & owners.notna()
    return said[told].set_axis(owners[told])


def _identity(response: Response, book: Codebook) -> dict[str, str | None]:
    said = response.identity(book)
    return {**said, "postcode": cells.postcode(said["postcode"] or "")}


def _spot(said: Mapping, book: Codebook, year: int) -> Location:
    """Where someone says to be, in the municipalities of a year; without a province when it cannot be told."""
    return location(said, book, year)[0] or replace(UNKNOWN, place=said.get("place"))

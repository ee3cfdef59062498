"""Whose answers are these: questionnaires matched to the initiatives of the list."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import MAP


def matched_responses(
    surveyed: Cleaned, invited: Cleaned, inventory: Inventory, book: Codebook
) -> tuple[pd.DataFrame, list[Fault]]:
    """The table of responses, at most one per initiative, a remark per questionnaire left out, and one per export.

    A token decides where the list of participants says whose it is; other questionnaires are matched by what they say
    themselves. One that matches no initiative stays, without an initiative: it is "buiten de lijst".
    """
    owners = _owners(surveyed, invited, inventory, book)
    kept, doubles = without_doubles(surveyed.rows, lambda r: owners.get(r.place), "van hetzelfde initiatief")
    provinces = inventory.initiatives.set_index("initiative_id")["province"].to_dict()
    located = []
    for response in kept:
        owner = owners.get(response.place)
        said = _spot(_identity(response, book), book, inventory.year).province
        located.append((owner, provinces.get(owner) or said or None))
    return response_table(kept, located, book), [*doubles, *_unmatched(kept, owners)]


def _owners(surveyed: Cleaned, invited: Cleaned, inventory: Inventory, book: Codebook) -> dict[Key, str]:
    """The initiative of every questionnaire that belongs to one, by where the questionnaire stands."""
    invitations = [(invitation.place, invitation.values) for invitation in invited.rows]
    found = _linked(invitations, invited, inventory, book)
    tokens = {one.token: found[one.place] for one in invited.rows if one.place in found}
    by_token = {one.place: tokens[one.token] for one in surveyed.rows if one.token in tokens}
    rest = [(response.place, _identity(response, book)) for response in surveyed.rows if response.place not in by_token]
    return by_token | _linked(rest, surveyed, inventory, book)


def _linked(
    said: Sequence[tuple[Key, Mapping]], cleaned: Cleaned, inventory: Inventory, book: Codebook
) -> dict[Key, str]:
    """The initiative of what is said to be one, by key."""
    contacts, kinds = contact_keys(cleaned.contacts), kinds_of_initiative(book)
    spots = {key: _spot(values, book, inventory.year) for key, values in said}
    asked = [
        Entry(
            key,
            compared_name(values["name"] or "", spots[key].place, kinds),
            spots[key],
            contacts=contacts.get(key, frozenset()),
        )
        for key, values in said
    ]
    return pairs.matched(asked, inventory.entries, inventory.owners)


def _unmatched(kept: list[Response], owners: Mapping[Key, str]) -> Iterator[Fault]:
    """A remark per export with questionnaires of initiatives that are on no list."""
    for file, answers in Counter(response.file for response in kept).items():
        count = sum(response.file == file and response.place not in owners for response in kept)
        if count:
            message = f"{count} van de {answers} vragenlijsten: van geen initiatief op de lijst; apart gehouden."
            yield Fault(file, "unmatched", message, severity="remark")


def with_answered_consent(initiatives: pd.DataFrame, responses: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The initiatives with the consent for the map that their own answer gives, where there is one.

    It wins over what a list says; where the questionnaire does not ask, only the lists tell.
    """
    said, owners = consents.said(responses, book.consent(MAP)), responses["initiative_id"]
    answered = said[owners.notna() & said.notna()].set_axis(owners[owners.notna() & said.notna()])
    own = initiatives["initiative_id"].map(answered).astype("boolean")
    return initiatives.assign(map_consent=own.fillna(initiatives["map_consent"]))


def _identity(response: Response, book: Codebook) -> dict[str, str | None]:
    said = response.identity(book)
    return {**said, "postcode": cells.postcode(said["postcode"] or "")}


def _spot(said: Mapping, book: Codebook, year: int) -> Location:
    """Where someone says to be, in the municipalities of a year; without a province when it cannot be told."""
    return location(said, book, year)[0] or replace(UNKNOWN, place=said.get("place"))

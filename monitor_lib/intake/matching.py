"""Whose answers are these: questionnaires matched to the initiatives of the list."""

from dataclasses import replace

import pandas as pd

from monitor_lib.intake import cells, linkage
from monitor_lib.intake.cleaning import Cleaned
from monitor_lib.intake.deliveries import Fault
from monitor_lib.intake.inventory import Inventory, contact_keys
from monitor_lib.intake.linkage import Entry
from monitor_lib.intake.names import compared_name, kinds_of_initiative
from monitor_lib.intake.placing import UNKNOWN, location
from monitor_lib.intake.responses import Response, response_table, without_doubles
from monitor_lib.reference.codebook_records import Codebook

# The answer that decides on a place on the public map; it wins over what a list says.
MAP_CONSENT = "q44_kaart"


def matched_responses(surveyed: Cleaned, inventory: Inventory, book: Codebook) -> tuple[pd.DataFrame, list[Fault]]:
    """The table of responses, at most one per initiative, and a remark per questionnaire left out.

    A questionnaire that matches no initiative stays, without an initiative: it is "buiten de lijst".
    """
    contacts, kinds = contact_keys(surveyed.contacts), kinds_of_initiative(book)
    asked = {response.place: _entry(response, contacts, kinds, book) for response in surveyed.rows}
    owners = linkage.matched(list(asked.values()), inventory.entries, inventory.owners)
    kept, doubles = without_doubles(surveyed.rows, lambda r: owners.get(r.place), "van hetzelfde initiatief")
    provinces = inventory.initiatives.set_index("initiative_id")["province"].to_dict()
    located = {}
    for response in kept:
        owner = owners.get(response.place)
        located[response.id] = owner, provinces.get(owner) or asked[response.place].location.province or None
    return response_table(kept, located, book), doubles


def with_answered_consent(initiatives: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """The initiatives with the consent for the map that their own answer gives, where there is one."""
    if MAP_CONSENT not in responses:
        return initiatives
    answered = responses.dropna(subset=["initiative_id", MAP_CONSENT]).set_index("initiative_id")[MAP_CONSENT]
    own = initiatives["initiative_id"].map(answered).astype("boolean")
    return initiatives.assign(map_consent=own.fillna(initiatives["map_consent"]))


def _entry(response: Response, contacts: dict, kinds: dict[str, str], book: Codebook) -> Entry:
    said = response.identity
    clues = {**said, "postcode": cells.postcode(said["postcode"] or "")}
    spot, _ = location(clues, book)
    spot = spot or replace(UNKNOWN, place=said["place"])
    name = compared_name(said["name"] or "", spot.place, kinds)
    return Entry(response.place, name, spot, contacts=contacts.get(response.place, frozenset()))

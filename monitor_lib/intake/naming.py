"""Whether a text names an initiative that agreed to no place on the map: no quote and no title may."""

from collections.abc import Mapping

import pandas as pd

from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded


def may_be_named(initiative: Mapping) -> bool:
    """Whether an initiative agreed to a place on the map, and so to its name among publications."""
    consent = initiative["map_consent"]
    return not pd.isna(consent) and bool(consent)


def names_unasked(text: str, initiative: Mapping, book: Codebook) -> bool:
    """Whether a text holds the name of an initiative that may not be named, or all words that set it apart."""
    if may_be_named(initiative):
        return False
    name, words = initiative["name"], folded(text).split()
    own = set(compared_name(name, initiative.get("place"), kinds_of_initiative(book)).own)
    return f" {folded(name)} " in f" {' '.join(words)} " or (bool(own) and own <= set(words))

"""Names of places and municipalities as they are looked up, however people shorten, spell or speak them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from monitor_lib import paths
from monitor_lib.reference.areas.tables import rows
from monitor_lib.reference.text.folding import folded

# Official names with a word behind them that tells two places of one name apart.
_QUALIFIER = re.compile(r"\s*(\(.*\)| gem\.? .*| (L|NB|NH|GN|Gld|Ut|AC))$", re.IGNORECASE)
_INVERTED = re.compile(r"(.+?) ?[,(] ?('?s-|'[st]|de|den|het|ter) ?\)?", re.IGNORECASE)
# Of plain letters: "a/d Rijn" is there "a d rijn", and "N-Scharwoude" "n scharwoude".
_SHORTENED = (
    (re.compile(r"\b(?:aan|a) ?(?:den|de|het|d|t)\b"), "aan de"),
    (re.compile(r"\b(?:van|v) ?(?:den|der|de|het|d|t)\b"), "van de"),
    (re.compile(r"\b(?:bij|b)\b"), "bij"),
    (re.compile(r"\bv\b"), "van"),
    (re.compile(r"\bst\b"), "sint"),
    (re.compile(r"^n (?=\w)"), "noord "),
    (re.compile(r"^o (?=\w)"), "oost "),
    (re.compile(r"^z (?=\w)"), "zuid "),
    (re.compile(r"^w (?=\w)"), "west "),
    (re.compile(r"ij"), "y"),
    (re.compile(r"^s (?=graven|hertogen)| "), ""),
    (re.compile(r"^s(?=graven|hertogen)"), ""),
)


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """The name as it is looked up: equal for all ways to write it in Dutch."""
    turned = _INVERTED.fullmatch(" ".join(name.split()))
    text = folded(f"{turned[2]} {turned[1]}" if turned else name)
    for short, whole in _SHORTENED:
        text = short.sub(whole, text)
    return text


def keys(official: str, province: str) -> set[str]:
    """The ways to look up a place or municipality: Bolsward is also Boalsert."""
    spoken = {key(written) for written, where in _spoken().get(key(official), ()) if where in ("", province)}
    return {key(official), *spoken}


def unqualified(official: str) -> str:
    """The key of an official name without what tells it from its namesakes: "Bergen (NH)" is Bergen to its people."""
    return key(_QUALIFIER.sub("", official))


@lru_cache
def _spoken() -> dict[str, list[tuple[str, str]]]:
    """Per official name how it is also said: in Frisian or another language of the region, long ago, or for short.

    With the PV code of the one province where that is so, or "".
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for written, official, province in _rows():
        found.setdefault(key(official), []).append((written, province))
    return found


def _rows() -> Iterator[list[str]]:
    yield from (list(row.values()) for row in rows(paths.project().geography.spellings))

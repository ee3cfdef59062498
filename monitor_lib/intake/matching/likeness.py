"""How alike two names are, and whether they name one kind of initiative."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from monitor_lib.intake.matching.names import FILLERS, Name, is_slip

SAME, PART, NEARLY, HARDLY = 95, 78, 70, 60
# Names of so many letters that differ in one are the same.
_LONG = 10
# In shorter words a slip makes another word.
_SHORTEST = 5
# A vowel more or less makes another word: "boom" is no "bom".
_DOUBLED = re.compile(r"([^aeiou\d])\1")
_SLIGHT = ("stg", "ver", *sorted(word for word in FILLERS if len(word) > 1))


def likeness(one: Name, other: Name) -> float:
    """How alike two names are, 0 to 100.

    From SAME they are one name; from PART one is the other with something more; from NEARLY each has something that the
    other lacks, alike as "Zonnehof" and "Zonnehoek", or the one is a kind and a place only; below HARDLY nothing is.
    """
    if one.key == other.key or one.whole == other.whole:
        return 100
    if not one.own or not other.own:
        return _bare(one, other)
    # Each name, and what sets it apart, as one word.
    slipped = _is_long_slip(one.whole, other.whole) or _is_long_slip(one.joined, other.joined)
    if slipped and one.telling == other.telling:
        return 97
    more, rest = _unmatched(one.own, other.own)
    if not more and not rest:
        return 97
    if not more or not rest:
        return _longer(one, other, more or rest)
    if _same_word("".join(more), "".join(rest)):
        return 97
    alike = max(fuzz.ratio(one.ordered, other.ordered), fuzz.ratio(one.joined, other.joined))
    return min(alike, PART - 1)


def _is_long_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _LONG and is_slip(one, other)


def _bare(one: Name, other: Name) -> float:
    """The likeness where a name is a kind and a place only."""
    if one.kinds.isdisjoint(other.kinds):
        return 0
    return 100 if one.own == other.own and one.kinds == other.kinds else NEARLY


def _unmatched(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words of each that the other has not, in any order."""
    rest, more = list(other), []
    for word in one:
        for known in rest:
            if _same_word(word, known):
                rest.remove(known)
                break
        else:
            more.append(word)
    return more, rest


def _longer(one: Name, other: Name, extra: list[str]) -> float:
    """The likeness of a name and one that has all its words and more."""
    shorter = min(one, other, key=lambda name: len(name.own))
    if all(_is_slight(word) for word in extra):
        return 97
    if any(_is_misspelled("".join(extra), kind) for kind in shorter.kinds):
        return 97
    likely = max(map(len, shorter.own)) >= 4 and (one.kinds == other.kinds or not shorter.kinds)
    return 80 if likely else NEARLY


def _is_slight(word: str) -> bool:
    """Whether a word is one of those that say nothing, or a short legal form, with a slip of the pen."""
    return len(word) <= 4 and any(is_slip(word, known) for known in _SLIGHT)


@lru_cache(maxsize=2**17)
def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, with a slip of the pen or cut short."""
    shorter, longer = sorted((one, other), key=len)
    if one == other or (one[0] == other[0] and _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)):
        return True
    return len(shorter) >= _SHORTEST and (is_slip(one, other) or _is_cut(shorter, longer))


def _is_cut(shorter: str, longer: str) -> bool:
    """Whether a word is the other without its end, and not its singular."""
    return longer.startswith(shorter) and len(longer) >= len(shorter) + 3


def _is_misspelled(word: str, kind: str) -> bool:
    """Whether a word is a kind of initiative with a slip of the pen, or cut off."""
    return fuzz.ratio(word, kind) >= 85 or (len(word) >= 5 and kind.startswith(word))


def is_other_kind(one: Name, other: Name) -> bool:
    """Whether both names name a kind of initiative, and none that they share."""
    return bool(one.kinds and other.kinds) and one.kinds.isdisjoint(other.kinds)


def is_other_word(one: Name, other: Name) -> bool:
    """Whether two names of one kind have words for it of which neither is the other cut short: two may bear them."""
    shared = one.kinds & other.kinds and one.spoken and other.spoken
    return bool(shared) and not any(_same_spoken(here, there) for here in one.spoken for there in other.spoken)


def _same_spoken(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one) or is_slip(one, other) or sorted(one) == sorted(other)

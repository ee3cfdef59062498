"""What words in a list are: a remark, a person, several names, or a refusal to be shown; by the codebook's words."""

import re
from collections.abc import Iterable
from functools import lru_cache

from monitor_lib.intake.files import cells
from monitor_lib.reference.records import Codebook, ListWords
from monitor_lib.reference.text.folding import folded

REMARK, PERSON = "opmerking", "persoon"
_SENTENCE = 3  # words, from which on a full stop ends one; "e.o." ends none
_LONGEST_PERSON = 5  # words
_ENDS = (".", "?", "…")
_INITIALS = re.compile(r"(?:(?:[A-Z]|Th|Ch|Chr|Ph|Fr)\.\s?)+(?:[a-z' ]+ )?[A-Z]|[A-Z][\w-]+, ?(?:[A-Z]\.? ?)+$")
_PARTICLES = frozenset(
    ["van", "der", "den", "de", "het", "te", "ter", "ten", "la", "el", "in", "op", "aan", "t", "vd", "v", "d"]
)
_ABBREVIATED = re.compile(r"(?:\w\.){2,}")
_PARTED = re.compile(r"\s[/|]\s|[;•\n]|/.*/|\|.*\||,.*,")
_BRACKETED = re.compile(r"\([^()]*\)")


def reads_as(text: str, words: ListWords, is_small: bool = False) -> str:
    """What a name by itself reads as, REMARK or PERSON; "" where it may be an initiative.

    Args:
        text: the name.
        words: by which remarks and persons are known.
        is_small: whether it has no capital where the names around it have.
    """
    if is_person(text, words):
        return PERSON
    return REMARK if is_small or _is_remark(text, words) else ""


def is_person(text: str, words: ListWords) -> bool:
    """Whether a text is the name of a person: behind a title, with initials, or a first name, with another or alone."""
    plain = cells.plain(_BRACKETED.sub("", text))
    first = folded(plain.partition(" ")[0].partition("-")[0])
    named = first in _folded(words.first_names) and is_as_a_person(plain)
    return named or is_titled(text, words) or bool(_INITIALS.match(plain))


def is_titled(text: str, words: ListWords) -> bool:
    """Whether a text begins as one speaks of a person: "Mw. De Wit", "Fam. Smit"."""
    return has_word(" ".join(cells.plain(text).split()[:2]), words.titles, begins=True)


def is_as_a_person(text: str) -> bool:
    """Whether a text may be a first and a last name: few words, with a capital but for "van der" in between."""
    first, *rest = text.split() or [""]
    between = (word for word in rest[:-1] if not word[:1].isupper() and folded(word) not in _PARTICLES)
    capitals = first[:1].isupper() and all(last[:1].isupper() for last in rest[-1:])
    return capitals and folded(first) not in _PARTICLES and len(rest) < _LONGEST_PERSON and not any(between)


def mentions_person(text: str, words: ListWords) -> bool:
    """Whether a text is about a person by name, so that it is no one's business but the network's."""
    said = [folded(word) for word in text.split() if word[:1].isupper()]
    return is_person(text, words) or not _folded(words.first_names).isdisjoint(said) or has_word(text, words.titles)


def are_several(text: str) -> bool:
    """Whether signs part a text into several names."""
    return bool(_PARTED.search(text.strip()))


def has_word(text: str, words: Iterable[str], begins: bool = False) -> bool:
    """Whether a text has, or begins with, one of these words or groups of words."""
    said = f" {folded(text)} "
    found = (f" {word} " for word in _folded(tuple(words)))
    return any(said.startswith(word) for word in found) if begins else any(word in said for word in found)


def says_ended(text: str, words: ListWords) -> bool:
    """Whether a remark has words by which an initiative is said to be no more, or to be another."""
    return "†" in text or has_word(text, (*words.ended, *words.merged, *words.doubled))


def _is_remark(text: str, words: ListWords) -> bool:
    plain = cells.plain(text)
    ends = plain.endswith(_ENDS) and len(plain.split()) >= _SENTENCE and not _ABBREVIATED.search(plain)
    return ends or ":" in plain or has_word(plain, words.notes, begins=True) or has_word(plain, words.sentences)


@lru_cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(folded, words))


def is_about_consent(text: str, book: Codebook) -> bool:
    """Whether a heading or a remark speaks of being shown or told of."""
    return has_word(text, book.lists.consent)


def is_negative(text: str, book: Codebook) -> bool:
    """Whether a text holds a word of refusal: under such a heading a tick is a no."""
    return has_word(text, book.lists.refusals)


def refuses(text: str, book: Codebook) -> bool:
    """Whether a text in words says no to being shown."""
    is_against = is_negative(text, book) or has_word(text, book.lists.withdrawn)
    return (is_against and is_about_consent(text, book)) or has_word(text, book.lists.private)

"""Names of initiatives as they are compared: without what people leave out, add or abbreviate."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from monitor_lib.intake.files.cells import plain
from monitor_lib.reference.areas import geography, place_names
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

# What people put behind or before a name and leave out again: it names the same initiative.
_ADDED = re.compile(r"\b(?:e ?o|c ?a|i o|in oprichting|a ?d|v ?d)\b")
_LEGAL = re.compile(
    r"\b(?:stichting|stg|vereniging|ver|werkgroep|cooperatieve|cooperatie|coop|u ?a|w ?a|b ?v|bewonersinitiatief)\b"
)
_LEGAL_FORMS = ("stichting", "vereniging", "cooperatie", "cooperatieve", "werkgroep")
# In shorter words a slip makes another word.
_SLIPPED = 5
# A word without a dot behind it that is shorter may be a word by itself: "buurt" is no buurtcollectief.
_CUT = 7
# How many words the name of a place may take, the longest first.
_SPANS = (3, 2, 1)
_DOTTED = re.compile(r"\b(\w{3,})\.")
# St. is Stichting or Sint: no one can tell, so neither counts.
_ARTICLES = ("de", "het", "een", "t", "s", "n", "d")
_PREPOSITIONS = ("van", "der", "den", "in", "op", "aan", "te", "ter", "ten", "voor", "bij")
FILLERS = frozenset([*_ARTICLES, *_PREPOSITIONS, "en", "st", "ste", "sint", "sinte", "omstreken", "omgeving"])
_TELLING = frozenset(["noord", "oost", "zuid", "west", "midden", "centrum", "binnenstad", "boven", "beneden", "nieuw"])
# Bodies that carry or house initiatives: another kind than the codebook's own words for an initiative.
_CARRIERS = {
    "dorpsbelangen": "dorpsbelang",
    "plaatselijk belang": "dorpsbelang",
    "doarpsbelang": "dorpsbelang",
    "doarpsbelangen": "dorpsbelang",
    "doarpshus": "dorpshuis",
    **{word: word for word in ("dorpsbelang", "dorpsraad", "wijkraad", "dorpshuis", "buurthuis", "buurtcentrum")},
    **{word: word for word in ("buurtvereniging", "wijkvereniging", "dorpsvereniging")},
}
CARRIER_KINDS = frozenset(_CARRIERS.values())
# Where people meet: of one kind by several words.
_ROOMS = dict.fromkeys(("huiskamer", "buurthuiskamer", "dorpshuiskamer", "wijkhuiskamer"), "huiskamer")
_NUMERAL = re.compile(r"[a-z]|i{2,3}|i?[vx]i{0,3}|\w*\d\w*")


@dataclass(frozen=True)
class Name:
    """A name taken apart: all its words, the kinds of initiative among them, and what sets it apart from its like.

    `spoken` are the words by which it names those kinds, `local` those of its place.
    """

    words: tuple[str, ...]
    kinds: frozenset[str]
    own: tuple[str, ...]
    spoken: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()

    @cached_property
    def key(self) -> str:
        """All words in alphabetical order: equal for the same name however written."""
        return " ".join(sorted(self.words))

    @cached_property
    def whole(self) -> str:
        """All words as one: equal where only a space slipped."""
        return "".join(self.words)

    @cached_property
    def ordered(self) -> str:
        """What sets it apart, in alphabetical order."""
        return " ".join(sorted(self.own))

    @cached_property
    def joined(self) -> str:
        """What sets it apart, as one word."""
        return "".join(self.own)

    @cached_property
    def elsewhere(self) -> "Name":
        """The name compared with one from another place, where its own place sets it apart too."""
        return replace(self, own=tuple(word for word in self.words if word not in self.kinds))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words in which two names may not differ: directions, sizes, numbers and single letters."""
        return frozenset(word for word in self.own if word in _TELLING or _NUMERAL.fullmatch(word))

    def beside(self, other: "Name") -> "Name":
        """The name without the words of the other's place, which say nothing where its own place is not known."""
        if other.local.isdisjoint(self.own):
            return self
        return replace(self, own=tuple(word for word in self.own if word not in other.local))


def kinds_of_initiative(book: Codebook) -> dict[str, str]:
    """The one word for every folded spelling of a kind of initiative, longest spellings first."""
    scale = book.scale_of_field("form")
    spellings = {
        folded(word): folded(option.label).replace(" ", "")
        for option in (scale.options if scale else ())
        if option.code not in book.other_of(scale)
        for word in (option.label, *option.synonyms)
    }
    codes = {code: code for code in spellings.values()}
    known = {**_CARRIERS, **_ROOMS, **codes, **spellings}
    return dict(sorted(known.items(), key=lambda entry: (-len(entry[0]), entry[0])))


def compared_name(name: str, place: str | None, kinds: Mapping[str, str]) -> Name:
    """A name as it is compared.

    Args:
        name: as delivered.
        place: the initiative's place; its words say nothing among neighbours.
        kinds: as given by `kinds_of_initiative`.
    """
    plainly = folded(name.replace("&", " en ").replace("+", " en ")) or plain(name).casefold()
    dotted = frozenset(folded(word) for word in _DOTTED.findall(name))
    local = tuple(folded(place or "").split())
    spelled = _localised(_ADDED.sub(" ", plainly).split(), place, local)
    text, spoken = _with_kinds(_corrected(spelled, dotted, local, tuple(kinds)), kinds)
    words = tuple(word for word in _LEGAL.sub(" ", text).split() if word not in FILLERS)
    words = words or tuple(plainly.split()) or (folded(name),)
    kind = frozenset(words) & frozenset(kinds.values())
    own = tuple(word for word in words if word not in kind and word not in local)
    return Name(words, kind, own, spoken, frozenset(local) - FILLERS)


def _localised(words: list[str], place: str | None, local: tuple[str, ...]) -> list[str]:
    """The words with the place as the row has it, where the name has it in another language or spelling."""
    spellings = _spellings(place) if place else frozenset()
    for size, start in itertools.product(_SPANS, range(len(words))):
        if place_names.key(" ".join(words[start : start + size])) in spellings:
            return [*words[:start], *local, *words[start + size :]]
    return words


@lru_cache(maxsize=10_000)
def _spellings(place: str) -> frozenset[str]:
    """The keys of all names of a place."""
    found = geography.by_place(place)
    return frozenset([place_names.key(place)]).union(*(place_names.keys(one.name, one.province) for one in found))


def _with_kinds(words: list[str], kinds: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """The text with one word for every kind of initiative, and the words that it has for them itself."""
    known, spoken = list(kinds), set()

    def code(match: re.Match) -> str:
        spelling = known[match.lastindex - 1 if match.lastindex else 0]
        spoken.add(spelling.replace(" ", ""))
        return kinds[spelling]

    return _pattern(tuple(kinds)).sub(code, " ".join(words)), frozenset(spoken)


@lru_cache
def _pattern(spellings: tuple[str, ...]) -> re.Pattern:
    """A pattern for every kind of initiative; of several words the first may be cut short, as in "Zorgz. Dorp"."""
    return re.compile("|".join(rf"\b({_short(spelling)})\b" for spelling in spellings))


def _short(spelling: str) -> str:
    first, *rest = spelling.split()
    return rf"{first[:_SLIPPED]}\w* {' '.join(rest)}" if rest and len(first) > _SLIPPED else spelling


def _corrected(words: list[str], dotted: frozenset[str], local: tuple[str, ...], kinds: tuple[str, ...]) -> list[str]:
    """The words that were meant where a letter or a space slipped, or a kind of initiative was cut short."""
    found: list[str] = []
    for word in words:
        if found and found[-1] + word in kinds:
            found[-1] += word
        else:
            found.append(word if word in local else _meant(word, word in dotted, local, kinds))
    return found


def _meant(word: str, dotted: bool, local: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    if len(word) < (_SLIPPED - dotted):
        return word
    near, short = _of_vocabulary(word, dotted, kinds)
    near = near or _slip_of(word, (*local, *_TELLING))
    # "Buurthuisk." is no slip of "buurthuis".
    return (short or near if dotted else near or short) or word


@lru_cache(maxsize=1 << 16)
def _of_vocabulary(word: str, dotted: bool, kinds: tuple[str, ...]) -> tuple[str, str]:
    """The word of kinds of initiatives that this one is or is a slip of, and the one that it shortens; "" if none."""
    vocabulary = _vocabulary(kinds)
    if word in vocabulary:
        return word, word
    short = (known for is_short in _SHORTENINGS for known in vocabulary if is_short(word, known, dotted))
    return _slip_of(word, vocabulary), next(short, "")


def _slip_of(word: str, words: Iterable[str]) -> str:
    return next((known for known in words if len(known) >= _SLIPPED and is_slip(word, known)), "")


@lru_cache
def _vocabulary(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Every word of some length that kinds of initiatives and legal forms are named by."""
    words = (
        word
        for spelling in (*kinds, *_LEGAL_FORMS, "omstreken", "omgeving")
        for word in spelling.split()
        if len(word) >= _SLIPPED
    )
    return tuple(sorted(set(words), key=lambda word: (len(word), word)))


def _is_cut(word: str, known: str, dotted: bool) -> bool:
    """Whether a word is the known one cut off, as "dorpsbel."."""
    return known.startswith(word) and (dotted or len(word) >= _CUT)


def _is_contracted(word: str, known: str, dotted: bool) -> bool:
    """Whether a word is the known one without letters in between, as "dorpshs."."""
    letters = iter(known)
    ends = word[:4] == known[:4] and word[-1] == known[-1] and len(word) >= _CUT - 1 - dotted
    return ends and all(letter in letters for letter in word)


def _is_cut_and_slipped(word: str, known: str, dotted: bool) -> bool:
    """Whether a word is the known one cut off with a slip of the pen, as "dropsbel."."""
    sizes = range(len(word) - 1, len(word) + 2)
    return dotted and len(word) > _SLIPPED and any(is_slip(word, known[:size]) for size in sizes)


_SHORTENINGS = (_is_cut, _is_contracted, _is_cut_and_slipped)


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one slip of the pen at most: a letter too many, one wrong, or two exchanged."""
    return -1 <= len(one) - len(other) <= 1 and OSA.distance(one, other, score_cutoff=1) <= 1

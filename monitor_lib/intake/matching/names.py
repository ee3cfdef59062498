"""Names of initiatives as they are compared: without what people leave out, add or abbreviate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from monitor_lib.intake.files.cells import plain
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.wording import folded

_LEGAL = re.compile(
    r"\b(?:stichting|stg|vereniging|ver|werkgroep|cooperatieve|cooperatie|coop|u ?a|w ?a|b ?v|i o|in oprichting)\b"
)
_LEGAL_FORMS = ("stichting", "vereniging", "cooperatie", "cooperatieve")
# In shorter words a slip makes another word.
_SLIPPED = 5
# St. is Stichting or Sint: no one can tell, so neither counts.
_FILLERS = frozenset(
    [
        *(
            "de",
            "het",
            "een",
            "t",
            "s",
            "en",
            "van",
            "der",
            "den",
            "in",
            "op",
            "aan",
            "te",
            "ter",
            "ten",
            "voor",
            "bij",
        ),
        *("st", "sint", "sinte"),
    ]
)
_TELLING = frozenset(["noord", "oost", "zuid", "west", "midden", "centrum", "binnenstad", "boven", "beneden", "nieuw"])
# Bodies that carry or house initiatives: another kind than the codebook's own words for an initiative.
_CARRIERS = {
    "dorpsbelangen": "dorpsbelang",
    "plaatselijk belang": "dorpsbelang",
    **{word: word for word in ("dorpsbelang", "dorpsraad", "wijkraad", "dorpshuis", "buurthuis", "buurtcentrum")},
    **{word: word for word in ("buurtvereniging", "wijkvereniging", "dorpsvereniging")},
}
CARRIER_KINDS = frozenset(_CARRIERS.values())


@dataclass(frozen=True)
class Name:
    """A name taken apart: all its words, the kinds of initiative among them, and what sets it apart from its like."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    own: tuple[str, ...]

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
        return Name(self.words, self.kinds, tuple(word for word in self.words if word not in self.kinds))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words in which two names may not differ: directions, sizes and numbers."""
        return frozenset(word for word in self.own if word in _TELLING or word.isdigit())


def kinds_of_initiative(book: Codebook) -> dict[str, str]:
    """The one word for every folded spelling of a kind of initiative, longest spellings first."""
    scale = book.scale_of_field("form")
    spellings = {
        folded(word): folded(option.label).replace(" ", "")
        for option in (scale.options if scale else ())
        if option.code not in book.other_of(scale)
        for word in (option.label, *option.synonyms)
    }
    known = {**_CARRIERS, **spellings}
    return dict(sorted(known.items(), key=lambda entry: (-len(entry[0]), entry[0])))


def compared_name(name: str, place: str | None, kinds: Mapping[str, str]) -> Name:
    """A name as it is compared.

    Args:
        name: as delivered.
        place: the initiative's place; its words say nothing among neighbours.
        kinds: as given by `kinds_of_initiative`.
    """
    text = folded(name.replace("&", " en ").replace("+", " en ")) or plain(name).casefold()
    for spelling, code in kinds.items():
        text = _cut(spelling).sub(code, text)
    text = _LEGAL.sub(" ", text)
    local = folded(place or "").split()
    meant = [_meant(word, kinds, local) for word in text.split()]
    words = tuple(word for word in meant if word and word not in _FILLERS) or tuple(text.split()) or (folded(name),)
    kind = frozenset(words) & frozenset(kinds.values())
    return Name(words, kind, tuple(word for word in words if word not in kind and word not in local))


@lru_cache
def _cut(spelling: str) -> re.Pattern:
    """A pattern for a kind of initiative; of several words the first may be cut short, as in "Zorgz. Dorp"."""
    first, *rest = spelling.split()
    short = rf"{first[:_SLIPPED]}\w* {' '.join(rest)}" if rest and len(first) > _SLIPPED else spelling
    return re.compile(rf"\b{short}\b")


def _meant(word: str, kinds: Mapping[str, str], local: list[str]) -> str:
    """The word that was meant where a letter slipped, or a kind of initiative was cut short; "" for a legal form."""
    if len(word) < _SLIPPED or word in local or word in kinds:
        return word
    if any(is_slip(word, form) for form in _LEGAL_FORMS):
        return ""
    kind = next((code for known, code in kinds.items() if is_slip(word, known) or known.startswith(word)), None)
    return kind or next((known for known in (*local, *_TELLING) if len(known) >= 5 and is_slip(word, known)), word)


@lru_cache(maxsize=1 << 17)
def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one slip of the pen: a letter too many, one wrong, or two exchanged."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, remainder = one[start:], other[start:]
    exchanged = rest[:2] == remainder[:2][::-1] and rest[2:] == remainder[2:]
    return rest[1:] == remainder[1:] or rest[1:] == remainder or rest == remainder[1:] or exchanged

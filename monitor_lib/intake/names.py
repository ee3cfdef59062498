"""Names of initiatives as they are compared: without what people leave out, add or abbreviate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor_lib.intake.cells import plain
from monitor_lib.reference.codebook_records import Codebook
from monitor_lib.reference.wording import folded

_LEGAL = re.compile(
    r"\b(?:stichting|stg|vereniging|ver|werkgroep|cooperatieve|cooperatie|coop|u ?a|w ?a|b ?v|i o|in oprichting)\b"
)
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


@dataclass(frozen=True)
class Name:
    """A name taken apart: all its words, the kinds of initiative among them, and what sets it apart from its like."""

    words: tuple[str, ...]
    kinds: frozenset[str]
    own: tuple[str, ...]

    @property
    def key(self) -> str:
        """All words in alphabetical order: equal for the same name however written."""
        return " ".join(sorted(self.words))

    @property
    def telling(self) -> frozenset[str]:
        """Words in which two names may not differ: directions, sizes and numbers."""
        return frozenset(word for word in self.own if word in _TELLING or word.isdigit())


def kinds_of_initiative(book: Codebook) -> dict[str, str]:
    """The code of every folded spelling of a kind of initiative, longest first."""
    spellings = {
        folded(word): option.code
        for option in book.scale("benaming").options
        if option.code != "anders"
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
        text = re.sub(rf"\b{spelling}\b", code, text)
    text = _LEGAL.sub(" ", text)
    words = tuple(word for word in text.split() if word not in _FILLERS) or tuple(text.split()) or (folded(name),)
    kind = frozenset(words) & frozenset(kinds.values())
    local = folded(place or "").split()
    return Name(words, kind, tuple(word for word in words if word not in kind and word not in local))

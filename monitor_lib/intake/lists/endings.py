"""What lists say of an initiative that is no more, or that is another's double: it is proposed, and never settled."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from monitor_lib.reference.records import ListWords
from monitor_lib.reference.text.folding import folded

_CROSS = re.compile(r"[†✝]")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# What may stand behind "gestopt" at the end of a name: when.
_WHEN = re.compile(
    r"(?:\W|\d|\b(?:per|in|sinds|eind|begin|medio|op|van|vanaf|sedert|januari|februari|maart|april|mei|juni|juli|"
    r"augustus|september|oktober|november|december|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec)\b)*"
)
_PARTS = " -–—,;:/|("


@dataclass(frozen=True)
class Told:
    """What a text says beside a name: the `rest`, whether it has `ended`, and the names of what it is or became."""

    rest: str
    ended: bool = False
    double: bool = False
    others: tuple[str, ...] = ()


def told(name: str, words: ListWords) -> Told:
    """A name without what it says of its state, and what that is; a name that would be nothing else stays whole."""
    said: list[Told] = []

    def bare(aside: re.Match) -> str:
        found = state(aside[1] or aside[2] or "", words)
        said.extend([found] if found else [])
        return " " if found else aside[0]

    rest = _CROSS.sub(" ", _BRACKETED.sub(bare, name))
    said += [Told("", ended=True)] if _CROSS.search(name) else []
    for cut in (_behind, _before):
        if found := cut(rest, words):
            said.append(found)
            rest = found.rest
    rest = " ".join(rest.strip(_PARTS).split())
    others = tuple(other for one in said for other in one.others)
    if not any(map(str.isalnum, rest)):
        return Told(name)
    return Told(rest, any(one.ended for one in said), any(one.double for one in said), others)


def state(text: str, words: ListWords) -> Told | None:
    """What a remark, or what stands in brackets, says of the state of an initiative; None where it says nothing."""
    plain = _plain(text)
    behind = [match for match in (_pattern(words.merged).search(plain), _pattern(words.doubled).search(plain)) if match]
    ended = bool(_CROSS.search(text) or _pattern((*words.ended, *words.merged)).search(plain))
    double = _pattern(words.doubled).search(plain) is not None
    others = tuple(other for match in behind if (other := _name_behind(text[match.end() :])))
    return Told("", ended, double, others) if ended or double else None


def _name_behind(text: str) -> str:
    """The name that begins a text: up to a sign that ends it."""
    name = re.split(r"[.,;()\[\]/]|\s-\s", text.strip(" :-–\"'"))[0].strip(" \"'")
    return name if any(map(str.isalpha, name)) else ""


def _behind(name: str, words: ListWords) -> Told | None:
    """The state at the end of a name: behind a sign that parts, or with no more than a moment behind it."""
    plain = _plain(name)
    for match in _pattern((*words.ended, *words.merged, *words.doubled)).finditer(plain):
        before, after = name[: match.start()].rstrip(), plain[match.end() :]
        of_another = _pattern((*words.merged, *words.doubled)).fullmatch(plain, match.start(), match.end())
        names_another = of_another and name[match.end() :].lstrip(_PARTS)[:1].isupper()
        parts = before[-1:] in _PARTS or names_another or _WHEN.fullmatch(after)
        if before.strip(_PARTS) and parts and (found := state(name[match.start() :], words)):
            return Told(before.rstrip(_PARTS), found.ended, found.double, found.others)
    return None


def _before(name: str, words: ListWords) -> Told | None:
    """The state at the beginning of a name: "VERVALLEN - ", "ex-"."""
    plain = _plain(name)
    former = _pattern(words.former).match(plain)
    ended = _pattern(words.ended).match(plain)
    if former and name[former.end() :].strip(_PARTS):
        return Told(name[former.end() :].lstrip(_PARTS + "."), ended=True)
    if ended and re.match(r"\s*[-–—:,;/|]", name[ended.end() :]):
        return Told(name[ended.end() :].lstrip(_PARTS), ended=True)
    return None


def _plain(text: str) -> str:
    """The text in small ASCII letters, sign by sign, so that what is found in it stands at the same place."""
    return "".join(map(_sign, text))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign)[:1].casefold()
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else " "


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern:
    """A pattern for each of these words or groups of words, the longest first."""
    known = sorted({folded(word) for word in words}, key=lambda word: (-len(word), word))
    spelled = "|".join(r"\s+".join(map(re.escape, word.split())) for word in known)
    return re.compile(rf"(?<![a-z0-9])(?:{spelled})(?![a-z0-9])" if known else r"(?!)")

"""Which rows are one initiative, and which answer belongs to which initiative. Every decision has its evidence."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.names import Name, is_slip

ACCEPTED = 4
REVIEWED = 2
# Names of so many letters that differ in one are the same.
_LONG = 10
# In shorter words a slip makes another word.
_SHORTEST = 5
_NAME_POINTS = ((95, 4), (88, 3), (78, 2), (65, 0))
_TELLING_NAME = 78  # from here on likeness alone speaks for it


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against two entries being one initiative."""

    points: float
    name: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        """The evidence in Dutch words."""
        return ", ".join([f"naam {self.name}", *self.reasons])


def evidence(one: Entry, other: Entry) -> Evidence:
    """The evidence that two entries are one initiative; from ACCEPTED points they are, from REVIEWED they may be.

    A shared contact or website only counts beside a name that is alike: neither can reach REVIEWED without it.
    """
    alike = _name_likeness(*_names(one, other))
    points: float = next((points for least, points in _NAME_POINTS if alike >= least), -4)
    against = contradictions(one, other)
    judged = [(-3, word) for word in against] + list(_circumstances(one, other))
    return Evidence(points + sum(score for score, _ in judged), round(alike), tuple(word for _, word in judged))


def _are_alike(one: Entry, other: Entry) -> bool:
    """Whether the names are so alike that the rest can make it REVIEWED: that adds 4.5 points at most."""
    return _name_likeness(*_names(one, other)) >= _NAME_POINTS[-1][0]


def _names(one: Entry, other: Entry) -> tuple[Name, Name]:
    """The names to compare; of two places their names set them apart: "Lierop Zorgt" is not "Lieshout Zorgt"."""
    apart = one.place and other.place and one.place != other.place and not _may_be_near(one, other)
    return (one.name.elsewhere, other.name.elsewhere) if apart else (one.name, other.name)


def _name_likeness(one: Name, other: Name) -> float:
    """How alike two names are, 0 to 100; kinds and place only count where nothing else sets a name apart."""
    if one.key == other.key or one.whole == other.whole:
        return 100
    if min(len(one.whole), len(other.whole)) >= _LONG and is_slip(one.whole, other.whole):
        return 97
    if not one.own or not other.own:
        return 100 if one.own == other.own and one.kinds == other.kinds else 60
    if len(one.own) == len(other.own) and all(map(_same_word, one.own, other.own)):
        return 97
    likeness = max(fuzz.ratio(one.ordered, other.ordered), fuzz.ratio(one.joined, other.joined))
    shorter, longer = sorted((one, other), key=lambda name: len(name.own))
    if not set(shorter.own) <= set(longer.own) or max(map(len, shorter.own)) < 4:
        return likeness
    extra = "".join(word for word in longer.own if word not in shorter.own)
    return 97 if any(_is_misspelled(extra, kind) for kind in shorter.kinds) else max(likeness, 80)


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one, with a slip of the pen or cut short."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _SHORTEST and (is_slip(one, other) or _is_cut(shorter, longer)))


def _is_cut(shorter: str, longer: str) -> bool:
    """Whether a word is the other without its end, and not its singular."""
    return longer.startswith(shorter) and len(longer) >= len(shorter) + 3


def _is_misspelled(word: str, kind: str) -> bool:
    """Whether a word is a kind of initiative with a slip of the pen, or cut off."""
    return fuzz.ratio(word, kind) >= 85 or (len(word) >= 5 and kind.startswith(word))


def contradictions(one: Entry, other: Entry) -> list[str]:
    """What keeps two entries apart whatever else is alike: an umbrella is not its member, North is not South."""
    found = []
    if _is_other_kind(one, other):
        found.append("ander soort initiatief")
    if one.name.telling != other.name.telling and one.name.whole != other.name.whole and one.name.key != other.name.key:
        found.append("naam verschilt in richting of nummer")
    if len({one.location.province, other.location.province} - {""}) > 1:
        found.append("andere provincie")
    return found


def _is_other_kind(one: Entry, other: Entry) -> bool:
    return bool(one.name.kinds and other.name.kinds) and one.name.kinds.isdisjoint(other.name.kinds)


def _circumstances(one: Entry, other: Entry) -> Iterator[tuple[float, str]]:
    """Points for where they are and how they are reached."""
    here, there = one.location, other.location
    if one.place and one.place == other.place:
        yield (1, "zelfde plaats")
    elif one.place and other.place and not _may_be_near(one, other):
        yield (-1.5 if here.municipality and here.municipality == there.municipality else -2.5, "andere plaats")
    if here.postcode and there.postcode:
        yield (0.5, "zelfde postcode") if here.postcode == there.postcode else (-0.5, "andere postcode")
    if one.domain and other.domain:
        yield (2, "zelfde website") if one.domain == other.domain else (-0.5, "andere website")
    if shared := one.contacts & other.contacts:
        yield (1, "zelfde e-mailadres" if any("@" in contact for contact in shared) else "zelfde telefoonnummer")


def _may_be_near(one: Entry, other: Entry) -> bool:
    """Whether a place that no one knows, such as "de dorpen rond Boxtel", names the other's."""
    unknown = {"municipality", "province"} & {one.location.placed_by, other.location.placed_by}
    return bool(unknown) and not {word for word in one.place.split() if len(word) > 3}.isdisjoint(other.place.split())


def pairs(entries: list[Entry]) -> dict[tuple[int, int], Evidence]:
    """The evidence of every two entries (by their positions) that is worth a review at least."""
    candidates = {pair for block in _members(entries).values() for pair in itertools.combinations(block, 2)}
    likely = [(i, j) for i, j in sorted(candidates) if _are_alike(entries[i], entries[j])]
    weighed = {(i, j): evidence(entries[i], entries[j]) for i, j in likely}
    return {pair: found for pair, found in weighed.items() if found.points >= REVIEWED}


def namesakes(asked: Entry, listed: list[Entry], owners: list[str]) -> set[str]:
    """The initiatives that a questionnaire may be of by its name, wherever it and they say to be."""
    return {
        owner
        for other, owner in zip(listed, owners, strict=True)
        if _name_likeness(*_names(asked, other)) >= _TELLING_NAME and not _is_other_kind(asked, other)
    }


def matched(asked: list[Entry], listed: list[Entry], owners: list[str]) -> dict[tuple[str, str, int], str]:
    """The initiative of every questionnaire that belongs to one, by the questionnaire's key.

    Args:
        asked: the questionnaires.
        listed: the rows of the lists.
        owners: the id of each row's initiative.

    Returns:
        No entry for a questionnaire without an accepted match, or with equally good ones at two initiatives.
    """
    blocks = _members(listed)
    found = {}
    for entry in asked:
        scores: dict[str, tuple[float, int]] = {}
        near = {position for block in _blocks(entry) for position in blocks.get(block, ())}
        for position in (position for position in near if _are_alike(entry, listed[position])):
            seen = evidence(entry, listed[position])
            scores[owners[position]] = max(scores.get(owners[position], (0, 0)), (seen.points, seen.name))
        best = max(scores.values(), default=(0, 0))
        winners = [owner for owner, score in scores.items() if score == best]
        if best[0] >= ACCEPTED and len(winners) == 1:
            found[entry.key] = winners[0]
    return found


def _members(entries: list[Entry]) -> dict[tuple[str, str], list[int]]:
    """The positions of the entries in every block."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        for block in _blocks(entry):
            members[block].append(position)
    return members


def _blocks(entry: Entry) -> Iterator[tuple[str, str]]:
    """What two entries must have in common, at least one of these, to be compared at all."""
    yield from (("contact", contact) for contact in entry.contacts)
    known = {
        "name": entry.name.key,
        "own": entry.name.ordered,
        "place": entry.place,
        "postcode": entry.location.postcode,
        "municipality": entry.location.municipality,
        "domain": entry.domain,
    }
    yield from ((kind, value) for kind, value in known.items() if value)

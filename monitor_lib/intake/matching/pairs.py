"""Which rows are one initiative, and which answer belongs to which initiative. Every decision has its evidence."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.likeness import HARDLY, NEARLY, PART, SAME, is_other_kind, is_other_word, likeness
from monitor_lib.intake.matching.names import CARRIER_KINDS, Name

ACCEPTED = 4
REVIEWED = 2
_NAME_POINTS = ((SAME, 4), (PART, 2), (NEARLY, 1), (HARDLY, 0))
_EQUAL = 100
_UNLIKE = -4
_AGAINST = -3
_NAMESAKE = 75  # from here on likeness alone speaks for it
_SURE_CONTACTS = ("zelfde website", "zelfde e-mailadres")
# The name of a website is the initiative's own from so many letters on.
_TELLING_SITE = 6
# A block of more is compared within narrower ones: all pairs of a large town would take for ever.
_CROWDED = 40
_LOCAL = ("municipality", "place", "postcode")


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

    Contacts that are the same make no two names one, and contacts that all differ leave one name to a person; neither
    is passed over in the same place.
    """
    return _evidence(one, other, _alike(one, other))


def _alike(one: Entry, other: Entry) -> float:
    """How alike the names are; a kind alone is a name only beside a place."""
    here, there = _names(one, other)
    placed = one.place == other.place != "" or _is_named(one, other) or _is_named(other, one)
    return likeness(here, there) if here.own or there.own or placed else min(likeness(here, there), PART)


def _evidence(one: Entry, other: Entry, alike: float) -> Evidence:
    by_name = next((points for least, points in _NAME_POINTS if alike >= least), _UNLIKE)
    against = contradictions(one, other)
    judged = [(_AGAINST, word) for word in against] + list(_circumstances(one, other))
    points = by_name + sum(score for score, _ in judged)
    if are_reached_otherwise(one, other) or _are_neighbours(one, other, alike):
        points = min(points, ACCEPTED - 0.5)
    if points < REVIEWED and one.place and one.place == other.place and (alike >= SAME or _must_be_seen(one, other)):
        points = REVIEWED
    return Evidence(points, round(alike), tuple(word for _, word in judged))


def are_listed_together(one: Entry, other: Entry) -> bool:
    """Whether two entries stand on one list: who wrote both may well mean two initiatives."""
    return one.key[0] == other.key[0]


def _are_neighbours(one: Entry, other: Entry, alike: float) -> bool:
    """Whether two names on one list differ by a slip of the pen, or by design as "Linde" and "Lende", for all we know.

    Letters that are exchanged, doubled or left out are slips; so is another one where a contact is the same.
    """
    here, there = set(one.name.own), set(other.name.own)
    words = itertools.product(here - there, there - here)
    is_other = SAME <= alike < _EQUAL and any(itertools.starmap(_has_another_letter, words))
    return is_other and are_listed_together(one, other) and not any(reached.same for reached in _reached(one, other))


def _has_another_letter(one: str, other: str) -> bool:
    """Whether one letter of a word is another in the other."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _must_be_seen(one: Entry, other: Entry) -> bool:
    """Whether two entries have the place and the website or the e-mail address in common."""
    here = bool(one.place) and one.place == other.place
    return here and any(reached.word in _SURE_CONTACTS for reached in _reached(one, other))


def _names(one: Entry, other: Entry) -> tuple[Name, Name]:
    """The names to compare; of two places their names set them apart: "Lierop Zorgt" is not "Lieshout Zorgt"."""
    return (one.name.elsewhere, other.name.elsewhere) if _are_apart(one, other) else _beside(one, other)


def _beside(one: Entry, other: Entry) -> tuple[Name, Name]:
    return one.name.beside(other.name), other.name.beside(one.name)


def _are_apart(one: Entry, other: Entry) -> bool:
    """Whether two entries lie in two places, or two municipalities, for all that is known."""
    if one.place == other.place or _may_be_near(one, other):
        return False
    towns = {one.location.municipality, other.location.municipality} - {None}
    return bool(one.place and other.place) or len(towns) > 1


def contradictions(one: Entry, other: Entry) -> list[str]:
    """What keeps two entries apart whatever else is alike: an umbrella is not its member, North is not South."""
    found = []
    if is_other_kind(one.name, other.name):
        found.append("ander soort initiatief")
    here, there = _beside(one, other)
    if here.telling != there.telling and one.name.whole != other.name.whole and one.name.key != other.name.key:
        found.append("naam verschilt in richting of nummer")
    if len({one.location.province, other.location.province} - {""}) > 1:
        found.append("andere provincie")
    return found


class _Reached(NamedTuple):
    """One kind of contact that two entries both have: whether it is the same, and what that is worth."""

    word: str
    same: bool
    points: float


def _reached(one: Entry, other: Entry) -> Iterator[_Reached]:
    """How both are reached, kind by kind; a website that only got a longer name is neither the same nor another."""
    if one.domain in (other.domain, *other.hosts) or other.domain in one.hosts:
        if one.domain or other.domain:
            yield _Reached("zelfde website", True, 2)
    elif one.domain and other.domain:
        yield _Reached("andere website", False, 0 if _is_moved(one.domain, other.domain) else -0.5)
    for word, points, here, there in (
        ("e-mailadres", 1.5, one.emails, other.emails),
        ("telefoonnummer", 1, one.phones, other.phones),
    ):
        if here and there:
            same = not here.isdisjoint(there)
            yield _Reached(f"zelfde {word}" if same else f"ander {word}", same, points if same else -0.5)


def _is_moved(one: str, other: str) -> bool:
    """Whether a website's name is the other's with something before or behind it."""
    shorter, longer = sorted((one.rpartition(".")[0], other.rpartition(".")[0]), key=len)
    return len(shorter) >= _TELLING_SITE and shorter in longer


def are_reached_otherwise(one: Entry, other: Entry) -> bool:
    """Whether two entries have contacts of several kinds, and none in common."""
    found = [reached.same for reached in _reached(one, other)]
    return len(found) > 1 and not any(found)


def _circumstances(one: Entry, other: Entry) -> Iterator[tuple[float, str]]:
    """Points for how they call their kind, where they are and how they are reached."""
    if is_other_word(one.name, other.name):
        yield (-2, "ander woord voor de soort")
    elif bool(one.name.kinds) != bool(other.name.kinds):
        yield (-1.5 if one.name.kinds | other.name.kinds <= CARRIER_KINDS else -1, "soort ontbreekt")
    yield from _whereabouts(one, other)
    mailed = not one.emails.isdisjoint(other.emails)
    for reached in _reached(one, other):
        # The phone of whom the mail is of tells nothing more.
        yield (0 if mailed and reached.word == "zelfde telefoonnummer" else reached.points, reached.word)
    if are_reached_otherwise(one, other):
        yield (0, "alle contactgegevens anders")


def _whereabouts(one: Entry, other: Entry) -> Iterator[tuple[float, str]]:
    here, there = one.location, other.location
    if one.place and one.place == other.place:
        yield (1, "zelfde plaats")
    elif one.place and other.place and not _may_be_near(one, other):
        yield (-2 if here.municipality and here.municipality == there.municipality else -3, "andere plaats")
    elif _is_named(one, other) or _is_named(other, one):
        yield (1, "plaats in de naam")
    if here.postcode and there.postcode:
        yield (0.5, "zelfde postcode") if here.postcode == there.postcode else (-0.5, "andere postcode")


def _is_named(one: Entry, other: Entry) -> bool:
    """Whether an entry without a place has the other's in its name."""
    return not one.place and bool(other.name.local) and other.name.local <= set(one.name.words)


def _may_be_near(one: Entry, other: Entry) -> bool:
    """Whether a place that no one knows, such as "de dorpen rond Boxtel", names the other's."""
    unknown = {"municipality", "province"} & {one.location.placed_by, other.location.placed_by}
    return bool(unknown) and not {word for word in one.place.split() if len(word) > 3}.isdisjoint(other.place.split())


def pairs(entries: list[Entry]) -> dict[tuple[int, int], Evidence]:
    """The evidence of every two entries (by their positions) that is worth a review at least."""
    candidates = {pair for block in _narrow(entries) for pair in itertools.combinations(block, 2)}
    weighed = ((pair, _weighed(entries[pair[0]], entries[pair[1]])) for pair in sorted(candidates))
    return {pair: found for pair, found in weighed if found and found.points >= REVIEWED}


def _weighed(one: Entry, other: Entry) -> Evidence | None:
    """The evidence that two entries are one, or nothing where names have nothing in common and contacts neither."""
    alike = _alike(one, other)
    return _evidence(one, other, alike) if alike >= HARDLY or _must_be_seen(one, other) else None


def namesakes(asked: Entry, listed: list[Entry], owners: list[str]) -> set[str]:
    """The initiatives that a questionnaire may be of by its name, wherever it and they say to be."""
    return {
        owner
        for other, owner in zip(listed, owners, strict=True)
        if likeness(*_names(asked, other)) >= _NAMESAKE and not is_other_kind(asked.name, other.name)
    }


def matched(asked: list[Entry], listed: list[Entry], owners: list[str]) -> dict[tuple[str, str, int], str]:
    """The initiative of every questionnaire that belongs to one, by the questionnaire's key.

    That both have mail at a host of very many brings no two together.

    Args:
        asked: the questionnaires.
        listed: the rows of the lists.
        owners: the id of each row's initiative.

    Returns:
        No entry for a questionnaire without an accepted match, or with equally good ones at two initiatives.
    """
    blocks = {key: block for key, block in _members(listed).items() if key[0] != "domain" or len(block) <= _CROWDED}
    found = {}
    for entry in asked:
        scores: dict[str, tuple[float, int]] = {}
        near = {position for block in _blocks(entry) for position in blocks.get(block, ())}
        nameless = replace(entry, contacts=frozenset())
        for position in near:
            # Who answers need not be whom a list knows: another contact says nothing.
            known = listed[position].contacts & entry.contacts
            if seen := _weighed(entry if known else nameless, listed[position]):
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


def _narrow(entries: list[Entry]) -> Iterator[list[int]]:
    """The blocks; of a municipality, or a crowded one, those who share an end of a word that sets them apart.

    A name that very many bear, and a host of very many mails, tell nothing without a place.
    """
    for (kind, _), block in _members(entries).items():
        if kind != "municipality" and len(block) <= _CROWDED:
            yield block
        elif kind in _LOCAL:
            parts: dict[str, list[int]] = defaultdict(list)
            for position in block:
                for part in _ends(entries[position].name):
                    parts[part].append(position)
            yield from parts.values()


def _ends(name: Name) -> set[str]:
    """What one slip of the pen leaves of the words that set a name apart; of one without such its kind and place."""
    return {end for word in name.own or (*name.words, *name.local) for end in (f"{word[:4]}-", f"-{word[-4:]}")}


def _blocks(entry: Entry) -> Iterator[tuple[str, str]]:
    """What two entries must have in common, at least one of these, to be compared at all."""
    yield from (("contact", contact) for contact in entry.contacts)
    yield from (("domain", host) for host in entry.hosts)
    known = {
        "name": entry.name.key,
        "own": entry.name.ordered,
        "place": entry.place,
        "postcode": entry.location.postcode,
        "municipality": entry.location.municipality,
        "domain": entry.domain,
    }
    yield from ((kind, value) for kind, value in known.items() if value)

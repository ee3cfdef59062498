"""What the lists and questionnaires of a wave have of those who took consent back, and what is left of that.

An initiative of the register is known by its id and, where that is gone, by what its rows said: the same lists may be
delivered again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from monitor_lib.intake.files.decisions import Line
from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.matching import pairs, respondents
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.inventory import Inventory, Key
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.intake.places.addresses import UNKNOWN
from monitor_lib.intake.survey.responses import Response
from monitor_lib.intake.withdrawals import Register, takes_answers
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import CONSENTS, PROUD


@dataclass(frozen=True)
class Gone:
    """Whom a wave has of the register, by id: whose every consent is a no, and whose answers do not count.

    `alike` are initiatives that may be one of them: they stay off the map until a person says that they are not.
    """

    ids: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def refused(self) -> frozenset[str]:
        """Who stays off the map."""
        return self.ids | self.alike


def gone(made: Register, inventory: Inventory, book: Codebook) -> Gone:
    """Whom the lists of a wave have of the register.

    By its id; else by what its rows said; else by a match as a questionnaire is matched. Where there is none of these,
    whoever has such a name in the same province may be it.
    """
    ids, answers, alike, faults = set(), set(), set(), []
    for initiative, lines in made.by_id.items():
        known = _entries(lines, book)
        own = _owners(initiative, known, inventory)
        ids |= own
        answers |= own if takes_answers(lines) else set()
        others = {name for line in lines for name in line["apart"].split("|")}
        near = set() if own else _namesakes(known, inventory) - others
        alike |= near
        faults += [*_remarks(own, _BACK, inventory), *_remarks(near, _ALIKE, inventory)]
    return Gone(frozenset(ids), frozenset(answers), frozenset(alike), tuple(faults))


_BACK = "trok zich terug: van dit initiatief wordt niets getoond, wat deze rij of een vragenlijst ook zegt."
_ALIKE = (
    "heet als een initiatief dat zich terugtrok, en staat daarom niet op de kaart. Is het een ander, zet dan {id} bij "
    "apart in withdrawn.csv, met who en when."
)


def _remarks(found: set[str], message: str, inventory: Inventory) -> Iterator[Fault]:
    """A remark per initiative, at its first row."""
    places = dict(zip(reversed(inventory.owners), reversed(inventory.entries), strict=True))
    for one in sorted(found):
        file, sheet, row = places[one].key
        yield Fault(file, "withdrawn", message.format(id=one), sheet, row, severity="remark")


def _entries(lines: list[Line], book: Codebook) -> list[Entry]:
    """The lines of the register as they are compared."""
    kinds = kinds_of_initiative(book)
    return [
        Entry(
            ("", "", n),
            compared_name(line["name"], line["place"], kinds),
            replace(UNKNOWN, place=line["place"] or None, province=line["province"]),
        )
        for n, line in enumerate(lines)
    ]


def _owners(initiative: str, known: list[Entry], inventory: Inventory) -> set[str]:
    """The initiatives of the lists that are one of the register."""
    if initiative in inventory.owners:
        return {initiative}
    marks = {entry.mark for entry in known}
    listed = zip(inventory.entries, inventory.owners, strict=True)
    same = {owner for entry, owner in listed if entry.mark in marks}
    return same or set(pairs.matched(known, inventory.entries, inventory.owners).values())


def _namesakes(known: list[Entry], inventory: Inventory) -> set[str]:
    found = set()
    for entry in known:
        listed = zip(inventory.entries, inventory.owners, strict=True)
        near = [each for each in listed if each[0].location.province == entry.location.province]
        found |= pairs.namesakes(entry, [other for other, _ in near], [owner for _, owner in near])
    return found


# ---- its questionnaires ----


def obeyed(
    surveyed: Cleaned, invited: Cleaned, inventory: Inventory, lists: tuple[Register, Gone], book: Codebook
) -> tuple[list[Response], list[Fault]]:
    """The questionnaires as the register has them: without those that were taken back, and without consent of others.

    Args:
        surveyed: the questionnaires.
        invited: the participants.
        inventory: the lists as one.
        lists: the register, and whom the lists have of it.
        book: the questionnaire of the wave.

    Returns:
        The questionnaires, and a remark per one that was left out.
    """
    made, found = lists
    if not made.lines:
        return surveyed.rows, []
    owners = respondents.owners(surveyed, invited, inventory, book)
    owners |= _unlisted(surveyed, invited, owners, made, book)
    answers = {*found.answers, *(one for one, lines in made.by_id.items() if takes_answers(lines))}
    ids = {*found.ids, *made.by_id}
    left = [one for one in surveyed.rows if owners.get(one.place) in answers]
    kept = [one for one in surveyed.rows if owners.get(one.place) not in answers]
    message = "deze antwoorden zijn teruggetrokken en niet gebruikt. Wis ze ook in het enquêteprogramma."
    faults = [Fault(one.file, "withdrawn", message, one.sheet, one.row, severity="remark") for one in left]
    return [_silent(one, book) if owners.get(one.place) in ids else one for one in kept], faults


def _unlisted(
    surveyed: Cleaned, invited: Cleaned, owners: Mapping[Key, str], made: Register, book: Codebook
) -> dict[Key, str]:
    """The questionnaires of initiatives of the register that stand on no list any more."""
    tokens = {one.token: one.initiative for one in invited.rows if one.initiative in made.by_id}
    rest = [one for one in surveyed.rows if one.place not in owners]
    entries = [(name, entry) for name, lines in made.by_id.items() for entry in _entries(lines, book)]
    said = respondents.said_by(rest, surveyed, book)
    matched = pairs.matched(said, [entry for _, entry in entries], [name for name, _ in entries])
    return matched | {one.place: tokens[one.token] for one in rest if one.token in tokens}


def _silent(one: Response, book: Codebook) -> Response:
    """A questionnaire that agrees to nothing, without the text that could be quoted; its other answers stay."""
    proud = book.question_with(PROUD)
    told = {proud.id: replace(one.answers[proud.id], value=None)} if proud else {}
    return replace(one, agreed=dict.fromkeys(CONSENTS, False), answers={**one.answers, **told})

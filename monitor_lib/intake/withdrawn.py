"""What the lists and questionnaires of a wave have of those who took consent back, and what is left of that.

An initiative of the register is known by its id and, where that is gone, by what its rows said: the same lists may be
delivered again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.matching import pairs, respondents
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.inventory import Inventory, Key
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.intake.places.addresses import UNKNOWN
from monitor_lib.intake.survey.responses import Response
from monitor_lib.intake.withdrawals import Register, Said, said_in, takes_answers
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
        own, near = meant(initiative, map(said_in, lines), (inventory.entries, inventory.owners), book)
        ids |= own
        answers |= own if takes_answers(lines) else set()
        near -= {name for line in lines for name in line["apart"].split("|")}
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


def meant(
    initiative: str, said: Iterable[Said], listed: tuple[list[Entry], list[str]], book: Codebook
) -> tuple[set[str], set[str]]:
    """Which initiatives of some lists are one that took consent back, and which may be it where none is.

    Args:
        initiative: its id.
        said: what rows said of it before.
        listed: the rows of the lists, and the id of each row's initiative.
        book: the codebook.
    """
    rows, owners = listed
    known = as_compared(said, book)
    if initiative in owners:
        return {initiative}, set()
    marks = {entry.mark for entry in known}
    same = {owner for entry, owner in zip(rows, owners, strict=True) if entry.mark in marks}
    own = same or set(pairs.matched(known, rows, owners).values())
    return own, set() if own else _namesakes(known, rows, owners)


def as_compared(said: Iterable[Said], book: Codebook) -> list[Entry]:
    """What rows say, as it is compared."""
    kinds = kinds_of_initiative(book)
    return [
        Entry(("", "", n), compared_name(name, place, kinds), replace(UNKNOWN, place=place or None, province=province))
        for n, (name, place, province) in enumerate(said)
    ]


def _namesakes(known: list[Entry], rows: list[Entry], owners: list[str]) -> set[str]:
    found = set()
    for entry in known:
        listed = zip(rows, owners, strict=True)
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
    owners |= _of_register(surveyed, invited, owners, made, book)
    answers = {*found.answers, *(one for one, lines in made.by_id.items() if takes_answers(lines))}
    ids = {*found.ids, *made.by_id}
    left = [one for one in surveyed.rows if owners.get(one.place) in answers]
    kept = [one for one in surveyed.rows if owners.get(one.place) not in answers]
    message = "deze antwoorden zijn teruggetrokken en niet gebruikt. Wis ze ook in het enquêteprogramma."
    faults = [Fault(one.file, "withdrawn", message, one.sheet, one.row, severity="remark") for one in left]
    return [_silent(one, book) if owners.get(one.place) in ids else one for one in kept], faults


def _of_register(
    surveyed: Cleaned, invited: Cleaned, owners: Mapping[Key, str], made: Register, book: Codebook
) -> dict[Key, str]:
    """The questionnaires of initiatives of the register: by whom a token was given to, else by what they say.

    Whose id stands beside a token, it is of, also where a list has the name. What was invited or says to be something
    that no list has is compared with what lists had of the register.
    """
    rest = [one for one in surveyed.rows if one.place not in owners]
    asked = {one.token for one in rest}
    unlisted = respondents.invited_as([one for one in invited.rows if one.token in asked], invited, book)
    given = _matched(unlisted, made, book)
    given |= {one.place: one.initiative for one in invited.rows if one.initiative in made.by_id}
    tokens = {one.token: given[one.place] for one in invited.rows if one.place in given}
    by_token = {one.place: tokens[one.token] for one in surveyed.rows if one.token in tokens}
    return _matched(respondents.said_by(rest, surveyed, book), made, book) | by_token


def _matched(said: list[Entry], made: Register, book: Codebook) -> dict[Key, str]:
    """Which initiative of the register each is, by a match with what lists had of it."""
    entries = [(name, entry) for name, lines in made.by_id.items() for entry in as_compared(map(said_in, lines), book)]
    return pairs.matched(said, [entry for _, entry in entries], [name for name, _ in entries])


def _silent(one: Response, book: Codebook) -> Response:
    """A questionnaire that agrees to nothing, without the text that could be quoted; its other answers stay."""
    proud = book.question_with(PROUD)
    told = {proud.id: replace(one.answers[proud.id], value=None)} if proud else {}
    return replace(one, agreed=dict.fromkeys(CONSENTS, False), answers={**one.answers, **told})

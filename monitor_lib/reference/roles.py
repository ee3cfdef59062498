"""What the monitor must know of a questionnaire, whoever wrote it: which question or answer has which meaning.

A role is carried by a question, or by an answer of its scale; a codebook without it says so with `absent = true`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from monitor_lib.reference.codebook_records import Codebook, Question

IDENTITY = ("name", "place", "postcode", "municipality")
MAP, MATERIAL, MIRROR = CONSENTS = ("map", "material", "mirror")
PHASE, PROUD = "phase", "proud"
STOPPED, AGREED = "stopped", "agreed"
ROLES = (*IDENTITY, PHASE, PROUD, *CONSENTS, STOPPED)
_OF_QUESTIONS = (*IDENTITY, PHASE, PROUD, *CONSENTS)
_OF_ANSWERS = (*CONSENTS, STOPPED, AGREED)


class Consent(NamedTuple):
    """The question and the answer with which an initiative agrees to something."""

    question: "Question"
    answer: str

    @property
    def state(self) -> str:
        """The column of the responses that tells whether the question was seen and answered."""
        return f"{self.question.id}_state"


def role_faults(book: "Codebook") -> Iterator[str]:
    """Every role that is not carried exactly once, and every carrier that cannot have it."""
    absent = {role.id for role in book.roles if role.absent}
    for role in book.roles:
        if role.id not in ROLES or not role.absent:
            known = ", ".join(ROLES)
            yield f"[[role]] {role.id}: only a role that nothing has stands here, with absent = true ({known})"
    carriers = list(_carriers(book))
    for role in ROLES:
        found = [place for place, carried in carriers if carried == role]
        if found and role in absent:
            yield f"[[role]] {role}: absent, but {' and '.join(found)} has it"
        elif len(found) > 1:
            yield f"role '{role}' is that of {' and '.join(found)}; only one can have it"
        elif not found and role not in absent:
            yield (
                f"role '{role}' is that of no question or answer: give it to one, or add [[role]] with "
                f'id = "{role}" and absent = true'
            )
    yield from (fault for question in book.questions for fault in _question_faults(book, question))
    yield from (fault for scale in book.scales for fault in _answer_faults(scale))


def _carriers(book: "Codebook") -> Iterator[tuple[str, str]]:
    """Every question or answer with a role, and the role; of consent an answer counts for each question offering it."""
    for question in book.questions:
        yield f"[[question]] {question.id}", question.role
    for scale in book.scales:
        asking = [question.id for question in book.questions if question.scale == scale.id]
        for code, role in scale.roles.items():
            places = [f"[[question]] {name}" for name in asking] if role in CONSENTS else [f"[[scale]] {scale.id}"]
            yield from ((f"{place}, answer '{code}'", role) for place in places)


def _question_faults(book: "Codebook", question: "Question") -> Iterator[str]:
    place = f"[[question]] {question.id}"
    roles = set().union(*(scale.roles.values() for scale in book.scales if scale.id == question.scale))
    if question.role and question.role not in _OF_QUESTIONS:
        yield f"{place}: role '{question.role}' is not one of {', '.join(_OF_QUESTIONS)}"
    if question.role in CONSENTS and (question.many or AGREED not in roles):
        yield f"{place}: role '{question.role}' asks for one answer, of which the scale gives one the role '{AGREED}'"
    if not question.many and not roles.isdisjoint(CONSENTS):
        yield f"{place}: answers with a role of consent belong to a question of type consent"
    if question.type == "consent" and question.role not in CONSENTS and roles.isdisjoint(CONSENTS):
        yield f"{place}: asks for consent, and no answer has one of the roles {', '.join(CONSENTS)}"
    if question.published and (question.role in (*IDENTITY, *CONSENTS, PROUD) or not roles.isdisjoint(CONSENTS)):
        yield f"{place}: what has this role is no figure; sensitivity is identity, or free for a text"


def _answer_faults(scale) -> Iterator[str]:
    for code, role in scale.roles.items():
        if code not in scale.codes:
            yield f"[[scale]] {scale.id}: roles names '{code}', which is not one of its options"
        if role not in _OF_ANSWERS:
            yield f"[[scale]] {scale.id}: role '{role}' of '{code}' is not one of {', '.join(_OF_ANSWERS)}"

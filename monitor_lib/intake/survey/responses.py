"""One row per questionnaire: the record, which of two is kept, and the table."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

import pandas as pd

from monitor_lib.intake.files.deliveries import Fault
from monitor_lib.intake.survey import consents
from monitor_lib.intake.survey.answers import Answer
from monitor_lib.intake.survey.consents import Agreed
from monitor_lib.intake.survey.progress import MOMENT
from monitor_lib.reference.records import Codebook, Question
from monitor_lib.reference.roles import CONSENTS, IDENTITY


@dataclass(frozen=True)
class Response:
    """One questionnaire of an export; `moment` is when it was sent in, or last touched; `agreed` are its consents."""

    file: str
    sheet: str
    row: int
    number: str
    token: str
    moment: str
    finished: int
    answers: Mapping[str, Answer]
    agreed: Agreed

    @property
    def place(self) -> tuple[str, str, int]:
        """Where the questionnaire stands: file, sheet and row."""
        return self.file, self.sheet, self.row

    @property
    def id(self) -> str:
        """The number of the questionnaire, with its export, for exports number on their own; its row where it has none.

        An address is no number: an export may have put one there.
        """
        return f"{PurePath(self.file).stem}-{self.row if '@' in self.number else self.number or self.row}"

    @property
    def answered(self) -> int:
        """How many questions were answered."""
        return sum(answer.state == "answered" for answer in self.answers.values())

    @property
    def problems(self) -> list[tuple[str, str, str, str]]:
        """What is wrong with the answers: question, part of it, code of the problem, text that caused it."""
        return [(name, *problem) for name, answer in self.answers.items() for problem in answer.problems]

    @property
    def completeness(self) -> tuple[int, int, str, int]:
        """Of two questionnaires the one with the greater value is kept: the most complete, then the latest."""
        return self.finished, self.answered, self.moment, self.row

    def identity(self, book: Codebook) -> dict[str, str | None]:
        """What the respondent says about name and whereabouts, by inventory field; None for what was not asked."""
        asked = {role: book.question_with(role) for role in IDENTITY}
        return {role: self.answers[question.id].text if question else None for role, question in asked.items()}


def without_doubles(
    responses: Iterable[Response], key: Callable[[Response], Hashable], why: str
) -> tuple[list[Response], list[Fault]]:
    """The responses of which one per key is kept, and a remark per other; a response without a key has no double.

    The answers are those of the one that is kept; of consents a no in any of them counts.
    """
    alike: dict[Hashable, list[Response]] = {}
    for n, response in enumerate(responses):
        alike.setdefault(key(response) or ("alone", n), []).append(response)
    kept, faults = [], []
    for found in alike.values():
        best = max(found, key=lambda response: response.completeness)
        agreed = consents.together(response.agreed for response in found)
        kept.append(replace(best, agreed=agreed))
        faults += [_double(response, best, why) for response in found if response is not best]
    return kept, faults


def _double(lost: Response, kept: Response, why: str) -> Fault:
    message = f"tweede vragenlijst {why}: {kept.file} rij {kept.row} is vollediger of later en is gebruikt."
    if any({lost.agreed[role], kept.agreed[role]} >= {True, False} for role in CONSENTS):
        message += " Over toestemming zeggen zij niet hetzelfde: het nee geldt."
    return Fault(lost.file, "double_response", message, lost.sheet, lost.row, severity="remark")


def ids(responses: list[Response]) -> list[str]:
    """An id for each: two of the same, as of two sheets of a workbook, have behind it where they stand."""
    counts = Counter(response.id for response in responses)
    return [
        one.id if counts[one.id] == 1 else f"{one.id}-{PurePath(one.file).suffix[1:]}-{one.sheet}-{one.row}"
        for one in responses
    ]


def response_table(responses: list[Response], located: Sequence[tuple], book: Codebook) -> pd.DataFrame:
    """One row per questionnaire kept: whose it is, how far it came and when, every answer and state, every consent.

    Args:
        responses: the questionnaires.
        located: of each the initiative's id (None outside the list) and the province's code.
        book: gives the columns.
    """
    parts = {area.code: area.parent for area in book.provinces}
    columns: dict[str, pd.Series] = {
        "response_id": pd.Series(ids(responses), dtype="str"),
        "initiative_id": pd.Series([owner for owner, _ in located], dtype="str"),
        "province": pd.Series([province for _, province in located], dtype="str"),
        "part": pd.Series([parts.get(province) for _, province in located], dtype="str"),
        "finished": pd.Series([response.finished for response in responses], dtype="int64"),
        "moment": _moments([response.moment for response in responses]),
    }
    for question in book.questions:
        columns |= dict(_question_columns(question, [r.answers[question.id] for r in responses], book))
    for role in CONSENTS:
        columns[consents.column(role)] = pd.Series([r.agreed[role] for r in responses], dtype="boolean")
    return pd.DataFrame(columns)


def _moments(texts: list[str]) -> pd.Series:
    """When each was sent in or last touched, to the second; missing where the export has no date."""
    return pd.to_datetime(pd.Series(texts, dtype="str"), format=MOMENT, errors="coerce").astype("datetime64[ms]")


def _question_columns(question: Question, answers: list[Answer], book: Codebook) -> Iterator[tuple[str, pd.Series]]:
    if question.many:
        for code in book.scale(question.scale).codes:
            chosen = [None if answer.value is None else code in answer.codes for answer in answers]
            yield f"{question.id}_{code}", pd.Series(chosen, dtype="boolean")
    else:
        kind = "Float64" if question.type == "number" else "str"
        yield question.id, pd.Series([answer.value for answer in answers], dtype=kind)
    if question.other:
        yield f"{question.id}_other", pd.Series([answer.other for answer in answers], dtype="str")
    yield f"{question.id}_state", pd.Series([answer.state for answer in answers], dtype="str")

"""Which figure tells a question, and what a figure is called where several questions stand together."""

from monitor_lib.pictures.rows import Row
from monitor_lib.reference.codebook_records import Question


def finding_row(question: Question, found: tuple[Row, ...]) -> Row | None:
    """The row that tells the question: its finding's answer, the group of an opinion, or the answer given most."""
    if question.finding:
        return next((row for row in found if row.answer == question.finding.answer), None)
    if question.type == "likert":
        return found[-1]
    known = [row for row in found if not row.hidden]
    return max(known, key=lambda row: row.value, default=None)


def named(question: Question, row: Row) -> str:
    """The question and the answer, in few words."""
    proper = row.label[1:] != row.label[1:].lower()  # a name has more capitals than its first
    return f"{question.label}: {row.label if proper else row.label.lower()}"

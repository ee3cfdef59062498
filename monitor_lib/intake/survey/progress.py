"""How far a respondent came, by what the export says of it or else by the answers, and when."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor_lib.intake.files import cells
from monitor_lib.intake.survey.telling import TICKED, Told
from monitor_lib.intake.survey.tools import Tool
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.text.folding import folded

# What tools write of a questionnaire that was begun, and of one that was sent in: some give both a date.
_BEGUN = frozenset(["partial", "incomplete", "started", "disqualified", "gedeeltelijk", "onvolledig", "niet voltooid"])
_SENT = frozenset(["complete", "completed", "voltooid", "volledig"])
_CLOCK = r",?[ T]?(?:(\d{1,2}):(\d\d)(?::(\d\d))?)? ?(?:([AaPp])\.?[Mm]\.?)?.*"
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d\d)\b{_CLOCK}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d){_CLOCK}")

_MONTHS = 12
_CENTURY = 2000
MOMENT = "%Y-%m-%d %H:%M:%S"
"""How a moment is written."""


@dataclass(frozen=True)
class Progress:
    """Sent in or not, and the highest part of the questionnaire whose end was seen."""

    submitted: bool
    part: int


def progress(about: Mapping[str, str], told: Mapping[str, Told], tool: Tool, book: Codebook) -> Progress:
    """How far this respondent came.

    Args:
        about: what the export says about the questionnaire; a key is missing where it has no such column.
        told: what it says about the questions.
        tool: whether half-way answers can be in an export, and the page with which each part ends.
        book: the parts of the questionnaire.
    """
    parts = sorted({question.part for question in book.questions})
    ended = max((part for part in parts if _has_ended(part, told, book)), default=0)
    status = folded(about.get("status", ""))
    if status in _BEGUN | _SENT:
        submitted = status in _SENT
    elif "submitted" in about:
        submitted = bool(about["submitted"])
    elif "finished" in about:
        submitted = folded(about["finished"]) in TICKED
    else:
        submitted = tool.complete_only or ended == parts[-1]
    if submitted:
        return Progress(True, parts[-1])
    page = cells.number(about.get("lastpage", "")) or 0
    by_page = sum(page >= last for last in tool.pages)
    return Progress(False, by_page if "lastpage" in about else ended)


def _has_ended(part: int, told: Mapping[str, Told], book: Codebook) -> bool:
    """Whether something was answered after a part, or from its last question with options that all are asked."""
    closed = [n for n, one in enumerate(book.questions) if one.part == part and one.published and not one.asked]
    from_here = book.questions[max(closed, default=len(book.questions)) :]
    return any(question.id in told and told[question.id].filled for question in from_here)


def month_first(texts: Iterable[str]) -> bool | None:
    """Whether dates have the month before the day: what one of them proves, for one export writes all alike.

    None where none proves it, or they contradict each other; False where none has the year last.
    """
    found = [(int(match[1]), int(match[2])) for text in texts if (match := _YEAR_LAST.fullmatch(text))]
    proven = {second > _MONTHS for first, second in found if max(first, second) > _MONTHS}
    if len(proven) == 1:
        return proven.pop()
    return None if found else False


def moment(text: str, tool: Tool) -> str:
    """The moment as year-month-day hours:minutes:seconds, its time zone aside; what is no date stays as it is."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day, *clock, half = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        one, two, year, *clock, half = match.groups()
        day, month = (two, one) if tool.month_first else (one, two)
    else:
        return text
    hours, minutes, seconds = (int(part or 0) for part in clock)
    if half:
        hours = hours % 12 + 12 * (half.lower() == "p")
    try:
        whole = int(year) + _CENTURY * (len(year) == len("26"))
        return dt.datetime(whole, int(month), int(day), hours, minutes, seconds).strftime(MOMENT)
    except ValueError:
        return text

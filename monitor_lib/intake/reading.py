"""The deliveries of a wave, read in the background: a run gets ready for their content meanwhile."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from monitor_lib import paths
from monitor_lib.intake.files.deliveries import Fault, Sheet, delivered_sheets
from monitor_lib.intake.lists.choices import NOTHING, choices
from monitor_lib.intake.lists.cleaning import list_headings
from monitor_lib.intake.survey import tokens
from monitor_lib.intake.survey.columns import survey_headings
from monitor_lib.intake.survey.mapping import HEADINGS
from monitor_lib.intake.survey.tools import LIMESURVEY, Tool, tool_of
from monitor_lib.reference.records import Codebook, Wave

Sheets = tuple[list[Sheet], list[Fault]]


@dataclass(frozen=True)
class Reading:
    """What comes of the lists, and of the survey that a tool exported."""

    lists: Future[Sheets]
    survey: Future[Sheets]
    tool: Tool


def begun(
    delivered: paths.Delivered, book: Codebook, held: Wave | None = None, decided: paths.Decisions | None = None
) -> Reading:
    """Begins to read both deliveries, in threads that wait for the processes that read."""
    tool = tool_of(held) if held else LIMESURVEY
    threads = ThreadPoolExecutor(2)
    lists = threads.submit(listed_sheets, delivered, book, decided)
    survey = threads.submit(delivered_sheets, delivered.survey, survey_words(book))
    threads.shutdown(wait=False)
    return Reading(lists, survey, tool)


def listed_sheets(delivered: paths.Delivered, book: Codebook, decided: paths.Decisions | None = None) -> Sheets:
    """What was delivered as lists, read now, as a person decided that it is to be read."""
    made = choices(decided.lists, book) if decided else NOTHING
    return delivered_sheets(delivered.inventory, frozenset(list_headings(book)), made.reading)


def survey_words(book: Codebook) -> frozenset[str]:
    """The folded headings that a file in a survey's delivery may have."""
    return frozenset([*survey_headings(book), *HEADINGS, *tokens.token_headings(book)])

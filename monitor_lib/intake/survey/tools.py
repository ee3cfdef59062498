"""The survey tools people use: one table with everything in which their exports differ."""

from dataclasses import dataclass, replace

from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.files.readers import MISSING
from monitor_lib.reference.records import CodebookError, Wave
from monitor_lib.reference.text.folding import folded

_NO = frozenset(["n", "nee", "no", "0", "false", "onwaar", "not selected", "niet gekozen", "unchecked"])


@dataclass(frozen=True)
class Tool:
    """The conventions of one tool.

    `signature`: headings that together give its export away. `layout`: how its heading rows lie (see header_rows).
    `separators`: between the choices of a question in one cell, a new line aside. `not_shown` (folded words) and `seen`
    (as written) stand for a question that was not shown, or seen and not answered; `blank` is what an empty question
    means ("" where only routing can tell). `unticked`: folded words for an option not chosen. `ticks`: how it may write
    numbers for a tick: "1 or 2" (no), or the option's "own number". `other_in_place`: an "other" text stands where the
    option would. `complete_only`: half-way answers never get into an export. `escapes`: signs written as words.
    `month_first`: dates are American. `tests`: folded words in the status of a test. `asides`: what it adds to the name
    of a question for a column that holds no answer. `pages`: the page with which each part of the questionnaire ends.
    """

    id: str
    name: str
    signature: tuple[str, ...] = ()
    layout: str = "one"
    separators: tuple[str, ...] = (";",)
    not_shown: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    blank: str = ""
    unticked: frozenset[str] = _NO
    ticks: str = ""
    other_in_place: bool = False
    complete_only: bool = False
    escapes: tuple[tuple[str, str], ...] = ()
    month_first: bool = False
    tests: frozenset[str] = frozenset()
    asides: frozenset[str] = frozenset()
    pages: tuple[int, ...] = (1, 2)

    def state(self, text: str) -> str:
        """What a cell says about being shown, where it holds no answer: not_shown, skipped, or "" for neither."""
        if folded(text.removeprefix(MISSING)) in self.not_shown:
            return "not_shown"
        return "skipped" if text.strip() in self.seen or text.startswith(MISSING) else ""


LIMESURVEY = Tool(
    "limesurvey",
    "LimeSurvey",
    signature=("submitdate", "lastpage"),
    ticks="1 or 2",
    not_shown=frozenset(["n v t", "nvt", "n a", "niet van toepassing"]),
)
PAPER = Tool("paper", "het invoerblad voor papier", signature=("id", "token", "datestamp", "finished"))
TOOLS = (
    LIMESURVEY,
    Tool(
        "limesurvey-vv",
        "LimeSurvey (VV)",
        signature=("submitdate", "lastpage", "question not shown"),
        layout="codes below",
        not_shown=frozenset(["question not shown"]),
        escapes=(("{quote}", '"'), ("{tab}", "\t"), ("{cr}", "\r"), ("{newline}", "\n"), ("{lbrace}", "{")),
    ),
    Tool(
        "qualtrics",
        "Qualtrics",
        signature=("startdate", "enddate", "status", "finished"),
        layout="names, texts",
        separators=(",",),
        seen=frozenset(["-99"]),
        tests=frozenset(["1", "2", "9", "17", "survey preview", "survey test", "spam preview"]),
        asides=frozenset(["topics", "parent topics", "do", "sentiment", "sentiment score", "sentiment polarity", "id"]),
    ),
    Tool(
        "surveymonkey",
        "SurveyMonkey",
        signature=("respondent id", "collector id"),
        layout="question, option",
        ticks="own number",
        month_first=True,
    ),
    Tool(
        "microsoft-forms",
        "Microsoft Forms",
        signature=("begintijd", "tijd van voltooien"),
        other_in_place=True,
        complete_only=True,
    ),
    Tool(
        "google-forms",
        "Google Forms",
        signature=("tijdstempel",),
        separators=(",", ";"),
        other_in_place=True,
        complete_only=True,
    ),
    Tool(
        "spss",
        "SPSS",
        not_shown=frozenset(["niet gezien", "niet gevraagd", "not shown", "question not shown"]),
    ),
    Tool("plain", "een eigen tabel", not_shown=LIMESURVEY.not_shown),
    PAPER,
)
_ENGLISH = {
    "submitdate": "date submitted",
    "lastpage": "last page",
    "begintijd": "start time",
    "tijd van voltooien": "completion time",
    "tijdstempel": "timestamp",
    "startdate": "start date",
    "enddate": "end date",
}
_SEARCHED = 6


def tool_of(wave: Wave) -> Tool:
    """The tool with which a wave's survey was held, with the wave's own pages."""
    found = next((tool for tool in TOOLS if tool.id == wave.tool), None)
    if found is None:
        known = ", ".join(tool.id for tool in TOOLS)
        raise CodebookError(f'"{wave.tool}" is geen bekend enquêteprogramma: mogelijk zijn {known}.')
    return replace(found, pages=wave.pages)


def tool_for(sheet: Sheet, tool: Tool) -> Tool:
    """The tool that made a sheet: that of the wave, but for what was typed over from paper beside it."""
    return PAPER if any(set(PAPER.signature) <= set(map(folded, row)) for row in sheet.rows[:_SEARCHED]) else tool


def suggestion(sheet: Sheet, tool: Tool) -> str:
    """A Dutch sentence where a sheet looks like the export of another tool than this one, else ""."""
    words = {folded(cell) for row in sheet.rows[:_SEARCHED] for cell in row}
    alike = [known for known in TOOLS if known.signature and _is_signed(known, words)]
    other = max(alike, key=lambda known: len(known.signature), default=tool)
    if not tool.signature or other.id == tool.id:
        return ""
    return (
        f"Dit lijkt een export van {other.name}, niet van {tool.name}: zet bij de meting in het codeboek "
        f'tool = "{other.id}" of draai met --tool {other.id}.'
    )


def _is_signed(tool: Tool, words: set[str]) -> bool:
    return all(word in words or _ENGLISH.get(word) in words for word in tool.signature)

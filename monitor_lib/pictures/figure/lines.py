"""The lines of a chart in words: what stands above a dot, behind it, under the pointer, and in the table beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor_lib.pictures.figure import words as figure_words
from monitor_lib.pictures.figure.rows import Row, in_area, whole
from monitor_lib.pictures.style import style
from monitor_lib.reference.records import Area, Question
from monitor_lib.reference.text.language import later, say, say_many
from monitor_lib.reference.text.reasons import EMPTY

Columns = dict[str, list[str]]
"""A table in words: its columns by their headings."""

_VERDICTS = {
    "higher": later("hier hoger"),
    "lower": later("hier lager"),
    "not_tested": later("niet getoetst"),
}


@dataclass(frozen=True)
class Line:
    """One row of a chart: a figure, its label, its value in few words and in full.

    `colour` is that of a part of a whole; `parts` are the answers side by side, where all of them are firm.
    """

    label: str
    row: Row
    short: str
    words: str
    colour: str = ""
    parts: tuple["Line", ...] = ()

    @property
    def brief(self) -> str:
        """Its value in few words, on one line."""
        return self.short.replace("\n", " ")

    @property
    def unbroken(self) -> str:
        """The same for a narrow column: no line ends at the dash within its numbers."""
        return self.brief.replace("–", "\u2060–\u2060")

    @property
    def hover(self) -> str:
        """What a pointer reads."""
        return f"{self.label}: {self.words}"

    @property
    def reference(self) -> str:
        """What the rest of the country has, or ""."""
        return "" if self.row.beside is None else style.percent(self.row.beside)

    @property
    def lead(self) -> str:
        """The word before the number: `ongeveer` or `tussen`."""
        first, _, rest = self.words.partition(" ")
        return first if rest[:1].isdigit() and not first[:1].isdigit() else ""

    @property
    def large(self) -> str:
        """The number itself, to be drawn large."""
        return self.words.removeprefix(f"{self.lead} ").partition(" (")[0]

    @property
    def limits(self) -> tuple[str, ...]:
        """The two numbers of which only the interval is told, to be drawn large."""
        return _limits(self.words)

    @property
    def between(self) -> str:
        """The word between those two."""
        return self.large.removeprefix(self.limits[0]).removesuffix(self.limits[1]).strip() if self.limits else ""

    @property
    def rest(self) -> str:
        """What follows the number: its interval, in few words."""
        limits = _limits(self.words.partition(" (")[2].removesuffix(")"))
        return say("{low} tot {high}", low=limits[0], high=limits[1]) if limits else ""


def _limits(words: str) -> tuple[str, ...]:
    """The numbers within `tussen … en …`; nothing for other words."""
    pattern = style.ranged("LOW", "HIGH")
    found = re.fullmatch(re.escape(pattern).replace("LOW", "(.+)").replace("HIGH", "(.+)"), words)
    return found.groups() if found else ()


def renamed(line: Line, label: str, colour: str = "", short: str = "", words: str = "") -> Line:
    """The line under another name, with a colour and words of its own if they are given."""
    colour, short, words = colour or line.colour, short or line.short, words or line.words
    return replace(line, label=label, colour=colour, short=short, words=words)


def merged(lines: list[Line], label: str) -> Line:
    """Several parts of a whole as one; exact shares only, for the interval of a sum is not the sum of intervals."""
    row = replace(lines[0].row, answer="", label=label, value=sum(line.row.size for line in lines))
    return replace(lines[0], label=label, row=row)


def answer_line(row: Row) -> Line:
    """A line that stands for an answer."""
    return Line(row.label, row, figure_words.short_words(row), figure_words.share_words(row))


def count_line(row: Row) -> Line:
    """A line that stands for a count of what is on the list."""
    words = say(figure_words.TOO_FEW) if row.value is None else style.number(row.value)
    return Line(row.label, row, words, words)


def total_line(row: Row, label: str) -> Line:
    """A line that stands for a number of people in all initiatives together."""
    words = figure_words.total_words(row)
    return Line(label, row, words.partition(" (")[0], words)


def area_line(row: Row, unit: str = "") -> Line:
    """A line that stands for an area; `unit` is that of a median."""
    if row.kind == "count" and row.value is not None:
        words = short = style.number(row.value)
    elif row.kind == "median":
        words = figure_words.median_words(row, unit)
        short = figure_words.short_median_words(row, unit).replace(" (", "\n(")
    else:
        words, short = figure_words.share_words(row), figure_words.short_words(row)
    return Line(row.area.title, row, short, words)


def answers_twin(lines: list[Line], area: Area, heading: str = "") -> Columns:
    """A chart of answers as a table in words: one row per line; `heading` stands above their names.

    Where all lines rest on as many answers their number stands above the figures, else in a column of its own. Where
    none of them can be compared with the rest of the country, that has no column.
    """
    bases = [line.row.respondents for line in lines]
    same = len(set(bases)) == 1
    figures = f"{area.title} ({style.number(bases[0])})" if same else area.title
    table = {heading or say("Antwoord"): [line.label for line in lines], figures: [line.brief for line in lines]}
    if any(line.row.beside is not None for line in lines):
        table |= {_rest_heading(): [_reference(line.row) for line in lines]}
    return table | ({} if same else {say("Antwoorden"): [style.number(base) for base in bases]})


def picture_twin(lines: list[Line]) -> Columns:
    """A picture as a table in words: one row per line."""
    table = {say("Onderdeel"): [line.label for line in lines], say("Cijfer"): [line.words for line in lines]}
    rest = [line.reference for line in lines]
    return table | ({_rest_heading(): rest} if any(rest) else {})


def areas_twin(lines: list[Line], heading: str) -> Columns:
    """A chart of areas as a table in words: one row per area."""
    table = {say("Gebied"): [line.label for line in lines], heading: [line.words for line in lines]}
    if any(line.row.kind != "count" for line in lines):
        table[say("Antwoorden")] = [style.number(line.row.respondents) for line in lines]
    return table


def respondents(row: Row) -> str:
    """How many answers a figure rests on, of how many initiatives; nothing where there are none to tell of."""
    if row.reason in EMPTY:
        return ""
    return say_many(
        "Gebaseerd op {count} van {all} initiatief {where}.",
        "Gebaseerd op {count} van de {all} initiatieven {where}.",
        row.population,
        count=style.number(row.respondents),
        all=style.number(row.population),
        where=in_area(row.area),
    )


def rest() -> str:
    """What a figure of an area is compared with: the whole without that area."""
    return say("rest van {country}", country=whole())


def _rest_heading() -> str:
    return say("Rest van {country}", country=whole())


def seen(rows: Sequence[Row]) -> str:
    """From which difference on one would mostly have been found here; "" where none was sought."""
    tested = [row.detectable for row in rows if row.compared == "no_difference" and row.detectable is not None]
    words = later("Een verschil met de rest van {country} is hier te zien vanaf ongeveer {points} punten.")
    return say(words, points=figure_words.points(tested), country=whole()) if tested else ""


def _reference(row: Row) -> str:
    """What the rest of the country has, and whether the area differs from it."""
    if row.beside is None:
        return "–"
    verdict = _VERDICTS.get(row.compared)
    rest = style.percent(row.beside)
    return say("{rest}: {verdict}", rest=rest, verdict=say(verdict)) if verdict else rest


def unit_of(question: Question | None) -> str:
    """The unit of a question's figures, empty for shares."""
    return question.unit if question is not None and question.type == "number" else ""

"""The figures of one question in one area, with their names: what sentences, charts and infographics are made of."""

import math
import weakref
from dataclasses import dataclass

import pandas as pd

from monitor_lib.paths import DUTCH
from monitor_lib.reference import codebook
from monitor_lib.reference.interval import Interval, read
from monitor_lib.reference.records import Area, Codebook, Question
from monitor_lib.reference.text.language import say, spoken

_NUMBERS = ("value", "low", "high", "p_adjusted", "reference", "detectable", "scenario_low", "scenario_high")
_PLAIN = ("indicator", "answer", "kind", "respondents", "population", "quality", "reason", "compared")
_COLUMNS = ("area", *_PLAIN, *_NUMBERS)


@dataclass(frozen=True)
class Row:
    """One figure: its value, None where it is hidden, and the interval and reference value of one that has them.

    `detectable` is the smallest difference, as a fraction, that the sample would have shown most of the time;
    `scenario_low` and `scenario_high` are what a share would be if those who gave the answer had responded more, or
    less, often than others.
    """

    area: Area
    indicator: str
    answer: str
    label: str
    kind: str
    value: float | None
    interval: Interval | None
    respondents: int
    population: int
    quality: str
    reason: str
    compared: str
    p_adjusted: float | None
    reference: float | None
    detectable: float | None
    scenario_low: float | None
    scenario_high: float | None

    @property
    def hidden(self) -> bool:
        """Whether it may not be shown; `reason` says why."""
        return self.value is None

    @property
    def size(self) -> float:
        """Its value where figures are drawn or put in order; a hidden one counts for nothing."""
        return self.value or 0.0

    @property
    def differs(self) -> bool:
        """Whether it differs demonstrably from the rest of the country."""
        return self.compared in ("higher", "lower")

    @property
    def surety(self) -> tuple[float, float]:
        """What comes first where several differ: the less it can be chance, and then the further apart."""
        apart = self.size if self.kind == "change" else self.size - (self.reference or 0.0)
        return 1.0 if self.p_adjusted is None else self.p_adjusted, -abs(apart)

    @property
    def beside(self) -> float | None:
        """What it may be compared with: the rest of the country, unless it is itself too uncertain to compare."""
        return None if self.quality == "C" else self.reference


@dataclass(frozen=True)
class Shown:
    """The rows to show for an area: its own, or those of the nearest larger area that has enough answers."""

    asked: Area
    area: Area
    rows: tuple[Row, ...]
    own: tuple[Row, ...]

    @property
    def borrowed(self) -> bool:
        """Whether the rows are those of a larger area than was asked for."""
        return self.area != self.asked

    @property
    def empty(self) -> bool:
        """Whether no row may be shown at all."""
        return all(row.hidden for row in self.rows)


@dataclass(frozen=True)
class _Kept:
    """A table of figures, its records by area and indicator, and the rows made of them with the area and its labels."""

    table: weakref.ref
    records: dict[tuple[str, str], list[tuple]]
    made: dict[tuple[str, str], tuple[Area, dict[str, str], tuple[Row, ...]]]

    def named(self, area: str, indicator: str) -> list[dict]:
        return [dict(zip(_COLUMNS, record, strict=True)) for record in self.records.get((area, indicator), ())]


_kept: dict[int, _Kept] = {}


def rows(figures: pd.DataFrame, book: Codebook, indicator: str, area: Area) -> tuple[Row, ...]:
    """The figures of a question or indicator in an area, in the codebook's order."""
    kept, labels, key = _of(figures), book.answers_of(indicator), (area.code, indicator)
    made = kept.made.get(key)
    if made is None or made[0] is not area or made[1] is not labels:
        made = kept.made[key] = area, labels, tuple(_row(record, area, labels) for record in kept.named(*key))
    return made[2]


def shown(figures: pd.DataFrame, book: Codebook, indicator: str, area: Area) -> Shown:
    """The rows to show: where all of the area's own are hidden, those of its landsdeel, and else of the country."""
    own = rows(figures, book, indicator, area)
    place, found = area, own
    while found and all(row.hidden for row in found) and place.parent:
        place = book.area(place.parent)
        found = rows(figures, book, indicator, place)
    if all(row.hidden for row in found):
        place, found = area, own
    return Shown(area, place, found, own)


def value(figures: pd.DataFrame, indicator: str, area: Area, answer: str = "") -> float | None:
    """One figure's value, None where it is hidden or does not exist."""
    records = _of(figures).named(area.code, indicator)
    return next((_known(record["value"]) for record in records if record["answer"] == answer), None)


def in_area(area: Area) -> str:
    """Where: `in Utrecht`, `in Nederland`."""
    return say("in {area}", area=area.name)


def whole() -> str:
    """What the provinces together are called, in the language that is spoken: `Nederland`."""
    country = codebook.load().country
    return country.name if spoken() == DUTCH else country.in_language(spoken()).name


def question_of(book: Codebook, question: Question | str) -> Question:
    """The question, given as such or by its id."""
    return book.question(question) if isinstance(question, str) else question


def area_of(book: Codebook, area: Area | str) -> Area:
    """The area, given as such or by its code or name."""
    return book.area(area) if isinstance(area, str) else area


def label_of(book: Codebook, indicator: str) -> str:
    """What a question or indicator is called."""
    return next(entry.label for entry in book.entries if entry.id == indicator)


def _of(figures: pd.DataFrame) -> _Kept:
    """What is kept of a figures table, so that it is read once (a report asks hundreds of times).

    It is kept as long as the table is the same object: no function changes the table it is given.
    """
    kept = _kept.get(id(figures))
    if kept is None or kept.table() is not figures:
        records: dict[tuple[str, str], list[tuple]] = {}
        known = figures.reindex(columns=list(_COLUMNS))  # a release of before has not every column
        for record in zip(*(known[name].tolist() for name in _COLUMNS), strict=True):
            records.setdefault(record[:2], []).append(record)
        for gone in [key for key, one in _kept.items() if one.table() is None]:
            del _kept[gone]
        _kept[id(figures)] = kept = _Kept(weakref.ref(figures), records, {})
    return kept


def _row(record: dict, area: Area, labels: dict[str, str]) -> Row:
    # A network that the codebook does not list goes by the name of its file.
    unlisted = record["answer"] if record["kind"] == "count" else ""
    return Row(
        area=area,
        label=labels.get(record["answer"], unlisted),
        value=_known(record["value"]),
        interval=read(record["low"], record["high"]),
        p_adjusted=_known(record["p_adjusted"]),
        reference=_known(record["reference"]),
        detectable=_known(record["detectable"]),
        scenario_low=_known(record["scenario_low"]),
        scenario_high=_known(record["scenario_high"]),
        **{name: record[name] for name in _PLAIN},
    )


def _known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


# ---- which figure tells a question, and what a figure is called where several questions stand together ----


def finding_row(question: Question, found: tuple[Row, ...]) -> Row | None:
    """The row that tells the question: its finding's answer, the group of an opinion, or the answer given most."""
    if question.finding:
        return next((row for row in found if row.answer == question.finding.answer), None)
    if question.type == "likert":
        return found[-1]
    return max((row for row in found if not row.hidden), key=lambda row: row.size, default=None)


def named(question: Question, row: Row) -> str:
    """The question and the answer, in few words."""
    return _with_answer(question, row.label)


def _with_answer(question: Question, label: str) -> str:
    proper = label[1:] != label[1:].lower()  # a name has more capitals than its first
    return f"{question.label}: {label if proper else label.lower()}"


def called(question: Question, answer: str, label: str) -> str:
    """What a figure is called among those of other questions: as `saying` says it, or by another answer's label."""
    telling = question.finding is None or question.finding.answer == answer
    return saying(question) if telling else _with_answer(question, label)


def saying(question: Question) -> str:
    """What is said of who is counted: the finding's own words, or the question's label."""
    said = question.finding.words if question.finding else question.label
    return said[:1].upper() + said[1:]

"""What changed since the wave before, in words and one table; what cannot be compared says so."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from monitor_lib.pictures.figure import words as figure_words
from monitor_lib.pictures.figure.rows import Row, area_of, finding_row, in_area, named, rows, value
from monitor_lib.pictures.figure.words import rest_words, share_words, short_median_words, short_words
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import sentences
from monitor_lib.pictures.text.markdown import literal, table
from monitor_lib.pictures.text.unfolding import Fold
from monitor_lib.reference.question_map import NOT_ASKED, REWORDED, as_asked
from monitor_lib.reference.records import Area, Codebook, Question, Wave
from monitor_lib.reference.text.language import later, say

_VERDICTS = {
    "higher": later("aantoonbaar gestegen"),
    "lower": later("aantoonbaar gedaald"),
    "no_difference": later("geen aantoonbare verandering"),
    "not_tested": later("niet getoetst"),
}
_MOST_CHARTS = 6
_NOTHING = "–"


@dataclass(frozen=True)
class Past:
    """One wave with its own questionnaire and its figures."""

    wave: Wave
    book: Codebook
    figures: pd.DataFrame

    def row(self, question: str, area: Area, answer: str) -> Row | None:
        """Its figure of one answer, None where it has none: it may not have asked the question at all."""
        if not self.book.asks(question):
            return None
        return next((row for row in rows(self.figures, self.book, question, area) if row.answer == answer), None)


@dataclass(frozen=True)
class History:
    """A wave, what changed since the one before, and the waves before it, the oldest first."""

    now: Past
    changes: pd.DataFrame
    earlier: tuple[Past, ...]

    @property
    def before(self) -> Past:
        """The wave before."""
        return self.earlier[-1]

    def after(self, change: Row) -> Row:
        """The figure of now that changed so."""
        found = rows(self.now.figures, self.now.book, change.indicator, change.area)
        return next(row for row in found if row.answer == change.answer)

    def change(self, question: str, area: Area, answer: str) -> Row | None:
        """What changed in one answer."""
        return Past(self.now.wave, self.now.book, self.changes).row(question, area, answer)

    def then(self, row: Row) -> float | None:
        """What a figure of now was in the wave before, where that is firm enough to draw and may be compared."""
        change = self.change(row.indicator, row.area, row.answer)
        then = self.before.row(row.indicator, row.area, row.answer)
        return None if change is None or change.hidden or then is None or then.quality == "C" else then.value


def history(table: pd.DataFrame, book: Codebook, wave: Wave) -> History | None:
    """The history of a wave, None where there is no earlier one.

    Args:
        table: all figures of its release, those of earlier waves too.
        book: the whole codebook.
        wave: the wave.
    """
    changed = table["kind"] == "change"
    *earlier, now = (
        Past(each, as_asked(book, each), table[(table["wave"] == each.id) & ~changed].reset_index(drop=True))
        for each in (*book.waves_before(wave), wave)
    )
    found = tuple(past for past in earlier if not past.figures.empty)
    changes = table[(table["wave"] == wave.id) & changed].reset_index(drop=True)
    return History(now, changes, found) if found and not changes.empty else None


def opening(past: History | None, area: Area | str, listed: str) -> list[str]:
    """The beginning of a report's part on what changed, as Markdown; nothing where there is no earlier wave.

    Args:
        past: the history.
        area: the area of the report.
        listed: what changed on the list, in words.
    """
    if past is None:
        return []
    year, area = past.before.wave.year, area_of(past.now.book, area)
    lead = [say("Van elke vraag het antwoord dat het zekerst veranderde; alle andere staan in de tabellen.")]
    lines = "\n".join(f"- {literal(line)}" for line in filter(None, [*findings(past, area), _in_sight(past, area)]))
    told = "\n\n".join([*(lead if demonstrable(past, area) else []), lines])
    opened = say(
        "## Wat veranderde sinds {year}?\n\nEerst de lijst, dan de antwoorden: een andere lijst is nog geen "
        "verandering bij de initiatieven zelf.\n\n### De lijst\n\n{list}\n\n### De antwoorden\n\n{answers}",
        year=year,
        list=f"{literal(list_words(past, area))} {listed}",
        answers=told,
    )
    return [opened]


def list_words(past: History, area: Area) -> str:
    """How many initiatives of an area are on the list now and were in the wave before, as a sentence."""
    then, now = (style.number(value(each.figures, "initiatives", area) or 0) for each in (past.before, past.now))
    return say(
        "Initiatieven op de lijst {where}: nu {now}, in {year} {then}.",
        now=now,
        then=then,
        where=in_area(area),
        year=past.before.wave.year,
    )


def findings(past: History, area: Area) -> list[str]:
    """What rose or fell by more than chance, the surest first; or that nothing did, and what cannot be compared."""
    told = [sentence(past, question, row) for question, row in demonstrable(past, area)]
    return [*(told or [none_found(past, area)]), *broken(past)]


def broken(past: History) -> list[str]:
    """Which questions the wave before put otherwise, and which it did not put; a sentence each, nothing where none."""
    otherwise, new = (_listed(found) for found in (reworded(past), _new(past)))
    said = {"year": past.before.wave.year}
    told = otherwise and say(
        "Sinds {year} anders gevraagd, en dus niet te vergelijken: {questions}.", questions=otherwise, **said
    )
    first = new and say("In {year} nog niet gevraagd, en dus niet te vergelijken: {questions}.", questions=new, **said)
    return list(filter(None, (told, first)))


def _listed(questions: list[Question]) -> str:
    return style.together([f"“{question.label}”" for question in questions])


def _new(past: History) -> list[Question]:
    return [question for question in past.now.book.published if not past.before.book.asks(question.id)]


def none_found(past: History, area: Area) -> str:
    """Why no change is told: none is demonstrable, or there were too few answers to compare."""
    given = {"where": in_area(area), "before": past.before.wave.year, "year": past.now.wave.year}
    if (_changes(past, area)["compared"] == "not_tested").all():
        return say("Er zijn te weinig antwoorden {where} om {before} en {year} te vergelijken.", **given)
    return say(
        "Geen enkel antwoord {where} veranderde aantoonbaar sinds {before}. Dat is niet hetzelfde als gelijk gebleven.",
        **given,
    )


def _in_sight(past: History, area: Area) -> str:
    """Which changes this sample could have shown in an area; nothing where none were tested."""
    found = _changes(past, area)["detectable"].dropna()
    if found.empty:
        return ""
    return say(
        "{where} valt een verandering sinds {before} pas op vanaf ongeveer {points} procentpunten. Kleinere kunnen er "
        "zijn, maar deze meting kan ze meestal niet laten zien.",
        where=in_area(area)[:1].upper() + in_area(area)[1:],
        before=past.before.wave.year,
        points=figure_words.points(list(found)),
    )


def _changes(past: History, area: Area) -> pd.DataFrame:
    return past.changes[past.changes["area"] == area.code]


def charted(past: History | None, area: Area | str) -> Iterator[Question]:
    """The questions to draw: what changed, and of the country what was put otherwise too: a break must show."""
    if past is not None:
        area = area_of(past.now.book, area)
        yield from [question for question, _ in demonstrable(past, area)][:_MOST_CHARTS]
        if area.level == "country":
            yield from reworded(past)


def overview(past: History | None, area: Area | str) -> list[Fold]:
    """Every question with its telling answer in both waves and what changed, as a table.

    Nothing where there is no earlier wave, or not a single change to show.
    """
    if past is None or _changes(past, area_of(past.now.book, area))["hidden"].all():
        return []
    area, year = area_of(past.now.book, area), past.before.wave.year
    intro = say(
        "Van elke vraag het antwoord dat het meest zegt. Het verschil staat er met zijn marge, in procentpunten, "
        "uit onafgeronde cijfers; dat initiatieven beide keren antwoordden, is daarin meegerekend. “Aantoonbaar” "
        "houdt er ook rekening mee hoeveel veranderingen we bekijken: daarom kan een marge zonder 0 toch geen "
        "aantoonbare verandering zijn."
    )
    heads = (say("vraag en antwoord"), str(year), str(past.now.wave.year), say("verschil"), say("oordeel"))
    lines = (_overview_line(past, question, area) for question in past.now.book.published)
    return [Fold(say("Alle vragen, toen en nu"), f"{intro}\n\n{table(heads, filter(None, lines))}")]


def demonstrable(past: History, area: Area) -> list[tuple[Question, Row]]:
    """Of each question its surest demonstrable change, the surest question first."""
    found = [
        (question, row)
        for question in past.now.book.published
        for row in telling_changes(question, rows(past.changes, past.now.book, question.id, area))
        if row.differs
    ]
    best = sorted(found, key=lambda pair: pair[1].surety, reverse=True)
    return list({question.id: (question, row) for question, row in best}.values())[::-1]


def telling_changes(question: Question, found: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of an opinion only the positive answers together."""
    return found[-1:] if question.type == "likert" else found


def reworded(past: History) -> list[Question]:
    """The questions that were put otherwise in the wave before."""
    broken = set(past.changes.loc[past.changes["reason"] == REWORDED, "indicator"])
    return [question for question in past.now.book.published if question.id in broken]


def sentence(past: History, question: Question, change: Row) -> str:
    """A demonstrable change as two or three sentences."""
    low, high = (style.signed(limit * 100) for limit in change.interval or ())
    now = past.after(change)
    given = {"now": past.now.wave.year, "before": past.before.wave.year, "then": rest_words(change)}
    given |= {"low": low, "high": high, "area": change.area.name}
    given["said"] = sentences.finding_sentence(question, now) or say(
        "In {area} is “{answer}” bij “{question}” in {now} te onzeker voor een percentage.",
        answer=change.label,
        question=question.label,
        **given,
    )
    if change.compared == "higher":
        return say(
            "{said} In {before} was dat {then}. De toename is aantoonbaar ({low} tot {high} procentpunt).", **given
        )
    return say("{said} In {before} was dat {then}. De afname is aantoonbaar ({low} tot {high} procentpunt).", **given)


def earlier_words(row: Row | None) -> str:
    """A share of an earlier wave in words; what was not asked says so."""
    return say(NOT_ASKED) if row is None or row.reason == NOT_ASKED else share_words(row)


def points(change: Row | None) -> str:
    """A change in percentage points with its interval; nothing where it may not be told so firmly."""
    if change is None or change.value is None or change.interval is None or change.quality == "C":
        return _NOTHING
    middle, low, high = (style.signed(100 * part) for part in (change.value, *change.interval))
    return say("{middle} ({low} tot {high})", middle=middle, low=low, high=high)


def verdict(change: Row | None) -> str:
    """What may be said of a change, or why nothing may."""
    if change is None:
        return say(NOT_ASKED)
    return say(change.reason if change.hidden else _VERDICTS[change.compared])


def _overview_line(past: History, question: Question, area: Area) -> tuple[str, ...]:
    """A line of the overview; nothing for a question without figures."""
    found = rows(past.now.figures, past.now.book, question.id, area)
    now = found[0] if question.type == "number" else finding_row(question, found)
    if now is None:
        return ()
    then = past.before.row(question.id, area, now.answer)
    if question.type == "number":
        both = [short_median_words(row, question.unit) if row else say(NOT_ASKED) for row in (then, now)]
        median = say("{question}: mediaan", question=question.label)
        return median, *both, _NOTHING, say(_VERDICTS["not_tested"])
    change = past.change(question.id, area, now.answer)
    said = say(NOT_ASKED) if then is None or then.reason == NOT_ASKED else _short(then)
    return named(question, now), said, _short(now), points(change), verdict(change)


def _short(row: Row) -> str:
    return short_words(row).replace("\n", " ")

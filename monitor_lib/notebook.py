"""The researcher's bench in a notebook: any question of a wave, of any group, as table, chart, sentence and file.

    from monitor_lib import notebook as m

The only part of the library with a promise of stability: what stands here keeps its name and its meaning, and what has
to change is told in CHANGELOG.md a release before. `docs/notebooks.md` is its guide. Questions, answers, areas and
facts go by id, label or the beginning of one, in any case.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from monitor_lib import disk, paths, stored
from monitor_lib.figures import exploring
from monitor_lib.figures.bench import catalogue, changing, crossing, selecting, session
from monitor_lib.figures.bench.asked import Asked
from monitor_lib.figures.bench.names import as_list, found
from monitor_lib.figures.bench.relating import related
from monitor_lib.figures.bench.selecting import Narrowing, Split
from monitor_lib.figures.bench.session import Session
from monitor_lib.figures.bench.variables import Variables
from monitor_lib.figures.history import Held
from monitor_lib.figures.secrecy.ledger import Ledger
from monitor_lib.mistake import Mistake
from monitor_lib.pictures.charts import bench_charts, layouts
from monitor_lib.pictures.charts.alone import Plotted
from monitor_lib.pictures.charts.bench_charts import Subject
from monitor_lib.pictures.charts.charts import Chart
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import bench as bench_words
from monitor_lib.publishing.run.release import published, refuse_uncleaned
from monitor_lib.reference import codebook
from monitor_lib.reference.records import Question, Wave
from monitor_lib.reference.text.folding import folded, harmless
from monitor_lib.reference.text.language import say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from monitor_lib.notebook_widgets import Explorer

# ---- a wave ----


@dataclass(frozen=True)
class _Place:
    """Where a wave on the bench came from, and the session in which it is asked."""

    clean: Path
    release: Path
    session: Session


_loaded: dict[str, _Place] = {}
_now: list[str] = []


def load(wave: str | int, clean: str = "", release: str = "", language: str = "") -> Session:
    """Puts a wave on the bench: all that follows is about it, unless it names other waves.

    Args:
        wave: the wave: its id in the codebook, its label or its year.
        clean: the folder of its clean tables; empty for the usual place.
        release: the folder of its release; empty for the usual place.
        language: what the words of tables and charts are in: nl or en; empty for what it is already.

    Raises:
        Mistake: for a wave that is not known, or was not run yet.
    """
    data = published(_named(wave, codebook.load().waves), release, language)
    private = paths.places(data.wave.id, clean=clean).clean
    refuse_uncleaned(data.wave, private)
    known = _loaded.get(data.wave.id)
    tables = stored.table(private.initiatives), stored.table(private.responses)
    held = Held(data.wave, *tables, data.table, data.codebook)
    if known is None or known.clean != private.folder.resolve() or not _same(known.session.held, held):
        begun = Session(held, Ledger(held.book.publication.hidden_below))
        folder = Path(release) if release else paths.project().outputs / data.wave.id
        _loaded[data.wave.id] = _Place(private.folder.resolve(), folder, begun)
    _now[:] = [data.wave.id]
    return _loaded[data.wave.id].session


def _same(one: Held, other: Held) -> bool:
    """Whether nothing changed of a wave: a run may have been made since it was put on the bench."""
    return all(getattr(one, name).equals(getattr(other, name)) for name in ("initiatives", "responses", "figures"))


def _current() -> Session:
    if not _now:
        raise Mistake('Er ligt nog geen meting op de werkbank. Begin met: m.load("naam van de meting").')
    return _loaded[_now[0]].session


def _named(wave: str | int, waves: Sequence[Wave]) -> str:
    """The id of the wave that is called so: by its id, label or year."""
    return found(str(wave), {each.id: (each.label, str(each.year)) for each in waves}, "meting")


def _of(wave: str) -> Session:
    """A wave by its id, label or year; one that was not loaded yet is taken from beside the current one."""
    name, now = _named(wave, _current().held.book.waves), _loaded[_now[0]]
    if name not in _loaded:
        load(name, str(now.clean.parent / name), str(now.release.parent / name))
        _now[:] = [now.session.held.wave.id]
    return _loaded[name].session


# ---- names ----


class Names:
    """All names of one kind: called with a word it searches them; `names[…]` and `names.…` are completed by Jupyter."""

    def __init__(self, kind: str) -> None:
        """Of which kind, one of those of the catalogue."""
        self._kind = kind

    def __call__(self, search: str = "") -> pd.DataFrame:
        """A row per name in which the word stands, or in the words of its question or answers; all without a word."""
        rows = catalogue.rows(self._kind, _current())
        chosen = [row for row in rows if folded(str(search)) in folded(" ".join(row.values()))]
        return pd.DataFrame(chosen, columns=[name for name in rows[0] if name != "ook"]).set_index("id")

    def __getitem__(self, word: str) -> str:
        """The id of what is called so."""
        known = {row["id"]: (row["naam"], *row.get("ook", "").split("\n")) for row in self._rows()}
        return found(word, known, catalogue.KINDS[self._kind])

    def __getattr__(self, name: str) -> str:
        """The id of what is called so, with underscores for spaces."""
        if name.startswith("_") or name not in dir(self):
            raise AttributeError(name)
        return self[name.replace("_", " ")]

    def __dir__(self) -> list[str]:
        """What Jupyter offers behind a dot."""
        names = (folded(row["naam"]).replace(" ", "_") for row in self._rows())
        return [*super().__dir__(), *(name for name in names if name.isidentifier())]

    def _ipython_key_completions_(self) -> list[str]:
        return [row["naam"] for row in self._rows()]

    def _rows(self) -> list[dict[str, str]]:
        return catalogue.rows(self._kind, _current()) if _now else []


questions, facts, areas, waves = map(Names, catalogue.KINDS)


def answers() -> pd.DataFrame:
    """What each initiative on the list answered, by its id: to make own variables of. Private, so never publish it.

    Sensitive questions are left out, as is everything that says who answered.
    """
    return session.answers(_current())


def variable(name: str, values: pd.Series) -> None:
    """A variable of one's own, to narrow to, to split by or to ask: a value per initiative id, as `answers` has them.

    Raises:
        Mistake: where something else is called so, or no initiative of the list has a value.
    """
    now = _current()
    others = {other: words for other, words in now.variables.words().items() if other not in now.own}
    taken = {folded(word) for other, words in others.items() for word in (other, *words)}
    if not isinstance(name, str) or not folded(name) or folded(name) in taken:
        raise Mistake(f'"{name}" is geen naam, of heet al iets anders op de werkbank. Kies een andere.')
    if not isinstance(values, pd.Series):
        raise Mistake(f'"{name}" heeft één waarde per initiatief nodig: een kolom als die van m.answers().')
    own = values[values.index.isin(now.held.listed["initiative_id"])].dropna()
    if own.empty:
        raise Mistake(
            f'Geen van de waarden van "{name}" hoort bij een initiatief: de index moet die van m.answers() zijn.'
        )
    if own.index.has_duplicates:
        raise Mistake(
            f'"{name}" heeft bij {own.index[own.index.duplicated()].nunique()} initiatieven meer dan één waarde.'
        )
    now.own[name] = own


# ---- figures ----


class Table:
    """Figures with their intervals, classes and what is hidden, in `frame`; shown in words."""

    frame: pd.DataFrame
    subject: Subject

    def words(self) -> pd.DataFrame:
        """The table as a person reads it: a row per answer and a column per group; letters are classes below A."""
        return bench_words.in_words(_one_question(self.frame), self.subject.unit)

    def chart(self) -> Chart:
        """The figures as a chart in the house style, with everything that belongs to it."""
        return bench_charts.table_chart(_one_question(self.frame), self.subject)

    def sentence(self) -> str:
        """What stands out, a sentence per group; words alone where that is all that may be said."""
        return " ".join(bench_words.sentences(_one_question(self.frame), self.subject.title, self.subject.unit))

    def save(self, path: Path | str) -> Path:
        """Writes the figures (`.csv`, `.xlsx`) or their chart (`.png`, `.svg`) to a file, and says where."""
        target = Path(path)
        kind = target.suffix.lower()
        if kind not in (".csv", ".xlsx"):
            return self.chart().save(target)
        if not target.parent.is_dir():
            raise Mistake(f"De map {target.parent} is er niet. Maak die eerst, of kies een andere.")
        try:
            self._write(target, kind)
        except OSError as error:
            raise Mistake(
                f"{target} is niet te schrijven ({error.strerror}). Sluit het bestand als het open staat, of kies een "
                "andere map."
            ) from error
        return target

    def _write(self, target: Path, kind: str) -> None:
        plain = self.frame.apply(lambda column: column.map(harmless) if column.dtype == "str" else column)
        if kind == ".csv":
            disk.handed_on(target, plain.to_csv(index=False))
            return
        content = io.BytesIO()
        with pd.ExcelWriter(content, engine="xlsxwriter") as book:
            plain.to_excel(book, sheet_name="cijfers", index=False)
            self._about().to_excel(book, sheet_name="uitleg", index=False, header=False)
        disk.handed_on(target, content.getvalue())

    def _about(self) -> pd.DataFrame:
        about = vars(self.subject) | {"sentence": self.sentence()}
        return pd.DataFrame([(name, harmless(str(words))) for name, words in about.items() if words])

    def _repr_html_(self) -> str:
        about = self.subject
        words = self.words() if self.frame["indicator"].nunique() == 1 else self.frame
        foot = " ".join(filter(None, (about.source, about.notice)))
        return (
            f"<p><strong>{escape(about.title)}</strong><br>{escape(about.question)}</p>"
            f"{words.to_html(max_rows=60)}<p><small>{escape(foot)}</small></p>"
        )

    def __repr__(self) -> str:
        """The table in words."""
        return f"{self.subject.title}\n{self.words().to_string()}"


def _one_question(frame: pd.DataFrame) -> pd.DataFrame:
    if frame["indicator"].nunique() != 1:
        raise Mistake('Hier staan cijfers van meer vragen, of van geen. Kies er één: m.table("naam van de vraag").')
    return frame


@dataclass(frozen=True, repr=False)
class Figures(Table):
    """Rows of a table of figures, with what they are about."""

    frame: pd.DataFrame
    subject: Subject


@dataclass(frozen=True, repr=False)
class Cross(Table):
    """One question, of whom and beside whom one wants.

    Attributes:
        question: what is counted: a question, a fact of the list or an own variable.
        by: what it is split by: such a name, a condition as `"start >= 2020"`, classes of a number as
            `{"start": [2010, 2020]}`, or own groups as `{"form": {"dorp": ["dorpsraad", "dorpscooperatie"]}}`.
        areas: one or more areas, municipalities or networks, beside each other; the country if none.
        waves: one or more waves, beside each other; the current one if none.
        only: whom it is about: `{"phase": "actief"}`, a condition, or a list of these, which all hold.
        regroup: own groups of the answers, by their name.

    Raises:
        Mistake: for what is not known, or may not be asked; in one sentence.
    """

    question: str
    by: Split = None
    areas: str | Sequence[str] = ()
    waves: str | Sequence[str] = ()
    only: Narrowing = ()
    regroup: Mapping[str, object] | None = None

    def __post_init__(self) -> None:
        """Asks at once: what may not be asked is told here, and groups are shown in the order in which one asks."""
        pairs = zip(self._asked, self._sessions, strict=True)
        frame = pd.concat([_told(asked, wave) for asked, wave in pairs], ignore_index=True)
        object.__setattr__(self, "frame", frame)
        object.__setattr__(self, "subject", _subject(self._asked[-1], frame, self._narrowed))

    @property
    def call(self) -> str:
        """The line of code that asks this."""
        given = {each.name: getattr(self, each.name) for each in fields(self)[1:]}
        words = "".join(f", {name}={value!r}" for name, value in given.items() if value)
        return f"m.cross({self.question!r}{words})"

    @property
    def has_shares(self) -> bool:
        """Whether it counts answers; of a number there are a median and a mean, of which no change is told."""
        return self._asked[-1].variable.numbers is None

    def change(self) -> Figures:
        """What changed from the first wave to the last, with the interval of the difference.

        Raises:
            Mistake: where not two waves were asked, or the question is for a number.
        """
        if len(self._asked) < 2:
            raise Mistake(
                f'Een verandering heeft twee metingen: m.cross({self.question!r}, waves=["eerste", "tweede"]).'
            )
        now = self._asked[-1]
        made = changing.rounded(changing.changed(self._asked[0], now, self.frame))
        names = self.frame[["area", "group", "answer", "place", "among", "label"]].drop_duplicates().assign(year="")
        since = self._asked[0].held.wave.year
        title = say("{figure}: verandering sinds {year}", figure=self.subject.title, year=since)
        told = made.merge(names, on=["area", "group", "answer"])
        return Figures(told, replace(self.subject, title=title, source=_source(now, told)))

    def test(self) -> str:
        """Whether the answers hang together with those of the question or fact that they are split by; a sentence."""
        asked = self._asked[-1]
        if asked.groups.variable is None or not asked.groups.whole:
            return "Samenhang is alleen te toetsen met een tweede vraag of een feit van de lijst als splitsing."
        inside = asked.kept() & np.logical_or.reduce([place.inside for place in asked.places])
        return related(asked.held, asked.variable, asked.groups.variable, inside)

    @cached_property
    def _sessions(self) -> list[Session]:
        found = {wave.held.wave.id: wave for wave in map(_of, as_list(self.waves))}
        return list(found.values()) or [_current()]

    @cached_property
    def _asked(self) -> list[Asked]:
        return [self._of_wave(wave.variables) for wave in self._sessions]

    @cached_property
    def _narrowed(self) -> str:
        return ", ".join(condition.words for condition in self._asked[-1].only)

    def _of_wave(self, variables: Variables) -> Asked:
        by, areas = self.by, as_list(self.areas)
        if isinstance(by, str) and not areas and (level := _level(by, variables)):
            by, areas = None, [area.code for area in variables.held.book.areas if area.level == level]
        named = (selecting.place(area, variables) for area in areas or [variables.held.book.country.code])
        places = {place.code: place for place in named}
        only, groups = tuple(selecting.conditions(self.only, variables)), selecting.groups(by, variables)
        question, regroup = variables.asked(self.question), self.regroup or {}
        if regroup and (question.numbers is not None or not isinstance(regroup, Mapping)):
            raise Mistake(
                'Eigen groepen zijn er van antwoorden, elk met een naam: regroup={"naam": ["antwoord", "antwoord"]}. '
                f"{question.label} is hier niet zo in te delen."
            )
        return Asked(variables.held, question, tuple(places.values()), only, groups, regroup)


def _level(by: str, variables: Variables) -> str:
    """The level of areas that a split by province, or by part of the country, is about; "" for another split."""
    levels = ("part", "province")
    return next((name for name in levels if folded(by) in (name, folded(variables.named(name).label))), "")


cross = Cross


def _told(asked: Asked, wave: Session) -> pd.DataFrame:
    """The rows of one wave, with what their codes are called."""
    frame = crossing.crossed(asked, wave.shown_before)
    labels = {name: name for name in asked.regroup} or asked.variable.labels
    return frame.assign(
        year=str(asked.held.wave.year),
        place=frame["area"].map({place.code: place.name for place in asked.places}),
        among=frame["group"].map(dict(asked.groups.labels)),
        label=[labels.get(code, "") for code in frame["answer"]],
    )


def _subject(asked: Asked, frame: pd.DataFrame, narrowed: str) -> Subject:
    variable, wave = asked.variable, asked.held.wave
    by = asked.groups.label
    split = say(", naar {fact}", fact=f"{by[:1].lower()}{by[1:]}") if by else ""
    question = say("Vraag: {question}", question=variable.question.text) if variable.question else ""
    about = say("Alleen {conditions}.", conditions=narrowed) if narrowed else ""
    title, notice = f"{variable.label}{split}", asked.held.book.monitor.notice(wave)
    return Subject(title, " ".join(filter(None, (question, about))), "", _source(asked, frame), variable.unit, notice)


def _source(asked: Asked, frame: pd.DataFrame) -> str:
    book = asked.held.book
    base = bench_words.base(frame, book.publication.confidence)
    years = sorted({book.wave(name).year for name in frame["wave"]} | {asked.held.wave.year})
    given = {"monitor": book.monitor.title, "years": style.together([str(year) for year in years])}
    origin = say("Bron: {monitor}, {years}, eigen bewerking van {figure}.", figure=asked.variable.id, **given)
    return " ".join(filter(None, (base, origin)))


def table(
    question: str = "", areas: str | Sequence[str] = (), waves: str | Sequence[str] = (), kind: str = ""
) -> Figures:
    """Rows of the published figures table, with what their codes are called.

    Args:
        question: of one question or indicator; all if none.
        areas: of one or more areas; all if none.
        waves: of one or more waves; the current one if none.
        kind: share, median, total, count, change or mean; all but changes if none.
    """
    now = _current()
    book, rows = now.held.book, now.held.figures
    ids = [_of(name).held.wave.id for name in as_list(waves)] or [now.held.wave.id]
    places = {area.code: area.name for area in book.areas}
    rows = rows[rows["wave"].isin(ids) & ((rows["kind"] == kind) if kind else (rows["kind"] != "change"))]
    if question:
        entries = {entry.id: (entry.label,) for entry in book.entries}
        rows = rows[rows["indicator"] == found(question, entries, "vraag of cijfer")]
    if wanted := [book.area(str(name)).code for name in as_list(areas)]:
        rows = rows[rows["area"].isin(wanted)]
    labels = [book.answers_of(name).get(code, "") for name, code in zip(rows["indicator"], rows["answer"], strict=True)]
    years = {wave.id: str(wave.year) for wave in book.waves}
    told = rows.assign(
        year=rows["wave"].map(years), place=rows["area"].map(places), among="", label=labels, group=""
    ).reset_index(drop=True)
    return Figures(told, _published_subject(told, now))


def _published_subject(told: pd.DataFrame, now: Session) -> Subject:
    book, names = now.held.book, set(told["indicator"])
    entry = next((each for each in book.entries if len(names) == 1 and each.id in names), None)
    question = entry if isinstance(entry, Question) else None
    source = say("Bron: {monitor}, {years}.", monitor=book.monitor.title, years=now.held.wave.year)
    base = bench_words.base(told, book.publication.confidence) if entry else ""
    return Subject(
        entry.label if entry else say("Gepubliceerde cijfers"),
        say("Vraag: {question}", question=question.text) if question else "",
        "",
        f"{base} {source}".strip(),
        question.unit if question else "",
        book.monitor.notice(now.held.wave),
    )


def chart(figures: Table | pd.DataFrame, title: str = "") -> Chart:
    """A chart of any table: of one of these, or of a DataFrame with `value`, and if there are `low`, `high`, `label`.

    Args:
        figures: what to draw; shares are fractions. A `kind` (share, median, count, change) says what they are.
        title: its heading; that of the table if none.

    Raises:
        Mistake: for a table without figures.
    """
    if isinstance(figures, Table):
        subject = replace(figures.subject, title=title or figures.subject.title)
        return bench_charts.table_chart(_one_question(figures.frame), subject)
    values = figures.get("value", pd.Series(dtype="str")) if isinstance(figures, pd.DataFrame) else pd.Series()
    if values.empty or not pd.api.types.is_numeric_dtype(values):
        raise Mistake('Een grafiek heeft een tabel met een kolom "value" met getallen nodig, met een rij per cijfer.')
    plain: dict[str, Any] = dict.fromkeys(("area", "place", "among", "year", "answer", "reason"), "")
    plain |= {"kind": "share", "quality": "A", "low": np.nan, "high": np.nan, "respondents": np.nan}
    known = figures.assign(**{name: value for name, value in plain.items() if name not in figures})
    label = known["label"] if "label" in known else known.index.astype("str")
    hidden = known["value"].isna() | known.get("hidden", False)
    return bench_charts.table_chart(known.assign(label=label, hidden=hidden), Subject(title or say("Cijfers")))


def explore(question: str = "") -> "Explorer":
    """Choices of question, area, split and filter, with the call that they make; for who finds their way by mouse."""
    from monitor_lib.notebook_widgets import Explorer  # only who chooses by mouse has need of widgets

    names = catalogue.rows("questions", _current())
    return Explorer(_current(), Cross, questions[question] if question else names[0]["id"])


# ---- beside the figures ----


def held() -> list[str]:
    """The waves that the release tells of, the oldest first: what `waves` may be."""
    now = _current().held
    return [wave.id for wave in (*now.book.waves_before(now.wave), now.wave) if wave.id in set(now.figures["wave"])]


def template() -> dict:
    """The house style as a template of plotly, for a chart made by hand."""
    look = layouts.template()
    colours = [style.colour(role) for role in ("middle", "accent", "deep", "grey")]
    return {"layout": look["layout"] | {"colorway": colours}}


def plotted(figure: "Figure") -> Plotted:
    """A figure made by hand with plotly, so that it shows in a page of nbconvert too, which asks nothing of others."""
    return Plotted(json.loads(figure.to_json()))


def who_answered() -> pd.DataFrame:
    """How alike who answered is to the list: the R-indicator, and how far each trait sets the chances apart."""
    now = _current().held
    return exploring.representativity((now.initiatives, now.responses), now.asked)


def modelled(question: str) -> pd.DataFrame:
    """Published figures of provinces beside their model values, which are no measurement: never publish those."""
    now = _current().held
    own = now.figures[now.figures["wave"] == now.wave.id]
    return exploring.modelled(own, now.asked, questions[question])

"""A survey that is still held, for who runs it: who answered, where that leads, and how alike they are to the list.

Private: a page and lists of its own, of which nothing is in a release.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from monitor_lib import disk, paths
from monitor_lib.figures.fieldwork.forecast import Outlook, outlooks
from monitor_lib.figures.respondents import representativity
from monitor_lib.intake.fieldwork import standing
from monitor_lib.intake.fieldwork.standing import Standing
from monitor_lib.pictures.style import style
from monitor_lib.publishing.pages.form import Form
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, Wave

_TITLE = "Veldwerk"
_UNKNOWN = "onbekend"
_BAR, _BLOCK = 20, "█"
_READING = {
    "question": "vraag",
    "label": "naam",
    "columns": "kolommen",
    "read_as": "gelezen als",
    "separator": "tussen keuzes",
    "answers": "gevonden",
    "other": "anders",
    "ask": "niet zeker",
}
_TRAITS = {"province": "provincie", "form": "soort", "start_year": "startjaar"}


@dataclass(frozen=True)
class Fieldwork:
    """A survey as it stands, and the last day on which it can be answered, where that is known."""

    standing: Standing
    book: Codebook
    until: dt.date | None

    @property
    def left(self) -> int:
        """Days still to come after the last answer of all; none where no end is known."""
        last = self.standing.last_day
        return max(0, (self.until - last).days) if self.until and last else 0


def fieldwork(wave: str, deliveries: str = "", decisions: str = "", until: str = "", tool: str = "") -> Fieldwork:
    """A survey as it stands, read from its deliveries.

    Args:
        wave: its id.
        deliveries: the folder with lists and export; empty for the usual one.
        decisions: the folder of decisions; empty for the usual one.
        until: the last day, as 2026-06-01; empty for what the codebook says.
        tool: the survey tool; empty for what the codebook says.

    Raises:
        ReportError: where `until` is no day.
        DeliveryError: where the ledger of invitations cannot be read.
    """
    held = codebook.load().wave(wave)
    held = replace(held, tool=tool or held.tool)
    places, book = paths.places(held.id, deliveries, decisions=decisions), as_asked(codebook.load(), held)
    last = _day(until) if until else held.closes
    return Fieldwork(standing.standing(places.delivered, book, places.decisions.after(_before(held)), held), book, last)


def _before(held: Wave) -> str:
    before = codebook.load().wave_before(held)
    return before.id if before else ""


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ReportError(f'"{text[:20]}" is geen dag: schrijf jaar-maand-dag, zoals 2026-06-01.') from None


def make_page(wave: Wave, folder: paths.Fieldwork, given: dict[str, str], form: Form) -> None:
    """Runs the notebook of the fieldwork and writes its page, whole or not at all.

    Args:
        wave: which.
        folder: where to.
        given: the parameters of the notebook, beside the wave.
        form: which engine runs it.
    """
    from monitor_lib.publishing.pages import engine, reports

    notebook = engine.executed(paths.project().notebooks / "8_fieldwork.ipynb", {"wave": wave.id, **given}, form.engine)
    page = reports.html(notebook, codebook.load(), wave, _TITLE, reports.Setting(alone=""))
    disk.written(folder.page, page)


# ---- how it stands ----


def opening(found: Fieldwork) -> str:
    """In a few sentences how many answered, until when, and what to know before the numbers are believed."""
    now = found.standing
    answered, listed = int(now.answered.sum()), len(now.initiatives)
    until = f"stand van {style.date(now.last_day)}" if now.last_day else "nog geen antwoord met een datum"
    if found.until is None:
        end = "Wanneer de enquête sluit is niet bekend: zonder closes in het codeboek of --until geen voorspelling."
    elif now.last_day and now.last_day > found.until:
        end = f"Er zijn antwoorden van na {style.date(found.until)}, toen de enquête sloot: klopt die dag?"
    else:
        end = (
            f"De enquête sluit op {style.date(found.until)}, over {found.left} {'dag' if found.left == 1 else 'dagen'}."
        )
    return "\n\n".join(
        [f"**{answered} van de {listed} initiatieven** antwoordden ({until}). {end}", *standing.told(now)]
    )


def days(found: Fieldwork) -> pd.DataFrame:
    """One row per day: new answers, drawn as a bar too, and all so far."""
    each = standing.per_day(found.standing)
    most = max(each["antwoorden"].max(), _BAR) if len(each) else _BAR
    bars = [_BLOCK * round(_BAR * count / most) for count in each["antwoorden"]]
    return each.assign(**{"": bars}).set_axis([f"{day:%d-%m}" for day in each.index])


def reading(found: Fieldwork) -> pd.DataFrame:
    """One row per question: how the export was read."""
    return (
        pd.DataFrame(found.standing.understood, columns=list(_READING))
        .set_axis(list(_READING.values()), axis=1)
        .set_index("vraag")
        .rename_axis(None)
    )


def read_lines(found: Fieldwork) -> Iterator[str]:
    """How the export was read, a line per question, for a terminal."""
    yield from found.standing.questions
    for one in found.standing.understood:
        separator = f" (gescheiden door {one.separator})" if one.separator else ""
        where = f"kolom {one.columns}, {one.read_as}{separator}" if one.columns else one.read_as
        told = [
            where,
            one.answers,
            f"anders {one.other}" if one.other else "",
            f"NIET ZEKER: {one.ask}" if one.ask else "",
        ]
        yield f"{one.question} {one.label}: {'; '.join(filter(None, told))}"


def remarks(found: Fieldwork) -> pd.DataFrame:
    """One row per error or remark on the export and the list of participants, equal ones once with their number."""
    faults = found.standing.faults
    own = faults[~faults["file"].isin(found.standing.listed_files)]
    kinds = own["severity"].map({"error": "fout", "remark": "opmerking"})
    alike = own.assign(severity=kinds).groupby(["severity", "file", "column", "message"], dropna=False).size()
    return (
        alike.reset_index(name="keer")
        .set_axis(["", "bestand", "kolom", "wat", "keer"], axis=1)
        .set_index("bestand")
        .rename_axis(None)
    )


# ---- where it leads ----


def ahead(found: Fieldwork) -> dict[str, Outlook]:
    """The outlook of every province that has initiatives on the list, by its code."""
    now, last = found.standing.initiatives, found.standing.last_day
    first = now["day"].min()
    counts = now["province"].value_counts()
    listed = {area.code: int(counts[area.code]) for area in found.book.provinces if area.code in counts}
    since = (now["day"] - first).dt.days.fillna(0).astype("int64")
    own = {code: since[found.standing.answered & (now["province"] == code)].to_numpy() for code in listed}
    elapsed = 1 if last is None or pd.isna(first) else (last - first.date()).days + 1
    return outlooks(own, listed, elapsed, found.left, found.book.publication)


def expected(found: Fieldwork) -> pd.DataFrame:
    """One row per province: answers now and at the end, in which class, and how many are needed for the next."""
    lines = {found.book.area(code).name: _line(one, found.left) for code, one in ahead(found).items()}
    return pd.DataFrame.from_dict(lines, orient="index")


def _line(one: Outlook, left: int) -> dict[str, str | int]:
    line: dict[str, str | int] = {"op de lijst": one.listed, "antwoorden": one.answers, "klasse nu": one.now}
    if left:
        classes = "" if one.lowest == one.highest else f" ({one.lowest} tot {one.highest})"
        line |= {"aan het eind": f"{one.likely} (tussen {one.low} en {one.high})", "klasse dan": one.expected + classes}
    return line | {"nog nodig": "" if one.needed is None else f"{one.needed} tot klasse {one.following}"}


def needs(found: Fieldwork) -> Iterator[str]:
    """A sentence per province on the next class up."""
    for code, one in ahead(found).items():
        name = found.book.area(code).name
        if one.needed is None:
            best = "hoger kan niet" if one.now == "A" else f"ook als alle {one.listed} antwoorden"
            yield f"{name}: klasse {one.now}, {best}."
        else:
            reached = _chance(one) if found.left else ""
            answers = "antwoord" if one.needed == 1 else "antwoorden"
            yield f"{name}: nog {one.needed} {answers} tot klasse {one.following}{reached}."


def _chance(one: Outlook) -> str:
    goal = one.answers + (one.needed or 0)
    if one.low >= goal:
        return "; in dit tempo wordt dat gehaald"
    return "; in dit tempo wordt dat niet gehaald" if one.high < goal else "; of dat in dit tempo lukt, is onzeker"


# ---- how alike those who answered are to the list ----


def is_enough(found: Fieldwork) -> bool:
    """Whether enough initiatives answered, and enough did not, to say how alike they are: as many as a figure wants."""
    answers, everyone = int(found.standing.answered.sum()), len(found.standing.answered)
    return min(answers, everyone - answers) >= found.book.publication.hidden_below


def likeness(found: Fieldwork) -> str:
    """How the tables below it are read, or why there are none."""
    if is_enough(found):
        return (
            "Het verschil is pas zeker als het groter is dan tweemaal de standaardfout. In de tweede tabel staan de "
            "groepen die aantoonbaar minder (onder 0) of meer antwoordden dan gemiddeld; een lege tabel is goed nieuws."
        )
    return (
        "Nog niet te zeggen: daarvoor moeten er ten minste "
        f"{found.book.publication.hidden_below} initiatieven geantwoord hebben, en evenveel nog niet."
    )


def alike(found: Fieldwork) -> pd.DataFrame:
    """The R-indicator and the partial ones of each trait with their standard errors, as they are read by a person.

    1 is: all initiatives are as likely to answer. Of a trait 0 is best.
    """
    if not is_enough(found):
        return pd.DataFrame()
    traits = _traits(found)
    made = representativity.propensities(found.standing.answered.to_numpy(bool), representativity.covariates(traits))
    rows = {"R-indicator": representativity.r_indicator(made)}
    rows |= {f"door {name}": representativity.of_trait(made, traits[name].to_numpy(str)) for name in traits}
    lines = {
        name: {"waarde": _thousandths(one.value), "standaardfout": _thousandths(one.error)}
        for name, one in rows.items()
    }
    return pd.DataFrame.from_dict(lines, orient="index")


def lagging(found: Fieldwork) -> pd.DataFrame:
    """One row per group of initiatives that answers surely less or more than average, the furthest behind first."""
    columns = ["", "kenmerk", "groep", "antwoordde", "waarde", "standaardfout"]
    if not is_enough(found):
        return pd.DataFrame(columns=columns[1:])
    traits, answered = _traits(found), found.standing.answered
    made = representativity.propensities(answered.to_numpy(bool), representativity.covariates(traits))
    lines = []
    for name in traits:
        for group, one in representativity.of_categories(made, traits[name].to_numpy(str)).items():
            own = traits[name] == group
            if abs(one.value) > 2 * one.error > 0:
                share = f"{int(answered[own].sum())} van {int(own.sum())}"
                lines.append((one.value, name, group, share, _thousandths(one.value), _thousandths(one.error)))
    return pd.DataFrame(sorted(lines), columns=columns).drop(columns="").set_index("groep").rename_axis(None)


def _thousandths(value: float) -> str:
    return style.number(value, 3)


def _traits(found: Fieldwork) -> pd.DataFrame:
    """What the list says of every initiative: its province, what it calls itself, and the class of its start year."""
    now, book = found.standing.initiatives, found.book
    kinds = book.scale_of_field("form")
    classes = next((one.classes for one in book.indicators if one.field == "start_year" and one.classes), ())
    labels = {year: each.label for each in classes for year in range(each.first, each.last + 1)}
    told = {
        "province": now["province"].map({area.code: area.name for area in book.provinces}),
        "form": now["form"].map(kinds.labels if kinds else {}),
        "start_year": now["start_year"].map(labels),
    }
    return pd.DataFrame({_TRAITS[name]: column.astype("object").fillna(_UNKNOWN) for name, column in told.items()})

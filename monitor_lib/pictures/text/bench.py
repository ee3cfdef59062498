"""Figures of the researcher's bench in words: a cell of a table, a row of a chart, and a sentence."""

from collections.abc import Iterator

import pandas as pd

from monitor_lib.pictures.figure import words as figure_words
from monitor_lib.pictures.figure.lines import Line
from monitor_lib.pictures.figure.rows import Row
from monitor_lib.pictures.style import style
from monitor_lib.reference.interval import Interval, read
from monitor_lib.reference.records import Area
from monitor_lib.reference.text.language import later, say, say_many

_KINDS = {"median": later("mediaan"), "mean": later("gemiddelde"), "total": later("totaal")}
CELL = ["year", "place", "among"]  # what tells the groups of a table apart


def line(record: dict, unit: str, label: str) -> Line:
    """A row of the table as a chart draws it, as firm as its class allows."""
    row = row_of(record, label)
    if row.hidden:
        return Line(label, row, figure_words.short_words(row), figure_words.share_words(row))
    if row.kind in _KINDS:
        words, short = figure_words.median_words(row, unit), figure_words.short_median_words(row, unit)
        return Line(label, row, short.replace(" (", "\n("), words)
    if row.kind in ("change", "count"):
        told = cell(record, unit)
        return Line(label, row, told.replace(" (", "\n("), told)
    return Line(label, row, figure_words.short_words(row), figure_words.share_words(row))


def row_of(record: dict, label: str) -> Row:
    """A row of the table as the house's drawings know it: of a group, so compared with nothing."""
    hidden, stands_for = bool(record["hidden"]), record.get("stands_for")
    return Row(
        area=Area(record["area"], record["place"], "group"),
        indicator="",  # no figure of the release
        answer=record["answer"],
        label=label,
        kind=record["kind"],
        value=None if hidden else float(record["value"]),
        interval=None if hidden else read(record["low"], record["high"]),
        respondents=0 if pd.isna(record["respondents"]) else int(record["respondents"]),
        population=0 if stands_for is None or pd.isna(stands_for) else int(stands_for),
        quality=record["quality"],
        reason=record["reason"],
        compared="not_tested",
        **dict.fromkeys(("p_adjusted", "reference", "detectable", "scenario_low", "scenario_high")),
    )


def cell(record: dict, unit: str) -> str:
    """A figure with its interval and its class, in few words; why it is hidden where it is."""
    if record["hidden"]:
        return say(record["reason"])
    limits = read(record["low"], record["high"])
    value, spread = _value(record, unit), _spread(record["kind"], limits, unit) if limits else ""
    quality = record["quality"] if record["quality"] != "A" else ""
    return " ".join(filter(None, (value, f"({spread})" if spread else "", quality)))


def _value(record: dict, unit: str) -> str:
    kind, value = record["kind"], float(record["value"])
    if kind == "share":
        return style.percent(value)
    if kind == "change":
        return f"{style.signed(100 * value)} {say('procentpunt')}"
    return style.number(value) if kind == "count" else style.amount(value, unit)


def _spread(kind: str, limits: Interval, unit: str) -> str:
    if kind == "share":
        return style.dashed(*limits)
    if kind == "change":
        return say("{low} tot {high}", low=style.signed(100 * limits.low), high=style.signed(100 * limits.high))
    return "–".join(style.amount(limit, unit) for limit in limits)


def answer(record: dict) -> str:
    """What a row is of: its answer, or what was made of a number."""
    return record["label"] or say(_KINDS.get(record["kind"], ""))


def group(record: dict, told: list[str]) -> str:
    """What tells a group apart from the others of its table."""
    return ", ".join(str(record[name]) for name in told if record[name])


def apart(frame: pd.DataFrame) -> list[str]:
    """By what the groups of a table are told apart; the place where that is nothing."""
    return [name for name in CELL if frame[name].nunique() > 1] or ["place"]


def in_words(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The table as a person reads it: a row per answer and a column per group, with its respondents above."""
    told, columns = apart(frame), {}
    for _, rows in frame.groupby(CELL, sort=False):
        records = rows.to_dict("records")
        columns[f"{group(records[0], told)} {_base(records)}".strip()] = pd.Series(
            {answer(record): cell(record, unit) for record in records}
        )
    return pd.DataFrame(columns)


def _base(records: list[dict]) -> str:
    known = [int(record["respondents"]) for record in records if not pd.isna(record["respondents"])]
    return say("(n = {count})", count=style.number(max(known))) if known else ""


def sentences(frame: pd.DataFrame, title: str, unit: str) -> Iterator[str]:
    """A sentence per group: what most of it answered, or the number; words alone where that may not be shown."""
    told = apart(frame)
    for _, rows in frame.groupby(CELL, sort=False):
        records = rows.to_dict("records")
        shown = [record for record in records if not record["hidden"]]
        first = max(shown, key=lambda record: abs(record["value"]), default=records[0])
        chosen = first if first["kind"] in ("share", "change") else records[0]
        words = line(chosen, unit, "").words.replace("\n", " ")
        what = answer(chosen) if shown and answer(chosen) else ""
        yield f"{title}, {group(records[0], told)}: {' '.join(filter(None, (f'{what},' if what else '', words)))}."


def base(frame: pd.DataFrame, confidence: float) -> str:
    """On how many answers a table rests, what they stand for, and what weighing them costs."""
    shown = frame[~frame["hidden"]]
    if shown.empty:
        return ""
    least, most = (int(end) for end in (shown["respondents"].min(), shown["respondents"].max()))
    count = (
        style.number(most)
        if least == most
        else say("{low} tot {high}", low=style.number(least), high=style.number(most))
    )
    told = [say_many("Gebaseerd op {count} antwoord.", "Gebaseerd op {count} antwoorden.", most, count=count)]
    if "design_effect" in shown and shown["design_effect"].notna().any():
        told.append(
            say("Gewogen; ontwerpeffect hoogstens {effect}.", effect=style.number(shown["design_effect"].max(), 2))
        )
    if shown["low"].notna().any():
        told.append(say("Interval: {share}.", share=f"{confidence:.0%}"))
    return " ".join(told)

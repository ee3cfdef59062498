"""The lists of the example's networks: who is on them, in whose words, and in which kind of file."""

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from monitor_lib import paths
from monitor_lib.example.chances import Dice, Example
from monitor_lib.example.initiatives import Initiative
from monitor_lib.example.spellings import otherwise
from monitor_lib.reference.records import Field
from monitor_lib.reference.text.folding import folded

_LETTERS = "ABCDEGHJKLNPRSTVWXZ"
Row = dict[str, str]


def write_lists(example: Example, initiatives: list[Initiative], delivered: paths.Delivered, dice: Dice) -> None:
    """Writes one file per network, named by its id."""
    met: set[Initiative] = set()
    for habit, members in _memberships(example, initiatives, dice):
        rows = _rows(example, habit, members, met, dice)
        table = _table(habit, rows, example.wave.year)
        path = delivered.list_of(habit["network"], habit["format"])
        if habit["format"] == "xlsx":
            _write_workbook(path, habit, table, example.habits["created"])
        else:
            _write_text(path, habit, table)
        met.update(members)


def _memberships(example: Example, initiatives: list[Initiative], dice: Dice) -> list[tuple[Mapping, list[Initiative]]]:
    """Every list's habits with the initiatives on it; the rest-list has all that are on no other."""
    listed = [initiative for initiative in initiatives if initiative.listed]
    drawn = [
        (habit, [initiative for initiative in listed if dice.happens(_coverage(habit, initiative))])
        for habit in example.habits["list"]
    ]
    placed = {initiative for _, members in drawn for initiative in members}
    rest = [initiative for initiative in listed if initiative not in placed]
    return [(habit, members + rest if habit.get("rest") else members) for habit, members in drawn]


def _coverage(habit: Mapping, initiative: Initiative) -> float:
    """The chance that an initiative is on a list, by its municipality or else its province."""
    if initiative.awkward:
        return 0
    by_province = habit["covers"].get(initiative.facts["province"], 0)
    return habit["covers"].get(initiative.facts["municipality"], by_province)


def _rows(example: Example, habit: Mapping, members: list[Initiative], met: set[Initiative], dice: Dice) -> list[Row]:
    """The rows of a list by name; initiatives `met` on an earlier list are written otherwise here."""
    facts = [otherwise(example, one.facts, dice) if one in met else one.facts for one in members]
    facts += [otherwise(example, one.facts, dice) for one in dice.sample(members, habit.get("twice", 0))]
    fields = [example.book.field(name) for name in habit["columns"]]
    rows = [{field.id: _cell(example, habit, field, known, dice) for field in fields} for known in facts]
    for name, text in habit.get("odd", []):
        row = dice.one_of([row for row in rows if row[name]])
        row[name] = text.format(row[name])
    rows += [{"name": name} for name in habit.get("nowhere", [])]
    return sorted(rows, key=lambda row: folded(row["name"]))


def _cell(example: Example, habit: Mapping, field: Field, facts: Mapping, dice: Dice) -> str:
    """What a list has in one cell."""
    value = facts[field.id]
    if dice.happens(habit.get("gaps", {}).get(field.id, 0)):
        return ""
    match field.type:
        case "choice":
            return _worded(example, field, value, dice)
        case "choices":
            return habit.get("separator", ", ").join(_worded(example, field, code, dice) for code in value)
        case "province":
            area = example.book.area(value)
            return dice.one_of(area.aliases) if dice.happens(example.habits["alias"]) else area.name
        case "postcode" if habit.get("full_postcodes"):
            return f"{value} {dice.one_of(_LETTERS)}{dice.one_of(_LETTERS)}"
        case "url":
            return f"www.{value}" if value else ""
        case "yesno":
            return "ja" if value else "nee"
    return value


def _worded(example: Example, field: Field, code: str, dice: Dice) -> str:
    """An answer's label, or now and then one of its other spellings."""
    option = next(option for option in example.book.scale(field.scale).options if option.code == code)
    return dice.one_of(option.synonyms) if option.synonyms and dice.happens(example.habits["synonym"]) else option.label


def _table(habit: Mapping, rows: list[Row], year: int) -> list[list[str]]:
    """All lines of the sheet: what stands above the headings, the headings, the rows, what stands below."""
    lines = [[row.get(field, "") for field in habit["columns"]] for row in rows]
    below = [[text.format(rows=len(rows)) for text in habit["below"]]] if "below" in habit else []
    above = [[text.format(year=year) for text in line] for line in habit.get("above", [])]
    return [*above, list(habit["columns"].values()), *lines, *below]


def _write_text(path: Path, habit: Mapping, table: list[list[str]]) -> None:
    with path.open("w", encoding=habit["encoding"], newline="") as file:
        csv.writer(file, delimiter=habit["delimiter"]).writerows(table)


def _write_workbook(path: Path, habit: Mapping, table: list[list[str]], created: dt.datetime) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": created})
        sheet = workbook.add_worksheet("Lijst")
        _fill(sheet, table)
        if habit.get("merged"):
            sheet.merge_range(0, 0, 0, len(habit["columns"]) - 1, table[0][0])
        if "hidden_sheet" in habit:
            old = workbook.add_worksheet(habit["hidden_sheet"])
            _fill(old, table[:6])
            old.hide()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, table: list[list[str]]) -> None:
    """Years and postcodes are numbers, as people type them; nothing becomes a formula or a link."""
    for number, line in enumerate(table):
        for column, text in enumerate(line):
            if len(text) == 4 and text.isdecimal():
                sheet.write_number(number, column, int(text))
            else:
                sheet.write_string(number, column, text)

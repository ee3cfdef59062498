"""Random respondents who fill in the questionnaires that we write, and the exports that each tool makes of that.

Everything is read off the written file itself, and follows what the tools say of their exports: LimeSurvey's Writer.php
and SurveyObj.php, the pages of KoboToolbox and ODK Central on exports. Nothing is asked of our reader, and the truth is
known by the words that a respondent chose.
"""

import csv
import io
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from monitor_lib.reference.records import Codebook, Question

PEOPLE = 200
NAMES = [
    "Noaberhulp ’t Veld",
    "Samen & Zo",
    'De "Haven"',
    "Stadsdorp; Zuid",
    "Mienskip Wetsens",
    "=Samen",
    "Ús Plak, thuis",
]
OTHERS = ["Muziek", "Zingen, dansen", "Zie ons jaarplan; blz. 4", "Een “eigen” vorm", "Repair Café"]
LANGUAGES = {"nl": "Nederlands (nl)", "en": "English (en)"}
SENT = "2026-05-04 14:05:06"


@dataclass
class Person:
    """What one respondent told: per question a code, a number, a text or a set of codes; "" or an empty set for nothing
    said, None for not shown; beside "other" a text; and the highest part that was finished.
    """

    number: int
    finished: int
    values: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)

    def states(self):
        nothing = {None: "not_shown", "": "skipped", frozenset(): "skipped"}
        return {name: nothing.get(value, "answered") for name, value in self.values.items()}


def told(response, book: Codebook):
    """What our reader made of a response, in the form of a person."""
    person = Person(int(response.number), response.finished)
    for question in book.questions:
        answer = response.answers[question.id]
        empty = {"not_shown": None, "skipped": frozenset() if question.many else ""}
        person.values[question.id] = empty.get(answer.state, answer.value)
        if answer.other:
            person.others[question.id] = answer.other
    return person


# ---- what is said ----


def number_between(low, high, turn: random.Random):
    """A number within limits; now and then a half, if there is room for one."""
    whole = turn.randint(int(low), min(int(high), int(low) + 400))
    return whole + 0.5 if high < 1000 and turn.random() < 0.2 and whole + 0.5 <= high else whole


def text_for(name: str, turn: random.Random) -> str:
    return turn.choice(NAMES) + (f" {turn.randint(2, 99)}" if turn.random() < 0.5 else "")


def coded(question: Question, label: str, book: Codebook) -> str:
    """The code of the option with these words, in whatever language."""
    scale = book.scale(question.scale)
    return next(o.code for o in scale.options if label in (o.label, scale.en.get(o.code)))


# ---- LimeSurvey ----

ALONE, SEVERAL, GRID, NUMBER = "L", "M", "F", "N"
YES = {"nl": ("Ja", "Nee", "N.v.t.", "Anders"), "en": ("Yes", "No", "N/A", "Other")}


@dataclass
class Item:
    """One question of a survey structure; texts, options and rows by language."""

    row: dict
    page: int
    texts: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)

    @property
    def code(self):
        return self.row["name"]

    @property
    def kind(self):
        return self.row["type/scale"]

    @property
    def fields(self):
        """The fields of the question in LimeSurvey's table of answers: its code, and that of a part."""
        parts = list(self.rows) if self.kind in (SEVERAL, GRID) else [""]
        return [(self.code, part) for part in (*parts, *(["other"] if self.row["other"] == "Y" else []))]


def structure(content: bytes) -> list[Item]:
    """The questions of a survey structure, as its import reads them: parts belong to the question above them."""
    items: dict[str, Item] = {}
    page, current = 0, None
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t"):
        language, text = row["language"], plain(row["text"])
        if row["class"] == "G":
            page = int(row["type/scale"])
        elif row["class"] == "Q":
            current = items.setdefault(row["name"], Item(row, page))
            current.texts[language] = text
        elif row["class"] in ("SQ", "A"):
            of = current.rows if row["class"] == "SQ" else current.answers
            of.setdefault(row["name"], {})[language] = text
    return list(items.values())


def plain(text: str) -> str:
    """What is left of a text of a web page in an export."""
    for sign, word in {
        "<br />": "\n",
        "&#123;": "{",
        "&lt;": "<",
        "&gt;": ">",
        "&quot;": '"',
        "&#x27;": "'",
        "&amp;": "&",
    }.items():
        text = text.replace(sign, word)
    return text


def relevant(expression: str, record: dict) -> bool:
    """Whether an expression holds for the answers so far; it may only be of the forms that stand here."""
    if expression in ("1", "0"):
        return expression == "1"
    found = []
    for test in expression.split(" or "):
        name, sign, wanted = re.fullmatch(r'(\w+)\.NAOK (==|!=) "([^"]*)"', test).groups()
        said = next(
            value or ""
            for (code, part), value in record.items()
            if name in (code, f"{code}_{part}") and said_by(name, code, part)
        )
        found.append((said == wanted) == (sign == "=="))
    return any(found)


def said_by(name, code, part):
    return name == (f"{code}_{part}" if part else code)


def answer(item: Item, turn: random.Random) -> dict:
    """What one respondent does with one question that is shown; "" for what is left open."""
    record = dict.fromkeys(item.fields, "")
    open_ = item.row["mandatory"] == "N" and turn.random() < 0.12
    if item.kind == SEVERAL and not open_:
        record |= {(item.code, part): turn.choice(["Y", "", ""]) for part in item.rows}
        if item.row["other"] == "Y" and turn.random() < 0.3:
            record[item.code, "other"] = turn.choice(OTHERS)
    elif item.kind == GRID:
        record |= {key: turn.choice(["", *item.answers]) for key in record}
    elif item.kind == ALONE and not open_:
        offered = [*item.answers, *(["-oth-"] if item.row["other"] == "Y" else [])]
        record[item.code, ""] = turn.choice(offered)
        if record[item.code, ""] == "-oth-":
            record[item.code, "other"] = turn.choice(OTHERS)
    elif item.kind == NUMBER and not open_:
        limits = (float(item.row["min_num_value_n"]), float(item.row["max_num_value_n"]))
        record[item.code, ""] = f"{number_between(*limits, turn):g}"
    elif item.kind in ("S", "T") and not open_:
        record[item.code, ""] = text_for(item.code, turn)
    return record


def limesurvey_record(items: list[Item], number: int) -> tuple[dict, int]:
    """The answers of one respondent by field, None where nothing was shown, and the last page that was sent."""
    turn, record = random.Random(number), {}
    last = turn.choice([1, *[max(item.page for item in items)] * 4])
    for item in items:
        shown = item.page <= last and relevant(item.row["relevance"], record)
        record |= answer(item, turn) if shown else dict.fromkeys(item.fields)
    return record, last


def limesurvey_person(items: list[Item], number: int, book: Codebook) -> Person:
    """The truth about a respondent: what was chosen, by its words."""
    record, last = limesurvey_record(items, number)
    person = Person(number, last)
    for item in items:
        for question in (
            [book.question(part) for part in item.rows] if item.kind == GRID else [book.question(item.code)]
        ):
            part = question.id if item.kind == GRID else ""
            person.values[question.id] = limesurvey_value(item, part, question, record, book)
            if item.row["other"] == "Y" and record[item.code, "other"]:
                person.others[question.id] = record[item.code, "other"]
    return person


def limesurvey_value(item: Item, part: str, question: Question, record: dict, book: Codebook):
    own = {key[1]: value for key, value in record.items() if key[0] == item.code}
    if item.kind == SEVERAL:
        if all(value is None for value in own.values()):
            return None
        chosen = {coded(question, item.rows[part]["nl"], book) for part, value in own.items() if value == "Y"}
        return frozenset(chosen | ({question.other} if own.get("other") else set()))
    value = own[part]
    if value in (None, ""):
        return value
    if value == "-oth-":
        return question.other
    return (
        coded(question, item.answers[value]["nl"], book)
        if item.answers
        else float(value)
        if item.kind == NUMBER
        else value
    )


def limesurvey(path: Path, content: bytes, headings: str, full: bool, language: str) -> None:
    """LimeSurvey's CSV of 200 respondents: headings by code, EM code or full text, answers as codes or in full."""
    items = structure(content)
    about = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "token"]
    if headings == "full":
        about = [
            "Response ID",
            "Date submitted",
            "Last page",
            "Start language",
            "Seed",
            "Date started",
            "Date last action",
            "token",
        ]
    names = [limesurvey_heading(item, part, headings, language) for item in items for _, part in item.fields]
    rows, pages = [], max(item.page for item in items)
    for number in range(1, PEOPLE + 1):
        record, last = limesurvey_record(items, number)
        cells = [limesurvey_cell(item, key[1], record[key], full, language) for item in items for key in item.fields]
        sent = SENT if last == pages else ""
        rows.append([str(number), sent, str(last), language, "17", SENT, SENT, f"code{number}", *cells])
    write_csv(path, [[*about, *names], *rows], "utf-8-sig")


def limesurvey_heading(item: Item, part: str, headings: str, language: str) -> str:
    if headings == "full":
        words = YES[language][3] if part == "other" else item.rows[part][language] if part else ""
        return item.texts[language] + (f" [{words}]" if part else "")
    return item.code + ({"code": f"[{part}]", "em": f"_{part}"}[headings] if part else "")


def limesurvey_cell(item: Item, part: str, value: str | None, full: bool, language: str) -> str:
    yes, no, neither, other = YES[language]
    if not full or part == "other":
        return value or ""
    if item.kind == SEVERAL:
        return {"Y": yes, "": no, None: neither}[value]
    if value == "-oth-":
        return other
    return item.answers[value][language] if value and item.answers else value or ""


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=delimiter).writerows(rows)


# ---- paper ----


def entry_sheet(path: Path, content: bytes, book: Codebook) -> list[Person]:
    """The entry sheet as someone fills it in who types 200 questionnaires over; the truth of each."""
    made = openpyxl.load_workbook(io.BytesIO(content))
    sheet = made.active
    codes = next(row for row in sheet.iter_rows() if row[0].value == "id")
    first = codes[0].row + 1
    columns = {cell.value: cell.column for cell in codes if cell.value}
    allowed = drop_downs(sheet)
    people = []
    for number in range(1, PEOPLE + 1):
        turn = random.Random(number)
        person = Person(number, max(question.part for question in book.questions))
        typed = {"id": number, "token": f"code{number}", "datestamp": "2026-05-04", "finished": "ja"}
        for question in book.questions:
            typed |= on_paper(
                question, person, turn, {code: allowed.get(column, []) for code, column in columns.items()}, book
            )
        for code, value in typed.items():
            if value != "":
                cell = sheet.cell(first + number - 1, columns[code])
                cell.value = value
                # What begins with "=" stays text where the column is one of text.
                cell.data_type = "n" if isinstance(value, int | float) else "s"
        people.append(person)
    made.save(path)
    return people


def on_paper(question: Question, person: Person, turn: random.Random, allowed: dict, book: Codebook) -> dict:
    """What is typed over for one question, by the code of the column; the person is told what it means."""
    leading = question.asked and person.values[question.asked.question]
    led = not question.asked or bool(
        ({leading} if isinstance(leading, str) else leading or set()) & set(question.asked.answers)
    )
    if not led:
        person.values[question.id] = None
        return {}
    if turn.random() < 0.12:
        person.values[question.id] = frozenset() if question.many else ""
        return {}
    other = f"{question.id}[other]"
    if question.many:
        ticked = [
            code for code in allowed if code.startswith(f"{question.id}[") and code != other and turn.random() < 0.3
        ]
        chosen = person.values[question.id] = frozenset(code.split("[")[1][:-1] for code in ticked)
        typed = {code: allowed[code][0] for code in ticked}
    elif question.scale:
        words = turn.choice(allowed[question.id])
        chosen = person.values[question.id] = coded(question, words, book)
        typed = {question.id: words}
    elif question.type == "number":
        value = number_between(*question.limits, turn)
        chosen, person.values[question.id], typed = "", float(value), {question.id: value}
    else:
        chosen, typed = "", {question.id: text_for(question.id, turn)}
        person.values[question.id] = typed[question.id]
    if other in allowed and question.other in chosen and turn.random() < 0.8:
        person.others[question.id] = typed[other] = turn.choice(OTHERS)
    return typed


def drop_downs(sheet) -> dict[int, list[str]]:
    """The words that may be typed in a column, by its number."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            words = (
                [cell.value for row in sheet[rule.formula1.lstrip("=").replace("$", "")] for cell in row]
                if ":" in rule.formula1
                else [sheet[rule.formula1.lstrip("=").replace("$", "")].value]
            )
            found |= {reach.min_col: words for reach in rule.sqref.ranges}
    return found

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
    person = Person(int(response.token.removeprefix("code")), response.finished)
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


# ---- XLSForm, and the exports of KoboToolbox and ODK Central ----


@dataclass
class Node:
    """A row of an XLSForm that holds an answer, with the groups around it and its choices by name, by language."""

    row: dict
    groups: tuple
    choices: dict

    @property
    def name(self):
        return self.row["name"]

    @property
    def kind(self):
        return self.row["type"].split()[0]

    def label(self, language):
        return self.row.get(f"label::{LANGUAGES[language]}", self.name)


def nodes(content: bytes) -> list[Node]:
    """What a respondent meets in an XLSForm, in its order."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    survey, choices = (records(book[name]) for name in ("survey", "choices"))
    found, groups = [], []
    for row in survey:
        if row["type"] == "begin_group":
            groups.append(row)
        elif row["type"] == "end_group":
            groups.pop()
        else:
            own = {one["name"]: one for one in choices if one["list_name"] == row["type"].split()[-1]}
            found.append(Node(row, tuple(groups), own))
    return found


def records(sheet) -> list[dict]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return [{head: cell for head, cell in zip(heads, row, strict=True) if cell is not None} for row in rows]


def holds(expression: str | None, said: dict) -> bool:
    """Whether an expression of a form holds for the answers so far; it may only be of the forms that stand here."""
    if not expression:
        return True
    found = []
    for test in expression.split(" or "):
        match = re.fullmatch(r"selected\(\$\{(\w+)\}, '(\w+)'\)|\$\{(\w+)\} = '(\w+)'", test)
        name, wanted = match[1] or match[3], match[2] or match[4]
        found.append(wanted in said[name].split() if match[1] else said[name] == wanted)
    return any(found)


def form_answers(form: list[Node], number: int) -> dict[str, str]:
    """The answers of one respondent as a submission has them, by name; "" for what is open or was not shown."""
    turn, said = random.Random(number), {}
    for node in form:
        shown = all(holds(row.get("relevant"), said) for row in (*node.groups, node.row))
        left = node.name != "token" and node.row.get("required") != "yes" and not node.name.endswith("_other")
        open_ = left and turn.random() < 0.12
        said[node.name] = form_answer(node, number, turn) if shown and not open_ else ""
    return said


def form_answer(node: Node, number: int, turn: random.Random) -> str:
    if node.kind in ("start", "end"):
        return "2026-05-04T14:05:06.000+02:00"
    if node.kind == "note":
        return ""
    if node.name == "token":
        return f"code{number}"
    if node.kind == "select_one":
        return turn.choice(list(node.choices))
    if node.kind == "select_multiple":
        return " ".join(name for name in node.choices if turn.random() < 0.3)
    if node.kind == "decimal":
        low, high = map(float, re.fullmatch(r"\. >= (\S+) and \. <= (\S+)", node.row["constraint"]).groups())
        return f"{number_between(low, high, turn):g}"
    return turn.choice(OTHERS) if node.name.endswith("_other") else text_for(node.name, turn)


def form_person(form: list[Node], number: int, book: Codebook) -> Person:
    """The truth about a respondent; who sent the form in was shown all that its answers lead to."""
    said, person = form_answers(form, number), Person(number, max(question.part for question in book.questions))
    for node in form:
        shown = all(holds(row.get("relevant"), said) for row in (*node.groups, node.row))
        question = next((each for each in book.questions if each.id == node.name), None)
        if node.name.endswith("_other") and said[node.name]:
            person.others[node.name.removesuffix("_other")] = said[node.name]
        if question is not None:
            labels = [
                node.choices[name][f"label::{LANGUAGES['nl']}"] for name in said[node.name].split() if node.choices
            ]
            codes = [coded(question, label, book) for label in labels]
            value = said[node.name]
            value = frozenset(codes) if question.many else codes[0] if codes else value
            person.values[question.id] = (
                (float(value) if question.type == "number" and value else value) if shown else None
            )
    return person


def kobo(path: Path, content: bytes, language: str | None) -> None:
    """KoboToolbox's CSV: names and values with both columns for several answers, or labels with a column per answer."""
    form, rows = nodes(content), []
    for number in range(1, PEOPLE + 1):
        said, cells = form_answers(form, number), {}
        for node in form:
            cells |= kobo_cells(node, said[node.name], language)
        about = {"_id": f"{number}", "_uuid": f"uuid-{number}", "_submission_time": "2026-05-04T12:05:08"}
        about |= {"_validation_status": "", "_notes": "", "_status": "submitted_via_web", "_submitted_by": ""}
        rows.append(cells | about | {"__version__": "vAbC", "_tags": "", "_index": f"{number}"})
    write_csv(path, [list(rows[0]), *([*row.values()] for row in rows)], "utf-8-sig", ";")


def kobo_cells(node: Node, value: str, language: str | None) -> dict[str, str]:
    column = f"label::{LANGUAGES[language]}" if language else "name"
    head = node.label(language) if language else node.name
    if node.kind == "select_one":
        return {head: node.choices[value][column] if value else ""}
    if node.kind != "select_multiple":
        return {head: value}
    ticked = {
        f"{head}/{one[column]}": str(int(name in value.split())) if value else "" for name, one in node.choices.items()
    }
    return ticked if language else {head: value} | ticked


def odk(path: Path, content: bytes) -> None:
    """ODK Central's CSV: values under the names of groups and question, with a column per answer beside them."""
    form, rows = nodes(content), []
    for number in range(1, PEOPLE + 1):
        said, cells = form_answers(form, number), {"SubmissionDate": "2026-05-04T12:05:08.123Z"}
        for node in form:
            head, value = "-".join(row["name"] for row in (*node.groups, node.row)), said[node.name]
            if node.kind != "note":
                cells[head] = value
            if node.kind == "select_multiple":
                cells |= {f"{head}/{name}": str(int(name in value.split())) if value else "" for name in node.choices}
        cells |= {
            "meta-instanceID": f"uuid:{number}",
            "KEY": f"uuid:{number}",
            "SubmitterID": "12",
            "SubmitterName": "web",
        }
        cells |= {
            "AttachmentsPresent": "0",
            "AttachmentsExpected": "0",
            "Status": "",
            "ReviewState": "",
            "DeviceID": "",
        }
        rows.append(cells | {"Edits": "0", "FormVersion": "20261102"})
    write_csv(path, [list(rows[0]), *([*row.values()] for row in rows)])

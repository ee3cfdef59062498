"""One truth of fourteen questionnaires, and writers that put it down as every survey tool exports it."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

from monitor_lib.reference.records import Codebook, Question, Scale

PEOPLE = 14
# Where three of them stopped: the last question answered, and the highest part they finished.
STOPPED = {3: ("q10", 0), 7: ("q24", 1), 11: ("q32", 1)}
TEXTS = {
    "q01": ["Zorgcoöperatie De Brug", "Noaberzorgpunt ’t Hoekje", "Samen & Sterk", "It Doarp", "De <Vlinder>"],
    "q02": ["Assen", "Súdwest", "Norg", "’s-Gravenzande", "Zierikzee"],
    "q03": ["9401", "8601", "9331", "2691", "4301"],
    "q04": ["Assen", "Súdwest-Fryslân", "Noordenveld", "Westland", "Schouwen-Duiveland"],
    "q43": ['Onze "eettafel"; elke week, warm', "De buren\nen de vervoersdienst", "Alles, echt alles!", "50% meer", ""],
}
OTHERS = ["Muziek", "Dans, zang en toneel", "Zie ons plan; dat staat online", "Een 'eigen' vorm", "Café in oprichting"]
NUMBERS = [0, 12, 450, 3.5, 40]
ANSWERED_BY_ALL = ("q24", "q42")

Value = str | float | tuple[str, ...] | None


@dataclass(frozen=True)
class Person:
    """One questionnaire: "" or () is seen and not answered, None was not shown."""

    number: int
    finished: int
    values: dict[str, Value]
    others: dict[str, str] = field(default_factory=dict)


def truth(book: Codebook) -> list[Person]:
    people = []
    for number in range(1, PEOPLE + 1):
        last, finished = STOPPED.get(number, ("q44", 2))
        person = Person(number, finished, {})
        for place, question in enumerate(book.questions, 1):
            person.values[question.id] = _value(question, place, last, person, book)
            if question.other and question.other in (person.values[question.id] or ()):
                person.others[question.id] = OTHERS[(number + place) % len(OTHERS)]
        people.append(person)
    return people


def _value(question: Question, place: int, last: str, person: Person, book: Codebook) -> Value:
    if question.id > last or (question.asked and person.values[question.asked.question] not in question.asked.answers):
        return None
    turn = person.number + place
    if question.id in TEXTS:
        return TEXTS[question.id][person.number % 5]
    must = question.id in (*ANSWERED_BY_ALL, last)
    if not must and (person.number * 7 + place) % 11 == 0:
        return () if question.many else ""
    if question.type == "number":
        return 1990 + person.number if question.id == "q05" else NUMBERS[turn % 5]
    codes = book.scale(question.scale).codes
    if question.many:
        chosen = tuple(code for n, code in enumerate(codes) if (turn + n * (1 + place % 2)) % 3 == 0)
        return chosen or (codes[-1:] if must else ())
    return codes[turn % len(codes)]


def expected(people: list[Person], book: Codebook) -> pd.DataFrame:
    """The answers as the table of responses must have them: from `finished` on."""
    columns = {"finished": pd.Series([person.finished for person in people], dtype="int64")}
    for question in book.questions:
        values = [person.values[question.id] for person in people]
        if question.many:
            for code in book.scale(question.scale).codes:
                columns[f"{question.id}_{code}"] = pd.Series(
                    [code in v if v else None for v in values], dtype="boolean"
                )
        elif question.type == "number":
            columns[question.id] = pd.Series([None if v in ("", None) else v for v in values], dtype="Float64")
        else:
            columns[question.id] = pd.Series([" ".join(v.split()) if v else None for v in values], dtype="str")
        if question.other:
            texts = [person.others.get(question.id) for person in people]
            columns[f"{question.id}_other"] = pd.Series(texts, dtype="str")
        states = ["not_shown" if v is None else "skipped" if v in ("", ()) else "answered" for v in values]
        columns[f"{question.id}_state"] = pd.Series(states, dtype="str")
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class Style:
    """How a tool writes: a heading per question and part, an answer, a tick, and what stands for nothing."""

    heading: Callable[[Question, str], str]
    option: Callable[[Scale, str], str] = lambda scale, code: scale.labels[code]
    tick: tuple[str, str] | None = None
    joined: str = ""
    ending: str = ""
    other: str = "column"
    other_mark: str = ""
    not_shown: str = ""
    skipped: str = ""
    number: Callable[[float], str] = lambda value: f"{value:g}"


def row(person: Person, style: Style, book: Codebook) -> dict[str, str]:
    """The cells of all questions, by heading."""
    cells: dict[str, str] = {}
    for question in book.questions:
        cells |= {style.heading(question, part): text for part, text in _cells(question, person, style, book)}
    return cells


def _cells(question: Question, person: Person, style: Style, book: Codebook) -> Iterator[tuple[str, str]]:
    value, other = person.values[question.id], person.others.get(question.id, "")
    nothing = {None: style.not_shown, "": style.skipped, (): style.skipped}
    empty = nothing.get(value)
    scale = book.scale(question.scale) if question.scale else None
    if question.many and style.joined:
        in_place = other and style.other == "in place"
        written = [other if in_place and code == question.other else style.option(scale, code) for code in value or ()]
        yield "", style.joined.join(written) + style.ending if empty is None else empty
    elif question.many:
        for code in scale.codes:
            ticked, unticked = style.tick or (style.option(scale, code), "")
            if code != question.other or style.other == "option and column":
                yield code, (ticked if code in value else unticked) if empty is None else empty
    elif empty is not None:
        yield "", empty
    elif other and style.other == "in place":
        yield "", other
    elif other and style.other_mark is not None and style.other == "column":
        yield "", style.other_mark
    else:
        yield "", style.option(scale, value) if scale else style.number(value) if question.type == "number" else value
    if question.other and style.other != "in place":
        yield "other", other if empty is None else empty


def write_csv(path: Path, rows: list[list[str]], encoding="utf-8", **dialect) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def table(records: list[dict[str, str]], *headings: list[str]) -> list[list[str]]:
    return [*(headings or [list(records[0])]), *([str(cell) for cell in record.values()] for record in records)]


def in_order(folder: Path) -> None:
    """A person's word that this form has its options in the codebook's order."""
    write_csv(folder / "mapping.csv", [["vraag", "antwoord", "kolom"], ["alle", "volgorde", ""]])


def place_of(question: Question, part: str, book: Codebook) -> int:
    return book.scale(question.scale).codes.index(part) + 1


def about_limesurvey(person: Person) -> dict[str, str]:
    sent = "2026-05-01 10:00:00"
    return {
        "id": str(person.number),
        "submitdate": sent if person.finished == 2 else "",
        "lastpage": str(person.finished or ""),
        "startlanguage": "nl",
        "seed": "274068858",
        "startdate": sent,
        "datestamp": sent,
        "ipaddr": "203.0.113.77",
        "token": f"tok{person.number}",
    }


def option_words(question: Question, part: str, book: Codebook) -> str:
    return "Other" if part == "other" else book.scale(question.scale).labels[part]


def limesurvey(folder: Path, people: list[Person], book: Codebook, headings: str) -> None:
    """LimeSurvey's CSV: headings by code, EM code, full text, abbreviated text, or code and text."""

    def sub(question, part):
        return "other" if part == "other" else f"SQ{place_of(question, part, book):03}"

    def cut(text):
        return text if len(text) <= 15 else f"{text[:15]}.. "

    heading = {
        "code": lambda q, part: f"{q.id.upper()}[{sub(q, part)}]" if part else q.id.upper(),
        "em": lambda q, part: f"{q.id.upper()}_{sub(q, part)}" if part else q.id.upper(),
        "full": lambda q, part: f"{q.text} [{option_words(q, part, book)}]" if part else q.text,
        "abbreviated": lambda q, part: cut(q.text) + (f" [{cut(option_words(q, part, book))}]" if part else ""),
        "codetext": lambda q, part: (
            f"{q.id.upper()}[{sub(q, part)}]. {q.text} [{option_words(q, part, book)}]"
            if part
            else f"{q.id.upper()}. {q.text}"
        ),
    }[headings]
    full = headings in ("full", "abbreviated")
    style = Style(
        lambda q, part: f"{q.id}|{part}",
        option=Style.option if full else lambda scale, code: f"A{scale.codes.index(code) + 1}",
        tick={"code": ("Y", ""), "em": ("1", "2"), "codetext": ("1", "0")}.get(headings, ("Ja", "Nee")),
        other_mark="Anders" if full else "-oth-",
        not_shown="N.v.t." if full else "",
        number=lambda value: f"{value:.10f}",
    )
    records = [about_limesurvey(person) | row(person, style, book) for person in people]
    names = [
        heading(book.question(name.split("|")[0]), name.split("|")[1]) if "|" in name else name for name in records[0]
    ]
    delimiter = ";" if headings == "em" else ","
    write_csv(folder / "survey.csv", table(records, names), "utf-8-sig", quoting=csv.QUOTE_ALL, delimiter=delimiter)
    with (folder / "survey.csv").open("ab") as file:
        file.write(b"\r\n")


def limesurvey_vv(folder: Path, people: list[Person], book: Codebook) -> None:
    style = Style(
        lambda q, part: f"{q.id.upper()}_{part}" if part else q.id.upper(),
        option=lambda scale, code: code,
        tick=("Y", ""),
        other_mark="-oth-",
        not_shown="{question_not_shown}",
    )

    def escaped(text):
        for sign, word in {"{": "{lbrace}", "\n": "{newline}", "\r": "{cr}", "\t": "{tab}"}.items():
            text = text.replace(sign, word)
        return "{quote}" + text[1:] if text.startswith('"') else text

    records = [
        {name: value or "{question_not_shown}" for name, value in about_limesurvey(person).items()}
        | {name: text if text == style.not_shown else escaped(text) for name, text in row(person, style, book).items()}
        for person in people
    ]
    texts = [f"Tekst van {name}" for name in records[0]]
    lines = ["\t".join(cells) for cells in table(records, texts, list(records[0]))]
    (folder / "survey.txt").write_text("\n".join(lines) + "\n", "utf-8")


def qualtrics(folder: Path, people: list[Person], book: Codebook, joined: bool) -> None:
    """Qualtrics: choices split over columns by label, or joined by number with -99 for what was seen and left empty."""

    def heading(question, part):
        name = question.id.upper().replace("Q0", "Q")
        if part == "other":
            return f"{name}_{place_of(question, question.other, book)}_TEXT"
        return f"{name}_{place_of(question, part, book)}" if part else name

    style = Style(
        heading,
        option=(lambda scale, code: str(scale.codes.index(code) + 1)) if joined else Style.option,
        joined="," if joined else "",
        other="option and column",
        skipped="-99" if joined else "",
    )
    records = [
        {
            "StartDate": "2026-05-01 09:58:00",
            "EndDate": "2026-05-01 10:00:00",
            "Status": "0" if joined else "IP Address",
            "IPAddress": "203.0.113.77",
            "Progress": "100" if person.finished == 2 else "40",
            "Duration (in seconds)": "120",
            "Finished": str(person.finished == 2),
            "RecordedDate": "2026-05-01 10:00:00",
            "ResponseId": str(person.number),
            "RecipientLastName": "Kanarie",
            "RecipientFirstName": "Zebedea",
            "RecipientEmail": "zebedea@kanarie.example",
            "ExternalReference": f"tok{person.number}",
            "LocationLatitude": "52.1",
            "LocationLongitude": "5.3",
            "DistributionChannel": "email",
            "UserLanguage": "NL",
        }
        | row(person, style, book)
        for person in people
    ]
    names = list(records[0])
    rows = table(records, names, [f"Tekst\nvan {name}" for name in names], [f'{{"ImportId":"{n}"}}' for n in names])
    write_csv(folder / "survey.csv", rows, "utf-8-sig" if joined else "utf-8")


def surveymonkey(folder: Path, people: list[Person], book: Codebook) -> None:
    style = Style(lambda q, part: f"{q.id}|{part}", other="column")
    records = [
        {
            "Respondent ID": str(person.number),
            "Collector ID": "402233",
            "Date Created": "04/30/2026 11:58:00 PM",
            "Date Modified": "05/01/2026 12:02:00 AM",
            "IP Address": "203.0.113.77",
            "Email Address": "zebedea@kanarie.example",
            "First Name": "Zebedea",
            "Last Name": "Kanarie",
            "Custom Data 1": "",
        }
        | row(person, style, book)
        for person in people
    ]
    top, below, shown = [], [], set()
    for name in records[0]:
        question_id, _, part = name.partition("|")
        question = next((one for one in book.questions if one.id == question_id), None)
        top.append("" if question_id in shown else question.text if question else name)
        shown.add(question_id)
        words = (
            "Overig (geef nadere toelichting)"
            if part == "other"
            else option_words(question, part, book)
            if part
            else ""
        )
        answer = "Response" if question and question.scale else "Open-Ended Response"
        below.append("" if question is None else words or answer)
    write_csv(folder / "survey.csv", table(records, top, below), "utf-8-sig")


def completed(people: list[Person]) -> list[Person]:
    """Those whom a tool without half-way answers knows of."""
    return [person for person in people if person.finished == 2]


def microsoft_forms(folder: Path, people: list[Person], book: Codebook) -> None:
    style = Style(lambda q, part: q.text.replace(" ", "\u00a0", 1), joined=";", ending=";", other="in place")
    with xlsxwriter.Workbook(folder / "survey.xlsx") as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        for number, person in enumerate(completed(people)):
            about = {
                "ID": person.number,
                "Begintijd": "5-1-26 9:58:00",
                "Tijd van voltooien": "2026-05-01T10:00:00",
                "E-mail": "anonymous",
                "Naam": "Zebedea Kanarie",
                "Tijd van laatste wijziging": "",
            }
            record = about | row(person, style, book)
            numbers = {one.text.replace(" ", "\u00a0", 1) for one in book.questions if one.type == "number"}
            for column, (heading, text) in enumerate(record.items()):
                sheet.write(0, column, heading)
                sheet.write(number + 1, column, float(text) if heading in numbers and text else text)


def google_forms(folder: Path, people: list[Person], book: Codebook) -> None:
    style = Style(lambda q, part: q.text, joined=", ", other="in place", number=lambda v: f"{v:g}".replace(".", ","))
    about = {"Tijdstempel": "1-5-2026 10:00:00", "Gebruikersnaam": "zebedea@kanarie.example"}
    write_csv(folder / "survey.csv", table([about | row(person, style, book) for person in completed(people)]))


def sav(folder: Path, people: list[Person], book: Codebook, how: str) -> None:
    """SPSS: with "missing codes" of its own, as LimeSurvey exports it ("names"), or compressed and without labels."""
    columns = {
        "id": [float(person.number) for person in people],
        "submitdate": ["2026-05-01 10:00:00" if person.finished == 2 else "" for person in people],
        "lastpage": [float(person.finished) for person in people],
        "token": [f"tok{person.number}" for person in people],
    }
    labels, missing, called = {}, {}, {}
    for question in book.questions:
        numbers = _numbers(question, people, how == "missing codes", book)
        columns |= numbers
        if question.type == "text":
            columns[question.id] = [person.values[question.id] or "" for person in people]
        if question.other:
            columns[f"{question.id}_other"] = [person.others.get(question.id, "") for person in people]
        if how != "positions":
            labels |= {name: _value_labels(question, book) for name in numbers if question.scale}
        if how == "names" and question.many:
            called |= {name: _variable_label(question, name, book) for name in numbers}
        if how == "missing codes":
            missing |= {name: list(_missing_codes(question)) for name in numbers}
            for name in numbers:
                words = dict(zip(_missing_codes(question), ("Niet gezien", "Geen antwoord"), strict=True))
                labels[name] = labels.get(name, {}) | words
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        folder / ("survey.zsav" if how == "positions" else "survey.sav"),
        variable_value_labels=labels,
        column_labels=called,
        missing_ranges=missing,
        compress=how == "positions",
    )


def _variable_label(question: Question, name: str, book: Codebook) -> str:
    """As LimeSurvey has it: the option in brackets, and the question."""
    option = book.scale(question.scale).options[int(name[-3:]) - 1]
    return f"[{option.label}] {question.text}"


def _missing_codes(question: Question) -> tuple[float, float]:
    """The values for not shown and for not answered; a number may be 98."""
    return (-8.0, -9.0) if question.type == "number" else (98.0, 99.0)


def _value_labels(question: Question, book: Codebook) -> dict[float, str]:
    options = book.scale(question.scale).options
    return {0.0: "Nee", 1.0: "Ja"} if question.many else {float(n): one.label for n, one in enumerate(options, 1)}


def _numbers(question: Question, people: list[Person], coded: bool, book: Codebook) -> dict[str, list[float | None]]:
    """The columns with numbers: the answer, its place in the scale, or 0 and 1 per option."""
    not_shown, skipped = _missing_codes(question) if coded else (None, None)
    codes = book.scale(question.scale).codes if question.scale else ()

    def column(number):
        values = [person.values[question.id] for person in people]
        empty = {None: not_shown, "": skipped, (): skipped}
        return [empty[value] if value in empty else float(number(value)) for value in values]

    if not question.many:
        return {} if question.type == "text" else {question.id: column(lambda v: codes.index(v) + 1 if codes else v)}
    if coded:
        return {f"{question.id}_{code}": column(lambda v, code=code: code in v) for code in codes}
    named = {f"{question.id.upper()}_SQ{n:03}": code for n, code in enumerate(codes, 1) if code != question.other}
    return {name: column(lambda v, code=code: code in v) for name, code in named.items()}


def plain(folder: Path, people: list[Person], book: Codebook, joined: bool) -> None:
    """A table of one's own with columns V1, V2 ... and the file that says what they hold."""
    style = Style(
        lambda q, part: f"{q.id}|{part}",
        option=lambda scale, code: scale.labels[code] if joined else str(scale.codes.index(code) + 1),
        tick=("gekruist", "leeg"),
        joined="|" if joined else "",
        other="column",
        other_mark="Anders",
    )
    about = [
        {"number|": str(p.number), "submitted|": "ja" if p.finished == 2 else "", "lastpage|": str(p.finished)}
        for p in people
    ]
    records = [known | row(person, style, book) for known, person in zip(about, people, strict=True)]
    names = list(records[0])
    ticks = [
        style.tick
        if not joined and name[:3] in [q.id for q in book.questions if q.many] and "other" not in name
        else ("", "")
        for name in names
    ]
    mapping = [
        [*name.split("|"), f"V{n}", *tick, style.joined]
        for n, (name, tick) in enumerate(zip(names, ticks, strict=True))
    ]
    headings = [f"V{n}" for n in range(len(names))]
    numbers = [] if joined else [["all", "order", "", "", "", ""]]
    columns = ["question", "option", "column", "true value", "false value", "separator"]
    write_csv(folder / "mapping.csv", [columns, *mapping, *numbers])
    if not joined:
        write_csv(folder / "survey.csv", table(records, headings), "cp1252", delimiter=";")
        return
    with xlsxwriter.Workbook(folder / "survey.xlsx") as workbook:
        sheet = workbook.add_worksheet("Antwoorden")
        for number, cells in enumerate(table(records, headings)):
            sheet.write_row(number, 0, cells)

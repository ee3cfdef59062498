"""A small monitor with invented lists that have addresses, and the answers of those who were invited."""

import csv
from collections.abc import Iterator
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.records import Codebook, Question

HEAD = ("Naam", "Plaats", "Provincie", "Contactpersoon", "Mail", "Status")
TOWNS = {"zeelandbruist": ("Goes", "Zeeland"), "bokd": ("Norg", "Drenthe")}
WORDS = [
    "Kraai",
    "Merel",
    "Spreeuw",
    "Kievit",
    "Zwaluw",
    "Uil",
    "Reiger",
    "Fazant",
    "Valk",
    "Buizerd",
    "Ekster",
    "Specht",
    "Tureluur",
    "Grutto",
    "Wulp",
    "Kluut",
]


def name_of(network: str, number: int) -> str:
    return f"Burenhulp De {WORDS[number % len(WORDS)]} {TOWNS[network][0]}"


def write_list(delivered: paths.Delivered, network: str, rows: list[tuple[str, str, str, str]]) -> None:
    """Writes a list of (name, person, address, status) rows."""
    place, province = TOWNS[network]
    table = [HEAD, *((name, place, province, person, mail, status) for name, person, mail, status in rows)]
    save(delivered.list_of(network, "csv"), table, ";")


def usual(network: str, count: int) -> list[tuple[str, str, str, str]]:
    """So many rows, each with a person and an address of its own."""
    return [
        (name_of(network, n), f"Zebedea {WORDS[n]}", f"{WORDS[n].lower()}@{network}.example", "actief")
        for n in range(count)
    ]


def export(delivered: paths.Delivered, book: Codebook, answers: list[tuple[str, str, int]]) -> None:
    """Writes a LimeSurvey export of (token, moment, last page finished) answers, the same ones by everybody."""
    last = max(question.part for question in book.questions)
    records = [
        {
            "id": str(number),
            "submitdate": when if page == last else "",
            "lastpage": str(page or ""),
            "datestamp": when,
            "token": token,
            **{name: text for question in book.questions for name, text in _cells(question, page, book)},
        }
        for number, (token, when, page) in enumerate(answers, 1)
    ]
    save(delivered.limesurvey, [list(records[0]), *(record.values() for record in records)], ",")


def _cells(question: Question, page: int, book: Codebook) -> Iterator[tuple[str, str]]:
    """The first answer of every question of the parts that were reached."""
    reached, heading = question.part <= page + 1, question.id.upper()
    codes = book.scale(question.scale).codes if question.scale else ()
    if question.many:
        yield from ((f"{heading}[{code}]", "Y" if reached and code == codes[0] else "") for code in codes)
    elif codes:
        yield heading, book.scale(question.scale).labels[codes[0]] if reached else ""
    else:
        yield heading, ("2015" if question.minimum else "7") if reached and question.type == "number" else ""


def participants(folder: paths.Fieldwork) -> list[dict[str, str]]:
    with folder.participants.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def save(path: Path, rows, delimiter: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)

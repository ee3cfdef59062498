"""Waves that have just begun: a few lists of a few provinces, and few answers; invented, and small on purpose."""

import csv
import random
from pathlib import Path

from monitor_lib import paths
from monitor_lib.reference.records import Codebook, Question

LIST = ("Naam", "Plaats", "Postcode", "Provincie", "Soort", "Startjaar", "Website", "Op de kaart")
TOWNS = {
    "Groningen": (("Bedum", "9781"), ("Winsum", "9951"), ("Leek", "9351"), ("Haren", "9751")),
    "Drenthe": (("Assen", "9401"), ("Norg", "9331"), ("Beilen", "9411"), ("Borger", "9531")),
    "Zeeland": (("Goes", "4461"), ("Veere", "4351"), ("Hulst", "4561"), ("Tholen", "4691")),
}
WORDS = [
    "Brug",
    "Linde",
    "Es",
    "Veer",
    "Pont",
    "Kern",
    "Haard",
    "Molen",
    "Zwaan",
    "Tuin",
    "Eik",
    "Beuk",
    "Roos",
    "Ster",
    "Bron",
    "Wilg",
    "Kade",
    "Toren",
    "Poort",
    "Akker",
]
FORMS = ("Burennetwerk", "Zorgzaam dorp", "Buurtcollectief")
ABOUT = {
    "submitdate": "2026-09-10 10:00:00",
    "lastpage": "2",
    "startlanguage": "nl",
    "datestamp": "2026-09-10 10:00:00",
}


def write(delivered: paths.Delivered, lists: dict[str, tuple[str, int]], answers: int, book: Codebook) -> None:
    """Writes lists of so many rows, by network, and an export with the answers of the first so many initiatives.

    Args:
        delivered: where to.
        lists: by network the province that its rows lie in, and how many there are.
        answers: how many questionnaires the export holds; three in ten stopped after the first part.
        book: the questionnaire of the wave.
    """
    dice, every = random.Random(answers), []
    for network, (province, count) in lists.items():
        rows = [_row(number, province, dice) for number in range(count)]
        _save(delivered.list_of(network, "csv"), [LIST, *rows], ";")
        every += rows
    dice.shuffle(every)
    records = [_record(number, row, dice, book) for number, row in enumerate(every[:answers], 1)]
    columns = list(_record(0, every[0], dice, book))
    _save(delivered.limesurvey, [columns, *([record[name] for name in columns] for record in records)], ",")


def _row(number: int, province: str, dice: random.Random) -> list[str]:
    place, postcode = dice.choice(TOWNS[province])
    word = WORDS[number % len(WORDS)] + "hof" * (number // len(WORDS))
    name, site = f"{dice.choice(FORMS)} De {word}", f"https://{word.lower()}-{number}-{place.lower()}.example"
    return [name, place, postcode, province, "", str(dice.randint(1995, 2024)), site, dice.choice(["ja", "nee"])]


def _record(number: int, row: list[str], dice: random.Random, book: Codebook) -> dict[str, str]:
    ended = dice.random() < 0.7
    record = {"id": str(number), **(ABOUT if ended else ABOUT | {"submitdate": "", "lastpage": "1"})}
    said = dict(zip(("name", "place", "postcode"), row, strict=False))
    for question in book.questions:
        seen = ended or question.part == 1
        record |= _cells(question, seen, dice, book)
        if question.role in said:
            record[question.id.upper()] = said[question.role]
    return record


def _cells(question: Question, seen: bool, dice: random.Random, book: Codebook) -> dict[str, str]:
    heading, cells = question.id.upper(), {}
    options = book.scale(question.scale).options if question.scale else ()
    if question.many:
        ticks = [option.code for option in options if option.code != question.other]
        cells = {f"{heading}[{code}]": dice.choice(["Ja", "Nee"]) if seen else "N.v.t." for code in ticks}
    elif options:
        cells = {heading: dice.choice(options).label if seen else ""}
    else:
        number = "2015" if question.minimum else str(dice.randint(1, 40))
        cells = {heading: number if seen and question.type == "number" else ""}
    return cells | ({f"{heading}[other]": ""} if question.other else {})


def _save(path: Path, rows: list, delimiter: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)

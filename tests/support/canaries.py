"""Invented persons, planted where lists really hold them, to be found nowhere after intake."""

import csv

from monitor_lib import paths

PERSON = "Zebedea Canariefladder"
TEXTS = [
    PERSON,
    "zebedea.canarie@privé.example",
    "06-00019283",
    "0031 6 0001 9384",
    "canarie.in.naam@weg.example",
    "06-00017465",
    "Kanariepad 17-bis",
    "belt liever na zessen, zegt Zebedea",
    "canarie.in.site@weg.example",
]

_HEADINGS = ["Naam", "Plaats", "Provincie", "Contactpersoon", "E-mail", "Telefoon", "Adres", "Opmerkingen", "Website"]
_HEADINGS += ["Op de kaart", f"Notitie van {PERSON}"]
_WHERE = ["Utrecht", "Utrecht"]
_ROWS = [
    ["De Kanariekring", *_WHERE, PERSON, TEXTS[1], TEXTS[2], TEXTS[6], TEXTS[7], "", "ja", TEXTS[1]],
    [f"Buurttuin Zangvogel ({TEXTS[4]})", *_WHERE, "", "", TEXTS[3], "", "", "", "ja", TEXTS[3]],
    [f"Wijkhuis Pimpelmees bel {TEXTS[5]}", *_WHERE, PERSON, "", "", "", "", f"mailto:{TEXTS[8]}", "ja", ""],
]


def plant(delivered: paths.Delivered) -> None:
    """Adds a list of three initiatives on the map, with a person in every column that can hold one."""
    path = delivered.inventory / f"lijst-van-{PERSON.split()[0].lower()}.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as target:
        csv.writer(target, delimiter=";").writerows([_HEADINGS, *_ROWS])

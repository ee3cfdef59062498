"""Invented lists of initiatives as networks write them, with the truth: which rows are one initiative.

Written from how people write, without a look at how rows are compared: legal forms come and go, places are left out or
put in, words are cut short, letters slip, mail domains move, and one person answers the phone for two initiatives.
"""

import random
import re
from dataclasses import dataclass

from monitor_lib.intake.lists.cleaning import Cleaned, Contact, ListRow
from monitor_lib.intake.lists.fields import cleaned_cell
from monitor_lib.reference import codebook
from monitor_lib.reference.areas import geography

BOOK = codebook.load()
_LEGAL = ["Stichting", "Stg.", "St.", "Vereniging", "Coöperatie", "Ver."]
_FORMS = ["Zorgcoöperatie", "Dorpscoöperatie", "Noaberhulp", "Burennetwerk", "Buurtzorgkring", "Stadsdorp", "Zorgkring"]
_FORMS += ["Zorgzaam Dorp", "Huiskamer", "Hulpdienst", "Buurtcoöperatie", "Dorpsontmoeting", "Omzien naar Elkaar"]
_OWN = [
    "De Linde",
    "Ons Erf",
    "'t Trefpunt",
    "De Wissel",
    "Het Baken",
    "De Schakel",
    "Zonnebloem",
    "De Pelikaan",
    "Naoberschap",
]
_OWN += [
    "De Klaproos",
    "Het Kompas",
    "De Ark",
    "De Oase",
    "Heel de Buurt",
    "De Meent",
    "De Brink",
    "De Spil",
    "Samen Thuis",
]
_OWN += [
    "De Molen",
    "Hart en Hand",
    "De Vuurtoren",
    "Het Veerhuis",
    "De Kar",
    "Thuis in Ons Dorp",
    "Voor Mekaar",
    "De Haven",
]
_ADJECTIVES = ["Groene", "Oude", "Gouden", "Bonte", "Stille", "Vrolijke", "Blauwe", "Warme", "Open", "Zilveren"]
_WHOLE = [
    "{place} voor Elkaar",
    "Samen {place}",
    "Zorg om {place}",
    "{place} Helpt",
    "Leefbaar {place}",
    "{place} Zorgt",
]
_SHORT = {"Zorgcoöperatie": "Zorgcoöp.", "Dorpscoöperatie": "Dorpscoöp", "Coöperatie": "Coöp.", "Stichting": "St."}
_SHORT |= {
    "Burennetwerk": "Burennetw.",
    "Vereniging": "Ver.",
    "Hulpdienst": "Hulpd.",
    " en ": " & ",
    "Zorgzaam": "Zorgz.",
}
_HOSTS = ["gmail.example", "ziggo.example", "hetnet.example", "outlook.example"]


@dataclass
class Initiative:
    """One true initiative: what all rows about it start from."""

    name: str
    place: str
    postcode: str
    province: str
    email: str
    phone: str
    website: str


def lists(seed: int, initiatives: int = 1471, rows: int = 2000) -> tuple[Cleaned, list[int]]:
    """The rows of thirteen lists as they come out of cleaning, and per row the number of its true initiative."""
    dice = random.Random(seed)
    true = _initiatives(dice, initiatives)
    again = [dice.randrange(initiatives) for _ in range(rows - initiatives)]
    drawn = [(n, number, number in again) for n, number in enumerate([*range(initiatives), *again])]
    dice.shuffle(drawn)
    cleaned, truth = Cleaned(), []
    for row, (_, number, many) in enumerate(drawn, 2):
        cells, secrets = _written(true[number], dice, careless=many)
        file = f"lijst-{dice.randrange(13):02}.xlsx"
        fields = {field.id: field for field in BOOK.fields}
        values = {name: None for name, field in fields.items() if not field.personal}
        values |= {name: cleaned_cell(text, fields[name], BOOK).value for name, text in cells.items()}
        cleaned.rows.append(ListRow(file, "Lijst", row, values))
        cleaned.contacts += [Contact(file, "Lijst", row, name, text) for name, text in secrets.items() if text]
        truth.append(number)
    return cleaned, truth


def _initiatives(dice: random.Random, count: int) -> list[Initiative]:
    postcodes = list(geography.postcodes().items())
    found: list[Initiative] = []
    used, sites = set(), set()
    while len(found) < count:
        near = dice.choice(found) if found and dice.random() < 0.25 else None
        code, place = (near.postcode, geography.by_postcode(near.postcode)) if near else dice.choice(postcodes)
        name = _name(dice, place.name)
        if (name, place.name) in used:
            continue
        used.add((name, place.name))
        site = re.sub(r"[^a-z]", "", name.lower())
        site = f"{site}{'' if site not in sites else len(sites)}.example"
        sites.add(site.removesuffix(".example"))
        host = site if dice.random() < 0.5 else dice.choice(_HOSTS)
        person = "".join(dice.choice("abcdeghijklmnoprstuvw") for _ in range(7))
        new = Initiative(name, place.name, code, place.province, f"{person}@{host}", _phone(dice), site)
        if near and dice.random() < 0.2:
            new.email, new.phone = near.email, near.phone
        found.append(new)
    return found


def _name(dice: random.Random, place: str) -> str:
    kind, own = dice.random(), dice.choice(_OWN)
    if own.startswith("De ") and dice.random() < 0.6:
        own = f"De {dice.choice(_ADJECTIVES)} {own[3:]}"
    if kind < 0.25:
        return f"{dice.choice(_FORMS)} {place}"
    if kind < 0.5:
        return f"{dice.choice(_FORMS)} {own}"
    if kind < 0.65:
        return dice.choice(_WHOLE).format(place=place)
    if kind < 0.85:
        return f"{own} {place}"
    return own + dice.choice(["", " Noord", " Zuid", " West", " Oost"])


def _phone(dice: random.Random) -> str:
    return "06" + "".join(dice.choice("0123456789") for _ in range(8))


def _written(true: Initiative, dice: random.Random, careless: bool) -> tuple[dict[str, str], dict[str, str]]:
    """One row about an initiative: the cells of the list, and the personal ones."""
    name = true.name
    if dice.random() < 0.3:
        name = f"{dice.choice(_LEGAL)} {name}"
    if careless:
        name = _slipped(name, true.place, dice)
    province = BOOK.area(true.province).name if dice.random() < 0.8 else ""
    cells = {"name": name, "place": true.place, "province": province}
    cells["postcode"] = true.postcode if dice.random() < 0.7 else ""
    site = true.website if dice.random() < 0.8 else f"oud{true.website}"
    cells["website"] = f"www.{site}" if dice.random() < 0.6 else ""
    email = true.email if dice.random() < 0.8 else f"info@{dice.choice(_HOSTS)}{dice.randrange(999)}.example"
    secrets = {"email": email if dice.random() < 0.7 else "", "phone": true.phone if dice.random() < 0.6 else ""}
    return cells, secrets


def _slipped(name: str, place: str, dice: random.Random) -> str:
    way = dice.random()
    if way < 0.2 and f" {place}" in name and len(name) > len(place) + 4:
        return name.replace(f" {place}", "")
    if way < 0.35 and place not in name:
        return f"{name} {place}"
    if way < 0.5:
        for long, short in _SHORT.items():
            name = name.replace(long, short)
        return name
    if way < 0.7:
        return _typo(name, dice)
    return name.upper() if way < 0.75 else name.replace("ö", "o").replace("'", "") if way < 0.85 else name


def _typo(name: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(name) - 1)
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return dice.choice(
        [name[:at] + name[at + 1 :], swapped, name[:at] + name[at] + name[at:], f"{name[:at]}e{name[at + 1 :]}"]
    )


def pairs(owners: list) -> set[tuple[int, int]]:
    """The pairs of rows, by position, that have one owner."""
    groups: dict = {}
    for n, owner in enumerate(owners):
        groups.setdefault(owner, []).append(n)
    return {(a, b) for group in groups.values() for a in group for b in group if a < b}


def pair_f1(found: list, truth: list) -> float:
    """How well rows were brought together: the harmonic mean of precision and recall over pairs."""
    made, true = pairs(found), pairs(truth)
    return 2 * len(made & true) / (len(made) + len(true))

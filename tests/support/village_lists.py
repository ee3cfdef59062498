"""Invented lists of initiatives by other habits than `messy_lists`, with the truth: which rows are one initiative.

Here every network has habits of its own: one writes the kind of initiative in full, one shortens it, one puts the
village first, one leaves contacts out. Villages go by their Dutch or their Frisian name, initiatives take another name
and keep their website, mail and phone; and beside many a true initiative stands one that looks like it and is another.

`tuned` and `unseen` are two mixes with other words and other chances: what was adjusted with the first is told by the
second.
"""

import random
import re
from dataclasses import dataclass, replace

from messy_lists import BOOK

from monitor_lib import paths
from monitor_lib.intake.lists.cleaning import Cleaned, Contact, ListRow
from monitor_lib.intake.lists.fields import cleaned_cell
from monitor_lib.reference.areas import gazetteer, geography
from monitor_lib.reference.areas.tables import rows as table_rows


@dataclass(frozen=True)
class Mix:
    """Words and chances of one world: kinds with the other ways to write them, names, and how often what happens."""

    kinds: dict[str, tuple[str, ...]]
    others: tuple[tuple[str, str], ...]
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    wholes: tuple[str, ...]
    twins: tuple[tuple[str, str], ...]
    chance: dict[str, float]


TUNED = Mix(
    kinds={
        "Dorpsraad": ("Dorpsrd.", "Dorpsr."),
        "Dorpsbelangen": ("Plaatselijk Belang", "Dorpsbelang", "Dorpsbel."),
        "Dorpshuis": ("Dorpshs.", "Dorpsh."),
        "Zorgcoöperatie": ("Zorgcoop.", "Zorg coöperatie", "Coöperatie Zorg"),
        "Burenhulp": ("Burennetwerk", "Buren-hulp"),
        "Huiskamer": ("Huisk.",),
        "Klussendienst": ("Klussend.",),
        "Eettafel": ("Eet-tafel",),
        "Stadsdorp": ("Stads-dorp",),
        "Wijkvereniging": ("Wijkver.", "Wijkver"),
    },
    others=(("Dorpsbelangen", "Plaatselijk Belang"), ("Burenhulp", "Burennetwerk"), ("Huiskamer", "Buurthuiskamer")),
    firsts=("Zonne", "Linde", "Beuken", "Molen", "Kerk", "Wilgen", "Duin", "Veld", "Heide", "Berken", "Water", "Bron"),
    lasts=("hof", "hoek", "huis", "weide", "poort", "tuin", "plein", "erf"),
    wholes=("De Kern", "'t Hoekje", "Samen Sterk", "Naast Elkaar", "De Draai", "Oud en Jong", "Het Anker", "De Zwaan"),
    twins=(("Zuid-A", "Zuid-B"), ("1a", "1b"), ("Oost", "West"), ("I", "II")),
    chance={"around": 0.12, "slip": 0.12, "short": 0.15, "other_kind": 0.08, "renamed": 0.03, "turned": 0.05}
    | {"legal": 0.2, "no_place": 0.08, "no_postcode": 0.35, "frisian": 0.25, "site": 0.6, "mail": 0.65, "phone": 0.6}
    | {"moved": 0.08, "person": 0.15, "without_place": 0.1, "umbrella": 0.05, "twin": 0.05, "like": 0.05, "near": 0.05}
    | {"shared_person": 0.04, "town_site": 0.04, "other": 0.05},
)
UNSEEN = Mix(
    kinds={
        "Plaatselijk Belang": ("Dorpsbelang", "Pl. Belang", "Plaats. Belang"),
        "Dorpscoöperatie": ("Dorpscoop", "Dorps-coöperatie", "Dorpscoöp."),
        "Buurthuis": ("Buurths.", "Buurt-huis"),
        "Buurtvereniging": ("Buurtver.", "Buurt Vereniging", "B.V."),
        "Noaberzorgpunt": ("Noaberpunt", "Naoberzorgpunt", "Noaberzorgp."),
        "Wijkraad": ("Wijkr.", "Wijk-raad"),
        "Burennetwerk": ("Burenhulp", "Burennetw."),
        "Buurthuiskamer": ("Buurthuisk.", "Huiskamer"),
        "Zorgzaam Dorp": ("Zorgz. Dorp", "Zorgzaamdorp"),
        "Repair Café": ("Repaircafé", "Rep. Café"),
        "Vervoersdienst": ("Vervoersd.", "Vervoerdienst"),
        "Open Inloop": ("Inloop",),
    },
    others=(("Dorpsbelang", "Plaatselijk Belang"), ("Buurthuiskamer", "Huiskamer"), ("Burennetwerk", "Burenhulp")),
    firsts=("Roos", "Eiken", "Haven", "Brink", "Schapen", "Vlinder", "Sluis", "Meer", "Toren", "Kastanje", "Ooievaars"),
    lasts=("kamp", "hof", "nest", "zicht", "berg", "hoek", "oord", "wijk", "stee"),
    wholes=(
        "De Knoop",
        "Ons Genoegen",
        "Goed Voor Mekaar",
        "De Smederij",
        "'t Kruispunt",
        "Jong & Wijs",
        "De Harmonie",
    ),
    twins=(("Noord-1", "Noord-2"), ("2a", "2b"), ("Noord", "Zuid"), ("A", "B"), ("fase 1", "fase 2")),
    chance={"around": 0.08, "slip": 0.15, "short": 0.1, "other_kind": 0.06, "renamed": 0.04, "turned": 0.07}
    | {"legal": 0.3, "no_place": 0.12, "no_postcode": 0.5, "frisian": 0.15, "site": 0.5, "mail": 0.55, "phone": 0.7}
    | {"moved": 0.1, "person": 0.12, "without_place": 0.15, "umbrella": 0.07, "twin": 0.06, "like": 0.06, "near": 0.06}
    | {"shared_person": 0.05, "town_site": 0.06, "other": 0.06},
)
MIXES = {"tuned": TUNED, "unseen": UNSEEN}
_AROUND = ("e.o.", "en omstreken", "eo", "e.o", "en omgeving", "& omstreken")
_LEGAL = ("Stichting", "St.", "Stg", "Vereniging", "Ver.", "Coöp.", "Werkgroep")
_FREE = ("post.example", "mailbus.example", "snelnet.example")
_SMALL = 4


@dataclass(frozen=True)
class True_:
    """One true initiative as it calls itself; `after` is the area, letter or number behind its name."""

    kind: str
    own: str
    place: gazetteer.Place
    postcode: str
    after: str = ""
    site: str = ""
    mail: str = ""
    phone: str = ""
    earlier: str | None = None


def lists(seed: int, mix: str = "tuned", rows: int = 1600) -> tuple[Cleaned, list[int]]:
    """The rows of nine lists as they come out of cleaning, and per row the number of its true initiative."""
    world, dice = MIXES[mix], random.Random(f"{mix} {seed}")
    true = _initiatives(world, dice, rows * 5 // 8)
    drawn = [*range(len(true)), *(dice.randrange(len(true)) for _ in range(rows - len(true)))]
    dice.shuffle(drawn)
    networks = [{name: dice.choice((0.3, 1, 1.6)) for name in world.chance} for _ in range(9)]
    frisian = _frisian()
    cleaned, truth = Cleaned(), []
    fields = {field.id: field for field in BOOK.fields}
    empty = {name: None for name, field in fields.items() if not field.personal}
    for number, which in enumerate(drawn, 2):
        network = dice.randrange(9)
        happens = {name: dice.random() < chance * networks[network][name] for name, chance in world.chance.items()}
        cells, secrets = _row(true[which], world, happens, frisian, dice)
        file = f"netwerk-{network}.xlsx"
        values = empty | {name: cleaned_cell(text, fields[name], BOOK).value for name, text in cells.items()}
        cleaned.rows.append(ListRow(file, "Blad1", number, values))
        cleaned.contacts += [Contact(file, "Blad1", number, name, text) for name, text in secrets.items() if text]
        truth.append(which)
    return cleaned, truth


def _frisian() -> dict[str, list[str]]:
    """The other names of each place."""
    found: dict[str, list[str]] = {}
    for line in table_rows(paths.project().geography.spellings):
        found.setdefault(line["official"], []).append(line["written"])
    return found


def _initiatives(world: Mix, dice: random.Random, count: int) -> list[True_]:
    spots = [(place, code) for code, place in geography.postcodes().items()]
    regional = [spot for spot in spots if spot[0].province in ("PV21", "PV22", "PV25")]
    true: list[True_] = []
    while len(true) < count:
        new = _contacts(True_(*_called(world, dice), *dice.choice(regional if dice.random() < 0.5 else spots)), dice)
        if dice.random() < world.chance["renamed"]:
            new = replace(new, earlier=f"{dice.choice(world.wholes)} {dice.choice(world.firsts).lower()}")
        if any((one.kind, one.own, one.place.name) == (new.kind, new.own, new.place.name) for one in true):
            continue
        true += [new, *_beside(new, world, dice)]
    return true[:count]


def _called(world: Mix, dice: random.Random) -> tuple[str, str]:
    kind = dice.choice(list(world.kinds))
    own = dice.choice(("", "compound", "whole", "compound"))
    if own == "compound":
        own = f"{dice.choice(('', 'De ', 'Het '))}{dice.choice(world.firsts)}{dice.choice(world.lasts)}"
    elif own == "whole":
        own = dice.choice(world.wholes)
    return (kind if not own or dice.random() < 0.75 else ""), own


def _contacts(one: True_, dice: random.Random) -> True_:
    """The initiative with a website, mail and phone of its own."""
    letters = re.sub(r"[^a-z]", "", f"{one.kind}{one.own}".lower())[:14] or "samen"
    site = f"{letters}{re.sub('[^a-z]', '', one.place.name.lower())}{dice.randrange(90)}.example"
    person = "".join(dice.choice("bdfgklmnprst") + dice.choice("aeiou") for _ in range(4))
    mail = f"info@{site}" if dice.random() < 0.4 else f"{person}@{dice.choice(_FREE)}"
    return replace(one, site=site, mail=mail, phone=f"0{dice.randrange(10**8, 7 * 10**8)}")


def _beside(one: True_, world: Mix, dice: random.Random) -> list[True_]:
    """What stands beside an initiative, looks like it, and is another."""
    found = []
    if dice.random() < world.chance["umbrella"] and one.kind and "raad" not in one.kind:
        found.append(replace(one, kind="Dorpsraad", site=f"raad-{one.site}", earlier=None))
    if dice.random() < world.chance["twin"]:
        here, there = dice.choice(world.twins)
        found.append(_contacts(replace(one, after=there, own=one.own or "Centrum", earlier=None), dice))
        found.append(_contacts(replace(one, after=here, own=one.own or "Centrum", earlier=None), dice))
    if dice.random() < world.chance["like"] and (end := next((e for e in world.lasts if one.own.endswith(e)), None)):
        last = dice.choice([other for other in world.lasts if other != end])
        found.append(_contacts(replace(one, own=one.own.removesuffix(end) + last, earlier=None), dice))
    if dice.random() < world.chance["other"]:
        here, there = dice.choice(world.others)
        found += [_contacts(replace(one, kind=kind, own="", earlier=None), dice) for kind in (here, there)]
    if dice.random() < world.chance["near"]:
        spots = [(p, code) for code, p in geography.postcodes().items() if p.municipality == one.place.municipality]
        place, code = dice.choice(spots)
        if place.name != one.place.name:
            found.append(_contacts(replace(one, place=place, postcode=code, earlier=None), dice))
    if dice.random() < world.chance["shared_person"]:
        kind, own = _called(world, dice)
        other = _contacts(replace(one, kind=kind, own=own, earlier=None), dice)
        found.append(replace(other, mail=one.mail, phone=one.phone))
    if dice.random() < world.chance["town_site"]:
        others = [_contacts(replace(one, kind="", own=own, earlier=None), dice) for own in dice.sample(world.wholes, 3)]
        found += [replace(other, site=one.site) for other in others]
    return found


def _row(
    one: True_, world: Mix, happens: dict[str, bool], frisian: dict[str, list[str]], dice: random.Random
) -> tuple[dict[str, str], dict[str, str]]:
    """One row about an initiative as one network writes it: the cells of the list, and the personal ones."""
    spoken = dice.choice(frisian.get(one.place.name, [one.place.name]))
    place = spoken if happens["frisian"] else one.place.name
    cells = {"name": _name(one, place, world, happens, dice), "place": "" if happens["no_place"] else place}
    cells["municipality"] = one.place.municipality_name if happens["no_place"] or dice.random() < 0.2 else ""
    cells["province"] = BOOK.area(one.place.province).name if dice.random() < 0.85 else ""
    cells["postcode"] = "" if happens["no_postcode"] else one.postcode
    site = f"{one.site.split('.')[0]}-oud.example" if happens["moved"] else one.site
    cells["website"] = dice.choice(("www.", "https://", "")) + site if happens["site"] else ""
    stranger = f"secretaris{dice.randrange(10**6)}@{dice.choice(_FREE)}"
    secrets = {"email": (stranger if happens["person"] else one.mail) if happens["mail"] else ""}
    secrets["phone"] = one.phone if happens["phone"] else ""
    return cells, secrets


def _name(one: True_, place: str, world: Mix, happens: dict[str, bool], dice: random.Random) -> str:
    kind = one.kind
    if happens["short"]:
        kind = next((way for way in world.kinds.get(kind, ()) if way.endswith(".")), kind)
    elif happens["other_kind"]:
        kind = dice.choice(world.kinds.get(kind, (kind,)))
    middle = one.own
    if one.earlier and dice.random() < 0.4:
        kind, middle = "", one.earlier
    local = place if not one.own or not happens["without_place"] else ""
    words = [word for word in (kind, middle, local, one.after) if word]
    name = f"{local or middle}, {kind}" if happens["turned"] and kind and not (local and middle) else " ".join(words)
    if happens["around"] and local:
        name = f"{name} {dice.choice(_AROUND)}"
    if happens["legal"]:
        name = f"{dice.choice(_LEGAL)} {name}"
    return _slip(name, dice) if happens["slip"] else name


def _slip(name: str, dice: random.Random) -> str:
    """The name with one letter missed, doubled or changed for its neighbour, in a word of some length."""
    words = name.split(" ")
    long = [n for n, word in enumerate(words) if len(word) > _SMALL]
    if not long:
        return name
    which = dice.choice(long)
    word, at = words[which], dice.randrange(1, len(words[which]) - 1)
    ways = (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at])
    words[which] = dice.choice((ways[0], ways[1], ways[2] + word[at + 2 :]))
    return " ".join(words)

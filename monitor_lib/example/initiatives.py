"""The initiatives of the example as they truly are, before lists and answers speak of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor_lib.example.chances import Dice, Example
from monitor_lib.reference.areas import geography
from monitor_lib.reference.areas.municipalities import municipalities_called, municipality_then
from monitor_lib.reference.text.folding import folded

_POSTCODES_OF_A_TOWN = 5


@dataclass(frozen=True, eq=False)
class Initiative:
    """One invented initiative; `facts` holds what is true of it by field of the codebook, choices as codes.

    `was` is the same one in the wave before.
    """

    facts: Mapping
    element: str
    listed: bool = True
    awkward: bool = False
    was: "Initiative | None" = None


def initiatives(example: Example, dice: Dice) -> list[Initiative]:
    """All initiatives of the example; no two have the same name in the same place."""
    return [
        initiative for province in example.habits["province"] for initiative in _of_province(example, province, dice)
    ]


def _of_province(example: Example, province: Mapping, dice: Dice) -> Iterator[Initiative]:
    names = [entry["name"] for entry in example.habits["awkward"] if entry["province"] == province["code"]]
    unlisted = province.get("unlisted", 0)
    drawn: dict[tuple[str, str], Initiative] = {}
    while len(drawn) < province["initiatives"] + unlisted:
        before = next(reversed(drawn.values()), None)
        initiative = drawn_initiative(example, province, before, dice)
        drawn.setdefault((folded(initiative.facts["name"]), initiative.facts["place"]), initiative)
    for number, initiative in enumerate(drawn.values()):
        if number < len(names):
            facts = {**initiative.facts, "name": names[number], "map_consent": True}
            yield Initiative(facts, initiative.element, awkward=True)
        else:
            yield Initiative(initiative.facts, initiative.element, listed=number < len(drawn) - unlisted)


def drawn_initiative(example: Example, province: Mapping, before: Initiative | None, dice: Dice) -> Initiative:
    """A new initiative, or now and then the umbrella of the one before it."""
    form_above = example.habits["umbrella_form"]["of"]
    if before and before.facts["form"] == form_above and dice.happens(example.habits["umbrella"]):
        return _umbrella(example, before, dice)
    facts = {"province": province["code"]}
    facts["form"] = _truth(example, "form", facts, dice)
    form = next(form for form in example.habits["form"] if form["code"] == facts["form"])
    facts |= _location(_postcodes()[province["code"], dice.happens(form["town"])], example.wave.year, dice)
    element = _element(example.habits["words"][dice.one_by(province["words"])], dice)
    facts["name"] = dice.one_of(form["patterns"]).format(element=element, place=facts["place"])
    facts |= _character(example, facts, dice)
    facts["website"] = _domain(element, facts["place"]) if dice.happens(example.habits["website"]) else ""
    facts["map_consent"] = dice.happens(example.habits["map_consent"])
    shared = before if before and dice.happens(example.habits["shared_contact"]) else None
    return Initiative(facts | (_contact_of(shared.facts) if shared else _contact(example, facts, dice)), element)


def _umbrella(example: Example, daughter: Initiative, dice: Dice) -> Initiative:
    """The village association that a zorgcoöperatie came from: same element, place and contact, and yet no double."""
    umbrella = example.habits["umbrella_form"]
    facts = {**daughter.facts, "form": umbrella["code"], "name": umbrella["pattern"].format(element=daughter.element)}
    facts |= _character(example, facts, dice)
    return Initiative(facts | {"legal_form": umbrella["legal_form"]}, daughter.element)


def _truth(example: Example, field: str, facts: Mapping, dice: Dice) -> str | tuple[str, ...]:
    """What is true of an initiative, drawn from the shares of the question that asks it."""
    question = next(name for name, known in example.habits["known"].items() if known == field)
    question = example.book.question(question)
    answer = example.answer(question, facts, dice)
    return answer if question.many else answer[0]


def _character(example: Example, facts: Mapping, dice: Dice) -> dict:
    fields = ("legal_form", "phase", "themes", "activities")
    character = {field: _truth(example, field, facts, dice) for field in fields}
    age = example.habits["age"]
    years = dice.amount(age["young"].get(character["phase"], age["median"]), age["spread"])
    return character | {"start_year": str(example.habits["created"].year - int(min(years, age["eldest"])))}


def _location(postcodes: list[str], year: int, dice: Dice) -> dict[str, str]:
    postcode = dice.one_of(postcodes)
    return {
        "postcode": postcode,
        "place": geography.postcodes()[postcode].name,
        "municipality": municipality_of(postcode, year),
    }


def municipality_of(postcode: str, year: int) -> str:
    """The municipality of a postcode in a year: that of its own for a place that was one, and else today's."""
    place = geography.postcodes()[postcode]
    then = municipality_then(place.name, year)
    if then and place.municipality in {town.code for town in municipalities_called(then.code)}:
        return then.name
    return place.municipality_name


@lru_cache
def _postcodes() -> dict[tuple[str, bool], list[str]]:
    """The postcodes of every province, those in towns apart from those in villages."""
    known = geography.postcodes()
    sizes = Counter((place.province, place.name) for place in known.values())
    found = defaultdict(list)
    for postcode, place in known.items():
        found[place.province, sizes[place.province, place.name] >= _POSTCODES_OF_A_TOWN].append(postcode)
    return found


def _element(words: Mapping, dice: Dice) -> str:
    """An invented element of a name, such as De Gouden Draad."""
    if dice.happens(words["whole_chance"]):
        return dice.one_of(words["whole"])
    noun = dice.one_of(words["common_nouns"] + words["neuter_nouns"])
    article = words["common"] if noun in words["common_nouns"] else words["neuter"]
    return f"{article} {dice.one_of(words['adjectives'])} {noun}"


def _domain(element: str, place: str) -> str:
    return f"{folded(element).replace(' ', '')}-{folded(place).replace(' ', '-')}.example"


def _contact(example: Example, facts: Mapping, dice: Dice) -> dict[str, str]:
    """An invented person, by the personal fields of a list."""
    persons = example.habits["persons"]
    first, last = dice.one_of(persons["first"]), dice.one_of(persons["last"])
    mailbox = f"{first}.{last}".lower().replace(" ", "")
    return {
        "contact_person": f"{first} {last}",
        "email": f"{mailbox}@{facts['website'] or 'dorpspost.example'}",
        "phone": dice.one_of(persons["phones"]).format(dice.number(10000)),
        "address": f"{dice.one_of(persons['streets'])} {1 + dice.number(120)}",
        "remarks": dice.one_of(persons["remarks"]) if dice.happens(persons["remark"]) else "",
    }


def _contact_of(facts: Mapping) -> dict[str, str]:
    """The same person once more."""
    return {field: facts[field] for field in ("contact_person", "email", "phone")} | {"address": "", "remarks": ""}


# ---- the initiatives of a later wave of the example ----


def initiatives_after(example: Example, earlier: list[Initiative], dice: Dice) -> list[Initiative]:
    """All initiatives of a wave that comes after another; no new one bears the name of an earlier one in its place."""
    return [
        initiative
        for province in example.habits["province"]
        for initiative in _of_province_after(example, province, earlier, dice)
    ]


def _of_province_after(
    example: Example, province: Mapping, earlier: list[Initiative], dice: Dice
) -> Iterator[Initiative]:
    there = [one for one in earlier if one.facts["province"] == province["code"] and one.listed]
    going_on = [one for one in there if one.facts["phase"] != example.stopped and not one.awkward]
    again = dice.sample(going_on, round(example.habits["again"] * len(there)))
    again += [one for one in there if one.awkward]
    yield from (_later(example, one) for one in again)
    wanted, unlisted = round(example.habits["growth"] * province["initiatives"]), province.get("unlisted", 0)
    taken, new = {_key(one) for one in earlier}, list[Initiative]()
    while len(again) + len(new) < wanted + unlisted:
        drawn = drawn_initiative(example, province, new[-1] if new else None, dice)
        if _key(drawn) not in taken:
            taken.add(_key(drawn))
            new.append(drawn)
    for number, one in enumerate(new, 1):
        yield replace(one, listed=number <= len(new) - unlisted)


def _later(example: Example, earlier: Initiative) -> Initiative:
    """The same initiative in the next wave: a phase further, in the municipality of that year."""
    facts = dict(earlier.facts)
    facts["phase"] = example.habits["next_phase"].get(facts["phase"], facts["phase"])
    facts["municipality"] = municipality_of(facts["postcode"], example.wave.year)
    return replace(earlier, facts=facts, was=earlier)


def _key(one: Initiative) -> tuple[str, str]:
    return folded(one.facts["name"]), one.facts["place"]

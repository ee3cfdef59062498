"""How a second list, or a hurried respondent, writes what another one wrote otherwise."""

import re
from collections.abc import Mapping

from monitor_lib.example.chances import Dice, Example


def otherwise(example: Example, facts: Mapping, dice: Dice) -> dict:
    """The same facts as another list has them: name and place written otherwise, perhaps an older web address."""
    moved = facts["website"] and dice.happens(example.habits["moved_domain"])
    return {
        **facts,
        "name": otherwise_named(example, facts, dice),
        "place": facts["place"].replace("Sint ", "St. "),
        "website": f"oud-{facts['website']}" if moved else facts["website"],
    }


def otherwise_named(example: Example, facts: Mapping, dice: Dice) -> str:
    """The name of an initiative with these facts as someone else writes it."""
    name, place = facts["name"], facts["place"]
    match dice.one_by(example.habits["spellings"]):
        case "with_legal_form":
            return f"{example.habits['legal_prefixes'][facts['legal_form']]} {name}"
        case "without_place":
            return name.removesuffix(f" {place}")
        case "with_place":
            return f"{name.removesuffix(f' {place}')} {place}"
        case "abbreviated":
            return _abbreviated(example, name)
        case "in_capitals":
            return name.upper()
        case "mistyped":
            return _mistyped(name, dice)
    return name


def _abbreviated(example: Example, name: str) -> str:
    for long, short in example.habits["abbreviations"].items():
        name = name.replace(long, short)
    return name


def _mistyped(name: str, dice: Dice) -> str:
    """The name with two letters inside its longest word exchanged, or one of them left out."""
    longest = max(re.finditer(r"\w+", name), key=lambda word: len(word[0]))
    place = longest.start() + 1 + dice.number(max(1, len(longest[0]) - 2))
    exchanged = name[place + 1 : place + 2] + name[place]
    return name[:place] + (name[place + 1] if dice.happens(0.5) else exchanged) + name[place + 2 :]

"""The initiatives of a later wave of the example: part of those of the wave before once more, and new ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from monitor_lib.intake.example_chances import Dice, Example
from monitor_lib.intake.example_initiatives import Initiative, drawn_initiative, municipality_of
from monitor_lib.reference.wording import folded


def initiatives_after(example: Example, earlier: list[Initiative], dice: Dice) -> list[Initiative]:
    """All initiatives of a wave that comes after another; no new one bears the name of an earlier one in its place."""
    return [
        initiative
        for province in example.habits["province"]
        for initiative in _of_province(example, province, earlier, dice)
    ]


def _of_province(
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

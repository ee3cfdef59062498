"""The participants of the example's survey, as LimeSurvey exports them: who was invited with which token."""

import csv
from collections.abc import Mapping

from monitor_lib import paths
from monitor_lib.intake.example_chances import Dice, Example
from monitor_lib.intake.example_initiatives import Initiative

_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
_SIGNS_OF_A_TOKEN = 15
_ATTRIBUTES = {
    "attribute_1 <Naam van het initiatief>": "name",
    "attribute_2 <Plaats>": "place",
    "attribute_3 <Postcode>": "postcode",
}


def tokens(example: Example, initiatives: list[Initiative], dice: Dice) -> dict[Initiative, str]:
    """The token of every initiative on a list that was invited by mail; the others have an open address to go to."""
    share = example.habits["survey"]["invited_by_mail"]
    invited = [initiative for initiative in initiatives if initiative.listed and dice.happens(share)]
    return {initiative: "".join(dice.one_of(_SIGNS) for _ in range(_SIGNS_OF_A_TOKEN)) for initiative in invited}


def write_participants(invited: Mapping[Initiative, str], delivered: paths.Delivered) -> None:
    """Writes the list of participants."""
    rows = [
        {
            "tid": str(number),
            "firstname": "",
            "lastname": initiative.facts["contact_person"],
            "email": initiative.facts["email"],
            "emailstatus": "OK",
            "token": token,
            "language": "nl",
            **{heading: initiative.facts[fact] for heading, fact in _ATTRIBUTES.items()},
        }
        for number, (initiative, token) in enumerate(invited.items(), 1)
    ]
    with delivered.tokens.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)

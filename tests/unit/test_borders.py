"""Where two rows become one, a question or two: for every point of the score a pair just in and one just out."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_lib.intake.lists.cleaning import Cleaned, Contact, ListRow
from monitor_lib.intake.matching.inventory import linked_inventory
from monitor_lib.reference import codebook

BOOK = codebook.load()
FIELDS = [field.id for field in BOOK.fields if not field.personal]
ONE, ASKED, TWO = "joined", "asked about", "passed over"
SITE, OTHER_SITE = {"website": "https://linde.example"}, {"website": "https://anker.example"}
MAIL, OTHER_MAIL = {"email": "post@bus.example"}, {"email": "brief@tas.example"}
PHONE, OTHER_PHONE = {"phone": "0592 123456"}, {"phone": "0592 654321"}
CODE, OTHER_CODE = {"postcode": "9401"}, {"postcode": "9402"}


def linked(*told: dict):
    """The inventory of rows of as many lists: each says its name, and lies in Assen where it does not say otherwise."""
    cleaned = Cleaned()
    for number, values in enumerate(told, 2):
        known = {"place": "Assen", "province": "PV22", **values}
        cleaned.rows.append(ListRow(f"{number}.csv", "", number, {field: known.get(field) or None for field in FIELDS}))
        cleaned.contacts += [
            Contact(f"{number}.csv", "", number, key, known[key]) for key in ("email", "phone") if key in known
        ]
    return linked_inventory(cleaned, BOOK)


def outcome(one: dict, other: dict) -> str:
    found = linked(one, other)
    return ONE if len(found.initiatives) == 1 else ASKED if found.waiting else TWO


def called(one: str, other: str, *both: dict, **values) -> tuple[dict, dict]:
    """Two rows by their names and by what both say; a pair of values is one for each."""
    shared = {key: value for part in both for key, value in part.items()}
    sides = [{key: value[side] for key, value in values.items() if value[side] is not None} for side in (0, 1)]
    return {"name": one, **shared, **sides[0]}, {"name": other, **shared, **sides[1]}


def against(key: str, mine: dict, theirs: dict) -> dict:
    return {key: (mine[key], theirs[key])}


OTHERWISE = {
    "site": against("website", SITE, OTHER_SITE),
    "mail": against("email", MAIL, OTHER_MAIL),
    "phone": against("phone", PHONE, OTHER_PHONE),
    "code": against("postcode", CODE, OTHER_CODE),
}
BORDERS = {
    "a name that is the same": (
        called("Eettafel De Linde", "Stichting de Linde Eettafel"),
        called("Eettafel De Linde", "Eettafel De Linde Plus"),
        (ONE, ASKED),
    ),
    "what is added to a name": (
        called("Dorpsraad Assen", "Dorpsraad Assen e.o."),
        called("Dorpsraad Assen", "Dorpsraad Assen en Loon"),
        (ONE, ASKED),
    ),
    "a kind cut short": (
        called("Dorpshuis Assen", "Dorpshs. Assen"),
        called("Dorpshuis Assen", "Dorpsraad Assen"),
        (ONE, TWO),
    ),
    "a part of a name, with the phone": (
        called("De Linde", "De Linde Samen", PHONE),
        called("De Linde", "De Linde Samen", CODE),
        (ONE, ASKED),
    ),
    "a kind and a place with something more": (
        called("Dorpsraad Assen", "Dorpsraad Assen en Loon", SITE),
        called("Dorpsraad Assen", "Dorpsraad Assen en Loon", MAIL, PHONE),
        (ONE, ASKED),
    ),
    "names that each have something else": (
        called("Zonnehof", "Zonnehoek"),
        called("Zonnehof", "Lindehoek"),
        (ASKED, TWO),
    ),
    "such names with the same website": (
        called("Zonnehof", "Zonnehoek", SITE),
        called("Zonnehof", "Zonnehoek", MAIL, PHONE),
        (ONE, ASKED),
    ),
    "names that are hardly alike, reached by phone": (
        called("De Lange Molen", "De Lange Wilg", PHONE),
        called("De Lange Molen", "De Lange Wilg", CODE),
        (ASKED, TWO),
    ),
    "a slip in a long word": (
        called("Vlinder", "Vlindre"),
        called("Kern", "Kren"),
        (ONE, ASKED),
    ),
    "a doubled consonant": (called("De Brug", "De Brugg"), called("De Boom", "De Bom"), (ONE, ASKED)),
    "the same place": (
        called("De Linde", "De Linde Samen", CODE),
        called("De Linde", "De Linde Samen", place=("Assen", "Loon")),
        (ASKED, TWO),
    ),
    "another place, with the website": (
        called("De Linde", "De Linde", SITE, place=("Assen", "Loon")),
        called("De Linde", "De Linde", MAIL, PHONE, place=("Assen", "Loon")),
        (ONE, ASKED),
    ),
    "a place in the name only": (
        called("Dorpsraad Loon", "Dorpsraad", municipality=("Assen", "Assen"), place=("", "Loon")),
        called("Dorpsraad", "Dorpsraad", municipality=("Assen", "Assen"), place=("", "Loon")),
        (ONE, ASKED),
    ),
    "a place by its Frisian name": (
        called("Dorpsbelang Garijp", "Dorpsbelang Garyp", {"province": "PV21"}, place=("Garijp", "Garyp")),
        called("Dorpsbelang Garijp", "Dorpsbelang Earnewâld", {"province": "PV21"}, place=("Garijp", "Earnewâld")),
        (ONE, TWO),
    ),
    "another postcode and another phone": (
        called("De Linde", "De Linde", **OTHERWISE["code"], **OTHERWISE["phone"]),
        called("De Linde", "De Linde", MAIL, **OTHERWISE["code"], place=("Assen", "Loon")),
        (ONE, ASKED),
    ),
    "the same postcode": (
        called("Naast Elkaar", "Burenhulp Naast Elkaar", CODE, **OTHERWISE["phone"]),
        called("Naast Elkaar", "Burenhulp Naast Elkaar", **OTHERWISE["phone"]),
        (ONE, ASKED),
    ),
    "a kind that one leaves out": (
        called("De Linde", "Burenhulp De Linde"),
        called("De Linde", "Burenhulp De Linde", **OTHERWISE["mail"]),
        (ONE, ASKED),
    ),
    "a body that one leaves out": (
        called("De Linde", "Dorpsraad De Linde", CODE, PHONE),
        called("De Linde", "Dorpsraad De Linde"),
        (ONE, ASKED),
    ),
    "another word for the kind, with the phone": (
        called("Dorpsbelangen Assen", "Plaatselijk Belang Assen", PHONE),
        called("Dorpsbelangen Assen", "Plaatselijk Belang Assen", CODE),
        (ONE, ASKED),
    ),
    "another website": (
        called("Burenhulp", "Burennetwerk", PHONE, CODE, **OTHERWISE["site"]),
        called("Burenhulp", "Burennetwerk", PHONE, **OTHERWISE["site"]),
        (ONE, ASKED),
    ),
    "another mail": (
        called("Huiskamer", "Buurthuiskamer", PHONE, CODE, **OTHERWISE["mail"]),
        called("Huiskamer", "Buurthuiskamer", PHONE, **OTHERWISE["mail"]),
        (ONE, ASKED),
    ),
    "another phone": (
        called("Huiskamer", "Buurthuiskamer", MAIL, **OTHERWISE["phone"]),
        called("Huiskamer", "Buurthuiskamer", CODE, **OTHERWISE["phone"]),
        (ONE, ASKED),
    ),
    "a mail at the other's website": (
        called("De Linde", "De Linde Samen", website=(SITE["website"], None), email=(None, "info@linde.example")),
        called("De Linde", "De Linde Samen", website=(SITE["website"], None), email=(None, "info@anker.example")),
        (ONE, ASKED),
    ),
    "a website that got a longer name": (
        called("De Linde", "Burenhulp De Linde", website=("https://delinde.example", "https://oud-delinde.example")),
        called("De Linde", "Burenhulp De Linde", **OTHERWISE["site"]),
        (ONE, ASKED),
    ),
    "contacts that all differ": (
        called("De Linde", "De Linde", **OTHERWISE["site"]),
        called("De Linde", "De Linde", **OTHERWISE["site"], **OTHERWISE["phone"]),
        (ONE, ASKED),
    ),
    "one contact of three": (
        called("De Linde", "De Linde", PHONE, **OTHERWISE["site"], **OTHERWISE["mail"]),
        called("De Linde", "De Linde", **OTHERWISE["phone"], **OTHERWISE["site"], **OTHERWISE["mail"]),
        (ONE, ASKED),
    ),
    "a letter behind the name": (
        called("De Kern Zuid-A", "De Kern, Zuid A"),
        called("De Kern Zuid-A", "De Kern Zuid-B", SITE, MAIL),
        (ONE, ASKED),
    ),
    "a number behind the name": (
        called("De Kern 1a", "De Kern 1A"),
        called("De Kern 1a", "De Kern 1b", PHONE, CODE),
        (ONE, TWO),
    ),
    "an umbrella": (
        called("Zorgcoöperatie De Linde", "Dorpsraad De Linde"),
        called("Zorgcoöperatie De Linde", "Dorpsraad Het Anker"),
        (ASKED, TWO),
    ),
    "another name with the website": (
        called("De Linde", "Het Anker", SITE),
        called("De Linde", "Het Anker"),
        (ASKED, TWO),
    ),
    "another name with the mail": (
        called("De Linde", "Het Anker", MAIL),
        called("De Linde", "Het Anker", PHONE),
        (ASKED, TWO),
    ),
    "another name and place with the mail": (
        called("De Linde", "Het Anker", MAIL, PHONE, SITE),
        called("De Linde", "Het Anker", MAIL, place=("Assen", "Loon")),
        (ASKED, TWO),
    ),
}


@pytest.mark.parametrize("border", BORDERS)
def test_one_point_decides(border):
    inside, outside, expected = BORDERS[border]
    assert (outcome(*inside), outcome(*outside)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dorpsbelangen Assen", "Plaatselijk Belang Assen"),
        ("Burenhulp Assen", "Burennetwerk Assen"),
        ("Huiskamer Assen", "Buurthuiskamer Assen"),
        ("Eettafel De Linde", "Eettafel De Linde"),
    ],
)
def test_a_third_row_without_contacts_joins_no_two_that_contradict_each_other(one, other):
    rows = called(one, other, **OTHERWISE["site"], **OTHERWISE["mail"], **OTHERWISE["phone"])
    assert outcome(*rows) == ASKED
    assert len(linked(*rows, {"name": one}).initiatives) == 2


NAMES = (
    "De Linde",
    "Stichting De Linde",
    "De Lnide",
    "De Linde e.o.",
    "Burenhulp De Linde",
    "De Linde Zuid-A",
    "Dorpsraad",
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(NAMES), "place": st.sampled_from(("Assen", "Loon"))},
        optional={
            "website": st.sampled_from((SITE["website"], OTHER_SITE["website"])),
            "email": st.sampled_from((MAIL["email"], OTHER_MAIL["email"])),
            "phone": st.sampled_from((PHONE["phone"], OTHER_PHONE["phone"])),
        },
    ),
    min_size=2,
    max_size=6,
)


def together(rows: list[dict]) -> set[frozenset[int]]:
    """The rows that are one initiative, by what numbers them."""
    found = linked(*rows)
    owners: dict[str, set[int]] = {}
    for entry, owner in zip(found.entries, found.owners, strict=True):
        owners.setdefault(owner, set()).add(entry.key[2] - 2)
    return {frozenset(group) for group in owners.values()}


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, dice: random.Random):
    order = list(range(len(rows)))
    dice.shuffle(order)
    found = {frozenset(order[n] for n in group) for group in together([rows[n] for n in order])}

    def said(groups):
        return sorted(sorted(str(sorted(rows[n].items())) for n in group) for group in groups)

    assert said(found) == said(together(rows))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_a_row_that_is_like_none_splits_no_others(rows):
    before = together(rows)
    assert together([*rows, {"name": "Bijenkorf", "place": "Emmen"}]) == before | {frozenset([len(rows)])}

"""How alike two names are: for every rule a pair on either side of it, whichever comes first."""

import pytest

from monitor_lib.intake.matching.likeness import HARDLY, NEARLY, PART, SAME, likeness
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.reference import codebook

KINDS = kinds_of_initiative(codebook.load())


def alike(one: str, other: str, place: str = "Assen") -> float:
    """The likeness of two names of initiatives in a place; it is the same from both sides."""
    names = [compared_name(name, place, KINDS) for name in (one, other)]
    assert likeness(*names) == likeness(*reversed(names))
    return likeness(*names)


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        # A kind and a place only.
        ("Zorgcoöperatie", "Coöperatie Zorg Assen", 100),
        ("Zorgcoöperatie", "Stadsdorp", 0),
        ("Zorgcoöperatie", "Zorgcoöperatie De Linde", 70),
        ("Stadsdorp Zorgcoöperatie", "Zorgcoöperatie", 70),
        # A slip of the pen in a short word, where the name as a whole is long: ten letters, and nine.
        ("Oud Hof Tuin", "Oud Hog Tuin", 97),
        ("Oud Hof Hut", "Oud Hog Hut", PART - 1),
        # The same in a word of five letters, and in one of four.
        ("Linde", "Lindo", 97),
        ("Lind", "Lins", 75),
        # A vowel more is another word, a consonant more is not.
        ("Boom", "Bom", PART - 1),
        ("Grotte", "Grote", 97),
        # Cut short by three letters is the same word, its plural or a smaller one is not.
        ("Tuinhuis", "Tuinhuisjes", 97),
        ("Linde Tuinhuis", "Linde Tuinhuisje", PART - 1),
        # One has a word more: one that says nothing, a short legal form misspelled, any other.
        ("De Linde", "De Linde vre", 97),
        ("De Linde", "De Linde abcd", 80),
        # It is a kind of initiative misspelled, or the first five letters of one; four are too few.
        ("Stadsdorp Linde", "Stadsdorp Linde stadsdrp", 97),
        ("Stadsdorp Linde", "Stadsdorp Linde stads", 97),
        ("Stadsdorp Linde", "Stadsdorp Linde stad", 80),
        ("Stadsdorp Linde", "Stadsdorp Linde kastanje", 80),
        # What they share has four letters, or three; and a kind that only the shorter names.
        ("Kaps", "Kaps Aan Zee", 80),
        ("Kap", "Kap Aan Zee", 70),
        ("Zorgcoöperatie Kaps", "Kaps Aan Zee", 70),
        ("Kaps", "Zorgcoöperatie Kaps Aan Zee", 80),
        # Each has what the other lacks: never as alike as a name with something more.
        ("Groene Loper Noordwijk", "Groene Loper Zuidwijk", PART - 1),
        ("Zonnehof Linde", "Zonnehof Berk", pytest.approx(74.07, abs=0.01)),
        ("Buurtkamer Oost", "Buurtkamer West", 50),
    ],
)
def test_a_pair_of_names_and_how_alike_they_are(one, other, points):
    assert alike(one, other) == points


def test_the_steps_lie_where_the_rules_of_pairs_expect_them():
    assert (SAME, PART, NEARLY, HARDLY) == (95, 78, 70, 60)

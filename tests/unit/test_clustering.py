"""From pairs to initiatives: what a person decided comes first, then the strongest, in whatever order rows stand."""

import itertools

import pytest

from monitor_lib.intake.files.decisions import Decided
from monitor_lib.intake.matching import clustering, identity
from monitor_lib.intake.matching.clustering import APART, FIRST_IS_UMBRELLA, SAME, Verdict
from monitor_lib.intake.matching.entries import Entry
from monitor_lib.intake.matching.names import compared_name, kinds_of_initiative
from monitor_lib.intake.matching.pairs import ACCEPTED, Evidence, evidence
from monitor_lib.intake.places.addresses import Location
from monitor_lib.reference import codebook

KINDS = kinds_of_initiative(codebook.load())
STRONG, FAIR, WEAK = (Evidence(points, 90, ("naam",)) for points in (ACCEPTED + 2, ACCEPTED, ACCEPTED - 1))


def entry(name: str, number: int, file: str = "lists/bokd.csv", place: str = "Assen", **values) -> Entry:
    where = Location("PV22", "place", place=place, **values)
    return Entry((file, "", number), compared_name(name, place, KINDS), where)


def entries(count: int) -> list[Entry]:
    """So many rows of one name, which nothing sets apart."""
    return [entry("De Linde", number + 2, f"lists/list{number}.csv") for number in range(count)]


def joined(count: int, weighed: dict, decided: dict | None = None) -> set[frozenset[int]]:
    """The clusters of so many rows; other pairs of them are alike, but not enough."""
    every = dict.fromkeys(itertools.combinations(range(count), 2), WEAK) | weighed
    made, _ = clustering.clusters(entries(count), every, decided or {})
    return {frozenset(cluster) for cluster in made}


def verdict(word: str) -> Verdict:
    return Verdict(word, "A. Tester", "2026-11-28")


# ---- clusters ----


def test_from_the_border_on_two_rows_are_one():
    assert joined(2, {(0, 1): FAIR}) == {frozenset({0, 1})}
    assert joined(2, {(0, 1): WEAK}) == {frozenset({0}), frozenset({1})}


def test_a_person_joins_and_sets_apart_whatever_the_points():
    assert joined(2, {}, {(0, 1): verdict(SAME)}) == {frozenset({0, 1})}
    for word in (APART, FIRST_IS_UMBRELLA):
        assert joined(2, {(0, 1): STRONG}, {(1, 0): verdict(word)}) == {frozenset({0}), frozenset({1})}


def test_who_was_set_apart_stays_so_through_a_third():
    clusters = joined(3, {(0, 1): STRONG, (1, 2): FAIR}, {(0, 2): verdict(APART)})
    assert clusters == {frozenset({0, 1}), frozenset({2})}
    clusters = joined(3, {(0, 1): FAIR, (1, 2): STRONG}, {(0, 2): verdict(APART)})
    assert clusters == {frozenset({1, 2}), frozenset({0})}


def test_what_is_alike_to_no_part_of_a_cluster_is_not_joined_to_it():
    """Rows 0 and 2 have nothing in common, unless a person said that 0 and 1 are one: then it is alike to that one."""
    weighed = {(0, 1): FAIR, (1, 2): STRONG}
    made, _ = clustering.clusters(entries(3), weighed, {})
    assert {frozenset(cluster) for cluster in made} == {frozenset({1, 2}), frozenset({0})}
    made, _ = clustering.clusters(entries(3), weighed, {(0, 1): verdict(SAME)})
    assert {frozenset(cluster) for cluster in made} == {frozenset({0, 1, 2})}


@pytest.mark.parametrize("names", [(90, 80), (80, 90)])
def test_of_as_many_points_the_more_alike_name_comes_first(names):
    pairs = {pair: Evidence(ACCEPTED, name, ("naam",)) for pair, name in zip([(0, 1), (1, 2)], names, strict=True)}
    clusters = joined(3, pairs, {(0, 2): verdict(APART)})
    assert frozenset({0, 1} if names[0] > names[1] else {1, 2}) in clusters


def test_of_equal_pairs_what_rows_say_decides_and_not_where_they_stand():
    """Three rows of which two may be one: the same two, in whatever order the lists come."""
    rows = [entry("De Linde", 2, place="Assen", postcode=code) for code in ("9403", "9401", "9402")]
    kept = set()
    for order in itertools.permutations(range(3)):
        told = [Entry(("lists/bokd.csv", "", at + 2), rows[n].name, rows[n].location) for at, n in enumerate(order)]
        place = {n: at for at, n in enumerate(order)}
        weighed = {tuple(sorted((place[0], place[1]))): FAIR, tuple(sorted((place[0], place[2]))): FAIR}
        made, _ = clustering.clusters(told, weighed, {})
        (pair,) = [cluster for cluster in made if len(cluster) == 2]
        kept.add(frozenset(told[at].location.postcode for at in pair))
    assert kept == {frozenset({"9401", "9403"})}


# ---- what a person decided ----


def test_a_decision_holds_for_all_rows_that_say_so_and_for_no_row_beside_itself():
    rows = [entry("De Linde", 2), entry("De Linde", 3), entry("De Kastanje", 4)]
    linde, kastanje = clustering.identity(rows[0]), clustering.identity(rows[2])
    line = {"one": linde, "other": kastanje, "decision": APART, "who": "A. Tester", "when": "2026-11-28"}
    found = clustering.verdicts(rows, Decided(((2, line), (3, line | {"other": linde, "decision": SAME}))))
    assert found == {pair: verdict(APART) for pair in [(0, 2), (1, 2)]} | {
        pair: verdict(SAME) for pair in [(0, 1), (1, 0)]
    }
    assert clustering.verdicts(rows, Decided(((2, line | {"decision": ""}),))) == {}


def test_a_decision_about_a_row_that_is_gone_is_told():
    rows = [entry("De Linde", 2), entry("De Kastanje", 4)]
    both = {"one": clustering.identity(rows[0]), "other": clustering.identity(rows[1])}
    assert list(clustering.idle(rows, Decided(((7, both),)))) == []
    (told,) = clustering.idle(rows[:1], Decided(((7, both),)))
    assert (told.row, told.code, told.severity) == (7, "idle_decision", "remark")


def test_who_waits_is_a_pair_of_two_initiatives_that_nobody_judged():
    weighed = {(0, 1): FAIR, (1, 2): WEAK, (0, 2): WEAK}
    waiting = clustering.to_review(weighed, {(2, 0): verdict(APART)}, ["a", "a", "b"])
    assert waiting == {(1, 2): WEAK}


def test_a_proposal_says_where_both_rows_stand_the_strongest_first():
    rows = [entry("De Linde", 2), entry("De Kastanje", 4), entry("Het Anker", 5)]
    lines = clustering.proposals(rows, ["L", "K", "A"], {(0, 1): WEAK, (2, 1): FAIR})
    assert [line["points"] for line in lines] == [f"{FAIR.points:g}", f"{WEAK.points:g}"]
    assert {lines[0]["one_row"], lines[0]["other_row"]} == {"lists/bokd.csv rij 4", "lists/bokd.csv rij 5"}


# ---- ids ----


def test_the_row_of_the_list_that_had_an_id_keeps_it_before_one_that_says_the_same_elsewhere():
    rows = [entry("De Linde", 2, "lists/stimuland.csv"), entry("De Linde", 2, "lists/bokd.csv")]
    known = (identity.Known("ZG-1", "bokd", rows[1].mark),)
    first, second = identity.ids([(0,), (1,)], rows, known)
    assert second == "ZG-1" != first
    assert identity.ids([(0,)], rows, known) == ["ZG-1"]  # where that row is gone, the other is it


# ---- evidence ----


def test_evidence_is_the_same_from_both_sides():
    near, far = (
        entry("Eettafel De Linde", 2, place=place, municipality=town) for place, town in (("Assen", "A"), ("Norg", "B"))
    )
    assert evidence(near, far).points == evidence(far, near).points
    together = entry("Eettafel De Linde", 3, place="Norg", municipality="A")
    assert evidence(near, together).points == evidence(near, far).points + 1


def test_a_row_without_a_place_that_is_called_like_one_lies_there():
    here = entry("Stadsdorp Boxtel", 2, place="Boxtel")
    named, other = (entry(name, 3, place=None) for name in ("Boxtel", "Best"))
    assert "plaats in de naam" in str(evidence(here, named))
    assert "plaats in de naam" not in str(evidence(here, other))

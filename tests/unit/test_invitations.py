"""Who is invited: one token per initiative with an address, the same on every run, and never one who is to be left."""

import re

import invitees
import pytest
from invitees import participants, usual, write_list

from monitor_lib import paths
from monitor_lib.intake.fieldwork import invitations
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError, delivered_sheets
from monitor_lib.intake.matching.clustering import PAIRS
from monitor_lib.intake.matching.definition import ALIVE
from monitor_lib.intake.reading import survey_words
from monitor_lib.intake.survey import tokens
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked

HELD = next(wave for wave in codebook.load().waves if codebook.load().wave_before(wave))
BEFORE = codebook.load().wave_before(HELD)
BOOK = as_asked(codebook.load(), HELD)
BY = {decisions.WHO: "Lien", decisions.WHEN: "2026-05-01"}


@pytest.fixture
def places(tmp_path):
    found = paths.places(HELD.id, tmp_path / "in", tmp_path / "clean", tmp_path / "out", tmp_path / "dec" / HELD.id)
    write_list(found.delivered, "zeelandbruist", usual("zeelandbruist", 5))
    return paths.Places(found.delivered, found.clean, found.outputs, found.decisions.after(BEFORE.id))


@pytest.fixture
def folder(tmp_path):
    return paths.Fieldwork(tmp_path / "fieldwork")


def invite(places, folder):
    return invitations.invite(places, folder, BOOK, HELD)


def test_each_has_a_token_of_its_own_that_nobody_guesses_and_keeps_it(places, folder):
    invite(places, folder)
    first = participants(folder)
    assert len({line["token"] for line in first}) == len(first) == 5
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{15}", line["token"]) for line in first)
    assert {line["email"] for line in first} == {f"{word.lower()}@zeelandbruist.example" for word in invitees.WORDS[:5]}
    assert {(line["language"], line["emailstatus"]) for line in first} == {("nl", "OK")}
    assert {line["attribute_4 <aanhef>"] for line in first} == {f"Beste Zebedea {word}" for word in invitees.WORDS[:5]}
    write_list(places.delivered, "zeelandbruist", usual("zeelandbruist", 7)[::-1])
    invite(places, folder)
    again = {line["attribute_5 <initiative_id>"]: line["token"] for line in participants(folder)}
    assert len(again) == 7
    assert {line["attribute_5 <initiative_id>"]: line["token"] for line in first}.items() <= again.items()


def test_what_comes_back_is_read_by_what_reads_tokens(places, folder):
    made = invite(places, folder)
    target = places.delivered.tokens
    target.parent.mkdir(parents=True)
    target.write_bytes(folder.participants.read_bytes())
    sheets, faults = delivered_sheets(target.parent, survey_words(BOOK))
    read = tokens.invitations(sheets, BOOK)
    assert [*faults, *read.faults] == []
    wanted = [(line["token"], line["naam"], line["initiative_id"]) for line in made.participants]
    assert [(one.token, one.values["name"], one.initiative) for one in read.rows] == wanted


def test_the_first_usable_address_counts_and_who_has_none_is_on_a_list_per_network(places, folder):
    rows = [
        ("Burenhulp De Kraai Goes", "Zebedea Kanarie, zk@kraai.example", "", ""),
        ("Burenhulp De Merel Goes", "", "info@ kapot", ""),
        ("Burenhulp De Uil Goes", "", "", ""),
        ("Burenhulp De Reiger Goes", "", "bestuur@reiger.example; tweede@reiger.example", ""),
    ]
    write_list(places.delivered, "zeelandbruist", rows)
    made = invite(places, folder)
    assert {line["naam"]: (line["email"], line["aanhef"]) for line in made.participants} == {
        "Burenhulp De Kraai Goes": ("zk@kraai.example", "Beste Zebedea Kanarie"),
        "Burenhulp De Reiger Goes": ("bestuur@reiger.example", "Beste mensen van Burenhulp De Reiger Goes"),
    }
    listed = folder.without_address("zeelandbruist").read_text("utf-8-sig")
    assert [name in listed for name in ("De Merel", "De Uil", "De Kraai")] == [True, True, False]
    write_list(places.delivered, "zeelandbruist", usual("zeelandbruist", 5))
    invite(places, folder)
    assert not folder.without_address("zeelandbruist").exists()


def test_one_initiative_on_two_lists_gets_one_token(places, folder):
    mine = usual("zeelandbruist", 2)
    write_list(places.delivered, "zeelandbruist", mine)
    (places.delivered.inventory / "zeelandbruist.csv").rename(places.delivered.list_of("landelijke-lijst", "csv"))
    write_list(places.delivered, "zeelandbruist", [(*mine[0][:2], "ander@adres.example", "actief"), mine[1]])
    made = invite(places, folder)
    assert len(made.participants) == 2
    assert made.shared == 0


def test_those_that_ended_and_those_that_do_not_want_to_be_asked_are_left_out(places, folder):
    write_list(
        places.delivered,
        "zeelandbruist",
        [*usual("zeelandbruist", 4), ("Burenhulp De Valk Goes", "", "v@valk.example", "gestopt")],
    )
    first = invite(places, folder)
    assert (len(first.participants), len(first.left_out.ended)) == (4, 1)
    gone, refusing, undecided, _ = first.participants
    facts = {"network": "zeelandbruist", "initiative_id": gone["initiative_id"], "name": gone["naam"], "change": ""}
    decisions.write(places.decisions.alive, ALIVE.columns, [facts | {"alive": "nee"} | BY])
    lines = [
        line | (BY | {"decision": "Niet benaderen"} if line["initiative_id"] == refusing["initiative_id"] else {})
        for line in first.ledger
    ]
    decisions.write(places.decisions.invited, invitations.INVITED.columns, lines)
    made = invite(places, folder)
    assert (len(made.participants), len(made.left_out.ended), len(made.left_out.refused)) == (2, 2, 1)
    assert undecided in made.participants
    kept = decisions.listed(places.decisions.invited, invitations.INVITED).lines
    assert {line["initiative_id"]: line["token"] for _, line in kept} == {
        line["initiative_id"]: line["token"] for line in first.participants
    }


def test_who_refused_in_the_wave_before_is_not_asked_in_this_one(places, folder):
    first = invite(places, folder)
    refusing = first.participants[0]
    line = {"initiative_id": refusing["initiative_id"], "name": refusing["naam"], "token": "oud"}
    before = places.decisions.earlier
    decisions.write(before.invited, invitations.INVITED.columns, [line | {"decision": invitations.NOT_AGAIN} | BY])
    places.decisions.invited.unlink()
    made = invite(places, folder)
    assert (len(made.participants), len(made.left_out.refused)) == (4, 1)
    assert "oud" not in {one["token"] for one in made.participants}


def test_a_half_filled_in_ledger_is_an_error_and_nothing_is_written(places, folder):
    lines = invite(places, folder).ledger
    for wrong in ({"decision": "liever niet"} | BY, {"decision": invitations.NOT_AGAIN}):
        decisions.write(places.decisions.invited, invitations.INVITED.columns, [lines[0] | wrong, *lines[1:]])
        folder.participants.unlink(missing_ok=True)
        with pytest.raises(DeliveryError, match=r"invited\.csv"):
            invite(places, folder)
        assert not folder.participants.exists()


def test_of_two_that_may_be_one_only_one_is_invited_until_a_person_decides(places, folder):
    write_list(
        places.delivered,
        "zeelandbruist",
        [
            ("Zorgcoöperatie Het Stoepje", "", "een@stoepje.example", ""),
            ("Dorpshuis Het Stoepje", "", "twee@stoep.example", ""),
        ],
    )
    made = invite(places, folder)
    waiting = decisions.listed(places.decisions.pairs, PAIRS).lines
    assert len(waiting) == len(made.left_out.doubtful) == len(made.participants) == 1
    ((_, line),) = waiting
    decisions.write(places.decisions.pairs, PAIRS.columns, [line | {"decision": "anders"} | BY])
    decided = invite(places, folder)
    assert (len(decided.participants), len(decided.left_out.doubtful)) == (2, 0)
    assert made.participants[0] in decided.participants


def test_what_a_person_reads_has_counts_and_no_data_of_persons(places, folder):
    told = " ".join(invitations.told(invite(places, folder)))
    assert told == "Initiatieven met een toegangscode: 5."
    assert oct(folder.participants.stat().st_mode)[-3:] == "600"


def test_of_two_that_may_be_one_the_one_that_was_invited_before_still_is(places, folder):
    rows = [
        ("Zorgcoöperatie Het Stoepje", "", "een@stoepje.example", ""),
        ("Dorpshuis Het Stoepje", "", "twee@stoep.example", ""),
    ]
    for first, second in (rows, rows[::-1]):
        places.decisions.invited.unlink(missing_ok=True)
        write_list(places.delivered, "zeelandbruist", [first])
        (before,) = invite(places, folder).participants
        write_list(places.delivered, "zeelandbruist", [second, first])
        assert invite(places, folder).participants == [before]


def test_a_refusal_that_is_taken_back_gives_one_token_that_stays(places, folder):
    refusing = invite(places, folder).ledger[0]
    line = refusing | {"token": "", "decision": ""}
    decisions.write(places.decisions.invited, invitations.INVITED.columns, [line])
    tokens_of = [{one["initiative_id"]: one["token"] for one in invite(places, folder).participants} for _ in range(2)]
    assert tokens_of[0] == tokens_of[1]
    assert tokens_of[0][refusing["initiative_id"]]


@pytest.mark.parametrize(
    ("pairs", "left_out", "invited", "doubtful"),
    [
        ([("a", "b")], "", "", "b"),
        ([("a", "b")], "", "b", "a"),
        ([("a", "b")], "a", "", "b"),
        ([("c", "d"), ("a", "b"), ("b", "c")], "", "", "bcd"),
        ([("a", "b"), ("b", "c")], "a", "c", "bc"),
        ([("a", "b"), ("c", "d")], "", "d", "bc"),
        ([("a", "a")], "", "", ""),
    ],
)
def test_of_all_that_may_be_one_together_one_is_invited(pairs, left_out, invited, doubtful):
    assert invitations._doubtful(pairs, frozenset(left_out), frozenset(invited)) == set(doubtful)


DOUBLES = [
    ("Zorgcoöperatie Het Stoepje", "", "een@stoepje.example", ""),
    ("Dorpshuis Het Stoepje", "", "twee@stoep.example", ""),
]


def refused_by(places, folder, name):
    """The ledger after the one of these names was invited alone and refused; gives its id."""
    write_list(places.delivered, "zeelandbruist", [row for row in DOUBLES if row[0] == name])
    ((line,), was) = invite(places, folder).ledger, places.decisions.invited
    decisions.write(was, invitations.INVITED.columns, [line | {"decision": invitations.NOT_AGAIN} | BY])
    return line["initiative_id"]


@pytest.mark.parametrize("name", [row[0] for row in DOUBLES])
def test_while_a_pair_waits_a_refusal_of_either_is_one_of_both(places, folder, name):
    refused_by(places, folder, name)
    write_list(places.delivered, "zeelandbruist", DOUBLES)
    made = invite(places, folder)
    assert (made.participants, len(made.left_out.refused), len(made.left_out.doubtful)) == ([], 1, 1)


@pytest.mark.parametrize("name", [row[0] for row in DOUBLES])
def test_a_refusal_holds_when_two_turn_out_to_be_one(places, folder, name):
    refused_by(places, folder, name)
    write_list(places.delivered, "zeelandbruist", DOUBLES)
    invite(places, folder)
    ((_, line),) = decisions.listed(places.decisions.pairs, PAIRS).lines
    decisions.write(places.decisions.pairs, PAIRS.columns, [line | {"decision": "zelfde"} | BY])
    made = invite(places, folder)
    assert (made.participants, len(made.left_out.refused)) == ([], 1)


def test_a_refusal_noted_late_in_the_wave_before_counts_and_can_be_taken_back_here(places, folder):
    first = invite(places, folder)
    one = first.ledger[0]
    before = [one | {"token": "oud", "decision": invitations.NOT_AGAIN} | BY]
    decisions.write(places.decisions.earlier.invited, invitations.INVITED.columns, before)
    made = invite(places, folder)
    assert len(made.left_out.refused) == 1
    assert "oud" not in places.decisions.invited.read_text("utf-8-sig")
    again = [
        line | ({"decision": "Benaderen"} | BY if line["initiative_id"] == one["initiative_id"] else {})
        for line in made.ledger
    ]
    decisions.write(places.decisions.invited, invitations.INVITED.columns, again)
    assert invite(places, folder).participants == first.participants


def test_a_name_that_is_a_formula_is_none_in_the_list_that_a_spreadsheet_opens(places, folder):
    write_list(places.delivered, "zeelandbruist", [("=1+1 Zorg Goes", "", "zorg@goes.example", "")])
    assert len(invite(places, folder).participants) == 1
    assert '"=1+1' not in folder.participants.read_text("utf-8-sig")

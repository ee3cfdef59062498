"""Who took consent back is known again, by id, by what a row says or by a token; and nobody else is."""

import datetime as dt
import json
from dataclasses import replace

import pandas as pd
import pytest
from consenting import ACTIVE, BOOK, YES, export, lists
from typer.testing import CliRunner

from monitor_lib import cli, disk, paths
from monitor_lib.intake import registers, withdrawals, withdrawn
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.lists.cleaning import Cleaned
from monitor_lib.intake.matching import identity
from monitor_lib.intake.matching.inventory import linked_inventory
from monitor_lib.intake.survey import tokens
from monitor_lib.intake.survey.cleaning import cleaned_survey
from monitor_lib.intake.withdrawals import WITHDRAWN, Register
from monitor_lib.intake.withheld import withheld
from monitor_lib.publishing.rights import finding, withdrawing
from monitor_lib.publishing.run.workers import ReportError

LISTED = lists(("a", "Zorgkring De Vlinder", "Norg", "ja"), ("a", "De Brug", "Assen", "ja"))
INVENTORY = linked_inventory(LISTED, BOOK)
IDS = INVENTORY.initiatives.set_index("name")["initiative_id"]
VLINDER = IDS["Zorgkring De Vlinder"]
SAID = ("Zorgkring De Vlinder", "Norg", "PV22")


def register(one=VLINDER, said=SAID, **more):
    return Register((withdrawals.line_of(one, said, "voorbeeld") | more,), file="withdrawn.csv")


def gone(listed, made=None):
    inventory = linked_inventory(listed, BOOK)
    found = withdrawn.gone(made or register(), inventory, BOOK)
    names = inventory.initiatives.set_index("initiative_id")["name"]
    return {names[one] for one in found.ids}, {names[one] for one in found.alike}, found


def test_it_is_known_by_its_id_whatever_it_is_called_now():
    assert gone(LISTED, register(said=("Heel anders", "Venlo", "PV31")))[:2] == ({"Zorgkring De Vlinder"}, set())


@pytest.mark.parametrize(
    "name", ["Zorgkring De Vlinder", "ZORGKRING de vlinder", "Zorgkring De Vlinder Norg", "Zorgkring De Vlindr"]
)
def test_and_where_its_id_is_gone_by_its_name_however_another_list_spells_it(name):
    listed = lists(("b", name, "Norg", "ja"), ("b", "De Brug", "Norg", "ja"))
    assert gone(listed, register("ZG-00000000"))[:2] == ({name}, set())


def test_a_namesake_elsewhere_in_its_province_waits_for_a_person_and_one_beyond_it_does_not():
    listed = lists(("b", "Zorgkring De Vlinder", "Assen", "ja"), ("b", "Zorgkring De Vlinder", "Middelburg", "ja"))
    ids, alike, found = gone(listed, register("ZG-00000000"))
    assert (ids, alike) == (set(), {"Zorgkring De Vlinder"})
    (other,) = found.alike
    assert [other in fault.message and "Vlinder" not in fault.message for fault in found.faults] == [True]
    apart = register("ZG-00000000", apart=other)
    assert gone(listed, apart)[:2] == (set(), set())


def test_nobody_else_is_gone():
    assert gone(lists(("a", "De Brug", "Assen", "ja"), ("a", "De Waaier", "Norg", "ja")))[:2] == (set(), set())


# ---- questionnaires ----


def obeyed(made, *answers, listed=LISTED, invited=None, **how):
    inventory = linked_inventory(listed, BOOK)
    surveyed = cleaned_survey([export(*answers, **how)], BOOK)
    found = made, withdrawn.gone(made, inventory, BOOK)
    return withdrawn.obeyed(surveyed, invited or Cleaned(), inventory, found, BOOK)


def test_a_later_yes_does_not_end_it_and_its_other_answers_stay():
    (one, other), faults = obeyed(register(), ("Zorgkring De Vlinder", ACTIVE, *YES), ("De Waaier", ACTIVE, *YES))
    assert set(one.agreed.values()) == {False}
    assert one.answered > 1
    assert other.agreed["map"] is True
    assert faults == []


def test_answers_that_were_taken_back_are_left_out_and_told():
    made = register(answers="ja")
    rows, faults = obeyed(made, ("Zorgkring De Vlinder", ACTIVE, *YES), ("De Waaier", ACTIVE, *YES))
    assert [row.row for row in rows] == [3]
    assert [(fault.row, fault.severity, "Vlinder" in fault.message) for fault in faults] == [(2, "remark", False)]


def test_also_where_the_initiative_stands_on_no_list_any_more():
    made = register("ZG-00000000", answers="ja")
    rows, _ = obeyed(made, ("Zorgkring de Vlinder", ACTIVE, *YES), listed=lists(("a", "De Brug", "Assen", "ja")))
    assert rows == []


def test_and_where_only_its_token_says_whose_it_is():
    made = register("ZG-00000000", answers="ja")
    said = {"name": "Wij", "place": None, "postcode": None, "municipality": None}
    invited = Cleaned([tokens.Invitation("tokens.csv", "", 2, "abc", said, "ZG-00000000")])
    inventory = linked_inventory(lists(("a", "De Brug", "Assen", "ja")), BOOK)
    surveyed = cleaned_survey([export(("Wij", ACTIVE, *YES), place="Venlo")], BOOK)
    surveyed.rows = [replace(one, token="abc") for one in surveyed.rows]
    invited.rows = [
        replace(invited.rows[0], values={"name": "Wij", "place": None, "postcode": None, "municipality": None})
    ]
    rows, _ = withdrawn.obeyed(surveyed, invited, inventory, (made, withdrawn.Gone()), BOOK)
    assert rows == []


# ---- the register and the gate ----


def said_with_token(*invitation, listed):
    """What is left of a questionnaire that says "Wij", of whom a list of participants says whose it is."""
    name, place, initiative = invitation
    values = {"name": name, "place": place, "postcode": None, "municipality": None}
    invited = Cleaned([tokens.Invitation("tokens.csv", "", 2, "abc", values, initiative)])
    inventory = linked_inventory(lists(*listed), BOOK)
    surveyed = cleaned_survey([export(("Wij", ACTIVE, *YES), place="Venlo")], BOOK)
    surveyed.rows = [replace(one, token="abc") for one in surveyed.rows]
    made = register("ZG-00000000")
    return withdrawn.obeyed(surveyed, invited, inventory, (made, withdrawn.gone(made, inventory, BOOK)), BOOK)[0]


@pytest.mark.parametrize(
    "invitation",
    [("Zorgkring De Vlindr", "Norg", ""), ("De Brug", "Assen", "ZG-00000000"), ("Wij", None, "ZG-00000000")],
    ids=["by the name of who was invited", "by its id before its name", "by its id"],
)
def test_a_questionnaire_of_another_tool_is_known_by_whom_its_token_was_given_to(invitation):
    """By whatever name it answers itself, and whether or not it still stands on a list."""
    (one,) = said_with_token(*invitation, listed=[("a", "De Brug", "Assen", "ja")])
    assert set(one.agreed.values()) == {False}


def test_and_the_token_of_another_is_no_reason_to_doubt():
    (one,) = said_with_token("De Brug", "Assen", "", listed=[("a", "De Brug", "Assen", "ja")])
    assert one.agreed["map"] is True


def test_a_withdrawal_is_unfinished_until_it_is_done_and_that_is_no_reason_to_run_again():
    begun, cleared, done = register(), register(done=withdrawals.CLEARED), register(done="2026-05-01")
    assert [(each.uncleared, each.unfinished) for each in (begun, cleared, done)] == [
        ([VLINDER], [VLINDER]),
        ([], [VLINDER]),
        ([], []),
    ]
    assert begun.obeyed == cleared.obeyed == done.obeyed != register(answers="ja").obeyed


@pytest.mark.parametrize("content", [b"", b"initiative_id;name\r\n", b"\xff\xfe\x00", WITHDRAWN.columns[0].encode()])
def test_a_register_that_cannot_be_read_is_an_error_and_never_an_empty_one(content, tmp_path):
    places = paths.Decisions(tmp_path / "meting")
    places.withdrawn.write_bytes(content)
    with pytest.raises(DeliveryError, match=r"withdrawn\.csv"):
        withdrawals.register(places)


def written(folder, *registers):
    places = paths.Decisions(folder / "meting")
    withdrawals.save(places, [line for made in registers for line in made.every])
    return places


PERSON = {"who": "Ria", "when": "2026-05-01"}


def test_who_came_back_is_ended_on_its_lines_and_no_other(tmp_path):
    other = register(IDS["De Brug"], ("De Brug", "Assen", "PV22"))
    places = written(tmp_path, register(ended="Ja", **PERSON), other)
    back = withdrawals.register(places)
    assert list(back.by_id) == [IDS["De Brug"]]
    assert gone(LISTED, back)[:2] == ({"De Brug"}, set())
    assert back.obeyed != withdrawals.register(written(tmp_path, register(), other)).obeyed


UNCLEAR = [{"ended": "nee", **PERSON}, {"ended": "ja"}, {"ended": "ja", "who": "Ria"}]


@pytest.mark.parametrize("said", [*UNCLEAR, {"answers": "nee"}, {"answers": "x"}, {"done": "nee"}, {"done": "ja"}])
def test_what_does_not_clearly_end_it_nor_say_what_is_taken_and_how_far_it_is_done_is_an_error(tmp_path, said):
    with pytest.raises(DeliveryError, match="rij 2"):
        withdrawals.register(written(tmp_path, register(**said)))


def test_a_register_of_before_has_no_column_for_who_came_back(tmp_path):
    places = written(tmp_path, register())
    text = places.withdrawn.read_text("utf-8-sig").replace(";ended;", ";")
    places.withdrawn.write_text(text.replace(";;;;;", ";;;;"), "utf-8")
    assert list(withdrawals.register(places).by_id) == [VLINDER]


def test_lines_that_an_earlier_run_obeyed_and_that_are_gone_are_counted(tmp_path):
    made = [register(), register(IDS["De Brug"]), register(said=("Vlinder", "Norg", "PV22"))]
    before = frozenset(mark for one in made for mark in one.marks)
    assert len(before) == 3
    for left in range(4):
        faults = list(withdrawals.register(written(tmp_path, *made[:left])).lost(before))
        assert [fault.message.split(" regels")[0] for fault in faults] == [f"mist {3 - left}"][: 3 - left]
    more = register(ended="ja", apart="ZG-00000001", done="2026-05-01", **PERSON)
    assert list(withdrawals.register(written(tmp_path, more, *made[1:])).lost(before)) == []


def test_the_gate_seeks_its_number_and_its_name_unless_another_bears_it_in_public(tmp_path):
    clean = paths.Clean(tmp_path)
    pd.DataFrame(columns=["file", "sheet", "row", "field", "value"]).to_parquet(clean.contacts)

    def sought(*names):
        public = pd.DataFrame({"name": list(names), "place": "Goes", "municipality_name": "Goes"}, dtype="str")
        return {entry.text for entry in withheld(clean, public, BOOK, register())}

    number = VLINDER.lower().replace("-", " ")
    assert sought() == {"zorgkring de vlinder", number}
    assert sought("Zorgkring De Vlinder") == {number}


# ---- which one is meant ----


@pytest.fixture
def places(tmp_path):
    """A wave that was run, and a later one that knows the same initiative by another id."""
    made = paths.places(
        "voorbeeld", *(tmp_path / name for name in ("in/voorbeeld", "clean/voorbeeld", "out", "d/voorbeeld"))
    )
    head = "file,sheet,row,initiative_id,name,place,province_code\n"
    rows = ["a.csv,,2,ZG-1,De Vlinder,Norg,PV22", "a.csv,,3,ZG-2,De Brug,Assen,PV22", "b.csv,,2,ZG-3,de brug,Goes,PV29"]
    later = ["b.csv,,2,ZG-9,De Vlinder,Norg,PV22", "b.csv,,3,ZG-1,Vlinder e.o.,Norg,PV22", "b.csv,,4,,zonder naam,,"]
    for wave, lines in {"voorbeeld": rows, "voorbeeld2": later}.items():
        clean = made.of(wave).clean
        clean.folder.mkdir(parents=True)
        clean.rows.write_text(head + "\n".join(lines) + "\n", "utf-8")
        clean.responses.touch()
    return made


def found(asked, places):
    return finding.found(asked, BOOK.wave("voorbeeld"), places, BOOK)


@pytest.mark.parametrize("asked", ["ZG-1", "zg-1", "De Vlinder", "de  VLINDER"])
def test_a_number_or_a_name_finds_it_in_every_wave_under_every_id_and_name(asked, places):
    one = found(asked, places)
    assert one.id == "ZG-1"
    assert {name for name, _, _ in one.said} == {"De Vlinder", "Vlinder e.o."}
    assert one.waves == {
        "voorbeeld": finding.InWave(frozenset({"ZG-1"}), frozenset({"a.csv"})),
        "voorbeeld2": finding.InWave(frozenset({"ZG-1", "ZG-9"}), frozenset({"b.csv"})),
    }


def test_in_a_wave_that_spells_it_otherwise_under_another_id_it_is_found_as_a_run_would(places):
    later = places.of("voorbeeld2").clean.rows
    later.write_text(later.read_text("utf-8") + "c.csv,,2,ZG-7,De Brugg,Assen,PV22\n", "utf-8")
    one = found("ZG-2", places)
    assert one.waves["voorbeeld2"] == finding.InWave(frozenset({"ZG-7"}), frozenset({"c.csv"}))
    assert ("De Brugg", "Assen", "PV22") in one.said


def test_a_wave_in_which_another_may_be_it_is_made_again_and_nothing_of_the_other_is_taken_away(places):
    later = places.of("voorbeeld2").clean.rows
    later.write_text(later.read_text("utf-8") + "c.csv,,2,ZG-7,De Brug,Emmen,PV22\n", "utf-8")
    one = found("ZG-2", places)
    assert one.waves["voorbeeld2"] == finding.InWave(frozenset(), frozenset())
    assert {place for _, place, _ in one.said} == {"Assen"}


def test_a_release_without_deliveries_cannot_be_made_again_and_is_named(places):
    release = places.shelf("voorbeeld").release
    release.folder.mkdir(parents=True)
    release.manifest.touch()
    planned = withdrawing.planned(found("ZG-1", places), False, places, BOOK)
    assert [wave.id for wave in planned.waves] == ["voorbeeld", "voorbeeld2"]
    assert [wave.id for wave in planned.fixed] == ["voorbeeld"]
    places.delivered.inventory.mkdir(parents=True)
    (places.delivered.inventory / "a.csv").touch()
    assert planned.fixed == []


def test_without_a_person_to_answer_and_without_yes_nothing_is_written(places):
    folders = {"--clean": places.clean.folder, "--decisions": places.decisions.folder, "--outputs": places.outputs}
    words = [str(word) for pair in folders.items() for word in pair]
    done = CliRunner().invoke(cli.app, ["withdraw", "voorbeeld", "ZG-1", *words])
    assert isinstance(done.exception, ReportError)
    assert "--yes" in str(done.exception)
    assert "ZG-1: De Vlinder (Norg) / Vlinder e.o. (Norg). Staat in:" in done.stdout
    assert not places.decisions.withdrawn.exists()


def test_a_damaged_register_is_not_written_over(places):
    folders = {"--clean": places.clean.folder, "--decisions": places.decisions.folder, "--outputs": places.outputs}
    places.decisions.withdrawn.parent.mkdir(parents=True, exist_ok=True)
    places.decisions.withdrawn.write_bytes(b"\xff\xfe\x00")
    done = CliRunner().invoke(cli.app, ["withdraw", "voorbeeld", "ZG-1", "--yes", *map(str, sum(folders.items(), ()))])
    assert isinstance(done.exception, DeliveryError)
    assert places.decisions.withdrawn.read_bytes() == b"\xff\xfe\x00"


def begun(places, **more):
    """A withdrawal that was written down, with what came of it."""
    withdrawals.save(places.decisions, register("ZG-1", ("De Vlinder", "Norg", "PV22"), **more).every)


def test_it_is_on_the_disk_with_its_name_before_anything_else_is_done(places, monkeypatch):
    done = []
    for name in "_settle", "_struck", "_removed", "_made_again":
        monkeypatch.setattr(withdrawing, name, lambda *_, name=name: done.append(name) or ())
    monkeypatch.setattr(disk, "synced_names", lambda folder: done.append((folder, *written_in(places))))
    planned = withdrawing.planned(found("ZG-1", places), True, places, BOOK)
    withdrawing.carried_out(planned, dt.date(2026, 5, 1), 1, lambda *_: None)
    on_disk = [(places.decisions.withdrawn.parent, state) for state in ("", "opgeruimd", "2026-05-01")]
    waves = len(planned.waves)
    cleared = ["_struck", "_removed"] * waves
    assert done == [on_disk[0], *["_settle"] * waves, *cleared, on_disk[1], *["_made_again"] * waves, on_disk[2]]


def written_in(places):
    """What is done of what the register has, each once."""
    return dict.fromkeys(line["done"] for line in withdrawals.register(places.decisions).every)


def test_what_was_noted_of_it_before_any_run_is_missed_when_its_register_is_gone(places, monkeypatch):
    monkeypatch.setattr(withdrawing, "_struck", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        withdrawing.carried_out(
            withdrawing.planned(found("ZG-2", places), False, places, BOOK), dt.date(2026, 5, 1), 1, lambda *_: None
        )
    places.decisions.withdrawn.unlink()
    (fault,) = registers.lost(withdrawals.register(places.decisions), places.clean, BOOK)
    assert fault.message.startswith("mist 1 regels")


def test_once_more_takes_the_answers_too_that_it_was_begun_with_and_none_where_it_was_done(places):
    for state, answers in {"": True, withdrawals.CLEARED: True, "2026-05-01": False}.items():
        begun(places, answers="ja", done=state)
        assert withdrawing.planned(found("ZG-1", places), False, places, BOOK).answers is answers
    begun(places)
    assert not withdrawing.planned(found("ZG-1", places), False, places, BOOK).answers


def test_nothing_is_begun_while_that_of_another_is_only_written_down(places):
    begun(places)
    with pytest.raises(ReportError, match="Maak eerst dit terugtrekken af: ZG-1"):
        withdrawing.planned(found("ZG-2", places), False, places, BOOK)
    begun(places, done=withdrawals.CLEARED)
    assert withdrawing.planned(found("ZG-2", places), False, places, BOOK).waves


def test_a_name_that_two_bear_is_asked_about_by_number(places):
    with pytest.raises(ReportError) as raised:
        found("De Brug", places)
    assert str(raised.value).splitlines() == [
        "Er zijn 2 initiatieven die zo heten. Noem het nummer van het ene dat u bedoelt:",
        "- ZG-2: De Brug (Assen)",
        "- ZG-3: de brug (Goes)",
    ]


def test_a_slip_of_the_pen_is_asked_about_and_what_is_unknown_says_what_to_do(places):
    with pytest.raises(ReportError, match=r"Bedoelt u:\n- ZG-1: De Vlinder \(Norg\)"):
        found("De Vlindr", places)
    with pytest.raises(ReportError, match="Noem de naam zoals zij op de lijst staat"):
        found("Iets heel anders", places)


def test_nothing_is_found_in_a_wave_that_was_not_run(tmp_path):
    with pytest.raises(ReportError, match="Draai eerst"):
        found("De Brug", paths.places("voorbeeld", clean=tmp_path))


# ---- numbers that no name leads to ----


@pytest.fixture
def keys(tmp_path):
    return paths.Keys(tmp_path / "keys")


REAL = replace(BOOK.wave("voorbeeld"), example=False)
KNOWN = (identity.Known("ZG-1", "a", "de brug|assen|PV22"),)


def test_a_secret_is_made_once_and_said_only_where_ids_were_given_before(keys):
    first, told = identity.secret(REAL, keys, ())
    assert (len(first), told) == (32, ())
    assert identity.secret(REAL, keys, KNOWN) == (first, ())
    keys.ids.unlink()
    second, told = identity.secret(REAL, keys, KNOWN)
    assert second != first
    assert [(fault.severity, "blijven zoals ze zijn" in fault.message) for fault in told] == [("remark", True)]


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "é" * 64])
def test_a_damaged_secret_is_an_error(keys, content):
    keys.folder.mkdir()
    keys.ids.write_text(content, "utf-8")
    _, (fault,) = identity.secret(REAL, keys, KNOWN)
    assert (fault.severity, fault.file) == ("error", "nummers")


def test_of_an_example_and_without_a_wave_there_is_no_secret(keys):
    assert identity.secret(BOOK.wave("voorbeeld"), keys, ()) == (b"", ())
    assert identity.secret(None, keys, ()) == (b"", ())
    assert not keys.folder.exists()


def test_a_new_id_follows_from_the_secret_and_a_known_one_stays():
    entries = INVENTORY.entries
    parts = [(n,) for n in range(len(entries))]
    without, one, other = (identity.ids(parts, entries, (), secret) for secret in (b"", b"1" * 32, b"2" * 32))
    assert not {*without} & {*one} and not {*one} & {*other}
    known = tuple(identity.Known(name, *identity.seen(entry)) for name, entry in zip(without, entries, strict=True))
    assert identity.ids(parts, entries, known, b"1" * 32) == without
    assert json.dumps(one).count("ZG-") == len(entries)

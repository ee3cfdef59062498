"""A register that was edited, lost lines or is gone is told, and nobody gets another number or is shown for it."""

import json
import re
import shutil
from functools import partial

import pytest
from runs import places_of

from monitor_lib import disk, stored
from monitor_lib.intake import registers, withdrawals
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.matching import identity
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import clean_wave, inventory_account
from monitor_lib.publishing.run import receipt
from monitor_lib.reference import codebook

BOOK = codebook.load()
FIRST, NEXT = BOOK.wave("voorbeeld"), BOOK.wave("voorbeeld2")
BRUG = ("De Brug", "Assen", "PV22")
LIST = "Naam;Plaats\nDe Brug;Assen\nHet Anker;Norg\nDe Vlinder;Emmen\nDe Kade;Goes\n"
SURVEY = '"id","submitdate","lastpage","token","Q01","Q02","Q06"\n"1","2026-05-01","2","a","De Brug","Assen",""\n'


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Two waves beside each other with the same deliveries, of which the first was run."""
    found = places_of(FIRST.id, tmp_path_factory.mktemp("once"))
    for wave in (FIRST, NEXT):
        delivered = found.of(wave.id).delivered
        delivered.inventory.mkdir(parents=True)
        delivered.survey.mkdir()
        (delivered.inventory / "bokd.csv").write_text(LIST, "utf-8")
        (delivered.survey / "limesurvey.csv").write_text(SURVEY, "utf-8")
    withdrawals.save(found.decisions, [withdrawals.line_of("ZG-0", BRUG, FIRST.id) | {"done": "2026-05-01"}])
    run(found)
    receipt.keep(found.clean, "recipe")
    return found


@pytest.fixture
def places(once, tmp_path):
    """The same, free to be changed."""
    shutil.copytree(once.outputs.parent, tmp_path, dirs_exist_ok=True)
    return places_of(FIRST.id, tmp_path)


def run(places, wave=FIRST):
    own = places.of(wave.id)
    return clean_wave(begun(own.delivered, BOOK, wave, own.decisions), own.clean, BOOK, own.decisions, wave)


def refuse(places, wave):
    own = places.of(wave.id)
    registers.unchanged(own.clean, own.decisions, BOOK, wave)


def edited(path, change):
    """The lines of a register, without its heading, changed as a spreadsheet would leave them."""
    head, *rest = path.read_text("utf-8-sig").splitlines(keepends=True)
    path.write_text("".join([head, *change(rest)]), "utf-8-sig")


CHANGES = {
    "an id that was edited": (lambda lines: [lines[0].replace("ZG-", "ZG-0"), *lines[1:]], 1),
    "a line that was lost in between": (lambda lines: [lines[0], *lines[2:]], 1),
    "a row with an id of another": (
        lambda lines: [*lines, lines[0].split(";")[0] + ";" + lines[1].split(";", 1)[1]],
        1,
    ),
    "lines of another network": (lambda lines: [*lines, "ZG-00000000;vkkl;de hof|assen|PV22;0123456789abcdef\r\n"], 1),
    "a line twice": (lambda lines: [*lines, lines[0]], 1),
    "sorted": (lambda lines: lines[::-1], 4),
    "seals taken out": (lambda lines: [*lines[:-1], lines[-1].rsplit(";", 1)[0] + ";\r\n"], 1),
}


@pytest.mark.parametrize(("change", "lines"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("wave", [FIRST, NEXT], ids=["of the wave itself", "of the wave before"])
def test_a_register_that_anyone_edited_stops_the_run_with_its_file_and_how_many_lines(change, lines, wave, places):
    edited(places.decisions.ids, change)
    with pytest.raises(DeliveryError) as caught:
        refuse(places, wave)
    name, told = "ids.csv" if wave is FIRST else "voorbeeld/ids.csv", "regel is" if lines == 1 else "regels zijn"
    assert re.match(rf"{name}, rij \d: {lines} {told} niet zoals", str(caught.value))
    assert "back-up" in str(caught.value)


def test_no_run_goes_on_from_it_nor_does_inventory_and_neither_writes_over_it(places):
    edited(places.decisions.ids, lambda lines: lines[::-1])
    before, own = places.decisions.ids.read_bytes(), places.of(NEXT.id)
    for refused in partial(run, places), partial(run, places, NEXT), partial(listed, places), partial(listed, own):
        with pytest.raises(DeliveryError, match=r"ids\.csv, rij 2: 4 regels"):
            refused()
    assert places.decisions.ids.read_bytes() == before
    assert not own.decisions.ids.exists()


def listed(places):
    held = BOOK.wave(places.decisions.folder.name)
    return inventory_account(places.delivered, places.clean.folder / "now.csv", BOOK, places.decisions, held)


@pytest.mark.parametrize("wave", [FIRST, NEXT], ids=["of the wave itself", "of the wave before"])
def test_a_register_that_lost_its_last_lines_or_is_gone_or_another_is_whole_and_told(wave, places):
    name, path = "ids.csv" if wave is FIRST else "voorbeeld/ids.csv", places.decisions.ids
    whole = path.read_bytes()
    for change, told in {
        lambda: edited(path, lambda lines: lines[:-1]): "mist 1 regels die de vorige run had",
        path.unlink: "mist 4 regels die de vorige run had",
        lambda: identity.registered(path, OTHERS): "is niet het register dat de vorige run had",
    }.items():
        path.write_bytes(whole)
        change()
        with pytest.raises(DeliveryError, match=f"^{name}: {told}.*back-up"):
            refuse(places, wave)


OTHERS = tuple(identity.Known(f"ZG-0000000{n}", "vkkl", f"de hof {n}|assen|PV22") for n in range(4))


def test_what_inventory_adds_between_two_runs_is_no_change_and_a_register_of_a_run_begins_as_the_last(places):
    run(places, NEXT)
    own = places.of(NEXT.id)
    before = own.decisions.ids.read_bytes()
    (places.delivered.inventory / "vkkl.csv").write_text("Naam;Plaats\nAanloop;Norg\n", "utf-8")
    run(places)  # the wave before learns of an initiative after this one was run
    (own.delivered.inventory / "vkkl.csv").write_text("Naam;Plaats\nDe Hof;Norg\n", "utf-8")
    listed(own)
    assert own.decisions.ids.read_bytes().startswith(before)
    assert len(own.decisions.ids.read_bytes().splitlines()) == len(before.splitlines()) + 2
    refuse(places, NEXT)


# ---- what a run had of withdrawals ----

DAMAGED = [b"", b"[", b"{}", b"null", b"3", b'["kort"]', b"[" * 100_000, b"\xff\xfe", b"PAR1"]


@pytest.mark.parametrize("content", [*DAMAGED, None], ids=lambda content: str(content)[:12])
@pytest.mark.parametrize("wave", [FIRST, NEXT], ids=["of the wave itself", "of another wave"])
def test_what_a_run_had_of_withdrawals_is_never_read_as_nobody(content, wave, places):
    path = places.clean.obeyed
    places.decisions.withdrawn.unlink()  # and nobody would be missed
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(stored.DamagedError, match=rf"{path.name} (is beschadigd|ontbreekt)\. Zet het terug") as caught:
        refuse(places, wave)
    assert "receipt.json" in str(caught.value)
    path.unlink(missing_ok=True)
    places.clean.receipt.unlink()  # a person looked, and does what the message says
    refuse(places, wave)


@pytest.mark.parametrize("content", [b"", b"[4", b'[4, "a", 1]', b"{}", b"3", b"null"])
def test_how_far_a_register_of_ids_went_is_told_where_it_cannot_be_read(content, places):
    places.clean.numbered.write_bytes(content)
    with pytest.raises(stored.DamagedError, match=r"numbered\.json is beschadigd\..*haal het weg"):
        refuse(places, FIRST)


def test_what_a_wave_had_is_kept_when_a_withdrawal_is_noted_in_a_register_that_lost_lines(places):
    other = withdrawals.line_of("ZG-1", ("De Kade", "Goes", "PV29"), "voorbeeld")
    withdrawals.save(places.decisions, [other])
    registers.remember(places.clean, withdrawals.register(places.decisions))
    with pytest.raises(DeliveryError, match=r"withdrawn\.csv: mist 1 regels"):
        refuse(places, FIRST)


def test_a_release_tells_that_there_was_a_register_where_nothing_private_is_left(places):
    release = places.shelf(FIRST.id).release
    inputs = {"withdrawals": receipt.recipe(withdrawals.register(places.decisions).obeyed)}
    disk.handed_on(release.manifest, json.dumps({"files": {}, "inputs": inputs}))
    assert receipt.forgotten(withdrawals.register(places.decisions), places, BOOK) == []
    places.decisions.withdrawn.unlink()
    for each in places, places.of(NEXT.id):
        (fault,) = receipt.forgotten(withdrawals.register(each.decisions), each, BOOK)
        assert str(fault).startswith("withdrawn.csv: is leeg of weg")
    inputs = {"withdrawals": receipt.recipe([])}
    disk.handed_on(release.manifest, json.dumps({"files": {}, "inputs": inputs}))
    assert receipt.forgotten(withdrawals.NOBODY, places, BOOK) == []

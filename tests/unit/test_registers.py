"""What a run relies on from before: a register that was edited, lost lines or is gone is told, and nobody renumbered."""

from functools import partial

import pytest

from monitor_lib import paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.matching import identity
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import clean_wave, inventory_account
from monitor_lib.reference import codebook

BOOK = codebook.load()
FIRST, NEXT = BOOK.wave("voorbeeld"), BOOK.wave("voorbeeld2")
LIST = "Naam;Plaats\nDe Brug;Assen\nHet Anker;Norg\nDe Vlinder;Emmen\nDe Kade;Goes\n"
SURVEY = '"id","submitdate","lastpage","token","Q01","Q02","Q06"\n"1","2026-05-01","2","a","De Brug","Assen",""\n'


@pytest.fixture
def places(tmp_path):
    """Two waves beside each other with the same deliveries; neither was run."""
    found = paths.places("voorbeeld", *(tmp_path / name for name in ("in/voorbeeld", "clean/voorbeeld", "out", "d/voorbeeld")))
    for wave in (FIRST, NEXT):
        delivered = found.of(wave.id).delivered
        delivered.inventory.mkdir(parents=True)
        delivered.survey.mkdir()
        (delivered.inventory / "bokd.csv").write_text(LIST, "utf-8")
        (delivered.survey / "limesurvey.csv").write_text(SURVEY, "utf-8")
    return found


def run(places, wave=FIRST):
    own = places.of(wave.id)
    return clean_wave(begun(own.delivered, BOOK, wave, own.decisions), own.clean, BOOK, own.decisions, wave)


def edited(path, change):
    """The lines of a register, without its heading, changed as a spreadsheet would leave them."""
    head, *rest = path.read_text("utf-8-sig").splitlines(keepends=True)
    path.write_text("".join([head, *change(rest)]), "utf-8-sig")


CHANGES = {
    "an id that was edited": (lambda lines: [lines[0].replace("ZG-", "ZG-0"), *lines[1:]], 1),
    "a line that was lost in between": (lambda lines: [lines[0], *lines[2:]], 1),
    "a row with an id of another": (lambda lines: [*lines, lines[0].split(";")[0] + ";" + lines[1].split(";", 1)[1]], 1),
    "lines of another network": (lambda lines: [*lines, "ZG-00000000;vkkl;de hof|assen|PV22;0123456789abcdef\r\n"], 1),
    "a line twice": (lambda lines: [*lines, lines[0]], 1),
    "sorted": (lambda lines: lines[::-1], 4),
    "seals taken out": (lambda lines: [*lines[:-1], lines[-1].rsplit(";", 1)[0] + ";\r\n"], 1),
}


@pytest.mark.parametrize(("change", "lines"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("wave", [FIRST, NEXT], ids=["of the wave itself", "of the wave before"])
def test_a_register_that_anyone_edited_stops_the_run_with_its_file_and_how_many_lines(change, lines, wave, places):
    run(places)
    edited(places.decisions.ids, change)
    before = places.decisions.ids.read_bytes()
    with pytest.raises(DeliveryError) as caught:
        run(places, wave)
    name = "ids.csv" if wave is FIRST else "voorbeeld/ids.csv"
    assert str(caught.value).startswith(f"{name}: {lines} {'regel is' if lines == 1 else 'regels zijn'} niet zoals")
    assert "back-up" in str(caught.value)
    assert places.decisions.ids.read_bytes() == before

"""What people decide: it wins over scores, can be taken back, keeps ids as they are, and is never guessed."""

import csv
import io
import stat
import sys
from pathlib import Path

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.intake import withdrawals
from monitor_lib.intake.attention import to_decide
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.lists import headings
from monitor_lib.intake.matching import clustering, definition
from monitor_lib.intake.matching.account import compared
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import checked, clean_wave, inventory_account
from monitor_lib.reference import codebook

BOOK = codebook.load()
SURVEY = (
    '"id","submitdate","lastpage","token","Q01","Q02","Q06"\n"1","2026-05-01","2","a","De Brug","Assen","gestopt"\n'
)
LIST = "Naam;Plaats;Postcode;Themas\nDe Brug;Assen;9401;zorg\nHet Anker;Norg;;\nDe Vlinder;Emmen;;\n"


@pytest.fixture
def places(tmp_path):
    found = paths.places("w", *(tmp_path / name for name in ("in", "clean", "out", "decisions")))
    found.delivered.inventory.mkdir(parents=True)
    found.delivered.survey.mkdir()
    (found.delivered.survey / "limesurvey.csv").write_text(SURVEY, "utf-8")
    deliver(found, bokd=LIST)
    return found


def deliver(places: paths.Places, **lists: str) -> None:
    for name, text in lists.items():
        (places.delivered.inventory / f"{name}.csv").write_text(text, "utf-8")


def run(places: paths.Places):
    return clean_wave(begun(places.delivered, BOOK), places.clean, BOOK, places.decisions)


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def decide(path: Path, which: dict[str, str], **words: str) -> None:
    """Fills in the one line that has these words."""
    found = lines(path)
    (line,) = [line for line in found if which.items() <= line.items()]
    line |= {"who": "A. Beslisser", "when": "1-5-2026", **words}
    path.write_bytes(as_csv(found, ";").encode("utf-8-sig"))


def as_csv(found: list[dict[str, str]], delimiter: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, found[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def ids(wave) -> dict[str, str]:
    return wave.initiatives.set_index("name")["initiative_id"].to_dict()


def test_a_second_run_changes_no_byte_of_what_waits_for_a_decision(places):
    run(places)
    first = {path.name: path.read_bytes() for path in places.decisions.folder.iterdir()}
    assert set(first) == {"definition.csv", "ids.csv"}
    run(places)
    assert {path.name: path.read_bytes() for path in places.decisions.folder.iterdir()} == first


def test_checking_reads_decisions_and_writes_none(places):
    assert len(checked(places.delivered, BOOK, places.decisions).initiatives) == 3
    assert not places.decisions.folder.exists()


# ---- doubles ----

ALIKE = "Naam;Plaats\nHuiskamer Brinkhof Ontmoet;Assen\n"


@pytest.fixture
def alike(places):
    """Two lists with names that are alike, but not alike enough."""
    deliver(places, bokd="Naam;Plaats\nHuiskamer De Brinkhof;Assen\n", vkkl=ALIKE)
    return places


def test_two_rows_are_joined_by_a_decision_and_parted_again_with_their_old_ids(alike):
    before = run(alike)
    (pair,) = lines(alike.decisions.pairs)
    assert [pair["one_name"], pair["other_name"], pair["decision"]] == [
        "Huiskamer De Brinkhof",
        "Huiskamer Brinkhof Ontmoet",
        "",
    ]
    decide(alike.decisions.pairs, {}, decision="zelfde")
    joined = run(alike)
    assert joined.rows["status"].tolist() == ["used", "double"] or joined.rows["status"].tolist() == ["double", "used"]
    assert set(ids(joined).values()) < set(ids(before).values())
    assert joined.merges["reason"].tolist() == ["besluit: zelfde (A. Beslisser, 1-5-2026)"]
    assert joined.merges["earlier_id"].tolist()[0] in ids(before).values()
    assert len(joined.reviews) == 0
    alike.decisions.pairs.unlink()
    assert ids(run(alike)) == ids(before)


def test_a_decision_parts_what_scores_would_join(places):
    deliver(places, vkkl="Naam;Plaats\nStichting De Brug;Assen\n")
    assert len(run(places).initiatives) == 3
    one, other = "bokd|brug|assen|PV22", "vkkl|brug|assen|PV22"
    row = dict.fromkeys(clustering.PAIRS.columns, "") | {"one": one, "other": other, "decision": "anders"}
    row |= {"who": "Ån Beslisser", "when": "2026-05-01"}
    places.decisions.pairs.write_bytes(as_csv([row], ",").encode("cp1252"))
    parted = run(places)
    assert len(parted.initiatives) == 4
    assert len(parted.reviews) == 0


def test_umbrella_and_member_are_a_relation_proposed_and_decided(places):
    deliver(places, vkkl="Naam;Plaats\nDorpsbelang De Brug;Assen\n", bokd="Naam;Plaats\nZorgcoöperatie De Brug;Assen\n")
    found = run(places)
    umbrella, member = (ids(found)[name] for name in ("Dorpsbelang De Brug", "Zorgcoöperatie De Brug"))
    assert found.relations.to_numpy().tolist() == [[umbrella, member, "voorstel"]]
    deliver(places, bokd="Naam;Plaats\nHuiskamer De Brinkhof;Assen\n", vkkl=ALIKE)
    run(places)
    decide(places.decisions.pairs, {}, decision="tweede is koepel")
    found = run(places)
    assert found.relations["umbrella_id"].tolist() == [ids(found)["Huiskamer Brinkhof Ontmoet"]]
    assert found.relations["basis"].str.startswith("besluit").all()
    assert len(found.initiatives) == 2


def test_one_initiative_on_seven_lists_is_one_and_keeps_its_answer(places):
    deliver(places, **dict.fromkeys("abcdef", "Naam;Plaats\nDe Brug;Assen\n"))
    found = run(places)
    assert found.initiatives.set_index("name").loc["De Brug", "rows"] == 7
    assert found.responses["initiative_id"].tolist() == [ids(found)["De Brug"]]
    assert not places.decisions.pairs.exists()


def test_what_is_alike_to_a_part_of_what_a_person_joined_is_alike_to_it(places):
    deliver(places, vkkl="Naam;Plaats\nHet Anker;Assen\n", doarpswurk="Naam;Plaats\nHet Anker;Assen\n")
    decided(places, ("bokd|brug|assen|PV22", "vkkl|anker|assen|PV22", "zelfde"))
    assert run(places).initiatives["rows"].max() == 3


ONE, TWO, THREE = "bokd|brug|assen|PV22", "bokd|anker|norg|PV22", "bokd|vlinder|emmen|PV22"


def decided(places, *made: tuple[str, str, str]) -> None:
    """The file of pairs with these decisions, from line 2 on."""
    rows = [
        dict.fromkeys(clustering.PAIRS.columns, "")
        | {"one": one, "other": other, "decision": word, "who": "A. Beslisser", "when": "2026-05-01"}
        for one, other, word in made
    ]
    places.decisions.folder.mkdir(parents=True, exist_ok=True)
    places.decisions.pairs.write_bytes(as_csv(rows, ";").encode("utf-8-sig"))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            [(ONE, TWO, "zelfde"), (TWO, THREE, "zelfde"), (ONE, THREE, "anders")],
            "pairs.csv, rij 4, kolom decision: de regels 2 en 3 maken samen één",
        ),
        ([(ONE, TWO, "anders"), (TWO, THREE, "zelfde"), (THREE, ONE, "zelfde")], "pairs.csv, rij 2, .* 3 en 4"),
        ([(ONE, TWO, "zelfde"), (TWO, ONE, "anders")], "pairs.csv, rij 3, .*regel 2 zegt"),
        ([(ONE, ONE, "zelfde"), (ONE, ONE, "anders")], "pairs.csv, rij 3, .*regel 2 zegt"),
        ([(ONE, TWO, "eerste is koepel"), (TWO, ONE, "eerste is koepel")], "pairs.csv, rij 3, .*regel 2 zegt"),
    ],
)
def test_decisions_that_cannot_all_be_so_stop_the_run_and_name_their_lines(places, made, told):
    decided(places, *made)
    before = places.decisions.pairs.read_bytes()
    with pytest.raises(DeliveryError, match=told) as caught:
        run(places)
    assert len(caught.value.faults) == 1
    assert places.decisions.pairs.read_bytes() == before


def test_decisions_that_agree_are_no_fault_and_one_about_nothing_is_told(places):
    decided(
        places,
        (ONE, TWO, "eerste is koepel"),
        (TWO, ONE, "tweede is koepel"),
        (ONE, THREE, "anders"),
        (TWO, "bokd|weg|assen|PV22", "zelfde"),
    )
    faults = run(places).faults
    assert faults.loc[faults["file"] == "pairs.csv", ["row", "code", "severity"]].to_numpy().tolist() == [
        [5, "idle_decision", "remark"]
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"decision": "misschien"}, '"misschien" kan hier niet (mogelijk: zelfde, anders'),
        ({"decision": "zelfde", "who": ""}, "een besluit heeft een naam en een datum nodig"),
        ({"decision": "zelfde", "when": "gisteren"}, "een besluit heeft een naam en een datum nodig"),
    ],
)
def test_half_a_decision_stops_the_run_and_is_not_overwritten(alike, words, told):
    run(alike)
    decide(alike.decisions.pairs, {}, **words)
    written = alike.decisions.pairs.read_bytes()
    with pytest.raises(DeliveryError) as caught:
        run(alike)
    assert str(caught.value).startswith("pairs.csv, rij 2, kolom ")
    assert told in str(caught.value)
    assert alike.decisions.pairs.read_bytes() == written


@pytest.mark.parametrize("content", [b"\x00\x01", b"one;two\n", b'"unclosed'])
def test_a_file_of_decisions_that_cannot_be_read_is_an_error_and_stays(alike, content):
    run(alike)
    alike.decisions.pairs.write_bytes(content)
    with pytest.raises(DeliveryError, match=r"pairs\.csv"):
        run(alike)
    assert alike.decisions.pairs.read_bytes() == content


# ---- ids ----


def test_a_new_spelling_that_sorts_earlier_and_a_list_more_change_no_id(places):
    before = ids(run(places))
    deliver(places, amsterdam="Naam;Plaats\nBrug De;Assen\nAanloop;Norg\n")
    deliver(places, landelijk="Naam;Plaats\nBrugg;Assen\nHet Ankerr;Norg\n")
    after = run(places)
    assert set(before.values()) <= set(after.initiatives["initiative_id"])
    assert after.initiatives.set_index("initiative_id").loc[before["De Brug"], "rows"] == 3
    assert len(after.initiatives) == 4


def test_without_a_register_the_same_lists_give_the_same_ids(places):
    first = ids(run(places))
    places.decisions.ids.unlink()
    places.clean.numbered.unlink()
    assert ids(run(places)) == first


def test_the_ids_of_the_wave_before_go_on(places):
    before = ids(run(places))
    following = paths.Decisions(places.decisions.folder.parent / "later").after(places.decisions.folder.name)
    deliver(places, vkkl="Naam;Plaats\nBrug Aan De Vaart;Assen\n")
    later = clean_wave(begun(places.delivered, BOOK), places.clean.of("later"), BOOK, following)
    assert set(before.values()) < set(later.initiatives["initiative_id"])


# ---- the definition ----


def test_what_lists_and_answers_tell_is_proposed_and_a_no_is_outside(places):
    deliver(places, bokd=LIST + "Dorpshuis Norg;Norg;;\nZorg voor Elkaar B.V.;Assen;;\nCPO De Hof;Assen;;\n")
    before = run(places)
    proposed = {line["name"]: line["proposed"] for line in lines(places.decisions.definition)}
    assert proposed == {
        "De Brug": "lasting: nee (antwoord: gestopt); community: ja (thema's of activiteiten op de lijst)",
        "Dorpshuis Norg": "hall: ja (de naam noemt alleen een dorps- of buurthuis)",
        "Zorg voor Elkaar B.V.": "entrepreneur: ja (de naam noemt een b.v.)",
        "CPO De Hof": "building: ja (de naam noemt collectief particulier opdrachtgeverschap)",
    }
    decide(places.decisions.definition, {"name": "De Brug"}, lasting="nee", residents="ja")
    decide(places.decisions.definition, {"name": "CPO De Hof"}, residents="onbekend")
    complete = dict.fromkeys(definition.TESTS, "ja") | dict.fromkeys(definition.EXCLUSIONS, "nee")
    decide(places.decisions.definition, {"name": "Dorpshuis Norg"}, **complete)
    after = run(places)
    assert set(before.initiatives["name"]) - set(after.initiatives["name"]) == {"De Brug"}
    row = after.rows.iloc[0]
    assert (row["status"], row["initiative_id"]) == ("outside", ids(before)["De Brug"])
    assert row["reason"] == "buiten de definitie: niet bedoeld om te blijven (A. Beslisser, 1-5-2026)"
    assert after.responses["initiative_id"].isna().all()
    country = after.account.iloc[0]
    assert country[["delivered", "used", "double", "outside", "unusable"]].tolist() == [6, 5, 0, 1, 0]
    assert country[["undecided", "on_authority"]].tolist() == [2, 2]
    places.decisions.definition.unlink()
    assert ids(run(places)) == ids(before)


def test_a_decision_that_was_emptied_is_undecided_again(places):
    run(places)
    decide(places.decisions.definition, {"name": "De Brug"}, lasting="nee")
    assert "De Brug" not in set(run(places).initiatives["name"])
    decide(places.decisions.definition, {"name": "De Brug"}, lasting="")
    assert "De Brug" in set(run(places).initiatives["name"])
    assert to_decide(places.decisions) == {"definition.csv": 1}
    assert [line["who"] for line in lines(places.decisions.definition)] == ["A. Beslisser"]


def test_a_pair_that_was_emptied_is_asked_again(places):
    deliver(places, bokd="Naam;Plaats\nHuiskamer De Brinkhof;Assen\n", vkkl=ALIKE)
    run(places)
    (pair,) = lines(places.decisions.pairs)
    decide(places.decisions.pairs, {"one": pair["one"]}, decision="anders")
    assert run(places).reviews.empty
    decide(places.decisions.pairs, {"one": pair["one"]}, decision="")
    assert not run(places).reviews.empty


def test_what_a_person_saved_while_a_run_was_under_way_stays(places):
    run(places)
    path, ledger = places.decisions.definition, definition.DEFINITION
    kept = decisions.listed(path, ledger)
    decide(path, {"name": "De Brug"}, lasting="nee")
    decisions.save(path, ledger, [line for _, line in kept.lines])
    assert [line["lasting"] for line in lines(path)] == ["nee"]
    decide(path, {"name": "De Brug"}, lasting="ja")
    decisions.save(path, ledger, [{"initiative_id": "nieuw", "name": "", "place": "", "proposed": ""}])
    assert [line["lasting"] for line in lines(path)] == ["ja", ""]
    assert "nieuw" not in path.with_name(f".{path.name}.before").read_text("utf-8-sig")


def test_decisions_hold_in_the_next_wave_and_say_where_they_come_from(places):
    deliver(places, landelijk="Naam;Plaats\nHuiskamer De Brinkhof;Assen\n", vkkl=ALIKE)
    first = run(places)
    decide(places.decisions.definition, {"name": "De Brug"}, lasting="nee")
    decide(places.decisions.pairs, {"one_name": "Huiskamer De Brinkhof"}, decision="anders")
    following = paths.Decisions(places.decisions.folder.parent / "later").after(places.decisions.folder.name)
    later = clean_wave(begun(places.delivered, BOOK), places.clean.of("later"), BOOK, following)
    assert set(first.initiatives["name"]) - set(later.initiatives["name"]) == {"De Brug"}
    assert later.reviews.empty
    (judged,), (paired,) = lines(following.definition), lines(following.pairs)
    assert judged["proposed"].endswith("overgenomen uit decisions")
    assert (judged["lasting"], judged["who"]) == ("nee", "A. Beslisser")
    assert paired["evidence"].endswith("overgenomen uit decisions")
    decide(following.definition, {"name": "De Brug"}, lasting="ja")
    again = clean_wave(begun(places.delivered, BOOK), places.clean.of("later"), BOOK, following)
    assert "De Brug" in set(again.initiatives["name"])


# ---- headings ----

ODD = "Naam;Dorpje;Postkode;Zebedea Kanarie;Naam v. d. contactpersoon\nDe Brug;Assen;9401 AB;06-12345678;Piet\n"


def test_an_unknown_heading_is_proposed_confirmed_and_read_on_the_next_run(places):
    deliver(places, bokd=ODD)
    with pytest.raises(DeliveryError, match='kolom "Plaats" ontbreekt') as caught:
        run(places)
    proposed = {line["column"]: (line["heading"], line["proposed"]) for line in lines(places.decisions.headings)}
    assert proposed == {
        "B": ("Dorpje", "Plaats"),
        "C": ("Postkode", "Postcode"),
        "D": ("Zebedea Kanarie", "Telefoon"),
        "E": ("Naam v. d. contactpersoon", "Contactpersoon"),
    }
    assert "Misschien is het kolom B" in str(caught.value)
    assert not places.clean.folder.exists()
    decide(places.decisions.headings, {"column": "B"}, decision="ja")
    decide(places.decisions.headings, {"column": "C"}, decision="postcode")
    decide(places.decisions.headings, {"column": "D"}, decision="nee")
    found = run(places)
    assert found.initiatives[["place", "postcode"]].to_numpy().tolist() == [["Assen", "9401"]]
    unmapped = found.faults[found.faults["code"] == "unmapped_column"]
    assert unmapped["column"].tolist() == ["E"]
    told = str(caught.value) + "".join(path.read_text("utf-8", "ignore") for path in places.clean.folder.glob("*.csv"))
    assert "Zebedea" not in told
    assert len(lines(places.decisions.headings)) == 4


def test_a_heading_that_moved_is_asked_again(places):
    deliver(places, bokd="Naam;Plaats;Soortje\nDe Brug;Assen;Stadsdorp\n")
    run(places)
    decide(places.decisions.headings, {"column": "C"}, decision="ja")
    assert run(places).initiatives["form"].tolist() == ["stadsdorp"]
    deliver(places, bokd="Naam;Soortje;Plaats\nDe Brug;Stadsdorp;Assen\n")
    found = run(places)
    assert found.initiatives["form"].isna().all()
    assert (found.faults["code"] == "unmapped_column").sum() == 1


TWO_NAMES = "Naam;Organisatie;Plaats\nZebedea Kanarie;De Brug;Assen\nOlivier Kwartel;Het Anker;Norg\n"


@pytest.mark.parametrize(
    "words",
    [{"Organisatie": "ja"}, {"Naam": "Contactpersoon"}, {"Naam": "nee"}, {"Organisatie": "Naam", "Naam": "nee"}],
)
def test_a_person_decides_which_of_two_columns_is_the_name(places, words):
    deliver(places, bokd=TWO_NAMES)
    with pytest.raises(DeliveryError, match=r'kolommen A \("Naam"\) en B \("Organisatie"\)'):
        run(places)
    assert [line["proposed"] for line in lines(places.decisions.headings)] == ["Naam", "Naam"]
    for heading, word in words.items():
        decide(places.decisions.headings, {"heading": heading}, decision=word)
    assert set(run(places).initiatives["name"]) == {"De Brug", "Het Anker"}


def test_a_decision_outranks_what_the_codebook_knows_of_a_heading(places):
    deliver(places, bokd="Naam;Plaats;Kern\nDe Brug;Zwolle;Norg\n")
    column = {"file": "bokd.csv", "sheet": "", "column": "B", "heading": "Plaats", "decision": "Adres"}
    line = dict.fromkeys(headings.HEADINGS.columns, "") | column | {"who": "A. Beslisser", "when": "2026-05-01"}
    gone = line | {"column": "D", "heading": "Weg"}
    places.decisions.folder.mkdir()
    places.decisions.headings.write_bytes(as_csv([line, gone], ";").encode("utf-8-sig"))
    found = run(places)
    assert found.initiatives["place"].tolist() == ["Norg"]
    told = found.faults[found.faults["code"] == "idle_decision"]
    assert told[["column", "severity"]].to_numpy().tolist() == [["D", "remark"]]


def test_a_yes_where_nothing_is_proposed_is_an_error(places):
    deliver(places, bokd="Naam;Plaats;Zomaar\nDe Brug;Assen;x\n")
    run(places)
    decide(places.decisions.headings, {}, decision="ja")
    with pytest.raises(DeliveryError, match='geen voorstel om "ja" op te zeggen'):
        run(places)


@pytest.mark.parametrize(
    ("heading", "texts", "label"),
    [
        ("Kern / wijk", [], "Plaats"),
        ("kolom 7", ["9401 AB", "9402", "9403ab"], "Postcode"),
        ("", ["jan@voorbeeld.example", "piet@voorbeeld.example"], "E-mail"),
        ("x", ["Drenthe", "Frl.", "Brabant"], "Provincie"),
        ("Lidmaatschapsnummer", ["1", "2"], ""),
    ],
)
def test_a_heading_is_judged_by_its_words_or_by_what_stands_under_it(heading, texts, label):
    assert headings.proposal(("a.csv", "", "A", heading), texts, BOOK)["proposed"] == label


# ---- the account ----


def test_the_account_is_made_without_a_survey(places, tmp_path):
    rows, faults, _ = inventory_account(places.delivered, tmp_path / "rows.csv", BOOK)
    written = pd.read_csv(tmp_path / "rows.csv", sep=";", encoding="utf-8-sig")
    assert (tmp_path / "faults.csv").exists() == bool(faults)
    understood = ["name", "place", "municipality_code", "province_code", "placed_by", "confidence"]
    assert written.columns.tolist() == [
        "file",
        "sheet",
        "row",
        "initiative_id",
        "status",
        "reason",
        *understood,
        "network",
    ]
    first = written.iloc[0]
    assert first[understood].tolist() == ["De Brug", "Assen", "GM0106", "PV22", "postcode", "high"]
    assert written["row"].tolist() == rows["row"].tolist() == [2, 3, 4]


def test_against_the_wave_before_new_gone_and_moved_are_counted_by_province(places):
    then = run(places)
    deliver(places, bokd="Naam;Plaats\nDe Brug;Assen\nHet Anker;Emmen\nHet Nieuwe;Goes\n")
    before = then.initiatives.assign(municipality=then.initiatives["municipality"])
    now = run(places)
    kept = ids(then)["Het Anker"]
    moved = now.initiatives.assign(
        initiative_id=now.initiatives["initiative_id"].mask(now.initiatives["name"] == "Het Anker", kept)
    )
    found = compared(now.account, moved, before).set_index("id")[["new", "gone", "moved"]]
    assert found.loc["NL"].tolist() == [1, 1, 1]
    assert found.loc["PV22"].tolist() == [0, 1, 1]
    assert found.loc["PV29"].tolist() == [1, 0, 0]
    assert now.account["new"].isna().all()
    assert compared(now.account, moved, None) is now.account


def test_a_list_that_bears_no_networks_name_is_not_named_in_public(places):
    deliver(places, **{"<img src=x onerror=alert(1)>": "Naam;Plaats\nDe Golf;Goes\n"})
    account = run(places).account
    networks = account[(account["level"] == "network") & (account["delivered"] > 0)]
    assert networks["id"].tolist() == ["bokd", "overig"]
    assert "<" not in account.to_csv()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_what_people_decided_is_for_its_owner_alone_the_copy_of_before_too(places):
    run(places)
    decide(places.decisions.definition, {}, lasting="ja")
    deliver(places, bokd=LIST + "Het Nieuwe Huis (gestopt);Assen;;\n")
    run(places)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in places.decisions.folder.iterdir()}
    assert ".definition.csv.before" in modes
    assert set(modes.values()) == {0o600}


FORM = decisions.Ledger(told=("id", "name"), keys=("id",), asked=("publish",))
WHOLE = "id;name;publish;who;when\n1;De Brug;ja;Ria;2026-05-01\n2;De Kade;ja;Ria;2026-05-02"


@pytest.mark.parametrize("ledger", [FORM, decisions.Ledger(("id", "name", "publish", "who", "when"), ("id",), ())])
def test_a_spreadsheet_need_not_end_the_last_line_of_what_people_fill_in_but_a_line_cut_short_is_told(tmp_path, ledger):
    path = tmp_path / "quotes.csv"
    for end in range(WHOLE.rindex("\n") + 2, len(WHOLE) + 1):
        path.write_text(WHOLE[:end], "utf-8")
        (*_, last) = WHOLE[:end].splitlines()
        is_read = bool(ledger.asked) and last.count(";") == 4
        found = decisions.listed(path, ledger)
        assert (len(found.lines), len(found.faults)) == ((2, 0) if is_read else (0, 1)), last
    path.write_text(WHOLE + "\n", "utf-8")
    assert len(decisions.listed(path, ledger).lines) == 2


def test_ids_of_an_older_version_go_on_and_are_missed_where_nothing_else_tells_of_the_register(places):
    """An id that no name leads to, given before there was a secret, in a register without seals."""
    gone = "ZG-00000000"
    first = run(places).initiatives["initiative_id"].iloc[0]
    older = [{name: text for name, text in line.items() if name != "seal"} for line in lines(places.decisions.ids)]
    older = [line | {"initiative_id": line["initiative_id"].replace(first, gone)} for line in older]
    places.decisions.ids.write_text(as_csv(older, ";"), "utf-8-sig")
    places.clean.numbered.unlink()
    places.clean.initiatives.unlink()
    assert gone in ids(run(places)).values()
    places.decisions.ids.unlink()
    places.clean.numbered.unlink()
    with pytest.raises(DeliveryError, match=r"ids\.csv: mist 1 initiatieven"):
        run(places)
    places.clean.initiatives.unlink()
    assert gone not in ids(run(places)).values()


def test_a_register_of_withdrawals_is_told_that_lacks_a_line_that_was_obeyed_in_any_wave(places):
    lines = [withdrawals.line_of(f"ZG-0000000{n}", (f"De {n}e Brug", "Assen", "PV22"), "w") for n in range(3)]
    withdrawals.save(places.decisions, lines)
    run(places)
    withdrawals.save(places.decisions, lines[:1])
    with pytest.raises(DeliveryError, match=r"withdrawn\.csv: mist 2 regels"):
        run(places)
    places.decisions.withdrawn.unlink()
    with pytest.raises(DeliveryError, match=r"withdrawn\.csv: mist 3 regels"):
        run(places)
    withdrawals.save(places.decisions, lines)
    run(places)

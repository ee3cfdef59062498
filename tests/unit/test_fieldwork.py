"""A survey that is still held: who answered, whom to remind, how the export was read, and what a run says of it."""

import dataclasses
from dataclasses import replace

import invitees
import pandas as pd
import pytest
from invitees import export, participants, usual, write_list

from monitor_lib import paths
from monitor_lib.intake.fieldwork import invitations, standing
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.reading import begun
from monitor_lib.intake.wave import checked, clean_wave
from monitor_lib.publishing.private import fieldwork
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked

HELD = next(wave for wave in codebook.load().waves if codebook.load().wave_before(wave))
BOOK = as_asked(codebook.load(), HELD)


@pytest.fixture
def places(tmp_path):
    found = paths.places(HELD.id, tmp_path / "in", tmp_path / "clean", tmp_path / "out", tmp_path / "dec")
    for network in invitees.TOWNS:
        write_list(found.delivered, network, usual(network, 6))
    return found


@pytest.fixture
def folder(places, tmp_path):
    """The invitations, copied to where the export will lie."""
    made = paths.Fieldwork(tmp_path / "fieldwork")
    invitations.invite(places, made, BOOK, HELD)
    places.delivered.survey.mkdir()
    places.delivered.tokens.write_bytes(made.participants.read_bytes())
    return made


def tokens_of(folder, place):
    return [line["token"] for line in participants(folder) if line["attribute_2 <plaats>"] == place]


@pytest.fixture
def half(places, folder):
    """Three answers from Goes, of which one began and one came half-way; one from Norg."""
    goes, norg = tokens_of(folder, "Goes"), tokens_of(folder, "Norg")
    answers = [
        (goes[0], "2026-09-01 10:00:00", 2),
        (goes[1], "2026-09-03 09:00:00", 1),
        (goes[2], "2026-09-03 11:00:00", 0),
        (norg[0], "2026-09-04 08:00:00", 2),
    ]
    export(places.delivered, BOOK, answers)
    return standing.standing(places.delivered, BOOK, places.decisions, HELD)


def test_how_many_are_how_far_per_province_network_and_day(half):
    provinces, networks = standing.per_province(half, BOOK), standing.per_network(half, BOOK)
    wanted = {"op de lijst": 6, "niet begonnen": 3, "begonnen": 1, "deel 1 af": 1, "klaar": 1, "antwoorden": 2}
    assert provinces.loc["Zeeland"].to_dict() == networks.loc["ZeelandBruist"].to_dict() == wanted
    whole = {"op de lijst": 12, "niet begonnen": 8, "begonnen": 1, "deel 1 af": 1, "klaar": 2, "antwoorden": 3}
    assert provinces.loc[BOOK.country.title].to_dict() == networks.loc[BOOK.country.title].to_dict() == whole
    assert list(networks.index) == ["BOKD", "ZeelandBruist", BOOK.country.title]
    days = standing.per_day(half)
    assert days["antwoorden"].tolist() == [1, 0, 1, 1]
    assert days["samen"].tolist() == [1, 1, 2, 3]
    assert (str(half.first_day), str(half.last_day)) == ("2026-09-01", "2026-09-04")


def test_who_is_reminded_did_not_send_in_and_may_be_asked(half, places, folder):
    lines = standing.to_remind(half)
    assert {name: len(own) for name, own in lines.items()} == {"zeelandbruist": 5, "bokd": 5}
    assert sorted(line["hoe ver"] for line in lines["zeelandbruist"]) == [
        "begonnen",
        "deel 1 af",
        *["niet begonnen"] * 3,
    ]
    assert {line["uitgenodigd"] for own in lines.values() for line in own} == {"ja"}
    (_, line), *_ = (
        one
        for one in decisions.listed(places.decisions.invited, invitations.INVITED).lines
        if one[1]["name"] == lines["bokd"][0]["naam"]
    )
    rest = [one for _, one in decisions.listed(places.decisions.invited, invitations.INVITED).lines if one != line]
    refusing = line | {"decision": invitations.NOT_AGAIN, decisions.WHO: "Lien", decisions.WHEN: "2026-09-02"}
    decisions.write(places.decisions.invited, invitations.INVITED.columns, [refusing, *rest])
    again = standing.standing(places.delivered, BOOK, places.decisions, HELD)
    assert line["name"] not in [one["naam"] for one in standing.to_remind(again)["bokd"]]
    assert standing.write_reminders(again, folder) == ["herinneren-bokd.csv", "herinneren-zeelandbruist.csv"]
    assert "@" not in folder.to_remind("bokd").read_text("utf-8-sig")


def test_a_list_of_reminders_goes_when_nobody_is_left(half, places, folder):
    standing.write_reminders(half, folder)
    everyone = [(token, "2026-09-09 10:00:00", 2) for place in ("Goes",) for token in tokens_of(folder, place)]
    export(places.delivered, BOOK, everyone)
    standing.write_reminders(standing.standing(places.delivered, BOOK, places.decisions, HELD), folder)
    assert [network for network in invitees.TOWNS if folder.to_remind(network).exists()] == ["bokd"]


def test_a_paper_sheet_is_an_export_beside_the_other_and_doubles_are_told(half, places, folder):
    before = len(half.responses)
    heads = ["q01", "q02", "q03", "q06", "q12_zorg", "q12_wonen", "token"]
    goes = tokens_of(folder, "Goes")
    rows = [["", "", "", "actief", "x", "", goes[0]], ["", "", "", "Actief", "", "ja", goes[4]]]
    pd.DataFrame(rows, columns=heads).to_excel(
        places.delivered.survey / "papier.xlsx", index=False, engine="xlsxwriter"
    )
    found = standing.standing(places.delivered, BOOK, places.decisions, HELD)
    assert [str(fault) for fault in found.errors] == []
    assert len(found.responses) == before + 1
    (told,) = found.faults.loc[found.faults["code"] == "double_response", "message"]
    assert "limesurvey.csv rij 2 is vollediger of later" in told
    assert "Vaker dan eens geantwoord, online of op papier: 1 keer." in " ".join(standing.told(found))


def test_moments_are_in_the_clean_answers_and_early_and_late_can_be_compared(half):
    assert half.responses["moment"].dt.strftime("%d %H").tolist() == ["01 10", "03 09", "03 11", "04 08"]
    early = half.responses["moment"] < pd.Timestamp("2026-09-03")
    assert early.tolist() == [True, False, False, False]


def test_how_each_question_was_read_is_told(half):
    told = {one.question: one for one in half.understood}
    single = next(q for q in BOOK.questions if q.role == "phase")
    many = next(q for q in BOOK.questions if q.many and not q.asked)
    first = BOOK.scale(single.scale).codes[0]
    assert (told[single.id].read_as, told[single.id].answers) == ("één antwoord", f"{first} 4")
    assert told[many.id].read_as == "een kolom per antwoord"
    assert told[many.id].answers == f"{BOOK.scale(many.scale).codes[0]} 4"
    assert {one.ask for one in half.understood} == {""}


# ---- what a run says ----


def test_an_export_of_half_way_is_one_clear_error_until_the_day_is_right(half, places):
    for closes, stops in (("2026-09-05", True), ("2026-09-04", False)):
        held = replace(HELD, closes=pd.Timestamp(closes).date())
        if stops:
            with pytest.raises(DeliveryError, match="export van halverwege: het laatste antwoord is van 04-09-2026"):
                clean_wave(begun(places.delivered, BOOK, held), places.clean, BOOK, places.decisions, held)
            assert not places.clean.responses.exists()
        else:
            clean_wave(begun(places.delivered, BOOK, held), places.clean, BOOK, places.decisions, held)


def test_a_list_of_tokens_of_another_survey_is_one_clear_error(half, places, folder):
    text = places.delivered.tokens.read_text("utf-8-sig")
    some, every = text, text
    for n, token in enumerate(line["token"] for line in participants(folder)):
        every = every.replace(token, f"ander{n}")
        some = some.replace(token, f"ander{n}") if token == tokens_of(folder, "Norg")[0] else some
    places.delivered.tokens.write_text(every, "utf-8")
    faults = checked(places.delivered, BOOK, places.decisions, HELD).faults
    (told,) = faults.loc[faults["severity"] == "error", "message"]
    assert told.startswith("geen van de 4 toegangscodes in de export staat in deze lijst")
    places.delivered.tokens.write_text(some, "utf-8")
    faults = checked(places.delivered, BOOK, places.decisions, HELD).faults
    assert faults.loc[faults["severity"] == "error", "message"].tolist() == []
    (told,) = faults.loc[faults["code"] == "unlisted_tokens", "message"]
    assert told.startswith("1 van de 4 toegangscodes")


def test_the_days_left_follow_from_the_last_answer_and_the_last_day(half, places):
    given = str(places.delivered.folder), str(places.decisions.folder)
    found = fieldwork.fieldwork(HELD.id, *given, until="2026-09-20")
    assert found.left == 16
    assert "De enquête sluit op 20 september 2026, over 16 dagen." in fieldwork.opening(found)
    assert all("tot klasse" in one or "ook als alle 6 antwoorden" in one for one in fieldwork.needs(found))
    assert list(fieldwork.expected(found).index) == ["Drenthe", "Zeeland"]
    ended = fieldwork.fieldwork(HELD.id, *given, until="2026-09-02")
    assert (ended.left, "klopt die dag?" in fieldwork.opening(ended)) == (0, True)
    assert fieldwork.fieldwork(HELD.id, *given).left == 0
    with pytest.raises(ReportError, match="is geen dag"):
        fieldwork.fieldwork(HELD.id, *given, until="1 juni")


def with_limit(half, limit):
    book = dataclasses.replace(BOOK, publication=dataclasses.replace(BOOK.publication, hidden_below=limit))
    return fieldwork.Fieldwork(half, book, None)


def test_who_answered_is_compared_with_the_list(half):
    found = with_limit(half, 3)
    table = fieldwork.alike(found)
    assert list(table.index) == ["R-indicator", "door provincie", "door soort", "door startjaar"]
    value = float(table.loc["R-indicator", "waarde"].replace(",", "."))
    assert 0 <= value <= 1


def test_of_too_few_answers_nothing_is_said_of_how_alike_they_are(half):
    found = with_limit(half, 4)
    assert (len(fieldwork.alike(found)), len(fieldwork.lagging(found))) == (0, 0)
    assert "ten minste 4 initiatieven" in fieldwork.likeness(found)
    assert "standaardfout" in fieldwork.likeness(with_limit(half, 3))


def test_what_is_not_certain_of_an_export_is_asked(places, folder):
    many = next(q for q in BOOK.questions if q.many and q.other and not q.asked)
    labels = [option.label for option in BOOK.scale(many.scale).options]
    single = next(q for q in BOOK.questions if q.scale and not (q.many or q.other or q.asked))
    heads = ["datestamp", "q01", "q02", *labels[1:4], single.id]
    rows = [["4/5/2026", "Burenhulp De Kraai Goes", "Goes", labels[1], "", "", "A2"]]
    invitees.save(places.delivered.limesurvey, [heads, *rows], ",")
    found = standing.standing(places.delivered, BOOK, places.decisions, HELD)
    asked = {one.question: one.ask for one in found.understood if one.ask}
    assert asked.pop(single.id) == "welk antwoord is welk nummer?"
    assert list(asked.values()) == ["bij welke vraag horen deze antwoorden?"]
    (date,) = found.questions
    assert "niet zeker is of datums met de dag of de maand beginnen; gelezen als dag voor maand" in date
    mapping = places.delivered.survey / "mapping.csv"
    for order, day in (("maand eerst", "2026-04-05"), ("dag eerst", "2026-05-04")):
        mapping.write_text(f"vraag;antwoord;kolom\nmoment;{order};datestamp\n", "utf-8")
        told = standing.standing(places.delivered, BOOK, places.decisions, HELD)
        assert (told.questions, str(told.last_day)) == ([], day)


def test_the_share_of_other_and_the_sign_between_choices_are_told(places, folder):
    many = next(q for q in BOOK.questions if q.many and q.other and not q.asked)
    scale = BOOK.scale(many.scale)
    first, second = (scale.labels[code] for code in scale.codes[:2])
    heads = ["q01", "q02", "q06", many.id, f"{many.id}_other"]
    rows = [["De Kraai", "Goes", "actief", f"{first};{second}", ""], ["De Uil", "Goes", "actief", "", "Vissen"]]
    invitees.save(places.delivered.limesurvey, [heads, *rows], ",")
    found = standing.standing(places.delivered, BOOK, places.decisions, HELD)
    told = next(one for one in found.understood if one.question == many.id)
    assert (told.columns, told.separator, told.other) == ("D, E", ";", "1 van 2 (50%)")
    assert told.answers == f"{scale.codes[0]} 1, {scale.codes[1]} 1, {many.other} 1"
    assert "keuzes in één cel" in told.read_as
    lines = list(fieldwork.read_lines(fieldwork.Fieldwork(found, BOOK, None)))
    assert any("(gescheiden door ;)" in line and "anders 1 van 2 (50%)" in line for line in lines)

"""The question map: every wave's own questionnaire, and what cannot be compared between two of them."""

import dataclasses

import pytest

from monitor_lib.reference import question_map
from monitor_lib.reference.checks import contradictions
from monitor_lib.reference.records import OptionChange, Rewording


@pytest.fixture(scope="module")
def waves(book):
    return book.wave("voorbeeld"), book.wave("voorbeeld2")


@pytest.fixture(scope="module")
def asked(book, waves):
    return [question_map.as_asked(book, wave) for wave in waves]


def codes(book, question):
    return book.scale(book.question(question).scale).codes


def test_each_wave_has_its_own_words(asked):
    then, now = (book.question("q31").text for book in asked)
    assert then == "Ons initiatief krijgt erkenning van de overheid."
    assert now == "De overheid erkent ons initiatief, in woord en in daad."
    assert asked[0].question("q30") == asked[1].question("q30")


def test_each_wave_offers_its_own_answers_in_the_same_order(book, asked):
    then, now = asked
    assert "digitaal" not in codes(then, "q40")
    assert "digitaal" in codes(now, "q40")
    assert "geldproblemen" in codes(then, "q42")
    assert "geldproblemen" not in codes(now, "q42")
    assert [code for code in codes(book, "q42") if code != "geldproblemen"] == list(codes(now, "q42"))


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (("q31", "eens"), question_map.REWORDED),
        (("q38", "geld"), question_map.REWORDED),
        (("q40", "digitaal"), question_map.NOT_ASKED),
        (("q42", "geldproblemen"), question_map.NOT_ASKED),
        (("q40", "geld"), ""),
        (("q30", "eens"), ""),
        (("q16", ""), ""),
        (("initiatives", ""), ""),
    ],
)
def test_why_two_waves_cannot_be_compared(book, waves, key, reason):
    assert question_map.break_between(book, *waves, key) == reason


def test_one_answer_more_changes_all_answers_where_one_is_chosen(book, waves):
    changed = dataclasses.replace(book, option_changes=(OptionChange("fase", "voorbeeld2", added=("slapend",)),))
    reasons = [question_map.break_between(changed, *waves, ("q06", code)) for code in ("actief", "slapend")]
    assert reasons == [question_map.OTHER_OPTIONS, question_map.NOT_ASKED]


def test_a_question_is_asked_from_its_first_to_its_last_wave(book, waves):
    def marked(**limits):
        questions = [dataclasses.replace(q, **limits) if q.id == "q42" else q for q in book.questions]
        changed = dataclasses.replace(book, questions=tuple(questions))
        return changed, ["q42" in {q.id for q in question_map.as_asked(changed, wave).questions} for wave in waves]

    assert marked()[1] == [True, True]
    assert marked(first="voorbeeld2")[1] == [False, True]
    changed, found = marked(last="voorbeeld")
    assert found == [True, False]
    assert question_map.break_between(changed, *waves, ("q42", "gestopt")) == question_map.NOT_ASKED


def test_an_infographic_leaves_out_what_was_not_asked(book, waves):
    drawn = {name for page in book.infographics for block in page.block for name in block.figures}
    name = next(question.id for question in book.questions if question.id in drawn)
    questions = [dataclasses.replace(q, last="voorbeeld") if q.id == name else q for q in book.questions]
    now = question_map.as_asked(dataclasses.replace(book, questions=tuple(questions)), waves[1])
    assert name not in {each for page in now.infographics for block in page.block for each in block.figures}


def test_a_finding_that_is_no_longer_offered_is_no_finding(book, waves):
    changed = dataclasses.replace(book, option_changes=(OptionChange("themas", "voorbeeld2", dropped=("cohesie",)),))
    assert question_map.as_asked(changed, waves[0]).question("q12").finding
    assert question_map.as_asked(changed, waves[1]).question("q12").finding is None


def test_of_two_rewordings_each_wave_has_the_words_of_its_time(book, waves):
    between = dataclasses.replace(waves[0], id="tussen", released=waves[0].released.replace(year=2023))
    changed = dataclasses.replace(
        book,
        waves=(*book.waves, between),
        rewordings=(Rewording("q30", "voorbeeld2", "tweede"), Rewording("q30", "tussen", "eerste")),
    )
    texts = [question_map.as_asked(changed, wave).question("q30").text for wave in (waves[0], between, waves[1])]
    assert texts == ["eerste", "tweede", book.question("q30").text]


def test_every_wave_has_a_questionnaire_without_contradictions(book):
    for wave in book.waves:
        made = dataclasses.replace(question_map.as_asked(book, wave), option_changes=(), rewordings=())
        assert list(contradictions(made)) == []


def test_a_map_of_what_is_not_there_is_refused(book):
    changed = dataclasses.replace(
        book,
        rewordings=(Rewording("q99", "voorbeeld2", "x"), Rewording("q30", "ooit", "x")),
        option_changes=(OptionChange("themas", "voorbeeld2", added=("taart",)), OptionChange("geen", "voorbeeld2")),
    )
    assert list(contradictions(changed)) == [
        "[[rewording]] q30: wave 'ooit' does not exist",
        "[[rewording]] q99: there is no such question",
        "[[option_change]] themas: 'taart' is not one of its options",
        "[[option_change]] geen: there is no such scale",
    ]


def test_years_still_to_come_are_no_class_of_a_wave(book, waves):
    last = [question_map.as_asked(book, wave).indicator("list_start").classes[-1].code for wave in waves]
    assert last == ["van2020", "van2025"]

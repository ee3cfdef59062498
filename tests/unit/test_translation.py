"""The codebook in English: every text that readers see, and nothing but texts."""

import dataclasses

import pytest
from changed_codebook import codebook_with

from monitor_lib.pictures.style import style
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import CodebookError
from monitor_lib.reference.translation import in_language, untranslated


@pytest.fixture(scope="module")
def english(book):
    return in_language(book, "en")


def differing(one, other, place=""):
    """Where two records differ, as `Record.field`."""
    assert type(one) is type(other), place
    if dataclasses.is_dataclass(one):
        for slot in dataclasses.fields(one):
            values = (getattr(each, slot.name) for each in (one, other))
            yield from differing(*values, f"{type(one).__name__}.{slot.name}")
    elif isinstance(one, tuple):
        assert len(one) == len(other), place
        for pair in zip(one, other, strict=True):
            yield from differing(*pair, place)
    elif one != other:
        yield place


def test_nothing_is_missing_in_english(book):
    assert untranslated(book, "en") == []


def test_dutch_is_the_codebook_itself(book):
    assert in_language(book, "nl") is book


def test_a_language_that_the_codebook_does_not_have_is_refused(book):
    with pytest.raises(CodebookError, match=r"'de' is no language of the codebook \(known: nl, en\)"):
        in_language(book, "de")


def test_nothing_but_texts_is_other_than_in_dutch(book, english):
    assert set(differing(book, english)) == {
        *("Monitor.title", "Monitor.sender", "Monitor.questionnaire", "Monitor.example_notice", "Monitor.definition"),
        *("Monitor.beyond", "Monitor.lead", "Monitor.defined"),
        *("Wave.label", "Area.name", "Area.language", "Area.own_name", "Network.name", "Field.label", "Missing.label"),
        *("Option.label", "Group.label", "Theme.title", "Theme.intro", "Rewording.before"),
        *("Question.text", "Question.label", "Question.unit", "Finding.words", "Phrase.words"),
        *("Indicator.label", "Years.label", "Block.title", "Block.subtitle", "Infographic.title"),
        *("Infographic.headline", "OwnReport.title", "Part.title", "Part.intro"),
        *("Questionnaire.welcome", "Questionnaire.thanks", "Questionnaire.return_to"),
    }


def test_texts_of_every_kind_are_in_english(english):
    question = english.question("q12")
    assert question.text == "Which themes does your initiative work on?"
    assert (question.finding.answer, question.finding.words) == ("cohesie", "work on social cohesion")
    assert english.answers_of("q26")["tevreden"] == "Satisfied or very satisfied"
    assert english.answers_of("list_start")["tot2000"] == "before 2000"
    assert english.answers_of("list_networks") | {"overig": "Other lists"} == english.answers_of("list_networks")
    assert [block.title for block in english.infographics[0].block[:2]] == ["All together", "Worth remembering"]
    assert english.monitor.contact == "monitor@zorgzamegemeenschappen.example"


def test_an_area_keeps_its_file_name_and_is_found_by_both_names(book, english):
    assert [area.slug for area in english.areas] == [area.slug for area in book.areas]
    assert english.area("Noord-Holland") is english.area("North Holland")
    friesland = english.area("Fryslân")
    assert (friesland.name, friesland.language, friesland.slug) == ("Friesland", "en", "fryslan")


def test_answers_to_one_question_stay_apart_in_english(english):
    for scale in english.scales:
        assert len(set(scale.labels.values())) == len(scale.labels), scale.id


def test_each_wave_keeps_its_own_words_in_either_order(book, english):
    for wave in book.waves:
        assert as_asked(english, wave) == in_language(as_asked(book, wave), "en")
    then = as_asked(english, book.wave("voorbeeld"))
    assert then.question("q31").text == "Our initiative gets recognition from government."
    assert "digitaal" not in then.answers_of("q40")


def test_a_wave_whose_words_of_before_have_no_english_is_no_whole_one(book):
    bare = dataclasses.replace(book, rewordings=tuple(dataclasses.replace(each, en={}) for each in book.rewordings))
    assert untranslated(bare, "en") == [
        "[[rewording]] q31: key 'before' of [rewording.en] is missing",
        "[[rewording]] q38: key 'before' of [rewording.en] is missing",
    ]
    asked = dataclasses.replace(as_asked(bare, book.wave("voorbeeld")), rewordings=())
    assert untranslated(asked, "en") == [
        "[[question]] q31: key 'text' of [question.en] is missing",
        "[[question]] q38: key 'text' of [question.en] is missing",
    ]


GAPS = [
    ('label = "Phase"\nfinding', "finding", "[[question]] q06: key 'label' of [question.en] is missing"),
    ('finding = "are active"', 'finding = " "', "[[question]] q06: key 'finding' of [question.en] is missing"),
    ('verkennend = "Exploring"\n', "", "[[scale]] fase: key 'verkennend' of [scale.en] is missing"),
    ('en = { name = "North Holland" }', "", "[[area]] PV27: key 'name' of [area.en] is missing"),
    (
        'en = { title = "Legal form", ',
        "en = { ",
        "[[infographic]] beweging, block 6 (donut): key 'title' of [infographic.block.en] is missing",
    ),
]


@pytest.mark.parametrize(("old", "new", "gap"), GAPS, ids=[case[2] for case in GAPS])
def test_a_missing_text_is_told_with_its_place_and_stops_english_alone(tmp_path, old, new, gap):
    made = codebook.load(codebook_with(tmp_path, old, new))
    assert untranslated(made, "en") == [gap]
    with pytest.raises(CodebookError) as caught:
        in_language(made, "en")
    assert str(caught.value) == f"codebook in 'en': 1 gap\n- {gap}"


def test_a_network_may_keep_its_own_name(english):
    assert english.network("bokd").name == "BOKD"
    assert english.network("landelijke-lijst").name == "National list"


STRAYS = [
    ('finding = "are active"', 'findings = "are active"', "q06: 'findings' of .question.en. is no text of it"),
    ('verkennend = "Exploring"', 'verkenend = "Exploring"', "fase: 'verkenend' of .scale.en. is no text of it"),
    ('phrase = "{share} work on {answer}"', 'phrase = "{share} work on it"', "q12: 'phrase' of .* other words in b"),
    ('pictures"\nheadline = "{finding}"', 'pictures"\nheadline = "Found"', "beweging: 'headline' of .* in braces"),
    ('en = { name = "Zeeland" }', "en = { name = 1 }", "PV29, en: {'name': 1} does not fit dict"),
]


@pytest.mark.parametrize(("old", "new", "message"), STRAYS, ids=[case[2] for case in STRAYS])
def test_a_translation_that_does_not_fit_its_text_is_refused(tmp_path, old, new, message):
    with pytest.raises(CodebookError, match=message):
        codebook.load(codebook_with(tmp_path, old, new))


def test_a_year_is_written_as_one_in_every_language(book, english):
    for spoken in (book, english):
        assert style.amount(2014, spoken.question("q05").unit) == "2014"


def test_english_words_are_said_of_several_initiatives(english):
    share = "57% of the initiatives (between 52% and 62%)"
    said = {name: english.question(name) for name in ("q12", "q20", "q25")}
    assert f"{share} {said['q20'].finding.words}." == f"{share} have a village supporter or neighbourhood connector."
    assert said["q12"].phrase.words.format(share=share, answer="welfare") == f"{share} work on welfare"
    assert (
        said["q25"].phrase.words.format(share=share, answer="care provider")
        == f"{share} name the care provider as a partner"
    )
    singular = [q.id for q in english.questions if q.finding and q.finding.words.split()[0][-1] == "s"]
    assert singular == []

import dataclasses
import tomllib

import pytest
from changed_codebook import codebook_with

from monitor_lib import paths
from monitor_lib.reference import codebook
from monitor_lib.reference.checks import contradictions
from monitor_lib.reference.records import CodebookError, Finding
from monitor_lib.reference.text import licences


def test_has_the_44_questions_of_the_monitor_in_two_parts(book):
    assert [question.id for question in book.questions] == [f"q{n:02}" for n in range(1, 45)]
    assert [question.part for question in book.questions] == [1] * 24 + [2] * 20


def test_areas_are_the_country_four_parts_and_twelve_provinces_by_cbs_code(book):
    assert [area.code for area in book.provinces] == [f"PV{n}" for n in range(20, 32)]
    assert [area.code for area in book.areas if area.level == "part"] == ["LD01", "LD02", "LD03", "LD04"]
    parts = {area.code for area in book.areas if area.level == "part"}
    assert {area.parent for area in book.provinces} == parts


@pytest.mark.parametrize("name", ["Friesland", "fryslân", "FRYSLAN", "Frl.", "PV21", " pv21 "])
def test_an_area_is_found_by_any_of_its_names(book, name):
    assert book.area(name).code == "PV21"


def test_a_misspelt_area_gets_a_suggestion(book):
    with pytest.raises(CodebookError, match=r"bedoelt u Fryslân\?"):
        book.area("Frieslnd")


def test_a_name_like_nothing_lists_what_is_possible(book):
    with pytest.raises(CodebookError, match=r"mogelijk zijn Nederland, .*Drenthe"):
        book.area("Beieren")


@pytest.mark.parametrize("name", ["NL", "Noord"])
def test_a_province_is_not_the_country_or_a_part_of_it(book, name):
    with pytest.raises(CodebookError, match="geen provincie"):
        book.province(name)


def test_a_scale_knows_codes_labels_and_other_spellings(book):
    spellings = book.scale("rechtsvorm").spellings
    assert [spellings[word] for word in ("stichting", "stg", "cooperatie", "geen rechtsvorm")] == [
        "stichting",
        "stichting",
        "cooperatie",
        "geen",
    ]


def test_records_cannot_be_changed(book):
    with pytest.raises(dataclasses.FrozenInstanceError):
        book.questions[0].label = "x"


CONTRADICTIONS = [
    ('scale = "fase"\ntheme', 'scale = "fasen"\ntheme', "q06: type 'single' and scale 'fasen' do not go together"),
    ('id = "q07"', 'id = "q06"', "'q06' occurs 2 times"),
    ('question = "q10"', 'question = "q38"', "asked refers to 'q38', which is no earlier question"),
    ('answers = ["specifiek"]', 'answers = ["sommige"]', "asked refers to 'sommige', no answer of q10"),
    ('parent = "LD01"', 'parent = "LD09"', "PV20: parent 'LD09' does not exist"),
    ('label = "Fase"\nscale', 'labell = "Fase"\nscale', "q06: unknown key 'labell'"),
    ('theme = "initiatief"\n', 'theme = "initatief"\n', "theme 'initatief' does not exist"),
    ('["wn", "Weet niet of n.v.t."],\n]\noutside = ["wn"]', '["wx", "x"],\n]\noutside = ["wn"]', "'wn' is not one"),
    ("hidden_below = 10 ", 'hidden_below = "tien" ', "publication\\], hidden_below: 'tien' does not fit int"),
    ('["actief", "Actief", "lopend"', '["actief", "Actief", "idee"', "'idee' is both"),
    ('"pc", "pc4"', '"pc", "plaats"', "heading 'plaats' also belongs to place"),
    ('general = ["openbaar"]', 'general = ["openbaar", "naam"]', "general 'naam' is none of its headings"),
    ('otherwise = ["naam"]', 'otherwise = ["initiatief"]', "otherwise 'initiatief' is no general heading"),
    ('instead = ["postcode"', 'instead = ["huisnummer"', "place: instead 'huisnummer' is no field"),
    ('finding = { answer = "actief"', 'finding = { answer = "aktief"', "finding 'aktief' is not an answer"),
    ('words = "is actief"', 'words = "is een stichting"', "finding 'is een stichting' occurs 2 times"),
    ('kind = "bottleneck"', 'kind = "knelpunt"', "kind 'knelpunt' is not one of success, bottleneck, need, fact, name"),
    ("weight = 5\n", "weight = -1\n", "weight -1 is less than 0"),
    ('label = "Leden"\n', 'label = "Leden"\nweight = 2\n', "q16: has a weight, so it needs a finding"),
    (
        'label = "Naam"\nmandatory',
        'label = "Naam"\nweight = 2\nmandatory',
        "q01: has a weight, but no figures are made",
    ),
    ("weight = 4\nfinding", "finding", "has headline answers, so it needs a weight"),
    (
        'licence = "CC BY 4.0"',
        'licence = "Eigen licentie"',
        "licence 'Eigen licentie' is not known here: say in licence_",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), CONTRADICTIONS, ids=[case[2] for case in CONTRADICTIONS])
def test_a_contradiction_is_named_with_its_place(tmp_path, old, new, message):
    with pytest.raises(CodebookError, match=message):
        codebook.load(codebook_with(tmp_path, old, new))


@pytest.mark.parametrize(
    ("licence", "address", "name", "words"),
    [
        (
            "CC BY 4.0",
            "https://creativecommons.org/licenses/by/4.0/deed.nl",
            "CC-BY-4.0",
            "CC BY 4.0, met bronvermelding",
        ),
        ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.nl", "CC-BY-NC-SA-4.0", None),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl", "CC0-1.0", "CC0 1.0"),
        ("CC BY", "", "", "CC BY"),
        ("Open Overheid", "", "", "Open Overheid"),
    ],
)
def test_a_licence_is_known_by_its_whole_name_or_not_at_all(book, licence, address, name, words):
    monitor = dataclasses.replace(book.monitor, licence=licence)
    assert (monitor.licence_url, licences.identifier(licence)) == (address, name)
    assert monitor.licence_words == words or (words is None and monitor.licence_words.endswith("met bronvermelding"))


def test_an_earlier_publication_that_is_named_and_not_there_is_told_at_once(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "codebook.toml").write_text(paths.project().codebook.read_text("utf-8"), "utf-8")
    monkeypatch.setenv(paths.PROJECT, str(tmp_path))
    with pytest.raises(CodebookError, match=r"earlier: there is no file published_2020\.toml beside the codebook"):
        codebook.load()


def test_there_are_no_more_key_figures_than_a_reader_sees_at_a_glance(book):
    def weighted(count):
        with_finding = [each for each in book.questions if each.published][:count]
        finding = Finding("ja", "zegt ja")
        chosen = {
            each.id: dataclasses.replace(each, weight=1, finding=each.finding or finding) for each in with_finding
        }
        others = {each.id: dataclasses.replace(each, weight=0, headline=()) for each in book.questions}
        questions = tuple((others | chosen)[each.id] for each in book.questions)
        return [
            fault for fault in contradictions(dataclasses.replace(book, questions=questions)) if "at a glance" in fault
        ]

    assert weighted(24) == []
    assert weighted(25) == ["[[question]]: 25 have a weight; at most 24, or nobody sees them at a glance"]


def test_every_headline_answer_is_among_the_key_figures(book):
    assert {name for name, _ in book.headlines} <= {question.id for question in book.key_figures}
    assert 18 <= len(book.key_figures) <= 24


def test_all_contradictions_come_at_once(tmp_path):
    path = codebook_with(tmp_path, 'parent = "LD01"', 'parent = "LD09"')
    path = codebook_with(tmp_path, 'id = "q07"', 'id = "q06"')
    path.write_text(path.read_text("utf-8").replace('parent = "LD01"', 'parent = "LD09"', 1), "utf-8")
    with pytest.raises(CodebookError) as caught:
        codebook.load(path)
    assert "LD09" in str(caught.value)
    assert "q06" in str(caught.value)


def test_no_personal_field_is_a_public_column():
    document = tomllib.loads(paths.project().codebook.read_text("utf-8"))
    personal = {field["id"] for field in document["field"] if field.get("personal")}
    assert {"contact_person", "email", "phone", "address"} <= personal


def test_a_label_with_the_year_in_it_would_show_it_twice(book):
    wrong = dataclasses.replace(book, waves=(dataclasses.replace(book.waves[0], label="Meting 2021"), *book.waves[1:]))
    (fault,) = contradictions(wrong)
    assert fault.startswith("[[wave]] voorbeeld: label 'Meting 2021' holds the year")


def test_the_pages_of_a_wave_are_one_for_each_part(book):
    wrong = dataclasses.replace(book, waves=(dataclasses.replace(book.waves[0], pages=(4,)), *book.waves[1:]))
    (fault,) = contradictions(wrong)
    assert fault == "[[wave]] voorbeeld: pages is not the last page of each of 2 parts, in order"


def test_a_monitor_that_asks_who_may_be_shown_knows_how_a_no_is_said():
    book = codebook.load()
    for words in ({"consent": ()}, {"refusals": ()}):
        told = [*contradictions(dataclasses.replace(book, lists=dataclasses.replace(book.lists, **words)))]
        assert [fault for fault in told if fault.startswith("[lists] needs")]
    asked = tuple(field for field in book.fields if field.type != "yesno")
    silent = dataclasses.replace(book, fields=asked, lists=dataclasses.replace(book.lists, consent=()))
    assert not [fault for fault in contradictions(silent) if fault.startswith("[lists]")]


def _at(book, address):
    return dataclasses.replace(book, monitor=dataclasses.replace(book.monitor, address=address))


@pytest.mark.parametrize("address", ["", "https://monitor.example", "https://zorg.example:8443/cijfers/2026"])
def test_the_site_may_stand_anywhere_on_the_web(book, address):
    assert list(contradictions(_at(book, address))) == []


@pytest.mark.parametrize(
    "address",
    ["http://monitor.example", "monitor.example", "https://monitor.example/", 'https://x"><script>', "https://x y"],
)
def test_what_is_no_address_of_a_site_is_told(book, address):
    (fault,) = contradictions(_at(book, address))
    assert fault.startswith(f"[monitor] address '{address}'")

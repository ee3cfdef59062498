"""What the monitor cannot do without is asked for when the codebook is read, in a sentence that says what for."""

from dataclasses import replace

import pytest
from support import SUPPORT

from monitor_lib.reference import codebook
from monitor_lib.reference.checks import contradictions
from monitor_lib.reference.needs import FACTS
from monitor_lib.reference.records import Asked, CodebookError

FILE = SUPPORT / "flanders" / "data" / "codebook.toml"
BOOK = codebook.load(FILE)
LATER = replace(BOOK.waves[0], id="ronde2", released=BOOK.waves[0].released.replace(year=2028))


def without(table: str, *names: str):
    """The codebook without these entries of a table."""
    return replace(BOOK, **{table: tuple(entry for entry in getattr(BOOK, table) if entry.id not in names)})


def with_question(name: str, **changed):
    questions = tuple(replace(q, **changed) if q.id == name else q for q in BOOK.questions)
    return replace(BOOK, questions=questions, waves=(*BOOK.waves, LATER))


def test_what_is_no_need_may_be_missing():
    bare = without("fields", *FACTS, "place", "postcode", "province", "map_consent", "email")
    assert list(contradictions(bare)) == []
    assert list(contradictions(replace(BOOK, infographics=()))) == []


def test_an_initiative_has_a_name_and_a_place():
    (fault,) = contradictions(without("fields", "name"))
    assert fault == "[[field]] name is missing: an initiative is compared, merged and shown by its name"
    (fault,) = contradictions(without("fields", "place", "postcode", "municipality", "province"))
    assert "no initiative can be placed" in fault


@pytest.mark.parametrize(("changed", "said"), [({"type": "text"}, "as 'year'"), ({"personal": True}, "be personal")])
def test_a_field_that_the_monitor_reads_is_what_it_reads_it_as(changed, said):
    fields = tuple(replace(field, **changed) if field.id == "start_year" else field for field in BOOK.fields)
    (fault,) = contradictions(replace(BOOK, fields=fields))
    assert fault.startswith("[[field]] start_year: ")
    assert said in fault


@pytest.mark.parametrize("name", ["initiatives", "responses", "participation"])
def test_an_indicator_that_pages_tell_of_is_asked_for_with_its_use(name):
    (fault,) = contradictions(replace(without("indicators", name), infographics=()))
    assert fault.startswith(f"[[indicator]] {name} is missing: with source = ")
    entries = tuple(replace(entry, part=2) if entry.id == name else entry for entry in BOOK.indicators)
    (fault,) = contradictions(replace(BOOK, indicators=entries))
    assert fault.startswith(f"[[indicator]] {name}: it is ")


def test_an_indicator_counts_a_field_that_can_be_counted():
    odd = replace(BOOK.indicators[0], id="taarten", field="themes")
    (fault,) = contradictions(replace(BOOK, indicators=(*BOOK.indicators, odd)))
    assert fault == "[[indicator]] taarten: field 'themes' is of type 'choices', not 'choice'"
    odd = replace(BOOK.indicators[0], id="taarten", source="bakker")
    (fault,) = contradictions(replace(BOOK, indicators=(*BOOK.indicators, odd)))
    assert fault.startswith("[[indicator]] taarten: source is one of inventory, networks, responses")


LIMITS = [
    *({"confidence": value} for value in (95, 1, 0, -0.5, float("nan"))),
    *({"hidden_below": value} for value in (-3, 0, 1, 2)),
    *({"sensitive_cell_below": value} for value in (-1, 0, 1)),
    *({name: value} for name in ("class_a_width", "class_b_variation", "dominance") for value in (-1, 0)),
    *({"dominance": value} for value in (1.5, 50)),
    *({"p_percent": value} for value in (-1, 101)),
    *({"size_bias": value} for value in (-0.1, 20)),
    *({"false_discovery_rate": value} for value in (0, 5)),
    *({"compared_from": value} for value in (-1, 0)),
    {"class_a_respondents": 19},
    {"class_b_respondents": 7},
    {"class_b_width": 19},
    {"class_b_variation": 0.1},
]


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_a_limit_that_cannot_be_is_a_fault_that_says_what_can(limit):
    (name,) = limit
    found = list(contradictions(replace(BOOK, publication=replace(BOOK.publication, **limit))))
    assert found[0].startswith(f"[publication], {name}: {limit[name]} is ")


def test_a_limit_at_its_edge_is_none():
    edge = {"hidden_below": 3, "sensitive_cell_below": 2, "compared_from": 3, "dominance": 1, "p_percent": 0}
    assert list(contradictions(replace(BOOK, publication=replace(BOOK.publication, **edge, size_bias=0)))) == []


@pytest.mark.parametrize("gone", [{"last": "ronde1"}, {"first": "ronde2"}])
def test_a_wave_that_asks_a_follow_up_asks_what_leads_to_it(gone):
    book = with_question("wat", **gone)
    questions = tuple(replace(q, asked=Asked("wat", ("kring",))) if q.id == "kaart" else q for q in book.questions)
    (fault,) = contradictions(replace(book, questions=questions))
    wave = "ronde2" if "last" in gone else "ronde1"
    assert fault.startswith(f"[[question]] kaart: wave '{wave}' asks it, but not 'wat', which leads to it")
    same = tuple(replace(q, **gone) if q.id == "kaart" else q for q in questions)
    assert list(contradictions(replace(book, questions=same))) == []


def test_a_codebook_that_an_editor_marked_as_utf8_is_read(tmp_path):
    (tmp_path / "codebook.toml").write_text(FILE.read_text("utf-8"), "utf-8-sig")
    assert codebook.load(tmp_path / "codebook.toml").monitor == BOOK.monitor


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("size_bias = 0.2", "size_bias = 2", "1 fault"),
        ("size_bias = 0.2\ncompared_from = 8", "size_bias = 2\ncompared_from = 0", "2 faults"),
    ],
)
def test_one_fault_is_one_and_two_are_two(tmp_path, old, new, said):
    text = FILE.read_text("utf-8")
    assert old in text
    (tmp_path / "codebook.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CodebookError, match=f"codebook.toml: {said}\n- "):
        codebook.load(tmp_path / "codebook.toml")

"""Free text is published only with consent and a mark, and never with personal data in it."""

import pandas as pd
import pytest

from monitor_lib import paths
from monitor_lib.intake import personal
from monitor_lib.intake.files import decisions
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.quotes import QUOTES, quotes
from monitor_lib.intake.survey import consents
from monitor_lib.pictures.text import quoting
from monitor_lib.reference import codebook

BOOK = codebook.load()


@pytest.fixture
def places(tmp_path):
    return paths.Decisions(tmp_path)


OWN = "naam van een initiatief dat niet op de kaart wil"


def initiatives():
    rows = {
        "initiative_id": ["A", "B", "C"],
        "name": ["De Brug", "Het Veer", "De Pont"],
        "province": "PV26",
        "place": "",
    }
    return pd.DataFrame(rows).assign(map_consent=[True, False, True])


def responses(**texts):
    rows = [[code, text, code != "C"] for code, text in texts.items()]
    return pd.DataFrame(rows, columns=["initiative_id", "q43", consents.column("material")])


def mark(places, **words):
    lines = [";".join(QUOTES.columns), *(f"{code};;;{word};Ria;2026-05-01" for code, word in words.items())]
    places.quotes.write_text("\n".join(lines), "utf-8")


def test_a_run_proposes_and_publishes_nothing_by_itself(places):
    assert quotes(places, initiatives(), responses(A="Onze tuin", B="Het koor", C="Stil"), BOOK).empty
    written = places.quotes.read_text("utf-8-sig").splitlines()
    assert written[0] == "initiative_id;answer;remark;publish;who;when"
    assert [line.split(";")[:2] for line in written[1:]] == [["A", "Onze tuin"], ["B", "Het koor"]]


def test_a_marked_answer_is_published_and_its_name_only_with_consent_for_the_map(places):
    mark(places, A="ja", B="ja", C="ja")
    found = quotes(places, initiatives(), responses(A="Onze tuin", B="Het koor", C="Stil"), BOOK)
    assert found.to_numpy().tolist() == [["Onze tuin", "De Brug", "PV26"], ["Het koor", "", "PV26"]]


@pytest.mark.parametrize("text", ["Ons koor zingt op Het Veer", "Bij 't VEER helpt iedereen", "Veer en tuin"])
def test_an_answer_that_names_an_initiative_that_wants_no_place_is_refused(places, text):
    quotes(places, initiatives(), responses(A="De Brug is mooi", B=text), BOOK)
    lines = decisions.listed(places.quotes, QUOTES).lines
    assert [line["remark"] for _, line in lines] == ["", f"niet te publiceren: {OWN}"]
    mark(places, A="ja", B="ja")
    with pytest.raises(DeliveryError, match=OWN) as told:
        quotes(places, initiatives(), responses(A="De Brug is mooi", B=text), BOOK)
    assert "Veer" not in str(told.value)


def test_a_mark_without_a_name_and_a_date_is_an_error(places):
    places.quotes.write_text(f"{';'.join(QUOTES.columns)}\nA;;;ja;;\n", "utf-8")
    with pytest.raises(DeliveryError, match="een naam en een datum"):
        quotes(places, initiatives(), responses(A="Onze tuin"), BOOK)


PERSONAL = {
    "e-mailadres": ["mail jan@brug.example", "jan (at) brug punt nl"],
    "telefoonnummer": ["bel 06-12345678", "wa.me/31612345678", "+31 6 1234 5678", "0113 - 12 34 56"],
    "rekeningnummer": ["NL91 ABNA 0417 1643 00"],
    "burgerservicenummer": ["111222333"],
    "adres": ["1234 AB 12", "Kerkstraat 12, 1234 AB"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PERSONAL.items() for text in texts])
def test_personal_data_is_refused_with_a_remark_and_never_repeated(places, kind, text):
    answers = responses(A=f"Trots: {text}.")
    quotes(places, initiatives(), answers, BOOK)
    remark = places.quotes.read_text("utf-8-sig").splitlines()[1].split(";")[2]
    assert remark.startswith("niet te publiceren: ")
    assert kind in remark
    mark(places, A="ja")
    with pytest.raises(DeliveryError) as refused:
        quotes(places, initiatives(), answers, BOOK)
    assert kind in str(refused.value)
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *("Sinds 2014 al 1.471 leden", "Open van 10.00 tot 12.00 uur", "KvK 12345678"),
        *("€ 123.456.789 opgehaald", "In 1234 buurten"),
    ],
)
def test_what_only_looks_like_it_is_let_through(text):
    assert personal.kinds(text) == []


def test_a_quote_is_text_and_nothing_else_in_a_report(book):
    table = pd.DataFrame({"text": ["<script>alert(1)</script> [klik](x)"], "initiative": ["<b>"], "province": ["PV26"]})
    shown = quoting.quotes(table, book.area("PV26"))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [klik](x)" in shown
    assert "<footer>&lt;b&gt;</footer>" in shown
    assert quoting.quotes(table, book.area("PV27"))._repr_html_() == ""

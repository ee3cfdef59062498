"""The publication gate: what intake kept apart stops a release wherever it hides, and nothing else does."""

import base64
import gzip
import json
import quopri
import struct
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packed import as_parquet, as_pdf, as_xlsx, as_zip

from monitor_lib import paths
from monitor_lib.intake import harmless
from monitor_lib.intake.files.deliveries import DeliveryError
from monitor_lib.intake.pride import Material
from monitor_lib.intake.withheld import Withheld, digits_of, withheld
from monitor_lib.publishing.check import persons, unpacking
from monitor_lib.publishing.data import personal_data
from monitor_lib.publishing.run.workers import ReportError

EMAIL, PHONE, NAME = "zebedea.canarie@privé.example", "06-1234 56 78", "Zebedea van 't Canariefladder"


def contacts(tmp_path, *cells):
    """A contacts table of one list, as intake writes it."""
    rows = [["zeeland.xlsx", "Lijst", 14, field, value] for field, value in cells]
    clean = paths.Clean(tmp_path)
    pd.DataFrame(rows, columns=["file", "sheet", "row", "field", "value"]).to_parquet(clean.contacts)
    return clean


def public(*names):
    return pd.DataFrame({"name": list(names), "place": "Goes", "municipality_name": "Goes"})


@pytest.fixture
def secrets(tmp_path, book):
    cells = (("email", EMAIL), ("phone", PHONE), ("contact_person", NAME))
    return withheld(contacts(tmp_path, *cells), public("De Brug"), book)


def png(text):
    """A picture with words in it, plain and packed."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packed = b"Comment\0\0" + zlib.compress(text.encode("latin-1"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"zTXt", packed) + chunk(b"IEND", b"")


def typed(number):
    packed = base64.b64encode(np.array([1.5, number, 3.0]).tobytes()).decode()
    return json.dumps({"y": {"dtype": "f8", "bdata": packed}}).encode()


def escaped(text):
    return "".join(f"\\u{ord(sign):04x}" for sign in text).encode()


PACKINGS = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 amid other bytes": lambda text: bytes(range(256)) + text.encode("utf-16-le") + bytes(range(256)),
    "cp1252": lambda text: b"\xff\xfe\x81 " + text.encode("cp1252"),
    "entities": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "json": escaped,
    "quoted-printable": lambda text: quopri.encodestring(f"naam={text}".encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "base64": lambda text: b"data:x;base64," + base64.b64encode(text.encode()),
    "base64 not aligned": lambda text: base64.b64encode(b"een " * 8 + text.encode() + b" twee" * 6),
    "base64 in base64": lambda text: base64.b64encode(base64.b64encode(text.encode())),
    "zip in zip": lambda text: as_zip(as_zip(text.encode())),
    "workbook": as_xlsx,
    "workbook in zip": lambda text: as_zip(as_xlsx(text)),
    "gzip": lambda text: gzip.compress(text.encode()),
    "parquet": as_parquet,
    "pdf": as_pdf,
    "picture": png,
    "split by tags": lambda text: f"<p>{text[:4]}<b>{text[4:9]}</b>{text[9:]}</p>".encode(),
}


@pytest.mark.parametrize("packing", PACKINGS.values(), ids=PACKINGS)
@pytest.mark.parametrize("text", [EMAIL, PHONE, NAME], ids=["address", "number", "name"])
def test_what_is_withheld_is_found_in_every_packing(tmp_path, secrets, packing, text):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "file.bin").write_bytes(packing(text))
    hits = list(persons.leaks(folder, persons.sought(secrets)))
    assert {hit.file for hit in hits} == {"file.bin"}


@pytest.mark.parametrize(
    "written",
    [
        *("0612345678", "06 12 34 56 78", "(06) 1234-5678", "+31 6 12345678", "0031612345678", "06.12.34.56.78"),
        "612345678",
    ],
)
def test_a_number_is_found_however_it_is_written(tmp_path, secrets, written):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.html").write_text(f"<p>tel: {written}, bel</p>", "utf-8")
    assert len(list(persons.leaks(folder, persons.sought(secrets)))) == 1


def test_a_number_in_a_typed_array_of_plotly_is_found(tmp_path, secrets):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.html").write_bytes(typed(612345678.0))
    (folder / "b.html").write_bytes(typed(612345679.0))
    assert [hit.file for hit in persons.leaks(folder, persons.sought(secrets))] == ["a.html"]


def test_a_refusal_names_the_file_and_the_delivered_cell_and_never_the_value(tmp_path, secrets):
    folder = tmp_path / "release"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "initiatieven.csv").write_text(f"naam\nDe Brug ({EMAIL})\n", "utf-8")
    with pytest.raises(ReportError) as refused:
        persons.refuse_leaks(list(persons.leaks(folder, persons.sought(secrets))), paths.Decisions(tmp_path).harmless)
    assert "data/initiatieven.csv: zeeland.xlsx, blad Lijst, rij 14, kolom email" in str(refused.value)
    assert "canarie" not in str(refused.value).casefold()


def test_a_file_name_counts(tmp_path, secrets):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "zebedea-van-t-canariefladder.txt").touch()
    assert len(list(persons.leaks(folder, persons.sought(secrets)))) == 1


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_each_file_is_searched_by_one_of_those_that_share_the_work_and_none_has_all_the_large_ones(
    tmp_path, secrets, parts
):
    folder, number = tmp_path / "release", 4 * parts
    folder.mkdir()
    for size in range(number):
        (folder / f"{size}.html").write_text(EMAIL + " " * size, "utf-8")
    wanted = persons.sought(secrets)
    dealt = [[hit.file for hit in persons.leaks(folder, wanted, part=(each, parts))] for each in range(parts)]
    assert sorted(name for files in dealt for name in files) == sorted(f"{size}.html" for size in range(number))
    assert len({sum(int(Path(name).stem) for name in files) for files in dealt}) == 1


def texts(clean, book, *names):
    return {entry.text for entry in withheld(clean, public(*names), book)}


def test_a_word_and_what_is_public_anyway_are_no_secret(tmp_path, book):
    cells = [("contact_person", name) for name in ("Roos", "Dorpshuis De Brug", "Gemeente Goes", "Sociale cohesie")]
    clean = contacts(tmp_path, *cells, ("email", book.monitor.contact), ("remarks", "zie website"))
    assert texts(clean, book, "Stichting Dorpshuis De Brug") == {"gemeente goes"}


def test_a_person_called_as_an_initiative_is_a_secret_where_the_initiative_is_not_public(tmp_path, book):
    clean = contacts(tmp_path, ("contact_person", "Jan de Brug"))
    assert texts(clean, book, "De Brug") == {"jan de brug"}
    assert texts(clean, book, "Jan de Brug") == set()


def test_persons_in_other_cells_are_withheld_too(tmp_path, book):
    cell = ("remarks", "Bel Piet op +31 (0)6 8765 4321 of mail PIET@weg.example, na zessen")
    assert {"687654321", "piet@weg.example"} <= texts(contacts(tmp_path, cell), book)
    assert "687654321" in texts(contacts(tmp_path, ("phone", "06\u20138765\u20134321")), book)


def test_each_person_in_a_cell_is_withheld_and_a_name_in_two_columns(tmp_path, book):
    cells = [("contact_person", "Jan Jansen (voorzitter)"), ("contact_person", "Vries, Zebedea de; Piet Pietersen")]
    found = texts(contacts(tmp_path, *cells, ("firstname", "Roos"), ("lastname", "Kanarie")), book)
    assert {"jan jansen", "zebedea de vries", "piet pietersen", "roos kanarie"} <= found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://enquete.example/44123?token=K7mq2xw9rtPz4nb&lang=nl", True),
        ("https://enquete.example/44123/k7mq2xw9rtpz4nb", True),
        ("https://enquete.example/44123/k7mq2xw9rtpz4nbq", False),
        ("een welkom", False),
    ],
)
def test_a_token_is_withheld_for_who_has_it_answers_as_another(tmp_path, book, written, found):
    cells = contacts(tmp_path, ("token", "K7mq2xw9rtPz4nb"), ("token", "welkom"))
    assert is_found(withheld(cells, public(), book), written) == found


@pytest.mark.parametrize("written", ["o'brien@weg.example", "mail:o'brien@weg.example.Bel", "..o'brien@weg.example,"])
def test_an_address_is_found_whatever_is_glued_to_it(tmp_path, book, written):
    secrets = withheld(contacts(tmp_path, ("email", "o'brien@weg.example")), public(), book)
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.html").write_text(f"<p>{written}</p>", "utf-8")
    assert len(list(persons.leaks(folder, persons.sought(secrets)))) == 1


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        *(("0113-123456", "113123456"), ("+31 (0)6 1234 5678", "612345678")),
        *(("0800-8010", ""), ("12345678", ""), ("2026", "")),
    ],
)
def test_dutch_numbers_are_known_by_their_last_nine_digits(number, digits):
    assert digits_of(number) == digits


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("STRAẞE straße İıſKŉ ﬁ")
def test_letters_are_looked_up_without_case_and_accents(text):
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    assert persons._plain(text) == plain.encode("ascii", "ignore")


def test_innocent_bytes_give_no_hit(tmp_path, secrets):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps([n / 7919 for n in range(20_000)]), "utf-8")
    (folder / "b.txt").write_text("Zebedea, en ook Canariefladder: van 't veld. 1612345678", "utf-8")
    (folder / "c.bin").write_bytes(np.random.default_rng(1).bytes(200_000))
    assert list(persons.leaks(folder, persons.sought(secrets))) == []


def invented_numbers(generator, count):
    """Numbers spread as real ones are: four of five mobile, the others of some areas; their last nine digits."""
    areas = (10, 20, 30, 40, 50, 70, 113, 164, 187, 223, 251, 314, 341, 411, 493, 513, 548, 594)
    starts, rest = ["6"] * 4 + [f"{areas[count % len(areas)]}"], generator.integers(10**9, size=count)
    return [(starts[n % 5] + f"{number:09d}")[:9] for n, number in enumerate(map(int, rest))]


def phones(numbers):
    return persons.sought(Withheld("phone", number, "x.csv", "", 2, "phone") for number in numbers)


def texts_of_no_person(generator):
    """What stands in a release, full of digits: figures, coordinates, cells, dates, hashes and lines of a drawing."""
    points = list(zip(generator.random(300) + 52, generator.random(300) + 5, strict=True))
    counts = [int(count) for count in generator.integers(10**8, 10**9, size=300)]
    cells = "".join(
        f"<row><c><v>{x % 1!r}</v></c><c><v>{n % 10**6}</v></c></row>" for (x, _), n in zip(points, counts, strict=True)
    )
    files = [
        "\n".join(f"{x % 1:.10f},{y:.16f},{n % 10**6}" for (x, y), n in zip(points, counts, strict=True)),
        "\n".join(
            f"x;{x % 1:.10f};{y:.9f};{n % 10**6}".replace(".", ",") for (x, y), n in zip(points, counts, strict=True)
        ),
        cells,
        "".join(f"<tr><td>0</td><td>{n // 10}</td><td>06</td><td>{n:,}</td></tr>" for n in counts),
        " ".join(f"M{x:.4f} {y:.4f}L0 {y:.7f}-.0{n}" for (x, y), n in zip(points, counts, strict=True)),
        " ".join(f"2026-{n % 12 + 1:02}-{n % 28 + 1:02} 2021-09-{n % 28 + 1:02}" for n in counts),
        json.dumps([generator.bytes(32).hex() for _ in range(100)]),
    ]
    return [view for text in files for view in unpacking.texts(text.encode())]


def test_numbers_of_no_person_stop_no_release_by_chance_and_each_that_is_planted_does():
    generator = np.random.default_rng(20261127)
    forms = ["0{}", "+31{}", "0031 {}", "{}", "+31 (0){}", "(0{})"]
    around = [(";", ";"), (",", ",9401 AB"), ("<td>", "</td>"), ('"', '"'), ("bel ", ". Of mail")]
    views = texts_of_no_person(generator)
    for turn in range(100):
        numbers = invented_numbers(generator, 15_000)
        wanted = phones(numbers)
        assert [hit for view in views for hit in wanted.hits(view)] == []
        for before, after in around:
            planted = f"1{before}{forms[turn % len(forms)].format(numbers[turn])}{after}"
            assert [hit for view in unpacking.texts(planted.encode()) for hit in wanted.hits(view)], planted


def is_found(secrets, text):
    return any(hit for view in unpacking.texts(text.encode()) for hit in persons.sought(secrets).hits(view))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *[
            (text, True)
            for text in ("06_12345678", "06·12345678", "０６１２３４５６７８", "(0)6 12345678", "tel0612345678")
        ],
        *[
            (text, True)
            for text in ("<b>06</b>-12345678", "<i>0612</i>345678", "wa.me/31612345678", "KvK 1 06-12345678")
        ],
        *[(text, False) for text in ("<td>06</td><td>12345678</td>", "06\n12345678", "06\t12345678", "06;12345678")],
        *[(text, False) for text in ("0.0612345678", "52.0612345678", "6.12345678", "is 0,0612345678", "612345678.5")],
        *[(text, False) for text in ("10612345678", "0612345678" + "9", "a612345678", "612345678f", "7612345678")],
        *[(text, False) for text in ("2026-06-12 345678", "2026-06-12345678")],
    ],
)
def test_a_number_is_looked_for_where_a_number_of_a_person_can_stand(secrets, text, found):
    assert is_found(secrets, text) == found


@pytest.mark.parametrize(
    "written",
    [
        *("piet(at)weg.example", "piet [at] weg [dot] example", "piet＠weg.example", "piet%40weg.example"),
        *("Piet (apenstaartje) weg (punt) example", "piet{at}weg.example", "mailto:piet&#64;weg.example"),
    ],
)
def test_an_address_is_found_in_whatever_signs(tmp_path, book, written):
    secrets = withheld(contacts(tmp_path, ("email", "piet@weg.example")), public(), book)
    assert is_found(secrets, f"<p>Vraag het: {written}, morgen.</p>")
    assert not is_found(secrets, "piet at de weg example, piet (at) wegen.example")


def decide(path, **filled):
    """What a person fills in on the one line of the file."""
    head, line = (text.split(";") for text in path.read_text("utf-8-sig").splitlines())
    values = dict(zip(head, line, strict=True)) | filled
    path.write_text(f"{';'.join(head)}\n{';'.join(values.values())}", "utf-8")


def test_a_person_can_declare_one_hit_harmless_and_no_other(tmp_path, secrets):
    folder, asked = tmp_path / "release", paths.Decisions(tmp_path / "besluiten").harmless
    folder.mkdir()
    (folder / "a.csv").write_text("artikel 0612345678 van Jan", "utf-8")
    hits = list(persons.leaks(folder, persons.sought(secrets)))
    harmless.ask(asked, hits)
    with pytest.raises(ReportError, match=r"a\.csv: zeeland.*aaaaaaa \[\.\.\.\] aaa aaa(?s:.*)harmless\.csv"):
        persons.refuse_leaks(hits, asked)
    told = asked.read_text("utf-8-sig")
    assert "aaaaaaa [...] aaa aaa" in told
    assert "Jan" not in told
    assert "0612345678" not in told
    assert harmless.cleared(asked) == frozenset()
    decide(asked, harmless="ja", reason="een artikelnummer", who="Ria", when="2026-05-01")
    assert list(persons.leaks(folder, persons.sought(secrets), cleared=harmless.cleared(asked))) == []
    for name, text in (("a.csv", "nummer 0612345678 van Jan"), ("b.csv", "artikel 0612345678 van Jan")):
        (folder / name).write_text(text, "utf-8")
        found = persons.leaks(folder, persons.sought(secrets), cleared=harmless.cleared(asked))
        assert [hit.file for hit in found] == [name]
        (folder / "a.csv").write_text("artikel 0612345678 van Jan", "utf-8")


@pytest.mark.parametrize(
    "filled",
    [
        {"harmless": "ja", "who": "Ria", "when": "2026-05-01"},
        {"harmless": "ja", "reason": "een artikelnummer"},
        {"harmless": "misschien", "reason": "x", "who": "Ria", "when": "2026-05-01"},
    ],
)
def test_nobody_declares_anything_harmless_without_a_reason_a_name_and_a_date(tmp_path, secrets, filled):
    asked = paths.Decisions(tmp_path).harmless
    harmless.ask(asked, [harmless.hit("a.csv", "x", "06-12345678", 0, 11)])
    decide(asked, **filled)
    with pytest.raises(DeliveryError):
        harmless.cleared(asked)


def shown(**texts):
    known = {"initiative_id": "A", "name": "De Brug", "place": "Goes", "website": "https://brug.example"}
    return pd.DataFrame([known | texts]).astype("str")


DOOR = [
    *("06_94123456", "06·94123456", "０６-９４１２３４５６", "jan(at)brug.example", "jan [at] brug [dot] example"),
    *("jan%40brug.example", "jan＠brug.example", "1234ab 12", "1234 ab 12", "Kerkstraat 12, 1234 Ab", "111222333"),
    *("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00 van Jan", "be68 5390 0754 7034 voor", "BSN 1112.22.333"),
]


@pytest.mark.parametrize("text", DOOR)
@pytest.mark.parametrize("column", ["name", "website", "title", "address", "text"])
def test_what_has_the_form_of_personal_data_does_not_go_through_the_door(tmp_path, text, column):
    place, said = paths.Decisions(tmp_path), f"De Brug {text}"
    initiatives = shown(**{column: said}) if column in ("name", "website") else shown()
    material = Material(
        **{"title": "Tuin", "kind": "foto", "address": "", "picture": None, "initiative": ""}
        | ({column: said} if column in ("title", "address") else {})
    )
    quotes = pd.DataFrame({"text": [said if column == "text" else "Samen"], "initiative": "", "province": "PV20"})
    with pytest.raises(DeliveryError) as refused:
        personal_data.refuse_personal(initiatives, quotes, [material], place)
    assert text not in str(refused.value) + place.harmless.read_text("utf-8-sig")
    assert column in str(refused.value)
    lines = place.harmless.read_text("utf-8-sig").splitlines()
    if len(lines) == 2:
        decide(place.harmless, harmless="ja", reason="gekeken", who="Ria", when="2026-05-01")
        personal_data.refuse_personal(initiatives, quotes, [material], place)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Sinds 2020 en 12 buurten",
            "in 2014 al 30 leden",
            "1.471 leden",
            "2019 de 3 buren",
            "KvK 12345678",
            "24 uur per dag",
        ),
        *(
            "https://brug.example/2021/09/06/nieuws-12",
            "Buurt 1234",
            "Atelier at de Brug",
            "NL12 ABCD 1234 5678 90",
            "5 jaar",
        ),
    ],
)
def test_what_only_looks_like_it_goes_through_the_door(tmp_path, text):
    personal_data.refuse_personal(
        shown(name=text, website=text), pd.DataFrame({"text": [text]}), [], paths.Decisions(tmp_path)
    )
    assert not paths.Decisions(tmp_path).harmless.exists()


def test_a_copy_of_a_library_is_not_read_and_a_changed_one_is(tmp_path, secrets):
    folder, library = tmp_path / "release", tmp_path / "plotly.js"
    folder.mkdir()
    library.write_text(f"maker = '{EMAIL}'", "utf-8")
    (folder / "plotly.js").write_bytes(library.read_bytes())
    assert list(persons.leaks(folder, persons.sought(secrets), [library])) == []
    (folder / "plotly.js").write_bytes(library.read_bytes() + b" ")
    assert len(list(persons.leaks(folder, persons.sought(secrets), [library]))) == 1


def test_nothing_withheld_is_nothing_found(tmp_path):
    (tmp_path / "a.txt").write_text("0612345678 a@b.example", "utf-8")
    assert list(persons.leaks(tmp_path, persons.sought([]))) == []
    assert Withheld("email", "a@b.example", "x.csv", "", 3, "email").place == "x.csv, rij 3, kolom email"

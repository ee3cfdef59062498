"""The publication gate: what intake kept apart stops a release wherever it hides, and nothing else does."""

import base64
import gzip
import json
import quopri
import struct
import subprocess
import sys
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_scan import as_parquet, as_pdf, as_xlsx, as_zip

from monitor_lib import paths
from monitor_lib.intake.withheld import Withheld, digits_of, withheld
from monitor_lib.publishing import gate
from monitor_lib.publishing.lanes import ReportError

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
    hits = list(gate.leaks(folder, gate.sought(secrets)))
    assert [name for name, _ in hits] == ["file.bin"]


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
    assert len(list(gate.leaks(folder, gate.sought(secrets)))) == 1


def test_a_number_in_a_typed_array_of_plotly_is_found(tmp_path, secrets):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.html").write_bytes(typed(612345678.0))
    (folder / "b.html").write_bytes(typed(612345679.0))
    assert [name for name, _ in gate.leaks(folder, gate.sought(secrets))] == ["a.html"]


def test_a_refusal_names_the_file_and_the_delivered_cell_and_never_the_value(tmp_path, secrets):
    folder = tmp_path / "release"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "initiatieven.csv").write_text(f"naam\nDe Brug ({EMAIL})\n", "utf-8")
    with pytest.raises(ReportError) as refused:
        gate.refuse_leaks(folder, secrets)
    assert "data/initiatieven.csv: zeeland.xlsx, blad Lijst, rij 14, kolom email" in str(refused.value)
    assert "canarie" not in str(refused.value).casefold()


def test_a_file_name_counts(tmp_path, secrets):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "zebedea-van-t-canariefladder.txt").touch()
    assert len(list(gate.leaks(folder, gate.sought(secrets)))) == 1


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


@pytest.mark.parametrize("written", ["o'brien@weg.example", "mail:o'brien@weg.example.Bel", "..o'brien@weg.example,"])
def test_an_address_is_found_whatever_is_glued_to_it(tmp_path, book, written):
    secrets = withheld(contacts(tmp_path, ("email", "o'brien@weg.example")), public(), book)
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.html").write_text(f"<p>{written}</p>", "utf-8")
    assert len(list(gate.leaks(folder, gate.sought(secrets)))) == 1


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
    assert gate._plain(text) == plain.encode("ascii", "ignore")


def test_innocent_bytes_give_no_hit(tmp_path, secrets):
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps([n / 7919 for n in range(20_000)]), "utf-8")
    (folder / "b.txt").write_text("Zebedea, en ook Canariefladder: van 't veld. 1612345678", "utf-8")
    (folder / "c.bin").write_bytes(np.random.default_rng(1).bytes(200_000))
    assert list(gate.leaks(folder, gate.sought(secrets))) == []


def test_a_copy_of_a_library_is_not_read_and_a_changed_one_is(tmp_path, secrets):
    folder, library = tmp_path / "release", tmp_path / "plotly.js"
    folder.mkdir()
    library.write_text(f"maker = '{EMAIL}'", "utf-8")
    (folder / "plotly.js").write_bytes(library.read_bytes())
    assert list(gate.leaks(folder, gate.sought(secrets), [library])) == []
    (folder / "plotly.js").write_bytes(library.read_bytes() + b" ")
    assert len(list(gate.leaks(folder, gate.sought(secrets), [library]))) == 1


def test_nothing_withheld_is_nothing_found(tmp_path):
    (tmp_path / "a.txt").write_text("0612345678 a@b.example", "utf-8")
    assert list(gate.leaks(tmp_path, gate.sought([]))) == []
    assert Withheld("email", "a@b.example", "x.csv", "", 3, "email").place == "x.csv, rij 3, kolom email"


def test_a_leak_stops_the_publication_and_the_last_release_stays(published):
    person, site = "Quirina Sneeuwklokje", "https://quirina-sneeuwklokje.example"
    rows = f"Naam;Plaats;Op de kaart;Website;Contactpersoon\nDe Brug;Goes;ja;{site};{person}\n"
    (published.delivered.inventory / "zeeland-extra.csv").write_text(rows, "utf-8")
    index = published.outputs / "voorbeeld" / "index.html"
    before = index.read_bytes()
    places = {"deliveries": published.delivered, "clean": published.clean, "decisions": published.decisions}
    folders = [word for name, each in places.items() for word in (f"--{name}", each.folder)]
    notebook = paths.project().notebooks / "4_province.ipynb"
    words = ["-", notebook, "run", "voorbeeld", *folders, "--outputs", published.outputs]
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("few_reports.py"), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 2, done.stderr
    assert "- data/initiatieven.csv: zeeland-extra.csv, rij 2, kolom contact_person" in done.stderr
    assert "Traceback" not in done.stderr
    assert "sneeuwklokje" not in (done.stderr + done.stdout).casefold()
    assert index.read_bytes() == before
    assert [path.name for path in published.outputs.iterdir() if not path.name.startswith(".")] == ["voorbeeld"]

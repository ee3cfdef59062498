"""The scanner itself: a gate that finds nothing must be one that could have found something."""

import base64
import gzip
import json

import pytest
import scan
from packed import as_parquet, as_pdf, as_xlsx, as_zip

SECRET = "zebedea.canarie@voorbeeld.example"


HIDING = {
    "pdf": as_pdf(SECRET),
    "plain": SECRET.encode(),
    "utf-16": SECRET.encode("utf-16"),
    "entities": "".join(f"&#{ord(sign)};" for sign in SECRET).encode(),
    "json": json.dumps(SECRET).replace("e", "\\u0065").encode(),
    "url": SECRET.replace("@", "%40").encode(),
    "zip in zip": as_zip(as_zip(SECRET)),
    "workbook": as_xlsx(SECRET),
    "base64, not aligned": b"data:x;base64," + base64.b64encode(b"a" * 31 + SECRET.encode() + b"b" * 30),
    "base64 of a zip": base64.b64encode(as_zip(SECRET * 3)),
    "gzip": gzip.compress(SECRET.encode()),
    "parquet": as_parquet(SECRET),
}


@pytest.mark.parametrize("data", HIDING.values(), ids=HIDING)
def test_a_planted_text_is_found_in_every_packing(tmp_path, data):
    (tmp_path / "file.bin").write_bytes(data)
    assert scan.found(tmp_path, [SECRET]) == [("file.bin", SECRET)]


@pytest.mark.parametrize("written", ["06-00001234", "06 0000 1234", "(06)00001234", "0600001234"])
def test_a_phone_number_is_found_with_other_signs(tmp_path, written):
    (tmp_path / "a.html").write_text(f"<p>{written}</p>", "utf-8")
    assert scan.found(tmp_path, ["06-00001234"]) == [("a.html", "06-00001234")]


def test_a_file_name_counts_and_an_innocent_file_does_not(tmp_path):
    (tmp_path / "canarie.txt").write_text("niets", "utf-8")
    assert scan.found(tmp_path, ["Canarie", SECRET]) == [("canarie.txt", "Canarie")]

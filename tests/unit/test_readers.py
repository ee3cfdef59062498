"""Reading deliveries: right where a file is right, one clear refusal where it is not, and never a crash of ours."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from monitor_lib import paths
from monitor_lib.intake.files import deliveries, safety
from monitor_lib.intake.files.deliveries import delivered_sheets
from monitor_lib.intake.files.readers import cell_text

KNOWN = frozenset(["naam", "plaats", "gemeente"])
SAMPLES = paths.ROOT.parent / "shared" / "samples"


def delivered(folder: Path, name: str, content: bytes):
    (folder / name).write_bytes(content)
    return delivered_sheets(folder, KNOWN)


def rows(folder: Path, name: str, content: bytes) -> list[list[str]]:
    sheets, faults = delivered(folder, name, content)
    assert faults == []
    return [list(row) for row in sheets[0].rows]


def refusal(folder: Path, name: str, content: bytes) -> str:
    sheets, faults = delivered(folder, name, content)
    assert sheets == []
    assert [fault.file for fault in faults] == [name]
    assert str(faults[0]).startswith(name)
    return faults[0].code


def workbook(*cells: tuple[int, int, object], hidden: bool = False) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Lijst")
    for row, column, value in cells:
        sheet.write(row, column, value)
    if hidden:
        book.add_worksheet("Oud").hide()
    book.close()
    return target.getvalue()


def changed_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts, correctly zipped."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            text = source.read(name)
            assert name != part or old in text
            archive.writestr(name, text.replace(old, new) if name == part else text)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LIST = workbook((0, 0, "Naam"), (0, 1, "Plaats"), (1, 0, "De Brug"), (1, 1, "Assen"))


def test_semicolons_in_windows_letters(tmp_path):
    text = "Naam;Plaats\nZorgcoöperatie “Ön”;Súdwest\n"
    assert rows(tmp_path, "a.csv", text.encode("cp1252")) == [["Naam", "Plaats"], ["Zorgcoöperatie “Ön”", "Súdwest"]]


def test_commas_after_a_byte_order_mark(tmp_path):
    assert rows(tmp_path, "a.csv", "Naam,Plaats\n€;n,Assen\n".encode("utf-8-sig")) == [
        ["Naam", "Plaats"],
        ["€;n", "Assen"],
    ]


def test_the_delimiter_is_the_one_that_yields_known_headings(tmp_path):
    text = "Lijst van 1 mei, 2 juni, en 3 juli, voorlopig, onvolledig\nNaam;Plaats\na, b, c, d, e;Assen\n"
    assert rows(tmp_path, "a.csv", text.encode())[2] == ["a, b, c, d, e", "Assen"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_tabs_and_marked_utf_16(tmp_path, encoding):
    assert rows(tmp_path, "a.txt", "Naam\tPlaats\nDe Één\tAssen\n".encode(encoding))[1] == ["De Één", "Assen"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(tmp_path, encoding):
    assert rows(tmp_path, "a.csv", "Naam;Plaats\nDe Één;Assen\n".encode(encoding))[1] == ["De Één", "Assen"]


def test_a_web_page_saved_as_xls_is_read_and_not_run(tmp_path):
    page = """<!DOCTYPE html><html><head><style>td {color: red}</style><script>document.write("<table>")</script></head>
    <body><h1>Lijst</h1><table><tr><th>Naam<th>Plaats <b>of</b><br>dorp</tr>
    <tr><td rowspan="2">De Br&uuml;g &amp; Co<td>Assen<script>alert(1)</script></td></tr><tr><td>Norg</tr>
    <tr><td colspan=2>Totaal<td><table><tr><td>binnenin</table></td></table><table><tr><td>Los</table>"""
    sheets, faults = delivered(tmp_path, "a.xls", page.encode("cp1252"))
    assert faults == []
    assert [sheet.name for sheet in sheets] == ["Tabel 1", "Tabel 2"]
    assert [list(row) for row in sheets[0].rows] == [
        ["Naam", "Plaats of dorp"],
        ["De Brüg & Co", "Assen"],
        ["De Brüg & Co", "Norg"],
        ["Totaal", "", "binnenin"],
    ]


def test_a_last_cell_of_a_web_page_merged_over_rows_stays_in_them(tmp_path):
    page = """<table><tr><th>Naam<th>Gemeente</tr><tr><td>A<td rowspan=2>Boxtel</tr><tr><td>B</tr>
    <tr><td>C<td>Vught</tr><tr><td>D<td rowspan=2>Goes</tr><tr><td>E</table>"""
    (sheet,), _ = delivered(tmp_path, "a.xls", page.encode())
    assert [list(row) for row in sheet.rows[1:]] == [
        ["A", "Boxtel"],
        ["B", "Boxtel"],
        ["C", "Vught"],
        ["D", "Goes"],
        ["E", "Goes"],
    ]


def test_a_cell_merged_over_rows_counts_in_each_and_over_columns_once(tmp_path):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 1, "Lijst")
    sheet.write_row(1, 0, ["Naam", "Gemeente"])
    sheet.merge_range(2, 1, 4, 1, "Assen")
    sheet.write(2, 0, "De Brug")
    sheet.write(3, 0, "De Vlinder")
    book.close()
    assert rows(tmp_path, "a.xlsx", target.getvalue()) == [
        ["Lijst"],
        ["Naam", "Gemeente"],
        ["De Brug", "Assen"],
        ["De Vlinder", "Assen"],
    ]


def test_a_record_over_several_lines_is_one_row_and_blank_lines_count(tmp_path):
    text = 'Naam;Plaats\r\n"De\nBrug";Assen\r\n\r\n"Het ""Anker""";Norg\r\n'
    assert rows(tmp_path, "a.csv", text.encode()) == [
        ["Naam", "Plaats"],
        ["De\nBrug", "Assen"],
        [],
        ['Het "Anker"', "Norg"],
    ]


def test_a_workbook_keeps_its_row_numbers_and_tells_what_is_hidden(tmp_path):
    content = workbook((2, 1, "Naam"), (3, 1, 2014), (3, 2, 0.5), (3, 3, True), hidden=True)
    sheets, faults = delivered(tmp_path, "a.xlsx", content)
    assert faults == []
    assert [list(row) for row in sheets[0].rows] == [[], [], ["", "Naam"], ["", "2014", "0,5", "WAAR"]]
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Lijst", False), ("Oud", True)]


def test_numbers_read_as_a_dutch_reader_types_them():
    assert [cell_text(value) for value in (31612345678.0, 1.234, -0.0, 1e20)] == ["31612345678", "1,234", "0", "1e+20"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.xlsx", b" \n", "empty"),
        ("a.csv", b"Naam;Plaats\n" + "Één;A\n".encode() + "Twéé;B\n".encode("cp1252"), "mixed_encoding"),
        ("a.csv", "Naam;Plaats\nCafé aan de vaart;A\n".encode("mac_roman"), "unknown_encoding"),
        ("a.csv", b'Naam;Plaats\n"De Brug;Assen\nHet Anker;Norg\n', "quotes"),
        ("a.xls", b"<html><p>Naam</p></html>", "web_page"),
        ("a.xls", b"<html><table>" + b"<tr><td colspan=99999>" * 9, "too_wide"),
        ("a.xls", b"<html><table><!-- " + b"<a" * 200_000, "damaged"),
        ("a.xls", b"Naam Plaats", "damaged"),
        ("a.xlsx", LIST[:-40], "damaged"),
        ("a.xlsx", LIST.replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
        ("a.csv", b"PK\x03\x04 this is no zip", "damaged"),
        ("a.sav", b"$FL2 this is no data file", "damaged"),
        ("a.csv", b"x" * (safety.MAX_BYTES + 1), "too_large"),
        ("a.xlsx", changed_part(LIST, SHEET, b"<sheetData>", b'<!DOCTYPE x [<!ENTITY a "b">]><sheetData>'), "entities"),
        ("a.xlsx", changed_part(LIST, SHEET, b"</worksheet>", b" " * (safety.MAX_UNPACKED + 1)), "too_large"),
        ("a.xlsx", workbook((0, 0, "Naam"), (1_048_575, 16_383, "ver weg")), "too_wide"),
        ("a.xlsx", workbook((0, 0, "Naam"), (0, safety.MAX_COLUMNS, "te breed")), "too_wide"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path, name, content, code):
    assert refusal(tmp_path, name, content) == code


def test_a_changed_byte_is_noticed(tmp_path):
    content = bytearray(LIST)
    content[LIST.index(b"xl/worksheets/sheet1.xml") + 60] ^= 1
    assert refusal(tmp_path, "a.xlsx", bytes(content)) == "damaged"


def test_an_encrypted_zip_says_so(tmp_path):
    content = bytearray(LIST)
    content[LIST.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(tmp_path, "a.xlsx", bytes(content)) == "encrypted"


def test_too_many_parts(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(safety.MAX_MEMBERS + 1):
            archive.writestr(f"{number}.xml", "")
    assert refusal(tmp_path, "a.xlsx", target.getvalue()) == "too_many_parts"


def test_formats_far_away_are_no_cells_far_away(tmp_path):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Naam")
    sheet.write_blank(1_000_000, 16_000, None, book.add_format({"bold": True}))
    book.close()
    assert rows(tmp_path, "a.xlsx", target.getvalue()) == [["Naam"]]


def test_a_reader_that_dies_or_hangs_is_one_fault_and_the_others_go_on(tmp_path, monkeypatch):
    (tmp_path / "good.csv").write_text("Naam;Plaats\n", "utf-8")
    (tmp_path / "hangs.csv").write_text("Naam;Plaats\n", "utf-8")
    (tmp_path / "dies.csv").write_text("Naam;Plaats\n", "utf-8")
    real, asked = subprocess.run, []

    def run(command, **options):
        asked.append([Path(name).name for name in command[3:]])
        if "hangs.csv" in asked[-1]:
            raise subprocess.TimeoutExpired(command, 60)
        if "dies.csv" in asked[-1]:
            return subprocess.CompletedProcess(command, -11, b"half an ans")
        return real(command, **options)

    monkeypatch.setattr(deliveries.subprocess, "run", run)
    sheets, faults = delivered_sheets(tmp_path, KNOWN)
    assert [sheet.file for sheet in sheets] == ["good.csv"]
    assert [(fault.file, fault.code) for fault in faults] == [("dies.csv", "damaged"), ("hangs.csv", "too_slow")]
    assert sorted(asked) == [["dies.csv"], ["dies.csv", "good.csv", "hangs.csv"], ["good.csv"], ["hangs.csv"]]


def test_files_are_read_by_one_process_each_to_its_own_answer(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("Naam;Plaats\nDe Hoek;Ede\n", "utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "c.csv").write_text("Naam;Plaats\n", "utf-8")
    real, started = subprocess.run, []
    monkeypatch.setattr(deliveries.subprocess, "run", lambda *args, **more: started.append(args) or real(*args, **more))
    sheets, faults = delivered_sheets(tmp_path, KNOWN)
    assert [(sheet.file, len(sheet.rows)) for sheet in sheets] == [("a.csv", 2), ("c.csv", 1)]
    assert [(fault.file, fault.code) for fault in faults] == [("b.xlsx", "damaged")]
    assert len(started) == 1


def test_what_is_no_delivery_is_skipped_and_told(tmp_path):
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".hidden.csv", "brief.pdf"):
        (tmp_path / name).write_text("Naam;Plaats\n", "utf-8")
    (tmp_path / "map.csv").mkdir()
    sheets, faults = delivered_sheets(tmp_path, KNOWN)
    assert [sheet.file for sheet in sheets] == ["a.csv", "b.csv"]
    assert {fault.file for fault in faults} == {"~$a.xlsx", ".hidden.csv", "brief.pdf", "map.csv"}
    assert {fault.severity for fault in faults} == {"remark"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_does_not_hang_the_reader(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.csv")
    sheets, faults = delivered_sheets(tmp_path, KNOWN)
    assert sheets == []
    assert [fault.code for fault in faults] == ["skipped", "empty_folder"]


def test_a_missing_and_an_empty_folder_say_what_to_do(tmp_path):
    assert "Maak hem" in str(delivered_sheets(tmp_path / "inventory", KNOWN)[1][0])
    assert "Zet er ten minste één in" in str(delivered_sheets(tmp_path, KNOWN)[1][0])


def test_every_refusal_has_its_words():
    sources = ("safety.py", "delimited.py", "readers.py", "web_tables.py")
    texts = "".join(Path(safety.__file__).with_name(name).read_text("utf-8") for name in sources)
    for code in [part.split('"')[0] for part in texts.split('Refused("')[1:]]:
        assert code in deliveries._REFUSALS


def test_reading_a_text_file_imports_no_heavy_library(tmp_path):
    heavy = "{'pandas', 'numpy', 'python_calamine'}"
    program = f"import sys, monitor_lib.intake.files.readers; print(not {heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the public sample files are not kept in the repository")
def test_real_files_read_as_expected(tmp_path):
    expected = json.loads((SAMPLES / "samples_expect.json").read_text("utf-8"))["files"]
    for name in expected:
        (tmp_path / name.replace("/", " ")).symlink_to(SAMPLES / name)
    sheets, faults = delivered_sheets(tmp_path, KNOWN)
    refused = {fault.file for fault in faults}
    assert refused == {name.replace("/", " ") for name, file in expected.items() if "error" in file}
    found = {(sheet.file, sheet.name): sheet for sheet in sheets}
    for name, file in expected.items():
        for title, size in file.get("sheets", {}).items():
            sheet = found[name.replace("/", " "), title]
            assert len(sheet.rows) <= size["rows"]
            assert max(map(len, sheet.rows), default=0) <= size["cols"]
            assert sheet.hidden == (size["visible"] != "Visible")
        if "columns" in file:
            assert list(found[name.replace("/", " "), ""].rows[0]) == file["columns"]

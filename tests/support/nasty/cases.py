"""Bad files and what must become of each: refused, taken with a remark, a row listed as unusable, or simply read."""

from collections.abc import Callable
from dataclasses import dataclass

from nasty.workbooks import SHEET, changed, counted, flipped, workbook, zipped

HEAD, ROW = "Naam;Plaats\n", "De Brug;Assen\n"
LIST = workbook(("Naam", "Plaats"), ("De Brug", "Assen"))
PERSON = "Zebedea Kanarie"


@dataclass(frozen=True)
class Case:
    """One file; `outcome` is refused, remark, row or read, `code` that of the fault that tells it."""

    name: str
    content: Callable[[], bytes]
    outcome: str
    code: str = ""


def text(name: str, content: str, outcome: str, code: str = "", encoding: str = "utf-8") -> Case:
    return Case(name, lambda: content.encode(encoding), outcome, code)


def listed(headings: str, *rows: str) -> str:
    return "\n".join([headings, *rows, ""])


ENCODINGS = [
    text("utf16.csv", HEAD + ROW, "read", encoding="utf-16"),
    text("utf16-zonder-merk.csv", HEAD + ROW, "read", encoding="utf-16-be"),
    text("cp1252.csv", HEAD + "Zorgcoöperatie “Één”;Assen\n", "read", encoding="cp1252"),
    text("mac.csv", HEAD + "Café aan de vaart;Assen\n", "refused", "unknown_encoding", "mac_roman"),
    Case(
        "mengsel.csv",
        lambda: HEAD.encode() + "Één;Assen\n".encode() + "Twéé;Norg\n".encode("cp1252"),
        "refused",
        "mixed_encoding",
    ),
    Case("nul.csv", lambda: (HEAD + ROW).encode() + b"\0", "refused", "unknown_encoding"),
    text("alleen-cr.csv", (HEAD + ROW).replace("\n", "\r"), "read"),
    text("komma-in-naam.csv", 'Naam,Plaats\n"Samen, sterk",Assen\n', "read"),
    text("regel-in-naam.csv", 'Naam;Plaats\n"De\nBrug";Assen\n', "read"),
    text("open-aanhaling.csv", 'Naam;Plaats\n"De Brug;Assen\nHet Anker;Norg\n', "refused", "quotes"),
    text("slok.csv", 'Naam;Plaats\n"De Brug;Assen\nHet Anker;Norg\nDe Kade";Roden\nVries;b\n', "refused", "quotes"),
    text("slok-achteraan.csv", 'Naam;Plaats\nDe Brug;"Assen\nHet Anker;Norg"\nDe Loods;Vries\n', "refused", "quotes"),
    text("regels-met-puntkomma.csv", 'Naam;Plaats\n"De; echte\nBrug; ja";Assen\n', "read"),
    text("cp850.csv", HEAD + "Zorgcoöperatie Zuid;Assen\n", "refused", "unknown_encoding", "cp850"),
    text("cp850-een.csv", HEAD + "Café de Brug;Één\nHuis voor één;Assen\n", "refused", "unknown_encoding", "cp850"),
    text("aanhaling-in-woord.csv", HEAD + "“De Brug”aan de Vaart;Assen\n", "read", encoding="cp1252"),
    text("lange-rij.csv", HEAD + "De Brug;Assen;x;y\n" + ROW, "row"),
    text("korte-rij.csv", HEAD + "De Brug\n" + ROW, "row"),
    text("titel-en-totaal.csv", "Lijst 2026, voorlopig\n\n" + HEAD + ROW + "Totaal;1\n", "remark", "total_row"),
    text("lege-regels.csv", HEAD + ";\n\n" + ROW + ";;;\n", "read"),
]
VALUES = [
    text("postcode.csv", listed("Naam;Plaats;Postcode", "De Brug;Assen;99999"), "remark", "unusable_cell"),
    text("jaar.csv", listed("Naam;Plaats;Startjaar", "De Brug;Assen;binnenkort"), "remark", "unusable_cell"),
    text("fase.csv", listed("Naam;Plaats;Fase", "De Brug;Assen;bijna klaar"), "remark", "unusable_cell"),
    text("nergens.csv", HEAD + "De Brug;Nergenshuizen\n", "row"),
    text("zonder-naam.csv", HEAD + ";Assen\n", "row"),
    text("twee-plaatsen.csv", HEAD + "De Brug;Hengelo\n", "row"),
    text("haaren.csv", listed("Naam;Plaats;Gemeente", "De Brug;Nergenshuizen;Haaren"), "remark", "placing"),
    text("lang.csv", HEAD + "A" * 100_000 + ";Assen\n", "row", "unusable_cell"),
    text("onzichtbaar.csv", HEAD + "De\u200b Brug\u202e;Assen\n", "remark", "invisible"),
    text("emoji.csv", HEAD + "De 🌉 Brug;Assen\n", "read"),
    text("dubbel-kopje.csv", listed("Naam;Plaats;Dorp", "De Brug;Assen;assen"), "remark", "repeated_column"),
    text("dubbel-oneens.csv", listed("Naam;Plaats;Dorp", "De Brug;Assen;Norg"), "refused", "clashing_columns"),
    text("naam-of-persoon.csv", f"Naam;Organisatie;Plaats\n{PERSON};De Brug;Assen\n", "refused", "clashing_columns"),
    text("zonder-plaats.csv", "Naam;Provincie\nDe Brug;Drenthe\n", "refused", "missing_column"),
    text("zonder-kop.csv", "a;b\nc;d\n", "refused", "no_header"),
    text("leeg.csv", "", "refused", "empty"),
    text("wit.csv", " \n\n", "refused", "empty"),
    text("alleen-kop.csv", HEAD, "read"),
]
ACTIVE = [
    text("formule.csv", HEAD + '=HYPERLINK("https://kwaad.example");Assen\n', "read"),
    text("sjabloon.csv", HEAD + "{{ cycler.__init__.__globals__.os.popen('id').read() }};Assen\n", "read"),
    text("script.csv", HEAD + "<img src=x onerror=alert(1)>;Assen\n", "read"),
    text("adres.csv", listed("Naam;Plaats;Website", "De Brug;Assen;javascript:alert(1)"), "remark", "unusable_cell"),
    text("query.csv", HEAD + "@pd.io.common.os.system('id');Assen\n", "read"),
    Case("bladnaam.xlsx", lambda: workbook(("Naam", "Plaats"), ("=1+1", "Assen"), sheet="=cmd|' C'!A0"), "read"),
    text(
        "pagina.xls",
        "<html><table><tr><td>Naam<td>Plaats<tr><td>De Brug<script>alert(1)</script><td>Assen</table>",
        "read",
    ),
    text("pagina-af.xls", "<table><tr><td>Naam<td>Plaats<tr><td>De Brug<td>Assen<tr><td>Het Ank", "refused", "cut_off"),
    text("pagina-zonder.xls", "<html><script>document.write('<table>')</script></html>", "refused", "web_page"),
    text("pagina-breed.xls", "<table>" + "<tr><td colspan=99999>" * 9, "refused", "too_wide"),
    text("pagina-open.xls", "<table><tr><td>" + "<a " * 3_000_000, "refused", "damaged"),
    text("pagina-diep.xls", "<table><tr><td>" * 200_000, "refused", "web_page"),
]
PERSONS = [
    text("in-de-naam.csv", HEAD + f"De Brug (bel {PERSON} 06-12345678);Assen\n", "remark", "personal"),
    text("in-het-kopje.csv", listed(f"Naam;Plaats;Notitie {PERSON}", "De Brug;Assen;x"), "remark", "unmapped_column"),
    text(
        "postcode-met-mail.csv",
        listed("Naam;Plaats;Postcode", "De Brug;Assen;jan@voorbeeld.example"),
        "remark",
        "personal",
    ),
    text(
        "persoon-als-rechtsvorm.csv",
        listed("Naam;Plaats;Rechtsvorm;Contactpersoon", f"De Brug;Assen;Zebedea;{PERSON}", "De Kade;Assen;kanarie;"),
        "remark",
        "unusable_cell",
    ),
    text("zonder-kopje.csv", listed("Naam;Plaats;", f"De Brug;Assen;{PERSON}"), "remark", "unmapped_column"),
]
EXCEL = [
    Case("goed.xlsx", lambda: LIST, "read"),
    Case("afgekapt.xlsx", lambda: LIST[:-40], "refused", "damaged"),
    Case("bit.xlsx", lambda: flipped(LIST, SHEET.encode(), 60), "refused", "damaged"),
    Case("geheim.xlsx", lambda: flipped(LIST, b"PK\x01\x02", 8), "refused", "encrypted"),
    Case("geen-lijst.xlsx", lambda: zipped(brief=b"hallo"), "refused", "not_a_list"),
    Case("bom.xlsx", lambda: changed(LIST, SHEET, b"</worksheet>", b" " * 200_000_001), "refused", "too_large"),
    Case("delen.xlsx", lambda: zipped(**{f"{n}.xml": b"" for n in range(2001)}), "refused", "too_many_parts"),
    Case(
        "lachen.xlsx",
        lambda: changed(LIST, SHEET, b"<sheetData>", b'<!DOCTYPE x [<!ENTITY a "b">]><sheetData>'),
        "refused",
        "entities",
    ),
    Case("ver.xlsx", lambda: workbook(("Naam", "Plaats"), far=(1_048_575, 16_383)), "refused", "too_wide"),
    Case(
        "verborgen.xlsx",
        lambda: workbook(("Naam", "Plaats"), ("De Brug", "Assen"), hidden=True),
        "remark",
        "hidden_sheet",
    ),
    Case("datum.xlsx", lambda: workbook(("Naam", "Plaats", "Startjaar"), ("De Brug", "Assen", 41640)), "read"),
    Case("oud.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "refused", "damaged"),
    Case("eigenlijk-csv.xlsx", lambda: (HEAD + ROW).encode(), "refused", "damaged"),
    Case("eigenlijk-xlsx.csv", lambda: LIST, "read"),
    Case("stuk.ods", lambda: b"PK\x03\x04" + b"\xff" * 400, "refused", "damaged"),
    Case("groot.csv", lambda: b"x" * 20_000_001, "refused", "too_large"),
    Case("breed.csv", lambda: (";" * 6_000 + "\n").encode() + (HEAD + ROW).encode(), "refused", "too_wide"),
]
FILES = [
    Case("~$slot.xlsx", lambda: b"x", "remark", "skipped"),
    Case("brief.pdf", lambda: b"%PDF-1.4", "remark", "no_list"),
    Case(f"{'lang' * 55}.csv", lambda: (HEAD + ROW).encode(), "read"),
    Case("$(touch x) {{7*7}} '.csv", lambda: (HEAD + ROW).encode(), "read"),
    Case("e\u0301e\u0301n.csv", lambda: (HEAD + ROW).encode(), "read"),
]
SURVEY = [
    text("half.sav", "$FL2", "refused", "damaged"),
    Case("telling.sav", lambda: counted(7), "refused", "other_count"),
    Case("telling-laag.sav", lambda: counted(1), "refused", "other_count"),
    Case("telling-goed.sav", lambda: counted(2), "read"),
    Case("telling-onbekend.sav", lambda: counted(-1), "read"),
    Case("onzin.zsav", lambda: b"$FL3" + bytes(range(256)) * 40, "refused", "damaged"),
    text("limesurvey.csv", "id,submitdate,Q01\n1,2026-05-01,De Brug\n", "refused", "no_header"),
]
CASES = [*ENCODINGS, *VALUES, *ACTIVE, *PERSONS, *EXCEL, *FILES, *SURVEY]

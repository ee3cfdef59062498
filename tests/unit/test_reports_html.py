"""Pages from notebooks: what a reader needs, nothing that runs unasked, nothing from outside."""

import json
import re
from dataclasses import replace

import nbformat
import pytest
from drawn import question, table
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from monitor_lib.pictures.charts import charts
from monitor_lib.pictures.maps import explorer
from monitor_lib.publishing.pages import reports
from monitor_lib.reference.text.language import speaking


def bundle(shown):
    return new_output("display_data", data=shown if isinstance(shown, dict) else shown._repr_mimebundle_())


def page(book, *cells, single_file=False, title="Utrecht"):
    notebook = new_notebook(cells=list(cells))
    nbformat.validate(notebook)
    return reports.html(
        notebook, book, book.wave("voorbeeld"), title, reports.Setting(alone="" if single_file else None)
    )


@pytest.fixture
def chart(book):
    return charts.question_chart(table(*question(book, "q12", "NL")), book, "q12", "NL")


@pytest.fixture
def report(book, chart):
    return page(
        book,
        new_markdown_cell("# Titel van het notebook\n\nWaar het over gaat."),
        new_markdown_cell("## Wat doen ze?\n\nTekst."),
        new_code_cell("geheim = 1", outputs=[bundle(chart)]),
        new_markdown_cell("## Wat doen ze?\n\nNog eens."),
    )


def test_a_page_has_one_heading_landmarks_a_skip_link_and_the_mark_on_example_data(book, report):
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", report) == ["Utrecht"]
    assert '<html lang="nl">' in report
    for landmark in ("<header", "<nav", "<main", "<footer"):
        assert landmark in report
    assert '<a class="skip" href="#inhoud">' in report
    assert report.count(book.monitor.example_notice) >= 2
    assert "1 november 2021" in report


def test_the_contents_list_every_section_once_under_its_own_name(report):
    targets = re.findall(r'<li><a href="#([^"]+)">', report)
    assert targets == ["wat-doen-ze", "wat-doen-ze-1"]
    assert [report.count(f'<h2 id="{target}"') for target in targets] == [1, 1]


def test_code_stays_out(report):
    assert "geheim" not in report


def test_a_chart_is_a_table_with_heading_sense_note_and_a_track_per_figure(chart, report):
    assert f">{chart.title}</h3>" in report
    assert chart.sentence.split("“")[0] in report
    assert f"</h3>{chart.note}</figcaption>" in report.replace("&#34;", '"')
    assert report.count('<th scope="row">') == len(chart.table)
    shown = [line.row for line in chart.picture.lines if not line.row.hidden]
    assert report.count('<span class="track" aria-hidden="true"><i class="band">') >= len(shown) > 0
    assert 'data-alt="Grafiek: ' in report


def test_a_charts_json_holds_what_is_drawn_and_cannot_end_its_element(book, chart):
    hostile = json.loads(json.dumps(chart._repr_mimebundle_()[charts.MIME]))
    hostile["data"][0]["ids"] = "</script><script>alert(1)</script>\u2028&"
    text = page(book, new_markdown_cell("## A"), new_code_cell("", outputs=[bundle({charts.MIME: hostile})]))
    block = re.search(r'<script type="application/json" data-alt[^>]*>(.*?)</script>', text, re.DOTALL)[1]
    common = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', text, re.DOTALL)[1])
    assert common["looks"][json.loads(block)["data"][0]["look"]]["ids"] == hostile["data"][0]["ids"]
    assert "alert(1)</script>" not in text
    assert "template" not in json.loads(block)["layout"]
    assert text.count('id="charts"') == 1


def test_markup_in_markdown_is_shown_and_not_followed(book):
    text = page(book, new_markdown_cell("## A\n\n<img src=x onerror=alert(1)> [klik](javascript:alert(1)) {{7*7}}"))
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
    assert 'href="javascript:' not in text
    assert "{{7*7}}" in text


def test_tables_of_pandas_get_scopes(book, chart):
    text = page(
        book, new_markdown_cell("## A"), new_code_cell("", outputs=[bundle({"text/html": chart.table.to_html()})])
    )
    assert "<th>" not in text
    assert '<th scope="col">Antwoord</th>' in text


def test_stderr_is_never_shown(book):
    outputs = [new_output("stream", name=name, text=f"op {name}") for name in ("stdout", "stderr")]
    text = page(book, new_markdown_cell("## A"), new_code_cell("", outputs=outputs))
    assert "op stdout" in text
    assert "op stderr" not in text


def test_a_page_points_only_into_its_own_folder(report):
    addresses = re.findall(r'(?:src|href)="([^"]*)"', report)
    outside = [
        each for each in addresses if re.match(r"[a-z]+:|//", each) and not each.startswith(("mailto:", "data:,"))
    ]
    assert outside == []
    assert {"assets/page.css", "assets/charts.js"} <= set(addresses)


def test_the_library_of_charts_waits_for_a_reader_who_asks(report):
    assert 'data-library="assets/plotly.min.js"' in report
    assert 'src="assets/plotly.min.js"' not in report


def test_the_policy_names_every_script_in_the_page_and_nothing_unsafe(book, chart):
    map_page = "<!DOCTYPE html><html><body><script>let a = 1;</script></body></html>"
    picture = {"id": "k", "title": "T", "sentence": "S", "note": "N", "page": map_page}
    picture["table"] = {"columns": ["Naam"], "rows": [["</td><script>"]]}
    frame = {"text/html": '<iframe srcdoc="x"></iframe>', explorer.MIME: picture}
    text = page(book, new_markdown_cell("## A"), new_code_cell("", outputs=[bundle(frame), bundle(chart)]))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#x27;", "'")
    assert "default-src 'none'" in policy
    assert re.search(r"script-src ([^;]*)", policy)[1].count("sha256-") == 1
    assert "unsafe-inline" not in re.search(r"script-src ([^;]*)", policy)[1]
    assert "<td><script>" not in text
    assert "&lt;/td&gt;&lt;script&gt;" in text


def test_a_single_file_needs_no_other(book, chart):
    text = page(book, new_markdown_cell("## A"), new_code_cell("", outputs=[bundle(chart)]), single_file=True)
    assert "assets/" not in re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert "data:font/woff2;base64," in text
    assert "Bekijk interactief" not in text
    assert len(text) < 1_500_000


LINKS = "## A\n\n[de leeswijzer](leeswijzer.html), [hier](#a), [een deel](nederland.html#b), [elders](https://a.example/b.html)"


@pytest.mark.parametrize(
    ("alone", "address", "site"),
    [
        ("", "https://zorg.example/monitor", "https://zorg.example/monitor/voorbeeld/"),
        ("", "", ""),
        (None, "https://zorg.example/monitor", ""),
    ],
)
def test_a_page_to_mail_links_to_the_others_where_they_are_served(book, alone, address, site):
    known = replace(book, monitor=replace(book.monitor, address=address))
    notebook = new_notebook(cells=[new_markdown_cell(LINKS)])
    text = reports.html(notebook, known, book.wave("voorbeeld"), "Utrecht", reports.Setting(alone=alone))
    links = re.findall(r'<a href="([^"]+)">(?:de leeswijzer|hier|een deel|elders)</a>', text)
    assert links == [f"{site}leeswijzer.html", "#a", f"{site}nederland.html#b", "https://a.example/b.html"]
    assert f'<a href="{site}index.html">' in text


def test_the_shared_files_are_complete(tmp_path):
    written = {path.name for path in reports.copy_assets(tmp_path)}
    assert written == {path.name for path in tmp_path.iterdir()}
    assert {"plotly.min.js", "leaflet.js", "leaflet.css", "page.css", "charts.js", "LICENSE.txt"} <= written
    css = (tmp_path / "page.css").read_text("utf-8")
    assert set(re.findall(r'url\("([^"]+)"\)', css)) <= written
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", css))
    assert used <= set(re.findall(r"(--[a-z0-9-]+):", css))


def test_each_library_has_its_licence_beside_it(tmp_path):
    asked = {
        "plotly.min.js": ("Plotly, Inc.", "MIT License"),
        "leaflet.js": ("CloudMade", "retain the above copyright"),
    }
    reports.copy_assets(tmp_path)
    for script, (holder, terms) in asked.items():
        notice = (tmp_path / f"{script}.LICENSE.txt").read_text("utf-8")
        assert notice.index(holder) < notice.index(terms)
        assert "WITHOUT WARRANTY" in notice or "EXPRESS OR IMPLIED" in notice


def test_a_report_is_the_same_every_time(book, chart):
    cells = new_markdown_cell("## A"), new_code_cell("", outputs=[bundle(chart)])
    assert page(book, *cells) == page(book, *cells)


def meta(page, name):
    return re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)


def test_a_page_tells_who_shares_it_what_it_is_and_shows_its_card(book):
    cells = [new_markdown_cell("# Weg\n\nWat hier *staat* & meer."), new_markdown_cell("## Deel\n\nTekst.")]
    known = replace(book, monitor=replace(book.monitor, address="https://zorg.example/monitor"))
    setting = reports.Setting("provincie-utrecht.html", "infographics/utrecht-breed.png")
    told = {}
    for name, each in (("unknown", book), ("known", known)):
        told[name] = reports.html(new_notebook(cells=cells), each, book.wave("voorbeeld"), "Utrecht", setting)
    for page_ in told.values():
        assert meta(page_, "og:title") == [f"Utrecht – {book.monitor.title}"]
        assert meta(page_, "og:description") == meta(page_, "description") == ["Wat hier staat &amp; meer."]
    assert meta(told["unknown"], "og:image") == ["infographics/utrecht-breed.png"]
    assert meta(told["unknown"], "og:url") == []
    site = "https://zorg.example/monitor/voorbeeld/"
    assert meta(told["known"], "og:image") == [f"{site}infographics/utrecht-breed.png"]
    assert meta(told["known"], "og:url") == [f"{site}provincie-utrecht.html"]
    assert f'<link rel="canonical" href="{site}provincie-utrecht.html">' in told["known"]
    with speaking("en"):
        english = reports.html(new_notebook(cells=cells), known, book.wave("voorbeeld"), "Utrecht", setting)
    assert meta(english, "og:url") == [f"{site}en/provincie-utrecht.html"]


def test_a_page_without_a_card_names_none(report):
    assert meta(report, "og:image") == meta(report, "twitter:card") == []

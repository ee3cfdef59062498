"""Maps: names are text and nothing else, and the number on a province is the one in the table."""

import dataclasses
import html
import itertools
import json
import re
import tomllib

import pandas as pd
import pytest
from drawn import count, table

from monitor_lib import paths
from monitor_lib.pictures.maps import base_map, choropleth, density, explorer, places
from monitor_lib.pictures.maps.outlines import outlines, simplified
from monitor_lib.pictures.style import checks, style
from monitor_lib.pictures.style.templates import esc
from monitor_lib.publishing.pages import reports
from monitor_lib.reference.areas.inhabitants import Inhabitants

HOSTILE = [
    "{{7*7}}",
    '{{cycler.__init__.__globals__.os.popen("id").read()}}',
    "{{cycler.__init__.__globals__.os.popen(dict(id=1)|list|first).read()}}",
    "${document.title='x'}",
    "</script><script>alert(1)</script>",
    "`);alert(1);(`",
    "{% huis %}",
    "{# noot #}",
    "<img src=x onerror=alert(1)>",
    "back\\slash\r\nand\u2028lines",
    'De Brug & Zn. \'t Hûs "Oost"',
]


def initiatives(*names, **columns):
    told = {
        "initiative_id": [f"i{n}" for n in range(len(names))],
        "name": names,
        "place": "Utrecht",
        "municipality_name": "Utrecht",
        "province": "PV26",
        "latitude": 52.09,
        "longitude": 5.12,
        "form": "stadsdorp",
        "phase": None,
        "themes": "zorg|wonen",
        "activities": None,
        "network": "bokd",
        "website": None,
        "start_year": pd.NA,
    }
    return pd.DataFrame(told | columns)


@pytest.mark.parametrize("name", HOSTILE)
def test_escaped_words_hold_no_sign_that_acts_and_read_as_typed(name):
    assert not set(esc(name)) & set("<>\"'`${}\\\r\n\u2028\u2029")
    assert html.unescape(esc(name)).replace("\r", "") == name.replace("\r", "")


def block(page):
    """What the script is told, as it stands in the page."""
    return re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_not_run_when_the_page_is_built_and_cannot_leave_its_block(book, name):
    table = initiatives(name, place=name, municipality_name=name)
    page = explorer.initiatives_explorer(table, book, notice="").page(shared=True)
    assert "uid=" not in page
    assert page.count("<script") == page.count("</script>") == 7
    told = json.loads(block(page))
    assert told["rows"][0][1] == name
    assert told["places"] == [name]
    assert not set("<>&\u2028\u2029") & set(block(page))


def test_no_word_of_an_initiative_passes_through_folium(book):
    base = base_map.base_map(book.area("NL"))
    page = explorer.initiatives_map(initiatives("Zeldzame Naam", place="Verweg"), book, "NL").page(shared=True)
    assert base.script in page
    assert "Zeldzame" not in base.script + base.body
    assert "Verweg" not in base.script + base.body


def test_only_web_addresses_become_links(book):
    for website, linked in (
        ("https://brug.example/", True),
        ("http://brug.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://brug.example", False),
        (None, False),
    ):
        page = explorer.initiatives_explorer(initiatives("De Brug", website=website), book, "").page(shared=True)
        assert ((website or "javascript:") in block(page)) is linked, website
        assert page.count('rel="noopener noreferrer">De Brug</a>') == linked


def test_a_quote_in_an_address_does_not_end_it(book):
    table = initiatives("A", website='https://x.example/"onclick="alert(1)')
    page = explorer.initiatives_explorer(table, book, "").page(shared=True)
    assert "onclick=&#34;" in page
    assert not re.search(r'<a href="https://x.example/"onclick', page)


def test_what_the_script_is_told_by_hand(book):
    table = initiatives(
        "B",
        "A",
        latitude=[52.09, None],
        longitude=[5.12, None],
        form=["stadsdorp", None],
        themes=["zorg|wonen", "wonen"],
        province=["PV26", "PV21"],
        website=["https://b.example", None],
        network=["bokd|overig", "stimuland"],
        start_year=pd.array([2018, None], dtype="Int64"),
    )
    told = places.data(table, book)
    names = ["provincie", "gemeente", "vorm", "netwerk", "thema", "activiteit", "fase"]
    assert [facet["id"] for facet in told["facets"]] == names
    assert told["facets"][0]["options"] == [["PV21", "Fryslân", "fy"], ["PV26", "Utrecht"]]
    listing = {network.id: network.name for network in (*book.networks, book.other_lists)}
    assert told["facets"][3]["options"] == [[code, listing[code]] for code in ("bokd", "stimuland", "overig")]
    assert told["facets"][4]["options"] == [["zorg", "Zorg"], ["wonen", "Wonen"]]
    assert told["spots"] == [[52.09, 5.12]]
    assert told["rows"] == [
        ["i0", "B", 0, 0, 1, 0, 0, [0, 2], [0, 1], -1, -1, "https://b.example", 2018],
        ["i1", "A", 0, -1, 0, 0, -1, 1, 1, -1, -1, "", 0],
    ]


def test_the_list_without_scripts_leaves_nobody_out(book):
    table = initiatives("A", "B", "C", province=["PV26", None, "PV21"], place=["Utrecht", None, "Sneek"])
    groups = places.by_province(table, book)
    told = [(group["name"], group["language"], [entry["name"] for entry in group["entries"]]) for group in groups]
    assert told == [("Fryslân", "fy", ["C"]), ("Utrecht", "nl", ["A"]), ("Provincie onbekend", "nl", ["B"])]
    page = explorer.initiatives_explorer(table, book, "").page(shared=True)
    assert "<li><span>B</span> (i1)</li>" in re.sub(r", Stadsdorp", "", page)


def test_initiatives_of_one_place_share_a_point_and_are_listed_by_name(book):
    two = explorer.initiatives_map(initiatives("B", "A"), book, "NL")
    assert len(json.loads(block(two.page(shared=True)))["spots"]) == 1
    assert list(two.table["Naam"]) == ["A", "B"]
    assert two.sentence == "Op de kaart: 2 initiatieven in één plaats in Nederland."


def test_a_map_of_a_province_holds_its_own_initiatives_alone(book):
    table = initiatives("In Utrecht", "In Zeeland", province=["PV26", "PV29"])
    assert list(explorer.initiatives_map(table, book, "Zeeland").table["Naam"]) == ["In Zeeland"]
    assert "In Utrecht" not in explorer.initiatives_map(table, book, "Zeeland").page(shared=True)


def test_where_no_initiative_is_on_the_map_a_report_says_so_without_a_search_and_the_whole_map_is_a_map(book):
    nobody = initiatives("A").iloc[:0]
    empty = explorer.initiatives_map(nobody, book, "Zeeland")
    assert "nog geen initiatieven" in empty.sentence
    assert set(empty._repr_mimebundle_()) == {"text/markdown", "text/plain"}
    assert explorer.MIME in explorer.initiatives_map(initiatives("A"), book, "NL")._repr_mimebundle_()
    assert (
        "leaflet.js"
        in explorer.initiatives_explorer(nobody, book)._repr_mimebundle_()[explorer.EXPLORER_MIME]["shared"]
    )


def test_the_page_asks_nothing_outside_and_is_the_same_every_time(book):
    first, second = (explorer.initiatives_map(initiatives("A"), book, "NL").page(shared=True) for _ in range(2))
    assert first == second
    asked = re.findall(r'<(?:link|script|img)[^>]* (?:src|href)="([^"]*)"', first)
    shared = ["page.css", "leaflet.css", "map.css", "leaflet.js", "shared.js", "finder.js", "bubbles.js", "map.js"]
    assert asked == [f"assets/{name}" for name in shared]
    assert 'lang="nl"' in first
    assert "user-scalable" not in first
    alone = explorer.initiatives_map(initiatives("A"), book, "NL").page(shared=False)
    assert re.findall(r"<(?:link|script|img)[^>]+(?:src|href)=", re.sub(r">.*?</script>", ">", alone, flags=re.S)) == []


TILES = style.Tiles("https://service.pdok.nl/brt/{z}/{x}/{y}.png", "Kadaster {{7*7}} </script> ${x}")


def test_tiles_are_asked_for_only_when_the_style_says_so_and_credited_as_text(book):
    assert style.load().tiles is None
    area = book.area("NL")
    assert "tileLayer" not in base_map.base_map(area).script
    script = base_map.base_map(area, TILES).script
    assert TILES.address in script
    assert "49" not in re.search(r'"attribution": (.*)', script)[1]
    assert "</script" not in script


def test_with_tiles_a_page_may_ask_their_one_server_for_pictures_and_nothing_else(book, monkeypatch):
    script = base_map.base_map(book.area("NL"), TILES).script
    tiled = dataclasses.replace(style.load(), tiles=TILES)
    monkeypatch.setattr(reports.style, "load", lambda: tiled)
    page = reports.with_policy(f"monitor-policy <script>{script}</script>")
    assert "img-src &#x27;self&#x27; file: data: https://service.pdok.nl;" in page
    assert page.split("<script>")[0].count("https:") == 1
    assert "https:" not in reports.with_policy("monitor-policy <p>no map</p>")


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        'https://tiles.example/{z}/{x}/{y}.png" onerror="x',
        "https://tiles.example/{{7*7}}/{z}/{x}/{y}.png",
        "https://tiles.example; script-src *//{z}/{x}/{y}.png",
    ],
)
def test_an_address_of_tiles_that_could_act_is_refused(address):
    document = tomllib.loads(paths.project().style.read_text("utf-8"))
    faults = list(checks.faults(document | {"tiles": {"address": address, "credit": "K"}}, paths.project().data))
    assert len(faults) == 1
    assert "[tiles]" in faults[0]
    good = {"address": "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"}
    assert list(checks.faults(document | {"tiles": good | {"credit": "K"}}, paths.project().data)) == []


def counted(book, **special):
    rows = [count(area.code, "initiatives", special.get(area.code, 10)) for area in book.provinces]
    return table(*rows, count("NL", "initiatives", 99))


def test_the_map_of_counts_names_every_province_with_its_number(book):
    svg = choropleth.count_map_svg(counted(book, PV29=1471), book)
    assert "{" not in svg
    assert "Zeeland 1.471" in re.search("<title id=.*?</title>", svg)[0]
    assert svg.count('class="land"') == 12
    assert "<a " not in svg


def test_provinces_link_where_there_is_a_page(book):
    svg = choropleth.count_map_svg(counted(book), book, link=lambda area: None if area.name == "Drenthe" else "x.html")
    assert svg.count('<a href="x.html"') == 11


@pytest.mark.parametrize(
    ("tenths", "limits"),
    [
        ([3, 18], (0, 5, 10, 15, 20)),
        ([3, 4], (0, 1, 2, 3, 4)),
        ([0], (0, 1, 2, 3, 4)),
        ([], (0, 1, 2, 3, 4)),
        ([99, 100], (0, 20, 40, 60, 80)),
        ([100, 101], (0, 50, 100, 150, 200)),
    ],
)
def test_classes_are_round_and_hold_every_density(tenths, limits):
    assert density.class_limits(tenths) == limits
    dense = density.Density({str(limit): limit for limit in limits}, limits, "")
    assert [dense.class_of(str(limit)) for limit in limits] == [0, 1, 2, 3, 4]
    below = density.Density({str(limit): limit - 1 for limit in limits[1:]}, limits, "")
    assert [below.class_of(str(limit)) for limit in limits[1:]] == [0, 1, 2, 3]


def test_no_class_of_the_legend_holds_the_end_of_another():
    assert density.Density({}, (0, 5, 10), "").legend == ("0,0–0,4", "0,5–0,9", "1,0 of meer")
    assert density.Density({}, (0, 1, 2), "").legend == ("0,0", "0,1", "0,2 of meer")


@pytest.mark.parametrize("longitude", [3.4, 7.2])
def test_a_long_name_at_the_edge_of_a_map_lies_on_it(book, longitude):
    far = {"name": "Aan de overkant", "map_label": (longitude, 52.5), "map_label_beside": False}
    areas = tuple(dataclasses.replace(each, **far) if each.code == "PV27" else each for each in book.areas)
    svg = choropleth.count_map_svg(counted(book), dataclasses.replace(book, areas=areas))
    (left, _, width, _), letters = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split()), choropleth.LETTERS
    middle = float(re.search(r'<text x="(\d+)"[^>]*>overkant<', svg)[1])
    half = len("Aan de") * letters / 4
    assert left + half < middle < left + width - half


def test_a_map_is_coloured_by_density_and_not_by_count(book, monkeypatch):
    people = {area.code: 1_000_000 for area in book.provinces} | {"PV29": 100_000}
    monkeypatch.setattr(density, "inhabitants", lambda year: Inhabitants(year, people))
    dense = density.density(counted(book, PV26=40), book)
    assert (dense.words("PV29"), dense.words("PV26"), dense.words("PV20")) == ("1,0", "0,4", "0,1")
    assert dense.class_of("PV29") > dense.class_of("PV26") > dense.class_of("PV20")


def test_the_map_says_whose_count_of_inhabitants_colours_it(book, monkeypatch):
    monkeypatch.setattr(density, "inhabitants", lambda year: Inhabitants(1999, dict.fromkeys(everywhere, 100_000)))
    everywhere = [area.code for area in book.provinces]
    assert "inwoners op 1 januari 1999: CBS" in choropleth.count_map(counted(book), book).note
    everywhere.pop()
    assert "inwoners" not in choropleth.count_map(counted(book), book).note


def test_where_it_is_not_known_how_many_live_in_a_province_no_colour_says_so(book, monkeypatch):
    monkeypatch.setattr(density, "inhabitants", lambda year: Inhabitants(year, {"PV29": 100_000}))
    dense = density.density(counted(book), book)
    assert (dense.legend, dense.words("PV29")) == ((), "–")
    assert len({dense.class_of(area.code) for area in book.provinces}) == 1


def test_the_number_of_a_province_stands_on_its_own_land(book):
    def inside(point, rings):
        crossings = 0
        for ring in rings:
            for (x1, y1), (x2, y2) in itertools.pairwise(ring):
                if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
                    crossings += 1
        return crossings % 2 == 1

    shapes = outlines(0.004)
    for area in book.provinces:
        assert inside(area.map_label, shapes[area.code]) is not area.map_label_beside, area.name


def test_a_simplified_ring_keeps_its_corners_and_loses_what_lies_on_a_line():
    square = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.001), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))
    assert simplified(square, 0.01) == ((0.0, 0.0), (2.0, 0.001), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))

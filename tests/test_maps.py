"""Maps: names are text and nothing else, and the number on a province is the one in the table."""

import html
import itertools
import json
import re

import pandas as pd
import pytest
from drawn import count, table

from monitor_lib.pictures import choropleth, maps
from monitor_lib.pictures.escaping import esc
from monitor_lib.pictures.outlines import outlines, simplified

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


def initiatives(*names, website=None):
    return pd.DataFrame(
        {
            "initiative_id": [f"i{n}" for n in range(len(names))],
            "name": names,
            "place": "Utrecht",
            "municipality_name": "Utrecht",
            "province": "PV26",
            "latitude": 52.09,
            "longitude": 5.12,
            "form": "stadsdorp",
            "website": website,
        }
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_escaped_words_hold_no_sign_that_acts_and_read_as_typed(name):
    assert not set(esc(name)) & set("<>\"'`${}\\\r\n\u2028\u2029")
    assert html.unescape(esc(name)).replace("\r", "") == name.replace("\r", "")


def popups(page):
    """What the points say, as the script in the page holds it."""
    return [json.loads(f'"{words}"') for words in re.findall(r'"words": ?"((?:[^"\\]|\\.)*)"', page)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_not_run_when_the_page_is_built_nor_when_it_is_read(book, name):
    page = maps.initiatives_map(initiatives(name), book, "Utrecht").page(shared=True)
    assert "uid=" not in page
    assert page.count("<script") == page.count("</script>") == 3
    said = html.unescape(popups(page)[0])
    assert re.sub(r"\s+", " ", name) in re.sub(r"\s+", " ", said)
    assert name not in popups(page)[0] or name.isalnum()


def test_only_web_addresses_become_links(book):
    for website, linked in (
        ("https://brug.example/", True),
        ("http://brug.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://brug.example", False),
        (None, False),
    ):
        said = popups(maps.initiatives_map(initiatives("De Brug", website=website), book, "NL").page(shared=True))[0]
        assert ("<a " in said) is linked, website
        assert ('rel="noopener noreferrer"' in said) is linked


def test_a_quote_in_an_address_does_not_end_it(book):
    page = maps.initiatives_map(initiatives("A", website='https://x.example/"onclick="alert(1)'), book, "NL").page(True)
    assert 'onclick="' not in popups(page)[0]


def test_initiatives_of_one_place_share_a_point(book):
    two = maps.initiatives_map(initiatives("B", "A"), book, "NL")
    assert len(popups(two.page(shared=True))) == 1
    assert list(two.table["Naam"]) == ["A", "B"]
    assert two.sentence == "Op de kaart: 2 initiatieven in één plaats in Nederland."


def test_a_map_without_initiatives_is_still_a_map(book):
    empty = maps.initiatives_map(initiatives("A").iloc[:0], book, "Zeeland")
    assert "nog geen initiatieven" in empty.sentence
    assert "leaflet.js" in empty.page(shared=True)


def test_the_page_asks_nothing_outside_and_is_the_same_every_time(book):
    first, second = (maps.initiatives_map(initiatives("A"), book, "NL").page(shared=True) for _ in range(2))
    assert first == second
    assert re.findall(r'(?:src|href)="([^"]*)"', first) == [
        "assets/page.css",
        "assets/leaflet.css",
        "assets/leaflet.js",
    ]
    assert 'lang="nl"' in first
    assert "user-scalable" not in first
    alone = maps.initiatives_map(initiatives("A"), book, "NL").page(shared=False)
    assert re.findall(r"<(?:link|script|img)[^>]+(?:src|href)=", re.sub(r">.*?</script>", ">", alone, flags=re.S)) == []


def counted(book, **special):
    rows = [count(area.code, "initiatives", special.get(area.code, 10)) for area in book.provinces]
    return table(*rows, count("NL", "initiatives", 99))


def test_the_map_of_counts_names_every_province_with_its_number(book):
    svg = choropleth.count_map_svg(counted(book, PV29=1471), book)
    assert "Zeeland 1.471" in re.search("<title id=.*?</title>", svg)[0]
    assert svg.count('class="land"') == 12
    assert "<a " not in svg


def test_provinces_link_where_there_is_a_page(book):
    svg = choropleth.count_map_svg(counted(book), book, link=lambda area: None if area.name == "Drenthe" else "x.html")
    assert svg.count('<a href="x.html"') == 11


@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        ([27, 179], [0, 50, 100, 150, 200]),
        ([3, 4], [0, 1, 2, 3, 4]),
        ([0], [0, 1, 2, 3, 4]),
        ([99, 100], [0, 20, 40, 60, 80]),
    ],
)
def test_classes_are_round_and_hold_every_count(counts, limits):
    assert choropleth.class_limits(counts) == limits
    assert [choropleth.class_of(limit, limits) for limit in limits] == [0, 1, 2, 3, 4]


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
        assert inside(choropleth.LABELS[area.code], shapes[area.code]) is (area.code not in choropleth.BESIDE), (
            area.name
        )


def test_a_simplified_ring_keeps_its_corners_and_loses_what_lies_on_a_line():
    square = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.001), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))
    assert simplified(square, 0.01) == ((0.0, 0.0), (2.0, 0.001), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))

"""Words that are no Markdown: whatever they hold, a page shows them as they stand."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_lib.pictures.text import markdown
from monitor_lib.publishing.pages import reports

SIGNS = st.text("ab 12.\\`*_[]<>|$~&;#+-=()!{}\"'/:@^%é€", min_size=1, max_size=40).map(str.strip).filter(bool)


def shown(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@given(SIGNS)
def test_a_text_is_one_paragraph_with_its_own_signs(text):
    page = reports.markdown(markdown.literal(text))
    assert re.findall(r"<(\w+)", page) == ["p"]
    assert shown(page) == " ".join(text.split())


@given(st.lists(SIGNS, min_size=2, max_size=2))
def test_a_table_has_its_cells_whatever_stands_in_them(cells):
    page = reports.markdown(markdown.table(("naam", "wat"), [cells], numbers=True))
    found = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert [shown(cell) for cell in found] == [" ".join(cell.split()) for cell in cells]


@pytest.mark.parametrize(
    "text", ["# Kop", "1. Eerst", "- streep", "*ster*", "a_b_c", "[x](y)", "<b>", "x | y", "&amp;"]
)
def test_a_heading_is_what_it_says(text):
    page = reports.markdown(markdown.chapter(text, text))
    assert re.findall(r"<(\w+)", page) == ["h2", "p"]
    assert shown(page) == f"{text} {text}"

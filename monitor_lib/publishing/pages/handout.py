"""The reading guide on paper: the same executed notebook that its page is made of, set by Typst."""

from typing import cast

import mistune
from nbformat import NotebookNode

from monitor_lib.pictures.charts import charts
from monitor_lib.pictures.style import typesetting
from monitor_lib.pictures.text import sentences
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.text.language import say, spoken

_TEMPLATE = "guide.typ"


def pdf(notebook: NotebookNode, book: Codebook, wave: Wave, title: str) -> bytes:
    """An executed notebook as a tagged PDF: its Markdown, the Markdown it made, and its charts.

    Raises:
        ReportError: when it cannot be printed as it is.
    """
    specification = {
        "name": title,
        "kicker": f"{book.monitor.title} {wave.year}",
        "author": book.monitor.sender,
        "notice": book.monitor.notice(wave),
        "released": wave.released.isoformat(),
        "spoken": spoken(),
        "keyword": say("leeswijzer"),
        "foot": sentences.published_words(book, wave),
        "parts": [part for cell in notebook.cells for part in _parts(cell)],
    }
    try:
        return typesetting.pdf(_TEMPLATE, specification)
    except typesetting.InfographicError as error:
        raise ReportError(str(error)) from None


def _parts(cell: NotebookNode) -> list[dict]:
    if cell.cell_type == "markdown":
        return markdown(cell.source)
    shown = [output.data for output in cell.get("outputs", []) if "data" in output]
    return [part for data in shown for part in _shown(data)]


def _shown(data: dict) -> list[dict]:
    if charts.MIME in data:
        meta = data[charts.MIME]["layout"]["meta"]
        return [
            {
                "kind": "picture",
                "picture": data[charts.PICTURE_MIME],
                "sentence": meta["sentence"],
                "note": f"{meta['note']} {meta['source']}",
            }
        ]
    return markdown(data["text/markdown"]) if "text/markdown" in data else []


def markdown(text: str) -> list[dict]:
    """Markdown as parts of a page; its first-level heading is left out, for the page has its own."""
    # Without a renderer it gives tokens, which its annotation does not tell apart from text.
    tokens = cast(list[dict], mistune.create_markdown(renderer=None, plugins=["table"])(text))
    parts = [_PARTS[token["type"]](token) for token in tokens if token["type"] in _PARTS]
    return [part for part in parts if part.get("level") != 1]


def _list(token: dict) -> dict:
    items = [_spans(block["children"]) for item in token["children"] for block in item["children"][:1]]
    return {"kind": "list", "items": items}


def _table(token: dict) -> dict:
    head, *bodies = token["children"]
    rows = [row["children"] for body in bodies for row in body["children"]]
    cells = [[_spans(cell["children"]) for cell in row] for row in (head["children"], *rows)]
    return {"kind": "table", "head": cells[0], "rows": cells[1:]}


_PARTS = {
    "heading": lambda token: {
        "kind": "heading",
        "level": token["attrs"]["level"],
        "spans": _spans(token["children"]),
    },
    "paragraph": lambda token: {"kind": "paragraph", "spans": _spans(token["children"])},
    "list": _list,
    "table": _table,
}


def _spans(children: list[dict], strong: bool = False) -> list[dict]:
    """Runs of text, each strong or not."""
    spans = []
    for child in children:
        if "children" in child:
            spans += _spans(child["children"], strong or child["type"] == "strong")
        else:
            spans.append({"text": child.get("raw", " "), "strong": strong})
    return spans

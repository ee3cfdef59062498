"""Executed notebooks as pages: nbconvert with our own template, and everything that a page needs beside it."""

import base64
import hashlib
import html as markup
import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from monitor_lib import paths
from monitor_lib.pictures.charts import alone, charts, layouts, side_by_side, traces
from monitor_lib.pictures.figure.lines import rest
from monitor_lib.pictures.maps import drawn, explorer
from monitor_lib.pictures.style import packages, style, templates, web_letters
from monitor_lib.pictures.style.templates import json_block
from monitor_lib.pictures.text import unfolding
from monitor_lib.pictures.text.sentences import published_words
from monitor_lib.publishing.data import downloads
from monitor_lib.publishing.pages import sharing
from monitor_lib.reference.records import Codebook, Wave
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import say, spoken

# ---- charts as the script of a page reads them ----

_LEGEND = ("showlegend", "name", "meta")  # the page draws its own
_OWN = ("x", "y", "text", "hovertext")  # of one trace; what else it has is how it looks


def shared() -> dict:
    """What all charts of one page have in common; `looks` fills as they are written: how traces look, each once."""
    frame = {**layouts.frame(), "template": layouts.template(), "showlegend": False}
    return {"frame": frame, "text": traces.TEXT, "mark": layouts.mark_on_examples(), "looks": []}


def block(figure: dict, page: dict, comparable: bool) -> str:
    """One chart as JSON for its place in the page.

    Args:
        figure: as the notebook showed it.
        page: what the charts of its page share.
        comparable: whether a reader may put another province beside it.
    """
    common = ("meta", "template", *layouts.frame())
    layout = {key: value for key, value in alone.untitled(figure["layout"]).items() if key not in common}
    layout["annotations"] = [
        {name: mark[name] for name in mark if name not in page["mark"]} for mark in layout["annotations"]
    ]
    beside = {"beside": figure["layout"]["meta"]["beside"]} if comparable else {}
    return json_block({"data": [_lean(trace, page["looks"]) for trace in figure["data"]], "layout": layout, **beside})


def _lean(trace: dict, looks: list[dict]) -> dict:
    """A trace with the number of its look, without what its table or all such traces say; one `x` stands for equals."""
    said = {"text": traces.TEXT, "markers": ("hovertext",)}.get(trace.get("mode", ""), ())
    kept = {key: value for key, value in trace.items() if key not in (*_LEGEND, *said)}
    look = {key: kept.pop(key) for key in list(kept) if key not in _OWN}
    if look not in looks:
        looks.append(look)
    places = set(kept["x"])
    return kept | {"look": looks.index(look)} | ({"x": places.pop()} if len(places) == 1 else {})


SCRIPTS = ("shared", "tables", "compare", "picture", "taking", "charts")
_CHART = '<figure class="card chart"'
# What a page is told to have in it, by what then stands in its body.
_KINDS = {"has_charts": _CHART, "has_menus": '<details class="more">', "has_explorer": '<div class="explorer"'}
_POLICY = "monitor-policy"  # stands where the policy will, until the scripts it must name are known


@dataclass(frozen=True)
class Setting:
    """Around a page: its file name, and the address of its card for who shares it.

    A page to mail, with scripts, styles and letters in it, has `alone` instead: the script with the figures of other
    provinces, if it compares with them, or "".
    """

    page: str = ""
    card: str = ""
    alone: str | None = None


def html(notebook: NotebookNode, book: Codebook, wave: Wave, title: str, setting: Setting) -> str:
    """An executed notebook as a page without its code.

    Args:
        notebook: as it came from the engine; only Markdown, charts, maps, tables and stdout are shown.
        book: the codebook.
        wave: the wave it is about.
        title: the page's only first-level heading.
        setting: what stands around it.
    """
    area = book.area_or_none(title)
    report = {
        "book": book,
        "wave": wave,
        "title": title,
        "language": area.language if area else spoken(),
        "notice": book.monitor.notice(wave),
        "policy": _POLICY,
        "assets": None if setting.alone is None else inlined() | {"beside": setting.alone},
        "shared": sharing.shared_as(book, wave, setting.page, setting.card),
        "charts": shared(),
        "words": _script_words() | {"taking": _taking(book, wave, setting.page)},
        "figures": paths.Release(Path(), spoken()).shared_figures.name,
        "comparable": compares(title, book),
        "chart_mime": charts.MIME,
        "published": say("Bron: {published}", published=published_words(book, wave)),
        "drawing_mime": drawn.MIME,
        "fold_mime": unfolding.MIME,
        "map_mime": explorer.MIME,
        "explorer_mime": explorer.EXPLORER_MIME,
        "beside_mime": side_by_side.MIME,
    }
    page = page_exporter().template.render(nb=notebook, resources={"report": report})  # nbconvert would copy it first
    return with_policy((page if setting.alone is None else sharing.reachable(page, book, wave)).lstrip())


def compares(title: str, book: Codebook) -> bool:
    """Whether a reader of the page with this title may put another province beside its own."""
    area = book.area_or_none(title)
    return area is not None and area.level == "province"


def with_policy(page: str) -> str:
    """The page with a policy that lets run the shared scripts and those in the page, and nothing else.

    From disk, `file:` stands for the folder, which 'self' does not in every browser. A map stands in a frame that
    inherits the policy, so its scripts are named here too.
    """
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    for frame in re.findall(r'srcdoc="([^"]*)"', page):
        scripts += map(markup.unescape, re.findall(r"&lt;script&gt;(.*?)&lt;/script&gt;", frame, re.DOTALL))
    hashes = sorted({f"'sha256-{_digest(body)}'" for body in scripts})
    tiles = style.load().tiles
    pictures = f" {tiles.host}" if tiles and "L.tileLayer(" in page else ""
    policy = (
        f"default-src 'none'; script-src 'self' file: {' '.join(hashes)}; style-src 'self' file: 'unsafe-inline'; "
        f"img-src 'self' file: data:{pictures}; font-src 'self' file: data:; "
        "frame-src 'self'; base-uri 'none'; form-action 'none'"
    )
    return page.replace(_POLICY, markup.escape(policy), 1)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def environment() -> jinja2.Environment:
    """The environment of every page that is not a notebook; templates write `policy` where `with_policy` will."""
    made = templates.environment()
    made.globals["policy"] = _POLICY
    return made


def copy_assets(folder: Path) -> list[Path]:
    """Puts everything that pages share in the folder: libraries, letters with their licence, own styles and scripts."""
    copied = [Path(shutil.copyfile(source, folder / source.name)) for source in (*libraries(), *own_scripts())]
    letters = web_letters.web_letters()
    made = {folder / name: font for name, font in letters.items()}
    made[folder / "page.css"] = _css({name: name for name in letters}).encode()
    made |= {folder / name: notice.encode() for name, notice in packages.notices().items()}
    for path, content in made.items():
        path.write_bytes(content)
    return list(dict.fromkeys([*copied, *made]))


def libraries() -> tuple[Path, ...]:
    """The files that come out of installed packages as they are."""
    scripts = packages.plotly_script(), packages.leaflet_script(), packages.leaflet_style()
    return (*scripts, packages.letters_licence())


def own_scripts() -> tuple[Path, ...]:
    """The scripts and styles of ours that pages share."""
    maps = (path for path in packages.of_maps().values() if path not in libraries())
    return (*(paths.ASSETS / f"{name}.js" for name in SCRIPTS), *maps)


@lru_cache
def inlined() -> dict[str, str]:
    """The shared files as text, for a page that must stand alone; letters as data addresses."""
    letters = web_letters.web_letters()
    addresses = {name: f"data:font/woff2;base64,{base64.b64encode(font).decode()}" for name, font in letters.items()}
    css = _css(addresses)
    scripts = {name: paths.ASSETS / f"{name}.js" for name in SCRIPTS}
    texts = {name: path.read_text("utf-8").replace("</script", "<\\/script") for name, path in scripts.items()}
    return {"css": css, **texts}


@lru_cache
def page_exporter() -> TemplateExporter:
    """What turns an executed notebook into a page; made once, for it takes as long as a page."""
    exporter = TemplateExporter(
        template_file="report.html.j2",
        template_paths=[str(paths.ASSETS)],
        file_extension=".html",
        exclude_input=True,
        default_preprocessors=[],
        filters={
            "markdown": markdown,
            "figure_json": block,
            "json_block": json_block,
            "downloads": downloads.figure_files,
            "accessible_tables": _accessible_tables,
            "sections": _sections,
            "srcdoc": _srcdoc,
        },
    )
    exporter.environment.autoescape = True
    exporter.environment.undefined = jinja2.StrictUndefined
    templates.taught(exporter.environment)
    return exporter


def markdown(text: str) -> str:
    """Markdown as HTML; markup within it is shown, not followed."""
    renderer = IPythonRenderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    page = MarkdownWithMath(renderer=renderer).render(text)
    page = re.sub(r"\n\s*(?=<t[hd])", "", page)
    return page.replace("<table>", f"{_scroll()}<table>").replace("</table>", "</table></div>")


def _scroll() -> str:
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{say("Tabel")}">'


def translated(notebook: NotebookNode) -> NotebookNode:
    """The notebook with each of its Markdown cells in the language that is spoken."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = say(cell.source)
    return notebook


def _script_words() -> dict:
    """What the scripts of a page say, by script; names in braces are filled in there."""
    return {
        "tables": {
            "leads": [say("tussen"), say("ongeveer"), say("minder dan"), say("meer dan")],
            "numbers": {
                "v": say("waarde"),
                "l": say("van"),
                "h": say("tot"),
                "r": rest(),
                "o": say("ter vergelijking"),
            },
            "source": say("bron"),
            "table": say("tabel"),
        },
        "compare": {
            "hidden": say("verborgen"),
            "counted": say("{name}. Niet getoetst is of {name} en {own} verschillen."),
            "asked": say(
                "{name}: {answers} van de {initiatives} initiatieven. Niet getoetst is of {name} en {own} verschillen."
            ),
            "shown": say(
                "{name} staat nu in elke tabel naast {own}. Lees het als twee beschrijvingen: of de twee "
                "provincies van elkaar verschillen, is niet getoetst. Wat verborgen is, blijft verborgen."
            ),
            "missing": say("De cijfers van andere provincies zijn niet gevonden: de map assets ontbreekt."),
            "unknown": say(
                "In het adres staat “{asked}”. Dat is geen provincie die hiernaast kan staan.", asked="{asked}"
            ),
        },
    }


def _taking(book: Codebook, wave: Wave, page: str) -> dict:
    """What the script says with which a reader takes a chart along."""
    notice = f"{book.monitor.example_notice}. " if wave.example else ""
    cite = say(
        "“{chart}” ({area}), in: {sender} ({year}). {title}, {wave}. Verschenen {day}. {address}",
        chart="{chart}",
        area="{area}",
        address="{address}",
        sender=book.monitor.sender,
        year=wave.year,
        title=book.monitor.title,
        wave=wave.label.lower(),
        day=style.date(wave.released),
    )
    return {
        "address": sharing.address_to_copy(book, wave, page),
        "cite": notice + cite,
        "whole": say("Naar de hele pagina: {area}", area="{area}"),
        "unknown": say("De grafiek uit het adres staat hier niet meer. Dit is de hele pagina."),
        "copied": {
            "link": say("De link is gekopieerd."),
            "frame": say("De HTML is gekopieerd."),
            "cite": say("De bronvermelding is gekopieerd."),
            "failed": say("Kopiëren lukte niet. De tekst is geselecteerd: kopieer die met uw toetsenbord."),
        },
    }


def _accessible_tables(text: str) -> str:
    """Tables of pandas with a scope in every heading, room to scroll, and without its own styling."""
    text = re.sub(r"<div>\s*<style scoped>.*?</style>", _scroll(), text, flags=re.DOTALL)
    text = text.replace('<table border="1" class="dataframe">', '<table class="dataframe">')
    text = re.sub(r"\n\s*(?=<)", "", text.replace("<th></th>", "<td></td>"))
    head, body = r"<thead>.*?</thead>", r"<tbody>.*?</tbody>"
    text = re.sub(head, lambda part: part[0].replace("<th>", '<th scope="col">'), text, flags=re.DOTALL)
    return re.sub(body, lambda part: part[0].replace("<th>", '<th scope="row">'), text, flags=re.DOTALL)


def _sections(body: str) -> dict:
    """The page cut at its second-level headings; the notebook's own first-level heading gives way to the page's."""
    body = re.sub(r"<h1>.*?</h1>", "", body, flags=re.DOTALL)
    intro, *rest = re.split(r"<h2>(.*?)</h2>", body, flags=re.DOTALL)
    titles = [markup.unescape(re.sub(r"<[^>]+>", "", title)) for title in rest[::2]]
    names = [folded(title).replace(" ", "-") for title in titles]
    unique = [name if names.index(name) == at else f"{name}-{at}" for at, name in enumerate(names)]
    bodies = rest[1::2]
    first = next((at for at, part in enumerate(bodies) if _CHART in part), -1)
    sections = [
        {"id": name, "title": title, "body": part, "has_first_chart": at == first}
        for at, (name, title, part) in enumerate(zip(unique, titles, bodies, strict=True))
    ]
    kinds = {name: mark in body for name, mark in _KINDS.items()}
    return {"intro": intro.strip(), "sections": sections, **kinds}


def _srcdoc(frame: str) -> str:
    """The page inside a notebook's own frame."""
    return markup.unescape(re.findall(r'srcdoc="([^"]*)"', frame)[0])


def _css(letters: dict[str, str]) -> str:
    """The style sheet of pages, with its letters by their addresses."""
    return web_letters.faces(letters) + style.load().css + (paths.ASSETS / "page.css").read_text("utf-8")

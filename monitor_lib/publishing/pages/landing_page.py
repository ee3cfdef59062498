"""The landing page of a wave: what there is, and where."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from monitor_lib import paths
from monitor_lib.pictures.maps import choropleth, density
from monitor_lib.pictures.style import style
from monitor_lib.pictures.text import findings, guide, trends
from monitor_lib.publishing.pages import reports, sharing, sheets
from monitor_lib.publishing.pages.pages import (
    GUIDE,
    MAP,
    PARTICIPATION,
    municipality_page,
    national_page,
    pages_of,
    province_page,
)
from monitor_lib.publishing.run.release import Published
from monitor_lib.reference import published as earlier_publication
from monitor_lib.reference.areas import geography
from monitor_lib.reference.known_errors import known_errors
from monitor_lib.reference.records import Area, Indicator
from monitor_lib.reference.text.folding import folded
from monitor_lib.reference.text.language import say

LANDING = "index.html"
_NO_SHEET = dict.fromkeys(("pdf", "square", "wide"))


def index(published: Published, release: paths.Release, downloads: Iterable[Path], missing: Iterable[str] = ()) -> str:
    """The landing page, as HTML; it links to what is in the release folder and names what is missing from it."""
    book = published.book
    page = (
        reports.environment()
        .get_template("index.html.j2")
        .render(
            book=book,
            wave=published.wave,
            shared=sharing.shared_as(book, published.wave, LANDING, sharing.card_of(book.country, book, release)),
            notice=book.monitor.notice(published.wave),
            map_svg=choropleth.count_map_svg(published.figures, book, link=province_page),
            provinces=list(_provinces(published, release)),
            national={"report": _made(release, national_page(book))},
            pages=_beside(release),
            national_sheets=sheets.sheets(book.country, book, release),
            defined=guide.defined(book),
            earlier=list(_earlier()),
            own=list(_own(published, release)),
            pride=published.pride,
            errors=len(known_errors(published.wave)),
            downloads={path.name: _download(path, release) for path in downloads},
            figures_numbers=_numbers(published),
            people=density.density(published.figures, published.book).source,
            notable=_notable(published),
            failed=list(missing),
        )
    )
    return reports.with_policy(page)


def written(
    published: Published, release: paths.Release, downloads: Iterable[Path], missing: Iterable[str] = ()
) -> Path:
    """The landing page in the language that is spoken, written where its pages stand."""
    page = release.pages / LANDING
    page.write_text(index(published, release, downloads, missing), "utf-8", newline="\n")
    return page


def _made(release: paths.Release, page: str) -> str | None:
    return page if (release.pages / page).exists() else None


def _beside(release: paths.Release) -> dict[str, str | None]:
    """The pages beside the reports, as far as they were made."""
    found = {"map": MAP, "guide": GUIDE, "participation": PARTICIPATION}
    return {name: _made(release, page) for name, page in found.items()} | {"guide_pdf": _guide(release)}


def _provinces(published: Published, release: paths.Release) -> Iterator[dict]:
    dense = density.density(published.figures, published.book)
    for area in published.book.provinces:
        yield _province(area, published, release) | {"dense": dense.words(area.code)}


def _province(area: Area, published: Published, release: paths.Release) -> dict:
    return {
        "name": area.name,
        "language": area.language,
        "slug": area.slug,
        "initiatives": _count(published, "initiatives", area.code),
        "responses": _count(published, "responses", area.code),
        "report": _made(release, province_page(area)),
        "towns": list(_towns(area, release)),
        "sheet": next(iter(sheets.sheets(area, published.book, release)), _NO_SHEET),
    }


def _towns(province: Area, release: paths.Release) -> Iterator[dict]:
    """The municipalities of a province that have a report, by name."""
    towns = [town for town in geography.municipalities() if town.province == province.code]
    for town in sorted(towns, key=lambda each: folded(each.name)):
        if report := _made(release, municipality_page(town.code)):
            yield {"name": town.name, "report": report}


def _own(published: Published, release: paths.Release) -> Iterator[dict]:
    """The reports of one's own that are offered here, with what there is of each."""
    for own in (report for report in published.book.reports if report.landing):
        found = pages_of(own, published.book, published.wave)
        if made := [{"name": page.title, "report": page.page} for page in found if _made(release, page.page)]:
            yield {"title": own.title, "pages": made}


def _guide(release: paths.Release) -> str | None:
    return release.address(release.guide) if release.guide.exists() else None


def _count(published: Published, indicator: str, area: str) -> str:
    table = published.figures
    row = table[(table["indicator"] == indicator) & (table["area"] == area)]
    return style.number(row["value"].item())


def _numbers(published: Published) -> list[dict]:
    labels = {entry.id: entry.label for entry in published.book.indicators}
    wanted = [entry.id for entry in published.book.indicators if entry.kind == "count" and not _parted(entry)]
    return [{"value": _count(published, name, published.book.country.code), "label": labels[name]} for name in wanted]


def _parted(entry: Indicator) -> bool:
    """Whether an indicator counts several things apart, so that it has no one number."""
    return bool(entry.classes) or entry.source == "networks"


def _notable(published: Published) -> list[findings.Told]:
    country, past = published.book.country, trends.history(published.table, published.codebook, published.wave)
    return findings.notable(published.figures, published.book, country, past)


def _earlier() -> Iterator[dict]:
    """What others counted before, the earliest first; the round before with how many answered it."""
    found = earlier_publication.figures()
    for figure in found:
        if figure.kind == "earlier_count":
            yield {"when": style.month(figure.when), "told": style.number(figure.value), "source": figure.source}
    counts = {figure.indicator: figure for figure in found if figure.kind == "count"}
    if {"initiatives", "responses"} <= set(counts):
        listed, answered = (style.number(counts[name].value) for name in ("initiatives", "responses"))
        told = say("{listed}, waarvan er {answered} antwoordden", listed=listed, answered=answered)
        yield {"when": str(earlier_publication.year()), "told": told, "source": counts["initiatives"].source}


def _download(path: Path, release: paths.Release) -> dict:
    kilobytes = max(1, round(path.stat().st_size / 1000))
    size = f"{style.number(kilobytes / 1000, 1)} MB" if kilobytes >= 1000 else f"{kilobytes} kB"
    return {"href": release.address(path), "size": size}

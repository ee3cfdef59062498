"""The infographics of a release: drawn, found back, and put on the page of their area."""

from pathlib import Path

from monitor_lib import paths
from monitor_lib.pictures.text.markdown import literal
from monitor_lib.publishing.run import workers
from monitor_lib.reference.records import Area, Codebook, Wave
from monitor_lib.reference.text.language import DUTCH, say, told_apart

_FORMS = {"pdf": ".pdf", "png": ".png", "small": "-klein.png"}
_CARDS = {"square": "-vierkant.png", "wide": "-breed.png"}
SECONDS = 120  # that drawing the areas of one job may take
_AREAS = 2


def jobs(book: Codebook, wave: Wave, made: paths.Release, pictures: str) -> list[workers.Job]:
    """Jobs that draw the infographics of all areas, a few areas each: what every process must read first costs time.

    Args:
        book: the codebook; of an area that it has no infographic for, none is drawn.
        wave: the wave they are about.
        made: the release, with the public tables, and the language of its infographics.
        pictures: the recipe of everything that infographics share.
    """
    levels = {page.level for page in book.infographics}
    areas = tuple(area for area in (book.country, *book.provinces) if area.level in levels)
    groups = [areas[at : at + _AREAS] for at in range(0, len(areas), _AREAS)]
    return [
        workers.Job(told_apart(_name(group), made.language), drawn, (group, wave, made.folder, made.language), pictures)
        for group in groups
    ]


def _name(areas: tuple[Area, ...]) -> str:
    return f"Infographics {', '.join(area.name for area in areas)}"


def drawn(areas: tuple[Area, ...], wave: Wave, folder: Path, language: str = DUTCH) -> workers.Made:
    """Draws the infographics of these areas in this language from the public tables in this folder, beside them.

    Raises:
        ReportError: naming what cannot be printed as it is; of such an area nothing is kept, of the others all is.
    """
    from monitor_lib.pictures.paper import infographic
    from monitor_lib.pictures.style import typesetting
    from monitor_lib.pictures.text import trends  # heavy, and needed only where one is drawn
    from monitor_lib.publishing.run.release import published

    data, release = published(wave.id, str(folder), language), paths.Release(folder, language)
    past = trends.history(data.table, data.codebook, data.wave)
    release.infographics.mkdir(parents=True, exist_ok=True)
    faults, made = [], []
    for area in areas:
        try:
            found = infographic.specifications(data.figures, data.book, data.wave, area.code, past)
            files = infographic.files(found)
        except typesetting.InfographicError as error:
            faults.append(str(error))
            continue
        for name, content in files.items():
            (release.infographics / name).write_bytes(content)
            made.append((release.infographics / name).relative_to(folder).as_posix())
    if faults:
        raise workers.ReportError(" ".join(faults))
    return workers.Made(tuple(made))


def sheets(area: Area, book: Codebook, release: paths.Release) -> list[dict]:
    """The infographics of an area that were made: title, language, and the addresses of their files in the release."""
    pages = [page for page in book.infographics if page.level == area.level]
    slugs = [area.slug if len(pages) == 1 else f"{area.slug}-{number}" for number in range(1, len(pages) + 1)]
    found = [
        {"title": page.title.format(area=area.name), "language": area.language, **_made(slug, _FORMS, release)}
        for page, slug in zip(pages, slugs, strict=True)
    ]
    return [sheet | _made(area.slug, _CARDS, release) for sheet in found if sheet["pdf"]]


def section(found: tuple[dict, ...]) -> list:
    """The last part of an area's report as a Markdown cell, with these infographics; nothing when there are none."""
    if not found:
        return []
    from nbformat.v4 import new_markdown_cell

    told = [f"{say('## Op één A4')}\n\n{say('Om te printen, te mailen en te laten zien.')} {_cards(found[0])}"]
    return [new_markdown_cell("\n\n".join([*told, *map(_sheet, found)]), id="infographics")]


def _sheet(sheet: dict) -> str:
    title = literal(sheet["title"])
    alt = say("Infographic {name}; alle cijfers staan ook in de PDF, die een schermlezer kan voorlezen", name=title)
    links = f"[PDF]({sheet['pdf']}) · [PNG]({sheet['png']})"
    return f"[![{alt}]({sheet['small']})]({sheet['pdf']})\n\n{title}: {links}"


def _cards(sheet: dict) -> str:
    return say("Voor nieuwsbrief en sociale media: [vierkant]({square}) en [breed]({wide}).", **sheet)


def _made(slug: str, endings: dict[str, str], release: paths.Release) -> dict[str, str | None]:
    files = {form: release.infographics / f"{slug}{ending}" for form, ending in endings.items()}
    return {form: release.address(path) if path.exists() else None for form, path in files.items()}

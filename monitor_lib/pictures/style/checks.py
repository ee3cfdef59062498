"""Every way in which a house style fails its readers, colour-blind or not: faint text, faint marks, colours alike."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from monitor_lib.pictures.style.colour import contrast, difference, least_contrast
from monitor_lib.pictures.style.fonts import font, supplied

TEXT = 4.5  # WCAG 2.1, success criterion 1.4.3
GRAPHICS = 3.0  # WCAG 2.1, success criterion 1.4.11
GREY = 1.2  # between neighbours of a scale, where nothing of a colour is left but how light it is
APART = 0.07  # in OKLab, where about 0.02 is a difference that can just be seen
_TABLES = {
    "sender": ("wordmark", "tagline"),
    "fonts": ("family", "fallback", "web", "files", "print_files", "licence"),
    "credits": ("map", "map_in_full", "places", "letters"),
    "scales": ("classes", "white_from", "opinions", "answers"),
    "colours": (),
}
# What stands on what: text, and marks of which the shape has a meaning.
_TEXT_PAIRS = (
    *itertools.product(("ink", "grey", "teal", "accent_text"), ("paper", "sand", "pale")),
    ("ink", "notice"),
    ("paper", "deep"),
    ("paper", "teal"),
    ("accent_on_dark", "deep"),
)
_GRAPHICS_PAIRS = (
    *itertools.product(("teal", "middle", "accent", "rest"), ("paper",)),
    # Mark on mark: the figure in its band, firm and less so, bands and strokes on their track.
    *(
        ("deep", "middle"),
        ("teal", "soft"),
        ("middle", "pale"),
        ("ink", "pale"),
        ("accent", "pale"),
        ("beside", "pale"),
    ),
)
_DISTINCT = (
    *(("accent", "teal"), ("accent", "middle"), ("accent", "soft"), ("teal", "soft"), ("middle", "soft")),
    *(("beside", "accent"), ("beside", "teal"), ("beside", "deep")),
)


def faults(document: dict, folder: Path) -> Iterator[str]:
    """Every fault of a style as it is read from its file, for who edits that file."""
    unfit = [*_missing(document), *_no_colours(document)]
    if unfit:
        yield from unfit
        return
    yield from _faint(document)
    yield from _alike(document)
    yield from _alike_in_grey(document["scales"], document["colours"]["rest"])
    yield from _tiles(document.get("tiles", {}))
    yield from _no_fonts(document["fonts"], folder)
    logo = document["sender"].get("logo", "")
    if logo and not ((folder / logo).is_file() and logo.endswith((".svg", ".png"))):
        yield f"[sender] logo '{logo}' is no .svg or .png beside the style"


def _no_fonts(fonts: dict, folder: Path) -> Iterator[str]:
    """Files of letters that are not there; each is looked for beside the style and in the package."""
    named = {"files": fonts["files"], "print_files": fonts["print_files"], "licence": [fonts["licence"]]}
    for key, name in ((key, name) for key, names in named.items() for name in names):
        if not font(name, folder).is_file():
            known = [each for each in supplied() if Path(each).suffix == Path(name).suffix]
            yield (
                f"[fonts] {key}: '{name}' is not there; put the file beside the style, or name one that comes along "
                f"({', '.join(known or supplied())})"
            )


def _tiles(tiles: dict[str, str]) -> Iterator[str]:
    """Tiles are asked of one server, over https; nothing in their address may act where it is written."""
    if not tiles:
        return
    if set(tiles) != {"address", "credit"}:
        yield "[tiles] must have 'address' and 'credit', and nothing else"
    elif not re.fullmatch(r"https://[a-z0-9.-]+/[\w./:-]*\{z\}/\{[xy]\}/\{[xy]\}\.(png|jpeg)", tiles["address"]):
        yield "[tiles] address must be like https://service.example/{z}/{x}/{y}.png"


def _missing(document: dict) -> Iterator[str]:
    for table, keys in _TABLES.items():
        absent = [key for key in keys if key not in document.get(table, {})]
        yield from (f"[{table}] key '{key}' is missing" for key in absent)
    needed = {name for pair in (*_TEXT_PAIRS, *_GRAPHICS_PAIRS, *_DISTINCT) for name in pair} | {"line", "sea"}
    yield from (f"[colours] '{name}' is missing" for name in sorted(needed - set(document.get("colours", {}))))


def _no_colours(document: dict) -> Iterator[str]:
    scales = {name: document.get("scales", {}).get(name, []) for name in ("classes", "opinions", "answers")}
    named = {f"scales.{name} {n}": colour for name, all_ in scales.items() for n, colour in enumerate(all_, 1)}
    for name, colour in {**document.get("colours", {}), **named}.items():
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", str(colour)):
            yield f"{name}: '{colour}' is no colour such as #0F6670"


def _faint(document: dict) -> Iterator[str]:
    """Pairs with too little contrast; of marks, to the eye that sees least of it."""
    colours, scales = document["colours"], document["scales"]
    pairs = [(front, back, colours[front], colours[back], TEXT) for front, back in _TEXT_PAIRS]
    pairs += [(front, back, colours[front], colours[back], GRAPHICS) for front, back in _GRAPHICS_PAIRS]
    whole = [*_numbered("answers", scales), *_numbered("opinions", scales)[:: len(scales["opinions"]) - 1]]
    pairs += [(name, "paper", colour, colours["paper"], GRAPHICS) for name, colour in whole]
    for n, (name, colour) in enumerate(_numbered("classes", scales)):
        label = "paper" if n >= scales["white_from"] else "ink"
        pairs.append((label, name, colours[label], colour, TEXT))
    for name, colour in (*_numbered("answers", scales), *_numbered("opinions", scales)):
        label = max(("paper", "ink"), key=lambda each: contrast(colours[each], colour))
        pairs.append((label, name, colours[label], colour, TEXT))
    for front, back, one, other, needed in pairs:
        ratio, sight = least_contrast(one, other) if needed == GRAPHICS else (contrast(one, other), "")
        if ratio < needed:
            eye = f" ({sight})" if sight else ""
            yield f"{front} ({one}) on {back} ({other}): contrast {ratio:.2f}{eye}, needed {needed}"


def _alike(document: dict) -> Iterator[str]:
    """Pairs that an eye takes for one colour."""
    colours, scales = document["colours"], document["scales"]
    named = [((front, colours[front]), (back, colours[back])) for front, back in _DISTINCT]
    parts = [*_numbered("answers", scales), ("rest", colours["rest"])]
    pairs = [*named, *itertools.combinations(parts, 2), *itertools.combinations(_numbered("opinions", scales), 2)]
    pairs += itertools.pairwise(_numbered("classes", scales))
    for (front, one), (back, other) in pairs:
        distance, sight = difference(one, other)
        if distance < APART:
            yield f"{front} ({one}) and {back} ({other}) look alike ({sight}: distance {distance:.3f}, needed {APART})"


def _alike_in_grey(scales: dict, rest: str) -> Iterator[str]:
    """Neighbours on a scale, the ends of one with a middle, and parts of a whole that look alike without colours."""
    opinions = _numbered("opinions", scales)
    half = len(opinions) // 2
    pairs = [
        *itertools.pairwise(_numbered("classes", scales)),
        *itertools.pairwise(opinions),
        *itertools.pairwise((*opinions[:half], *opinions[-half:])),  # an even number of answers has no middle
        (opinions[0], opinions[-1]),
        *itertools.combinations((*_numbered("answers", scales), ("rest", rest)), 2),
    ]
    for (front, one), (back, other) in pairs:
        ratio = contrast(one, other)
        if ratio < GREY:
            yield f"{front} ({one}) and {back} ({other}) look alike in grey: contrast {ratio:.2f}, needed {GREY}"


def _numbered(name: str, scales: dict) -> list[tuple[str, str]]:
    return [(f"scales.{name} {n}", colour) for n, colour in enumerate(scales[name], 1)]

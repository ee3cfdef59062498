"""Typst: pages from a template and a specification, where whatever is not right is an error."""

import datetime as dt
import io
import json
from functools import lru_cache

import typst
from PIL import Image

from monitor_lib import paths
from monitor_lib.pictures.style import packages, style

_OVERFULL = "does not fit"  # as the templates say it


class InfographicError(Exception):
    """A page that cannot be printed as it is: too full, a letter that the font lacks, a picture without a text."""


class OverfullError(InfographicError):
    """A page with more on it than fits at this scale."""


def pdf(template: str, specification: dict) -> bytes:
    """The page as a tagged PDF (PDF/UA-1), dated by the release so that every run gives the same bytes.

    Raises:
        InfographicError: when anything is not as it should be; Typst's warnings count as errors.
    """
    moment = dt.datetime.combine(dt.date.fromisoformat(specification["released"]), dt.time(), tzinfo=dt.UTC)
    return _compiled(template, specification, format="pdf", pdf_standards="ua-1", timestamp=int(moment.timestamp()))


def png(template: str, specification: dict, ppi: float) -> bytes:
    """The page as a picture of so many pixels an inch.

    Raises:
        InfographicError: as `pdf`, but for missing letters and alternative texts, which only a PDF checks.
    """
    return _compiled(template, specification, format="png", ppi=ppi)


def svg(template: str, specification: dict) -> bytes:
    """The page as a drawing without pixels, its letters as outlines.

    Raises:
        InfographicError: as `png`.
    """
    return _compiled(template, specification, format="svg")


def thumbnail(template: str, specification: dict, ppi: float) -> bytes:
    """The page as a picture of so few pixels an inch, in so few colours, that it can stand on a page as a link to it.

    Raises:
        InfographicError: as `png`.
    """
    whole = Image.open(io.BytesIO(png(template, specification, ppi))).convert("RGB")
    made = io.BytesIO()
    whole.quantize(64).save(made, "png", optimize=True)
    return made.getvalue()


def _compiled(template: str, specification: dict, **options) -> bytes:
    name = specification["name"]
    try:
        document, warnings = _compiler(template).compile_with_warnings(
            sys_inputs={"data": json.dumps(specification | {"style": _style()}, ensure_ascii=False)}, **options
        )
    except typst.TypstError as error:
        kind = OverfullError if _OVERFULL in str(error) else InfographicError
        raise kind(f"{name}: {error}") from None
    if warnings:
        raise InfographicError(f"{name}: {'; '.join(warning.message for warning in warnings)}")
    if not isinstance(document, bytes):
        raise InfographicError(f"{name}: a picture of more than one page")
    return document


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(paths.ASSETS / template, root=paths.ASSETS, font_paths=_fonts(), ignore_system_fonts=True)


@lru_cache
def _fonts() -> typst.Fonts:
    folders = sorted({str(path.parent) for path in packages.letters("print_files")})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _style() -> dict:
    """The house style as the templates read it."""
    known = style.load()
    logo = {"kind": known.logo.suffix[1:], "bytes": list(known.logo.read_bytes())} if known.logo else None
    return {
        "colours": known.colours,
        "classes": known.classes,
        "family": known.fonts["family"],
        "sender": known.sender["wordmark"],
        "logo": logo,
    }

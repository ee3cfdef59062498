"""What initiatives are proud of, as the landing page shows it; their pictures bare and under a name of ours."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageOps

from monitor_lib import paths
from monitor_lib.intake.pride import Material
from monitor_lib.publishing.run.workers import ReportError

_LARGEST = (1600, 1600)  # pixels


def write(materials: Iterable[Material], release: paths.Release) -> None:
    """Writes what is shown in a release: a list of entries in words and addresses, and their pictures.

    Raises:
        ReportError: for a picture that cannot be read.
    """
    release.pride.mkdir(exist_ok=True)
    entries = [_entry(entry, number, release) for number, entry in enumerate(materials, 1)]
    release.showcase.write_text(json.dumps(entries, ensure_ascii=False, indent=1), "utf-8")


def _entry(entry: Material, number: int, release: paths.Release) -> dict:
    told = {"title": entry.title, "kind": entry.kind, "address": entry.address, "initiative": entry.initiative}
    if entry.picture is None:
        return told | {"picture": ""}
    target = release.pride / f"{number}{entry.picture.suffix.lower()}"
    try:
        target.write_bytes(bare(entry.picture))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        message = "het plaatje kan niet gelezen worden. Bewaar het opnieuw als .png of .jpg, of zet publish op nee."
        raise ReportError(f'pride.csv, "{entry.title}": {message}') from None
    return told | {"picture": target.relative_to(release.folder).as_posix()}


def bare(path: Path) -> bytes:
    """The picture alone, upright: what a camera wrote beside it, such as where it was taken, stays behind."""
    kind = "PNG" if path.suffix.lower() == ".png" else "JPEG"
    with Image.open(path, formats=["PNG", "JPEG"]) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA" if kind == "PNG" else "RGB")
    alone, content = Image.new(upright.mode, upright.size), io.BytesIO()
    alone.paste(upright)
    alone.thumbnail(_LARGEST)
    alone.save(content, kind)
    return content.getvalue()

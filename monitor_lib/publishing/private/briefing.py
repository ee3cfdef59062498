"""A briefing to take along on one area, made on request of what is published; no release has it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from monitor_lib import disk, paths
from monitor_lib.intake import harmless, withdrawals
from monitor_lib.intake.withheld import withheld
from monitor_lib.pictures.slides import briefing, drawing
from monitor_lib.pictures.text import trends
from monitor_lib.publishing.check import persons, slides
from monitor_lib.publishing.run.release import Published, published, refuse_uncleaned
from monitor_lib.reference.records import Area, Wave


def written(wave: Wave, area: Area, places: paths.Places, target: Path, language: str) -> Path:
    """Writes the briefing on an area as PPTX; what stood there before stays where it may not be published.

    Args:
        wave: a wave that has been run.
        area: the country, a landsdeel or a province, in this language.
        places: where its release lies, and what intake kept apart.
        target: the file to write.
        language: that of the briefing.

    Raises:
        ReportError: when the wave has not been run yet, or the briefing has what is hidden or withheld.
    """
    data = published(wave.id, str(places.outputs / wave.id), language)
    refuse_uncleaned(wave, places.clean)
    past = trends.history(data.table, data.codebook, data.wave)
    content = drawing.pptx(briefing.briefing(data.figures, data.book, data.wave, area, past))
    slides.refuse_hidden(content, data.figures, data.book, area)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".briefing-", dir=target.parent) as folder:
        beside = Path(folder) / target.name
        beside.write_bytes(content)
        _refuse_persons(beside.parent, data, places)
        disk.renamed(beside, target)
    return target


def _refuse_persons(folder: Path, data: Published, places: paths.Places) -> None:
    """Raises ReportError when a byte of a file in this folder holds what intake kept apart."""
    back = withdrawals.register(places.decisions)
    wanted = persons.sought(withheld(places.clean, data.initiatives, data.book, back))
    found = persons.leaks(folder, wanted, cleared=harmless.cleared(places.decisions.harmless))
    persons.refuse_leaks(list(found), places.decisions.harmless)

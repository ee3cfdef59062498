"""The files of a wave's questionnaire: all of them, or none."""

from collections.abc import Iterator
from pathlib import Path

from monitor_lib import disk, paths
from monitor_lib.questionnaire import entry_sheet, limesurvey, printed, xlsform
from monitor_lib.questionnaire.form import Form, forms
from monitor_lib.reference.records import Codebook, CodebookError, Wave
from monitor_lib.reference.text.translated import LANGUAGES

_TOOLS = {"LimeSurvey": limesurvey, "XLSForm": xlsform}


def write(book: Codebook, wave: Wave, folder: Path) -> list[Path]:
    """Writes the questionnaire of a wave for every tool and for paper; what stood there of it before is replaced.

    Raises:
        CodebookError: with every question that a tool cannot express; then nothing is written.
    """
    spoken = forms(book, wave)
    _refuse(spoken[0])
    files = paths.Questionnaire(folder, wave.id)
    made = {
        files.limesurvey: limesurvey.structure(spoken),
        files.xlsform: xlsform.workbook(spoken),
        **{files.paper(form.language): printed.pdf(form) for form in spoken},
        files.entry_sheet: entry_sheet.workbook(spoken[0]),
    }
    folder.mkdir(parents=True, exist_ok=True)
    beside = {path: path.with_name(f".{path.name}.partial") for path in made}
    try:
        for path, content in made.items():
            beside[path].write_bytes(content)
        for path, partial in beside.items():
            disk.renamed(partial, path)
        for language in LANGUAGES:
            if files.paper(language) not in made:
                files.paper(language).unlink(missing_ok=True)
    finally:
        for partial in beside.values():
            partial.unlink(missing_ok=True)
    return list(made)


def told(book: Codebook, wave: Wave) -> Iterator[str]:
    """What the files do not have as the codebook has it."""
    spoken = forms(book, wave)
    absent = [language for language in LANGUAGES if language not in [form.language for form in spoken]]
    yield from (f"Niet in taal '{language}': daarin heeft het codeboek niet elke tekst." for language in absent)
    for name, tool in _TOOLS.items():
        yield from (f"{name}: {loss}" for loss in tool.losses(spoken[0]))


def _refuse(form: Form) -> None:
    found = [fault for tool in _TOOLS.values() for fault in tool.faults(form)]
    if found:
        head = "Er is geen vragenlijst geschreven. Verander dit in het codeboek, en probeer het opnieuw:"
        raise CodebookError("\n".join([head, *(f"- {fault}." for fault in found)]))

"""What a wave publishes of its initiatives besides figures; here their private tables go out of sight."""

from monitor_lib import paths
from monitor_lib.intake import pride, quotes
from monitor_lib.intake.matching.account import compared
from monitor_lib.intake.wave import CleanWave, earlier_initiatives
from monitor_lib.publishing.data import forms, showcase
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.data.personal_data import refuse_personal
from monitor_lib.publishing.run.release import public_initiatives
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Wave


def write(wave: Wave, places: paths.Places, clean: CleanWave, made: paths.Release) -> None:
    """Writes to a release's folder who is on the map, how the list came about, what was said and what is shown.

    Args:
        wave: what to make the tables of.
        places: where its decisions lie, and the clean tables of the wave before.
        clean: its clean tables.
        made: the release.

    Raises:
        DeliveryError: for texts that may hold personal data, and for what is wrong with decisions about them.
    """
    book = as_asked(codebook.load(), wave)
    listed, said = public_initiatives(clean.initiatives, book), Attribution(book.monitor, wave)
    account = compared(clean.account, clean.initiatives, earlier_initiatives(places.clean, book.wave_before(wave)))
    quoted = quotes.quotes(places.decisions, clean.initiatives, clean.responses, book)
    shown = pride.materials(places.decisions, clean.initiatives, clean.responses, book)
    refuse_personal(listed, quoted, shown, places.decisions)
    made.data.mkdir(parents=True, exist_ok=True)
    forms.parquet(listed, made.initiatives, said)
    forms.parquet(account, made.account, said)
    forms.parquet(quoted.astype("str"), made.quotes, said)
    showcase.write(shown, made)

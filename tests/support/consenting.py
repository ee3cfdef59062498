"""Small lists and exports in which initiatives say whether they want a place on the map."""

from monitor_lib.intake.files.deliveries import Sheet
from monitor_lib.intake.lists.cleaning import cleaned_lists
from monitor_lib.reference import codebook
from monitor_lib.reference.roles import MAP, STOPPED

BOOK = codebook.load()
ASKED = BOOK.consent(MAP).question
TICKS = [f"{ASKED.id}[{code}]" for code in BOOK.scale(ASKED.scale).codes]
NAME, PLACE, PHASE = (BOOK.question_with(role).id for role in ("name", "place", "phase"))
YES, NO = ["Y"] + ["N"] * (len(TICKS) - 1), ["N"] * len(TICKS)
OPEN = [""] * len(TICKS)


def export(*answers, ticks=TICKS, sent="2021-09-01", pages=9, place="Norg"):
    """Responses of the survey: a name, the answer to the leading question, and the cells of the consent."""
    heads = ["id", "submitdate", "lastpage", NAME, PLACE, PHASE, *ticks]
    rows = [[str(n), sent, str(pages), name, place, *cells] for n, (name, *cells) in enumerate(answers, 1)]
    return Sheet("antwoorden.csv", "", False, tuple(map(tuple, [heads, *rows])))


def phase(role=None):
    scale = BOOK.scale(BOOK.question_with("phase").scale)
    return next(code for code in scale.codes if scale.roles.get(code) == role)


ACTIVE, ENDED = phase(), phase(STOPPED)


def lists(*rows, heads=("Naam", "Plaats", "Op de kaart")):
    """Rows of one or more lists: the name of the file, and the cells."""
    files = {}
    for file, *cells in rows:
        files.setdefault(file, [list(heads)]).append(cells)
    sheets = [Sheet(f"{file}.csv", "", False, tuple(map(tuple, content))) for file, content in files.items()]
    return cleaned_lists(sheets, BOOK)

"""Mirror reports: for each initiative that asked for it, its own answers beside the published figures. Private.

A mirror shows no figure that is not published; what it adds is the initiative's own answer, which it knows. A figure is
left out where fewer than the least number of others are behind it, or where a hidden count of others would follow from
what is published for someone who knows its own answers.
"""

import csv
import io
import json
import secrets
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from monitor_lib import disk, paths, stored
from monitor_lib.figures.secrecy import audit
from monitor_lib.intake.survey import consents
from monitor_lib.pictures.charts.mirror import Own
from monitor_lib.publishing.pages.form import Form
from monitor_lib.publishing.run.release import Published, published, refuse_public, refuse_uncleaned
from monitor_lib.publishing.run.workers import Job
from monitor_lib.reference import codebook
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Question, Wave
from monitor_lib.reference.roles import MIRROR

_TITLE = "Spiegelrapport"
_LIST = ("initiative_id", "name", "token")


@dataclass(frozen=True)
class Asker:
    """An initiative that asked for a mirror: its row of the responses.

    `revealing` are the questions whose hidden figures would follow for all who asked together.
    """

    respondent: pd.DataFrame
    revealing: frozenset[str]


def jobs(wave: Wave, places: paths.Places, mirrors: paths.Mirrors, form: Form) -> list[Job]:
    """A job per initiative that asked for a mirror; mirrors of those that no longer do are taken away.

    Raises:
        ReportError: when the wave has not been run yet, or the folder is one that gets published.
    """
    refuse_public(mirrors.folder, places.outputs)
    refuse_uncleaned(wave, places.clean)
    release = places.shelf(wave.id).release.folder
    initiatives, askers = stored.table(places.clean.initiatives), _askers(wave, places, release)
    disk.private(mirrors.folder)
    tokens = _tokens(mirrors, list(askers), initiatives)
    for page in mirrors.pages:
        if page not in map(mirrors.page, tokens.values()):
            page.unlink()
    for desk in mirrors.desks:
        shutil.rmtree(desk)
    return [
        Job(f"{_TITLE} {number}", make_mirror, (asker, release, mirrors.page(tokens[initiative]), wave, form))
        for number, (initiative, asker) in enumerate(askers.items(), 1)
    ]


def make_mirror(asker: Asker, release: Path, target: Path, wave: Wave, form: Form) -> None:
    """Runs the mirror notebook on one initiative's answers and writes its page, whole or not at all."""
    from monitor_lib.publishing.pages import engine, reports

    mirrors = paths.Mirrors(target.parent)
    with tempfile.TemporaryDirectory(dir=mirrors.folder, prefix=mirrors.desk) as private:
        answers = Path(private, "own.json")
        answers.write_text(json.dumps(asdict(own(asker, published(wave.id, str(release))))), "utf-8")
        given = {"wave": wave.id, "release": str(release), "mirror": str(answers)}
        notebook = engine.executed(paths.project().notebooks / "7_mirror.ipynb", given, form.engine)
    disk.written(target, reports.html(notebook, codebook.load(), wave, _TITLE, reports.Setting(alone="")))


def own(asker: Asker, data: Published) -> Own:
    """What an initiative answered, and the areas whose figures may stand beside each answer."""
    one, book = asker.respondent, data.book
    beside = {question.id: _beside(question, asker, data) for question in book.published}
    home = [area.code for area in audit.places_of(one, book) if area.level == "province"]
    return Own("".join(home), dict(audit.own_answers(one, book)), beside)


def _beside(question: Question, asker: Asker, data: Published) -> list[str]:
    hidden = audit.is_hidden_from(data.figures, question, asker.respondent, data.book)
    if hidden and question.id in asker.revealing:
        return []
    behind = audit.others(data.figures, question, asker.respondent, data.book)
    return [code for code, others in behind.items() if others >= data.book.publication.hidden_below]


def _askers(wave: Wave, places: paths.Places, release: Path) -> dict[str, Asker]:
    """Every initiative on the list that asked for a mirror, by its id."""
    book = as_asked(codebook.load(), wave)
    responses, initiatives = stored.table(places.clean.responses), stored.table(places.clean.initiatives)
    asked = consents.agreed(responses, MIRROR)
    tally, figures = audit.tally(initiatives, responses, book), published(wave.id, str(release)).figures
    revealing = frozenset(q.id for q in book.published if audit.reveals(figures, tally, q, asked, book))
    rows = [asked.loc[[at]] for at in asked.index]
    return {str(row["initiative_id"].iloc[0]): Asker(row, revealing) for row in rows}


def _tokens(mirrors: paths.Mirrors, asked: list[str], initiatives: pd.DataFrame) -> dict[str, str]:
    """The token of each initiative that asked, the same as last time; the list of them is written again."""
    kept = {}
    if mirrors.tokens.exists():
        lines = csv.DictReader(io.StringIO(stored.text(mirrors.tokens, stored.FROM_BACKUP), newline=""))
        kept = {row["initiative_id"]: row["token"] for row in lines}
    tokens = {initiative: kept.get(initiative) or secrets.token_urlsafe(16) for initiative in asked}
    names = dict(zip(initiatives["initiative_id"], initiatives["name"], strict=True))
    text = io.StringIO(newline="")
    rows = ((initiative, names.get(initiative, ""), token) for initiative, token in tokens.items())
    csv.writer(text).writerows([_LIST, *rows])
    disk.written(mirrors.tokens, text.getvalue())
    return tokens

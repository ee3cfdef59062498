"""Mirror reports: one's own answers beside published figures, and nothing of anyone else."""

import csv
import re
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scan

from monitor_lib import paths
from monitor_lib.figures.secrecy import audit
from monitor_lib.pictures.charts import mirror
from monitor_lib.publishing.pages.form import Form
from monitor_lib.publishing.private import mirrors
from monitor_lib.publishing.run import workers
from monitor_lib.publishing.run.release import published
from monitor_lib.publishing.run.workers import ReportError
from monitor_lib.reference import codebook, question_map
from monitor_lib.reference.areas import geography

WAVE = "voorbeeld"


@pytest.fixture(scope="module")
def asked():
    """The codebook with the questionnaire of the wave."""
    return question_map.as_asked(codebook.load(), codebook.load().wave(WAVE))


@pytest.fixture(scope="module")
def work(example_run, asked, tmp_path_factory):
    """The folder of mirrors, the jobs that fill it, and what came of the first three."""
    folder = paths.Mirrors(tmp_path_factory.mktemp("mirrors"))
    (folder.folder / "spiegel-ingetrokken.html").write_text("van wie er niet meer om vraagt", "utf-8")
    killed = Path(tempfile.mkdtemp(prefix=folder.desk, dir=folder.folder))
    (killed / "own.json").write_text("van een taak die gestopt is", "utf-8")
    jobs = mirrors.jobs(asked.wave(WAVE), example_run.places, folder, Form("shell", single_file=True))
    assert [end.fault for end in workers.outcomes(jobs[:3], 2, 300)] == ["", "", ""]
    return folder, jobs


def test_no_answers_stay_behind(work):
    folder, _ = work
    assert sorted(path.name for path in folder.folder.iterdir()) == sorted(
        [folder.tokens.name, *(page.name for page in folder.pages)]
    )


def test_who_asked_gets_a_mirror_under_a_token_that_tells_nothing(work, example_run):
    folder, jobs = work
    responses = pd.read_parquet(example_run.places.clean.responses)
    asked = responses[responses["q44_spiegel"].fillna(False) & responses["initiative_id"].notna()]
    with folder.tokens.open(encoding="utf-8") as file:
        tokens = {row["initiative_id"]: row["token"] for row in csv.DictReader(file)}
    assert len(jobs) == len(asked) > 20
    assert set(tokens) == set(asked["initiative_id"])
    assert len(set(tokens.values())) == len(tokens)
    assert min(map(len, tokens.values())) >= 20
    assert {path.name for path in folder.pages} <= {f"spiegel-{token}.html" for token in tokens.values()}
    assert len(folder.pages) == 3


def test_a_token_stays_the_same(work, example_run, asked):
    folder, jobs = work
    again = mirrors.jobs(asked.wave(WAVE), example_run.places, folder, Form("shell", single_file=True))
    assert [job.args[2] for job in again] == [job.args[2] for job in jobs]
    assert len(folder.pages) == 3


def test_no_other_initiative_and_no_contact_is_on_a_mirror(work, example_run):
    folder, _ = work
    initiatives = pd.read_parquet(example_run.places.clean.initiatives)
    contacts = pd.read_parquet(example_run.places.clean.contacts)["value"]
    places = {town.name for town in geography.municipalities()}
    names = [name for name in initiatives["name"] if len(name) > 14 and name not in places]
    texts = " ".join(page.read_text("utf-8").split("<main", 1)[1] for page in folder.pages)
    assert len(names) > 500
    assert [name for name in names if name in texts] == []
    found = scan.found_in(texts.encode(), "niet ingevuld")
    assert found
    assert [value for value in contacts[contacts.str.len() > 8].sample(60, random_state=1) if value in texts] == []


def test_a_mirror_holds_no_figure_that_is_not_published(work, example_run, asked):
    _, jobs = work
    asker = jobs[0].args[0]
    data = published(WAVE, str(example_run.release.folder))
    mine = mirrors.own(asker, data)
    shown = [line for theme in asked.themes for line in mirror.tables(data.figures, asked, theme, mine)]
    public = data.figures[~data.figures["hidden"] & data.figures["area"].isin([mine.province, "NL"])]
    allowed = {round(100 * value) for column in ("value", "low", "high") for value in public[column].dropna()}
    percents = {int(found) for found in re.findall(r"(\d+)%", " ".join(shown))}
    assert len(percents) > 10
    assert percents <= allowed


def test_fewer_than_ten_others_are_not_shown(work, example_run, asked):
    _, jobs = work
    data = published(WAVE, str(example_run.release.folder))
    seen = 0
    for job in jobs[:12]:
        asker = job.args[0]
        for question in asked.published:
            behind = audit.others(data.figures, question, asker.respondent, asked)
            shown = mirrors._beside(question, asker, data) if min(behind.values()) < 10 else []
            seen += len(behind)
            assert all(behind[code] >= 10 for code in shown)
    assert seen > 100


def test_the_asker_itself_does_not_count_among_the_others(work, asked):
    _, jobs = work
    one = jobs[0].args[0].respondent
    question = next(each for each in asked.published if each.id in dict(audit.own_answers(one, asked)))
    province = one["province"].iloc[0]
    rows = [{"indicator": question.id, "kind": "share", "area": area, "respondents": 10} for area in (province, "NL")]
    assert audit.others(pd.DataFrame(rows), question, one, asked)[province] == 9


def test_an_own_answer_that_gives_another_away_is_found(asked, work):
    """Two provinces of one landsdeel are hidden, of one and of twelve respondents: only the one knows the twelve."""
    single = [each for each in asked.published if each.scale and not each.many and each.sensitivity != "sensitive"]
    question = next(each for each in single if len(asked.scale(each.scale).codes) > 3)
    scale = asked.scale(question.scale)
    mine, first, second = [code for code in scale.codes if code not in scale.outside][:3]
    home = asked.area("PV29")
    next_door = next(area for area in asked.provinces if area.parent == home.parent and area != home)
    counts = {home.code: {mine: 1}, next_door.code: {first: 6, second: 6}}
    counts |= {code: {mine: 1, first: 6, second: 6} for code in (home.parent, "NL")}
    rows = [
        (area.code, question.id, code, "share", sum(counts.get(area.code, {}).values()), area in (home, next_door), "")
        for area in asked.areas
        for code in scale.codes
        if code not in scale.outside
    ]
    table = pd.DataFrame(rows, columns=["area", "indicator", "answer", "kind", "respondents", "hidden", "reason"])
    given = [counts.get(area, {}).get(answer, 0) for area, answer in zip(table["area"], table["answer"], strict=True)]
    tally = table[["area", "indicator", "answer"]].assign(count=given, lightest=1.0, heaviest=1.0)
    table = table.assign(value=np.nan)
    one = work[1][0].args[0].respondent.assign(province=home.code, part=home.parent)
    one = one.assign(**{question.id: mine, f"{question.id}_state": "answered"})
    assert audit.recovered(table, tally, asked) == []
    assert audit.reveals(table, tally, question, one, asked)
    elsewhere = one.assign(province="PV20", part=asked.area("PV20").parent)
    assert not audit.reveals(table, tally, question, elsewhere, asked)


def test_a_skipped_question_says_so(asked):
    theme = asked.themes[0]
    empty = pd.DataFrame(columns=["area", "indicator"])
    own = mirror.Own()
    number = len(asked.questions_of(theme))
    told = [mirror.SKIPPED in text for text in mirror.tables(_blank(empty), asked, theme, own)]
    assert told == [True] * number


def _blank(table):
    names = ("answer", "kind", "respondents", "population", "quality", "hidden", "reason", "compared")
    numbers = ("value", "low", "high", "p_adjusted", "reference")
    return table.reindex(columns=[*table.columns, *names, *numbers])


def test_mirrors_never_lie_among_publications(example_run, asked):
    inside = paths.Mirrors(example_run.places.outputs / "mirrors")
    with pytest.raises(ReportError):
        mirrors.jobs(asked.wave(WAVE), example_run.places, inside, Form("shell", single_file=True))
    assert not inside.folder.exists()

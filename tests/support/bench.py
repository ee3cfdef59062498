"""The monitor of tests/support/golden on the bench: what R's survey package made of it, asked as a researcher asks."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
from support import SUPPORT

from monitor_lib import notebook
from monitor_lib.figures.aggregation import COLUMNS
from monitor_lib.figures.bench.session import Session
from monitor_lib.figures.history import Held
from monitor_lib.figures.secrecy.ledger import Ledger
from monitor_lib.reference.records import Codebook

GOLDEN = SUPPORT / "golden"
EXPECTED = json.loads((GOLDEN / "expected_r_survey.json").read_text("utf-8"))["expected"]
FORMS = {
    "dorpsondersteuning": "zorgzaamdorp",
    "ontmoeting": "buurtcollectief",
    "overig": "anders",
    "wonen": "stadsdorp",
    "zorgcooperatie": "zorgcooperatie",
}
_YES = {1: "ja", 0: "nee"}


def of_golden(book: Codebook) -> Codebook:
    """The codebook with response groups as small as those of the golden monitor: it took provinces from 5 answers."""
    return replace(book, publication=replace(book.publication, hidden_below=5))


def held(book: Codebook, wave: str = "voorbeeld", round_: int = 1) -> Held:
    """A round of the golden monitor: meeting is q35, legal form q07, numbers of members and volunteers q16 and q17."""
    areas = {area.name: area for area in book.provinces} | {"Fryslan": book.province("Fryslân")}
    inventory, survey = (_placed(pd.read_csv(GOLDEN / name), areas) for name in ("inventory.csv", "survey.csv"))
    half = inventory.index < len(inventory) // 2
    listed = inventory.assign(
        form=inventory["type"].map(FORMS),
        start_year=pd.array([None] * len(inventory), dtype="Int64"),
        networks=["zeelandbruist" if first else "bokd" for first in half],
        municipality=["GM0363" if first else "GM0599" for first in half],
    )
    own = survey[survey["golf"] == round_].reset_index(drop=True)
    asked = {
        "q07": own["stichting"].map({1: "stichting", 0: "geen"}),
        "q35": own["ontmoeting"].map(_YES),
        "q06": own["zorg"].map({1: "actief", 0: "slapend"}),
        "q16": own["leden"].astype("Float64"),
        "q17": own["vol"].astype("Float64"),
    }
    answers = own[["initiative_id", "province", "part"]].assign(**_unasked(book, len(own)) | asked)
    return Held(book.wave(wave), listed, answers, pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS), book)


def _unasked(book: Codebook, respondents: int) -> dict:
    """The other questions, which nobody answered."""
    nothing = [None] * respondents
    several = [question for question in book.published if question.many]
    codes = {f"{each.id}_{code}": pd.array(nothing, "boolean") for each in several for code in book.answers_of(each.id)}
    single = {each.id: pd.array(nothing, "Float64" if each.type == "number" else "str") for each in book.questions}
    return single | codes | {f"{each.id}_state": ["skipped"] * respondents for each in several}


def _placed(table: pd.DataFrame, areas: dict) -> pd.DataFrame:
    where = table["provincie"].map(areas)
    told = {"province": where.map(lambda area: area.code), "part": where.map(lambda area: area.parent)}
    return table.rename(columns={"id": "initiative_id"}).assign(**told)


def on_the_bench(monkeypatch, *rounds: Held) -> None:
    """Puts rounds on the bench, the last one as the current wave, with nothing shown of any."""
    for each in rounds:
        session = Session(each, Ledger(each.book.publication.hidden_below))
        monkeypatch.setitem(notebook._loaded, each.wave.id, notebook._Place(Path(), Path(), session))
    monkeypatch.setattr(notebook, "_now", [rounds[-1].wave.id])

"""Everything that a researcher gets of a wave, written in a folder of one's own choice. Never for publication."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from monitor_lib import disk, paths, stored
from monitor_lib.figures import exploring
from monitor_lib.publishing.data import ddi
from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.publishing.private.research import files, scripts
from monitor_lib.publishing.private.research.figures import reproduced
from monitor_lib.publishing.private.research.files import NOTICE
from monitor_lib.publishing.private.research.variables import Variable, variables
from monitor_lib.publishing.run.release import refuse_public, refuse_uncleaned
from monitor_lib.reference.records import Codebook, Wave

_CONDITIONS = f"{NOTICE}: deze tabellen gaan over losse initiatieven en zijn niet om te publiceren of door te geven."


def written(wave: Wave, places: paths.Places, folder: Path, book: Codebook, *, names: bool = False) -> list[Path]:
    """The files for researchers of a wave that was run.

    Args:
        wave: the wave.
        places: where its clean tables and its release lie.
        folder: where the files are to stand; one that gets published is refused.
        book: the codebook as this wave asked it.
        names: whether to give what identifies an initiative too: its number and name, where it is, and its own words.

    Raises:
        ReportError: when the wave has not been run yet, or the folder is one that gets published.
    """
    refuse_public(folder, paths.project().outputs)
    refuse_public(folder, places.outputs)
    refuse_uncleaned(wave, places.clean)
    folder.mkdir(parents=True, exist_ok=True)
    initiatives, responses = map(stored.table, (places.clean.initiatives, places.clean.responses))
    columns, made = variables(initiatives, responses, book, names=names), paths.Research(folder, wave.id)
    found = _tables(columns, book, made)
    found.append(_codebook(columns, Attribution(book.monitor, wave), book, made))
    released = places.shelf(wave.id).release.figures
    if not released.exists():
        return found
    figures = stored.table(released)
    own = figures[(figures["wave"] == wave.id) & (figures["kind"] != "change")]
    found += _scripts(own, columns, Attribution(book.monitor, wave), book, made)
    return [*found, *_models(own, book, made.models)]


def _tables(columns: Sequence[Variable], book: Codebook, made: paths.Research) -> list[Path]:
    """The answers, in every format."""
    codes, words = files.by_code(columns), files.in_words(columns, book)
    writing = {made.sav: partial(files.sav, columns, book), made.dta: partial(files.dta, columns, book)}
    for table, name, as_csv in ((codes, made.codes, files.csv), (words, made.words, files.excel_csv)):
        writing[name("csv")] = partial(as_csv, table)
        writing[name("parquet")] = partial(files.parquet, table, columns)
    for path, write in writing.items():
        with disk.replacing(path) as beside:
            write(beside)
    return list(writing)


def _codebook(columns: Sequence[Variable], said: Attribution, book: Codebook, made: paths.Research) -> Path:
    """What every column is, by the numbers of SPSS and Stata and by the codes of the codebook."""
    gaps = tuple(ddi.Category(str(one.code), one.label, missing=True) for one in book.missings)
    content = (
        "De antwoorden als getallen met labels, één rij per vragenlijst; in Stata is niet beantwoord .a, .b enzovoort"
    )
    rows = len(columns[0].values)
    numbered = ddi.File(made.sav.name, content, rows, [_numbered(one, gaps) for one in columns])
    content = "Dezelfde antwoorden in codes van het codeboek"
    coded = ddi.File(made.codes("csv").name, content, rows, [_coded(one) for one in columns])
    disk.written(made.codebook, ddi.codebook(said, book, [numbered, coded], _CONDITIONS))
    return made.codebook


def _numbered(one: Variable, gaps: tuple[ddi.Category, ...]) -> ddi.Variable:
    own = tuple(ddi.Category(str(value.number), value.label) for value in one.codes.values())
    return _described(one, not one.is_text, own + (gaps if one.explained else ()))


def _coded(one: Variable) -> ddi.Variable:
    return _described(
        one,
        one.is_number,
        tuple(ddi.Category(str(code), value.label) for code, value in one.codes.items()),
    )


def _described(one: Variable, numeric: bool, categories: tuple[ddi.Category, ...]) -> ddi.Variable:
    note = f"Heet in de monitor {one.column}; die naam past niet in Stata." if one.column else ""
    return ddi.Variable(one.name, one.label, numeric, one.text, categories, one.name.startswith("weight_"), note)


def _scripts(
    figures: pd.DataFrame, columns: Sequence[Variable], said: Attribution, book: Codebook, made: paths.Research
) -> list[Path]:
    """Scripts that make published figures again from those tables."""
    found = reproduced(figures, book)
    title = f"{NOTICE}. {said.title}"
    disk.written(made.r, scripts.r_script(found, columns, title, made))
    disk.written(made.spss, scripts.spss_syntax(found, columns, title, made).replace("\n", "\r\n"))
    return [made.r, made.spss]


def _models(figures: pd.DataFrame, book: Codebook, path: Path) -> list[Path]:
    """The model values of provinces beside their published figures, of every question; nothing where there are none."""
    found = {question.id: exploring.modelled(figures, book, question.id) for question in book.published}
    found = {name: table for name, table in found.items() if len(table)}
    if not found:
        return []
    table = pa.Table.from_pandas(pd.concat(found, names=["vraag"]).reset_index(), preserve_index=False)
    with disk.replacing(path) as beside:
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"notice": NOTICE.encode()}), beside)
    return [path]

"""The answers as tables for researchers: by label for JupyterLab, by code for SPSS. Never for publication."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from monitor_lib import paths
from monitor_lib.figures import exploring
from monitor_lib.publishing.run.release import refuse_public, refuse_uncleaned
from monitor_lib.reference.records import Codebook, Question, Wave

NOTICE = "ALLEEN VOOR INTERN GEBRUIK"
_ANSWERED = (1, "Beantwoord")
_TICKS = {False: "Nee", True: "Ja"}


def written(wave: Wave, clean: paths.Clean, folder: Path, book: Codebook) -> list[Path]:
    """The files for researchers of a wave that was run, written in a folder of one's own choice.

    Raises:
        ReportError: when the wave has not been run yet, or the folder is one that gets published.
    """
    refuse_public(folder, paths.project().outputs)
    refuse_uncleaned(wave, clean)
    folder.mkdir(parents=True, exist_ok=True)
    responses, research = pd.read_parquet(clean.responses), paths.Research(folder, wave.id)
    write_sav(responses, book, research.sav)
    write_parquet(responses, book, research.parquet)
    released = paths.places(wave.id).shelf(wave.id).release.figures
    models = _write_models(pd.read_parquet(released), wave, book, research.models) if released.exists() else []
    return [research.sav, research.parquet, *models]


def _write_models(figures: pd.DataFrame, wave: Wave, book: Codebook, path: Path) -> list[Path]:
    """The model values of provinces beside their published figures, of every question; nothing where there are none."""
    own = figures[figures["wave"] == wave.id]
    found = {question.id: exploring.modelled(own, book, question.id) for question in book.published}
    found = {name: table for name, table in found.items() if len(table)}
    if not found:
        return []
    table = pa.Table.from_pandas(pd.concat(found, names=["vraag"]).reset_index(), preserve_index=False)
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"notice": NOTICE.encode()}), path)
    return [path]


def labelled_responses(responses: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """One row per questionnaire, in the columns of `responses`, with labels for codes.

    A question with options says in words why it has no answer; a number or text is then missing, its state says why.
    """
    names = {area.code: area.name for area in book.areas}
    words = {missing.state: missing.label for missing in book.missings}
    columns = {name: responses[name].map(names) for name in ("province", "part")}
    for question in book.questions:
        state = responses[f"{question.id}_state"].map(words | {"answered": _ANSWERED[1]}).astype("str")
        columns[f"{question.id}_state"] = state
        labels = _TICKS if question.many else book.scale(question.scale).labels if question.scale else {}
        for name in _options(question, book) if labels else ():
            columns[name] = responses[name].map(labels, na_action="ignore").astype("str").fillna(state)
    return responses.assign(**columns)


def write_parquet(responses: pd.DataFrame, book: Codebook, path: Path) -> None:
    """Writes the labelled responses, each column with its question and the file with the notice as metadata."""
    table = pa.Table.from_pandas(labelled_responses(responses, book), preserve_index=False)
    labels = _variable_labels(book)
    described = [field.with_metadata({"label": labels.get(field.name, "")}) for field in table.schema]
    metadata = {**(table.schema.metadata or {}), b"notice": NOTICE.encode()}
    pq.write_table(table.cast(pa.schema(described, metadata)), path)


def write_sav(responses: pd.DataFrame, book: Codebook, path: Path) -> None:
    """Writes the responses for SPSS: numbers with value labels, and missing codes of the codebook for no answer.

    An answer is its place in the scale from 1, an option 1 when it was chosen and 0 when not. A text has its state in a
    column beside it.
    """
    codes = {missing.state: float(missing.code) for missing in book.missings}
    labels = {missing.code: missing.label for missing in book.missings}
    about = ["response_id", "initiative_id", "province", "part", "finished"]
    columns = {name: responses[name] for name in about}
    value_labels: dict[str, dict[int | float, str]] = {}
    measures: dict[str, str] = {}
    for question in book.questions:
        own, words = _numbers(question, responses, codes, book)
        columns |= own
        told: dict[int | float, str] = dict([*words.items(), *labels.items()])
        value_labels |= {name: told for name in own if pd.api.types.is_float_dtype(own[name])}
        measures |= dict.fromkeys(own, _measure(question, book))
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        path,
        file_label=NOTICE,
        row_compress=True,
        note=f"{NOTICE}. {book.monitor.title}",
        column_labels={name: label for name, label in _variable_labels(book).items() if name in columns},
        variable_value_labels=value_labels,
        missing_ranges={name: [*sorted(codes.values())] for name in value_labels},
        variable_measure=measures,
    )


def _numbers(
    question: Question, responses: pd.DataFrame, codes: Mapping[str, float], book: Codebook
) -> tuple[dict[str, pd.Series], dict[int, str]]:
    """The columns of one question as SPSS gets them, and the labels of its numbers."""
    state = responses[f"{question.id}_state"].map(codes)
    if question.many:
        columns = {name: responses[name].astype("Float64") for name in _options(question, book)}
        words = {int(tick): label for tick, label in _TICKS.items()}
    elif question.scale:
        options = book.scale(question.scale).options
        places = {option.code: float(n) for n, option in enumerate(options, 1)}
        columns = {question.id: responses[question.id].map(places)}
        words = {n: option.label for n, option in enumerate(options, 1)}
    elif question.type == "number":
        columns, words = {question.id: responses[question.id]}, {}
    else:
        columns, words = {f"{question.id}_state": state.isna().map({True: _ANSWERED[0]})}, dict([_ANSWERED])
    filled = {name: column.astype("Float64").fillna(state).astype("float64") for name, column in columns.items()}
    texts = [question.id] if question.type == "text" else []
    texts += [f"{question.id}_other"] if question.other else []
    return {name: responses[name].fillna("") for name in texts} | filled, words


def _options(question: Question, book: Codebook) -> list[str]:
    """The columns with the answer to a question."""
    return [f"{question.id}_{code}" for code in book.scale(question.scale).codes] if question.many else [question.id]


def _measure(question: Question, book: Codebook) -> str:
    if question.type == "number":
        return "scale"
    return "ordinal" if question.scale and book.scale(question.scale).ordered else "nominal"


def _variable_labels(book: Codebook) -> dict[str, str]:
    """What every column asks, by name."""
    return dict(_labels(book))


def _labels(book: Codebook) -> Iterator[tuple[str, str]]:
    for question in book.questions:
        yield question.id, question.text
        yield f"{question.id}_state", f"Gezien en beantwoord: {question.text}"
        yield f"{question.id}_other", f"{question.text} Anders, namelijk"
        labels = book.scale(question.scale).labels if question.many else {}
        yield from ((f"{question.id}_{code}", f"{question.text} {label}") for code, label in labels.items())

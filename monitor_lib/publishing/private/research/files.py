"""The variables of researchers in the formats of their tools: CSV and Parquet by code and in words, SPSS and Stata."""

import string
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from monitor_lib.publishing.data import forms
from monitor_lib.publishing.private.research.variables import Variable
from monitor_lib.reference.records import Codebook

NOTICE = "ALLEEN VOOR INTERN GEBRUIK"
# Signs of a label of a variable in Stata; bytes of one in SPSS, and of that of a value.
_STATA_LABEL, _SPSS_LABEL, _SPSS_VALUE = 80, 256, 120
_R_WORDS = {True: "TRUE", False: "FALSE"}


def by_code(variables: Sequence[Variable]) -> pd.DataFrame:
    """One row per questionnaire, by the codes of the codebook."""
    return pd.DataFrame({one.name: one.values for one in variables})


def in_words(variables: Sequence[Variable], book: Codebook) -> pd.DataFrame:
    """The same in words; where there is no answer in words why, unless it is a number: its state tells."""
    why = {missing.state: missing.label for missing in book.missings}
    return pd.DataFrame({one.name: _worded(one, why) for one in variables})


def _worded(variable: Variable, why: Mapping[str, str]) -> pd.Series:
    if not variable.codes:
        return variable.values
    words = variable.values.map({code: value.label for code, value in variable.codes.items()}, na_action="ignore")
    return words.astype("str") if variable.states is None else words.astype("str").fillna(variable.states.map(why))


def csv(table: pd.DataFrame, path: Path) -> None:
    """CSV as RFC 4180 has it, with decimal points and R's words for yes and no; nothing is where there is no answer."""
    ticks = {str(name): column.map(_R_WORDS) for name, column in table.select_dtypes("boolean").items()}
    _whole(forms.harmless(table.assign(**ticks))).to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8")


def excel_csv(table: pd.DataFrame, path: Path) -> None:
    """CSV as Excel in the Netherlands opens it: semicolons, decimal commas, and a mark that it is UTF-8."""
    forms.spreadsheet(_whole(table), path)


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """The table with numbers as they are written: a year is 2008, and not 2008.0."""
    numbers = table.select_dtypes("float").items()
    return table.assign(**{str(name): column.astype("Int64") for name, column in numbers if not (column % 1).any()})


def parquet(table: pd.DataFrame, variables: Sequence[Variable], path: Path) -> None:
    """Parquet, each column with its question and the file with the notice as metadata."""
    labels = {one.name: one.text or one.label for one in variables}
    made = pa.Table.from_pandas(table, preserve_index=False)
    described = [column.with_metadata({"label": labels.get(column.name, "")}) for column in made.schema]
    metadata = {**(made.schema.metadata or {}), b"notice": NOTICE.encode()}
    pq.write_table(made.cast(pa.schema(described, metadata)), path)


def sav(variables: Sequence[Variable], book: Codebook, path: Path) -> None:
    """For SPSS: numbers with their labels, and the codebook's missing codes for no answer, declared as such."""
    gaps: dict[str, object] = {missing.state: float(missing.code) for missing in book.missings}
    why = {missing.code: missing.label for missing in book.missings}
    pyreadstat.write_sav(
        pd.DataFrame({one.name: _numbered(one, gaps).astype("str" if one.is_text else "float64") for one in variables}),
        path,
        file_label=NOTICE,
        row_compress=True,
        note=f"{NOTICE}. {book.monitor.title}",
        column_labels={one.name: _cut(one.text or one.label, _SPSS_LABEL) for one in variables},
        variable_value_labels={
            one.name: {number: _cut(label, _SPSS_VALUE) for number, label in labels.items()}
            for one in variables
            if (labels := _labels(one, why))
        },
        missing_ranges={one.name: [*sorted(map(float, why))] for one in variables if one.explained},
        variable_measure={one.name: one.measure for one in variables},
    )


def dta(variables: Sequence[Variable], book: Codebook, path: Path) -> None:
    """For Stata: the same numbers and labels, and for no answer .a, .b and so on, in the codebook's order."""
    letters = dict(zip((missing.state for missing in book.missings), string.ascii_lowercase, strict=False))
    why = {letters[missing.state]: missing.label for missing in book.missings}
    pyreadstat.write_dta(
        pd.DataFrame({one.name: _numbered(one, letters) for one in variables}),
        path,
        file_label=NOTICE,
        column_labels={one.name: _short(one) for one in variables},
        variable_value_labels={one.name: labels for one in variables if (labels := _labels(one, why))},
        missing_user_values={one.name: [*why] for one in variables if one.explained},
    )


def _numbered(variable: Variable, gaps: Mapping[str, object]) -> pd.Series:
    """The values as SPSS and Stata hold them: numbers, with a code where there is none that says why; or texts."""
    if variable.is_text:
        return variable.values.astype("str").fillna("")
    numbers = {code: float(value.number) for code, value in variable.codes.items()}
    found = variable.values.map(numbers, na_action="ignore") if numbers else variable.values
    plain = found.astype("Float64").astype("float64")
    if variable.states is None:
        return plain
    return plain.astype("object").where(plain.notna(), variable.states.map(gaps).astype("object"))


def _labels(variable: Variable, why: Mapping[Any, str]) -> dict[Any, str]:
    """What the numbers of a variable stand for, those of no answer included."""
    values = {float(value.number): value.label for value in variable.codes.values()}
    return values | (dict(why) if variable.explained else {})


def _short(variable: Variable) -> str:
    """The label for Stata: the question where there is room for it, or what it is about."""
    return variable.text if 0 < len(variable.text) <= _STATA_LABEL else _cut(variable.label, _STATA_LABEL)


def _cut(text: str, most: int) -> str:
    """The text in so many bytes at most, with a mark where it was cut off."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len("…".encode())].decode("utf-8", "ignore") + "…"

"""The researcher's bench: any question, any selection, any cross-tabulation, with the same hiding as in print."""

import numpy as np
import pandas as pd

from monitor_lib.figures import aggregation, disclosure, estimation
from monitor_lib.reference.codebook_records import Codebook, CodebookError, Question


def selection(responses: pd.DataFrame, book: Codebook, area: str, only: dict[str, list[str]]) -> pd.DataFrame:
    """The answers of initiatives on the list, one row per initiative, in one area and with these earlier answers.

    Args:
        responses: the answered questionnaires.
        book: the codebook.
        area: name, alias or code.
        only: per question the answer codes to keep; a group's code stands for its answers.
    """
    chosen = aggregation.rows_in(book.area(area), responses) & responses["initiative_id"].notna().to_numpy()
    for name, codes in only.items():
        answers = aggregation.answers_to(_countable(book.question(name)), responses, book)
        unknown = set(codes) - set(answers.codes)
        if unknown:
            raise CodebookError(f"{name} kent geen antwoord {', '.join(sorted(unknown))}: {', '.join(answers.codes)}.")
        chosen &= answers.given[[answers.codes.index(code) for code in codes]].any(axis=0)
    return responses[chosen]


def distribution(selected: pd.DataFrame, book: Codebook, question: str) -> pd.DataFrame:
    """One row per answer: label, respondents who gave it, share with its interval (fractions) and publication class.

    Numbers are missing where fewer respondents answered than may be shown.
    """
    entry = _countable(book.question(question))
    answers = aggregation.answers_to(entry, selected, book)
    labels, rules = book.scale(entry.scale).labels, book.publication
    respondents = int(answers.base.sum())
    estimates = [estimation.share(int(given.sum()), respondents, rules.confidence) for given in answers.given]
    table = pd.DataFrame(
        {
            "antwoord": [labels[code] for code in answers.codes],
            "gegeven door": answers.given.sum(axis=1).astype("float64"),
            "aandeel": [estimate.value for estimate in estimates],
            "van": [estimate.low for estimate in estimates],
            "tot": [estimate.high for estimate in estimates],
            "klasse": [disclosure.share_class(estimate, rules) for estimate in estimates],
        },
        index=pd.Index(answers.codes, name="code"),
    )
    hidden = table["klasse"] == "D"
    if entry.sensitivity == "sensitive":
        hidden |= disclosure.has_small_cell(answers.given.sum(axis=1), rules)
    table.loc[hidden, ["gegeven door", "aandeel", "van", "tot"]] = np.nan
    return table


def crosstab(selected: pd.DataFrame, book: Codebook, question: str, by: str) -> pd.DataFrame:
    """One row per answer of `question`, one column per answer of `by`: the share with its interval, in words.

    A group with fewer respondents than may be shown says so in every cell. The groups of a question with several
    answers overlap.
    """
    other = _countable(book.question(by))
    groups = aggregation.answers_to(other, selected, book)
    labels = book.scale(other.scale).labels
    columns = {}
    for code, members in zip(groups.codes, groups.given, strict=True):
        base = int(aggregation.answers_to(book.question(question), selected[members], book).base.sum())
        table = distribution(selected[members], book, question).set_index("antwoord")
        columns[f"{labels[code]} (n = {base})"] = pd.Series({row.Index: _cell(row) for row in table.itertuples()})
    return pd.DataFrame(columns).rename_axis(book.question(question).label)


def _cell(row) -> str:
    if np.isnan(row.aandeel):
        return disclosure.TOO_FEW
    return f"{row.aandeel:.0%} ({row.van:.0%} tot {row.tot:.0%})"


def _countable(question: Question) -> Question:
    """The question, when its answers can be counted and may be; raises CodebookError when not."""
    if not question.scale or not question.published:
        raise CodebookError(f'Vraag {question.id} ("{question.label}") heeft geen antwoorden om te tellen.')
    return question

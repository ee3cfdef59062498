"""A figures table in miniature for the tests of pictures: rows as they are read, nothing computed."""

import pandas as pd

COLUMNS = ["area", "indicator", "answer", "kind", "value", "low", "high", "respondents"]
COLUMNS += ["population", "quality", "hidden", "reason", "compared"]
NAN = float("nan")


def row(area, indicator, answer, value, low=NAN, high=NAN, n=100, quality="A", compared="not_tested", reference=NAN):
    """One figure; class D hides it, as the disclosure rules do."""
    hidden = quality == "D"
    kind = "median" if indicator == "q17" else "share"
    shown = (NAN, NAN, NAN) if hidden else (value, low, high)
    reason = "te weinig antwoorden" if hidden else ""
    return [area, indicator, answer, kind, *shown, n, 400, quality, hidden, reason, compared, reference]


def count(area, indicator, value):
    return [area, indicator, "", "count", value, NAN, NAN, value, 400, "A", False, "", "not_tested", NAN]


def table(*rows):
    """The rows as a figures table of the example wave."""
    frame = pd.DataFrame(list(rows), columns=[*COLUMNS, "reference"])
    p_adjusted = frame["compared"].map({"higher": 0.001, "lower": 0.01, "no_difference": 0.4}).astype(float)
    return frame.assign(wave="voorbeeld", p_adjusted=p_adjusted)


def whole(book, area, quality="A", n=60):
    """Every figure of an area: all counts and shares of the list, and all questions in this class."""
    counts = [entry for entry in book.indicators if entry.kind == "count"]
    codes = [(entry, code) for entry in counts for code in (book.answers_of(entry.id) or [""])]
    rows = [[*count(area, entry.id, 100)[:2], code, *count(area, entry.id, 100)[3:]] for entry, code in codes]
    rows.append(row(area, "participation", "", 0.4))
    shares = [entry for entry in book.indicators if entry.field and entry.kind == "share"]
    for entry in shares:
        answers = book.answers_of(entry.id)
        rows += [row(area, entry.id, code, 1 / len(answers)) for code in answers]
    for asked in book.published:
        rows += (
            number(asked, area, quality, n) if asked.type == "number" else question(book, asked.id, area, quality, n)
        )
    return rows


def number(asked, area, quality, n):
    """The median of a question, and its total where it has one."""
    median, total = (row(area, asked.id, code, 1234, 1100, 1400, n, quality) for code in ("", "total"))
    median[3], total[3] = "median", "total"
    return [median, total] if asked.total else [median]


def question(book, indicator, area, quality="A", n=100, **special):
    """A row for every answer of a question; `special` gives value, low, high (and more) of single answers."""
    scale = book.scale(book.question(indicator).scale)
    codes = [code for code in scale.codes if code not in scale.outside] + [group.code for group in scale.groups]
    plain = {"value": 0.2, "low": 0.15, "high": 0.25}
    return [
        row(area, indicator, code, **{**plain, "quality": quality, "n": n, **special.get(code, {})}) for code in codes
    ]

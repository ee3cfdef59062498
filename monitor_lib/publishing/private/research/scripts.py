"""Scripts for R and SPSS that make published figures again from the tables for researchers."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import jinja2
from markupsafe import Markup

from monitor_lib import paths
from monitor_lib.publishing.private.research.figures import Condition, Reproduced
from monitor_lib.publishing.private.research.variables import Variable

# How far a published share, and the whole percents of its interval, can lie from what was computed.
_SHARE_ROUNDED, _LIMIT_ROUNDED = 0.0016, 0.0051
_PROVINCE, _COUNTRY = "provincie", "land"  # what the scripts call the two designs


def r_script(found: Sequence[Reproduced], variables: Sequence[Variable], title: str, files: paths.Research) -> str:
    """The script for R.

    Args:
        found: the figures to make again.
        variables: the columns of the tables.
        title: what the tables are.
        files: where those and the script stand.
    """
    sized = {variable.name.removesuffix("_size") for variable in variables if variable.name.endswith("_size")}
    # A trait of one category constrains nothing, and R takes no factor with one level.
    margins = [one.name for one in variables if one.name in sized and one.values.nunique() > 1]
    told = [_told(figure, _in_r, " & ") | {"label": _in_quotes(figure.label)} for figure in found]
    return _rendered(
        "reproduce.R.j2",
        title,
        figures=told,
        own=files.r.name,
        data=_in_quotes(files.codes("csv").name),
        margins=list(map(_in_quotes, margins)),
        share=_SHARE_ROUNDED,
        limit=_LIMIT_ROUNDED,
    )


def spss_syntax(found: Sequence[Reproduced], variables: Sequence[Variable], title: str, files: paths.Research) -> str:
    """The syntax for SPSS Complex Samples; what it is given is as for `r_script`."""
    known = {variable.name: variable for variable in variables}
    told = [
        _told(figure, partial(_in_spss, known=known), " AND ")
        | {"name": f"cijfer_{number:02}", "label": _in_apostrophes(_with_value(figure))}
        for number, figure in enumerate(found, 1)
    ]
    return _rendered(
        "reproduce.sps.j2",
        title,
        figures=told,
        data=_in_apostrophes(files.sav.name),
        plans={name: _in_apostrophes(f"{files.wave}-{name}.csaplan") for name in (_PROVINCE, _COUNTRY)},
    )


def _rendered(template: str, title: str, **given: object) -> str:
    """A text that is no HTML, where escaping would harm: what goes in is quoted as its own language wants."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths.ASSETS),
        autoescape=True,
        finalize=Markup,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(title=_in_one_line(title), **given)


def _told(figure: Reproduced, written: Callable[[Condition], str], both: str) -> dict[str, object]:
    """A figure as the templates have it, its conditions, and what joins them, as a language writes them."""
    wide = figure.area.level == "country"
    base = [figure.base] if wide else [figure.base, Condition((figure.area.level,), (figure.area.code,))]
    return {
        "design": _PROVINCE if figure.area.level == "province" else _COUNTRY,
        "base": both.join(map(written, base)),
        "given": written(figure.given),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
    }


def _with_value(figure: Reproduced) -> str:
    return f"{figure.label}: gepubliceerd {100 * figure.value:.1f}%".replace(".", ",")


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _in_quotes(text: str) -> str:
    """A text as R writes it; a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)


def _in_apostrophes(text: str) -> str:
    """A text as SPSS writes it."""
    return "'" + text.replace("'", "''") + "'"


def _in_r(condition: Condition) -> str:
    codes = ", ".join(str(code).upper() if isinstance(code, bool) else _in_quotes(code) for code in condition.codes)
    return "(" + " | ".join(f"lijst${column} %in% c({codes})" for column in condition.columns) + ")"


def _in_spss(condition: Condition, known: Mapping[str, Variable]) -> str:
    def one_of(column: str) -> str:
        return f"ANY({column}, {', '.join(str(known[column].codes[code].number) for code in condition.codes)})"

    return "(" + " OR ".join(map(one_of, condition.columns)) + ")"

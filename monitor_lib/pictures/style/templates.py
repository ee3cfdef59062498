"""The templates of pages: they escape, know no value that they are not given, and speak the language of the process."""

import json

import jinja2
from markupsafe import Markup

from monitor_lib import paths
from monitor_lib.pictures.style import style
from monitor_lib.pictures.style.credits import credits
from monitor_lib.reference.text.language import DUTCH, say, say_many, spoken

# ---- the two ways in which words may reach a script ----

_ACTIVE = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`${}\\\r\n\u2028\u2029"}
_ENDING = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def esc(text: object) -> str:
    """The text as numeric entities: the only way in which words may reach folium.

    folium renders the script that it made once more as a template, so braces in a name would run as code on the
    machine that builds the page, and `${` in the browser of who reads it. Escaping for HTML alone stops neither.
    """
    return str(text).translate(_ACTIVE)


def json_block(content: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_ENDING)


def environment() -> jinja2.Environment:
    """An environment for our own templates."""
    loader = jinja2.FileSystemLoader(paths.ASSETS)
    return taught(jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined))


def taught(environment: jinja2.Environment) -> jinja2.Environment:
    """The environment with everything that our templates ask for.

    `strange` is the attribute of an element in a language that may be another than the page's.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(say, say_many, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    environment.filters["date"] = style.date
    environment.globals |= {"spoken": spoken, "home": _home, "strange": strange, "logo": style.load().logo_address}
    environment.globals["credits"] = credits
    return environment


def _home() -> str:
    return paths.home(spoken())


def strange(language: str = DUTCH) -> Markup:
    """The attribute, with the space before it; nothing for the page's own language."""
    return Markup("") if language == spoken() else Markup(' lang="{}"').format(language)

"""The templates of pages: they escape, know no value that they are not given, and speak the language of the process."""

import jinja2
from markupsafe import Markup

from monitor_lib import paths
from monitor_lib.pictures import style
from monitor_lib.reference.language import DUTCH, say, say_many, spoken


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
    environment.install_gettext_callables(say, say_many, newstyle=True)
    environment.filters["date"] = style.date
    environment.globals |= {"spoken": spoken, "home": _home, "strange": strange, "logo": style.load().logo_address}
    return environment


def _home() -> str:
    return paths.home(spoken())


def strange(language: str = DUTCH) -> Markup:
    """The attribute, with the space before it; nothing for the page's own language."""
    return Markup("") if language == spoken() else Markup(' lang="{}"').format(language)

"""What initiatives say themselves, as a section of a report; text of strangers, and shown as nothing but text."""

from dataclasses import dataclass
from html import escape

import pandas as pd

from monitor_lib.pictures.style import templates
from monitor_lib.reference.records import Area
from monitor_lib.reference.text.language import say


@dataclass(frozen=True)
class Quotes:
    """The marked answers of an area; without any there is no section."""

    texts: tuple[tuple[str, str], ...]

    def _repr_html_(self) -> str:
        strange = templates.strange()
        said = "".join(
            f'<blockquote class="quote"{strange}><p>{escape(text)}</p>'
            f"{f'<footer>{escape(who)}</footer>' if who else ''}</blockquote>"
            for text, who in self.texts
        )
        intro = say("In hun eigen woorden; zij stemden ermee in dat dit gedeeld wordt.")
        return f"<h2>{say('Waar zijn ze trots op?')}</h2><p>{intro}</p>{said}" if self.texts else ""


def quotes(table: pd.DataFrame, area: Area) -> Quotes:
    """The quotes of an area: of a province its own, of the country all."""
    own = table if area.level == "country" else table[table["province"] == area.code]
    return Quotes(tuple(zip(own["text"], own["initiative"], strict=True)))

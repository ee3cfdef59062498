"""Every text that is marked to be said in other languages, and the message file of a language brought up to date.

To begin a language, or after texts were added: `python tests/marked.py en`. What was translated stays, what is new
comes with an empty translation, and what is said no more goes.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from monitor_lib import paths
from monitor_lib.pictures.style import templates

_MARKS = {"say": 1, "later": 1, "say_many": 2}  # each with how many of its arguments are texts
_OF_PAGES = "language: str"  # what a notebook that pages are made from has among its parameters

_HEADER = """# What pages say in this language, by what they say in Dutch. Brought up to date by tests/marked.py.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""

Text = str | tuple[str, ...]


def texts() -> dict[Text, list[str]]:
    """Every marked text, with the files it stands in; a tuple for one and for many."""
    found: dict[Text, list[str]] = {}
    for path, text in (*_in_python(), *_in_templates(), *_in_notebooks()):
        name = path.relative_to(paths.ROOT).as_posix()
        if name not in found.setdefault(text, []):
            found[text].append(name)
    return found


def _in_python() -> Iterator[tuple[Path, Text]]:
    """Babel's own extractor does not look inside f-strings."""
    for path in sorted(paths.LIBRARY.rglob("*.py")):
        for call in marked_calls(path):
            given = [
                argument.value for argument in call.args[: _MARKS[call.func.id]] if isinstance(argument, ast.Constant)
            ]
            if given:
                yield path, given[0] if len(given) == 1 else tuple(given)


def marked_calls(path: Path) -> Iterator[ast.Call]:
    """The calls in a module that mark a text."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            yield node


def _in_templates() -> Iterator[tuple[Path, Text]]:
    for path in sorted(paths.ASSETS.glob("*.j2")):
        for _, _, text in templates.environment().extract_translations(path.read_text("utf-8")):
            said = [each for each in (text if isinstance(text, tuple) else (text,)) if each]
            if said:
                yield path, said[0] if len(said) == 1 else tuple(said)


def _in_notebooks() -> Iterator[tuple[Path, Text]]:
    every = sorted(paths.project().notebooks.glob("*.ipynb"))
    for path in (each for each in every if _OF_PAGES in each.read_text("utf-8")):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "markdown":
                yield path, cell.source


def catalog(language: str) -> Catalog:
    """The message file of a language; an empty one where there is none yet."""
    path = paths.messages(language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(language)


def renewed(language: str) -> bytes:
    """The message file with every marked text, and nothing else."""
    known, made = catalog(language), Catalog(language)
    for text, places in texts().items():
        before = known.get(text[0] if isinstance(text, tuple) else text)
        string = before.string if before and before.id == text else ""
        made.add(text, string, locations=[(place, 0) for place in places])
    content = io.BytesIO()
    write_po(content, made, width=120, include_lineno=False, omit_header=True)
    return _HEADER.format(language=language, plural=made.plural_forms).encode() + content.getvalue()


if __name__ == "__main__":
    paths.messages(sys.argv[1]).write_bytes(renewed(sys.argv[1]))

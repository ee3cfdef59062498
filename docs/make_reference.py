"""Writes docs/reference: keys of the codebook, columns of public tables, commands; and tables in docs/privacy.md."""

import dataclasses
import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path

import typer

from monitor_lib.cli import app
from monitor_lib.publishing.data import columns
from monitor_lib.publishing.rights import processing
from monitor_lib.reference import codebook
from monitor_lib.reference.records import Codebook

FOLDER = Path(__file__).with_name("reference")
PRIVACY = "../privacy.md"
MADE = "<!-- Made by docs/make_reference.py: change what it reads, then run `make reference`. -->"


def pages() -> dict[str, str]:
    """Every page of the reference as Markdown, by file name."""
    made = {"codebook.md": _codebook(), "tables.md": _tables(), "commands.md": _commands()}
    return made | {PRIVACY: _filled_in((FOLDER / PRIVACY).read_text("utf-8"))}


def _filled_in(text: str) -> str:
    """A page written by hand, with what is between its marks as the codebook has it."""
    book = codebook.load()
    told = {
        "responsible": f"Verantwoordelijk: {book.monitor.sender}. Vragen en verzoeken: {book.monitor.contact}.",
        "kinds": processing.kinds(book),
        "columns": processing.columns(book),
    }
    for name, block in told.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, rest = text.split(start)
        text = f"{before}{start}{block}\n{end}{rest.partition(end)[2]}"
    return text


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", MADE, *parts)) + "\n"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _codebook() -> str:
    tables = typing.get_type_hints(Codebook)
    parts = [part for name, hint in tables.items() if not name.startswith("_") for part in _keys(name, hint)]
    return _page("Keys of `data/codebook.toml`", *parts)


def _keys(name: str, hint: type) -> Iterator[str]:
    """A heading, what the table is, and its keys; nothing for what is no table."""
    many = typing.get_origin(hint) is tuple
    kind = typing.get_args(hint)[0] if many else hint
    if not dataclasses.is_dataclass(kind):
        return
    yield f"## {f'[[{name[:-1]}]]' if many else f'[{name}]'}"
    yield inspect.getdoc(kind) or ""
    rows = [(f"`{slot.name}`", f"`{_type(slot.type)}`", _default(slot)) for slot in dataclasses.fields(kind)]
    yield _table(("key", "type", "if it is not there"), rows)


def _type(kind: object) -> str:
    name = kind.__name__ if isinstance(kind, type) and not typing.get_args(kind) else str(kind)
    return re.sub(r"\w+\.", "", name)


def _default(slot: dataclasses.Field) -> str:
    if slot.default is not dataclasses.MISSING:
        return f"`{slot.default!r}`"
    return "`{}`" if slot.default_factory is not dataclasses.MISSING else "needed"


def _tables() -> str:
    parts = []
    for table in columns.tables().values():
        rows = [(f"`{each.name}`", each.heading, each.type, each.description) for each in table.columns]
        parts += [f"## {table.name}", table.description, _table(("column", "in Excel", "type", "a cell"), rows)]
    return _page("Columns of the public tables", *parts)


def _commands() -> str:
    group = typer.main.get_command(app)
    parts = [part for name, command in sorted(group.commands.items()) for part in _command(name, command)]
    return _page("Commands", "`monitor [--project MAP] OPDRACHT`. Exit codes stand in the README.", *parts)


def _command(name: str, command: typer.core.TyperCommand) -> Iterator[str]:
    yield f"## monitor {name}"
    yield command.help
    rows = [(_name(each), getattr(each, "help", None) or "") for each in command.params if each.name != "help"]
    if rows:
        yield _table(("argument or option", "what it is"), rows)


def _name(parameter: typer.core.TyperOption | typer.core.TyperArgument) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    return ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for page, text in pages().items():
        (FOLDER / page).write_text(text, "utf-8", newline="\n")

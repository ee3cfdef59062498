"""The example as others would name it: every id of the codebook and of its deliveries renamed one to one."""

import json
import re
import shutil
from pathlib import Path

from monitor_lib import paths

MARK = "zq"  # before every id: the order stays, and no word of the example holds it
_NAMED = ("scale", "theme", "question", "network", "infographic")  # tables whose id is the organisation's own
_REFERRING = ("scale", "theme", "question", "other", "figures", "network")  # keys that name one of them, or an answer
_OF_ANSWERS = ("answer", "answers", "headline", "outside", "added", "dropped", "beyond")


def project(folder: Path, document: dict) -> paths.Project:
    """A project folder with this codebook, and with what the example knows of places and of earlier publications."""
    made, own = paths.Project(folder), paths.project()
    made.data.mkdir(parents=True)
    made.codebook.write_text(toml(document), "utf-8")
    shutil.copytree(own.geography.folder, made.geography.folder)
    shutil.copy(own.data / document["monitor"]["earlier"], made.data)
    return made


def codebook(document: dict) -> dict:
    """The document of a codebook with all its own ids renamed; fields and indicators are words of the monitor."""
    ids = {entry["id"] for name in _NAMED for entry in document[name]}
    return {
        table: [_entry(table, entry, ids) for entry in entries] if isinstance(entries, list) else entries
        for table, entries in document.items()
    }


def _entry(table: str, entry: dict, ids: set[str]) -> dict:
    return {key: _value(table, key, value, ids) for key, value in entry.items()}


def _value(table: str, key: str, value, ids: set[str]):
    if table in _NAMED and key == "id":
        return MARK + value
    if table == "scale" and key in ("options", "groups"):
        return [[MARK + code, label, *_rest(key, rest)] for code, label, *rest in value]
    if table == "scale" and key in ("roles", "en"):
        return {MARK + code: words for code, words in value.items()}
    if isinstance(value, dict) and key != "en":
        return {inner: _value(table, inner, each, ids) for inner, each in value.items()}
    if key == "block":
        return [_entry(table, block, ids) for block in value]
    if key in _OF_ANSWERS or (key == "other" and value):
        return [MARK + code for code in value] if isinstance(value, list) else MARK + value
    if key in _REFERRING:
        return [_referred(each, ids) for each in value] if isinstance(value, list) else _referred(value, ids)
    return value


def _rest(key: str, rest: list) -> list:
    return [[MARK + code for code in rest[0]]] if key == "groups" else rest


def _referred(name: str, ids: set[str]) -> str:
    return MARK + name if name in ids else name


def deliveries(delivered: paths.Delivered, target: paths.Delivered, ids: set[str], networks: set[str]) -> None:
    """The deliveries with the headings of the survey and the names of the lists renamed."""
    shutil.copytree(delivered.folder, target.folder)
    for path in target.inventory.iterdir():
        if path.stem in networks:
            path.rename(path.with_name(MARK + path.name))
    heading, *rest = target.limesurvey.read_text("utf-8-sig").split("\n", 1)
    pattern = re.compile(rf'"({"|".join(ids)})(?=["\[])(\[)?', re.IGNORECASE)
    heading = pattern.sub(lambda found: f'"{MARK}{found[1]}' + (f"[{MARK}" if found[2] else ""), heading)
    heading = heading.replace(f"[{MARK}other]", "[other]")
    target.limesurvey.write_text("\n".join([heading, *rest]), "utf-8-sig", newline="")


def toml(document: dict) -> str:
    """A document as TOML, with every table inside another written inline."""
    lines = []
    for name, value in document.items():
        for entry in value if isinstance(value, list) else [value]:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            lines += [f"{key} = {_written(each)}" for key, each in entry.items()]
    return "\n".join(lines)


def _written(value) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_written(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)

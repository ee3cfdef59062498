"""A codebook in DDI-Codebook 2.5, the XML that archives of survey data read.

Source: https://ddialliance.org/Specification/DDI-Codebook/2.5/ (elements in the order that its schema asks for).
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor_lib.publishing.data.attribution import Attribution
from monitor_lib.reference.records import Codebook

_NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = f"{_NAMESPACE} http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"
_FRAME = (
    "Alle initiatieven op de lijsten van de regionale netwerken zijn uitgenodigd. Binnen een responsgroep (een "
    "provincie, of enkele samen) geldt wie antwoordde als een aselecte steekproef zonder teruglegging."
)
_WEIGHTING = (
    "Cijfers van een provincie: initiatieven op de lijst per antwoord in de responsgroep. Cijfers van het land en de "
    "landsdelen: gelijke gewichten, geijkt (raking) op de aantallen van de lijst."
)


@dataclass(frozen=True)
class Category:
    """A value that a column can hold, and what it stands for; `missing` where it says why there is none."""

    value: str
    label: str
    missing: bool = False


@dataclass(frozen=True)
class Variable:
    """A column: its name and label, the question in full, and its values where those can be listed.

    `note`: what else one must know of it.
    """

    name: str
    label: str
    numeric: bool
    question: str = ""
    categories: tuple[Category, ...] = ()
    weight: bool = False
    note: str = ""


@dataclass(frozen=True)
class File:
    """A table as a file: its name, what it holds, how many rows it has, and its columns."""

    name: str
    content: str
    rows: int
    variables: Sequence[Variable]


def codebook(said: Attribution, book: Codebook, files: Sequence[File], conditions: str) -> bytes:
    """The codebook of some files, the same for the same.

    Args:
        said: what the data are, and whose.
        book: the codebook of the wave.
        files: the tables.
        conditions: under which they may be used.
    """
    root = ET.Element(
        "codeBook",
        {
            "xmlns": _NAMESPACE,
            "version": "2.5",
            "xml:lang": "nl",
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": _SCHEMA,
        },
    )
    _study(root, said, book, conditions)
    for number, file in enumerate(files, 1):
        text = _add(_add(root, "fileDscr", ID=f"F{number}"), "fileTxt")
        _add(text, "fileName", file.name)
        _add(text, "fileCont", file.content)
        sizes = _add(text, "dimensns")
        _add(sizes, "caseQnty", str(file.rows))
        _add(sizes, "varQnty", str(len(file.variables)))
    data = _add(root, "dataDscr")
    for number, file in enumerate(files, 1):
        for place, variable in enumerate(file.variables, 1):
            _described(_add(data, "var", ID=f"F{number}V{place}", name=variable.name, files=f"F{number}"), variable)
    ET.indent(root, " ")
    return ET.tostring(root, "utf-8", xml_declaration=True) + b"\n"


def _add(parent: ET.Element, tag: str, text: str = "", /, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = text or None
    return made


def _study(root: ET.Element, said: Attribution, book: Codebook, conditions: str) -> None:
    """What was studied, by whom, of whom and how."""
    study, day = _add(root, "stdyDscr"), said.wave.released.isoformat()
    citation = _add(study, "citation")
    title = _add(citation, "titlStmt")
    _add(title, "titl", said.title)
    _add(title, "IDNo", said.identifier)
    _add(_add(citation, "rspStmt"), "AuthEnty", said.monitor.sender)
    _add(_add(citation, "prodStmt"), "producer", said.monitor.sender)
    distribution = _add(citation, "distStmt")
    _add(distribution, "distrbtr", said.monitor.sender)
    _add(distribution, "contact", said.monitor.contact, email=said.monitor.contact)
    _add(distribution, "distDate", day, date=day)
    _add(_add(citation, "verStmt"), "version", said.version, date=day)
    _add(citation, "biblCit", said.citation)
    about = _add(study, "stdyInfo")
    _add(about, "abstract", said.description)
    summary = _add(about, "sumDscr")
    _add(summary, "timePrd", str(said.wave.year), date=str(said.wave.year))
    _add(summary, "nation", book.country.title)
    _add(summary, "anlyUnit", said.monitor.unit)
    _add(summary, "universe", " ".join(book.monitor.definition.splitlines()))
    _add(summary, "dataKind", "survey data")
    collection = _add(_add(study, "method"), "dataColl")
    _add(collection, "sampProc", _FRAME)
    _add(collection, "collMode", book.monitor.questionnaire)
    _add(collection, "weight", _WEIGHTING)
    use = _add(_add(study, "dataAccs"), "useStmt")
    _add(use, "citReq", said.citation)
    _add(use, "conditions", conditions)


def _described(element: ET.Element, variable: Variable) -> None:
    element.set("intrvl", "discrete" if variable.categories or not variable.numeric else "contin")
    if variable.weight:
        element.set("wgt", "wgt")
    _add(element, "labl", variable.label)
    if variable.question:
        _add(_add(element, "qstn"), "qstnLit", variable.question)
    _categories(element, variable.categories)
    _add(element, "varFormat", type="numeric" if variable.numeric else "character")
    if variable.note:
        _add(element, "notes", variable.note)


def _categories(element: ET.Element, categories: Iterable[Category]) -> None:
    for category in categories:
        made = _add(element, "catgry", **({"missing": "Y"} if category.missing else {}))
        _add(made, "catValu", category.value)
        _add(made, "labl", category.label)

"""The deliveries of a hostile wave: a row per notation that may run, and a person in all that a delivery can hold."""

import csv
import io
from pathlib import Path

import hostile
import xlsxwriter
from PIL import Image, PngImagePlugin

from monitor_lib import paths
from monitor_lib.reference.records import Codebook
from monitor_lib.reference.roles import CONSENTS, PROUD

# In each kind of place of a workbook, of a list of participants and of an export another person, found nowhere else.
PLACES = "cell mail sheet file comment property picture heading remark footer defined hidden"
PLACES += " firstname lastname address token attribute unasked answered stranger internet referrer column other proud"
CANARIES = {place: f"Quirina{place.title()} Sneeuwklokje{place}" for place in PLACES.split()}
WORDS = [word for canary in CANARIES.values() for word in canary.split()]
HEADINGS = ["Naam", "Plaats", "Provincie", "Op de kaart", "Contactpersoon", "E-mail", "Opmerkingen"]
HEADINGS += [f"Notitie {CANARIES['heading']}"]
TOWN = "Goes", "Zeeland"
ANSWERED = "token", "answered"  # the places of two tokens that were answered with


def named(number, notation):
    """A name that is like no other."""
    return f"{chr(65 + number // 26)}{'bcdfghjklmnpqrstvwxz'[number % 20] * 3}ora{number} {notation}"


NAMES = [named(number, notation) for number, notation in enumerate(hostile.NOTATIONS)]


def own(place, row):
    """The person of one row, who is in that place of no other row."""
    return " ".join(f"{word}{row}" for word in CANARIES[place].split())


def mail(place, row):
    """An address in which that person is named."""
    return f"{'@'.join(own(place, row).split())}.example".lower()


def code(place):
    """A token in which that person is named."""
    return CANARIES[place].replace(" ", "").lower()


def deliver(delivered: paths.Delivered, book: Codebook) -> None:
    """Adds the list, participants of it, and their questionnaires, to what was delivered."""
    _write_list(delivered.inventory / f"zeeland-{CANARIES['file']}.xlsx")
    _add(delivered.tokens, _participants())
    _add(delivered.limesurvey, _answers(delivered.limesurvey, book))


def _picture():
    """A picture that says who made it."""
    words, target = PngImagePlugin.PngInfo(), io.BytesIO()
    words.add_text("Author", CANARIES["picture"])
    Image.new("RGB", (4, 4)).save(target, "png", pnginfo=words)
    return target


def _write_list(path: Path) -> None:
    """Each name twice, the second time nowhere: who looks at a delivery sees the rows that cannot be used."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"author": CANARIES["property"], "comments": CANARIES["property"]})
        page = book.add_worksheet(CANARIES["sheet"][:31])
        page.write_row(0, 0, HEADINGS)
        for number, name in enumerate(NAMES, 1):
            remark = f"belt liever {CANARIES['remark']}"
            contacts = own("cell", number), mail("mail", number), remark, CANARIES["cell"]
            page.write_row(number, 0, [name, *TOWN, "ja", *contacts])
            page.write_row(len(NAMES) + number, 0, [name, "Nergenshuizen", "", "ja", *contacts])
        page.write_comment(1, 0, CANARIES["comment"], {"author": CANARIES["comment"]})
        page.insert_image(90, 9, "wie.png", {"image_data": _picture(), "description": CANARIES["picture"]})
        page.set_footer(CANARIES["footer"])
        book.define_name("Contact", f'="{CANARIES["defined"]}"')
        hidden = book.add_worksheet("intern")
        hidden.write(0, 0, CANARIES["hidden"])
        hidden.hide()


def _participants():
    """Those of two names, as the survey tool writes them."""
    for name, place in zip(NAMES, ANSWERED, strict=False):
        yield {
            "firstname": own("firstname", place),
            "lastname": own("lastname", place),
            "email": mail("address", place),
            "token": code(place),
            "attribute_1 <Naam van het initiatief>": name,
            "attribute_2 <Plaats>": TOWN[0],
            "attribute_3 <Telefoonnummer>": own("attribute", place),
            f"attribute_4 <{CANARIES['unasked']}>": own("unasked", place),
        }


def _answers(path: Path, book: Codebook):
    """Questionnaires that agree to everything: of those two by their tokens, and one with a token of nobody."""
    role_of = {name: book.question_with(name).id.upper() for name in ("name", "place", PROUD)}
    yes = [f"{asked.question.id.upper()}[{asked.answer}]" for asked in map(book.consent, CONSENTS)]
    whole = next(row for row in _rows(path) if row[role_of[PROUD]] and all(row[head] == "Ja" for head in yes))
    others = [f"{question.id.upper()}[other]" for question in book.questions if question.other]
    for number, place in enumerate((*ANSWERED, "stranger")):
        about = {"id": f"9000{number}", "token": code(place), role_of["name"]: NAMES[number], role_of["place"]: TOWN[0]}
        texts = dict.fromkeys(others, own("other", place)) | {role_of[PROUD]: f"Trots op {own('proud', place)}"}
        unseen = {"ipaddr": own("internet", place), "refurl": own("referrer", place)}
        yield whole | about | texts | unseen | {CANARIES["column"]: own("column", place)}


def _rows(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _add(path: Path, more) -> None:
    """Adds lines to a file, and the columns that they have more."""
    lines = [*_rows(path), *more]
    heads = list(dict.fromkeys(head for line in lines for head in line))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, heads, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(lines)

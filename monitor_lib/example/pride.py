"""The example's register of material that initiatives are proud of: all invented."""

import tomllib

from monitor_lib import paths
from monitor_lib.intake.files import decisions
from monitor_lib.intake.pride import PRIDE, agreed_ids
from monitor_lib.intake.wave import checked
from monitor_lib.reference.question_map import as_asked
from monitor_lib.reference.records import Codebook, Wave


def ensure_pride(places: paths.Places, book: Codebook, wave: Wave) -> bool:
    """Writes the register if there is none yet; says whether it wrote.

    The material of data/example.toml is given to the first initiatives that agreed to share theirs, and the last of it
    to one that did not.
    """
    if places.decisions.pride.exists():
        return False
    material = tomllib.loads(paths.project().example.read_text("utf-8"))["pride"]
    asked = as_asked(book, wave)
    found = checked(places.delivered, asked, places.decisions, wave)
    named = found.initiatives.sort_values("initiative_id")[["initiative_id", "name"]].to_dict("records")
    agreed = agreed_ids(found.responses, asked)
    owners = [line for line in named if line["initiative_id"] in agreed][: len(material) - 1]
    owners.append(next(line for line in named if line["initiative_id"] not in agreed))
    signed = {"who": "voorbeeld", "when": wave.released.isoformat()}
    lines = [{**owner, **entry, **signed} for owner, entry in zip(owners, material, strict=True)]
    decisions.write(places.decisions.pride, PRIDE.columns, lines)
    return True

"""Reports of one's own: what the codebook says of pages that a notebook of the project makes beside the usual ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor_lib import paths
from monitor_lib.reference.text.translated import LANGUAGES, Translated

LEVELS = ("country", "part", "province", "municipality", "network")


@dataclass(frozen=True)
class OwnReport(Translated):
    """A notebook of the project, and for what it is run: the country, or each landsdeel (`part`), province,
    municipality or network.

    `parameters` go to the notebook as they are; `languages` are those that its pages are made in; `landing` puts them
    on the landing page.
    """

    texts = ("title",)

    id: str
    notebook: str
    level: str
    title: str
    parameters: dict[str, str] = field(default_factory=dict, hash=False)
    languages: tuple[str, ...] = LANGUAGES[:1]
    landing: bool = True

    @property
    def faults(self) -> Iterator[str]:
        """What is wrong with it, whatever the rest of the codebook says."""
        place = f"[[report]] {self.id}"
        if not self.id.replace("-", "").isalnum() or self.id != self.id.lower():
            yield f"{place}: id must be small letters, digits and hyphens, as it is part of an address"
        if self.level not in LEVELS:
            yield f"{place}: level '{self.level}' does not exist (known: {', '.join(LEVELS)})"
        if not self.languages or not set(self.languages) <= set(LANGUAGES):
            yield f"{place}: languages must be some of {', '.join(LANGUAGES)}"
        if self.notebook not in {path.name for path in paths.project().notebooks.glob("*.ipynb")}:
            yield f"{place}: notebook '{self.notebook}' does not lie in notebooks/"

"""What a page shows under its heading only to a reader who asks for it, and on paper to everyone."""

from dataclasses import asdict, dataclass

MIME = "application/vnd.monitor.fold+json"


@dataclass(frozen=True)
class Fold:
    """Words in Markdown under a heading."""

    heading: str
    words: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {MIME: asdict(self), "text/markdown": f"### {self.heading}\n\n{self.words}"}

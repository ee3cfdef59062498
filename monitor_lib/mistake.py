"""What a person did that can be told in one sentence, and mended."""


class Mistake(Exception):
    """A mistake of whoever delivers, runs or asks: its text says where, what and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the sentence, as no line of the library helps whoever made it."""
        return [str(self)]

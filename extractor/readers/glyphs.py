"""What the code for lines, cells and gaps asks of a page, whatever format it comes from: characters with places."""

from typing import Protocol

Box = tuple[float, float, float, float]


class Glyphs(Protocol):
    """A page's text with the place of each of its characters; boxes in points from the top left as displayed."""

    @property
    def text(self) -> str:
        """Return the page's text, its lines one after the other."""

    def box(self, offset: int) -> Box | None:
        """Return the box of the character at ``offset`` of ``text``, None where it has none."""

    def generated(self, offset: int) -> bool:
        """Tell whether the character at ``offset`` is no character of the source but room between two others."""

"""Where a requirement stands in its regulation."""

from msgspec import Struct


class Citation(Struct, frozen=True):
    """The article that carries a requirement; ``number`` is the document number, None where there is none."""

    regulation: str
    number: str | None
    article: str
    effective: str | None

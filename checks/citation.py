"""Where a requirement stands in its regulation."""

from msgspec import Struct


class Citation(Struct, frozen=True):
    """The article that carries a requirement; ``number`` is the instrument's document number, None where it has none."""

    regulation: str
    number: str | None
    article: str
    effective: str | None

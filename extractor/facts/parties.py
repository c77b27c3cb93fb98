"""Parties and their roles."""

from collections.abc import Iterator

from extractor.fact import Fact
from extractor.facts.view import View


def find(view: View) -> Iterator[Fact]:
    """Yield the parties a document names."""
    yield from ()

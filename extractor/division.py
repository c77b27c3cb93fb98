"""Paragraphs too long to be one, divided at sentence ends: what is looked for in a paragraph is looked for pairwise.

Text exported without line breaks, and files made to hurt, come as one paragraph of a whole book.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from extractor.document import Block, Piece, place_at

LONGEST = 20_000  # characters of one block
_END = re.compile(r"[。；！？!?;\n]")


def divided(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with every text over LONGEST in several blocks of the same kind; ids count from 0 again.

    Each part keeps its place and its pieces, counted from its own start; only the first has the number.

    >>> from extractor.document import Place
    >>> long = Block(0, "paragraph", "甲。" * 15_000, Place(line=1))
    >>> [(block.id, len(block.text)) for block in divided([long])]
    [(0, 20000), (1, 10000)]
    """
    found = tuple(blocks)
    if all(len(block.text) <= LONGEST for block in found):
        return found
    parts = (part for block in found for part in _parts(block))
    return tuple(replace(part, id=index) for index, part in enumerate(parts))


def _parts(block: Block) -> Iterator[Block]:
    if len(block.text) <= LONGEST:
        yield block
        return
    for start, end in _spans(block.text):
        yield replace(
            block,
            text=block.text[start:end],
            place=place_at(block.pieces, block.place, start),
            number=block.number if start == 0 else "",
            pieces=tuple(
                _moved(piece, start, end) for piece in block.pieces if piece.start < end and start < piece.end
            ),
        )


def _moved(piece: Piece, start: int, end: int) -> Piece:
    return replace(piece, start=max(piece.start, start) - start, end=min(piece.end, end) - start)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text: up to the last sentence end within LONGEST, or just as long where there is none."""
    start = 0
    while len(text) - start > LONGEST:
        last = start + LONGEST
        ends = [match.end() for match in _END.finditer(text, start + LONGEST // 2, last)]
        end = ends[-1] if ends else last
        yield start, end
        start = end
    yield start, len(text)

"""Evidence: a stretch of a block or cell with the place a second program will find it at.

One piece of evidence a page (or paragraph): a stretch over a page break is two. Quotes are the source's own characters,
without white space at the ends.
"""

import re
from functools import lru_cache

from extractor.document import Block, Cell, Document, Place
from extractor.fact import Evidence


def quote(document: Document, block: Block, start: int, end: int, cell: Cell | None = None) -> tuple[Evidence, ...]:
    """Return the evidence for ``text[start:end]`` of a block or of one of its cells; empty for white space."""
    holder: Block | Cell = block if cell is None else cell
    spans: list[tuple[int, int, Place]] = []
    if not holder.pieces:
        spans.append((start, end, holder.place))
    for piece in holder.pieces:
        a, b = max(start, piece.start), min(end, piece.end)
        if a >= b:
            continue
        if spans and _same_spot(spans[-1][2], piece.place):
            before = spans[-1]
            spans[-1] = (before[0], b, _joined(before[2], piece.place))
        else:
            spans.append((a, b, piece.place))
    section, title = _path(block.section)
    out = []
    for a, b, place in spans:
        words = holder.text[a:b]
        text = words.strip()
        if not text:
            continue
        first = a + len(words) - len(words.lstrip())
        label = " ".join(word for word in (place.label(), title) if word)
        out.append(
            Evidence(
                document=document.path,
                section=section,
                quote=text,
                location=place,
                label=label or "全文",
                block=block.id,
                start=first,
                end=first + len(text),
                ocr=block.ocr,
            )
        )
    return tuple(out)


@lru_cache(maxsize=256)
def _path(titles: tuple[str, ...]) -> tuple[str, str]:
    """Return a section's path in words, and its last title; many quotes stand in one section."""
    plain = [re.sub(r"\s+", " ", title).strip() for title in titles]
    return " > ".join(plain), plain[-1] if plain else ""


def _same_spot(a: Place, b: Place) -> bool:
    """Tell whether two places may be quoted as one: the same page, and the same paragraph or running lines."""
    return a.page == b.page and a.part == b.part and a.paragraph == b.paragraph and a.cell == b.cell


def _joined(a: Place, b: Place) -> Place:
    if a.bbox is None or b.bbox is None:
        return a
    box = (min(a.bbox[0], b.bbox[0]), min(a.bbox[1], b.bbox[1]), max(a.bbox[2], b.bbox[2]), max(a.bbox[3], b.bbox[3]))
    return Place(a.part, a.page, box, a.paragraph, a.table, a.row, a.column, a.sheet, a.cell, a.line)

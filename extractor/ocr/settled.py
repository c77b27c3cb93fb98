"""Blocks made from recognised pages, settled: each piece with its confidence and its place on the page as it is."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from extractor.document import Block, Piece, Place
from extractor.ocr.result import Page
from extractor.readers.glyphs import Box


def settled(blocks: Iterable[Block], pages: Mapping[int, Page]) -> tuple[Block, ...]:
    """Return the blocks with confidences, and with places led back from the straightened pages to those of the file."""
    if not pages:
        return tuple(blocks)
    return tuple(_block(block, pages) for block in blocks)


def _block(block: Block, pages: Mapping[int, Page]) -> Block:
    table = block.table
    if table is not None:
        cells = tuple(
            replace(cell, place=_place(cell.place, pages), pieces=_pieces(cell.pieces, pages)) for cell in table.cells
        )
        table = replace(table, cells=cells)
    pieces = block.pieces
    if not pieces and table is None and block.place.page in pages:
        pieces = (Piece(0, len(block.text), block.place),)
    return replace(block, place=_place(block.place, pages), pieces=_pieces(pieces, pages), table=table)


def _pieces(pieces: tuple[Piece, ...], pages: Mapping[int, Page]) -> tuple[Piece, ...]:
    found = []
    for piece in pieces:
        page, box = pages.get(piece.place.page or 0), piece.place.bbox
        if page is None or box is None:
            found.append(piece)
        else:
            found.append(replace(piece, place=_place(piece.place, pages), confidence=page.confidence(box)))
    return tuple(found)


def _place(place: Place, pages: Mapping[int, Page]) -> Place:
    page = pages.get(place.page or 0)
    if page is None or place.bbox is None:
        return place
    return replace(place, bbox=_rounded(page.original(place.bbox)))


def _rounded(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)

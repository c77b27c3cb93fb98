"""What the readers read of a file, as the claims of a report, and how a second program answers them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.document import Document
from extractor.quote import quote
from extractor.readers import read
from extractor.readers.source import Limits, Source
from review.verify.claims import EvidenceClaim
from review.verify.examine import Task, examine
from review.verify.matching import Answer
from review.verify.run import of_itself


def claims(document: Document) -> list[EvidenceClaim]:
    """Return a claim for everything that was read."""
    found: dict[EvidenceClaim, None] = {}
    for block in document.blocks:
        cells = block.table.cells if block.table is not None else ()
        pieces = [quote(document, block, 0, len(block.text))] if block.table is None else []
        pieces += [quote(document, block, 0, len(cell.text), cell) for cell in cells]
        for piece in (one for several in pieces for one in several):
            claim = EvidenceClaim(piece.document, piece.section, piece.quote, piece.ocr, piece.location, piece.label)
            found[claim] = None
    return list(found)


def answered(file: Path) -> Iterator[tuple[EvidenceClaim, Answer]]:
    """Read a file, and yield everything read with what the second program says of it."""
    document = read(Source(file.name, file.read_bytes()), Limits())
    made = claims(document)
    answers = examine(Task(str(file), document.format, tuple(made)))
    for claim, answer in zip(made, answers, strict=True):
        yield claim, of_itself(claim) or answer


def here(tasks: Sequence[Task]) -> Iterator[tuple[int, tuple[Answer, ...]]]:
    """Run tasks in this process."""
    yield from enumerate(map(examine, tasks))

"""The files of a submission's documents, for their pictures: those inside archives are opened for the while."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from review.report import DocumentEntry
from review.verify.claims import DocumentClaim, SubmissionClaim
from review.verify.sources import found


@contextlib.contextmanager
def opened(submission: str, documents: Sequence[DocumentEntry], root: Path = Path()) -> Iterator[dict[str, Path]]:
    """Give the file of each document by its path in the report, for as long as the block lasts.

    ``submission`` is its path in the report, relative to ``root``; ``documents`` are best only those whose pictures are
    wanted, as each is read for its hash, and archives are opened again. A document that is not there, or is another by
    now (its bytes are no longer those that were judged), is left out. Raises CannotRun where archives have no room.
    """
    claims = tuple(DocumentClaim(one.path, one.sha256, one.bytes, one.format) for one in documents)
    with found(SubmissionClaim(submission, claims, (), ()), root) as several:
        yield {
            claim.path: one.file
            for claim, one in zip(claims, several, strict=True)
            if one.file is not None and one.answer.verdict == "confirmed"
        }

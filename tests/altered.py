"""Whole submissions read once, and what becomes of them: a clause cut, a paper taken away, a page that is a picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from checks.engine import judge
from checks.finding import Finding
from checks.profile import parse_profile
from checks.rulebook import Requirement, load_rulebooks
from checks.select import select
from checks.submission import Submission
from extractor.document import Document, Place, Unread
from extractor.fact import Evidence, Extracted
from extractor.pipeline import extract, from_document
from extractor.readers.source import Source

ROOT = Path(__file__).parent.parent
FOLDERS = sorted(
    path.parent for top in ("samples", "tests/submissions") for path in ROOT.glob(f"{top}/*/expected.yaml")
)
DAY = date(2026, 1, 15)
NO_PAPERS = frozenset((".yaml", ".py", ".md"))


@dataclass(frozen=True)
class Whole:
    """A submission as it was read, and the requirements that it is judged by."""

    submission: Submission
    rules: dict[str, Requirement]

    def judged(self, documents: Sequence[Extracted], ids: Iterable[str] | None = None) -> dict[str, Finding]:
        """Return the findings by rule for these documents in place of its own; ``ids`` names the rules, else all."""
        asked = [self.rules[name] for name in (self.rules if ids is None else ids)]
        return {one.rule: one for one in judge(replace(self.submission, documents=tuple(documents)), asked).findings}


@cache
def whole(folder: Path) -> Whole:
    """Return a folder's submission, read in this process and judged by the rules that hold for it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix not in NO_PAPERS)
    documents = tuple(extract(Source.open(path, path.name)) for path in files)
    profile, _ = parse_profile((folder / "submission.yaml").read_text(encoding="utf-8"), "submission.yaml")
    submission = Submission(folder.name, documents, profile, DAY, "测试")
    return Whole(submission, {item.rule.id: item for item in select(submission, load_rulebooks()).requirements})


def cut(extracted: Extracted, quoted: Iterable[Evidence]) -> Extracted:
    """Return a document without what these quotes stand in: the paragraph, or the row of a table."""
    here = [one for one in quoted if one.document == extracted.document.path]
    blocks = []
    for block in extracted.document.blocks:
        named = [one for one in here if one.block == block.id]
        if block.table is None:
            blocks += [] if named else [block]
            continue
        rows = {one.location.row for one in named}
        cells = tuple(replace(cell, text="", pieces=()) if cell.row in rows else cell for cell in block.table.cells)
        blocks.append(replace(block, table=replace(block.table, cells=cells)))
    return again(extracted, replace(extracted.document, blocks=tuple(blocks)))


def blinded(extracted: Extracted, page: int | None = None) -> Extracted:
    """Return a document of which a page, or with None all of it, is a picture that nobody read."""
    document = extracted.document
    kept = tuple(block for block in document.blocks if page is not None and block.place.page != page)
    unread = Unread(Place(page=page), "no-text-layer", "没有文字层。")
    status = "partial" if kept else "unreadable"
    return again(extracted, replace(document, blocks=kept, unread=(*document.unread, unread), status=status))


def again(extracted: Extracted, document: Document) -> Extracted:
    """Return the facts of a changed document, which is still of the kind it was."""
    return replace(from_document(document, kind=extracted.kind), parts=extracted.parts)


def swapped(documents: Sequence[Extracted], other: Extracted) -> tuple[Extracted, ...]:
    """Return the documents with ``other`` in the place of the one of its path."""
    return tuple(other if one.document.path == other.document.path else one for one in documents)

"""Small PDFs for the tests, notes on their words, and what of an annotated one other programs see."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pdfplumber
from pypdf import PdfReader

from extractor.quote import quote
from extractor.readers import pdf
from extractor.readers.source import Limits, Source
from review.annotate import Note
from review.entries import evidence_entry
from tests.hostile.made import TEXT, one_page, shown

LIGHT = b"0.7 g "  # the stand-in of reading draws a character as a box, which would hide a highlight if it were black
WARRANTY = "质量保证期为两年"


def two_lines(**options: str) -> bytes:
    """A page with a clause that runs over two lines."""
    return one_page(
        LIGHT + shown(TEXT, 720) + shown("验收由甲方组织，" * 2, 690) + shown("结果以书面为准。", 672), **options
    )


def note(data: bytes, words: str = WARRANTY, number: int = 1, **more: str) -> Note:
    """A note on ``words`` of a PDF, its evidence as the reader gives it."""
    document = pdf.read(Source("合同.pdf", data), Limits())
    for block in document.blocks:
        start = block.text.find(words)
        if start >= 0:
            evidence = evidence_entry(quote(document, block, start, start + len(words))[0])
            return Note(evidence, "fail", "error", "质保期", "低于要求。", f"{number:016x}", **more)
    raise AssertionError((words, [block.text for block in document.blocks], document.unread))


@dataclass(frozen=True)
class Seen:
    """A highlight or note of ours as pypdf reads it, with the words that pdfplumber finds under it."""

    page: int
    kind: str
    name: str
    said: str
    words: str
    lines: int


def seen(data: bytes) -> Iterator[Seen]:
    """Yield the annotations of ours; the words under a highlight are read by pdfplumber, pages upright."""
    with pdfplumber.open(io.BytesIO(data)) as plumbed:
        for number, (page, plumb) in enumerate(zip(PdfReader(io.BytesIO(data)).pages, plumbed.pages, strict=True), 1):
            left, _, _, top = (float(side) for side in page.mediabox)
            for reference in page.get("/Annots", ()):
                one = reference.get_object()
                if not str(one.get("/NM", "")).startswith("shenyue-"):
                    continue
                flat = [float(value) for value in one.get("/QuadPoints", ())]
                quads = [flat[at : at + 8] for at in range(0, len(flat), 8)]
                words = ""
                for quad in quads:
                    box = min(quad[::2]) - left, top - max(quad[1::2]), max(quad[::2]) - left, top - min(quad[1::2])
                    words += under(plumb.chars, box)
                yield Seen(number, one["/Subtype"], one["/NM"], one["/Contents"].replace("\r", "\n"), words, len(quads))


def under(chars: Sequence[dict[str, float]], box: tuple[float, float, float, float]) -> str:
    """Return the characters whose middle is in a box, from the left, without white space."""
    inside = [
        char
        for char in chars
        if box[0] <= (char["x0"] + char["x1"]) / 2 <= box[2] and box[1] <= (char["top"] + char["bottom"]) / 2 <= box[3]
    ]
    return "".join("".join(str(char["text"]) for char in sorted(inside, key=lambda one: one["x0"])).split())

"""The annotations of a note as PDF objects, written by hand so that the same note gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.readers.glyphs import Box
from extractor.readers.pdf_native import Frame
from review.annotate import AUTHOR, Note
from review.layout import shown

NAME = "shenyue-"  # how the name (/NM) of an annotation of ours begins; the note's fingerprint follows
Point = tuple[float, float]
# a light colour for each kind, so that words can be read where several lie over one another
COLOURS: dict[str, tuple[float, float, float]] = {
    "fail": (1.0, 0.80, 0.76),
    "review": (1.0, 0.93, 0.60),
    "open": (0.82, 0.90, 1.0),
    "pass": (0.84, 0.95, 0.84),
    "notApplicable": (0.86, 0.86, 0.86),
}
PRINTED = 4
FIXED = 4 | 8 | 16  # printed, not larger with the page, not turned with it
ICON, STEP, EDGE = 20.0, 24.0, 8.0  # points: a note's sign, from one to the next, from the edge of the page
POPUP = (180.0, 110.0)


@dataclass(frozen=True)
class View:
    """How a page is displayed, ``frame``, and what of it is seen, both in points from the top left."""

    frame: Frame
    seen: Box

    def user(self, x: float, y: float) -> Point:
        """Return the point of the page's own space that is displayed at (x, y)."""
        a, b, c, d, e, f = self.frame.matrix
        turned = a * d - b * c
        x, y = x - e, y - f
        return (d * x - c * y) / turned, (a * y - b * x) / turned

    def corners(self, box: Box) -> tuple[Point, Point, Point, Point]:
        """Return the upper left, upper right, lower left and lower right corner as displayed, in the page's space."""
        left, top, right, bottom = box
        return self.user(left, top), self.user(right, top), self.user(left, bottom), self.user(right, bottom)

    def rectangle(self, boxes: Sequence[Box]) -> Box:
        """Return the rectangle of the page's space around displayed boxes: lower left and upper right corner."""
        points = [point for box in boxes for point in self.corners(box)]
        across, up = [x for x, _ in points], [y for _, y in points]
        return min(across), min(up), max(across), max(up)


@dataclass(frozen=True)
class Numbers:
    """The object numbers of one annotation: its own, that of its popup, that of its look (a highlight's alone)."""

    mark: int
    popup: int
    look: int | None = None


def name_of(note: Note) -> str:
    """Return the name by which a later run knows the annotation of a note."""
    return NAME + note.fingerprint


def highlight(note: Note, words: str, boxes: Sequence[Box], view: View, at: Numbers) -> dict[int, bytes]:
    """Return the objects of a highlight over ``boxes``, a line each, that says ``words``."""
    quads = [value for box in boxes for point in view.corners(box) for value in point]
    colour = _numbers(COLOURS[note.kind])
    rectangle = view.rectangle(boxes)
    paint = b"/G gs " + colour + b" rg\n"
    for box in boxes:
        left, low, right, high = view.rectangle([box])
        paint += _numbers((left, low, right - left, high - low)) + b" re f\n"
    look = (
        b"<< /Type /XObject /Subtype /Form /FormType 1 /BBox [" + _numbers(rectangle) + b"]"
        b" /Group << /S /Transparency >> /Resources << /ExtGState << /G << /Type /ExtGState /BM /Multiply >> >> >>"
        b" /Length %d >>\nstream\n" % len(paint) + paint + b"endstream"
    )
    mark = (
        b"<< /Type /Annot /Subtype /Highlight /Rect ["
        + _numbers(rectangle)
        + b"] /QuadPoints ["
        + _numbers(quads)
        + b"] /C ["
        + colour
        + b"] /F %d /AP << /N %d 0 R >>" % (PRINTED, at.look or 0)
        + _said(note, words, at)
        + b" >>"
    )
    return {at.mark: mark, at.popup: _popup(boxes[0], view, at), at.look or 0: look}


def sticker(note: Note, words: str, order: int, view: View, at: Numbers) -> dict[int, bytes]:
    """Return the objects of a note at the edge of a page, below the ``order`` others that stand there."""
    left, top, _, bottom = view.seen
    rows = max(1, int((bottom - top - 2 * EDGE) // STEP))
    x, y = left + EDGE + order // rows * STEP, top + EDGE + order % rows * STEP
    box = (x, y, x + ICON, y + ICON)
    mark = (
        b"<< /Type /Annot /Subtype /Text /Name /Comment /Rect ["
        + _numbers(view.rectangle([box]))
        + b"] /C ["
        + _numbers(COLOURS[note.kind])
        + b"] /F %d" % FIXED
        + _said(note, words, at)
        + b" >>"
    )
    return {at.mark: mark, at.popup: _popup(box, view, at)}


def _said(note: Note, words: str, at: Numbers) -> bytes:
    return (
        b" /T "
        + _text(AUTHOR)
        + b" /Subj "
        + _text(note.title)
        + b" /NM "
        + _text(name_of(note))
        + b" /Contents "
        + _text(words)
        + b" /Popup %d 0 R" % at.popup
    )


def _popup(beside: Box, view: View, at: Numbers) -> bytes:
    wide, high = POPUP
    left = max(view.seen[0], view.seen[2] - wide)
    rectangle = view.rectangle([(left, beside[1], left + wide, beside[1] + high)])
    return (
        b"<< /Type /Annot /Subtype /Popup /Rect ["
        + _numbers(rectangle)
        + b"] /F %d /Open false /Parent %d 0 R >>" % (FIXED, at.mark)
    )


def _text(text: str) -> bytes:
    """Return a text string; what would turn or steer what follows is written out."""
    lines = shown(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "\r")
    return b"<" + (b"\xfe\xff" + lines.encode("utf-16-be", "replace")).hex().upper().encode() + b">"


def _numbers(values: Sequence[float]) -> bytes:
    return b" ".join((b"%.3f" % value).rstrip(b"0").rstrip(b".") for value in values).replace(b"-0 ", b"0 ")

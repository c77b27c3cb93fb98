"""What a page draws beside text: ruling lines, the share of it that images cover, how much else is drawn.

One walk over the page's objects serves the table finder and the page verdict. A filled rectangle is a rule only where
it is thin: shading behind cells and lines of text is not.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium
from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.pdf_native import Page, quick

THIN = 3.0  # a rule is at most this thick, in points
SHORT = 4.0  # and at least this long
DEPTH = 8
_object = quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_kind = quick(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
SEGMENTS = 4000  # read of one path; a path with more is a drawing
Point = tuple[float, float]
Rule = tuple[float, float, float]  # position across, from, to: in displayed points
Matrix = tuple[float, float, float, float, float, float]


class Marks(Struct):
    """The drawings of a page: rules, boxes of images, and counts of everything else."""

    horizontal: list[Rule]
    vertical: list[Rule]
    images: list[Box]
    paths: int = 0
    objects: int = 0
    curves: int = 0
    over_limit: bool = False

    def image_share(self, width: float, height: float) -> float:
        """Return how much of a page of that size the images cover, from 0 to 1; a scan may come in many strips."""
        area = max(1.0, width * height)
        return min(1.0, sum(_shown(box, width, height) for box in self.images) / area)

    def take_thin(self, box: Box) -> bool:
        """Take a box for a rule if it is thin and long; return whether it is thin, so that nothing else is in it."""
        width, height = box[2] - box[0], box[3] - box[1]
        if height <= THIN and width >= SHORT and width > 2 * height:
            self.horizontal.append(((box[1] + box[3]) / 2, box[0], box[2]))
        elif width <= THIN and height >= SHORT and height > 2 * width:
            self.vertical.append(((box[0] + box[2]) / 2, box[1], box[3]))
        elif width > THIN or height > THIN:
            return False
        return True

    def take_side(self, start: Point, end: Point) -> None:
        """Take a stroked stretch between two displayed points for a rule if it is level or upright, and long."""
        (x0, y0), (x1, y1) = start, end
        if abs(y0 - y1) <= 1 and abs(x0 - x1) >= SHORT:
            self.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= 1 and abs(y0 - y1) >= SHORT:
            self.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def take_shape(self, shape: list[Point]) -> None:
        """Take a filled shape, given by its displayed corners, for a rule if it is thin."""
        if len(shape) < 2:
            return
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        self.take_thin((min(xs), min(ys), max(xs), max(ys)))


def _shown(box: Box, width: float, height: float) -> float:
    return max(0.0, min(box[2], width) - max(box[0], 0.0)) * max(0.0, min(box[3], height) - max(box[1], 0.0))


def marks(page: Page, limit: int) -> Marks:
    """Walk the page's objects, forms included, up to ``limit`` paths; ``over_limit`` says that more were there."""
    walk = _Walk(page, limit)
    count = max(0, int(pdfium.FPDFPage_CountObjects(page.raw)))
    address = ctypes.cast(page.raw, ctypes.c_void_p).value
    # most objects are text and must cost next to nothing
    text, get, kind_of = pdfium.FPDF_PAGEOBJ_TEXT, _object, _kind
    for index in range(count):
        item = get(address, index)
        if kind_of(item) == text:
            continue
        walk.take(ctypes.cast(item, pdfium.FPDF_PAGEOBJECT), None, 0)
        if walk.found.over_limit:
            break
    return walk.found


class _Walk:
    def __init__(self, page: Page, limit: int) -> None:
        self.frame = page.frame
        self.limit = limit
        self.found = Marks([], [], [])
        self.sides = [ctypes.c_float() for _ in range(4)]
        self.at = (ctypes.c_float(), ctypes.c_float())
        self.fill = ctypes.c_int()
        self.stroke = ctypes.c_int()
        self.own = pdfium.FS_MATRIX()

    def take(self, item: Any, outer: Matrix | None, depth: int) -> None:
        """Take one page object; ``outer`` maps the space of the form it stands in to the page."""
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return
        self.found.objects += 1
        if self.found.objects > 4 * self.limit:
            self.found.over_limit = True
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = self._bounds(item, outer)
            if box is not None:
                self.found.images.append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEPTH:
            self._form(item, outer, depth)

    def _form(self, item: Any, outer: Matrix | None, depth: int) -> None:
        pdfium.FPDFPageObj_GetMatrix(item, self.own)
        own = self.own
        inner = times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        for index in range(max(0, int(pdfium.FPDFFormObj_CountObjects(item)))):
            child = pdfium.FPDFFormObj_GetObject(item, index)
            if child:
                self.take(child, inner, depth + 1)
            if self.found.over_limit:
                return

    def _bounds(self, item: Any, outer: Matrix | None) -> Box | None:
        one, two, three, four = self.sides
        if not pdfium.FPDFPageObj_GetBounds(item, one, two, three, four):
            return None
        left, bottom, right, top = one.value, two.value, three.value, four.value
        if outer is not None:
            corners = [apply(outer, x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self.frame.box(left, bottom, right, top)

    def _path(self, item: Any, outer: Matrix | None) -> None:
        self.found.paths += 1
        if self.found.paths > self.limit:
            self.found.over_limit = True
            return
        box = self._bounds(item, outer)
        if box is None or self.found.take_thin(box):
            return
        if not pdfium.FPDFPath_GetDrawMode(item, self.fill, self.stroke):
            return
        if not self.fill.value and not self.stroke.value:
            return
        count = int(pdfium.FPDFPath_CountSegments(item))
        if not 0 < count <= SEGMENTS:
            self.found.curves += max(0, count)
            return
        if not self.stroke.value and count <= 5:
            return  # one filled shape that is not thin: shading
        self._segments(item, outer, count)

    def _segments(self, item: Any, outer: Matrix | None, count: int) -> None:
        """Walk a path: a stroked one gives its straight sides, a filled one the thin shapes it is made of."""
        pdfium.FPDFPageObj_GetMatrix(item, self.own)
        own = self.own
        matrix = times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        stroked = bool(self.stroke.value)
        shape: list[Point] = []
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                self.found.curves += 1
            pdfium.FPDFPathSegment_GetPoint(segment, *self.at)
            point = self.frame.point(*apply(matrix, self.at[0].value, self.at[1].value))
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if not stroked:
                    self.found.take_shape(shape)
                shape = [point]
                continue
            if stroked and kind == pdfium.FPDF_SEGMENT_LINETO and shape:
                self.found.take_side(shape[-1], point)
            shape.append(point)
            if stroked and shape and pdfium.FPDFPathSegment_GetClose(segment):
                self.found.take_side(point, shape[0])
        if not stroked:
            self.found.take_shape(shape)


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a map puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def times(inner: Matrix, outer: Matrix | None) -> Matrix:
    """Return the map that applies ``inner`` first and ``outer`` after it."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )

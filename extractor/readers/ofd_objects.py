"""The objects of a page, its templates and its composites in one walk: runs of text, rules, images, what is missing."""

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.ofd_package import POINTS, Element, Matrix, is_false, is_true, local, number, numbers
from extractor.readers.ofd_paths import take_path
from extractor.readers.ofd_resources import Resources
from extractor.readers.ofd_text import Run, lost_glyphs, runs
from extractor.readers.pdf_edges import Marks, apply, times
from extractor.readers.source import Limits

PAGE: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)
DEPTH = 16  # of composites and groups in each other
LINE_WIDTH = 0.353  # millimetres, where nothing is said


class Picture(Struct, frozen=True):
    """An image on a page: the id of its resource, the map from the unit square it fills to points of the page.

    ``clip`` is the box of the page it shows in; ``alpha`` from 0 to 1.
    """

    resource: str
    matrix: Matrix
    clip: Box
    alpha: float


class Ink(Struct):
    """What is on a page. ``lost`` counts glyphs without a character, ``missing`` objects whose resource is not there.

    ``over_characters`` and ``deep`` say that something was left out.
    """

    runs: list[Run]
    marks: Marks
    lost: int = 0
    missing: int = 0
    characters: int = 0
    over_characters: bool = False
    deep: bool = False
    pictures: list[Picture] = []


def blank() -> Ink:
    """Return the ink of an empty page."""
    return Ink([], Marks([], [], []))


class Walk:
    """Takes the content of pages and templates into one ``Ink``."""

    def __init__(self, ink: Ink, resources: Resources, limits: Limits) -> None:
        self.ink = ink
        self.resources = resources
        self.limits = limits

    def content(self, root: Element) -> None:
        """Take all layers of a page or template."""
        for content in root.iterchildren("{*}Content"):
            for layer in content.iterchildren("{*}Layer"):
                self.block(layer, PAGE, layer.get("DrawParam"), 0, shown=True)

    def block(self, parent: Element, matrix: Matrix, param: str | None, depth: int, *, shown: bool) -> None:
        """Take the children of a layer, group or composite; ``matrix`` leads from its space to points of the page."""
        if depth > min(DEPTH, self.limits.depth):
            self.ink.deep = True
            return
        marks = self.ink.marks
        for element in parent.iterchildren("*"):
            kind = local(element)
            visible = shown and not is_false(element.get("Visible"))
            own_param = element.get("DrawParam") or param
            if kind == "TextObject":
                self._text(element, matrix, own_param, shown=visible)
                continue
            if kind == "PageBlock":
                self.block(element, matrix, own_param, depth + 1, shown=visible)
                continue
            if kind not in ("PathObject", "ImageObject", "CompositeObject"):
                continue
            marks.objects += 1
            if marks.objects > 4 * self.limits.paths_per_page or marks.over_limit:
                marks.over_limit = True
                continue
            if kind == "CompositeObject":
                self._composite(element, matrix, own_param, depth, shown=visible)
            elif visible and kind == "PathObject":
                self._path(element, matrix, own_param)
            elif visible:
                self._image(element, matrix)

    def _text(self, element: Element, matrix: Matrix, param: str | None, *, shown: bool) -> None:
        if self.ink.over_characters:
            return
        self.ink.lost += lost_glyphs(element)
        for run in runs(element, _placed(element, matrix), self.resources, param, shown=shown):
            self.ink.characters += len(run.chars)
            if self.ink.characters > self.limits.characters_per_page:
                self.ink.over_characters = True
                return
            self.ink.runs.append(run)

    def _path(self, element: Element, matrix: Matrix, param: str | None) -> None:
        marks = self.ink.marks
        marks.paths += 1
        if marks.paths > self.limits.paths_per_page:
            marks.over_limit = True
            return
        if number(element.get("Alpha"), 255) <= 0:
            return
        said = element.get("LineWidth") or self.resources.setting(param, "LineWidth")
        own = _placed(element, matrix)
        width = number(said, LINE_WIDTH) * abs(own[0] * own[3] - own[1] * own[2]) ** 0.5
        stroked, filled = not is_false(element.get("Stroke")), is_true(element.get("Fill"))
        take_path(element, own, width, marks, stroked=stroked, filled=filled)

    def _image(self, element: Element, matrix: Matrix) -> None:
        alpha = number(element.get("Alpha"), 255)
        box = _boundary(element, matrix)
        if alpha <= 0 or box is None:
            return
        self.ink.marks.images.append(box)
        own = _placed(element, matrix)
        if element.get("CTM") is None:  # a picture without a map of its own fills its boundary
            _, _, width, height = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
            own = times((width, 0.0, 0.0, height, 0.0, 0.0), own)
        self.ink.pictures.append(Picture(element.get("ResourceID") or "", own, box, min(1.0, alpha / 255)))

    def _composite(self, element: Element, matrix: Matrix, param: str | None, depth: int, *, shown: bool) -> None:
        unit = self.resources.composites.get(element.get("ResourceID") or "")
        if unit is None:
            self.ink.missing += 1
            return
        inner = _placed(element, matrix)
        for content in unit.iterchildren("{*}Content"):
            self.block(content, inner, param, depth + 1, shown=shown)


def _placed(element: Element, outer: Matrix) -> Matrix:
    """Return the map from an object's own space to the page: its CTM, then the corner of its Boundary."""
    own = numbers(element.get("CTM"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    boundary = numbers(element.get("Boundary"), 2) or (0.0, 0.0)
    matrix: Matrix = (own[0], own[1], own[2], own[3], own[4] + boundary[0], own[5] + boundary[1])
    return times(matrix, outer)


def _boundary(element: Element, matrix: Matrix) -> Box | None:
    box = numbers(element.get("Boundary"), 4)
    if box is None:
        return None
    x, y, width, height = box
    corners = [apply(matrix, px, py) for px in (x, x + width) for py in (y, y + height)]
    xs, ys = [px for px, _ in corners], [py for _, py in corners]
    return min(xs), min(ys), max(xs), max(ys)

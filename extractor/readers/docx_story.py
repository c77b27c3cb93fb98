"""What the Word reader carries while it walks: the counters of a part, open fields, a paragraph in the making."""

from typing import Any

from extractor.document import Block, PartName, Place
from extractor.readers import docx_names as n
from extractor.readers.docx_names import VAL, W
from extractor.readers.docx_styles import ParagraphStyle, Styles, is_on, read_numbering, whole_number

Element = Any  # an lxml element


class Scope:
    """The counters of one part. ``fixed`` is the place that everything in it stands at, where it has no own count."""

    __slots__ = ("fixed", "paragraphs", "part", "tables")

    def __init__(self, part: PartName, fixed: Place | None = None) -> None:
        self.part = part
        self.fixed = fixed
        self.paragraphs = 0
        self.tables = 0

    def place(self, paragraph: int | None, table: int | None = None) -> Place:
        """Return the place of a paragraph or table of this part."""
        return self.fixed if self.fixed is not None else Place(part=self.part, paragraph=paragraph, table=table)


class Field:
    """A complex field that has begun: its instruction so far, and whether its result has been reached.

    ``form`` is what a form field shows by itself where it has no result; ``shown_from`` is (paragraph, piece) where the
    result began.
    """

    __slots__ = ("contents", "form", "instruction", "result", "shown_from")

    def __init__(self, form: str) -> None:
        self.instruction = ""
        self.result = False
        self.contents = False
        self.form = form
        self.shown_from: tuple[int, int] | None = None


class Story:
    """A run of paragraphs that fields may span: a part, or the content of one text box.

    ``boxes`` counts the text boxes anchored in it; None where they stand at the place of their anchor (headers,
    notes). ``contents`` is above 0 inside a table of contents, ``muted`` inside a field's instruction.
    """

    __slots__ = ("boxes", "contents", "fields", "furniture", "muted", "scope", "wants_look")

    def __init__(self, scope: Scope, boxes: Scope | None = None, *, furniture: bool = False) -> None:
        self.scope = scope
        self.boxes = boxes
        self.furniture = furniture
        self.fields: list[Field] = []
        self.muted = 0
        self.contents = 0
        self.wants_look = True


class Marks:
    """The properties of a paragraph that are kept: those of its w:pPr, unresolved."""

    __slots__ = ("centered", "deleted", "hidden", "ilvl", "inserted", "num_id", "outline", "section", "style")

    def __init__(self) -> None:
        self.style: str | None = None
        self.num_id: str | None = None
        self.ilvl: int | None = None
        self.outline: int | None = None
        self.centered: bool | None = None
        self.deleted = False
        self.inserted = False
        self.hidden = False
        self.section: Element = None


class Paragraph:
    """A paragraph as read. ``parts`` are (paragraph number, text): several where a deleted mark joined paragraphs.

    ``contents`` counts characters inside a table of contents, ``looks`` those of each (size, bold), ``scans``
    pictures as large as a page; ``blank_form`` tells that underlined blanks are in it; ``boxes`` are the blocks of
    the text boxes anchored here.
    """

    __slots__ = (
        "blank_form",
        "boxes",
        "contents",
        "looks",
        "marks",
        "number",
        "out",
        "parts",
        "scans",
        "style",
        "text",
    )

    def __init__(self, number: int, marks: Marks, style: ParagraphStyle) -> None:
        self.number = number
        self.marks = marks
        self.style = style
        self.out: list[str] = []
        self.parts: list[tuple[int, str]] = []
        self.looks: dict[tuple[float | None, bool], int] = {}
        self.boxes: list[Block] = []
        self.contents = 0
        self.blank_form = False
        self.scans = 0
        self.text = ""

    def finish(self) -> None:
        """Close the text: all of it has been read into ``out``."""
        self.text = "".join(self.out)
        self.parts.append((self.number, self.text))

    def is_blank(self) -> bool:
        """Return whether a reader sees nothing here; underlined blanks are seen, they are there to be filled in."""
        return not (self.text and (self.blank_form or not self.text.isspace()))

    def take(self, earlier: "Paragraph") -> None:
        """Put the text of ``earlier``, whose mark is deleted, before this paragraph's own; this one's marks stand."""
        self.parts = earlier.parts + self.parts
        self.text = earlier.text + self.text
        self.boxes = earlier.boxes + self.boxes
        self.contents += earlier.contents
        self.blank_form = self.blank_form or earlier.blank_form
        self.scans += earlier.scans
        for look, characters in earlier.looks.items():
            self.looks[look] = self.looks.get(look, 0) + characters


_MARK_NAMES = {W + name: name for name in ("pStyle", "numPr", "outlineLvl", "jc", "rPr", "sectPr")}
_PLAIN = Marks()


def read_marks(properties: Element, *, changed: bool) -> Marks:
    """Read a w:pPr; ``changed`` tells that the mark of the paragraph may be deleted, inserted or hidden."""
    marks = Marks()
    for element in properties:
        name = _MARK_NAMES.get(element.tag)
        if name is None:
            continue
        if name == "pStyle":
            marks.style = element.get(VAL)
        elif name == "jc":
            marks.centered = element.get(VAL) == "center"
        elif name == "numPr":
            marks.num_id, marks.ilvl = read_numbering(element)
        elif name == "outlineLvl":
            marks.outline = whole_number(element.get(VAL))
        elif name == "sectPr":
            marks.section = element
        elif changed:
            for change in element:
                tag = change.tag
                if tag in (n.DEL, n.MOVE_FROM):
                    marks.deleted = True
                elif tag in (n.INS, n.MOVE_TO):
                    marks.inserted = True
                elif tag == n.VANISH:
                    marks.hidden = is_on(change)
    return marks


def new_paragraph(element: Element, story: Story, styles: Styles, *, changed: bool) -> Paragraph:
    """Count a w:p in its part and return it with its properties, its text still to be read."""
    story.scope.paragraphs += 1
    marks = _PLAIN
    for first in element:
        if first.tag == n.PPR:
            marks = read_marks(first, changed=changed)
        break
    return Paragraph(story.scope.paragraphs, marks, styles.paragraph(marks.style))


def skip(element: Element, story: Story) -> None:
    """Count the paragraphs and tables of a subtree that is left out, so that those after it keep their numbers."""
    _skip(element, story.scope, story.boxes)


def _skip(element: Element, scope: Scope, boxes: Scope | None) -> None:
    for child in element:
        tag = child.tag
        if tag == n.P:
            scope.paragraphs += 1
        elif tag == n.TBL:
            scope.tables += 1
        elif tag == n.TXBX:
            if boxes is not None:
                _skip(child, boxes, boxes)
            continue
        elif tag == n.FALLBACK:
            continue
        if len(child):
            _skip(child, scope, boxes)

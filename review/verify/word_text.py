"""The text of a Word paragraph in its accepted state, and the counters of the part it stands in."""

from collections.abc import Callable, Iterator
from typing import Any

from review.verify.matching import UNKNOWN_GLYPH
from review.verify.word_names import FACES, child, is_on, name, number, value

Element = Any  # an lxml element

Atom = tuple[str, Element]  # text, and the element it comes from: a w:t holds it, any other only shows it

GONE = ("w:del", "w:moveFrom")
_UNSEEN = (
    "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:rt", "w:rubyPr", "w:delText", "w:delInstrText", "w:instrText",
)  # fmt: skip
_DRAWN = ("w:drawing", "w:pict", "w:object")


class Counter:
    """What is counted in one part: paragraphs and tables. ``at`` fixes the place of all in it (a box in a header)."""

    def __init__(self, part: str, at: int | None = None) -> None:
        self.part = part
        self.at = at
        self.paragraphs = 0
        self.tables = 0


class Field:
    """A field that has begun; ``shows`` is what a form field shows where it has no result."""

    def __init__(self, shows: str) -> None:
        self.shows = shows
        self.result = False
        self.shown = False


class Flow:
    """A run of text that fields may span: a part, or a text box. ``boxes`` counts its text boxes, None in headers."""

    def __init__(self, counter: Counter, boxes: Counter | None) -> None:
        self.counter = counter
        self.boxes = boxes
        self.fields: list[Field] = []

    @property
    def muted(self) -> bool:
        """Tell whether the text here is a field's instruction."""
        return any(not field.result for field in self.fields)


class Hiding:
    """Which paragraphs and runs a file hides, by their own properties and their styles."""

    def __init__(self, styles: Element | None) -> None:
        self._own: dict[str, tuple[bool | None, str | None]] = {}
        self._usual: str | None = None
        self._base = False
        for style in styles if styles is not None else ():
            if name(style) == "w:docDefaults":
                self._base = any(is_on(one) for one in style.iter() if name(one) == "w:vanish")
            elif name(style) == "w:style":
                vanish = child(child(style, "w:rPr"), "w:vanish")
                said = None if vanish is None else is_on(vanish)
                known = value(style, "styleId") or ""
                self._own[known] = said, value(child(style, "w:basedOn"))
                if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                    self._usual = known

    def style(self, known: str | None) -> bool | None:
        """Return whether a style hides its text, None where neither it nor those it is based on say so."""
        for _ in range(32):
            said, known = self._own.get(known or "", (None, None))
            if said is not None or known is None:
                return said
        return None

    def run(self, properties: Element | None, paragraph: str | None) -> bool:
        """Tell whether a run is hidden; ``paragraph`` is the style of its paragraph."""
        vanish = child(properties, "w:vanish")
        if vanish is not None:
            return is_on(vanish)
        styled = value(child(properties, "w:rStyle"))
        by_run = self.style(styled) if styled else None
        by_paragraph = self.style(paragraph or self._usual)
        if by_run is None and by_paragraph is None:
            return self._base
        return bool(by_run) != bool(by_paragraph)


def shown(alternate: Element) -> Element:
    """Return the branch of a choice that is shown: the first choice, else the fallback; empty without any."""
    branches = {name(branch): branch for branch in reversed(alternate)}
    return branches.get("mc:Choice", branches.get("mc:Fallback", ()))


def count(element: Element, flow: Flow) -> None:
    """Count the paragraphs and tables of what is left out (deleted, hidden): those after it keep their numbers."""
    _count(element, flow.counter, flow.boxes)


def _count(element: Element, counter: Counter, boxes: Counter | None) -> None:
    for one in element:
        called = name(one)
        if called == "w:p":
            counter.paragraphs += 1
        elif called == "w:tbl":
            counter.tables += 1
        if called == "w:txbxContent":
            if boxes is not None:
                _count(one, boxes, boxes)
        elif called != "mc:Fallback":
            _count(one, counter, boxes)


class Text:
    """Reads paragraphs. ``on_box`` is called with each text box where it is anchored."""

    def __init__(self, hiding: Hiding, on_box: Callable[[Element, Flow], None]) -> None:
        self._hiding = hiding
        self._on_box = on_box
        self._endless: set[Element] = set()

    def prepare(self, root: Element) -> None:
        """Find the fields of a part that begin and never end; they are none."""
        begun: list[Element] = []
        for element in root.iter():
            if name(element) == "w:fldChar" and not any(name(one) in GONE for one in element.iterancestors()):
                kind = value(element, "fldCharType")
                if kind == "begin":
                    begun.append(element)
                elif kind == "end" and begun:
                    begun.pop()
        self._endless = set(begun)

    def paragraph(self, element: Element, flow: Flow) -> list[Atom]:
        """Return the text of a w:p without white space of its own kind (tabs, breaks), with where it comes from."""
        style = value(child(child(element, "w:pPr"), "w:pStyle"))
        out: list[Atom] = []
        self._walk(element, flow, out, style, None)
        return out

    def _walk(self, parent: Element, flow: Flow, out: list[Atom], style: str | None, face: str | None) -> None:
        for element in parent:
            called = name(element)
            if called in _UNSEEN:
                continue
            if called in ("w:t", "m:t"):
                self._put(_in_face(element.text or "", face), element, flow, out)
            elif called in ("w:r", "m:r"):
                self._run(element, flow, out, style)
            elif called == "w:noBreakHyphen":
                self._put("-", element, flow, out)
            elif called == "w:sym":
                self._put(_sign(element), element, flow, out)
            elif called == "w:fldChar":
                self._field(element, flow, out)
            elif called in GONE:
                count(element, flow)
            elif called in _DRAWN:
                for box in _boxes(element):
                    self._on_box(box, flow)
            elif called == "w:txbxContent":
                self._on_box(element, flow)
            elif called == "mc:AlternateContent":
                self._walk(shown(element), flow, out, style, face)
            elif called == "w:sdt":
                self._control(element, flow, out, style, face)
            else:
                self._walk(element, flow, out, style, face)

    def _run(self, run: Element, flow: Flow, out: list[Atom], style: str | None) -> None:
        properties = child(run, "w:rPr")
        if self._hiding.run(properties, style):
            for element in run:
                if name(element) == "w:fldChar":
                    self._field(element, flow, out)
            count(run, flow)
            return
        fonts = child(properties, "w:rFonts")
        face = value(fonts, "ascii") or value(fonts, "hAnsi") or ""
        self._walk(run, flow, out, style, face.lower() if face.lower() in FACES else None)

    def _put(self, text: str, element: Element, flow: Flow, out: list[Atom]) -> None:
        if text and not flow.muted:
            out.append((text, element))
            for field in flow.fields:
                field.shown = True

    def _field(self, element: Element, flow: Flow, out: list[Atom]) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            if element not in self._endless:
                flow.fields.append(Field(_form_shows(element)))
        elif kind == "separate" and flow.fields:
            flow.fields[-1].result = True
        elif kind == "end" and flow.fields:
            field = flow.fields.pop()
            if not field.shown:
                self._put(field.shows, element, flow, out)

    def _control(self, element: Element, flow: Flow, out: list[Atom], style: str | None, face: str | None) -> None:
        box = child(child(element, "w:sdtPr"), "w14:checkbox")
        if box is not None:
            text = "".join(one.text or "" for one in element.iter() if name(one) == "w:t").strip()
            if len(text) <= 1:
                self._put("☑" if is_on(child(box, "w14:checked")) else "☐", element, flow, out)
                return
        for content in element:
            if name(content) == "w:sdtContent":
                self._walk(content, flow, out, style, face)


def _boxes(drawing: Element) -> Iterator[Element]:
    for element in drawing:
        called = name(element)
        if called == "w:txbxContent":
            yield element
        elif called == "mc:AlternateContent":
            yield from _boxes(shown(element))
        else:
            yield from _boxes(element)


def _code(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0


def _sign(element: Element) -> str:
    """Return the character of a w:sym, the unknown glyph where it has none that is certain."""
    face = (value(element, "font") or "").strip().lower()
    code = _code(value(element, "char") or "")
    private = 0xF000 <= code < 0xF100
    if face in FACES or private:
        return FACES.get(face, FACES["wingdings"]).get(code & 0xFF if private else code, UNKNOWN_GLYPH)
    return chr(code) if 0x20 <= code < 0xD800 else UNKNOWN_GLYPH


def _in_face(text: str, face: str | None) -> str:
    if face is None:
        return text
    signs = FACES[face]
    return "".join(signs.get(ord(c) & 0xFF, c) if ord(c) < 0x100 or 0xF000 <= ord(c) < 0xF100 else c for c in text)


def _form_shows(begin: Element) -> str:
    data = child(begin, "w:ffData")
    box, choices = child(data, "w:checkBox"), child(data, "w:ddList")
    if box is not None:
        state = child(box, "w:checked")
        state = child(box, "w:default") if state is None else state
        return "☑" if is_on(state) else "☐"
    if choices is not None:
        entries = [value(one) or "" for one in choices if name(one) == "w:listEntry"]
        result = child(choices, "w:result")
        picked = number(value(child(choices, "w:default") if result is None else result))
        return entries[picked] if 0 <= picked < len(entries) else ""
    return ""

"""The inside of a paragraph: its text in the accepted state, and what it tells on the way.

Fields give their result, tracked insertions stand, deletions and hidden text do not, symbols that are tick boxes
become the characters a reader sees. Every element that is not known is walked through: text must not be lost because
a producer wrapped it in something new.
"""

import re
from collections.abc import Callable
from typing import Any

from extractor.readers import docx_names as n
from extractor.readers.docx_names import VAL, W
from extractor.readers.docx_pictures import boxes, chosen, look_into
from extractor.readers.docx_story import Field, Marks, Paragraph, Story, new_paragraph, skip
from extractor.readers.docx_styles import RunLook, Styles, is_plain, is_struck, read_run, whole_number
from extractor.readers.docx_symbols import in_symbol_face, symbol
from extractor.readers.docx_tally import Tally

Element = Any  # an lxml element

(_RUN, _TEXT, _SKIP, _PROPERTIES, _TAB, _BREAK, _LINE, _HYPHEN, _SYMBOL, _FIELD, _INSTRUCTION, _SIMPLE, _ADDED, _GONE,
 _DRAWING, _BOX, _CHOICE, _CONTROL) = range(18)  # fmt: skip

_UNSEEN = (_SKIP, _PROPERTIES)
_TOC = re.compile(r"\s*TOC\b", re.IGNORECASE)
_SKIPPED = (
    "pPr", "sdtPr", "sdtEndPr", "rt", "rubyPr", "delText", "delInstrText", "customXmlPr", "smartTagPr", "proofErr",
    "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak",
)  # fmt: skip
_CODES: dict[str, int] = {
    n.RUN: _RUN,
    n.M + "r": _RUN,
    n.T: _TEXT,
    n.M + "t": _TEXT,
    n.RPR: _PROPERTIES,
    W + "tab": _TAB,
    W + "ptab": _TAB,
    W + "br": _BREAK,
    W + "cr": _LINE,
    W + "noBreakHyphen": _HYPHEN,
    W + "sym": _SYMBOL,
    n.FLD_CHAR: _FIELD,
    n.INSTR: _INSTRUCTION,
    n.FLD_SIMPLE: _SIMPLE,
    n.INS: _ADDED,
    n.MOVE_TO: _ADDED,
    n.DEL: _GONE,
    n.MOVE_FROM: _GONE,
    W + "drawing": _DRAWING,
    W + "pict": _DRAWING,
    W + "object": _DRAWING,
    n.TXBX: _BOX,
    n.ALTERNATE: _CHOICE,
    n.SDT: _CONTROL,
    **{W + name: _SKIP for name in _SKIPPED},
}


class Inline:
    """Reads the content of paragraphs of one file. ``on_box(content, paragraph, story)`` is called per text box."""

    def __init__(self, styles: Styles, tally: Tally, on_box: Callable[[Element, Paragraph, Story], None]) -> None:
        self._styles = styles
        self._tally = tally
        self._on_box = on_box
        self._unmatched: set[Element] = set()
        self._changed = True
        self._hides = True

    def prepare(self, root: Element) -> None:
        """Look a part over: what it does not hold at all need not be looked for in every paragraph.

        And find the fields that begin and never end: they must not swallow the rest of the document.
        """
        self._hides = self._styles.hides or next(root.iter(n.VANISH), None) is not None
        self._changed = self._hides or next(root.iter(n.INS, n.DEL, n.MOVE_TO, n.MOVE_FROM), None) is not None
        stack: list[Element] = []
        for element in root.iter(n.FLD_CHAR):
            kind = element.get(W + "fldCharType")
            if kind == "begin":
                if not _is_gone(element):
                    stack.append(element)
            elif kind == "end" and stack and not _is_gone(element):
                stack.pop()
        self._unmatched = set(stack)

    def paragraph(self, element: Element, story: Story) -> Paragraph:
        """Read one w:p; its number in the part is counted here."""
        paragraph = new_paragraph(element, story, self._styles, changed=self._changed)
        marks, tally = paragraph.marks, self._tally
        if marks.inserted or marks.deleted:
            inserted, deleted = tally.insertions, tally.deletions
            self._walk(element, paragraph, story, None)
            # a mark changes along with the text before it: that is one change, not two
            if marks.inserted and tally.insertions == inserted:
                tally.inserted(story.scope.place(paragraph.number))
            if marks.deleted and tally.deletions == deleted:
                tally.deleted(story.scope.place(paragraph.number))
        else:
            self._walk(element, paragraph, story, None)
        paragraph.finish()
        return paragraph

    def loose(self, run: Element, story: Story) -> Paragraph:
        """Read run content that stands outside any paragraph, as damaged files have it."""
        paragraph = Paragraph(max(story.scope.paragraphs, 1), Marks(), self._styles.paragraph(None))
        self._walk([run], paragraph, story, None)
        paragraph.finish()
        return paragraph

    def _walk(self, parent: Element, paragraph: Paragraph, story: Story, look: RunLook | None) -> None:
        codes = _CODES
        for element in parent:
            code = codes.get(element.tag)
            if code == _RUN:
                self._run(element, paragraph, story)
            elif code in _UNSEEN:
                continue
            elif code is None:
                if len(element):
                    self._walk(element, paragraph, story, look)
            else:
                self._content(code, element, paragraph, story, look)

    def _run(self, run: Element, paragraph: Paragraph, story: Story) -> None:
        look: RunLook | None = None
        codes = _CODES
        plain_hidden = self._hides and (paragraph.style.hidden or self._styles.base.hidden)
        unlooked: Element = None
        struck = False
        for element in run:
            code = codes.get(element.tag)
            if code == _TEXT and not plain_hidden:
                text = element.text
                if unlooked is not None and text and text.isspace():
                    look, unlooked = read_run(unlooked, RunLook()), None
                if text:
                    self._text(text, paragraph, story, look)
                    if struck and not story.muted and not text.isspace():
                        self._tally.strike(story.scope.place(paragraph.number), text)
            elif code == _PROPERTIES:
                struck = is_struck(element)
                if not self._hides and not story.wants_look and is_plain(element):
                    unlooked = element  # asked only where blanks may be underlined
                    continue
                look = read_run(element, RunLook())
                if (plain_hidden or look.hidden or look.style) and self._is_hidden(look, paragraph):
                    self._hide(run, paragraph, story)
                    return
                plain_hidden = False
            elif plain_hidden and self._is_hidden(None, paragraph):
                self._hide(run, paragraph, story)
                return
            elif code == _SKIP:
                continue
            elif code is None:
                if len(element):
                    self._walk(element, paragraph, story, look)
            else:
                if unlooked is not None and code == _TAB:
                    look, unlooked = read_run(unlooked, RunLook()), None
                self._content(code, element, paragraph, story, look)

    def _content(self, code: int, element: Element, paragraph: Paragraph, story: Story, look: RunLook | None) -> None:
        if code == _TEXT:
            if element.text:
                self._text(element.text, paragraph, story, look)
        elif code == _RUN:
            self._run(element, paragraph, story)
        elif code == _TAB:
            self._character("\t", paragraph, story, look)
        elif code == _BREAK:
            if element.get(W + "type") not in ("page", "column"):
                self._character("\n", paragraph, story, None)
        elif code == _LINE:
            self._character("\n", paragraph, story, None)
        elif code == _HYPHEN:
            self._character("-", paragraph, story, None)
        elif code == _SYMBOL:
            shown = symbol(element.get(W + "font") or "", element.get(W + "char") or "")
            self._character(shown, paragraph, story, None)
        elif code == _FIELD:
            self._field(element, paragraph, story)
        elif code == _INSTRUCTION:
            if story.fields and not story.fields[-1].result:
                story.fields[-1].instruction += element.text or ""
        elif code == _SIMPLE:
            contents = _is_contents(element.get(W + "instr") or "")
            story.contents += contents
            self._walk(element, paragraph, story, look)
            story.contents -= contents
        elif code == _ADDED:
            if len(element):
                self._tally.inserted(story.scope.place(paragraph.number))
                self._walk(element, paragraph, story, look)
        elif code == _GONE:
            if len(element):
                self._tally.deleted(story.scope.place(paragraph.number))
                skip(element, story)
        elif code == _DRAWING:
            paragraph.scans += look_into(element, self._tally, story.scope.place(paragraph.number))
            for box in boxes(element):
                self._on_box(box, paragraph, story)
        elif code == _BOX:
            self._on_box(element, paragraph, story)
        elif code == _CHOICE:
            self._walk(chosen(element), paragraph, story, look)
        elif code == _CONTROL:
            self._control(element, paragraph, story, look)

    def _text(self, text: str, paragraph: Paragraph, story: Story, look: RunLook | None) -> None:
        if story.muted:
            self._tally.hide(story.scope.place(paragraph.number), len(text))
            return
        if look is not None:
            if look.symbols is not None:
                text = in_symbol_face(text, look.symbols)
            if look.underlined and not text.strip():
                paragraph.blank_form = True
        paragraph.out.append(text)
        if story.contents:
            paragraph.contents += len(text)
        if story.wants_look:
            key = self._look_of(look, paragraph)
            paragraph.looks[key] = paragraph.looks.get(key, 0) + len(text)

    def _character(self, character: str, paragraph: Paragraph, story: Story, look: RunLook | None) -> None:
        if not story.muted and character:
            paragraph.out.append(character)
            if look is not None and look.underlined:
                paragraph.blank_form = True

    def _field(self, element: Element, paragraph: Paragraph, story: Story) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            if element not in self._unmatched:
                story.fields.append(Field(_form_field(element)))
                story.muted += 1
        elif kind == "separate":
            if story.fields and not story.fields[-1].result:
                field = story.fields[-1]
                field.result = True
                field.contents = _is_contents(field.instruction)
                field.shown_from = (paragraph.number, len(paragraph.out))
                story.muted -= 1
                story.contents += field.contents
        elif kind == "end" and story.fields:
            field = story.fields.pop()
            if field.result:
                story.contents -= field.contents
            else:
                story.muted -= 1
            if field.form and field.shown_from in (None, (paragraph.number, len(paragraph.out))):
                self._character(field.form, paragraph, story, None)

    def _control(self, element: Element, paragraph: Paragraph, story: Story, look: RunLook | None) -> None:
        """Read a content control: a check box gives its state, any other its content."""
        properties = element.find(n.SDT_PR)
        box = properties.find(n.W14 + "checkbox") if properties is not None else None
        if box is not None:
            shown = "".join(text.text or "" for text in element.iter(n.T)).strip()
            if len(shown) <= 1:
                checked = box.find(n.W14 + "checked")
                state = (checked.get(n.W14 + "val") or "1") if checked is not None else "0"
                self._character("☐" if state in n.FALSE else "☑", paragraph, story, None)
                return
        for content in element.iterchildren(n.SDT_CONTENT):
            self._walk(content, paragraph, story, look)

    def _is_hidden(self, look: RunLook | None, paragraph: Paragraph) -> bool:
        if look is not None and look.hidden is not None:
            return look.hidden
        by_paragraph = paragraph.style.hidden
        by_run = self._styles.run(look.style).hidden if look is not None and look.style else None
        if by_paragraph is None and by_run is None:
            return bool(self._styles.base.hidden)
        return bool(by_paragraph) != bool(by_run)  # a toggle: hidden by both styles is shown

    def _look_of(self, look: RunLook | None, paragraph: Paragraph) -> tuple[float | None, bool]:
        style = paragraph.style
        size = style.size
        by_run: bool | None = None
        if look is not None:
            run = self._styles.run(look.style) if look.style else None
            if look.size is not None:
                size = look.size
            elif run is not None and run.size is not None:
                size = run.size
            if look.bold is not None:
                return size, look.bold
            by_run = run.bold if run is not None else None
        if style.bold is None and by_run is None:
            return size, bool(self._styles.base.bold)
        return size, bool(style.bold) != bool(by_run)

    def _hide(self, run: Element, paragraph: Paragraph, story: Story) -> None:
        """Leave a hidden run out; its field marks still count, or the fields around it would run on."""
        for element in run:
            if element.tag == n.FLD_CHAR:
                self._field(element, paragraph, story)
            elif element.tag == n.INSTR:
                self._content(_INSTRUCTION, element, paragraph, story, None)
        characters = sum(len(text.text or "") for text in run.iter(n.T))
        self._tally.hide(story.scope.place(paragraph.number), characters)
        skip(run, story)


def _is_gone(element: Element) -> bool:
    return any(parent.tag in (n.DEL, n.MOVE_FROM) for parent in element.iterancestors())


def _is_contents(instruction: str) -> bool:
    return _TOC.match(instruction) is not None


def _form_field(begin: Element) -> str:
    """Return what a legacy form field shows by itself: the state of a check box, the choice of a list, else ""."""
    for data in begin.iterchildren(W + "ffData"):
        for box in data.iterchildren(W + "checkBox"):
            state = "0"
            for name in ("default", "checked"):
                for element in box.iterchildren(W + name):
                    state = element.get(VAL) or "1"
            return "☐" if state in n.FALSE else "☑"
        for choices in data.iterchildren(W + "ddList"):
            entries = [entry.get(VAL) or "" for entry in choices.iterchildren(W + "listEntry")]
            picked = 0
            for name in ("default", "result"):
                for element in choices.iterchildren(W + name):
                    picked = whole_number(element.get(VAL)) or 0
            return entries[picked] if 0 <= picked < len(entries) else ""
    return ""

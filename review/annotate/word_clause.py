"""A suggested clause as a tracked insertion: paragraphs of their own after the one that a finding is about."""

from collections.abc import Callable, Sequence
from typing import Any

from review.annotate.word_edit import BLOCKS, STARTS, Editor
from review.annotate.word_marks import Names
from review.annotate.word_places import Point
from review.verify.word_names import child, name

Element = Any  # an lxml element

_KEPT = ("w:spacing", "w:ind", "w:jc")  # of a paragraph's properties: how it looks, not what it is
_PASSED = ("w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:proofErr")
_AFTER_LOOK = ("w:sectPr", "w:pPrChange")


def insert(editor: Editor, paragraph: Element, clauses: Sequence[tuple[str, str]], take: Callable[[], int]) -> None:
    """Put clauses, each (fingerprint, text), after ``paragraph``, a paragraph for each line; ``take`` gives ids.

    Accepted they stand there word for word; refused nothing of them stays. That asks for care at the last paragraph of
    a body or a cell: its mark cannot go, so the mark before the clause is the one that counts as inserted.
    """
    names = Names.at(paragraph)
    block = _block(paragraph)
    own = child(paragraph, "w:pPr")
    moved = block is paragraph and not _paragraph_follows(block) and child(own, "w:sectPr") is None
    look = _look(editor, paragraph)
    kept = "".join(editor.raw(one) for one in own if name(one) in _KEPT) if own is not None else ""
    w = names.prefix
    lines = [
        (fingerprint if number == 0 else None, line)
        for fingerprint, clause in clauses
        for number, line in enumerate(line for line in clause.split("\n") if line.strip())
    ]
    out = []
    for number, (fingerprint, line) in enumerate(lines, 1):
        mark = "" if moved and number == len(lines) else f"<{w}rPr>{names.inserted(take())}</{w}rPr>"
        start, end = "", ""
        if fingerprint is not None:
            known = take()
            start, end = names.bookmark("Start", known, fingerprint), names.bookmark("End", known, fingerprint)
        properties = f"<{w}pPr>{kept}{mark}</{w}pPr>" if kept or mark else ""
        out.append(f"<{w}p{names.declared}>{properties}{start}{names.clause(line, look, take())}{end}</{w}p>")
    parent = block.getparent()
    editor.put(Point(parent, parent.index(block) + 1), "".join(out), BLOCKS)
    if moved:
        _mark(editor, paragraph, own, names, take())


def _block(paragraph: Element) -> Element:
    """Return what a paragraph can be put after: itself, or the control that may hold only this one."""
    parent = paragraph.getparent()
    if name(parent) == "w:sdtContent":
        control = parent.getparent()
        properties = child(control, "w:sdtPr")
        if any(child(properties, kind) is not None for kind in ("w:text", "w:comboBox", "w:dropDownList", "w:date")):
            return control
    return paragraph


def _paragraph_follows(block: Element) -> bool:
    after = block.getnext()
    while after is not None and name(after) in _PASSED:
        after = after.getnext()
    return after is not None and name(after) == "w:p"


def _look(editor: Editor, paragraph: Element) -> str:
    """Return the w:rPr of the first words of a paragraph, without what tells of changes made to it."""
    for run in paragraph.iter("*"):
        if name(run) == "w:r" and child(run, "w:t") is not None:
            own = child(run, "w:rPr")
            tracked = own is not None and any(name(one) in ("w:ins", "w:del", "w:rPrChange") for one in own)
            return "" if tracked else editor.raw(own)
    return ""


def _mark(editor: Editor, paragraph: Element, own: Element | None, names: Names, number: int) -> None:
    """Tell that the mark of ``paragraph`` was inserted."""
    w, ins = names.prefix, names.inserted(number)
    inside = child(own, "w:rPr")
    if own is None:
        editor.put(Point(paragraph, 0), f"<{w}pPr><{w}rPr>{ins}</{w}rPr></{w}pPr>", -1)
    elif inside is None:
        at = next((at for at, one in enumerate(own) if name(one) in _AFTER_LOOK), len(own))
        editor.put(Point(own, at), f"<{w}rPr>{ins}</{w}rPr>", STARTS)
    elif child(inside, "w:ins") is None:
        editor.put(Point(inside, 0), ins, STARTS)

"""Ownership as forms say it: a label and a party (专利申请权：甲方), boxes to tick, a row of a table."""

import re

from msgspec import Struct

from extractor.facts.ownership_statements import STRONG, Statement
from extractor.facts.roles import Owner, Roles, joint_words, owner_at
from extractor.facts.view import Row, Unit, View


class Form(Struct, frozen=True):
    """A statement, the lines it belongs to (``results``, ``data``), its subject, and the cell that names the owner."""

    said: Statement
    lines: tuple[str, ...]
    subject: str | None = None
    owner_cell: Unit | None = None


_LABEL = re.compile(
    r"(?:^|[\n；。])[\s\d.、()（）一二三四五六七八九十]*(?P<label>[^:\n，。；]{2,24}):\s?"
    r"(?P<owner>[^:，。；\n_]{1,16}?)(?=$|[，。；\n])"
)
_BOX = re.compile(r"(?P<box>[□○◯☐☑☒■√✓✔●])\s?(?P<words>[^□○◯☐☑☒■√✓✔●，。；\n]{1,14})[，。；]?")
ANY_BOX = re.compile(r"[□○◯☐☑☒■√✓✔●]")
_LEADS = re.compile(
    r"(?:归属|权属|归谁|所有权|知识产权|著作权|专利权?|产权|成果|权利)[^。；]{0,20}:?\s*(?:\([^()]{0,14}\))?$"
)
_LETTER = re.compile(r"[(（【\[][\s_]*(?P<letter>[A-D]?)[\s_]*[)）】\]]")
_LETTER_OPTION = re.compile(
    r"(?<![A-Za-z])(?P<letter>[A-D])\s?[.、．:)]\s?(?P<words>[^A-Z，。；\n]{2,14}?)(?=\s?(?:[A-D]|$|[，。；\n]))"
)
_EITHER = re.compile(r"[/／]|方或")
_TICKED = "☑☒■√✓✔●"
_FILLER = re.compile(r"(?:归|由|属|属于|归属于?)?(?P<who>.+?)(?:单独|独家|共同|一方|独自)?(?:所有|享有|共有|拥有)?$")
_SUBJECT_OF_FORM = re.compile(r"归属|权属|权利人|所有权|产权|著作权|专利|所有者|归谁")


def forms(view: View, who: Roles, unit: Unit) -> tuple[Form, ...]:
    """Return what a paragraph states as a form, by boxes or by labels; empty where it is prose."""
    return _boxes(view, who, unit) or _lettered(who, unit) or (_labels(who, unit) if unit.cell is None else ())


def _lettered(who: Roles, unit: Unit) -> tuple[Form, ...]:
    """Read a choice by letter: 归（C）所有。A.甲方 B.乙方 C.双方共有; a letter not filled in is a choice not made."""
    room = _LETTER.search(unit.text)
    if room is None or not _SUBJECT_OF_FORM.search(unit.text[: room.start()]):
        return ()
    options = {m["letter"]: m for m in _LETTER_OPTION.finditer(unit.text, room.end())}
    owners = {letter: _party(who, unit, *m.span("words")) for letter, m in options.items()}
    if len(owners) < 2 or not all(owners.values()):
        return ()
    lines, subject = _lines_of(unit, 0, room.start())
    span = (min((h.start for h in unit.hits_of("ownership")), default=0), room.end())
    said = Statement("choice-unmade", *span, (span[0], span[0]), None, "blank")
    if room["letter"] in owners:
        said = Statement(
            "chosen-letter", span[0], options[room["letter"]].end(), (span[0], span[0]), owners[room["letter"]]
        )
    return (Form(said, lines or ("results",), subject),)


def led_boxes(view: View, who: Roles, unit: Unit) -> tuple[Unit, Form] | None:
    """Return the choice that a line of boxes offers under a line that names the matter (成果归属：), and that line.

    A box that is ticked names the owner, even where what was not ticked has been left out of the text already.
    """
    if not ANY_BOX.search(unit.norm.source) or unit.hits_of("ownership", "right", "data"):
        return None
    lead = next((u for u in reversed(view.units[max(0, unit.index - 5) : unit.index]) if not _option(u)), None)
    if lead is None or not _LEADS.search(lead.text):
        return None
    lines, subject = _lines_of(lead, 0, len(lead.text))
    lines = lines or ("results",)
    open_ones = [m for m in _BOX.finditer(unit.text) if _party(who, unit, *_trimmed(m)) is not None]
    if open_ones:
        ticked = [m for m in open_ones if m["box"] in _TICKED]
        alone = _one_ticked(view, unit)
        if not ticked and not alone:
            end = open_ones[-1].end("words")
            return lead, Form(Statement("choice-unmade", 0, end, (0, 0), None, "blank"), lines, subject)
        if len(ticked) != 1:
            return None
        owner = _party(who, unit, *_trimmed(ticked[0]))
        return lead, Form(Statement("ticked", 0, ticked[0].end("words"), (0, 0), owner), lines, subject)
    owner = _party(who, unit, 0, len(unit.text.rstrip("。；，; ")))
    if owner is None or unit.cell is not None:  # a row of a table is read as one
        return None
    return lead, Form(Statement("ticked", 0, len(unit.text), (0, 0), owner), lines, subject)


def _option(unit: Unit) -> bool:
    """Tell whether a unit is an option of a choice, or one that was left out of the text."""
    return not unit.text.strip() or ANY_BOX.match(unit.norm.source.strip()) is not None


def _one_ticked(view: View, unit: Unit) -> bool:
    """Tell whether a line beside this one, of the same choice, is ticked."""
    beside = view.units[max(0, unit.index - 4) : unit.index + 5]
    return any(_option(u) and re.search(f"[{_TICKED}]", u.norm.source) for u in beside)


def table_forms(view: View, who: Roles) -> dict[int, Form]:
    """Return the rows of tables that name a thing and its owner, by the index of the thing's cell."""
    out: dict[int, Form] = {}
    for row in view.rows:
        if row.is_head:
            continue
        owners = [(cell, owner) for cell in row.cells if (owner := _party(who, cell, 0, len(cell.text))) is not None]
        if len(owners) > 1:
            owners = [(c, o) for c, o in owners if _SUBJECT_OF_FORM.search(_head(row, c))]
        if len(owners) != 1:
            continue
        cell, owner = owners[0]
        for thing in row.cells:
            lines, subject = _lines_of(thing, 0, len(thing.text))
            about = f"{_head(row, cell)} {_head(row, thing)} {view.section(cell)} {thing.text}"
            if thing is not cell and lines and _SUBJECT_OF_FORM.search(about):
                said = Statement("table", 0, len(thing.text), (0, 0), owner)
                out[thing.index] = Form(said, lines, subject, cell)
                break
    return out


def _head(row: Row, cell: Unit) -> str:
    head = row.heads.get(cell.cell.column) if cell.cell else None
    return head.text if head is not None and head is not cell else ""


def _party(who: Roles, unit: Unit, start: int, end: int) -> Owner | None:
    """Return the owner that ``start:end`` names and says nothing besides, None where it says more or names nobody."""
    if not 2 <= end - start <= 30:
        return None
    match = _FILLER.fullmatch(unit.text, start, end)
    if match is None:
        return None
    owner = owner_at(who, unit, start, end)
    if owner is None or owner.end - owner.start < len(match["who"].rstrip(" ")) - 1:
        return None
    if joint_words(unit.text[start:end]) and owner.holder != "joint":
        return Owner("joint", owner.text, owner.start, owner.end, owner.role)
    return owner


def _lines_of(unit: Unit, start: int, end: int) -> tuple[tuple[str, ...], str | None]:
    """Return what the words of a label or cell are: the lines of a fact, and its subject."""
    hits = [h for h in unit.hits_of("ownership") if start <= h.start and h.end <= end]
    groups = {h.group for h in hits}
    if groups & {"licence", "things", "naming", "buyer_materials"} or not groups:
        return (), None
    subject = next((g for g in ("background", "improvements", "third_party") if g in groups), None)
    last = hits[-1]
    if last.group == "data":
        return ("data",), None
    return ("results",), subject


def _labels(who: Roles, unit: Unit) -> tuple[Form, ...]:
    out: list[Form] = []
    for match in _LABEL.finditer(unit.text) if ":" in unit.text else ():
        label = match["label"]
        if not any(word in label for word in STRONG) or re.search(r"使用权|转让权|证|保证|费", label):
            continue
        lines, subject = _lines_of(unit, *match.span("label"))
        if lines and _EITHER.search(match["owner"]) and owner_at(who, unit, *match.span("owner")):
            said = Statement(
                "choice-unmade", match.start("label"), match.end("owner"), match.span("label"), None, "blank"
            )
            out.append(Form(said, lines, subject))
            continue
        owner = _party(who, unit, *match.span("owner"))
        if owner is not None and lines:
            said = Statement("label", match.start("label"), match.end("owner"), match.span("label"), owner)
            out.append(Form(said, lines, subject))
    return tuple(out)


def _boxes(view: View, who: Roles, unit: Unit) -> tuple[Form, ...]:
    """Read boxes to tick: the one that is ticked; none ticked is a choice not made."""
    found = list(_BOX.finditer(unit.text))
    if len(found) < 2:
        return ()
    named = [m for m in found if _party(who, unit, *_trimmed(m)) is not None]
    before = unit.text[: found[0].start()] + view.section(unit)
    if len(named) < 2 or not _SUBJECT_OF_FORM.search(before):
        return ()
    lines, subject = _lines_of(unit, 0, found[0].start())
    lines = lines or ("results",)
    start = min((h.start for h in unit.hits_of("ownership")), default=0)
    ticked = [m for m in named if m["box"] in _TICKED]
    if len(ticked) == 1 and len(ticked) < len(named):
        owner = _party(who, unit, *_trimmed(ticked[0]))
        said = Statement("ticked", start, ticked[0].end("words"), (start, start), owner)
        return (Form(said, lines, subject),)
    end = named[-1].end("words")
    return (Form(Statement("choice-unmade", start, end, (start, start), None, "blank"), lines, subject),)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    start = match.start("words")
    return start, start + len(match["words"].rstrip(" /、)"))

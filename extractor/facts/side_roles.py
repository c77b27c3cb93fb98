"""What part a side of a contract has in the project: 丙方：某中心（项目需求单位）, 甲方（建设单位）：某局."""

import re
from collections.abc import Iterator

from msgspec import Struct

from extractor.fact import HolderRole
from extractor.facts.roles import role_of
from extractor.facts.view import View

_NOTE = r"\((?P<{}>[^()]{{2,16}})\)"
_SIDE = re.compile(
    rf"(?P<side>[甲乙丙丁]方)\s?(?:{_NOTE.format('before')})?\s?(?:名称)?:\s?[^\s:，。；()]{{3,40}}\s?(?:{_NOTE.format('after')})?"
)
_CELL = re.compile(rf"(?P<side>[甲乙丙丁]方)\s?{_NOTE.format('before')}:?")
_KEY = "side-roles"


class _Sides(Struct, frozen=True):
    """The roles that a parties block gives, in its order."""

    given: tuple[tuple[str, HolderRole], ...]


def side_role(view: View, side: str) -> HolderRole | None:
    """Return the role that the parties block gives a side (丙方), None where it gives none."""
    known = view.notes.get(_KEY)
    if not isinstance(known, _Sides):
        known = _Sides(tuple(_given(view)))
        view.notes[_KEY] = known
    return next((role for name, role in known.given if name == side), None)


def _given(view: View) -> Iterator[tuple[str, HolderRole]]:
    for unit in view.units:
        for match in _SIDE.finditer(unit.text) if "方" in unit.text and ":" in unit.text else ():
            role = role_of(match["before"] or "") or role_of(match["after"] or "")
            if role is not None:
                yield match["side"], role
    for pair in view.labelled:
        cell = _CELL.fullmatch(pair.label.text.strip())
        role = role_of(cell["before"]) if cell is not None else None
        if cell is not None and role is not None:
            yield cell["side"], role

"""Number formats that make a cell show something else than it holds: 30% for 0.3, 128.6万 for 1286000."""

import re
from typing import Any

Element = Any  # an lxml element

_BUILT_IN_PERCENT = frozenset((9, 10))
_UNIT = re.compile(r"[万亿千萬億]|元")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_COLOUR_OR_CONDITION = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')


def is_dressed(code: str) -> bool:
    """Tell whether a number format changes what the number says: a percent sign, a unit, thousands left out.

    >>> [is_dressed(code) for code in ("0%", '0.00"万元"', '0!.0,"万"', "#,##0.00", 'yyyy"年"m"月"', "¥#,##0.00")]
    [True, True, True, False, False, False]
    """
    code = _COLOUR_OR_CONDITION.sub("", code)
    bare = _QUOTED.sub("", code)
    if re.search(r"[yYdD]", bare):
        return False
    return "%" in bare or "‰" in code or bool(_UNIT.search(code)) or bool(_SCALED.search(bare))


def dressed_styles(root: Element | None) -> frozenset[int]:
    """Return the cell styles (indices of ``cellXfs``) of a styles part whose number format is dressed."""
    if root is None:
        return frozenset()
    codes: dict[str, str] = {}
    for element in root.iter("{*}numFmt"):
        codes[element.get("numFmtId") or ""] = element.get("formatCode") or ""
    built_in = {str(number) for number in _BUILT_IN_PERCENT}
    found = set()
    for formats in root.iter("{*}cellXfs"):
        for index, style in enumerate(formats.iterchildren("{*}xf")):
            number = style.get("numFmtId") or "0"
            if is_dressed(codes[number]) if number in codes else number in built_in:
                found.add(index)
    return frozenset(found)

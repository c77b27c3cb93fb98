"""What this program itself gets out of a legacy Word file, without LibreOffice."""

import re

from msgspec import Struct

from extractor.document import Block, Notice, Unread, UnreadReason
from extractor.readers.docx_symbols import symbol

_SYMBOL_FIELD = re.compile(r"\s*SYMBOL\s+(?:0x([0-9a-f]{2,4})|(\d{1,5}))\b", re.IGNORECASE)
_FACE = re.compile(r"""\\f\s*(?:"([^"]+)"|(\S+))""", re.IGNORECASE)
SYMBOL_FACES = frozenset(("wingdings", "wingdings 2", "symbol"))


class OwnReading(Struct, frozen=True):
    """Blocks as read by our own means, what was not read, and what to know.

    ``refused`` is set where nothing can be read at all (locked, too old, broken). ``final`` tells that no other tool
    could do better: the file is locked. ``left_out`` tells that text was left out on purpose (deleted, hidden).
    ``trap`` tells why no other tool is to be given the file.
    """

    blocks: tuple[Block, ...] = ()
    unread: tuple[Unread, ...] = ()
    notices: tuple[Notice, ...] = ()
    refused: tuple[UnreadReason, str] | None = None
    final: bool = False
    left_out: bool = False
    trap: str = ""


def left_out_notices(deleted: int, hidden: int) -> tuple[Notice, ...]:
    """Return what is told of characters left out because a tracked change deleted them or the file hides them."""
    told = []
    if deleted:
        message = f"文件含有未接受的修订：删除的文字共{deleted}个字符；按全部接受后的内容检查，请确认修订后提交定稿。"
        told.append(Notice("tracked-changes", message))
    if hidden:
        message = f"文件含有隐藏文字共{hidden}个字符，打开文件时看不到，未计入检查；请删除或取消隐藏。"
        told.append(Notice("hidden-text", message))
    return tuple(told)


def symbol_field(instruction: str) -> str:
    r"""Return the character that a SYMBOL field shows, as it looks in its face; "" for every other field.

    >>> symbol_field(r'SYMBOL 82 \f "Wingdings 2" \s 10'), symbol_field("PAGE")
    ('☑', '')
    """
    found = _SYMBOL_FIELD.match(instruction)
    if found is None:
        return ""
    face = _FACE.search(instruction)
    code = found[1] or f"{int(found[2]):04X}"
    return symbol((face[1] or face[2]) if face else "", code)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return the text of every block and cell, in order."""
    found = []
    for block in blocks:
        found.append(block.text)
        if block.table is not None:
            found += [cell.text for cell in block.table.cells]
    return [text for text in found if text]

"""Options chosen by their number (按下列第2种方式处理：1．… 2．…): what stands under the other numbers is not said.

Standard forms of technology contracts, leases and sales list the ways a matter may be settled and leave a number to
fill in. Only the option of that number commits; where the number is left open, none does.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from extractor.document import Block
from extractor.text import NormalText, normalise

_FIGURES = {figure: at for at, figure in enumerate("一二三四五六七八九", 1)} | {str(at): at for at in range(1, 10)}
_FIGURES |= {figure: at for at, figure in enumerate("①②③④⑤⑥⑦⑧⑨", 1)}
_ONE = "一二三四五六七八九1-9"
_WAYS = "(?:方式|办法|方法|约定|情形|情况|标准|形式|原则|途径)"
_CHOICE = re.compile(
    r"(?:下列|以下|如下|下述)(?:的)?第\s?_*[(\[【“\"]?\s?"
    rf"(?:(?P<number>[{_ONE}①-⑨])\s?[)\]】”\"]?_*\s?[种项款](?:{_WAYS})?|(?:_+|[/ ])?\s?[)\]】”\"]?\s?种{_WAYS})"
    r"[^。；:\n]{0,12}[:。]?"
)
_ITEM_AT = rf"(?:[(（]\s?(?P<bracketed>[{_ONE}])\s?[)）]|(?P<plain>[{_ONE}])\s?[、.．)）](?![\d.])|(?P<circled>[①-⑨]))"
_ITEM = re.compile(rf"\s*{_ITEM_AT}")
_INLINE = re.compile(rf"(?<=[:。；;，,\s]){_ITEM_AT}")
_MOST_BLOCKS = 24


class Choice(Struct, frozen=True):
    """A choice by number over paragraphs: the block that leads it, the options' blocks, and the number filled in.

    ``chosen`` holds the blocks of the option of that number, ``left_out`` those of the others; ``number`` is None
    where it was left open, and then no option is chosen.
    """

    lead: int
    number: int | None
    chosen: tuple[int, ...]
    left_out: tuple[int, ...]


def choices(blocks: Sequence[Block]) -> tuple[Choice, ...]:
    """Return the choices of a document whose options are paragraphs of their own.

    >>> from extractor.document import Place
    >>> lines = ["成果归属按下列第2种方式处理：", "1．归甲方所有；", "2．双方共有。", "第十一条 其他"]
    >>> choices([Block(i, "paragraph", t, Place(line=i + 1)) for i, t in enumerate(lines)])
    (Choice(lead=0, number=2, chosen=(2,), left_out=(1,)),)
    """
    return tuple(_choices(blocks))


def _choices(blocks: Sequence[Block]) -> Iterator[Choice]:
    for at, block in enumerate(blocks):
        if block.table is not None or "下" not in block.text:
            continue
        text = normalise(block.text).text
        match = _CHOICE.search(text)
        if match is None or text[match.end() :].strip(" 。"):
            continue
        options: dict[int, list[int]] = {}
        current = 0
        for following in blocks[at + 1 : at + 1 + _MOST_BLOCKS]:
            number = _number(following)
            if number == current + 1 and following.kind != "heading":
                current = number
            elif number is not None or current == 0 or _starts_anew(following):
                break
            options.setdefault(current, []).append(following.id)
        if len(options) < 2:
            continue
        wanted = _FIGURES.get(match["number"] or "")
        left = tuple(block for number, found in options.items() if number != wanted for block in found)
        if wanted is None or wanted in options:
            yield Choice(block.id, wanted, tuple(options.get(wanted or 0, ())), left)


def _number(block: Block) -> int | None:
    match = _ITEM.match(block.number or block.text)
    return _FIGURES[match["bracketed"] or match["plain"] or match["circled"]] if match else None


def _starts_anew(block: Block) -> bool:
    """Tell whether a paragraph without an option's number ends the list and does not carry on its last option."""
    return (
        block.table is not None or block.kind == "heading" or re.match(r"\s*第[^，。；]{1,6}条", block.text) is not None
    )


def open_choice(text: str) -> tuple[int, int] | None:
    """Return the span of a choice whose number was left to fill in, in a normalised text; None where there is none.

    >>> open_choice("归属按下列第__种方式处理：") is not None, open_choice("归属按下列第2种方式处理：")
    (True, None)
    """
    match = _CHOICE.search(text)
    return match.span() if match and not match["number"] else None


def only_numbered(norm: NormalText) -> NormalText:
    """Return the text without the options of one sentence that were not chosen by their number.

    >>> only_numbered(normalise("归属按下列第（二）种方式处理：（一）归甲方所有；（二）归乙方所有。")).text
    '归属按下列第(二)种方式处理:(二)归乙方所有。'
    """
    if "种" not in norm.text and "项" not in norm.text:
        return norm
    match = _CHOICE.search(norm.text)
    if match is None:
        return norm
    items = list(_INLINE.finditer(norm.text, max(match.start(), match.end() - 1)))
    numbers = [_FIGURES[m["bracketed"] or m["plain"] or m["circled"]] for m in items]
    length = next((at for at, number in enumerate(numbers) if number != at + 1), len(numbers))
    wanted = _FIGURES.get(match["number"] or "")
    if length < 2 or (wanted is not None and wanted > length):
        return norm
    ends = [m.start() for m in items[1:length]]
    closing = re.compile(r"[。\n]").search(norm.text, items[length - 1].end())
    ends.append(closing.start() if closing else len(norm.text))
    drop: set[int] = set()
    for number, (item, end) in enumerate(zip(items[:length], ends, strict=True), 1):
        if number != wanted:
            drop.update(range(item.start(), end))
    kept = [at for at in range(len(norm.text)) if at not in drop]
    back = norm.back or tuple(range(len(norm.text)))
    return NormalText("".join(norm.text[at] for at in kept), norm.source, tuple(back[at] for at in kept))

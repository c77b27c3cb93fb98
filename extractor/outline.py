"""The outline of a document: which blocks are headings, and the section path of every block.

Works on what any reader gives: levels the source states (Word styles and outline levels, Markdown), numbers that Word
generates, number patterns in the text (第一章, 第八条, 一、, （一）, 1.1), size and weight. Contents lists are set
aside on their own layer, by what the reader knew of them or by their shape.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from extractor.document import Block

_CN = "〇零一二两三四五六七八九十百"
_NUMBERS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 8, re.compile(rf"第\s*[{_CN}\d]{{1,5}}\s*(?:部\s*分|[编篇卷])")),
    ("chapter", 10, re.compile(rf"第\s*[{_CN}\d]{{1,5}}\s*章")),
    ("section", 20, re.compile(rf"第\s*[{_CN}\d]{{1,5}}\s*节")),
    ("article", 25, re.compile(rf"第\s*[{_CN}\d]{{1,6}}\s*条(?!第|款|规定|约定|的|所|之)")),
    ("annex", 9, re.compile(rf"附\s*[件录表]\s*(?:[{_CN}\d]{{1,3}}|[A-Z])?(?=[\s:：、.．]|$|[^{_CN}\d\w])")),
    ("decimal", 26, re.compile(r"\d{1,3}(?:\s*[.．]\s*\d{1,3}){1,5}(?![\d%％‰年月日元万亿个天周小倍米台套])[.．]?")),
    ("han", 30, re.compile(r"[一二三四五六七八九十]{1,3}\s*[、．.]")),
    ("han_bracket", 40, re.compile(r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]")),
    ("arabic", 50, re.compile(r"\d{1,3}\s*(?:[、．)）]|\.(?!\d)|\s(?=\s*[\u4e00-\u9fff]))")),
    ("arabic_bracket", 60, re.compile(r"[（(]\s*\d{1,3}\s*[）)]")),
    ("circled", 70, re.compile(r"[①-⑳]")),
)
_STARTS: dict[str, tuple[str, ...]] = {
    "第": ("part", "chapter", "section", "article"),
    "附": ("annex",),
    **dict.fromkeys("一二三四五六七八九十", ("han",)),
    **dict.fromkeys("（(", ("han_bracket", "arabic_bracket")),
    **dict.fromkeys(map(chr, range(ord("①"), ord("⑳") + 1)), ("circled",)),
}
_FIGURES = ("decimal", "arabic")
# the patterns that a first character allows, in their order
_BY_FIRST = {first: tuple(p for p in _NUMBERS if p[0] in styles) for first, styles in _STARTS.items()}
_BY_FIGURE = tuple(p for p in _NUMBERS if p[0] in _FIGURES)
_SENTENCE = re.compile(r"[。；;！!？?]")
_PAGE_AT_END = re.compile(r"(?<![\dIVXivx])(?:\d{1,4}|[IVXivx]{1,5})$")
_LEADERS = ".．·…-_ \t\u3000"
_CONTENTS_TITLE = re.compile(r"\s*(?:目\s*[录錄次]|CONTENTS|Contents)\s*$")
_BARE_TITLE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:与|和|及|、)?[\u4e00-\u9fff]{0,8}")
_CAPTION = re.compile(
    rf"(?:续\s*)?[表图圖]\s*(?:\d{{1,3}}|[{_CN}]{{1,3}}(?=[\s:：、.．-]))"
    r"(?:\s*[-－—–.．]\s*\d{1,3})*(?!\d)"
)
_TITLE_BREAK = re.compile(r"[\s　:：]")


class Numbered(Struct, frozen=True):
    """A number at the start of a block: its ``style``, its ``rank`` (smaller is higher), its text and what follows."""

    style: str
    rank: int
    number: str
    rest: str


def numbered(text: str, generated: str = "") -> Numbered | None:
    """Return the number that opens ``text`` (or that the source generates for it), None where there is none.

    >>> numbered("第八条 质量保证").style
    'article'
    >>> numbered("8.1 质保期为两年").number
    '8.1'
    >>> numbered("质量保证", "第八条").rest
    '质量保证'
    >>> numbered("第三方测评机构") is None
    True
    """
    lead = generated.strip()
    body = text.strip()
    target = lead or body
    first = target[:1]
    for style, rank, pattern in _BY_FIGURE if first.isdecimal() else _BY_FIRST.get(first, ()):
        match = pattern.match(target)
        if match:
            rest = body if lead else body[match.end() :].strip()
            number = re.sub(r"\s+", "", match.group()).rstrip(".．") if style == "decimal" else match.group().strip()
            depth = number.count(".") + number.count("．") - 1 if style == "decimal" else 0
            return Numbered(style, rank + depth, number, rest)
    return None


def outline(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with headings recognised, contents lists on their own layer and section paths filled."""
    found = _bare_titles(_set_contents_aside(list(blocks)))
    body_size = _body_size(found)
    sizes = sorted(
        {
            b.look.size
            for b in found
            if b.look and b.look.size and body_size and b.look.size > body_size + 0.9 and b.layer == "body"
        },
        reverse=True,
    )
    stack: list[tuple[int, str, str]] = []  # rank, number, title
    out: list[Block] = []
    for block in found:
        if block.layer != "body" or block.place.part != "body":
            path = tuple(title for _, _, title in stack) if block.place.part == "textbox" else ()
            out.append(replace(block, section=path))
            continue
        if block.kind == "table":
            out.append(replace(block, section=tuple(title for _, _, title in stack)))
            continue
        number = numbered(block.text, block.number)
        heading = _is_heading(block, number, body_size)
        if heading:
            rank = _rank(block, number, sizes, stack)
            _pop(stack, rank)
            title = f"{number.number} {number.rest}".strip() if number else block.text.strip()
            stack.append((rank, number.number if number else "", re.sub(r"\s+", " ", title)))
            path = tuple(title for _, _, title in stack)
            out.append(replace(block, kind="heading", level=len(stack), section=path))
            continue
        path = tuple(title for _, _, title in stack)
        if number is not None:
            rank = _rank(block, number, sizes, stack)
            if number.style in ("article", "decimal", "han") and number.rank < 60:
                _pop(stack, rank)
                stack.append((rank, number.number, _clause_title(number)))
                path = tuple(title for _, _, title in stack)
            else:
                path = (*(title for other, _, title in stack if other < rank), number.number)
        kind = "list_item" if number is not None and block.kind == "paragraph" else block.kind
        out.append(replace(block, kind=kind, section=path))
    return tuple(out)


def _bare_titles(blocks: list[Block]) -> list[Block]:
    """Mark the headings of a plain text that has neither type nor numbers: a short name alone, longer text under it."""
    if any(block.look is not None for block in blocks):
        return blocks
    out = list(blocks)
    for at, (block, below) in enumerate(pairwise(blocks)):
        text = block.text.strip()
        if block.kind != "paragraph" or block.layer != "body" or not _BARE_TITLE.fullmatch(text):
            continue
        if numbered(text) is None and (below.table is not None or len(below.text) >= 3 * len(text)):
            out[at] = replace(block, kind="heading")
    return out


def _clause_title(number: Numbered) -> str:
    """Return the name of a clause whose text goes on in the same paragraph: 第八条 质量保证, else its number alone."""
    head = _TITLE_BREAK.split(number.rest, maxsplit=1)[0] if number.rest else ""
    if 0 < len(head) <= 14 and len(head) < len(number.rest) and not re.search(r"[，。；、]", head):
        return f"{number.number} {head}"
    return number.number


def _pop(stack: list[tuple[int, str, str]], rank: int) -> None:
    while stack and stack[-1][0] >= rank:
        stack.pop()


def _rank(block: Block, number: Numbered | None, sizes: list[float], stack: list[tuple[int, str, str]]) -> int:
    """Return how high a heading stands; a decimal number goes below the number it extends (8.1 below 第八条 or 8.)."""
    if number is not None and number.style == "decimal":
        parent = re.split(r"[.．]", number.number)[:-1]
        for rank, above, _ in reversed(stack):
            if _components(above) == parent:
                return rank + 1
    if block.level is not None and (number is None or number.style not in ("chapter", "section", "article", "part")):
        styled = {1: 10, 2: 20, 3: 27, 4: 32, 5: 42, 6: 52}.get(block.level, 62)
        if number is None or number.style != "decimal":
            return styled
    if number is not None:
        return number.rank
    if block.look and block.look.size in sizes:
        return min(5 + sizes.index(block.look.size) * 4, 24)
    return 80


def _components(number: str) -> list[str]:
    digits = re.findall(r"\d+", number)
    if digits:
        return digits
    han = re.search(rf"[{_CN}]+", number)
    return [str(_small_number(han.group()))] if han else []


def _small_number(text: str) -> int:
    """Return the value of a Chinese ordinal below 1000.

    >>> [_small_number(t) for t in ("八", "十二", "二十", "一百零三")]
    [8, 12, 20, 103]
    """
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    total = 0
    current = 0
    for char in text:
        if char == "十":
            total += (current or 1) * 10
            current = 0
        elif char == "百":
            total += (current or 1) * 100
            current = 0
        else:
            current = digits.get(char, 0)
    return total + current


def _is_heading(block: Block, number: Numbered | None, body_size: float | None) -> bool:
    text = block.text.strip()
    if not text:
        return False
    if block.level is not None:
        return len(text) <= 120
    if _CAPTION.match(text):
        return False  # 表3-1 投资估算表 names what stands below it, however it is set
    if block.kind == "heading":
        return len(text) <= 120
    if len(text) > 60 or _SENTENCE.search(text) or "\n" in text:
        return False
    look = block.look
    large = bool(look and look.size and body_size and look.size > body_size + 0.9)
    strong = large or bool(look and look.bold)
    if number is None:
        ends = text[-1] in "，、：:,"
        return strong and not ends and len(text) <= 40 and not re.search(r"[：:，]", text) and not text[0].isdigit()
    rest = number.rest
    if number.style in ("part", "chapter", "section"):
        return True
    if not rest:
        return number.style in ("article", "annex")
    if rest[-1] in "，、,：:" or re.search(r"[：:]\s*\S", rest):
        return number.style in ("article", "annex", "decimal") and rest[-1] in "：:" and len(rest) <= 20
    if "，" in rest and not strong:
        return False
    if number.style in ("article", "annex"):
        return len(rest) <= 30
    if number.style in ("decimal", "han", "han_bracket"):
        return len(rest) <= 30 and (strong or _reads_like_title(rest))
    return len(rest) <= 25 and strong


_OPERATIVE = re.compile(
    r"应当|应在|应于|应按|必须|不得|须在|须于|负责|按照|如果|有权|为[^了]{0,12}[年月日天元%％]|\d+\s*(?:%|元|万元|日内|天内|个月|年)"
)


def _reads_like_title(text: str) -> bool:
    """Tell a title (质量保证) from a short clause (质保期为两年) without looking at type: it names and does not say."""
    return not _OPERATIVE.search(text)


def _body_size(blocks: list[Block]) -> float | None:
    counts: Counter[float] = Counter()
    for block in blocks:
        if block.look and block.look.size and block.layer == "body":
            counts[block.look.size] += len(block.text)
    return max(counts, key=lambda size: (counts[size], -size)) if counts else None


def _set_contents_aside(blocks: list[Block]) -> list[Block]:
    """Move contents lists to the layer ``contents``: lines with leaders and pages, or what follows the title 目录."""
    flags = [False] * len(blocks)
    text = [b for b in range(len(blocks)) if blocks[b].layer == "body" and blocks[b].kind != "table"]
    at = 0
    while at < len(text):
        block = blocks[text[at]]
        if _CONTENTS_TITLE.match(block.text):
            end = _after_title(blocks, text, at)
            if end > at + 1:
                for index in text[at:end]:
                    flags[index] = True
                at = end
                continue
        run = at
        while run < len(text) and _has_leader(blocks[text[run]].text) and len(_entry(blocks[text[run]].text)) <= 90:
            run += 1
        if run - at >= 3:
            for index in text[at:run]:
                flags[index] = True
        at = max(run, at + 1)
    return [replace(b, layer="contents") if flag else b for b, flag in zip(blocks, flags, strict=True)]


def _before_page(text: str) -> str | None:
    """Return a line without the page number it ends in, None where it ends in none. Looks at its end only."""
    line = text.rstrip()
    match = _PAGE_AT_END.search(line, max(0, len(line) - 6))
    return line[: match.start()] if match else None


def _has_leader(text: str) -> bool:
    """Tell whether a line ends in leaders and a page number: 第一章 总则........3, 第一章 总则……3."""
    before = (_before_page(text) or "").rstrip()
    return before.endswith(("...", "．．．", "···", "…"))


def _ends_in_page(text: str) -> bool:
    """Tell whether a line under the title 目录 ends in a page number that is no decimal's end (1.1)."""
    before = _before_page(text)
    return before is not None and before != "" and not re.search(r"\d\.$", before[-2:])


def _entry(text: str) -> str:
    """Return a contents entry without its page number and leaders, for comparing it with the heading it points to."""
    before = _before_page(text)
    bare = (text if before is None else before).rstrip(_LEADERS)
    return re.sub(r"\s+", "", bare)


def _after_title(blocks: list[Block], text: list[int], at: int) -> int:
    """Return where the list under the title 目录 at ``text[at]`` ends.

    With page numbers it ends where they end. Without, it is a list only if its first entry stands again further on.
    """
    end = at + 1
    while end < len(text):
        entry = blocks[text[end]].text.strip()
        if not _ends_in_page(entry) or len(_entry(entry)) > 90:
            break
        end += 1
    if end - at >= 3:
        return end
    first = _entry(blocks[text[at + 1]].text) if at + 1 < len(text) else ""
    if not first or len(first) > 60:
        return at
    for later in range(at + 2, min(len(text), at + 400)):
        if len(blocks[text[later]].text) > 120:
            return at
        if _entry(blocks[text[later]].text) == first:
            return later
    return at

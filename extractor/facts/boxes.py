"""Options of a form with boxes: what stands at an empty box, where another of the same choice is ticked, is not said.

``质保期：□一年 ☑三年`` says three years. The option not chosen is left out of the text that the fact families read, and
so are the marks of the one chosen; where nothing is ticked, or all is, everything stays.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from extractor.document import Block
from extractor.text import NormalText

_OPEN = "□☐"
_TICKED = "☑☒■√✓✔●◉⦿"
_ROUND = "○◯"
_MARK = re.compile(
    rf"(?P<open>(?<![{_OPEN}])[{_OPEN}](?![{_OPEN}])|(?:(?<=[\s:、])|^)[{_ROUND}](?=[\u4e00-\u9fff\d])|(?<=[\u4e00-\u9fff\d:、，；\s])\(\s?_?\s?\)(?=\d{{0,2}}[\u4e00-\u9fff]))"
    rf"|(?P<tick>\(\s?[√✓✔]\s?\)|(?<![{_TICKED}])[{_TICKED}](?![{_TICKED}]))"
)
_ANY_TICK = re.compile(f"[{_TICKED}]")
_ENDS = re.compile(r"[。；\n]| (?=[\u4e00-\u9fff()（）]{2,14}:)")
_LEADING = re.compile(rf"\s*(?:[(（]?[\d一二三四五六七八九十]{{1,3}}[)）.、]\s*)?(?P<mark>[{_OPEN}{_ROUND}{_TICKED}])")
_VERB = re.compile(r"(?:单独|共同)?(?:所有|享有|共有|承担|负责)$")
_BRACKETED = 12  # characters an option behind empty brackets has at most; longer, the brackets are room to write in


class _Option(Struct, frozen=True):
    start: int
    words: int
    end: int
    ticked: bool


def only_chosen(norm: NormalText) -> NormalText:
    """Return the text without options that are not ticked beside one that is, the map to the source kept.

    >>> from extractor.text import normalise
    >>> only_chosen(normalise("建设周期：□6个月 ☑12个月 □18个月")).text
    '建设周期:12个月'
    >>> only_chosen(normalise("是否公开：□是 □否")).text
    '是否公开:□是□否'
    """
    if _ANY_TICK.search(norm.text) is None:
        return norm
    drop: set[int] = set()
    for group in _choices(norm.text):
        group[-1] = _without_verb(norm.text, group)
        if any(o.ticked for o in group) and any(not o.ticked for o in group):
            for option in group:
                drop.update(range(option.start, option.words if option.ticked else option.end))
    if not drop:
        return norm
    kept = [at for at in range(len(norm.text)) if at not in drop]
    back = norm.back or tuple(range(len(norm.text)))
    text = "".join(norm.text[at] for at in kept)
    return NormalText(text, norm.source, tuple(back[at] for at in kept))


def _without_verb(text: str, group: list[_Option]) -> _Option:
    """Return the last option of a choice without the words that end the sentence: 归□甲方☑乙方所有."""
    last = group[-1]
    verb = _VERB.search(text, last.words, last.end)
    if verb is None or text[group[0].start - 1 : group[0].start] not in tuple("归由属为"):
        return last
    return _Option(last.start, last.words, verb.start(), last.ticked)


def _choices(text: str) -> list[list[_Option]]:
    """Return the options of a text, those of one choice together."""
    marks = list(_MARK.finditer(text))
    groups: list[list[_Option]] = []
    for number, mark in enumerate(marks):
        following = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        cut = _ENDS.search(text, mark.end(), following)
        end = cut.start() if cut else following
        bracket = mark.group().startswith("(")
        if bracket and mark["open"] and end - mark.end() > _BRACKETED:
            continue
        option = _Option(mark.start(), mark.end(), end, mark["tick"] is not None)
        if groups and not text[groups[-1][-1].end : option.start].strip(" ；、，,。"):
            groups[-1].append(option)
        else:
            groups.append([option])
    return groups


def not_chosen(blocks: Iterable[Block]) -> frozenset[int]:
    """Return the ids of paragraphs that are options not ticked, where the lines beside them hold one that is.

    >>> from extractor.document import Place
    >>> lines = ["☐ 一次性付清", "☑ 分期支付"]
    >>> not_chosen([Block(i, "paragraph", t, Place(line=i + 1)) for i, t in enumerate(lines)])
    frozenset({0})
    """
    out: set[int] = set()
    run: list[tuple[int, bool]] = []
    for block in blocks:
        lead = _LEADING.match(block.text) if block.table is None else None
        if lead is not None:
            run.append((block.id, lead["mark"] in _TICKED))
            continue
        out |= _open_ones(run)
        run = []
    return frozenset(out | _open_ones(run))


def _open_ones(run: list[tuple[int, bool]]) -> set[int]:
    if not any(ticked for _, ticked in run):
        return set()
    return {block for block, ticked in run if not ticked}

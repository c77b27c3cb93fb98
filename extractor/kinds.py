"""What kind of document this is, from its title, its file name and its content; the reason is kept.

Chinese titles are head-final: the word that ends a title says what it is, so 可行性研究报告的批复 is an approval.
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath
from typing import cast

import msgspec

from extractor.data import load
from extractor.document import Block, Document
from extractor.fact import DocumentKind
from extractor.outline import numbered
from extractor.text import normalise

_BRACKETS = re.compile(r"[(【\[〈][^()【】\[\]〈〉]{0,20}[)】\]〉]|[《》“”\"]")
_TAIL = re.compile(
    r"(?:(?:正式|送审|报批|征求意见|修订|最终|评审|审定|盖章|扫描|签字|打印|修改|复印)(?:稿|版|件|本)|稿|定稿|正文|模板|范本|样本"
    r"|文本|原件|[vV]?\d[\d.\-_]*|[-_—\s.,、]|终|最新|草案|附件[一二三四五六七八九十\d]*|[年月日])+$"
)
_LEAD = re.compile(r"^(?:附件|附表|附录)\s*[一二三四五六七八九十\d]*\s*[:：.、\-_—]?\s*|^\d+[\s.、\-_—]+")


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    titles: tuple[str, ...]
    endings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cues: tuple[tuple[str, ...], ...] = ()


class _Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: dict[str, _Kind]


@cache
def _lexicon() -> dict[DocumentKind, _Kind]:
    return {cast(DocumentKind, name): kind for name, kind in load("kinds.yaml", _Kinds).kinds.items()}


@cache
def _endings(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def classify(document: Document) -> tuple[DocumentKind, str]:
    """Return the kind of a document and the reason in Chinese; ``unknown`` where nothing tells.

    The title counts first, then the file's name, then what stands in the text.
    """
    for line in title_lines(document):
        kind = kind_of_title(line)
        if kind is not None:
            return kind, f"标题“{line[:40]}”"
    by_name = kind_of_name(document.path)
    if by_name is not None:
        return by_name, f"文件名“{PurePosixPath(document.path).name}”"
    text = _text(document)
    for kind, words in _lexicon().items():
        for cues in words.cues:
            if all(cue in text for cue in cues):
                return kind, f"正文中有{'、'.join(f'“{cue}”' for cue in cues)}"
    return "unknown", "标题、文件名和正文都没有说明是什么文件"


def kind_of_title(title: str) -> DocumentKind | None:
    """Return the kind a title names, None where it names none.

    >>> kind_of_title("关于智慧停车项目可行性研究报告的批复")
    'approval'
    >>> kind_of_title("云栖市一网通办平台建设项目监理合同")
    'supervision_contract'
    >>> kind_of_title("一、项目概况") is None
    True
    """
    bare = _bare(title)
    return _ending(bare, names=False) if bare else None


def kind_of_name(path: str) -> DocumentKind | None:
    """Return the kind a file's name tells, None where it tells none.

    >>> kind_of_name("03-建设方案（报批稿）v2.docx")
    'construction_plan'
    """
    name = PurePosixPath(path.rpartition("!/")[2]).name
    bare = _bare(re.sub(r"\.[A-Za-z]{1,5}$", "", name))
    found = _ending(bare, names=True)
    if found is not None:
        return found
    best: tuple[int, int, DocumentKind] | None = None
    for kind, words in _lexicon().items():
        for word in (*words.titles, *words.names):
            at = bare.rfind(word)
            if at >= 0 and (best is None or (at + len(word), len(word)) > best[:2]):
                best = (at + len(word), len(word), kind)
    return best[2] if best else None


def _bare(title: str) -> str:
    """Return a title without number, brackets, version words: what is left ends in the word that says what it is."""
    text = re.sub(r"\s+", "", normalise(title).text)
    text = _LEAD.sub("", text)
    for _ in range(4):
        shorter = _TAIL.sub("", _BRACKETS.sub("", text))
        if shorter == text:
            break
        text = shorter
    return text


def _ending(bare: str, *, names: bool) -> DocumentKind | None:
    best: tuple[int, DocumentKind] | None = None
    for kind, words in _lexicon().items():
        for word in (*words.titles, *words.names) if names else words.titles:
            if bare.endswith(word) and (best is None or len(word) > best[0]):
                best = (len(word), kind)
        for ending in _endings(words.endings):
            match = ending.search(bare)
            if match and (best is None or match.end() - match.start() > best[0]):
                best = (match.end() - match.start(), kind)
    return best[1] if best else None


def title_lines(document: Document) -> list[str]:
    """Return the lines a title may stand on: the short blocks before the first long one, and several of them joined.

    A cover of three lines or more is tried whole first (…项目 / 可行性研究报告 / 评估报告). Two lines are tried as one
    where the second goes on (…可行性研究报告 / 的批复) or names the whole anew (…可行性研究报告 / 专家评审意见), after
    all others else.
    """
    lines: list[Block] = []
    for block in document.blocks[:40]:
        if block.layer != "body" or block.kind == "table":
            if block.kind == "table" and lines:
                break
            continue
        text = block.text.strip()
        if not text:
            continue
        if len(text) > 70 or re.search(r"[。；]", text) or len(lines) >= 10:
            break
        if re.search(r"[：:].", text) and not re.match(r"(?:项目名称|标题|题目)", text):
            continue
        if numbered(text, block.number) and not re.match(r"附", text):
            if lines:
                break
            continue
        lines.append(block)
    texts = [block.text.strip() for block in lines]
    chains = ["".join(texts[:count]) for count in range(min(len(texts), 5), 2, -1)]
    joined = {a: a + b for a, b in pairwise(texts) if len(a) + len(b) <= 70 and len(b) <= 20}
    first = [text for a in texts for text in ((joined[a], a) if a in joined and _goes_on(joined[a], a) else (a,))]
    return [*(chain for chain in chains if len(chain) <= 70), *first, *joined.values()]


def _goes_on(both: str, line: str) -> bool:
    rest = both.removeprefix(line)
    return re.match(r"[的及与和]", rest) is not None or (len(rest) <= 8 and kind_of_title(rest) is not None)


def _text(document: Document) -> str:
    """Return the first part of the body without white space, enough for cues."""
    parts: list[str] = []
    size = 0
    for block in document.blocks:
        if block.layer != "body":
            continue
        pieces = [cell.text for cell in block.table.cells] if block.table else [block.text]
        for piece in pieces:
            parts.append(piece)
            size += len(piece)
        if size > 20_000:
            break
    return re.sub(r"\s+", "", "".join(parts))

"""Where the placeholders of a template stand: in a paragraph's words, over however many runs Word has split them."""

import re
from collections.abc import Iterator

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# what stands in the place of a whole paragraph
BLOCKS = {
    "项目": "项目情况和审查依据（表）",
    "意见": "编号的审查意见",
    "已认可": "已由人认可的问题",
    "检查表": "全部要求和结论（表）",
    "未读": "没有读到的内容和原因",
    "签字": "审查人、复核人签字处",
    "校验": "材料和规则库的校验值（表）",
}
# what may stand among other words, in headers and footers too
TEXTS = {
    "项目名称": "项目名称",
    "报送材料": "报送材料的名称",
    "建设单位": "建设单位，没有写明时为采购方",
    "承建单位": "承建单位，没有写明时为供应方",
    "金额": "合同价款，没有时为总投资",
    "审查日期": "按哪一天有效的规定审查",
    "日期依据": "审查日期从何而来",
    "依据": "审查依据的办法",
    "结论": "各类结论的项数",
    "程序": "程序名称和版本",
}
# without these an opinion lacks something; a problem accepted by a person is told among the opinions if need be
EXPECTED = ("项目", "意见", "检查表", "未读", "签字", "校验")
_PLACEHOLDER = re.compile(r"(?:\{\{|｛｛)\s*([^{}｛｝]{1,40}?)\s*(?:\}\}|｝｝)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class UnusableError(Exception):
    """A template cannot be used; the words say why, and what to do."""


def tagged(name: str) -> str:
    """Return the name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


class Holes:
    """One part of a template, its placeholders made processing instructions that tell their names.

    ``names`` are those found, ``unknown`` words that stand as placeholders and are none. Raises UnusableError where
    one stands where its content cannot. ``body`` tells the main part from headers and footers.
    """

    def __init__(self, root: etree._Element, *, body: bool) -> None:
        if not root.tag.startswith(f"{{{W}}}"):
            raise UnusableError("是严格格式（Strict）的文档，请另存为普通的 .docx。")
        self.root = _with_prefix(root)
        self.names: set[str] = set()
        self.unknown: set[str] = set()
        for paragraph in list(self.root.iter(tagged("p"))):
            self._take(paragraph, body=body)

    def text_width(self) -> int | None:
        """Return how wide the text of the last section is, in twips; None where it is not told."""
        section = self.root.find(f"{tagged('body')}/{tagged('sectPr')}")
        size = section.find(tagged("pgSz")) if section is not None else None
        margin = section.find(tagged("pgMar")) if section is not None else None
        if size is None or margin is None:
            return None
        try:
            sides = sum(int(margin.get(tagged(side)) or 0) for side in ("left", "right", "gutter"))
            width = int(size.get(tagged("w")) or 0) - sides
        except ValueError:
            return None
        return width if 1000 < width < 32_000 else None

    def _take(self, paragraph: etree._Element, *, body: bool) -> None:
        texts = [text for text in _own(paragraph) if text.tag == tagged("t")]
        words = "".join(text.text or "" for text in texts)
        for match in reversed(list(_PLACEHOLDER.finditer(words))):
            name = match[1]
            if name in BLOCKS:
                if not body:
                    raise UnusableError(f"{{{{{name}}}}} 不能放在页眉页脚里，请移到正文。")
                if words.strip() != match[0]:
                    raise UnusableError(f"{{{{{name}}}}} 要独占一段，请把同一段里的其他文字移走。")
                if name in self.names:
                    raise UnusableError(f"{{{{{name}}}}} 出现了不止一次，请只留一处。")
                _replace_paragraph(paragraph, texts, name)
            elif name in TEXTS:
                _replace_words(texts, match, name)
            else:
                self.unknown.add(name)
                continue
            self.names.add(name)


def _with_prefix(root: etree._Element) -> etree._Element:
    """Return a root in which the prefix ``w`` means WordprocessingML, as in what is filled in."""
    if root.nsmap.get("w") == W:
        return root
    if "w" in root.nsmap:
        raise UnusableError("不是Word写出的内容，请用Word或WPS打开后另存为 .docx。")
    prefixes = {str(prefix): str(uri) for prefix, uri in root.nsmap.items() if prefix}
    made = etree.Element(root.tag, {str(k): str(v) for k, v in root.attrib.items()}, {**prefixes, "w": W})
    made.extend(list(root))
    return made


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands in a paragraph, in order, without the paragraphs of text boxes in it."""
    for child in paragraph:
        if child.tag != tagged("p"):
            yield child
            yield from _own(child)


def _hole(name: str) -> etree._Element:
    return etree.ProcessingInstruction("shenyue", name)


def _replace_paragraph(paragraph: etree._Element, texts: list[etree._Element], name: str) -> None:
    """Put the hole where the paragraph stood; one that must stay (a section, the end of a cell) stays empty."""
    parent, following = paragraph.getparent(), paragraph.getnext()
    if parent is None or any(above.tag == tagged("txbxContent") for above in paragraph.iterancestors()):
        raise UnusableError(f"{{{{{name}}}}} 不能放在文本框里，请移到正文。")
    paragraph.addprevious(_hole(name))
    needed = following is None or following.tag != tagged("p")
    if needed or paragraph.find(f"{tagged('pPr')}/{tagged('sectPr')}") is not None:
        for text in texts:
            text.text = ""
    else:
        parent.remove(paragraph)


def _replace_words(texts: list[etree._Element], match: re.Match[str], name: str) -> None:
    """Put the hole where the words of ``match`` stand; its content looks as the first of them does.

    Matches are taken from the last to the first: what stands before one is still as it was.
    """
    first, start = _at(texts, match.start())
    last, end = _at(texts, match.end() - 1)
    after = (texts[last].text or "")[end + 1 :]
    hole = _hole(name)
    if first == last:
        hole.tail = after
    else:
        for text in texts[first + 1 : last]:
            text.text = ""
        texts[last].text = after
        texts[last].set(_SPACE, "preserve")
    texts[first].text = (texts[first].text or "")[:start]
    texts[first].insert(0, hole)
    texts[first].set(_SPACE, "preserve")


def _at(texts: list[etree._Element], offset: int) -> tuple[int, int]:
    """Return in which text the character at ``offset`` of all stands, and where in it."""
    for number, text in enumerate(texts):
        size = len(text.text or "")
        if offset < size:
            return number, offset
        offset -= size
    raise IndexError(offset)

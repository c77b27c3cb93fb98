"""The closed words of the contract as a person reads them."""

from collections.abc import Sequence
from typing import Protocol

from checks.finding import FindingKind, Level, Reason
from checks.vocabulary import HOLDER_NAMES, ROLE_NAMES
from checks.wording import value_words
from extractor.document import Format, Status, TextQuality
from review.layout import name_shown
from review.report import Change, ComparedEntry, EvidenceEntry, FindingEntry, Waived


class PageRun(Protocol):
    """Neighbouring pages whose text is worth the same, from 1, both ends meant."""

    @property
    def first(self) -> int:
        """Return the first page."""

    @property
    def last(self) -> int:
        """Return the last page."""

    @property
    def quality(self) -> TextQuality:
        """Return what their text is worth."""


KIND_WORDS: dict[FindingKind, str] = {
    "fail": "不符合",
    "review": "需人工判断",
    "open": "未能判断",
    "pass": "符合",
    "notApplicable": "不适用",
}
MARKS: dict[FindingKind, tuple[str, str]] = {
    "fail": ("✗", "red"),
    "review": ("?", "yellow"),
    "open": ("○", "blue"),
    "pass": ("✓", "green"),
    "notApplicable": ("-", "dim"),
}
# why a requirement was not judged, as the console counts it
SCOPE_WORDS: dict[Reason, str] = {
    "out-of-scope": "不在适用范围",
    "not-in-force": "当日没有施行",
    "other-stage": "属于其他阶段",
}
# what a verdict rests on, in a word or two
REASON_WORDS: dict[Reason, str] = {
    "meets-limit": "符合限值",
    "present": "已写明",
    "consistent": "一致",
    "allowed-holder": "归属符合",
    "nothing-found": "没有发现",
    "below-limit": "低于限值",
    "above-limit": "超过限值",
    "missing": "没有写明",
    "blank": "留空未填",
    "forbidden": "有不允许的内容",
    "wrong-holder": "归属不符",
    "inconsistent": "不一致",
    "late": "晚于期限",
    "straddles-limit": "跨越限值",
    "conflicting": "前后不一",
    "unstated": "没有写确定",
    "referred": "见其他文件",
    "thin": "内容过少",
    "condition-unknown": "适用条件不明",
    "needs-person": "由人判断",
    "reason-given": "写了理由",
    "no-carrier": "未提交",
    "unreadable": "未能读取",
    "error": "检查出错",
    "out-of-scope": "不在范围",
    "not-in-force": "没有施行",
    "other-stage": "其他阶段",
}
LEVEL_WORDS: dict[Level, str] = {"error": "错误", "warning": "警告", "note": "提示"}
# how a finding stands to an earlier report
CHANGE_WORDS: dict[Change, str] = {"new": "新出现", "changed": "有变化", "unchanged": "没有变化", "fixed": "已整改"}
STATUS_WORDS: dict[Status, str] = {"read": "读完", "partial": "部分读取", "unreadable": "未能读取"}
QUALITY_WORDS: dict[TextQuality, str] = {
    "text": "文字层",
    "ocr-layer": "扫描件（自带识别文字）",
    "recognised": "扫描件（由图像识别）",
    "blank": "没有文字",
    "no-text-layer": "扫描件（无文字层）",
    "drawn-as-outlines": "文字已转成图形",
    "garbled-text": "文字乱码",
    "encrypted": "已加密",
    "corrupt": "已损坏",
    "empty": "空白",
    "needs-tool": "缺少工具",
    "unsupported-format": "格式不支持",
    "limit": "超过上限",
    "timed-out": "超过时限",
    "crashed": "程序中止",
}
OPERATORS = {"==": "", ">=": "不少于", "<=": "不超过", ">": "超过", "<": "不足", "range": ""}
_HOLDERS: tuple[tuple[str, str], ...] = (*HOLDER_NAMES.items(), *ROLE_NAMES.items())
VALUE_WORDS: dict[str, str] = {"present": "有", "owner": "已约定", **dict(_HOLDERS)}
FORMAT_WORDS: dict[Format, str] = {
    "docx": "Word",
    "doc": "Word 97-2003",
    "wps": "WPS文字",
    "rtf": "RTF",
    "xlsx": "Excel",
    "xls": "Excel 97-2003",
    "xlsb": "Excel二进制",
    "et": "WPS表格",
    "csv": "CSV",
    "ofd": "OFD",
    "html": "网页",
    "pdf": "PDF",
    "txt": "文本",
    "md": "文本",
    "image": "图片",
    "archive": "压缩包",
    "unknown": "类型不明",
}


def compared_words(side: ComparedEntry) -> str:
    """Return one side of a comparison: ``不少于2年``."""
    if side.value is None:
        return "未写明"
    words = [VALUE_WORDS.get(value) for value in side.value.split("|")]
    if None not in words:
        return "或".join(word for word in words if word is not None)
    working = side.unit == "working_day"
    said = OPERATORS.get(side.op, side.op) + value_words(side.value, working=working)
    return f"{said}至{value_words(side.value_max, working=working)}" if side.value_max is not None else said


def waived_words(finding: FindingEntry) -> str:
    """Return who accepted a finding, until when and why; empty where nobody did."""
    waived = finding.waived
    return f"{waived.by}，至{waived.until}：{waived.why}" if isinstance(waived, Waived) else ""


def change_words(finding: FindingEntry) -> str:
    """Return how a finding stands to an earlier report; empty where it was held against none."""
    return CHANGE_WORDS[finding.change] if isinstance(finding.change, str) else ""


def place_words(evidence: EvidenceEntry) -> str:
    """Return where a quote stands: the document and the place in it."""
    return f"{name_shown(evidence.document)}  {evidence.label}".rstrip()


def quality_words(runs: Sequence[PageRun]) -> str:
    """Return what the text of the pages is worth: 文字层第1至3、5页，文字乱码第4页; "" where nothing is known."""
    held: dict[TextQuality, list[str]] = {}
    for run in runs:
        held.setdefault(run.quality, []).append(f"{run.first}至{run.last}" if run.last > run.first else f"{run.first}")
    return "，".join(f"{QUALITY_WORDS[quality]}第{'、'.join(pages)}页" for quality, pages in held.items())

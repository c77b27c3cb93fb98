"""One clause, moved about: in prose, a table, a text box, a numbered list, over a page break, in traditional script.

The fact and the verdict must stay the same; only the place changes.
"""

import io
from collections.abc import Callable
from datetime import date

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from checks.engine import judge
from checks.profile import Profile
from checks.rulebook import load_rulebooks, requirements
from checks.submission import Submission
from extractor.fact import Extracted, Fact
from extractor.pipeline import extract
from extractor.readers.source import Source
from tests.extractor.readers.docx_maker import level, numbering, p, package, tbl, text_box

FILLER = "双方本着平等自愿的原则，就平台建设事宜订立本合同，共同遵守下列条款。"


def word(*blocks: str, parts: dict[str, str] | None = None) -> Source:
    head = p("建设项目采购合同") + p("甲方：东源市政务服务中心") + p("乙方：青岚科技有限公司") + p(FILLER)
    return Source("合同.docx", package(head + "".join(blocks), parts=parts))


def pdf(pages: list[list[str]]) -> Source:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    paper = canvas.Canvas(data, pagesize=A4, invariant=1)
    for lines in pages:
        paper.setFont("STSong-Light", 12)
        for at, line in enumerate(lines):
            paper.drawString(72, 770 - at * 20, line)
        paper.showPage()
    paper.save()
    return Source("合同.pdf", data.getvalue())


def prose(clause: str) -> Source:
    return word(p("第八条 质量保证"), p(clause))


def table(clause: str) -> Source:
    label, value = clause.rstrip("。").split("为", 1)
    return word(p("第八条 质量保证"), tbl([["项目", "约定"], [label, value], ["响应方式", "电话、远程、现场"]]))


def key_value(clause: str) -> Source:
    label, value = clause.rstrip("。").split("为", 1)
    return word(tbl([[label, value]]))


def box(clause: str) -> Source:
    return word(p("第八条 质量保证"), p(text_box(p(clause))))


def numbered_list(clause: str) -> Source:
    levels = level(0, "第%1条", "chineseCountingThousand", start=8) + level(1, "%1.%2", extra="<w:isLgl/>")
    parts = {"numbering": numbering({1: levels}, {1: 1})}
    return word(p("质量保证", num=(1, 0)), p(clause, num=(1, 1)), parts=parts)


def split_runs(clause: str) -> Source:
    runs = "".join(f"<w:r><w:t>{char}</w:t></w:r>" for char in clause)
    return word(p("第八条 质量保证"), p(runs))


def page_break(clause: str) -> Source:
    filler = [FILLER[:34]] * 32
    lead = "乙方对其提供的全部软件和硬件按照国家标准承担质量保证责任，具体约定如下，"
    cut = lead.index("，") + len("，具体约定如下，质保")  # the keyword is cut where the line and the page end
    first, rest = (lead + clause)[:cut], (lead + clause)[cut:]
    head = ["建设项目采购合同", "甲方：东源市政务服务中心", "乙方：青岚科技有限公司"]
    return pdf([[*head, *filler, first], [rest, "第九条 违约责任", "逾期交付的，每日按合同总价的千分之一支付违约金。"]])


def plain_text(clause: str) -> Source:
    text = f"建设项目采购合同\n甲方：东源市政务服务中心\n乙方：青岚科技有限公司\n{FILLER}\n第八条 质量保证\n{clause}\n"
    return Source("合同.txt", text.encode())


def gbk_text(clause: str) -> Source:
    return Source("合同.txt", plain_text(clause).data.decode().encode("gb18030"))


def wide(clause: str) -> Source:
    return prose(clause.replace("24", " ２４ ").replace("12", "１２"))


FORMS: list[Callable[[str], Source]] = [
    prose, table, key_value, box, numbered_list, split_runs, page_break, plain_text, gbk_text, wide,
]  # fmt: skip
CLAUSES = {
    "质保期为自竣工验收合格之日起24个月。": ("P24M", "pass"),
    "质保期为自竣工验收合格之日起12个月。": ("P12M", "fail"),
}
TRADITIONAL = {
    "質保期為自竣工驗收合格之日起24個月。": ("P24M", "pass"),
    "質保期為自竣工驗收合格之日起12個月。": ("P12M", "fail"),
}


def warranty(extracted: Extracted) -> Fact:
    facts = [f for f in extracted.facts if f.kind == "period.warranty" and f.state == "stated"]
    assert len(facts) == 1, [(f.text, f.pattern) for f in facts]
    return facts[0]


def verdict(extracted: Extracted) -> str:
    book = load_rulebooks()["qufu"]
    item = next(r for r in requirements(book) if r.rule.id == "qufu-30-warranty-2y")
    submission = Submission("s", (extracted,), Profile(stage=("contract",)), date(2026, 1, 5), "--on")
    (finding,) = judge(submission, [item]).findings
    return finding.kind


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(("clause", "expected"), [*CLAUSES.items()], ids=["two-years", "one-year"])
def test_same_fact_same_verdict(form: Callable[[str], Source], clause: str, expected: tuple[str, str]) -> None:
    extracted = extract(form(clause))
    fact = warranty(extracted)
    assert (fact.value, fact.op) == (expected[0], "==")
    assert verdict(extracted) == expected[1]


@pytest.mark.parametrize(("clause", "expected"), [*TRADITIONAL.items()], ids=["two-years", "one-year"])
def test_traditional_script(clause: str, expected: tuple[str, str]) -> None:
    extracted = extract(prose(clause))
    fact = warranty(extracted)
    assert fact.value == expected[0]
    assert fact.evidence[0].quote in clause
    assert verdict(extracted) == expected[1]

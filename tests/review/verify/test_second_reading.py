"""What the readers read, the second programs find at the same place: for every format, and its odd corners."""

import ast
from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor.document import Place
from review.verify.claims import EvidenceClaim
from review.verify.examine import Task, examine
from tests.extractor.readers import docx_maker as w
from tests.extractor.readers import ofd_maker as ofd
from tests.extractor.readers.sheet_maker import BUDGET, sheet
from tests.review.verify.claims_maker import answered

ROOT = Path(__file__).resolve().parents[3]
WARRANTY = "质保期为两年，自最终验收合格之日起计算。"


def control(state: int, shown: str) -> str:
    box = f'<w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
    return f"<w:sdt>{box}<w:sdtContent>{w.r(shown)}</w:sdtContent></w:sdt>"


def sign(face: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{face}" w:char="{code}"/></w:r>'


GONE = f'<w:del w:id="1" w:author="a">{w.r("三年").replace("w:t", "w:delText")}</w:del>'
ADDED = f'<w:ins w:id="2" w:author="a">{w.r("两年")}</w:ins>'
MERGED = w.tbl(
    [
        [w.tc("序号"), w.tc("名称和金额", span=2)],
        [w.tc("一", merge="restart"), "硬件", w.p("100") + w.p("200")],
        [w.tc("", merge="continue"), w.tc(w.p("内表") + w.tbl([["内一", "内二"]]) + w.p("其后")), "300"],
        w.tr(["删去", "的行", "四"], '<w:del w:id="3" w:author="a"/>'),
        w.tr(["合计", "五百"], '<w:gridBefore w:val="1"/>'),
    ]
)
WORD = {
    "plain": w.p(WARRANTY) + w.p("") + w.p("第二段"),
    "changes": w.p(w.r("质保期为") + GONE + ADDED + w.r("。")) + w.p("其后"),
    "tables": w.p("其前") + MERGED + w.p("其后") + w.tbl([["甲", "乙"]]),
    "boxes": w.p(w.r("正文") + w.text_box(w.p("框里一") + w.p("框里二"), fallback=w.p("框里一"))) + w.p("其后"),
    "nested boxes": w.tbl([[w.p(w.r("格") + w.text_box(w.tbl([["框中格"]]) + w.p("框里")))], ["下"]]) + w.p("其后"),
    "ticks": w.p(sign("Wingdings", "F0FE") + w.r("是 ") + sign("Wingdings 2", "00A3") + w.r("否"))
    + w.p(control(1, "☒") + w.r("同意 ") + control(0, "☐") + w.r("不同意"))
    + w.p(w.r("R", '<w:rFonts w:ascii="Wingdings 2"/>') + w.r("固定总价")),
    "fields": w.p(w.r("质保期") + w.field("REF x", "两年") + w.r("，见") + w.field("PAGE", None) + w.r("页"))
    + w.p(w.field("FORMCHECKBOX", None, '<w:ffData><w:checkBox><w:checked w:val="1"/></w:checkBox></w:ffData>')),
    "hidden": w.p(w.r("看得见") + w.r("看不见", "<w:vanish/>") + w.r("也看得见")) + w.p("其后"),
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("body", WORD.values(), ids=WORD.keys())
def test_word(tmp_path, body, strict):
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{w.p("")}</w:footnote><w:footnote w:id="1">{w.p("注")}</w:footnote>'
    )
    file = tmp_path / "合同.docx"
    parts = {"footnotes": notes, "styles": w.style("a", "Normal", default=True)}
    file.write_bytes(w.package(body, parts=parts, headers=[w.p("页眉一") + w.p("页眉二")], strict=strict))
    found = list(answered(file))
    assert len(found) >= 4
    assert [(claim.label, claim.quote) for claim, answer in found if answer.verdict != "confirmed"] == []
    assert {claim.location.part for claim, _ in found} >= {"body", "header", "footnote"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("说明.txt", f"一、总则\n{WARRANTY}\n\n二、其他\r\n乙方负责。".encode("gb18030")),
        ("说明.md", f"# 总则\n\n{WARRANTY}\n\n| 名称 | 金额 |\n| --- | --- |\n| 硬件 | 100 |\n".encode()),
        ("概算.csv", '概算表\n序号,名称,金额\n1,"服务器\n两台",100\n2,"含""国产""软件",200\n'.encode("utf-8-sig")),
        ("概算.xlsx", sheet(BUDGET)),
        (
            "网页.html",
            f"<title>采购</title><h2>质保</h2><p>{WARRANTY}<p hidden>无<table><tr><td rowspan=2>甲<td>乙<tr><td>"
            "<p>丙<p>丁</table>其后".encode(),
        ),
        ("公文.ofd", ofd.package(ofd.page(ofd.text(30, 40, WARRANTY), ofd.text(30, 60, "第二行文字")))),
    ],
)
def test_other_formats(tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    found = list(answered(file))
    assert len(found) > 1
    assert [(claim.label, claim.quote) for claim, answer in found if answer.verdict != "confirmed"] == []


def test_a_hidden_word_is_no_evidence(tmp_path):
    file = tmp_path / "合同.docx"
    file.write_bytes(w.package(WORD["hidden"]))
    claim = EvidenceClaim(file.name, "", "看不见", ocr=False, location=Place(paragraph=1), label="第1段")
    (answer,) = examine(Task(str(file), "docx", (claim,)))
    assert answer.verdict == "failed"


def test_an_unknown_sign_is_told_and_not_guessed(tmp_path):
    file = tmp_path / "合同.docx"
    file.write_bytes(w.package(w.p(sign("Wingdings", "F04A") + w.r("同意验收"))))
    claim = EvidenceClaim(file.name, "", "☑同意验收", ocr=False, location=Place(paragraph=1), label="第1段")
    known, unknown, wrong = (
        examine(Task(str(file), "docx", (replace(claim, quote=quote),)))[0].verdict
        for quote in ("同意验收", "☑同意验收", "☑同意付款")
    )
    assert (known, unknown, wrong) == ("confirmed", "unchecked", "failed")


@pytest.mark.parametrize(
    ("fmt", "data"),
    [
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("rtf", b"{\\rtf1 abc}"),
        ("image", b"\x89PNG\r\n\x1a\n"),
        ("pdf", b"%PDF-1.7 cut off"),
        ("docx", b"PK\x03\x04 cut off"),
    ],
)
def test_what_cannot_be_opened_a_second_time_is_told_apart(tmp_path, fmt, data):
    file = tmp_path / "材料"
    file.write_bytes(data)
    claim = EvidenceClaim("材料", "", "两年", ocr=False, location=Place(paragraph=1), label="第1段")
    (answer,) = examine(Task(str(file), fmt, (claim,)))
    assert answer.verdict == "unchecked"
    assert answer.said.endswith("。")


def test_nothing_is_shared_with_the_readers():
    for file in (ROOT / "review" / "verify").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [
                name for name in names if name.startswith(("extractor.readers", "pypdfium2", "python_calamine"))
            ]

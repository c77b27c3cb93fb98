"""The same contract in every format people send: the same facts."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extractor.pipeline import extract
from extractor.readers.source import Source
from tests.extractor.readers import ofd_maker

LINES = (
    "云栖市数字档案平台建设项目采购合同",
    "甲方（采购人）：云栖市档案管理中心",
    "乙方（供应商）：青岚科技有限公司",
    "签订日期：2025年3月18日",
    "第一条 合同标的",
    "乙方为甲方建设数字档案平台一套，功能清单见附件一。",
    "第二条 合同价款",
    "合同总价为人民币壹佰贰拾万元整（小写：¥1,200,000.00元）。",
    "第三条 付款方式",
    "合同签订后支付合同总价的30%，验收合格后支付合同总价的70%。",
    "第四条 实施周期",
    "项目实施周期为合同签订之日起10个月。",
    "第五条 质量保证",
    "质保期为自竣工验收合格之日起三年。",
    "第六条 知识产权",
    "项目形成的系统、组件、文档等成果的知识产权归甲方所有。",
    "违反知识产权约定的，支付合同总价20%的违约金并赔偿损失。",
    "第七条 数据",
    "项目产生的数据及衍生数据归甲方所有。",
    "第八条 合同解除",
    "乙方逾期超过三十日的，甲方有权解除合同。",
)


def facts(source: Source) -> Counter[tuple[str, str, str | None, str, str | None]]:
    found = extract(source)
    assert found.kind == "contract", (found.kind, found.kind_reason, found.document.unread)
    return Counter((f.kind, f.state, f.value, f.op, f.holder) for f in found.facts)


def as_text() -> Source:
    return Source("合同.txt", "\n".join(LINES).encode())


def as_gbk() -> Source:
    return Source("合同.txt", "\r\n".join(LINES).encode("gb18030"))


def as_word() -> Source:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return Source("合同.docx", data.getvalue())


def as_html() -> Source:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    page = f'<html><head><meta charset="gbk"></head><body>{body}</body></html>'
    return Source("合同.html", page.encode("gb18030"))


def as_pdf() -> Source:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    paper = canvas.Canvas(data, pagesize=A4, invariant=1)
    paper.setFont("STSong-Light", 12)
    for at, line in enumerate(LINES):
        paper.drawString(72, 770 - at * 24, line)
    paper.save()
    return Source("合同.pdf", data.getvalue())


def as_ofd() -> Source:
    objects = [ofd_maker.text(20, 25 + at * 9, line) for at, line in enumerate(LINES)]
    return Source("合同.ofd", ofd_maker.package(ofd_maker.page(*objects)))


@cache
def expected() -> Counter[tuple[str, str, str | None, str, str | None]]:
    return facts(as_text())


def test_the_text_states_what_it_should() -> None:
    kinds = {kind for kind, *_ in expected()}
    assert kinds >= {
        "contract.price", "payment.share", "period.implementation", "period.warranty", "ownership.results",
        "ownership.data", "clause.ip_liability", "clause.termination", "date.signed", "party.buyer", "party.supplier",
    }  # fmt: skip


@pytest.mark.parametrize("form", [as_gbk, as_word, as_html, as_pdf, as_ofd], ids=lambda f: f.__name__)
def test_same_facts(form: Callable[[], Source]) -> None:
    assert facts(form()) == expected()


def test_same_facts_out_of_a_zip_with_gbk_names(tmp_path: Path) -> None:

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("AAAA.docx", as_word().data)
    package = tmp_path / "报送.zip"
    package.write_bytes(data.getvalue().replace(b"AAAA.docx", "合同".encode("gbk") + b".docx"))
    command = [sys.executable, "-c", "from review.cli import main; main()", "check", str(package), "--format", "json"]
    done = subprocess.run([*command, "--on", "2026-01-05"], capture_output=True, check=False)
    (document,) = json.loads(done.stdout)["submissions"][0]["documents"]
    assert document["path"].endswith("!/合同.docx")
    found = Counter((f["kind"], f["state"], f["value"], f["op"], f["holder"]) for f in document["facts"])
    assert found == expected()


def office(suffix: str, folder: Path) -> Source:
    (folder / "合同.docx").write_bytes(as_word().data)
    program = shutil.which("soffice")
    assert program is not None
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "合同.docx")], check=True, capture_output=True)
    return Source(f"合同.{suffix}", (folder / f"合同.{suffix}").read_bytes())


@pytest.mark.system
@pytest.mark.parametrize("suffix", ["pdf", "doc", "rtf"])
def test_same_facts_from_libreoffice(suffix: str, tmp_path: Path) -> None:
    assert facts(office(suffix, tmp_path)) == expected()


@pytest.mark.system
def test_same_facts_from_a_scan(tmp_path: Path) -> None:
    pdf = tmp_path / "合同.pdf"
    pdf.write_bytes(office("pdf", tmp_path).data)
    # rendered in a process of its own: the reader gives PDFium another font for this one
    program = (
        "import pypdfium2,sys;pypdfium2.PdfDocument(sys.argv[1])[0].render(scale=200/72).to_pil().save(sys.argv[2])"
    )
    picture = tmp_path / "合同.png"

    subprocess.run([sys.executable, "-c", program, str(pdf), str(picture)], check=True)
    assert facts(Source("合同.png", picture.read_bytes())) == expected()

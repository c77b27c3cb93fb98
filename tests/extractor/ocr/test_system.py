"""Pages drawn with a Chinese font, made to look scanned, and recognised: what share of the characters is wrong."""

import hashlib
import io
import subprocess
import sys
import zlib
from pathlib import Path

import docx
import pytest
from PIL import Image

from checks.engine import judge
from checks.profile import Profile
from checks.rulebook import load_rulebooks, requirements
from checks.submission import Submission
from extractor.ocr import available, client
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Limits, Source
from tests.extractor.ocr import pages
from tests.extractor.ocr.test_plumbing import TEXT

pytestmark = [pytest.mark.system, pytest.mark.skipif(not available(), reason="没有安装识别组件（shenyue[ocr]）")]

MOST_WRONG = 0.015
CLAUSES = (
    "第一条 项目内容：乙方按照招标文件和投标文件的要求，完成政务数据共享平台的需求调研、设计、开发、部署、培训和"
    "试运行，交付全部源代码和技术文档。",
    "第二条 合同价款：本合同总价为人民币壹佰贰拾陆万捌仟元整（￥1,268,000.00元），含税，税率6%。",
    "第三条 付款方式：合同签订后十个工作日内，甲方支付合同总价的30%；初步验收合格后支付至合同总价的70%；"
    "竣工验收合格后支付至合同总价的97%；余款3%作为质量保证金，质保期满后无息退还。",
    "第四条 实施周期：自合同签订之日起十个月内完成全部建设内容并通过竣工验收。",
    "第五条 质量保证：软件质保期自竣工验收合格之日起两年，硬件设备质保期三年；"
    "质保期内乙方应在接到故障通知后两小时内响应，四十八小时内解决。",
    "第六条 知识产权：本项目产生的软件著作权、专利申请权及技术成果归甲方所有，乙方不得向第三方披露或者转让。",
)
WARRANTY = CLAUSES[4]


@pytest.fixture(scope="module", autouse=True)
def one_process():
    yield
    client.stop()


def contract(*, sealed=True):
    sheet = pages.Sheet()
    sheet.title("某某市政务数据共享平台建设合同")
    for clause in CLAUSES:
        sheet.paragraph(clause)
    sheet.line(200, "甲方（盖章）：")
    sheet.line(900, "乙方（盖章）：")
    if sealed:
        sheet.seal(240, sheet.y - 120)
        sheet.seal(760, 520)
    return sheet


def budget():
    names = [
        "应用软件开发费",
        "数据资源治理费",
        "服务器及存储设备",
        "网络安全设备",
        "系统集成费",
        "监理服务费",
        "预备费",
    ]
    amounts = [120.5, 86.4, 210, 45.25, 38.6, 12.8, 16.05]
    rows = [["序号", "费用名称", "规格说明", "金额", "备注"]]
    rows += [[str(at), name, "详见附件", f"{amount:.2f}", "自筹" if at % 2 else ""]
             for at, (name, amount) in enumerate(zip(names, amounts, strict=True), 1)]  # fmt: skip
    rows.append(["", "合计", "", f"{sum(amounts):.2f}", ""])
    sheet = pages.Sheet()
    sheet.title("项目投资估算表")
    sheet.line(1200, "单位：万元", 28)
    sheet.y += 50
    sheet.table([110, 380, 300, 220, 200], rows)
    sheet.paragraph("上述投资由市财政统筹安排，其中网络安全建设费用占总投资的比例不低于8%。")
    return sheet, rows


def text_of(document):
    cells = (block.table.cells if block.table else () for block in document.blocks)
    return "".join(
        block.text + "".join(cell.text for cell in row) for block, row in zip(document.blocks, cells, strict=True)
    )


LOOKS = {
    "clean": pages.png,
    "tilted and noisy": lambda image: pages.jpeg(pages.noisy(pages.tilted(image, -1.5))),
    "grey": lambda image: pages.jpeg(pages.noisy(image.convert("L").convert("RGB"), 8.0)),
    "sideways": lambda image: pages.jpeg(pages.tilted(image, 1.5).rotate(90, expand=True), 60),
}


@pytest.mark.parametrize("look", LOOKS)
def test_sealed_pages_are_read(look, record_property):
    sheet = contract(sealed=look != "grey")
    document = read(Source("扫描.jpg", LOOKS[look](sheet.image)))
    share = pages.wrong(sheet.text(), text_of(document))
    record_property("wrong", share)
    assert document.status == "read"
    assert share <= MOST_WRONG, text_of(document)


@pytest.mark.parametrize("look", ["clean", "tilted and noisy"])
def test_ruled_tables_are_read_cell_by_cell(look):
    sheet, rows = budget()
    sheet.seal(900, 700)
    document = read(Source("概算.jpg", LOOKS[look](sheet.image)))
    (table,) = (block.table for block in document.blocks if block.table)
    assert (table.rows, table.columns, table.unit) == (len(rows), len(rows[0]), "万元")
    assert {(cell.row, cell.column): pages.plain(cell.text) for cell in table.cells} == {
        (row, column): pages.plain(text) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1)
    }


def test_places_are_those_of_the_page_as_it_lies():
    """A page turned on its head: what was at the top is found at the bottom of the page."""
    sheet = contract(sealed=False)
    upright, turned = (read(Source("扫描.png", pages.png(image))) for image in (sheet.image, sheet.image.rotate(180)))
    here, there = (
        next(block.place.bbox for block in document.blocks if "第二条" in block.text) for document in (upright, turned)
    )
    assert here == pytest.approx((595.4 - there[2], 842 - there[3], 595.4 - there[0], 842 - there[1]), abs=4)


def test_a_seal_on_the_amount_is_told_and_the_amount_read():
    sheet = pages.Sheet()
    sheet.paragraph(CLAUSES[1])
    sheet.seal(820, 130)
    found = extract(Source("合同.jpg", pages.jpeg(sheet.image)), kind="contract")
    assert [fact.value for fact in found.facts if fact.kind == "contract.price"] == ["1268000.00"]
    assert any("印章" in notice.message and "元" in notice.message for notice in found.document.notices)


def test_a_red_heading_is_no_seal():
    sheet = pages.Sheet()
    sheet.draw.text((300, 120), "某某市人民政府文件", font=pages.font(110), fill=(210, 20, 20))
    sheet.y = 360
    sheet.paragraph(CLAUSES[3])
    assert "某某市人民政府文件" in text_of(read(Source("批复.jpg", pages.jpeg(sheet.image))))


def test_a_blank_to_fill_in_is_seen():
    sheet = pages.Sheet()
    sheet.line(200, "第五条 质保期：自验收合格之日起")
    sheet.draw.line((720, sheet.y + 44, 920, sheet.y + 44), fill="black", width=2)
    sheet.line(930, "年。")
    found = extract(Source("合同.jpg", pages.jpeg(sheet.image)), kind="contract")
    assert [(fact.kind, fact.state) for fact in found.facts if fact.kind == "period.warranty"] == [
        ("period.warranty", "blank")
    ]


def test_frames_of_a_tiff_and_the_way_a_camera_was_held():
    sheet = pages.Sheet()
    sheet.paragraph(WARRANTY)
    stream = io.BytesIO()
    sheet.image.convert("1").save(stream, "TIFF", save_all=True, append_images=[contract().image.convert("1")])
    document = read(Source("扫描.tif", stream.getvalue()))
    assert (document.pages, document.status) == (2, "read")
    held = Image.Exif()
    held[0x0112] = 6  # turned by a quarter
    stream = io.BytesIO()
    sheet.image.rotate(90, expand=True).save(stream, "JPEG", exif=held)
    assert pages.wrong(WARRANTY, text_of(read(Source("照片.jpg", stream.getvalue())))) <= MOST_WRONG


def test_a_picture_that_would_fill_the_memory_is_told():
    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    size = (40_000).to_bytes(4)
    head = chunk(b"IHDR", size + size + bytes([8, 2, 0, 0, 0]))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    document = read(Source("地图.png", bomb))
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [(1, "limit")]
    assert document.status == "unreadable"


def judged(data, limits):
    found = extract(Source("合同.pdf", data), kind="contract", limits=limits)
    submission = Submission("项目", (found,), Profile(), None, "测试")
    findings = judge(submission, requirements(load_rulebooks()["baseline"])).findings
    return next(finding for finding in findings if finding.rule == "base-warranty-2y")


def test_a_scanned_warranty_page_decides_the_verdict():
    sheet = pages.Sheet()
    sheet.paragraph(WARRANTY)
    sheet.seal(300, 260)
    data = pages.pdf(TEXT, pages.jpeg(pages.noisy(pages.tilted(sheet.image, 1.5))))
    without, with_it = judged(data, Limits(ocr_pages=0)), judged(data, Limits())
    assert without.kind == "open"
    assert (with_it.kind, with_it.evidence[0].ocr, with_it.evidence[0].location.page) == ("pass", True, 2)


def test_a_page_with_a_broken_encoding_is_recognised(tmp_path):
    word = docx.Document()
    for clause in (CLAUSES[0], WARRANTY):
        word.add_paragraph(clause)
    word.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    data = (tmp_path / "a.pdf").read_bytes()
    assert b"/ToUnicode" in data
    broken = data.replace(b"/ToUnicode", b"/ToUnicodX")
    assert [unread.reason for unread in read(Source("a.pdf", broken), Limits(ocr_pages=0)).unread] == ["garbled-text"]
    document = read(Source("a.pdf", broken))
    assert document.unread == ()
    assert pages.wrong(CLAUSES[0] + WARRANTY, text_of(document)) <= MOST_WRONG


OFFLINE = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("a connection was tried")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from extractor.ocr.engine import Engine
from PIL import Image
import numpy as np
view = Engine().view(np.array(Image.open(sys.argv[1]).convert("L")))
assert "".join(line.text for line in view.lines), "nothing was read"
"""


def test_nothing_is_fetched_and_nothing_written_into_the_package(tmp_path):
    import rapidocr  # noqa: PLC0415  the extra

    sheet = pages.Sheet((1200, 300))
    sheet.y = 60
    sheet.paragraph("第四条 实施周期：十个月。")
    sheet.image.save(tmp_path / "a.png")
    before = fingerprint(Path(rapidocr.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path / "a.png")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert fingerprint(Path(rapidocr.__file__).parent) == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def fingerprint(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [(str(path), path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]

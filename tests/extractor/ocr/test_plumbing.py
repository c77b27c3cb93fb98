"""Scans in PDFs and picture files, with a recogniser that is told what to see: order, limits, places, what is said."""

import io

import msgspec
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from extractor.document import Block, Document, Piece, Place
from extractor.fact import Evidence, Fact
from extractor.ocr import COMMAND
from extractor.ocr.result import Done, Glyph, Line, Lost, Page, Reply
from extractor.ocr.trust import weighed
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Limits, Source
from tests.extractor.ocr.pages import pdf

WARRANTY = "第五条 质量保证：软件质保期自验收合格之日起两年。"
TEXT = [
    "某某市政务数据共享平台建设合同",
    "甲方：某某市数据资源局",
    "乙方：星河软件有限公司",
    "第一条 合同价款：本合同总价为人民币1268000.00元。",
]


def line(text, x=72.0, y=200.0, size=12.0, confidence=0.97):
    glyphs, at = [], x
    for char in text:
        wide = size if ord(char) > 0x2E7F else size / 2
        if not char.isspace():
            glyphs.append(Glyph(char, at, at + wide))
        at += wide
    return Line(text, (x, y, at, y + size), confidence, tuple(glyphs))


def page(number, *texts, **fields):
    lines = tuple(one if isinstance(one, Line) else line(one, y=200.0 + 24 * at) for at, one in enumerate(texts))
    return Page(number, 595.0, 842.0, lines, **fields)


class Eye:
    """Stands for the recognising process: gives the pages it was told, keeps what it was asked."""

    def __init__(self):
        self.pages = {}
        self.asked = []

    def __call__(self, job):
        self.asked.append(job.pages)
        for number in job.pages:
            yield self.pages.get(number) or page(number, f"{'甲乙丙丁戊'[number - 1]}方的文字写在扫描件上。")


@pytest.fixture
def eye(monkeypatch):
    seen = Eye()
    monkeypatch.setattr("extractor.ocr.client.recognise", seen)
    for module in ("pdf_ocr", "image"):
        monkeypatch.setattr(f"extractor.readers.{module}.available", lambda: True)
    return seen


@pytest.fixture
def blind(monkeypatch):
    for module in ("pdf_ocr", "image"):
        monkeypatch.setattr(f"extractor.readers.{module}.available", lambda: False)


def tiny(frames=1):
    stream = io.BytesIO()
    leaves = [Image.new("L", (60, 85), 255) for _ in range(frames)]
    if frames == 1:
        leaves[0].save(stream, "PNG")
    else:
        leaves[0].save(stream, "TIFF", save_all=True, append_images=leaves[1:])
    return stream.getvalue()


def mixed(*pages):
    return pdf(*(tiny() if one is None else one for one in pages))


def texts(document):
    return [block.text for block in document.blocks if block.layer == "body" and block.table is None]


def test_without_the_extra_pages_stay_unread_and_the_command_is_told(blind):
    document = read(Source("合同.pdf", mixed(TEXT, None)))
    (unread,) = document.unread
    assert (unread.location.page, unread.reason, document.status) == (2, "no-text-layer", "partial")
    assert COMMAND in unread.message
    assert "".join(texts(document)).startswith(TEXT[0])


def test_without_the_extra_a_picture_needs_it(blind):
    document = read(Source("合同.png", tiny()))
    assert [(unread.reason, COMMAND in unread.message) for unread in document.unread] == [("needs-tool", True)]
    assert (document.format, document.status) == ("image", "unreadable")


def test_only_pages_without_text_are_recognised_and_stand_in_order(eye):
    eye.pages[2] = page(2, WARRANTY)
    document = read(Source("合同.pdf", mixed(TEXT, None, ["第六条 争议解决：提交仲裁委员会仲裁。"])))
    assert eye.asked == [(2,)]
    assert (document.status, document.unread) == ("read", ())
    told = "".join(texts(document))
    assert told.index(TEXT[-1][:6]) < told.index("第五条") < told.index("第六条")
    assert {block.place.page for block in document.blocks if block.ocr} == {2}
    assert next(notice.message for notice in document.notices if notice.location.page == 2).startswith("第2页")


def test_a_document_of_scans_alone_is_read(eye):
    document = read(Source("合同.pdf", mixed(None, None)))
    assert (document.status, document.unread, document.pages) == ("read", (), 2)
    assert any("第1、2页" in notice.message and "识别" in notice.message for notice in document.notices)


def test_pages_over_the_limit_are_told(eye):
    document = read(Source("合同.pdf", mixed(*[None] * 5)), Limits(ocr_pages=2))
    assert eye.asked == [(1, 2)]
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [
        (3, "limit"), (4, "limit"), (5, "limit"),
    ]  # fmt: skip
    assert "2页的上限" in document.unread[0].message
    assert document.status == "partial"


def test_a_first_reading_counts_and_asks_nothing(eye):
    document = read(Source("合同.pdf", mixed(TEXT, None, None)), Limits(ocr_pages=0))
    assert (document.unrecognised, eye.asked) == (2, [])
    assert [unread.reason for unread in document.unread] == ["no-text-layer"] * 2
    picture = read(Source("扫描.tif", tiny(3)), Limits(ocr_pages=0))
    assert (picture.unrecognised, picture.pages, picture.status, eye.asked) == (3, 3, "unreadable", [])


@pytest.mark.parametrize("reason", ["corrupt", "limit", "crashed", "timed-out"])
def test_a_page_that_fails_costs_itself(eye, reason):
    eye.pages[2] = Lost(2, reason)
    document = read(Source("合同.pdf", mixed(None, None, None)))
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [(2, reason)]
    assert document.status == "partial"
    assert len({block.place.page for block in document.blocks}) == 2


def test_a_page_with_nothing_on_it_is_no_loss_but_told(eye):
    eye.pages[1] = page(1)
    document = read(Source("合同.pdf", mixed(None, TEXT)))
    assert document.unread == ()
    assert any("没有识别到文字" in notice.message for notice in document.notices)


def test_a_page_that_was_mostly_not_made_out_is_not_read(eye):
    eye.pages[1] = page(1, WARRANTY, faint=6)
    document = read(Source("合同.pdf", mixed(None, TEXT)))
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [(1, "garbled-text")]
    assert WARRANTY[:6] in "".join(texts(document))


def test_confidence_of_a_fact_is_that_of_its_worst_line(eye):
    eye.pages[2] = page(
        2,
        line("第五条 质量保证：软件质保期自验收合格之日起整整满了算作并且只能算作", confidence=0.99),
        line("两年，硬件质保三年。", y=224.0, confidence=0.62),
    )
    found = extract(Source("合同.pdf", mixed(TEXT, None)), kind="contract")
    facts = {fact.kind: fact for fact in found.facts}
    assert facts["contract.price"].confidence is None
    hardware = next(fact for fact in found.facts if fact.value == "P3Y")
    assert hardware.confidence == 0.62
    assert all(
        evidence.ocr and evidence.location.page == 2 and evidence.location.bbox for evidence in hardware.evidence
    )


def test_places_lead_back_to_the_page_as_it_is(eye):
    eye.pages[1] = page(1, WARRANTY, matrix=(1.0, 0.0, 0.0, 1.0, 10.0, 20.0))
    (block,) = (block for block in read(Source("合同.pdf", mixed(None, TEXT))).blocks if block.ocr)
    assert block.pieces[0].place.bbox[:2] == (82.0, 220.0)


def test_seals_over_amounts_are_told_and_others_not(eye):
    amount = line("合同总价为人民币1,268,000.00元。", y=100.0)
    eye.pages[1] = page(1, amount, line("以下无正文。", y=300.0), seals=((150.0, 60.0, 270.0, 180.0),))
    eye.pages[2] = page(2, amount, line("以下无正文。", y=300.0), seals=((72.0, 260.0, 190.0, 380.0),))
    notices = read(Source("合同.pdf", mixed(None, None))).notices
    sealed = [notice for notice in notices if "印章" in notice.message]
    assert [notice.location.page for notice in sealed] == [1]
    assert "1,268,000.00元" in sealed[0].message


@pytest.mark.parametrize(("text", "value", "trusted"), [("0.5%", "0.005", False), ("30%", "0.30", True)])
def test_a_lone_share_below_one_per_cent_is_no_fact(text, value, trusted):
    words = f"剩余{text}作为尾款"
    place = Place(page=1, bbox=(72.0, 200.0, 300.0, 212.0))
    block = Block(0, "paragraph", words, place, pieces=(Piece(0, len(words), place, 0.9),), ocr=True)
    document = Document("合同.pdf", "00", 1, "pdf", "read", blocks=(block,))
    evidence = Evidence("合同.pdf", "", words, place, "第1页", 0, 0, len(words), ocr=True)
    fact = Fact("payment.share", "stated", words, (evidence,), value=value)
    weighed_document, facts, refused = weighed(document, [fact])
    assert [one.confidence for one in facts] == ([0.9] if trusted else [])
    assert [one.reason for one in weighed_document.unread] == ([] if trusted else ["garbled-text"])
    assert weighed_document.status == ("read" if trusted else "partial")
    assert ["‰" in one.reason for one in refused] == ([] if trusted else [True])
    assert weighed(weighed_document, [fact])[0] == weighed_document  # told once, however often it is looked at


def test_rates_that_may_be_per_mille_are_told(eye):
    eye.pages[1] = page(1, "逾期一日按合同总价的0.5%支付违约金，首付款30%。", "税率0.5‰，服务费10.5%。")
    notices = [one for one in read(Source("合同.pdf", mixed(None, TEXT))).notices if "‰" in one.message]
    assert ["“0.5%”" in notice.message for notice in notices] == [True]


def test_every_frame_of_a_picture_file_is_a_page(eye):
    eye.pages[2] = page(2, WARRANTY)
    document = read(Source("扫描.tif", tiny(3)))
    assert eye.asked == [(1, 2, 3)]
    assert (document.pages, document.status) == (3, "read")
    assert [block.place.page for block in document.blocks] == [1, 2, 3]


def test_frames_over_the_limit_are_told(eye):
    document = read(Source("扫描.tif", tiny(3)), Limits(ocr_pages=2))
    assert [(unread.location.page, unread.reason) for unread in document.unread] == [(3, "limit")]
    assert document.status == "partial"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff" + b"x" * 40, b"II*\0" + b"\xff" * 8]
)
def test_broken_pictures_are_told(eye, data):
    document = read(Source("照片.jpg", data))
    assert [unread.reason for unread in document.unread] == ["corrupt"]
    assert eye.asked == []


def test_hanzi_set_as_accented_letters_are_not_believed(eye):
    stream = io.BytesIO()
    paper = canvas.Canvas(stream)
    paper.setFont("Helvetica", 12)
    for at in range(5):
        paper.drawString(
            72, 700 - at * 20, "本合同约定的质量保证期为自验收合格之日起两年整".encode("gb2312").decode("latin-1")
        )
    paper.save()
    eye.pages[1] = page(1, "±¾ºÏÍ¬Ô¼¶¨µÄÖÊÁ¿±£Ö¤ÆÚ")
    document = read(Source("合同.pdf", stream.getvalue()))
    assert eye.asked == [(1,)]
    assert [unread.reason for unread in document.unread] == ["garbled-text"]


def test_replies_travel():
    for reply in (page(1, WARRANTY), Lost(2, "limit"), Done()):
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(reply), type=Reply) == reply

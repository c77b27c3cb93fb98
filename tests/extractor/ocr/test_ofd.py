"""Scans packed as OFD: their pictures laid where the page puts them, recognised, kept apart from text that is text."""

import io

import msgspec
import numpy as np
import pytest
from PIL import Image

from extractor.ocr import COMMAND, available, client, compose, render
from extractor.ocr.render import TooLarge
from extractor.ocr.result import Drawing, Lost, Picture
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Limits, Source
from tests.extractor.ocr import pages
from tests.extractor.ocr.test_plumbing import WARRANTY, Eye, line, page, tiny
from tests.extractor.readers import ofd_maker as ofd

A4 = (595.28, 841.89)  # points
WORDS = ofd.page(ofd.text(28, 40, "第一条 项目名称：青溪市政务数据共享平台建设项目。"))
SCAN = ofd.page(ofd.picture(0, 0, 210, 297))
HEADED = ofd.page(ofd.picture(0, 0, 210, 297), ofd.text(28, 12, "合同编号：青采〔2026〕12号"))


class Drawings(Eye):
    """An eye that keeps the pages it was asked for as drawings; pages are told by how often it was asked."""

    def __init__(self):
        super().__init__()
        self.drawings = []

    def __call__(self, job):
        assert (job.format, job.pages) == ("drawing", (1,))
        self.drawings.append(msgspec.msgpack.decode(job.data, type=Drawing))
        number = len(self.drawings)
        yield self.pages.get(number) or page(1, f"{'甲乙丙丁戊'[number - 1]}方的文字写在扫描件上。")


@pytest.fixture
def eye(monkeypatch):
    seen = Drawings()
    monkeypatch.setattr("extractor.ocr.client.recognise", seen)
    monkeypatch.setattr("extractor.readers.ofd_ocr.available", lambda: True)
    return seen


def document(*pages, limits=None, files=None):
    return read(Source("合同.ofd", ofd.package(*pages, **ofd.pictures(*(files or [tiny()])))), limits)


def texts(found):
    return [block.text for block in found.blocks if block.layer == "body" and block.table is None]


def losses(found):
    return [(unread.location.page, unread.reason) for unread in found.unread]


def test_a_scanned_page_is_recognised_in_its_place(eye):
    eye.pages[1] = page(1, WARRANTY)
    found = document(WORDS, SCAN, WORDS)
    assert (found.status, found.unread, found.pages) == ("read", (), 3)
    (drawing,) = eye.drawings
    assert (drawing.width, drawing.height) == pytest.approx(A4, abs=0.1)
    (laid,) = drawing.pictures
    assert laid.data == tiny()
    assert laid.matrix == pytest.approx((A4[0], 0, 0, A4[1], 0, 0), abs=0.1)
    (block,) = (block for block in found.blocks if block.ocr)
    assert (block.text, block.place.page, block.pieces[0].confidence) == (WARRANTY, 2, 0.97)
    assert next(one for one in found.notices if one.location.page == 2).message.startswith("第2页没有可用的文字层")


def test_facts_of_a_scan_have_page_box_and_confidence(eye):
    eye.pages[1] = page(1, line(WARRANTY, confidence=0.8))
    data = ofd.package(WORDS, SCAN, **ofd.pictures(tiny()))
    (fact,) = (one for one in extract(Source("合同.ofd", data), kind="contract").facts if one.kind == "period.warranty")
    (evidence, *_) = fact.evidence
    assert (fact.value, fact.confidence, evidence.ocr, evidence.location.page) == ("P2Y", 0.8, True, 2)
    assert evidence.location.bbox is not None


def test_text_that_is_text_stays_beside_the_picture(eye):
    eye.pages[1] = page(1, WARRANTY, matrix=(1.0, 0.0, 0.0, 1.0, 10.0, 20.0))
    found = document(HEADED)
    assert texts(found) == ["合同编号：青采〔2026〕12号", WARRANTY]
    head, clause = found.blocks
    assert head.pieces[0].confidence == 1.0
    assert head.place.bbox[:2] == pytest.approx((28 * 72 / 25.4, (12 - 0.88 * ofd.SIZE) * 72 / 25.4), abs=0.3)
    assert clause.pieces[0].place.bbox[:2] == (82.0, 220.0)


def test_text_beside_a_picture_that_lies_on_its_side_keeps_its_place(eye):
    eye.pages[1] = page(1, WARRANTY, matrix=(0.0, 1.0, -1.0, 0.0, A4[0], 0.0))
    head = next(block for block in document(HEADED).blocks if "合同编号" in block.text)
    assert head.place.bbox[:2] == pytest.approx((28 * 72 / 25.4, (12 - 0.88 * ofd.SIZE) * 72 / 25.4), abs=0.5)


def test_a_page_with_nothing_on_it_is_no_loss_but_told(eye):
    eye.pages[1] = page(1, matrix=(1.0, 0.0, 0.0, 1.0, 50.0, 50.0))
    found = document(HEADED, WORDS)
    assert found.unread == ()
    assert any("没有识别到文字" in notice.message for notice in found.notices)
    head = next(block for block in found.blocks if "合同编号" in block.text)
    assert (head.ocr, round(head.place.bbox[0])) == (False, 79)


def test_a_page_nobody_can_make_out_stays_a_scan(eye):
    eye.pages[1] = page(1, faint=2)
    assert losses(document(SCAN, WORDS)) == [(1, "no-text-layer")]
    eye.pages[2] = page(1, WARRANTY, faint=9)
    assert losses(document(SCAN, WORDS)) == [(1, "garbled-text")]


@pytest.mark.parametrize("reason", ["corrupt", "limit", "crashed", "timed-out"])
def test_a_page_that_fails_costs_itself(eye, reason):
    eye.pages[2] = Lost(1, reason)
    found = document(SCAN, SCAN, SCAN)
    assert (losses(found), found.status) == ([(2, reason)], "partial")
    assert {block.place.page for block in found.blocks} == {1, 3}
    assert "{" not in found.unread[0].message


def test_pages_over_the_limit_and_pages_not_asked_for_are_told(eye):
    over = document(SCAN, SCAN, SCAN, limits=Limits(ocr_pages=2))
    assert (losses(over), over.unrecognised) == ([(3, "limit")], 0)
    assert "2页的上限" in over.unread[0].message
    eye.drawings.clear()
    first = document(WORDS, SCAN, SCAN, limits=Limits(ocr_pages=0))
    assert (first.unrecognised, eye.drawings) == (2, [])
    assert losses(first) == [(2, "no-text-layer"), (3, "no-text-layer")]


def test_without_the_extra_the_command_is_told(monkeypatch):
    monkeypatch.setattr("extractor.readers.ofd_ocr.available", lambda: False)
    found = document(WORDS, SCAN)
    assert losses(found) == [(2, "no-text-layer")]
    assert COMMAND in found.unread[0].message


def test_what_no_picture_shows_is_told(eye):
    glyphs = ofd.text(28, 40, "", inside=ofd.tag("CGTransform", ofd.tag("Glyphs", "3 4 5 6"), CodePosition=0))
    assert losses(document(ofd.page(ofd.picture(0, 0, 210, 297), glyphs))) == [(1, "garbled-text")]
    gone = ofd.page(ofd.picture(0, 0, 210, 200), ofd.picture(0, 200, 210, 97, resource=77))
    assert losses(document(gone)) == [(1, "corrupt")]
    assert len(eye.drawings) == 2


def test_a_page_of_glyphs_without_characters_cannot_be_seen(eye):
    glyphs = ofd.text(28, 40, "", inside=ofd.tag("CGTransform", ofd.tag("Glyphs", "3 4 5 6"), CodePosition=0))
    assert losses(document(ofd.page(glyphs), WORDS)) == [(1, "garbled-text")]
    assert eye.drawings == []


def test_a_page_whose_pictures_are_gone_stays_a_scan(eye):
    assert losses(document(ofd.page(ofd.picture(0, 0, 210, 297, resource=77)), WORDS)) == [(1, "no-text-layer")]
    assert eye.drawings == []


def test_a_page_of_a_thousand_pictures_is_told(eye):
    crowd = "".join(ofd.picture(at % 2 * 105, at // 2 * 0.6, 105, 0.6) for at in range(1000))
    assert losses(document(ofd.page(crowd), WORDS)) == [(1, "limit")]
    assert eye.drawings == []


def test_a_damaged_picture_file_is_told(eye):
    noise = np.random.default_rng(2).integers(0, 255, 50_000, dtype=np.uint8).tobytes()
    data = bytearray(ofd.package(SCAN, WORDS, **ofd.pictures(noise)))
    data[data.index(b"Image_0.dat") + 30_000] ^= 0xFF
    assert losses(read(Source("合同.ofd", bytes(data)))) == [(1, "corrupt")]
    assert eye.drawings == []


def test_small_pictures_are_not_recognised(eye):
    found = document(ofd.page(ofd.picture(20, 100, 60, 60), ofd.text(28, 40, "质保期为自竣工验收合格之日起两年。")))
    assert (found.unread, eye.drawings) == ((), [])


def test_pictures_of_templates_and_composites_are_laid_too(eye):
    frame = ofd.page(ofd.picture(0, 0, 210, 100))
    unit = ofd.tag("CompositeGraphicUnit", ofd.tag("Content", ofd.picture(0, 0, 105, 90, 21)), ID=50, Width=105)
    use = ofd.tag("CompositeObject", ID=3, Boundary="0 100 210 180", CTM="2 0 0 2 0 0", ResourceID=50)
    given = ofd.pictures(tiny(), tiny(2))
    given["resources"] += ofd.tag("CompositeGraphicUnits", unit)
    read(Source("合同.ofd", ofd.package(ofd.page(use, templates=[1]), templates=[frame], **given)))
    ((below, above),) = (drawing.pictures for drawing in eye.drawings)
    assert (below.data, above.data) == (tiny(), tiny(2))
    assert above.matrix == pytest.approx((A4[0], 0, 0, 180 * 72 / 25.4, 0, 100 * 72 / 25.4), abs=0.1)


# drawing, without a recogniser


def png(colour, size=(20, 30), mode="RGB"):
    stream = io.BytesIO()
    Image.new(mode, size, colour).save(stream, "PNG")
    return stream.getvalue()


def drawn(*pictures, size=(100.0, 200.0)):
    with compose.drawing(msgspec.msgpack.encode(Drawing(*size, pictures))) as source:
        return compose.drawn(source)


def laid(data, left, top, wide, high, clip=None, alpha=1.0):
    matrix = (float(wide), 0.0, 0.0, float(high), float(left), float(top))
    return Picture(data, matrix, clip or (left, top, left + wide, top + high), alpha)


def at(found, x, y):
    """The colour at a point of the page."""
    x, y = x - found.offset[0], y - found.offset[1]
    return tuple(int(value) for value in found.rgb[int(y * found.scale), int(x * found.scale)])


def test_one_upright_picture_keeps_its_pixels():
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 255, (300, 200, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    found = drawn(laid(stream.getvalue(), 10, 20, 80, 120))
    assert (found.scale, found.offset) == (2.5, (10.0, 20.0))
    assert (found.rgb == pixels).all()


def test_strips_make_one_page():
    found = drawn(laid(png("red", (200, 100)), 0, 0, 100, 50), laid(png("blue", (200, 300)), 0, 50, 100, 150))
    assert (found.scale, found.rgb.shape) == (2.0, (400, 200, 3))
    assert [at(found, 50, y) for y in (10, 48, 52, 190)] == [(255, 0, 0)] * 2 + [(0, 0, 255)] * 2


def test_turned_mirrored_and_clipped_pictures_lie_as_the_page_says():
    halves = Image.new("RGB", (40, 20), "red")
    halves.paste((0, 0, 255), (20, 0, 40, 20))
    stream = io.BytesIO()
    halves.save(stream, "PNG")
    whole = (0.0, 0.0, 100.0, 200.0)
    turned = drawn(Picture(stream.getvalue(), (0.0, 80.0, -40.0, 0.0, 60.0, 20.0), whole))
    assert [at(turned, 40, y) for y in (10, 40, 80, 120)] == [(255,) * 3, (255, 0, 0), (0, 0, 255), (255,) * 3]
    mirrored = drawn(Picture(stream.getvalue(), (-80.0, 0.0, 0.0, 40.0, 90.0, 20.0), whole))
    assert [at(mirrored, x, 40) for x in (30, 70)] == [(0, 0, 255), (255, 0, 0)]
    clipped = drawn(laid(stream.getvalue(), 10, 20, 80, 40, clip=(0.0, 0.0, 50.0, 200.0)))
    assert [at(clipped, x, 40) for x in (30, 70)] == [(255, 0, 0), (255,) * 3]


def test_a_pale_picture_does_not_hide_what_lies_below():
    found = drawn(laid(png("black"), 0, 0, 100, 200), laid(png("white"), 0, 0, 100, 200, alpha=0.25))
    assert at(found, 50, 100)[0] in range(55, 75)
    paper = drawn(laid(png((0, 0, 0, 0), mode="RGBA"), 0, 0, 100, 200))
    assert at(paper, 50, 75) == (255, 255, 255)


def test_a_flat_picture_is_passed_over_and_a_huge_one_refused(monkeypatch):
    flat = Picture(png("black"), (100.0, 0.0, 0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 100.0, 200.0))
    assert (drawn(flat).rgb == 255).all()
    monkeypatch.setattr(compose, "MOST_PIXELS", 599)
    with pytest.raises(TooLarge):
        drawn(laid(png("black"), 0, 0, 100, 200))


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 60 85\n%%EndComments\nshowpage\n%%EOF\n"


@pytest.mark.parametrize("data", [b"no picture", EPS])
def test_a_file_that_is_no_picture_or_a_program_is_refused(data):
    with pytest.raises(OSError, match="identify"):
        drawn(laid(data, 0, 0, 100, 200))
    with pytest.raises(OSError, match="identify"), render.frames(data):
        pass


@pytest.mark.system
@pytest.mark.skipif(not available(), reason="没有安装识别组件（shenyue[ocr]）")
def test_a_drawn_page_cut_through_a_line_of_text_is_read():
    sheet = pages.Sheet()
    sheet.title("青溪市政务数据共享平台建设合同")
    sheet.paragraph(WARRANTY + "质保期内乙方应在接到故障通知后两小时内响应，四十八小时内解决。")
    cut = sheet.y - 56 + 16  # pixels: in the middle of the last line
    width, height = sheet.image.size
    strips = [sheet.image.crop((0, top, width, bottom)) for top, bottom in ((0, cut), (cut, height))]
    at = 297 * cut / height
    scan = ofd.page(
        ofd.picture(0, 0, 210, at, 20), ofd.picture(0, at, 210, 297 - at, 21), ofd.text(28, 285, "第1页 共1页")
    )
    try:
        found = document(scan, files=[pages.png(strip) for strip in strips])
    finally:
        client.stop()
    assert (found.status, found.unread) == ("read", ())
    seen = "".join(texts(found))
    assert pages.wrong(sheet.text(), seen.removesuffix("第1页 共1页")) <= 0.015, seen
    clause = next(block for block in found.blocks if "质保期" in block.text)
    assert clause.pieces[0].place.bbox == pytest.approx((96, 103, 520, 117), abs=12)

"""Scans pasted into Word files, made with python-docx, with a recogniser that is told what to see."""

import io

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from extractor.ocr import COMMAND
from extractor.ocr.result import Lost
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Limits, Source
from tests.extractor.ocr.test_plumbing import TEXT, WARRANTY, Eye, page


@pytest.fixture
def eye(monkeypatch):
    """Return an eye whose pages are counted over the pictures of the file."""

    class Pictures(Eye):
        def __call__(self, job):
            assert job.format == "image"
            number = len(self.asked) + 1
            self.asked.append(number)
            yield self.pages.get(number) or page(1, f"{'甲乙丙丁戊'[number - 1]}方的文字写在扫描件上。")

    seen = Pictures()
    monkeypatch.setattr("extractor.ocr.client.recognise", seen)
    monkeypatch.setattr("extractor.readers.docx_ocr.available", lambda: True)
    monkeypatch.setattr("extractor.readers.docx.available", lambda: True)
    return seen


def word(*parts):
    """Return a Word file of paragraphs; None is a picture as large as a page, a number one of so many centimetres."""
    file = docx.Document()
    for number, part in enumerate(parts):
        if isinstance(part, str):
            file.add_paragraph(part)
            continue
        picture = io.BytesIO()
        Image.new("L", (60, 85), 255 - number).save(picture, "PNG")
        picture.seek(0)
        width = Cm(16 if part is None else part)
        file.add_paragraph().add_run().add_picture(picture, width=width, height=Cm(24 if part is None else part))
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def told(document):
    return [block.text for block in document.blocks if block.layer == "body"]


def test_scans_stand_where_the_pictures_do(eye):
    eye.pages[1] = page(1, WARRANTY)
    document = read(Source("合同.docx", word(*TEXT, None, None, "以下无正文。")))
    assert told(document) == [*TEXT, WARRANTY, "乙方的文字写在扫描件上。", "以下无正文。"]
    assert [block.id for block in document.blocks] == list(range(len(document.blocks)))
    assert (document.status, document.unread) == ("read", ())
    (block,) = (block for block in document.blocks if block.text == WARRANTY)
    assert block.ocr
    assert (block.place.paragraph, block.place.page, block.pieces[0].confidence) == (5, None, 0.97)
    assert any("幅整页图片的文字" in n.message or "幅整页图片没有" in n.message for n in document.notices)
    assert not any("图片中的文字没有检查" in notice.message for notice in document.notices)


def test_facts_of_a_scan_name_its_paragraph(eye):
    eye.pages[1] = page(1, WARRANTY)
    found = extract(Source("合同.docx", word(*TEXT, None, None)), kind="contract")
    (fact,) = (fact for fact in found.facts if fact.kind == "period.warranty")
    assert (fact.value, fact.confidence, fact.evidence[0].ocr) == ("P2Y", 0.97, True)
    assert fact.evidence[0].location.paragraph == 5


def test_figures_are_not_recognised(eye):
    document = read(Source("合同.docx", word(*TEXT, 6, 6, "以下无正文。")))
    assert (eye.asked, document.status) == ([], "read")


def test_a_lost_picture_is_told_at_its_place(eye):
    eye.pages[2] = Lost(1, "crashed")
    document = read(Source("合同.docx", word(*TEXT, None, None)))
    assert [(unread.reason, unread.location.paragraph) for unread in document.unread] == [("crashed", 6)]
    assert document.status == "partial"


def test_pictures_over_the_limit_and_a_first_reading(eye):
    data = word(*TEXT, None, None, None)
    document = read(Source("合同.docx", data), Limits(ocr_pages=2))
    assert [(unread.reason, unread.location.paragraph) for unread in document.unread] == [("limit", 7)]
    eye.asked.clear()
    document = read(Source("合同.docx", data), Limits(ocr_pages=0))
    assert (document.unrecognised, eye.asked) == (3, [])
    assert [unread.reason for unread in document.unread] == ["no-text-layer"]


@pytest.mark.parametrize("parts", [(None,), ("标题", None), (*TEXT, None, None)])
def test_without_the_extra_the_command_is_told(monkeypatch, parts):
    monkeypatch.setattr("extractor.readers.docx_ocr.available", lambda: False)
    monkeypatch.setattr("extractor.readers.docx.available", lambda: False)
    (unread,) = read(Source("合同.docx", word(*parts))).unread
    assert unread.reason == "no-text-layer"
    assert unread.message.count(COMMAND) == 1

"""Files that are broken, locked or made to hurt: a reason, never an exception, and the rest still read."""

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from extractor.readers.pdf import read
from extractor.readers.source import Limits, Source

TEXT = "本项目建设单位为示例市大数据中心，质量保证期为验收合格之日起两年。"


def sample(paper, pages=1):
    page = paper()
    for _ in range(pages):
        page.paragraph(100, TEXT)
        page.page()
    return page.data()


def test_encrypted(paper):
    page = paper(encrypt=StandardEncryption("geheim", ownerPassword="mehr"))
    page.paragraph(100, TEXT)
    document = page.read()
    assert (document.status, document.unread[0].reason) == ("unreadable", "encrypted")


def test_owner_password_alone_does_not_lock(paper):
    page = paper(encrypt=StandardEncryption("", ownerPassword="mehr"))
    page.paragraph(100, TEXT)
    assert page.read().status == "read"


@pytest.mark.parametrize("junk", [b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 5000])
def test_junk_before_the_header(paper, junk):
    document = read(Source("a.pdf", junk + sample(paper)), Limits())
    assert document.status == "read"
    assert "两年" in document.blocks[0].text


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_truncated_file_is_told(paper, share):
    data = sample(paper, 6)
    document = read(Source("a.pdf", data[: int(len(data) * share)]), Limits())
    assert document.status in ("partial", "unreadable")
    assert "corrupt" in {unread.reason for unread in document.unread}


def test_garbage_is_corrupt():
    document = read(Source("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20), Limits())
    assert (document.status, document.unread[0].reason) == ("unreadable", "corrupt")


def test_flipped_bytes_never_raise(paper):
    data = bytearray(sample(paper, 3))
    for seed in range(40):
        broken = bytearray(data)
        for at in range(seed, len(broken), 97):
            broken[at] ^= 0x5A
        read(Source("a.pdf", bytes(broken)), Limits())


def test_a_claim_of_a_million_pages_is_cut(paper):
    data = sample(paper).replace(b"/Count 1", b"/Count 1000000", 1)
    document = read(Source("a.pdf", data), Limits(pages=50))
    assert document.status == "partial"
    assert any("两年" in block.text for block in document.blocks)
    assert len(document.unread) <= 3
    assert {unread.reason for unread in document.unread} <= {"corrupt", "limit"}


def test_pages_over_the_limit_are_told(paper):
    document = read(Source("a.pdf", sample(paper, 5)), Limits(pages=3))
    assert (document.status, document.pages) == ("partial", 5)
    assert [(unread.reason, unread.location.page) for unread in document.unread] == [("limit", 4)]
    assert {block.place.page for block in document.blocks} == {1, 2, 3}


def test_characters_over_the_limit_are_told_and_the_rest_is_read(paper):
    document = read(Source("a.pdf", sample(paper)), Limits(characters_per_page=20))
    assert (document.status, document.unread[0].reason) == ("partial", "limit")
    assert TEXT.startswith(document.blocks[0].text)


def test_paths_over_the_limit_cost_the_tables_only(paper, body):
    page = paper()
    page.paragraph(100, TEXT)
    for at in range(60):
        page.rule(72, 300 + at * 4, 400, 300 + at * 4)
    document = page.read(Limits(paths_per_page=20))
    assert (document.status, document.unread[0].reason) == ("partial", "limit")
    assert body(document) == [TEXT]


def test_a_file_without_any_text_is_empty(paper):
    page = paper()
    page.page()
    document = page.read()
    assert (document.status, document.unread[0].reason) == ("unreadable", "empty")


def test_text_drawn_as_outlines(paper):
    page = paper()
    for at in range(300):
        x, y = 72 + at % 30 * 14, 100 + at // 30 * 20
        path = page.canvas.beginPath()
        path.moveTo(x, y)
        path.curveTo(x + 3, y + 8, x + 6, y + 8, x + 9, y)
        path.curveTo(x + 6, y - 3, x + 3, y - 3, x, y)
        page.canvas.drawPath(path, fill=1, stroke=0)
    document = page.read()
    assert (document.status, document.unread[0].reason) == ("unreadable", "drawn-as-outlines")


def test_output_is_the_same_twice(paper):
    data = sample(paper, 3)
    assert read(Source("a.pdf", data), Limits()) == read(Source("a.pdf", data), Limits())


def test_zeros_after_the_end_do_no_harm(paper):
    assert read(Source("a.pdf", sample(paper) + bytes(5000)), Limits()).status == "read"

"""Damage inside the packed content of a page, of which PDFium says nothing."""

import base64
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.readers.pdf import read
from extractor.readers.pdf_streams import ascii85, damaged_contents
from extractor.readers.source import Limits, Source

TEXT = "本项目建设单位为示例市大数据中心，质量保证期为验收合格之日起两年。"


@pytest.fixture(params=[0, 1], ids=["flate-under-ascii", "flate"])
def whole(paper, request, monkeypatch):
    """Return a PDF of three pages whose contents are deflated, with and without an ASCII coat."""
    monkeypatch.setattr("reportlab.rl_config.useA85", 1 - request.param)
    page = paper(pageCompression=1)
    for number in range(3):
        for line in range(30):
            page.text(72, 60 + 24 * line, f"{TEXT}{number}{line}")
        page.page()
    return page.data()


def contents(data: bytes) -> list[int]:
    """Return where the packed streams begin."""
    found, at = [], -1
    while (at := data.find(b"stream\n", at + 1)) >= 0:
        if data[at - 3 : at] != b"end":
            found.append(at + 7)
    return found


def test_a_whole_file_has_no_damage(whole):
    assert damaged_contents(whole) == 0
    assert read(Source("a.pdf", whole), Limits()).status == "read"


@pytest.mark.parametrize("deep", [1, 150])
def test_damage_is_told_though_pdfium_gives_what_stands_before_it(whole, deep):
    broken = bytearray(whole)
    at = contents(whole)[1] + deep
    broken[at : at + 12] = b"!!!!!!!!!!!!"
    document = read(Source("a.pdf", bytes(broken)), Limits())
    assert document.status == "partial"
    assert [one.reason for one in document.unread] == ["corrupt"]
    assert "1处" in document.unread[0].message


def test_damage_of_a_picture_is_none_of_the_text():
    body = zlib.compress(bytes(9000))[:-9] + b"damaged!!"
    head = b"1 0 obj\n<< /Type /XObject /Subtype /Image /Filter /FlateDecode /Length 99 >>\nstream\n"
    assert damaged_contents(head + body + b"\nendstream") == 0
    assert damaged_contents(head.replace(b"/Type /XObject /Subtype /Image ", b"") + body + b"\nendstream") == 0
    said = zlib.compress(b"BT /F1 12 Tf (a) Tj ET\n" * 500)[:-9] + b"damaged!!"
    assert damaged_contents(b"1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + said + b"\nendstream") == 1


def test_a_locked_file_is_left_to_its_lock(whole):
    broken = bytearray(whole)
    broken[contents(whole)[0] : contents(whole)[0] + 9] = b"!!!!!!!!!"
    assert damaged_contents(bytes(broken)) == 1
    assert damaged_contents(bytes(broken) + b"trailer << /Encrypt 9 0 R >>") == 0


@given(st.one_of(st.binary(max_size=40).map(base64.a85encode), st.text('!u5%sW-"z \n~x', max_size=14).map(str.encode)))
@example(b"s8W-!")
@example(b's8W-"')
@example(b"uu")
def test_ascii85_stands_for_what_the_library_says(body):
    try:
        wanted = base64.a85decode(body, ignorechars=b" \t\n\r\v\x00")
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011  each library words it for itself
            ascii85(body)
    else:
        assert ascii85(body) == wanted

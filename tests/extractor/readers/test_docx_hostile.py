"""Broken and hostile Word files: every one ends as a Document with a named reason."""

import io
import random
import struct
import zipfile

import pytest

from extractor.document import Document
from extractor.readers import read as read_any
from extractor.readers.docx import read
from extractor.readers.source import Limits, Source
from tests.extractor.readers.docx_maker import (
    NAMESPACES,
    level,
    numbering,
    p,
    package,
    r,
    root,
    style,
    tbl,
    tc,
    text_box,
    tr,
    zipped,
)  # fmt: skip


def document(data: bytes, limits: Limits | None = None) -> Document:
    return read(Source("甲.docx", data), limits or Limits())


def reasons(found: Document) -> list[str]:
    assert all(item.message for item in found.unread)
    return [item.reason for item in found.unread]


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PLAIN = package(p("第一段") + p("第二段"))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", PLAIN[:200], PLAIN[: len(PLAIN) // 2]])
def test_no_zip(data: bytes) -> None:
    found = document(data)
    assert (found.status, reasons(found)) == ("unreadable", ["corrupt"])


def test_no_document_part() -> None:
    kept = {name: data for name, data in members(PLAIN).items() if not name.endswith("document.xml")}
    found = document(zipped(kept))
    assert (found.status, reasons(found)) == ("unreadable", ["corrupt"])


def test_another_office_file() -> None:
    slides = b'<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
    found = document(package(slides, main="ppt/presentation.xml"))
    assert (found.status, reasons(found)) == ("unreadable", ["unsupported-format"])


def test_no_body() -> None:
    found = document(package(root("document", "")))
    assert (found.status, reasons(found)) == ("unreadable", ["corrupt"])


@pytest.mark.parametrize("cut", [0, 1])
def test_broken_xml_keeps_what_stands_before_the_break(cut: int) -> None:
    whole = root("document", f"<w:body>{p('第一段')}{p('第二段')}{p('第三段')}</w:body>")
    at = whole.index("第二段".encode())
    broken = [whole[: at + 9], whole[: at + 9] + b"<w:t></w:bad>" + whole[at + 9 :]][cut]
    found = document(package(broken))
    assert (found.status, reasons(found)) == ("partial", ["corrupt"])
    assert [block.text for block in found.blocks][:2] == ["第一段", "第二段"]


def test_xml_that_cannot_be_saved() -> None:
    found = document(package(b"\x00\x01 nothing"))
    assert (found.status, reasons(found)) == ("unreadable", ["corrupt"])


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w:document SYSTEM "http://example.invalid/a.dtd">',
        "<!--" + "x" * 5000 + "--><!DOCTYPE w:document>",
    ],
)
def test_document_types_are_refused(head: str) -> None:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    xml = f"{head}<w:document {declared}><w:body>{p('正文')}</w:body></w:document>"
    for encoding in ("utf-8", "utf-16"):
        found = document(package(xml.encode(encoding)))
        assert (found.status, reasons(found)) == ("unreadable", ["corrupt"])


def test_sizes_declared_and_read() -> None:
    data = package(p("字" * 50_000))
    found = document(data, Limits(part_bytes=1000))
    assert (found.status, reasons(found)) == ("unreadable", ["limit"])
    assert reasons(document(data, Limits(total_bytes=1000))) == ["limit"]
    size = len(members(data)["word/document.xml"])
    lying = data.replace(struct.pack("<L", size), struct.pack("<L", 900))
    assert lying != data
    found = document(lying, Limits(part_bytes=1000))
    assert found.status in ("unreadable", "partial")
    assert set(reasons(found)) <= {"limit", "corrupt"}


def test_many_small_parts_meet_the_total() -> None:
    found = document(package(p("正文"), headers=[p("眉" * 500)] * 3), Limits(total_bytes=6000))
    assert found.blocks[0].text == "正文"
    assert (found.status, set(reasons(found))) == ("partial", {"limit"})


def test_a_damaged_member_gives_what_stands_before_the_damage() -> None:
    noise = random.Random(7)  # noqa: S311
    body = "".join(p("".join(chr(noise.randrange(0x4E00, 0x9000)) for _ in range(40))) for _ in range(400))
    data = bytearray(package(body))
    at = data.index(b"word/document.xml")
    for offset in range(30_000, 30_040):
        data[at + offset] ^= 0xFF
    found = document(bytes(data))
    assert (found.status, set(reasons(found))) == ("partial", {"corrupt"})
    assert len(found.blocks) > 100


def test_cells_over_the_limit_are_told_and_the_rows_before_read() -> None:
    tables = tbl([["甲", "乙"]] * 3) + p("中") + tbl([["丙", "丁"]] * 3)
    found = document(package(tables), Limits(cells=8))
    assert (found.status, reasons(found)) == ("partial", ["limit"])
    assert [block.table.rows for block in found.blocks if block.table] == [3, 1]
    assert document(package(tables), Limits(cells=12)).status == "read"


def test_an_encrypted_member() -> None:
    data = bytearray(PLAIN)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    found = document(bytes(data))
    assert (found.status, reasons(found)) == ("unreadable", ["encrypted"])


def test_deep_xml_is_told() -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + p("底") + "</w:sdtContent></w:sdt>" * 400
    found = document(package(p("上") + deep))
    assert found.blocks[0].text == "上"
    assert (found.status, set(reasons(found))) == ("partial", {"limit"})
    runs = "<w:smartTag>" * 150 + r("深") + "</w:smartTag>" * 150
    assert [block.text for block in document(package(p(runs))).blocks] == ["深"]


def test_nested_boxes_and_tables_within_the_parser_do_not_exhaust_the_stack() -> None:
    inside = p("底")
    for _ in range(60):
        inside = tbl([[tc(inside + p(""))]])
    assert document(package(inside), Limits(depth=10_000)).status == "read"
    inside = p("底")
    for _ in range(18):
        inside = p(text_box(inside))
    assert document(package(inside), Limits(depth=10_000)).status == "read"


@pytest.mark.parametrize(
    "target", ["../../../etc/passwd", "/../../secret.xml", "..\\..\\x.xml", "http://example.invalid/h.xml"]
)
def test_targets_do_not_leave_the_package(target: str) -> None:
    parts = members(package(p("正文"), headers=[p("眉")]))
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"header1.xml", target.encode()
    )
    found = document(zipped(parts))
    assert [block.text for block in found.blocks] == ["正文"]


@pytest.mark.parametrize("part", ["styles", "numbering", "comments"])
@pytest.mark.parametrize("data", [b"", b"<w:broken", b"\xff\xff\xff"])
def test_broken_side_parts_do_not_stop_the_text(part: str, data: bytes) -> None:
    found = document(package(p("正文", num=(1, 0), style="X"), parts={part: data}))
    assert [block.text for block in found.blocks] == ["正文"]
    assert found.status == "read"
    assert any(item.code == "other" for item in found.notices)


def test_broken_notes_and_headers_are_unread() -> None:
    found = document(package(p("正文"), parts={"footnotes": b"<w:broken"}))
    assert (found.status, reasons(found)) == ("partial", ["corrupt"])
    assert found.unread[0].location.part == "footnote"


def test_the_document_part_may_stand_anywhere() -> None:
    assert [b.text for b in document(package(p("正文"), main="doc/main.xml")).blocks] == ["正文"]
    assert [b.text for b in document(package(p("正文"), main="document.xml", headers=[p("眉")])).blocks] == [
        "正文",
        "眉",
    ]
    for name in ("_rels/.rels", "word/_rels/document.xml.rels"):
        parts = members(package(p("正文", style="A"), parts={"styles": style("A", "heading 1")}))
        parts[name] = b"<broken"
        (block,) = document(zipped(parts)).blocks
        assert (block.text, block.level) == ("正文", 1)


@pytest.mark.parametrize("kind", ["document.macroEnabled.main+xml", "template.main+xml"])
def test_macro_files_and_templates(kind: str) -> None:
    found = read_any(Source("甲.docm", package(p("正文"), content_type=kind)))
    assert (found.format, found.status, found.blocks[0].text) == ("docx", "read", "正文")


def test_strict_files_read_the_same() -> None:
    body = (
        p("总则", style="H", num=(1, 0)) + tbl([tr([tc("甲", span=2)]), ["乙", "丙"]]) + p(text_box(p("框")) + r("文"))
    )
    parts = {
        "styles": style("H", "heading 1"),
        "numbering": numbering({0: level(0, "第%1章", "chineseCounting")}, {1: 0}),
    }
    plain = document(package(body, parts=parts, headers=[p("眉")]))
    strict = document(package(body, parts=parts, headers=[p("眉")], strict=True, before_body="<w:background/>"))
    assert strict.blocks == plain.blocks
    assert strict.notices == plain.notices
    assert strict.blocks[0].number == "第一章"


@pytest.mark.parametrize("seed", range(25))
def test_flipped_bytes_never_raise(seed: int) -> None:
    noise = random.Random(seed)  # noqa: S311
    parts = members(
        package(
            p("正文", num=(1, 0)) + tbl([["甲", "乙"]]), parts={"numbering": numbering({0: level(0, "%1.")}, {1: 0})}
        )
    )
    name = noise.choice(sorted(parts))
    data = bytearray(parts[name])
    for _ in range(noise.randrange(1, 12)):
        data[noise.randrange(len(data))] = noise.randrange(256)
    parts[name] = bytes(data)
    found = document(zipped(parts))
    assert found.status in ("read", "partial", "unreadable")
    assert (found.status == "read") == (not found.unread)

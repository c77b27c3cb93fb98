"""OFD files that are broken, hostile, unreadable or carry more than text: each is told, none raises."""

import random
import time

import pytest

from extractor.document import Document
from extractor.readers import read
from extractor.readers.ofd_seals import names
from extractor.readers.source import Limits, Source
from tests.extractor.readers.ofd_maker import (
    FONTS,
    certificate,
    der,
    image,
    members,
    package,
    page,
    path,
    root,
    seal,
    signed,
    table,
    tag,
    text,
    zipped,
)

BODY = page(text(28, 40, "质保期为自竣工验收合格之日起两年。"))
SECOND = page(text(28, 40, "付款方式为验收合格后一次性支付。"))


def document(data: bytes, limits: Limits | None = None) -> Document:
    return read(Source("样例.ofd", data), limits)


def reasons(found: Document) -> list[str]:
    assert all(item.message and "{" not in item.message for item in found.unread)
    return [item.reason for item in found.unread]


def told(found: Document, code: str) -> list[str]:
    return [notice.message for notice in found.notices if notice.code == code]


def texts(found: Document) -> list[str]:
    return [block.text for block in found.blocks]


# pages that cannot be believed


def test_a_page_of_one_image() -> None:
    found = document(package(BODY, page(image(0, 0, 210, 297), text(20, 20, "第2页"))))
    assert (found.status, reasons(found)) == ("partial", ["no-text-layer"])
    assert found.unread[0].location.page == 2
    assert document(package(page(image(0, 0, 210, 297)))).status == "unreadable"


def test_a_small_image_is_no_scan() -> None:
    found = document(package(page(image(20, 100, 60, 60), text(28, 40, "质保期为自竣工验收合格之日起两年。"))))
    assert (found.status, reasons(found)) == ("read", [])


@pytest.mark.parametrize("step", ["B 1 0 2 1 2 2", "Q 1 0 2 2", "L 2 2"])
def test_a_page_of_outlines(step: str) -> None:
    glyph = f"M 0 0 {step} {step.replace('2 2', '4 0')} {step.replace('2 2', '0 1.5')} C"
    drawn = "".join(path(glyph, f"{20 + at % 30 * 5} {40 + at // 30 * 7} 4 4", Fill="true") for at in range(180))
    found = document(package(page(drawn)))
    assert (found.status, reasons(found)) == ("unreadable", ["drawn-as-outlines"])
    # a frame and a few rules are no text drawn as shapes
    found = document(package(BODY, page(table(20, 40, [40, 40], [["", ""]] * 9))))
    assert (found.status, reasons(found)) == ("read", [])


def test_a_page_with_holes() -> None:
    holed = page(text(28, 40, "文\ue001概\ue002：本项目建设内容包括政务云平台扩容。"))
    found = document(package(BODY, holed))
    assert (found.status, reasons(found)) == ("partial", ["garbled-text"])
    assert texts(found) == ["质保期为自竣工验收合格之日起两年。"]


def test_bullets_and_boxes_of_symbol_fonts_are_no_holes() -> None:
    lines = "".join(text(28, 40 + 8 * at, "\uf06c建设内容包括平台扩容") for at in range(5))
    boxes = text(28, 100, "是否涉密：") + text(60, 100, "\uf0a8", Font=3) + text(66, 100, "是")
    found = document(package(page(lines, boxes)))
    assert (found.status, reasons(found)) == ("read", [])
    assert reasons(document(package(page(text(28, 40, "建设\uf06c内容包括平台扩容"))))) == ["garbled-text"]


@pytest.mark.parametrize("code", ["", tag("TextCode", " ", X=0, Y=4)])
def test_glyphs_without_characters(code: str) -> None:
    glyphs = tag("CGTransform", tag("Glyphs", "12 13 14 15"), CodePosition=0, CodeCount=4, GlyphCount=4)
    bare = tag("TextObject", glyphs + code, Boundary="28 60 40 6", Font=1, Size=4)
    found = document(package(page(text(28, 40, "本项目建设内容包括政务云平台扩容。"), bare)))
    assert reasons(found) == ["garbled-text"]
    # glyphs that say which shape of a character is meant lose nothing
    whole = text(28, 40, "质保期为两年，自验收之日起。", inside=glyphs)
    assert reasons(document(package(page(whole)))) == []


# what lies beside the text


def test_signatures_are_counted_and_named() -> None:
    body, parts = signed(
        [
            ("seal", seal("示例市大数据中心合同专用章")),
            ("value", der(0x30, der(0x30, der(2, b"\1")), certificate("示例发证中心", "青岚科技有限公司"))),
            ("value", b"no der at all"),
        ]
    )
    (message,) = told(document(package(BODY, body=body, parts=parts)), "signature")
    assert "3个电子签名（未验证）" in message
    assert "示例市大数据中心合同专用章、青岚科技有限公司" in message
    assert "发证中心" not in message


def test_signatures_that_cannot_be_read_are_still_told() -> None:
    body, parts = signed([("seal", b"\x30\x84\xff\xff\xff\xff")])
    parts["Doc_0/Signs/Sign_0/Signature.xml"] = "<broken"
    assert told(document(package(BODY, body=body, parts=parts)), "signature") == ["文件带有1个电子签名（未验证）。"]
    assert told(document(package(BODY, body=body)), "signature") == []


def test_names_from_odd_bytes() -> None:
    noise = random.Random(3)  # noqa: S311
    whole = seal("示例单位公章")
    assert names(whole) == ["示例单位公章", "示例制章单位"]
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(3):
            data[noise.randrange(len(data))] = noise.randrange(256)
        names(bytes(data))
        names(whole[: noise.randrange(len(whole))])
    deep = b"\2\1\1"
    for _ in range(3000):
        deep = der(0x30, deep)
    assert names(deep) == []


def test_annotations_are_told_and_not_read() -> None:
    stamp = tag("Annot", tag("Appearance", text(0, 5, "同意"), Boundary="20 20 30 10"), ID=1, Type="Stamp")
    note = tag("Annot", tag("Remark", "请核对金额"), ID=2, Type="Highlight")
    link = tag("Annot", "", ID=3, Type="Link")
    parts = {
        "Doc_0/Annots/Annotations.xml": root("Annotations", tag("Page", tag("FileLoc", "Page_0/A.xml"), PageID=101)),
        "Doc_0/Annots/Page_0/A.xml": root("PageAnnot", stamp + note + link),
    }
    annotations = tag("Annotations", "Annots/Annotations.xml")
    found = document(package(BODY, SECOND, document=annotations, parts=parts))
    (message,) = told(found, "comments")
    assert all(words in message for words in ("签章1处", "高亮1处", "同意"))
    assert "链接" not in message
    assert "同意" not in "".join(texts(found))
    assert [n.location.page for n in found.notices] == [2]
    assert found.status == "read"


def test_attachments() -> None:
    listed = tag("Attachment", tag("FileLoc", "合同.docx"), ID=1, Name="合同", Format="docx")
    listed += tag("Attachment", tag("FileLoc", "data.xml"), ID=2, Name="data.xml")
    parts = {"Doc_0/Attachs/Attachments.xml": root("Attachments", listed)}
    found = document(package(BODY, document=tag("Attachments", "Attachs/Attachments.xml"), parts=parts))
    assert (found.status, reasons(found)) == ("partial", ["unsupported-format"])
    assert "合同" in found.unread[0].message
    assert "data.xml" in told(found, "other")[0]


def test_only_the_version_in_force_is_read() -> None:
    data = members(package(BODY))
    older = {
        name.replace("Doc_0/", "Doc_1/"): part for name, part in members(package(SECOND)).items() if "Doc_0/" in name
    }
    versions = tag("Version", ID=1, Index=1, Current="true", BaseLoc="Versions/V1.xml")
    versions += tag("Version", ID=2, Index=2, BaseLoc="Versions/V2.xml")
    described = root("DocVersion", tag("DocRoot", "/Doc_0/Document.xml"))
    entry = root("OFD", tag("DocBody", tag("DocRoot", "Doc_1/Document.xml") + tag("Versions", versions)))
    found = document(zipped({**data, **older, "OFD.xml": entry, "Versions/V1.xml": described}))
    assert texts(found) == ["质保期为自竣工验收合格之日起两年。"]
    assert "1个历史版本" in told(found, "other")[0]


def test_several_documents_in_one_file() -> None:
    data = members(package(BODY, BODY))
    more = {
        name.replace("Doc_0/", "Doc_1/"): part for name, part in members(package(SECOND)).items() if "Doc_0/" in name
    }
    bodies = "".join(tag("DocBody", tag("DocRoot", f"Doc_{at}/Document.xml")) for at in (0, 1))
    found = document(zipped({**data, **more, "OFD.xml": root("OFD", bodies)}))
    assert found.pages == 3
    assert (found.blocks[-1].place.page, found.blocks[-1].text) == (3, "付款方式为验收合格后一次性支付。")
    assert "2个文档" in told(found, "other")[0]


# broken and hostile files


def test_an_encrypted_file() -> None:
    found = document(package(BODY, parts={"Encryptions.xml": root("Encryptions", "")}))
    assert (found.status, reasons(found)) == ("unreadable", ["encrypted"])
    data = bytearray(package(BODY))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert reasons(document(bytes(data))) == ["encrypted"]


@pytest.mark.parametrize("name", ["OFD.xml", "Doc_0/Document.xml"])
@pytest.mark.parametrize("part", [None, b"", b"<broken", b"\xff\xfe\x00", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_no_structure(name: str, part: bytes | None) -> None:
    parts = {key: value for key, value in members(package(BODY)).items() if key != name}
    parts["other/OFD.xml" if name != "OFD.xml" else "OFD.xmlx"] = "x"
    found = document(zipped(parts if part is None else {**parts, name: part}))
    assert found.status == "unreadable"
    assert len(reasons(found)) == 1


def test_a_missing_page_costs_itself() -> None:
    parts = members(package(BODY, SECOND, BODY))
    del parts["Doc_0/Pages/Page_1/Content.xml"]
    found = document(zipped(parts))
    assert (found.status, found.pages, reasons(found)) == ("partial", 3, ["corrupt"])
    assert found.unread[0].location.page == 2
    assert [block.place.page for block in found.blocks] == [1, 3]


def test_a_broken_page_gives_what_stands_before_the_damage() -> None:
    broken = page(text(28, 40, "质保期为两年。"), text(28, 60, "付款方式为一次性支付。"))
    found = document(package(BODY, broken[: broken.index("付款".encode())] + b"</bad>"))
    assert (found.status, reasons(found)) == ("partial", ["corrupt"])
    assert texts(found)[1:2] == ["质保期为两年。"]


def test_missing_templates_resources_and_composites() -> None:
    lacking = page(
        text(28, 40, "质保期为两年。"), tag("CompositeObject", Boundary="0 0 9 9", ResourceID=77), templates=[5]
    )
    found = document(package(lacking))
    assert (found.status, reasons(found)) == ("partial", ["corrupt", "corrupt"])
    assert {item.location.page for item in found.unread} == {1}
    parts = members(package(BODY))
    parts["Doc_0/PublicRes.xml"] = "<broken"
    assert (document(zipped(parts)).status, texts(document(zipped(parts)))) == ("read", texts(document(package(BODY))))


def test_composites_that_hold_themselves() -> None:
    inner = "".join(tag("CompositeObject", Boundary="0 0 9 9", ResourceID=50) for _ in range(3))
    resources = FONTS + tag("CompositeGraphicUnits", tag("CompositeGraphicUnit", tag("Content", inner), ID=50))
    looped = page(text(28, 40, "质保期为两年。"), tag("CompositeObject", Boundary="0 0 9 9", ResourceID=50))
    found = document(package(looped, resources=resources), Limits(paths_per_page=200))
    assert found.status == "partial"
    assert set(reasons(found)) == {"limit"}
    assert texts(found) == ["质保期为两年。"]


@pytest.mark.parametrize(
    "location", ["../../../etc/passwd", "/../../x.xml", "..\\..\\x.xml", "http://example.invalid/x", ""]
)
def test_locations_do_not_leave_the_package(location: str) -> None:
    parts = members(package(BODY, SECOND))
    parts["Doc_0/Document.xml"] = bytes(parts["Doc_0/Document.xml"]).replace(
        b"Pages/Page_1/Content.xml", location.encode()
    )
    found = document(zipped(parts))
    assert (found.status, reasons(found)) == ("partial", ["corrupt"])


def test_locations_from_the_root_and_with_another_case() -> None:
    parts = members(package(BODY))
    parts["Doc_0/Document.xml"] = bytes(parts["Doc_0/Document.xml"]).replace(
        b"Pages/Page_0/Content.xml", b"/doc_0/pages/page_0/content.xml"
    )
    assert document(zipped(parts)).status == "read"


def test_another_namespace() -> None:
    parts = {
        name: bytes(data).replace(b"http://www.ofdspec.org/2016", b"http://www.ofdspec.org")
        for name, data in members(package(BODY)).items()
    }
    assert texts(document(zipped(parts))) == ["质保期为自竣工验收合格之日起两年。"]


def test_limits() -> None:
    found = document(package(*[BODY] * 5), Limits(pages=2))
    assert (found.status, found.pages, reasons(found)) == ("partial", 5, ["limit"])
    assert found.unread[0].location.page == 3
    long = page(text(28, 40, "质保期为两年。"), text(28, 60, "字" * 60))
    found = document(package(long), Limits(characters_per_page=30))
    assert (texts(found), reasons(found)) == (["质保期为两年。"], ["limit"])
    ruled = page(table(28, 40, [40, 40], [["质保期", "两年"]] * 9))
    found = document(package(ruled), Limits(paths_per_page=5))
    assert (found.status, reasons(found)) == ("partial", ["limit"])
    (block,) = found.blocks  # without rules, by its columns
    assert [cell.text for cell in block.table.cells] == ["质保期", "两年"] * 9


@pytest.mark.parametrize(("size", "step_x", "step_y"), [(0.01, 0.0, 0.002), (0.1, 0.02, 0.0), (4.0, 0.001, 0.0)])
def test_crowds_of_characters_do_not_cost_more_than_their_number(size: float, step_x: float, step_y: float) -> None:
    crowd = "".join(text(30 + at * step_x, 30 + at * step_y, "字", size) for at in range(8000))
    start = time.process_time()
    found = document(package(page(crowd)))
    assert time.process_time() - start < 8
    assert found.status == "read"


def test_a_bomb() -> None:
    bomb = root("Page", " " * 3_000_000)
    found = document(package(BODY, bomb), Limits(part_bytes=1_000_000))
    assert (found.status, reasons(found)) == ("partial", ["limit"])
    repeated = package(*[BODY] * 30)
    assert set(reasons(document(repeated, Limits(total_bytes=8000)))) == {"limit"}


@pytest.mark.parametrize(
    "attributes",
    [
        {"Size": "nan"}, {"Size": "1e300"}, {"Size": "-4"}, {"Boundary": "x"}, {"Boundary": "1e400 0 0 0"},
        {"CTM": "1 0 0"}, {"CTM": "0 0 0 0 0 0"}, {"CTM": "inf 0 0 1 0 0"}, {"Font": "99"}, {"HScale": "0"},
        {"ReadDirection": "x"}, {"CharDirection": "1e9"}, {"Weight": ""}, {"Alpha": "x"},
    ],
)  # fmt: skip
def test_odd_attributes(attributes: dict[str, str]) -> None:
    found = document(package(page(text(28, 40, "质保期为两年，"), text(28, 60, "自验收之日起。", **attributes))))
    assert "质保期为两年，" in "".join(texts(found))


@pytest.mark.parametrize(
    "deltas", ["g", "g x 4", "g 999999999 4", "g -5 4", "4 4 x 4", "1e400", "g 3", ",", "0 0 0 0 0 0"]
)
def test_odd_distances(deltas: str) -> None:
    code = tag("TextCode", "质保期为两年", X=0, Y=4, DeltaX=deltas)
    found = document(package(page(tag("TextObject", code, Boundary="28 40 40 6", Font=1, Size=4))))
    assert sorted("".join(texts(found))) == sorted("质保期为两年")


@pytest.mark.parametrize(
    "data", ["M", "M 0", "L 1 1 C", "X 1 2", "M 0 0 A 1", "M 0 0 L nan 4", "C C C", "M 0 0 " + "L 1 1 " * 9000]
)
def test_odd_paths(data: str) -> None:
    found = document(package(page(text(28, 40, "质保期为两年。"), path(data))))
    assert texts(found) == ["质保期为两年。"]


def test_an_empty_file() -> None:
    assert reasons(document(package(page()))) == ["empty"]
    assert reasons(document(package())) == ["corrupt"]


@pytest.mark.parametrize("seed", range(25))
def test_flipped_bytes_never_raise(seed: int) -> None:
    noise = random.Random(seed)  # noqa: S311
    body, more = signed([("seal", seal("示例单位公章"))])
    parts = members(package(BODY, page(table(20, 40, [40, 40], [["质保期", "两年"]] * 3)), body=body, parts=more))
    name = noise.choice(sorted(parts))
    data = bytearray(parts[name])
    for _ in range(noise.randrange(1, 12)):
        data[noise.randrange(len(data))] = noise.randrange(256)
    parts[name] = bytes(data)
    found = document(zipped(parts))
    assert found.status in ("read", "partial", "unreadable")
    assert (found.status == "read") == (not found.unread)

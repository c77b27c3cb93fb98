"""OFD text: characters with places, lines in the order of reading, paragraphs, furniture, and what is found again."""

import io
import math
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractor.document import Document, Piece
from extractor.pipeline import extract
from extractor.readers import read
from extractor.readers.source import Source
from tests.extractor.readers.ofd_maker import (
    SIZE,
    column,
    image,
    letters,
    package,
    page,
    paragraph,
    path,
    rule,
    table,
    tag,
    text,
)

LONG = "本项目建设单位为示例市大数据中心，项目建设内容包括政务云平台扩容、数据共享交换平台升级和网络安全加固，"
MILLIMETRE = 72 / 25.4


def document(*pages: bytes, **options: object) -> Document:
    return read(Source("样例.ofd", package(*pages, **options)))


def body(found: Document) -> list[str]:
    return [block.text for block in found.blocks if block.layer == "body" and block.table is None]


def bare(words: str) -> str:
    return "".join(words.split())


def everything(found: Document) -> str:
    words = ""
    for block in found.blocks:
        words += block.text
        if block.table is not None:
            words += "".join(cell.text for cell in block.table.cells)
    return bare(words)


def stretches(found: Document) -> Iterator[tuple[str, Piece]]:
    for block in found.blocks:
        for holder in block.table.cells if block.table is not None else (block,):
            pieces = holder.pieces or (Piece(0, len(holder.text), holder.place),) if holder.text else ()
            for piece in pieces:
                yield holder.text[piece.start : piece.end], piece


def origins(data: bytes) -> dict[int, list[tuple[float, float, str]]]:
    """Read the file anew, by other means: each character with the point it is set at, in points, page by page."""
    found: dict[int, list[tuple[float, float, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        templates = [etree.fromstring(archive.read(n)) for n in archive.namelist() if "/Tpls/" in n]
        for number, name in enumerate(sorted(n for n in archive.namelist() if "/Pages/" in n), 1):
            root = etree.fromstring(archive.read(name))
            sources = [root, *(templates if root.find("{*}Template") is not None else [])]
            found[number] = [entry for source in sources for entry in _set(source)]
    return found


def _set(root: etree._Element) -> Iterator[tuple[float, float, str]]:
    for item in root.iter("{*}TextObject"):
        left, top, *_ = map(float, item.get("Boundary").split())
        a, b, c, d, e, f = map(float, (item.get("CTM") or "1 0 0 1 0 0").split())
        for code in item.iter("{*}TextCode"):
            x, y = float(code.get("X")), float(code.get("Y"))
            across, down = _unpacked(code.get("DeltaX")), _unpacked(code.get("DeltaY"))
            for at, char in enumerate(code.text or ""):
                px, py = a * x + c * y + e + left, b * x + d * y + f + top
                yield px * MILLIMETRE, py * MILLIMETRE, char
                x += across[at] if at < len(across) else 0
                y += down[at] if at < len(down) else 0


def _unpacked(deltas: str | None) -> list[float]:
    words = (deltas or "").split()
    found: list[float] = []
    while words:
        times, value = (int(words[1]), float(words[2])) if words[0] == "g" else (1, float(words[0]))
        found += [value] * times
        words = words[3 if words[0] == "g" else 1 :]
    return found


def lost(data: bytes, found: Document) -> list[tuple[str, str]]:
    """Return the stretches whose characters are not set inside the box that is given for them."""
    pages = origins(data)
    missed = []
    for words, piece in stretches(found):
        left, top, right, bottom = piece.place.bbox
        inside = [c for x, y, c in pages[piece.place.page] if left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1]
        if Counter(bare(words)) - Counter(inside):
            missed.append((words, "".join(inside)))
    return missed


def three_pages() -> list[bytes]:
    pages = []
    for number in range(1, 4):
        first, y = paragraph(28, 50, LONG * 3 + "完。", 36)
        grid = table(28, y + 5, [20, 80, 40], [["序号", "名称", "金额（万元）"], [str(number), "平台扩容", "1,200.00"]])
        head = text(28, 35, f"第{'一二三'[number - 1]}章 总则", 6.35)
        pages.append(page(head, first, grid, text(100, 288, f"第 {number} 页", 3.2), templates=[1]))
    return pages


TEMPLATE = page(text(28, 15, "示例市政务云平台建设项目", 3.2), rule(28, 17, 182, 17))


def test_paragraphs_headings_and_furniture() -> None:
    found = document(*three_pages(), templates=[TEMPLATE])
    assert (found.format, found.status, found.pages, found.unread) == ("ofd", "read", 3, ())
    assert body(found) == [entry for number in "一二三" for entry in (f"第{number}章 总则", LONG * 3 + "完。")]
    assert [b.kind for b in found.blocks if b.text.endswith("总则")] == ["heading"] * 3
    furniture = [(b.place.part, b.place.page, b.text) for b in found.blocks if b.layer == "furniture"]
    assert furniture == [
        entry
        for number in (1, 2, 3)
        for entry in (("header", number, "示例市政务云平台建设项目"), ("footer", number, f"第 {number} 页"))
    ]


def test_every_stretch_is_found_again_and_every_character_is_kept() -> None:
    data = package(*three_pages(), templates=[TEMPLATE])
    found = read(Source("样例.ofd", data))
    assert sum(1 for _ in stretches(found)) > 30
    assert lost(data, found) == []
    assert Counter(everything(found)) == Counter(bare("".join(c for p in origins(data).values() for _, _, c in p)))


def test_places_are_points_from_the_top_left() -> None:
    (block,) = document(page(text(25.4, 50.8, "质保期为两年", 25.4 / 6))).blocks
    left, top, right, bottom = block.place.bbox
    assert (left, right) == (72.0, 144.0)
    assert top < 144 < bottom
    assert bottom - top == pytest.approx(12, abs=0.3)
    assert block.place.bbox == tuple(round(side, 1) for side in block.place.bbox)


def test_the_order_of_the_file_does_not_matter() -> None:
    lines = [
        LONG[:35] + "。",
        "甲方：示例市大数据中心",
        "乙方：青岚科技有限公司",
        "合同金额：1,200,000.00元",
        "质保期为两年。",
    ]
    objects = [text(28, 40 + 10 * at, line) for at, line in enumerate(lines)]
    expected = body(document(page(*objects)))
    assert expected == lines
    assert body(document(page(*reversed(objects)))) == expected
    apart = [letters(28, 40 + 10 * at, line) for at, line in enumerate(lines)]
    assert body(document(page(*apart))) == expected


def test_labels_of_a_template_meet_the_values_of_the_page() -> None:
    form = page(text(28, 40, "项目名称："), text(28, 50, "建设单位："))
    filled = page(text(28 + 5 * SIZE, 40, "示例平台"), text(28 + 5 * SIZE, 50, "示例局"), templates=[1])
    assert body(document(filled, templates=[form])) == ["项目名称：示例平台", "建设单位：示例局"]


@pytest.mark.parametrize("shift", [0.0, 2.5])
def test_two_columns_are_read_one_after_the_other(shift: float) -> None:
    left, _ = paragraph(20, 60, "左栏" + LONG * 4 + "左栏完。", 18)
    right, _ = paragraph(115, 60 + shift, "右栏" + LONG * 4 + "右栏完。", 18)
    found = body(document(page(text(60, 40, "关于平台建设的说明", 6), right, left, text(20, 250, "全文完。"))))
    assert found == ["关于平台建设的说明", "左栏" + LONG * 4 + "左栏完。", "右栏" + LONG * 4 + "右栏完。", "全文完。"]


def test_fields_side_by_side_are_no_columns() -> None:
    rows = [("甲方（盖章）：示例市大数据中心", "乙方（盖章）：青岚科技有限公司"), ("代表人：", "代表人：")] * 3
    objects = [
        text(x, 60 + 9 * at, words) for at, row in enumerate(rows) for x, words in zip((25, 115), row, strict=True)
    ]
    found = everything(document(page(*objects)))
    assert found == "".join(bare(left + right) for left, right in rows)


def test_characters_one_under_the_other() -> None:
    down = document(
        page(column(20, 60, "购买方信息"), text(40, 62, "名称：示例市大数据中心"), text(40, 90, "开户行：示例银行"))
    )
    assert body(down) == ["购买方信息", "名称：示例市大数据中心", "开户行：示例银行"]
    apart = [text(20, 60 + at * 5.3, char) for at, char in enumerate("购买方")]
    assert "购买方" in body(
        document(page(*apart, text(40, 62, "名称：示例市大数据中心"), text(40, 90, "开户行：示例银行")))
    )


def test_a_column_of_units_is_no_stacked_label() -> None:
    rows = [("服务器", "台", "20"), ("数据库", "套", "2"), ("防火墙", "台", "4"), ("等保测评", "项", "1")]
    objects = [text(x, 60 + 7 * at, w) for at, row in enumerate(rows) for x, w in zip((25, 90, 130), row, strict=True)]
    (block,) = [b for b in document(page(*objects)).blocks if b.table is not None]
    assert [cell.text for cell in block.table.cells] == [word for row in rows for word in row]


@pytest.mark.parametrize("lines", [["质保期为自竣工验", "收合格之日起两年"], ["质保期", "为"]])
def test_one_code_with_the_break_of_a_line_in_it(lines: list[str]) -> None:
    first, second = map(len, lines)
    across = f"g {first - 1} {SIZE} {-(first - 1) * SIZE} g {second - 1} {SIZE}"
    code = tag(
        "TextCode", "".join(lines), X=0, Y=SIZE, DeltaX=across, DeltaY=f"g {first - 1} 0 {SIZE * 4} g {second} 0"
    )
    found = document(page(tag("TextObject", code, Boundary="30 30 100 20", Font=1, Size=SIZE)))
    assert [words for words, _ in stretches(found)] == lines


@pytest.mark.parametrize(
    ("attributes", "x", "y", "size"),
    [
        ({"CTM": "2 0 0 2 0 0"}, 30, 30, 24),
        ({"CTM": "0.3528 0 0 0.3528 5 7"}, 35, 37, 12 * 0.3528),
        ({"HScale": "0.5"}, 30, 30, 12),
    ],
)
def test_matrices(attributes: dict[str, str], x: float, y: float, size: float) -> None:
    code = tag("TextCode", "质保期为两年", X=0, Y=0)
    item = tag("TextObject", code, Boundary="30 30 100 20", Font=1, Size=SIZE, **attributes)
    (block,) = document(page(item)).blocks
    assert block.place.bbox[0] == pytest.approx(x * MILLIMETRE, abs=0.1)
    assert block.place.bbox[1] < y * MILLIMETRE < block.place.bbox[3]
    assert block.look.size == pytest.approx(size, abs=0.1)
    width = 6 * size * float(attributes.get("HScale", 1))
    assert block.place.bbox[2] - block.place.bbox[0] == pytest.approx(width, abs=0.2)


def test_distances_counted_in_units_of_utf16() -> None:
    words = "\U00020bb7野公司承建"
    for count in (len(words) - 1, len(words)):
        code = tag("TextCode", words, X=0, Y=0, DeltaX=f"g {count} 6" if count < len(words) else "3 3 6 6 6 6")
        (block,) = document(page(tag("TextObject", code, Boundary="30 30 100 20", Font=1, Size=6))).blocks
        assert block.text == words
        assert block.place.bbox[2] == pytest.approx((30 + 6 * 6) * MILLIMETRE, abs=0.2)


def test_turned_text_is_kept_whole_and_askew_text_is_a_watermark() -> None:
    c = math.sqrt(0.5)
    askew = text(60, 150, "内部资料", 12, CTM=f"{c} {-c} {c} {c} 0 0")
    code = tag("TextCode", "附表横排的标题", X=0, Y=0)
    turned = tag("TextObject", code, Boundary="150 40 20 80", Font=1, Size=SIZE, CTM="0 1 -1 0 0 0")
    found = document(page(text(28, 40, "正文第一行。"), askew, turned))
    assert sorted(body(found)) == ["正文第一行。", "附表横排的标题"]
    assert [(n.code, "内部资料" in n.message) for n in found.notices] == [("watermark", True)]


def test_character_direction() -> None:
    code = tag("TextCode", "竖排文字", X=0, Y=0, DeltaY=f"g 3 {SIZE}")
    item = tag("TextObject", code, Boundary="150 40 20 80", Font=1, Size=SIZE, CharDirection=90)
    (block,) = document(page(item)).blocks
    left, top, right, bottom = block.place.bbox
    assert block.text == "竖排文字"
    assert (bottom - top) == pytest.approx(48, abs=0.2)
    # turned with the clock, a character's foot points to the left of its base line
    assert (left, right) == pytest.approx((150 * MILLIMETRE - 0.12 * 12, 150 * MILLIMETRE + 0.88 * 12), abs=0.2)


def test_composites_and_groups() -> None:
    inner = tag("CompositeObject", ID=5, Boundary="10 10 100 20", ResourceID=51, CTM="2 0 0 2 0 0")
    resources = tag(
        "CompositeGraphicUnits",
        tag("CompositeGraphicUnit", tag("Content", inner), ID=50, Width=100, Height=20)
        + tag("CompositeGraphicUnit", tag("Content", text(0, 10, "组合里的文字")), ID=51, Width=100, Height=20),
    )
    outer = tag("CompositeObject", ID=6, Boundary="20 30 100 20", ResourceID=50)
    found = document(page(outer, tag("PageBlock", text(30, 100, "分组里的文字"))), resources=resources)
    assert body(found) == ["组合里的文字", "分组里的文字"]
    assert found.blocks[0].place.bbox[0] == pytest.approx(30 * MILLIMETRE, abs=0.1)
    assert found.blocks[0].look.size == pytest.approx(24, abs=0.1)


def test_text_set_twice_is_bold_and_read_once() -> None:
    twice = text(28, 40, "重要提示") + text(28.1, 40, "重要提示") + text(28, 60, "重要提示")
    found = document(page(twice))
    assert [(b.text, b.look.bold) for b in found.blocks] == [("重要提示", True), ("重要提示", False)]


def test_raised_characters_stay_in_their_line() -> None:
    words = text(28, 40, "机房面积为120m") + text(28 + 5 * SIZE + 4 * SIZE / 2, 38, "2", 2.2)
    words += text(28 + 10 * SIZE, 40, "以上。")
    (line,) = body(document(page(words)))
    assert bare(line) == "机房面积为120m2以上。"


def test_spaces_where_the_page_shows_room() -> None:
    words = text(28, 40, "Web") + text(28 + 2.3 * SIZE, 40, "Server") + text(28, 60, "验收", spacing=0.3 * SIZE)
    assert body(document(page(words))) == ["Web Server", "验收"]


def test_hidden_text_is_told_and_left_out() -> None:
    unseen = [
        text(28, 60, "不可见甲", Visible="false"),
        text(28, 70, "不可见乙", Alpha=0),
        text(28, 80, "不可见丙", Fill="false"),
        text(28, -20, "不可见丁"),
    ]
    found = document(page(text(28, 40, "看得见的正文内容在这里。"), *unseen))
    assert body(found) == ["看得见的正文内容在这里。"]
    assert [n.code for n in found.notices] == ["hidden-text"]


def test_a_recognised_layer_under_a_scan_is_read_as_such() -> None:
    lines, _ = paragraph(28, 50, LONG * 3, 36)
    found = document(page(image(0, 0, 210, 297), lines.replace("<ofd:TextObject ", '<ofd:TextObject Alpha="0" ')))
    assert found.status == "read"
    assert found.blocks[0].ocr
    assert bare(found.blocks[0].text) == LONG * 3


def test_a_ruled_table_over_two_pages() -> None:
    head = ["序号", "名称", "金额（万元）"]
    rows = [[str(n), f"设备{n}", f"{n}00.00"] for n in range(1, 9)]
    first = page(text(28, 40, "投资估算如下："), table(28, 230, [20, 80, 40], [head, *rows[:4]]))
    second = page(
        table(28, 30, [20, 80, 40], [head, *rows[4:], ["合计", "", "3600.00"]]), text(28, 200, "以上为估算。")
    )
    (block,) = [b for b in document(first, second).blocks if b.table is not None]
    made = block.table
    assert (made.rows, made.columns, made.header_rows, made.unit) == (10, 3, 1, "万元")
    assert [c.text for c in made.cells if c.column == 3] == [
        "金额（万元）",
        *(f"{n}00.00" for n in range(1, 9)),
        "3600.00",
    ]
    assert {c.place.page for c in made.cells} == {1, 2}


BARS = [(30, 60, 100, 0.3), (30, 68, 100, 0.3), (30, 60, 0.3, 8), (90, 60, 0.3, 8), (130, 60, 0.3, 8)]
RECTANGLES = [
    path("M 0 0 L 60 0 L 60 8 L 0 8 C", "30 60 60 8") + path("S 0 0 L 40 0 L 40 8 L 0 8 C", "90 60 40 8"),
    "".join(
        path(f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", f"{x} {y} {w} {h}", Stroke="false", Fill="true")
        for x, y, w, h in BARS
    ),
    path("M 0 0 A 9 9 0 0 1 30 0 M 0 0 L 30 0 M 0 4 L 30 4 M 0 0 L 0 4 M 30 0 L 30 4", "30 60 60 8", CTM="2 0 0 2 0 0")
    + path("M 0 0 B 20 0 30 0 40 0 L 40 8 L 0 8 C M 0 0 L 40 0", "90 60 40 8"),
]


@pytest.mark.parametrize("drawing", RECTANGLES, ids=["stroked", "filled", "scaled"])
def test_grids_drawn_in_other_ways(drawing: str) -> None:
    found = document(page(text(32, 65, "质保期"), text(92, 65, "两年"), drawing))
    (block,) = found.blocks
    assert [(c.row, c.column, c.text) for c in block.table.cells] == [(1, 1, "质保期"), (1, 2, "两年")]


def test_thick_strokes_are_shading() -> None:
    bands = "".join(rule(30, 62 + 6 * at, 130, 62 + 6 * at, LineWidth=6) for at in range(2))
    found = document(
        page(
            bands,
            rule(30, 59, 30, 71),
            rule(80, 59, 80, 71),
            rule(130, 59, 130, 71),
            text(32, 64, "质保期"),
            text(92, 64, "两年"),
        )
    )
    assert all(block.table is None for block in found.blocks)


def test_bookmarks_are_levels() -> None:
    outline = tag(
        "Outlines",
        tag("OutlineElem", _goto(100) + tag("OutlineElem", _goto(101), Title="质量保证"), Title="总则"),
    )
    found = document(
        page(text(28, 40, "总则"), text(28, 60, "正文。")), page(text(28, 40, "质量保证")), document=outline
    )
    assert [(b.text, b.kind, b.level) for b in found.blocks] == [
        ("总则", "heading", 1), ("正文。", "paragraph", None), ("质量保证", "heading", 2),
    ]  # fmt: skip


def _goto(target: int) -> str:
    return tag("Actions", tag("Action", tag("Goto", tag("Dest", Type="Fit", PageID=target)), Event="CLICK"))


WORDS = st.text(st.sampled_from("质保期为两年，合同金额1200.50元ABab（甲方）"), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(WORDS, st.integers(10, 150), st.integers(20, 270), st.sampled_from([3.2, 4.2333, 6.35])),
        min_size=1, max_size=14,
    )
)  # fmt: skip
def test_no_character_of_a_page_is_lost(placed: list[tuple[str, int, int, float]]) -> None:
    # two of the same at one place are one, as bold print is set twice
    unique = {(words, x, y, size): (words, x, y, size) for words, x, y, size in placed}.values()
    found = document(page(*(text(x, y, words, size) for words, x, y, size in unique)))
    assert Counter(everything(found)) == Counter(bare("".join(words for words, *_ in unique)))


CONTRACT = [
    "示例平台建设项目采购合同", "甲方：示例市大数据中心", "乙方：青岚科技有限公司", "第一条 合同价款",
    "合同总价为人民币1,200,000.00元，大写人民币壹佰贰拾万元整。", "第二条 建设周期",
    "项目建设周期为合同签订之日起12个月。",
    "第三条 质量保证", "质保期为自竣工验收合格之日起24个月。", "第四条 付款方式",
    "合同签订后支付合同总价的30%，验收合格后支付合同总价的65%，余款5%作为质保金。", "第五条 知识产权",
    "本项目形成的全部成果的知识产权归甲方所有。", "签订日期：2025年3月6日",
]  # fmt: skip


def test_the_same_contract_as_text_and_as_ofd_says_the_same() -> None:
    y, objects = 30.0, ""
    for line in CONTRACT:
        made, y = paragraph(28, y, line, 36, indent=0)
        objects += made
    told = extract(Source("合同.txt", "\n".join(CONTRACT).encode()))
    found = extract(Source("合同.ofd", package(page(objects))))
    assert found.kind == told.kind == "contract"
    assert len(told.facts) >= 8
    assert [_said(fact) for fact in found.facts] == [_said(fact) for fact in told.facts]
    for fact in found.facts:
        for evidence in fact.evidence:
            assert evidence.location.page == 1
            assert evidence.location.bbox is not None


def _said(fact: object) -> tuple[object, ...]:
    names = ("kind", "state", "value", "value_max", "op", "unit", "subject", "holder", "text")
    return tuple(getattr(fact, name) for name in names)

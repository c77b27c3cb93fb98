"""Characters drawn later than the words around them: quotation marks, ticks and letters from another font."""

import re

import pytest

FONT = "STSong-Light"
SIZE = 12.0
CLAUSES = [
    "本合同所称“系统”是指“智慧城市运行管理平台”，以下简称‘本项目’。",
    "“本合同”一式“肆”份。",
    "双方确认：“质保期为两年”。",
    "甲方——市大数据局——有权要求……说明“源代码”的存放位置。",
    "质保期为“贰年”（即“二十四个月”），乙方承诺“全天候”响应",
    "☐是☑否提供驻场服务",
    "项目负责人朱镕，联系人䶮先生",
]


def late(page, y, text, missing, *, x=72.0, wide=1.0):
    """Write a row as a word processor does that lacks glyphs: first what it has, then what it lacks, in place.

    Each part is one text object with holes, for PDFium sorts whole objects by itself. Quotation marks that are missing
    come from a font where they are narrow; ``wide`` sets characters apart.
    """
    parts = {}
    for char in text:
        other = re.match(missing, char) is not None
        narrow = 0.5 if other and char in "“”‘’" else 1.0
        parts.setdefault((other, narrow), []).append((x, char))
        x += SIZE * narrow * wide
    for (_, narrow), row in sorted(parts.items()):
        line = page.canvas.beginText(row[0][0], page.height - y)
        line.setFont(FONT, SIZE)
        line.setHorizScale(100 * narrow)
        at, shown = row[0][0], []
        for left, char in row:
            shown.append(f"{(at - left) / SIZE / narrow * 1000:.0f} <{char.encode('utf-16-be').hex()}>")
            at = left + SIZE * narrow
        line._code.append(f"[{' '.join(shown)}] TJ")
        page.canvas.drawText(line)


def read_rows(paper, body, *rows):
    page = paper()
    for number, (text, options) in enumerate(rows):
        late(page, 100 + 40 * number, text, "[“”‘’—…☐☑镕䶮]", **options)
    return ["".join(text.split()) for text in body(page.read())]


@pytest.mark.parametrize("text", CLAUSES)
def test_signs_drawn_late_stand_where_they_are_seen(paper, body, text):
    assert read_rows(paper, body, (text, {})) == [text]


@pytest.mark.parametrize("text", CLAUSES)
def test_also_in_a_row_set_wide(paper, body, text):
    assert "".join(read_rows(paper, body, (text[:18], {"wide": 1.6}))) == text[:18]


def test_also_in_cells(paper, tables, rows):
    page = paper()
    _grid(page)
    for at, (left, right) in enumerate([("“系统”软件", "质保期“贰年”"), ("称“甲方”者", "“甲方”与“乙方”共有")]):
        late(page, 120 + 30 * at, left, "[“”]", x=80)
        late(page, 120 + 30 * at, right, "[“”]", x=260)
    got = [[re.sub(r"\s", "", cell) for cell in row] for row in rows(tables(page.read())[0])]
    assert got == [["“系统”软件", "质保期“贰年”"], ["称“甲方”者", "“甲方”与“乙方”共有"]]


def _grid(page):
    for x in (72, 252, 432):
        page.canvas.line(x, page.height - 100, x, page.height - 160)
    for y in (100, 130, 160):
        page.canvas.line(72, page.height - y, 432, page.height - y)


def test_the_place_of_a_quote_is_where_its_signs_are(paper):
    page = paper()
    late(page, 100, "质保期自“终验”起算", "[“”]")
    block = page.read().blocks[0]
    assert "".join(block.text.split()) == "质保期自“终验”起算"
    box = block.pieces[0].place.bbox
    assert box[0] == pytest.approx(72, abs=1)
    assert box[2] == pytest.approx(72 + 9 * SIZE, abs=1)


def test_two_rows_do_not_mix(paper, body):
    first, second = CLAUSES[0], CLAUSES[3]
    page = paper()
    late(page, 100, first, "[“”‘’—…]")
    late(page, 118, second, "[“”‘’—…]")
    assert "".join("".join(body(page.read())).split()) == first + second


def test_bold_by_drawing_twice_keeps_its_order(paper, body):
    page = paper()
    page.text(72, 100, "质保期 “贰年”")
    page.text(72.3, 100, "质保期 “贰年”")
    assert "质保期“贰年”" in "".join("".join(body(page.read())).split())


def test_a_row_that_goes_back_over_its_own_words_keeps_its_order(paper, body):
    page = paper()
    page.text(72, 100, "甲方应当  按期付款")
    page.text(100, 100, "“—”")
    assert "甲方应当" in "".join("".join(body(page.read())).split())

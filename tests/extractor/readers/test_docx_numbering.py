"""List numbers as Word prints them."""

import subprocess
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.readers.docx import read
from extractor.readers.docx_numerals import spell
from extractor.readers.source import Limits, Source
from tests.extractor.readers.docx_maker import level, numbering, p, package, style


def document(body: str, **options: object) -> Document:
    return read(Source("甲.docx", package(body, **options)), Limits())  # type: ignore[arg-type]


def numbers(items: list[tuple[object, object]], lists: str, styles: str = "") -> list[str]:
    """The numbers of paragraphs in these (numId, ilvl)."""
    body = "".join(p("文", num=item) for item in items)
    parts = {"numbering": lists, "styles": styles}
    return [block.number for block in document(body, parts=parts).blocks]


CHAPTERS = level(0, "第%1章", "chineseCounting") + level(1, "%1.%2") + level(2, "（%3）", "chineseCounting")


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 50: "㊿", 51: "51"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇", 123: "一二三"}),
        ("chineseCountingThousand", {10: "十", 15: "十五", 20: "二十", 100: "一百", 101: "一百〇一", 110: "一百一十"}),
        ("chineseCountingThousand", {1001: "一千〇一", 1010: "一千〇一十", 1100: "一千一百", 20001: "二万〇一"}),
        ("japaneseCounting", {10: "十", 21: "二十一", 100: "百", 101: "百一", 1000: "千"}),
        ("ideographDigital", {10: "一〇", 101: "一〇一"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰", 105: "壹佰零伍"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {3: "c", 0: "0"}),
        ("upperRoman", {4: "IV", 9: "IX", 1994: "MCMXCIV", 4000: "4000"}),
        ("lowerRoman", {14: "xiv"}),
        ("none", {5: ""}),
        ("klingon", {5: "5"}),
    ],
)  # fmt: skip
def test_spelling(number_format: str, expected: dict[int, str]) -> None:
    assert {value: spell(value, number_format) for value in expected} == expected


def test_levels_count_and_restart() -> None:
    items = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert numbers(items, numbering({0: CHAPTERS}, {1: 0})) == [
        "第一章", "一.1", "一.2", "（一）", "（二）", "一.3", "（一）", "第二章", "二.1",
    ]  # fmt: skip


def test_legal_levels_print_digits() -> None:
    lists = numbering({0: level(0, "第%1章", "chineseCounting") + level(1, "%1.%2", extra="<w:isLgl/>")}, {1: 0})
    assert numbers([(1, 0), (1, 1), (1, 0), (1, 1)], lists) == ["第一章", "1.1", "第二章", "2.1"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["第1条", "(1)", "(2)", "第2条", "(1)"]),
        ('<w:lvlRestart w:val="0"/>', ["第1条", "(1)", "(2)", "第2条", "(3)"]),
        ('<w:lvlRestart w:val="1"/>', ["第1条", "(1)", "(2)", "第2条", "(1)"]),
    ],
)
def test_level_restart(restart: str, expected: list[str]) -> None:
    lists = numbering({0: level(0, "第%1条") + level(1, "(%2)", extra=restart)}, {1: 0})
    assert numbers([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], lists) == expected


def test_articles_that_run_through_all_chapters() -> None:
    lists = numbering(
        {
            0: level(0, "第%1章", "chineseCounting")
            + level(1, "第%2条", "chineseCounting", extra='<w:lvlRestart w:val="0"/>')
        },
        {1: 0},
    )
    assert numbers([(1, 0), (1, 1), (1, 0), (1, 1)], lists) == ["第一章", "第一条", "第二章", "第二条"]


def test_lists_of_one_definition_go_on_unless_they_bring_a_start() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering({0: level(0, "%1、", "chineseCounting")}, {1: 0, 2: 0, 3: (0, override)})
    assert numbers([(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)], lists) == ["一、", "二、", "一、", "二、", "三、"]


def test_a_level_override_replaces_the_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "附%1", start=5)}</w:lvlOverride>'
    assert numbers([(1, 0), (1, 0)], numbering({0: CHAPTERS}, {1: (0, override)})) == ["附5", "附6"]


def test_numbering_by_style_with_the_level_found_by_its_link() -> None:
    lists = numbering(
        {
            0: level(0, "第%1章", "chineseCounting", extra='<w:pStyle w:val="A"/>')
            + level(1, "%1.%2", extra='<w:pStyle w:val="B"/><w:isLgl/>')
        },
        {7: 0},
    )
    num = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    styles = style("A", "heading 1", num) + style("B", "heading 2", num) + style("C", "子", '<w:basedOn w:val="B"/>')
    body = p("甲", style="A") + p("乙", style="B") + p("丙", style="C") + p("无", style="B", num=(0, 0))
    found = document(body, parts={"numbering": lists, "styles": styles})
    assert [(block.number, block.level) for block in found.blocks] == [("第一章", 1), ("1.1", 2), ("1.2", 2), ("", 2)]
    assert "自动编号3处" in next(item.message for item in found.notices if item.code == "numbering-rebuilt")


def test_ilvl_inherited_with_the_list_of_the_parent_style() -> None:
    styles = style("A", "甲", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    styles += style("B", "乙", '<w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>')
    lists = numbering({0: CHAPTERS}, {1: 0})
    body = p("甲", style="A") + p("乙", style="B")
    found = document(body, parts={"numbering": lists, "styles": styles})
    assert [block.number for block in found.blocks] == ["第一章", "一.1"]


def test_definitions_linked_through_a_numbering_style() -> None:
    lists = numbering(
        {0: '<w:numStyleLink w:val="L"/>', 1: '<w:styleLink w:val="L"/>' + level(0, "%1)", "lowerLetter")}, {1: 0, 2: 1}
    )
    styles = style("L", "列表", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering")
    assert numbers([(1, 0), (2, 0)], lists, styles) == ["a)", "b)"]


def test_a_link_in_a_circle_ends() -> None:
    lists = numbering({0: '<w:numStyleLink w:val="L"/>' + level(0, "%1.")}, {1: 0})
    styles = style("L", "列表", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    assert numbers([(1, 0)], lists, styles) == ["1."]


def test_bullets_and_levels_without_numbers() -> None:
    lists = numbering(
        {
            0: level(0, "\uf06c", "bullet") + level(1, "%1%2."),
            1: level(0, "%1", "none") + level(1, "%1%2、", "chineseCounting"),
            2: level(0, "附件", "decimal"),
        },
        {1: 0, 2: 1, 3: 2},
    )
    body = "".join(p("文", num=item) for item in [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0)])
    found = document(body, parts={"numbering": lists})
    assert [(block.number, block.kind) for block in found.blocks] == [
        ("", "list_item"), ("1.", "list_item"), ("", "list_item"), ("一、", "list_item"), ("附件", "list_item"),
    ]  # fmt: skip


def test_a_padded_format_in_a_choice() -> None:
    custom = '<mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    custom += '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="A%1"/>'
    lists = numbering({0: f'<w:lvl w:ilvl="0"><w:start w:val="7"/>{custom}</w:lvl>'}, {1: 0})
    assert numbers([(1, 0)], lists) == ["A007"]


def test_numbering_never_enters_the_text_and_empty_or_deleted_paragraphs_count_as_word_counts_them() -> None:
    lists = numbering({0: level(0, "第%1条", "chineseCounting")}, {1: 0})
    num = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", f"{num}<w:rPr><w:del/></w:rPr>")
    body = p("甲", num) + gone + p("", num) + p("乙", num)
    found = document(body, parts={"numbering": lists})
    assert [(block.number, block.text) for block in found.blocks] == [("第一条", "甲"), ("第三条", "乙")]


@pytest.mark.parametrize(
    "lists",
    [
        numbering({0: level(0, "%1.", start="abc")}, {1: 0}),
        numbering({0: level(0, "%1.", start="-5")}, {1: 0}),
        numbering({0: level(0, "%1.", start="9" * 30)}, {1: 0}),
        numbering({0: level(0, "%1.", start=2_000_000_000, fmt="upperLetter")}, {1: 0}),
        numbering({0: '<w:lvl w:ilvl="x"/><w:lvl w:ilvl="99"/><w:lvl/>'}, {1: 0}),
        numbering({0: level(0, "%1.")}, {1: 77}),
        numbering({0: level(0, "%1.")}, {1: (0, '<w:lvlOverride w:ilvl="q"><w:startOverride/></w:lvlOverride>')}),
        numbering({0: level(0, "%1.", extra='<w:lvlRestart w:val="abc"/>')}, {1: 0}),
        "<w:num/><w:abstractNum/>",
    ],
)
def test_bad_values_never_raise(lists: str) -> None:
    found = numbers([(1, 0), ("abc", "abc"), (99, 3), (1, 99), (1, -1), (1, "1e999")], lists)
    assert len(found) == 6


@pytest.mark.system
def test_numbers_are_those_of_libreoffice(tmp_path: Path) -> None:
    """Counting, restarts, shared and overridden lists, passed-over levels; it spells hundreds and isLgl differently."""
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    formats = (
        "decimal", "decimalZero", "decimalFullWidth", "decimalEnclosedCircle", "chineseCounting",
        "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "chineseLegalSimplified", "upperLetter",
        "lowerLetter", "upperRoman",
    )  # fmt: skip
    definitions = {0: CHAPTERS + level(3, "%1.%2.%3.%4")}
    definitions |= {10 + index: level(0, "%1、", name) for index, name in enumerate(formats)}
    lists: dict[int, int | tuple[int, str]] = {1: 0, 2: 0, 3: (0, start), **{key: key for key in definitions if key}}
    order = [
        (1, 1),
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 1),
        (1, 0),
        (1, 3),
        (1, 2),
        (1, 3),
        (2, 0),
        (3, 0),
        (3, 1),
        (1, 0),
    ]
    order += [(key, 0) for key in definitions if key for _ in range(12)]
    data = package("".join(p("文", num=item) for item in order), parts={"numbering": numbering(definitions, lists)})
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=120)
    printed = [line for line in (tmp_path / "a.txt").read_text("utf-8-sig").splitlines() if line]
    mine = [block.number for block in read(Source("a.docx", data), Limits()).blocks]
    assert [line.removesuffix("文").strip() for line in printed] == mine

"""The office's own template: placeholders over runs, in cells and footers; what cannot be used is told at once."""

import contextlib
import io
import json
import zipfile

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.shared import Cm

from review.errors import CannotRun
from review.reporters.docx_holes import BLOCKS, TEXTS
from review.reporters.docx_template import STYLES, built_in, opened, packed
from tests.review.opinions import W, body_of, headings_of, lines_of, parts_of, tables_of

RUN = ("--on", "2026-01-01", "--rules", "qufu", "--fail-on", "never")


def saved(document, file):
    document.save(str(file))
    return file


def in_runs(paragraph, *pieces):
    """Write a paragraph as Word leaves it after editing: one word in several runs."""
    for number, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = number % 2 == 1
    return paragraph


@pytest.fixture
def contract(contract):
    """Return a contract that names its project."""
    file = contract / "采购合同.txt"
    words = file.read_text(encoding="utf-8").replace("第一条", "项目名称：云栖市政务数据平台建设项目\n第一条")
    file.write_text(words, encoding="utf-8")
    return contract


@pytest.fixture
def office(tmp_path):
    """Return an office's template with placeholders where Word leaves them."""
    document = docx.Document()
    in_runs(document.add_paragraph(), "关于“{", "{项目", "名称}}", "”的审查意见（{{审查", "日期}}）")
    table = document.add_table(1, 2)
    in_runs(table.cell(0, 0).paragraphs[0], "单位：{{建设单位}}，材料：{", "{ 报送材料 }", "}。")
    in_runs(table.cell(0, 1).paragraphs[0], "{{检查", "表}}")
    document.add_heading("意见", 1)
    in_runs(document.add_paragraph(), "｛｛", "意见", "｝｝")
    document.add_paragraph("{{签字}}")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("{{校验}}")
    in_runs(document.sections[0].footer.paragraphs[0], "依据：{{依", "据}}")
    document.sections[-1].page_width = Cm(29.7)
    return saved(document, tmp_path / "模板.docx")


def check(shenyue, contract, target, *more):
    return shenyue("check", contract, *RUN, "-o", target, *more)


def test_placeholders_over_runs_in_cells_and_in_footers_are_filled(shenyue, contract, office, tmp_path):
    target = tmp_path / "r.docx"
    done = check(shenyue, contract, target, "--template", office, "-o", tmp_path / "r.json")
    assert done.code == 0
    assert "{{项目}}、{{未读}}" in done.err
    data = target.read_bytes()
    lines = lines_of(data)
    assert lines[0] == "关于“云栖市政务数据平台建设项目”的审查意见（2026年1月1日）"
    assert any(line.startswith("单位：云栖市数据资源局，材料：") and line.endswith("项目。") for line in lines)
    assert not [line for line in lines if "{{" in line or "｛｛" in line or "}" in line]
    (submission,) = json.loads((tmp_path / "r.json").read_bytes())["submissions"]
    text = "\n".join(lines)
    for finding in submission["findings"]:
        assert finding["kind"] not in ("fail", "review", "open") or finding["fingerprint"] in text
    footers = [part for name, part in parts_of(data).items() if name.startswith("word/footer")]
    assert "依据：曲阜市政务信息化项目建设管理办法" in "".join(
        part.text for part in docx.Document(io.BytesIO(data)).sections[0].footer.paragraphs
    )
    assert not [part for part in footers if b"{{" in part]


def test_the_look_of_the_first_letter_of_a_placeholder_holds(shenyue, contract, office, tmp_path):
    check(shenyue, contract, tmp_path / "r.docx", "--template", office)
    first = docx.Document(str(tmp_path / "r.docx")).paragraphs[0]
    assert [(run.text, bool(run.bold)) for run in first.runs if run.text] == [
        ("关于“云栖市政务数据平台建设项目", False),
        ("”的审查意见（2026年1月1日", True),
        ("）", False),
    ]


def test_all_else_of_the_template_stays_byte_for_byte(shenyue, contract, office, tmp_path):
    check(shenyue, contract, tmp_path / "r.docx", "--template", office)
    before, after = parts_of(office.read_bytes()), parts_of((tmp_path / "r.docx").read_bytes())
    assert set(before) == set(after)
    changed = {name for name in before if before[name] != after[name]}
    # of the styles only those are added that the opinion needs
    assert {name for name in changed if "header" not in name and "footer" not in name} == {
        "word/document.xml",
        "word/styles.xml",
    }
    known = {style.name for style in docx.Document(str(office)).styles}
    mine = {style.name for style in docx.Document(str(tmp_path / "r.docx")).styles}
    assert known < mine
    assert {name for name in STYLES.values() if name.startswith("意见")} == mine - known


def test_headings_use_the_style_that_the_template_knows_under_its_own_id(tmp_path, shenyue, contract):
    parts = parts_of(built_in())
    parts["word/styles.xml"] = (
        parts["word/styles.xml"].replace(b'"Heading3"', b'"4"').replace(b"heading 3", b"Heading 3")
    )
    (tmp_path / "t.docx").write_bytes(packed(list(parts.items())))
    check(shenyue, contract, tmp_path / "r.docx", "--template", tmp_path / "t.docx")
    assert [title for level, title in headings_of((tmp_path / "r.docx").read_bytes()) if level == 3]


def test_a_section_and_the_end_of_a_cell_stay(shenyue, contract, office, tmp_path):
    check(shenyue, contract, tmp_path / "r.docx", "--template", office)
    body = body_of((tmp_path / "r.docx").read_bytes())
    assert len(list(body.iter(f"{W}sectPr"))) == 2
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    assert body[0][-1].tag == f"{W}sectPr"


def test_tables_are_as_wide_as_the_text_of_the_template(tmp_path, shenyue, contract):
    document = docx.Document()
    document.sections[0].page_width, document.sections[0].left_margin = Cm(29.7), Cm(2)
    document.sections[0].right_margin = Cm(2)
    document.add_paragraph("{{检查表}}")
    check(shenyue, contract, tmp_path / "r.docx", "--template", saved(document, tmp_path / "t.docx"))
    widths = [int(one.get(f"{W}w")) for one in body_of((tmp_path / "r.docx").read_bytes()).iter(f"{W}gridCol")]
    assert sum(widths) == pytest.approx(25.7 / 2.54 * 1440, abs=10)


def refused(shenyue, contract, tmp_path, file) -> str:
    done = check(shenyue, contract, tmp_path / "r.docx", "--template", file)
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    assert not (tmp_path / "r.docx").exists()
    assert "--template" in done.err
    return done.err


def test_a_template_that_cannot_be_used_is_told_before_anything_is_read(shenyue, contract, tmp_path):
    def written(name: str, data: bytes):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    def without(part: str) -> bytes:
        return packed([(name, data) for name, data in parts_of(built_in()).items() if name != part])

    def instead(part: str, data: bytes) -> bytes:
        return packed(list({**parts_of(built_in()), part: data}.items()))

    cases = {
        "没有这个文件.docx": None,
        "空.docx": b"",
        "文字.docx": "{{意见}}".encode(),
        "旧.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        "截断.docx": built_in()[:2000],
        "无正文.docx": without("word/document.xml"),
        "无样式.docx": without("word/styles.xml"),
        "无类型.docx": without("[Content_Types].xml"),
        "坏正文.docx": instead("word/document.xml", b"<w:document"),
        "实体.docx": instead("word/document.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        "严格.docx": instead(
            "word/document.xml", b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
        ),
    }
    said = {}
    for name, data in cases.items():
        file = tmp_path / name if data is None else written(name, data)
        said[name] = refused(shenyue, contract, tmp_path, file)
        assert name in said[name]
    assert "无法读取" in said["没有这个文件.docx"]
    assert "另存为不加密的 .docx" in said["旧.docx"]
    assert "shenyue template" in said["空.docx"]
    damaged = bytearray(built_in())
    for at in range(0, len(damaged), 97):
        one = bytearray(damaged)
        one[at] ^= 0xFF
        with contextlib.suppress(CannotRun):
            opened(written("坏.docx", bytes(one)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("没有占位符的文字", "没有占位符"),
        ("{{检查表格}}", "您是否要用：检查表"),
        ("意见如下：{{意见}}", "要独占一段"),
        ("{{建设单位}}{{意见}}", "要独占一段"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_told_with_what_to_do(shenyue, contract, tmp_path, words, said):
    document = docx.Document()
    document.add_paragraph(words)
    assert said in refused(shenyue, contract, tmp_path, saved(document, tmp_path / "t.docx"))


def test_a_block_in_a_footer_or_twice_is_told(shenyue, contract, tmp_path):
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{意见}}"
    assert "页眉页脚" in refused(shenyue, contract, tmp_path, saved(document, tmp_path / "t.docx"))
    document = docx.Document()
    document.add_paragraph("{{意见}}")
    document.add_paragraph("{{意见}}")
    assert "不止一次" in refused(shenyue, contract, tmp_path, saved(document, tmp_path / "t.docx"))


def test_macros_are_refused_and_a_dotx_becomes_a_document(shenyue, contract, tmp_path):
    types = parts_of(built_in())["[Content_Types].xml"]
    for kind, name in (("document.macroEnabled.main", "宏.docx"), ("template.main", "模板.dotx")):
        changed = types.replace(b"wordprocessingml.document.main", f"wordprocessingml.{kind}".encode())
        assert changed != types
        (tmp_path / name).write_bytes(packed(list({**parts_of(built_in()), "[Content_Types].xml": changed}.items())))
    assert "含有宏" in refused(shenyue, contract, tmp_path, tmp_path / "宏.docx")
    assert check(shenyue, contract, tmp_path / "r.docx", "--template", tmp_path / "模板.dotx").code == 0
    assert docx.Document(str(tmp_path / "r.docx")).tables


def test_the_environment_names_a_template_for_every_run(shenyue, contract, office, tmp_path, monkeypatch):
    monkeypatch.setenv("SHENYUE_TEMPLATE", str(office))
    assert check(shenyue, contract, tmp_path / "r.docx").code == 0
    assert lines_of((tmp_path / "r.docx").read_bytes())[0].startswith("关于“")
    monkeypatch.setenv("SHENYUE_TEMPLATE", str(tmp_path / "没有.docx"))
    assert shenyue("check", contract, *RUN).code == 0
    done = check(shenyue, contract, tmp_path / "s.docx")
    assert done.code == 2
    assert "SHENYUE_TEMPLATE" in done.err


def test_a_template_without_a_report_made_from_it_is_told(shenyue, contract, office):
    done = shenyue("check", contract, *RUN, "--template", office)
    assert done.code == 2
    assert "-o" in done.err
    done = shenyue("check", contract, *RUN, "--format", "docx")
    assert done.code == 2
    assert "-o" in done.err


def test_the_built_in_template_is_given_to_be_changed(shenyue, contract, tmp_path):
    target = tmp_path / "审查意见书模板.docx"
    done = shenyue("template", "-o", target)
    assert done.code == 0
    assert target.read_bytes() == built_in()
    for name in (*BLOCKS, *TEXTS):
        assert f"{{{{{name}}}}}" in done.out
    assert shenyue("template", "-o", target).code == 2
    assert shenyue("template").code == 2
    assert shenyue("template", "-o", tmp_path / "t.doc").code == 2
    document = docx.Document(str(target))
    document.paragraphs[0].insert_paragraph_before("云栖市数据资源局")
    changed = saved(document, tmp_path / "改.docx")
    assert check(shenyue, contract, tmp_path / "r.docx", "--template", changed).code == 0
    assert check(shenyue, contract, tmp_path / "s.docx").code == 0
    mine, plain = (lines_of((tmp_path / name).read_bytes()) for name in ("r.docx", "s.docx"))
    assert mine == ["云栖市数据资源局", *plain]
    assert not opened(changed).missing


def test_a_prefix_of_another_name_is_no_hindrance(shenyue, contract, tmp_path):
    parts = parts_of(built_in())
    main = parts["word/document.xml"]
    for old, new in ((b"<w:", b"<x:"), (b"</w:", b"</x:"), (b" w:", b" x:"), (b"xmlns:w=", b"xmlns:x=")):
        main = main.replace(old, new)
    (tmp_path / "t.docx").write_bytes(packed(list({**parts, "word/document.xml": main}.items())))
    assert check(shenyue, contract, tmp_path / "r.docx", "--template", tmp_path / "t.docx").code == 0
    assert check(shenyue, contract, tmp_path / "s.docx").code == 0
    assert tables_of((tmp_path / "r.docx").read_bytes()) == tables_of((tmp_path / "s.docx").read_bytes())


def test_text_boxes_are_filled_too_and_blocks_in_them_are_told(shenyue, contract, tmp_path):
    parts = parts_of(built_in())

    def boxed(words: str):
        inner = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
        box = f"<w:p><w:r><w:t>外</w:t></w:r><w:r><w:pict>{inner}</w:pict></w:r></w:p>"
        main = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + box.encode())
        (tmp_path / "t.docx").write_bytes(packed(list({**parts, "word/document.xml": main}.items())))
        return tmp_path / "t.docx"

    assert check(shenyue, contract, tmp_path / "r.docx", "--template", boxed("框：{{项目名称}}")).code == 0
    assert "框：云栖市政务数据平台建设项目" in lines_of((tmp_path / "r.docx").read_bytes())
    (tmp_path / "r.docx").unlink()
    main = {**parts, "word/document.xml": parts["word/document.xml"].replace("{{意见}}".encode(), b"")}
    parts = main
    assert "文本框" in refused(shenyue, contract, tmp_path, boxed("{{意见}}"))


def test_nothing_in_a_package_is_dated(tmp_path):
    with zipfile.ZipFile(io.BytesIO(built_in())) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}

"""A report that is a file for one submission and a folder for several: names, reruns, what is left alone."""

import hashlib
from contextlib import ExitStack
from pathlib import Path

import pytest

from review.errors import CannotRun
from review.output import put_aside
from review.shelf import LIST, check_shelf, safe_names, written_each

FORBIDDEN = '<>:"/\\|?*'


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def write(file, *files: tuple[str, bytes]) -> None:
    with ExitStack() as stack, written_each(file, lambda: stack.enter_context(put_aside())) as shelf:
        for name, data in files:
            shelf.put(name, data)


def test_one_is_a_file_and_several_are_a_folder(tmp_path):
    write(tmp_path / "r.docx", ("a/一", b"1"))
    assert names_in(tmp_path) == ["r.docx"]
    write(tmp_path / "s.docx", ("a/一", b"1"), ("a/二", b"2"))
    assert names_in(tmp_path) == ["r.docx", "s"]
    assert {name: (tmp_path / "s" / name).read_bytes() for name in ("一.docx", "二.docx")} == {
        "一.docx": b"1",
        "二.docx": b"2",
    }


def test_the_list_is_one_that_can_be_verified(tmp_path):
    write(tmp_path / "s.docx", ("一", b"1"), ("二", b"2"))
    lines = (tmp_path / "s" / LIST).read_text(encoding="utf-8").splitlines()
    assert lines == [f"{hashlib.sha256(data).hexdigest()}  {name}.docx" for name, data in (("一", b"1"), ("二", b"2"))]


def test_nothing_stands_where_the_run_did_not_end_well(tmp_path):
    def broken() -> None:
        with ExitStack() as stack, written_each(tmp_path / "r.docx", lambda: stack.enter_context(put_aside())) as shelf:
            shelf.put("a", b"1")
            shelf.put("b", b"2")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert names_in(tmp_path) == []


def test_a_rerun_replaces_what_is_its_own_and_nothing_else(tmp_path):
    file, folder = tmp_path / "r.docx", tmp_path / "r"
    write(file, ("a", b"1"), ("b", b"2"), ("c", b"3"))
    (folder / "采购合同.docx").write_bytes(b"a document of the office")
    (folder / "c.docx").write_bytes(b"signed by a person")
    write(file, ("a", b"4"), ("d", b"5"))
    assert {name: (folder / name).read_bytes() for name in names_in(folder) if name != LIST} == {
        "a.docx": b"4",
        "c.docx": b"signed by a person",
        "d.docx": b"5",
        "采购合同.docx": b"a document of the office",
    }
    assert names_in(tmp_path) == ["r"]


def test_a_forged_list_takes_nothing_away_elsewhere(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "keep.docx").write_bytes(b"k")
    digest = hashlib.sha256(b"k").hexdigest()
    (tmp_path / "r" / LIST).write_text(f"{digest}  ../keep.docx\n{digest}  ..\n", encoding="utf-8")
    write(tmp_path / "r.docx", ("a", b"1"), ("b", b"2"))
    assert names_in(tmp_path / "r") == [LIST, "a.docx", "b.docx"]
    assert (tmp_path / "keep.docx").read_bytes() == b"k"


def test_a_link_in_the_folder_is_replaced_and_not_followed(tmp_path):
    write(tmp_path / "r.docx", ("a", b"0"), ("b", b"0"))
    (tmp_path / "原件").write_bytes(b"original")
    (tmp_path / "r" / "a.docx").unlink()
    (tmp_path / "r" / "a.docx").symlink_to(tmp_path / "原件")
    write(tmp_path / "r.docx", ("a", b"1"), ("b", b"2"))
    assert (tmp_path / "原件").read_bytes() == b"original"
    assert (tmp_path / "r" / "a.docx").read_bytes() == b"1"


def test_reports_never_stand_among_papers(tmp_path, capsys):
    (tmp_path / "送审").mkdir()
    (tmp_path / "送审" / "合同.docx").write_bytes(b"a paper")
    (tmp_path / "送审（意见书）").write_bytes(b"a file")
    for _ in range(2):
        write(tmp_path / "送审.docx", ("a", b"1"), ("b", b"2"))
        assert "送审（意见书2）" in capsys.readouterr().err
    assert names_in(tmp_path) == ["送审", "送审（意见书2）", "送审（意见书）"]
    assert names_in(tmp_path / "送审") == ["合同.docx"]
    assert names_in(tmp_path / "送审（意见书2）") == [LIST, "a.docx", "b.docx"]
    (tmp_path / "空").mkdir()
    write(tmp_path / "空.docx", ("a", b"1"), ("b", b"2"))
    assert names_in(tmp_path / "空") == [LIST, "a.docx", "b.docx"]


def test_a_folder_in_the_place_of_the_file_is_told_before_anything_is_read(tmp_path):
    (tmp_path / "s.docx").mkdir()
    with pytest.raises(CannotRun, match="这是一个文件夹"):
        check_shelf(tmp_path / "s.docx")


def test_the_command_line_writes_a_folder_for_several_however_they_are_called(shenyue, tmp_path):
    for name in ("一/项目", "二/项目", "三/-rf", "四/合同\u202excod"):
        (tmp_path / "送审" / name).mkdir(parents=True)
        (tmp_path / "送审" / name / "合同.txt").write_text("合同\n\n质保期为一年。\n", encoding="utf-8")
    run = ("--on", "2026-01-01", "--rules", "qufu-30-warranty-2y", "--fail-on", "never")
    assert shenyue("check", tmp_path / "送审", *run, "-o", tmp_path / "r.docx").code == 0
    names = [LIST, "_-rf.docx", "合同_xcod.docx", "项目 (2).docx", "项目.docx"]
    assert names_in(tmp_path / "r") == names
    before = [(tmp_path / "r" / name).read_bytes() for name in names]
    assert shenyue("check", tmp_path / "送审", *run, "-o", tmp_path / "r.docx").code == 0
    assert [(tmp_path / "r" / name).read_bytes() for name in names] == before
    assert shenyue("check", tmp_path / "送审" / "一", *run, "-o", tmp_path / "s.docx").code == 0
    assert names_in(tmp_path) == ["r", "s.docx", "送审"]


HOSTILE = [
    "../../etc/passwd", "/", ".", "", "a/..", "..\\..\\x", "-rf", "~$合同", ".hidden", "NUL", "con.docx", "COM¹",
    "aux ", "合同.", "a\0b", "a\nb", "a\u202ecod.exe", "a\u200bb", "x" * 300, "长" * 300, 'q"<>|?*:', "e\u0301", "é",
    "É", "Ａ", "=cmd|'/c calc'!A1", "<script>", "a\ue000b", "LPT1.txt", "件", "件", "件 (2)", "\u3000", "💾" * 80,
]  # fmt: skip


def test_names_are_safe_on_every_system_and_no_two_are_alike(tmp_path):
    names = safe_names(HOSTILE)
    assert len({name.casefold() for name in names}) == len(HOSTILE)
    for name in names:
        assert name.strip(" .") == name != ""
        assert not set(name) & set(FORBIDDEN)
        assert name.isprintable() or "\u3000" in name
        assert name[0] not in "-~$."
        assert name.split(".")[0].casefold() not in {"nul", "con", "aux", "prn", "com¹", "lpt1"}
        (tmp_path / f"{name}.docx").write_bytes(b"")
    assert len(names_in(tmp_path)) == len(HOSTILE)
    assert safe_names(HOSTILE) == names


def test_numbers_follow_the_order_of_the_submissions():
    assert safe_names(["一/项目", "二/项目", "三/项目 (2)", "四/项目"]) == [
        "项目",
        "项目 (2)",
        "项目 (2) (2)",
        "项目 (3)",
    ]

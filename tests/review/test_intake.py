"""Which files make one submission, and what is left aside."""

import os
import zipfile
from pathlib import Path

import pytest

from review.filetypes import Role, role_of
from review.intake import By, Intake, find_files, find_packages


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a function that makes files (a name ending in "/" makes a folder) and stands in their folder."""
    monkeypatch.chdir(tmp_path)

    def make(*names: str) -> Path:
        for name in names:
            path = tmp_path / name
            if name.endswith("/"):
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"内容：{name}", encoding="utf-8")
        return tmp_path

    return make


def found(paths: list[str], by: By = "auto") -> dict[str, list[str]]:
    return shape(find_packages(paths, by))


def shape(intake: Intake) -> dict[str, list[str]]:
    return {package.path: [listing.path for listing in package.listings] for package in intake.packages}


def test_a_folder_with_a_document_is_one_submission_with_everything_below(tree):
    tree("甲/合同.docx", "甲/附件/技术协议.pdf", "甲/附件/说明.md", "乙/方案.pdf")
    assert found(["."]) == {
        "./乙": ["方案.pdf"],
        "./甲": ["合同.docx", "附件/技术协议.pdf", "附件/说明.md"],
    }


def test_a_submission_yaml_makes_its_folder_a_submission_and_is_no_document(tree):
    tree("项目/submission.yaml", "项目/a/合同.docx", "项目/b/方案.pdf")
    (package,) = find_packages(["项目"], "auto").packages
    assert [listing.path for listing in package.listings] == ["a/合同.docx", "b/方案.pdf"]
    assert package.profile is not None


def test_text_files_alone_make_a_submission_only_in_a_leaf(tree):
    tree("根/README.md", "根/甲/合同.txt", "根/乙/方案.pdf")
    intake = find_packages(["根"], "auto")
    assert shape(intake) == {"根/乙": ["方案.pdf"], "根/甲": ["合同.txt"]}
    assert sum(intake.aside.values()) == 1


def test_a_folder_beside_nothing_but_litter_is_still_a_leaf(tree):
    tree("根/合同.txt", "根/空/", "根/.git/config", "根/缓存/Thumbs.db")
    assert found(["根"]) == {"根": ["合同.txt"]}


def test_in_a_folder_of_archives_each_is_a_submission(tree):
    tree("收件/甲.zip", "收件/乙.7z", "收件/丙/合同.docx")
    assert found(["收件"]) == {"收件/丙": ["合同.docx"], "收件/乙.7z": ["乙.7z"], "收件/甲.zip": ["甲.zip"]}


def test_archives_beside_a_document_belong_to_its_submission(tree):
    tree("甲/合同.docx", "甲/附件.zip")
    assert found(["甲"]) == {"甲": ["合同.docx", "附件.zip"]}


def test_by_folder_takes_each_path_whole(tree):
    tree("甲/一/合同.docx", "甲/二/方案.pdf")
    assert found(["甲"], "folder") == {"甲": ["一/合同.docx", "二/方案.pdf"]}


def test_by_file_takes_each_file_alone(tree):
    tree("甲/一/合同.docx", "甲/方案.pdf", "甲/包.zip", "甲/图.dwg")
    assert found(["甲"], "file") == {
        "甲/一/合同.docx": ["合同.docx"],
        "甲/包.zip": ["包.zip"],
        "甲/方案.pdf": ["方案.pdf"],
    }


def test_a_file_given_directly_is_one_and_its_neighbours_profile_does_not_hold(tree):
    tree("甲/合同.docx", "甲/submission.yaml")
    (package,) = find_packages(["甲/合同.docx"], "auto").packages
    assert (package.path, package.listings[0].path, package.profile) == ("甲/合同.docx", "合同.docx", None)
    assert package.passed_by is not None


@pytest.mark.parametrize(
    "name", ["~$合同.docx", "Thumbs.db", ".DS_Store", "desktop.ini", "~WRL0001.tmp", "._合同.docx", ".~lock.合同.docx#"]
)
def test_lock_and_system_files_are_left_aside_and_counted(tree, name):
    tree(f"甲/{name}", "甲/合同.docx")
    intake = find_packages(["甲"], "auto")
    assert shape(intake) == {"甲": ["合同.docx"]}
    assert intake.aside == {"锁文件和系统文件": 1}
    assert "1个" in (intake.aside_sentence() or "")


def test_a_lock_file_named_by_a_pattern_is_left_aside(tree):
    tree("~$合同.docx", "合同.docx")
    assert found(["~$合同.docx", "合同.docx"]) == {"合同.docx": ["合同.docx"]}


@pytest.mark.parametrize("name", ["平面图.dwg", "演示.mp4", "setup.exe", "expected.yaml", "数据.json", "build.py"])
def test_what_carries_no_requirement_is_left_aside(tree, name):
    tree(f"甲/{name}", "甲/合同.docx")
    assert found(["甲"]) == {"甲": ["合同.docx"]}


def test_a_file_without_a_known_ending_is_told_by_its_bytes(tree):
    root = tree("x/")
    (root / "合同").write_bytes(b"%PDF-1.7 ...")
    (root / "附件.bak").write_bytes("第一条".encode())
    (root / "附件").write_bytes("第一条".encode())
    (root / "数据.dat").write_bytes(b"\x00\x01\x02")
    assert [role_of(root / name) for name in ("合同", "附件", "附件.bak", "数据.dat")] == [
        Role.DOCUMENT,
        Role.LIGHT,
        Role.UNKNOWN,
        Role.UNKNOWN,
    ]


def test_texts_of_unknown_endings_make_no_submission_but_belong_to_one(tree):
    tree("文稿/合同.src", "甲/合同.docx", "甲/附录/合同.src")
    assert found(["."]) == {"./甲": ["合同.docx", "附录/合同.src"]}


def test_paths_are_reported_as_given_and_sorted(tree):
    tree("b/合同.docx", "a/x/合同.docx")
    assert list(found(["./b", "a/"])) == ["./b", "a/x"]


def test_the_same_folder_given_twice_is_checked_once(tree):
    tree("甲/合同.docx")
    intake = find_packages(["甲", "./甲"], "auto")
    assert len(intake.packages) == 1
    assert "重复" in intake.problems[0]


def test_a_missing_path_is_told_and_the_rest_goes_on(tree):
    tree("甲/合同.docx")
    intake = find_packages(["没有", "甲"], "auto")
    assert (len(intake.packages), intake.missing) == (1, 1)
    assert intake.problems[0].startswith("没有：找不到")


def test_links_out_of_the_tree_are_refused(tree):
    root = tree("外面/秘密.docx", "甲/合同.docx")
    (root / "甲" / "链接.docx").symlink_to(root / "外面" / "秘密.docx")
    (root / "甲" / "链接夹").symlink_to(root / "外面")
    intake = find_packages(["甲"], "auto")
    assert shape(intake) == {"甲": ["合同.docx"]}
    assert intake.aside["指向所给路径之外的链接"] == 2


def test_links_in_a_circle_end(tree):
    root = tree("甲/合同.docx", "甲/附件/图.pdf")
    (root / "甲" / "附件" / "回去").symlink_to(root / "甲")
    intake = find_packages(["甲"], "auto")
    assert shape(intake) == {"甲": ["合同.docx", "附件/图.pdf"]}
    assert intake.aside["绕回上级文件夹的链接"] == 1


def test_links_inside_the_tree_are_followed(tree):
    root = tree("甲/一/合同.docx", "甲/二/")
    (root / "甲" / "二" / "同一份.docx").symlink_to(root / "甲" / "一" / "合同.docx")
    assert found(["甲"], "folder") == {"甲": ["一/合同.docx", "二/同一份.docx"]}


def test_a_broken_link_and_a_pipe_are_left_aside(tree):
    root = tree("甲/合同.docx")
    (root / "甲" / "断.docx").symlink_to(root / "甲" / "不存在.docx")
    os.mkfifo(root / "甲" / "管道.docx")
    intake = find_packages(["甲"], "auto")
    assert shape(intake) == {"甲": ["合同.docx"]}
    assert sum(intake.aside.values()) == 2


def test_names_that_are_no_utf8_survive(tree):
    root = tree("甲/")
    raw = os.fsencode(root / "甲") + b"/\xff\xb0.docx"
    with open(raw, "wb") as stream:  # noqa: PTH123  pathlib has no bytes
        stream.write(b"x")
    (package,) = find_packages(["甲"], "auto").packages
    (listing,) = package.listings
    assert listing.path == r"\xff\xb0.docx"
    assert listing.file.read_bytes() == b"x"


def test_the_longest_names_a_disk_takes_are_read(tree):
    name = "长" * 83 + ".docx"  # 254 bytes
    tree(f"甲/{name}")
    assert found(["甲"]) == {"甲": [name]}


def test_a_path_longer_than_the_system_opens_is_told(tree, monkeypatch):
    root = tree("甲/合同.docx")
    monkeypatch.chdir(root / "甲")
    for _ in range(20):  # each step by itself: the whole is longer than any call takes
        os.mkdir("深" * 80)  # noqa: PTH102  relative on purpose
        os.chdir("深" * 80)
    Path("方案.docx").write_text("x", encoding="utf-8")
    os.chdir(root)
    intake = find_packages([str(root / "甲")], "auto")
    assert shape(intake) == {str(root / "甲"): ["合同.docx"]}
    assert intake.missing == 1
    assert any("名称过长" in problem for problem in intake.problems)


def test_links_that_lead_to_each_other_or_to_themselves_end(tree):
    root = tree("甲/合同.docx", "甲/一/图.pdf", "甲/二/表.pdf")
    (root / "甲" / "一" / "去二").symlink_to(root / "甲" / "二")
    (root / "甲" / "二" / "去一").symlink_to(root / "甲" / "一")
    (root / "甲" / "自己").symlink_to(root / "甲" / "自己")
    intake = find_packages(["甲"], "auto")
    assert shape(intake) == {"甲": ["一/去二/表.pdf", "一/图.pdf", "二/去一/图.pdf", "二/表.pdf", "合同.docx"]}
    assert intake.aside["绕回上级文件夹的链接"] == 2
    assert sum(intake.aside.values()) == 3


def test_deep_folders_end_with_a_sentence(tree, monkeypatch):
    monkeypatch.setattr("review.intake.DEPTH", 3)
    tree("1/2/3/4/5/合同.docx", "1/方案.docx")
    intake = find_packages(["1"], "auto")
    assert (shape(intake), intake.missing) == ({"1": ["方案.docx"]}, 1)


def test_outline_reports_each_file_under_the_path_given(tree):
    tree("甲/一/合同.docx", "方案.pdf")
    listings, _ = find_files(["甲", "./方案.pdf"])
    assert [listing.path for listing in listings] == ["甲/一/合同.docx", "./方案.pdf"]


@pytest.mark.parametrize(
    ("first", "role"),
    [("[Content_Types].xml", Role.DOCUMENT), ("OFD.xml", Role.DOCUMENT), ("材料/合同.docx", Role.ARCHIVE)],
)
def test_a_zip_without_an_ending_is_told_by_its_first_member(tree, first, role):
    file = tree("x/") / "x" / "报送材料"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(first, "x")
    assert role_of(file) is role


def test_an_annotated_copy_beside_its_original_is_left_aside_and_told(tree):
    tree("甲/合同.docx", "甲/合同（批注）.docx", "甲/方案.pdf", "甲/方案（批注）.docx")
    Path("甲/合同（批注）.docx").write_bytes(Path("甲/合同.docx").read_bytes())
    intake = find_packages(["甲"], "auto")
    assert shape(intake) == {"甲": ["合同.docx", "方案.pdf", "方案（批注）.docx"]}
    assert intake.aside == {"批注本": 1}
    (problem,) = intake.problems
    assert "合同（批注）.docx" in problem
    assert found(["甲/合同（批注）.docx"]) == {"甲/合同（批注）.docx": ["合同（批注）.docx"]}

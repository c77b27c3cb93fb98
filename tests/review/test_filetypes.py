"""What a file is to a submission by its name, and which unread files make the exit code 3."""

from pathlib import Path, PurePath

import pytest

from checks.submission import NEVER_CARRIERS
from extractor.document import Document, Place, Unread
from extractor.fact import Extracted
from extractor.readers import READERS
from review.errors import ExitCode
from review.filetypes import ASIDE, DOCUMENTS, LIGHT, Role, role_of, role_of_name
from review.intake import Intake, find_packages
from review.reading import unread_code

READ = [
    "pdf",
    "docx",
    "doc",
    "wps",
    "rtf",
    "xlsx",
    "xlsm",
    "xls",
    "xlsb",
    "et",
    "csv",
    "tsv",
    "ofd",
    "png",
    "jpg",
    "jpeg",
    "tif",
    "tiff",
    "bmp",
]


@pytest.mark.parametrize("ending", [*READ, *map(str.upper, READ)])
def test_what_is_read_makes_its_folder_a_submission(ending, tmp_path):
    assert role_of_name(f"采购合同.{ending}") is Role.DOCUMENT
    (tmp_path / "项目").mkdir()
    (tmp_path / "项目" / f"采购合同.{ending}").write_bytes(b"x")
    (tmp_path / "项目" / "附件").mkdir()
    (tmp_path / "项目" / "附件" / "清单.docx").write_bytes(b"x")
    (package,) = find_packages([str(tmp_path)], "auto").packages
    assert len(package.listings) == 2


@pytest.mark.parametrize("ending", ["md", "txt", "html", "htm", "mht", "mhtml"])
def test_light_texts_belong_to_a_submission_and_make_none(ending, tmp_path):
    for name in (f"说明.{ending}", "甲/合同.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (package,) = find_packages([str(tmp_path)], "auto").packages
    assert package.path.endswith("甲")
    assert role_of_name(f"说明.{ending}") is Role.LIGHT


def test_every_format_with_a_reader_has_an_ending_that_is_taken():
    endings = {ending.removeprefix(".") for ending in DOCUMENTS | LIGHT}
    assert set(READERS) - {"image"} <= endings


def test_what_never_carries_a_requirement_is_left_aside_by_the_same_list():
    assert NEVER_CARRIERS <= ASIDE
    assert not ASIDE & (DOCUMENTS | LIGHT)


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"])
def test_a_picture_without_an_ending_is_a_document(tmp_path, head):
    file = tmp_path / "扫描件"
    file.write_bytes(head + b"\0" * 20)
    assert role_of(file) is Role.DOCUMENT


def code(name, reason, fmt="image", kind="unknown"):
    unread = (Unread(Place(), reason, "没有读取。"),)
    document = Document(name, "0", 1, fmt, "unreadable", unread=unread)
    return unread_code([Extracted(document, kind, "")], Intake())


def test_a_photo_that_shows_no_text_was_looked_at():
    assert code("现场照片.jpg", "empty") is ExitCode.CLEAN


@pytest.mark.parametrize("reason", ["needs-tool", "no-text-layer", "corrupt", "garbled-text", "limit", "timed-out"])
def test_a_picture_that_was_not_looked_at_may_be_a_scan(reason):
    assert code("现场照片.jpg", reason) is ExitCode.UNREAD


def test_a_scan_that_is_named_and_shows_nothing_was_not_read():
    assert code("采购合同扫描件.jpg", "empty", kind="contract") is ExitCode.UNREAD


def test_an_empty_file_of_another_format_was_not_read():
    assert code("附件.docx", "empty", fmt="docx") is ExitCode.UNREAD


@pytest.mark.parametrize("name", ["总图.dwg", "汇报.mp4", "汇报.WEBM", "录音.m4a", "setup.exe", "模型.ifc"])
def test_drawings_videos_and_programs_given_directly_change_nothing(name):
    assert code(name, "unsupported-format", fmt="unknown") is ExitCode.CLEAN
    assert role_of_name(PurePath(name).name) is Role.ASIDE


def test_a_folder_of_photos_is_a_submission(tmp_path):
    (tmp_path / "照片.jpeg").write_bytes(b"x")
    assert [listing.path for listing in find_packages([str(tmp_path)], "auto").packages[0].listings] == ["照片.jpeg"]
    assert role_of(Path("照片.jpeg")) is Role.DOCUMENT

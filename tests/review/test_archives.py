"""Archives on the command line: which submission they make, how members are reported, what one of them may cost."""

import io
import json
import os
import re
import tempfile
import time
from pathlib import Path

import py7zr
import pytest

from extractor.archives import ArchiveLimits, Opened
from review import batch, unpack
from review.intake import Intake, find_packages
from review.unpack import OpenTask, grouped, unpacked
from tests.extractor.archive_maker import LINK, LOCKED, File, make_zip
from tests.extractor.readers.docx_maker import p, package

RULE = ("--rules", "base-warranty-2y")
CONTRACT = """软件开发合同
甲方：云栖市数据资源局
乙方：青岚科技有限公司
第一条 质量保证期为三年，自最终验收合格之日起计算。
"""
SHORT = CONTRACT.replace("三年", "一年")
PROFILE = b"classified: true\ninvest_total: 300\xe4\xb8\x87\xe5\x85\x83\n"


def packed(**files: bytes | str) -> bytes:
    return zipped({f"{name}.txt": data for name, data in files.items()})


def zipped(files: dict[str, bytes | str], encoding: str = "utf-8") -> bytes:
    return make_zip(
        *(File(n.encode(encoding), d.encode() if isinstance(d, str) else d) for n, d in files.items()),
    )


def seven(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return stream.getvalue()


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Return a function that writes files below a folder and stands in it."""
    monkeypatch.chdir(tmp_path)

    def call(**files: bytes | str) -> Path:
        for name, data in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data.encode() if isinstance(data, str) else data)
        return tmp_path

    return call


def checked(shenyue, *arguments) -> tuple[int, dict[str, dict[str, dict]], str]:
    """Return the exit code, the documents of each submission by path, and what was said."""
    done = shenyue("check", *arguments, *RULE, "--format", "json")
    report = json.loads(done.out)
    found = {one["path"]: {doc["path"]: doc for doc in one["documents"]} for one in report["submissions"]}
    return done.code, found, done.err


def reason(document: dict) -> str | None:
    return document["unread"][0]["reason"] if document["unread"] else None


# what a submission is


def test_an_archive_given_directly_is_one_submission(shenyue, put):
    put(**{"报送/package.zip": zipped({"材料/采购合同.txt": CONTRACT, "材料/附件/说明.md": "# 说明"}, "gbk")})
    code, found, _ = checked(shenyue, "报送/package.zip")
    assert (code, list(found)) == (0, ["报送/package.zip"])
    assert list(found["报送/package.zip"]) == ["package.zip!/材料/采购合同.txt", "package.zip!/材料/附件/说明.md"]


@pytest.mark.parametrize(
    ("by", "paths"),
    [
        ("auto", {"收件/甲.zip": ["甲.zip!/合同.txt"], "收件/乙.7z": ["乙.7z!/合同.txt"]}),
        ("file", {"收件/甲.zip": ["甲.zip!/合同.txt"], "收件/乙.7z": ["乙.7z!/合同.txt"]}),
        ("folder", {"收件": ["乙.7z!/合同.txt", "甲.zip!/合同.txt"]}),
    ],
)
def test_a_folder_of_archives_by_each_way(shenyue, put, by, paths):
    put(**{"收件/甲.zip": packed(合同=CONTRACT), "收件/乙.7z": seven({"合同.txt": CONTRACT.encode()})})
    _, found, _ = checked(shenyue, "收件", "--by", by)
    assert {path: list(documents) for path, documents in found.items()} == dict(sorted(paths.items()))


def test_an_archive_beside_a_document_is_opened_as_part_of_its_submission(shenyue, put):
    put(**{"甲/方案.docx": package(p("建设方案")), "甲/附件.zip": packed(采购合同=SHORT)})
    code, found, _ = checked(shenyue, "甲")
    assert (code, list(found["甲"])) == (1, ["方案.docx", "附件.zip!/采购合同.txt"])


def test_archives_in_archives_are_opened(shenyue, put):
    inner = seven({"三层/采购合同.txt": SHORT.encode()})
    put(**{"a.zip": zipped({"b.zip": zipped({"c.7z": inner, "x.txt": "其他"}), "y.txt": "说明"})})
    code, found, _ = checked(shenyue, "a.zip")
    assert (code, list(found["a.zip"])) == (
        1,
        ["a.zip!/b.zip!/c.7z!/三层/采购合同.txt", "a.zip!/b.zip!/x.txt", "a.zip!/y.txt"],
    )


def test_archives_nested_too_deep_are_told(shenyue, put):
    data = packed(采购合同=SHORT)
    for level in range(6, 0, -1):
        data = zipped({f"{level}.zip": data, f"说明{level}.txt": "说明"})
    put(**{"a.zip": data})
    _, found, _ = checked(shenyue, "a.zip")
    lost = {path: document for path, document in found["a.zip"].items() if document["unread"]}
    assert {path: (reason(doc), doc["format"]) for path, doc in lost.items()} == {
        "a.zip!/1.zip!/2.zip!/3.zip!/4.zip!/5.zip": ("limit", "archive")
    }


def test_litter_in_an_archive_is_left_aside_and_counted(shenyue, put):
    names = [
        "__MACOSX/._合同.txt",
        "材料/.DS_Store",
        "材料/~$合同.docx",
        "材料/Thumbs.db",
        "材料/图.dwg",
        "材料/合同.txt",
    ]
    put(**{"a.zip": zipped(dict.fromkeys(names, CONTRACT))})
    code, found, said = checked(shenyue, "a.zip")
    assert (code, list(found["a.zip"])) == (0, ["a.zip!/材料/合同.txt"])
    assert "锁文件和系统文件4个" in said
    assert "图纸、音视频、程序和数据文件1个" in said


@pytest.mark.parametrize("place", ["submission.yaml", "材料/submission.yaml"])
def test_a_profile_in_an_archive_holds(shenyue, put, place):
    files = {place: PROFILE, "材料/合同.txt": CONTRACT, "__MACOSX/._x": b""}
    put(**{"a.zip": zipped(files)})
    done = shenyue("check", "a.zip", *RULE, "--format", "json")
    (submission,) = json.loads(done.out)["submissions"]
    assert (submission["profile"]["classified"], submission["profile"]["invest_total"]) == (True, "3000000.00")
    assert [document["path"] for document in submission["documents"]] == ["a.zip!/材料/合同.txt"]


def test_a_profile_deep_in_an_archive_or_beside_others_does_not_hold_and_that_is_said(shenyue, put):
    inner = zipped({"submission.yaml": PROFILE, "合同.txt": CONTRACT})
    put(
        **{
            "甲/b.zip": inner,
            "甲/方案.pdf": b"%PDF-1.7",
            "c.zip": zipped({"甲/submission.yaml": PROFILE, "乙/合同.txt": CONTRACT}),
        }
    )
    for path in ("甲", "c.zip"):
        done = shenyue("check", path, *RULE, "--format", "json")
        (submission,) = json.loads(done.out)["submissions"]
        assert submission["profile"]["classified"] is None
        assert "submission.yaml未采用" in done.err


def test_a_broken_profile_in_an_archive_is_told_with_its_place(shenyue, put):
    put(**{"a.zip": zipped({"submission.yaml": "stage: nonsense\n", "合同.txt": CONTRACT})})
    done = shenyue("check", "a.zip", *RULE)
    assert done.code == 2
    assert "a.zip!/submission.yaml:1:" in done.err


@pytest.mark.parametrize("name", ["附件.txt", "材料/附件.txt", "a.zip!/材料/附件.txt"])
def test_a_profile_names_documents_in_an_archive(shenyue, put, name):
    profile = f"documents: {{{name}: contract}}\n"
    put(**{"a.zip": zipped({"材料/附件.txt": "质保期为一年。"}), "p.yaml": profile})
    done = shenyue("check", "a.zip", *RULE, "--profile", "p.yaml", "--format", "json")
    (submission,) = json.loads(done.out)["submissions"]
    assert submission["documents"][0]["kind"] == "contract"
    assert "不在材料中" not in done.err


# what is read


def test_a_word_file_in_an_archive_gives_the_same_facts(shenyue, put):
    word = package(p("软件开发合同") + p("第一条 质量保证期为一年，自验收合格之日起计算。"))
    put(**{"采购合同.docx": word, "a.zip": zipped({"采购合同.docx": word})})
    code, alone, _ = checked(shenyue, "采购合同.docx")
    code_in, inside, _ = checked(shenyue, "a.zip")
    one, other = alone["采购合同.docx"]["采购合同.docx"], inside["a.zip"]["a.zip!/采购合同.docx"]
    assert one["facts"]
    assert json.loads(json.dumps(other).replace("a.zip!/", "")) == one
    assert code == code_in == 1


def test_equal_members_are_listed_each(shenyue, put):
    put(**{"a.zip": zipped({"一/合同.txt": SHORT, "二/合同.txt": SHORT, "b.zip": zipped({"合同.txt": SHORT})})})
    _, found, _ = checked(shenyue, "a.zip")
    facts = {path: document["facts"] for path, document in found["a.zip"].items()}
    assert list(facts) == ["a.zip!/b.zip!/合同.txt", "a.zip!/一/合同.txt", "a.zip!/二/合同.txt"]
    assert all(fact["evidence"][0]["document"] == path for path, found in facts.items() for fact in found)
    assert len({len(found) for found in facts.values()}) == 1


def test_the_report_does_not_depend_on_the_number_of_workers(shenyue, put):
    files = {f"{n}.zip": zipped({f"{m}.zip": packed(合同=SHORT + str(n * m)) for m in range(3)}) for n in range(3)}
    files["坏.zip"] = zipped({"合同.txt": SHORT, "附件.txt": CONTRACT})[:-90]
    put(**{f"收件/{name}": data for name, data in files.items()})
    runs = [shenyue("check", "收件", *RULE, "--jobs", jobs, "--format", "json") for jobs in ("1", "3")]
    assert runs[0].out == runs[1].out
    assert runs[0].out.count("!/合同.txt") > 9


def test_a_file_called_zip_that_is_a_word_file_is_read_as_one(shenyue, put):
    put(**{"合同.zip": package(p("软件开发合同") + p("质量保证期为三年。"))})
    _, found, _ = checked(shenyue, "合同.zip")
    assert found["合同.zip"]["合同.zip"]["format"] == "docx"


# what is not read


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04" + bytes(40), "corrupt"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "corrupt"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(40), "corrupt"),
        (b"\x1f\x8b\x08\x00" + bytes(40), "unsupported-format"),
        (b"PK\x05\x06" + bytes(18), "empty"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_a_document_of_its_own(shenyue, put, data, why):
    put(**{"材料.zip": data})
    code, found, _ = checked(shenyue, "材料.zip")
    document = found["材料.zip"]["材料.zip"]
    assert (code, reason(document), document["format"], document["status"]) == (3, why, "archive", "unreadable")
    assert len(document["sha256"]) == 64


def test_locked_members_are_documents_by_their_names(shenyue, put):
    put(
        **{
            "a.zip": make_zip(
                File("采购合同.docx".encode(), b"x" * 99, flags=LOCKED), File(b"a.txt", CONTRACT.encode())
            )
        }
    )
    code, found, _ = checked(shenyue, "a.zip")
    locked = found["a.zip"]["a.zip!/采购合同.docx"]
    assert (code, reason(locked), locked["kind"], locked["sha256"]) == (3, "encrypted", "contract", None)


def test_an_archive_that_was_cut_off_is_read_in_part_and_told(shenyue, put):
    data = make_zip(File("采购合同.txt".encode(), SHORT.encode()), File(b"b.txt", os.urandom(5000)))
    put(**{"a.zip": data[:3000]})
    code, found, _ = checked(shenyue, "a.zip", "--fail-on", "never")
    documents = found["a.zip"]
    assert (code, list(documents)) == (3, ["a.zip", "a.zip!/b.txt", "a.zip!/采购合同.txt"])
    assert [document["status"] for document in documents.values()] == ["partial", "unreadable", "read"]


def test_links_and_names_that_lead_out_are_told_in_a_sentence_each(shenyue, put):
    files = [File(f"../{n}.txt".encode(), CONTRACT.encode()) for n in range(3)]
    put(**{"a.zip": make_zip(*files, File(b"l", b"/etc/passwd", attributes=LINK))})
    code, found, said = checked(shenyue, "a.zip")
    assert (code, list(found["a.zip"])) == (0, ["a.zip!/0.txt", "a.zip!/1.txt", "a.zip!/2.txt"])
    assert len(re.findall("指向包外", said)) == 1
    assert "3个文件的路径" in said
    assert "1个链接" in said


def test_an_archive_of_drawings_is_no_material(shenyue, put):
    put(
        **{
            "图纸.zip": zipped({"一.dwg": b"x", "二.dwg": b"y"}),
            "甲/合同.txt": CONTRACT,
            "甲/图纸.zip": zipped({"一.dwg": b"x"}),
        }
    )
    assert shenyue("check", "图纸.zip", *RULE).code == 2
    code, found, _ = checked(shenyue, "甲", "--by", "folder")
    assert (code, list(found["甲"])) == (0, ["合同.txt"])


def test_a_bomb_costs_itself(shenyue, put):
    put(**{"a.zip": zipped({"采购合同.txt": CONTRACT, "bomb.txt": bytes(20_000_000)})})
    code, found, _ = checked(shenyue, "a.zip")
    assert (code, {path: reason(doc) for path, doc in found["a.zip"].items()}) == (
        3,
        {"a.zip!/bomb.txt": "limit", "a.zip!/采购合同.txt": None},
    )


def test_nested_archives_share_the_limits_of_the_one_that_was_given(put, monkeypatch):
    folder = put(**{"a.zip": zipped({f"{n}.zip": packed(x=os.urandom(1000)) for n in range(5)})})
    monkeypatch.setattr(unpack, "LIMITS", ArchiveLimits(total_bytes=9_000))
    intake = find_packages([str(folder / "a.zip")], "auto")
    with unpacked(intake.packages, intake, jobs=2) as (found,):
        lost = [one.lost.reason for one in found.listings if one.lost is not None]
    assert (len(found.listings), lost) == (5, ["limit", "limit"])


# what one archive may cost


def _hanging(task: OpenTask) -> Opened:
    if Path(task.file).read_bytes().startswith(b"hang"):
        time.sleep(600)
    if Path(task.file).read_bytes().startswith(b"leave"):
        os._exit(3)
    return unpack.open_archive(Path(task.file), Path(task.folder), bool, ArchiveLimits())


def test_an_archive_that_hangs_or_kills_its_worker_costs_itself(put, monkeypatch):
    folder = put(**{"a.zip": b"hang", "b.zip": b"leave", "c.zip": packed(合同=CONTRACT)})
    monkeypatch.setattr(unpack, "open_one", _hanging)
    monkeypatch.setattr(batch, "WALL_SECONDS", 2.0)
    intake = find_packages([str(folder)], "file")
    with unpacked(intake.packages, intake, jobs=2) as found:
        reasons = [one.lost and one.lost.reason for package in found for one in package.listings]
        paths = [one.path for package in found for one in package.listings]
    assert (reasons, paths) == (["timed-out", "crashed", None], ["a.zip", "b.zip", "c.zip!/合同.txt"])


def test_nothing_is_left_on_the_disk(shenyue, put, tmp_path_factory, monkeypatch):
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    put(**{"a.zip": packed(合同=CONTRACT), "b.zip": b"PK\x03\x04" + bytes(40)})
    assert shenyue("check", "a.zip", "b.zip", *RULE).code == 3
    assert not list(temporary.iterdir())


def test_archives_are_open_in_groups(put, monkeypatch):
    folder = put(**{f"{n}.zip": packed(合同=CONTRACT) for n in range(3)})
    size = (folder / "0.zip").stat().st_size
    monkeypatch.setattr(unpack, "GROUP_BYTES", 2 * size)
    packages = find_packages([str(folder)], "auto").packages
    assert [[one.path[-5:] for one in group] for group in grouped(packages)] == [["0.zip", "1.zip"], ["2.zip"]]


def test_without_archives_nothing_is_made(put, monkeypatch):
    folder = put(**{"甲/合同.txt": CONTRACT})
    monkeypatch.setattr(unpack, "scratch", None)
    intake = find_packages([str(folder)], "auto")
    with unpacked(intake.packages, Intake(), jobs=1) as found:
        assert found == intake.packages


# the other commands


def test_outline_lists_every_member_under_the_path_given(shenyue, put):
    put(**{"报送/a.zip": zipped({"材料/合同.txt": CONTRACT, "b.zip": packed(说明="一、概况")})})
    done = shenyue("outline", "报送/a.zip", "--format", "json")
    paths = [document["path"] for document in json.loads(done.out)["documents"]]
    assert (done.code, paths) == (0, ["报送/a.zip!/b.zip!/说明.txt", "报送/a.zip!/材料/合同.txt"])


def test_facts_takes_an_archive_as_one_file_and_says_what_to_do(shenyue, put):
    put(**{"a.zip": packed(合同=CONTRACT)})
    done = shenyue("facts", "a.zip", "--format", "json")
    (document,) = json.loads(done.out)["documents"]
    assert (done.code, document["path"], document["format"], reason(document)) == (
        3,
        "a.zip",
        "archive",
        "unsupported-format",
    )
    assert "shenyue check" in document["unread"][0]["message"]


def test_thousands_of_unreadable_members_make_no_giant_of_the_report(shenyue, put):
    put(**{"a.zip": zipped({f"材料{n:04d}.docx": b"PK\x03\x04 broken %d" % n for n in range(400)})})
    done = shenyue("check", "a.zip", "--format", "json")
    (submission,) = json.loads(done.out)["submissions"]
    assert len(submission["documents"]) == 400  # each is listed, with what it is
    assert all(document["unread"] for document in submission["documents"])
    longest = max((finding["unread"] for finding in submission["findings"]), key=len)
    assert len(longest) == 51
    assert "此外还有350处没有读，涉及350份材料" in longest[-1]["message"]
    findings = len(json.dumps(submission["findings"])) / len(submission["findings"])
    assert findings < 60_000

"""Sources inside archives of every kind; what this machine cannot open is told apart from what changed."""

import io
import json
from pathlib import Path

import py7zr
import pytest

from tests.extractor.archive_maker import File, RarFile, make_rar, make_zip, packed_as_literals

ROOT = Path(__file__).resolve().parents[3]
TEXT = "软件开发合同\n\n甲方：云栖市数据资源局\n乙方：青岚科技有限公司\n\n质保期为一年。\n".encode()
OTHER = TEXT.replace("一年".encode(), "三年".encode())
NAME = "材料/采购合同.txt"


def seven(data: bytes) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(data, NAME)
    return out.getvalue()


KINDS = {
    "zip": lambda data: make_zip(File(NAME.encode(), data)),
    "7z": seven,
    "rar": lambda data: make_rar(RarFile(NAME, data)),
    "zip in zip": lambda data: make_zip(File("内层.zip".encode(), make_zip(File(NAME.encode(), data)))),
    "7z in zip": lambda data: make_zip(File("内层.7z".encode(), seven(data))),
}


@pytest.fixture
def reported(shenyue, tmp_path, monkeypatch):
    """Return a function that makes a report on an archive, and the archive."""
    monkeypatch.chdir(tmp_path)

    def make(data: bytes) -> Path:
        Path("申报").mkdir()
        file = Path("申报") / "材料"
        file.write_bytes(data)
        outcome = shenyue("check", "申报", "--by", "folder", "--no-store", "--fail-on", "never", "-o", "r.json")
        assert outcome.code == 0
        return file

    return make


@pytest.mark.parametrize("kind", KINDS)
def test_members_are_confirmed_and_a_changed_one_is_caught(shenyue, reported, kind):
    file = reported(KINDS[kind](TEXT))
    done = shenyue("verify", "r.json", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, told["problems"]) == (0, [])
    assert told["evidence"]["confirmed"] > 2
    file.write_bytes(KINDS[kind](OTHER))
    done = shenyue("verify", "r.json", "--format", "json")
    assert done.code == 1
    assert {problem["reason"] for problem in json.loads(done.out)["problems"]} >= {"hash", "not-there"}


def test_an_archive_that_this_machine_cannot_open_is_not_told_as_changed(shenyue_process, reported, tmp_path):
    file = reported(make_rar(RarFile(NAME, TEXT)))
    file.write_bytes(make_rar(RarFile(NAME, TEXT, packed_as_literals(TEXT))))
    away = {"PATH": "/nowhere", "PYTHONPATH": str(ROOT)}
    done = shenyue_process("verify", "r.json", "--format", "json", cwd=tmp_path, env=away)
    told = json.loads(done.out)
    assert done.code == 3
    assert {problem["reason"] for problem in told["problems"]} == {"not-readable"}
    assert "unar" in told["problems"][0]["message"]
    assert told["documents"]["failed"] == told["evidence"]["failed"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_archive_is_told(shenyue, reported, kind):
    whole = KINDS[kind](TEXT)
    file = reported(whole)
    for at in range(3, len(whole), max(1, len(whole) // 7)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        done = shenyue("verify", "r.json", "--format", "json")
        told = json.loads(done.out)
        # a byte that says when or how a member was stored changes nothing of what it holds
        assert (done.code, told["problems"]) == (0, []) or (done.code in (1, 3) and told["documents"]["confirmed"] == 0)
    file.write_bytes(whole[: len(whole) // 2])
    assert shenyue("verify", "r.json").code == 1


def test_an_archive_that_was_not_opened_is_known_by_its_hash(shenyue, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("申报").mkdir()
    Path("申报", "合同.txt").write_bytes(TEXT)
    Path("申报", "附件.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(40))
    assert shenyue("check", "申报", "--by", "folder", "--no-store", "--fail-on", "never", "-o", "r.json").code == 3
    assert shenyue("verify", "r.json").code == 0
    Path("申报", "附件.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(41))
    assert shenyue("verify", "r.json").code == 1

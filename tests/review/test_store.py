"""The store: what was read and judged before is used again, and never where anything it rests on has changed."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from docx import Document as Word

from extractor.document import Block, Cell, Document, Place, Table
from extractor.fact import Extracted
from review import judging, keys, unpack, worker
from review.batch import Wanted, identify, read_packed
from review.store import Store, passing_store
from tests.review.conftest import CONTRACT

RULES = ("--rules", "base-warranty-2y,base-period-3y", "--on", "2026-01-01", "--fail-on", "never")


@pytest.fixture
def told() -> list[str]:
    """Return the list that the store's sentences go to."""
    return []


@pytest.fixture
def store(tmp_path, told):
    """Return an empty store in a folder of its own."""
    opened = Store(tmp_path, told.append)
    yield opened
    opened.close()


def test_what_was_put_is_there_again(store, tmp_path, told):
    store.put("facts", [(b"k", b"value" * 1000)])
    assert store.get(b"k") == b"value" * 1000
    store.close()
    assert Store(tmp_path, told.append).get(b"k") == b"value" * 1000
    assert (store.get(b"k"), told) == (None, [])


def test_a_changed_byte_is_as_good_as_nothing(store):
    store.put("facts", [(b"k", b"a value of some length")])
    with sqlite3.connect(store.file) as other:
        (value,) = other.execute("SELECT value FROM entry").fetchone()
        for position in range(len(value)):
            bent = bytes(byte ^ (at == position) for at, byte in enumerate(value))
            other.execute("UPDATE entry SET value = ?", (bent,))
            other.commit()
            assert store.get(b"k") is None


@pytest.mark.parametrize(
    "damage",
    [b"this is no database at all", b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 4096],
    ids=["text", "head only", "zeros"],
)
def test_a_damaged_file_is_set_aside_and_said_so(tmp_path, told, damage):
    Store(tmp_path, told.append).close()
    (tmp_path / "store.sqlite3").write_bytes(damage)
    store = Store(tmp_path, told.append)
    store.put("facts", [(b"k", b"v")])
    assert store.get(b"k") == b"v"
    assert (tmp_path / "store.sqlite3.damaged-1").read_bytes() == damage
    assert len(told) == 1
    assert "已移到" in told[0]


def test_damage_that_shows_late_is_set_aside_too(tmp_path, told):
    store = Store(tmp_path, told.append)
    store.put("facts", [(bytes([n]) * 20, os.urandom(3000)) for n in range(200)])
    store.close()
    file = tmp_path / "store.sqlite3"
    data = bytearray(file.read_bytes())
    data[4096 * 3 :] = b"\xee" * (len(data) - 4096 * 3)
    file.write_bytes(data)
    store = Store(tmp_path, told.append)
    found = [store.get(bytes([n]) * 20) for n in range(200)]
    store.put("facts", [(b"new", b"v")])
    assert None in found
    assert store.get(b"new") == b"v"
    assert any("损坏" in one for one in told)


def test_a_store_of_another_version_is_emptied(store, tmp_path, told):
    store.put("facts", [(b"k", b"v")])
    store.close()
    with sqlite3.connect(store.file) as other:
        other.execute("PRAGMA user_version = 99")
    newer = Store(tmp_path, told.append)
    assert (newer.get(b"k"), told) == (None, [])


def test_a_place_that_cannot_be_written_costs_the_store_only(tmp_path, told):
    store = Store(tmp_path / "no such folder", told.append)
    store.put("facts", [(b"k", b"v")])
    assert store.get(b"k") is None
    assert len(told) == 1
    assert "结果不受影响" in told[0]


def test_two_runs_write_at_once(tmp_path):
    code = (
        "import sys, os\nfrom pathlib import Path\nfrom review.store import Store\n"
        "store = Store(Path(sys.argv[1]), lambda said: sys.exit(said))\n"
        "for n in range(300): store.put('facts', [(f'{sys.argv[2]}{n}'.encode(), os.urandom(2000))])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"]
    assert [one.wait(60) for one in running] == [0, 0]
    told: list[str] = []
    store = Store(tmp_path, told.append)
    assert all(store.get(f"{name}{n}".encode()) for name in "ab" for n in range(300))
    assert told == []


def document() -> Document:
    place = Place(page=3, bbox=(1.5, 2.0, 3.25, 4.0))
    table = Table((Cell(1, 1, "质保期", place), Cell(1, 2, "两年", place)), 1, 2, unit="万元")
    blocks = (
        Block(0, "paragraph", "质保期为两年。", place, ("第一条",)),
        Block(1, "table", "", place, ("第一条",), table=table),
    )
    return Document("甲/合同.pdf", "0" * 64, 12, "pdf", "read", pages=3, blocks=blocks)


def test_what_is_packed_comes_back_as_it_was():
    extracted = Extracted(document(), "contract", "标题")
    packed = worker.pack((extracted, msgspec.structs.replace(extracted, kind="other")))
    assert isinstance(packed, worker.Packed)
    assert packed.extracted() == (extracted, msgspec.structs.replace(extracted, kind="other"))


def test_text_that_utf8_cannot_carry_is_sent_as_it_is():
    block = Block(0, "paragraph", "合同\udcff", Place(page=1))
    extracted = Extracted(msgspec.structs.replace(document(), blocks=(block,)), "contract", "")
    assert worker.pack((extracted,)) == (extracted,)


def submission(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def counted(monkeypatch) -> list[str]:
    """Let every file that is read in this process be counted."""
    read: list[str] = []
    whole = worker.run

    def run(task: worker.Task) -> tuple[Extracted, ...]:
        read.append(("again " if task.stored is not None else "") + task.paths[0])
        return whole(task)

    monkeypatch.setattr(worker, "run", run)
    return read


@pytest.fixture
def one(tmp_path) -> Path:
    """Return a folder with one small contract, which is read in this process."""
    return submission(tmp_path / "甲", 合同=CONTRACT)


def test_a_second_run_reads_nothing_and_says_the_same(shenyue, one, monkeypatch):
    read = counted(monkeypatch)
    first = shenyue("check", one, *RULES, "--format", "json")
    again = shenyue("check", one, *RULES, "--format", "json")
    assert (first, read) == (again, ["合同.txt"])


def test_without_the_store_everything_is_read_and_nothing_left(shenyue, one, home, monkeypatch):
    read = counted(monkeypatch)
    for _ in range(2):
        shenyue("check", one, *RULES, "--no-store")
    assert read == ["合同.txt"] * 2
    assert not (home / "store").exists()


def test_without_the_store_equal_files_of_two_portions_are_read_once(shenyue, tmp_path, home, monkeypatch):
    monkeypatch.setattr(unpack, "FIRST_DOCUMENTS", 1)
    read = counted(monkeypatch)
    for name in ("甲", "乙"):
        submission(tmp_path / "各地" / name, 合同=CONTRACT)
    shenyue("check", tmp_path / "各地", *RULES, "--no-store", "--jobs", "1")
    assert read == ["合同.txt"]
    assert not (home / "store").exists()


def test_a_store_that_passes_leaves_nothing(tmp_path, told, monkeypatch):
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    passing = passing_store(told.append)
    passing.put("facts", [(bytes([n]) * 20, os.urandom(50_000)) for n in range(200)])
    passing.put("submission", [(b"s", b"v")])
    assert passing.get(b"\x07" * 20) is not None
    assert passing.get(b"s") is None
    assert list(tmp_path.iterdir()) == []
    passing.close()
    assert told == []


def test_a_changed_rule_judges_again_without_reading(shenyue, one, monkeypatch):
    read = counted(monkeypatch)
    shenyue("check", one, *RULES)
    monkeypatch.setattr(keys, "_judging_version", lambda: b"another")
    judged = []
    whole = judging.judge
    monkeypatch.setattr(judging, "judge", lambda *given: judged.append(1) or whole(*given))
    shenyue("check", one, *RULES)
    assert (read, judged) == (["合同.txt"], [1])


def test_a_changed_term_finds_facts_again_without_parsing(shenyue, tmp_path, monkeypatch):
    folder = tmp_path / "甲"
    folder.mkdir()
    word = Word()
    for line in CONTRACT.splitlines():
        word.add_paragraph(line)
    word.save(folder / "合同.docx")
    read = counted(monkeypatch)
    first = shenyue("check", folder, *RULES, "--format", "json")
    for version in ("_facts_version", "_judging_version"):
        monkeypatch.setattr(keys, version, lambda: b"another")
    again = shenyue("check", folder, *RULES, "--format", "json")
    assert read == ["合同.docx", "again 合同.docx"]
    assert first == again


@pytest.mark.parametrize(
    "change",
    [("--rules", "base-warranty-2y"), ("--on", "2025-06-30"), ("--kind", "procurement_document")],
    ids=["rules", "day", "kind"],
)
def test_another_question_is_answered_anew(shenyue, one, change):
    shenyue("check", one, *RULES)
    asked = shenyue("check", one, *RULES, *change, "--format", "json")
    fresh = shenyue("check", one, *RULES, *change, "--format", "json", "--no-store")
    assert asked == fresh


def test_a_profile_or_a_name_is_part_of_the_question(shenyue, one):
    for prepare in (
        lambda: None,
        lambda: (one / "submission.yaml").write_text("classified: true\n", encoding="utf-8"),
        lambda: (one / "合同.txt").rename(one / "技术协议.txt"),
        lambda: (one / "技术协议.txt").write_text(CONTRACT.replace("一年", "三年"), encoding="utf-8"),
    ):
        prepare()
        asked = shenyue("check", one, *RULES, "--format", "json")
        assert asked == shenyue("check", one, *RULES, "--format", "json", "--no-store")


def test_equal_bytes_are_kept_once(store, tmp_path):
    folder = submission(tmp_path / "乙", a=CONTRACT, b=CONTRACT)
    wanted = [Wanted(folder / name, name) for name in ("a.txt", "b.txt")]
    known = identify(wanted)
    read_packed(wanted, jobs=1, store=store, known=known)
    counts = {layer.name: layer.entries for layer in store.layers()}
    assert (counts["document"], counts["facts"]) == (1, 2)
    again = read_packed(wanted, jobs=1, store=store, known=known)
    assert [one.extracted().document.path for one in again] == ["a.txt", "b.txt"]


def test_what_broke_off_is_tried_again(shenyue, one, monkeypatch):
    whole = worker.run

    def broken(task: worker.Task) -> tuple[Extracted, ...]:
        return worker.failed(task, "timed-out", "读取超过时限。")

    monkeypatch.setattr(worker, "run", broken)
    first = json.loads(shenyue("check", one, *RULES, "--format", "json").out)
    monkeypatch.setattr(worker, "run", whole)
    second = json.loads(shenyue("check", one, *RULES, "--format", "json").out)
    states = [report["submissions"][0]["documents"][0]["status"] for report in (first, second)]
    assert states == ["unreadable", "read"]


def test_the_store_is_shown_and_cleared(shenyue, one):
    shenyue("check", one, *RULES)
    shown = json.loads(shenyue("store", "info", "--format", "json").out)
    assert {layer["layer"]: layer["entries"] for layer in shown["layers"]} == {
        "document": 1,
        "facts": 1,
        "submission": 1,
    }
    assert "缓存已清空" in shenyue("store", "clear").out
    shown = json.loads(shenyue("store", "info", "--format", "json").out)
    assert sum(layer["entries"] for layer in shown["layers"]) == 0

"""Bad input of every sort: a Chinese sentence that says what, where and what to do; the contract's exit code."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

RULE = ("--rules", "base-warranty-2y", "--on", "2026-01-01")


def is_sentence(text: str) -> bool:
    """Tell whether a person is told something in Chinese, and not shown the inside of the program."""
    return any("\u4e00" <= character <= "\u9fff" for character in text) and "Traceback" not in text


def make_docx(file: Path) -> None:
    document = docx.Document()
    document.add_heading("建设合同", 1)
    for number in range(30):
        document.add_paragraph(f"第{number + 1}条 质保期为三年，自最终验收合格之日起计算。")
    document.save(str(file))


def make_pdf(file: Path, password: str | None = None) -> None:
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(str(file), encrypt=encryption)
    canvas.drawString(72, 720, "Contract between buyer and supplier, warranty three years")
    canvas.save()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "请在 shenyue 后写明命令"),
        (("chek",), "check"),
        (("check",), "请给出要检查的文件或文件夹"),
        (("check", "x", "--fomat", "json"), "--format"),
        (("check", "x", "--format", "jsn"), "json"),
        (("check", "x", "--format", "yaml"), "可用的有：console"),
        (("check", "x", "--by"), "缺少值"),
        (("check", "x", "--by", "foldr"), "folder"),
        (("check", "x", "--fail-on", "warn"), "warning"),
        (("check", "x", "--on", "2026-02-30"), "没有这一天"),
        (("check", "x", "--on", "明天"), "2026-11-21"),
        (("check", "x", "--jobs", "many"), "--jobs"),
        (("check", "x", "--kind", "contrat"), "contract"),
        (("check", "x", "--rules", "quhu"), "qufu"),
        (("check", "x", "--rules", ","), "没有写编号"),
        (("check", "x", "-o", "没有这个文件夹/a.json"), "不存在"),
        (("check", "x", "-o", "a.odt"), ".json"),
        (("check", "x", "--profile", "没有.yaml"), "找不到文件或文件夹"),
        (("check", "没有这个文件夹"), "没有找到可以检查的材料"),
        (("facts",), "请给出要读取的文件"),
        (("facts", "没有.docx"), "找不到这个文件"),
        (("facts", "."), "shenyue check"),
        (("outline",), "请给出文件或文件夹"),
        (("outline", "没有"), "没有找到可以检查的材料"),
        (("rules",), "list"),
        (("rules", "lst"), "list"),
        (("rules", "show"), "编号"),
        (("rules", "show", "base-waranty-2y"), "base-warranty-2y"),
        (("rules", "show", "a", "b"), "多出了参数"),
        (("rules", "list", "--format", "csv"), "console、json"),
    ],
)
def test_bad_usage_is_a_sentence_and_2(shenyue, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = shenyue(*arguments)
    assert (done.code, done.out) == (2, "")
    assert is_sentence(done.err)
    assert said in done.err


def test_an_empty_folder_is_2(shenyue, tmp_path):
    done = shenyue("check", tmp_path)
    assert done.code == 2
    assert "没有找到可以检查的材料" in done.err


def test_a_folder_of_nothing_but_videos_and_programs_is_2(shenyue, tmp_path):
    for name in ("演示.mp4", "setup.exe", "平面图.dwg", "a.json"):
        (tmp_path / name).write_bytes(b"\x00")
    done = shenyue("check", tmp_path)
    assert done.code == 2
    assert "4个" in done.err


def test_a_folder_with_nothing_readable_is_3_and_the_report_is_printed(shenyue, tmp_path):
    make_pdf(tmp_path / "合同.pdf", password="secret")  # noqa: S106  of a test file
    (tmp_path / "附件.docx").write_bytes(b"")
    (tmp_path / "包.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    done = shenyue("check", tmp_path, *RULE, "--format", "json")
    assert done.code == 3
    (submission,) = json.loads(done.out)["submissions"]
    documents = {document["path"]: document for document in submission["documents"]}
    reasons = {path: document["unread"][0]["reason"] for path, document in documents.items()}
    assert reasons == {"合同.pdf": "encrypted", "附件.docx": "empty", "包.zip": "empty"}
    assert documents["包.zip"]["format"] == "archive"
    assert [finding["kind"] for finding in submission["findings"]] == ["open"]


def test_a_truncated_word_file_is_told_as_corrupt(shenyue, tmp_path):
    make_docx(tmp_path / "合同.docx")
    data = (tmp_path / "合同.docx").read_bytes()
    (tmp_path / "合同.docx").write_bytes(data[: len(data) // 2])
    done = shenyue("facts", tmp_path / "合同.docx", "--format", "json")
    (document,) = json.loads(done.out)["documents"]
    assert done.code == 3
    assert (document["status"], document["unread"][0]["reason"]) == ("unreadable", "corrupt")
    assert is_sentence(document["unread"][0]["message"])


@pytest.mark.parametrize(
    ("name", "fmt"), [("合同.docx", "pdf"), ("合同", "pdf"), ("合同.PDF", "docx"), ("合同.bak", "docx")]
)
def test_a_renamed_file_is_read_as_what_it_is(shenyue, tmp_path, name, fmt):
    (make_pdf if fmt == "pdf" else make_docx)(tmp_path / name)
    done = shenyue("check", tmp_path, *RULE, "--format", "json", "--by", "folder")
    (document,) = json.loads(done.out)["submissions"][0]["documents"]
    assert (document["format"], document["status"]) == (fmt, "read")


def test_noise_under_a_word_name_is_told(shenyue, tmp_path):
    (tmp_path / "合同.docx").write_bytes(bytes(range(256)) * 20)
    done = shenyue("check", tmp_path, *RULE)
    assert done.code == 3
    assert "未读" in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("classified: maybe\n", "1:13"),
        ("stage: [contract, aplication]\n", "application"),
        ("invest_total: 很多\n", "1:15"),
        ("kind: new\nkind: other\n", "2:1"),
        ("[1, 2", "1:"),
        ("documents: {a.pdf: contrat}\n", "contract"),
    ],
)
def test_a_bad_profile_is_2_with_its_place(shenyue, tmp_path, text, said):
    (tmp_path / "合同.txt").write_text("质保期为三年。", encoding="utf-8")
    (tmp_path / "submission.yaml").write_text(text, encoding="utf-8")
    done = shenyue("check", tmp_path, *RULE)
    assert (done.code, done.out) == (2, "")
    assert is_sentence(done.err)
    assert f"{tmp_path / 'submission.yaml'}:" in done.err
    assert said in done.err


def test_a_profile_that_is_no_text_is_2(shenyue, tmp_path):
    (tmp_path / "合同.txt").write_text("质保期为三年。", encoding="utf-8")
    (tmp_path / "submission.yaml").write_bytes(b"\xff\xfe\x00")
    done = shenyue("check", tmp_path, *RULE)
    assert done.code == 2
    assert "UTF-8" in done.err


def test_a_broken_rule_file_is_2_with_every_problem(shenyue_process, tmp_path, contract):
    broken = tmp_path / "lib" / "lexicons"
    shutil.copytree(str(files("lexicons")), broken)
    rule = broken / "regulations" / "baseline" / "base-warranty-2y.yaml"
    text = rule.read_text(encoding="utf-8").replace("binding:", "bindng:")
    rule.write_text(text.replace("at_least", "at_lest"), encoding="utf-8")
    env = {"PYTHONPATH": str(tmp_path / "lib")}
    for command in (("check", contract), ("rules", "list")):
        done = shenyue_process(*command, env=env, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert is_sentence(done.err)
        assert "base-warranty-2y.yaml:" in done.err
        assert "binding" in done.err
        assert "at_least" in done.err
    checked = shenyue_process("rules", "validate", "--format", "json", env=env, cwd=tmp_path)
    assert checked.code == 2
    assert len(json.loads(checked.out)["problems"]) >= 2


def test_hostile_characters_of_a_name_do_not_reach_the_terminal(shenyue, tmp_path):
    (tmp_path / "合同\x1b[31m\u202e.txt").write_text("质保期为三年。", encoding="utf-8")
    done = shenyue("check", tmp_path, *RULE)
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="no line ends in names there")
def test_a_line_end_in_a_name_forges_no_line_of_the_report(shenyue, tmp_path):
    (tmp_path / "合同\n  ✓ 全部符合.txt").write_text("采购合同\n质保期一年。", encoding="utf-8")
    for arguments in (("check", tmp_path), ("outline", tmp_path), ("facts", next(tmp_path.iterdir()))):
        assert not any(line.strip().startswith("✓ 全部符合") for line in shenyue(*arguments).out.splitlines())


def test_a_name_that_is_no_utf8_is_printed_safely(shenyue_process, tmp_path):
    raw = os.fsencode(tmp_path) + b"/\xff\xb0.txt"
    with open(raw, "wb") as stream:  # noqa: PTH123  pathlib has no bytes
        stream.write("质保期为三年。".encode())
    for command in (("check", tmp_path, *RULE), ("outline", tmp_path)):
        done = shenyue_process(*command, "--format", "json", env={"LC_ALL": "C"})
        assert done.code in (0, 3)
        assert r"\\xff\\xb0.txt" in done.out


def test_a_file_without_permission_is_told(shenyue, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "合同.txt").write_text("质保期为三年。", encoding="utf-8")
    monkeypatch.setattr("review.worker.Source.open", refuse)  # root, which may run this, is refused nothing
    done = shenyue("check", tmp_path, *RULE, "--format", "json")
    (document,) = json.loads(done.out)["submissions"][0]["documents"]
    assert (done.code, document["status"], document["sha256"]) == (3, "unreadable", None)
    assert "没有权限" in document["unread"][0]["message"]


def test_a_reader_that_goes_away_is_no_error(contract):
    command = f"{sys.executable} -c 'from review.cli import main; main()' check '{contract}' --rules base-warranty-2y"
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")


HANG = """
import functools, sys
import review.screening
review.screening.read_packed = functools.partial(review.screening.read_packed, extractor="shenyue_hang:extract")
from review.cli import main
main()
"""


# Ctrl-C reaches every process of the terminal, a polite kill only the one it names
@pytest.mark.parametrize(("send", "number", "code"), [(os.killpg, signal.SIGINT, 130), (os.kill, signal.SIGTERM, 143)])
def test_being_stopped_ends_the_workers_too(tmp_path, send, number, code):
    (tmp_path / "lib").mkdir()
    hang = (
        "import os, time\ndef extract(source, **_):\n    open({!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)\n"
    )
    started = tmp_path / "started"
    (tmp_path / "lib" / "shenyue_hang.py").write_text(hang.format(str(started)), encoding="utf-8")
    folder = tmp_path / "甲"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", HANG, "check", str(folder), "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "lib")},
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not (started.exists() and started.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    send(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (code, b"")
    assert "Traceback" not in err.decode()
    assert ("已中断" in err.decode()) == (number == signal.SIGINT)
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)

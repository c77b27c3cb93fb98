"""LibreOffice as the reader of old Word files: what is believed of it, and what it may cost."""

import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import docx as python_docx
import pytest

from extractor.document import Document
from extractor.pipeline import extract
from extractor.readers import legacy, legacy_soffice, read
from extractor.readers.legacy_soffice import LegacyFile, convert_many
from extractor.readers.source import Source
from tests.extractor.readers.doc_maker import P, word
from tests.extractor.readers.docx_maker import p, package

CONTRACT = ["甲方：青溪市大数据中心", "乙方：远岚信息技术有限公司", "合同总价为人民币壹佰伍拾万元整（¥1500000.00）。"]
CONTRACT += ["质保期为两年，自最终验收合格之日起计算。", "项目实施周期为12个月。", "项目成果的知识产权归甲方所有。"]
DOC = word([P(text) for text in CONTRACT])


def reasons(found: Document) -> list[str]:
    assert all(item.message.endswith("。") for item in found.unread)
    return [item.reason for item in found.unread]


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program of our own in LibreOffice's place; $OUT is where it is to write."""
    file = folder / "soffice"
    file.write_text(f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nOUT=$2\n{script}\n')
    file.chmod(0o755)
    monkeypatch.setenv("SHENYUE_SOFFICE", str(file))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1] if Path("/proc").exists() else True


def gone(check: "object", seconds: float = 10) -> bool:
    """Wait until ``check`` tells that something is no more."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not check():  # type: ignore[operator]  # a function without arguments
            return True
        time.sleep(0.05)
    return False


posix = pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for LibreOffice")


@posix
def test_success_without_a_file_is_failure(tmp_path, monkeypatch) -> None:
    program(tmp_path, monkeypatch, "exit 0")
    found = read(Source("合同.doc", DOC))
    assert [block.text for block in found.blocks] == CONTRACT
    assert (found.status, reasons(found)) == ("partial", ["corrupt"])


@posix
@pytest.mark.parametrize(
    "script", [': > "$OUT/00000.docx"', 'echo junk > "$OUT/00000.docx"', 'ln -s MADE "$OUT/00000.docx"']
)
def test_an_output_that_is_no_docx_is_failure(tmp_path, monkeypatch, script) -> None:
    (tmp_path / "made.docx").write_bytes(package("".join(p(text) for text in CONTRACT)))
    program(tmp_path, monkeypatch, script.replace("MADE", str(tmp_path / "made.docx")))
    assert reasons(read(Source("合同.doc", DOC))) == ["corrupt"]


@posix
def test_noise_in_an_openable_docx_is_not_believed(tmp_path, monkeypatch) -> None:
    junk = tmp_path / "junk.docx"
    junk.write_bytes(package(p("ÐÏà¡±áþÿ" * 300)))
    program(tmp_path, monkeypatch, f'cp "{junk}" "$OUT/00000.docx"')
    found = read(Source("合同.doc", DOC))
    assert [block.text for block in found.blocks] == CONTRACT
    assert reasons(found) == ["corrupt"]
    old = read(Source("旧.doc", word([P(text) for text in CONTRACT], version=0x0068)))
    assert (old.status, reasons(old), old.blocks) == ("unreadable", ["garbled-text"], ())


@posix
@pytest.mark.parametrize(("kept", "status"), [(6, "read"), (4, "partial"), (1, "partial")])
def test_what_the_conversion_lost_is_told(tmp_path, monkeypatch, kept, status) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(package("".join(p(text) for text in CONTRACT[:kept])))
    program(tmp_path, monkeypatch, f'cp "{made}" "$OUT/00000.docx"')
    found = read(Source("合同.doc", DOC))
    assert found.status == status
    assert len(found.blocks) == (6 if kept == 1 else kept)


@posix
def test_the_document_is_that_of_the_original(tmp_path, monkeypatch) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(package("".join(p(text) for text in CONTRACT)))
    program(tmp_path, monkeypatch, f'cp "{made}" "$OUT/00000.docx"')
    source = Source("合同.doc", DOC)
    found = read(source)
    assert (found.path, found.sha256, found.bytes, found.format) == ("合同.doc", source.sha256, len(DOC), "doc")
    assert (found.status, found.unread) == ("read", ())
    assert "LibreOffice" in found.notices[0].message


@posix
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(legacy_soffice, "WALL_SECONDS", 0.6)
    pids = tmp_path / "pids"
    program(tmp_path, monkeypatch, f'sleep 300 &\necho $! $$ > "{pids}"\nwait')
    started = time.monotonic()
    found = read(Source("合同.doc", DOC))
    assert time.monotonic() - started < 20
    assert (found.status, reasons(found), len(found.blocks)) == ("partial", ["timed-out"], 6)
    for pid in map(int, pids.read_text().split()):
        assert gone(lambda pid=pid: is_alive(pid))


@posix
def test_encrypted_files_never_reach_it(tmp_path, monkeypatch) -> None:
    program(tmp_path, monkeypatch, f'touch "{tmp_path}/ran"')
    assert reasons(read(Source("a.doc", word([P("甲")], flags=0x1300)))) == ["encrypted"]
    assert not (tmp_path / "ran").exists()


def test_a_program_that_is_not_there(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SHENYUE_SOFFICE", str(tmp_path / "none-such"))
    found = read(Source("合同.doc", DOC))
    assert reasons(found) == ["needs-tool"]
    assert "SHENYUE_SOFFICE" in found.unread[0].message
    monkeypatch.delenv("SHENYUE_SOFFICE")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "未安装" in read(Source("合同.doc", DOC)).unread[0].message


@posix
def test_converted_ahead_is_used_once(tmp_path, monkeypatch) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(package("".join(p(text) for text in CONTRACT)))
    program(tmp_path, monkeypatch, f'echo run >> "{tmp_path}/runs"; cp "{made}" "$OUT/00000.docx"')
    sources = [Source("合同.doc", DOC), Source("副本.doc", DOC), Source("说明.txt", b"text")]
    assert legacy.convert_ahead(sources) == 1
    assert read(sources[0]).status == "read"
    assert (tmp_path / "runs").read_text().count("run") == 1
    assert read(sources[1]).status == "read"
    assert (tmp_path / "runs").read_text().count("run") == 2


@posix
def test_nothing_is_left_when_the_process_is_killed(tmp_path, monkeypatch) -> None:
    program(tmp_path, monkeypatch, f'echo $$ > "{tmp_path}/pid"; exec sleep 300')
    (tmp_path / "a.doc").write_bytes(DOC)
    code = (
        "from pathlib import Path; from extractor.readers import read; from extractor.readers.source import Source\n"
        f"read(Source.open(Path({str(tmp_path / 'a.doc')!r})))"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)})
    try:
        assert gone(lambda: not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip(), 20)
        assert list(tmp_path.glob("shenyue-*"))
    finally:
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    assert gone(lambda: is_alive(int((tmp_path / "pid").read_text())))
    assert gone(lambda: list(tmp_path.glob("shenyue-*")))


# from here on with LibreOffice itself


@pytest.fixture(scope="module")
def contract(tmp_path_factory) -> dict[str, bytes]:
    """One contract as .docx, and as LibreOffice saves it in the old formats."""
    if shutil.which("soffice") is None:
        pytest.fail("soffice is needed for the tests marked system")
    folder = tmp_path_factory.mktemp("legacy")
    made = python_docx.Document()
    made.add_heading("智慧园区信息平台建设合同", 0)
    for text in CONTRACT[:3]:
        made.add_paragraph(text)
    made.add_heading("质量保证", 1)
    for text in CONTRACT[3:]:
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("单位：万元")
    table = made.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    for row, cells in enumerate(
        [["序号", "名称", "金额"], ["1", "软件开发", "100"], ["2", "硬件采购", "50"], ["合计", "", "150"]]
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(3, 0).merge(table.cell(3, 1))
    made.sections[0].header.paragraphs[0].text = "青溪市政务信息化项目"
    made.save(str(folder / "a.docx"))
    for ending in ("doc", "rtf"):
        _soffice(folder, "--convert-to", ending, "--outdir", str(folder), str(folder / "a.docx"))
    return {ending: (folder / f"a.{ending}").read_bytes() for ending in ("docx", "doc", "rtf")}


def _soffice(folder: Path, *arguments: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL
    )


def facts(name: str, data: bytes) -> list[tuple[object, ...]]:
    found = extract(Source(name, data), kind="contract").facts
    return [(fact.kind, fact.state, fact.op, fact.value, fact.holder, fact.subject, fact.text) for fact in found]


@pytest.mark.system
@pytest.mark.parametrize(
    ("name", "ending"), [("合同.doc", "doc"), ("合同.rtf", "rtf"), ("合同.wps", "doc"), ("改名.doc", "rtf")]
)
def test_the_same_facts(contract, name, ending) -> None:
    expected = facts("合同.docx", contract["docx"])
    assert {"period.warranty", "period.implementation", "contract.price", "ownership.results"} <= {
        f[0] for f in expected
    }
    assert facts(name, contract[ending]) == expected


@pytest.mark.system
@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_the_same_blocks_but_for_what_is_said_to_be_lost(contract, monkeypatch, ending) -> None:
    whole = read(Source(f"合同.{ending}", contract[ending]))
    assert (whole.status, whole.unread) == ("read", ())
    assert [block.number for block in whole.blocks if block.number] == ["1.", "2.", "3."]
    assert [block.text for block in whole.blocks if block.place.part == "header"] == ["青溪市政务信息化项目"]
    monkeypatch.setenv("SHENYUE_SOFFICE", "none")
    own = read(Source(f"合同.{ending}", contract[ending]))
    assert (own.status, reasons(own)) == ("partial", ["needs-tool"])

    def seen(found: Document) -> list[object]:
        return [
            (block.text, block.level, block.place, block.table) for block in found.blocks if block.place.part == "body"
        ]

    assert seen(own) == seen(whole)


@pytest.mark.system
def test_many_in_one_run(contract) -> None:
    files = [
        LegacyFile(contract["doc"], "doc"),
        LegacyFile(contract["doc"][:9000], "doc"),
        LegacyFile(contract["rtf"], "rtf"),
        LegacyFile(contract["doc"], "wps"),
    ]
    assert [conversion.docx is not None for conversion in convert_many(files)] == [True, False, True, True]
    assert convert_many([]) == []


@pytest.mark.system
def test_hand_made_files_are_word_files_to_libreoffice_too() -> None:
    found = read(Source("合同.doc", DOC))
    assert [block.text for block in found.blocks] == CONTRACT
    assert (found.status, found.unread) == ("read", ())


@pytest.mark.system
def test_nothing_is_fetched(tmp_path) -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815  the names that the server looks for

        def log_message(self, *arguments) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            page = tmp_path / "page.html"
            page.write_text(
                f'<html><p>text of the page</p><img src="http://127.0.0.1:{server.server_port}/a.png"></html>'
            )
            _soffice(
                tmp_path,
                "--infilter=HTML (StarWriter)",
                "--convert-to",
                "doc:MS Word 97",
                "--outdir",
                str(tmp_path),
                str(page),
            )
            assert asked  # LibreOffice as it comes does fetch it
            asked.clear()
            found = read(Source("a.doc", (tmp_path / "page.doc").read_bytes()))
        finally:
            server.shutdown()
            thread.join()
    assert [block.text.strip() for block in found.blocks if block.text.strip()] == ["text of the page"]
    assert asked == []

"""A submission on disk and the command line run on it, in this process or as its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from review.cli import run

CONTRACT = """软件开发合同

甲方：云栖市数据资源局
乙方：青岚科技有限公司

第一条 项目名称：云栖市政务数据平台建设项目。
第二条 合同价款为人民币壹佰万元整（￥1,000,000.00元）。
第三条 实施周期为10个月。
第四条 质量保证期为一年，自最终验收合格之日起计算。
第五条 本项目形成的软件著作权及其他知识产权归甲方所有。
"""


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def shenyue(capsys):
    """Return a function that runs the command line here and gives its outcome."""

    def call(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture
def shenyue_process():
    """Return a function that runs the command line as a process of its own."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Outcome:
        command = [sys.executable, "-c", "from review.cli import main; main()", *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, check=False, cwd=cwd, env={**os.environ, **(env or {})}, timeout=120
        )
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return call


@pytest.fixture
def contract(tmp_path) -> Path:
    """Return a folder with one contract whose warranty is a year."""
    folder = tmp_path / "项目"
    folder.mkdir()
    (folder / "采购合同.txt").write_text(CONTRACT, encoding="utf-8")
    return folder

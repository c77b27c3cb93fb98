"""Fill the console extracts of the guides by giving the commands on a desk of their own (``guide_steps.py``).

A block stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. ``--check`` only says what is not up to date.
"""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from guide_steps import COMPLETE, STEPS, WAIVERS, Step, lay_desk, shown

from extractor.document import UnreadReason
from review.cli import run
from review.reporters.words import QUALITY_WORDS

HERE = Path(__file__).resolve().parent
GUIDES = tuple(
    HERE / f"for-{who}{ending}" for who in ("reviewers", "lawyers", "clerks") for ending in (".zh-CN.md", ".md")
)
BLOCK = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
FORGOTTEN = ("SHENYUE_RULEBOOKS", "SHENYUE_TEMPLATE", "SHENYUE_SOFFICE")

# what a clerk does about each reason; the English is for the twin page
ADVICE: dict[UnreadReason, tuple[str, str, str]] = {
    "encrypted": ("请报送单位去掉打开密码后重新提交", "locked by a password", "ask for a copy without the password"),
    "corrupt": (
        "请报送单位重新导出后提交；用U盘、网盘传送的，先核对文件大小",
        "damaged or cut off",
        "ask for a new export; compare sizes where it came by stick or cloud",
    ),
    "empty": ("请报送单位重新提交", "nothing in it", "ask for it again"),
    "no-text-layer": (
        "安装附加组件 `shenyue[ocr]` 后重新检查；或请报送单位提交Word或导出的PDF",
        "a scan",
        "install `shenyue[ocr]` and check again, or ask for the Word file or an exported PDF",
    ),
    "drawn-as-outlines": (
        "同上；多为排版软件导出时把文字转成了图形",
        "letters drawn as shapes",
        "the same; layout programs do this on export",
    ),
    "garbled-text": (
        "同上；屏幕上能看、复制出来是乱码的PDF，请重新导出",
        "its text copies as nonsense",
        "the same; or ask for a new export",
    ),
    "needs-tool": (
        "按提示在本机安装所缺的程序（如LibreOffice、unar）后重新检查",
        "a program is missing here",
        "install what the message names (LibreOffice, unar) and check again",
    ),
    "unsupported-format": (
        "请报送单位另存为 .docx 或 PDF 后提交",
        "a format that is not read",
        "ask for `.docx` or PDF",
    ),
    "limit": (
        "文件过大或压缩过深：请拆开或解压后重新提交",
        "too large or packed too deep",
        "ask for it in parts or unpacked",
    ),
    "timed-out": (
        "再检查一次；仍然如此的，请重新导出或人工核对",
        "took too long",
        "check again; else a new export, or read it yourself",
    ),
    "crashed": (
        "再检查一次；仍然如此的，请重新导出或人工核对",
        "the reading program ended",
        "check again; else a new export, or read it yourself",
    ),
}


def reasons(*, english: bool) -> str:
    """Return the table of all reasons why something is not read, and what to do about each."""
    if missing := set(get_args(UnreadReason)) - set(ADVICE):
        raise SystemExit(f"no advice for {', '.join(sorted(missing))}")
    rows = (
        ["| 原因 | meaning | what to do |", "| --- | --- | --- |"]
        if english
        else ["| 原因 | 怎么办 |", "| --- | --- |"]
    )
    for reason, (advice, meaning, deed) in ADVICE.items():
        cells = (QUALITY_WORDS[reason], meaning, deed) if english else (QUALITY_WORDS[reason], advice)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


@contextlib.contextmanager
def desk() -> Iterator[Path]:
    """Give a folder with the files of the guides, which is the working directory, and a store of its own."""
    before, was = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(COLUMNS="100", SHENYUE_HOME=str(Path(folder) / "store"))
        for name in FORGOTTEN:
            os.environ.pop(name, None)
        place = Path(folder) / "desk"
        place.mkdir()
        os.chdir(place)
        try:
            lay_desk()
            yield place
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(was)


def given(step: Step) -> str:
    """Give the command of ``step``; returns the block that shows it, what it printed, and its exit code."""
    if step.before is not None:
        step.before()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run(shlex.split(step.typed)[1:])
    lines = [f"$ {step.typed}", *shown(printed.getvalue(), step.parts), f"［退出码 {int(code)}］"]
    return "```text\n" + "\n".join(line.rstrip() for line in lines) + "\n```\n"


def blocks() -> dict[str, str]:
    """Return every block by its name; all commands are given once, in order."""
    with desk():
        made = {step.name: given(step) for step in STEPS}
    made["waivers"] = f"```yaml\n{WAIVERS}```\n"
    made["profile"] = f"```yaml\n{COMPLETE}```\n"
    made["reasons_zh"] = reasons(english=False)
    made["reasons_en"] = reasons(english=True)
    return made


def filled(text: str, made: Mapping[str, str]) -> str:
    """Return a guide's text with its blocks made anew."""
    return BLOCK.sub(lambda match: f"{match[1]}{made[match['name']]}{match[4]}", text)


def main(arguments: list[str]) -> int:
    """Write the blocks, or with ``--check`` return 1 where one is stale or shown nowhere."""
    made = blocks()
    stale = []
    for guide in GUIDES:
        text = guide.read_text(encoding="utf-8")
        if (now := filled(text, made)) != text:
            stale.append(guide.name)
            if "--check" not in arguments:
                guide.write_text(now, encoding="utf-8")
    if stale and "--check" in arguments:
        sys.stderr.write(f"stale: {', '.join(stale)}; run python docs/make_guides.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

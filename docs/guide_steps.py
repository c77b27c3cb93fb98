"""What the guides show: a desk with files as a person has them, and the commands given on it, in order.

The desk holds copies of the samples and a few files made here, so that nothing depends on what else is on the machine.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import docx
from pypdf import PdfReader, PdfWriter

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CUT = "  ……（略）"  # without a count, which every new rule would change
DAY = "--on 2026-11-21"
WAIVERS = """waivers:
  - rule: qufu-30-warranty-2y
    submission: samples/violations-contract
    by: 张三（市数据局）
    why: 设备由原厂质保，见2026年第3次会议纪要
    until: 2027-06-30
"""
COMPLETE = """jurisdiction: qufu
stage: [contract]
government_procurement: true
complete: true
"""
CONTRACT = "技术开发合同.docx"
REVISED = (  # words of the contract as the other side sent it back
    ("¥1,268,000.00元", "¥1,286,000.00元"),
    ("壹佰贰拾陆万捌仟元整", "壹佰贰拾捌万陆仟元整"),
    ("质保期为____年", "质保期为一年"),
    ("由双方另行签订书面协议约定", "归甲方所有"),
)


@dataclass(frozen=True)
class Part:
    """Lines of what was printed: from the first one that ``start`` matches to before the next that ``stop`` matches."""

    start: str = ""
    stop: str | None = None
    most: int = 1000


@dataclass(frozen=True)
class Step:
    """One command. ``parts``: what is shown of its output (empty: all); ``before``: what happens on the desk first."""

    name: str
    typed: str
    parts: tuple[Part, ...] = ()
    before: Callable[[], None] | None = field(default=None)


def lay_desk() -> None:
    """Put the samples, the two YAML files and the folder of a clerk into the working directory."""
    for folder in sorted(path.parent for path in SAMPLES.glob("*/submission.yaml")):
        shutil.copytree(folder, Path("samples") / folder.name, ignore=shutil.ignore_patterns("expected.yaml"))
    Path("认可.yaml").write_text(WAIVERS, encoding="utf-8")
    Path("齐全.yaml").write_text(COMPLETE, encoding="utf-8")
    for name, sample in (("甲项目", "clean-contract"), ("乙项目", "violations-contract")):
        shutil.copytree(Path("samples") / sample, Path("收件") / name)
    _third(Path("收件/丙项目"))
    shutil.copytree("samples/undecided-contract", "送审稿")


def _third(folder: Path) -> None:
    """Make a submission of which little can be read: a password, half a file, an empty one, a drawing."""
    folder.mkdir(parents=True)
    clean = Path("samples/clean-contract")
    locked = PdfWriter(clone_from=PdfReader(clean / "02招标文件.pdf"))
    locked.encrypt("0000", algorithm="RC4-128")  # the others need a library more
    locked.write(folder / "招标文件.pdf")
    whole = (clean / "01建设合同.docx").read_bytes()
    (folder / "建设合同.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "附件3.docx").write_bytes(b"")
    (folder / "机房平面图.dwg").write_bytes(b"AC1032" + bytes(64))
    shutil.copy(clean / "03中标通知书.docx", folder / "中标通知书.docx")


def send_back() -> None:
    """Put the contract as it came back into ``修订稿``, beside the papers that did not change."""
    shutil.copytree("送审稿", "修订稿")
    file = Path("修订稿") / CONTRACT
    words = docx.Document(str(file))
    left = dict(REVISED)
    for run in (run for paragraph in words.paragraphs for run in paragraph.runs):
        for old in [old for old in left if old in run.text]:
            run.text = run.text.replace(old, left.pop(old))
    if left:
        raise SystemExit(f"samples: not in one run of {CONTRACT}: {'、'.join(left)}")
    words.save(str(file))


def replace_original() -> None:
    """Lay the contract that came back over the one that the report speaks about."""
    shutil.copy(Path("修订稿") / CONTRACT, Path("送审稿") / CONTRACT)


HEAD = Part("━━", r"^$")
TAIL = Part(r"^共\d+份报送")
STEPS = (
    # the reviewer
    Step(
        "all",
        f"shenyue check samples {DAY} -o 审查.html -o 审查.xlsx -o 审查.docx -o 审查.json",
        (Part("━━ samples/violations-contract", r"^$"), Part("✗ 实施周期不超过3年", "  ✗|^$"), TAIL),
    ),
    Step(
        "open",
        f"shenyue check samples/violations-contract {DAY}",
        (Part("未能判断", most=1), Part("○ 按批准的采购内容和采购方式采购", "  ○|^$")),
    ),
    Step(
        "complete",
        f"shenyue check samples/clean-contract {DAY} --profile 齐全.yaml",
        (Part("  项目 ", r"^$"), Part("不符合", most=1), Part("✗ 合同签订后10个工作日内备案", "  ✗|^$"), TAIL),
    ),
    Step(
        "rule",
        f"shenyue check samples --rules qufu-30-period-3y {DAY}",
        (Part("━━ samples/undecided", r"^$"), Part("需人工判断", "^$"), TAIL),
    ),
    Step("show", "shenyue rules show qufu-30-warranty-2y", (Part("", most=14),)),
    Step(
        "waived",
        f"shenyue check samples/violations-contract --rules qufu-30-warranty-2y --waivers 认可.yaml {DAY}",
        (Part("不符合", "    原文"), TAIL),
    ),
    Step("unknown", "shenyue check samples --rules qufu-30-waranty-2y"),
    # the lawyer
    Step(
        "facts",
        "shenyue facts 送审稿/技术开发合同.docx",
        (
            Part("━━", most=9),
            Part("· 合同价款", most=3),
            Part("· 质保期：", most=3),
            Part("· 成果知识产权归属", most=3),
        ),
    ),
    Step(
        "contract",
        f"shenyue check 送审稿 {DAY} -o 前次.json",
        (HEAD, Part("不符合", "  ✗ 没有"), Part(r"\? 合同写明项目实施周期", r"  \?|^$"), TAIL),
    ),
    Step("word", "shenyue annotate 送审稿/技术开发合同.docx --report 前次.json --suggest --out-dir 批注"),
    Step(
        "pdf",
        "shenyue annotate samples/violations-contract/采购合同.pdf --report 审查.json --out-dir 批注",
        (Part("━━", most=9), Part("未写入")),
    ),
    Step(
        "recheck",
        f"shenyue recheck 前次.json 修订稿 {DAY}",
        (
            Part("━━ 修订稿", "^$"),
            Part("有变化，仍有问题", "^$"),
            Part("不能确认", most=4),
            Part("已整改", most=1),
            Part("✓ 合同写明成果的知识产权归属", "  ✓|^$"),
            Part("没有结论提到而变化了的事实"),
        ),
        send_back,
    ),
    Step(
        "changed",
        f"shenyue check 修订稿 --baseline 前次.json --fail-on-new {DAY}",
        (Part("  前次 ", "^$"), Part("不符合", "^$"), TAIL),
    ),
    Step("verified", f"shenyue verify 前次.json {DAY}", (Part("  材料"),)),
    Step(
        "altered",
        f"shenyue verify 前次.json {DAY}",
        (Part("  材料", most=2), Part("^不符", most=7), Part("^有")),
        replace_original,
    ),
    # the clerk
    Step("outline", "shenyue outline 收件/丙项目"),
    Step(
        "triage",
        f"shenyue check 收件 --rules qufu {DAY} -o 意见书.docx -o 台账.xlsx",
        (Part("━━ 收件/丙项目", "^$"), Part("○ 合同写明项目实施周期", "  ○|^$"), TAIL),
    ),
    Step("template", "shenyue template -o 模板.docx"),
    Step(
        "opinions",
        f"shenyue check 收件/乙项目 {DAY} --template 模板.docx -o 乙项目意见书.docx --rules qufu-30-period-3y",
        (TAIL,),
    ),
)


def shown(printed: str, parts: tuple[Part, ...]) -> list[str]:
    """Return the lines to show, with a mark where lines were left out; ends the program where a part is not there."""
    lines = printed.rstrip("\n").split("\n")
    if not parts:
        return lines
    kept: list[str] = []
    done = 0
    for part in parts:
        first = next((n for n in range(done, len(lines)) if re.search(part.start, lines[n])), None)
        if first is None:
            raise SystemExit(f"no line matches {part.start!r} after line {done} of:\n{printed[:4000]}")
        stop = part.stop
        end = next((n for n in range(first + 1, len(lines)) if stop and re.search(stop, lines[n])), len(lines))
        end = min(end, first + part.most)
        if first > done:
            kept.append(CUT)
        kept += lines[first:end]
        done = end
    if done < len(lines):
        kept.append(CUT)
    return kept

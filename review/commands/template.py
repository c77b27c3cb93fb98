"""``shenyue template``: the template of the opinion for an office to change; and the one that a run uses."""

import os
from pathlib import Path

from review.errors import CannotRun, ExitCode
from review.layout import Paper, name_shown
from review.output import check_writable, emit_text, say, written_whole

VARIABLE = "SHENYUE_TEMPLATE"


def run(output: str | None) -> int:
    """Write our template to ``output`` and tell its placeholders; returns 0. Raises CannotRun, also for one there."""
    from review.reporters.docx_holes import BLOCKS, TEXTS  # noqa: PLC0415  a run without a template must not wait for it
    from review.reporters.docx_template import built_in  # noqa: PLC0415  as above

    if not output:
        raise CannotRun("请写明模板存到哪里，例如：shenyue template -o 审查意见书模板.docx。")
    file = Path(output)
    if file.suffix.lower() != ".docx":
        raise CannotRun(f"-o {file}：模板是Word文件，扩展名请用 .docx。")
    check_writable(file)
    if os.path.lexists(file):
        raise CannotRun(f"-o {file}：已有这个文件，没有覆盖；请换一个文件名。")
    with written_whole(file) as stream:
        stream.write(built_in())
    paper = Paper.of_stdout()
    paper.line(f"已写入 {name_shown(str(file))}。用Word或WPS修改后，检查时加 --template 使用。")
    for title, words in (("独占一段的占位符", BLOCKS), ("可写在文字中间、页眉、页脚的占位符", TEXTS)):
        paper.line()
        paper.line(f"{title}：", "bold")
        for name, meaning in words.items():
            paper.labelled(f"{{{{{name}}}}}", meaning, indent=2)
    emit_text(paper.text())
    return ExitCode.CLEAN


def template_of(given: str | None, *, wanted: bool) -> Path | None:
    """Return the template of ``--template``, else of the environment, looked at before anything is read.

    None where neither names one, or no report is made from it (``wanted``). Raises CannotRun where it cannot be used.
    """
    if given is not None and not wanted:
        raise CannotRun("--template 只和 -o 文件.docx 一起使用；其他报告没有模板。")
    named, file = ("--template", given) if given is not None else (VARIABLE, os.environ.get(VARIABLE) or None)
    if file is None or not wanted:
        return None
    from review.reporters.docx_template import opened  # noqa: PLC0415  as above

    missing = opened(Path(file), named).missing
    if missing:
        lacking = "、".join(f"{{{{{name}}}}}" for name in missing)
        say(f"{named} {file}：模板里没有占位符{lacking}，意见书不含这些内容。")
    return Path(file)

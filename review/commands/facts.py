"""``shenyue facts``: what files state, without judging it."""

import os
from pathlib import Path

from review.arguments import choice, job_count, kind_of
from review.batch import Wanted
from review.encode import to_json
from review.entries import document_entry, explained_entry, tool
from review.errors import CannotRun
from review.intake import Intake, printable
from review.layout import Paper
from review.output import emit, emit_text
from review.reading import read_watched, tell, unread_code
from review.report import VERSION, FactsReport
from review.reporters.facts_console import facts_text

FORMS = ("console", "json")


def run(files: tuple[str, ...], *, form: str, kind: str | None, explain: bool, jobs: str | None) -> int:
    """Print the facts of ``files``, one entry each in the order given; returns 0 or 3. Raises CannotRun.

    An archive is one entry too: it is not opened, and the entry says so.
    """
    choice("--format", form, FORMS)
    told_kind, workers = kind_of(kind), job_count(jobs)
    if not files:
        raise CannotRun("请给出要读取的文件，例如：shenyue facts 合同.docx。")
    intake = Intake()
    wanted = [Wanted(Path(file), printable(file), told_kind) for file in files if _is_file(file, intake)]
    tell(intake)
    if not wanted:
        raise CannotRun("没有可以读取的文件，请检查上面列出的路径。")
    read = read_watched(wanted, jobs=workers, explain=explain)
    if form == "json":
        entry = explained_entry if explain else document_entry
        emit(to_json(FactsReport(VERSION, tool(), tuple(map(entry, read)))))
    else:
        emit_text(facts_text(read, Paper.of_stdout(), explain=explain))
    return unread_code(read, intake)


def _is_file(path: str, intake: Intake) -> bool:
    if Path(path).is_dir():
        said = "这是文件夹；facts 只读文件，检查整个文件夹请用 shenyue check。"
    elif not os.path.lexists(path):
        said = "找不到这个文件，请检查路径是否写对。"
    elif not Path(path).is_file():
        said = "不是可以读取的普通文件。"
    else:
        return True
    intake.missing += 1
    intake.problems.append(f"{printable(path)}：{said}")
    return False

"""``shenyue annotate``: what was found, written into a copy of the file, beside the words it rests on."""

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from checks.finding import FindingKind
from checks.submission import Submission
from extractor.document import Format
from extractor.readers.source import Source, sniff
from review.annotate import WRITERS, Done, Writer, bare, writer
from review.annotate.notes import Chosen, notes_for
from review.annotate.reports import PastReport, Told
from review.annotate.results import Annotated, AnnotateReport, annotated
from review.arguments import choice, day, job_count, kind_of
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun, ExitCode, why
from review.filetypes import annotated_name
from review.intake import find_packages, printable
from review.judging import chosen
from review.layout import Paper
from review.output import check_writable, emit, emit_text, say, written_whole
from review.profiles import given_profile
from review.report import VERSION
from review.reporters.annotate_console import annotate_text
from review.rulebooks import loaded
from review.screening import Screened, Terms, screen
from review.store import Store, open_store, passing_store

FORMS = ("console", "json")
KINDS: tuple[FindingKind, ...] = get_args(FindingKind)
INCLUDED = "fail,review"


@dataclass(frozen=True)
class Request:
    """What was typed, not yet looked at."""

    files: tuple[str, ...]
    output: str | None
    out_dir: str | None
    report: str | None
    suggest: bool
    force: bool
    include: str
    rules: str | None
    rulebooks: tuple[str, ...]
    on: str | None
    profile: str | None
    kind: str | None
    jobs: str | None
    form: str
    store: bool = True


@dataclass(frozen=True)
class _Job:
    """A file to be annotated: its bytes, what writes into its format, where the copy goes."""

    file: Path
    data: bytes
    form: Format
    write: Writer
    target: Path


def run(request: Request) -> int:
    """Annotate the files of ``request`` and print what was done; returns 0 or 3. Raises CannotRun.

    3 tells that a file was not read whole, or that a note is not in its copy.
    """
    form = choice("--format", request.form, FORMS)
    include = _included(request.include)
    books = loaded(request.rulebooks)
    clauses = {rule.id: rule.clause for book in books.values() for rule in book.rules if rule.clause}
    wanted = tuple(part.strip() for part in (request.rules or "").split(",") if part.strip())
    if request.rules is not None and not wanted:
        raise CannotRun("--rules 后面没有写编号；可用 shenyue rules list 查看。")
    chosen(Submission("", ()), books, wanted)
    on, profile, kind = day("--on", request.on), given_profile(request.profile), kind_of(request.kind)
    jobs = job_count(request.jobs)
    if request.report is not None and (request.rules is not None or on or profile or kind):
        raise CannotRun(
            "--report 已经有结论，不能再用 --rules、--on、--profile、--kind；去掉 --report 就按它们重新检查。"
        )
    work = _jobs(request)
    if request.report is not None:
        past = PastReport(Path(request.report))
        told = [(past.of(job.file, job.data), False) for job in work]
    else:
        today = datetime.now().astimezone().date()
        terms = Terms(
            wanted=wanted, on=on, today=today, profile=profile, kind=kind, jobs=jobs, books=books, own=request.rulebooks
        )
        told = _checked(work, terms, store=request.store)
    picked = [
        notes_for(one.findings, one.document, alone=one.alone, include=include, clauses=clauses) for one, _ in told
    ]
    made = [_made(job, notes, suggest=request.suggest) for job, notes in zip(work, picked, strict=True)]
    there = [_is_there(job, copy, force=request.force) for job, copy in zip(work, made, strict=True)]
    done: list[Annotated] = []
    unread = False
    for job, copy, notes, same, (_, lost) in zip(work, made, picked, there, told, strict=True):
        if not same:
            with written_whole(job.target) as stream:
                stream.write(copy.data)
        done.append(annotated(printable(job.file), printable(job.target), not same, copy, notes))
        unread = unread or lost or bool(copy.left)
        if lost:
            say(f"{printable(job.file)}：有内容没有读到，批注可能不全。")
    if form == "json":
        emit(to_json(AnnotateReport(VERSION, tool(), tuple(done))))
    else:
        emit_text("".join(annotate_text(one, Paper.of_stdout()) for one in done))
    return ExitCode.UNREAD if unread else ExitCode.CLEAN


def _included(text: str) -> tuple[FindingKind, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise CannotRun(f"--include 后面没有写类别；可用的有：{'、'.join(KINDS)}。")
    return tuple(choice("--include", word, KINDS) for word in words)


def _jobs(request: Request) -> list[_Job]:
    """Look at every file and where its copy would go, before anything is checked."""
    if not request.files:
        raise CannotRun("请给出要批注的文件，例如：shenyue annotate 合同.docx。")
    files = tuple(dict.fromkeys(request.files))
    if request.output is not None and (len(files) > 1 or request.out_dir is not None):
        raise CannotRun("-o 只能和一个文件一起使用；多个文件请用 --out-dir 目录。")
    if request.out_dir is not None:
        try:
            Path(request.out_dir).mkdir(exist_ok=True)
        except OSError as error:  # its parent is not there, or a file has the name
            raise CannotRun(f"--out-dir {request.out_dir}：没有这个文件夹，也不能建立，请换一个。") from error
    jobs: list[_Job] = []
    for name in files:
        file = Path(name)
        data = _bytes(file)
        found = sniff(Source(name, data))
        if found.problem is not None:
            raise CannotRun(f"{printable(file)}：{found.message}")
        write = writer(found.format)
        if write is None:
            raise _unsupported(file, found.format)
        jobs.append(_Job(file, data, found.format, write, _target(file, request)))
    originals = [*files, *([request.report] if request.report is not None else [])]
    targets: Counter[str] = Counter(os.path.realpath(job.target) for job in jobs)
    for job in jobs:
        if any(_is_same(job.target, Path(one)) for one in originals):
            raise CannotRun(f"{printable(job.target)}：这就是原件，原件不能改动；请用 -o 给出另一个文件名。")
        if targets[os.path.realpath(job.target)] > 1:
            raise CannotRun(f"{printable(job.target)}：有两个文件的批注本会写到这里，请分别批注。")
        try:
            check_writable(job.target)
        except OSError as error:
            raise CannotRun(
                f"{printable(job.target)}：不能写到这里（{why(error)}），请用 -o 另给一个文件名。"
            ) from error
    return jobs


def _bytes(file: Path) -> bytes:
    shown = printable(file)
    if file.is_dir():
        raise CannotRun(f"{shown}：这是文件夹；annotate 只批注文件，请给出其中的文件。")
    if not os.path.lexists(file):
        raise CannotRun(f"{shown}：找不到这个文件，请检查路径是否写对。")
    if not file.is_file():
        raise CannotRun(f"{shown}：不是可以读取的普通文件。")
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotRun(f"{shown}：无法读取（{why(error)}）。") from error


def _unsupported(file: Path, form: Format) -> CannotRun:
    known = "、".join(WRITERS)
    shown = printable(file)
    if form in ("doc", "wps", "rtf"):
        return CannotRun(f"{shown}：不能在{form}格式里批注；请用Word或WPS另存为.docx后再试。可以批注的格式：{known}。")
    return CannotRun(f"{shown}：不能在这种文件（{form}）里批注。可以批注的格式：{known}。")


def _target(file: Path, request: Request) -> Path:
    if request.output is not None:
        return Path(request.output)
    folder = file.parent if request.out_dir is None else Path(request.out_dir)
    return folder / annotated_name(file.name)


def _is_same(file: Path, other: Path) -> bool:
    """Tell whether two names are of one file, through links of either kind too."""
    try:
        return file.exists() and other.exists() and file.samefile(other)
    except OSError:
        return os.path.realpath(file) == os.path.realpath(other)


def _checked(jobs: Sequence[_Job], terms: Terms, *, store: bool) -> list[tuple[Told, bool]]:
    """Check every file as a submission by itself; return what was found in each, and whether it was not read whole.

    What an earlier run suggested in a file, and nobody has accepted, is not part of what is checked.
    """
    kept = open_store(say) if store else passing_store(say)
    try:
        with tempfile.TemporaryDirectory(prefix="shenyue-") as aside:
            return [_one(job, terms, kept, Path(aside) / str(number)) for number, job in enumerate(jobs)]
    finally:
        if kept is not None:
            kept.close()


def _one(job: _Job, terms: Terms, store: Store | None, aside: Path) -> tuple[Told, bool]:
    data, file = bare(job.form, job.data), job.file
    if data != job.data:
        aside.mkdir()
        file = aside / job.file.name
        file.write_bytes(data)
    found: list[Screened] = []
    screen(find_packages([str(file)], "file"), terms, store, found.append)
    documents = found[0].checked.entry.documents if len(found) == 1 else ()
    if len(documents) != 1 or documents[0].sha256 != hashlib.sha256(data).hexdigest():
        raise CannotRun(f"{printable(job.file)}：检查过程中文件有变动，或者无法读取，没有批注；请重试。")
    return Told(documents[0].path, alone=True, findings=found[0].checked.entry.findings), found[0].unread


def _made(job: _Job, picked: Chosen, *, suggest: bool) -> Done:
    try:
        return job.write(job.data, picked.notes, suggest)
    except CannotRun as error:
        first, *rest = error.sentences
        raise CannotRun(f"{printable(job.file)}：{first}", *rest) from error


def _is_there(job: _Job, made: Done, *, force: bool) -> bool:
    """Tell whether the copy is there already, byte for byte.

    What stands at its place and differs may hold a person's work, and is not overwritten without ``--force``.
    """
    if not job.target.exists():
        return False
    if _bytes(job.target) == made.data:
        return True
    if force:
        return False
    raise CannotRun(
        f"{printable(job.target)}：已经有这个文件，而且内容不同（可能有人改过），没有覆盖。",
        "请用 -o 另给文件名；确实要覆盖的，加 --force。",
    )

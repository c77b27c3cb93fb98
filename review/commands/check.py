"""``shenyue check``: from paths to findings. The only place that asks what day it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args

from checks.engine import Judgement, judge
from checks.profile import Profile
from checks.rulebook import Rulebook
from checks.select import Selection, UnknownRuleError, effective_date, select
from checks.submission import Submission
from extractor.document import Document
from extractor.fact import DocumentKind, Extracted
from review.arguments import choice, day, job_count, kind_of
from review.batch import Wanted
from review.entries import document_entry, finding_entry, summary, tool
from review.errors import CannotRun, ExitCode
from review.intake import By, Intake, Package, find_packages
from review.layout import Paper
from review.output import check_writable, emit, emit_text, write_whole
from review.profiles import given_profile, profile_entry, profile_of, tell_unmatched, told_kind
from review.reading import nothing_found, read_watched, tell, unread_code
from review.report import VERSION, Report, RulebookEntry, SubmissionEntry
from review.reporters import Checked, DocumentNotice, format_of, reporter
from review.reporters.words import quality_words
from review.rulebooks import loaded
from review.unpack import grouped, unpacked

FailOn = Literal["error", "warning", "review", "open", "never"]
FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)
BYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True)
class Request:
    """What was typed, not yet looked at."""

    paths: tuple[str, ...]
    by: str
    rules: str | None
    rulebooks: tuple[str, ...]
    on: str | None
    profile: str | None
    kind: str | None
    fail_on: str
    jobs: str | None
    form: str
    outputs: tuple[str, ...]
    verbose: bool


@dataclass(frozen=True)
class Plan:
    """What was typed, once it is known to make sense."""

    by: By
    wanted: tuple[str, ...]
    on: date | None
    today: date
    profile: Profile | None
    kind: DocumentKind | None
    fail_on: FailOn
    jobs: int | None
    outputs: tuple[Path, ...]
    books: Mapping[str, Rulebook]


@dataclass(frozen=True)
class Judged:
    """One submission with its verdicts."""

    submission: Submission
    selection: Selection
    judgement: Judgement


def run(request: Request) -> int:
    """Check the submissions of ``request`` and print the report; returns 0, 1 or 3. Raises CannotRun."""
    plan = _plan(request)
    intake = find_packages(list(request.paths), plan.by)
    judged: list[Judged] = []
    for group in grouped(intake.packages):
        with unpacked(group, intake, jobs=plan.jobs) as packages:
            tell(intake)
            profiles = [profile_of(package, plan.profile) for package in packages]
            judged += _judged(packages, profiles, plan)
    tell(intake)
    if not judged:
        raise nothing_found(request.paths)
    _write(judged, plan, request)
    return exit_code(judged, intake, plan.fail_on)


def _plan(request: Request) -> Plan:
    """Look at all that was typed before anything is read."""
    if not request.paths:
        raise CannotRun("请给出要检查的文件或文件夹，例如：shenyue check 项目材料/。")
    by = choice("--by", request.by, BYS)
    fail_on = choice("--fail-on", request.fail_on, FAIL_ON)
    reporter(request.form)
    outputs = tuple(Path(output) for output in request.outputs)
    for output in outputs:
        reporter(format_of(output))
        check_writable(output)
    books = loaded(request.rulebooks)
    wanted = tuple(part.strip() for part in (request.rules or "").split(",") if part.strip())
    if request.rules is not None and not wanted:
        raise CannotRun("--rules 后面没有写编号；可用 shenyue rules list 查看。")
    _chosen(Submission("", ()), books, wanted)
    return Plan(
        by=by,
        wanted=wanted,
        on=day("--on", request.on),
        today=datetime.now().astimezone().date(),
        profile=given_profile(request.profile),
        kind=kind_of(request.kind),
        fail_on=fail_on,
        jobs=job_count(request.jobs),
        outputs=outputs,
        books=books,
    )


def _chosen(submission: Submission, books: Mapping[str, Rulebook], wanted: Sequence[str]) -> Selection:
    try:
        return select(submission, books, wanted)
    except UnknownRuleError as error:
        raise CannotRun(f"--rules：{error}") from error


def _judged(packages: Sequence[Package], profiles: Sequence[Profile], plan: Plan) -> Iterable[Judged]:
    wanted: list[Wanted] = []
    for package, profile in zip(packages, profiles, strict=True):
        if plan.profile is None:
            tell_unmatched(package, profile)
        wanted += [
            Wanted(listing.file, listing.path, plan.kind or told_kind(listing, profile), listing.lost)
            for listing in package.listings
        ]
    read = iter(read_watched(wanted, jobs=plan.jobs))
    for package, profile in zip(packages, profiles, strict=True):
        documents = tuple(next(read) for _ in package.listings)
        on, reason = effective_date(documents, given=plan.on, today=plan.today)
        submission = Submission(package.path, documents, profile, on, reason)
        selection = _chosen(submission, plan.books, plan.wanted)
        yield Judged(submission, selection, judge(submission, selection.requirements))


def _write(judged: Sequence[Judged], plan: Plan, request: Request) -> None:
    checked = Checked(
        report=report_of(judged),
        chosen=tuple(_chosen_words(one.selection) for one in judged),
        notices=tuple(_notices(one.submission.documents) for one in judged),
        verbose=request.verbose,
    )
    for output in plan.outputs:
        write_whole(output, reporter(format_of(output))(checked, Paper()))
    printed = reporter(request.form)(checked, Paper.of_stdout())
    if request.form == "console":
        emit_text(printed.decode("utf-8"))
    else:
        emit(printed)


def report_of(judged: Sequence[Judged]) -> Report:
    """Return the report of the submissions, in their order."""
    books = {book.id: book for one in judged for book in one.selection.books}
    entries = tuple(RulebookEntry(book.id, book.title, book.hash) for _, book in sorted(books.items()))
    return Report(VERSION, tool(), entries, tuple(map(_submission_entry, judged)))


def _submission_entry(one: Judged) -> SubmissionEntry:
    submission, findings = one.submission, one.judgement.findings
    return SubmissionEntry(
        path=submission.path,
        on=submission.on.isoformat() if submission.on is not None else None,
        on_reason=submission.on_reason,
        profile=profile_entry(submission.profile),
        assumed=(*one.judgement.assumed, *one.selection.notices),
        documents=tuple(map(document_entry, submission.documents)),
        findings=tuple(map(finding_entry, findings)),
        summary=summary(findings),
    )


def _chosen_words(selection: Selection) -> str:
    return f"{'；'.join(book.title for book in selection.books)}（{selection.reason}）"


def _notices(documents: Iterable[Extracted]) -> tuple[DocumentNotice, ...]:
    return tuple(
        DocumentNotice(extracted.document.path, message)
        for extracted in documents
        for message in _told(extracted.document)
    )


def _told(document: Document) -> Iterable[str]:
    """Yield what a person should know of how a document was read; of its pages only where not all are plain text."""
    if any(run.quality not in ("text", "blank") for run in document.page_quality):
        yield f"各页文字：{quality_words(document.page_quality)}。"
    for notice in document.notices:
        yield notice.message


def exit_code(judged: Sequence[Judged], intake: Intake, fail_on: FailOn) -> ExitCode:
    """Return 1 where a finding is at or above ``fail_on``, else 3 where something was not read, else 0."""
    for one in judged:
        for finding in one.judgement.findings:
            failed = finding.kind == "fail" and (
                finding.level == "error" or (finding.level == "warning" and fail_on != "error")
            )
            reviewed = finding.kind == "review" and fail_on in ("review", "open")
            opened = finding.kind == "open" and fail_on == "open"
            if fail_on != "never" and (failed or reviewed or opened):
                return ExitCode.FINDINGS
    return unread_code((document for one in judged for document in one.submission.documents), intake)

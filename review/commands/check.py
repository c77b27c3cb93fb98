"""``shenyue check``: from paths to findings. The only place that asks what day it is."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from msgspec import UNSET

from checks.submission import Submission
from review.arguments import choice, day, job_count, kind_of
from review.commands.template import template_of
from review.errors import CannotRun, ExitCode
from review.garbage import spare
from review.intake import By, find_packages
from review.judging import chosen
from review.layout import Paper
from review.living.marks import Marks
from review.living.past import Past, read_past
from review.living.waivers import Waiver, read_waivers
from review.output import Printed, check_writable, put_aside, say, written_whole
from review.own_reports import own_reports
from review.pictures import Pictures
from review.profiles import given_profile
from review.reading import nothing_found
from review.reckoning import reckoning_rules
from review.report import FindingEntry, RulebookEntry
from review.reporters import EACH, Ending, Look, Reporter, Totals, format_of, reporter, reporter_of_each
from review.reporters.html_pictures import prepare_detail
from review.rulebooks import loaded
from review.screening import Screened, Terms, screen
from review.shelf import check_shelf, written_each
from review.store import open_store, passing_store

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
    store: bool = True
    cluster: str | None = None
    ship: bool = False
    waivers: str | None = None
    baseline: str | None = None
    fail_on_new: bool = False
    template: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Plan:
    """What was typed, once it is known to make sense."""

    by: By
    fail_on: FailOn
    outputs: tuple[Path, ...]
    terms: Terms
    waivers: tuple[Waiver, ...] = ()
    past: Past | None = None
    only_new: bool = False
    template: Path | None = None
    detail: Path | None = None
    own: frozenset[str] = frozenset()


def run(request: Request) -> int:
    """Check the submissions of ``request`` and print the report; returns 0, 1 or 3. Raises CannotRun."""
    plan = planned(request)
    spare()
    intake = find_packages(list(request.paths), plan.by, plan.own)
    marks = Marks(plan.waivers, plan.terms.on or plan.terms.today, plan.past, (one.path for one in intake.packages))
    store = open_store(say) if request.store else passing_store(say)
    totals = Totals()
    books: dict[str, RulebookEntry] = {}
    found = unread = False
    try:
        with ExitStack() as files:
            terms = plan.terms
            if request.cluster is not None:
                from review.cluster import connected  # noqa: PLC0415  most runs use one machine

                away = files.enter_context(connected(request.cluster, ship=request.ship, tell=say))
                terms = replace(terms, away=away)
            sums = reckoning_rules(plan.terms.books.values())

            def aside() -> BinaryIO:
                return files.enter_context(put_aside())

            @cache
            def pictures() -> Pictures:
                return files.enter_context(Pictures())

            def writing(output: Path) -> Reporter:
                look = Look(Paper(), aside, request.verbose, output.parent, sums, plan.template, pictures, plan.detail)
                form = format_of(output)
                if form in EACH:
                    return reporter_of_each(form)(files.enter_context(written_each(output, aside)), look)
                return reporter(form)(files.enter_context(written_whole(output)), look)

            reporters = [writing(output) for output in plan.outputs]
            printed = Printed(text=request.form == "console")
            shown = Look(Paper.of_stdout(), aside, request.verbose, sums=sums, pictures=pictures)
            reporters.append(reporter(request.form)(printed, shown))

            def take(screened: Screened) -> None:
                nonlocal found, unread
                checked = marks.mark(screened.checked).changed(rulebooks=screened.rulebooks)
                entry = checked.brief
                totals.add(entry)
                books.update((book.id, book) for book in screened.rulebooks)
                found = found or any(counts(one, plan.fail_on, only_new=plan.only_new) for one in entry.findings)
                unread = unread or screened.unread
                for one in reporters:
                    one.add(checked)

            screen(intake, terms, store, take)
            if not totals.submissions:
                raise nothing_found(request.paths)
            ending = Ending(tuple(book for _, book in sorted(books.items())), totals)
            for one in reporters:
                one.close(ending)
            for sentence in marks.told():
                say(sentence)
    finally:
        if store is not None:
            store.close()
    return exit_code(found=found, unread=unread or bool(intake.missing))


def planned(request: Request) -> Plan:
    """Return what was typed, all of it looked at before anything is read. Raises CannotRun."""
    if not request.paths:
        raise CannotRun("请给出要检查的文件或文件夹，例如：shenyue check 项目材料/。")
    if request.ship and request.cluster is None:
        raise CannotRun("--ship 只和 --cluster 一起使用；在本机检查不需要发送文件。")
    if request.fail_on_new and request.baseline is None:
        raise CannotRun("--fail-on-new 只和 --baseline 一起使用：没有前次的报告，就分不出哪些是新的。")
    by = choice("--by", request.by, BYS)
    fail_on = choice("--fail-on", request.fail_on, FAIL_ON)
    reporter(request.form)
    outputs = tuple(Path(output) for output in request.outputs)
    forms = [format_of(output) for output in outputs]
    for output, named in zip(outputs, forms, strict=True):
        if named in EACH:
            check_shelf(output)
        else:
            reporter(named)
            check_writable(output)
    template = template_of(request.template, wanted="docx" in forms)
    books = loaded(request.rulebooks)
    wanted = tuple(part.strip() for part in (request.rules or "").split(",") if part.strip())
    if request.rules is not None and not wanted:
        raise CannotRun("--rules 后面没有写编号；可用 shenyue rules list 查看。")
    chosen(Submission("", ()), books, wanted)
    terms = Terms(
        wanted=wanted,
        on=day("--on", request.on),
        today=datetime.now().astimezone().date(),
        profile=given_profile(request.profile),
        kind=kind_of(request.kind),
        jobs=job_count(request.jobs),
        books=books,
        own=request.rulebooks,
    )
    rules = (rule.id for book in books.values() for rule in book.rules)
    waivers = read_waivers(request.waivers, rules) if request.waivers is not None else ()
    past = read_past(request.baseline, "--baseline ") if request.baseline is not None else None
    detail = None if request.detail is None else Path(request.detail)
    if detail is not None:
        if "html" not in forms:
            raise CannotRun("--detail 只和 -o 报告.html 一起使用：整页图片由网页报告链接。")
        prepare_detail(detail)
    # an earlier report is read whole before anything is written, and may give way to the new one
    read = (request.profile, request.waivers, template)
    own = own_reports(request.paths, outputs, detail, read)
    return Plan(by, fail_on, outputs, terms, waivers, past, request.fail_on_new, template, detail, own)


def exit_code(*, found: bool, unread: bool) -> ExitCode:
    """Return 1 where a finding counts, else 3 where something was not read, else 0."""
    if found:
        return ExitCode.FINDINGS
    return ExitCode.UNREAD if unread else ExitCode.CLEAN


def counts(finding: FindingEntry, fail_on: FailOn, *, only_new: bool = False) -> bool:
    """Tell whether a finding is at or above ``fail_on``; one that is accepted does not count.

    With ``only_new`` one that stood as it is in the earlier report does not count either.
    """
    if finding.waived is not UNSET or (only_new and finding.change == "unchanged"):
        return False
    failed = finding.kind == "fail" and (
        finding.level == "error" or (finding.level == "warning" and fail_on != "error")
    )
    reviewed = finding.kind == "review" and fail_on in ("review", "open")
    opened = finding.kind == "open" and fail_on == "open"
    return fail_on != "never" and (failed or reviewed or opened)

"""``shenyue recheck``: a resubmission judged as ``check`` does, and held against the report of the first one."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from msgspec import UNSET, structs

from review.arguments import choice
from review.commands import check
from review.encode import to_json
from review.errors import CannotRun
from review.garbage import spare
from review.intake import find_packages
from review.layout import Paper, name_shown
from review.living.marks import Marks
from review.living.past import read_past
from review.living.recheck import FindingMove, RecheckReport, recheck
from review.output import check_writable, emit, emit_text, say, written_whole
from review.reading import nothing_found
from review.report import RulebookEntry, SubmissionEntry
from review.reporters.recheck_console import recheck_text
from review.screening import Screened, screen
from review.store import open_store, passing_store

FORMS = ("console", "json")
MOST_TOLD = 10


@dataclass(frozen=True)
class Request:
    """What was typed: the earlier report and where to write the result, beside what ``check`` is asked."""

    old: str | None
    check: check.Request
    form: str
    outputs: tuple[str, ...]


def run(request: Request) -> int:
    """Judge the resubmission, print what became of each finding; returns 0, 1 or 3. Raises CannotRun."""
    choice("--format", request.form, FORMS)
    if not request.old:
        raise CannotRun("请给出前次的报告和这次的材料，例如：shenyue recheck 前次.json 项目材料/。")
    if not request.check.paths:
        raise CannotRun(
            f"请在 {name_shown(request.old)} 后面给出这次的材料，例如：shenyue recheck 前次.json 项目材料/。"
        )
    outputs = tuple(Path(output) for output in request.outputs)
    for output in outputs:
        if output.suffix.lower() != ".json":
            raise CannotRun(f"-o {name_shown(str(output))}：复查结果只能存为 .json。")
        check_writable(output)
        if output.exists() and output.samefile(request.old):
            raise CannotRun(f"-o {name_shown(str(output))}：这就是前次的报告，不能覆盖；请换一个文件名。")
    past = read_past(request.old)
    plan = check.planned(request.check)
    entries, books, unread = _judged(request.check, plan)
    report = recheck(past, entries, books)
    with ExitStack() as files:
        for output in outputs:
            files.enter_context(written_whole(output)).write(to_json(report))
        if request.form == "json":
            emit(to_json(report))
        else:
            emit_text(recheck_text(report, past.shown, Paper.of_stdout(), verbose=request.check.verbose))
    _tell_absent(report)
    moves = (move for submission in report.submissions for move in submission.findings)
    chosen = request.check.rules is not None  # then a rule that did not run was not asked for
    found = any(counts(move, plan.fail_on) for move in moves if move.new is not None or not chosen)
    return check.exit_code(found=found, unread=unread)


def _judged(request: check.Request, plan: check.Plan) -> tuple[list[SubmissionEntry], tuple[RulebookEntry, ...], bool]:
    """Return the entries of now, the rulebooks that ran, and whether something was not read."""
    spare()
    intake = find_packages(list(request.paths), plan.by)
    marks = Marks(plan.waivers, plan.terms.on or plan.terms.today)
    entries: list[SubmissionEntry] = []
    books: dict[str, RulebookEntry] = {}
    lost: list[str] = []

    def take(screened: Screened) -> None:
        entry = marks.mark(screened.checked).entry
        entries.append(entry)
        books.update((book.id, book) for book in screened.rulebooks)
        if screened.unread:
            lost.append(entry.path)

    store = open_store(say) if request.store else passing_store(say)
    try:
        screen(intake, plan.terms, store, take)
    finally:
        if store is not None:
            store.close()
    if not entries:
        raise nothing_found(request.paths)
    for sentence in marks.told():
        say(sentence)
    return entries, tuple(book for _, book in sorted(books.items())), bool(lost or intake.missing)


def counts(move: FindingMove, fail_on: check.FailOn) -> bool:
    """Tell whether a finding counts: as it is now, or as it was where it is neither settled nor accepted."""
    if move.new is not None and check.counts(move.new, fail_on):
        return True
    accepted = move.new is not None and move.new.waived is not UNSET
    if move.outcome != "unsettled" or move.old is None or accepted:
        return False
    return check.counts(structs.replace(move.old, waived=UNSET), fail_on)


def _tell_absent(report: RecheckReport) -> None:
    if report.absent:
        say(f"前次报告里有{len(report.absent)}份报送这次没有材料，没有复查：{_names(report.absent)}。")


def _names(paths: Iterable[str]) -> str:
    names = [name_shown(path) for path in paths]
    return "、".join(names[:MOST_TOLD]) + ("等" if len(names) > MOST_TOLD else "")

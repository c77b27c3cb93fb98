"""The document that carries a requirement taken away, made another, or not read: what the three absences give."""

from collections.abc import Iterator

from msgspec.structs import replace

from checks.finding import FindingKind, Reason
from checks.mutants.seed import Mutant, Seed
from checks.rule import Example, ExampleDocument
from checks.verbs.absent import Absent
from checks.verbs.all_present import AllPresent
from checks.verbs.before_day import BeforeDay
from checks.verbs.covers import Covers
from checks.verbs.documents_present import DocumentsPresent
from checks.verbs.figure import Figure
from checks.verbs.holder_in import HolderIn
from checks.verbs.in_order import InOrder
from checks.verbs.present import Present
from checks.verbs.within_days import WithinDays

ELSE = "会议室使用登记簿\n上午九时至十一时，综合科借用三楼会议室，用后已关灯、关窗、锁门，钥匙交还值班室保管。\n"
_SCAN = ExampleDocument(text="", kind="unknown", path="扫描0001.pdf", unread="all")
_BY_DATES = (WithinDays, InOrder, BeforeDay)
_BY_STATEMENT = (Figure, HolderIn, Present, AllPresent, Covers)
_STANDS: tuple[Reason, ...] = ("meets-limit", "present", "allowed-holder", "below-limit", "above-limit", "wrong-holder")


def mutants(seed: Seed) -> Iterator[Mutant]:
    """Yield the seed with its documents gone, of another kind, unread, or read in part."""
    if seed.kind not in ("pass", "fail") or not seed.unconditional():
        return
    yield from _gone(seed)
    yield from _unread(seed)
    yield from _partly(seed)


def _gone(seed: Seed) -> Iterator[Mutant]:
    rule, check = seed.item.rule, seed.item.rule.check
    if rule.carriers is None and not rule.reads and not check.judges_nothing:
        return  # what is there instead would be looked at
    expect: tuple[FindingKind, Reason] = ("open", "no-carrier")
    if rule.carriers is None and seed.item.regulation.kind == "integrity":
        expect = ("notApplicable", "out-of-scope")
    open_package = replace(seed.example.profile, complete=None)
    gone = _of(seed, (ExampleDocument(text=ELSE, kind="other", path="登记.txt"),))
    yield _mutant("应有的文件没有提交", replace(gone, profile=open_package), *expect)
    if not _by_other_means(seed):
        other = tuple(replace(d, kind="other", unread=None, path=f"其他{n}.txt") for n, d in enumerate(seed.documents))
        yield _mutant("内容相同，但是另一种文件", replace(_of(seed, other), profile=open_package), *expect)
    if rule.carriers is not None or isinstance(check, DocumentsPresent):
        complete = replace(gone, profile=replace(seed.example.profile, complete=True))
        yield _mutant("材料声明齐全，应有的文件没有提交", complete, _breach(seed), "missing")
    if rule.carriers is not None or rule.reads or check.judges_nothing:
        scanned = _of(seed, (*gone.documents, _SCAN))
        yield _mutant("应有的文件没有提交，另有一份没能读取的扫描件", scanned, "open", "unreadable")


def _by_other_means(seed: Seed) -> bool:
    """Tell whether a document of any kind may do: dates are read in all papers, papers may be told by their titles."""
    check = seed.item.rule.check
    if isinstance(check, DocumentsPresent):
        return any(not item.kinds or item.facts for item in check.all + check.any)
    return isinstance(check, _BY_DATES)


def _unread(seed: Seed) -> Iterator[Mutant]:
    check = seed.item.rule.check
    if check.judges_nothing or (seed.item.rule.carriers is None and not seed.item.rule.reads):
        return
    documents = tuple(replace(document, text="", unread="all", notices=()) for document in seed.documents)
    wanted = seed.item.rule.carriers.kinds if seed.item.rule.carriers is not None else seed.item.rule.reads
    if any(document.kind in wanted for document in documents):
        yield _mutant("文件没能读取", _of(seed, documents), "open", "unreadable")


def _partly(seed: Seed) -> Iterator[Mutant]:
    """A page that was not read opens what rests on an absence, and leaves what was read as it is."""
    rule, check = seed.item.rule, seed.item.rule.check
    if rule.carriers is None or rule.carriers.mode == "all" or seed.example.profile.complete:
        return
    if not any(document.kind in rule.carriers.kinds for document in seed.documents):
        return
    if any(document.unread is not None for document in seed.documents):
        return
    example = _of(seed, tuple(replace(document, unread="part") for document in seed.documents))
    absent = seed.reason == "missing" or (isinstance(check, Absent) and seed.reason == "nothing-found")
    if absent and isinstance(check, (*_BY_STATEMENT, Absent)):
        yield _mutant("有一页没能读取，其余没有写到", example, "open", "unreadable")
    stands = seed.reason in _STANDS and isinstance(check, _BY_STATEMENT)
    if (stands or (isinstance(check, Absent) and seed.reason == "forbidden")) and len(seed.documents) == 1:
        made = _mutant("有一页没能读取，已读到的部分已经写明", example, seed.kind, seed.reason)
        yield replace(made, shows_unread=True)


def _breach(seed: Seed) -> FindingKind:
    return seed.failing()


def _of(seed: Seed, documents: tuple[ExampleDocument, ...]) -> Example:
    return seed.with_documents(documents)


def _mutant(change: str, example: Example, kind: FindingKind, reason: Reason) -> Mutant:
    return Mutant("carriers", change, example, (kind,), None if kind == "review" else reason)

"""What became of each finding since an earlier report. A rule stands once in a submission, so its findings pair by it.

``fixed`` asks for more than a pass: the papers that carried the finding must be there, be read as far as before and
still speak of the matter. A finding whose paper is gone or can no longer be read, whose rule did not run or no longer
applies, is ``unsettled``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from checks.finding import Reason
from review.living.pairing import DocumentPair
from review.report import Change, FindingEntry
from review.reporters import TO_ACT_ON

Outcome = Literal["new", "not-fixed", "changed", "unsettled", "fixed", "clear"]
PROBLEMS = frozenset(("fail", "review"))
# a defect of something that was said: where nothing is said any more it is not mended, as a blank or a ban would be
OF_VALUES: frozenset[Reason] = frozenset(
    ("below-limit", "above-limit", "wrong-holder", "inconsistent", "late", "straddles-limit", "conflicting")
)
CHANGES: dict[Outcome, Change] = {
    "new": "new",
    "not-fixed": "unchanged",
    "changed": "changed",
    "fixed": "fixed",
    "clear": "unchanged",
}


@dataclass(frozen=True)
class FindingPair:
    """A rule's finding before and now, what became of it, and why where that needs a word (else empty)."""

    old: FindingEntry | None
    new: FindingEntry | None
    outcome: Outcome
    why: str = ""

    @property
    def rule(self) -> str:
        """Return the id of the rule."""
        one = self.new or self.old
        return one.rule if one is not None else ""

    @property
    def change(self) -> Change:
        """Return the word of the report for it; what is unsettled is changed, or as it was where it was open before."""
        if self.outcome == "clear" and self.old is None:
            return "new"
        if self.outcome != "unsettled" and not (self.outcome == "clear" and not _same(self.old, self.new)):
            return CHANGES[self.outcome]
        if self.old is None:
            return "new"
        return "unchanged" if _same(self.old, self.new) else "changed"


def pair_findings(
    old: Sequence[FindingEntry], new: Sequence[FindingEntry], documents: Iterable[DocumentPair]
) -> tuple[FindingPair, ...]:
    """Return every finding before and now with what became of it: those of now in their order, then the dropped."""
    before = {finding.rule: finding for finding in old}
    now = {finding.rule for finding in new}
    known = {pair.old.path: pair for pair in documents if pair.old is not None}
    return (
        *(_judged(before.get(finding.rule), finding, known) for finding in new),
        *(_judged(finding, None, known) for finding in old if finding.rule not in now),
    )


def _judged(old: FindingEntry | None, new: FindingEntry | None, known: dict[str, DocumentPair]) -> FindingPair:
    if new is None:
        dropped = old is not None and old.kind in TO_ACT_ON
        return FindingPair(old, new, *(("unsettled", "这次没有检查这条规则。") if dropped else ("clear", "")))
    before = old.kind if old is not None else "notApplicable"
    if new.kind in PROBLEMS:
        if before in PROBLEMS:
            return FindingPair(old, new, "not-fixed" if _same(old, new) else "changed")
        return FindingPair(old, new, "new")
    if new.kind == "open":
        return FindingPair(old, new, "unsettled", _why_open(before))
    if old is None or before not in TO_ACT_ON:
        return FindingPair(old, new, "clear")
    if new.kind == "notApplicable":
        return FindingPair(old, new, "unsettled", "这次不再适用，请确认项目情况或材料为什么变了。")
    doubt = _doubt(old, new, known)
    return FindingPair(old, new, "unsettled" if doubt else "fixed", doubt)


def _why_open(before: str) -> str:
    if before == "open":
        return "前次未能判断，这次仍未能判断。"
    return "前次的问题这次未能判断，不能算作已整改。" if before in PROBLEMS else "前次没有问题，这次未能判断。"


def _doubt(old: FindingEntry, new: FindingEntry, known: dict[str, DocumentPair]) -> str:
    """Return why a pass does not settle a finding; empty where it does.

    What was quoted, or searched in vain, must be there and be read as far as before. A pass that quotes something must
    quote each paper that was quoted, too: else what was wrong in it may only be gone.
    """
    searched = old.searched.documents if old.searched is not None and old.kind in PROBLEMS else ()
    quoted = [one.document for one in old.evidence]
    for path in dict.fromkeys((*quoted, *searched)):
        pair = known.get(path)
        if pair is not None and pair.new is None:
            return f"前次有问题的“{path}”这次没有报送，不能算作已整改。"
        if pair is not None and pair.lost:
            return f"前次有问题的“{path}”这次没能读到原有的内容，不能算作已整改。"
    now = {one.document for one in new.evidence}
    for path in dict.fromkeys(quoted):
        pair = known.get(path)
        if now and pair is not None and pair.new is not None and pair.new.path not in now:
            return f"前次有问题的“{path}”这次没有可以引用的内容，请核对是改好了还是删去了。"
    if old.reason in OF_VALUES and not new.evidence:
        return "前次有问题的内容这次没有了，请核对是改好了还是删去了。"
    return ""


def _same(old: FindingEntry | None, new: FindingEntry | None) -> bool:
    """Tell whether two findings of a rule say the same: verdict, reason, level, values and the words they rest on."""
    if old is None or new is None:
        return old is new
    return (old.kind, old.reason, old.level, old.expected, old.actual, old.fingerprint) == (
        new.kind, new.reason, new.level, new.expected, new.actual, new.fingerprint
    )  # fmt: skip

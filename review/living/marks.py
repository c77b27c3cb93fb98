"""Marks on findings as they are judged: accepted by whom, and how they stand to an earlier report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import structs

from review.layout import name_shown, one_line
from review.living.outcomes import pair_findings
from review.living.pairing import Identity, Register, identity, pair_documents
from review.living.past import Past
from review.living.waivers import Waiver
from review.report import BaselineEntry, FindingEntry, PastFinding, SubmissionEntry, Waived
from review.reporters import TO_ACT_ON, Checked

MOST_TOLD = 10


class Marks:
    """Marks one submission after the other; ``day`` is the day on which an accepted finding must still be accepted."""

    def __init__(
        self,
        waivers: tuple[Waiver, ...] = (),
        day: date = date.max,
        past: Past | None = None,
        paths: Iterable[str] = (),
    ) -> None:
        self._waivers = waivers
        self._day = day
        self._hits: Counter[int] = Counter()
        self._past = past
        self._paths = frozenset(paths)
        identities: list[Identity] = []
        self._kept: dict[str, SubmissionEntry] = {}
        for entry in past.submissions() if past is not None else ():
            identities.append(identity(entry))
            self._kept[entry.path] = _slim(entry)
        self._register = Register(identities)
        self._alone = len(identities) == len(self._paths) == 1

    def mark(self, checked: Checked) -> Checked:
        """Return ``checked`` with its findings marked; the very same where nothing is to be marked."""
        # a submission is known again by its facts; to accept a finding none is needed
        given = entry = checked.brief if self._past is None else checked.entry
        if self._past is not None:
            entry = self._compared(entry)
        if self._waivers:
            entry = self._accepted(entry)
        return checked if entry is given else checked.changed(entry=entry)

    def _accepted(self, entry: SubmissionEntry) -> SubmissionEntry:
        findings = tuple(self._waived(entry.path, finding) for finding in entry.findings)
        return entry if findings == entry.findings else structs.replace(entry, findings=findings)

    def _waived(self, path: str, finding: FindingEntry) -> FindingEntry:
        chosen: Waiver | None = None
        for number, waiver in enumerate(self._waivers):
            if waiver.covers(path, finding):
                self._hits[number] += 1
                if chosen is None and self._day <= waiver.until:
                    chosen = waiver
        if chosen is None:
            return finding
        return structs.replace(finding, waived=Waived(chosen.by, chosen.why, chosen.until.isoformat()))

    def _compared(self, entry: SubmissionEntry) -> SubmissionEntry:
        old = self._old_of(entry)
        before = old.documents if old is not None else ()
        documents = pair_documents(before, entry.documents)
        pairs = pair_findings(old.findings if old is not None else (), entry.findings, documents)
        marked = tuple(structs.replace(pair.new, change=pair.change) for pair in pairs if pair.new is not None)
        baseline = BaselineEntry(
            path=old.path if old is not None else None,
            fixed=tuple(_past(pair.old) for pair in pairs if pair.outcome == "fixed" and pair.old is not None),
            dropped=tuple(
                _past(pair.old)
                for pair in pairs
                if pair.new is None and pair.old is not None and pair.old.kind in TO_ACT_ON
            ),
        )
        return structs.replace(entry, findings=marked, baseline=baseline)

    def _old_of(self, entry: SubmissionEntry) -> SubmissionEntry | None:
        """Return the earlier entry of a submission and let it go: by path, else as a submission that was renamed."""
        path = entry.path
        if path not in self._kept:
            found = self._register.resembling(identity(entry), self._paths)
            if found is None and not (self._alone and self._kept):
                return None
            path = found[0] if found is not None else next(iter(self._kept))
        self._register.strike(path)
        return self._kept.pop(path)

    def told(self) -> Iterator[str]:
        """Yield what a person should know at the end: entries that have expired or met nothing, submissions not met."""
        for number, waiver in enumerate(self._waivers):
            hits = self._hits[number]
            about = f"{waiver.where}：{one_line(waiver.by)}的认可"
            if self._day > waiver.until:
                found = f"，它所指的{hits}项结论重新计入" if hits else "，也没有对上任何结论，可以删去"
                yield f"{about}已于{waiver.until.isoformat()}到期{found}。"
            elif not hits:
                yield f"{about}没有对上任何结论，请检查规则、报送材料的路径或指纹。"
        if self._past is not None and self._kept:
            names = sorted(self._kept)
            shown = "、".join(map(name_shown, names[:MOST_TOLD])) + ("等" if len(names) > MOST_TOLD else "")
            yield f"{self._past.shown}里有{len(names)}份报送这次没有检查：{shown}。"


def _slim(entry: SubmissionEntry) -> SubmissionEntry:
    """Return an entry with one fact a document: that there were any is all that is asked of them."""
    documents = tuple(structs.replace(document, facts=document.facts[:1]) for document in entry.documents)
    return structs.replace(entry, documents=documents)


def _past(finding: FindingEntry) -> PastFinding:
    return PastFinding(
        finding.rule, finding.title, finding.kind, finding.reason, finding.level, finding.message, finding.fingerprint
    )

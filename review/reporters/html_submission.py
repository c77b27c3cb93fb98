"""From a submission's report to its row in the HTML report."""

from collections.abc import Sequence

from msgspec.structs import astuple

from extractor.fact import KIND_NAMES
from review.layout import name_shown
from review.report import (
    BaselineEntry,
    EvidenceEntry,
    FindingEntry,
    Location,
    PastFinding,
    UnreadEntry,
    UnreadPartEntry,
    Waived,
)
from review.reporters import Checked
from review.reporters.html_context import NOTHING, Surroundings
from review.reporters.html_figures import gauge, reckoned
from review.reporters.html_rows import (
    KINDS,
    CellRow,
    DocumentRow,
    FindingRow,
    PastRow,
    QuoteRow,
    RuleRow,
    Rules,
    SearchedRow,
    Shared,
    SubmissionRow,
    Text,
    Trimmed,
    UnreadRow,
    plain,
    trimmed,
)
from review.reporters.profile_words import profile_words
from review.reporters.words import CHANGE_WORDS, FORMAT_WORDS, LEVEL_WORDS, REASON_WORDS, STATUS_WORDS, compared_words

# of one finding or one file; how many more there are is said
QUOTES = 10
QUOTES_MET = 2  # where nobody has to act
SECTIONS = 8
HASH = 16  # digits
UNREAD = 100


def submission_row(checked: Checked, shared: Shared, rules: Rules) -> SubmissionRow:
    """Return a submission as the HTML report keeps it; what others may repeat goes into ``shared`` and ``rules``."""
    return _Writer(checked, shared, rules).row()


class _Writer:
    """One submission on its way; quotes are held once, however many findings use them."""

    def __init__(self, checked: Checked, shared: Shared, rules: Rules) -> None:
        self._checked = checked
        self._shared = shared
        self._rules = rules
        self._around = Surroundings(checked.entry.documents)
        self._documents = {document.path: number for number, document in enumerate(checked.entry.documents)}
        self._quotes: list[Trimmed] = []
        self._known: dict[tuple[object, ...], int] = {}

    def row(self) -> SubmissionRow:
        entry, shared = self._checked.entry, self._shared
        findings = tuple(self._finding(finding) for finding in entry.findings)
        baseline = entry.baseline if isinstance(entry.baseline, BaselineEntry) else None
        return SubmissionRow(
            path=plain(name_shown(entry.path)),
            on=entry.on,
            on_reason=shared.number(entry.on_reason),
            chosen=shared.number(self._checked.chosen),
            profile=shared.number(profile_words(entry.profile)),
            assumed=shared.numbers(entry.assumed),
            documents=self._document_rows(),
            quotes=tuple(self._quotes),
            findings=findings,
            before=None if baseline is None else plain(name_shown(baseline.path or "")),
            fixed=self._past(() if baseline is None else baseline.fixed),
            dropped=self._past(() if baseline is None else baseline.dropped),
        )

    def _past(self, findings: Sequence[PastFinding]) -> tuple[PastRow, ...]:
        return tuple(
            PastRow(
                plain(one.rule), self._shared.number(one.title), KINDS.index(one.kind), self._shared.number(one.message)
            )
            for one in findings
        )

    def _document_rows(self) -> tuple[Trimmed, ...]:
        told: dict[str, list[str]] = {}
        for notice in self._checked.notices:
            told.setdefault(notice.document, []).append(notice.message)
        return tuple(
            trimmed(
                DocumentRow(
                    path=plain(name_shown(document.path)),
                    kind=self._shared.number(KIND_NAMES[document.kind]),
                    why=self._shared.number(document.kind_reason),
                    format=self._shared.number(FORMAT_WORDS.get(document.format, document.format)),
                    sha256=(document.sha256 or "")[:HASH],
                    pages=document.pages,
                    status="" if document.status == "read" else self._shared.number(STATUS_WORDS[document.status]),
                    unread=self._unread([(document.path, part) for part in document.unread]),
                    notices=self._shared.numbers(told.get(document.path, [])),
                )
            )
            for document in self._checked.entry.documents
        )

    def _finding(self, finding: FindingEntry) -> Trimmed | int:
        shared, searched, citation = self._shared, finding.searched, finding.citation
        rule = RuleRow(
            finding.rule,
            plain(finding.title),
            plain(citation.regulation),
            citation.number,
            plain(citation.article),
            citation.effective,
        )
        acted_on = finding.kind in ("fail", "review", "open")
        most = QUOTES if acted_on else QUOTES_MET
        row = FindingRow(
            rule=self._rules.number(rule),
            kind=KINDS.index(finding.kind),
            reason=shared.number(REASON_WORDS[finding.reason]),
            level=shared.number(LEVEL_WORDS[finding.level]) if finding.level is not None else None,
            message=shared.number(finding.message),
            expected=shared.number(compared_words(finding.expected)) if finding.expected is not None else None,
            actual=shared.number(compared_words(finding.actual)) if finding.actual is not None else None,
            quotes=self._numbers(finding.evidence[:most], in_context=acted_on),
            more=max(len(finding.evidence) - most, 0),
            searched=None
            if searched is None
            else SearchedRow(
                documents=tuple(self._document(path) for path in searched.documents),
                sections=shared.numbers(searched.sections[:SECTIONS]),
                more=max(len(searched.sections) - SECTIONS, 0),
                nearest=self._numbers(searched.nearest, in_context=False),
            ),
            unread=self._unread([(part.document, part) for part in finding.unread]),
            suggestion=shared.number(finding.suggestion) if finding.suggestion else None,
            fingerprint=finding.fingerprint if acted_on else "",
            waived=_waived(finding),
            change=CHANGE_WORDS[finding.change] if isinstance(finding.change, str) else "",
            gauge=gauge(finding),
            sum=reckoned(finding, self._checked.entry.documents),
        )
        # a number stands for what has nothing of its own: another submission may have it word for word
        own = row.quotes or row.searched or row.unread or row.fingerprint
        return trimmed(row) if own else self._rules.finding(trimmed(row))

    def _numbers(self, evidence: Sequence[EvidenceEntry], *, in_context: bool) -> tuple[int, ...]:
        return tuple(self._quote(one, in_context=in_context) for one in evidence[:QUOTES])

    def _quote(self, evidence: EvidenceEntry, *, in_context: bool) -> int:
        key = (evidence.document, evidence.section, evidence.label, evidence.quote, astuple(evidence.location))
        known = self._known.get((*key, in_context))
        if known is not None:
            return known
        around = self._around.around(evidence) if in_context else NOTHING
        before = tuple(self._quote(one, in_context=False) for one in around.before)
        after = tuple(self._quote(one, in_context=False) for one in around.after)
        number = len(self._quotes)
        self._known[*key, in_context] = number
        # a value is framed only where making the quote plain left its characters where they were
        quote = plain(evidence.quote)
        self._quotes.append(
            trimmed(
                QuoteRow(
                    document=self._document(evidence.document),
                    section=self._shared.number(evidence.section),
                    label=_label(evidence),
                    quote=quote,
                    ocr=evidence.ocr,
                    lead=plain(around.lead),
                    trail=plain(around.trail),
                    value=around.value if len(quote) == len(evidence.quote) else None,
                    cell=_cell(evidence.location),
                    before=before,
                    after=after,
                )
            )
        )
        return number

    def _document(self, path: str) -> Text:
        number = self._documents.get(path)
        return plain(name_shown(path)) if number is None else number

    def _unread(self, parts: Sequence[tuple[str, UnreadEntry | UnreadPartEntry]]) -> tuple[UnreadRow, ...]:
        rows = [
            UnreadRow(self._document(path), _place(part.location), self._shared.number(part.message))
            for path, part in parts[:UNREAD]
        ]
        if len(parts) > UNREAD:
            rows.append(UnreadRow(self._document(parts[0][0]), "", f"另有{len(parts) - UNREAD}处未读，从略。"))
        return tuple(rows)


def _label(evidence: EvidenceEntry) -> str:
    """Return the place of a quote without the title of its section, which the page shows beside it."""
    place = evidence.label.removesuffix(evidence.section.rpartition(" > ")[2]).rstrip()
    return plain(place or evidence.label)


def _waived(finding: FindingEntry) -> str:
    if not isinstance(finding.waived, Waived):
        return ""
    return plain(f"{finding.waived.by}，有效至{finding.waived.until}：{finding.waived.why}")


def _cell(place: Location) -> CellRow | None:
    if place.row is None or place.column is None:
        return None
    table = f"工作表“{plain(place.sheet)}”" if place.sheet is not None else f"表{place.table or ''}"
    return CellRow(table, place.row, place.column)


def _place(place: Location) -> str:
    page = f"第{place.page}页" if place.page is not None else ""
    return page + (f"工作表“{plain(place.sheet)}”" if place.sheet is not None else "")

"""The numbered opinions on a submission: what must be acted on, each with all that is needed to check it by hand."""

from collections.abc import Iterator, Mapping, Sequence

from checks.finding import FindingKind
from review.layout import name_shown, one_line
from review.report import EvidenceEntry, FindingEntry, Location, SubmissionEntry
from review.reporters.docx_xml import INKS, Run, paragraph
from review.reporters.tables import SEVERITY, place_label
from review.reporters.words import (
    KIND_WORDS,
    LEVEL_WORDS,
    REASON_WORDS,
    change_words,
    compared_words,
    place_words,
    waived_words,
)

# of one finding; how many more there are is said
QUOTES = 24
SECTIONS = 12
UNREAD = 24
ACTED_ON: tuple[FindingKind, ...] = ("fail", "review", "open")
_GROUPS = ("（一）", "（二）", "（三）")


def opinions(entry: SubmissionEntry, styles: Mapping[str, str]) -> str:
    """Return the opinions on the findings that call for action, numbered through, grouped by verdict.

    Those that fail stand first, errors before warnings; within, they stand as the places they rest on do. Those that
    a person has accepted stand apart, see ``accepted``.
    """
    order = _reading_order(entry)
    parts, number = [], 0
    standing = [one for one in entry.findings if not waived_words(one)]
    groups = [(kind, [one for one in standing if one.kind == kind]) for kind in ACTED_ON]
    for title, (kind, those) in zip(_GROUPS, [group for group in groups if group[1]], strict=False):
        head = f"{title}{KIND_WORDS[kind]}（{len(those)}项）"
        parts.append(paragraph(styles["group"], [head], keep=True, heading=True))
        for finding in sorted(those, key=lambda one: (SEVERITY[one.level] if kind == "fail" else 0, order(one))):
            number += 1
            parts += _opinion(number, finding, styles)
    if not parts:
        return paragraph(styles["text"], ["没有需要提出的意见。"])
    return "".join(parts)


def accepted(entry: SubmissionEntry, styles: Mapping[str, str]) -> str:
    """Return the findings that a person has accepted: who, why, until when, and what the finding is."""
    those = sorted((one for one in entry.findings if waived_words(one)), key=_reading_order(entry))
    if not those:
        return paragraph(styles["text"], ["没有。"])
    return "".join(part for number, finding in enumerate(those, start=1) for part in _opinion(number, finding, styles))


def _opinion(number: int, finding: FindingEntry, styles: Mapping[str, str]) -> Iterator[str]:
    level = f"（{LEVEL_WORDS[finding.level]}）" if finding.kind == "fail" and finding.level else ""
    since = f"，{change_words(finding)}" if change_words(finding) else ""
    verdict = Run(f"{KIND_WORDS[finding.kind]}{level}{since}", ink=INKS[finding.kind])
    head = (f"{number}．{one_line(finding.title)}　", verdict)
    yield paragraph(styles["opinion"], head, keep=True, heading=True)
    if waived_words(finding):
        yield _entry(styles, "认可", one_line(waived_words(finding)), keep=True)
    yield _entry(styles, "依据", citation_words(finding), keep=True)
    # where nothing is compared, what is asked is the requirement itself, and what was found is why it is not met
    asked = compared_words(finding.expected) if finding.expected is not None else one_line(finding.title)
    actual = compared_words(finding.actual) if finding.actual is not None else REASON_WORDS[finding.reason]
    yield _entry(styles, "要求", asked)
    yield _entry(styles, "现状", f"{actual}。{one_line(finding.message)}")
    yield from _quotes(styles, "位置", finding.evidence)
    searched = finding.searched
    if searched is not None:
        documents = "、".join(map(name_shown, searched.documents[:SECTIONS])) or "没有可查的材料"
        more = f"等{len(searched.documents)}份" if len(searched.documents) > SECTIONS else ""
        yield _entry(styles, "已查", documents + more)
        titles = list(dict.fromkeys(one_line(path.split(" > ")[-1]).rstrip("、. ") for path in searched.sections))
        if titles:
            more = f"等{len(titles)}处" if len(titles) > SECTIONS else ""
            yield _entry(styles, "章节", "、".join(titles[:SECTIONS]) + more)
        yield from _quotes(styles, "相近", searched.nearest)
    for part in finding.unread[:UNREAD]:
        place = place_label(part.location)
        where = f"{name_shown(part.document)}{f' {place}' if place else ''}"
        yield _entry(styles, "未读", f"{where}：{part.message}")
    if len(finding.unread) > UNREAD:
        yield _entry(styles, "未读", f"另有{len(finding.unread) - UNREAD}处，见“未读内容”。")
    if finding.suggestion:
        yield _entry(styles, "建议", finding.suggestion)
    yield paragraph(styles["note"], [f"规则 {finding.rule}　指纹 {finding.fingerprint}"])


def citation_words(finding: FindingEntry) -> str:
    """Return where a requirement stands: regulation, number, article, since when."""
    citation = finding.citation
    # what has a document number is a regulation, and its title stands in title marks
    name = f"《{citation.regulation}》（{citation.number}）" if citation.number else f"{citation.regulation} "
    effective = f"，自{citation.effective}起施行" if citation.effective else ""
    return one_line(f"{name}{citation.article}{effective}")


def _entry(styles: Mapping[str, str], label: str, text: str, *, keep: bool = False) -> str:
    return paragraph(styles["entry"], (Run(f"{label}：", bold=True), text), keep=keep)


def _quotes(styles: Mapping[str, str], label: str, evidence: Sequence[EvidenceEntry]) -> Iterator[str]:
    """Yield each place, and under it the words that stand there."""
    for one in evidence[:QUOTES]:
        yield _entry(styles, label, one_line(place_words(one)), keep=True)
        recognised = "（图像识别的文字）" if one.ocr else ""
        yield paragraph(styles["quote"], [f"“{one.quote}”{recognised}"])
    if len(evidence) > QUOTES:
        yield _entry(styles, label, f"另有{len(evidence) - QUOTES}处，全部见JSON报告。")


class _reading_order:  # noqa: N801  used as a function
    """Tells where a finding stands in the reading of a submission: by its first place, those without one last."""

    def __init__(self, entry: SubmissionEntry) -> None:
        self._documents = {document.path: number for number, document in enumerate(entry.documents)}
        self._last = len(self._documents)

    def __call__(self, finding: FindingEntry) -> tuple[int, tuple[int, ...]]:
        places = [(self._documents.get(one.document, self._last), _in_order(one.location)) for one in finding.evidence]
        return min(places, default=(self._last + 1, ()))


def _in_order(place: Location) -> tuple[int, ...]:
    box = place.bbox
    numbers = (place.page, int(box[1]) if box else None, place.paragraph, place.table, place.row, place.column)
    return tuple(number or 0 for number in (*numbers, place.line))

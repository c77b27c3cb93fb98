"""The examples inside the rules, run as tests: each must give the verdict it says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checks.engine import Judgement, judge
from checks.finding import FindingKind, Reason
from checks.interval import first_day
from checks.rule import Example, ExampleDocument
from checks.rulebook import Requirement, Rulebook, requirements
from checks.submission import Submission
from extractor.document import Notice, Place, Unread
from extractor.fact import DocumentKind, Extracted, renamed

Extract = Callable[[str, DocumentKind | None], Extracted]
Judge = Callable[[Submission, Sequence[Requirement]], Judgement]

DEFAULT_DAY = date(2026, 1, 1)


class Outcome(Struct, frozen=True):
    """What came of one example: ``number`` counts from 1; ``kind``, ``reason`` and ``message`` are what was found."""

    rule: str
    number: int
    example: Example
    kind: FindingKind
    reason: Reason
    message: str

    @property
    def passed(self) -> bool:
        """Tell whether the example gave the verdict it says."""
        return self.kind == self.example.expect and self.example.reason in (None, self.reason)

    def explain(self) -> str:
        """Return in one Chinese sentence what was expected and what came."""
        asked = f"{self.example.expect}{'/' + self.example.reason if self.example.reason else ''}"
        text = self.example.text or "；".join(document.text for document in self.example.documents)
        got = f"{self.kind}/{self.reason}"
        return f"{self.rule}第{self.number}例：应为{asked}，得到{got}（{self.message}）：{' '.join(text.split())[:80]}"


def run(books: Mapping[str, Rulebook], extract: Extract, *, judge: Judge = judge) -> tuple[Outcome, ...]:
    """Run every example of every rule. ``extract`` makes facts of a text; ``judge`` is the engine to test."""
    return tuple(
        outcome
        for book in books.values()
        for item in requirements(book)
        for outcome in run_rule(item, extract, judge=judge)
    )


def run_rule(item: Requirement, extract: Extract, *, judge: Judge = judge) -> tuple[Outcome, ...]:
    """Run the examples of one rule, each by that rule alone."""
    outcomes = []
    for number, example in enumerate(item.rule.examples, 1):
        submission = submission_of(item, example, extract)
        finding = judge(submission, (item,)).findings[0]
        outcomes.append(Outcome(item.rule.id, number, example, finding.kind, finding.reason, finding.message))
    return tuple(outcomes)


def submission_of(item: Requirement, example: Example, extract: Extract) -> Submission:
    """Return the submission that an example describes; judged on its day, else on a day all versions have begun."""
    documents = example.documents or (ExampleDocument(text=example.text or "", kind=example.kind),)
    default = default_kind(item)
    read = [_read(document, default, number, extract) for number, document in enumerate(documents, 1)]
    starts = [version.effective for version in item.rule.versions if version.effective is not None]
    day = (
        first_day(example.on) if example.on else max([DEFAULT_DAY, *(first_day(day) or DEFAULT_DAY for day in starts)])
    )
    return Submission("示例", tuple(read), example.profile, day, "例子")


def default_kind(item: Requirement) -> DocumentKind:
    """Return the kind of a document of an example that states none: the rule's first carrier, or what it reads."""
    if item.rule.carriers is not None:
        return item.rule.carriers.kinds[0]
    return item.rule.reads[0] if item.rule.reads else "contract"


def _read(document: ExampleDocument, default: DocumentKind, number: int, extract: Extract) -> Extracted:
    path = document.path or f"示例{number}.txt"
    kind = document.kind or default
    extracted = extract(document.text, kind)
    extracted = renamed(extracted, path)
    source = extracted.document
    if document.notices:
        source = replace(source, notices=tuple(Notice(code, "示例中的提示。") for code in document.notices))
    if document.unread is not None:
        unread = (Unread(Place(page=1), "no-text-layer", "第1页没有文字层。"),)
        source = replace(source, unread=unread, status="unreadable" if document.unread == "all" else "partial")
    if document.unread == "all":
        source = replace(source, blocks=())
        return replace(extracted, document=source, facts=(), kind=kind)
    return replace(extracted, document=source, kind=kind)

"""What a report says of itself, looked at without its sources: fingerprints, sums, the words of the rules."""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from checks.fingerprint import of_places
from checks.rulebook import Rulebook
from review.entries import summary
from review.report import FindingEntry, RulebookEntry, SubmissionEntry
from review.verify.differing import differences
from review.verify.results import Difference
from review.verify.whole import Whole
from review.verify.written import same

Texts = Mapping[str, tuple[str, str, str | None, str]]  # rule -> its title; regulation, number, article
_WRITTEN = "这里的写法不是本程序写出的：文件改动过，或由别的程序另存过。"


def texts_of(books: Mapping[str, Rulebook], reported: tuple[RulebookEntry, ...]) -> Texts:
    """Return what the rules are called and where they stand, of the rulebooks that are the very ones reported."""
    hashes = {book.id: book.hash for book in reported}
    return {
        rule.id: (rule.title, book.regulation.title, book.regulation.number, rule.article)
        for book in books.values()
        if hashes.get(book.id) == book.hash
        for rule in book.rules
    }


def looked_at(report: Whole, books: Mapping[str, Rulebook]) -> Iterator[Difference | None]:
    """Yield for each thing that a report says of itself what is wrong with it, None where nothing is.

    Raises CannotRun at a submission that is not as the contract says.
    """
    yield None if report.as_written else Difference("failed", "written", _WRITTEN, None, "")
    for index, book in enumerate(report.rulebooks, 1):
        if sum(one.id == book.id for one in report.rulebooks) > 1:
            yield Difference("failed", "twice", "规则库重复列出。", None, f"rulebooks[{index}]", book.id)
    texts = texts_of(books, report.rulebooks)
    paths: set[str] = set()
    for entry, data in report.entries():
        if entry.path in paths:
            yield Difference("failed", "twice", "这份报送材料重复列出。", entry.path, "path", entry.path)
        paths.add(entry.path)
        if not same(data, entry):
            yield Difference("failed", "written", _WRITTEN, entry.path, "")
        yield from _submission(entry, texts)


def _submission(entry: SubmissionEntry, texts: Texts) -> Iterator[Difference | None]:
    for key, names in (
        ("documents", [document.path for document in entry.documents]),
        ("findings", [finding.rule for finding in entry.findings]),
    ):
        for name, times in Counter(names).items():
            if times > 1:
                yield Difference("failed", "twice", "同名的重复列出。", entry.path, f"{key}[{name}]", name)
    counted = summary(entry.findings)
    spots = list(differences(msgspec.to_builtins(entry.summary), msgspec.to_builtins(counted), "summary"))
    for spot in spots:
        said = "小计与结论的数目不符。"
        yield Difference("failed", "summary", said, entry.path, spot.where, spot.reported, spot.found)
    if not spots:
        yield None
    kinds: dict[str, str] = {document.path: document.kind for document in entry.documents}
    for finding in entry.findings:
        yield _fingerprint(finding, kinds, entry.path)
        yield from _words(finding, texts, entry.path)


def _fingerprint(finding: FindingEntry, kinds: Mapping[str, str], path: str) -> Difference | None:
    places = ((kinds.get(one.document, ""), one.section, one.quote) for one in finding.evidence)
    own = of_places(finding.rule, finding.reason, places)
    if own == finding.fingerprint:
        return None
    said = "指纹与规则、理由、原文和章节不符。"
    where = f"findings[{finding.rule}].fingerprint"
    return Difference("failed", "fingerprint", said, path, where, finding.fingerprint, own)


def _words(finding: FindingEntry, texts: Texts, path: str) -> Iterator[Difference | None]:
    """Yield what is not as the rulebook of the same hash has it."""
    if finding.rule not in texts:
        return
    citation = finding.citation
    reported = (finding.title, citation.regulation, citation.number, citation.article)
    names = ("title", "citation.regulation", "citation.number", "citation.article")
    for name, said, own in zip(names, reported, texts[finding.rule], strict=True):
        if said != own:
            where = f"findings[{finding.rule}].{name}"
            yield Difference("failed", "rule-text", "与校验值相同的规则库不符。", path, where, said, own)
            return
    yield None

"""All claims of a report, one submission after the other: counted, and what was not confirmed kept aside."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from extractor.document import Place
from review.entries import location
from review.pool import Loss
from review.report import EvidenceEntry
from review.verify.claims import EvidenceClaim, ReportClaims, SubmissionClaim, Use
from review.verify.examine import Task
from review.verify.matching import Answer, Verdict, failed, unchecked
from review.verify.results import Counts, Problem, UsedBy
from review.verify.sheets import at_odds
from review.verify.sources import Found, found

Examine = Callable[[Sequence[Task]], Iterator[tuple[int, tuple[Answer, ...] | Loss]]]


class Outcome:
    """What came of a report so far. ``problems`` waits in a file, so that no report need be held twice."""

    def __init__(self, aside: BinaryIO) -> None:
        self._aside = aside
        self._documents: Counter[Verdict] = Counter()
        self._evidence: Counter[Verdict] = Counter()
        self.submissions = 0

    @property
    def documents(self) -> Counts:
        """Return what came of the files."""
        return _counts(self._documents)

    @property
    def evidence(self) -> Counts:
        """Return what came of the quotes, each as often as the report gives it."""
        return _counts(self._evidence)

    def document(self, answer: Answer) -> None:
        """Count a file."""
        self._documents[answer.verdict] += 1

    def quote(self, answer: Answer, times: int) -> None:
        """Count a quote."""
        self._evidence[answer.verdict] += times

    def keep(self, problem: Problem) -> None:
        """Keep a claim that was not confirmed."""
        self._aside.write(msgspec.json.encode(problem) + b"\n")

    def problems(self) -> Iterator[Problem]:
        """Yield what was kept, in the order of the report."""
        self._aside.seek(0)
        for line in self._aside:
            yield msgspec.json.decode(line, type=Problem)


def verify(report: ReportClaims, root: Path, examine: Examine, aside: BinaryIO) -> Outcome:
    """Return what came of every claim of ``report``, whose submissions lie under ``root``.

    ``examine`` runs the tasks, ``aside`` is a file of the caller's. Raises CannotRun at a broken submission.
    """
    outcome = Outcome(aside)
    for submission in report.submissions():
        outcome.submissions += 1
        with found(submission, root) as files:
            _submission(submission, files, examine, outcome)
    return outcome


def _submission(submission: SubmissionClaim, files: Sequence[Found], examine: Examine, outcome: Outcome) -> None:
    users: dict[EvidenceClaim, list[Use]] = {}
    for use in submission.uses:
        users.setdefault(use.evidence, []).append(use)
    for document, file in zip(submission.documents, files, strict=True):
        outcome.document(file.answer)
        if file.answer.verdict != "confirmed":
            outcome.keep(_problem(submission, file.answer, document.path, None, (UsedBy("document", ""),)))
    known = {document.path for document in submission.documents}
    for mention in submission.mentions:
        if mention.document not in known:
            answer = failed("no-document", "报告里没有这份材料。")
            outcome.document(answer)
            outcome.keep(_problem(submission, answer, mention.document, None, (UsedBy(mention.about, mention.name),)))
    answers = _answers(submission, files, list(users), examine)
    for claim, uses in users.items():
        answer = answers[claim]
        outcome.quote(answer, len(uses))
        if answer.verdict != "confirmed":
            used = tuple(dict.fromkeys(UsedBy(use.about, use.name) for use in uses))
            outcome.keep(_problem(submission, answer, claim.document, claim, used))


def _answers(
    submission: SubmissionClaim, files: Sequence[Found], claims: Sequence[EvidenceClaim], examine: Examine
) -> dict[EvidenceClaim, Answer]:
    """Return what came of each claim: what the report itself tells first, then what the files tell."""
    answers: dict[EvidenceClaim, Answer] = {}
    by_document: dict[str, list[EvidenceClaim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    where = {document.path: (document, file) for document, file in zip(submission.documents, files, strict=True)}
    tasks: list[Task] = []
    for path, several in by_document.items():
        if path not in where:
            answers.update(dict.fromkeys(several, failed("no-document", "报告里没有这份材料。")))
            continue
        document, file = where[path]
        if file.file is None:
            answers.update(dict.fromkeys(several, file.answer))
            continue
        told = {claim: answer for claim in several if (answer := of_itself(claim)) is not None}
        answers.update(at_odds([claim for claim in several if claim not in told]) if document.format == "xlsx" else {})
        answers.update(told)
        left = tuple(claim for claim in several if claim not in answers)
        if left:
            tasks.append(Task(str(file.file), document.format, left))
    for position, said in examine(tasks):
        task = tasks[position]
        if isinstance(said, Loss):
            lost = unchecked(
                "timed-out" if said.reason == "timed-out" else "not-readable", f"核对没有完成：{said.message}"
            )
            answers.update(dict.fromkeys(task.claims, lost))
        else:
            answers.update(zip(task.claims, said, strict=True))
    return answers


def of_itself(claim: EvidenceClaim) -> Answer | None:
    """Return what is wrong with a claim before any file is opened: no quote, or a label that says another place."""
    if not claim.quote.strip():
        return failed("not-there", "没有引文。")
    place = claim.location.label()
    titles = claim.label.removeprefix(place).removeprefix(" ") if claim.label.startswith(place) else None
    plain = claim.label == "全文" and not place and not claim.section
    if plain or (titles is not None and _ends_path(titles, claim.section, claim.label, place)):
        return None
    return failed("label", f"位置是“{place or '全文'}”，章节是“{claim.section}”，位置说明却是“{claim.label}”。")


def _ends_path(title: str, section: str, label: str, place: str) -> bool:
    """Tell whether a label is the place with the last title of the section."""
    if label != (f"{place} {title}" if place and title else place or title):
        return False
    return section == title or (bool(title) and section.endswith(f" > {title}"))


def _problem(
    submission: SubmissionClaim, answer: Answer, document: str, claim: EvidenceClaim | None, used: tuple[UsedBy, ...]
) -> Problem:
    return Problem(
        verdict="failed" if answer.verdict == "failed" else "unchecked",
        reason=answer.why,
        message=answer.said,
        submission=submission.path,
        document=document,
        evidence=None if claim is None else _entry(claim),
        used_by=used,
    )


def _entry(claim: EvidenceClaim) -> EvidenceEntry:
    place: Place = claim.location
    return EvidenceEntry(claim.document, claim.section, claim.quote, claim.ocr, location(place), claim.label)


def _counts(verdicts: Counter[Verdict]) -> Counts:
    return Counts(verdicts["confirmed"], verdicts["failed"], verdicts["unchecked"])

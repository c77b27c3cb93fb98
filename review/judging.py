"""One submission judged: what a worker does when all its documents are read, and what is kept of it for the next run.

A judged submission is kept with a key of each rule that it was judged by. When a rule changes, only that one is judged
again: a finding depends on the submission and on its own rule alone (``checks.engine.judge``).
"""

import contextlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from checks.engine import assumed, judge
from checks.profile import Profile
from checks.rulebook import Requirement, Rulebook
from checks.select import Selection, UnknownRuleError, effective_date, select
from checks.submission import Submission
from extractor.document import Document
from extractor.fact import Extracted
from review.entries import document_entry, finding_entry, summary
from review.errors import CannotRun
from review.garbage import spare
from review.held import GoneError, Held, Kept
from review.pool import Workers
from review.profiles import profile_entry
from review.reading import is_unread
from review.report import SubmissionEntry
from review.reporters import Checked, DocumentNotice
from review.reporters.words import quality_words
from review.rulebooks import loaded

KEY = 16  # bytes of the key of a rule
SECONDS, SECONDS_EACH = 20.0, 0.5  # a submission may take in a worker, and for each of its documents; most take 0.1
LEVEL = 1  # of compression: what a run keeps it reads again more often than it stores it


@dataclass(frozen=True)
class Question:
    """What is asked of every submission of a run; ``own`` are the folders of the user's rulebooks."""

    wanted: tuple[str, ...]
    on: date | None
    today: date
    own: tuple[str, ...]
    hashes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Hearing:
    """A submission to judge. ``before`` is its judgement under other rules, as kept, if all else was the same."""

    path: str
    profile: Profile
    documents: tuple[Held | Kept | Extracted, ...]
    question: Question
    before: bytes | None = None


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """A judged submission as it is sent and kept, beside its documents.

    ``brief`` is its entry without the facts of its documents. ``rules`` are the keys of what was judged, one for each
    finding; ``books`` the ids of the rulebooks.
    """

    brief: SubmissionEntry
    chosen: str
    notices: tuple[DocumentNotice, ...]
    books: tuple[str, ...]
    rules: tuple[bytes, ...]
    unread: bool


class _Pair(msgspec.Struct, frozen=True, array_like=True):
    """A judgement, and the documents with their facts as JSON, which are most of it and seldom change: each zipped."""

    judged: bytes
    documents: bytes


@dataclass(frozen=True)
class Heard:
    """A judged submission as it is handed on; see ``Judged``. ``documents`` is their JSON, zipped, where it is made."""

    checked: Checked
    books: tuple[str, ...]
    rules: tuple[bytes, ...]
    unread: bool
    documents: bytes | None = None
    packed: bytes | None = None

    def sent(self) -> bytes | None:
        """Return it as bytes to send and to keep, None where UTF-8 cannot carry it."""
        if self.packed is not None:
            return self.packed
        checked = self.checked
        documents = self.documents
        if documents is None and checked.documents is not None:
            documents = zlib.compress(checked.documents, LEVEL)
        if documents is None:
            return None
        judged = Judged(checked.brief, checked.chosen, checked.notices, self.books, self.rules, self.unread)
        with contextlib.suppress(UnicodeEncodeError):
            head = zlib.compress(msgspec.msgpack.encode(judged), LEVEL)
            return msgspec.msgpack.encode(_Pair(head, documents))
        return None


_PAIR = msgspec.msgpack.Decoder(_Pair)
_JUDGED = msgspec.msgpack.Decoder(Judged)


def heard_before(data: bytes) -> Heard | None:
    """Return a judgement from its bytes, None where they are none."""
    with contextlib.suppress(zlib.error, msgspec.MsgspecError):
        pair = _PAIR.decode(data)
        judged = _JUDGED.decode(zlib.decompress(pair.judged))
        documents = pair.documents
        checked = Checked(judged.brief, judged.chosen, judged.notices, lambda: zlib.decompress(documents))
        return Heard(checked, judged.books, judged.rules, judged.unread, documents, data)
    return None


def rule_key(item: Requirement) -> bytes:
    """Return a key of all that a requirement says; its place in the regulation is part of the submission's own key."""
    # not as msgspec writes it: that leaves out what is the very object of a default, and keeps its equals
    return blake2b(f"{item.regulation.id} {item.rule!r}".encode(), digest_size=KEY).digest()


class Bench:
    """The rules of a run, and what they come to for a submission."""

    def __init__(self, question: Question, books: Mapping[str, Rulebook]) -> None:
        self._question = question
        self._books = books
        self._keys: dict[str, bytes] = {}
        self._current: frozenset[bytes] | None = None

    def holds(self, heard: Heard) -> bool:
        """Tell whether no rule has changed that a submission was judged by."""
        if self._current is None:
            items = (Requirement(rule, book.regulation) for book in self._books.values() for rule in book.rules)
            self._current = frozenset(map(self._key, items))
        return self._current.issuperset(heard.rules)

    def judged(self, path: str, profile: Profile, documents: tuple[Extracted, ...]) -> Heard:
        """Judge a submission by all its rules."""
        question = self._question
        on, reason = effective_date(documents, given=question.on, today=question.today)
        submission = Submission(path, documents, profile, on, reason)
        selection = chosen(submission, self._books, question.wanted)
        judgement = judge(submission, selection.requirements)
        findings = tuple(map(finding_entry, judgement.findings))
        entry = SubmissionEntry(
            path=path,
            on=on.isoformat(),
            on_reason=reason,
            profile=profile_entry(profile),
            assumed=judgement.assumed,
            documents=tuple(map(document_entry, documents)),
            findings=findings,
            summary=summary(findings),
        )
        why = f"{'；'.join(book.title for book in selection.books)}（{selection.reason}）"
        return Heard(
            Checked(entry, why, notices(documents)),
            tuple(book.id for book in selection.books),
            tuple(map(self._key, selection.requirements)),
            any(map(is_unread, documents)),
        )

    def again(self, path: str, profile: Profile, documents: tuple[Extracted, ...], before: Heard) -> Heard | None:
        """Judge a submission by the rules that have changed since it was judged ``before``; all else holds still.

        None where that cannot be told from the judgement.
        """
        old = before.checked.brief
        items = self._items(before.books, [finding.rule for finding in old.findings])
        if items is None:
            return None
        on = None if old.on is None else date.fromisoformat(old.on)
        submission = Submission(path, documents, profile, on, old.on_reason)
        rules = tuple(map(self._key, items))
        known = dict(zip(before.rules, old.findings, strict=True))
        changed = [item for item, key in zip(items, rules, strict=True) if key not in known]
        for item, finding in zip(changed, judge(submission, changed).findings, strict=True):
            known[self._key(item)] = finding_entry(finding)
        findings = tuple(known[key] for key in rules)
        entry = replace(old, assumed=assumed(submission, items), findings=findings, summary=summary(findings))
        return Heard(before.checked.changed(entry=entry), before.books, rules, before.unread, before.documents)

    def _items(self, books: tuple[str, ...], rules: Sequence[str]) -> list[Requirement] | None:
        """Return the requirements that these rules are now, None where two books have one of the same id."""
        found: dict[str, Requirement] = {}
        for book in (self._books[name] for name in books):
            for rule in book.rules:
                if rule.id in found:
                    return None
                found[rule.id] = Requirement(rule, book.regulation)
        return [found[name] for name in rules] if found.keys() >= set(rules) else None

    def _key(self, item: Requirement) -> bytes:
        # a rule stands in one book, under an id that no other rule of it has
        name = f"{item.regulation.id} {item.rule.id}"
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = rule_key(item)
        return key


def chosen(submission: Submission, books: Mapping[str, Rulebook], wanted: Sequence[str]) -> Selection:
    """Return the rules that a submission is judged by. Raises CannotRun for an unknown rule."""
    try:
        return select(submission, books, wanted)
    except UnknownRuleError as error:
        raise CannotRun(f"--rules：{error}") from error


def hear(bench: Bench, hearing: Hearing) -> Heard:
    """Judge a submission whose documents wait as bytes. Raises GoneError where the store has one of them no more."""
    documents = tuple(one if isinstance(one, Extracted) else one.extracted() for one in hearing.documents)
    before = None if hearing.before is None else heard_before(hearing.before)
    again = None if before is None else bench.again(hearing.path, hearing.profile, documents, before)
    return again or bench.judged(hearing.path, hearing.profile, documents)


def hear_away(hearing: Hearing) -> bytes | None:
    """Judge a submission in a worker: the judgement, zipped.

    None where only the caller can: its rules are not those on the disk any more, nor is what the store had of it, or
    UTF-8 cannot carry the result.
    """
    bench = _bench(hearing.question)
    if bench is None:
        return None
    try:
        return hear(bench, hearing).sent()
    except GoneError:
        return None


@cache
def _bench(question: Question) -> Bench | None:
    spare()
    try:
        books = loaded(question.own)
    except CannotRun:
        return None
    same = tuple((name, book.hash) for name, book in books.items()) == question.hashes
    return Bench(question, books) if same else None


def seconds_of(hearing: Hearing) -> float:
    """Return how many seconds a submission may take; then it is judged by the caller, without a limit."""
    return SECONDS + SECONDS_EACH * len(hearing.documents)


Judges = Workers[Hearing, bytes | None]
"""Workers that judge."""


def notices(documents: Iterable[Extracted]) -> tuple[DocumentNotice, ...]:
    """Return what a person should know of how documents were read, each with its path."""
    return tuple(
        DocumentNotice(extracted.document.path, message)
        for extracted in documents
        for message in _told(extracted.document)
    )


def _told(document: Document) -> Iterable[str]:
    """Yield what a person should know of how a document was read; of its pages only where not all are plain text."""
    if any(run.quality not in ("text", "blank") for run in document.page_quality):
        yield f"各页文字：{quality_words(document.page_quality)}。"
    for notice in document.notices:
        yield notice.message

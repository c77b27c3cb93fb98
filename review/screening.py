"""From submissions to their reports, one after the other: read, judged, let go, so that no run holds them all.

Submissions are taken in portions. While one portion is judged and written, the next is read by the workers. What was
judged before, of the same files and under the same rules, comes from the store as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import msgspec

from checks.engine import judge
from checks.profile import Profile
from checks.rulebook import Rulebook
from checks.select import Selection, UnknownRuleError, effective_date, select
from checks.submission import Submission
from extractor.document import Document
from extractor.fact import DocumentKind, Extracted
from review.batch import Away, Identity, Read, Wanted, identify, read_packed
from review.entries import document_entry, finding_entry, summary
from review.errors import CannotRun
from review.intake import Intake, Package
from review.keys import submission_key
from review.profiles import profile_entry, profile_of, tell_unmatched, told_kind
from review.reading import Watch, is_unread, tell
from review.report import RulebookEntry, SubmissionEntry
from review.reporters import Checked, DocumentNotice
from review.reporters.words import quality_words
from review.store import Store
from review.unpack import grouped, unpacked


@dataclass(frozen=True)
class Terms:
    """Under what submissions are read and judged; ``asked`` is, as bytes, all of it that a verdict depends on."""

    wanted: tuple[str, ...]
    on: date | None
    today: date
    profile: Profile | None
    kind: DocumentKind | None
    jobs: int | None
    books: Mapping[str, Rulebook]
    away: Away | None = None

    def asked(self, profile: Profile) -> bytes:
        """Return what a verdict depends on beside the files, with the profile of the submission."""
        day = (self.on or self.today).isoformat()
        books = {name: book.hash for name, book in sorted(self.books.items())}
        return msgspec.json.encode((self.wanted, self.on is not None, day, profile, books))


@dataclass(frozen=True)
class Screened:
    """One submission judged: as it is reported, the rulebooks that ran, and whether something of it was not read."""

    checked: Checked
    rulebooks: tuple[RulebookEntry, ...]
    unread: bool


@dataclass(frozen=True)
class _Portion:
    """Submissions that were read: what each is, and its documents, or its report from the store."""

    packages: list[Package]
    profiles: list[Profile]
    keys: list[bytes | None]
    kept: list[Screened | None]
    documents: list[list[Read]]


def screen(intake: Intake, terms: Terms, store: Store | None, take: Callable[[Screened], None]) -> None:
    """Judge every submission of ``intake`` and hand each to ``take``, in their order, one at a time.

    Raises CannotRun for a profile that cannot be used, and what ``take`` raises.
    """
    with ThreadPoolExecutor(1) as beside:
        judging: Future[None] | None = None
        for portion in _portions(intake, terms, store):
            if judging is not None:
                judging.result()
            judging = beside.submit(_judge, portion, terms, store, take)
        if judging is not None:
            judging.result()


def _portions(intake: Intake, terms: Terms, store: Store | None) -> Iterator[_Portion]:
    """Read the submissions, portion by portion."""
    listed = sum(len(package.listings) for package in intake.packages)
    with Watch(listed) as watch:
        for group in grouped(intake.packages):
            with unpacked(group, intake, jobs=terms.jobs) as packages:
                tell(intake)
                before = sum(len(package.listings) for package in group)
                watch.found(sum(len(package.listings) for package in packages) - before)
                yield _read(packages, terms, store, watch)
        tell(intake)


def _read(packages: list[Package], terms: Terms, store: Store | None, watch: Watch) -> _Portion:
    profiles = [profile_of(package, terms.profile) for package in packages]
    keys: list[bytes | None] = []
    kept: list[Screened | None] = []
    wanted: list[Wanted] = []
    known: list[Identity] = []
    for package, profile in zip(packages, profiles, strict=True):
        if terms.profile is None:
            tell_unmatched(package, profile)
        mine = [
            Wanted(listing.file, listing.path, terms.kind or told_kind(listing, profile), listing.lost, listing.private)
            for listing in package.listings
        ]
        key, found = None, None
        if store is not None:
            identities = identify(mine)
            key = submission_key(package.path, (one.facts for one in identities), terms.asked(profile))
            found = _kept(store, key)
            if found is None:
                known += identities
        keys.append(key)
        kept.append(found)
        if found is None:
            wanted += mine
        else:
            watch.done(len(mine), 0, package.path)
    read = iter(read_packed(wanted, jobs=terms.jobs, progress=watch.done, store=store, known=known, away=terms.away))
    documents = [
        [next(read) for _ in package.listings] if found is None else []
        for package, found in zip(packages, kept, strict=True)
    ]
    return _Portion(packages, profiles, keys, kept, documents)


def _judge(portion: _Portion, terms: Terms, store: Store | None, take: Callable[[Screened], None]) -> None:
    """Judge the submissions of a portion; what was read of each is let go before the next."""
    for number, package in enumerate(portion.packages):
        screened = portion.kept[number]
        if screened is None:
            documents = tuple(read.extracted() for read in portion.documents[number])
            portion.documents[number].clear()
            screened = _judged(package, portion.profiles[number], documents, terms)
            key = portion.keys[number]
            if store is not None and key is not None:
                _keep(store, key, screened)
        take(screened)


def _judged(package: Package, profile: Profile, documents: tuple[Extracted, ...], terms: Terms) -> Screened:
    on, reason = effective_date(documents, given=terms.on, today=terms.today)
    submission = Submission(package.path, documents, profile, on, reason)
    selection = chosen(submission, terms.books, terms.wanted)
    judgement = judge(submission, selection.requirements)
    entry = SubmissionEntry(
        path=package.path,
        on=on.isoformat(),
        on_reason=reason,
        profile=profile_entry(profile),
        assumed=(*judgement.assumed, *selection.notices),
        documents=tuple(map(document_entry, documents)),
        findings=tuple(map(finding_entry, judgement.findings)),
        summary=summary(judgement.findings),
    )
    return Screened(
        Checked(entry, _chosen_words(selection), _notices(documents)),
        tuple(RulebookEntry(book.id, book.title, book.hash) for book in selection.books),
        any(map(is_unread, documents)),
    )


def chosen(submission: Submission, books: Mapping[str, Rulebook], wanted: Sequence[str]) -> Selection:
    """Return the rules that a submission is judged by. Raises CannotRun for an unknown rule."""
    try:
        return select(submission, books, wanted)
    except UnknownRuleError as error:
        raise CannotRun(f"--rules：{error}") from error


_SCREENED = msgspec.msgpack.Decoder(Screened)


def _kept(store: Store, key: bytes) -> Screened | None:
    value = store.get(key)
    if value is None:
        return None
    try:
        return _SCREENED.decode(value)
    except msgspec.MsgspecError:
        return None


def _keep(store: Store, key: bytes, screened: Screened) -> None:
    """Keep a report, but not one of files that might be read whole next time, nor one that UTF-8 cannot carry."""
    lost = {unread.reason for document in screened.checked.entry.documents for unread in document.unread}
    if lost & {"timed-out", "crashed", "limit"} or any(d.sha256 is None for d in screened.checked.entry.documents):
        return
    try:
        value = msgspec.msgpack.encode(screened)
    except UnicodeEncodeError:
        return
    store.put("submission", [(key, value)])


def _chosen_words(selection: Selection) -> str:
    return f"{'；'.join(book.title for book in selection.books)}（{selection.reason}）"


def _notices(documents: Iterable[Extracted]) -> tuple[DocumentNotice, ...]:
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

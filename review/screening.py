"""From submissions to their reports, one after the other: read, judged, let go, so that no run holds them all.

Submissions are taken in portions. While one portion is read by the workers, the one before is judged and written, and
what the store has of the one behind is looked up. What was judged before, of the same files and under the same rules,
comes from the store as it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from checks.profile import Profile
from checks.rulebook import Rulebook
from extractor.fact import DocumentKind
from review.batch import Away, Identity, Read, Wanted, identify, read_packed
from review.crew import Crew
from review.held import GoneError
from review.intake import Intake, Package
from review.judging import Bench, Heard, Hearing, Question, hear, heard_before
from review.keys import submission_key
from review.pool import cores
from review.profiles import profile_of, tell_unmatched, told_kind
from review.reading import Watch, tell
from review.report import RulebookEntry
from review.reporters import Checked
from review.store import Store
from review.unpack import grouped, unpacked

LOOKING = 2  # threads that hash and unpack, which the interpreter lets run side by side
FEW = 2  # submissions of a portion that are judged here: workers for them would start no sooner than that is done


@dataclass(frozen=True)
class Terms:
    """Under what submissions are read and judged; ``own`` are the folders of the user's rulebooks."""

    wanted: tuple[str, ...]
    on: date | None
    today: date
    profile: Profile | None
    kind: DocumentKind | None
    jobs: int | None
    books: Mapping[str, Rulebook]
    own: tuple[str, ...] = ()
    away: Away | None = None

    def question(self) -> Question:
        """Return what is asked of every submission."""
        hashes = tuple((name, book.hash) for name, book in self.books.items())
        return Question(self.wanted, self.on, self.today, self.own, hashes)

    def frame(self) -> bytes:
        """Return as bytes all that a verdict depends on beside the files, the profile and what the rules say."""
        day = (self.on or self.today).isoformat()
        # as Python writes a regulation; msgspec leaves out what is the very object of a default, and keeps its equals
        books = [(repr(book.regulation), [rule.id for rule in book.rules]) for _, book in sorted(self.books.items())]
        return msgspec.json.encode((self.wanted, self.on is not None, day, books))


@dataclass(frozen=True)
class Screened:
    """One submission judged: as it is reported, the rulebooks that ran, and whether something of it was not read."""

    checked: Checked
    rulebooks: tuple[RulebookEntry, ...]
    unread: bool


@dataclass(frozen=True)
class _Known:
    """A submission before it is read: its profile, its documents, and what the store has of it.

    ``kept`` is its judgement; where a rule has changed since, that is only what it was ``before``.
    """

    package: Package
    profile: Profile
    wanted: list[Wanted]
    identities: list[Identity]
    key: bytes | None = None
    kept: Heard | None = None
    before: bytes | None = None


@dataclass(frozen=True)
class _Portion:
    """Submissions that were read: what is known of each, and its documents where it is to be judged."""

    known: list[_Known]
    documents: list[list[Read]]


def screen(intake: Intake, terms: Terms, store: Store | None, take: Callable[[Screened], None]) -> None:
    """Judge every submission of ``intake`` and hand each to ``take``, in their order, one at a time.

    Raises CannotRun for a profile that cannot be used, and what ``take`` raises.
    """
    with ExitStack() as stack:
        run = _Run(intake, terms, store, take, stack)
        beside = stack.enter_context(ThreadPoolExecutor(1))
        judging: Future[None] | None = None
        for portion in run.portions():
            if judging is not None:
                judging.result()
            judging = beside.submit(run.judge, portion)
        if judging is not None:
            judging.result()


class _Run:
    """One run over an intake, with the workers that outlast a portion."""

    def __init__(
        self, intake: Intake, terms: Terms, store: Store | None, take: Callable[[Screened], None], stack: ExitStack
    ) -> None:
        self._intake = intake
        self._terms = terms
        self._store = store
        self._take = take
        self._frame = terms.frame()
        self._question = terms.question()
        self._bench = Bench(self._question, terms.books)
        self._crew = stack.enter_context(Crew(terms.jobs or cores()))

    def portions(self) -> Iterator[_Portion]:
        """Read the submissions, portion by portion. What the store has of the next is looked up meanwhile.

        Not of one with archives: they take room on the disk, and a person who breaks off need not wait for them.
        """
        groups = list(grouped(self._intake.packages))
        listed = sum(len(package.listings) for package in self._intake.packages)
        with ThreadPoolExecutor(LOOKING) as ahead, Watch(listed) as watch:
            looked: Iterator[_Known] | None = None
            for number, group in enumerate(groups, 1):
                with unpacked(group, self._intake, jobs=self._terms.jobs) as packages:
                    tell(self._intake)
                    before = sum(len(package.listings) for package in group)
                    watch.found(sum(len(package.listings) for package in packages) - before)
                    known = list(map(self._known, packages, self._profiles(packages)) if looked is None else looked)
                    looked = None
                    if number < len(groups) and not _has_archive(groups[number]):
                        looked = ahead.map(self._known, groups[number], self._profiles(groups[number]))
                    yield self._read(known, watch)
            tell(self._intake)

    def _profiles(self, packages: Sequence[Package]) -> list[Profile]:
        """Return the profile of each submission; what is to be told of them is told in their order."""
        found = []
        for package in packages:
            profile = profile_of(package, self._terms.profile)
            if self._terms.profile is None:
                tell_unmatched(package, profile)
            found.append(profile)
        return found

    def _known(self, package: Package, profile: Profile) -> _Known:
        """Hash the documents of a submission and look it up in the store."""
        terms = self._terms
        wanted = [
            Wanted(listing.file, listing.path, terms.kind or told_kind(listing, profile), listing.lost, listing.private)
            for listing in package.listings
        ]
        if self._store is None:
            return _Known(package, profile, wanted, [])
        identities = identify(wanted)
        asked = self._frame + msgspec.json.encode(profile)
        key = submission_key(package.path, (one.facts for one in identities), asked)
        before = self._store.raw(key)
        kept = None if before is None else heard_before(before)
        if kept is None or self._bench.holds(kept):
            return _Known(package, profile, wanted, identities, key, kept)
        return _Known(package, profile, wanted, identities, key, None, before)

    def _read(self, known: list[_Known], watch: Watch) -> _Portion:
        for one in known:
            if one.kept is not None:
                watch.done(len(one.wanted), 0, one.package.path)
        asked = [one for one in known if one.kept is None]
        read = iter(
            read_packed(
                [wanted for one in asked for wanted in one.wanted],
                jobs=self._terms.jobs,
                progress=watch.done,
                store=self._store,
                known=[identity for one in asked for identity in one.identities],
                away=self._terms.away,
                here=self._crew.readers,
            )
        )
        return _Portion(known, [[next(read) for _ in one.wanted] if one.kept is None else [] for one in known])

    def judge(self, portion: _Portion) -> None:
        """Judge the submissions of a portion and hand them on in their order."""
        hearings = [
            Hearing(one.package.path, one.profile, tuple(read.found for read in read), self._question, one.before)
            for one, read in zip(portion.known, portion.documents, strict=True)
            if one.kept is None
        ]
        portion.documents.clear()
        heard = self._heard(hearings, [one.wanted for one in portion.known if one.kept is None])
        for one in portion.known:
            found = one.kept or next(heard)
            if one.kept is None and one.key is not None:
                self._keep(one.key, found)
            books = [self._terms.books[name] for name in found.books]
            rulebooks = tuple(RulebookEntry(book.id, book.title, book.hash) for book in books)
            self._take(Screened(found.checked, rulebooks, found.unread))

    def _heard(self, hearings: list[Hearing], wanted: list[list[Wanted]]) -> Iterator[Heard]:
        """Judge submissions, many in workers, few here; so is what a worker could not judge, for whatever reason."""
        if len(hearings) <= FEW:
            for number in range(len(hearings)):
                yield self._here(hearings.pop(0), wanted[number])
            return
        done: dict[int, bytes | None] = {}
        number = 0
        for position, outcome in self._crew.judges.run(hearings):
            done[position] = outcome if isinstance(outcome, bytes) else None
            while number in done:
                data = done.pop(number)
                judged = None if data is None else heard_before(data)
                yield self._here(hearings[number], wanted[number]) if judged is None else judged
                number += 1

    def _here(self, hearing: Hearing, wanted: list[Wanted]) -> Heard:
        """Judge a submission in this process; what the store has lost meanwhile is read again."""
        try:
            return hear(self._bench, hearing)
        except GoneError:
            read = read_packed(wanted, jobs=self._terms.jobs)
            return hear(self._bench, replace(hearing, documents=tuple(one.found for one in read)))

    def _keep(self, key: bytes, heard: Heard) -> None:
        """Keep a judgement, but not one of files that might be read whole next time."""
        documents = heard.checked.brief.documents
        lost = {unread.reason for document in documents for unread in document.unread}
        if self._store is None or lost & {"timed-out", "crashed", "limit"} or any(d.sha256 is None for d in documents):
            return
        data = heard.sent()
        if data is not None:
            self._store.put_raw("submission", [(key, data)])


def _has_archive(packages: Sequence[Package]) -> bool:
    return any(listing.archive for package in packages for listing in package.listings)

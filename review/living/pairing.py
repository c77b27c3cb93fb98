"""Which submission of an earlier report is which of now, and which document is which: by path, bytes, name, kind."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from rapidfuzz import fuzz

from review.report import DocumentEntry, SubmissionEntry

MatchedBy = Literal["path", "files", "project", "only"]
DocumentChange = Literal["unchanged", "moved", "replaced", "added", "removed"]
READ = {"read": 0, "partial": 1, "unreadable": 2}
COMMON = 50  # submissions that share a file or a name beyond which it tells none of them apart: an empty form
MOST_COMPARED = 50_000  # names that are held against each other; in a heap of renamed files likeness tells little
ALIKE = 60  # per cent that names of documents of one kind must share where several were handed in anew


@dataclass(frozen=True)
class Identity:
    """What a submission is known by beside its path: the bytes of its documents, the project's name."""

    path: str
    hashes: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True)
class DocumentPair:
    """A document before and now; one of the two is None where it was added or removed."""

    old: DocumentEntry | None
    new: DocumentEntry | None

    @property
    def change(self) -> DocumentChange:
        """Return what became of the document."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        if self.old.sha256 is None or self.old.sha256 != self.new.sha256:
            return "replaced"
        return "unchanged" if self.old.path == self.new.path else "moved"

    @property
    def lost(self) -> bool:
        """Tell whether less of the document can be read than before, or nothing, as it is not there.

        One that stated facts and now states none, though it was read, is an empty shell under the old name.
        """
        if self.old is None:
            return False
        if self.new is None or READ[self.new.status] > READ[self.old.status]:
            return True
        return bool(self.old.facts) and not self.new.facts


def identity(entry: SubmissionEntry) -> Identity:
    """Return what a submission is known by."""
    facts = [fact for document in entry.documents for fact in document.facts if fact.kind == "project.name"]
    return Identity(
        entry.path,
        frozenset(document.sha256 for document in entry.documents if document.sha256 is not None),
        frozenset(fact.value for fact in facts if fact.value),
    )


class Register:
    """The submissions of an earlier report that are not matched yet, found by what they are known by."""

    def __init__(self, several: Iterable[Identity]) -> None:
        self._left = {one.path: one for one in several}
        self._hashes: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for one in self._left.values():
            for index, words in ((self._hashes, one.hashes), (self._names, one.names)):
                for word in words:
                    index.setdefault(word, set()).add(one.path)

    def resembling(self, wanted: Identity, taken: frozenset[str] = frozenset()) -> tuple[str, MatchedBy] | None:
        """Return the path of the one that is the same submission under another path, and by what it is known.

        That is the one that shares most files, else the one that shares the project's name; None where none does, or
        where two do equally. ``taken`` are paths that others of now have.
        """
        for index, words, known_by in self._ways(wanted):
            told = [index[word] for word in words if 0 < len(index.get(word, ())) <= COMMON]
            shared = Counter(path for paths in told for path in paths if path in self._left)
            best = max((count for path, count in shared.items() if path not in taken), default=0)
            winners = [path for path, count in shared.items() if count == best and path not in taken]
            if best and len(winners) == 1:
                return winners[0], known_by
        return None

    def _ways(self, wanted: Identity) -> tuple[tuple[dict[str, set[str]], frozenset[str], MatchedBy], ...]:
        return (self._hashes, wanted.hashes, "files"), (self._names, wanted.names, "project")

    def strike(self, path: str) -> bool:
        """Take a submission out, as it is matched; tells whether it was there."""
        return self._left.pop(path, None) is not None

    @property
    def left(self) -> list[str]:
        """Return the paths that are not matched, in their order."""
        return list(self._left)


def pair_submissions(old: Sequence[Identity], new: Sequence[Identity]) -> dict[str, tuple[str, MatchedBy]]:
    """Return, by the path of now, the path of before and by what the two were matched; one to one.

    By path first; then by shared files, then by the project's name; a single one left on either side is matched where
    there was no other before or now at all.
    """
    before = {one.path: one for one in old}
    pairs: dict[str, tuple[str, MatchedBy]] = {one.path: (one.path, "path") for one in new if one.path in before}
    left = Register(one for one in old if one.path not in pairs)
    for wanted in new:
        found = left.resembling(wanted) if wanted.path not in pairs else None
        if found is not None:
            pairs[wanted.path] = found
            left.strike(found[0])
    if len(old) == len(new) == 1 and not pairs:
        pairs[new[0].path] = (old[0].path, "only")
    return pairs


def pair_documents(old: Sequence[DocumentEntry], new: Sequence[DocumentEntry]) -> tuple[DocumentPair, ...]:
    """Return every document before and now, paired where one is the other: those of now in order, then those gone.

    Paired by bytes and path, by bytes, by path, by a file name that is alone, by a kind that is alone, by the likest
    name within a kind; at last a document that cannot be read stands for the only one that is missing.
    """
    gone = dict(enumerate(old))
    come = dict(enumerate(new))
    found: dict[int, int] = {}

    def pair(before: int, now: int) -> None:
        found[now] = before
        del gone[before], come[now]

    def alone(key: Callable[[DocumentEntry], Hashable | None]) -> None:
        """Pair those that no other left on their side shares the key with."""
        olds, news = _by(gone, key), _by(come, key)
        for word, places in list(news.items()):
            if word is not None and len(places) == 1 and len(olds.get(word, ())) == 1:
                pair(olds[word][0], places[0])

    alone(lambda one: one.sha256 and (one.sha256, one.path))
    for word, places in sorted(_by(come, lambda one: one.sha256).items(), key=str):
        olds = _by(gone, lambda one: one.sha256).get(word, []) if word is not None else []
        for before, now in zip(olds, places, strict=False):
            pair(before, now)
    alone(lambda one: one.path)
    alone(lambda one: PurePosixPath(one.path.rpartition("!/")[2]).name)
    alone(lambda one: one.kind if one.kind not in ("other", "unknown") else None)
    many = len(gone) * len(come) > MOST_COMPARED
    likeness = (
        []
        if many
        else sorted(
            (-fuzz.ratio(PurePosixPath(old[before].path).stem, PurePosixPath(new[now].path).stem), before, now)
            for before in gone
            for now in come
            if old[before].kind == new[now].kind
        )
    )
    for points, before, now in likeness:
        if -points >= ALIKE and before in gone and now in come:
            pair(before, now)
    unreadable = [now for now in come if new[now].status != "read"]
    if len(gone) == 1 and len(unreadable) == 1:
        pair(next(iter(gone)), unreadable[0])
    return (
        *(DocumentPair(old[found[now]] if now in found else None, one) for now, one in enumerate(new)),
        *(DocumentPair(old[before], None) for before in sorted(gone)),
    )


def _by(
    several: Mapping[int, DocumentEntry], key: Callable[[DocumentEntry], Hashable | None]
) -> dict[Hashable | None, list[int]]:
    found: dict[Hashable | None, list[int]] = {}
    for place, one in several.items():
        found.setdefault(key(one), []).append(place)
    return found


def shares(old: SubmissionEntry, new: SubmissionEntry) -> bool:
    """Tell whether two submissions name one project, as far as they name any."""
    before, now = identity(old).names, identity(new).names
    return not before or not now or bool(before & now)


def statuses(pairs: Iterable[DocumentPair]) -> Counter[DocumentChange]:
    """Return how many documents there are of each change."""
    return Counter(pair.change for pair in pairs)

"""A report made again from its sources, as ``check`` or ``facts`` makes it, and compared character by character.

The second reading (``review.verify.run``) tells whether the quotes are true and shares nothing with the readers; this
tells whether the rest of the report (values, verdicts, messages, counts) is what this program says of these sources.
The store is not asked: what it has kept may have been changed as well.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import UNSET, Struct, structs

from checks.profile import Profile
from checks.rulebook import Rulebook, load_rulebooks
from extractor.fact import DocumentKind
from extractor.pipeline import TOLD_KIND
from review.batch import Wanted
from review.entries import document_entry, explained_entry, tool
from review.garbage import spare
from review.intake import Intake, Package, find_packages
from review.living.marks import Marks
from review.living.past import Past
from review.living.waivers import Waiver
from review.reading import read_watched
from review.report import DocumentEntry, FactsReport, RulebookEntry, SubmissionEntry
from review.screening import Screened, Terms, screen
from review.verify.differing import Spot, differences
from review.verify.matching import Verdict
from review.verify.results import Counts, Difference
from review.verify.sources import place_of
from review.verify.terms import books_compared, days, kind_of_all, told, wanted_for
from review.verify.whole import Whole
from review.verify.written import line_of

MOST = 20  # differences of a submission that are told one by one
SHOWN, LONGEST = 5, 300  # files that are named, and characters of their names
_INSIDE = "!/"
ARCHIVES = 20  # of a submission that are opened though the report lists nothing of them
_OF_THIS_MACHINE = frozenset(("needs-tool", "limit", "timed-out", "crashed"))
_NOT_FOUND = "按报告里的路径找不到可以重新检查的材料。"


@dataclass(frozen=True)
class Asked:
    """How a report is to be made again: where its sources lie, and the options of ``check`` as they are typed now."""

    root: Path
    today: date
    books: Mapping[str, Rulebook]
    own: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    on: date | None = None
    profile: Profile | None = None
    kind: DocumentKind | None = None
    waivers: tuple[Waiver, ...] | None = None
    past: Past | None = None
    jobs: int | None = None


class Again:
    """What comes of a report that is made again: ``differences`` in its order, ``counts`` of its entries."""

    def __init__(self, report: Whole, asked: Asked) -> None:
        self._report = report
        self._asked = asked
        self._ours = report.tool == tool()
        self._of_all: list[Difference] = []
        self._of_each: dict[int, list[Difference]] = {}
        self._more: dict[int, list[Difference]] = {}

    def run(self) -> None:
        """Make the report again. Raises CannotRun where the options do not fit."""
        spare()
        self._of_all += _tools(self._report)
        if self._report.facts is not None:
            self._facts(self._report.facts)
        elif self._report.count:
            self._check()

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return what differs: in the report as a whole, then in each entry."""
        return (*self._of_all, *(one for _, several in sorted(self._of_each.items()) for one in several))

    @property
    def counts(self) -> Counts:
        """Return how many entries are the same, differ, or could not be compared."""
        verdicts: Counter[Verdict] = Counter()
        for several in self._of_each.values():
            verdicts[_worst(several)] += 1
        return Counts(verdicts["confirmed"], verdicts["failed"], verdicts["unchecked"])

    @property
    def around(self) -> Counts:
        """Return the same of what stands around the entries: the tool, the rulebooks, the day."""
        verdicts = Counter(one.verdict for one in self._of_all)
        return Counts(0, verdicts["failed"], verdicts["unchecked"])

    def _check(self) -> None:
        entries = [told(self._report.entry(number)[0]) for number in range(self._report.count)]
        held = days(entries, self._asked.on, self._asked.today)
        self._of_all += [held.doubt] if held.doubt is not None else []
        asked = self._asked
        terms = Terms(
            wanted=asked.wanted,
            on=held.on,
            today=held.today,
            profile=asked.profile,
            kind=asked.kind or kind_of_all(entries),
            jobs=asked.jobs,
            books=asked.books,
            own=asked.own,
        )
        marks = Marks(asked.waivers or (), held.on or held.today, asked.past, (one.path for one in entries))
        judged = _Judged(self._report, self._asked, marks, ours=self._ours)
        numbers = {one.path: number for number, one in enumerate(entries)}
        later: dict[tuple[str, ...], list[int]] = {}

        def take(screened: Screened, *, last: bool = False) -> None:
            number = numbers[screened.checked.brief.path]
            ran = tuple(finding.rule for finding in screened.checked.brief.findings)
            if not (last or asked.wanted) and set(ran) != set(entries[number].rules):
                wanted = wanted_for(entries[number].rules, self._report, asked.books)
                if wanted is not None:
                    later.setdefault(wanted, []).append(number)
                    return
            self._of_each[number] = [*judged.compared(number, screened), *self._more[number]]

        self._screened(list(numbers.values()), terms, take)
        for wanted, several in later.items():
            self._screened(several, replace(terms, wanted=wanted), lambda one: take(one, last=True))
        if later:
            said = "报告只用了指定的规则；已按其中有的核对，是否删去过别的，请加上检查时的 --rules 再核对。"
            shown = "；".join(",".join(wanted) for wanted in later)
            self._of_all.append(Difference("unchecked", "rules", said, None, "findings", shown[:200], None))
        for number, one in enumerate(entries):
            if number not in self._of_each:
                self._of_each[number] = [
                    Difference("failed", "not-found", _NOT_FOUND, one.path, "path", one.path, None)
                ]
        self._of_all += judged.marks_left()
        if len(judged.taken) == self._report.count:
            ran = tuple(book for _, book in sorted(judged.books.items()))
            shipped = frozenset(load_rulebooks()) if self._ours else frozenset()
            rules = frozenset(rule for one in entries for rule in one.rules)
            self._of_all += books_compared(self._report.rulebooks, ran, asked.books, shipped, rules)

    def _screened(self, numbers: Sequence[int], terms: Terms, take: Callable[[Screened], None]) -> None:
        packages = [package for number in numbers if (package := self._package(number)) is not None]
        if packages:
            screen(Intake(packages=packages), terms, None, take)

    def _package(self, number: int) -> Package | None:
        """Return a submission as it lies there, without what the report does not list; None where there is nothing."""
        entry, _ = self._report.entry(number)
        place = place_of(entry.path, self._asked.root)
        if place is None or (place.is_dir() and not _any_there(entry, place)):
            return None  # no folder is searched through on the word of a report alone
        found = find_packages([str(place)], "folder" if place.is_dir() else "file").packages
        if len(found) != 1:
            return None
        listed = {path for document in entry.documents for path in (document.path, *_archives(document.path))}
        # one that holds only drawings is not listed, and has to be opened for that to show
        silent = [one.path for one in found[0].listings if one.archive and one.path not in listed]
        listed.update(silent[:ARCHIVES])
        more = [one.path for one in found[0].listings if one.path not in listed]
        self._more[number] = _not_listed(entry.path, more)
        kept = tuple(one for one in found[0].listings if one.path in listed)
        return replace(found[0], path=entry.path, listings=kept) if kept else None

    def _facts(self, report: FactsReport) -> None:
        """Read the files of a report of ``facts`` again."""
        files: list[tuple[int, Wanted]] = []
        for number, one in enumerate(report.documents):
            place = place_of(one.path, self._asked.root)
            if place is None or not place.is_file():
                self._of_each[number] = [Difference("failed", "not-found", _NOT_FOUND, None, one.path, one.path, None)]
                continue
            kind = self._asked.kind or (one.kind if one.kind_reason == TOLD_KIND else None)
            files.append((number, Wanted(place, one.path, kind)))
        explain = any(one.explained is not UNSET for one in report.documents)
        entry_of = explained_entry if explain else document_entry
        read = read_watched([wanted for _, wanted in files], jobs=self._asked.jobs, explain=explain) if files else []
        for (number, wanted), found in zip(files, read, strict=True):
            reported, again = report.documents[number], entry_of(found)
            lenient = not self._ours or _machine((reported,)) != _machine((again,))
            spots = () if line_of(reported) == line_of(again) else differences(_tree(reported), _tree(again))
            several = [_told(spot, None, lenient=lenient, where=f"documents[{wanted.path}]") for spot in spots]
            self._of_each[number] = _bounded(several)


class _Judged:
    """The comparison of what was judged again, submission by submission."""

    def __init__(self, report: Whole, asked: Asked, marks: Marks, *, ours: bool) -> None:
        self._report = report
        self._asked = asked
        self._marks = marks
        self._ours = ours
        hashes = {book.id: book.hash for book in report.rulebooks}
        same = [book for book in asked.books.values() if hashes.get(book.id) == book.hash]
        self._same = {rule.id for book in same for rule in book.rules}
        self._all_same = len(same) == len(hashes)
        self.books: dict[str, RulebookEntry] = {}
        self.taken: set[int] = set()
        self._left: Counter[str] = Counter()

    def compared(self, number: int, screened: Screened) -> list[Difference]:
        """Return how a submission of the report differs from what was judged now; none where every byte is equal."""
        self.books.update((book.id, book) for book in screened.rulebooks)
        self.taken.add(number)
        found = self._marks.mark(screened.checked).entry
        entry, data = self._report.entry(number)
        plain = self._without_marks(entry)
        if (data if plain is entry else line_of(plain)) == line_of(found):
            return []
        spots = list(differences(_tree(plain), _tree(found)))
        machine = _machine(plain.documents) != _machine(found.documents)
        told_now = [
            _told(spot, entry.path, lenient=machine or not self._ours or self._by_other_rules(spot)) for spot in spots
        ]
        return _bounded(told_now)

    def _by_other_rules(self, spot: Spot) -> bool:
        """Tell whether a difference may come from rules that are not those of the report."""
        if self._all_same:
            return False
        rule = spot.where.removeprefix("findings[").partition("]")[0]
        firm = spot.where.startswith("findings[") and rule in self._same
        return not firm and spot.where.startswith(("findings", "assumed", "summary"))

    def _without_marks(self, entry: SubmissionEntry) -> SubmissionEntry:
        """Return an entry without the marks that cannot be made again, for want of the list or the earlier report."""
        lists, pasts = self._asked.waivers is None, self._asked.past is None
        findings = list(entry.findings)
        for at, finding in enumerate(findings):
            if lists and finding.waived is not UNSET:
                self._left["waived"] += 1
                findings[at] = structs.replace(findings[at], waived=UNSET)
            if pasts and finding.change is not UNSET:
                self._left["change"] += 1
                findings[at] = structs.replace(findings[at], change=UNSET)
        baseline = entry.baseline
        if pasts and baseline is not UNSET:
            self._left["baseline"] += 1
            baseline = UNSET
        if tuple(findings) == entry.findings and baseline is entry.baseline:
            return entry
        return structs.replace(entry, findings=tuple(findings), baseline=baseline)

    def marks_left(self) -> list[Difference]:
        """Return what was left aside of marks."""
        several = []
        if self._left["waived"]:
            said = f"{self._left['waived']}项结论的认可标记没有核对；加上检查时的 --waivers 即可一并核对。"
            several.append(Difference("unchecked", "marks", said, None, "findings[].waived"))
        if self._left["change"] or self._left["baseline"]:
            said = "与前次对照的标记没有核对；加上检查时的 --baseline 即可一并核对。"
            several.append(Difference("unchecked", "marks", said, None, "baseline"))
        return several


def _any_there(entry: SubmissionEntry, folder: Path) -> bool:
    """Tell whether any document of a submission, or the archive that it is in, lies in a folder."""
    return any(place_of(document.path.partition(_INSIDE)[0], folder) is not None for document in entry.documents)


def _archives(path: str) -> list[str]:
    """Return the archives that a path leads through."""
    parts = path.split(_INSIDE)
    return [_INSIDE.join(parts[:end]) for end in range(1, len(parts))]


def _not_listed(submission: str, paths: Sequence[str]) -> list[Difference]:
    """Return that there are files which the report does not list; they were not read."""
    if not paths:
        return []
    names = "、".join(paths[:SHOWN]) + ("等" if len(paths) > SHOWN else "")
    said = f"另有{len(paths)}份材料不在报告里：是后来添上的，还是从报告里删去的，无法核对。"
    return [Difference("unchecked", "more", said, submission, "documents", None, names[:LONGEST])]


def _tools(report: Whole) -> list[Difference]:
    own = tool()
    if report.tool.name != own.name:
        said = "报告不是本程序写出的。"
        return [Difference("failed", "tool", said, None, "tool.name", report.tool.name, own.name)]
    if report.tool.version != own.version:
        said = "报告由另一版本的程序写出，重新检查的差别可能由此而来；用同一版本才能核对到每个字符。"
        return [Difference("unchecked", "tool", said, None, "tool.version", report.tool.version, own.version)]
    return []


def _told(spot: Spot, submission: str | None, *, lenient: bool, where: str = "") -> Difference:
    way = f"{where}.{spot.where}" if where and spot.where else where or spot.where
    said = "重新检查的结果与报告不同。"
    if lenient:
        said = "重新检查的结果与报告不同，但程序、规则库或本机的读取条件也与当时不同。"
    elif way.startswith("profile"):
        said = "项目信息与材料里的不同；检查时用了 --profile 的，核对时请同样给出。"
    elif way.startswith("on"):
        said = "判断日期与重新检查的不同。"
    elif way.endswith((".kind", ".kind_reason")) and "documents[" in way and ".facts" not in way:
        said = "材料的类别与重新检查的不同；检查时用了 --kind 或 --profile 的，核对时请同样给出。"
    verdict: Literal["failed", "unchecked"] = "unchecked" if lenient else "failed"
    return Difference(verdict, "differs", said, submission, way, spot.reported, spot.found)


def _bounded(several: list[Difference]) -> list[Difference]:
    """Return the first of many differences, then one that counts the rest, as bad as the worst of them."""
    rest = several[MOST:]
    if not rest:
        return several
    verdict: Literal["failed", "unchecked"] = "failed" if _worst(rest) == "failed" else "unchecked"
    said = f"此外还有{len(rest)}处不同。"
    more = structs.replace(rest[0], verdict=verdict, message=said, where="", reported=None, found=None)
    return [*several[:MOST], more]


def _worst(several: Sequence[Difference]) -> Verdict:
    verdicts = {one.verdict for one in several}
    return "failed" if "failed" in verdicts else "unchecked" if verdicts else "confirmed"


def _machine(documents: Sequence[DocumentEntry]) -> set[tuple[str, str]]:
    """Return what was not read for a reason that lies with the machine and not with the file."""
    return {(one.path, part.reason) for one in documents for part in one.unread if part.reason in _OF_THIS_MACHINE}


def _tree(entry: Struct) -> object:
    found: object = json.loads(line_of(entry))
    return found

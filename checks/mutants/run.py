"""The variants of all judged rules, judged: which wrong verdicts a rule lets through."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from checks.coverage import manner
from checks.engine import judge
from checks.examples import Extract, Judge, submission_of
from checks.finding import FindingKind, Reason
from checks.mutants import boundary, carriers, negation, paraphrase, tables, terms, units
from checks.mutants.seed import Mutant, Seed, seeds
from checks.rulebook import Requirement, Rulebook, requirements
from extractor.fact import DocumentKind, Extracted

_MAKERS: tuple[Callable[[Seed], Iterator[Mutant]], ...] = (
    boundary.mutants,
    terms.mutants,
    units.mutants,
    negation.mutants,
    paraphrase.mutants,
    tables.mutants,
    carriers.mutants,
)
# what is the same for every example of a rule is made of one that passes and of one that fails
_ONCE = frozenset(("施行当天", "施行前一天"))


class Tried(Struct, frozen=True):
    """A variant with the verdict it got; ``number`` is that of its example, from 1."""

    rule: str
    number: int
    mutant: Mutant
    kind: FindingKind
    reason: Reason
    message: str
    names_unread: bool

    @property
    def right(self) -> bool:
        """Tell whether the verdict is one that is right."""
        known = self.kind in self.mutant.expect and self.mutant.reason in (None, self.reason)
        return known and (self.names_unread or not self.mutant.shows_unread)


def run(books: Mapping[str, Rulebook], extract: Extract, *, judge: Judge = judge) -> tuple[Tried, ...]:
    """Judge the variants of the examples of every rule that papers decide; each variant once.

    ``extract`` makes facts of a text, of a page of HTML too; ``judge`` is the engine to try.
    """
    return tuple(
        tried
        for book in books.values()
        for item in requirements(book)
        if manner(item.rule)[0] == "judged"
        for tried in run_rule(item, extract, judge=judge)
    )


def run_rule(item: Requirement, extract: Extract, *, judge: Judge = judge) -> Iterator[Tried]:
    """Yield the variants of one rule with the verdicts they got."""
    read = _once(extract)
    for number, mutant in variants(item, read, judge):
        finding = judge(submission_of(item, mutant.example, read), (item,)).findings[0]
        yield Tried(item.rule.id, number, mutant, finding.kind, finding.reason, finding.message, bool(finding.unread))


def variants(item: Requirement, extract: Extract, judge: Judge) -> Iterator[tuple[int, Mutant]]:
    """Yield the variants of a rule's examples, each with the number of its example; none twice, none like an example.

    Those about documents and days in force are made of the first example that passes and the first that fails.
    """
    known = {_key(seed.with_documents(seed.documents), item) for seed in seeds(item, extract, judge)}
    structural: set[tuple[str, FindingKind]] = set()
    for seed in seeds(item, extract, judge):
        for maker in _MAKERS:
            for mutant in maker(seed):
                key = _key(mutant.example, item)
                once = (mutant.change, seed.kind)
                structure = mutant.operator == "carriers" or mutant.change in _ONCE
                if key in known or (structure and once in structural):
                    continue
                known.add(key)
                if structure:
                    structural.add(once)
                yield seed.number, mutant


def _key(example: object, item: Requirement) -> str:
    return f"{item.rule.id} {example!r}"


def _once(extract: Extract) -> Extract:
    """Return an extraction that reads each text once: the variants of a rule share most of theirs."""
    known: dict[tuple[str, DocumentKind | None], Extracted] = {}

    def read(text: str, kind: DocumentKind | None) -> Extracted:
        if (text, kind) not in known:
            known[text, kind] = extract(text, kind)
        return known[text, kind]

    return read

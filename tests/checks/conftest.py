"""Hand-made documents and facts, so that the engine is tested without the extractor."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from checks.engine import judge
from checks.finding import Finding
from checks.profile import Profile
from checks.rulebook import Rulebook, load_rulebooks, requirements
from checks.submission import Submission
from extractor.document import Block, Cell, Document, Notice, Place, Status, Table, Unread
from extractor.fact import DocumentKind, Evidence, Extracted, Fact

UNREAD = (Unread(Place(page=3), "no-text-layer", "第3页没有文字层。"),)


class Maker:
    """Builds what the engine takes; every fact stands in a block of its own that holds its words."""

    def fact(self, kind: str, value: str | None = None, *, text: str = "", section: str = "第八条 质量保证",
             state: str = "", page: int | None = None, **fields: object) -> Fact:  # fmt: skip
        words = text or value or "原文"
        place = Evidence("合同.txt", section, words, Place(page=page, line=1), "第1行", 0, 0, len(words))
        chosen = state or ("stated" if value is not None else "unstated")
        return Fact(kind, chosen, words, (place,), value=value, **fields)  # type: ignore[arg-type]  # free in tests

    def document(self, kind: DocumentKind, facts: Sequence[Fact] = (), *, path: str = "", texts: Sequence[str] = (),
                 table: Table | None = None, status: Status = "read", unread: Sequence[Unread] = (),
                 notices: Sequence[Notice] = (), parts: tuple = ()) -> Extracted:  # fmt: skip
        path = path or f"{kind}.txt"
        placed, blocks = [], []
        for number, fact in enumerate(facts, 1):
            place = fact.evidence[0]
            evidence = Evidence(path, place.section, place.quote, place.location, place.label, number, 0, place.end)
            placed.append(Fact(**{**{name: getattr(fact, name) for name in fact.__struct_fields__},
                                  "evidence": (evidence,)}))  # fmt: skip
            section = tuple(place.section.split(" > ")) if place.section else ()
            blocks.append(Block(number, "paragraph", place.quote, place.location, section))
        for number, text in enumerate(texts, len(blocks) + 1):
            blocks.append(Block(number, "paragraph", text, Place(line=number)))
        if table is not None:
            blocks.append(Block(len(blocks) + 1, "table", "", Place(table=1), table=table))
        document = Document(path, "00", 1, "txt", status, blocks=tuple(blocks), unread=tuple(unread),
                            notices=tuple(notices))  # fmt: skip
        return Extracted(document, kind, "测试", tuple(placed), parts)

    def table(self, *rows: Sequence[str], unit: str | None = None) -> Table:
        cells = tuple(
            Cell(r, c, text, Place(table=1, row=r, column=c))
            for r, row in enumerate(rows, 1)
            for c, text in enumerate(row, 1)
        )
        return Table(cells, len(rows), max(map(len, rows)), 1, unit)

    def submission(self, *documents: Extracted, on: date | None = date(2026, 1, 1), **profile: object) -> Submission:
        return Submission("项目", documents, Profile(**profile), on, "测试")  # type: ignore[arg-type]


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture(scope="session")
def books() -> dict[str, Rulebook]:
    return load_rulebooks()


Find = Callable[..., Finding]


@pytest.fixture
def find(make: Maker, books: dict[str, Rulebook]) -> Find:
    """Return a function that judges documents by one rule of the project's own books."""
    rules = {item.rule.id: item for book in books.values() for item in requirements(book)}

    def found(rule: str, *documents: Extracted, on: date | None = date(2026, 1, 1), **profile: object) -> Finding:
        judgement = judge(make.submission(*documents, on=on, **profile), (rules[rule],))
        assert len(judgement.findings) == 1
        return judgement.findings[0]

    return found

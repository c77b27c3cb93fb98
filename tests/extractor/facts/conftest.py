"""What the tests of fact families share."""

from collections.abc import Callable

import pytest

from extractor.fact import DocumentKind
from extractor.pipeline import extract_text

PERIODS = (
    "period.warranty",
    "period.free_maintenance",
    "period.implementation",
    "period.trial_run",
    "period.service_life",
    "period.contract_term",
    "period.fund_term",
)


@pytest.fixture
def period_facts() -> Callable[[str, DocumentKind], set[str]]:
    """Return a function that writes the periods of a text as words: "warranty P2Y >= [software]"."""

    def read(text: str, kind: DocumentKind) -> set[str]:
        out = set()
        for fact in extract_text(text, kind=kind).facts:
            if fact.kind not in PERIODS:
                continue
            words = [fact.kind.removeprefix("period."), fact.value or fact.state]
            if fact.op != "==":
                words.append(fact.op)
            if fact.value_max:
                words.append(fact.value_max)
            if fact.unit:
                words.append("working")
            if fact.subject:
                words.append(f"[{fact.subject}]")
            out.add(" ".join(words))
        return out

    return read

"""Submissions and documents are paired one to one, none twice and none left out, whatever they are called."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from review.living.outcomes import pair_findings
from review.living.pairing import Identity, pair_documents, pair_submissions
from review.report import CitationEntry, DocumentEntry, EvidenceEntry, FactEntry, FindingEntry, Location

KINDS = ("contract", "bid", "other", "unknown")
WORDS = st.sampled_from(("甲", "乙", "丙"))
PLACE = Location("body", 1, None, None, None, None, None, None, None, None)


def document(path: str, digest: str | None = "a", kind="contract", status="read", facts: int = 1) -> DocumentEntry:
    stated = FactEntry(
        "contract.price", "stated", "1.00", "==", None, None, None, None, None, None, "1元", None, (), ()
    )
    return DocumentEntry(path, digest, 1, "txt", kind, "", (), status, None, (), (stated,) * facts)


def finding(kind: str, reason: str, *documents: str, rule: str = "r") -> FindingEntry:
    evidence = tuple(EvidenceEntry(path, "", "质保期", False, PLACE, "") for path in documents)
    citation = CitationEntry("办法", None, "第一条", None)
    return FindingEntry(
        rule, "", kind, reason, None, "", None, None, citation, evidence, None, (), None, f"{kind}{reason}"
    )


DOCUMENTS = st.lists(
    st.builds(
        document,
        st.sampled_from(("合同.docx", "合同2.docx", "a.zip!/合同.docx", "b/合同.docx", "x.pdf", "y.pdf")),
        st.sampled_from(("a", "b", "c", None)),
        st.sampled_from(KINDS),
        st.sampled_from(("read", "partial", "unreadable")),
    ),
    max_size=6,
    unique_by=lambda one: one.path,
)
IDENTITIES = st.lists(
    st.builds(Identity, WORDS, st.frozensets(WORDS), st.frozensets(WORDS)), max_size=3, unique_by=lambda one: one.path
)


@given(DOCUMENTS, DOCUMENTS)
def test_every_document_stands_once(old, new):
    pairs = pair_documents(old, new)
    assert Counter(pair.old.path for pair in pairs if pair.old) == Counter(one.path for one in old)
    assert [pair.new for pair in pairs if pair.new] == new
    for pair in pairs:
        if pair.old is not None and pair.new is not None and pair.change in ("unchanged", "moved"):
            assert pair.old.sha256 == pair.new.sha256 is not None


@given(DOCUMENTS)
def test_what_did_not_change_is_unchanged(documents):
    assert {pair.change for pair in pair_documents(documents, documents)} <= {"unchanged", "replaced"}
    assert [pair.old for pair in pair_documents(documents, documents)] == documents


@given(IDENTITIES, IDENTITIES)
def test_every_submission_is_matched_at_most_once(old, new):
    pairs = pair_submissions(old, new)
    assert len({path for path, _ in pairs.values()}) == len(pairs)
    assert set(pairs) <= {one.path for one in new}
    for one in new:
        if one.path in {other.path for other in old}:
            assert pairs[one.path] == (one.path, "path")


def test_two_that_are_as_likely_are_matched_with_neither():
    old = [Identity("甲", frozenset("1"), frozenset()), Identity("乙", frozenset("1"), frozenset())]
    assert pair_submissions(old, [Identity("丙", frozenset("1"), frozenset())]) == {}


def test_many_that_share_an_empty_form_are_not_matched_by_it():
    old = [Identity(f"{number}", frozenset(("form", f"{number}")), frozenset()) for number in range(200)]
    assert pair_submissions(old, [Identity("a", frozenset(("form", "7")), frozenset())]) == {"a": ("7", "files")}
    assert pair_submissions(old, [Identity("a", frozenset(("form",)), frozenset())]) == {}


STATES = st.sampled_from(
    (("pass", "present"), ("pass", "nothing-found"), ("fail", "missing"), ("fail", "below-limit"), ("review", "thin"),
     ("open", "no-carrier"), ("notApplicable", "out-of-scope"))
)  # fmt: skip


@given(STATES, STATES, DOCUMENTS, DOCUMENTS)
def test_only_a_pass_of_what_can_still_be_read_is_fixed(before, now, old, new):
    pairs = pair_documents(old, new)
    was = finding(*before, *(one.path for one in old))
    says = finding(*now, *(one.path for one in new if now[1] == "present"))
    (pair,) = pair_findings((was,), (says,), pairs)
    if pair.outcome == "fixed":
        assert before[0] in ("fail", "review", "open")
        assert now[0] == "pass"
        assert not any(one.lost for one in pairs if one.old)
    if now[0] in ("fail", "review"):
        assert pair.outcome in ("new", "not-fixed", "changed")
    if now[0] == "open":
        assert pair.outcome == "unsettled"
    if before[0] in ("fail", "review", "open") and now[0] != "pass":
        assert pair.outcome != "clear"
    assert (pair.change == "fixed") is (pair.outcome == "fixed")
    assert bool(pair.why) is (pair.outcome == "unsettled")

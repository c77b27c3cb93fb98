"""A missing paper gives open, an unread page gives open, a paper read without the clause gives fail: never crossed.

Every finding of every whole submission is tried: its clause cut, its papers taken away, its pages made pictures. What
is cut is given again to all that comes after the reader, so that facts are found anew. The last tests do it in files.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from checks.finding import Finding
from checks.rulebook import Requirement
from checks.submission import Submission, carriers_of
from review.cli import run
from tests.altered import FOLDERS, ROOT, Whole, blinded, cut, swapped, whole

SUBMISSIONS = ROOT / "tests" / "submissions"
# a clause is asked for: without it the requirement is not met
CLAUSES = frozenset(("present", "all_present", "at_least", "at_most", "holder_in", "covers", "share_at_least"))
# a day is asked for: without it nothing can be counted
DAYS = frozenset(("within_days", "in_order", "before_day"))
STATED = frozenset(
    ("below-limit", "above-limit", "wrong-holder", "forbidden", "late", "meets-limit", "present", "allowed-holder",
     "consistent")
)  # fmt: skip
every_submission = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def verb(item: Requirement) -> str:
    return str(type(item.rule.check).__struct_config__.tag)


def required(one: Whole) -> Iterator[tuple[Requirement, Finding]]:
    """Yield what a regulation asks for and what is found of it; an integrity check asks for nothing."""
    for name, finding in one.judged(one.submission.documents).items():
        if one.rules[name].regulation.kind != "integrity":
            yield one.rules[name], finding


def rests_on_words(finding: Finding) -> bool:
    return finding.kind in ("pass", "fail") and finding.reason in STATED and bool(finding.evidence)


def left_to_a_person(item: Requirement) -> bool:
    return item.rule.binding == "advisory" or item.rule.settle is not None or item.rule.lost is not None


def gone(finding: Finding, item: Requirement) -> bool:
    """Tell whether a rule no longer applies because what it is for was cut or taken away with the rest."""
    conditions = item.rule.conditions
    occasion = conditions.when or conditions.audience_when or conditions.amount or conditions.unless
    return finding.kind == "notApplicable" and finding.reason == "out-of-scope" and occasion is not None


def without_clause(one: Whole, item: Requirement, finding: Finding) -> Finding:
    """Return what is found when all the words that the finding rests on are cut, again and again where there are more.

    An earlier instrument comes into force where the later one is cut (补充协议).
    """
    documents = one.submission.documents
    for _ in range(6):
        if not rests_on_words(finding):
            break
        for path in {place.document for place in finding.evidence}:
            (extracted,) = (each for each in documents if each.document.path == path)
            documents = swapped(documents, cut(extracted, finding.evidence))
        finding = one.judged(documents, [item.rule.id])[item.rule.id]
    return finding


@every_submission
def test_a_clause_that_was_cut_is_missing(folder: Path) -> None:
    """(a) The paper is there and was read, the clause is not: fail, or review where a person settles; never else."""
    one, tried = whole(folder), 0
    for item, found in required(one):
        if verb(item) not in CLAUSES or not rests_on_words(found) or own_paper(item, found, one.submission):
            continue
        left = without_clause(one, item, found)
        if gone(left, item):
            continue
        tried += 1
        told = (item.rule.id, found.kind, found.reason, left.message)
        if left.kind == "review":
            # who else may have meant it, or a person whose it is to settle
            assert left_to_a_person(item) or left.reason in ("needs-person", "unstated", "referred", "thin"), told
            continue
        assert (left.kind, left.reason) == ("fail", "missing"), told
        assert left.searched is not None, told
        assert left.searched.documents, told
        assert not left.evidence, told
    assert tried >= 1


def own_paper(item: Requirement, found: Finding, submission: Submission) -> bool:
    """Tell whether a paper of its own stands for what is asked: its title is no clause."""
    kinds = getattr(item.rule.check, "or_document", ())
    papers = {carrier.path for carrier in carriers_of(submission.documents, kinds)}
    return any(place.document in papers for place in found.evidence)


def test_most_cut_clauses_fail() -> None:
    """A test that lets reviews through must not live on them."""
    ends: Counter[str] = Counter()
    for folder in FOLDERS:
        one = whole(folder)
        for item, found in required(one):
            if verb(item) in CLAUSES and rests_on_words(found) and not own_paper(item, found, one.submission):
                ends[without_clause(one, item, found).kind] += 1
    assert ends["fail"] >= 50
    assert ends["pass"] == ends["open"] == 0
    assert ends["fail"] > 5 * ends["review"]


@every_submission
def test_a_day_that_was_cut_is_not_late_and_not_in_time(folder: Path) -> None:
    """(a) A paper that lacks its date leaves the period to a person: nothing was counted."""
    one = whole(folder)
    for item, found in required(one):
        if verb(item) in DAYS and rests_on_words(found):
            left = without_clause(one, item, found)
            assert gone(left, item) or (left.kind, left.reason) == ("review", "unstated"), (item.rule.id, left.message)


@every_submission
def test_what_must_not_be_there_and_was_cut_is_not_found(folder: Path) -> None:
    """(a) The other way round: all read and nothing found is a pass that says where it was looked for."""
    one = whole(folder)
    for item, found in required(one):
        if verb(item) == "absent" and found.kind == "fail":
            left = without_clause(one, item, found)
            assert (left.kind, left.reason) == ("pass", "nothing-found"), (item.rule.id, left.message)
            looked = left.searched.documents if left.searched is not None else ()
            # what is denied elsewhere is quoted; else all that was looked through is named
            assert left.evidence or {place.document for place in found.evidence} <= {*looked}


@every_submission
def test_a_paper_that_is_not_there_leaves_it_open(folder: Path) -> None:
    """(b) With all that may carry a rule taken away it is open, no-carrier: not met and not failed, and no review."""
    one, tried = whole(folder), 0
    for item, found in required(one):
        kinds = item.rule.carriers.kinds if item.rule.carriers is not None else item.rule.reads
        if not found.evidence or not kinds:
            continue
        paths = {carrier.path for carrier in carriers_of(one.submission.documents, kinds)}
        paths |= {place.document for place in found.evidence}
        rest = tuple(each for each in one.submission.documents if each.document.path not in paths)
        left = one.judged(rest, [item.rule.id])[item.rule.id]
        if gone(left, item):
            continue
        tried += 1
        assert (left.kind, left.reason) == ("open", "no-carrier"), (item.rule.id, left.message)
        assert not left.evidence
        assert left.searched is not None
    assert tried >= 3


@every_submission
def test_the_next_kind_carries_where_the_first_is_not_there(folder: Path) -> None:
    """(b) ``first`` moves on: what is said then is said of a paper that is still there."""
    one = whole(folder)
    for item, found in required(one):
        if item.rule.carriers is None or item.rule.carriers.mode != "first" or not rests_on_words(found):
            continue
        paths = {place.document for place in found.evidence}
        rest = tuple(each for each in one.submission.documents if each.document.path not in paths)
        left = one.judged(rest, [item.rule.id])[item.rule.id]
        told = (item.rule.id, left.message)
        carried = bool(carriers_of(rest, item.rule.carriers.kinds))
        if not gone(left, item):
            assert carried == (left.reason != "no-carrier"), told
        if not carried:
            assert left.kind in ("open", "notApplicable"), told
        assert not paths & {place.document for place in left.evidence}, told


def unreadable(one: Whole) -> Iterator[tuple[str, int | None, dict[str, Finding]]]:
    """Yield what is found where a page that something was quoted from, or a whole file, is a picture."""
    before = one.judged(one.submission.documents)
    for extracted in one.submission.documents:
        path = extracted.document.path
        quoted = {place.location.page for each in before.values() for place in each.evidence if place.document == path}
        for page in (None, *sorted(page for page in quoted if page is not None)):
            documents = swapped(one.submission.documents, blinded(extracted, page))
            yield path, page, one.judged(documents)


@every_submission
def test_what_was_not_read_is_neither_missing_nor_clean(folder: Path) -> None:
    """(c) No fail, pass or review rests on not having found a thing where a page of what was searched is a picture."""
    one, opened = whole(folder), 0
    for path, page, findings in unreadable(one):
        for rule, found in findings.items():
            told = (rule, path, page, found.kind, found.reason, found.message)
            if found.reason == "unreadable":
                opened += any(part.document == path for part in found.unread)
                assert found.kind == "open", told
                assert found.unread, told
            searched = found.searched is not None and path in found.searched.documents
            if searched and verb(one.rules[rule]) != "outside":
                assert found.kind in ("open", "notApplicable"), told
            if found.kind in ("fail", "pass") and found.reason in ("missing", "nothing-found", "present", "consistent"):
                # what was found was read: only a denial is missing with its words
                assert found.evidence or not searched, told
    assert opened >= 10


@every_submission
def test_what_was_read_is_judged_and_the_unread_page_named(folder: Path) -> None:
    """(c) A pass on what is still read names the page that was not, wherever the rule reads that paper."""
    one = whole(folder)
    for path, page, findings in unreadable(one):
        for rule, found in findings.items():
            item = one.rules[rule]
            if found.kind != "pass" or verb(item) == "documents_present" or own_paper(item, found, one.submission):
                continue
            kinds = item.rule.carriers.kinds if item.rule.carriers is not None else item.rule.reads
            carriers = carriers_of(one.submission.documents, kinds)
            first = item.rule.carriers is not None and item.rule.carriers.mode == "first"
            kind = next((each for each in kinds if any(carrier.kind == each for carrier in carriers)), None)
            if any(c.path == path and (not first or c.kind == kind) for c in carriers):
                assert any(part.document == path for part in found.unread), (rule, path, page, found.message)


# --- the same with files, from the command line ---


def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    run(["check", str(folder), "--on", "2026-01-15", "--no-store", "--format", "json"])
    (submission,) = json.loads(capsys.readouterr().out)["submissions"]
    return {finding["rule"]: finding for finding in submission["findings"]}


def said(finding: dict[str, Any]) -> str:
    return f"{finding['kind']} {finding['reason']}"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    return Path(copytree(SUBMISSIONS / "qufu-contract", tmp_path / "报送", ignore=lambda *_: ["build.py", "texts.py"]))


def test_a_paragraph_taken_from_a_word_file(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(check(contract, capsys)["qufu-30-ip-stated"]) == "pass present"
    file = contract / "04建设合同.docx"
    opened = docx.Document(str(file))
    (clause,) = (paragraph for paragraph in opened.paragraphs if paragraph.text.startswith("6.1"))
    clause._element.getparent().remove(clause._element)
    opened.save(str(file))
    found = check(contract, capsys)
    assert said(found["qufu-30-ip-stated"]) == "fail missing"
    assert said(found["qufu-30-warranty-2y"]) == "pass meets-limit"


def test_a_file_taken_away(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("04建设合同.docx", "07补充协议.docx", "06合同备案回执.docx"):
        (contract / name).unlink()
    found = check(contract, capsys)
    for rule in ("qufu-30-ip-stated", "qufu-30-data-owner", "qufu-28-sign-10wd", "qufu-28-file-10wd"):
        assert said(found[rule]) == "open no-carrier", rule
    # the tender's two years do not stand for the contract's
    assert said(found["qufu-30-warranty-2y"]) != "fail missing"


def test_a_page_that_is_a_picture(
    contract: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.readers.pdf_ocr.available", lambda: False)
    monkeypatch.setattr("review.worker.available", lambda: False)
    page = Canvas(str(contract / "03成交通知书.pdf"), invariant=1)
    page.drawImage(str(picture(contract.parent)), 0, 0, width=595, height=842)
    page.save()
    found = check(contract, capsys)
    assert said(found["qufu-28-sign-10wd"]) == "open unreadable"
    assert [part["document"] for part in found["qufu-28-sign-10wd"]["unread"]] == ["03成交通知书.pdf"]
    assert said(found["qufu-30-ip-stated"]) == "pass present"


def picture(folder: Path) -> Path:
    """Return a picture of stripes as a file; no reader finds a word in it."""
    file = folder / "扫描.ppm"
    shades = (255 if (x // 3 + y // 4) % 5 else 40 for y in range(84) for x in range(60) for _ in range(3))
    file.write_bytes(b"P6 60 84 255\n" + bytes(shades))
    return file

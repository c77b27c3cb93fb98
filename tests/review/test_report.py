"""The report is the contract's: its keys in their order, all of them, as its schema says."""

import json

import msgspec
import pytest
from jsonschema import Draft202012Validator

from checks.citation import Citation
from checks.finding import Compared, Finding, Searched, UnreadPart
from extractor.document import Document, Place, Unread
from extractor.fact import Evidence, Extracted, Fact, Refusal
from review.encode import to_json
from review.entries import document_entry, explained_entry, finding_entry, summary, tool
from review.report import FactsReport, FindingEntry, Location, ProfileEntry, Report, SubmissionEntry
from review.schema import schema

PLACE = Place(page=6, bbox=(88.2, 402.1, 310.0, 416.4))
EVIDENCE = Evidence("合同.docx", "第八条 质量保证 > 8.1", "质保期为一年", PLACE, "第6页 第八条 质量保证", 3, 0, 6)
FACT = Fact("period.warranty", "stated", "质保期为一年", (EVIDENCE,), value="P1Y", pattern="warranty.prose")
UNREAD = Unread(Place(page=2), "no-text-layer", "第2页没有文字层。")
DOCUMENT = Document("合同.docx", "0" * 64, 12, "docx", "partial", 7, unread=(UNREAD,))
REFUSAL = Refusal("period.warranty", "warranty.prose", "引用的规定", EVIDENCE)
EXTRACTED = Extracted(DOCUMENT, "contract", "标题", (FACT,), refusals=(REFUSAL,))
CITATION = Citation("曲阜市政务信息化项目建设管理办法", "曲政字〔2024〕21号", "第三十条第二款", "2024-07-01")
FINDING = Finding(
    "qufu-30-warranty-2y",
    "质保期一般不低于2年",
    "fail",
    "below-limit",
    "合同质保期为1年，低于2年。",
    CITATION,
    level="warning",
    expected=Compared(">=", "P2Y"),
    actual=Compared("range", "P1Y", "P3Y"),
    evidence=(EVIDENCE,),
    searched=Searched(("合同.docx",), (), (EVIDENCE,)),
    unread=(UnreadPart("合同.docx", UNREAD),),
    fingerprint="ab",
)
NO_PROFILE = ProfileEntry(None, None, (), None, None, None, None, None, None, (), None, None, None, {})


@pytest.fixture
def report() -> Report:
    findings = (FINDING, msgspec.structs.replace(FINDING, kind="pass", level=None, expected=None, actual=None))
    submission = SubmissionEntry(
        "甲",
        "2026-11-21",
        "--on",
        NO_PROFILE,
        (),
        (document_entry(EXTRACTED),),
        tuple(map(finding_entry, findings)),
        summary(map(finding_entry, findings)),
    )
    return Report(1, tool(), (), (submission,))


def keys(value: object) -> list[str]:
    assert isinstance(value, dict)
    return list(value)


def test_the_keys_are_the_contracts_in_its_order(report):
    made = json.loads(to_json(report))
    assert keys(made) == ["version", "tool", "rulebooks", "submissions"]
    (submission,) = made["submissions"]
    assert keys(submission) == [
        "path", "on", "on_reason", "profile", "assumed", "documents", "findings", "summary",
    ]  # fmt: skip
    assert submission["summary"] == {"pass": 1, "fail": 1, "review": 0, "open": 0, "notApplicable": 0}
    (document,) = submission["documents"]
    assert keys(document) == [
        "path", "sha256", "bytes", "format", "kind", "kind_reason", "parts", "status", "pages", "unread", "facts",
    ]  # fmt: skip
    assert keys(document["unread"][0]) == ["location", "reason", "message"]
    assert keys(document["facts"][0]) == [
        "kind", "state", "value", "op", "value_max", "unit", "subject", "holder", "holder_text", "holder_role", "text",
        "confidence", "evidence", "related",
    ]  # fmt: skip
    evidence = document["facts"][0]["evidence"][0]
    assert keys(evidence) == ["document", "section", "quote", "ocr", "location", "label"]
    assert keys(evidence["location"]) == [
        "part", "page", "bbox", "paragraph", "table", "row", "column", "sheet", "cell", "line",
    ]  # fmt: skip
    finding = submission["findings"][0]
    assert keys(finding) == [
        "rule", "title", "kind", "reason", "level", "message", "expected", "actual", "citation", "evidence", "searched",
        "unread", "suggestion", "fingerprint",
    ]  # fmt: skip
    assert finding["expected"] == {"op": ">=", "value": "P2Y"}
    assert finding["actual"] == {"op": "range", "value": "P1Y", "value_max": "P3Y"}
    assert keys(finding["citation"]) == ["regulation", "number", "article", "effective"]
    assert keys(finding["searched"]) == ["documents", "sections", "nearest"]


def test_the_report_fits_its_schema(report):
    Draft202012Validator.check_schema(schema("check"))
    Draft202012Validator(schema("check")).validate(json.loads(to_json(report)))
    broken = json.loads(to_json(report))
    broken["submissions"][0]["findings"][0]["kind"] = "maybe"
    assert not Draft202012Validator(schema("check")).is_valid(broken)


def test_every_key_is_required():
    definitions = schema("check")["$defs"]
    assert isinstance(definitions, dict)
    # what may be absent: the two keys of a comparison that only ranges and working days have, and what only stands
    # with --explain, --waivers, --baseline
    optional = {
        "ComparedEntry": {"value_max", "unit"},
        "DocumentEntry": {"explained"},
        "FindingEntry": {"waived", "change"},
        "SubmissionEntry": {"baseline"},
    }
    for name, definition in definitions.items():
        if definition.get("type") == "object":
            missing = set(definition["properties"]) - set(definition["required"])
            assert missing == optional.get(name, set()), name


def test_explained_facts_stand_only_where_asked():
    plain = json.loads(to_json(FactsReport(1, tool(), (document_entry(EXTRACTED),))))
    told = json.loads(to_json(FactsReport(1, tool(), (explained_entry(EXTRACTED),))))
    assert "explained" not in plain["documents"][0]
    assert told["documents"][0]["explained"]["patterns"] == ["warranty.prose"]
    assert told["documents"][0]["explained"]["refusals"][0]["reason"] == "引用的规定"
    for made in (plain, told):
        Draft202012Validator(schema("facts")).validate(made)


def test_the_encoding_is_utf8_with_indent_and_a_line_end(report):
    made = to_json(report)
    assert "质保期为一年".encode() in made
    assert made.startswith(b'{\n  "version": 1,\n')
    assert made.endswith(b"}\n")
    assert not made.endswith(b"\n\n")


def test_a_lone_surrogate_does_not_break_the_report():
    broken = msgspec.structs.replace(EVIDENCE, quote="质保\udcff期")
    extracted = msgspec.structs.replace(EXTRACTED, facts=(msgspec.structs.replace(FACT, evidence=(broken,)),))
    made = json.loads(to_json(FactsReport(1, tool(), (document_entry(extracted),))))
    assert made["documents"][0]["facts"][0]["evidence"][0]["quote"] == "质保\udcff期"


def test_both_ways_of_encoding_agree(report):
    made = json.dumps(msgspec.to_builtins(report), ensure_ascii=False, indent=2).encode() + b"\n"
    assert made == to_json(report)


def test_the_report_copies_every_field():
    told_later = {"waived", "change"}  # by people and by an earlier report
    for entry, inner in ((FindingEntry, Finding), (Location, Place)):
        assert set(entry.__struct_fields__) - told_later == set(inner.__struct_fields__)


def test_of_many_unread_pages_the_rest_is_counted():
    unread = tuple(Unread(Place(page=page), "no-text-layer", f"第{page}页没有文字层。") for page in range(1, 301))
    document = Document("扫描件.pdf", "0" * 64, 1, "pdf", "unreadable", pages=300, unread=unread)
    listed = document_entry(Extracted(document, "contract", "")).unread
    assert [part.message for part in listed[:2]] == ["第1页没有文字层。", "第2页没有文字层。"]
    assert len(listed) == 51
    assert listed[-1].message == "此外还有250处没有读，在第51页至第300页之间。"
    assert (listed[-1].reason, listed[-1].location.page) == ("no-text-layer", None)

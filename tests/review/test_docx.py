"""The opinion on a submission: it says what the JSON report says, in order, and hostile text does nothing in it."""

import io
import json
import re
import shutil
import subprocess
import tracemalloc
from contextlib import ExitStack
from pathlib import Path

import docx
import msgspec
import pytest
from lxml import etree
from msgspec.structs import replace

from review.layout import Paper
from review.output import put_aside
from review.report import Report, Waived
from review.reporters import Checked, Look
from review.reporters.as_docx import Docx, opinion
from review.reporters.docx_template import opened
from review.reporters.words import KIND_WORDS
from review.shelf import written_each
from tests.review.opinions import W, body_of, headings_of, lines_of, parts_of, tables_of

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
RUN = ("--on", "2026-01-01", "--fail-on", "never")
ACTED_ON = ("fail", "review", "open")
HOSTILE = "</w:t></w:r><w:r><w:t>&amp;<script>\u202e\u2066\x0b=cmd|'/c calc'!A1{{意见}}<?shenyue 意见?>"


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """Return the report of the samples, and the opinions by the name of the submission."""
    from review.cli import run  # noqa: PLC0415  a fixture of the module cannot ask for that of a test

    folder = tmp_path_factory.mktemp("意见")
    outputs = ("-o", str(folder / "r.json"), "-o", str(folder / "r.docx"))
    names = ("application-stage", "clean-contract", "undecided-contract", "violations-contract")
    assert run(["check", *(str(SAMPLES / name) for name in names), *RUN, *outputs]) == 0
    report = json.loads((folder / "r.json").read_bytes())
    opinions = {
        Path(one["path"]).name: (folder / "r" / f"{Path(one['path']).name}.docx") for one in report["submissions"]
    }
    return report, {name: file.read_bytes() for name, file in opinions.items()}


def test_every_finding_to_act_on_has_its_opinion_with_quote_article_and_suggestion(samples):
    report, opinions = samples
    told = 0
    for submission in report["submissions"]:
        text = plain("\n".join(lines_of(opinions[Path(submission["path"]).name])))
        for finding in submission["findings"]:
            if finding["kind"] not in ACTED_ON:
                assert f"指纹{finding['fingerprint']}" not in text
                continue
            told += 1
            start = text.index(f"规则{finding['rule']}指纹{finding['fingerprint']}")
            before = text[:start]
            mine = before[max(before.rfind("指纹"), 0) :]
            assert f"．{plain(finding['title'])}{KIND_WORDS[finding['kind']]}" in mine
            assert plain(finding["citation"]["article"]) in mine
            assert plain(finding["message"]) in mine
            assert plain(finding["suggestion"] or "") in mine
            for evidence in finding["evidence"][:24]:
                assert f"“{plain(evidence['quote'])}”" in mine
                assert plain(evidence["document"] + evidence["label"]) in mine
    assert told > 10


def test_opinions_are_numbered_through_and_stand_in_the_order_a_reviewer_reads(samples):
    _, opinions = samples
    for data in opinions.values():
        titles = [title for level, title in headings_of(data) if level == 3]
        assert [int(title.split("．")[0]) for title in titles] == list(range(1, len(titles) + 1))
        words = ("不符合（错误）", "不符合（警告）", "需人工判断", "未能判断")
        ranks = [next(rank for rank, word in enumerate(words) if title.endswith(word)) for title in titles]
        assert ranks == sorted(ranks)
    (contract,) = (data for name, data in opinions.items() if name == "violations-contract")
    assert {level for level, _ in headings_of(contract)} == {1, 2, 3}


def test_every_rule_stands_in_the_table_of_checks_with_its_verdict(samples):
    report, opinions = samples
    for submission in report["submissions"]:
        (table,) = (
            one
            for one in tables_of(opinions[Path(submission["path"]).name])
            if one[0][0] == "序号" and "条文" in one[0]
        )
        rows = [row for row in table[1:] if len(row) == 5]
        assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
        told = sorted((row[1], row[2], row[3]) for row in rows)
        findings = submission["findings"]
        assert told == sorted((one["citation"]["article"], one["title"], KIND_WORDS[one["kind"]]) for one in findings)


def test_the_hashes_of_every_file_and_rulebook_and_room_to_sign_stand_in_it(samples):
    report, opinions = samples
    for submission in report["submissions"]:
        data = opinions[Path(submission["path"]).name]
        cells = {cell for table in tables_of(data) for row in table for cell in row}
        assert {document["sha256"] for document in submission["documents"]} <= cells
        used = {finding["citation"]["regulation"] for finding in submission["findings"]}
        for book in report["rulebooks"]:
            assert (book["hash"] in cells) or book["title"] not in used
        assert {"审查人", "复核人", "日期"} <= cells


def test_heads_of_tables_repeat_and_pages_are_numbered(samples):
    _, opinions = samples
    for data in opinions.values():
        heads = [row for row in body_of(data).iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
        assert len(heads) >= 3
        footer = parts_of(data)["word/footer1.xml"].decode("utf-8")
        assert "PAGE" in footer
        assert "NUMPAGES" in footer
        assert len(docx.Document(io.BytesIO(data)).tables) == len(tables_of(data))


def test_no_page_ends_within_the_room_to_sign(samples):
    _, opinions = samples
    for data in opinions.values():
        (room,) = (one for one in body_of(data).iter(f"{W}tbl") if "审查人" in "".join(one.itertext()))
        *rows, last = room.iter(f"{W}tr")
        assert len(rows) == 2
        kept = f".//{W}pPr/{W}keepNext"
        assert all(len(row.findall(kept)) == len(row.findall(f".//{W}p")) for row in rows)
        assert last.find(kept) is None


def entry_of(samples, name="violations-contract"):
    report = msgspec.convert(samples[0], Report)
    (entry,) = (one for one in report.submissions if Path(one.path).name == name)
    return report, entry


def checked_of(samples, **changes) -> Checked:
    report, entry = entry_of(samples)
    return Checked(replace(entry, **changes), "依据", (), rulebooks=report.rulebooks)


def test_what_a_person_accepted_stands_apart_and_is_never_hidden(samples, tmp_path):
    _, entry = entry_of(samples)
    accepted = next(one for one in entry.findings if one.kind == "fail")
    waived = replace(accepted, waived=Waived("林晓舟", "分期建设，已经批准", "2027-01-01"))
    checked = checked_of(samples, findings=tuple(waived if one is accepted else one for one in entry.findings))
    lines = lines_of(opinion(checked, opened(None)))
    first, second = lines.index("二、审查意见"), lines.index("三、已认可的问题")
    assert not [line for line in lines[first:second] if accepted.fingerprint in line]
    third = lines.index("四、检查内容")
    assert [line for line in lines[second:third] if accepted.fingerprint in line]
    assert [line for line in lines[second:third] if "林晓舟" in line and "2027-01-01" in line and "已经批准" in line]
    bare = docx.Document()
    bare.add_paragraph("{{意见}}")
    bare.save(str(tmp_path / "只有意见.docx"))
    alone = "\n".join(lines_of(opinion(checked, opened(tmp_path / "只有意见.docx"))))
    assert accepted.fingerprint in alone
    assert "林晓舟" in alone


def test_hostile_text_is_text(samples):
    _, entry = entry_of(samples)
    finding = next(one for one in entry.findings if one.kind == "fail")
    evidence = replace(finding.evidence[0], quote=HOSTILE + "长" * 10_000, document=HOSTILE, label=HOSTILE)
    hostile = replace(finding, title=HOSTILE, message=HOSTILE, suggestion=HOSTILE, evidence=(evidence,))
    documents = tuple(replace(one, path=HOSTILE) for one in entry.documents)
    data = opinion(checked_of(samples, path=HOSTILE, findings=(hostile,), documents=documents), opened(None))
    main = parts_of(data)["word/document.xml"].decode("utf-8")
    assert "<?shenyue" not in main
    assert not re.search("[\u202e\u2066\x0b]", main)
    tags = {element.tag for element in body_of(data).iter()}
    assert not [tag for tag in tags if "script" in str(tag)]
    shown = "\n".join(lines_of(data))
    assert "</w:t></w:r><w:r><w:t>&amp;<script>\\u202e\\u2066\\x0b=cmd|'/c calc'!A1{{意见}}" in shown
    assert len(shown) < 20_000


def test_the_same_submission_gives_the_same_bytes(shenyue, contract, tmp_path):
    written = []
    for name in ("a", "b"):
        target = tmp_path / f"{name}.docx"
        assert shenyue("check", contract, *RUN, "--no-store", "-o", target).code == 0
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_no_clock_stands_in_it(samples):
    _, opinions = samples
    for data in opinions.values():
        assert set(re.findall(r"20\d\d-\d\d-\d\dT", str(parts_of(data)["docProps/core.xml"]))) == set()


def test_what_was_not_read_is_told_with_the_reason(shenyue, contract, tmp_path):
    (contract / "附件.pdf").write_bytes(b"%PDF-1.7 broken")
    target = tmp_path / "r.docx"
    shenyue("check", contract, *RUN, "-o", target, "-o", tmp_path / "r.json")
    (submission,) = json.loads((tmp_path / "r.json").read_bytes())["submissions"]
    (unread,) = (part for document in submission["documents"] for part in document["unread"])
    lines = lines_of(target.read_bytes())
    after = "\n".join(lines[lines.index("五、未读内容") :])
    assert "附件.pdf" in after
    assert unread["message"] in after


def test_memory_does_not_grow_with_the_number_of_submissions(samples, tmp_path):
    checked = checked_of(samples)

    def most(count: int) -> int:
        tracemalloc.start()
        target = tmp_path / f"r{count}.docx"
        with ExitStack() as stack, written_each(target, lambda: stack.enter_context(put_aside())) as shelf:
            reporter = Docx(shelf, Look(Paper(), put_aside))
            for number in range(count):
                reporter.add(Checked(replace(checked.entry, path=f"{number:03}"), "", (), rulebooks=checked.rulebooks))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(2)
    assert most(60) < most(4) + 500_000
    assert len(list((tmp_path / "r60").glob("*.docx"))) == 60


@pytest.mark.system
def test_a_word_processor_opens_it_and_prints_every_opinion(samples, tmp_path):
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    assert office is not None
    assert reader is not None
    report, opinions = samples
    (tmp_path / "r.docx").write_bytes(opinions["violations-contract"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "r.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    printed = subprocess.run(
        [reader, "-enc", "UTF-8", str(tmp_path / "r.pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode("utf-8")
    pages = printed.rstrip("\f").split("\f")
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in plain(page)
    text = plain(printed)
    (submission,) = (one for one in report["submissions"] if one["path"].endswith("violations-contract"))
    for finding in submission["findings"]:
        assert plain(finding["citation"]["article"]) in text
        assert finding["kind"] not in ACTED_ON or finding["fingerprint"] in text
    assert text.count("序号条文要求结论位置") >= 2


def test_the_parts_are_in_the_order_the_format_asks(samples):
    """Word takes properties in another order than the schema's for damage."""
    _, opinions = samples
    order = {
        "pPr": ("pStyle", "keepNext", "numPr", "jc"),
        "rPr": ("b", "color"),
        "tblPr": ("tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"),
        "tcPr": ("tcW", "gridSpan", "shd", "vAlign"),
    }
    for data in opinions.values():
        for name, wanted in order.items():
            for element in body_of(data).iter(f"{W}{name}"):
                found = [etree.QName(child).localname for child in element]
                assert found == [one for one in wanted if one in found]
        for cell in body_of(data).iter(f"{W}tc"):
            assert cell[-1].tag == f"{W}p"

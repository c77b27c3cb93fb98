"""What the HTML report shows of single findings, in a browser: marks, figures, hostile text, very many of them."""

import json

import msgspec
import pytest

from benchmarks import html_page
from review.report import BaselineEntry, ComparedEntry, PastFinding, SubmissionEntry, Waived
from tests.review.browser import chromium
from tests.review.html_pages import HOSTILE, ROWS, SAID, quietly, written

pytestmark = pytest.mark.system
RUN = ("--on", "2026-01-01", "--fail-on", "never")
ANSWER = 200  # milliseconds that a filter may take
WHOLE = 15_000_000  # bytes


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Give a tab; what it complains of is looked at by each test."""
    with chromium(tmp_path_factory.mktemp("browser")) as tab:
        yield tab


@pytest.fixture(autouse=True)
def quiet(page):
    """Let every test fail on which the browser complained, or something was asked of a network."""
    with quietly(page):
        yield


@pytest.fixture
def entry(shenyue, contract, tmp_path) -> SubmissionEntry:
    """Return a submission as it was judged."""
    target = tmp_path / "r.json"
    assert shenyue("check", contract, *RUN, "--rules", "qufu", "-o", target).code == 0
    return msgspec.convert(json.loads(target.read_bytes())["submissions"][0], SubmissionEntry)


def test_hostile_text_does_nothing(page, entry, tmp_path):
    words = HOSTILE + "长" * 10_000
    document = msgspec.structs.replace(entry.documents[0], path=words, kind_reason=words)
    spoken = tuple(
        msgspec.structs.replace(
            one,
            message=words,
            suggestion=words,
            evidence=tuple(
                msgspec.structs.replace(each, quote=words, section=words, document=words) for each in one.evidence
            ),
        )
        for one in entry.findings
    )
    bad = msgspec.structs.replace(entry, path=words, documents=(document,), findings=spoken)
    page.size(800)
    target = written([bad, entry], tmp_path / "h.html")
    for place in ("", "#/s/1"):
        page.open(f"{target.as_uri()}{place}")
        assert page.run("document.querySelectorAll('body img, body iframe, body a[href^=javascript]').length") == 0
        assert page.run("document.scripts.length") == 3
        assert page.run("document.documentElement.scrollWidth") <= 800
        assert "\u202e" not in page.run("document.body.textContent")


@pytest.fixture
def compared(entry) -> list[SubmissionEntry]:
    """Return two submissions held against an earlier report, with a finding of each change and one accepted."""
    findings = list(entry.findings)
    acted = [place for place, one in enumerate(findings) if one.kind in ("fail", "review", "open")]
    for place, change in zip(acted, ("new", "changed", "unchanged"), strict=False):
        findings[place] = msgspec.structs.replace(findings[place], change=change)
    accepted = Waived(by="王某", why=HOSTILE, until="2027-01-01")
    findings[acted[0]] = msgspec.structs.replace(findings[acted[0]], waived=accepted)
    # what met the requirement then and meets it now is nobody's concern
    met = [place for place, one in enumerate(findings) if one.kind == "pass"]
    for place in met:
        findings[place] = msgspec.structs.replace(findings[place], change="unchanged")
    mended = met[0]
    findings[mended] = msgspec.structs.replace(findings[mended], change="fixed")
    title, kind, message = HOSTILE, "fail", f"前次的说明{HOSTILE}"
    past = [
        PastFinding(rule, title, kind, "missing", "error", message, "0" * 16)
        for rule in (findings[mended].rule, f"old-rule{HOSTILE}")
    ]
    baseline = BaselineEntry(entry.path, fixed=(past[0],), dropped=(past[1],))
    marked = msgspec.structs.replace(entry, path="另一份", findings=tuple(findings), baseline=baseline)
    unknown = msgspec.structs.replace(entry, baseline=BaselineEntry(None, (), ()))
    return [unknown, marked]


def test_buttons_narrow_to_what_is_accepted_or_changed(page, compared, tmp_path):
    target = written(compared, tmp_path / "c.html")
    page.open(target.as_uri())
    assert "1条结论已由人认可" in page.run("document.getElementById('waived').textContent")
    told = page.run("document.getElementById('changes').textContent")
    assert all(f"{word}1条" in told for word in ("新出现", "有变化", "没有变化", "已整改", "未再检查"))
    everything = page.run(SAID)
    for mark in ("已认可", "新出现", "有变化", "没有变化", "已整改"):
        page.click(f"[data-mark='{mark}']")
        assert page.run(SAID) == 1
        assert page.run("document.querySelector('#list tbody th').textContent") == "另一份"
        page.click(f"[data-mark='{mark}']")
        assert page.run(SAID) == everything
    page.click("[data-mark='新出现']")
    page.click("[data-mark='有变化']")
    assert page.run(SAID) == 2
    page.click("[data-mark='未认可']")
    assert page.run(SAID) == 1
    page.click("#reset")
    assert page.run("[...document.querySelectorAll('[data-mark]')].map((one) => one.ariaPressed)") == ["false"] * 6


def test_what_was_dropped_or_mended_is_told(page, compared, tmp_path):
    target = written(compared, tmp_path / "c.html")
    page.open(f"{target.as_uri()}#/s/2")
    dropped = page.run("[...document.querySelectorAll('.dropped li')].map((one) => one.textContent)")
    assert len(dropped) == 1
    assert "前次的说明" in dropped[0]
    assert "old-rule" in dropped[0]
    page.run("[...document.querySelectorAll('details')].forEach((one) => { one.open = true; })")
    page.wait("document.querySelectorAll('details.finding').length")
    page.run("[...document.querySelectorAll('details.finding')].forEach((one) => { one.open = true; })")
    page.wait("[...document.querySelectorAll('dt')].some((one) => one.textContent === '前次')")
    assert page.run("document.querySelectorAll('body img').length") == 0
    assert "\u202e" not in page.run("document.body.textContent")
    page.open(f"{target.as_uri()}#/s/1")
    assert "没有这份报送" in page.run("document.querySelector('.past').textContent")


def test_no_button_stands_for_marks_that_no_finding_bears(page, entry, tmp_path):
    page.open(written([entry], tmp_path / "n.html").as_uri())
    assert page.run("document.querySelectorAll('[data-mark]').length") == 0
    assert page.run("document.querySelectorAll('#waived, #changes, .past').length") == 0
    assert page.run("[...document.getElementById('filters').childNodes].every((one) => one.nodeType === 1)")


def test_found_is_drawn_beside_required_and_a_sum_beside_its_cell(page, entry, tmp_path):
    page.open(written([entry], tmp_path / "g.html").as_uri())
    drawn = page.run(
        "[...document.querySelectorAll('.finding svg.gauge')].map((one) => [one.closest('.finding').dataset.rule,"
        "one.getAttribute('aria-label'), ...['room', 'found'].map((name) =>"
        "Number(one.querySelector('rect.' + name).getAttribute('width')))])"
    )
    rule, said, room, found = next(one for one in drawn if one[0] == "qufu-30-warranty-2y")
    assert (rule, said) == ("qufu-30-warranty-2y", "要求不少于2年，实际1年")
    assert room > 0
    assert 0 < found < 420
    finding = next(one for one in entry.findings if one.rule == "qufu-30-warranty-2y")
    where = msgspec.structs.replace(finding.evidence[0].location, table=1, row=6, column=3)
    cell = msgspec.structs.replace(finding.evidence[0], quote="143.40", location=where)
    wrong = msgspec.structs.replace(
        finding,
        evidence=(cell,),
        expected=ComparedEntry("==", "1234000.00"),
        actual=ComparedEntry("==", "1434000.00"),
    )
    page.open(written([msgspec.structs.replace(entry, findings=(wrong,))], tmp_path / "s.html").as_uri())
    assert page.run("document.querySelectorAll('svg').length") == 0
    assert page.run("document.querySelector('.grid .hit .again').textContent") == "应为123.4万元，表中差+20万元"
    lines = page.run("[...document.querySelectorAll('.sum-table tr')].map((row) => row.textContent)")
    assert lines == ["应为123.4万元", "表中所列143.4万元", "相差+20万元"]


def test_what_is_accepted_or_new_is_marked_and_found(page, entry, tmp_path):
    number = next(place for place, one in enumerate(entry.findings) if one.kind == "review")
    waived = Waived(by="王某", why=HOSTILE, until="2027-01-01")
    marked = msgspec.structs.replace(entry.findings[number], waived=waived, change="new")
    findings = (*entry.findings[:number], marked, *entry.findings[number + 1 :])
    changed = msgspec.structs.replace(entry, path="另一份", findings=findings)
    page.open(written([entry, changed], tmp_path / "w.html").as_uri())
    page.run("document.getElementById('words').focus()")
    page.write("已认可 新出现")
    assert page.run(ROWS) == 1
    page.run("location.hash = '#/s/2'")
    page.wait("document.querySelector('.finding')")
    tags = page.run("[...document.querySelectorAll('.finding .tag')].map((one) => one.textContent)")
    assert {"已认可", "新出现"} <= set(tags)
    assert page.run("document.querySelectorAll('body img').length") == 0


def test_five_hundred_submissions_of_fifty_papers_answer_at_once(page, tmp_path):
    target = tmp_path / "m.html"
    with html_page.Once() as pictures:
        html_page.written(html_page.many(html_page.judged(tmp_path), 500, 50, tmp_path), target, lambda: pictures)
    data = target.read_bytes()
    assert len(data) < WHOLE
    assert data.count(b"data:image/") >= 500
    page.open(target.as_uri())
    took = html_page.answers(page)
    assert max(took.values()) < ANSWER, took
    html_page.shown(page, 1)
    assert page.run("document.querySelectorAll('figure img').length") == 3

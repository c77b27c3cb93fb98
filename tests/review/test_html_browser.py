"""The HTML report in a browser: filters, keys, pictures, paper, a narrow window, hostile text, five hundred at once."""

import io
import json
from pathlib import Path

import msgspec
import pytest

from review.layout import Paper
from review.report import BaselineEntry, ComparedEntry, PastFinding, SubmissionEntry, Waived
from review.reporters import Checked, Ending, Look, Totals
from review.reporters.html_report import Html
from tests.review.browser import chromium

pytestmark = pytest.mark.system
SAMPLES = Path(__file__).parents[2] / "samples"
RUN = ("--on", "2026-01-01", "--fail-on", "never")
HOSTILE = (
    "=cmd|'/c calc'!A1</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{7*7}}javascript:alert(3)\0"
)
ANSWER = 200  # milliseconds that a filter may take
WHOLE = 15_000_000  # bytes
KINDS = ("fail", "review", "open", "pass", "notApplicable")
SAID = "Number(document.querySelector('main .said').textContent.match(/的(\\d+)条/)[1])"
ROWS = "document.querySelectorAll('#list tbody tr:not(.rest)').length"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Give a tab; what it complains of is looked at by each test."""
    with chromium(tmp_path_factory.mktemp("browser")) as tab:
        yield tab


@pytest.fixture(autouse=True)
def quiet(page):
    """Let every test fail on which the browser complained, or something was asked of a network."""
    page.complaints.clear()
    page.requests.clear()
    page.size(1280)
    yield
    assert page.complaints == []
    assert [one for one in page.requests if not one.startswith(("file:", "about:"))] == []


@pytest.fixture
def report(shenyue, tmp_path):
    """Return the page of a sample with findings on pages of a PDF, whole pages beside it."""
    target = tmp_path / "r.html"
    assert shenyue("check", SAMPLES, *RUN, "-o", target, "--detail", tmp_path / "页").code == 0
    return target


@pytest.fixture
def entry(shenyue, contract, tmp_path) -> SubmissionEntry:
    """Return a submission as it was judged."""
    target = tmp_path / "r.json"
    assert shenyue("check", contract, *RUN, "--rules", "qufu", "-o", target).code == 0
    return msgspec.convert(json.loads(target.read_bytes())["submissions"][0], SubmissionEntry)


def written(entries, file: Path) -> Path:
    """Return the page that the reporter makes of submissions."""
    totals = Totals()
    with file.open("wb") as sink:
        html = Html(sink, Look(Paper(), io.BytesIO))
        for entry in entries:
            totals.add(entry)
            html.add(Checked(entry, "", ()))
        html.close(Ending((), totals))
    return file


def test_filters_narrow_and_are_cleared(page, report):
    page.open(report.as_uri())
    before = page.run(ROWS)
    assert before == 4
    assert page.run("document.documentElement.lang") == "zh-CN"
    page.run("document.getElementById('words').focus()")
    page.write("violations")
    assert page.run(ROWS) == 1
    page.click("#reset")
    assert page.run(ROWS) == before
    for name in ("rule", "kind"):
        chosen = f"(() => {{ const e = document.getElementById('{name}'); e.selectedIndex = 1;"
        page.run(f"{chosen} e.dispatchEvent(new Event('change')); return e.value; }})()")
        assert 0 < page.run(SAID) < 103
        page.click("#reset")
    page.click("[data-kind=fail]")
    assert page.run("document.querySelectorAll('#list thead th').length") == 8


def test_each_verdict_has_a_button_that_shows_it_and_nothing_else(page, report):
    page.open(report.as_uri())
    totals = page.run("[...document.querySelectorAll('.totals dd')].map((one) => Number(one.textContent))")
    assert all(totals)
    for kind in KINDS[:4]:
        page.click(f"[data-kind={kind}]")
    assert page.run(ROWS) == 0
    assert page.run("document.querySelector('main .notice').textContent")
    for number, kind in enumerate(KINDS):
        page.click(f"[data-kind={kind}]")
        assert page.run(f"document.querySelector('[data-kind={kind}]').getAttribute('aria-pressed')") == "true"
        assert page.run(SAID) == totals[number]
        assert page.run("document.querySelectorAll('#list thead th').length") == 6
        shown = page.run(
            "[...document.querySelectorAll('#list tbody tr')].map((row) => Number(row.cells[4].textContent))"
        )
        assert sum(shown) == totals[number]
        page.click(f"[data-kind={kind}]")


@pytest.mark.parametrize("view", ["list", "rules"])
def test_every_column_sorts_both_ways(page, report, view):
    page.open(report.as_uri())
    page.click(f"[data-view={view}]")
    columns = page.run("[...document.querySelectorAll('thead [data-sort]')].map((one) => one.dataset.sort)")
    assert len(columns) == {"list": 8, "rules": 6}[view]
    for number, key in enumerate(columns):
        seen = []
        for _ in range(2):
            page.click(f"thead [data-sort='{key}']")
            state = page.run(f"document.querySelector('thead [data-sort=\"{key}\"]').parentElement.ariaSort")
            texts = page.run(
                f"[...document.querySelectorAll('#{view} tbody tr:not(.rest)')].map((row) => (row.cells[{number}]"
                ".querySelector('code') || row.cells[" + str(number) + "]).textContent)"
            )
            assert page.run("document.activeElement.dataset.sort") == key
            values = [int(text) if text.isdecimal() else text for text in texts]
            assert values == sorted(values, reverse=state == "descending")
            seen.append(state)
        assert set(seen) == {"ascending", "descending"}


def test_the_matrix_sorts_by_any_requirement(page, report):
    page.open(report.as_uri())
    page.click("[data-view=matrix]")
    rules = page.run("[...document.querySelectorAll('#matrix thead [data-sort]')].map((one) => one.dataset.sort)")
    for number in (1, 2, len(rules) - 1):
        page.run(f"document.querySelectorAll('#matrix thead [data-sort]')[{number}].click()")
        marks = page.run(
            f"[...document.querySelectorAll('#matrix tbody tr')].map((row) => row.cells[{number}].className)"
        )
        order = [9 if one == "empty" else int(one[-1]) for one in marks]
        assert order == sorted(order)


def test_a_finding_is_reached_by_keyboard_and_followed_to_the_page(page, report):
    page.open(report.as_uri())
    page.run("document.querySelector('[data-view=matrix]').focus()")
    page.press("Enter")
    page.run("document.querySelector('.cell[tabindex=\"0\"]').focus()")
    page.press("ArrowRight")
    page.press("Enter")
    page.wait("location.hash.startsWith('#/s/')")
    assert page.run("document.activeElement.classList.contains('finding')")
    page.press("u")
    page.wait("!location.hash.startsWith('#/s/')")
    page.run("location.hash = '#/s/4'")
    page.wait("document.querySelector('figure img')")
    page.wait("[...document.querySelectorAll('figure img')].every((one) => one.naturalWidth > 0)")
    assert page.run("document.querySelectorAll('figure img').length") == 3
    links = page.run("[...document.querySelectorAll('a.page')].map((one) => one.href)")
    assert links
    for link in links:
        file = report.parent / "页" / Path(link).name
        assert file.read_bytes().startswith(b"\x89PNG")
    strips = page.run("JSON.parse(document.getElementById('strips').textContent).map((one) => one[2].length)")
    assert max(strips) <= 16_100  # 12 KB, written as text


def test_the_arrows_walk_the_matrix_in_all_directions(page, report):
    page.open(report.as_uri())
    page.click("[data-view=matrix]")
    here = "[document.activeElement.parentElement.sectionRowIndex, document.activeElement.cellIndex]"
    page.run("[...document.querySelectorAll('#matrix tbody tr')][1].querySelector('.cell').focus()")
    first = page.run(here)
    for key, back in (("ArrowRight", "ArrowLeft"), ("ArrowDown", "ArrowUp")):
        page.press(key)
        moved = page.run(here)
        assert moved != first
        assert page.run("document.activeElement.tabIndex") == 0
        assert page.run("document.querySelectorAll('#matrix .cell[tabindex=\"0\"]').length") <= 2
        page.press(back)
        assert page.run(here) == first


def test_escape_leaves_one_thing_at_a_time(page, report):
    page.open(f"{report.as_uri()}#/s/2")
    page.run("document.getElementById('words').focus()")
    page.write("合同")
    page.press("Escape")
    assert page.run("document.activeElement.id") == "main"
    assert page.run("document.getElementById('words').value") == "合同"
    page.run("document.querySelector('.group[data-kind=pass]').open = true")
    page.wait("document.querySelector('details.finding')")
    page.run("document.querySelector('details.finding summary').focus()")
    page.press("Enter")
    page.wait("document.querySelector('details.finding[open] .body')")
    page.press("Escape")
    assert page.run("document.querySelectorAll('details.finding[open]').length") == 0
    assert page.run("document.activeElement.tagName") == "SUMMARY"
    assert page.run("location.hash") == "#/s/2"
    page.press("Escape")
    page.wait("!location.hash.startsWith('#/s/')")
    assert page.run("document.activeElement.getAttribute('href')") == "#/s/2"
    page.press("Escape")
    assert page.run(ROWS) >= 1


def test_the_tabulator_goes_from_the_top_to_the_rows_and_back(page, report):
    page.open(report.as_uri())
    page.run("document.querySelector('h1 a').focus()")
    seen = []
    for _ in range(40):
        page.press("Tab")
        seen.append(
            page.run(
                "(({id, dataset, tagName, parentElement}) => dataset.kind || dataset.view || dataset.sort || id"
                " || (tagName === 'A' && parentElement.tagName === 'TH' ? 'row' : tagName))(document.activeElement)"
            )
        )
        if seen.count("row") == 2:
            break
    assert seen[: len(KINDS)] == list(KINDS)
    marks = ["fail", "rule", "kind", "words", "list", "rules", "matrix", "name", "on", "row"]
    assert [seen.index(one) for one in marks] == sorted(seen.index(one) for one in marks)
    page.press("Tab", shift=True)
    page.press("Enter")
    page.wait("location.hash === '#/s/1'")
    assert page.run("document.activeElement.id") == "main"


@pytest.mark.parametrize("view", ["list", "rules"])
def test_on_a_phone_every_verdict_is_seen_without_scrolling(page, report, view):
    page.size(380)
    page.open(report.as_uri())
    page.click(f"[data-view={view}]")
    box = f"document.querySelector('#{view}').parentElement"
    assert page.run(f"{box}.scrollWidth <= {box}.clientWidth")
    cells = page.run(
        f"[...document.querySelectorAll('#{view} tbody tr:first-child > [data-label]')].map((one) => {{"
        "const {left, right, height} = one.getBoundingClientRect();"
        "return [one.dataset.label, left >= 0 && right <= 380 && height > 0]; })"
    )
    assert {name for name, seen in cells if seen} >= {"不符合", "需人工判断", "未能判断", "符合"}
    page.open(f"{report.as_uri()}#/s/4")
    assert page.run("[...document.querySelectorAll('.cards')].every((one) => one.scrollWidth <= 380)")


@pytest.mark.parametrize("width", [380, 1024])
def test_a_narrow_window_needs_no_scrolling_sideways(page, report, width):
    page.size(width)
    for place in ("", "#/s/1", "#/s/4"):
        page.open(f"{report.as_uri()}{place}")
        assert page.run("document.documentElement.scrollWidth") <= width


def test_it_prints(page, report, tmp_path):
    page.open(f"{report.as_uri()}#/s/4")
    page.paper(tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


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


def test_five_hundred_submissions_answer_at_once(page, entry, tmp_path):
    many = (msgspec.structs.replace(entry, path=f"报送/{number:03}") for number in range(500))
    target = written(many, tmp_path / "m.html")
    assert target.stat().st_size < WHOLE
    page.open(target.as_uri())
    took = page.run(
        "(() => { const took = []; const words = document.getElementById('words');"
        "for (const said of ['质', '质保', '知识产权', '报送/49', '']) {"
        "const start = performance.now(); words.value = said; words.dispatchEvent(new Event('input'));"
        "document.body.getBoundingClientRect(); took.push(performance.now() - start); } return took; })()"
    )
    assert max(took) < ANSWER


@pytest.fixture
def compared(entry) -> list[SubmissionEntry]:
    """Return two submissions held against an earlier report, with a finding of each change and one accepted."""
    findings = list(entry.findings)
    acted = [place for place, one in enumerate(findings) if one.kind in ("fail", "review", "open")]
    for place, change in zip(acted, ("new", "changed", "unchanged"), strict=False):
        findings[place] = msgspec.structs.replace(findings[place], change=change)
    accepted = Waived(by="王某", why=HOSTILE, until="2027-01-01")
    findings[acted[0]] = msgspec.structs.replace(findings[acted[0]], waived=accepted)
    mended = next(place for place, one in enumerate(findings) if one.kind == "pass")
    findings[mended] = msgspec.structs.replace(findings[mended], change="fixed")
    title, kind, message = HOSTILE, "fail", f"前次的说明{HOSTILE}"
    past = [
        PastFinding(rule, title, kind, "missing", "error", message, "0" * 16)
        for rule in (findings[mended].rule, "old-rule")
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

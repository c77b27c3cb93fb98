"""The HTML report in a browser: filters, keys, pictures, paper, a narrow window, hostile text, five hundred at once."""

import io
import json
from pathlib import Path

import msgspec
import pytest

from review.layout import Paper
from review.report import SubmissionEntry, Waived
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


def test_filters_narrow_and_sorting_turns(page, report):
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
        assert 0 < page.run("Number(document.querySelector('main .said').textContent.match(/的(\\d+)条/)[1])") < 103
        page.click("#reset")
    page.click("[data-sort='0']")
    counts = page.run("[...document.querySelectorAll('#list tbody tr')].map((row) => Number(row.cells[4].textContent))")
    assert counts == sorted(counts, reverse=True)
    page.click("[data-kind=fail]")
    assert page.run("document.querySelectorAll('#list thead th').length") == 8


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


def test_what_is_accepted_or_new_is_marked_and_found(page, entry, tmp_path):
    number = next(place for place, one in enumerate(entry.findings) if one.kind == "review")
    waived = Waived(by="王某", why=HOSTILE, until="2027-01-01")
    marked = msgspec.structs.replace(entry.findings[number], waived=waived, change="new")
    findings = (*entry.findings[:number], marked, *entry.findings[number + 1 :])
    changed = msgspec.structs.replace(entry, path="另一份", findings=findings)
    page.open(written([entry, changed], tmp_path / "w.html").as_uri())
    page.run("document.getElementById('words').focus()")
    page.write("已接受 新出现")
    assert page.run(ROWS) == 1
    page.run("location.hash = '#/s/2'")
    page.wait("document.querySelector('.finding')")
    tags = page.run("[...document.querySelectorAll('.finding .tag')].map((one) => one.textContent)")
    assert {"已接受", "新出现"} <= set(tags)
    assert page.run("document.querySelectorAll('body img').length") == 0

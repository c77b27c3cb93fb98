"""The HTML report in a browser: filters, columns, keys, pictures, paper, a narrow window."""

from pathlib import Path

import pytest

from review.cli import run
from tests.review.browser import chromium
from tests.review.html_pages import KINDS, ROWS, SAID, quietly

pytestmark = pytest.mark.system
SAMPLES = Path(__file__).parents[2] / "samples"
RUN = ("--on", "2026-01-01", "--fail-on", "never")


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


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the page of the samples, whole pages beside it."""
    folder = tmp_path_factory.mktemp("report")
    target = folder / "r.html"
    assert run(["check", str(SAMPLES), *RUN, "-o", str(target), "--detail", str(folder / "页")]) == 0
    return target


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


def test_letters_go_through_findings_and_submissions(page, report):
    page.open(report.as_uri())
    page.press("n")
    page.wait("location.hash === '#/s/1'")
    page.press("n")
    page.wait("location.hash === '#/s/2'")
    page.press("p")
    page.wait("location.hash === '#/s/1'")
    page.wait("document.querySelector('h2').textContent.endsWith('application-stage')")
    seen = []
    for key in ("j", "j", "k"):
        page.press(key)
        seen.append(page.run("document.activeElement.dataset.rule"))
    assert seen[0] == seen[2] != seen[1]
    page.press("/")
    assert page.run("document.activeElement.id") == "words"
    page.press("n")
    assert page.run("location.hash") == "#/s/1"
    assert page.run("document.activeElement.value") == "n"


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

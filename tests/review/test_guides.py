"""The guides show what the tool prints today, twins show the same, and every link and picture is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs"
WHO = ("reviewers", "lawyers", "clerks")
PAGES = [DOCS / f"for-{who}{ending}" for who in WHO for ending in (".zh-CN.md", ".md")]
PICTURES = sorted((DOCS / "pictures").glob("*.png"))
MOST = 150_000  # bytes
LINK = re.compile(r"\]\(([^)#:]*)(?:#([^)]*))?\)")


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=DOCS.parent, capture_output=True, check=False, text=True, timeout=400)


def blocks(text: str) -> list[str]:
    return re.findall(r"<!-- generated: (\w+) -->", text)


def test_the_extracts_are_what_the_commands_print():
    done = script("docs/make_guides.py", "--check")
    assert done.returncode == 0, done.stderr


def test_twins_show_the_same_in_the_same_order():
    for who in WHO:
        chinese, english = ((DOCS / f"for-{who}{ending}").read_text("utf-8") for ending in (".zh-CN.md", ".md"))
        assert [name.removesuffix("_zh") for name in blocks(chinese)] == [
            name.removesuffix("_en") for name in blocks(english)
        ]
        assert re.findall(r"\(pictures/(.*?)\)", chinese) == re.findall(r"\(pictures/(.*?)\)", english)


def test_every_command_that_is_given_is_shown():
    names = re.findall(r'Step\(\s*"(\w+)"', (DOCS / "guide_steps.py").read_text("utf-8"))
    shown = {name for page in PAGES for name in blocks(page.read_text("utf-8"))}
    assert len(names) > 15
    assert set(names) <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for file, part in LINK.findall(page.read_text("utf-8")):
        target = (page.parent / file) if file else page
        assert target.is_file(), file
        if part:
            heads = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
            assert part in anchors, part


def test_every_picture_is_shown_small_and_has_a_palette():
    shown = {name for page in PAGES for name in re.findall(r"\(pictures/(.*?)\)", page.read_text("utf-8"))}
    assert {file.name for file in PICTURES} == shown
    for file in PICTURES:
        with Image.open(file) as picture:
            assert picture.mode == "P"
            assert min(picture.size) > 200
        assert file.stat().st_size < MOST


def test_the_readmes_name_the_guides():
    for name, ending in (("README.md", ".md"), ("README.zh-CN.md", ".zh-CN.md")):
        text = (DOCS.parent / name).read_text("utf-8")
        assert [who for who in WHO if f"docs/for-{who}{ending}" not in text] == []


@pytest.mark.system
def test_the_script_makes_every_picture(tmp_path):
    done = script("docs/make_pictures.py", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert [file.name for file in sorted(tmp_path.glob("*.png"))] == [file.name for file in PICTURES]
    for file in tmp_path.glob("*.png"):
        with Image.open(file) as picture:
            assert picture.mode == "P"
            assert len(picture.getcolors()) > 4  # not an empty page
        assert 5_000 < file.stat().st_size < MOST

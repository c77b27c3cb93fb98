"""Any one character of a report, replaced, put in or taken out, is caught: the report fails or is no report any more.

What is made again is the same for every example and is made once.
"""

import io
import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.errors import CannotRun
from review.rulebooks import loaded
from review.verify import again as making
from review.verify import examine as examining
from review.verify.again import Again, Asked
from review.verify.claims import read_report
from review.verify.itself import looked_at
from review.verify.run import verify
from review.verify.whole import Whole
from review.verify.written import compact
from tests.review.verify.claims_maker import here

ROOT = Path(__file__).resolve().parents[3]
PAPERS = ROOT / "tests" / "submissions" / "panjin-application"
ON = "2026-11-21"
CHARACTERS = '0123456789abcdefEZ.,:-+"\\/{}[]_ \t年一二三不甲乙龘\u202e\x7f'
VERSION = re.compile(r'"name":\s*"shenyue",\s*"version":\s*"[^"]*"')  # that of the program can only be doubted
CHANCES = st.integers(0, 2**32).map(random.Random)
CHANGES = ("replaced", "inserted", "deleted")
SETTINGS = settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


class Made:
    """A report on two submissions (Word, PDF, Excel, text), and what is made again of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.text = (root / "r.json").read_text(encoding="utf-8")
        self.lines = (root / "r.jsonl").read_text(encoding="utf-8")
        self.asked = Asked(root, date(2026, 11, 22), loaded(), on=date.fromisoformat(ON))

    def __repr__(self):
        return "made"

    def comes_to(self, text: str, asked: Asked | None = None, *, quick: bool = False) -> str:
        """Return ``refused``, ``failed``, ``unchecked`` or ``clean``: the exit codes 2, 1, 3 and 0."""
        file = self.root / "changed.json"
        file.write_text(text, encoding="utf-8")
        try:
            claims = read_report(file)
            whole = Whole(claims)
            told = [one.verdict for one in looked_at(whole, self.asked.books) if one is not None]
            if not quick and not told:
                made = Again(whole, asked or self.asked)
                made.run()
                told += [one.verdict for one in made.differences]
        except CannotRun:
            return "refused"
        if "failed" in told:
            return "failed"
        outcome = verify(claims, self.root, here, io.BytesIO())
        if outcome.documents.failed or outcome.evidence.failed:
            return "failed"
        return "unchecked" if told or outcome.documents.unchecked or outcome.evidence.unchecked else "clean"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a report as ``check`` writes it."""
    from review.cli import run  # noqa: PLC0415  as it is started

    root = tmp_path_factory.mktemp("every")
    shutil.copytree(PAPERS, root / "材料" / "申报", ignore=shutil.ignore_patterns("*.py", "expected.yaml"))
    (root / "材料" / "合同").mkdir()
    (root / "材料" / "合同" / "合同.txt").write_text(
        "软件开发合同\n\n甲方：云栖市数据资源局\n乙方：青岚科技有限公司\n\n合同总价为1,200,000.00元。\n质保期为一年。\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert (
            run(["check", "材料", "--on", ON, "--no-store", "--fail-on", "never", "-o", "r.json", "-o", "r.jsonl"]) == 0
        )
    return Made(root)


@pytest.fixture(scope="module", autouse=True)
def made_once():
    """Let what all examples share be opened and judged once."""
    kept: dict[object, list] = {}
    screen, opened = making.screen, {}

    def screened(intake, terms, store, take):
        packages = tuple((package.path, package.listings) for package in intake.packages)
        key = repr((terms.on, terms.today, terms.wanted, terms.kind, terms.profile, packages))
        if key not in kept:
            kept[key] = []
            screen(intake, terms, store, kept[key].append)
        for one in kept[key]:
            take(one)

    def once(data, family, said):
        key = (hash(data), family, said)
        if key not in opened:
            opened[key] = whole(data, family, said)
        return opened[key]

    whole = examining._opened
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "screen", screened)
        patch.setattr(examining, "_opened", once)
        yield


def changed(text: str, at: int, change: str, char: str) -> str:
    return text[:at] + ("" if change == "deleted" else char) + text[at + (change != "inserted") :]


def test_an_untouched_report_is_clean(made):
    assert made.comes_to(made.text) == "clean"
    assert made.comes_to(made.lines) == "clean"
    for name in ("docx", "pdf", "xlsx", "txt"):
        assert f'"format": "{name}"' in made.text


def caught(made: Made, whole: str, chance: random.Random, change: str, char: str, at: int | None = None) -> None:
    """Fail where one change of a report, at some place or the one given, is not caught."""
    at = chance.randrange(len(whole)) if at is None else at
    text = changed(whole, at, change, char)
    if compact(text.encode()) == compact(whole.encode()):
        return  # white space between the tokens, or the very same character
    around = whole[max(at - 40, 0) : at + 40]
    version = VERSION.search(whole).start() < at <= VERSION.search(whole).end()
    allowed = ("refused", "failed", "unchecked") if version else ("refused", "failed")
    assert made.comes_to(text) in allowed, (change, char, around)


@SETTINGS
@given(CHANCES, st.sampled_from(CHANGES), st.sampled_from(CHARACTERS))
def test_one_changed_character_is_caught(made, chance, change, char):
    caught(made, made.text, chance, change, char)


@settings(SETTINGS, max_examples=40)
@given(CHANCES, st.sampled_from(CHANGES), st.sampled_from(CHARACTERS))
def test_one_changed_character_of_lines_is_caught(made, chance, change, char):
    caught(made, made.lines, chance, change, char)


@settings(SETTINGS, max_examples=25)
@given(CHANCES, st.sampled_from(CHANGES), st.sampled_from(CHARACTERS))
def test_one_changed_character_around_the_submissions_is_caught(made, chance, change, char):
    start = made.text.index('"submissions"') + 20
    caught(made, made.text, chance, change, char, chance.randrange(start))

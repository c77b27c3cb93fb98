"""The guide for a person who adds a city, followed step by step; the files it shows are those of the example."""

import json
import re
import shlex
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = [DOCS / "add-a-city.md", DOCS / "add-a-city.zh-CN.md"]
CITY = DOCS / "example-city" / "yunqi"
STEPS = ["validate", "test", "coverage", "mutate", "check"]
PLAN = """云栖市智慧档案平台建设方案
建设单位：云栖市档案局
第一章 概述
本系统包括档案查阅和利用两个模块，部署在市政务云平台。
第二章 投资估算
项目总投资200万元，其中网络安全投入8万元。
"""


def shown(guide: Path) -> dict[str, str]:
    """Return the files that a guide shows, by their path."""
    pattern = r"<!-- file: (\S+) -->\n```yaml\n(.*?)```"
    return dict(re.findall(pattern, guide.read_text(encoding="utf-8"), re.DOTALL))


def commands(guide: Path) -> dict[str, str]:
    """Return the commands of a guide by the name of their step, in their order."""
    return dict(re.findall(r"<!-- step: (\w+) -->\n```sh\n(.*?)\n```", guide.read_text(encoding="utf-8"), re.DOTALL))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guide_shows_the_files_of_the_example(guide) -> None:
    files = shown(guide)
    assert len(files) == 5
    for path, text in files.items():
        assert (CITY.parent / path).read_text(encoding="utf-8") == text, path


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guide_names_every_rule_and_no_other(guide) -> None:
    named = set(re.findall(r"`(yunqi-\d+-[\w-]+)`", guide.read_text(encoding="utf-8")))
    assert named == {file.stem for file in CITY.glob("yunqi-*.yaml")}
    assert len(named) == 11


def test_both_guides_give_the_same_steps() -> None:
    assert commands(GUIDES[0]) == commands(GUIDES[1])
    assert list(commands(GUIDES[0])) == STEPS


def test_the_steps_lead_to_a_working_rulebook(shenyue, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    steps = {name: shlex.split(command)[1:] for name, command in commands(GUIDES[0]).items()}
    city = tmp_path / "my-rulebooks" / "yunqi"
    city.mkdir(parents=True)
    files = shown(GUIDES[0])

    # 2: the regulation alone
    (city / "regulation.yaml").write_text(files["yunqi/regulation.yaml"], encoding="utf-8")
    assert shenyue(*steps["validate"]).code == 0

    # 3: the first rule, first with a slip, which is told with its place and the word that was meant
    first = files["yunqi/yunqi-8-warranty-2y.yaml"]
    (city / "yunqi-8-warranty-2y.yaml").write_text(first.replace("at_least", "at_lest"), encoding="utf-8")
    slip = shenyue(*steps["validate"])
    assert slip.code == 2
    assert "yunqi/yunqi-8-warranty-2y.yaml:6:15" in slip.out
    assert "是不是“at_least”" in slip.out
    (city / "yunqi-8-warranty-2y.yaml").write_text(first, encoding="utf-8")
    assert shenyue(*steps["validate"]).code == 0
    tried = json.loads(shenyue(*steps["test"], "--format", "json").out)
    assert (tried["passed"], tried["failed"]) == (6, 0)

    # 5 and 6: the files shown, then those of the example
    for path, text in files.items():
        (city.parent / path).write_text(text, encoding="utf-8")
    for file in CITY.glob("*.yaml"):
        (city / file.name).write_bytes(file.read_bytes())
    assert shenyue(*steps["validate"]).code == 0
    assert shenyue(*steps["test"]).code == 0

    # 7: all requirements counted
    (book,) = json.loads(shenyue(*steps["coverage"], "--format", "json").out)["rulebooks"]
    assert book["counts"] == {"judged": 8, "partly": 1, "outside": 1, "lost": 1, "total": 11}
    assert book["silent"] == [1, 2, 3, 12]

    # 8: nine in ten variants
    assert shenyue(*steps["mutate"]).code == 0

    # 9: a submission whose city chooses the regulation
    project = tmp_path / "my-project"
    project.mkdir()
    (project / "建设方案.txt").write_text(PLAN, encoding="utf-8")
    done = shenyue(*steps["check"], "--on", "2026-01-01", "--format", "json")
    (submission,) = json.loads(done.out)["submissions"]
    verdicts = {one["rule"]: (one["kind"], one["reason"]) for one in submission["findings"]}
    assert verdicts["yunqi-5-cloud"] == ("pass", "present")
    assert verdicts["yunqi-5-new-room"] == ("pass", "nothing-found")
    assert verdicts["yunqi-6-security-share"] == ("fail", "below-limit")
    assert verdicts["yunqi-8-warranty-2y"][0] == "notApplicable"
    assert verdicts["yunqi-9-basis"][0] == "review"
    assert verdicts["yunqi-10-staff"] == ("review", "needs-person")
    assert done.code == 1

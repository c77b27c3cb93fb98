"""Which regulation a submission is judged by, seen from outside: the report names it and says why."""

import json

import pytest

BODY = "第一条 项目名称：智慧档案平台。\n第二条 合同价款为100万元。\n第三条 质保期为一年。\n"


@pytest.fixture
def chosen(shenyue, tmp_path):
    """Return a function that checks one document and gives the rulebooks that ran and all that was printed."""

    def call(text: str, *options: str, profile: str | None = None) -> tuple[set[str], str]:
        folder = tmp_path / "项目"
        folder.mkdir(exist_ok=True)
        (folder / "采购合同.txt").write_text(text, encoding="utf-8")
        if profile is not None:
            (folder / "submission.yaml").write_text(profile, encoding="utf-8")
        done = shenyue("check", folder, "--on", "2026-01-01", "--format", "json", *options)
        findings = json.loads(done.out)["submissions"][0]["findings"]
        titles = {finding["citation"]["regulation"] for finding in findings}
        told = shenyue("check", folder, "--on", "2026-01-01", *options)
        return titles, told.out

    return call


QUFU, WUHAN = "曲阜市政务信息化项目建设管理办法", "武汉市政务信息化项目建设管理办法"
BASELINE, INTEGRITY = "基线要求（非法规条文）", "一致性检查（非法规条文）"


@pytest.mark.parametrize(
    ("head", "regulation", "because"),
    [
        ("曲阜市档案局\n采购合同\n", QUFU, "曲阜市档案局"),
        ("采购合同\n甲方：曲阜市档案局\n乙方：青岚科技有限公司\n", QUFU, "曲阜市档案局"),
        (f"采购合同\n依据《{QUFU}》订立本合同。\n", QUFU, "所引用的规章"),
        ("采购合同\n根据曲政字〔2024〕21号文件订立本合同。\n", QUFU, "所引用的规章"),
        ("采购合同\n甲方：云栖市档案局\n乙方：曲阜市青岚科技有限公司\n", BASELINE, "没有指明适用哪部规章"),
        ("采购合同\n", BASELINE, "没有指明适用哪部规章"),
    ],
)
def test_the_words_of_the_documents(chosen, head, regulation, because) -> None:
    titles, told = chosen(head + BODY)
    assert titles == {regulation, INTEGRITY}
    assert because in "".join(told.split())


def test_the_profile_beats_the_documents(chosen) -> None:
    titles, told = chosen("武汉市档案局\n" + BODY, profile="jurisdiction: 曲阜市\n")
    assert titles == {QUFU, INTEGRITY}
    assert "项目说明写明适用“曲阜市”" in told


def test_the_option_beats_the_profile(chosen) -> None:
    titles, _ = chosen(BODY, "--rules", "wuhan", profile="jurisdiction: qufu\n")
    assert titles == {WUHAN, INTEGRITY}


def test_two_regulations_side_by_side_keep_their_names(chosen, shenyue, tmp_path) -> None:
    titles, _ = chosen(BODY, "--rules", "qufu,wuhan")
    assert titles == {QUFU, WUHAN, INTEGRITY}
    done = shenyue("check", tmp_path / "项目", "--rules", "qufu,wuhan", "--on", "2026-01-01", "--format", "json")
    report = json.loads(done.out)
    assert [book["id"] for book in report["rulebooks"]] == ["integrity", "qufu", "wuhan"]
    for finding in report["submissions"][0]["findings"]:
        prefix = finding["rule"].partition("-")[0]
        assert {"qufu": QUFU, "wuhan": WUHAN, "base": INTEGRITY}[prefix] == finding["citation"]["regulation"]
    rules = [finding["rule"] for finding in report["submissions"][0]["findings"]]
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize("other", ["wuhan", "wujin", "panjin", "shuangyashan", "jiangsu138"])
def test_a_regulation_says_the_same_beside_another(chosen, shenyue, tmp_path, other) -> None:
    chosen(BODY)

    def found(*rules: str) -> dict[str, list[dict[str, object]]]:
        done = shenyue("check", tmp_path / "项目", "--rules", ",".join(rules), "--on", "2026-01-01", "--format", "json")
        by_book: dict[str, list[dict[str, object]]] = {}
        for finding in json.loads(done.out)["submissions"][0]["findings"]:
            by_book.setdefault(finding["citation"]["regulation"], []).append(finding)
        return by_book

    alone, its_own, both = found("qufu"), found(other), found("qufu", other)
    assert both == alone | its_own
    assert both == found(other, "qufu")
    assert both == found("qufu", other, "qufu", both[QUFU][0]["rule"])
    assert sum(map(len, both.values())) == sum(map(len, alone.values())) + sum(map(len, its_own.values())) - len(
        alone[INTEGRITY]
    )

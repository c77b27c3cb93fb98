"""Lines drawn by an amount and periods counted in working days, from files to the finding, at the line and beside it.

Whatever way an amount is stated in (prose, a form, a table headed 万元, the owner's profile), what lies below a line is
out of scope, what reaches it is asked for; no amount falls between two tiers or into both.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from review.cli import run
from tests.extractor.readers.docx_maker import p, package, tbl
from tests.extractor.readers.pdf.conftest import Paper
from tests.test_security_share import docx as security_docx
from tests.test_security_share import pdf as security_pdf

Check = Callable[..., dict[str, Any]]
NAME = "云栖区救助一件事平台"


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return a function that judges files by rules, from the command line, and gives the findings by rule."""

    def call(files: dict[str, bytes], rules: str, profile: str, on: str = "2026-01-15") -> dict[str, Any]:
        folder = tmp_path / "报送"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        (folder / "submission.yaml").write_text(profile, encoding="utf-8")
        capsys.readouterr()
        run(["check", str(folder), "--rules", rules, "--on", on, "--no-store", "--format", "json"])
        (submission,) = json.loads(capsys.readouterr().out)["submissions"]
        return {finding["rule"]: finding for finding in submission["findings"]}

    return call


def plan(sentence: str) -> bytes:
    """Return a plan in Word that says a sentence among others."""
    return package(
        p(f"{NAME}建设方案")
        + p("一、项目概况")
        + p(f"项目名称：{NAME}。本项目建设受理、核对、发放三个模块。")
        + p("二、投资")
        + p(sentence)
        + p("投资由区财政安排，分两年支付，其中第一年支付六成。")
    )


def form(label: str, value: str) -> bytes:
    """Return an application form in Word: a table of labels and values."""
    rows = [["项目名称", NAME], ["申报单位", "云栖区民政服务中心"], ["联系电话", "0000-50000000"], [label, value]]
    return package(p("云栖区政务信息化项目申报表") + tbl(rows))


def sheet(total: float) -> bytes:
    """Return an estimate as a worksheet headed 单位：万元, whose last row is the sum of the others."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        page = book.add_worksheet("概算")
        page.write(0, 0, f"{NAME}投资概算表")
        page.write(1, 0, "单位：万元")
        rows = [
            ["序号", "费用名称", "金额"],
            [1, "软件开发", total * 0.75],
            [2, "系统集成", total * 0.25],
            ["", "合计", total],
        ]
        for number, row in enumerate(rows, 2):
            for column, cell in enumerate(row):
                page.write(number, column, cell)
    return kept.getvalue()


def estimate(total: float) -> bytes:
    """Return an estimate in Word, its amounts headed 金额（万元）."""
    rows = [["序号", "费用名称", "金额（万元）"], ["1", "软件开发", f"{total * 0.75:.4f}"],
            ["2", "系统集成", f"{total * 0.25:.4f}"], ["", "合计", f"{total:g}"]]  # fmt: skip
    return package(p(f"{NAME}投资概算表") + tbl(rows))


# how an amount of so many 万元 comes into a submission: its files, and what the profile says beside
STATED: dict[str, Callable[[float], tuple[dict[str, bytes], str]]] = {
    "prose": lambda amount: ({"建设方案.docx": plan(f"项目总投资{amount:g}万元。")}, ""),
    "prose in yuan": lambda amount: ({"建设方案.docx": plan(f"项目总投资为人民币{amount * 10_000:,.2f}元。")}, ""),
    "form": lambda amount: ({"申报表.docx": form("总投资", f"{amount:g}万元")}, ""),
    "form headed 万元": lambda amount: ({"申报表.docx": form("总投资（万元）", f"{amount:g}")}, ""),
    "worksheet": lambda amount: ({"投资概算表.xlsx": sheet(amount)}, ""),
    "table": lambda amount: ({"投资概算表.docx": estimate(amount)}, ""),
    "profile": lambda amount: ({"建设方案.docx": plan("投资见概算。")}, f'invest_total: "{amount * 10_000:.2f}"\n'),
}
TIERS = [  # rules, the line in 万元, the rule from the line on, the rule below it
    ("wujin", 50, "wujin-11-50w-gov-investment", None),
    ("wujin", 50, "wujin-14-50w-plan-document", "wujin-14-small-self-review"),
    ("wuhan", 50, "wuhan-08-50w-approval", "wuhan-08-under-50w-filing"),
    ("qufu", 500, "qufu-06-500w-feasibility", None),
]


@pytest.mark.parametrize("way", STATED)
@pytest.mark.parametrize("beside", [-0.1, 0, 0.1], ids=["below", "at", "above"])
@pytest.mark.parametrize(("rules", "line", "from_it", "below_it"), TIERS, ids=[tier[2] for tier in TIERS])
def test_a_line_of_the_investment(check, way, beside, rules, line, from_it, below_it) -> None:
    files, profile = STATED[way](line + beside)
    if rules == "qufu":  # what is asked there is asked of what goes to the technical review
        files["密码应用方案.docx"] = package(p("密码应用方案") + p("登录采用SM2证书，敏感字段以SM4加密存储。"))
    found = check(files, ",".join(filter(None, (from_it, below_it))), profile + "stage: [application, review]\n")
    reached = beside >= 0
    assert (said(found[from_it]) != "notApplicable out-of-scope") is reached, found[from_it]["message"]
    if below_it is not None:
        assert (said(found[below_it]) == "notApplicable out-of-scope") is reached, found[below_it]["message"]
    asked = found[from_it] if reached else found[below_it] if below_it else None
    if asked is not None:
        assert asked["reason"] != "condition-unknown", asked["message"]
    if not reached:
        assert f"{line + beside:g}万元" in found[from_it]["message"]


def contract(sentence: str) -> bytes:
    """Return a contract in Word that says a sentence of its price."""
    return package(
        p("停车服务平台建设合同")
        + p("甲方：云栖市城市停车服务中心")
        + p("乙方：云帆智联科技有限公司")
        + p("第一条 合同价款")
        + p(sentence)
        + p("第二条 质保期为两年，自履约验收合格之日起计算。")
    )


ACCEPTED = package(
    p("停车服务平台履约验收报告")
    + p("验收小组查看了系统，审阅了资料，一致同意通过履约验收。")
    + p("验收日期：2025年11月20日")
)
PRICED: dict[str, Callable[[float], tuple[dict[str, bytes], str]]] = {
    "prose": lambda amount: ({"合同.docx": contract(f"合同总价为人民币{amount:g}万元，为含税固定价。")}, ""),
    "prose in yuan": lambda amount: (
        {"合同.docx": contract(f"合同总价为人民币{amount * 10_000:,.2f}元，为含税固定价。")},
        "",
    ),
    "form": lambda amount: (
        {
            "合同.docx": package(
                p("停车服务平台建设合同")
                + tbl(
                    [
                        ["甲方", "云栖市城市停车服务中心"],
                        ["乙方", "云帆智联科技有限公司"],
                        ["合同金额（万元）", f"{amount:g}"],
                    ]
                )
            )
        },
        "",
    ),
    "table": lambda amount: (
        {
            "合同.docx": package(
                p("停车服务平台建设合同")
                + p("甲方：云栖市城市停车服务中心")
                + p("附件一 分项价格表（单位：万元）")
                + tbl(
                    [
                        ["序号", "名称", "金额（万元）"],
                        ["1", "软件", f"{amount - 20:.4f}"],
                        ["2", "集成", "20"],
                        ["", "合同总价", f"{amount:g}"],
                    ]
                )
            )
        },
        "",
    ),
    "profile": lambda amount: (
        {"合同.docx": contract("合同价款见附件一。")},
        f'contract_amount: "{amount * 10_000:.2f}"\n',
    ),
}


@pytest.mark.parametrize("way", PRICED)
@pytest.mark.parametrize(("amount", "asked"), [(99.9, False), (100, True), (100.1, True)])
def test_a_line_of_the_contract_amount(check, way, amount, asked) -> None:
    files, profile = PRICED[way](amount)
    rule = "shuangyashan-29-3-third-party-test"
    found = check({**files, "履约验收报告.docx": ACCEPTED}, rule, profile + "stage: [acceptance]\n")[rule]
    assert said(found) == ("open no-carrier" if asked else "notApplicable out-of-scope"), found["message"]


def test_a_price_on_both_sides_of_the_line_is_for_a_person(check) -> None:
    """The contract says a million, its supplement takes some of it away: the later instrument holds."""
    later = package(
        p("停车服务平台建设合同补充协议") + p("一、合同总价由100万元变更为96万元。") + p("签订日期：2025年9月1日")
    )
    rule = "shuangyashan-29-3-third-party-test"
    files = {"合同.docx": contract("合同总价为人民币100万元。"), "补充协议.docx": later, "履约验收报告.docx": ACCEPTED}
    assert said(check(files, rule, "stage: [acceptance]\n")[rule]) == "notApplicable out-of-scope"


# --- working days ---


def award(day: str) -> bytes:
    return package(
        p("中标通知书")
        + p("云帆智联科技有限公司：")
        + p("你公司为停车服务平台建设项目的中标人，中标金额为96.8万元，请按招标文件的规定签订合同。")
        + p(f"中标通知书发出日期：{day}")
    )


def award_pdf(day: str) -> bytes:
    page = Paper()
    page.center(80, "中标通知书", 18)
    page.text(72, 130, "云帆智联科技有限公司：")
    page.text(96, 155, "你公司为停车服务平台建设项目的中标人，中标金额为96.8万元。")
    page.right(520, 220, "云栖市城市停车服务中心")
    page.right(520, 245, f"发出日期：{day}")
    return page.data()


def signed(day: str) -> bytes:
    return package(
        p("停车服务平台建设合同")
        + p("甲方：云栖市城市停车服务中心")
        + p("乙方：云帆智联科技有限公司")
        + p("第一条 合同总价为人民币96.8万元。")
        + p(f"甲方（盖章）：　　　签订日期：{day}")
        + p(f"乙方（盖章）：　　　签订日期：{day}")
    )


def receipt(day: str) -> bytes:
    rows = [["合同名称", "停车服务平台建设合同"], ["备案编号", "BA-0001"], ["备案日期", day]]
    return package(p("合同备案回执") + tbl(rows))


HOLIDAYS = [  # the day the period starts from, the tenth working day, the next working day
    pytest.param(
        "2024年9月26日", "2024年10月15日", "2024年10月16日", id="national day 2024"
    ),  # 29 September, 12 October worked
    pytest.param(
        "2025年1月20日", "2025年2月8日", "2025年2月10日", id="spring festival 2025"
    ),  # 26 January, 8 February worked
]


@pytest.mark.parametrize("notice", [{"中标通知书.docx": award}, {"中标通知书.pdf": award_pdf}], ids=["docx", "pdf"])
@pytest.mark.parametrize(("start", "last", "late"), HOLIDAYS)
def test_ten_working_days_to_sign(check, notice, start, last, late) -> None:
    ((name, made),) = notice.items()
    rule = "qufu-28-sign-10wd"
    found = check({name: made(start), "合同.docx": signed(last)}, rule, "stage: [contract]\n", on="2025-06-01")[rule]
    assert said(found) == "pass meets-limit", found["message"]
    assert "10个工作日" in found["message"]
    assert {place["document"] for place in found["evidence"]} == {name, "合同.docx"}


@pytest.mark.parametrize(("start", "last", "late"), HOLIDAYS)
def test_the_next_working_day_is_late_to_sign(check, start, last, late) -> None:
    rule = "qufu-28-sign-10wd"
    files = {"中标通知书.docx": award(start), "合同.docx": signed(late)}
    found = check(files, rule, "stage: [contract]\n", on="2025-06-01")[rule]
    assert (said(found), found["level"]) == ("fail late", "error"), found["message"]
    assert last in found["message"]
    assert "11个工作日" in found["message"]


@pytest.mark.parametrize(("start", "last", "late"), HOLIDAYS)
@pytest.mark.parametrize("in_time", [True, False])
def test_ten_working_days_to_file(check, start, last, late, in_time) -> None:
    rule = "qufu-28-file-10wd"
    files = {"合同.docx": signed(start), "合同备案回执.docx": receipt(last if in_time else late)}
    found = check(files, rule, "stage: [contract]\n", on="2025-06-01")[rule]
    assert said(found) == ("pass meets-limit" if in_time else "fail late"), found["message"]


# --- the share of security, by the rule itself ---


@pytest.mark.parametrize(("name", "make"), [("投资估算.pdf", security_pdf), ("投资估算.docx", security_docx)])
@pytest.mark.parametrize(
    ("security", "verdict", "share"),
    [(24.5, "fail below-limit", "0.0490"), (25, "pass meets-limit", "0.0500"), (26, "pass meets-limit", "0.0520")],
)
def test_the_share_of_security(check, name, make, security, verdict, share) -> None:
    rule = "qufu-37-security-5pct"
    found = check({name: make(security)}, rule, "kind: new\nstage: [application]\n")[rule]
    assert (said(found), found["actual"]["value"]) == (verdict, share), found["message"]
    assert found["expected"] == {"op": ">=", "value": "0.05"}


@pytest.mark.parametrize(
    ("profile", "security", "verdict"),
    [
        ("kind: upgrade\n", 24.5, "notApplicable out-of-scope"),
        ("", 24.5, "review condition-unknown"),
        ("", 25, "pass meets-limit"),  # what holds in any case needs no answer
    ],
)
def test_the_share_of_security_is_asked_of_new_projects(check, profile, security, verdict) -> None:
    rule = "qufu-37-security-5pct"
    found = check({"投资估算.docx": security_docx(security)}, rule, profile + "stage: [application]\n")[rule]
    assert said(found) == verdict, found["message"]


def said(finding: dict[str, Any]) -> str:
    return f"{finding['kind']} {finding['reason']}"

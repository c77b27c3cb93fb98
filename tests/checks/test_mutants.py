"""Variants of the examples: made where the right verdict is known, and caught where the engine is bent."""

from collections import Counter

import pytest
from msgspec.structs import replace

from checks import interval
from checks.conditions import AmountLine, Conditions
from checks.coverage import manner
from checks.engine import Judgement, judge
from checks.finding import FindingKind
from checks.mutants.literals import amounts, lengths, only_amounts, only_length
from checks.mutants.run import Tried, run, run_rule
from checks.mutants.seed import OPERATORS
from checks.mutants.tables import HTML
from checks.mutants.units import han
from checks.rule import Example, ExampleDocument, Rule, Version
from checks.rulebook import Requirement, load_rulebooks, requirements
from checks.submission import Submission
from checks.verbs import figure
from checks.verbs.absent import Absent
from checks.verbs.present import Present
from checks.verbs.within_days import WithinDays
from extractor.fact import DocumentKind, Extracted
from extractor.pipeline import extract_text

BOOKS = load_rulebooks()
RULES = {item.rule.id: item for book in BOOKS.values() for item in requirements(book)}
_read: dict[tuple[str, DocumentKind | None], Extracted] = {}


def read_once(text: str, kind: DocumentKind | None) -> Extracted:
    if (text, kind) not in _read:
        path = "示例.html" if text.startswith(HTML) else "示例.txt"
        _read[text, kind] = extract_text(text, kind, path)
    return _read[text, kind]


def of(rule: Rule) -> Requirement:
    return Requirement(rule, RULES["qufu-30-warranty-2y"].regulation)


def tried(item: Requirement) -> list[Tried]:
    return list(run_rule(item, read_once))


def changes(found: list[Tried]) -> dict[str, tuple[str, ...]]:
    return {one.mutant.change: one.mutant.expect for one in found}


@pytest.fixture(scope="module")
def everything() -> tuple[Tried, ...]:
    return run(BOOKS, read_once)


def test_nine_in_ten_variants_get_the_right_verdict(everything) -> None:
    right = sum(one.right for one in everything)
    wrong = [f"{one.rule} {one.mutant.change}: {one.kind}" for one in everything if not one.right]
    assert right * 10 >= len(everything) * 9, wrong[:40]


def test_all_kinds_of_variants_are_made_and_of_judged_rules_only(everything) -> None:
    made = Counter(one.mutant.operator for one in everything)
    assert set(made) == set(OPERATORS)
    judged = {name for name, item in RULES.items() if manner(item.rule)[0] == "judged"}
    assert {one.rule for one in everything} <= judged


def test_no_variant_is_made_twice_nor_like_an_example(everything) -> None:
    keys = [(one.rule, repr(one.mutant.example)) for one in everything]
    assert len(keys) == len(set(keys))


def test_the_limit_itself_and_both_sides_of_it() -> None:
    found = changes(tried(RULES["qufu-30-warranty-2y"]))
    assert found["改为24个月（界线上）"] == found["改为2年（界线上）"] == found["改为25个月（界内）"] == ("pass",)
    assert found["改为23个月（界外）"] == found["改为1年（界外）"] == ("fail",)
    most = changes(tried(RULES["qufu-30-period-3y"]))
    assert most["改为36个月（界线上）"] == most["改为35个月（界内）"] == ("pass",)
    assert most["改为37个月（界外）"] == ("fail",)


def test_the_same_length_in_another_unit_says_the_same() -> None:
    found = changes(tried(RULES["qufu-30-warranty-2y"]))
    assert found["“三年”改写为“36个月”"] == ("pass",)
    assert found["“一年”改写为“12个月”"] in (("fail",), ("review",), ("pass",))
    assert found["单位改为“个月”，即3个月"] == ("fail",)


def test_the_three_absences_are_three_verdicts() -> None:
    found = changes(tried(RULES["qufu-30-warranty-2y"]))
    assert found["应有的文件没有提交"] == ("open",)
    assert found["材料声明齐全，应有的文件没有提交"] == ("fail",)
    assert found["应有的文件没有提交，另有一份没能读取的扫描件"] == ("open",)
    assert found["条款全部删去"] == ("fail",)
    stands = [one for one in tried(RULES["qufu-30-warranty-2y"]) if one.mutant.shows_unread]
    assert {one.mutant.expect for one in stands} == {("pass",), ("fail",)}


def test_a_table_says_what_prose_says() -> None:
    found = [one for one in tried(RULES["qufu-30-warranty-2y"]) if one.mutant.operator == "table"]
    assert any(one.mutant.change == "改成有表头的表格的一行" for one in found)
    assert all(one.mutant.example.documents[0].text.startswith(HTML) for one in found)


def statement(check: Present | Absent, text: str, expect: FindingKind) -> Rule:
    examples = (Example(expect, text=text, kind="construction_plan"),)
    carriers = RULES["wuhan-13-crypto-plan"].rule.carriers
    return Rule("r-1", "规则", "第一条", "mandatory", check, carriers, versions=(Version(),), examples=examples)


def test_a_statement_is_denied() -> None:
    text = "本项目已列入2025年度市级信息化项目计划。"
    rule = statement(Present(fact=("statement.in_annual_plan",)), text, "pass")
    found = [one for one in tried(of(rule)) if one.mutant.change.startswith("改为否定")]
    assert {one.mutant.example.documents[0].text for one in found} == {
        "本项目未列入2025年度市级信息化项目计划。",
        "本项目没有列入2025年度市级信息化项目计划。",
    }
    assert all(one.mutant.expect == ("fail",) and one.right for one in found)


def test_what_must_not_be_there_may_be_denied() -> None:
    rule = statement(Absent(fact=("statement.new_room",)), "拟新建机房一间。", "fail")
    found = [one for one in tried(of(rule)) if one.mutant.change.startswith("改为否定")]
    assert found
    assert all(one.mutant.expect == ("pass",) and one.right for one in found)


def test_a_term_between_two_days_is_moved_to_its_last_day() -> None:
    check = WithinDays(start=("date.award",), end=("date.signed",), days="working")
    documents = (
        ExampleDocument(text="中标通知书\n贵单位为中标人。\n云栖市政务服务中心\n2025年3月3日", kind="award_notice"),
        ExampleDocument(text="软件开发合同\n甲方：云栖市档案局\n签订日期：2025年3月5日", kind="contract"),
    )
    rule = Rule("r-2", "规则", "第一条", "mandatory", check, versions=(Version(value="P10D"),),
                examples=(Example("pass", documents=documents),))  # fmt: skip
    found = {one.mutant.change: one for one in tried(of(rule)) if "起，至" in one.mutant.change}
    assert {change.partition("至")[2]: one.mutant.expect for change, one in found.items()} == {
        "2025年7月21日（最后一天）": ("pass",),
        "2025年7月18日（最后一天之前）": ("pass",),
        "2025年7月22日（最后一天之后）": ("fail",),
    }
    assert all(one.right for one in found.values())


def test_an_amount_on_the_line_and_a_fen_off_it() -> None:
    conditions = Conditions(amount=AmountLine("invest_total", ">=", "500000.00"))
    rule = replace(RULES["qufu-30-warranty-2y"].rule, conditions=conditions)
    found = {one.mutant.change: one for one in tried(of(rule)) if one.mutant.change.startswith("金额为")}
    assert found["金额为500000.00元（适用）"].mutant.expect != ("notApplicable",)
    assert found["金额为499999.99元（不适用）"].mutant.expect == ("notApplicable",)
    assert all(one.right for one in found.values())


def test_a_breach_of_what_is_only_advised_is_a_review() -> None:
    rule = replace(RULES["qufu-30-warranty-2y"].rule, binding="advisory")
    examples = tuple(one for one in rule.examples if one.expect == "pass")
    found = changes(tried(of(replace(rule, examples=examples))))
    assert found["改为23个月（界外）"] == found["条款全部删去"] == ("review",)


def test_what_a_person_settles_is_not_tried() -> None:
    book = BOOKS["qufu"]
    settled = tuple(replace(rule, settle="请核对。") for rule in book.rules)
    assert run({"qufu": replace(book, rules=settled)}, read_once) == ()


def test_an_example_that_fails_does_not_hide_its_variants(monkeypatch) -> None:
    rule = RULES["qufu-30-warranty-2y"].rule
    failing = Example("fail", text="质保期为一年。", reason="below-limit")
    monkeypatch.setattr(figure, "side", lambda *_, **__: "inside")
    found = tried(of(replace(rule, examples=(failing,))))
    assert found
    assert not all(one.right for one in found)
    untold = tried(of(replace(rule, examples=(Example("fail", text="质保期为一年。"),))))
    assert untold == []  # what it fails for is told by nothing


@pytest.mark.parametrize(
    "text", ["质保期不少于三年。", "质保期为1至3年。", "质保期三年，响应时间两天。", "2024年起三年以上。"]
)
def test_nothing_is_made_where_the_figure_is_in_doubt(text: str) -> None:
    assert only_length(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年8月签订", []),
        ("第三年", []),
        ("1至3年", []),
        ("三年内", []),
        ("质保三年", [(3, "年")]),
        ("共24个月。", [(24, "个月")]),
        ("三年半", []),
    ],
)
def test_only_whole_lengths_are_changed(text: str, found: list) -> None:
    assert [(one.number, one.unit) for one in lengths(text)] == found


def test_only_amounts_with_their_unit_are_changed() -> None:
    assert [str(one.yuan) for one in amounts("共120万元，每年3万元/年，另1,234.50元")] == ["1200000", "1234.50"]
    assert only_amounts("安全投资5万元，总投资100万元", 2) is not None
    assert only_amounts("安全投资5万元，总投资100万元，利息3元", 2) is None
    assert only_amounts("安全投资5万元，总投资一百万", 2) is None


def test_han_numerals() -> None:
    assert [han(n) for n in (1, 10, 11, 20, 36)] == ["一", "十", "十一", "二十", "三十六"]


def bent_order(monkeypatch: pytest.MonkeyPatch) -> None:
    real = interval.order
    monkeypatch.setattr(interval, "order", lambda a, b: -1 if real(a, b) == 0 else real(a, b))


def blind(submission: Submission, items: object) -> Judgement:
    """An engine that knows no unread pages."""
    documents = tuple(
        replace(one, document=replace(one.document, unread=(), status="read")) for one in submission.documents
    )
    return judge(replace(submission, documents=documents), items)  # type: ignore[arg-type]  # handed on as it came


def test_a_bent_comparison_is_caught(monkeypatch) -> None:
    item = RULES["qufu-30-warranty-2y"]
    assert all(one.right for one in tried(item))
    bent_order(monkeypatch)
    wrong = [one for one in tried(item) if not one.right]
    assert {one.mutant.operator for one in wrong} >= {"boundary"}


def test_an_engine_blind_to_unread_pages_is_caught() -> None:
    wrong = [one for one in run_rule(RULES["qufu-30-ip-stated"], read_once, judge=blind) if not one.right]
    assert {one.mutant.change for one in wrong} >= {"文件没能读取"}


def test_a_finding_that_hides_what_was_not_read_is_caught() -> None:
    def silent(submission: Submission, items: object) -> Judgement:
        judgement = judge(submission, items)  # type: ignore[arg-type]  # handed on as it came
        return replace(judgement, findings=tuple(replace(one, unread=()) for one in judgement.findings))

    wrong = [one for one in run_rule(RULES["qufu-30-ip-stated"], read_once, judge=silent) if not one.right]
    assert {one.mutant.change for one in wrong} == {"有一页没能读取，已读到的部分已经写明"}

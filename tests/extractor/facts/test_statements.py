"""Statements: every example of the lexicon, what each file must show, and the ways of speaking that state nothing."""

import time

import pytest

from extractor.facts.statement_data import Statement, in_order, index
from extractor.facts.statement_data import StatementExample as Example
from extractor.pipeline import extract, extract_text
from extractor.readers.source import Source
from extractor.terms import Hit

STATEMENTS = index().statements
BY_ID = {s.data.id: s for s in STATEMENTS}
EXAMPLES = [
    pytest.param(statement, example, id=f"{statement.data.id}-{number}")
    for statement in STATEMENTS
    for number, example in enumerate(statement.data.examples, 1)
]


def values(text: str, fact: str, kind: str = "construction_plan") -> set[str | None]:
    return {f.value for f in extract_text(text, kind=kind).facts if f.kind == fact}  # type: ignore[arg-type]  # a kind


@pytest.mark.parametrize(("statement", "example"), EXAMPLES)
def test_lexicon_example(statement: Statement, example: Example) -> None:
    wanted = {"present": {"present"}, "denied": {"denied"}, "absent": set()}
    assert values(example.text, statement.data.fact, example.kind) == wanted[example.expect]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s.data.id)
def test_every_file_is_whole(statement: Statement) -> None:
    data = statement.data
    assert data.fact.startswith("statement.")
    assert len(data.examples) >= 6
    assert {example.expect for example in data.examples} >= {"present", "absent"}
    names = [pattern.name for pattern in statement.all]
    assert len(names) == len(set(names))
    known = {*data.words, *statement.forms}
    for pattern in statement.all:
        assert {name for group in pattern.groups() for name in group} <= known, pattern.name
        assert (pattern.alone, pattern.speaks, pattern.about) == (False, False, None), pattern.name
    groups = {*data.rows, *(f.label for f in data.fields), *(f.value for f in data.fields if f.value)}
    assert groups <= set(data.words)
    used = {name for pattern in statement.all for group in pattern.groups() for name in group}
    words = [word for name, group in data.words.items() if name in used for word in group]
    assert len(words) == len(set(words)), sorted(word for word in set(words) if words.count(word) > 1)


ROOM = "statement.new_room"
CLOUD = "statement.deploy_cloud"
PLAN = "statement.in_annual_plan"
COMMITS = "本项目新建机房一间。"
ASIDES = [
    ("如需新建机房，另行报批。", "假设或条件"),
    ("若政务云资源不足，则新建机房。", "假设或条件"),
    ("新建机房的，应当报市政府同意。", "假设或条件"),
    ("《临河县政务信息化办法》第八条规定：不得新建机房。", "引用规定"),
    ("各部门原则上不得新建机房。", "引用规定"),
    ("例如新建机房、购置服务器等。", "举例"),
    ("新建机房是指在本单位场地新设的计算机房。", "定义"),
    ("原有系统曾新建机房一间。", "过去"),
    ("外省某市的做法是新建机房。", "别处"),
    ("远期新建机房。", "以后"),
    ("专家建议新建机房。", "建议"),
    ("资料已经收悉，请你单位尽快新建机房。", "建议、设想或请求"),
]


def refused(text: str, fact: str) -> list[str]:
    found = extract(Source("a.txt", text.encode()), kind="construction_plan", explain=True)
    return [refusal.reason for refusal in found.refusals if refusal.kind == fact]


@pytest.mark.parametrize(("text", "reason"), ASIDES)
def test_speaking_of_it_is_no_statement(text: str, reason: str) -> None:
    assert values(COMMITS, ROOM) == {"present"}
    assert values(text, ROOM) == set()
    assert any(said.startswith(("说的是" + reason, reason)) for said in refused(text, ROOM))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("本项目不新建机房。", "denied"),
        ("本项目不仅新建机房，还扩建网络。", "present"),
        ("本项目不得不新建机房一间。", "present"),
        ("本项目无需在局内另行新建机房。", "denied"),
        ("不购置终端，新建机房一间。", "present"),
        ("机房建设：无。", "denied"),
        ("特申请新建机房一间。", "present"),
        ("根据《临河县政务信息化办法》规定，本项目不新建机房。", "denied"),
    ],
)
def test_what_a_negation_reaches(text: str, value: str) -> None:
    assert values(text, ROOM) == {value}


def test_a_denial_denied_says_nothing() -> None:
    assert values("系统未部署在本地服务器。", CLOUD) == set()
    assert any("否定之否定" in reason for reason in refused("系统未部署在本地服务器。", CLOUD))


def test_both_are_kept_where_a_text_says_both() -> None:
    assert values("业务系统部署在政务云。\n数据库部署在局机房的自建服务器上。", CLOUD) == {"present", "denied"}


def test_a_sentence_states_a_thing_once_a_clause() -> None:
    found = [
        f for f in extract_text("本项目新建机房，扩建二楼机房。", kind="construction_plan").facts if f.kind == ROOM
    ]
    assert [f.evidence[0].quote for f in found] == ["本项目新建机房", "扩建二楼机房"]


@pytest.mark.parametrize(("entry", "value"), [("是", {"present"}), ("否", {"denied"}), ("无", {"denied"}), ("", set())])
def test_a_question_of_a_form_is_answered_in_the_next_cell(entry: str, value: set[str]) -> None:
    form = f"项目名称 | 审批平台\n是否新建机房 | {entry}\n联系人 | 周平"
    assert values(form, ROOM, "application_form") == value


@pytest.mark.parametrize(
    ("form", "fact", "quotes"),
    [
        ("项目名称 | 审批平台\n可研批复文号 | 尚未取得", "statement.approval_number", ["尚未取得", "可研批复文号"]),
        ("项目名称 | 审批平台\n共享目录数量 | 3个", "statement.data_catalogue", ["3个", "共享目录数量"]),
        ("项目名称 | 审批平台\n是否上政务云 | 是", CLOUD, ["是", "是否上政务云"]),
        ("项目名称 | 审批平台\n是否新建机房 | 否", ROOM, ["是否新建机房", "否"]),
        ("项目名称 | 审批平台\n共享目录数量：3个", "statement.data_catalogue", ["共享目录数量:3个"]),
        ("项目名称 | 审批平台\n建设单位 | 云栖市水务局", "project.owner", ["云栖市水务局", "建设单位"]),
    ],
)
def test_a_field_of_a_form_is_quoted_with_what_was_asked(form: str, fact: str, quotes: list[str]) -> None:
    found = next(f for f in extract_text(form, kind="application_form").facts if f.kind == fact)
    assert [place.quote.replace("：", ":") for place in found.evidence] == quotes


@pytest.mark.parametrize(("answer", "value"), [("是", {"present"}), ("否", {"denied"}), ("不涉及", {"denied"})])
def test_a_question_answered_behind_its_colon(answer: str, value: set[str]) -> None:
    assert values(f"是否新建机房：{answer}", ROOM) == value


def test_a_box_not_ticked_is_not_chosen() -> None:
    assert values("是否新建机房：□是 ☑否", ROOM) == {"denied"}


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("2 | 机房装修 | 200000 | 含防静电地板", {"present"}),
        ("2 | 机房装修 | 0 | 无", {"denied"}),
        ("2 | 机房装修 | | ", set()),
        ("2 | 机房搬迁 | 20000 | 含运输", set()),
    ],
)
def test_a_row_of_a_budget(row: str, value: set[str]) -> None:
    table = f"序号 | 名称 | 金额（元） | 备注\n1 | 软件开发 | 1000000 | 含测试\n{row}\n3 | 集成 | 80000 | 含调试"
    assert values(table, ROOM, "budget_estimate") == value


def test_a_cell_beside_a_cell_of_a_list_is_no_field() -> None:
    table = "序号 | 名称 | 数量 | 单价\n1 | 监理单位 | 3 | 人\n2 | 第三方单位 | 2 | 人"
    assert values(table, "statement.supervision") == set()


def test_a_heading_states_what_stands_under_it() -> None:
    under = "服务器四台，应用两台、数据库两台，处理器为国产，随机附三年原厂服务；操作系统与数据库各两套，均带授权。"
    assert values(f"第五章 产品清单\n{under}", "statement.product_list") == {"present"}
    assert values("第五章 产品清单\n本项目不涉及。", "statement.product_list") == {"denied"}
    assert values("第五章 产品清单\n略。", "statement.product_list") == set()


def test_a_blank_is_no_statement() -> None:
    assert values("甲方指定信息科为项目负责人所在科室，明确项目负责人。", "statement.project_leader") == {"present"}
    assert values("指定________为项目负责人。", "statement.project_leader") == set()


def test_kinds_narrow_where_it_is_read() -> None:
    text = "采购文件、响应文件为合同组成部分。"
    assert values(text, "statement.contract_annexes", "contract") == {"present"}
    assert values(text, "statement.contract_annexes", "feasibility_report") == set()


def test_the_same_said_again_and_again_is_kept_forty_times() -> None:
    found = extract_text(f"{COMMITS}\n" * 60, kind="construction_plan").facts
    assert len([f for f in found if f.kind == ROOM]) == 40


def test_quotes_are_the_source_s_own_characters() -> None:
    text = "本 项 目 已列入２０２５年度政务信息化项目建设计划。"
    (fact,) = [f for f in extract_text(text, kind="construction_plan").facts if f.kind == PLAN]
    assert fact.evidence[0].quote in text
    assert fact.text in text


def test_a_sentence_with_few_words_of_a_pattern_is_not_segmented() -> None:
    def looked_at(text: str) -> list[str]:
        return [s.data.id for s, _ in index().candidates({number for number, _, _ in index().words(text)})]

    assert looked_at("界面应当简洁，常用操作不超过三步") == []
    assert looked_at("本项目新建机房一间") == ["new_room"]


@pytest.mark.parametrize(("words", "text"), [("甲乙丙", "甲与乙，丙"), ("甲乙", "甲，乙")])
def test_a_gap_crosses_a_comma_only_where_it_may(words: str, text: str) -> None:
    hits = [Hit("t", word, text.index(word), text.index(word) + 1) for word in words]
    gap = frozenset
    within = tuple((gap({word}), False, 2 if at else 0, False) for at, word in enumerate(words))
    across = tuple((gap({word}), False, 2 if at else 0, True) for at, word in enumerate(words))
    assert not in_order(within, hits, text)
    assert in_order(across, hits, text)


def test_cost_grows_with_the_text_and_not_by_its_square() -> None:
    def seconds(count: int) -> float:
        text = "系统部署于市政务云，承载于电子政务外网，对接市共享交换平台并提供8类数据。\n" * count
        start = time.process_time()
        extract_text(text, kind="construction_plan")
        return time.process_time() - start

    seconds(5)
    small, large = seconds(100), seconds(800)
    assert large < 24 * max(small, 0.02), (small, large)  # eight times the text; by its square it were 64


def test_a_regulation_among_the_papers_states_nothing() -> None:
    rules = "第一条 为规范管理，制定本办法。\n第二条 本办法适用于政务信息化项目。\n第三条 项目部署在政务云。\n"
    assert values(rules, CLOUD) == {"present"}
    assert values(f"{rules}第四条 本办法自发布之日起施行。", CLOUD) == set()


def test_a_field_that_is_a_sentence_too_is_one_statement() -> None:
    found = extract_text("资金来源：市级财政资金安排", kind="application_form").facts
    assert len([f for f in found if f.kind == "statement.funding_fiscal"]) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("本期不涉及机房建设内容。", {"denied"}),
        ("本项目没有机房装修。", {"denied"}),
        ("机房由数据局统一管理。", set()),
        ("没有机房的单位，设备放置于市数据中心。", set()),
    ],
)
def test_a_thing_alone_is_denied_but_never_stated(text: str, value: set[str]) -> None:
    assert values(text, ROOM) == value


def test_a_sentence_alone_in_its_row_is_read_as_a_sentence() -> None:
    table = "<table><tr><td>序号</td><td>内容</td></tr><tr><td>1</td><td>在三楼新建机房一间。</td></tr></table>"
    html = f"<html><body>{table}</body></html>"
    facts = extract(Source("a.html", html.encode()), kind="construction_plan").facts
    assert {f.value for f in facts if f.kind == ROOM} == {"present"}


FUND_RULES = (
    "云江省数据资金管理办法\n\n第一条 为规范资金管理，制定本办法。\n\n第二条 本办法所称资金，采取项目法分配。\n\n"
    "第三条 各设区市须按1:1比例配套。\n\n第四条 本办法由省财政厅解释。系统部署于政务云。"
)


def test_of_a_funds_own_rules_what_is_looked_for_in_them_is_read() -> None:
    assert values(FUND_RULES, "statement.local_matching", "fund_document") == {"present"}
    assert values(FUND_RULES, "statement.fund_allocation", "fund_document") == {"present"}
    assert values(FUND_RULES, CLOUD, "fund_document") == set()
    assert values(FUND_RULES, "statement.local_matching", "other") == set()
